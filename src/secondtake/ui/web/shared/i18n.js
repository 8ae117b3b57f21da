// Texts of the page, written in English where they are used. `t` and `count` are the one place a catalogue of
// translations would be looked up; none is shipped (docs/decisions/0011).

/** Locale of dates, numbers and lists. */
export const LOCALE = "en-GB";

const HOST = globalThis.location?.hostname ?? "localhost";

/**
 * Return a text that speaks of "this computer" as it is true for a page that another computer serves
 * (docs/operators.md). The browser's voices are on this computer in any case.
 * @param {string} text
 * @param {string} host
 */
export const placed = (text, host = HOST) =>
  ["localhost", "127.0.0.1", "[::1]"].includes(host)
    ? text
    : text.replace(/(?<!voice on )this computer/g, "the server");

/**
 * Return a text with its {values} filled in.
 * @param {string} text
 * @param {Record<string, unknown>} values
 * @returns {string}
 */
export const t = (text, values = {}) =>
  text &&
  placed(text).replace(/\{(\w+)\}/g, (field, name) => (Object.hasOwn(values, name) ? String(values[name]) : field));

/**
 * Start a text with a capital letter.
 * @param {string} text
 */
export const capitalise = (text) => text.replace(/^./, (first) => first.toUpperCase());

/**
 * Write a clause as a sentence: a capital letter, and a full stop where it ends without one.
 * @param {string} text
 */
export const asSentence = (text) => capitalise(text).replace(/[^.!?…]$/, "$&.");

/**
 * Return the singular or plural text for `n`.
 * @param {number} n
 * @param {string} one
 * @param {string} many
 * @param {Record<string, unknown>} values
 */
export const count = (n, one, many, values = {}) => t(n === 1 ? one : many, { ...values, n });

/**
 * Return an English noun with its indefinite article.
 * @param {string} noun
 */
export const withArticle = (noun) => `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;
