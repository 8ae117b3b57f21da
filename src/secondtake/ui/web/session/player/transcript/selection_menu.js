// What can be done with the selected words: hear them, put them right, say whose they are, add a moment.
import { button, el, focusedBeside } from "../../../shared/dom.js";
import { forgetDrafts, keepDraft } from "../../../shared/drafts.js";
import { formatClock } from "../../../shared/time.js";
import { count, t } from "../../../shared/i18n.js";
import { MomentForm } from "../moment_form.js";

/** @import { Session } from '../../main.js' */
/** @import { Transcript } from './transcript.js' */

const MAX_TEXT = 500; // characters: the server takes no more

// In the order of the view's SPEAKERS: value sent, button label, confirmation.
const SIDES = [
  ["candidate", "Me", "Marked as your words."],
  ["interviewer", "The interviewer", "Marked as the interviewer's words."],
];

export class SelectionMenu {
  /**
   * @param {Session} session
   * @param {Transcript} transcript
   */
  constructor(session, transcript) {
    this.session = session;
    this.transcript = transcript;
    this.range = null;
    this.node = el("div", {
      class: "selection-menu small",
      role: "group",
      "aria-label": t("Selected words"),
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

  /** Highlight the words [first, end) and show the menu. */
  choose(first, end, { focus = false } = {}) {
    this.#mark(false);
    this.range = { first, end };
    this.#mark(true);
    this.#draw();
    if (focus) this.#focusSpeakers();
  }

  /** Clear the selection; return the focus to the text if it was here. */
  close() {
    const inside = this.node.contains(focusedBeside(this.node));
    this.#mark(false);
    this.range = null;
    this.node.hidden = true;
    if (inside) this.transcript.text.focus();
  }

  /** Edit the selected words in place. */
  edit() {
    const { first, end } = this.range,
      field = el("input", {
        type: "text",
        maxlength: MAX_TEXT,
        "aria-label": t("What was really said"),
        value: this.session.view.words.text.slice(first, end).join(" "),
      });
    keepDraft(field, this.#draft());
    this.#open(
      el(
        "form",
        {
          class: "row",
          on: {
            submit: (event) => {
              event.preventDefault();
              this.#correctWords(field.value);
            },
          },
        },
        field,
        el("button", { type: "submit", class: "button", text: t("Save") }),
      ),
      el("p", { class: "soft", text: t("Write um and uh, too. Leave it empty if nothing was said here.") }),
    );
    field.focus();
    field.select();
  }

  /** Show a form in place of the question whose words these are: on a phone there is room for one. */
  #open(...nodes) {
    this.speakers.hidden = true;
    this.details.replaceChildren(...nodes);
  }

  #draft() {
    return `${this.session.data.session}.words.${this.range.first}-${this.range.end}`;
  }

  #span() {
    const { first, end } = this.range,
      { start_s, end_s } = this.session.view.words;
    return { start_s: start_s[first], end_s: end_s[end - 1] };
  }

  #focusSpeakers() {
    /** @type {HTMLElement} */ (this.speakers.querySelector("button")).focus();
  }

  #mark(chosen) {
    if (!this.range) return;
    const { first, end } = this.range;
    for (const span of this.transcript.spans.slice(first, end)) span.classList.toggle("picked", chosen);
  }

  #draw() {
    const { first, end } = this.range,
      { start_s, end_s } = this.#span();
    this.details = el("div", { class: "selection-details" });
    this.speakers = this.#speakers();
    this.node.replaceChildren(
      el(
        "div",
        { class: "row" },
        el("span", {
          class: "soft tabular",
          text: `${count(end - first, "{n} word", "{n} words")}, ${formatClock(start_s)}`,
        }),
        button(t("Play"), { icon: "play", kind: "quiet", on: { click: () => this.session.playSpan(start_s, end_s) } }),
        button(t("Correct the words"), { icon: "edit", kind: "quiet", on: { click: () => this.edit() } }),
        button(t("Add a moment"), { icon: "plus", kind: "quiet", on: { click: () => this.#addMoment() } }),
        button(t("Close"), { icon: "close", words: false, kind: "quiet", on: { click: () => this.close() } }),
      ),
      this.speakers,
      this.details,
    );
    this.node.hidden = false;
  }

  #speakers() {
    const { first, end } = this.range,
      { paragraphs } = this.session.view,
      hasInterviewer = paragraphs.some((paragraph) => paragraph.who === 1),
      who = new Set(
        paragraphs
          .filter((paragraph) => paragraph.first < end && paragraph.end > first)
          .map((paragraph) => paragraph.who),
      );
    return el(
      "div",
      { class: "row speakers", role: "group", "aria-label": t("Whose words are these?") },
      el("span", { "aria-hidden": "true", text: t("Whose words are these?") }),
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
    );
  }

  #addMoment() {
    const form = new MomentForm(this.session, { ...this.#span(), added: () => this.close() });
    this.#open(form.node);
    form.focus();
  }

  #correctWords(text) {
    const span = this.#span(),
      draft = this.#draft();
    this.#send(async () => {
      const isSaved = await this.session.correctWords({ ...span, text: text.trim() }, t("Words corrected."));
      if (isSaved) forgetDrafts(draft);
      return isSaved;
    });
  }

  #assign(speaker, message) {
    const span = this.#span();
    this.#send(() => this.session.correctSpeaker({ speaker, ...span }, t(message)));
  }

  #swap() {
    this.#send(() => this.session.correctSpeaker({ swap: true }, t("Speakers swapped.")));
  }

  /** Close, send, and put the cursor back where the words were. */
  async #send(correct) {
    const at = this.range.first;
    this.close();
    if (await correct()) this.transcript.stand(at);
  }
}
