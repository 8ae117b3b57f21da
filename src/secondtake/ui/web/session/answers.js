// A card for each answer: question, numbers, voice sparkline, boundaries, debrief.
import { autosave } from "../shared/autosave.js";
import { keepDraft } from "../shared/drafts.js";
import { blurOnEnter, button, el } from "../shared/dom.js";
import { t } from "../shared/i18n.js";
import { answerDebrief } from "./debrief.js";
import { answerBoundaries } from "./answer_boundaries.js";
import { energyDescription, numberList, voiceSparkline } from "./voice_sparkline.js";
import { markerIcon } from "./player/timeline/marker_shapes.js";
import { answerComparison } from "./rating_comparison.js";
import { outlineList } from "./outline.js";
import { storyBand } from "./story.js";

/** @import { Session } from './main.js' */

const DEBRIEF = [
  ["well", "Went well"],
  ["okay", "Went okay"],
  ["improve", "To improve"],
];

export class Answers {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.node = el("section", { class: "answers", id: "answers", "aria-label": t("Answer by answer") });
    this.update();
  }

  update() {
    const { cards } = this.session.view;
    this.node.replaceChildren(
      el("h2", { text: t("Answer by answer") }),
      cards.length
        ? el(
            "ol",
            { class: "cards" },
            cards.map((card) => this.#card(card)),
          )
        : el("p", { class: "soft", text: t("No answers found: no speech was detected.") }),
    );
  }

  #card(card) {
    const question = el("textarea", {
      class: "question",
      rows: "1",
      "aria-label": t("Question of answer {n}", { n: card.index + 1 }),
      placeholder: t("What was asked?"),
      on: { change: (event) => this.#changeQuestion(card.index, event.target.value.trim()), keydown: blurOnEnter },
    });
    question.value = card.question;
    keepDraft(question, `${this.session.data.session}.question.${card.index}`);
    return el(
      "li",
      { class: "card panel", data: { answer: card.index } },
      el(
        "div",
        { class: "card-head" },
        el("span", { class: "place", text: card.index + 1, "aria-hidden": "true" }),
        question,
        button(t("Play answer {n}", { n: card.index + 1 }), {
          icon: "play",
          words: false,
          on: {
            click: () => {
              this.session.reviewPlayer.showAnswer(card.index);
              this.session.playSpan(card.start_s, card.end_s);
            },
          },
        }),
      ),
      card.follow_up ? el("p", { class: "eyebrow", text: t("Follow-up to the answer before") }) : null,
      el("p", { class: "small soft tabular", text: `${card.from} · ${t(card.length)} · ${t(card.found_by)}` }),
      voiceSparkline(this.session, card),
      energyDescription(this.session, card.index),
      numberList(card.numbers),
      this.#selfRating(card),
      this.#tally(card),
      storyBand(this.session, card),
      outlineList(this.session, card),
      answerDebrief(this.session, this.session.view.debrief.answers[card.index]),
      answerBoundaries(this.session, card),
      this.#again(card),
      this.#debrief(card),
    );
  }

  #selfRating({ index }) {
    const rated = this.session.view.answer_reveals.find((item) => item.index === index);
    return rated ? answerComparison(rated) : null;
  }

  #tally({ tally }) {
    if (!tally.length) return null;
    const { lanes } = this.session.view;
    return el(
      "ul",
      { class: "tally row small" },
      tally.slice(0, 6).map((item) => {
        const lane = lanes.find((each) => each.id === item.kind);
        return el("li", {}, markerIcon(lane.shape, lane.group), `${t(item.label)} ${item.count}`);
      }),
    );
  }

  #debrief(card) {
    const fields = Object.fromEntries(
      DEBRIEF.map(([name, label]) => {
        const area = el("textarea", {
          rows: "2",
          "aria-label": `${t(label)}, ${t("answer {n}", { n: card.index + 1 })}`,
        });
        area.value = card.debrief[name] ?? "";
        return [name, area];
      }),
    );
    const filled = DEBRIEF.filter(([name]) => card.debrief[name]).length;
    return el(
      "details",
      { class: "debrief small", open: filled > 0 },
      el("summary", { text: t("Debrief: went well, went okay, to improve") }),
      DEBRIEF.map(([name, label]) =>
        el(
          "div",
          {},
          el("label", {}, el("span", { class: "soft", text: t(label) }), fields[name]),
          autosave(fields[name], {
            key: `${this.session.data.session}.debrief.${card.index}.${name}`,
            save: (text) => this.#saveDebrief(card.index, { [name]: text.trim() }),
          }),
        ),
      ),
    );
  }

  /** The person's own word that this answer needs practice: nothing else decides it. */
  #again(card) {
    const box = el("input", {
      type: "checkbox",
      checked: Boolean(card.debrief.again),
      on: { change: () => this.#saveDebrief(card.index, { again: box.checked }, t("Debrief saved.")) },
    });
    return el(
      "div",
      { class: "row spread" },
      el("label", { class: "row small wants-again" }, box, t("I want to practise this again")),
      card.question && !card.follow_up
        ? button(t("Say it again"), { icon: "again", on: { click: () => this.session.practise(card.index) } })
        : null,
    );
  }

  #saveDebrief(index, changes, message) {
    const { debrief } = this.session.view.cards[index];
    Object.assign(debrief, changes);
    const { well = "", okay = "", improve = "", again = false } = debrief;
    return this.session.debrief(index, { well, okay, improve, again }, message);
  }

  #changeQuestion(index, question) {
    const answers = this.session.answers();
    answers[index].question = question;
    this.session.correctAnswers(answers, t("Question changed."));
  }
}
