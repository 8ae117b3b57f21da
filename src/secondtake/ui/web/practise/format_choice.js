// Choosing how the practice is to go, before its start.
import { el } from "../shared/dom.js";
import { t } from "../shared/i18n.js";
import { formatClock } from "../shared/time.js";
import { describeFormat, FOLLOW_UPS, forDrill, LIMIT_S, loadFormat, PREPARE_S, saveFormat } from "./format.js";

export class FormatChoice {
  /** `isDrill` leaves only what a drill does not set itself. */
  constructor(isDrill) {
    this.isDrill = isDrill;
    this.format = loadFormat();
    this.now = el("span", { class: "soft small" });
    this.node = el(
      "details",
      { class: "format" },
      el("summary", {}, isDrill ? t("Options") : t("Interview format"), " ", this.now),
      isDrill
        ? null
        : [
            this.#select("follow_ups", t("A follow-up to each answer"), FOLLOW_UPS),
            this.#select("prepare_s", t("Time to prepare"), PREPARE_S.map(secondsOption(t("None")))),
            this.#select("limit_s", t("Limit for each answer"), LIMIT_S.map(secondsOption(t("None")))),
            this.#check("one_take", t("One take: no answer can be repeated")),
          ],
      this.#check("hide_self", t("Hide my own picture while I answer")),
    );
    this.#show();
  }

  /** The chosen format. */
  get value() {
    return this.isDrill ? forDrill(this.format) : this.format;
  }

  #select(name, label, options) {
    const select = el(
      "select",
      { on: { change: () => this.#choose(name, options[select.selectedIndex][0]) } },
      options.map(([value, text]) => el("option", { value, selected: value === this.format[name], text: t(text) })),
    );
    return el("label", { class: "option" }, label, select);
  }

  #check(name, label) {
    const box = el("input", {
      type: "checkbox",
      checked: this.format[name],
      on: { change: () => this.#choose(name, box.checked) },
    });
    return el("label", { class: "row" }, box, label);
  }

  #choose(name, value) {
    this.format = { ...this.format, [name]: value };
    saveFormat(this.format);
    this.#show();
  }

  #show() {
    this.now.textContent = describeFormat(this.value);
  }
}

const secondsOption = (none) => (seconds) => [seconds, seconds ? formatClock(seconds) : none];
