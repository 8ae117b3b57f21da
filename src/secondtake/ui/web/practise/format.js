// How a practice is to go: follow-up questions, time to prepare, a limit, one take, the own picture. Remembered here.
import { t } from "../shared/i18n.js";
import { formatClock } from "../shared/time.js";

const KEY = "secondtake:practice-format";

/** What may be chosen, with its labels; the first is the default. */
export const FOLLOW_UPS = [
  ["", "None"],
  ["friendly", "A friendly interviewer"],
  ["dry", "A dry one, who waits four seconds before each question"],
  ["interrupting", "One who interrupts long answers"],
];
export const PREPARE_S = [0, 30, 60];
export const LIMIT_S = [0, 60, 90, 120, 180];

/** @typedef {{follow_ups: string, prepare_s: number, limit_s: number, one_take: boolean, hide_self: boolean}} Format */

/**
 * Return a format of what was stored; what may not be chosen becomes the default.
 * @param {any} stored
 * @returns {Format}
 */
export function parseFormat(stored) {
  const oneOf = (choices, value) => (choices.includes(value) ? value : choices[0]);
  return {
    follow_ups: oneOf(
      FOLLOW_UPS.map(([value]) => value),
      stored?.follow_ups,
    ),
    prepare_s: oneOf(PREPARE_S, stored?.prepare_s),
    limit_s: oneOf(LIMIT_S, stored?.limit_s),
    one_take: stored?.one_take === true,
    hide_self: stored?.hide_self === true,
  };
}

/** Return the format that was used last. */
export function loadFormat() {
  try {
    return parseFormat(JSON.parse(localStorage.getItem(KEY)));
  } catch {
    return parseFormat(null);
  }
}

/** @param {Format} format */
export const saveFormat = (format) => localStorage.setItem(KEY, JSON.stringify(format));

/**
 * Return a format for a drill: it has its own lengths, and asks nothing else.
 * @param {Format} format
 */
export const forDrill = ({ hide_self }) => parseFormat({ hide_self });

/**
 * Say in a line what was chosen.
 * @param {Format} format
 */
export function describeFormat({ follow_ups, prepare_s, limit_s, one_take, hide_self }) {
  const parts = [
    follow_ups && t("{kind} follow-ups", { kind: follow_ups }),
    prepare_s && t("{n} s to prepare", { n: prepare_s }),
    limit_s && t("at most {clock} an answer", { clock: formatClock(limit_s) }),
    one_take && t("one take"),
    hide_self && t("your picture hidden"),
  ].filter(Boolean);
  return parts.length ? parts.join(" · ") : t("no follow-ups, no time limit");
}
