// The parts of an answer as a thin band, what is asked about them, and the person's three answers to it.
import { button, el } from "../shared/dom.js";
import { formatClock } from "../shared/time.js";
import { t } from "../shared/i18n.js";

/** @import { Session } from './main.js' */
/** @import { Card, StorySentence } from './view.js' */

/** What the parts of a story are called. */
export const PART_LABELS = { context: "Context", action: "What you did", result: "Result", talk: "In general" };
const RESPONSES = {
  here: "You showed where it is.",
  next_time: "You want to add it next time.",
  not_needed: "You said it is not needed here.",
};

/**
 * Join neighbouring sentences of one part.
 * @param {Omit<StorySentence, 'from'>[]} sentences
 * @returns {{ part: string, start_s: number, end_s: number, text: string }[]}
 */
export function bandOf(sentences) {
  const stretches = [];
  for (const { part, start_s, end_s, text } of sentences) {
    const last = stretches.at(-1);
    if (last?.part === part) Object.assign(last, { end_s, text: `${last.text} ${text}` });
    else stretches.push({ part, start_s, end_s, text });
  }
  return stretches;
}

/**
 * The band with its question; null where the parts of this answer were not told apart.
 * @param {Session} session
 * @param {Card} card
 */
export function storyBand(session, card) {
  const { story } = card;
  if (!story || !(story.story || story.asks || story.response)) return null; // talk throughout has no parts to show
  return el(
    "section",
    { class: "story small", "aria-label": t("Parts of answer {n}", { n: card.index + 1 }) },
    el(
      "ol",
      { class: "story-band" },
      bandOf(story.sentences).map((stretch) => segment(session, stretch)),
    ),
    asking(session, card, story),
  );
}

function segment(session, { part, start_s, end_s, text }) {
  const label = `${t(PART_LABELS[part])}, ${formatClock(start_s)}`;
  return el(
    "li",
    { class: part, style: `flex-grow: ${Math.max(1, end_s - start_s).toFixed(1)}` },
    el(
      "button",
      {
        type: "button",
        title: text,
        "aria-label": t("Play {part}", { part: label }),
        on: { click: () => session.playSpan(start_s, end_s) },
      },
      el("span", { text: t(PART_LABELS[part]) }),
    ),
  );
}

/** The question and its three answers, or what was answered. */
function asking(session, card, story) {
  if (story.response && (story.response !== "next_time" || !story.asks))
    return el("p", { class: "soft", text: t(RESPONSES[story.response]) });
  if (!story.asks) return null;
  const respond = (body, message) =>
    session.respondToStory({ answer: card.index, part: story.asked_part, ...body }, message);
  const choices = el("ol", { class: "story-choices", hidden: true });
  choices.append(
    ...story.sentences.map(({ text, start_s, end_s }) =>
      el(
        "li",
        {},
        button(text, {
          kind: "quiet",
          on: {
            click: () =>
              respond(
                { part: shownPart(story), response: "here", words: [start_s, end_s], text },
                t("Marked. It counts from now on."),
              ),
          },
        }),
      ),
    ),
  );
  return el(
    "div",
    { class: "story-asks" },
    el("p", { text: t(story.asks) }),
    story.response ? el("p", { class: "soft", text: t(RESPONSES[story.response]) }) : null,
    el(
      "div",
      { class: "row" },
      button(t("It is here"), {
        kind: "quiet",
        "aria-expanded": "false",
        on: {
          click: (event) => {
            choices.hidden = !choices.hidden;
            event.currentTarget.setAttribute("aria-expanded", String(!choices.hidden));
            if (!choices.hidden) choices.querySelector("button").focus();
          },
        },
      }),
      button(t("I'll add it next time"), {
        kind: "quiet",
        on: { click: () => respond({ response: "next_time" }, t("Noted for next time.")) },
      }),
      button(t("Not needed"), {
        kind: "quiet",
        on: { click: () => respond({ response: "not_needed" }, t("You will not be asked for it here.")) },
      }),
    ),
    choices,
  );
}

/** Where only talk was heard, what the person shows is something they did. */
function shownPart(story) {
  return story.asked_part === "talk" ? "action" : story.asked_part;
}
