// Adding a moment that was missed: its kind, and from when to when.
import { button, el } from "../../shared/dom.js";
import { formatClock, parseClock } from "../../shared/time.js";
import { capitalise, t } from "../../shared/i18n.js";

/** @import { Session } from '../main.js' */

export class MomentForm {
  /**
   * @param {Session} session
   * @param {{start_s: number, end_s: number, added?: () => void}} options the span to begin with; `added` is called after saving
   */
  constructor(session, { start_s, end_s, added = () => {} }) {
    this.session = session;
    this.added = added;
    this.kind = el(
      "select",
      { "aria-label": t("What was missed") },
      session.view.kinds.map(({ id, one }) => el("option", { value: id, text: capitalise(t(one)) })),
    );
    this.start = this.#time(t("From"), start_s);
    this.end = this.#time(t("To"), end_s);
    this.problem = el("p", { role: "alert", class: "problem", hidden: true });
    this.node = el(
      "form",
      {
        class: "moment-form",
        on: {
          submit: (event) => {
            event.preventDefault();
            this.#save();
          },
        },
      },
      el(
        "div",
        { class: "row" },
        this.kind,
        this.start.node,
        this.end.node,
        el("button", { type: "submit", class: "button", text: t("Add") }),
      ),
      this.problem,
      el("p", {
        class: "soft",
        text: t("Your own moments are listed and exported beside the detected ones; no number counts them."),
      }),
    );
  }

  focus() {
    this.kind.focus();
  }

  /** A time field with a button that takes the player's time. */
  #time(label, at_s) {
    const field = el("input", { type: "text", class: "tabular clock", size: "7", value: formatClock(at_s, true) });
    const node = el(
      "span",
      { class: "row" },
      el("label", { class: "row" }, label, field),
      button(t("Now"), {
        kind: "quiet",
        "aria-label": `${label}: ${t("where the video is now")}`,
        on: { click: () => (field.value = formatClock(this.session.player.time_s, true)) },
      }),
    );
    return { field, node };
  }

  async #save() {
    const start_s = parseClock(this.start.field.value),
      end_s = parseClock(this.end.field.value);
    const isSpan = start_s < end_s && end_s <= this.session.view.duration_s + 0.1;
    this.problem.hidden = isSpan;
    this.problem.textContent = isSpan ? "" : t("Write both times like 1:15.2; the end comes after the start.");
    if (isSpan && (await this.session.addMoment({ event_kind: this.kind.value, start_s, end_s }))) this.added();
  }
}
