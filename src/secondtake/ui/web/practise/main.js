// Practising: choose questions, check the camera, answer, then open the review.
import { requestJson } from "../shared/api.js";
import { button, el } from "../shared/dom.js";
import { count, t } from "../shared/i18n.js";
import { RUNNING } from "../library/upload.js";
import { QuestionPicker } from "./question_picker.js";
import { forgetPractice, loadPractice, savePractice } from "./saved_practice.js";
import { cameraName, DeviceCheck } from "./device_check.js";
import { AnswerRecorder } from "./answer_recorder.js";

class Practise {
  constructor(root, data, send) {
    this.root = root;
    this.data = data;
    this.send = send;
    this.body = el("div", { class: "practise" });
    root.append(this.body);
  }

  async begin() {
    this.draft = loadPractice();
    if (this.draft?.parts.length)
      this.#resume(t("The page was closed while you were practising. Everything recorded so far is safe."));
    else await this.#choose();
    this.body.dataset.ready = "1";
  }

  destroy() {
    this.deviceCheck?.off();
    this.answerRecorder?.destroy();
  }

  /** Show a step; where the last one had the focus, the next one's heading gets it. */
  #show(node) {
    const hadFocus = this.body.matches(":focus-within");
    this.body.replaceChildren(node);
    const heading = hadFocus && node.querySelector("h1");
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus();
  }

  #fail(error) {
    this.#show(el("p", { class: "said", role: "alert", text: error.message }));
  }

  async #choose() {
    try {
      const options = await requestJson("/api/practice");
      this.calibratedCameras = options.neutrals;
      if (this.data.drill) {
        this.#show(this.#drill(options.questions));
        return;
      }
      const start = (questions) => {
        this.draft = { questions, at: 0, parts: [] };
        this.#ready(t("Start the practice"));
      };
      const picker = new QuestionPicker(options, this.data, start);
      if (this.data.retake && picker.chosen.length) start(picker.questions);
      else this.#show(picker.node);
      this.data = { ...this.data, retake: false }; // whoever goes back from there may choose
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Introduce a drill: the same question a few times, each with a timer. */
  #drill(questions) {
    const { name, label, about, targets_s, later, cue } = this.data.drill;
    const text = this.data.asked[0] ?? questions[0]?.text ?? t("Tell me about yourself");
    const id = questions.find((question) => question.text === text)?.id ?? null;
    return el(
      "section",
      { class: "choose" },
      el("h1", { text: t(label) }),
      el("p", { class: "lead", text }),
      el("p", { text: t(about) }),
      el("p", { class: "small soft", text: t(later) }),
      el(
        "div",
        { class: "row" },
        button(t("Set up camera and microphone"), {
          kind: "primary",
          on: {
            click: () => {
              const takes = targets_s.map((target_s) => ({ id, text, target_s }));
              this.draft = { questions: takes, at: 0, parts: [], drill: name, cue, title: t(label) };
              this.#ready(t("Start the drill"));
            },
          },
        }),
      ),
    );
  }

  #ready(label) {
    const isCalibrated = (camera) => this.calibratedCameras?.includes(camera) || this.draft.parts.length > 0;
    this.deviceCheck = new DeviceCheck(
      (chosen) => this.#take(chosen),
      () => this.#choose(),
      { label, isCalibrated, isDrill: Boolean(this.draft.drill) },
    );
    this.#show(this.deviceCheck.node);
    this.deviceCheck.on();
  }

  async #take(chosen) {
    this.draft.camera = cameraName(chosen.stream) || this.draft.camera;
    this.answerRecorder = new AnswerRecorder(
      this.draft,
      chosen,
      () => this.#finish(),
      (message) => this.#resume(message),
    );
    this.#show(this.answerRecorder.node);
    try {
      await this.answerRecorder.begin();
    } catch (error) {
      this.answerRecorder.destroy();
      this.#fail(error);
    }
  }

  /** Offer to resume an interrupted practice, finish it, or discard it. */
  #resume(message) {
    this.answerRecorder?.destroy();
    const done = this.draft.parts.reduce((n, part) => n + part.marks.length, 0),
      left = this.draft.at < this.draft.questions.length;
    this.#show(
      el(
        "section",
        { class: "resume panel" },
        el("h1", { text: t("Your practice is safe") }),
        el("p", { text: message }),
        el("p", {
          class: "soft",
          text: count(
            done,
            "{n} answer is complete. You can redo the one that was cut off.",
            "{n} answers are complete. You can redo the one that was cut off.",
          ),
        }),
        el(
          "div",
          { class: "row" },
          left ? button(t("Resume"), { kind: "primary", on: { click: () => this.#ready(t("Resume")) } }) : null,
          done ? button(t("Finish with these answers"), { on: { click: () => this.#finish() } }) : null,
          button(t("Discard"), { kind: "quiet", on: { click: () => this.#drop() } }),
        ),
      ),
    );
  }

  async #finish() {
    const parts = this.draft.parts,
      first = this.draft.questions[0].text;
    const more = this.draft.questions.filter((question) => !question.follow_up).length - 1;
    const marks = parts.reduce((n, part) => n + part.marks.length, 0);
    if (!marks) {
      await this.#drop();
      return;
    }
    this.#show(el("p", { class: "state", role: "status", text: t("Preparing your practice…") }));
    try {
      const title = this.draft.title ?? (more ? t("“{first}” and {n} more", { first, n: more }) : first);
      await requestJson("/api/practice/finish", {
        method: "POST",
        body: { parts, camera: this.draft.camera, type: parts[0].type, title, drill: this.draft.drill ?? "" },
      });
    } catch (error) {
      savePractice(this.draft);
      this.#resume(error.message);
      return;
    }
    forgetPractice();
    RUNNING.dispatchEvent(new Event("job"));
    this.send("go", { to: "library" });
  }

  async #drop() {
    for (const part of this.draft.parts)
      await requestJson(`/api/uploads/${part.upload}`, { method: "DELETE" }).catch(() => {});
    forgetPractice();
    this.draft = null;
    await this.#choose();
  }
}

/** Called by the component's loader (ui/web_components.py). */
export function mount(root, data, send) {
  const practise = new Practise(root, data, send);
  root.practise = practise;
  practise.begin();
  return { update() {}, destroy: () => practise.destroy() };
}
