// Stand-ins for what a browser has and Node has not.

/** A localStorage of its own; `values` shows what it holds. */
export function fakeStorage(values = {}) {
  return /** @type {any} */ ({
    values,
    getItem: (key) => values[key] ?? null,
    setItem: (key, value) => (values[key] = String(value)),
    removeItem: (key) => delete values[key],
    key: (i) => Object.keys(values)[i] ?? null,
    get length() {
      return Object.keys(values).length;
    },
  });
}
