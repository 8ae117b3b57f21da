// What is on the page while answers are recorded.
import { button, el } from "../shared/dom.js";
import { t } from "../shared/i18n.js";

/**
 * Return the elements of the page; `node` holds all of them.
 * @param {MediaStream} stream
 * @param {{one_take: boolean, hide_self: boolean}} format
 * @param {Record<"next" | "retake" | "skip" | "hold" | "finish" | "ready", () => void>} actions
 */
export function takePage(stream, { one_take, hide_self }, actions) {
  const video = el("video", { autoplay: true, playsinline: true, "aria-label": t("Your camera") });
  const hasPicture = stream.getVideoTracks().length > 0;
  video.muted = true;
  video.srcObject = stream;
  video.hidden = !hasPicture || hide_self;
  const parts = {
    place: el("p", { class: "eyebrow" }),
    question: el("h1", { class: "question", tabindex: "-1" }),
    state: el("p", { class: "state", role: "status" }),
    time: el("p", { class: "time tabular", "aria-hidden": "true" }),
    raise: el("p", { class: "state", role: "status" }),
    safe: el("p", { class: "small soft tabular" }),
    ready: button(t("Start now"), { kind: "primary start", on: { click: actions.ready } }),
    next: button(t("Next question"), { kind: "primary next", on: { click: actions.next } }),
    retake: button(t("Answer it again"), { icon: "again", on: { click: actions.retake } }),
    skip: button(t("Skip"), { kind: "quiet", on: { click: actions.skip } }),
    hold: button(t("Pause"), { icon: "pause", kind: "quiet", on: { click: actions.hold } }),
    finish: button(t("Finish"), { on: { click: actions.finish } }),
  };
  const { place, question, state, time, raise, safe, ready, next, retake, skip, hold, finish } = parts;
  retake.hidden = one_take;
  const asking = el(
    "div",
    { class: "asking" },
    ...[place, question, state, time, raise],
    el("div", { class: "row" }, ready, next, retake, skip, hold, finish),
    safe,
    el("p", {
      class: "small soft",
      text: one_take
        ? t("One take: each answer counts as you give it.")
        : t("It doesn't have to be perfect. You can redo an answer as often as you like; the last one counts."),
    }),
  );
  const hidden = el("p", { class: "soft", text: t("Your picture is hidden. The camera is recording.") });
  const stage = el("div", { class: "stage panel" }, video, hasPicture && hide_self ? hidden : null);
  return { ...parts, asking, node: el("section", { class: "take-page" }, stage, asking) };
}
