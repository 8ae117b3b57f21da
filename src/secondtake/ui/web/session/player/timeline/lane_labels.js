// The column of lane labels: names, counts, buttons to fold a group or hide a lane.
import { button, el, focusBy, focusedBeside, icon } from "../../../shared/dom.js";
import { count, t } from "../../../shared/i18n.js";
import { AXIS } from "./lane_layout.js";
import { markerIcon } from "./marker_shapes.js";

/** @import { Timeline } from './timeline.js' */

export class LaneLabels {
  /** @param {Timeline} timeline */
  constructor(timeline) {
    this.timeline = timeline;
    this.node = el("div", { class: "names", role: "group", "aria-label": t("Lanes") });
  }

  render(rows) {
    const focused = focusedBeside(this.node)?.dataset?.focus;
    this.node.replaceChildren(
      el("div", { class: "axis-name", style: `height:${AXIS}px` }),
      ...rows.map((row) => this.#name(row)),
    );
    if (focused) focusBy(this.node, "data-focus", focused);
  }

  fold(group) {
    this.timeline.options.fold(group);
    this.timeline.arrange();
  }

  hide(lane) {
    this.timeline.options.hide(lane);
    this.timeline.arrange();
  }

  showAll() {
    this.timeline.options.showAll();
    this.timeline.arrange();
  }

  #name(row) {
    const style = `height:${row.height}px`;
    if (row.type === "answers")
      return el("div", { class: "name answers", style }, el("span", { class: "label", text: t("Answers") }));
    if (row.type === "group") {
      return el(
        "button",
        {
          type: "button",
          class: "name group",
          style,
          "aria-expanded": String(!row.folded),
          data: { focus: row.id },
          on: { click: () => this.fold(row.group.id) },
        },
        icon(row.folded ? "right" : "down"),
        el("span", { class: "label", text: t(row.group.label) }),
        el("span", {
          class: "number tabular",
          text: row.group.count,
          "aria-label": count(row.group.count, "{n} moment", "{n} moments"),
        }),
      );
    }
    const { lane } = row,
      signal = lane.type === "signal";
    return el(
      "div",
      {
        class: `name ${lane.type}`,
        style,
        title: lane.about
          ? t(lane.about)
          : `${Number(lane.low.toFixed(1))} – ${Number(lane.high.toFixed(1))} ${t(lane.unit)}`,
      },
      signal
        ? el("i", { class: "wave", style: `background:var(--${lane.group})` })
        : markerIcon(lane.shape, lane.group),
      el("span", { class: "label", text: t(lane.label) }),
      signal ? null : el("span", { class: "number tabular", text: lane.count }),
      button(t("Hide {lane}", { lane: t(lane.label) }), {
        icon: "hide",
        words: false,
        kind: "quiet hide",
        on: { click: () => this.hide(lane.id) },
      }),
    );
  }
}
