// Building and finding elements. Text always goes in as text, never as markup.

import { ICONS } from "./icons.js";

const icons = new Map();

/**
 * Return an icon as an SVG element. It is decoration only: the button around it carries the name.
 * @param {string} name a key of ICONS
 */
export function icon(name) {
  if (!icons.has(name)) {
    const holder = document.createElement("template");
    holder.innerHTML = `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${ICONS[name]}</svg>`;
    icons.set(name, holder.content.firstChild);
  }
  return icons.get(name).cloneNode(true);
}

/**
 * Create an element with its attributes and children.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {{on?: Record<string, (event: any) => void>, data?: Record<string, any>, text?: any, [attribute: string]: any}}
 *   options `on` holds listeners, `data` data attributes, `text` the text; every other key is an attribute
 *   (false and null omit it)
 * @param {...any} children elements, strings, nested arrays of them; null and false are skipped
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, { on = {}, data = {}, text, ...attributes } = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  for (const [name, value] of Object.entries(data)) node.dataset[name] = value;
  for (const [name, listener] of Object.entries(on)) node.addEventListener(name, listener);
  if (text != null) node.textContent = text;
  node.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return node;
}

/**
 * Create a button with an icon, a visible label, or both.
 * @param {string} label the accessible name where `words` is false
 * @param {{icon?: string, words?: boolean, kind?: string, [attribute: string]: any}} options
 */
export function button(label, { icon: name, words = true, kind = "", ...rest } = {}) {
  const classes = ["button", kind, name && !words ? "icon-only" : ""].filter(Boolean).join(" ");
  const names = words ? {} : { "aria-label": label, title: label };
  return el(
    "button",
    { type: "button", class: classes, ...names, ...rest },
    name ? icon(name) : null,
    words ? el("span", { text: label }) : null,
  );
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * Scroll a node into view, without animation where reduced motion is preferred.
 * @param {Element} node
 * @param {ScrollLogicalPosition} block
 */
export function reveal(node, block = "start") {
  node.scrollIntoView({ block, behavior: calm() ? "auto" : "smooth" });
}
