// How far two codings agree, kind by kind; a count opens the moments behind it.
import { requestJson } from "../shared/api.js";
import { button, el } from "../shared/dom.js";
import { t } from "../shared/i18n.js";
import { scrollable, table } from "../shared/table.js";
import { formatClock } from "../shared/time.js";

/** @import { Research } from './main.js' */

const DETECTORS = "detectors";
const RATES = ["precision", "recall", "kappa"];

export class Agreement {
  /** @param {Research} research */
  constructor(research) {
    this.research = research;
    this.node = el("div", { class: "agreement" });
  }

  show(view) {
    this.view = view;
    this.open = [...this.node.querySelectorAll("details")].filter((d) => d.open).map((d) => d.dataset.coding);
    const { codings, agreement } = view;
    this.node.replaceChildren(
      ...codings.map((coding) => this.#coding(coding)),
      ...(codings.length ? [this.#reading()] : [el("p", { class: "soft", text: t("No coding yet.") })]),
      ...agreement.map((pair) => this.#pair(pair)),
    );
  }

  #reading() {
    const text = t(
      "Precision is the share of the first one's moments that the second has too; recall is the share of the second one's that the first has. Moments match one to one within the tolerance. Kappa compares slices of 0.1 s; it is empty (–) where both say the same of every slice. Moments that you dismissed don't count, those that you added do.",
    );
    return el("p", { class: "small soft", text });
  }

  #coding({ name, tiers: all }) {
    const tiers = [...all].sort((a, b) => Number(Boolean(a.kind)) - Number(Boolean(b.kind))); // what is left out first
    const compared = tiers.filter((tier) => tier.kind).length;
    const remove = button(t("Remove {name}", { name }), {
      icon: "trash",
      words: false,
      kind: "quiet",
      on: {
        click: () => {
          const path = this.research.path(`/codings?${new URLSearchParams({ name })}`);
          this.research.change(() => requestJson(path, { method: "DELETE" }), t("{name} is removed.", { name }));
        },
      },
    });
    return el(
      "details",
      { class: "coding", open: compared < tiers.length || this.open.includes(name), data: { coding: name } },
      el("summary", {
        text: t("{name}: {known} of {all} tiers compared", { name, known: compared, all: tiers.length }),
      }),
      tiers.map((tier) => this.#tier(name, tier)),
      remove,
    );
  }

  #tier(coding, { name, kind, n }) {
    const label = t("Tier “{name}” ({n}) is", { name, n });
    const select = el(
      "select",
      {
        data: { tier: `${coding}/${name}` },
        on: {
          change: async () => {
            const body = { coding, tier: name, kind: select.value };
            const send = () => requestJson(this.research.path("/tiers"), { method: "POST", body });
            await this.research.change(send, t("Saved."));
            const again = this.node.querySelector(`[data-tier="${CSS.escape(`${coding}/${name}`)}"]`);
            /** @type {HTMLElement | null} */ (again)?.focus();
          },
        },
      },
      el("option", { value: "", text: t("left out") }),
      Object.entries(this.view.kinds).map(([id, text]) =>
        el("option", { value: id, text: t(text), selected: id === kind }),
      ),
    );
    return el("label", { class: "row" }, el("span", { text: label }), select);
  }

  #pair({ first, second, kinds }) {
    const [a, b] = [first, second].map((name) => (name === DETECTORS ? t("Detectors") : name));
    const title = t("{a} and {b}", { a, b });
    if (!kinds.length) return el("p", { text: t("{title}: no kind that both looked for.", { title }) });
    const heads = [t("Kind"), t("Tolerance"), t("Both"), t("{a} only", { a }), t("{b} only", { b })];
    heads.push(t("Precision"), t("Recall"), t("Kappa"));
    const rows = kinds.flatMap((kind) => this.#rows(kind, [a, b]));
    return scrollable(title, table(heads, rows, { caption: title }));
  }

  #rows(kind, [a, b]) {
    const label = t(this.view.kinds[kind.kind]);
    const moments = el("tr", { class: "moments", hidden: true }, el("td", { colspan: "8" }));
    const counts = [
      ["both", t("Both")],
      ["first_only", t("{a} only", { a })],
      ["second_only", t("{b} only", { b })],
    ].map(([name, title]) => el("td", {}, this.#count(`${label}, ${title}`, kind[name], moments)));
    const rates = RATES.map((name) => el("td", { class: "tabular", text: kind[name]?.toFixed(2) ?? "–" }));
    const tolerance = el("td", { class: "tabular", text: `${kind.tolerance_s} s` });
    return [el("tr", {}, el("th", { scope: "row", text: label }), tolerance, counts, rates), moments];
  }

  #count(label, spans, row) {
    if (!spans.length) return el("span", { class: "tabular", text: "0" });
    const toggle = el("button", {
      type: "button",
      class: "link tabular",
      text: String(spans.length),
      "aria-expanded": "false",
      "aria-label": `${label}: ${spans.length}`,
      on: {
        click: () => {
          const isOpen = !row.hidden && row.dataset.label === label;
          for (const other of row.previousElementSibling.querySelectorAll("button"))
            other.setAttribute("aria-expanded", String(other === toggle && !isOpen));
          row.hidden = isOpen;
          row.dataset.label = label;
          row.firstElementChild.replaceChildren(el("p", { class: "small", text: label }), this.#times(spans));
        },
      },
    });
    return toggle;
  }

  #times(spans) {
    return el(
      "div",
      { class: "row" },
      spans.map((span) =>
        button(formatClock(span[0]), {
          "aria-label": t("Watch {clock}", { clock: formatClock(span[0]) }),
          on: { click: () => this.research.play(span) },
        }),
      ),
    );
  }
}
