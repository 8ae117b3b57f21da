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
 * @param {unknown} value
 */
export function savePreference(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    /* a browser may forbid it; then the choice holds for this visit */
  }
}
