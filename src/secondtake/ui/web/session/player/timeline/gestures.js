// Pointer, wheel and pinch on the timeline: click seeks, drag loops a span or moves an answer's edge,
// Ctrl and wheel or a pinch zooms, a sideways wheel pans.
import { formatClock, formatDuration } from "../../../shared/time.js";
import { t } from "../../../shared/i18n.js";

/** @import { Timeline } from './timeline.js' */

const DRAG_PX = 5;
const EDGE_PX = 7;
const LEAD_S = 0.4; // start a little before the moment

export class Gestures {
  /** @param {Timeline} timeline */
  constructor(timeline) {
    this.timeline = timeline;
    this.pointers = new Map();
    const { plot } = timeline;
    plot.addEventListener("pointerdown", (event) => this.#down(event));
    plot.addEventListener("pointermove", (event) => this.#move(event));
    plot.addEventListener("pointerup", (event) => this.#up(event));
    plot.addEventListener("pointercancel", (event) => this.#cancel(event));
    plot.addEventListener("pointerleave", () => timeline.showTip(null));
    plot.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  get busy() {
    return this.pointers.size > 0;
  }

  #down(event) {
    if (event.button) return;
    const { timeline } = this;
    timeline.plot.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, event);
    if (this.pointers.size === 2) {
      this.#startPinch();
      return;
    }
    this.drag = { x: event.clientX, from_s: timeline.timeAt(event.clientX), moved: false, edge: this.#edgeAt(event) };
  }

  #move(event) {
    const { timeline } = this;
    if (!this.pointers.has(event.pointerId)) {
      this.#hover(event);
      return;
    }
    this.pointers.set(event.pointerId, event);
    if (this.pinch) {
      this.#pinching();
      return;
    }
    const { drag } = this;
    if (!drag) return;
    drag.moved ||= Math.abs(event.clientX - drag.x) > DRAG_PX;
    if (!drag.moved) return;
    const at_s = timeline.timeAt(event.clientX);
    if (drag.edge) this.#dragEdge(at_s, event);
    else {
      const span = [Math.min(drag.from_s, at_s), Math.max(drag.from_s, at_s)];
      timeline.choose(span);
      timeline.showTip(
        `${formatClock(span[0])} – ${formatClock(span[1])} · ${formatDuration(span[1] - span[0])}`,
        event,
      );
    }
  }

  #up(event) {
    const { drag, timeline } = this;
    this.pointers.delete(event.pointerId);
    if (this.pinch) {
      if (!this.pointers.size) this.pinch = null;
      this.drag = null;
      return;
    }
    this.drag = null;
    if (!drag) return;
    if (!drag.moved) {
      this.#click(event);
      return;
    }
    timeline.showTip(null);
    if (drag.edge) this.#dropEdge(drag.edge);
    else timeline.player.loop(timeline.selection, { play: true });
  }

  #cancel(event) {
    this.pointers.delete(event.pointerId);
    this.drag = this.pinch = null;
    this.timeline.choose(this.timeline.player.loopSpan);
  }

  #click(event) {
    const { timeline } = this,
      moment = timeline.momentAt(event),
      row = timeline.rowAt(event.clientY);
    if (moment != null) timeline.session.select(moment, { lead_s: LEAD_S });
    else if (row?.type === "group") timeline.labels.fold(row.group.id);
    else timeline.player.seek(timeline.timeAt(event.clientX));
  }

  #hover(event) {
    const { timeline } = this,
      moment = timeline.momentAt(event),
      edge = this.#edgeAt(event);
    timeline.plot.style.cursor = edge ? "ew-resize" : moment != null ? "pointer" : "";
    const text = edge
      ? t("Drag to move the start or end of answer {n}", { n: edge.index + 1 })
      : moment != null
        ? timeline.session.describe(moment)
        : formatClock(timeline.timeAt(event.clientX));
    timeline.showTip(text, event);
  }

  #edgeAt(event) {
    const { timeline } = this;
    if (timeline.session.fixed || timeline.rowAt(event.clientY)?.type !== "answers") return null;
    const x = event.clientX - timeline.plot.getBoundingClientRect().left;
    for (const card of timeline.session.view.cards) {
      for (const side of ["start_s", "end_s"]) {
        if (Math.abs(timeline.xOf(card[side]) - x) <= EDGE_PX) return { index: card.index, side, before: card[side] };
      }
    }
    return null;
  }

  #dragEdge(at_s, event) {
    const {
        timeline,
        drag: { edge },
      } = this,
      { cards } = timeline.session.view,
      card = cards[edge.index];
    const floor_s = edge.side === "start_s" ? (cards[edge.index - 1]?.end_s ?? 0) : card.start_s + 1;
    const ceiling_s =
      edge.side === "end_s" ? (cards[edge.index + 1]?.start_s ?? timeline.range.whole_s) : card.end_s - 1;
    card[edge.side] = Math.min(Math.max(at_s, floor_s), ceiling_s);
    timeline.showTip(formatClock(card[edge.side], true), event);
    timeline.draw();
  }

  #dropEdge({ index, side, before }) {
    const { session } = this.timeline,
      card = session.view.cards[index];
    session.correctAnswers(session.answers(), t("Answer {n} moved", { n: index + 1 })).then((saved) => {
      if (saved) return;
      card[side] = before;
      this.timeline.draw();
    });
  }

  #startPinch() {
    const [a, b] = [...this.pointers.values()],
      { range } = this.timeline;
    this.timeline.choose(null);
    this.pinch = {
      apart: Math.abs(a.clientX - b.clientX),
      width_s: range.width_s,
      around_s: this.timeline.timeAt((a.clientX + b.clientX) / 2),
    };
  }

  #pinching() {
    if (this.pointers.size < 2) return;
    const [a, b] = [...this.pointers.values()],
      { range } = this.timeline,
      { pinch } = this;
    const wanted_s = (pinch.width_s * pinch.apart) / Math.max(20, Math.abs(a.clientX - b.clientX));
    range.zoom(wanted_s / range.width_s, pinch.around_s);
  }

  #wheel(event) {
    const { range, plot } = this.timeline,
      sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
    if (event.ctrlKey || event.metaKey) range.zoom(Math.exp(event.deltaY * 0.004), this.timeline.timeAt(event.clientX));
    else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))
      range.pan((sideways / plot.clientWidth) * range.width_s);
    else return; // a plain wheel scrolls the page
    event.preventDefault();
  }
}
