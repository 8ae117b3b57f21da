// Player, transcript, moment card and timeline together.
import { button, el, focusBy, focusedBeside, reveal } from "../../shared/dom.js";
import { count, t } from "../../shared/i18n.js";
import { listenForShortcuts, shortcutsDialog } from "./shortcuts.js";
import { CornerPlayer } from "./corner_player.js";
import { keepInSight } from "./keep_in_sight.js";
import { MomentCard } from "./moment_card.js";
import { Overview } from "./timeline/overview.js";
import { Player } from "./player.js";
import { Scrubber } from "./scrubber.js";
import { VisibleRange } from "./timeline/visible_range.js";
import { Timeline } from "./timeline/timeline.js";
import { Transcript } from "./transcript/transcript.js";

/** @import { Session } from '../main.js' */

export class ReviewPlayer {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    const { view } = session;
    this.player = new Player({ ...view, media: session.path("media"), captions: session.path("captions") });
    this.range = new VisibleRange(view.duration_s);
    this.timeline = new Timeline(session, this.player, this.range);
    this.overview = new Overview(this.timeline);
    this.transcript = new Transcript(session, this.player);
    this.card = new MomentCard(session);
    this.scrubber = new Scrubber(session, this.player);
    const theatre = el("div", { class: "theatre panel" }, this.player.stage, this.scrubber.node, this.player.bar);
    this.help = shortcutsDialog();
    this.tools = el("div", { class: "tools row", role: "toolbar", "aria-label": t("Timeline") });
    this.quiet = el("div", { class: "quiet-kinds small soft" });
    const place = el("div", { class: "theatre-place" }, theatre);
    const dock = el(
      "div",
      { class: "dock" },
      el("div", { class: `watch${view.picture ? "" : " no-video"}` }, place, this.transcript.node),
      this.card.node,
    );
    this.node = el(
      "section",
      { class: "review-player", id: "watch", "aria-label": t("Watch and listen") },
      el("h2", { class: "visually-hidden", text: t("Watch and listen") }),
      dock,
      el("div", { class: "timeline panel" }, this.tools, this.timeline.node, this.overview.node),
      this.quiet,
      this.help,
    );
    keepInSight(this.node, [dock, place]);
    listenForShortcuts(theatre, {
      ArrowUp: () => this.player.changeVolume(1),
      ArrowDown: () => this.player.changeVolume(-1),
    });
    this.corner = new CornerPlayer(theatre, this.player);
    this.stopListening = listenForShortcuts(window, this.#keys());
    this.timeline.addEventListener("arranged", () => this.#renderTools());
    this.#renderTools();
  }

  update() {
    this.timeline.update();
    this.transcript.update();
    this.scrubber.update();
    if (this.card.index != null) this.card.show(this.timeline.selected);
    this.#renderTools();
  }

  /** Redraw what shows whether a moment counts. */
  showDismissal() {
    this.timeline.draw();
    if (this.card.index != null) this.card.show(this.timeline.selected);
  }

  /** Select a moment: show its card and seek to just before it. */
  select(i, { lead_s = 0.4, loop = false, scroll = false } = {}) {
    const { moments } = this.session.view;
    this.timeline.selected = i;
    this.timeline.unfold(moments.kind[i]);
    this.card.show(i);
    this.range.show(moments.start_s[i]);
    if (loop) this.card.loop();
    else this.player.seek(moments.start_s[i] - lead_s);
    this.timeline.draw();
    if (scroll) {
      reveal(this.node);
      this.timeline.plot.focus({ preventScroll: true });
    }
    this.session.announce(this.session.describe(i));
  }

  step(direction) {
    const i = this.timeline.neighbour(this.kind?.value ?? "all", direction);
    if (i === undefined)
      this.session.announce(direction > 0 ? t("No later moment of this kind.") : t("No earlier moment of this kind."));
    else this.select(i);
  }

  showAnswer(n) {
    const card = this.session.view.cards[n];
    if (!card) return;
    this.answer = n;
    const room_s = (card.end_s - card.start_s) * 0.04;
    this.range.set(card.start_s - room_s, card.end_s + room_s);
    if (this.player.time_s < card.start_s || this.player.time_s > card.end_s) this.player.seek(card.start_s);
  }

  destroy() {
    this.stopListening();
    this.corner.destroy();
    this.scrubber.destroy();
    this.player.destroy();
    this.timeline.destroy();
  }

  /** Show the answer after the one that the timeline shows, then the first again. */
  showNextAnswer() {
    const { cards } = this.session.view;
    if (!cards.length) return;
    const isWhole = this.range.width_s >= this.range.whole_s;
    this.showAnswer(isWhole ? 0 : ((this.answer ?? -1) + 1) % cards.length);
  }

  #keys() {
    const { player, range } = this,
      zoom = (factor) => range.zoom(factor, player.time_s);
    const keys = {
      " ": () => player.toggle(),
      k: () => player.toggle(),
      j: () => player.skip(-10),
      l: () => player.skip(10),
      ArrowLeft: () => player.skip(-5),
      ArrowRight: () => player.skip(5),
      ",": () => player.stepFrame(-1),
      ".": () => player.stepFrame(1),
      m: () => player.mute(),
      f: () => player.fullscreen(),
      a: () => this.showNextAnswer(),
      z: () => range.whole(),
      n: () => this.step(1),
      p: () => this.step(-1),
      r: () => this.card.loop(),
      "+": () => zoom(0.5),
      "=": () => zoom(0.5),
      "-": () => zoom(2),
      c: () => player.captions(),
      "<": () => player.rate(-1),
      ">": () => player.rate(1),
      d: () => {
        if (this.card.index != null) this.session.dismiss(this.card.index, true);
      },
      Escape: () => player.loop(null),
      "?": () => this.help.showModal(),
    };
    for (let n = 0; n <= 9; n += 1) keys[n] = () => player.seek((n / 10) * player.duration_s);
    return keys;
  }

  #renderTools() {
    const { view } = this.session,
      { options } = this.timeline,
      missing = options.missing(view),
      chosen = this.kind?.value ?? "all";
    const b = (label, name, act) => button(label, { icon: name, words: false, kind: "quiet", on: { click: act } });
    const focused = focusedBeside(this.tools)?.getAttribute?.("aria-label");
    const moments = view.lanes.filter((lane) => lane.type === "moments" && !options.hidden.has(lane.id));
    this.kind = el(
      "select",
      { "aria-label": t("Which moments to step through"), on: { change: () => this.timeline.draw() } },
      el("option", { value: "all", text: t("All moments") }),
      moments.map((lane) =>
        el("option", { value: lane.id, selected: lane.id === chosen, text: `${t(lane.label)} (${lane.count})` }),
      ),
    );
    const tools = [
      el(
        "div",
        { class: "row steps" },
        b(t("Previous moment"), "previous", () => this.step(-1)),
        this.kind,
        b(t("Next moment"), "next", () => this.step(1)),
      ),
      view.cards.length > 1
        ? el(
            "div",
            { class: "row answers-zoom", role: "group", "aria-label": t("Show one answer") },
            el("span", { class: "small soft", text: t("Answer") }),
            view.cards
              .slice(0, 9)
              .map((card) =>
                button(String(card.index + 1), {
                  kind: "quiet number-button",
                  "aria-label": t("Show answer {n}", { n: card.index + 1 }),
                  on: { click: () => this.showAnswer(card.index) },
                }),
              ),
          )
        : null,
      el("span", { class: "push" }),
      this.timeline.clear,
      missing
        ? button(count(missing, "Show {n} hidden lane", "Show {n} hidden lanes"), {
            icon: "eye",
            kind: "quiet",
            on: { click: () => this.timeline.labels.showAll() },
          })
        : null,
      el(
        "select",
        {
          "aria-label": t("Lane order"),
          on: {
            change: (event) => {
              options.sort(event.target.value);
              this.timeline.arrange();
            },
          },
        },
        [
          ["group", t("By group")],
          ["importance", t("By importance")],
        ].map(([value, text]) => el("option", { value, text, selected: options.order === value })),
      ),
      b(t("Zoom out"), "zoomOut", () => this.range.zoom(2, this.player.time_s)),
      b(t("Zoom in"), "zoomIn", () => this.range.zoom(0.5, this.player.time_s)),
      b(t("Show the whole session"), "whole", () => this.range.whole()),
      b(t("Keyboard shortcuts"), "keyboard", () => this.help.showModal()),
    ];
    this.tools.replaceChildren(...tools.filter(Boolean));
    if (focused) focusBy(this.tools, "aria-label", focused);
    const listed = (kinds) => kinds.map((kind) => t(kind).toLowerCase()).join(", ");
    this.quiet.replaceChildren(
      ...(view.quiet.length ? [el("p", { text: t("Not detected: {kinds}.", { kinds: listed(view.quiet) }) })] : []),
      ...view.unmeasured.map(({ why, kinds }) =>
        el("p", { text: t("Not measured ({why}): {kinds}.", { why: t(why), kinds: listed(kinds) }) }),
      ),
    );
  }
}
