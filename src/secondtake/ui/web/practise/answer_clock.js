// The clock beside an answer: counting up with a hint on its length, or down to a target or limit.
import { t } from "../shared/i18n.js";
import { formatClock } from "../shared/time.js";

const SHORT_S = 60,
  LONG_S = 120; // norms: 60-120 s (career sites, weak)
const WARNING_S = 10; // before a target or limit: the one live cue that can be trusted

/**
 * Return what the clock shows, a line that says when the end is near, and whether the target is over.
 * @param {number} long_s how long the answer has been
 * @param {number} [target_s] 0 for none
 */
export function answerClock(long_s, target_s = 0) {
  if (!target_s) {
    const hint = long_s > LONG_S ? t("a good time to wrap up") : long_s > SHORT_S ? t("a good length") : "";
    return { time: hint ? `${formatClock(long_s)} · ${hint}` : formatClock(long_s), cue: "", isOver: false };
  }
  const left_s = target_s - long_s;
  if (left_s <= 0)
    return {
      time: t("{clock} over", { clock: formatClock(-left_s) }),
      cue: t("Time. Finish your sentence."),
      isOver: true,
    };
  const cue = left_s <= WARNING_S ? t("{n} seconds left.", { n: WARNING_S }) : "";
  return { time: t("{clock} left", { clock: formatClock(Math.ceil(left_s)) }), cue, isOver: false };
}
