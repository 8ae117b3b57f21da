// The page's words. English is written where it is used and is itself the key of every translation
// (words/<language>.json, see words/README.md), so a missing translation reads as English.
import { Sentences } from "./sentences.js";

// Without a prototype: somebody's word "constructor" is no key of it.
const catalogue = Object.create(null);
let sentences = null,
  pageLanguage = "en";

/** Load the catalogue of a language; English needs none. */
export async function loadLanguage(language, base) {
  pageLanguage = language;
  if (language === "en") return;
  const answer = await fetch(new URL(`../words/${language}.json`, base));
  if (!answer.ok) return;
  Object.assign(catalogue, await answer.json());
  sentences = new Sentences(catalogue);
}

/** The language of dates and lists; the page's English is written as in Britain. */
export const locale = () => (pageLanguage === "en" ? "en-GB" : pageLanguage);

/**
 * A text in the page's language, with its {values} filled in; or a finished sentence of the review, which is
 * known by its template. Never for what a person said or wrote.
 */
export function t(text, values = undefined) {
  if (!text) return text;
  const message = catalogue[text] || (values ? text : (sentences?.translate(text) ?? text));
  if (!values) return message;
  return message.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

/** One of two texts by number. */
export const count = (n, one, many) => t(n === 1 ? one : many, { n });
