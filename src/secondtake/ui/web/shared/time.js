// Formatting and parsing of times; binary search in sorted times.

import { LOCALE, t } from "./i18n.js";

const formats = new Map();

/**
 * Format a day "22 November 2026"; `year: undefined` omits the year.
 * @param {string | number | Date} at
 * @param {Intl.DateTimeFormatOptions} options
 */
export function formatDay(at, options = {}) {
  const { month, year } = /** @type {Intl.DateTimeFormatOptions} */ ({ month: "long", year: "numeric", ...options });
  const key = `${month} ${year}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(LOCALE, { day: "numeric", month, year }));
  return formats.get(key).format(new Date(at));
}

/**
 * Format a day with its time, "12 May, 14:20": takes of one day can be told apart.
 * @param {string} at
 */
export function formatMoment(at) {
  const time = new Date(at).toLocaleTimeString(LOCALE, { hour: "2-digit", minute: "2-digit" });
  return `${formatDay(at, { year: undefined })}, ${time}`;
}

/**
 * Format a time on the recording's clock: 75.2 -> "1:15"; with `tenths` "1:15.2".
 * @param {number} time_s
 */
export function formatClock(time_s, tenths = false) {
  const at = Math.max(0, time_s),
    hours = Math.floor(at / 3600),
    minutes = Math.floor((at % 3600) / 60);
  const seconds = tenths
    ? (Math.floor((at % 60) * 10) / 10).toFixed(1).padStart(4, "0")
    : String(Math.floor(at % 60)).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}

/**
 * Parse "1:15.2" or "75.2" to seconds; NaN where it is neither.
 * @param {string} text
 */
export function parseClock(text) {
  const parts = text.trim().replace(",", ".").split(":");
  if (!parts.every((part) => /^\d+(\.\d+)?$/.test(part)) || parts.length > 3) return NaN;
  return parts.reduce((sum, part) => sum * 60 + Number(part), 0);
}

/**
 * Format a duration: "0.8 s", "2 min 5 s".
 * @param {number} duration_s
 */
export function formatDuration(duration_s) {
  if (duration_s < 9.95) return t(`${duration_s.toFixed(1)} s`);
  const whole = Math.round(duration_s),
    minutes = Math.floor(whole / 60),
    seconds = whole % 60;
  if (!minutes) return t(`${seconds} s`);
  return t(seconds ? `${minutes} min ${seconds} s` : `${minutes} min`);
}

/**
 * Return the index of the first element that is at least `value` (binary search).
 * @param {ArrayLike<number>} sorted ascending
 * @param {number} value
 */
export function lowerBound(sorted, value) {
  let low = 0,
    high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
