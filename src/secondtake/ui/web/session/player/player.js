// The player: a media element, its clock, loops and buttons.
import { button, el, icon } from "../../shared/dom.js";
import { formatClock } from "../../shared/time.js";
import { t } from "../../shared/i18n.js";

const RATES = [0.5, 0.75, 1, 1.25, 1.5, 2];
const SKIP_S = 5;
const FRAME_S = 1 / 30;
const VOLUME_STEP = 0.1;

export class Player extends EventTarget {
  /**
   * Sends "time" during playback and after seeking, "loop" when the loop changes.
   * @param {{media: string, captions: string, duration_s: number, picture: boolean, sound: boolean}} session
   */
  constructor(session) {
    super();
    this.duration_s = session.duration_s;
    this.loopSpan = null;
    this.video = el("video", {
      playsinline: true,
      preload: "metadata",
      class: "video",
      on: { click: () => this.toggle(), dblclick: () => this.fullscreen() },
      "aria-label": session.picture ? t("The recording") : t("The recording, audio only"),
    });
    this.video.src = session.media;
    if (session.sound) {
      this.track = el("track", { kind: "captions", src: session.captions, srclang: "en", label: t("Captions") });
      this.video.append(this.track);
    }
    this.failed = el("p", {
      class: "cannot-play",
      hidden: true,
      role: "alert",
      text: t("This browser can't play the recording. The measurements below are still valid."),
    });
    this.stage = el(
      "div",
      { class: `stage${session.picture ? "" : " sound-only"}` },
      this.video,
      this.failed,
      session.picture ? null : el("p", { class: "no-picture" }, icon("sound"), t("Audio only")),
    );
    this.bar = this.#bar(session);
    this.#listen();
  }

  get time_s() {
    return this.video.currentTime;
  }
  get playing() {
    return !this.video.paused;
  }

  play() {
    this.video.play().catch(() => {
      /* a browser may want a click first; the button still shows "play" */
    });
  }
  pause() {
    this.video.pause();
  }
  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }
  skip(by_s) {
    this.seek(this.time_s + by_s);
  }

  /** Seek to a time; this ends a loop that does not contain it. */
  seek(time_s, { play = false } = {}) {
    const at = Math.min(Math.max(0, time_s), Math.max(0, this.duration_s - 0.05));
    if (this.loopSpan && (at < this.loopSpan[0] - 0.5 || at > this.loopSpan[1])) this.loop(null);
    this.video.currentTime = at;
    this.dispatchEvent(new Event("time"));
    if (play) this.play();
  }

  /** Loop a span; null ends the loop. */
  loop(span, { play = false } = {}) {
    this.loopSpan = span && [Math.max(0, span[0]), Math.min(this.duration_s, span[1])];
    this.dispatchEvent(new Event("loop"));
    if (this.loopSpan) this.seek(this.loopSpan[0], { play });
  }

  rate(step) {
    const at = RATES.indexOf(this.video.playbackRate),
      next = RATES[Math.min(RATES.length - 1, Math.max(0, at + step))];
    this.video.playbackRate = next;
    this.rateSelect.value = String(next);
  }

  captions() {
    if (!this.track) return;
    const on = this.track.track.mode !== "showing";
    this.track.track.mode = on ? "showing" : "hidden";
    this.captionsButton?.setAttribute("aria-pressed", String(on));
  }

  /** Pause and go one frame on (+1) or back (-1). */
  stepFrame(direction) {
    this.pause();
    this.seek(this.time_s + direction * FRAME_S);
  }

  mute() {
    this.video.muted = !this.video.muted;
  }

  changeVolume(direction) {
    this.video.muted = false;
    this.video.volume = Math.min(1, Math.max(0, this.video.volume + direction * VOLUME_STEP));
  }

  /** Toggle fullscreen of the video with its controls and its line of moments. */
  async fullscreen() {
    try {
      if (document.fullscreenElement) await document.exitFullscreen();
      else await (this.stage.closest(".theatre") ?? this.stage).requestFullscreen();
    } catch {
      /* the browser refuses without a click */
    }
  }

  /** Toggle picture-in-picture, so that the face stays visible while reading on. */
  async float() {
    try {
      if (document.pictureInPictureElement) await document.exitPictureInPicture();
      else await this.video.requestPictureInPicture();
    } catch {
      /* the browser refuses until the picture is loaded */
    }
  }

  destroy() {
    cancelAnimationFrame(this.frame);
    this.video.pause();
    this.video.removeAttribute("src");
    this.video.load();
  }

  #bar(session) {
    const b = (label, name, act, more = {}) =>
      button(label, { icon: name, words: false, kind: "quiet", on: { click: act }, ...more });
    this.playButton = b(t("Play"), "play", () => this.toggle());
    this.clock = el("output", { class: "clock tabular", "aria-label": t("Time") });
    this.rateSelect = el(
      "select",
      {
        "aria-label": t("Speed"),
        class: "rate",
        on: {
          change: (event) => {
            this.video.playbackRate = Number(event.target.value);
          },
        },
      },
      RATES.map((rate) => el("option", { value: String(rate), selected: rate === 1, text: `${rate}×` })),
    );
    this.muteButton = b(t("Mute"), "sound", () => this.mute(), { "aria-pressed": "false", kind: "quiet extra" });
    this.volume = el("input", {
      type: "range",
      class: "volume",
      min: "0",
      max: "1",
      step: "0.05",
      value: "1",
      "aria-label": t("Volume"),
      on: {
        input: () => {
          this.video.muted = false;
          this.video.volume = Number(this.volume.value);
        },
      },
    });
    const floats = session.picture && document.pictureInPictureEnabled;
    this.captionsButton =
      session.sound && session.picture
        ? b(t("Captions"), "captions", () => this.captions(), { "aria-pressed": "false", kind: "quiet extra" })
        : null;
    return el(
      "div",
      { class: "player-bar row", role: "toolbar", "aria-label": t("Playback") },
      this.playButton,
      b(t("Back 5 seconds"), "back", () => this.skip(-SKIP_S), { kind: "quiet skip" }),
      b(t("Forward 5 seconds"), "forward", () => this.skip(SKIP_S), { kind: "quiet skip" }),
      this.clock,
      el("span", { class: "push" }),
      session.sound ? [this.muteButton, this.volume] : null,
      this.rateSelect,
      this.captionsButton,
      floats ? b(t("Picture in picture"), "picture", () => this.float(), { kind: "quiet float" }) : null,
      session.picture ? b(t("Fullscreen"), "fullscreen", () => this.fullscreen(), { kind: "quiet extra" }) : null,
    );
  }

  #listen() {
    const { video } = this;
    video.addEventListener("play", () => {
      this.#shown();
      this.#follow();
    });
    video.addEventListener("pause", () => this.#shown());
    video.addEventListener("timeupdate", () => this.#played()); // also fires in a background tab
    video.addEventListener("seeked", () => this.#ticked());
    video.addEventListener("loadedmetadata", () => this.#ticked());
    video.addEventListener("volumechange", () => {
      this.volume.value = String(video.muted ? 0 : video.volume);
      this.muteButton.setAttribute("aria-pressed", String(video.muted));
      this.muteButton.replaceChildren(icon(video.muted ? "muted" : "sound"));
    });
    video.addEventListener("error", () => {
      this.failed.hidden = false;
    });
    this.#ticked();
  }

  #shown() {
    const label = this.playing ? t("Pause") : t("Play");
    this.playButton.replaceChildren(icon(this.playing ? "pause" : "play"));
    this.playButton.setAttribute("aria-label", label);
    this.playButton.title = label;
  }

  #ticked() {
    this.clock.textContent = `${formatClock(this.time_s)} / ${formatClock(this.duration_s)}`;
    this.dispatchEvent(new Event("time"));
  }

  #follow() {
    cancelAnimationFrame(this.frame);
    const step = () => {
      this.#played();
      if (this.playing) this.frame = requestAnimationFrame(step);
    };
    this.frame = requestAnimationFrame(step);
  }

  /** Restart the loop at its end, and send "time". */
  #played() {
    const span = this.loopSpan;
    if (span && (this.playing || this.video.ended) && this.time_s >= span[1]) this.video.currentTime = span[0];
    this.#ticked();
  }
}
