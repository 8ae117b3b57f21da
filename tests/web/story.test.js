import assert from "node:assert/strict";
import { test } from "node:test";
import { bandOf } from "../../src/secondtake/ui/web/session/story.js";
import { outlineCounts } from "../../src/secondtake/ui/web/session/outline.js";

const sentence = (part, start_s) => ({ part, start_s, end_s: start_s + 2, text: `${part} ${start_s}`, probability: 1 });

test("bandOf joins neighbours of one part and keeps their order", () => {
  const band = bandOf([sentence("context", 0), sentence("action", 2), sentence("action", 4), sentence("context", 6)]);
  assert.deepEqual(
    band.map(({ part, start_s, end_s }) => [part, start_s, end_s]),
    [
      ["context", 0, 2],
      ["action", 2, 6],
      ["context", 6, 8],
    ],
  );
});

test("bandOf of nothing is empty", () => assert.deepEqual(bandOf([]), []));

test("outlineCounts names what is missing or unsure only where something is", () => {
  const points = (...said) => said.map((each) => ({ said: each }));
  assert.equal(outlineCounts(points(true, true, false, null)), "Planned: 4. Said: 2. Missing: 1. Not sure: 1.");
  assert.equal(outlineCounts(points(true)), "Planned: 1. Said: 1.");
});
