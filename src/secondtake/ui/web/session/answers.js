// A card for each answer: question, numbers, shape, best and flattest stretch, boundaries, debrief.
import { button, el, icon } from "../shared/dom.js";
import { clock, lasts, parseClock } from "../shared/time.js";
import { count, t } from "../shared/words.js";
import { mark } from "./instrument/shapes.js";

const DEBRIEF = [["well", "Went well"], ["okay", "Went okay"], ["improve", "To improve"]];
const LEAST_S = 1;

export class Answers {
  constructor(session) {
    this.session = session;
    this.node = el("section", { class: "answers", id: "answers", "aria-label": t("Answer by answer") });
    this.update();
  }

  update() {
    const { cards } = this.session.view;
    this.node.replaceChildren(el("h2", { text: t("Answer by answer") }),
      cards.length ? el("ol", { class: "cards" }, cards.map((card) => this.#card(card)))
        : el("p", { class: "soft", text: t("No answer was found: nobody was heard speaking.") }));
  }

  #card(card) {
    const question = el("textarea", { class: "question", rows: "1", "aria-label": t("Question of answer {n}", { n: card.index + 1 }), placeholder: t("What was asked?"),
      on: { change: (event) => this.#ask(card.index, event.target.value.trim()), keydown: (event) => { if (event.key === "Enter") { event.preventDefault(); event.target.blur(); } } } });
    question.value = card.question;
    return el("li", { class: "card panel", data: { answer: card.index } },
      el("div", { class: "card-head" }, el("span", { class: "place", text: card.index + 1, "aria-hidden": "true" }), question,
        button(t("Play answer {n}", { n: card.index + 1 }), { icon: "play", words: false, on: { click: () => { this.session.instrument.showAnswer(card.index); this.session.playSpan(card.start_s, card.end_s); } } })),
      el("p", { class: "small soft tabular", text: `${card.from} · ${card.length} · ${t(card.found_by)}` }),
      this.#shape(card),
      el("dl", { class: "numbers" }, card.numbers.map((one) => el("div", { title: one.norm }, el("dt", { text: t(one.label) }),
        el("dd", { class: one.measured ? "" : "soft", text: one.measured ? one.value : one.why_not || t("not measured") })))),
      this.#tally(card),
      el("div", {}, card.findings.filter((one) => one.kind !== "notice").slice(0, 2).map((one) => el("p", { class: `finding small ${one.kind}` }, icon(one.kind === "strength" ? "check" : "arrow"), el("span", { text: one.text })))),
      this.#bounds(card), this.#debrief(card));
  }

  #shape({ sparkline, strongest, weakest, index }) {
    const seen = sparkline.filter((value) => value != null);
    if (seen.length < 4) return null;
    const low = Math.min(...seen), high = Math.max(...seen, low + 0.5), x = (i) => (i / (sparkline.length - 1)) * 100, y = (v) => 26 - ((v - low) / (high - low)) * 24;
    let line = "", open = false;
    sparkline.forEach((value, i) => { if (value == null) open = false; else { line += `${open ? "L" : "M"}${x(i).toFixed(1)} ${y(value).toFixed(1)}`; open = true; } });
    const holder = document.createElement("template");
    holder.innerHTML = '<svg class="spark" viewBox="0 0 100 28" preserveAspectRatio="none" role="img"><path class="area"/><path class="line"/></svg>';
    const svg = holder.content.firstChild, [area, stroke] = svg.children;
    svg.setAttribute("aria-label", t("Voice energy over answer {n}", { n: index + 1 }));
    stroke.setAttribute("d", line);
    area.setAttribute("d", `${line}L100 28L0 28Z`);
    const stretch = (span, word, kind) => span && button(`${word} ${span.from}`, { icon: "play", kind: `quiet clip ${kind}`, "aria-label": t("Play the {which} ten seconds of answer {n}, from {at}", { which: word.toLowerCase(), n: index + 1, at: span.from }), on: { click: () => this.session.playSpan(span.start_s, span.end_s) } });
    return el("figure", {}, el("figcaption", { class: "small soft", text: t("Voice energy") }), svg,
      el("div", { class: "row spread" }, stretch(strongest, t("Liveliest"), "best"), stretch(weakest, t("Flattest"), "flat")));
  }

  #tally({ tally }) {
    if (!tally.length) return null;
    const { lanes } = this.session.view;
    return el("ul", { class: "tally row small" }, tally.slice(0, 6).map((one) => {
      const lane = lanes.find((each) => each.id === one.kind);
      return el("li", {}, mark(lane.shape, lane.group), `${t(one.label)} ${one.count}`);
    }));
  }

  #bounds(card) {
    const field = (side, label) => {
      const input = el("input", { type: "text", inputmode: "decimal", class: "tabular time", "aria-label": label, on: { change: () => this.#move(card.index, side, input) } });
      input.value = clock(card[side], true);
      return input;
    };
    const last = card.index === this.session.view.cards.length - 1;
    return el("details", { class: "bounds small" }, el("summary", { text: t("Change where it begins and ends") }),
      el("div", { class: "row" }, field("start_s", t("Answer {n} begins at", { n: card.index + 1 })), "–", field("end_s", t("Answer {n} ends at", { n: card.index + 1 }))),
      el("div", { class: "row" },
        button(t("Split where the player stands"), { icon: "split", kind: "quiet", on: { click: () => this.#split(card.index) } }),
        last ? null : button(t("Merge with the next"), { icon: "merge", kind: "quiet", on: { click: () => this.#merge(card.index) } })));
  }

  #debrief(card) {
    const fields = Object.fromEntries(DEBRIEF.map(([name, label]) => {
      const area = el("textarea", { rows: "2", "aria-label": `${t(label)}, ${t("answer {n}", { n: card.index + 1 })}`, on: { change: () => this.#keep(card.index, fields) } });
      area.value = card.debrief[name] ?? "";
      return [name, area];
    }));
    const filled = DEBRIEF.filter(([name]) => card.debrief[name]).length;
    return el("details", { class: "debrief small", open: filled > 0 }, el("summary", { text: t("Debrief: went well, went okay, to improve") }),
      DEBRIEF.map(([name, label]) => el("label", {}, el("span", { class: "soft", text: t(label) }), fields[name])));
  }

  #keep(index, fields) {
    const said = Object.fromEntries(Object.entries(fields).map(([name, area]) => [name, area.value.trim()]));
    Object.assign(this.session.view.cards[index].debrief, said);
    this.session.debrief(index, said);
  }

  #ask(index, question) {
    const answers = this.session.answers();
    answers[index].question = question;
    this.session.correctAnswers(answers, t("Question changed."));
  }

  #move(index, side, input) {
    const at_s = parseClock(input.value), answers = this.session.answers(), answer = answers[index];
    const floor_s = side === "start_s" ? answers[index - 1]?.end_s ?? 0 : answer.start_s + LEAST_S;
    const ceiling_s = side === "end_s" ? answers[index + 1]?.start_s ?? this.session.view.duration_s : answer.end_s - LEAST_S;
    if (!(at_s >= floor_s - 0.05 && at_s <= ceiling_s + 0.05)) {
      this.session.toast.say(t("Please give a time between {from} and {to}.", { from: clock(floor_s, true), to: clock(ceiling_s, true) }));
      input.value = clock(answer[side], true);
      return;
    }
    answer[side] = Math.min(Math.max(at_s, floor_s), ceiling_s);
    this.session.correctAnswers(answers, t("Answer {n} moved", { n: index + 1 }));
  }

  #split(index) {
    const at_s = this.session.player.time_s, answers = this.session.answers(), answer = answers[index];
    if (at_s < answer.start_s + LEAST_S || at_s > answer.end_s - LEAST_S) {
      this.session.toast.say(t("Put the player inside answer {n} first: it stands at {at}.", { n: index + 1, at: clock(at_s) }));
      return;
    }
    answers.splice(index, 1, { ...answer, end_s: at_s }, { start_s: at_s, end_s: answer.end_s, question: "" });
    this.session.correctAnswers(answers, t("Split into two answers of {a} and {b}.", { a: lasts(at_s - answer.start_s), b: lasts(answer.end_s - at_s) }));
  }

  #merge(index) {
    const answers = this.session.answers(), [first, second] = answers.slice(index, index + 2);
    answers.splice(index, 2, { start_s: first.start_s, end_s: second.end_s, question: first.question || second.question });
    this.session.correctAnswers(answers, count(answers.length, "{n} answer now", "{n} answers now"));
  }
}
