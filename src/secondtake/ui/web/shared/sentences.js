// Finished sentences in another language. A review keeps what its detectors said in plain English; here the
// template is found from which a sentence was made ("{0} blinks in {1} s"), and its translation filled in.
// What has no template is taken apart at its full stops, dots and commas, and said part by part.

const FIELD = /\{(\w+)\}/g; // for matchAll and replace, which both begin anew
const LETTER = /\p{L}/u;
// A field ends where a part of the sentence does: numbers keep their point, lists fall apart at commas.
const FILLING = "((?:(?![,;:] |[.!?] |[.!?]$).)+?)";
const NUMBER = "([-+−±]?[\\d.,]+)"; // of fields called n, n1, n_peak
const NUMBERED = /^([-+−±]?[\d.,:]+ )(.+)$/;
// Where a text falls apart, the coarsest first; each keeps its separators at odd places.
const JOINTS = [/((?<=[.!?]) )(?=[\p{Lu}“])/u, /( · )/, /(; |: )/, /(, )/, /( \(|\)(?:[.,:]|$))/, /([.!?:]$)/];

const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** What may stand in the i-th field. After a colon, at the end, that is a whole list. */
function filling(name, i, fixed) {
  if (/^n(\d|_|$)/.test(name)) return NUMBER;
  return fixed[i].endsWith(": ") && i === fixed.length - 2 && fixed[i + 1].length < 2 ? "(.+)" : FILLING;
}

/** The pattern of a template, its fields' names in order, and how much of it is fixed. */
function pattern(template, translation) {
  const names = [...template.matchAll(FIELD)].map((found) => found[1]);
  const fixed = template.split(/\{\w+\}/);
  const quoted = names.map((_, i) => fixed[i].endsWith("“")); // somebody's own words stay
  return {
    expression: new RegExp(
      `^${fixed.map((part, i) => literal(part) + (i < names.length ? filling(names[i], i, fixed) : "")).join("")}$`,
      "u",
    ),
    weight: fixed.join("").length,
    names,
    quoted,
    translation,
  };
}

export class Sentences {
  /** `catalogue`: translations by English text or template. */
  constructor(catalogue) {
    this.catalogue = catalogue;
    this.translated = new Map();
    this.patterns = null;
  }

  /** The text in the catalogue's language, as far as it is known. */
  translate(text) {
    if (!LETTER.test(text)) return text;
    if (!this.translated.has(text)) {
      this.translated.set(text, text); // should a text hold itself
      this.translated.set(text, this.#known(text) || this.#filled(text) || this.#joined(text));
    }
    return this.translated.get(text);
  }

  /** A text as it stands in the catalogue, or a number of something that does. */
  #known(text) {
    const [, number, thing] = NUMBERED.exec(text) ?? [];
    return this.catalogue[text] || (this.catalogue[thing] && number + this.catalogue[thing]);
  }

  #filled(text) {
    this.patterns ??= Object.entries(this.catalogue)
      .filter(([template, translation]) => translation && template.search(FIELD) >= 0)
      .map(([template, translation]) => pattern(template, translation))
      .sort((a, b) => b.weight - a.weight); // the one that says most fits best
    for (const { expression, names, quoted, translation } of this.patterns) {
      const found = expression.exec(text);
      if (!found) continue;
      const values = Object.fromEntries(
        names.map((name, i) => [name, quoted[i] ? found[i + 1] : this.translate(found[i + 1])]),
      );
      return translation.replace(FIELD, (whole, name) => values[name] ?? whole);
    }
    return null;
  }

  #joined(text) {
    for (const joint of JOINTS) {
      const parts = text.split(joint).filter((part) => part);
      if (parts.length > 1) return parts.map((part) => this.translate(part)).join("");
    }
    return text;
  }
}
