// The session's name, date and duration, and links to the page's sections.
import { blurOnEnter, button, el, icon, isPlainClick, reveal } from "../shared/dom.js";
import { t } from "../shared/i18n.js";
import { exportMenu } from "./export_menu.js";
import { DateEditor } from "./date_editor.js";

/** @import { Session } from './main.js' */

const PARTS = [
  ["take", "Takeaways"],
  ["watch", "Watch"],
  ["energy", "Energy"],
  ["answers", "Answers"],
  ["notes", "Patterns and recording"],
  ["moments", "All moments"],
];

export class Header {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.node = el("header", { class: "head" });
    this.update();
  }

  update() {
    const { session } = this,
      { view } = session;
    const title = el("textarea", {
      class: "title",
      rows: "1",
      "aria-label": t("Name of this session"),
      maxlength: "120",
      on: { change: (event) => session.rename(event.target.value.trim() || view.title), keydown: blurOnEnter },
    });
    title.value = view.title;
    this.dateEditor = new DateEditor(session);
    this.node.replaceChildren(
      el(
        "a",
        { class: "back small", href: "/", on: { click: (event) => this.#leave(event) } },
        icon("left"),
        t("Your sessions"),
      ),
      el("h1", { class: "visually-hidden", text: view.title }),
      el("div", { class: "row spread" }, title, exportMenu(session)),
      this.dateEditor.node,
      el(
        "nav",
        { class: "parts row", "aria-label": t("Sections of this page") },
        PARTS.filter(([id]) => id !== "energy" || view.energy).map(([id, text]) =>
          button(t(text), { kind: "quiet", on: { click: () => this.#go(id) } }),
        ),
      ),
    );
  }

  #go(id) {
    const part = /** @type {HTMLElement} */ (this.session.body.querySelector(`#${id}`));
    if (id === "moments") part.querySelector("details").open = true;
    reveal(part);
    part.setAttribute("tabindex", "-1");
    part.focus({ preventScroll: true });
  }

  #leave(event) {
    if (isPlainClick(event)) this.session.send("go", { page: "library" });
  }
}
