// Date and time field for a recording, by this browser's clock; never in the future.
import { el } from "./dom.js";
import { t } from "./i18n.js";

const EARLIEST = "1970-01-01T00:00"; // as core/dates.py

/**
 * Format a date for the field: "2026-11-22T14:30" by this browser's clock.
 * @param {string | number} at
 */
function local(at) {
  const moment = new Date(at);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/**
 * Create a field for a recording date.
 * @param {string} at ISO 8601
 * @returns {{node: HTMLLabelElement, input: HTMLInputElement, value: () => string | undefined}} `node` is the labelled
 *   field; `value()` is undefined while unchanged
 */
export function dateField(at) {
  const before = local(at);
  const input = el("input", {
    type: "datetime-local",
    name: "recorded",
    value: before,
    min: EARLIEST,
    max: local(Date.now()),
    required: true,
    on: { input: () => check() },
  });
  const check = () => {
    const { rangeOverflow, rangeUnderflow } = input.validity;
    input.setCustomValidity(
      rangeOverflow ? t("That date is in the future.") : rangeUnderflow ? t("Please check the year.") : "",
    );
  };
  const node = el("label", { class: "field" }, el("span", { class: "small soft", text: t("Recording date") }), input);
  const value = () => (input.value === before ? undefined : new Date(input.value).toISOString());
  return { node, input, value };
}
