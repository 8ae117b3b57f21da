import assert from "node:assert/strict";
import test from "node:test";

import { answerClock } from "../../src/secondtake/ui/web/practise/answer_clock.js";
import {
  describeFormat,
  forDrill,
  loadFormat,
  parseFormat,
  saveFormat,
} from "../../src/secondtake/ui/web/practise/format.js";
import { Prober } from "../../src/secondtake/ui/web/practise/prober.js";
import { fakeStorage } from "./fakes.js";

const NONE = { follow_ups: "", prepare_s: 0, limit_s: 0, one_take: false, hide_self: false };

test("an answer without a target is timed, with a hint on its length", () => {
  assert.deepEqual(answerClock(5), { time: "0:05", cue: "", isOver: false });
  assert.equal(answerClock(61).time, "1:01 · a good length");
  assert.equal(answerClock(121).time, "2:01 · a good time to wrap up");
});

test("a target counts down, says when its end is near, and is over at its end", () => {
  assert.deepEqual(answerClock(20.5, 60), { time: "0:40 left", cue: "", isOver: false });
  assert.equal(answerClock(50, 60).cue, "10 seconds left.");
  assert.deepEqual(answerClock(60, 60), { time: "0:00 over", cue: "Time. Finish your sentence.", isOver: true });
});

test("what may not be chosen becomes the default", () => {
  const stored = { follow_ups: "rude", prepare_s: 31, limit_s: "60", one_take: 1, hide_self: "yes", more: 1 };
  for (const each of [stored, null, "text", 3]) assert.deepEqual(parseFormat(each), NONE);
});

test("a format is remembered, and unreadable storage forgets it", () => {
  globalThis.localStorage = fakeStorage();
  assert.deepEqual(loadFormat(), NONE);
  const format = { follow_ups: "dry", prepare_s: 30, limit_s: 90, one_take: true, hide_self: true };
  saveFormat(format);
  assert.deepEqual(loadFormat(), format);
  globalThis.localStorage = fakeStorage({ "secondtake:practice-format": "{" });
  assert.deepEqual(loadFormat(), NONE);
});

test("a drill keeps only the hidden picture", () => {
  const format = { follow_ups: "dry", prepare_s: 30, limit_s: 90, one_take: true, hide_self: true };
  assert.deepEqual(forDrill(format), { ...NONE, hide_self: true });
});

test("a format is described in a line", () => {
  assert.equal(describeFormat(NONE), "no follow-ups, no time limit");
  const format = { follow_ups: "friendly", prepare_s: 30, limit_s: 90, one_take: true, hide_self: true };
  assert.equal(
    describeFormat(format),
    "friendly follow-ups · 30 s to prepare · at most 1:30 an answer · one take · your picture hidden",
  );
});

test("a prober listens ahead, then asks, and goes on without a server", async () => {
  const bodies = [];
  const request = async (_, { body }) => {
    bodies.push(body);
    return { probe: body.is_over ? "And what came of it?" : "" };
  };
  const prober = new Prober("friendly", { request });
  prober.listen({ upload: "a", start_s: 2 });
  const answer = { upload: "a", start_s: 2, question: "Why us?", asked: [] };
  assert.equal(await prober.probe(answer), "And what came of it?");
  assert.deepEqual(bodies, [
    { upload: "a", start_s: 2, is_over: false },
    { ...answer, is_over: true },
  ]);
  const alone = new Prober("friendly", { request: () => Promise.reject(new Error("gone")) });
  assert.equal(await alone.probe(answer), "");
});

test("only the dry interviewer is silent, only the interrupting one interrupts", async () => {
  const before = performance.now();
  await new Prober("friendly", { silence_ms: 1000 }).silence();
  assert.ok(performance.now() - before < 500);
  await new Prober("dry", { silence_ms: 60 }).silence();
  assert.ok(performance.now() - before >= 50);
  assert.equal(new Prober("dry").interrupt_s, Infinity);
  assert.ok(new Prober("interrupting").interrupt_s < 60);
});
