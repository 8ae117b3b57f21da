// The line with date and duration; the date can be edited in place.
import { button, el } from "../shared/dom.js";
import { dateField } from "../shared/date_field.js";
import { t } from "../shared/i18n.js";

/** @import { Session } from './main.js' */

export class DateEditor {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.node = el("div", { class: "when small" });
    this.#tell();
  }

  #tell() {
    this.change = button(t("Change the date"), { kind: "quiet", on: { click: () => this.#ask() } });
    this.node.replaceChildren(el("p", { class: "soft", text: t(this.session.view.summary) }), this.change);
  }

  #ask() {
    const field = dateField(this.session.view.at);
    const back = () => {
      this.#tell();
      this.change.focus();
    };
    const keep = async (event) => {
      event.preventDefault();
      const at = field.value();
      if (!at) back();
      else if (await this.session.redate(at)) this.session.header.dateEditor.change.focus(); // a new one: the header was redrawn
    };
    this.node.replaceChildren(
      el(
        "form",
        { class: "row", on: { submit: keep, keydown: (event) => event.key === "Escape" && back() } },
        field.node,
        button(t("Save"), { type: "submit", kind: "primary" }),
        button(t("Cancel"), { kind: "quiet", on: { click: back } }),
      ),
    );
    field.input.focus();
  }
}
