// Patterns, what could and could not be measured, and advice on the recording itself: short notes.
import { button, el, icon } from "../shared/dom.js";
import { t } from "../shared/i18n.js";
import { markerIcon } from "./player/timeline/marker_shapes.js";

export class RecordingNotes {
  constructor(session) {
    this.session = session;
    this.node = el("section", { class: "notes", id: "notes", "aria-label": t("Patterns and recording") });
    this.update();
  }

  update() {
    const { view } = this.session,
      told = [...view.patterns.map((one) => this.#pattern(one)), ...view.habits.map((one) => this.#habit(one))];
    this.node.replaceChildren(
      el(
        "div",
        {},
        el("h2", { text: t("Habits and patterns") }),
        told.length
          ? el("ul", { class: "note-list" }, told)
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
              text: t("Seen and heard: {what}.", { what: view.coverage.map((one) => t(one.text)).join(", ") }),
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
            view.numbers.map((one) =>
              el(
                "div",
                {},
                el("dt", { text: t(one.label) }),
                el("dd", {
                  text: one.measured
                    ? `${t(one.value)}${one.noise ? ` (± ${t(one.noise)})` : ""}`
                    : t(one.why_not || "not measured"),
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
