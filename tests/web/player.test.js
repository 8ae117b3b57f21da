// Known answers for the pure modules of the player: ranges, lanes, signals, markers.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { describeLevel } from "../../src/secondtake/ui/web/session/energy/component_bars.js";
import { loopAround } from "../../src/secondtake/ui/web/session/player/moment_card.js";
import {
  AXIS,
  indexByKind,
  initiallyFolded,
  layoutLanes,
} from "../../src/secondtake/ui/web/session/player/timeline/lane_layout.js";
import { LanePreferences } from "../../src/secondtake/ui/web/session/player/timeline/lane_preferences.js";
import { traceShape } from "../../src/secondtake/ui/web/session/player/timeline/marker_shapes.js";
import { SignalLane } from "../../src/secondtake/ui/web/session/player/timeline/signal_lane.js";
import { VisibleRange } from "../../src/secondtake/ui/web/session/player/timeline/visible_range.js";
import { fakeStorage } from "./fakes.js";

afterEach(() => delete globalThis.localStorage);

const shown = ({ start_s, end_s }) => [start_s, end_s];

test("VisibleRange: starts with the whole recording", () => assert.deepEqual(shown(new VisibleRange(60)), [0, 60]));

test("VisibleRange: stays inside the recording and keeps its width", () => {
  const range = new VisibleRange(60);
  range.set(-10, 10);
  assert.deepEqual(shown(range), [0, 20]);
  range.pan(100);
  assert.deepEqual(shown(range), [40, 60]);
});

test("VisibleRange: is never narrower than two seconds, nor than a shorter recording", () => {
  const range = new VisibleRange(60);
  range.set(30, 30.1);
  assert.equal(range.width_s, 2);
  const short = new VisibleRange(1);
  short.set(0.4, 0.5);
  assert.deepEqual(shown(short), [0, 1]);
});

test("VisibleRange: the moment one zooms around stays where it is", () => {
  const range = new VisibleRange(100);
  range.zoom(0.5, 20);
  assert.deepEqual(shown(range), [10, 60]);
  range.zoom(2, 20);
  assert.deepEqual(shown(range), [0, 100]);
});

test("VisibleRange: follow and show move only when the time is out of sight", () => {
  const range = new VisibleRange(100);
  range.set(0, 20);
  range.follow(15);
  assert.deepEqual(shown(range), [0, 20]);
  range.follow(50);
  assert.deepEqual(shown(range), [47, 67]);
});

test("VisibleRange: announces a change once, and none where nothing changed", () => {
  const range = new VisibleRange(60);
  let changes = 0;
  range.addEventListener("change", () => (changes += 1));
  range.set(0, 30);
  range.set(0, 30);
  assert.equal(changes, 1);
});

const lane = (id, group, more = {}) => ({
  id,
  group,
  type: "moments",
  weight: 0,
  count: 0,
  information: false,
  ...more,
});
/** @type {any} */
const VIEW = {
  groups: [{ id: "speech" }, { id: "face" }, { id: "posture" }],
  lanes: [
    lane("filler", "speech", { weight: 1, count: 2 }),
    lane("smile", "face", { information: true, count: 9 }),
    lane("blink", "face", { weight: 3 }),
    lane("pitch", "speech", { type: "signal" }),
  ],
};
const options = (more) => ({ folded: new Set(), hidden: new Set(), order: "group", ...more });
const ids = ({ rows }) => rows.map((row) => row.id);

test("layoutLanes: groups in order, each above its lanes, empty groups omitted", () =>
  assert.deepEqual(ids(layoutLanes(VIEW, options())), [
    "answers",
    "group:speech",
    "filler",
    "pitch",
    "group:face",
    "smile",
    "blink",
  ]));

test("layoutLanes: rows follow each other without a gap", () => {
  const { rows, height } = layoutLanes(VIEW, options({ scale: 1.5 }));
  let y = AXIS;
  for (const row of rows) {
    assert.equal(row.y, y);
    y += row.height;
  }
  assert.equal(height, y);
  assert.equal(rows[0].height, 45);
});

test("layoutLanes: a folded group is one row, a hidden lane none", () =>
  assert.deepEqual(ids(layoutLanes(VIEW, options({ folded: new Set(["face"]), hidden: new Set(["pitch"]) }))), [
    "answers",
    "group:speech",
    "filler",
    "group:face",
  ]));

test("layoutLanes: by importance, what is only information comes last, signals after it", () =>
  assert.deepEqual(ids(layoutLanes(VIEW, options({ order: "importance" }))), [
    "answers",
    "blink",
    "filler",
    "smile",
    "pitch",
  ]));

test("initiallyFolded: only in long timelines, only groups with nothing to work on", () => {
  assert.deepEqual(initiallyFolded(VIEW), new Set());
  const many = Array.from({ length: 20 }, (_, i) => lane(`x${i}`, "posture"));
  assert.deepEqual(initiallyFolded({ ...VIEW, lanes: [...VIEW.lanes, ...many] }), new Set(["posture"]));
});

test("indexByKind: indices, starts and the longest duration of each kind", () => {
  const kinds = indexByKind({ kind: ["a", "b", "a"], start_s: [1, 2, 5], end_s: [1.5, 2.5, 8] });
  assert.deepEqual([...kinds.keys()], ["a", "b"]);
  assert.deepEqual(kinds.get("a"), { indices: [0, 2], starts: Float64Array.of(1, 5), longest: 3 });
});

test("LanePreferences: what was chosen holds in the next session", () => {
  globalThis.localStorage = fakeStorage();
  const first = new LanePreferences(VIEW);
  first.fold("face");
  first.hide("pitch");
  first.sort("importance");
  const second = new LanePreferences(VIEW);
  assert.deepEqual([second.folded, second.hidden, second.order], [new Set(["face"]), new Set(["pitch"]), "importance"]);
  assert.equal(second.missing(VIEW), 1);
  second.showAll();
  assert.equal(new LanePreferences(VIEW).missing(VIEW), 0);
});

test("LanePreferences: damaged storage falls back to the defaults", () => {
  globalThis.localStorage = fakeStorage({ "secondtake.lanes": '{"hidden":"all","order":"size"}' });
  const { hidden, order } = new LanePreferences(VIEW);
  assert.deepEqual([hidden, order], [new Set(), "group"]);
});

const signal = (...bytes) => new SignalLane({ bytes: Buffer.from(bytes).toString("base64"), rate_hz: 10, usual: 0.5 });

test("SignalLane: means are shares of the full scale", () => {
  const lane = signal(0, 254, 127, 127);
  assert.equal(lane.mean(0, 0.2), 0.5);
  assert.equal(lane.mean(0.1, 0.2), 1);
  assert.equal(lane.mean(0, 0.4), 0.5);
});

test("SignalLane: unobserved samples do not count, and alone they are not a number", () => {
  const lane = signal(254, 255, 255);
  assert.equal(lane.mean(0, 0.3), 1);
  assert.equal(lane.mean(0.1, 0.3), NaN);
});

test("SignalLane: a span shorter than a sample, or outside, is the nearest sample", () => {
  const lane = signal(0, 254);
  assert.equal(lane.mean(0.13, 0.131), 1);
  assert.equal(lane.mean(-5, -4), 0);
  assert.equal(lane.mean(7, 8), 1);
});

test("loopAround: a second before, at least three seconds, at most six", () => {
  assert.deepEqual(loopAround(10, 10.2), [9, 12]);
  assert.deepEqual(loopAround(0.3, 0.5), [0, 3]);
  assert.deepEqual(loopAround(10, 60), [9, 15]);
});

test("describeLevel: words beside the usual, a dash for unmeasured", () =>
  assert.deepEqual([0.44, -0.6, 2.06, -5.1, NaN].map(describeLevel), [
    "usual",
    "a little lower",
    "higher",
    "much lower",
    "–",
  ]));

test("traceShape: every shape is drawn around its centre", () => {
  for (const shape of ["diamond", "square", "up", "down", "bar", "tick", "double", "chevron", "cross", "ring", "dot"]) {
    const xs = [];
    const pen = {
      moveTo: (x) => xs.push(x),
      lineTo: (x) => xs.push(x),
      rect: (x, _y, width) => xs.push(x, x + width),
      arc: (x, _y, r) => xs.push(x - r, x + r),
      closePath: () => {},
    };
    traceShape(pen, shape, 100, 50, 10);
    assert.ok(Math.min(...xs) >= 85 && Math.min(...xs) < 100, shape);
    assert.ok(Math.max(...xs) <= 115 && Math.max(...xs) > 100, shape);
  }
});
