// One item of the rating form: the anchored scale of five steps, for the person and for a coach.
import { el } from "../../shared/dom.js";
import { t } from "../../shared/i18n.js";

/**
 * Create an item's question and scale.
 * @param {{id: string, label: string, question: string}} item
 * @param {string[]} scale the steps' words
 * @param {number | undefined} chosen the step that is chosen, from 1
 * @param {(stars: number) => void} onChoose
 * @param {string} group of inputs, where several forms are on one page
 */
export function ratingItem(item, scale, chosen, onChoose, group = "rate") {
  return el(
    "fieldset",
    {},
    el(
      "legend",
      {},
      el("strong", { text: t(item.label) }),
      el("span", { class: "small soft", text: t(item.question) }),
    ),
    el(
      "div",
      { class: "scale" },
      scale.map((word, i) =>
        el(
          "label",
          { title: t(word) },
          el("input", {
            type: "radio",
            name: `${group}-${item.id}`,
            value: String(i + 1),
            checked: chosen === i + 1,
            on: { input: () => onChoose(i + 1) },
          }),
          el(
            "span",
            { class: "step" },
            el("span", { class: "visually-hidden", text: t(word) }),
            el("span", { "aria-hidden": "true", text: String(i + 1) }),
          ),
        ),
      ),
    ),
    el(
      "div",
      { class: "ends small soft", "aria-hidden": "true" },
      el("span", { text: t(scale[0]) }),
      el("span", { text: t(scale.at(-1)) }),
    ),
  );
}
