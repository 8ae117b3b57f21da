// What somebody expects to see in their recording: a few fixed choices and their own words.
import { button, el } from "./dom.js";
import { keepDraft } from "./drafts.js";
import { t } from "./i18n.js";

/**
 * Create the form. `onDone` gets the chosen ids and the person's own words.
 * @param {{id: string, text: string}[]} choices
 * @param {{submit: string, draft: string, onDone: (prediction: {expect: string[], words: string}) => void}} options
 *   `draft` names the words' draft
 * @param {...any} more further buttons
 */
export function predictionForm(choices, { submit, draft, onDone }, ...more) {
  const boxes = choices.map(({ id }) => el("input", { type: "checkbox", value: id }));
  const words = el("input", {
    type: "text",
    maxlength: "300",
    placeholder: t("In a few words (optional)"),
    "aria-label": t("What else do you expect to see?"),
  });
  keepDraft(words, draft);
  return el(
    "form",
    {
      class: "prediction",
      on: {
        submit: (event) => {
          event.preventDefault();
          onDone({ expect: boxes.filter((box) => box.checked).map((box) => box.value), words: words.value.trim() });
        },
      },
    },
    el(
      "fieldset",
      { class: "expectations" },
      el("legend", { class: "visually-hidden", text: t("What do you expect to see?") }),
      choices.map(({ text }, i) => el("label", {}, boxes[i], el("span", { text: t(text) }))),
    ),
    words,
    el("div", { class: "row" }, button(submit, { kind: "primary", type: "submit" }), ...more),
  );
}
