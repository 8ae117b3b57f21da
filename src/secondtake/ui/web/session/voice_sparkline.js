// Voice energy over one answer as a sparkline, with its strongest and weakest ten seconds.
import { button, el, svgFrom } from "../shared/dom.js";
import { t } from "../shared/i18n.js";

/** @import { Session } from './main.js' */
/** @import { Card } from './view.js' */
/** @import { Measured } from './view.js' */

/**
 * Create the sparkline with two buttons, or null where too little was heard.
 * @param {Session} session
 * @param {Card} card
 */
export function voiceSparkline(session, { sparkline, strongest, weakest, index }) {
  const values = sparkline.filter((value) => value != null);
  if (values.length < 4) return null;
  const low = Math.min(...values),
    high = Math.max(...values, low + 0.5),
    x = (i) => (i / (sparkline.length - 1)) * 100,
    y = (v) => 26 - ((v - low) / (high - low)) * 24;
  const parts = /** @type {string[][]} */ ([]); // without the gaps
  sparkline.forEach((value, i) => {
    if (value == null) return;
    if (!i || sparkline[i - 1] == null) parts.push([]);
    parts.at(-1).push(`${x(i).toFixed(1)} ${y(value).toFixed(1)}`);
  });
  const foot = (point) => `${point.split(" ")[0]} 28`;
  const svg = svgFrom(
    '<svg class="spark" viewBox="0 0 100 28" preserveAspectRatio="none" role="img"><path class="area"/><path class="line"/></svg>',
  );
  const [area, stroke] = svg.children;
  svg.setAttribute("aria-label", t("Voice energy over answer {n}", { n: index + 1 }));
  stroke.setAttribute("d", parts.map((points) => `M${points.join("L")}`).join(""));
  area.setAttribute(
    "d",
    parts.map((points) => `M${foot(points[0])}L${points.join("L")}L${foot(points.at(-1))}Z`).join(""),
  );
  const clip = (span, word, kind) =>
    span &&
    button(`${word} ${span.from}`, {
      icon: "play",
      kind: `quiet clip ${kind}`,
      "aria-label": t("Play the {which} ten seconds of answer {n}, from {at}", {
        which: word.toLowerCase(),
        n: index + 1,
        at: span.from,
      }),
      on: { click: () => session.playSpan(span.start_s, span.end_s) },
    });
  return el(
    "figure",
    {},
    el("figcaption", { class: "small soft", text: t("Voice energy") }),
    svg,
    el("div", { class: "row spread" }, clip(strongest, t("Strongest"), "best"), clip(weakest, t("Weakest"), "flat")),
  );
}

/**
 * Create the description of an answer's energy, with its numbers folded; null where there is none.
 * @param {Session} session
 * @param {number} index of the answer
 */
export function energyDescription({ view: { energy } }, index) {
  const answer = energy?.answers.find((answer) => answer.index === index);
  if (!answer?.said.length) return null;
  return el(
    "details",
    { class: "energy-said small" },
    el("summary", { text: answer.said.map((text) => t(text)).join(" ") }),
    numberList(answer.numbers),
  );
}

/**
 * Create a list of measured numbers, with the reason where one is missing.
 * @param {Measured[]} numbers
 */
export const numberList = (numbers) =>
  el(
    "dl",
    { class: "numbers" },
    numbers.map(({ label, norm, measured, value, why_not }) =>
      el(
        "div",
        { title: norm ? t(norm) : null },
        el("dt", { text: t(label) }),
        el("dd", { class: measured ? "" : "soft", text: t(measured ? value : why_not || "not measured") }),
      ),
    ),
  );
