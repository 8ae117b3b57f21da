// Tables of the page.
import { el } from "./dom.js";

/**
 * Create a table.
 * @param {string[]} heads the columns' names; "" for a column without one
 * @param {(HTMLElement | HTMLElement[])[]} rows rows, or the cells of each
 * @param {{caption?: string, class?: string}} [options]
 */
export const table = (heads, rows, { caption = "", class: name = "" } = {}) =>
  el(
    "table",
    name ? { class: name } : {},
    caption ? el("caption", { text: caption }) : null,
    el("thead", {}, el("tr", {}, heads.map(head))),
    el("tbody", {}, rows.map(row)),
  );

const head = (text) => (text ? el("th", { scope: "col", text }) : el("td"));
const row = (cells) => (Array.isArray(cells) ? el("tr", {}, cells) : cells);

/**
 * Create a region in which a wide table scrolls, also by keyboard.
 * @param {string} label
 * @param {HTMLElement} content
 */
export const scrollable = (label, content) =>
  el("div", { class: "table", tabindex: "0", role: "region", "aria-label": label }, content);
