// Handing in to a coach: a name, the answers to show, and one file with both.
import { button, el } from "../shared/dom.js";
import { download } from "../shared/download.js";
import { t } from "../shared/i18n.js";
import { readPreference, savePreference } from "../shared/preferences.js";

/** @import { Session } from './main.js' */

const NAME = "handin-name";

/**
 * Create the menu's button, which opens the dialog.
 * @param {Session} session
 * @param {() => string} faces what the menu says about the face
 */
export function handinButton(session, faces) {
  const open = () => {
    const dialog = el("dialog", { class: "handin", "aria-labelledby": "handin-title" });
    dialog.addEventListener("close", () => dialog.remove());
    dialog.append(form(session, faces(), dialog));
    session.body.append(dialog);
    dialog.showModal();
  };
  return el(
    "button",
    { type: "button", class: "way", on: { click: open } },
    el("strong", { text: t("Hand in to a coach") }),
    el("span", { class: "small soft", text: t("One file with the answers that you choose and your review") }),
  );
}

function form(session, faces, dialog) {
  const name = el("input", { type: "text", maxlength: "80", required: true, autocomplete: "name" });
  name.value = readPreference(NAME, "") ?? "";
  const boxes = session.view.cards.map((card) =>
    el("input", { type: "checkbox", value: String(card.index + 1), checked: true }),
  );
  const status = el("p", { class: "small", role: "status" }),
    save = button(t("Save the file"), { kind: "primary", type: "submit" });
  const submit = async (event) => {
    event.preventDefault();
    const answers = boxes.filter((box) => box.checked).map((box) => box.value);
    if (!answers.length) {
      status.textContent = t("Choose at least one answer.");
      return;
    }
    savePreference(NAME, name.value);
    status.textContent = t("Preparing…");
    save.disabled = true;
    try {
      const query = new URLSearchParams({ name: name.value, answers: answers.join(","), faces });
      await download(session.path(`handin?${query}`));
      dialog.close();
      session.announce(t("Your hand-in is saved. Send it to your coach."));
    } catch (error) {
      status.textContent = error.message;
    }
    save.disabled = false;
  };
  return el(
    "form",
    { on: { submit } },
    el("h2", { id: "handin-title", text: t("Hand in to a coach") }),
    el("p", { class: "small", text: t(ABOUT[faces]) }),
    el("p", {
      class: "small",
      text: t(
        "Your coach rates first, and sees only then what was measured in the whole session and how you rated yourself. The file is not encrypted: whoever has it can open it.",
      ),
    }),
    el("label", { class: "field" }, el("span", { text: t("Your name, as your coach knows you") }), name),
    el(
      "fieldset",
      { class: "handin-answers" },
      el("legend", { text: t("Answers to show") }),
      session.view.cards.map((card, i) =>
        el(
          "label",
          { class: "row" },
          boxes[i],
          el("span", { text: `${card.index + 1}. ${card.question || card.from}` }),
        ),
      ),
    ),
    status,
    el("div", { class: "row" }, save, button(t("Cancel"), { on: { click: () => dialog.close() } })),
  );
}

const ABOUT = {
  shown: "The chosen answers go in whole, with your face and voice.",
  blurred: "The chosen answers go in whole. The video is blurred, your voice can be heard.",
  "left out": "The chosen answers go in whole, as sound only.",
};
