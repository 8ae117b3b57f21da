// The range of the recording that the timeline shows.

const SHORTEST_S = 2;

export class VisibleRange extends EventTarget {
  /** @param {number} duration_s of the recording */
  constructor(duration_s) {
    super();
    this.whole_s = duration_s;
    this.start_s = 0;
    this.end_s = duration_s;
  }

  get width_s() {
    return this.end_s - this.start_s;
  }

  set(start_s, end_s) {
    const width_s = Math.min(Math.max(end_s - start_s, Math.min(SHORTEST_S, this.whole_s)), this.whole_s);
    const from_s = Math.min(Math.max(0, start_s), this.whole_s - width_s);
    if (from_s === this.start_s && from_s + width_s === this.end_s) return;
    this.start_s = from_s;
    this.end_s = from_s + width_s;
    this.dispatchEvent(new Event("change"));
  }

  whole() {
    this.set(0, this.whole_s);
  }
  pan(by_s) {
    this.set(this.start_s + by_s, this.end_s + by_s);
  }

  /** Zoom by a factor (below 1: closer) around a time that keeps its position on the screen. */
  zoom(factor, around_s) {
    const at_s = Math.min(Math.max(around_s, this.start_s), this.end_s);
    this.set(at_s - (at_s - this.start_s) * factor, at_s + (this.end_s - at_s) * factor);
  }

  /** Make a time visible without changing the zoom. */
  show(time_s) {
    if (time_s >= this.start_s && time_s <= this.end_s) return;
    this.set(time_s - this.width_s * 0.15, time_s + this.width_s * 0.85);
  }

  /** Turn the page when the playhead leaves the range. */
  follow(time_s) {
    if (time_s > this.end_s || time_s < this.start_s) this.show(time_s);
  }
}
