// Bars for the components of energy; below the person's usual level they point left.
import { el } from "../../shared/dom.js";
import { t } from "../../shared/i18n.js";
import { SignalLane } from "../player/timeline/signal_lane.js";

/** @import { Energy } from '../view.js' */

const signals = new WeakMap(); // decoded once for each lane

/** Return a component's mean over [start_s, end_s) as a z-score within the person; NaN where unobserved. */
function mean(lane, start_s, end_s) {
  if (!signals.has(lane)) signals.set(lane, new SignalLane(lane));
  return lane.low + (lane.high - lane.low) * signals.get(lane).mean(start_s, end_s);
}

/**
 * Create bars for the named components over a span, or null where none was observed.
 * @param {Energy} energy
 * @param {string[]} names
 * @param {number} start_s
 * @param {number} end_s
 */
export function componentBars({ parts, usual_z }, names, start_s, end_s) {
  const rows = names
    .filter((name) => parts[name])
    .map((name) => [parts[name].label, mean(parts[name], start_s, end_s)]);
  if (!rows.some(([, z]) => Number.isFinite(z))) return null;
  return el(
    "dl",
    { class: "part-bars small" },
    rows.map(([label, z]) =>
      el(
        "div",
        {},
        el("dt", { text: t(label) }),
        el("dd", {}, bar(z, usual_z), el("span", { text: describeLevel(z) })),
      ),
    ),
  );
}

/**
 * Create a bar from the centre, which is the person's usual level.
 * @param {number} z
 * @param {number} usual_z full length
 */
export function bar(z, usual_z) {
  const share = Number.isFinite(z) ? Math.max(-1, Math.min(1, z / usual_z)) : 0;
  const fill = el("i", { class: share < 0 ? "low" : "high" });
  fill.style.width = `${50 * Math.abs(share)}%`;
  return el("span", { class: "z-bar", "aria-hidden": "true" }, fill);
}

/** Bounds in units of the person's usual variation: our choice. */
const LEVELS = /** @type {const} */ ([
  [0.5, "usual", "usual"],
  [1.5, "a little lower", "a little higher"],
  [3, "lower", "higher"],
  [Infinity, "much lower", "much higher"],
]);

/**
 * Say how far from the person's usual level a value is; a dash where it was not observed.
 * @param {number} z
 */
export function describeLevel(z) {
  const level = LEVELS.find(([bound]) => Math.abs(z) < bound);
  return level ? t(z < 0 ? level[1] : level[2]) : "–";
}
