// What is typed and not saved yet, kept in this browser: a reload, a closed tab or a stopped server loses no text.
import { preferenceNames, readPreference, savePreference } from "./preferences.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement} TextField */

const PREFIX = "draft.";

/**
 * Remove drafts: the server has them, or what they belong to was deleted.
 * @param {string} name of one, or with ":" or "." at its end the beginning of several
 */
export function forgetDrafts(name) {
  const isBeginning = /[:.]$/.test(name);
  for (const other of preferenceNames())
    if (isBeginning ? other.startsWith(PREFIX + name) : other === PREFIX + name) savePreference(other, null);
}

/** Store a field's text under a name; text that the server has already is no draft. */
export function saveDraft(name, text, saved) {
  savePreference(PREFIX + name, text === saved ? null : text);
}

/** Return whether there is a draft of this name. */
export const hasDraft = (name) => readPreference(PREFIX + name, null) !== null;

/** Return the draft of this name, or undefined where there is none or the server has it by now. */
export function draftOf(name, saved) {
  const draft = readPreference(PREFIX + name, null);
  if (draft === saved) savePreference(PREFIX + name, null);
  return typeof draft === "string" && draft !== saved ? draft : undefined;
}

/**
 * Keep a field's text until `forgetDrafts(name)`, and put it back, as a change, when the field is made again.
 * @template {TextField} Field
 * @param {Field} field with its saved value
 * @param {string} name
 * @returns {Field}
 */
export function keepDraft(field, name) {
  const saved = field.value;
  field.addEventListener("input", () => saveDraft(name, field.value, saved));
  const draft = draftOf(name, saved);
  if (draft !== undefined) {
    field.value = draft;
    setTimeout(() => field.dispatchEvent(new Event("change")));
  }
  return field;
}
