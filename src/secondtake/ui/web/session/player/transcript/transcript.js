// The transcript: a click or Enter on a word seeks to it, Shift selects several.
import { el, icon } from "../../../shared/dom.js";
import { formatClock, lowerBound } from "../../../shared/time.js";
import { count, t } from "../../../shared/i18n.js";
import { legend } from "./legend.js";
import { SelectionMenu } from "./selection_menu.js";

/** @import { Session } from '../../main.js' */
/** @import { Player } from '../player.js' */

const WHO = ["You", "Interviewer", ""]; // no name where the speakers were not separated

export class Transcript {
  /**
   * @param {Session} session
   * @param {Player} player
   */
  constructor(session, player) {
    this.session = session;
    this.player = player;
    this.cursor = 0;
    this.matches = [];
    this.match = -1;
    this.follow = el("input", { type: "checkbox", checked: true });
    this.matchCount = el("span", { class: "found small soft tabular", role: "status" });
    this.search = el("input", {
      type: "search",
      placeholder: t("Search words"),
      "aria-label": t("Search the transcript"),
      on: {
        input: () => this.#search(),
        keydown: (event) => {
          if (event.key === "Enter") this.#nextMatch(event.shiftKey ? -1 : 1);
        },
      },
    });
    this.text = el("div", {
      class: "text",
      tabindex: "0",
      role: "region",
      "aria-label": t(
        "Transcript. Use left and right to select a word, with Shift several; Enter goes there, W changes the speaker, E corrects the words.",
      ),
    });
    this.selectionMenu = new SelectionMenu(session, this);
    this.node = el(
      "section",
      { class: "transcript panel", "aria-label": t("Transcript") },
      el(
        "div",
        { class: "transcript-head row" },
        el("label", { class: "search row" }, icon("search"), this.search),
        this.matchCount,
        el("label", { class: "row small" }, this.follow, t("Follow")),
      ),
      this.selectionMenu.node,
      this.text,
      legend(),
    );
    this.text.addEventListener("click", (event) => this.#click(event));
    this.text.addEventListener("mousedown", (event) => this.#press(event));
    this.text.addEventListener("mouseup", (event) => this.#release(event));
    this.text.addEventListener("keydown", (event) => this.#key(event));
    player.addEventListener("time", () => this.#mark());
    this.update();
  }

  update() {
    const { words, paragraphs } = this.session.view,
      parts = document.createDocumentFragment(),
      content = JSON.stringify([words, paragraphs]);
    this.selectionMenu.close();
    if (content === this.content) return; // an hour has thousands of words: most corrections change none
    this.content = content;
    this.spans = new Array(words.text.length);
    this.unsure = new Set(words.unsure);
    paragraphs.forEach((paragraph, i) =>
      parts.append(this.#paragraph(paragraph, words, paragraphs[i - 1]?.who !== paragraph.who)),
    );
    if (!words.text.length)
      parts.append(el("p", { class: "soft empty", text: t("No speech was recognised in this recording.") }));
    this.text.replaceChildren(parts);
    this.now = null;
    this.#mark();
    this.#highlight();
  }

  #paragraph(paragraph, words, isNewSpeaker) {
    const block = el("p", { class: paragraph.who === 1 ? "interviewer" : "" }, this.#heading(paragraph, isNewSpeaker));
    for (let i = paragraph.first; i < paragraph.end; i += 1) {
      block.append(...this.#gaps(words, i));
      const span = document.createElement("span"),
        kind = words.marks[words.kind[i]];
      span.className = kind ? `w ${kind[0]}` : "w";
      span.textContent = words.text[i];
      const notes = kind ? [t(kind[1])] : [];
      if (this.unsure.has(i)) {
        span.classList.add("unsure");
        notes.push(t("not heard clearly"));
      }
      if (notes.length) span.append(el("span", { class: "visually-hidden", text: ` (${notes.join(", ")})` }));
      this.spans[i] = span;
      block.append(span, " ");
    }
    if (paragraph.end === words.text.length) block.append(...this.#gaps(words, paragraph.end));
    return block;
  }

  /** Create the notes about speech that was not understood, before word `i`. */
  #gaps(words, i) {
    return words.gaps
      .filter(([before]) => before === i)
      .map(([, start_s, end_s]) =>
        el("span", {
          class: "gap soft small",
          title: `${formatClock(start_s)} - ${formatClock(end_s)}`,
          text: `${t("[not understood]")} `,
        }),
      );
  }

  /** Create the button with speaker and time, which opens the menu. Not in the tab order: W opens it. */
  #heading(paragraph, isNewSpeaker) {
    const who = t(WHO[paragraph.who]);
    return el(
      "button",
      {
        type: "button",
        class: "who",
        tabindex: "-1",
        title: t("Change speaker"),
        on: { click: () => this.selectionMenu.choose(paragraph.first, paragraph.end, { focus: true }) },
      },
      who ? el("span", { class: isNewSpeaker ? "" : "visually-hidden", text: `${who} ` }) : null,
      el("span", { class: "tabular", text: formatClock(paragraph.start_s) }),
      el("span", { class: "visually-hidden", text: `. ${t("Change speaker")}` }),
    );
  }

  /** Focus the text with the cursor at a word; used after a correction there. */
  stand(i) {
    this.text.focus({ preventScroll: true });
    this.#choose(i);
  }

  /** Begin to select by dragging; with Shift the browser would select text, too. */
  #press(event) {
    if (event.shiftKey) event.preventDefault();
    this.pressed = event.button === 0 && !event.shiftKey ? this.spans.indexOf(event.target.closest(".w")) : -1;
  }

  /** Select the words that were dragged over. */
  #release(event) {
    const released = this.spans.indexOf(event.target.closest(".w"));
    this.hasDragged = this.pressed >= 0 && released >= 0 && released !== this.pressed;
    if (!this.hasDragged) return;
    const [first, last] = [this.pressed, released].sort((a, b) => a - b);
    this.anchor = this.cursor = first;
    this.reached = last;
    this.selectionMenu.choose(first, last + 1);
  }

  #click(event) {
    const word = event.target.closest(".w");
    if (!word || this.hasDragged) return;
    const i = this.spans.indexOf(word);
    if (event.shiftKey) this.#reach(i);
    else this.#go(i);
  }

  #go(i) {
    this.selectionMenu.close();
    this.cursor = i;
    this.player.seek(this.session.view.words.start_s[i]);
    this.session.announce(
      t("{word}, {at}", { word: this.session.view.words.text[i], at: formatClock(this.player.time_s) }),
    );
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.spans.length) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && event.shiftKey) this.#reach((this.reached ?? this.cursor) + step);
    else if (step) this.#choose(this.cursor + step);
    else if (event.key === "Enter" && event.target === this.text) this.#go(this.cursor);
    else if (event.key.toLowerCase() === "w") this.#ask();
    else if (event.key.toLowerCase() === "e") this.#edit();
    else if (event.key === "Escape" && this.selectionMenu.range) this.selectionMenu.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #within(i) {
    return Math.min(Math.max(0, i), this.spans.length - 1);
  }

  #choose(i) {
    this.selectionMenu.close();
    this.spans[this.cursor]?.classList.remove("cursor");
    this.cursor = this.#within(i);
    this.reached = null;
    this.spans[this.cursor]?.classList.add("cursor");
    this.#scrollTo(this.spans[this.cursor]);
    this.session.announce(this.session.view.words.text[this.cursor] ?? "");
  }

  /** Extend the selection from its first word to this one. */
  #reach(i) {
    this.anchor = this.selectionMenu.range ? this.anchor : this.cursor;
    this.reached = this.#within(i);
    const [first, last] = [this.anchor, this.reached].sort((a, b) => a - b);
    this.selectionMenu.choose(first, last + 1);
    this.#scrollTo(this.spans[this.reached]);
    const { text } = this.session.view.words;
    this.session.announce(`${count(last + 1 - first, "{n} word", "{n} words")}: ${text[this.reached]}`);
  }

  /** Open the menu for the selected words, or for the paragraph at the cursor. */
  #ask() {
    const at = this.cursor,
      here = this.session.view.paragraphs.find((paragraph) => paragraph.first <= at && at < paragraph.end),
      { first, end } = this.selectionMenu.range ?? here;
    this.selectionMenu.choose(first, end, { focus: true });
  }

  /** Edit the selected words, or the one at the cursor. */
  #edit() {
    if (!this.selectionMenu.range) this.selectionMenu.choose(this.cursor, this.cursor + 1);
    this.selectionMenu.edit();
  }

  #mark() {
    const { start_s } = this.session.view.words;
    const i = lowerBound(start_s, this.player.time_s + 0.001) - 1,
      span = this.spans[Math.max(0, i)];
    if (!span || span === this.now) return;
    this.now?.classList.remove("now");
    span.classList.add("now");
    this.now = span;
    this.cursor = Math.max(0, i);
    if (this.follow.checked) this.#scrollTo(span);
  }

  #scrollTo(span) {
    if (!span) return;
    const box = this.text.getBoundingClientRect(),
      at = span.getBoundingClientRect();
    if (at.top < box.top + 24 || at.bottom > box.bottom - 36) this.text.scrollTop += at.top - box.top - box.height / 3;
  }

  #search() {
    for (const i of this.matches) this.spans[i].classList.remove("hit");
    const query = this.search.value.trim().toLowerCase(),
      { text } = this.session.view.words;
    this.matches = query ? text.flatMap((word, i) => (word.toLowerCase().includes(query) ? [i] : [])) : [];
    this.match = -1;
    this.#highlight();
    this.matchCount.textContent = query ? count(this.matches.length, "{n} match", "{n} matches") : "";
  }

  #highlight() {
    for (const i of this.matches) this.spans[i].classList.add("hit");
  }

  #nextMatch(step) {
    if (!this.matches.length) return;
    this.match = (this.match + step + this.matches.length) % this.matches.length;
    this.#go(this.matches[this.match]);
    this.#scrollTo(this.spans[this.matches[this.match]]);
  }
}
