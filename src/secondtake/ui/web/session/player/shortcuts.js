// Keyboard shortcuts of the review player, and the dialog that lists them.
import { button, el } from "../../shared/dom.js";
import { t } from "../../shared/i18n.js";

const HELP = [
  ["Space  K", "Play or pause"],
  ["← →", "Back or forward 5 seconds"],
  ["J  L", "Back or forward 10 seconds"],
  [",  .", "Back or forward one frame"],
  ["0 … 9", "To 0 % … 90 % of the recording"],
  ["M", "Mute"],
  ["↑ ↓", "Louder or softer, on the video"],
  ["F", "Fullscreen"],
  ["C", "Captions"],
  ["N  P", "Next or previous moment"],
  ["R", "Loop the moment"],
  ["D", "Dismiss the moment"],
  ["+  −", "Zoom the timeline in or out"],
  ["A", "Show the next answer on the timeline"],
  ["Z", "Show the whole session on the timeline"],
  ["<  >", "Slower or faster"],
  ["W", "In the transcript: change the speaker"],
  ["Esc", "End the loop"],
  ["?", "This list"],
];

const TYPING = "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable]";
const OWN_ARROWS = "input, select, .scrubber, [role=tab], [role=listbox], [role=option], [role=menu], .text";

/**
 * Return whether an element uses the key itself: it is typed into, pressed, or moved with arrows.
 * @param {Element} target
 * @param {string} key
 */
function usesKey(target, key) {
  if (target.closest(TYPING)) return true;
  if ([" ", "Enter"].includes(key)) return target.matches("button, a, summary, input, [role=button], [role=tab]");
  return key.startsWith("Arrow") && Boolean(target.closest(OWN_ARROWS));
}

/**
 * Listen on a node, or on the window for keys that work wherever the focus is; `actions` holds one function for
 * each key. An open dialog keeps its keys.
 * @param {EventTarget} node
 * @param {Record<string, (key: string) => void>} actions
 * @returns {() => void} stops listening
 */
export function listenForShortcuts(node, actions) {
  const listener = (/** @type {KeyboardEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = /** @type {Element} */ (event.composedPath()[0]);
    if (!target.matches || target.closest("dialog") || usesKey(target, event.key)) return;
    const act = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    if (event.key !== "Escape") event.stopPropagation(); // Streamlit has keys of its own
    act(event.key);
  };
  node.addEventListener("keydown", listener, { capture: node === window });
  return () => node.removeEventListener("keydown", listener, { capture: node === window });
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
    el("p", { class: "small soft", text: t("They work wherever you are on this page, except while you type.") }),
    el(
      "dl",
      {},
      HELP.map(([keys, what]) => el("div", {}, el("dt", {}, el("kbd", { text: keys })), el("dd", { text: t(what) }))),
    ),
  );
  return dialog;
}
