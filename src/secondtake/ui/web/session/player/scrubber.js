// The recording on one line below the video: answers, the debrief's moments, energy, and where playback is.
import { el } from "../../shared/dom.js";
import { formatClock } from "../../shared/time.js";
import { announceTime } from "./time_slider.js";
import { t } from "../../shared/i18n.js";
import { SignalLane } from "./timeline/signal_lane.js";

/** @import { Session } from '../main.js' */

const COLUMNS = 240; // of the energy curve
const SNAP_PX = 7; // distance from a mark that still hits it
const STEP_S = 5;
const KEYS = { ArrowLeft: -STEP_S, ArrowRight: STEP_S, PageDown: 30, PageUp: -30 };

/**
 * Return the debrief's moments, each once, in order of time.
 * @param {Session['view']['debrief']} debrief
 * @returns {{kind: 'keep' | 'change', start_s: number, end_s: number}[]}
 */
export function debriefMarks({ session, answers }) {
  const marks = new Map();
  for (const part of [session, ...Object.values(answers ?? {})]) {
    for (const kind of /** @type {('keep' | 'change')[]} */ (["keep", "change"]))
      for (const { start_s, end_s } of part?.[kind]?.moments ?? [])
        marks.set(`${kind} ${start_s}`, { kind, start_s, end_s });
  }
  return [...marks.values()].sort((a, b) => a.start_s - b.start_s);
}

export class Scrubber {
  /**
   * @param {Session} session
   * @param {import('./player.js').Player} player
   */
  constructor(session, player) {
    this.session = session;
    this.player = player;
    this.answers = el("div", { class: "answer-spans", "aria-hidden": "true" });
    this.curve = el("div", { class: "energy-curve", "aria-hidden": "true" });
    this.points = el("div", { class: "debrief-marks", "aria-hidden": "true" });
    this.played = el("div", { class: "played", "aria-hidden": "true" });
    this.label = el("span", { class: "tabular" });
    this.preview = el("div", { class: "preview", hidden: true, "aria-hidden": "true" }, this.label);
    this.node = el(
      "div",
      {
        class: "scrubber",
        tabindex: "0",
        role: "slider",
        "aria-label": t("Position in the recording"),
        "aria-valuemin": "0",
        "aria-valuemax": String(Math.round(player.duration_s)),
        on: {
          pointerdown: (event) => this.#press(event),
          pointermove: (event) => this.#move(event),
          pointerleave: () => this.#hidePreview(),
          keydown: (event) => this.#key(event),
        },
      },
      this.curve,
      this.answers,
      this.played,
      this.points,
      this.preview,
    );
    player.addEventListener("time", () => this.#place());
    this.update();
    this.#place();
  }

  update() {
    const { view } = this.session;
    const percent = (time_s) => `${(100 * Math.min(1, time_s / this.player.duration_s)).toFixed(3)}%`;
    this.marks = debriefMarks(view.debrief);
    this.answers.replaceChildren(
      ...view.cards.map((card) =>
        el("span", { style: `left:${percent(card.start_s)};width:${percent(card.end_s - card.start_s)}` }),
      ),
    );
    this.points.replaceChildren(
      ...this.marks.map((mark) => el("span", { class: mark.kind, style: `left:${percent(mark.start_s)}` })),
    );
    this.#drawEnergy();
  }

  /** Free the second player. */
  destroy() {
    this.frame?.removeAttribute("src");
    this.frame?.load();
  }

  /** The voice's energy as a polygon, from its own lowest to its own highest. */
  #drawEnergy() {
    const lane = this.session.view.lanes.find((each) => each.id === "signal:voice_energy" && each.type === "signal");
    if (!lane) return;
    const signal = new SignalLane(lane),
      width_s = this.player.duration_s / COLUMNS;
    const points = Array.from({ length: COLUMNS }, (_, i) => {
      const value = signal.mean(i * width_s, (i + 1) * width_s);
      return `${((100 * (i + 0.5)) / COLUMNS).toFixed(2)}% ${(100 - 85 * (Number.isNaN(value) ? 0 : value)).toFixed(1)}%`;
    });
    this.curve.style.clipPath = `polygon(0 100%, ${points.join(", ")}, 100% 100%)`;
  }

  #timeAt(event) {
    const box = this.node.getBoundingClientRect();
    return (Math.min(Math.max(0, event.clientX - box.left), box.width) / box.width) * this.player.duration_s;
  }

  #markAt(event) {
    const reach_s = (SNAP_PX / this.node.clientWidth) * this.player.duration_s,
      at_s = this.#timeAt(event);
    return this.marks.find((mark) => Math.abs(mark.start_s - at_s) <= reach_s);
  }

  #press(event) {
    if (event.button) return;
    this.node.setPointerCapture(event.pointerId);
    this.player.seek(this.#markAt(event)?.start_s ?? this.#timeAt(event));
  }

  #move(event) {
    if (event.buttons) this.player.seek(this.#timeAt(event));
    const mark = this.#markAt(event),
      at_s = mark?.start_s ?? this.#timeAt(event);
    const names = { keep: t("Keep this"), change: t("Change one thing") };
    this.label.textContent = mark ? `${formatClock(at_s)} · ${names[mark.kind]}` : formatClock(at_s);
    this.preview.hidden = false;
    this.#showFrame(at_s);
    const box = this.node.getBoundingClientRect(),
      half = this.preview.offsetWidth / 2;
    this.preview.style.left = `${Math.min(Math.max(half, event.clientX - box.left), box.width - half)}px`;
  }

  /** A second, silent player shows the frame under the pointer; it seeks again once the last seek is done. */
  #showFrame(at_s) {
    if (!this.session.view.picture) return;
    if (!this.frame) {
      this.frame = el("video", { muted: true, playsinline: true, preload: "metadata", tabindex: "-1" });
      this.frame.muted = true;
      this.frame.src = this.player.video.src;
      this.frame.addEventListener("seeked", () => {
        if (this.wanted_s != null) this.#showFrame(this.wanted_s);
      });
      this.preview.prepend(this.frame);
    }
    if (this.frame.seeking) {
      this.wanted_s = at_s;
      return;
    }
    this.wanted_s = null;
    this.frame.currentTime = at_s;
  }

  #hidePreview() {
    this.preview.hidden = true;
    this.wanted_s = null;
  }

  #key(event) {
    const { player } = this;
    if (event.key in KEYS) player.skip(KEYS[event.key]);
    else if (event.key === "Home") player.seek(0);
    else if (event.key === "End") player.seek(player.duration_s);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #place() {
    const { time_s, duration_s } = this.player;
    this.played.style.width = `${(100 * time_s) / duration_s}%`;
    announceTime(this.node, time_s, duration_s);
  }
}
