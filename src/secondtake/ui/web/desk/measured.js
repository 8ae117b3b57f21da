// What was measured and how the student felt, beside the coach's rating: drawn only once that is saved.
import { el } from "../shared/dom.js";
import { t } from "../shared/i18n.js";
import { table } from "../shared/table.js";

/** @returns {HTMLElement[]} */
export function measuredPart({ name, measured, answers }) {
  const titles = new Map(answers.map(({ index, question }) => [index, question || t("Answer {n}", { n: index + 1 })]));
  return [
    el("h2", { tabindex: "-1", text: t("Your rating beside {name}'s own and the measurement", { name }) }),
    ...measured.advice.map((text) => el("p", { text })),
    ratings(measured.rows, t("The whole interview"), name),
    ...measured.answers.map(({ index, rows }) => ratings(rows, titles.get(index), name)),
  ];
}

function ratings(rows, caption, name) {
  const heads = ["", t("You"), name, t("Measured")];
  const cells = (row) => [
    el("th", { scope: "row", text: t(row.label) }),
    el("td", { text: row.coach || t("not rated") }),
    el("td", { text: row.own || t("not rated") }),
    el("td", { class: "small", text: row.measured }),
  ];
  return el("div", { class: "table" }, table(heads, rows.map(cells), { caption, class: "three-ways" }));
}
