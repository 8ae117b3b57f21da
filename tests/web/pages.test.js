// Known answers for the pure modules of the other pages: folders, uploads, axes, takes.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { formatNumber } from "../../src/secondtake/ui/web/compare/chart.js";
import { axisDays, axisShares } from "../../src/secondtake/ui/web/compare/time_axis.js";
import { chosenRecordings, droppedRecordings } from "../../src/secondtake/ui/web/library/folder_files.js";
import { fileOfKey, uploadFile } from "../../src/secondtake/ui/web/library/upload.js";
import { forgetPractice, loadPractice, savePractice } from "../../src/secondtake/ui/web/practise/saved_practice.js";
import { headline } from "../../src/secondtake/ui/web/session/rating_comparison.js";
import { alignViews } from "../../src/secondtake/ui/web/takes/answer_views.js";
import { summary } from "../../src/secondtake/ui/web/takes/words.js";
import { playlist } from "../../src/secondtake/ui/web/takes/best_version.js";
import { fakeStorage } from "./fakes.js";

const { fetch } = globalThis;
beforeEach(() => {
  globalThis.localStorage = fakeStorage();
  globalThis.addEventListener = globalThis.removeEventListener = () => {}; // Node has no window that could close
});
afterEach(() => {
  globalThis.fetch = fetch;
  delete globalThis.localStorage;
});

// Folders: entries as a browser's drop hands them out, at most two at a time.

const file = (fullPath) => ({
  isFile: true,
  name: fullPath.split("/").at(-1),
  fullPath,
  file: (done) => done({ name: fullPath }),
});

function folder(fullPath, ...entries) {
  const createReader = () => {
    const left = [...entries];
    return { readEntries: (done) => done(left.splice(0, 2)) };
  };
  return { isFile: false, isDirectory: true, name: fullPath.split("/").at(-1), fullPath, createReader };
}

const drop = (...entries) =>
  /** @type {any} */ ({
    items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })),
    files: entries.map((entry) => ({ name: entry.fullPath })),
  });
const names = (files) => files.map(({ name }) => name);

test("droppedRecordings: single files are taken whatever their name", async () =>
  assert.deepEqual(names(await droppedRecordings(drop(file("/talk.xyz")))), ["/talk.xyz"]));

test("droppedRecordings: a folder's recordings at any depth, sorted by number, nothing hidden", async () => {
  const root = folder(
    "/r",
    file("/r/10.mp4"),
    file("/r/2.MOV"),
    file("/r/notes.txt"),
    file("/r/._2.mov"),
    folder("/r/.cache", file("/r/.cache/x.mp4")),
    folder("/r/old", file("/r/old/1.wav")),
  );
  assert.deepEqual(names(await droppedRecordings(drop(root))), ["/r/2.MOV", "/r/10.mp4", "/r/old/1.wav"]);
});

test("droppedRecordings: an empty folder is no recording", async () =>
  assert.deepEqual(await droppedRecordings(drop(folder("/r"))), []));

test("chosenRecordings: recordings only, sorted by path", () => {
  const files = /** @type {any[]} */ (
    ["b/2.mp4", "b/.hidden.mp4", "a/10.mp3", "a/9.mp3", "a/read.me"].map((webkitRelativePath) => ({
      name: webkitRelativePath.split("/")[1],
      webkitRelativePath,
    }))
  );
  assert.deepEqual(names(chosenRecordings(files)), ["9.mp3", "10.mp3", "2.mp4"]);
});

// Uploads: a server that stores what arrives.

const RECORDING = /** @type {any} */ (new File([new Uint8Array(20)], "talk.mp4", { lastModified: 5 }));
const keep = new AbortController();

function server({ received = 0, busy = 0 } = {}) {
  const requests = [];
  globalThis.fetch = /** @type {any} */ (
    async (path, { method = "GET", body } = /** @type {any} */ ({})) => {
      requests.push(`${method} ${path}`);
      if (method === "PUT" && busy-- > 0) return Response.json({ received }, { status: 409 });
      if (method === "PUT") received = 20;
      if (path.endsWith("/finish")) return Response.json({ job: "j1", ...JSON.parse(body) });
      return Response.json({ upload: "u1", received });
    }
  );
  return requests;
}

test("uploadFile: begins, sends, finishes and forgets the upload", async () => {
  const requests = server();
  assert.equal(await uploadFile(RECORDING, { kind: "practice" }, keep), "j1");
  assert.deepEqual(requests, ["POST /api/uploads", "PUT /api/uploads/u1?offset=0", "POST /api/uploads/u1/finish"]);
  assert.deepEqual(localStorage.values, {});
});

test("uploadFile: the same file goes on from what has arrived", async () => {
  localStorage.setItem("secondtake:upload:talk.mp4:20:5", "u1");
  const requests = server({ received: 12 });
  await uploadFile(RECORDING, {}, keep);
  assert.deepEqual(requests.slice(0, 2), ["GET /api/uploads/u1", "PUT /api/uploads/u1?offset=12"]);
});

test("uploadFile: a conflict goes on from the server's offset", async () => {
  const requests = server({ received: 8, busy: 1 });
  await uploadFile(RECORDING, {}, keep);
  assert.deepEqual(requests.slice(1, 3), ["PUT /api/uploads/u1?offset=8", "PUT /api/uploads/u1?offset=8"]);
});

test("uploadFile: cancelling deletes what has arrived", async () => {
  const requests = server();
  const stop = new AbortController();
  stop.abort();
  await assert.rejects(uploadFile(RECORDING, {}, stop), /cancelled/);
  assert.equal(requests.at(-1), "DELETE /api/uploads/u1");
  assert.deepEqual(localStorage.values, {});
});

test("saved practice: loaded as saved, null when forgotten or damaged", () => {
  assert.equal(loadPractice(), null);
  savePractice({ questions: [], at: 1, parts: [] });
  assert.deepEqual(loadPractice(), { questions: [], at: 1, parts: [] });
  forgetPractice();
  assert.equal(loadPractice(), null);
  localStorage.setItem("secondtake:practice", "{");
  assert.equal(loadPractice(), null);
});

// The axis of time.

const DAYS = ["2026-01-01", "2026-01-02", "2026-01-11"].map((day) => Date.parse(`${day}T12:00:00`));

test("axisShares: a step each, or by date", () => {
  assert.deepEqual(axisShares(DAYS, false), [0, 0.5, 1]);
  assert.deepEqual(axisShares(DAYS, true), [0, 0.1, 1]);
});

test("axisShares: one session stands in the middle, one day is spread in steps", () => {
  assert.deepEqual(axisShares(DAYS.slice(0, 1), true), [0.5]);
  assert.deepEqual(axisShares([0, 60_000, 3_600_000], true), [0, 0.5, 1]);
});

test("axisDays: first, middle and last day, anchored inside the chart", () =>
  assert.deepEqual(axisDays(DAYS, false), [
    { share: 0, anchor: "start", text: "1 Jan" },
    { share: 0.5, anchor: "middle", text: "2 Jan" },
    { share: 1, anchor: "end", text: "11 Jan" },
  ]));

test("axisDays: by date, evenly spaced days; years where there are two", () => {
  assert.deepEqual(
    axisDays(DAYS, true).map(({ text }) => text),
    ["1 Jan", "4 Jan", "8 Jan", "11 Jan"],
  );
  const years = [Date.parse("2025-12-31T12:00:00"), DAYS[0]];
  assert.deepEqual(
    axisDays(years, false).map(({ text }) => text),
    ["31 Dec 25", "1 Jan 26"],
  );
});

test("formatNumber: few digits, more for small values", () =>
  assert.deepEqual([123.4, 20, 3.14159, 0.1234, 0].map(formatNumber), ["123", "20", "3.1", "0.12", "0"]));

// Takes: two sessions' views cut to one answer each.

const view = (kinds) =>
  /** @type {any} */ ({
    cards: [
      { start_s: 0, end_s: 10 },
      { start_s: 10, end_s: 20 },
    ],
    moments: {
      kind: kinds,
      start_s: kinds.map((_, i) => 5 + 10 * i),
      end_s: kinds.map((_, i) => 6 + 10 * i),
      dismissed: kinds.map(() => false),
    },
    groups: [{ id: "speech" }],
    lanes: [...new Set(kinds)].map((id) => ({ id, group: "speech", type: "moments", count: 99, information: false })),
  });

test("alignViews: moments of the answer only, and lanes that either take has", () => {
  const [before, now] = alignViews([view(["filler", "blink"]), view(["hedge", "filler"])], [0, 1]);
  assert.deepEqual([before.moments.kind, now.moments.kind], [["filler"], ["filler"]]);
  assert.deepEqual(
    before.lanes.map(({ id, count }) => [id, count]),
    [["filler", 1]],
  );
  assert.deepEqual(before.cards, [{ start_s: 0, end_s: 10 }]);
  assert.equal(now.groups[0].count, 1);
});

test("alignViews: both get the same lanes in the same order, dismissed moments gone", () => {
  const views = [view(["filler"]), view(["hedge"])];
  views[1].moments.dismissed[0] = true;
  const [before, now] = alignViews(views, [0, 0]);
  assert.deepEqual(
    [before, now].map(({ lanes }) => lanes.map(({ id }) => id)),
    [["filler"], ["filler"]],
  );
  assert.equal(now.lanes[0].count, 0);
});

test("fileOfKey: name and size, also of a name with colons; null for keys of others", () => {
  assert.deepEqual(fileOfKey("secondtake:upload:talk.mp4:1234:99"), { name: "talk.mp4", size: 1234 });
  assert.deepEqual(fileOfKey("secondtake:upload:at 10:30:00.mov:5:99"), { name: "at 10:30:00.mov", size: 5 });
  assert.equal(fileOfKey("secondtake:upload:"), null);
  assert.equal(fileOfKey("other"), null);
});

test("words of two takes: sentences in both, left out and added are counted", () => {
  const said = { text: "I called them.", start_s: 1 };
  const rows = [
    { before: said, now: said },
    { before: said, now: null },
    { before: said, now: null },
    { before: null, now: said },
  ];
  assert.match(summary(rows), /^In both: 1\. Left out: 2\. Added: 1\./);
});

test("playlist takes the chosen clips in the parts' order", () => {
  const clip = (id) => ({ id, n: 1, session: "s", text: "", start_s: 0, end_s: 1 });
  const parts = [
    { part: "context", clips: [clip("a"), clip("b")] },
    { part: "action", clips: [clip("c")] },
    { part: "result", clips: [clip("d")] },
  ];
  const ids = (chosen) => playlist(parts, chosen).map(({ part, id }) => `${part} ${id}`);
  assert.deepEqual(ids({ result: "d", context: "b" }), ["context b", "result d"]);
  assert.deepEqual(ids({ action: "gone" }), []);
});

test("headline of a rating that matches names a fear that did not come true", () => {
  const rows = Array(3).fill({ verdict: "agree" });
  const rated = { felt: "", rows, blind_spots: [], better_than_felt: [] };
  const expected = (...outcomes) => ({ rows: outcomes.map((outcome) => ({ outcome })) });
  assert.equal(headline([rated], null), "You saw yourself clearly.");
  assert.equal(headline([rated], expected("open")), "You saw yourself clearly.");
  assert.equal(headline([rated], expected("no", "open")), "It went better than you expected.");
  assert.equal(headline([rated], expected("no", "yes")), "You saw yourself clearly.");
  const once = { ...rated, rows: [rows[0], { verdict: "shown" }, { verdict: "shown" }] };
  assert.equal(headline([once], null), "Your rating, and what was measured");
  const unjudged = { ...rated, rows: [{ verdict: "shown" }, { verdict: "unmeasured" }] };
  assert.equal(headline([unjudged], null), "Your rating, and what was measured");
});
