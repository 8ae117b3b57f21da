// The selected moment: what, when, how certain, why, and what to do about it.
import { autosave } from "../../shared/autosave.js";
import { button, el, icon } from "../../shared/dom.js";
import { formatClock, formatDuration } from "../../shared/time.js";
import { capitalise, t, withArticle } from "../../shared/i18n.js";
import { componentBars } from "../energy/component_bars.js";
import { markerIcon } from "./timeline/marker_shapes.js";

/** @import { Session } from '../main.js' */

const SHORTEST_LOOP_S = 3,
  LONGEST_LOOP_S = 6,
  BEFORE_S = 1;

/**
 * Return the span to loop for a moment: from a second before it, three to six seconds long.
 * @param {number} start_s
 * @param {number} end_s
 * @returns {[number, number]}
 */
export function loopAround(start_s, end_s) {
  const from_s = Math.max(0, start_s - BEFORE_S);
  return [from_s, from_s + Math.min(LONGEST_LOOP_S, Math.max(SHORTEST_LOOP_S, end_s - from_s + 0.8))];
}

export class MomentCard {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.node = el("section", {
      class: "moment panel",
      "aria-label": t("The selected moment"),
      on: { keydown: (event) => this.#closeOnEscape(event) },
    });
    this.show(null);
  }

  show(i) {
    this.index = i;
    if (i == null) {
      this.node.replaceChildren(
        el(
          "p",
          { class: "hint soft" },
          icon("info"),
          t(
            "Select a marker below, or press N for the next one. You'll see what was detected, how certain it is, and why.",
          ),
        ),
      );
      return;
    }
    const { moments, lanes, norms } = this.session.view,
      kind = moments.kind[i];
    const lane = lanes.find((lane) => lane.id === kind),
      norm = norms[kind],
      dismissed = moments.dismissed[i],
      precision = this.session.view.precision[kind],
      accuracy = this.session.view.accuracy[kind];
    this.node.replaceChildren(
      el(
        "div",
        { class: "what" },
        el("h3", {}, markerIcon(lane.shape, lane.group), this.#title(lane, moments.label[i])),
        el("p", { class: "small soft tabular", text: this.#when(i) }),
      ),
      el("p", { class: "reason small", text: moments.why[i] ? sentence(t(moments.why[i])) : t(lane.about) }),
      el("div", { class: "acts row" }, ...this.#acts(i, lane, dismissed)),
      this.#details(i, { precision, accuracy, norm }),
    );
  }

  /** What it rests on, and the person's note: below the card, over the timeline, so that nothing moves. */
  #details(i, { precision, accuracy, norm }) {
    const { moments } = this.session.view;
    const facts = [
      moments.why[i] ? el("p", { text: sentence(t(moments.why[i])) }) : null,
      precision
        ? el("p", {
            class: "soft",
            text: [
              t("You have dismissed {dismissed} of the {found} detected in all your sessions.", precision),
              precision.added ? t("You have added {added} that were missed.", precision) : "",
            ].join(" "),
          })
        : null,
      this.#madeOf(i),
      accuracy ? el("p", { class: "soft", text: t(accuracy) }) : null,
      norm ? el("p", { class: "soft" }, `${t(norm.measure)}: ${t(norm.text)}. `, source(norm)) : null,
    ];
    this.details = el(
      "div",
      { class: "details panel small", id: "moment-details", hidden: true },
      facts,
      this.#note(i),
    );
    return this.details;
  }

  #closeOnEscape(event) {
    if (event.key !== "Escape" || !this.details || this.details.hidden) return;
    this.#open(false);
    this.why.focus();
  }

  #open(isOpen) {
    this.details.hidden = !isOpen;
    this.why.setAttribute("aria-expanded", String(isOpen));
  }

  /** Loop the selected moment. */
  loop() {
    if (this.index == null) return;
    const { moments } = this.session.view;
    this.session.player.loop(loopAround(moments.start_s[this.index], moments.end_s[this.index]), { play: true });
  }

  #title(lane, label) {
    const name = capitalise(t(lane.one));
    return label ? `${name}: ${t(label)}` : name;
  }

  /** Show which components lowered the energy, for moments of low energy. */
  #madeOf(i) {
    const { energy, moments } = this.session.view,
      names = energy?.parts_of[moments.kind[i]];
    return names ? componentBars(energy, names, moments.start_s[i], moments.end_s[i]) : null;
  }

  #when(i) {
    const { moments, cards } = this.session.view,
      answer = moments.answer[i];
    const parts = [
      formatClock(moments.start_s[i], true),
      formatDuration(moments.end_s[i] - moments.start_s[i]),
      t(moments.sure[i]),
    ];
    if (answer != null && cards[answer]) parts.push(t("answer {n}", { n: answer + 1 }));
    return parts.join(" · ");
  }

  #acts(i, lane, dismissed) {
    const { moments } = this.session.view;
    const isAdded = moments.id[i].startsWith("added-"),
      not = isAdded ? t("Remove") : t("Not {thing}", { thing: withArticle(t(lane.one)) });
    this.why = button(t("Why?"), {
      icon: "info",
      "aria-expanded": "false",
      "aria-controls": "moment-details",
      on: { click: () => this.#open(this.details.hidden) },
    });
    return [
      button(t("Loop it"), { icon: "loop", on: { click: () => this.loop() } }),
      dismissed
        ? button(t("Restore"), { icon: "undo", on: { click: () => this.session.dismiss(i, false) } })
        : button(not, { icon: "close", on: { click: () => this.session.dismiss(i, true) } }),
      button(this.session.view.moments.note[i] ? t("Your note") : t("Note"), {
        icon: "note",
        on: { click: () => this.#openNote() },
      }),
      this.why,
    ];
  }

  #note(i) {
    this.field = el("textarea", {
      rows: "2",
      class: "note",
      "aria-label": t("Your note on this moment"),
      placeholder: t("What do you want to remember about this moment?"),
    });
    this.field.value = this.session.view.moments.note[i];
    const key = `${this.session.data.session}.note.${this.session.view.moments.id[i]}`;
    return [this.field, autosave(this.field, { key, save: (text) => this.session.note(i, text) })];
  }

  #openNote() {
    this.#open(true);
    this.field.focus();
  }
}

/** Create a norm's source; its author is the link. */
function source({ source: said, grade, url }) {
  const text = capitalise(t(said)),
    named = url ? text.split(": ")[0] : "";
  return [
    named ? el("a", { href: url, target: "_blank", rel: "noreferrer", text: named }) : null,
    `${text.slice(named.length)} (${t(grade)})`,
  ];
}

const sentence = (text) => capitalise(text).replace(/([^.!?])$/, "$1.");
