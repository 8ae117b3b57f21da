// Small choices this browser remembers between visits: how somebody likes the page to look.

const PREFIX = "secondtake.";

/** What was remembered under a name, or `otherwise`; a browser that keeps nothing remembers nothing. */
export function readPreference(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function savePreference(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    /* a browser may forbid it; then the choice holds for this visit */
  }
}
