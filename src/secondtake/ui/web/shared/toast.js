// A short message at the foot of the page, with an undo button where there is one; read out by screen readers.
// A message with undo stays until it is used, closed or another can be undone: WCAG 2.2.1 forbids a time limit.
import { el } from "./dom.js";
import { t } from "./i18n.js";

const STAYS_MS = 9000;
const GAP = 8; // px, as --gap-2
/** @type {Map<HTMLElement, number>} the messages of each part on the page, and how far above the edge they stand */
const heights = new Map();

/** Place a part's messages above the other parts' own, which would lie under them. */
function makeRoom(live, wasEmpty) {
  for (const each of heights.keys()) if (!each.isConnected) heights.delete(each); // of a page that was left
  const others = [...heights.keys()].filter((each) => each !== live && each.childElementCount),
    top = (each) => heights.get(each) + each.offsetHeight + GAP;
  if (wasEmpty) heights.set(live, Math.max(0, ...others.map(top)));
  for (const each of others)
    if (heights.get(each) > heights.get(live)) heights.set(each, Math.max(heights.get(each), top(live)));
  for (const [each, height] of heights) each.style.marginBottom = `${height}px`;
}

export class Toast {
  constructor(root) {
    this.live = el("div", { class: "toasts", role: "status", "aria-live": "polite" });
    root.append(this.live);
  }

  /**
   * Show `text` and return the message; `undo`, a callback, adds a button and keeps the message there, beside
   * what is said later.
   */
  show(text, undo) {
    const box = el("div", { class: "toast" }, el("span", { text })),
      close = () => box.remove(),
      wasEmpty = !this.live.childElementCount,
      button = (label, click) => el("button", { type: "button", text: t(label), on: { click } });
    if (undo) box.append(button("Undo", () => (close(), undo())));
    box.append(button("Close", close));
    const before = undo ? this.undoable : this.notice;
    before?.remove();
    if (undo) {
      this.undoable = box;
      this.live.prepend(box); // nearest to the edge, so that nothing later moves it from under the pointer
    } else {
      this.notice = box;
      setTimeout(close, STAYS_MS);
      this.live.append(box);
    }
    makeRoom(this.live, wasEmpty);
    return box;
  }

  clear() {
    this.live.replaceChildren();
  }
}
