// The points of the person's outline: which of them the answer makes, and where.
import { button, el } from "../shared/dom.js";
import { formatClock } from "../shared/time.js";
import { t } from "../shared/i18n.js";

/** @import { Session } from './main.js' */
/** @import { Card, OutlinePoint } from './view.js' */

/**
 * "Planned: 5. Said: 3. Missing: 1. Not sure: 1."
 * @param {Pick<OutlinePoint, 'said'>[]} points
 */
export function outlineCounts(points) {
  const count = (said) => points.filter((point) => point.said === said).length;
  const counts = [
    [t("Planned: {n}.", { n: points.length }), true],
    [t("Said: {n}.", { n: count(true) }), true],
    [t("Missing: {n}.", { n: count(false) }), count(false)],
    [t("Not sure: {n}.", { n: count(null) }), count(null)],
  ];
  return counts
    .filter(([, shown]) => shown)
    .map(([text]) => text)
    .join(" ");
}

/**
 * The outline's points beside the answer; null where no outline is written.
 * @param {Session} session
 * @param {Card} card
 */
export function outlineList(session, card) {
  const points = card.story?.outline ?? [];
  if (!points.length) return null;
  return el(
    "section",
    { class: "outline small", "aria-label": t("Outline of answer {n}", { n: card.index + 1 }) },
    el("p", {}, el("strong", { text: t("Your outline") }), ` · ${outlineCounts(points)}`),
    el(
      "ul",
      {},
      points.map((point) => item(session, point)),
    ),
  );
}

function item(session, { text, said, start_s, end_s }) {
  if (!said)
    return el(
      "li",
      { class: said === false ? "missing" : "unsure" },
      el("span", { class: "state", text: said === false ? t("Missing") : t("Not sure") }),
      el("span", { text }),
    );
  const play = button(formatClock(start_s), {
    kind: "quiet",
    icon: "play",
    "aria-label": t("Play {part}", { part: `${text}, ${formatClock(start_s)}` }),
    on: { click: () => session.playSpan(start_s, end_s) },
  });
  return el("li", { class: "said" }, el("span", { class: "state" }, play), el("span", { text }));
}
