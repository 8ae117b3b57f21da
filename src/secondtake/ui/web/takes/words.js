// What was said in two takes, sentence by sentence: in both, left out, added.
import { el } from "../shared/dom.js";
import { t } from "../shared/i18n.js";
import { formatDuration } from "../shared/time.js";
import { PART_LABELS } from "../session/story.js";
import { scrollable, table } from "../shared/table.js";

/** @typedef {{text: string, start_s: number}} Sentence */
/** @typedef {{before: Sentence | null, now: Sentence | null}} Row */
/** @typedef {{part: string, before_s: number, now_s: number}} Part */

/**
 * Create the section's content; nothing where the sentences could not be told apart.
 * @param {{rows: Row[], parts: Part[]}} compared
 * @param {(side: 0 | 1, start_s: number) => void} play
 */
export function wordsOfTakes({ rows, parts }, play) {
  if (!rows.length) return [];
  return [
    el("h2", { text: t("What you said") }),
    el("p", { class: "soft", text: summary(rows) }),
    scrollable(
      t("Sentences of both takes"),
      table(
        [t("Earlier"), t("Later")],
        rows.map(({ before, now }) => [
          cell(before, t("Not in the earlier take"), 0, play),
          cell(now, t("Left out"), 1, play),
        ]),
        { class: "small" },
      ),
    ),
    el(
      "details",
      {},
      el("summary", { text: t("How long each part took") }),
      table(
        [t("Part"), t("Earlier"), t("Later")],
        parts
          .filter((part) => part.before_s || part.now_s)
          .map((part) => [
            el("th", { scope: "row", text: t(PART_LABELS[part.part]) }),
            el("td", { class: "tabular", text: formatDuration(part.before_s) }),
            el("td", { class: "tabular", text: formatDuration(part.now_s) }),
          ]),
        { class: "small" },
      ),
    ),
  ];
}

/**
 * Count the sentences that are in both takes, left out and added.
 * @param {Row[]} rows
 */
export function summary(rows) {
  const counts = { both: 0, dropped: 0, added: 0 };
  for (const { before, now } of rows) counts[before && now ? "both" : before ? "dropped" : "added"] += 1;
  return t(
    "In both: {both}. Left out: {dropped}. Added: {added}. Sentences are matched by meaning, which can go wrong.",
    counts,
  );
}

function cell(sentence, absent, side, play) {
  if (!sentence) return el("td", { class: "soft", text: absent });
  return el(
    "td",
    {},
    el("button", {
      class: "sentence",
      text: sentence.text,
      "aria-label": t("Play: {text}", { text: sentence.text }),
      on: { click: () => play(side, sentence.start_s) },
    }),
  );
}
