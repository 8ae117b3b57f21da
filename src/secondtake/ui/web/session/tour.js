// The tour of the first visit, in three steps.
import { button, el, reveal } from "../shared/dom.js";
import { t } from "../shared/i18n.js";

/** @import { Session } from './main.js' */

const STEPS = [
  ["take", "Start here", "One thing to keep, one to change, and the answer to say again. Press a time and it plays."],
  [
    "watch",
    "Then watch",
    "Every marker on the timeline is a moment. Click one to watch it, drag across the timeline to loop a section, or press N for the next moment.",
  ],
  [
    "answers",
    "Make it yours",
    "Not a filler? Dismiss it and it no longer counts. Adjust where an answer starts and ends, note what went well, and record another take.",
  ],
];

/**
 * Show the tour once; it can be skipped at any step.
 * @param {Session} session
 */
export function tour(session) {
  session.data.tour = false;
  let at = 0;
  const dialog = el("div", { class: "tour panel", role: "dialog", "aria-label": t("A short tour") });
  const end = () => {
    dialog.remove();
    const target = /** @type {HTMLElement} */ (session.body.querySelector(".toured"));
    target.classList.remove("toured");
    target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true }); // so that Tab goes on from here, not from the top of the page
    session.send("toured", true);
  };
  const show = () => {
    const [part, title, text] = STEPS[at],
      last = at === STEPS.length - 1,
      target = session.body.querySelector(`#${part}`);
    session.body.querySelectorAll(".toured").forEach((node) => node.classList.remove("toured"));
    target.classList.add("toured");
    if (at) reveal(target, "center");
    const next = button(last ? t("Done") : t("Next"), {
      kind: "primary",
      on: {
        click: () => {
          at += 1;
          if (last) end();
          else show();
        },
      },
    });
    dialog.replaceChildren(
      el("p", { class: "eyebrow", text: t("{n} of 3", { n: at + 1 }) }),
      el("h3", { text: t(title) }),
      el("p", { text: t(text) }),
      el(
        "div",
        { class: "row spread" },
        last ? el("span") : button(t("Skip the tour"), { kind: "quiet", on: { click: end } }),
        next,
      ),
    );
    next.focus({ preventScroll: true });
  };
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") end();
  });
  session.root.append(dialog);
  show();
}
