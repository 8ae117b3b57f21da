// Keyboard shortcuts of the review player, and the dialog that lists them.
import { button, el } from "../../shared/dom.js";
import { t } from "../../shared/i18n.js";

const HELP = [
  ["Space", "Play or pause"],
  ["← →", "Back or forward 5 seconds"],
  ["N  P", "Next or previous moment"],
  ["L", "Loop the moment"],
  ["D", "Dismiss the moment"],
  ["+  −", "Zoom in or out"],
  ["0", "Show the whole session"],
  ["1 … 9", "Show one answer"],
  ["C", "Captions"],
  ["<  >", "Slower or faster"],
  ["W", "In the transcript: change the speaker"],
  ["Esc", "End the loop"],
  ["?", "This list"],
];

/**
 * Listen on `node`; `actions` holds one function for each key.
 * @param {HTMLElement} node
 * @param {Record<string, (key: string) => void>} actions
 */
export function listenForShortcuts(node, actions) {
  node.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = /** @type {HTMLElement} */ (event.composedPath()[0]);
    if (target.matches("input:not([type=checkbox]), textarea, select")) return;
    const pressable = target.matches("button, a, summary, input");
    if (pressable && [" ", "Enter"].includes(event.key)) return;
    const act = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act(event.key);
  });
}

/** Create the dialog that lists the shortcuts. */
export function shortcutsDialog() {
  const dialog = el("dialog", { class: "keys", "aria-label": t("Keyboard shortcuts") });
  dialog.append(
    el(
      "div",
      { class: "row spread" },
      el("h3", { text: t("Keyboard shortcuts") }),
      button(t("Close"), { icon: "close", words: false, kind: "quiet", on: { click: () => dialog.close() } }),
    ),
    el("p", {
      class: "small soft",
      text: t("They work while the player, the timeline or the transcript has the focus."),
    }),
    el(
      "dl",
      {},
      HELP.map(([keys, what]) => el("div", {}, el("dt", {}, el("kbd", { text: keys })), el("dd", { text: t(what) }))),
    ),
  );
  return dialog;
}
