// A short word at the foot of the page, with a way back where there is one. Read out by screen readers.
// A way back stays until it is taken, closed or followed by another word: nobody has to be quick to reach it.
import { el } from "./dom.js";
import { t } from "./i18n.js";

const STAYS_MS = 9000;

export class Toast {
  constructor(root) {
    this.live = el("div", { role: "status", "aria-live": "polite" });
    root.append(this.live);
  }

  /** Show `text`; `undo` adds a button that calls it, and keeps the message there. */
  show(text, undo) {
    clearTimeout(this.timer);
    const box = el("div", { class: "toast" }, el("span", { text }));
    if (undo) {
      box.append(
        el("button", {
          type: "button",
          text: t("Undo"),
          on: {
            click: () => {
              this.clear();
              undo();
            },
          },
        }),
      );
    }
    box.append(el("button", { type: "button", text: t("Close"), on: { click: () => this.clear() } }));
    this.live.replaceChildren(box);
    if (!undo) this.timer = setTimeout(() => this.clear(), STAYS_MS);
  }

  clear() {
    clearTimeout(this.timer);
    this.live.replaceChildren();
  }
}
