// What a screen reader is told of a slider over the recording's time.
import { formatClock } from "../../shared/time.js";
import { t } from "../../shared/i18n.js";

/**
 * Set the slider's value, once a second: a reader would never stop otherwise.
 * @param {Element} slider
 * @param {number} time_s
 * @param {number} whole_s
 */
export function announceTime(slider, time_s, whole_s) {
  const now = String(Math.round(time_s));
  if (slider.getAttribute("aria-valuenow") === now) return;
  slider.setAttribute("aria-valuenow", now);
  slider.setAttribute("aria-valuetext", t("{at} of {all}", { at: formatClock(time_s), all: formatClock(whole_s) }));
}
