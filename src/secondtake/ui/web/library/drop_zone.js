// Importing recordings: drop, file dialog, folder, or the camera.
import { button, el, icon } from "../shared/dom.js";
import { forgetDrafts, keepDraft } from "../shared/drafts.js";
import { count, t } from "../shared/i18n.js";
import { chosenRecordings, droppedRecordings } from "./folder_files.js";
import { RUNNING, running, stoppedUploads, uploadFile } from "./upload.js";

const LANGUAGES = [
  ["", "Detect automatically"],
  ["en", "English"],
  ["es", "Spanish"],
  ["de", "German"],
  ["fr", "French"],
  ["pt", "Portuguese"],
  ["it", "Italian"],
];
const PRESETS = [
  ["balanced", "Balanced"],
  ["fast", "Fast (details follow later)"],
  ["precise", "Precise (slower)"],
];
const RECORDINGS = "video/*,audio/*,.mp4,.mov,.mkv,.webm,.avi,.m4v,.m4a,.mp3,.wav,.ogg,.opus";

export class DropZone {
  constructor(shelf) {
    this.shelf = shelf;
    this.waiting = 0;
    this.input = el("input", {
      type: "file",
      class: "visually-hidden",
      accept: RECORDINGS,
      multiple: true,
      tabindex: "-1",
      "aria-label": t("Choose recordings"),
      on: {
        change: () => {
          this.#uploadAll([...this.input.files]);
          this.input.value = "";
        },
      },
    });
    this.choose = button(t("Choose a recording"), {
      icon: "upload",
      kind: "primary",
      on: { click: () => this.input.click() },
    });
    this.folder = el("input", {
      type: "file",
      class: "visually-hidden",
      webkitdirectory: "",
      tabindex: "-1",
      "aria-label": t("Choose a folder of recordings"),
      on: {
        change: () => {
          this.#uploadAll(chosenRecordings(this.folder.files));
          this.folder.value = "";
        },
      },
    });
    this.chooseFolder = button(t("Choose a folder"), { kind: "quiet", on: { click: () => this.folder.click() } });
    this.record = el(
      "a",
      { class: "button", href: "/practise", on: { click: (event) => shelf.practise(event) } },
      icon("camera"),
      t("Record one now"),
    );
    this.uploads = el("ul", { class: "uploads" });
    this.status = el("p", { class: "small soft", role: "status", hidden: true });
    this.zone = el(
      "div",
      { class: "drop" },
      el(
        "div",
        { class: "drop-words" },
        el("p", { class: "drop-title", text: t("Drop a recording of yourself here") }),
        el("p", {
          class: "soft small",
          text: t(
            "A mock interview, a practice answer, or audio only, of any length. You can add many old recordings at once: each gets its file's date, which you can change. Everything stays on this computer.",
          ),
        }),
      ),
      el("div", { class: "row ways" }, this.choose, this.record, this.chooseFolder, this.input, this.folder),
      this.#options(),
    );
    this.node = el(
      "section",
      { class: "bring", "aria-label": t("Import a recording") },
      this.zone,
      this.uploads,
      this.status,
    );
    this.#listen();
    this.#offerStopped();
    for (const upload of running.values()) this.#showUpload(upload); // begun before another page was shown
  }

  /** Offer to go on with what stopped: the browser lets nobody but the person open the file again. */
  async #offerStopped() {
    for (const { name, share, forget } of await stoppedUploads()) {
      const row = el(
        "li",
        { class: "upload panel stopped" },
        icon("upload"),
        el("span", {
          text: t("The upload of “{name}” stopped at {n} %. Choose the same file again and it goes on from there.", {
            name,
            n: Math.round(100 * share),
          }),
        }),
        button(t("Choose it again"), {
          on: {
            click: () => {
              row.remove();
              this.input.click();
            },
          },
        }),
        button(t("Discard"), {
          kind: "quiet",
          on: {
            click: () => {
              row.remove();
              forget().catch((error) => this.#showStatus(error.message));
            },
          },
        }),
      );
      this.uploads.append(row);
    }
  }

  #options() {
    const select = (label, name, pairs) =>
      el(
        "label",
        { class: "option" },
        el("span", { class: "small soft", text: label }),
        el(
          "select",
          { name },
          pairs.map(([value, text]) => el("option", { value, text: t(text) })),
        ),
      );
    this.questions = keepDraft(el("textarea", { name: "questions", rows: "2" }), "upload.questions");
    this.form = el(
      "form",
      { on: { submit: (event) => event.preventDefault() } },
      select(t("Type"), "kind", [
        ["practice", "Practice"],
        ["real", "Real interview"],
      ]),
      select(t("Spoken language"), "language", LANGUAGES),
      select(t("Analysis quality"), "preset", PRESETS),
      el(
        "label",
        { class: "option wide" },
        el("span", { class: "small soft", text: t("Questions, one per line (optional)") }),
        this.questions,
      ),
    );
    return el("details", { class: "options small" }, el("summary", { text: t("Options") }), this.form);
  }

  #listen() {
    let inside = 0;
    const over = (on) => this.zone.classList.toggle("over", on);
    this.zone.addEventListener("dragenter", (event) => {
      event.preventDefault();
      inside += 1;
      over(true);
    });
    this.zone.addEventListener("dragleave", () => {
      inside -= 1;
      if (!inside) over(false);
    });
    this.zone.addEventListener("dragover", (event) => event.preventDefault());
    this.zone.addEventListener("drop", (event) => {
      event.preventDefault();
      inside = 0;
      over(false);
      droppedRecordings(event.dataTransfer).then(
        (files) => this.#uploadAll(files),
        (error) => this.#showStatus(error.message),
      );
    });
    this.zone.addEventListener("click", (event) => {
      if (event.target === this.zone) this.input.click();
    });
  }

  /** Upload one after the other: two at once are no faster on one disk. */
  async #uploadAll(files) {
    if (!files.length) return this.#showStatus(t("No recordings in this folder."));
    this.waiting += files.length;
    for (const file of files) {
      this.waiting -= 1;
      this.#showStatus(
        this.waiting ? count(this.waiting, "{n} more recording to upload", "{n} more recordings to upload") : "",
      );
      await this.#upload(file);
    }
  }

  #showStatus(text) {
    this.status.hidden = !text;
    this.status.textContent = text;
  }

  /** Show an upload's progress in a row, which goes when it ends. */
  #showUpload({ file, stop }) {
    const bar = el("progress", { max: "1", value: "0", "aria-label": t("Upload of {name}", { name: file.name }) });
    const percent = el("span", { class: "small soft tabular", text: "0 %" });
    const row = el(
      "li",
      { class: "upload panel" },
      icon("upload"),
      el("strong", { text: file.name }),
      bar,
      percent,
      button(t("Cancel"), { kind: "quiet", on: { click: () => stop.abort() } }),
    );
    this.uploads.append(row);
    const follow = () => {
      const upload = [...running.values()].find((each) => each.stop === stop);
      if (!upload) {
        RUNNING.removeEventListener("change", follow);
        if (!row.classList.contains("failed")) row.remove();
        this.shelf.refresh();
        return;
      }
      bar.value = upload.share;
      percent.textContent = `${Math.round(upload.share * 100)} %`;
    };
    RUNNING.addEventListener("change", follow);
    follow();
    return row;
  }

  async #upload(file) {
    const stop = new AbortController(),
      options = Object.fromEntries(new FormData(this.form));
    const upload = uploadFile(file, options, stop),
      row = this.#showUpload({ file, stop });
    try {
      await upload;
      forgetDrafts("upload.questions");
    } catch (error) {
      this.uploads.append(row);
      row.classList.add("failed");
      row.replaceChildren(
        icon("warn"),
        el("span", { role: "alert" }, el("strong", { text: file.name }), ` ${error.message}`),
        stop.signal.aborted
          ? ""
          : button(t("Try again"), {
              icon: "again",
              on: {
                click: () => {
                  row.remove();
                  this.#upload(file);
                },
              },
            }),
        button(t("Close"), { icon: "close", words: false, kind: "quiet", on: { click: () => row.remove() } }),
      );
    }
  }
}
