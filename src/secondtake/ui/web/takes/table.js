// A table of two takes.
import { el } from "../shared/dom.js";

/**
 * Create a table.
 * @param {string[]} head the columns' names
 * @param {HTMLElement[][]} rows cells
 */
export const table = (head, rows) =>
  el(
    "table",
    { class: "small" },
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        head.map((name) => el("th", { scope: "col", text: name })),
      ),
    ),
    el(
      "tbody",
      {},
      rows.map((cells) => el("tr", {}, cells)),
    ),
  );
