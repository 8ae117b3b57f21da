// Positions of sessions on a chart's time axis, evenly spaced or by date, and the axis labels.
import { formatDay } from "../shared/time.js";

/** @type {Intl.DateTimeFormatOptions} */
const SHORT = { month: "short", year: undefined };
/** @type {Intl.DateTimeFormatOptions} */
const WITH_YEAR = { month: "short", year: "2-digit" };
const DAY_MS = 24 * 3600 * 1000;
const MAX_DAYS = 4; // axis labels; more would overlap on a narrow chart

/**
 * Return positions (0..1) for ascending times.
 * Within one day, `by_date` falls back to even spacing.
 * @param {number[]} moments in ms, ascending
 * @param {boolean} by_date
 */
export function axisShares(moments, by_date) {
  const n = moments.length,
    [first, last] = [moments[0], moments[n - 1]];
  if (by_date && last - first >= DAY_MS) return moments.map((at) => (at - first) / (last - first));
  return moments.map((_, i) => (n > 1 ? i / (n - 1) : 0.5));
}

/**
 * Return the axis labels: first and last day and some between, with their positions.
 * @param {number[]} moments in ms, ascending
 * @param {boolean} by_date
 */
export function axisDays(moments, by_date) {
  const n = moments.length,
    [first, last] = [moments[0], moments[n - 1]];
  const format = new Date(first).getFullYear() === new Date(last).getFullYear() ? SHORT : WITH_YEAR;
  const anchor = (i, all) => (all === 1 ? "middle" : i === 0 ? "start" : i === all - 1 ? "end" : "middle");
  if (by_date && last - first >= DAY_MS) {
    const all = Math.min(MAX_DAYS, Math.floor((last - first) / DAY_MS) + 1);
    return Array.from({ length: all }, (_, i) => {
      const share = all > 1 ? i / (all - 1) : 0.5;
      return { share, anchor: anchor(i, all), text: formatDay(new Date(first + share * (last - first)), format) };
    });
  }
  const at = [...new Set(n > 2 ? [0, Math.floor((n - 1) / 2), n - 1] : [0, n - 1])],
    placed = axisShares(moments, false);
  return at.map((i, k) => ({
    share: placed[i],
    anchor: anchor(k, at.length),
    text: formatDay(new Date(moments[i]), format),
  }));
}
