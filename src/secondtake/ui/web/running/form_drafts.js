// Drafts of the text fields of Streamlit's forms, which reach the server only when a form is sent.
import { draftOf, hasDraft, saveDraft } from "../shared/drafts.js";

/** @typedef {import("../shared/drafts.js").TextField} TextField */

// A field with autocomplete "off" is a search, or a word typed to confirm: it holds nothing to lose.
const FIELDS = ["stTextInput", "stTextArea"]
  .map((id) => `.stMainBlockContainer [data-testid=${id}] :is(input, textarea):not([autocomplete=off])`)
  .join();
const TYPED_MS = 1000; // after the last key
const ROWS = ["i", "q", "story"]; // the address names an interview, a question, a story; a token is never part of a name

/** Name a field by the page it stands on and its label. */
function nameOf(field) {
  const { pathname, search } = location,
    given = new URLSearchParams(search),
    row = ROWS.filter((key) => given.has(key)).map((key) => `?${key}=${given.get(key)}`);
  return `${pathname}${row.join("")}:${field.getAttribute("aria-label")}`;
}

/** Set a field's text as if it had been typed and left: React hears of no other way. */
function type(field, text) {
  const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value");
  set.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
}

/**
 * Keep drafts of all fields, and put back what was not saved.
 * @param {{onKept: () => void, onRestored: (labels: string[], undo: () => void) => void}} options
 * @returns {() => void} stops it
 */
export function watchForms({ onKept, onRestored }) {
  /** @type {Map<TextField, string>} its saved text */
  const fields = new Map();
  /** @type {Map<string, string>} the same by name: Streamlit may make a field anew, with what was typed into it */
  const savedTexts = new Map();
  let typed = 0,
    frame = 0;

  function scan() {
    for (const field of fields.keys()) if (!field.isConnected) fields.delete(field);
    const restored = [];
    for (const field of /** @type {NodeListOf<TextField>} */ (document.querySelectorAll(FIELDS))) {
      if (fields.has(field)) continue;
      const name = nameOf(field),
        isTyped = field.matches(":focus") && field.value, // before this script was there
        known = hasDraft(name) ? savedTexts.get(name) : undefined,
        saved = known ?? (isTyped ? "" : field.value);
      fields.set(field, saved);
      savedTexts.set(name, saved);
      if (isTyped) saveDraft(name, field.value, saved);
      const draft = draftOf(name, saved);
      if (draft === undefined || draft === field.value) continue;
      type(field, draft);
      restored.push(field);
    }
    const undo = () => restored.forEach((field) => field.isConnected && type(field, fields.get(field)));
    if (restored.length)
      onRestored(
        restored.map((field) => field.getAttribute("aria-label")),
        undo,
      );
  }

  function onInput({ target, isTrusted }) {
    if (!fields.has(target)) return;
    saveDraft(nameOf(target), target.value, fields.get(target));
    clearTimeout(typed);
    if (isTrusted && target.value !== fields.get(target)) typed = window.setTimeout(onKept, TYPED_MS);
  }

  const observer = new MutationObserver(() => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(scan);
  });
  observer.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("input", onInput);
  scan();
  return () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
    clearTimeout(typed);
    document.removeEventListener("input", onInput);
  };
}
