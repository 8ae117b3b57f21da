// 30 seconds of sitting still, once per camera: the reference for slouching, tilting and looking away.
import { button, el } from "../shared/dom.js";
import { t } from "../shared/i18n.js";

const LEAD_S = 3; // to read the instruction and look up
const WANTED_S = 30;
const MIN_S = 8; // judging needs five seconds with the face in view

export class Calibration {
  /** `onDone(span)` is called with {start_s, end_s} of the recording, or null where it was skipped. */
  constructor(recorder, onDone) {
    this.recorder = recorder;
    this.onDone = onDone;
    this.state = el("p", { class: "state", role: "status", text: t("Get comfortable.") });
    this.time = el("p", { class: "time tabular", "aria-hidden": "true" });
    this.skip = button(t("Skip this"), { on: { click: () => this.end() } });
    this.node = el(
      "div",
      { class: "asking neutral" },
      el("p", { class: "eyebrow", text: t("Once, before the first question") }),
      el("h1", { class: "question", tabindex: "-1", text: t("Sit comfortably and look at the camera.") }),
      this.state,
      this.time,
      el("div", { class: "row" }, this.skip),
      el("p", {
        class: "small soft",
        text: t(
          "30 seconds is enough to learn your normal posture, so you're compared with yourself. You do this once per camera.",
        ),
      }),
    );
    this.timer = setInterval(() => this.#tick(), 200);
    this.began_s = recorder.time_s + LEAD_S;
  }

  /** Finish; a long enough span counts. */
  end() {
    clearInterval(this.timer);
    const span = { start_s: this.began_s, end_s: this.recorder.time_s };
    this.onDone(span.end_s - span.start_s >= MIN_S ? span : null);
  }

  stop() {
    clearInterval(this.timer);
  }

  #tick() {
    const sat_s = this.recorder.time_s - this.began_s;
    if (sat_s >= WANTED_S) return this.end();
    if (sat_s < 0) return undefined;
    this.time.textContent = t("{n} s", { n: Math.ceil(WANTED_S - sat_s) });
    const text = t("Just look at the camera.");
    if (this.state.textContent !== text) this.state.textContent = text;
    if (sat_s >= MIN_S) this.skip.lastChild.textContent = t("That's enough");
    return undefined;
  }
}
