// Self-rating compared with the measurement, for the session or for each rated answer.
import { button, el, icon } from "../shared/dom.js";
import { LOCALE, capitalise, t } from "../shared/i18n.js";

/** @import { Session } from './main.js' */
/** @import { Comparison } from './view.js' */

const VERDICTS = {
  blind_spot: ["Blind spot", "warn", "You rated this higher than the measurement."],
  better: ["Better than felt", "check", "You were better here than you felt."],
  agree: ["As you felt", "check", "Your rating matches the measurement."],
  shown: ["For you to judge", "info", "There's no right amount; this is what was measured."],
  unmeasured: ["Not measured", "info", "This recording can't show it."],
};
const ORDER = Object.keys(VERDICTS);
const MIN_AGREEING = 3; // our choice: one match among seven says little about how somebody sees themselves

/**
 * Create what replaces the rating form.
 * @param {Session} session
 */
export function ratingComparison(session) {
  const { reveal, answer_reveals: answers, prediction } = session.view;
  const isRated = reveal || answers.length;
  return [
    el("p", { class: "eyebrow", text: t("How it felt and how it went") }),
    el("h2", { text: isRated ? headline(reveal ? [reveal] : answers, prediction) : t("What you expected") }),
    ...(prediction ? [expected(session, prediction)] : []),
    ...(reveal ? rows(session, reveal) : []),
    ...answers.map((item) =>
      el(
        "section",
        { class: "answer-reveal", "aria-label": t("Answer {n}", { n: item.index + 1 }) },
        el("h3", { text: answerTitle(item) }),
        rows(session, item),
      ),
    ),
  ];
}

/**
 * Create a card's line of an answer's blind spots and of what went better than felt; null where there is neither.
 * @param {Comparison} comparison
 */
export function answerComparison({ blind_spots: blind, better_than_felt: better }) {
  const line = (verdict, items) =>
    el(
      "span",
      { class: `verdict ${verdict}` },
      icon(VERDICTS[verdict][1]),
      `${t(VERDICTS[verdict][0])}: `,
      list(items),
    );
  if (!blind.length && !better.length) return null;
  return el(
    "p",
    { class: "small partings" },
    blind.length ? line("blind_spot", blind) : null,
    better.length ? line("better", better) : null,
  );
}

const OUTCOMES = {
  yes: ["arrow", "It shows in this recording."],
  no: ["check", "In this recording, no more than most people."],
  open: ["info", "Judge this one yourself: watch it once."],
};

/** Each expectation beside what the recording shows. */
function expected(session, { rows: all, words }) {
  return el(
    "section",
    { class: "expected", "aria-label": t("What you expected") },
    words ? el("blockquote", { class: "soft", text: `“${words}”` }) : "",
    el(
      "ul",
      {},
      all.map(({ text, outcome, evidence }) =>
        el(
          "li",
          { class: "row small" },
          el("strong", { text: t("You expected: {text}.", { text: t(text) }) }),
          el("span", { class: "row" }, icon(OUTCOMES[outcome][0]), t(OUTCOMES[outcome][1])),
          outcome === "yes" && evidence.length ? seeIt(() => session.show(evidence[0])) : null,
        ),
      ),
    ),
  );
}

const seeIt = (click) => button(t("See it"), { icon: "play", kind: "quiet", on: { click } });

/** Name an answer by its number and question. */
export const answerTitle = ({ index, question }) =>
  question ? `${index + 1}. ${question}` : t("Answer {n}", { n: index + 1 });

/**
 * Say in a line where feeling and recording part.
 * @param {Comparison[]} reveals
 * @param {{rows: {outcome: string}[]} | null} prediction
 */
export function headline(reveals, prediction) {
  const all = (part) => [...new Set(reveals.flatMap((item) => item[part]))];
  const blind = all("blind_spots"),
    better = all("better_than_felt");
  if (blind.length && better.length && !blind.some((item) => better.includes(item)))
    return t("Look again at {blind}. {better} went better than you felt.", {
      blind: list(blind),
      better: capitalise(list(better)),
    });
  if (blind.length) return t("Worth another look: {blind}.", { blind: list(blind) });
  if (better.length) return t("{better} went better than you felt.", { better: capitalise(list(better)) });
  const outcomes = prediction?.rows.map(({ outcome }) => outcome) ?? [];
  if (outcomes.includes("no") && !outcomes.includes("yes")) return t("It went better than you expected.");
  const verdicts = reveals.flatMap((item) => item.rows.map((row) => row.verdict));
  if (verdicts.filter((verdict) => verdict === "agree").length >= MIN_AGREEING) return t("You saw yourself clearly.");
  return verdicts.length ? t("Your rating, and what was measured") : t("In your own words");
}

function rows(session, { felt, rows: all }) {
  const sorted = [...all].sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
  return [
    felt ? el("blockquote", { class: "soft", text: `“${felt}”` }) : "",
    el(
      "ul",
      { class: "reveal-rows" },
      sorted.map((item) => comparisonRow(session, item)),
    ),
  ];
}

function comparisonRow(session, item) {
  const [word, sign, about] = VERDICTS[item.verdict];
  return el(
    "li",
    { class: `reveal-row ${item.verdict}` },
    el(
      "div",
      { class: "felt-side" },
      el("strong", { text: t(item.label) }),
      el(
        "span",
        { class: "dots", role: "img", "aria-label": t("You felt: {felt}", { felt: t(item.felt_text) }) },
        [1, 2, 3, 4, 5].map((n) => el("i", { class: n <= item.felt ? "on" : "" })),
      ),
      el("span", { class: "small soft", text: t(item.felt_text) }),
    ),
    el(
      "div",
      { class: "measured-side" },
      el("span", { class: "verdict", title: t(about) }, icon(sign), t(word)),
      el("span", { class: "small" }, measuredText(item.measured)),
      item.evidence.length
        ? seeIt(() => session.show(item.evidence[0]))
        : item.clip
          ? seeIt(() => session.playSpan(item.clip.start_s, item.clip.end_s))
          : null,
    ),
  );
}

/** Return what was measured of an item, in one line. */
export const measuredText = (measured) =>
  measured.map((m) => `${t(m.label)}: ${t(m.measured ? m.value : m.why_not || "not measured")}`).join(" · ");

function list(items) {
  const labels = items.map((item) => t(item).toLowerCase());
  return new Intl.ListFormat(LOCALE).format(labels);
}
