// The one-minute debrief: keep this, change one thing, say it again; or why nothing is said.
import { button, el, icon } from "../shared/dom.js";
import { forgetDrafts, keepDraft } from "../shared/drafts.js";
import { LOCALE, asSentence, t } from "../shared/i18n.js";

import { otherPeople, people } from "./people.js";

/** @import { Session } from './main.js' */
/** @import { DebriefPart, Point } from './view.js' */

const MAX_CLIPS = 3; // play buttons beside a sentence

/**
 * What a doubt offers to press: its label and what it does.
 * @type {Record<string, [string, (session: Session) => void]>}
 */
const REPAIRS = {
  record: ["Record an answer", (session) => session.send("go", { page: "practise", session: session.data.session })],
  all_me: ["It is all me", (session) => session.claimAllSpeech()],
  this_is_me: ["This is me", (session) => session.confirmFace()],
  swap: ["Swap the two speakers", (session) => session.correctSpeaker({ swap: true }, t("Speakers swapped."))],
};

/** The debrief of the whole session, at the top of the page. */
export class Debrief {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.node = el("section", { class: "take", id: "take", "aria-label": t("Your debrief") });
    this.update();
  }

  update() {
    const { doubts, session: part, rule, setup, people: visible } = this.session.view.debrief;
    if (this.session.view.drill) this.node.replaceChildren(this.#drill(this.session.view.drill));
    else if (doubts.length || !part) this.node.replaceChildren(this.#doubts(doubts));
    else this.node.replaceChildren(this.#cards(part), this.#more(part, rule));
    const isAsked = doubts.some(({ repairs }) => repairs.includes("this_is_me"));
    if (visible.length && !isAsked) this.node.append(otherPeople(this.session));
    if (setup.length) this.node.prepend(this.#setup(setup));
  }

  /** What came of a drill, in one sentence. */
  #drill({ name, label, result }) {
    return el(
      "div",
      { class: "drill panel" },
      el("h2", { class: "eyebrow", text: t("Your drill: {label}", { label: t(label) }) }),
      el("p", { class: "sentence", text: t(result) }),
      practiceCount(this.session),
      button(t("Do it again"), { icon: "again", kind: "primary", on: { click: () => this.session.practise(0, name) } }),
    );
  }

  /** Camera, light and microphone: fixed once, above all else. */
  #setup(sentences) {
    return el(
      "div",
      { class: "setup panel small", role: "note" },
      icon("info"),
      el(
        "div",
        {},
        el("strong", { text: t("Your set-up") }),
        sentences.map((text) => el("p", { text: t(text) })),
      ),
    );
  }

  #doubts(doubts) {
    const named = new Set(doubts.length ? doubts.flatMap((doubt) => doubt.repairs) : ["questions"]);
    const isListed = named.has("this_is_me") && this.session.view.debrief.people.length;
    const repairs = [...named].filter((name) => name in REPAIRS && !(isListed && name === "this_is_me"));
    return el(
      "div",
      { class: "doubts panel", role: "note" },
      el("h2", { class: "eyebrow", text: t("No advice on this recording yet") }),
      doubts.length
        ? doubts.map((doubt) => el("p", { class: "sentence", text: t(doubt.text) }))
        : el("p", { class: "sentence", text: t("No answer was found in this recording.") }),
      isListed ? people(this.session) : null,
      el(
        "div",
        { class: "row" },
        repairs.map((name, i) =>
          button(t(REPAIRS[name][0]), {
            kind: i || isListed ? "quiet" : "primary",
            on: { click: () => REPAIRS[name][1](this.session) },
          }),
        ),
      ),
      named.has("language") ? this.#languages() : null,
      named.has("questions") ? this.#questions() : null,
    );
  }

  /** Choose the spoken language; the words are then written down again. */
  #languages() {
    const names = new Intl.DisplayNames([LOCALE], { type: "language" });
    const options = this.session.view.debrief.languages.map((code) => [names.of(code), code]);
    options.sort(([a], [b]) => a.localeCompare(b));
    const select = el(
      "select",
      { required: true },
      el("option", { value: "", text: t("Choose a language") }),
      options.map(([name, code]) => el("option", { value: code, text: name })),
    );
    return this.#repairForm(t("The language you speak here"), select, t("Transcribe again"), () =>
      this.session.transcribeAgain(select.value),
    );
  }

  /** Type what was asked: it shows where the answers are. */
  #questions() {
    const draft = `${this.session.data.session}.questions`,
      area = keepDraft(el("textarea", { rows: "3", required: true }), draft);
    const send = async () => (await this.session.setQuestions(area.value.split("\n"))) && forgetDrafts(draft);
    return this.#repairForm(t("What you were asked, one question a line"), area, t("Find the answers"), send);
  }

  #repairForm(label, field, submit, onSubmit) {
    return el(
      "form",
      {
        class: "repair",
        on: {
          submit: (event) => {
            event.preventDefault();
            onSubmit();
          },
        },
      },
      el("label", { class: "field small" }, el("span", { text: label }), field),
      button(submit, { type: "submit" }),
    );
  }

  #cards({ keep, change, say_again: again, exercise }) {
    return el(
      "div",
      { class: "debrief-grid" },
      card("keep", t("Keep this"), "check", [
        keep
          ? point(this.session, keep)
          : el("p", { class: "soft", text: t("Watch it once and choose a moment you like.") }),
      ]),
      card("change", t("Change one thing"), "arrow", [
        change ? point(this.session, change) : el("p", { class: "soft", text: t("Nothing stood out to change.") }),
      ]),
      card("again", t("Say it again"), "again", [
        el("p", {
          class: "sentence",
          text: again ? t(again.text) : t("Take the next question, or record this one again and compare the two."),
        }),
        again?.drill ? el("p", { class: "small", text: t(again.drill) }) : null,
        button(t("Record it now"), {
          icon: "again",
          kind: "primary",
          on: { click: () => this.session.practise(again?.answer ?? null) },
        }),
        exercise
          ? button(t("Drill: {label}", { label: t(exercise.label) }), {
              kind: "drill-start",
              on: { click: () => this.session.practise(again?.answer ?? 0, exercise.name) },
            })
          : null,
        practiceCount(this.session),
      ]),
    );
  }

  #more({ more, change, keep }, rule) {
    const rest = [...more.keep.map((one) => ["check", one]), ...more.change.map((one) => ["arrow", one])];
    const shown = [keep, change].filter((one) => one?.source);
    return el(
      "div",
      { class: "row take-foot" },
      rest.length
        ? el(
            "details",
            { class: "more" },
            el("summary", { text: t("Show me more") }),
            el(
              "ul",
              {},
              rest.map(([name, one]) => el("li", { class: name }, icon(name), el("div", {}, point(this.session, one)))),
            ),
          )
        : null,
      el(
        "details",
        { class: "rule small soft" },
        el("summary", { text: t("How these were chosen") }),
        el("p", { text: t(rule) }),
        shown.map(({ label, source, grade }) =>
          el("p", { text: `${t(label)}: ${t(source)} (${t("evidence: {grade}", { grade: t(grade) })}).` }),
        ),
      ),
    );
  }
}

/**
 * Return an answer's debrief for its card: at most one line each.
 * @param {Session} session
 * @param {DebriefPart | undefined} part
 */
export function answerDebrief(session, part) {
  if (!part) return null;
  const line = (kind, name, title, item) =>
    item &&
    el(
      "div",
      { class: `finding small ${kind}` },
      icon(name),
      el("div", {}, el("span", { class: "visually-hidden", text: `${title}: ` }), point(session, item)),
    );
  return el(
    "div",
    { class: "answer-debrief" },
    line("keep", "check", t("Keep this"), part.keep),
    line("change", "arrow", t("Change one thing"), part.change),
  );
}

/** Finished practices, counted towards a good aim. */
function practiceCount({ view: { practices } }) {
  const { done, goal } = practices;
  const text =
    done < goal ? t("{done} of {goal} practices finished.", { done, goal }) : t("{done} practices finished.", { done });
  return el("p", { class: "small soft", text });
}

function card(kind, title, name, children) {
  return el(
    "div",
    { class: `debrief-card panel ${kind}` },
    el("h2", { class: "eyebrow" }, icon(name), title),
    children,
  );
}

/**
 * Return a sentence with its moments to play and, behind "Why?", its numbers.
 * @param {Session} session
 * @param {Point} point
 */
function point(session, { text, moments, why }) {
  return [
    el("p", { class: "sentence", text: t(text) }),
    el(
      "div",
      { class: "row clips" },
      moments
        .slice(0, MAX_CLIPS)
        .map((moment) =>
          button(moment.clock, {
            icon: "play",
            kind: "quiet clip",
            "aria-label": t("Play from {clock}", { clock: moment.clock }),
            on: { click: () => session.playSpan(moment.start_s, moment.end_s) },
          }),
        ),
    ),
    why
      ? el(
          "details",
          { class: "why small soft" },
          el("summary", { text: t("Why?") }),
          el("p", { text: asSentence(t(why)) }),
        )
      : null,
  ];
}
