import assert from "node:assert/strict";
import { test } from "node:test";
import { opinionIn } from "../../src/secondtake/ui/web/session/coach_file.js";

const page = (json) => `<p>x</p><script type="application/json" id="secondtake-coach">${json}</script>`;

test("opinionIn reads what a coach saved, and no more of it", () => {
  const opinion = { digest: "sha256:1", name: "Ada", rating: { pace: 3 }, comments: [], answers: [], more: 1 };
  const { more, ...rest } = opinion;
  assert.deepEqual(opinionIn(page(JSON.stringify(opinion))), rest);
  const { answers, ...earlier } = rest;
  assert.deepEqual(opinionIn(page(JSON.stringify(earlier))), rest); // saved before single answers were rated
});

test("opinionIn refuses a page without comments", () => {
  for (const text of ["", page("null"), page("{"), page("[]"), page("{}")])
    assert.throws(() => opinionIn(text), /no comments/);
});
