// Building and finding elements. Text always goes in as text, never as markup.

import { ICONS } from "./icons.js";

const icons = new Map();

/** An icon as SVG markup; decoration only, so the button around it carries the name. */
export function icon(name) {
  if (!icons.has(name)) {
    const holder = document.createElement("template");
    holder.innerHTML = `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${ICONS[name]}</svg>`;
    icons.set(name, holder.content.firstChild);
  }
  return icons.get(name).cloneNode(true);
}

/**
 * An element with its properties and children.
 * `on` holds listeners, `data` data attributes, `text` the text; every other key is an attribute
 * (false and null leave it out). Children may be elements, strings, arrays, or null.
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

/** A button with an icon, words, or both; without words `label` is its name. */
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

/** Bring into view, without a glide for those who asked for no motion. */
export function reveal(node, block = "start") {
  node.scrollIntoView({ block, behavior: calm() ? "auto" : "smooth" });
}
