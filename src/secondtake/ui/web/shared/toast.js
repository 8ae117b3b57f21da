// A short message at the foot of the page, with an undo button where there is one; read out by screen readers.
// A message with undo stays until it is used, closed or replaced: WCAG 2.2.1 forbids a time limit.
import { el } from "./dom.js";
import { t } from "./i18n.js";

const STAYS_MS = 9000;

export class Toast {
  constructor(root) {
    this.live = el("div", { role: "status", "aria-live": "polite" });
    root.append(this.live);
  }

  /** Show `text`; `undo`, a callback, adds a button and keeps the message there. */
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
