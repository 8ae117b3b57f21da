// All moments as a list, for screen readers and the keyboard.
import { button, el, reveal } from "../shared/dom.js";
import { count, t } from "../shared/i18n.js";

import { MomentForm } from "./player/moment_form.js";

/** @import { Session } from './main.js' */

export class MomentList {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.list = el("ol", { class: "moment-list" });
    this.filter = el("select", { "aria-label": t("Which moments to list"), on: { change: () => this.#fill() } });
    this.summary = el("summary", { text: t("All moments as a list") });
    this.details = el(
      "details",
      { on: { toggle: () => this.#fill() } },
      this.summary,
      el("div", { class: "row" }, this.filter, this.#adding()),
      this.list,
    );
    this.node = el("section", { class: "all-moments", id: "moments", "aria-label": t("All moments") }, this.details);
    this.list.addEventListener("click", (event) => this.#click(event));
    this.update();
  }

  /** The button that opens the form for a moment that was missed, at the player's time. */
  #adding() {
    const holder = el("div", { class: "adding" });
    return [
      button(t("Add a missed moment"), {
        icon: "plus",
        kind: "quiet",
        on: {
          click: () => {
            const at_s = Math.min(this.session.player.time_s, Math.max(0, this.session.view.duration_s - 1));
            const form = new MomentForm(this.session, {
              start_s: at_s,
              end_s: at_s + 1,
              added: () => holder.replaceChildren(),
            });
            holder.replaceChildren(form.node);
            form.focus();
          },
        },
      }),
      holder,
    ];
  }

  update() {
    const { lanes, moments } = this.session.view,
      chosen = this.filter.value;
    const dismissed = moments.dismissed.filter(Boolean).length;
    this.filter.replaceChildren(
      el("option", { value: "", text: t("Everything") }),
      ...lanes
        .filter((lane) => lane.type === "moments")
        .map((lane) =>
          el("option", { value: lane.id, selected: lane.id === chosen, text: `${t(lane.label)} (${lane.count})` }),
        ),
      ...(dismissed
        ? [
            el("option", {
              value: "dismissed",
              selected: chosen === "dismissed",
              text: t("Dismissed ({n})", { n: dismissed }),
            }),
          ]
        : []),
    );
    this.summary.textContent = count(
      moments.id.length - dismissed,
      "{n} moment as a list",
      "All {n} moments as a list",
    );
    this.#fill();
  }

  #fill() {
    if (!this.details.open) {
      this.list.replaceChildren();
      return;
    }
    const { moments } = this.session.view,
      wanted = this.filter.value,
      parts = document.createDocumentFragment();
    moments.id.forEach((id, i) => {
      const isDismissed = moments.dismissed[i];
      if (wanted === "dismissed" ? !isDismissed : isDismissed || (wanted && moments.kind[i] !== wanted)) return;
      parts.append(
        el(
          "li",
          {},
          el("button", { type: "button", data: { i }, text: this.session.describe(i) }),
          isDismissed ? button(t("Restore"), { icon: "undo", kind: "quiet", data: { restore: i } }) : null,
        ),
      );
    });
    this.list.replaceChildren(parts);
  }

  #click(event) {
    const pressed = event.target.closest("button");
    if (!pressed) return;
    if (pressed.dataset.restore) this.session.dismiss(Number(pressed.dataset.restore), false);
    else {
      this.session.select(Number(pressed.dataset.i));
      reveal(this.session.reviewPlayer.node);
    }
  }
}
