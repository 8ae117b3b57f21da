// The words as they were said; a click or Enter on a word goes there.
import { el, icon } from "../../shared/dom.js";
import { clock, lower } from "../../shared/time.js";
import { count, t } from "../../shared/words.js";

// By the view's WORD_KINDS: class and what a screen reader adds.
const KINDS = [
  null,
  ["filler", "filler"],
  ["repeat", "repeat"],
  ["repeat", "false start"],
  ["hedge", "hedge"],
  ["filling", "filling word"],
];
const WHO = ["You", "Interviewer", ""]; // nobody is named where two voices were not told apart

export class Transcript {
  constructor(session, player) {
    Object.assign(this, { session, player, cursor: 0, matches: [], match: -1 });
    this.follow = el("input", { type: "checkbox", checked: true });
    this.found = el("span", { class: "found small soft tabular", role: "status" });
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
      "aria-label": t("Transcript. Left and right choose a word, Enter goes there."),
    });
    this.node = el(
      "section",
      { class: "transcript panel", "aria-label": t("What was said") },
      el(
        "div",
        { class: "transcript-head row" },
        el("label", { class: "search row" }, icon("search"), this.search),
        this.found,
        el("label", { class: "row small" }, this.follow, t("Follow")),
      ),
      this.text,
    );
    this.text.addEventListener("click", (event) => this.#click(event));
    this.text.addEventListener("keydown", (event) => this.#key(event));
    player.addEventListener("time", () => this.#mark());
    this.update();
  }

  update() {
    const { words, paragraphs } = this.session.view,
      parts = document.createDocumentFragment();
    this.spans = new Array(words.text.length);
    paragraphs.forEach((paragraph, i) =>
      parts.append(this.#paragraph(paragraph, words, paragraphs[i - 1]?.who !== paragraph.who)),
    );
    if (!words.text.length)
      parts.append(el("p", { class: "soft empty", text: t("No words were heard in this recording.") }));
    this.text.replaceChildren(parts);
    this.now = null;
    this.#mark();
  }

  #paragraph(paragraph, words, another) {
    const block = el(
      "p",
      { class: paragraph.who === 1 ? "interviewer" : "" },
      el(
        "span",
        { class: "who" },
        another && WHO[paragraph.who] ? `${t(WHO[paragraph.who])} ` : null,
        el("span", { class: "tabular", text: clock(paragraph.start_s) }),
      ),
    );
    for (let i = paragraph.first; i < paragraph.end; i += 1) {
      const span = document.createElement("span"),
        kind = KINDS[words.kind[i]];
      span.className = kind ? `w ${kind[0]}` : "w";
      span.textContent = words.text[i];
      if (kind) span.append(el("span", { class: "visually-hidden", text: ` (${t(kind[1])})` }));
      this.spans[i] = span;
      block.append(span, " ");
    }
    return block;
  }

  #indexOf(node) {
    return this.spans.indexOf(node);
  }

  #click(event) {
    const word = event.target.closest(".w");
    if (word) this.#go(this.#indexOf(word));
  }

  #go(i) {
    this.cursor = i;
    this.player.seek(this.session.view.words.start_s[i]);
    this.session.say(
      t("{word}, {at}", { word: this.session.view.words.text[i], at: clock(this.player.time_s) }),
    );
  }

  #key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) {
      this.spans[this.cursor]?.classList.remove("cursor");
      this.cursor = Math.min(Math.max(0, this.cursor + step), this.spans.length - 1);
      this.spans[this.cursor]?.classList.add("cursor");
      this.#scrollTo(this.spans[this.cursor]);
      this.session.say(this.session.view.words.text[this.cursor] ?? "");
    } else if (event.key === "Enter" && this.spans[this.cursor]) this.#go(this.cursor);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #mark() {
    const { start_s } = this.session.view.words;
    const i = lower(start_s, this.player.time_s + 0.001) - 1,
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
    if (at.top < box.top + 24 || at.bottom > box.bottom - 36)
      this.text.scrollTop += at.top - box.top - box.height / 3;
  }

  #search() {
    for (const i of this.matches) this.spans[i].classList.remove("hit");
    const wanted = this.search.value.trim().toLowerCase(),
      { text } = this.session.view.words;
    this.matches = wanted ? text.flatMap((word, i) => (word.toLowerCase().includes(wanted) ? [i] : [])) : [];
    for (const i of this.matches) this.spans[i].classList.add("hit");
    this.match = -1;
    this.found.textContent = wanted ? count(this.matches.length, "{n} place", "{n} places") : "";
  }

  #nextMatch(step) {
    if (!this.matches.length) return;
    this.match = (this.match + step + this.matches.length) % this.matches.length;
    this.#go(this.matches[this.match]);
    this.#scrollTo(this.spans[this.matches[this.match]]);
  }
}
