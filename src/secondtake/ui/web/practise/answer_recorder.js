// Recording the answers, question by question. Their start and end are marks on the recording's clock.
import { button, el } from "../shared/dom.js";
import { formatClock } from "../shared/time.js";
import { t } from "../shared/i18n.js";
import { LevelMeter, turnOff } from "./devices.js";
import { LevelCue } from "./level_cue.js";
import { savePractice } from "./saved_practice.js";
import { Calibration } from "./calibration.js";
import { expectedBytes, Recorder } from "./recorder.js";
import { readAloud, stopReading } from "./read_aloud.js";

const BREATH_S = 3;
const SHORT_S = 60,
  LONG_S = 120; // norms: 60-120 s (career sites, weak)
const MINUTES_A_QUESTION = 4;
const WARNING_S = 10; // of a drill's take: the cue that its end is near

export class AnswerRecorder {
  /** `onFinished()` is called when everything is saved, `onInterrupted(message)` when the recording ended by itself. */
  constructor(draft, { stream, aloud, neutral }, onFinished, onInterrupted) {
    this.draft = draft;
    this.stream = stream;
    this.aloud = aloud;
    this.neutral = neutral;
    this.onFinished = onFinished;
    this.onInterrupted = onInterrupted;
    this.video = el("video", { autoplay: true, playsinline: true, "aria-label": t("Your camera") });
    this.video.muted = true;
    this.video.srcObject = stream;
    this.video.hidden = !stream.getVideoTracks().length;
    this.place = el("p", { class: "eyebrow" });
    this.question = el("h1", { class: "question", tabindex: "-1" });
    this.state = el("p", { class: "state", role: "status" });
    this.time = el("p", { class: "time tabular", "aria-hidden": "true" });
    this.raise = el("p", { class: "state", role: "status" });
    this.safe = el("p", { class: "small soft tabular" });
    this.next = button(t("Next question"), { kind: "primary", on: { click: () => this.#next() } });
    this.retake = button(t("Answer it again"), { icon: "again", on: { click: () => this.#ask() } });
    this.skip = button(t("Skip"), { kind: "quiet", on: { click: () => this.#move() } });
    this.hold = button(t("Pause"), { icon: "pause", kind: "quiet", on: { click: () => this.#hold() } });
    this.finish = button(t("Finish"), { on: { click: () => this.end() } });
    this.node = el(
      "section",
      { class: "take-page" },
      el("div", { class: "stage panel" }, this.video),
      (this.asking = el(
        "div",
        { class: "asking" },
        this.place,
        this.question,
        this.state,
        this.time,
        this.raise,
        el("div", { class: "row" }, this.next, this.retake, this.skip, this.hold, this.finish),
        this.safe,
        el("p", {
          class: "small soft",
          text: t("It doesn't have to be perfect. You can redo an answer as often as you like; the last one counts."),
        }),
      )),
    );
  }

  async begin() {
    this.recorder = new Recorder(this.stream, {
      onSaved: (bytes) => {
        this.safe.textContent = t("{mb} MB saved on this computer.", { mb: (bytes / 1e6).toFixed(1) });
      },
      onError: (error) => this.#stop(error.message),
      onDeviceLost: () =>
        this.#stop(t("The camera or microphone was disconnected. Everything recorded so far is safe.")),
    });
    const left = this.draft.questions.length - this.draft.at;
    await this.recorder.start(expectedBytes(left * MINUTES_A_QUESTION, this.stream.getVideoTracks().length > 0));
    this.part = { upload: this.recorder.upload, type: this.recorder.type, marks: [], neutral: [] };
    this.draft.parts.push(this.part);
    savePractice(this.draft);
    if (this.neutral) this.#sit();
    else this.#begin();
  }

  /** Run the calibration, then the questions. */
  #sit() {
    this.calibration = new Calibration(this.recorder, (span) => {
      if (span) this.part.neutral.push(span);
      savePractice(this.draft);
      this.calibration.node.replaceWith(this.asking);
      this.#begin();
    });
    this.asking.replaceWith(this.calibration.node);
    this.calibration.node.querySelector("h1").focus();
  }

  #begin() {
    this.timer = setInterval(() => this.#tick(), 200);
    if (this.draft.cue === "level") this.#listen();
    this.#ask();
  }

  /** Say in a later take that the voice is no louder than in the first. */
  #listen() {
    const cue = new LevelCue();
    this.meter = new LevelMeter(this.stream, (level) => {
      if (this.answering_s == null || this.pausing) return;
      const text = cue.hear(level, this.draft.at === 0) ? t("Louder: to the far wall.") : "";
      if (text !== this.raise.textContent) this.raise.textContent = text;
    });
  }

  /** Finish: save the current answer's mark and stop recording. */
  async end() {
    this.#close();
    await this.#done();
    this.onFinished();
  }

  destroy() {
    this.asked_s = null;
    stopReading();
    this.calibration?.stop();
    clearInterval(this.timer);
    clearTimeout(this.breath);
    this.meter?.stop();
    turnOff(this.stream);
  }

  #ask() {
    const question = this.draft.questions[this.draft.at];
    this.answering_s = null;
    this.counting_s = null;
    this.asked_s = this.recorder.time_s;
    const place = { n: this.draft.at + 1, all: this.draft.questions.length };
    this.place.textContent = question.target_s
      ? t("Take {n} of {all}: {s} seconds", { ...place, s: question.target_s })
      : t("Question {n} of {all}", place);
    this.next.lastChild.textContent = question.target_s ? t("Next take") : t("Next question");
    this.cue = "";
    this.question.textContent = question.text;
    this.question.focus();
    this.next.hidden = this.draft.at + 1 >= this.draft.questions.length;
    this.finish.classList.toggle("primary", this.next.hidden);
    this.retake.disabled = true;
    clearTimeout(this.breath);
    if (this.aloud) this.#read(question);
    else this.#count(BREATH_S);
  }

  /** Read the question aloud, then count down. */
  async #read(question) {
    this.state.textContent = t("Listen.");
    const asked_s = this.asked_s;
    await readAloud(question.text);
    if (this.asked_s === asked_s) this.#count(BREATH_S); // else it was skipped or the practice has ended
  }

  #count(left_s) {
    clearTimeout(this.breath);
    if (left_s === BREATH_S) this.counting_s ??= this.recorder.time_s;
    if (left_s > 0) {
      this.state.textContent = t("Take a breath: {n}", { n: left_s });
      this.breath = setTimeout(() => this.#count(this.pausing ? left_s : left_s - 1), 1000);
      return;
    }
    this.answering_s = this.recorder.time_s;
    this.retake.disabled = false;
    this.state.textContent = t("Your answer, please.");
  }

  #close() {
    clearTimeout(this.breath);
    stopReading();
    const asked_s = this.asked_s;
    this.asked_s = null;
    if (this.answering_s == null) return;
    const { id, text } = this.draft.questions[this.draft.at];
    const mark = {
      question: text,
      start_s: this.answering_s,
      end_s: this.recorder.time_s,
      question_start_s: asked_s,
      question_end_s: this.answering_s,
      countdown_s: this.answering_s - (this.counting_s ?? this.answering_s),
    };
    if (mark.end_s - mark.start_s > 0.5) this.part.marks.push(id ? { ...mark, question_id: id } : mark);
    this.answering_s = null;
    savePractice(this.draft);
  }

  #next() {
    this.#close();
    this.#move();
  }

  #move() {
    this.draft.at += 1;
    savePractice(this.draft);
    if (this.draft.at >= this.draft.questions.length) this.end();
    else this.#ask();
  }

  #hold() {
    this.pausing = !this.pausing;
    this.pausing ? this.recorder.pause() : this.recorder.resume();
    this.node.classList.toggle("paused", this.pausing);
    this.hold.lastChild.textContent = this.pausing ? t("Resume") : t("Pause");
    this.state.textContent = this.pausing ? t("Paused. Nothing is being recorded.") : t("Your answer, please.");
  }

  #tick() {
    if (this.answering_s == null) {
      this.time.textContent = "";
      return;
    }
    const long_s = this.recorder.time_s - this.answering_s;
    const { target_s } = this.draft.questions[this.draft.at];
    if (target_s) {
      this.#countDown(target_s - long_s);
      return;
    }
    const hint = long_s > LONG_S ? t("a good time to wrap up") : long_s > SHORT_S ? t("a good length") : "";
    this.time.textContent = hint ? `${formatClock(long_s)} · ${hint}` : formatClock(long_s);
  }

  /** Show a drill's time left, and say when the end is near: the one live cue that can be trusted. */
  #countDown(left_s) {
    const isOver = left_s <= 0;
    this.time.textContent = isOver
      ? t("{clock} over", { clock: formatClock(-left_s) })
      : t("{clock} left", { clock: formatClock(Math.ceil(left_s)) });
    const cue = isOver
      ? t("Time. Finish your sentence.")
      : left_s <= WARNING_S
        ? t("{n} seconds left.", { n: WARNING_S })
        : "";
    if (cue && cue !== this.cue && !this.pausing) this.state.textContent = cue;
    this.cue = cue;
  }

  async #done() {
    clearInterval(this.timer);
    for (const control of [this.next, this.retake, this.skip, this.hold, this.finish]) control.disabled = true;
    this.state.textContent = t("Saving…");
    this.meter?.stop();
    this.meter = null;
    await this.recorder.stop();
    turnOff(this.stream);
  }

  /** Handle an interruption: what was recorded is saved, the unfinished answer is asked again. */
  async #stop(message) {
    if (this.stopped) return;
    this.stopped = true;
    this.asked_s = null;
    stopReading();
    this.calibration?.stop();
    clearTimeout(this.breath);
    await this.#done().catch(() => {});
    this.onInterrupted(message);
  }
}
