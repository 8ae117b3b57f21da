// Habits, patterns, coverage, and advice on the recording itself.
import { button, el, icon } from "../shared/dom.js";
import { t } from "../shared/i18n.js";
import { markerIcon } from "./player/timeline/marker_shapes.js";

/** @import { Session } from './main.js' */

export class RecordingNotes {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.node = el("section", { class: "notes", id: "notes", "aria-label": t("Patterns and recording") });
    this.update();
  }

  update() {
    const { view } = this.session,
      notes = [...view.patterns.map((item) => this.#pattern(item)), ...view.habits.map((item) => this.#habit(item))];
    this.node.replaceChildren(
      el(
        "div",
        {},
        el("h2", { text: t("Habits and patterns") }),
        notes.length
          ? el("ul", { class: "note-list" }, notes)
          : el("p", {
              class: "soft",
              text: t("No clear habits yet. Longer or additional recordings make patterns easier to spot."),
            }),
      ),
      el(
        "div",
        {},
        el("h2", { text: t("About the recording") }),
        el(
          "ul",
          { class: "note-list" },
          view.advice.map((text) => el("li", {}, icon("info"), el("span", { text: t(text) }))),
          el(
            "li",
            {},
            icon("eye"),
            el("span", {
              text: t("Seen and heard: {what}.", { what: view.coverage.map((item) => t(item.text)).join(", ") }),
            }),
          ),
        ),
        el(
          "details",
          { class: "small soft" },
          el("summary", { text: t("All numbers and how they were measured") }),
          el(
            "dl",
            { class: "all-numbers" },
            view.numbers.map((item) =>
              el(
                "div",
                {},
                el("dt", { text: t(item.label) }),
                el("dd", {
                  text: item.measured
                    ? `${t(item.value)}${item.noise ? ` (± ${item.noise.split(" ")[0]})` : ""}`
                    : t(item.why_not || "not measured"),
                }),
              ),
            ),
          ),
          el("p", { class: "provenance", text: view.provenance }),
        ),
      ),
    );
  }

  #habit({ shape, group, text }) {
    return el("li", {}, markerIcon(shape, group), el("p", { text: t(text) }));
  }

  #pattern({ text, evidence }) {
    return el(
      "li",
      {},
      icon("arrow"),
      el(
        "div",
        {},
        el("p", { text: t(text) }),
        evidence.length
          ? button(t("See an example"), {
              icon: "play",
              kind: "quiet clip",
              on: { click: () => this.session.show(evidence[0]) },
            })
          : null,
      ),
    );
  }
}
