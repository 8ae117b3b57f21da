// Assigning words or a paragraph to a speaker; swapping the speakers everywhere.
import { button, el, focusedBeside } from "../../../shared/dom.js";
import { formatClock } from "../../../shared/time.js";
import { count, t } from "../../../shared/i18n.js";

/** @import { Session } from '../../main.js' */
/** @import { Transcript } from './transcript.js' */

// In the order of the view's SPEAKERS: value sent, button label, confirmation.
const SIDES = [
  ["candidate", "Me", "Marked as your words."],
  ["interviewer", "The interviewer", "Marked as the interviewer's words."],
];

export class SpeakerPicker {
  /**
   * @param {Session} session
   * @param {Transcript} transcript
   */
  constructor(session, transcript) {
    this.session = session;
    this.transcript = transcript;
    this.range = null;
    this.node = el("div", {
      class: "speaker-picker small",
      role: "group",
      "aria-label": t("Whose words are these?"),
      hidden: true,
      on: {
        keydown: (event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          this.close();
        },
      },
    });
  }

  /** Highlight the words [first, end) and show the buttons. */
  choose(first, end, { focus = false } = {}) {
    this.#mark(false);
    this.range = { first, end };
    this.#mark(true);
    this.#draw();
    if (focus) this.node.querySelector("button").focus();
  }

  /** Clear the selection; return the focus to the text if it was here. */
  close() {
    const inside = this.node.contains(focusedBeside(this.node));
    this.#mark(false);
    this.range = null;
    this.node.hidden = true;
    if (inside) this.transcript.text.focus();
  }

  #mark(chosen) {
    if (!this.range) return;
    const { first, end } = this.range;
    for (const span of this.transcript.spans.slice(first, end)) span.classList.toggle("picked", chosen);
  }

  #draw() {
    const { first, end } = this.range,
      { words, paragraphs } = this.session.view,
      hasInterviewer = paragraphs.some((paragraph) => paragraph.who === 1),
      who = new Set(
        paragraphs
          .filter((paragraph) => paragraph.first < end && paragraph.end > first)
          .map((paragraph) => paragraph.who),
      );
    this.node.replaceChildren(
      el("p", {
        text: `${t("Whose words are these?")} ${count(end - first, "{n} word", "{n} words")}, ${formatClock(words.start_s[first])}`,
      }),
      el(
        "div",
        { class: "row" },
        SIDES.map(([side, label, message], i) =>
          button(t(label), {
            kind: "quiet",
            "aria-pressed": String(who.size === 1 && who.has(i)),
            on: { click: () => this.#assign(side, message) },
          }),
        ),
        hasInterviewer
          ? button(t("Swap speakers everywhere"), { kind: "quiet", on: { click: () => this.#swap() } })
          : null,
        button(t("Close"), { icon: "close", words: false, kind: "quiet", on: { click: () => this.close() } }),
      ),
    );
    this.node.hidden = false;
  }

  #assign(speaker, message) {
    const { first, end } = this.range,
      { start_s, end_s } = this.session.view.words;
    this.#send({ speaker, start_s: start_s[first], end_s: end_s[end - 1] }, t(message));
  }

  #swap() {
    this.#send({ swap: true }, t("Speakers swapped."));
  }

  async #send(correction, message) {
    const at = this.range.first;
    this.close();
    if (await this.session.correctSpeaker(correction, message)) this.transcript.stand(at);
  }
}
