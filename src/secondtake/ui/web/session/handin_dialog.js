// Handing in to a coach: a name, the answers to show, and one file with both.
import { request, requestJson } from "../shared/api.js";
import { button, el } from "../shared/dom.js";
import { download } from "../shared/download.js";
import { t } from "../shared/i18n.js";
import { readPreference, savePreference } from "../shared/preferences.js";

/** @import { Session } from './main.js' */

const NAME = "handin-name";
const LOOK_MS = 500;

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
    bar = el("progress", { max: "1", hidden: true, "aria-label": t("Preparing the hand-in") }),
    save = button(t("Save the file"), { kind: "primary", type: "submit" });
  const submit = async (event) => {
    event.preventDefault();
    const answers = boxes.filter((box) => box.checked).map((box) => Number(box.value));
    if (!answers.length) {
      status.textContent = t("Choose at least one answer.");
      return;
    }
    savePreference(NAME, name.value);
    status.textContent = t("Preparing…");
    save.disabled = true;
    try {
      const body = { name: name.value, answers, faces };
      if (await make(session.path("handin"), body, dialog, bar)) {
        dialog.close();
        session.announce(t("Your hand-in is saved. Send it to your coach."));
      }
    } catch (error) {
      status.textContent = error.message;
    }
    bar.hidden = true;
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
    bar,
    el("div", { class: "row" }, save, button(t("Cancel"), { on: { click: () => dialog.close() } })),
  );
}

/**
 * Have the server make the file, and save it; closing the dialog cancels that.
 * @returns {Promise<boolean>} whether it was saved
 */
async function make(path, body, dialog, bar) {
  let job = await requestJson(path, { method: "POST", body });
  const at = `/api/handins/${job.handin}`;
  bar.hidden = false;
  while (job.state === "running") {
    bar.value = job.share;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    if (!dialog.open) {
      await request(at, { method: "DELETE" });
      return false;
    }
    job = await requestJson(at);
  }
  if (job.state !== "done") throw new Error(job.error);
  await download(`${at}/file`);
  await request(at, { method: "DELETE" });
  return true;
}

const ABOUT = {
  shown: "The chosen answers go in whole, with your face and voice.",
  blurred: "The chosen answers go in whole. The video is blurred, your voice can be heard.",
  "left out": "The chosen answers go in whole, as sound only.",
};
