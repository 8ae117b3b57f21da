// Editing an answer's start and end: type times, split at the player's time, merge with the next answer.
import { button, el } from "../shared/dom.js";
import { formatClock, formatDuration, parseClock } from "../shared/time.js";
import { count, t } from "../shared/i18n.js";

/** @import { Session } from './main.js' */
/** @import { Card } from './view.js' */

const MIN_S = 1;

/**
 * Create the folded fields and buttons for one answer's card.
 * @param {Session} session
 * @param {Card} card
 */
export function answerBoundaries(session, card) {
  const field = (side, label) => {
    const input = el("input", {
      type: "text",
      inputmode: "decimal",
      class: "tabular time",
      "aria-label": label,
      on: { change: () => move(session, card.index, side, input) },
    });
    input.value = formatClock(card[side], true);
    return input;
  };
  const last = card.index === session.view.cards.length - 1;
  return el(
    "details",
    { class: "bounds small" },
    el("summary", { text: t("Edit start and end") }),
    el(
      "div",
      { class: "row" },
      field("start_s", t("Start of answer {n}", { n: card.index + 1 })),
      "–",
      field("end_s", t("End of answer {n}", { n: card.index + 1 })),
    ),
    el(
      "div",
      { class: "row" },
      button(t("Split at the current time"), {
        icon: "split",
        kind: "quiet",
        on: { click: () => split(session, card.index) },
      }),
      last
        ? null
        : button(t("Merge with the next answer"), {
            icon: "merge",
            kind: "quiet",
            on: { click: () => merge(session, card.index) },
          }),
    ),
  );
}

function move(session, index, side, input) {
  const at_s = parseClock(input.value),
    answers = session.answers(),
    answer = answers[index];
  const floor_s = side === "start_s" ? (answers[index - 1]?.end_s ?? 0) : answer.start_s + MIN_S;
  const ceiling_s = side === "end_s" ? (answers[index + 1]?.start_s ?? session.view.duration_s) : answer.end_s - MIN_S;
  if (!(at_s >= floor_s - 0.05 && at_s <= ceiling_s + 0.05)) {
    session.toast.show(
      t("Please enter a time between {from} and {to}.", {
        from: formatClock(floor_s, true),
        to: formatClock(ceiling_s, true),
      }),
    );
    input.value = formatClock(answer[side], true);
    return;
  }
  answer[side] = Math.min(Math.max(at_s, floor_s), ceiling_s);
  session.correctAnswers(answers, t("Answer {n} moved", { n: index + 1 }));
}

function split(session, index) {
  const at_s = session.player.time_s,
    answers = session.answers(),
    answer = answers[index];
  if (at_s < answer.start_s + MIN_S || at_s > answer.end_s - MIN_S) {
    session.toast.show(
      t("Move the player into answer {n} first. It is at {at} now.", { n: index + 1, at: formatClock(at_s) }),
    );
    return;
  }
  answers.splice(index, 1, { ...answer, end_s: at_s }, { start_s: at_s, end_s: answer.end_s, question: "" });
  session.correctAnswers(
    answers,
    t("Split into two answers of {a} and {b}.", {
      a: formatDuration(at_s - answer.start_s),
      b: formatDuration(answer.end_s - at_s),
    }),
  );
}

function merge(session, index) {
  const answers = session.answers(),
    [first, second] = answers.slice(index, index + 2);
  answers.splice(index, 2, {
    start_s: first.start_s,
    end_s: second.end_s,
    question: first.question || second.question,
  });
  session.correctAnswers(
    answers,
    count(answers.length, "Merged. {n} answer in total.", "Merged. {n} answers in total."),
  );
}
