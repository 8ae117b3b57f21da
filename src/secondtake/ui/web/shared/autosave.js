// Saving a text field while one types, so that nothing typed is lost: not by a closed tab, not by a stopped server.
import { el } from "./dom.js";
import { draftOf, saveDraft } from "./drafts.js";
import { t } from "./i18n.js";

const TYPED_MS = 1000; // after the last key
const RETRY_MS = 4000; // while the server does not answer

/**
 * Save a field a second after typing, when it loses the focus and when the page is hidden. Until the server has
 * it, the text is kept as a draft in this browser, and put back when the page is opened again.
 * @param {HTMLTextAreaElement | HTMLInputElement} field with its saved value
 * @param {{key: string, save: (text: string) => Promise<boolean>}} options `key` names the draft
 * @returns {HTMLElement} says "Saved" beside the field
 */
export function autosave(field, { key, save }) {
  const status = el("span", { class: "save-status small soft", role: "status" });
  let saved = field.value,
    timer = 0,
    sending = false;

  const later = (ms) => {
    clearTimeout(timer);
    timer = window.setTimeout(flush, ms);
  };
  async function flush() {
    clearTimeout(timer);
    const text = field.value;
    if (text === saved || sending) return;
    sending = true;
    const done = await save(text);
    sending = false;
    if (!done) {
      status.textContent = t("Not saved yet. It is kept in this browser, and tried again.");
      if (field.isConnected) later(RETRY_MS);
      return;
    }
    saved = text;
    if (field.value === text) {
      saveDraft(key, text, saved);
      status.textContent = t("Saved");
    } else later(TYPED_MS);
  }

  field.addEventListener("input", () => {
    saveDraft(key, field.value, saved);
    status.textContent = "";
    later(TYPED_MS);
  });
  field.addEventListener("change", flush);
  const hide = () => {
    if (!field.isConnected) document.removeEventListener("visibilitychange", hide);
    else if (document.hidden) flush();
  };
  document.addEventListener("visibilitychange", hide);
  const unsaved = draftOf(key, saved);
  if (unsaved !== undefined) {
    field.value = unsaved;
    later(0);
  }
  return status;
}
