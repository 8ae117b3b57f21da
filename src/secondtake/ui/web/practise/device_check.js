// Before the start: devices, sound level, light and framing.
import { button, el } from "../shared/dom.js";
import { t } from "../shared/i18n.js";
import { devices, LevelMeter, LightCheck, turnOff, turnOn } from "./devices.js";
import { FormatChoice } from "./format_choice.js";
import { FramingCheck } from "./framing_check.js";
import { localVoice } from "./read_aloud.js";

/**
 * Return the camera's name, by which its calibration is stored; "" for audio only.
 * @param {MediaStream} stream
 */
export const cameraName = (stream) => stream.getVideoTracks()[0]?.label ?? "";

export class DeviceCheck {
  /**
   * `onStart({stream, aloud, neutral, format})` is called when the person is ready; `onBack()` to choose again.
   * `isCalibrated(camera)` is true where this camera needs no calibration.
   */
  constructor(onStart, onBack, { label, isCalibrated, isDrill }) {
    this.onStart = onStart;
    this.isCalibrated = isCalibrated;
    this.video = el("video", { autoplay: true, playsinline: true, "aria-label": t("Your camera") });
    this.video.muted = true;
    this.level = el("meter", {
      min: "0",
      max: "1",
      low: "0.15",
      optimum: "0.5",
      value: "0",
      "aria-label": t("Microphone level"),
    });
    this.light = el("p", { class: "small", role: "status" });
    this.place = el("p", { class: "small", role: "status" });
    this.error = el("p", { class: "said", role: "alert", hidden: true });
    this.cameras = el("select", { "aria-label": t("Camera"), on: { change: () => this.on() } });
    this.microphones = el("select", { "aria-label": t("Microphone"), on: { change: () => this.on() } });
    this.audioOnly = el("input", { type: "checkbox", on: { change: () => this.on() } });
    this.aloud = el("input", { type: "checkbox", on: { change: () => this.#voice() } });
    this.voiceNote = el("p", { class: "small soft", role: "status" });
    this.neutral = el("input", { type: "checkbox" });
    this.format = new FormatChoice(isDrill);
    this.sitting = el(
      "label",
      { class: "row" },
      this.neutral,
      t("Start with 30 seconds of sitting still, to learn your normal posture (once per camera)"),
    );
    this.go = button(label, { kind: "primary", disabled: true, on: { click: () => this.#go() } });
    this.again = button(t("Check again"), { icon: "again", on: { click: () => this.on() } });
    this.node = el(
      "section",
      { class: "ready" },
      el("div", { class: "stage panel" }, this.video, el("div", { class: "looks" }, this.place, this.light)),
      el(
        "div",
        { class: "settings" },
        el("h1", { text: t("Are you in the frame?") }),
        el("p", {
          class: "soft",
          text: t(
            "Eyes in the upper third, shoulders and hands in view, camera at eye level. Sit as you would on the day.",
          ),
        }),
        this.error,
        el("label", { class: "option" }, t("Camera"), this.cameras),
        el("label", { class: "option" }, t("Microphone"), this.microphones),
        el(
          "div",
          { class: "option" },
          el("span", { text: t("Say a sentence: the level should move well to the right.") }),
          this.level,
        ),
        el("label", { class: "row" }, this.audioOnly, t("Audio only")),
        this.sitting,
        el("label", { class: "row" }, this.aloud, t("Read each question aloud (with a voice on this computer)")),
        this.voiceNote,
        this.format.node,
        el(
          "div",
          { class: "row" },
          this.go,
          this.again,
          button(t("Choose other questions"), {
            kind: "quiet",
            on: {
              click: () => {
                this.off();
                onBack();
              },
            },
          }),
        ),
      ),
    );
  }

  async on() {
    this.off();
    this.go.disabled = true;
    this.error.hidden = true;
    const picture = !this.audioOnly.checked;
    try {
      this.stream = await turnOn({ picture, camera: this.cameras.value, microphone: this.microphones.value });
    } catch (error) {
      this.error.hidden = false;
      this.error.textContent = error.message;
      return;
    }
    this.video.hidden = this.sitting.hidden = !picture;
    this.video.srcObject = this.stream;
    this.neutral.checked = picture && !this.isCalibrated(cameraName(this.stream));
    this.place.textContent = "";
    this.meter = new LevelMeter(this.stream, (level) => {
      this.level.value = level;
    });
    const say = (line, words) => {
      if (line.textContent !== words) line.textContent = words;
    };
    if (picture) {
      // The server's advice is about the face's own light; until it comes, centre and edges of the frame decide.
      let lit = "";
      this.look = new LightCheck(this.video, (words) => say(this.light, lit || words));
      this.frame = new FramingCheck(this.video, ({ said, fits, light }) => {
        lit = light && t(light);
        if (lit) say(this.light, lit);
        say(this.place, t(said));
        this.place.classList.toggle("change", !fits);
      });
    } else this.light.textContent = t("Only your voice will be recorded.");
    for (const track of this.stream.getTracks())
      track.addEventListener("ended", () => this.go.isConnected && this.#gone());
    await this.#names();
    this.go.disabled = false;
  }

  off() {
    this.#unwatch();
    turnOff(this.stream);
    this.stream = null;
  }

  #unwatch() {
    for (const watcher of [this.meter, this.look, this.frame]) watcher?.stop();
    this.meter = this.look = this.frame = null;
  }

  async #names() {
    const { cameras, microphones } = await devices();
    offer(this.cameras, cameras);
    offer(this.microphones, microphones);
  }

  async #voice() {
    this.voiceNote.textContent = "";
    if (!this.aloud.checked || (await localVoice())) return;
    this.aloud.checked = false;
    this.voiceNote.textContent = t(
      "Your browser only has online voices, which would send your questions to a server. Please read them on screen.",
    );
  }

  #gone() {
    this.go.disabled = true;
    this.error.hidden = false;
    this.error.textContent = t("A device was disconnected. Reconnect it or choose another one.");
  }

  #go() {
    const { stream } = this;
    this.#unwatch();
    this.stream = null; // the recorder owns it now
    const { aloud, neutral, format } = this;
    this.onStart({ stream, aloud: aloud.checked, neutral: neutral.checked, format: format.value });
  }
}

/** List the devices in their menu; the selected one stays selected. */
function offer(select, devices) {
  const { value } = select;
  select.replaceChildren(
    ...devices.map((device, i) => el("option", { value: device.deviceId, text: device.label || `${i + 1}` })),
  );
  if (devices.some((device) => device.deviceId === value)) select.value = value;
}
