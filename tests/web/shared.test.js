// Known answers for the modules under shared/.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { RequestError, request, requestJson } from "../../src/secondtake/ui/web/shared/api.js";
import { draftOf, forgetDrafts, saveDraft } from "../../src/secondtake/ui/web/shared/drafts.js";
import { asSentence, count, placed, t } from "../../src/secondtake/ui/web/shared/i18n.js";
import { readPreference, savePreference } from "../../src/secondtake/ui/web/shared/preferences.js";
import {
  formatClock,
  formatDay,
  formatDuration,
  lowerBound,
  parseClock,
} from "../../src/secondtake/ui/web/shared/time.js";
import { fakeStorage } from "./fakes.js";

const { fetch } = globalThis;
afterEach(() => {
  globalThis.fetch = fetch;
  delete globalThis.localStorage;
});

test("placed: what is said of this computer is true of the one that serves the page", () => {
  const text = "Nothing leaves this computer. Read aloud with a voice on this computer.";
  assert.equal(placed(text, "localhost"), text);
  assert.equal(placed(text, "practice.example.org"), text.replace("this computer", "the server"));
});

test("forgetDrafts: one by its name, several by a beginning that ends in a colon or a full stop", () => {
  globalThis.localStorage = fakeStorage({ other: "1" });
  for (const name of ["/i?i=a:To", "/i?i=a:To improve", "/i?i=ab:To", "s.note.1"]) saveDraft(name, "typed", "");
  forgetDrafts("/i?i=a:To");
  assert.deepEqual([draftOf("/i?i=a:To", ""), draftOf("/i?i=a:To improve", "")], [undefined, "typed"]);
  forgetDrafts("/i?i=a:");
  forgetDrafts("s.");
  assert.deepEqual(Object.keys(localStorage.values), ["other", "secondtake.draft./i?i=ab:To"]);
});

test("forgetDrafts: a browser without storage goes on", () => {
  delete globalThis.localStorage;
  assert.equal(forgetDrafts("s."), undefined);
});

test("formatClock: minutes and seconds, hours only when there are some", () => {
  assert.equal(formatClock(0), "0:00");
  assert.equal(formatClock(75.9), "1:15");
  assert.equal(formatClock(3600 + 62), "1:01:02");
});

test("formatClock: tenths are cut, never rounded up to a second that has not passed", () => {
  assert.equal(formatClock(75.29, true), "1:15.2");
  assert.equal(formatClock(59.99, true), "0:59.9");
});

test("formatClock: a time before the start is zero", () => assert.equal(formatClock(-3), "0:00"));

test("parseClock: reads what formatClock writes", () => {
  for (const time_s of [0, 9.5, 75.2, 600, 3661.4]) assert.equal(parseClock(formatClock(time_s, true)), time_s);
});

test("parseClock: takes seconds alone and a decimal comma", () => {
  assert.equal(parseClock(" 75,5 "), 75.5);
  assert.equal(parseClock("1:02:03"), 3723);
});

test("parseClock: anything else is not a number", () => {
  for (const text of ["", "soon", "1:", "-5", "1:2:3:4", "1e3"]) assert.equal(parseClock(text), NaN, text);
});

test("formatDuration: tenths below ten seconds, then whole seconds and minutes", () => {
  assert.equal(formatDuration(0.84), "0.8 s");
  assert.equal(formatDuration(9.95), "10 s");
  assert.equal(formatDuration(60), "1 min");
  assert.equal(formatDuration(125.2), "2 min 5 s");
  assert.equal(formatDuration(59.7), "1 min");
});

test("formatDay: the day in full, or without its year", () => {
  assert.equal(formatDay("2026-11-22T12:00:00"), "22 November 2026");
  assert.equal(formatDay("2026-11-22T12:00:00", { month: "short", year: undefined }), "22 Nov");
});

test("lowerBound: the first element that is not smaller", () => {
  const sorted = [1, 3, 3, 7];
  assert.deepEqual(
    [0, 1, 2, 3, 4, 7, 8].map((value) => lowerBound(sorted, value)),
    [0, 0, 1, 1, 3, 3, 4],
  );
  assert.equal(lowerBound([], 1), 0);
});

test("t: fills its fields and leaves unknown ones", () => {
  assert.equal(t("{n} of {all}", { n: 2, all: 5 }), "2 of 5");
  assert.equal(t("{n} of {all}", { n: 0 }), "0 of {all}");
  assert.equal(t("plain"), "plain");
  assert.equal(t(""), "");
});

test("t: what a person wrote is not filled in a second time", () =>
  assert.equal(t("Choose: {text}", { text: "{n}" }), "Choose: {n}"));

test("count: one form for one, the other for none and many", () => {
  const words = (n) => count(n, "{n} word", "{n} words");
  assert.deepEqual([0, 1, 2].map(words), ["0 words", "1 word", "2 words"]);
  const compared = (n) => count(n, "{n} value of {version}", "{n} values of {version}", { version: "@2" });
  assert.deepEqual([compared(1), compared(3)], ["1 value of @2", "3 values of @2"]);
});

test("preferences: a saved value is read again, under our own prefix", () => {
  globalThis.localStorage = fakeStorage();
  savePreference("lanes", { hidden: ["blink"] });
  assert.deepEqual(readPreference("lanes", {}), { hidden: ["blink"] });
  assert.deepEqual(Object.keys(localStorage.values), ["secondtake.lanes"]);
  savePreference("lanes", null);
  assert.deepEqual(localStorage.values, {});
});

test("preferences: the default where storage is forbidden, empty or damaged", () => {
  assert.equal(readPreference("lanes", "default"), "default");
  savePreference("lanes", 1); // forbidden: nothing is thrown
  globalThis.localStorage = fakeStorage({ "secondtake.lanes": "{broken" });
  assert.equal(readPreference("lanes", "default"), "default");
  assert.equal(readPreference("faces", "default"), "default");
});

test("requestJson: sends a body as JSON and returns the parsed answer", async () => {
  const calls = [];
  globalThis.fetch = async (...call) => {
    calls.push(call);
    return Response.json({ ok: 1 });
  };
  assert.deepEqual(await requestJson("/api/x", { method: "POST", body: { a: 1 } }), { ok: 1 });
  assert.deepEqual(calls[0][1], {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: '{"a":1}',
    keepalive: true,
  });
});

test("request: an error carries the server's own message, or its status", async () => {
  globalThis.fetch = async () => Response.json({ error: "No such session." }, { status: 404 });
  await assert.rejects(request("/api/x"), new RequestError("No such session.", 404));
  globalThis.fetch = async () => new Response("oops", { status: 502 });
  await assert.rejects(request("/api/x"), /502/);
});

test("request: a server that cannot be reached is a RequestError, too", async () => {
  globalThis.fetch = () => Promise.reject(new TypeError("Failed to fetch"));
  await assert.rejects(request("/api/x"), RequestError);
});

test("asSentence starts with a capital letter and ends with one full stop", () => {
  assert.equal(asSentence("up to 57 % faster than usual"), "Up to 57 % faster than usual.");
  assert.equal(asSentence("3 of 3 answers begin with an um."), "3 of 3 answers begin with an um.");
});
