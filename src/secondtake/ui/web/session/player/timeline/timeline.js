// The timeline below the video: lanes, playhead, selection. draw_timeline.js draws it, gestures.js handles input.
import { button, el } from "../../../shared/dom.js";
import { lowerBound } from "../../../shared/time.js";
import { t } from "../../../shared/i18n.js";
import { LanePreferences } from "./lane_preferences.js";
import { LaneLabels } from "./lane_labels.js";
import { drawTimeline } from "./draw_timeline.js";
import { readColours, textScale } from "./canvas_colours.js";
import { Gestures } from "./gestures.js";
import { indexByKind, layoutLanes } from "./lane_layout.js";
import { SignalLane } from "./signal_lane.js";
import { announceTime } from "../time_slider.js";

/** @import { Session } from '../../main.js' */
/** @import { Player } from '../player.js' */
/** @import { VisibleRange } from './visible_range.js' */
/**
 * A session, or a take, whose answers cannot be edited (`fixed`).
 * @typedef {Pick<Session, 'view' | 'select' | 'describe'> & Partial<Session> & { fixed?: boolean }} TimelineOwner
 */

const REACH_PX = 7; // distance from a marker that still hits it

export class Timeline extends EventTarget {
  /**
   * @param {TimelineOwner} session
   * @param {Player} player
   * @param {VisibleRange} range
   */
  constructor(session, player, range) {
    super();
    this.session = session;
    this.player = player;
    this.range = range;
    this.selected = null;
    this.selection = null;
    this.options = new LanePreferences(session.view);
    this.stats = { paints: 0, most_ms: 0, sum_ms: 0 };
    this.canvas = el("canvas", { "aria-hidden": "true" });
    this.head = el("div", { class: "playhead", "aria-hidden": "true" });
    this.chosen = el("div", { class: "chosen", "aria-hidden": "true", hidden: true });
    this.tip = el("div", { class: "tip", hidden: true, "aria-hidden": "true" });
    this.plot = el(
      "div",
      {
        class: "plot",
        tabindex: "0",
        role: "slider",
        "aria-label": t("Timeline"),
        "aria-valuemin": "0",
        "aria-valuemax": String(Math.round(session.view.duration_s)),
      },
      this.canvas,
      this.chosen,
      this.head,
      this.tip,
    );
    this.probe = el("span", { class: "colour-probe", hidden: true });
    this.labels = new LaneLabels(this);
    this.clear = button(t("End the loop"), {
      icon: "close",
      kind: "quiet small-button",
      hidden: true,
      on: { click: () => this.player.loop(null) },
    });
    this.node = el("div", { class: "lanes" }, this.labels.node, this.plot, this.probe);
    this.gestures = new Gestures(this);
    player.addEventListener("time", () => this.#place());
    player.addEventListener("loop", () => this.#markLoop());
    range.addEventListener("change", () => this.draw());
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(this.plot);
    this.update();
  }

  /** Redraw after the view has changed. */
  update() {
    const { view } = this.session;
    this.kinds = indexByKind(view.moments);
    this.signals = new Map(
      view.lanes.filter((lane) => lane.type === "signal").map((lane) => [lane.id, new SignalLane(lane)]),
    );
    if (this.selected >= view.moments.id.length) this.selected = null;
    this.arrange();
  }

  /** Lay out the lanes after folding, hiding or sorting. */
  arrange() {
    const { rows, height } = layoutLanes(this.session.view, { ...this.options, scale: textScale() });
    this.rows = rows;
    this.plot.style.height = `${height}px`;
    this.labels.render(rows);
    this.steps = null;
    this.dispatchEvent(new Event("arranged"));
    this.draw();
  }

  /** Unfold the group of a kind of moment, and show its lane. */
  unfold(kind) {
    const { folded, hidden } = this.options,
      lane = this.session.view.lanes.find((lane) => lane.id === kind);
    const [opened, shown] = [folded.delete(lane?.group), hidden.delete(kind)];
    if (opened || shown) this.arrange();
  }

  recolour() {
    this.colours = null;
    this.draw();
  }

  draw() {
    if (this.pending) return;
    this.pending = requestAnimationFrame(() => {
      this.pending = 0;
      if (!this.plot.isConnected) return;
      this.colours ??= readColours(this.probe);
      const from = performance.now();
      drawTimeline(this.canvas, this.#scene());
      const took = performance.now() - from;
      this.stats = {
        paints: this.stats.paints + 1,
        most_ms: Math.max(this.stats.most_ms, took),
        sum_ms: this.stats.sum_ms + took,
      };
      this.width = this.plot.clientWidth;
      this.#place();
      this.#markLoop();
      this.dispatchEvent(new Event("drawn"));
    });
  }

  /** Return the moments that "next" and "previous" step through: one kind, or all that are not information only. */
  stepping(kind) {
    if (this.steps?.kind === kind) return this.steps;
    const { view } = this.session,
      { moments } = view;
    const lanes = view.lanes.filter(
      (lane) =>
        lane.type === "moments" &&
        !this.options.hidden.has(lane.id) &&
        (kind === "all" ? !lane.information : lane.id === kind),
    );
    const ids = new Set(lanes.map((lane) => lane.id)),
      indices = [];
    moments.kind.forEach((name, i) => {
      if (ids.has(name) && !moments.dismissed[i]) indices.push(i);
    });
    this.steps = { kind, indices, starts: indices.map((i) => moments.start_s[i]) };
    return this.steps;
  }

  /** Return the index of the next (+1) or previous (-1) moment of a kind, or undefined at the end. */
  neighbour(kind, direction) {
    const { indices, starts } = this.stepping(kind),
      { moments } = this.session.view;
    if (
      this.selected != null &&
      indices.includes(this.selected) &&
      Math.abs(this.player.time_s - moments.start_s[this.selected]) < 1.5
    ) {
      return indices[indices.indexOf(this.selected) + direction];
    }
    const at = lowerBound(starts, this.player.time_s + 0.01);
    return indices[direction > 0 ? at : at - 1];
  }

  timeAt(clientX) {
    const box = this.plot.getBoundingClientRect();
    return this.range.start_s + ((clientX - box.left) / box.width) * this.range.width_s;
  }

  xOf(time_s) {
    return ((time_s - this.range.start_s) / this.range.width_s) * this.plot.clientWidth;
  }

  rowAt(clientY) {
    const y = clientY - this.plot.getBoundingClientRect().top;
    return this.rows.find((row) => y >= row.y && y < row.y + row.height);
  }

  /** Return the index of the moment under the pointer, or null. */
  momentAt(event) {
    const row = this.rowAt(event.clientY);
    const lanes =
      row?.type === "moments" ? [row.lane] : row?.folded ? row.lanes.filter((l) => l.type === "moments") : [];
    const at_s = this.timeAt(event.clientX),
      reach_s = (REACH_PX / this.plot.clientWidth) * this.range.width_s;
    const { moments } = this.session.view;
    let best = null,
      nearest = reach_s;
    for (const lane of lanes) {
      const kind = this.kinds.get(lane.id);
      if (!kind) continue;
      for (
        let k = lowerBound(kind.starts, at_s - kind.longest - reach_s);
        k < kind.starts.length && kind.starts[k] <= at_s + reach_s;
        k += 1
      ) {
        const i = kind.indices[k];
        if (moments.dismissed[i]) continue;
        const away = Math.max(moments.start_s[i] - at_s, at_s - moments.end_s[i], 0);
        if (away <= nearest) {
          nearest = away;
          best = i;
        }
      }
    }
    return best;
  }

  /** Highlight a selected span; null removes it. */
  choose(span) {
    this.selection = span;
    this.chosen.hidden = !span;
    if (!span) return;
    const from = this.xOf(span[0]),
      to = this.xOf(span[1]);
    this.chosen.style.transform = `translateX(${from}px)`;
    this.chosen.style.width = `${Math.max(1, to - from)}px`;
  }

  showTip(text, event) {
    this.tip.hidden = !text;
    if (!text) return;
    this.tip.textContent = text;
    const box = this.plot.getBoundingClientRect(),
      x = event.clientX - box.left,
      wide = this.tip.offsetWidth;
    this.tip.style.left = `${Math.max(2, Math.min(x + 14, box.width - wide - 4))}px`;
    this.tip.style.top = `${Math.max(2, event.clientY - box.top - 36)}px`;
  }

  destroy() {
    this.resized.disconnect();
    cancelAnimationFrame(this.pending);
  }

  #scene() {
    const { view } = this.session;
    return {
      rows: this.rows,
      range: this.range,
      moments: view.moments,
      kinds: this.kinds,
      signals: this.signals,
      cards: view.cards,
      shading: view.shading,
      colours: this.colours,
      selected: this.selected,
    };
  }

  #place() {
    const { time_s } = this.player;
    if (this.player.playing && !this.gestures.busy && !this.player.loopSpan) this.range.follow(time_s);
    const x = ((time_s - this.range.start_s) / this.range.width_s) * (this.width ?? 0);
    this.head.style.transform = `translateX(${x}px)`;
    this.head.hidden = x < -1 || x > (this.width ?? 0) + 1;
    announceTime(this.plot, time_s, this.range.whole_s);
  }

  #markLoop() {
    this.choose(this.player.loopSpan);
    this.clear.hidden = !this.player.loopSpan;
  }
}
