// Running jobs: progress by stage, time left, cancel, and retry after a failure.
import { button, el, icon } from "../shared/dom.js";
import { predictionForm } from "../shared/prediction.js";
import { t } from "../shared/i18n.js";

const STATES = {
  queued: "Waiting to start",
  running: "Analysing",
  cancelling: "Stopping",
  cancelled: "Stopped. Finished steps are saved.",
  failed: "Analysis failed",
};

/** A job's card, updated in place so that focus and screen readers keep their position. */
export class JobCard {
  constructor(job, shelf) {
    this.shelf = shelf;
    this.title = el("h2");
    this.state = el("p", { class: "small soft", role: "status" });
    this.bar = el("progress", { max: "1" });
    this.stages = el("ul", { class: "stages small" });
    this.acts = el("div", { class: "row" });
    this.waiting = el("details", { class: "waiting", hidden: true });
    this.node = el(
      "li",
      { class: "job panel" },
      el("div", { class: "row spread" }, el("div", {}, this.title, this.state), this.acts),
      this.bar,
      this.stages,
      this.waiting,
    );
    this.update(job);
  }

  update(job) {
    const { state } = job,
      going = ["queued", "running", "cancelling"].includes(state);
    this.node.dataset.state = state;
    this.title.textContent = job.name;
    const words = state === "failed" && job.error ? job.error : t(STATES[state] ?? "Done");
    this.#say(
      [words, state === "running" ? `${Math.round(job.share * 100)} %` : "", t(job.left)].filter(Boolean).join(" · "),
    );
    this.bar.hidden = !going;
    this.bar.setAttribute("aria-label", t("Analysis of {name}", { name: job.name }));
    if (state === "queued") this.bar.removeAttribute("value");
    else this.bar.value = job.share;
    this.stages.replaceChildren(
      ...(going ? job.stages : []).map((stage) =>
        el(
          "li",
          { class: stage.share >= 1 ? "done" : "" },
          stage.share >= 1 ? icon("check") : null,
          `${t(stage.label)}${stage.share < 1 ? ` ${Math.round(stage.share * 100)} %` : ""}`,
        ),
      ),
    );
    this.#wait(job, going);
    if (this.drawn !== state) this.#acts(job, going);
    this.drawn = state;
  }

  /** Ask for the prediction while the analysis runs; it stays until it is answered. */
  #wait({ session, predicted }, going) {
    this.waiting.hidden = !going || !session || predicted;
    if (this.waiting.hidden || this.waiting.childElementCount) return;
    this.waiting.append(
      el("summary", { text: t("While you wait: what do you expect to see?") }),
      predictionForm(this.shelf.shelf.expectations, {
        submit: t("Save"),
        draft: `${session}.prediction`,
        onDone: (prediction) => this.shelf.predict(session, prediction),
      }),
    );
  }

  #say(text) {
    if (this.state.textContent !== text) this.state.textContent = text;
  }

  #acts({ id, state, retry }, going) {
    const act = (label, what, more = {}) => button(label, { ...more, on: { click: () => this.shelf.work(id, what) } });
    const acts = [];
    if (going && state !== "cancelling") acts.push(act(t("Cancel"), "cancel"));
    if (!going && retry) acts.push(act(state === "failed" ? t("Try again") : t("Resume"), "retry", { icon: "again" }));
    if (!going) acts.push(act(t("Remove"), "forget", { kind: "quiet" }));
    this.acts.replaceChildren(...acts);
  }
}
