// Drafts of Streamlit's text fields, which reach the server only when a field is left or a form is sent; and saving
// those fields that save themselves (`saved_field` in ui/journal/shared.py) while one types.
import { draftOf, hasDraft, saveDraft } from "../shared/drafts.js";
import { t } from "../shared/i18n.js";

/** @typedef {import("../shared/drafts.js").TextField} TextField */

// A field with autocomplete "off" is a search, or a word typed to confirm: it holds nothing to lose.
const FIELDS = ["stTextInput", "stTextArea"]
  .map((id) => `.stMainBlockContainer [data-testid=${id}] :is(input, textarea):not([autocomplete=off])`)
  .join();
const SAVES_ITSELF = "[class*=st-key-autosave-]"; // by the widget's key
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
  send(field);
}

/** Have Streamlit send a field's text, as when it is left; the focus and the caret stay. */
function send(field) {
  field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
}

/** Return whether a field saves itself. */
export const savesItself = (field) => Boolean(field.closest(SAVES_ITSELF));

/** Say beside a field that saves itself how its text stands (`STYLE` in ui/journal/shared.py shows it). */
function say(field, status) {
  field.closest(SAVES_ITSELF)?.setAttribute("data-status", status);
}

/**
 * Keep drafts of all fields, put back what was not saved, and save the fields that save themselves.
 * @param {{onKept: () => void, onRestored: (fields: TextField[], undo: () => void) => void}} options
 * @returns {{stop: () => void, confirm: (name: string, text: string) => boolean}} `confirm`: the server has this text
 *   of a field by now; true where it is what the field shows
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
      if (isTyped && savesItself(field)) typed = window.setTimeout(send, TYPED_MS, field);
      const draft = draftOf(name, saved);
      if (draft === undefined || draft === field.value) continue;
      type(field, draft);
      restored.push({ field, saved });
    }
    const undo = () => restored.forEach(({ field, saved }) => field.isConnected && type(field, saved));
    if (restored.length)
      onRestored(
        restored.map(({ field }) => field),
        undo,
      );
  }

  function onInput({ target, isTrusted }) {
    if (!fields.has(target)) return;
    const name = nameOf(target);
    saveDraft(name, target.value, fields.get(target));
    clearTimeout(typed);
    if (!isTrusted) return;
    if (savesItself(target)) {
      say(target, "");
      typed = window.setTimeout(send, TYPED_MS, target);
    } else if (target.value !== fields.get(target))
      typed = window.setTimeout(() => hasDraft(name) && onKept(), TYPED_MS); // by then it may be saved
  }

  function onHide() {
    if (document.hidden) for (const field of fields.keys()) if (savesItself(field)) send(field);
  }

  function confirm(name, text) {
    const field = [...fields.keys()].find((each) => each.isConnected && nameOf(each) === name);
    if (!field || fields.get(field) === text) return false;
    fields.set(field, text);
    savedTexts.set(name, text);
    saveDraft(name, field.value, text);
    if (field.value === text) say(field, t("Saved"));
    return field.value === text;
  }

  const observer = new MutationObserver(() => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(scan);
  });
  observer.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("input", onInput);
  document.addEventListener("visibilitychange", onHide);
  scan();
  const stop = () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
    clearTimeout(typed);
    document.removeEventListener("input", onInput);
    document.removeEventListener("visibilitychange", onHide);
  };
  return { stop, confirm };
}
