// Texts of the page. The English text is written where it is used and is the key of its translation
// (words/<language>.json, see words/README.md), so a missing translation reads as English.
import { Sentences } from "./sentences.js";

// Without a prototype: somebody's word "constructor" is no key of it.
const catalogue = Object.create(null);
let sentences = null,
  pageLanguage = "en";

/**
 * Load a language's catalogue; English has none.
 * @param {string} language a code such as "de"
 * @param {string} base the caller's import.meta.url
 */
export async function loadLanguage(language, base) {
  pageLanguage = language;
  if (language === "en") return;
  const answer = await fetch(new URL(`../words/${language}.json`, base));
  if (!answer.ok) return;
  Object.assign(catalogue, await answer.json());
  sentences = new Sentences(catalogue);
}

/** Return the locale for dates and lists; English is British. */
export const locale = () => (pageLanguage === "en" ? "en-GB" : pageLanguage);

/**
 * Translate a text and fill in its {values}, or translate a finished sentence of the review, which is
 * recognised by its template. Never pass what a person said or wrote.
 * @param {string} text
 * @param {Record<string, unknown>} [values]
 * @returns {string}
 */
export function t(text, values = undefined) {
  if (!text) return text;
  const message = catalogue[text] || (values ? text : (sentences?.translate(text) ?? text));
  if (!values) return message;
  return message.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

/**
 * Start a text with a capital letter.
 * @param {string} text
 */
export const capitalise = (text) => text.replace(/^./, (first) => first.toUpperCase());

/**
 * Return the singular or plural text for `n`.
 * @param {number} n
 * @param {string} one
 * @param {string} many
 */
export const count = (n, one, many) => t(n === 1 ? one : many, { n });
