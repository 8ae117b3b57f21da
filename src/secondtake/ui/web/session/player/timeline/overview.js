// The whole recording in one strip: density of moments, and the range the timeline shows.
import { el } from "../../../shared/dom.js";
import { formatClock } from "../../../shared/time.js";
import { count, t } from "../../../shared/i18n.js";
import { fitCanvas } from "./draw_timeline.js";

/** @import { Timeline } from './timeline.js' */

const BINS = 160;
const PEAKS = 2;
const MIN_PEAK = 4; // moments in one bin; our choice: fewer is not worth a name

export class Overview {
  /** @param {Timeline} timeline */
  constructor(timeline) {
    this.timeline = timeline;
    this.canvas = el("canvas", { "aria-hidden": "true" });
    this.window = el("div", { class: "window" });
    this.peaks = el("div", { class: "peaks" });
    this.strip = el("div", { class: "strip" }, this.canvas, this.window);
    this.node = el("div", { class: "overview" }, this.strip, this.peaks);
    this.strip.addEventListener("pointerdown", (event) => {
      this.strip.setPointerCapture(event.pointerId);
      this.#centre(event);
    });
    this.strip.addEventListener("pointermove", (event) => {
      if (event.buttons) this.#centre(event);
    });
    timeline.addEventListener("drawn", () => this.draw());
    timeline.addEventListener("arranged", () => {
      this.bins = null;
    });
  }

  draw() {
    const { timeline } = this,
      { range, colours } = timeline;
    if (!this.bins) {
      this.#count();
      this.painted = null;
    }
    const key = `${colours.ink}${this.strip.clientWidth}`;
    if (this.painted !== key) {
      this.#paint(colours);
      this.painted = key;
    }
    this.window.style.left = `${(range.start_s / range.whole_s) * 100}%`;
    this.window.style.width = `${(range.width_s / range.whole_s) * 100}%`;
    this.window.classList.toggle("all", range.width_s >= range.whole_s);
  }

  #count() {
    const { starts } = this.timeline.stepping("all"),
      { whole_s } = this.timeline.range;
    this.bins = new Uint16Array(BINS);
    starts.forEach((at_s) => {
      this.bins[Math.min(BINS - 1, Math.floor((at_s / whole_s) * BINS))] += 1;
    });
    this.#name();
  }

  #name() {
    const ranked = [...this.bins]
      .map((n, i) => [n, i])
      .filter(([n]) => n >= MIN_PEAK)
      .sort((a, b) => b[0] - a[0] || a[1] - b[1]);
    const { whole_s } = this.timeline.range,
      apart = BINS / 12,
      peaks = [];
    for (const peak of ranked)
      if (peaks.length < PEAKS && peaks.every(([, i]) => Math.abs(i - peak[1]) > apart)) peaks.push(peak);
    this.peaks.replaceChildren(
      ...peaks.map(([n, i]) => {
        const at_s = (i / BINS) * whole_s;
        return el("button", {
          type: "button",
          class: "peak",
          style: `left:${((i + 0.5) / BINS) * 100}%`,
          text: t("{what} around {at}", { what: count(n, "{n} moment", "{n} moments"), at: formatClock(at_s) }),
          on: { click: () => this.timeline.player.seek(at_s) },
        });
      }),
    );
  }

  #paint(colours) {
    const [g, width, height] = fitCanvas(this.canvas),
      most = Math.max(2, ...this.bins),
      { cards } = this.timeline.session.view;
    const { whole_s } = this.timeline.range;
    g.fillStyle = colours.answers;
    for (const card of cards) {
      g.globalAlpha = 0.5;
      g.fillRect(
        (card.start_s / whole_s) * width,
        height - 3,
        Math.max(1, ((card.end_s - card.start_s) / whole_s) * width - 1),
        3,
      );
    }
    g.globalAlpha = 0.55;
    g.beginPath();
    this.bins.forEach((n, i) => {
      const tall = 3 + (n / most) * (height - 11);
      if (n) g.roundRect((i / BINS) * width, height - 4 - tall, width / BINS - 1, tall, [1.5, 1.5, 0, 0]);
    });
    g.fill();
  }

  #centre(event) {
    const box = this.strip.getBoundingClientRect(),
      { range, player } = this.timeline;
    const at_s = ((event.clientX - box.left) / box.width) * range.whole_s;
    if (range.width_s >= range.whole_s) player.seek(at_s);
    else range.set(at_s - range.width_s / 2, at_s + range.width_s / 2);
  }
}
