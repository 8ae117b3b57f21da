// Display preferences, stored in this browser.

const PREFIX = "secondtake.";

/**
 * Return a stored preference, or `otherwise` where there is none or storage is forbidden.
 * @param {string} name
 * @param {any} [otherwise]
 */
export function readPreference(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/**
 * Store a preference, if the browser allows it.
 * @param {string} name
 * @param {unknown} value null removes it
 */
export function savePreference(name, value) {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    /* a browser may forbid it; then the choice holds for this visit */
  }
}

/** Return the names of all stored preferences; none where storage is forbidden. */
export function preferenceNames() {
  try {
    const keys = Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i));
    return keys.filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));
  } catch {
    return [];
  }
}
