// Filters: practice or real interviews, one question, the spacing, and which measures to show.
import { button, el } from "../shared/dom.js";
import { t } from "../shared/i18n.js";
import { pointIcon } from "./chart.js";

export class Filters {
  constructor(page) {
    this.page = page;
    const pick = (name) => ({
      on: {
        change: (event) => {
          page.wanted[name] = event.target.value;
          page.refresh();
        },
      },
    });
    this.kind = el("select", { "aria-label": t("Which sessions"), ...pick("kind") });
    this.question = el("select", { "aria-label": t("Which question"), class: "question-choice", ...pick("question") });
    this.spacing = el(
      "select",
      {
        "aria-label": t("Spacing of the sessions"),
        on: { change: (event) => page.space(event.target.value === "date") },
      },
      el("option", { value: "order", text: t("Evenly spaced") }),
      el("option", { value: "date", text: t("Spaced by date"), selected: page.by_date }),
    );
    this.measures = el("div", { class: "choices" });
    this.usual = button(t("Choose for me"), { kind: "quiet", on: { click: () => page.choose(null) } });
    this.legend = el("p", { class: "legend small soft" });
    this.node = el(
      "div",
      { class: "filters" },
      el(
        "div",
        { class: "row" },
        this.kind,
        this.question,
        this.spacing,
        el(
          "details",
          { class: "choose" },
          el("summary", { class: "button", text: t("Choose measures") }),
          el("div", { class: "panel choose-panel" }, this.measures, this.usual),
        ),
      ),
      this.legend,
    );
  }

  show(view) {
    const { wanted } = this.page;
    const option =
      (chosen) =>
      ([value, text]) =>
        el("option", { value, text, selected: value === chosen });
    this.kind.replaceChildren(
      ...[
        ["", t("Practice and real interviews")],
        ["practice", t("Practice only ({n})", { n: view.kinds.practice ?? 0 })],
        ["real", t("Real interviews only ({n})", { n: view.kinds.real ?? 0 })],
      ].map(option(wanted.kind)),
    );
    this.question.replaceChildren(
      ...[["", t("Whole sessions")], ...view.questions.map(({ text, takes }) => [text, `${text} (${takes})`])].map(
        option(wanted.question),
      ),
    );
    this.#choices(view);
  }

  /** Update the legend for the measures shown. */
  explain(measures, sessions) {
    this.legend.replaceChildren(...legend(measures, sessions));
  }

  #choices(view) {
    const shown = new Set(view.chosen ?? view.measures.map((m) => m.name)),
      groups = Map.groupBy(view.measures, (m) => m.group);
    const box = (m) =>
      el(
        "label",
        {},
        el("input", {
          type: "checkbox",
          checked: shown.has(m.name),
          value: m.name,
          on: { change: () => this.#chosen() },
        }),
        t(m.label),
      );
    this.measures.replaceChildren(
      ...[...groups].map(([group, measures]) =>
        el("fieldset", {}, el("legend", { class: "eyebrow", text: t(group) }), measures.map(box)),
      ),
    );
  }

  #chosen() {
    this.page.choose(
      Array.from(this.measures.querySelectorAll("input"))
        .filter((input) => input.checked)
        .map((input) => input.value),
    );
  }
}

/** Create the legend's entries for the signs that occur on a chart. */
function legend(measures, sessions) {
  const any = (holds) => measures.some(({ points }) => points.value.some((_, i) => holds(points, i)));
  const kind = (name) => any(({ session }, i) => sessions[session[i]].kind === name);
  const sign = (there, node, text) => (there ? [el("span", {}, node, text)] : []);
  return [
    ...sign(kind("practice"), pointIcon("practice"), t("practice")),
    ...sign(kind("real"), pointIcon("real"), t("real interview")),
    ...sign(
      any(({ counts }, i) => !counts[i]),
      pointIcon("practice", true),
      t("not compared: a different version, or too little observed"),
    ),
    ...sign(
      any(({ reach }, i) => reach[i]),
      el("i", { class: "reach-sample" }),
      t("likely range (95 %)"),
    ),
    ...sign(
      measures.some((m) => m.usual),
      el("i", { class: "band-sample" }),
      t("your usual"),
    ),
    ...sign(
      measures.some((m) => m.doubt),
      el("i", { class: "other-sample" }),
      t("camera or microphone changed here"),
    ),
  ];
}
