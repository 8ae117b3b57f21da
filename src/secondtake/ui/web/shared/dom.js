// Creating and finding elements. Text is always set as text, never as markup.

import { ICONS } from "./icons.js";

const icons = new Map();

/**
 * Parse SVG markup. Only for constants: never pass text of a person or of the server.
 * @param {string} markup
 * @returns {SVGSVGElement}
 */
export function svgFrom(markup) {
  const holder = document.createElement("template");
  holder.innerHTML = markup;
  return /** @type {any} */ (holder.content.firstChild);
}

/**
 * Return the focused element of the document or shadow root that holds `node`.
 * @param {Node} node
 * @returns {HTMLElement | undefined}
 */
export const focusedBeside = (node) => /** @type {any} */ (node.getRootNode()).activeElement;

/**
 * Return an icon as an SVG element. It is decoration only: the button around it carries the name.
 * @param {string} name a key of ICONS
 */
export function icon(name) {
  if (!icons.has(name))
    icons.set(name, svgFrom(`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${ICONS[name]}</svg>`));
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
 * Focus the first element inside `node` that has this value of an attribute, if there is one.
 * @param {Element} node
 * @param {string} attribute
 * @param {string} value
 */
export function focusBy(node, attribute, value) {
  /** @type {HTMLElement} */ (node.querySelector(`[${attribute}="${CSS.escape(value)}"]`))?.focus();
}

/**
 * Return true, and prevent the browser's own navigation, unless the click asks for a new tab or window.
 * @param {MouseEvent} event
 */
export function isPlainClick(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return false;
  event.preventDefault();
  return true;
}

/**
 * Leave a text area on Enter, as its "change" saves it; a "keydown" listener.
 * @param {KeyboardEvent & {target: HTMLElement}} event
 */
export function blurOnEnter(event) {
  if (event.key !== "Enter") return;
  event.preventDefault();
  event.target.blur();
}

/**
 * Scroll a node into view, without animation where reduced motion is preferred.
 * @param {Element} node
 * @param {ScrollLogicalPosition} block
 */
export function reveal(node, block = "start") {
  node.scrollIntoView({ block, behavior: calm() ? "auto" : "smooth" });
}
