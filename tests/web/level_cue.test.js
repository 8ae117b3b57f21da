import assert from "node:assert/strict";
import test from "node:test";

import { LevelCue } from "../../src/secondtake/ui/web/practise/level_cue.js";

const hear = (cue, level, isFirst, times = 50) => Array.from({ length: times }, () => cue.hear(level, isFirst)).at(-1);

test("a later take no louder than the first is to be raised", () => {
  const cue = new LevelCue();
  assert.equal(hear(cue, 0.5, true), false);
  assert.equal(hear(cue, 0.51, false), true);
  assert.equal(hear(cue, 0.6, false), false);
});

test("pauses and the first seconds of a take raise nothing", () => {
  const cue = new LevelCue();
  hear(cue, 0.5, true);
  assert.equal(hear(cue, 0.1, false), false);
  assert.equal(hear(cue, 0.5, false, 10), false);
});
