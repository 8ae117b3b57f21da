// The session page: fetch one session, build its sections, send corrections.
import { el, reveal } from "../shared/dom.js";
import { requestJson } from "../shared/api.js";
import { forgetDrafts } from "../shared/drafts.js";
import { Toast } from "../shared/toast.js";
import { t, withArticle } from "../shared/i18n.js";
import { formatClock, formatDuration } from "../shared/time.js";
import { Answers } from "./answers.js";
import { Coach } from "./coach.js";
import { readCoachFile } from "./coach_file.js";
import { Debrief } from "./debrief.js";
import { Energy } from "./energy/energy.js";
import { Erase } from "./erase.js";
import { Header } from "./header.js";
import { ReviewPlayer } from "./player/review_player.js";
import { MomentList } from "./moments.js";
import { RecordingNotes } from "./recording_notes.js";
import { Rating } from "./rating.js";
import { tour } from "./tour.js";

/** @import { View } from './view.js' */

const ADDED = "added-"; // begins the id of a moment that the person added
const LEAD_S = 0.6; // before a word found by the search, so that it is heard from its start
const PATIENCE_MS = 1000; // our choice: a correction that takes longer says that it is under way

export class Session {
  /** @type {View} */
  view;

  /**
   * @param {ShadowRoot} root
   * @param {{session: string, tour: boolean, at_s: number | null}} data
   * @param {(name: string, value: unknown) => void} send
   */
  constructor(root, data, send) {
    this.root = root;
    this.data = data;
    this.send = send;
    this.live = el("div", { class: "visually-hidden", role: "status", "aria-live": "polite" });
    this.body = el(
      "div",
      { class: "session" },
      el("p", { class: "loading soft", role: "status", text: t("Opening the session…") }),
    );
    root.append(this.body, this.live);
    this.toast = new Toast(root);
  }

  path(part) {
    return `/api/sessions/${this.data.session}/${part}`;
  }

  async open() {
    try {
      this.view = await requestJson(this.path("view"));
    } catch (error) {
      this.body.replaceChildren(
        el(
          "div",
          { class: "failed panel", role: "alert" },
          el("h2", { text: t("This session could not be opened") }),
          el("p", { text: error.message }),
          el("a", { class: "button", href: "/sessions", text: t("Back to your sessions") }),
        ),
      );
      return;
    }
    if (this.isDestroyed) return;
    const from = performance.now();
    this.#build();
    requestAnimationFrame(() => {
      this.opened_ms = performance.now() - from;
    }); // read by tests/browser/bench_page.py
    this.#watchColours();
  }

  #build() {
    this.reviewPlayer = new ReviewPlayer(this);
    this.player = this.reviewPlayer.player;
    this.header = new Header(this);
    this.sections = [
      this.header,
      new Rating(this),
      new Debrief(this),
      this.reviewPlayer,
      new Energy(this),
      new Answers(this),
      new Coach(this),
      new RecordingNotes(this),
      new MomentList(this),
      new Erase(this),
    ];
    this.body.replaceChildren(...this.sections.map((section) => section.node));
    this.body.dataset.ready = "1";
    if (this.data.at_s != null) this.#goTo(this.data.at_s);
    else if (this.view.rated) this.offerTour();
  }

  /** Seek to just before a time given in the address, and scroll the player into view. */
  #goTo(at_s) {
    this.player.seek(Math.max(0, at_s - LEAD_S));
    this.reviewPlayer.range.show(at_s);
    reveal(this.reviewPlayer.node);
    this.reviewPlayer.timeline.plot.focus({ preventScroll: true });
  }

  /** Select a moment by its index in the view. */
  select(i, options) {
    this.reviewPlayer.select(i, options);
  }

  /** Select a moment by its id, loop it, and scroll the player into view; used by evidence buttons. */
  show(id) {
    const i = this.view.moments.id.indexOf(id);
    if (i >= 0) this.select(i, { loop: true, scroll: true });
  }

  /** Loop a span with the player in view. */
  playSpan(start_s, end_s) {
    this.player.loop([start_s, end_s], { play: true });
    this.reviewPlayer.range.show(start_s);
    reveal(this.reviewPlayer.node);
  }

  describe(i) {
    const { moments, lanes } = this.view,
      lane = lanes.find((lane) => lane.id === moments.kind[i]);
    const label = moments.label[i] ? ` (${t(moments.label[i])})` : "";
    return `${formatClock(moments.start_s[i])} ${t(lane.one)}${label}, ${formatDuration(moments.end_s[i] - moments.start_s[i])}, ${t(moments.sure[i])}`;
  }

  announce(text) {
    this.live.textContent = text;
  }

  // Corrections: each is sent, the updated view replaces the old one, and an undo is offered.

  /** Dismiss or restore a moment: shown at once, taken back where the server refuses it. */
  async dismiss(i, dismissed) {
    const { moments } = this.view;
    const show = (value) => {
      moments.dismissed[i] = value;
      this.reviewPlayer.showDismissal();
    };
    show(dismissed);
    const isSaved = await this.#saveDismissal(i, dismissed);
    if (!isSaved) show(!dismissed);
    return isSaved;
  }

  #saveDismissal(i, dismissed) {
    const { id, kind, label, start_s, end_s } = this.view.moments;
    if (id[i].startsWith(ADDED))
      return this.#correct("undo", { correction: Number(id[i].slice(ADDED.length)) }, t("Removed."));
    const lane = this.view.lanes.find((lane) => lane.id === kind[i]),
      thing = withArticle(t(lane.one));
    const body = { event_kind: kind[i], label: label[i], start_s: start_s[i], end_s: end_s[i] };
    return this.#correct(
      dismissed ? "dismiss" : "restore",
      body,
      dismissed ? t("Dismissed: not {thing}. It no longer counts.", { thing }) : t("Restored."),
    );
  }

  note(i, text) {
    const { id, start_s } = this.view.moments;
    this.view.moments.note[i] = text;
    return this.#send("note", { event: id[i], start_s: start_s[i], text });
  }

  /** Return the current answers as the server expects them. */
  answers() {
    return this.view.cards.map(({ start_s, end_s, question }) => ({ start_s, end_s, question }));
  }

  correctAnswers(answers, message) {
    return this.#correct("answers", { answers }, message);
  }

  /** Assign a span to a speaker, or swap the two speakers. */
  correctSpeaker(correction, message) {
    return this.#correct("speaker", correction, message);
  }

  /** Say what was really said in a span. */
  correctWords(correction, message) {
    return this.#correct("words", correction, message);
  }

  /** Add a moment that no detector found. */
  addMoment(moment) {
    return this.#correct("missed", moment, t("Added."));
  }

  /** All speech is the person's own: nobody else is in the recording. */
  claimAllSpeech() {
    const turn = { speaker: "candidate", start_s: 0, end_s: this.view.duration_s };
    return this.correctSpeaker(turn, t("All of it counts as yours."));
  }

  /** The face that was analysed, of several, is the person's own. */
  confirmFace() {
    return this.#correct("own_face", {}, t("Saved: this is you."));
  }

  /** Have another person in the video analysed, as a job in the library. */
  choosePerson(number) {
    return this.#analyseAgain("me", { number });
  }

  setQuestions(questions) {
    return this.#correct("questions", { questions }, t("Questions saved."));
  }

  /** Have the words written down again in another language, as a job in the library. */
  transcribeAgain(language) {
    return this.#analyseAgain("language", { language });
  }

  async #analyseAgain(part, body) {
    try {
      await requestJson(this.path(part), { method: "POST", body });
    } catch (error) {
      this.toast.show(error.message);
      return;
    }
    this.send("go", { page: "library" });
  }

  /** Record again, or do a drill: on one answer's question, or on all of them where none is named. */
  practise(index, drill = "") {
    const question = index == null ? "" : (this.view.cards[index]?.question ?? "");
    this.send("go", { page: "practise", session: this.data.session, ask: question, drill });
  }

  debrief(index, fields, message = "") {
    return this.#send("debrief", { answer: index, ...fields }, message);
  }

  /** What the person answers when asked for a part of their story. */
  respondToStory(response, message) {
    return this.#correct("story", response, message);
  }

  /** Add what a coach wrote into the page that was shared, and saved. */
  async addCoachFile(file) {
    try {
      const opinion = await readCoachFile(file);
      if (!(await this.#correct("coach", opinion, t("Your coach's comments are here.")))) return;
    } catch (error) {
      this.toast.show(error.message);
      return;
    }
    const node = this.body.querySelector("#coach");
    if (this.view.rated) reveal(node);
  }

  /** Save what the person expects to see. */
  async predict(prediction) {
    const isSaved = await this.#correct("prediction", prediction, null);
    if (isSaved) forgetDrafts(`${this.data.session}.prediction`);
    return isSaved;
  }

  /** Save the self-rating, or that it was skipped, and reveal the numbers. */
  async rate(rating, answers, skipped) {
    return this.#correct("rating", { rating, answers, skipped }, null);
  }

  /** Begin the tour of the first visit; where no advice is given, its first step would point at nothing. */
  offerTour() {
    if (this.data.tour && this.view.debrief.session && !this.view.debrief.doubts.length) tour(this);
  }

  async rename(title) {
    if (await this.#send("title", { title }, t("Renamed."))) forgetDrafts(`${this.data.session}.title`);
  }

  /** Change the recording date. This updates the review: other sessions may be the earlier ones now. */
  async redate(at, message = t("Date changed.")) {
    const { at: before } = this.view;
    if (!(await this.#correct("date", { at }, null))) return false;
    this.toast.show(message, () => this.redate(before, t("Undone.")));
    return true;
  }

  /** Send a correction, redraw with the updated view, and offer undo. */
  async #correct(kind, body, message) {
    /** @type {HTMLElement | undefined} */
    let notice;
    const wait = () => (notice = this.toast.show(t("Updating the review…")));
    const waiting = message && setTimeout(wait, PATIENCE_MS);
    try {
      this.view = await requestJson(this.path("corrections"), { method: "POST", body: { kind, ...body } });
    } catch (error) {
      this.toast.show(error.message);
      return false;
    } finally {
      clearTimeout(waiting);
      notice?.remove();
    }
    for (const section of this.sections) if ("update" in section) section.update();
    const { correction } = this.view;
    if (message)
      this.toast.show(
        message,
        correction && kind !== "undo" ? () => this.#correct("undo", { correction }, t("Undone.")) : null,
      );
    return true;
  }

  /** Send what the person wrote; without a message the field itself says whether it is saved. */
  async #send(kind, body, message = "") {
    try {
      this.view = await requestJson(this.path("corrections"), { method: "POST", body: { kind, ...body } });
    } catch (error) {
      if (message) this.toast.show(error.message);
      return false;
    }
    if (message) this.toast.show(message);
    return true;
  }

  /** Redraw the canvas when the theme changes. */
  #watchColours() {
    const again = () => requestAnimationFrame(() => this.reviewPlayer.timeline.recolour());
    this.scheme = matchMedia("(prefers-color-scheme: dark)");
    this.scheme.addEventListener("change", again);
    this.observer = new MutationObserver(again);
    for (let node = this.root.host; node; node = node.parentElement) {
      this.observer.observe(node, { attributes: true, attributeFilter: ["class", "style"] });
    }
    this.again = again;
  }

  destroy() {
    this.isDestroyed = true;
    this.observer?.disconnect();
    this.scheme?.removeEventListener("change", this.again);
    this.reviewPlayer?.destroy();
  }
}

/** Called by the component's loader (ui/web_components.py). */
export function mount(root, data, send) {
  const session = new Session(root, data, send);
  root.session = session;
  session.open();
  return { update() {}, destroy: () => session.destroy() };
}
