// When and how long, in one line; the date can be set right where it stands.
import { button, el } from "../shared/dom.js";
import { dateField } from "../shared/date_field.js";
import { t } from "../shared/i18n.js";

export class DateEditor {
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
      else if (await this.session.redate(at)) this.session.header.dateEditor.change.focus(); // drawn anew meanwhile
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
