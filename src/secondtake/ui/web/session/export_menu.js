// Exporting the review, with the face shown, blurred or hidden.
import { el, icon } from "../shared/dom.js";
import { request } from "../shared/api.js";
import { download } from "../shared/download.js";
import { readPreference, savePreference } from "../shared/preferences.js";
import { t } from "../shared/i18n.js";
import { handinButton } from "./handin_dialog.js";

/** @import { Session } from './main.js' */

const FACES = [
  ["shown", "Shown", "Clips and stills show you as you are."],
  ["blurred", "Blurred", "The whole video is blurred: movement is visible, your face isn't. Your voice can be heard."],
  ["left out", "Hidden", "No video at all. Clips are audio only: your voice can be heard."],
];

/**
 * Create the menu beside the title.
 * @param {Session} session
 */
export function exportMenu(session) {
  const { exports, picture } = session.view,
    faces = picture ? new FaceOptions() : null;
  const menu = el(
    "details",
    { class: "menu" },
    el("summary", { class: "button" }, icon("download"), t("Export")),
    el(
      "div",
      { class: "panel" },
      faces?.node,
      el(
        "ul",
        {},
        exports.map((item) => [
          el("li", {}, exportButton(session, item, faces)),
          item.format === "html"
            ? el(
                "li",
                {},
                handinButton(session, () => faces?.chosen ?? "left out"),
              )
            : null,
          item.format === "html" ? el("li", {}, coachButton(session)) : null,
        ]),
      ),
    ),
  );
  closeLikeMenu(menu);
  return menu;
}

/**
 * Close an open menu on Escape, which returns the focus to it, on a press outside it and when Tab leaves it.
 * Not on a click: a file is saved by clicking a link that stands outside.
 */
function closeLikeMenu(menu) {
  const close = (event) => {
    if (!event.composedPath().includes(menu)) menu.open = false;
  };
  menu.addEventListener("toggle", () =>
    menu.open ? document.addEventListener("pointerdown", close) : document.removeEventListener("pointerdown", close),
  );
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Tab") requestAnimationFrame(() => menu.matches(":focus-within") || menu.removeAttribute("open"));
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

/** What happens to the face in exports; a stored preference. */
class FaceOptions {
  constructor() {
    const values = FACES.map(([value]) => value);
    this.chosen = values.find((value) => value === readPreference("faces")) ?? values[0];
    this.about = el("p", { class: "small soft", role: "status" });
    this.node = el(
      "fieldset",
      { class: "faces" },
      el("legend", { class: "small", text: t("Your face in exports") }),
      el(
        "div",
        { class: "scale" },
        FACES.map(([value, label]) => this.#option(value, t(label))),
      ),
      this.about,
    );
    this.#tell();
  }

  #option(value, label) {
    const choose = () => {
      this.chosen = value;
      savePreference("faces", value);
      this.#tell();
    };
    return el(
      "label",
      {},
      el("input", { type: "radio", name: "faces", value, checked: value === this.chosen, on: { change: choose } }),
      el("span", { class: "step small", text: label }),
    );
  }

  #tell() {
    this.about.textContent = t(FACES.find(([value]) => value === this.chosen)[2]);
  }
}

function exportButton(session, { format, label, about, pictures }, faces) {
  const status = el("span", { class: "small soft", text: t(about) });
  let busy = false;
  const onClick = async () => {
    if (busy) return;
    busy = true;
    status.textContent = t("Preparing…");
    session.announce(t("Preparing {file}…", { file: t(label) }));
    try {
      const query = pictures && faces ? `?faces=${encodeURIComponent(faces.chosen)}` : "";
      await (format === "print" ? print : download)(session.path(`export/${format}${query}`));
      session.announce(t("{file} is ready.", { file: t(label) }));
    } catch (error) {
      session.toast.show(error.message);
    }
    status.textContent = t(about);
    busy = false;
  };
  return el(
    "button",
    { type: "button", class: "way", on: { click: onClick } },
    el("strong", { text: t(label) }),
    status,
  );
}

/** Choose the page that a coach saved with comments; it can be dropped on the session, too. */
function coachButton(session) {
  const input = el("input", {
    type: "file",
    class: "visually-hidden",
    accept: ".html,text/html",
    tabindex: "-1",
    "aria-label": t("The page that your coach saved"),
    on: {
      change: () => {
        if (input.files[0]) session.addCoachFile(input.files[0]);
        input.value = "";
      },
    },
  });
  return [
    el(
      "button",
      { type: "button", class: "way", on: { click: () => input.click() } },
      el("strong", { text: t("Bring comments back") }),
      el("span", { class: "small soft", text: t("From the file that your coach saved; or drop it on this session") }),
    ),
    input,
  ];
}

/** Open the browser's print dialog for the printable report. */
async function print(path) {
  const url = URL.createObjectURL(new Blob([await (await request(path)).text()], { type: "text/html" }));
  const frame = el("iframe", { class: "visually-hidden", "aria-hidden": "true", tabindex: "-1" });
  await new Promise((resolve) => {
    frame.addEventListener("load", resolve, { once: true });
    frame.src = url;
    document.body.append(frame);
  });
  const over = () => {
    window.removeEventListener("focus", over);
    frame.remove();
    URL.revokeObjectURL(url);
  };
  frame.contentWindow.addEventListener("afterprint", over, { once: true });
  window.addEventListener("focus", over); // not every browser sends afterprint
  frame.contentWindow.print();
}
