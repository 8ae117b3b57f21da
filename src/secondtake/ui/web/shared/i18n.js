// Texts of the page, written in English where they are used. `t` and `count` are the one place a catalogue of
// translations would be looked up; none is shipped (docs/decisions/0011).

/** Locale of dates, numbers and lists. */
export const LOCALE = "en-GB";

/**
 * Return a text with its {values} filled in.
 * @param {string} text
 * @param {Record<string, unknown>} values
 * @returns {string}
 */
export const t = (text, values = {}) =>
  text && text.replace(/\{(\w+)\}/g, (field, name) => (Object.hasOwn(values, name) ? String(values[name]) : field));

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

/**
 * Return an English noun with its indefinite article.
 * @param {string} noun
 */
export const withArticle = (noun) => `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;
