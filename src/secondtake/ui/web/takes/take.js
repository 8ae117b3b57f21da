// One take: its menu, its player and the timeline of its answer.
import { button, el } from "../shared/dom.js";
import { formatDay, formatDuration, formatMoment } from "../shared/time.js";
import { t } from "../shared/i18n.js";
import { listenForShortcuts } from "../session/player/shortcuts.js";
import { Player } from "../session/player/player.js";
import { VisibleRange } from "../session/player/timeline/visible_range.js";
import { Timeline } from "../session/player/timeline/timeline.js";

const ROOM = 0.03; // share of the answer, on either side

/** A player with an event for seeking; playing on sends none. */
class LinkedPlayer extends Player {
  seek(time_s, options) {
    super.seek(time_s, options);
    this.dispatchEvent(new Event("sought"));
  }
}

export class Take {
  constructor(page, side, take, view) {
    this.page = page;
    this.take = take;
    this.view = view;
    this.fixed = true;
    this.card = view.cards[0];
    const path = (part) => `/api/sessions/${take.session}/${part}`;
    this.player = new LinkedPlayer({ ...view, media: path("media"), captions: path("captions") });
    this.range = new VisibleRange(view.duration_s);
    this.timeline = new Timeline(this, this.player, this.range);
    this.timeline.plot.setAttribute("aria-label", t("Timeline of the take from {day}", { day: formatDay(take.at) }));
    const room_s = this.lasts_s * ROOM;
    this.range.set(this.card.start_s - room_s, this.card.end_s + room_s);
    this.star = button(t("Best take"), {
      icon: "check",
      kind: "quiet",
      "aria-pressed": "false",
      on: { click: () => page.best(take) },
    });
    this.node = el(
      "section",
      { class: "take", "aria-label": side === "now" ? t("Later take") : t("Earlier take") },
      el("div", { class: "row take-head" }, this.#which(side), this.star),
      el(
        "p",
        { class: "small soft" },
        `${take.kind === "real" ? t("Real interview") : t("Practice")} · ${formatDuration(this.lasts_s)} · `,
        el("a", {
          href: `/review?s=${take.session}`,
          text: t("Open the review"),
          on: { click: (event) => page.open(event, { session: take.session }) },
        }),
      ),
      el("div", { class: "theatre panel" }, this.player.stage, this.player.bar),
      el("div", { class: "timeline panel" }, this.timeline.node),
    );
    listenForShortcuts(this.node, this.#keys());
    this.scheme = matchMedia("(prefers-color-scheme: dark)");
    this.recolour = () => requestAnimationFrame(() => this.timeline.recolour());
    this.scheme.addEventListener("change", this.recolour);
  }

  get lasts_s() {
    return this.card.end_s - this.card.start_s;
  }
  get into_s() {
    return this.player.time_s - this.card.start_s;
  }

  /** Seek to a time counted from the answer's start. */
  goTo(into_s) {
    this.player.seek(this.card.start_s + Math.min(Math.max(0, into_s), this.lasts_s));
  }

  /** Play from a moment of the recording. */
  playFrom(start_s) {
    this.player.seek(start_s);
    this.player.play();
    this.node.scrollIntoView({ block: "nearest" });
  }

  // The part of Session's interface that Timeline uses.

  select(i, { lead_s = 0.4 } = {}) {
    this.timeline.selected = i;
    this.player.seek(this.view.moments.start_s[i] - lead_s);
    this.timeline.draw();
  }

  describe(i) {
    const { moments, lanes } = this.view,
      lane = lanes.find((lane) => lane.id === moments.kind[i]);
    return [
      t(lane.one),
      moments.label[i] && `(${t(moments.label[i])})`,
      formatDuration(moments.end_s[i] - moments.start_s[i]),
    ]
      .filter(Boolean)
      .join(" ");
  }

  markBest(key) {
    const best = key === this.take.key;
    this.star.setAttribute("aria-pressed", String(best));
    this.star.lastChild.textContent = best ? t("Your best take") : t("Mark as best");
  }

  destroy() {
    this.scheme.removeEventListener("change", this.recolour);
    this.player.destroy();
    this.timeline.destroy();
  }

  #which(side) {
    return el(
      "select",
      {
        "aria-label": side === "now" ? t("Later take") : t("Earlier take"),
        on: { change: (event) => this.page.choose(side, event.target.value) },
      },
      this.page.view.takes.map((take, i) =>
        el("option", {
          value: take.key,
          selected: take.key === this.take.key,
          text: `${t("Take {n}", { n: i + 1 })} · ${formatMoment(take.at)} · ${take.title}`,
        }),
      ),
    );
  }

  #keys() {
    const { player } = this;
    return {
      " ": () => player.toggle(),
      k: () => player.toggle(),
      ArrowLeft: () => player.skip(-5),
      ArrowRight: () => player.skip(5),
      Escape: () => player.loop(null),
    };
  }
}
