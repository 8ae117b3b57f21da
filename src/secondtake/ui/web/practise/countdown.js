// From a question to its answer: time to prepare, then a breath.
import { t } from "../shared/i18n.js";
import { formatClock } from "../shared/time.js";

const BREATH_S = 3;

export class Countdown {
  /**
   * @param {{time: HTMLElement, asking: HTMLElement}} page "asking" is marked while there is time to prepare
   * @param {{say: (text: string) => void, isPaused: () => boolean, onBreath: () => void, onEnd: () => void}} on
   */
  constructor(page, on) {
    this.page = page;
    this.on = on;
  }

  /** @param {number} prepare_s */
  begin(prepare_s) {
    this.#count(prepare_s + BREATH_S);
  }

  /** Leave out the rest of the preparation. */
  skip() {
    this.#count(BREATH_S);
  }

  stop() {
    clearTimeout(this.timer);
    this.page.asking.classList.remove("preparing");
  }

  #count(left_s) {
    const isPreparing = left_s > BREATH_S;
    this.stop();
    this.page.asking.classList.toggle("preparing", isPreparing);
    if (left_s <= 0) {
      this.on.onEnd();
      return;
    }
    if (left_s === BREATH_S) this.on.onBreath();
    const isPaused = this.on.isPaused();
    if (!isPaused) {
      this.on.say(isPreparing ? t("Prepare your answer.") : t("Take a breath: {n}", { n: left_s }));
      this.page.time.textContent = isPreparing
        ? t("{clock} to prepare", { clock: formatClock(left_s - BREATH_S) })
        : "";
    }
    this.timer = setTimeout(() => this.#count(isPaused ? left_s : left_s - 1), 1000);
  }
}
