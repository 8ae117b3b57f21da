// Recording the answers, question by question. Their start and end are marks on the recording's clock.
import { t } from "../shared/i18n.js";
import { answerClock } from "./answer_clock.js";
import { Countdown } from "./countdown.js";
import { LevelMeter, turnOff } from "./devices.js";
import { LevelCue } from "./level_cue.js";
import { Prober } from "./prober.js";
import { savePractice } from "./saved_practice.js";
import { Calibration } from "./calibration.js";
import { expectedBytes, Recorder } from "./recorder.js";
import { readAloud, stopReading } from "./read_aloud.js";
import { takePage } from "./take_page.js";

const MINUTES_A_QUESTION = 4;

export class AnswerRecorder {
  /** `onFinished()` is called when everything is saved, `onInterrupted(message)` when the recording ended by itself. */
  constructor(draft, { stream, aloud, neutral, format }, onFinished, onInterrupted) {
    this.draft = draft;
    this.stream = stream;
    this.aloud = aloud;
    this.neutral = neutral;
    this.format = format;
    this.onFinished = onFinished;
    this.onInterrupted = onInterrupted;
    this.prober = format.follow_ups ? new Prober(format.follow_ups) : null;
    this.page = takePage(stream, format, {
      ready: () => this.countdown.skip(),
      next: () => this.#next(),
      retake: () => this.#ask(),
      skip: () => this.#skip(),
      hold: () => this.#hold(),
      finish: () => this.end(),
    });
    this.node = this.page.node;
    this.countdown = new Countdown(this.page, {
      say: (text) => this.#say(text),
      isPaused: () => this.pausing,
      onBreath: () => {
        this.breath_s = this.recorder.time_s;
      },
      onEnd: () => this.#answer(),
    });
  }

  async begin() {
    this.recorder = new Recorder(this.stream, {
      onSaved: (bytes) => {
        this.page.safe.textContent = t("{mb} MB saved on this computer.", { mb: (bytes / 1e6).toFixed(1) });
      },
      onError: (error) => this.#stop(error.message),
      onDeviceLost: () =>
        this.#stop(t("The camera or microphone was disconnected. Everything recorded so far is safe.")),
    });
    const left = (this.draft.questions.length - this.draft.at) * (this.prober ? 2 : 1);
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
      this.calibration.node.replaceWith(this.page.asking);
      this.#begin();
    });
    this.page.asking.replaceWith(this.calibration.node);
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
      if (text !== this.page.raise.textContent) this.page.raise.textContent = text;
    });
  }

  /** Finish: save the current answer's mark and stop recording. */
  async end() {
    this.isOver = true;
    this.#close();
    await this.#done();
    this.onFinished();
  }

  destroy() {
    this.isOver = true;
    this.asked_s = null;
    this.#quiet();
    this.calibration?.stop();
    clearInterval(this.timer);
    this.meter?.stop();
    turnOff(this.stream);
  }

  get #question() {
    return this.draft.questions[this.draft.at];
  }

  get #mayFollowUp() {
    return this.prober != null && !this.#question.follow_up;
  }

  #ask() {
    const { page } = this,
      question = this.#question;
    this.answering_s = null;
    this.asked_s = this.recorder.time_s;
    this.cue = "";
    page.time.textContent = "";
    page.place.textContent = this.#place();
    page.next.lastChild.textContent = question.target_s
      ? t("Next take")
      : this.#mayFollowUp
        ? t("I'm done")
        : t("Next question");
    page.next.hidden = !this.#mayFollowUp && this.draft.at + 1 >= this.draft.questions.length;
    page.finish.classList.toggle("primary", page.next.hidden);
    page.next.disabled = page.skip.disabled = false;
    page.retake.disabled = true;
    page.question.textContent = question.text;
    page.question.focus();
    this.#quiet();
    if (this.aloud) this.#read(question);
    else this.#prepare();
  }

  /** Stop whatever leads to an answer or listens to it. */
  #quiet() {
    stopReading();
    this.countdown.stop();
    this.prober?.stop();
  }

  #place() {
    const question = this.#question;
    if (question.follow_up) return question.follow_up;
    const questions = this.draft.questions.filter((each) => !each.follow_up);
    const place = { n: questions.indexOf(question) + 1, all: questions.length, s: question.target_s };
    return question.target_s ? t("Take {n} of {all}: {s} seconds", place) : t("Question {n} of {all}", place);
  }

  /** Read the question aloud, then count down. */
  async #read(question) {
    this.#say(t("Listen."));
    const asked_s = this.asked_s;
    await readAloud(question.text);
    if (this.asked_s === asked_s) this.#prepare(); // else it was skipped or the practice has ended
  }

  #prepare() {
    const { follow_up, target_s } = this.#question;
    this.countdown.begin(follow_up || target_s ? 0 : this.format.prepare_s);
  }

  #answer() {
    this.answering_s = this.recorder.time_s;
    this.page.retake.disabled = false;
    this.#say(t("Your answer, please."));
    if (this.#mayFollowUp) this.prober.listen({ upload: this.recorder.upload, start_s: this.answering_s });
  }

  /** End the current answer; return its mark, or null where nothing was answered. */
  #close() {
    this.#quiet();
    const asked_s = this.asked_s;
    this.asked_s = null;
    this.page.time.textContent = "";
    if (this.answering_s == null) return null;
    const { id, text } = this.#question;
    const mark = {
      question: text,
      start_s: this.answering_s,
      end_s: this.recorder.time_s,
      question_start_s: this.aloud ? asked_s : this.breath_s, // nobody asks while an answer is prepared
      question_end_s: this.answering_s,
      countdown_s: this.answering_s - this.breath_s,
    };
    const isAnswered = mark.end_s - mark.start_s > 0.5;
    if (isAnswered) this.part.marks.push(id ? { ...mark, question_id: id } : mark);
    this.answering_s = null;
    savePractice(this.draft);
    return isAnswered ? mark : null;
  }

  async #next() {
    const mayFollowUp = this.#mayFollowUp,
      mark = this.#close();
    this.#advance();
    if (mark && this.prober) await this.#react(mark, mayFollowUp);
    if (!this.isOver) this.#continue();
  }

  #skip() {
    this.#advance();
    this.#continue();
  }

  #advance() {
    this.draft.at += 1;
    savePractice(this.draft);
  }

  #continue() {
    if (this.draft.at >= this.draft.questions.length) this.end();
    else this.#ask();
  }

  /** Let the interviewer be silent for a while, and follow up. */
  async #react(mark, mayFollowUp) {
    const { page, prober } = this;
    if (!mayFollowUp && this.draft.at >= this.draft.questions.length) return; // nothing is asked any more
    this.#say(prober.temper === "dry" ? t("The interviewer waits.") : t("One moment."));
    page.next.disabled = page.skip.disabled = page.retake.disabled = true;
    const [text] = await Promise.all([mayFollowUp ? prober.probe(this.#probeRequest(mark)) : "", prober.silence()]);
    const lead = prober.temper === "friendly" ? t("Thank you. One follow-up") : t("Follow-up");
    if (text && !this.isOver) this.#insert(text, lead);
  }

  /** Follow up while the answer goes on, by what has been heard of it so far. */
  async #interrupt() {
    const start_s = this.answering_s;
    this.interrupted_s = start_s;
    const text = await this.prober.probe(this.#probeRequest({ start_s, question: this.#question.text }));
    if (!text || this.answering_s !== start_s || this.pausing || this.isOver) return;
    this.#close();
    this.#advance();
    this.#insert(text, t("Let me stop you there"));
    this.#ask();
  }

  #probeRequest({ start_s, question }) {
    const asked = this.draft.questions.filter((each) => each.follow_up).map((each) => each.text);
    return { upload: this.recorder.upload, start_s, question, asked };
  }

  /** Put a follow-up before the next question. */
  #insert(text, follow_up) {
    this.draft.questions.splice(this.draft.at, 0, { id: null, text, follow_up });
    savePractice(this.draft);
  }

  #hold() {
    const { page } = this;
    this.pausing = !this.pausing;
    this.pausing ? this.recorder.pause() : this.recorder.resume();
    this.node.classList.toggle("paused", this.pausing);
    page.hold.lastChild.textContent = this.pausing ? t("Resume") : t("Pause");
    if (this.pausing) this.stateBefore = page.state.textContent;
    this.#say(this.pausing ? t("Paused. Nothing is being recorded.") : this.stateBefore);
  }

  #say(text) {
    if (this.page.state.textContent !== text) this.page.state.textContent = text;
  }

  #tick() {
    if (this.answering_s == null) return;
    const long_s = this.recorder.time_s - this.answering_s,
      { target_s } = this.#question;
    const { time, cue, isOver } = answerClock(long_s, target_s ?? this.format.limit_s);
    this.page.time.textContent = time;
    if (cue && cue !== this.cue && !this.pausing) this.#say(cue);
    this.cue = cue;
    if (isOver && !target_s) this.#next();
    else if (this.#mayFollowUp && long_s >= this.prober.interrupt_s && this.interrupted_s !== this.answering_s)
      this.#interrupt();
  }

  async #done() {
    clearInterval(this.timer);
    const { next, retake, skip, hold, finish } = this.page;
    for (const control of [next, retake, skip, hold, finish]) control.disabled = true;
    this.#say(t("Saving…"));
    this.meter?.stop();
    this.meter = null;
    await this.recorder.stop();
    turnOff(this.stream);
  }

  /** Handle an interruption: what was recorded is saved, the unfinished answer is asked again. */
  async #stop(message) {
    if (this.stopped) return;
    this.stopped = this.isOver = true;
    this.asked_s = null;
    this.#quiet();
    this.calibration?.stop();
    await this.#done().catch(() => {});
    this.onInterrupted(message);
  }
}
