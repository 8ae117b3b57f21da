// The keyboard, wherever the focus is within the instrument; and the list of its keys.
import { button, el } from "../../shared/dom.js";
import { t } from "../../shared/i18n.js";

const HELP = [
  ["Space", "Play or pause"],
  ["← →", "Five seconds back or on"],
  ["N  P", "Next or previous moment"],
  ["L", "Loop the moment"],
  ["D", "Not one: dismiss the moment"],
  ["+  −", "Zoom in or out"],
  ["0", "Show the whole session"],
  ["1 … 9", "Show one answer"],
  ["C", "Captions"],
  ["<  >", "Slower or faster"],
  ["W", "In the transcript: whose words are these?"],
  ["Esc", "End the loop"],
  ["?", "This list"],
];

/** Listen on `node`; `acts` holds one function a key. */
export function listenForShortcuts(node, acts) {
  node.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.composedPath()[0];
    if (target.matches("input:not([type=checkbox]), textarea, select")) return;
    const pressable = target.matches("button, a, summary, input");
    if (pressable && [" ", "Enter"].includes(event.key)) return;
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act(event.key);
  });
}

/** A dialog that lists the keys. */
export function shortcutsDialog() {
  const dialog = el("dialog", { class: "keys", "aria-label": t("Keys") });
  dialog.append(
    el(
      "div",
      { class: "row spread" },
      el("h3", { text: t("Keys") }),
      button(t("Close"), { icon: "close", words: false, kind: "quiet", on: { click: () => dialog.close() } }),
    ),
    el("p", {
      class: "small soft",
      text: t("They work while the focus is on the player, the timeline or the transcript."),
    }),
    el(
      "dl",
      {},
      HELP.map(([keys, what]) => el("div", {}, el("dt", {}, el("kbd", { text: keys })), el("dd", { text: t(what) }))),
    ),
  );
  return dialog;
}
