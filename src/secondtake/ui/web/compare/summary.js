// The summary of changes: better first, then worse, then other changes.
import { el, icon } from "../shared/dom.js";
import { count, t } from "../shared/i18n.js";

const KINDS = () => [
  ["better", "check", t("Better")],
  ["worse", "warn", t("Worse")],
  ["changed", "arrow", t("Changed")],
];
const MAX_NAMED = 4; // of a kind; the cards below show the others
const ENOUGH = 5; // sessions, as in the sentence below and in core/trends/session_trends.py

/**
 * Create the paragraphs that summarise all changes.
 * @param {any[]} measures
 */
export function summary(measures) {
  const clear = measures.filter((m) => m.change.clear),
    rest = measures.length - clear.length;
  // Even many sessions may be too few to compare, while most were measured by an earlier version.
  const early = ({ change, points }) =>
    ["too few", "not comparable"].includes(change.verdict) && points.value.length < ENOUGH;
  if (measures.length && measures.every(early))
    return [
      el("p", {
        text: t(
          "From five sessions on, real changes can be told from chance. Until then, each measure shows your current level.",
        ),
      }),
    ];
  if (!clear.length)
    return [
      el("p", {
        text: t("No measure has clearly changed yet. That's no criticism: small changes can't be told from chance."),
      }),
    ];
  const lines = KINDS().map(([verdict, sign, label]) => {
    const matching = clear.filter((m) => m.change.verdict === verdict);
    if (!matching.length) return null;
    const more = matching.length - MAX_NAMED;
    const named = [
      ...matching.slice(0, MAX_NAMED).map(sentenceOf),
      ...(more > 0 ? [count(more, "{n} more", "{n} more")] : []),
    ];
    return el(
      "p",
      { class: "sum" },
      el("strong", { class: `verdict ${verdict}` }, icon(sign), label),
      el("span", { text: named.join("; ") }),
    );
  });
  return [
    ...lines.filter(Boolean),
    rest
      ? el("p", {
          class: "soft small",
          text: count(rest, "{n} other shows no clear change yet.", "{n} others show no clear change yet."),
        })
      : null,
  ].filter(Boolean);
}

function sentenceOf({ label, change, doubt }) {
  const values = { label: t(label), before: change.before, now: change.now };
  return doubt
    ? t("{label}, from {before} to {now} (may be due to the recording, not you)", values)
    : t("{label}, from {before} to {now}", values);
}
