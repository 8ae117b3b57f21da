// The session's name, date and duration, and links to the page's sections.
import { blurOnEnter, button, el, icon, isPlainClick, reveal } from "../shared/dom.js";
import { t } from "../shared/i18n.js";
import { keepDraft } from "../shared/drafts.js";
import { exportMenu } from "./export_menu.js";
import { DateEditor } from "./date_editor.js";
import { formatMoment } from "../shared/time.js";

/** @import { Session } from './main.js' */

const MAX_TAKES = 3; // our choice: of a long interview's questions, the first that were answered before

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
    keepDraft(title, `${session.data.session}.title`);
    this.dateEditor = new DateEditor(session);
    this.node.replaceChildren(
      el(
        "a",
        { class: "back small", href: "/sessions", on: { click: (event) => this.#leave(event) } },
        icon("left"),
        t("Your sessions"),
      ),
      el("h1", { class: "visually-hidden", text: view.title }),
      el("div", { class: "row spread" }, title, exportMenu(session)),
      this.dateEditor.node,
      ...this.#earlierTakes(),
      el(
        "nav",
        { class: "parts row", "aria-label": t("Sections of this page") },
        PARTS.filter(([id]) => id !== "energy" || view.energy).map(([id, text]) =>
          button(t(text), { kind: "quiet", on: { click: () => this.#go(id) } }),
        ),
      ),
    );
  }

  /** Name each question's take, with links to the one before it and to both side by side. */
  #earlierTakes() {
    const takes = Object.values(this.session.view.earlier_takes),
      link = (text, href, to) =>
        el("a", { href, text, on: { click: (event) => isPlainClick(event) && this.session.send("go", to) } });
    return takes
      .slice(0, MAX_TAKES)
      .map(({ take, question, session, at }) =>
        el(
          "p",
          { class: "small soft earlier-take" },
          takes.length > 1
            ? t("Take {n} of “{question}”; ", { n: take, question })
            : t("Take {n} of this question; ", { n: take }),
          link(t("take {n} was on {day}", { n: take - 1, day: formatMoment(at) }), `/review?s=${session}`, {
            page: "review",
            session,
          }),
          ". ",
          link(t("Compare them"), `/takes?q=${encodeURIComponent(question)}`, { page: "takes", question }),
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
