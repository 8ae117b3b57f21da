// A coach's desk: hand-ins are dropped, and each is one person; one is opened, rated and sent back.
import { request, requestJson } from "../shared/api.js";
import { el } from "../shared/dom.js";
import { forgetDrafts } from "../shared/drafts.js";
import { count, t } from "../shared/i18n.js";
import { Toast } from "../shared/toast.js";
import { uploadHandin } from "../library/upload.js";
import { HandinPage } from "./handin.js";
import { Sheet } from "./sheet.js";

export class Desk {
  constructor(root, send) {
    this.root = root;
    this.send = send;
    this.toast = new Toast(root);
    this.body = el("div", { class: "desk" });
    root.append(this.body);
    this.#acceptDrops();
  }

  /** Show the sheet; the focus goes back to the row of the hand-in that was open. */
  async showSheet(from = "") {
    try {
      const view = await requestJson("/api/desk");
      if (this.isDestroyed) return;
      this.sheet = new Sheet(this, view);
      this.body.replaceChildren(this.sheet.node);
      if (from) /** @type {HTMLElement} */ (this.body.querySelector(`[data-open="${from}"]`))?.focus();
    } catch (error) {
      this.body.replaceChildren(el("p", { role: "alert", text: error.message }));
    }
    this.body.dataset.ready = "1";
  }

  async open(id) {
    try {
      const view = await requestJson(`/api/desk/${id}`);
      this.sheet = null;
      this.body.replaceChildren(new HandinPage(this, view).node);
      this.body.querySelector("h1").focus();
    } catch (error) {
      this.toast.show(error.message);
    }
  }

  /** Open the next hand-in by name that waits, after the last one the first; the sheet, if none does. */
  async openNext(id) {
    try {
      const { handins } = await requestJson("/api/desk"),
        at = handins.findIndex((item) => item.id === id);
      const next = [...handins.slice(at + 1), ...handins.slice(0, Math.max(at, 0))].find(
        (item) => item.status === "waiting",
      );
      if (next) return await this.open(next.id);
      await this.showSheet(id);
      this.sheet.say(t("No other hand-in waits for you."));
    } catch (error) {
      this.toast.show(error.message);
    }
  }

  /** Put files on the desk one after the other; what is refused is named with its reason, and stays so. */
  async add(files) {
    const refused = [];
    for (const [i, file] of files.entries()) {
      this.sheet.say(t("Reading {n} of {all}…", { n: i + 1, all: files.length }));
      try {
        await uploadHandin(file);
      } catch (error) {
        refused.push(error.message);
      }
    }
    await this.showSheet();
    const added = files.length - refused.length;
    if (added) this.send("used", true); // from now on the desk stands in the navigation
    this.sheet.say(count(added, "{n} hand-in is on your desk.", "{n} hand-ins are on your desk."), refused);
  }

  async delete({ id, name }) {
    try {
      await request(`/api/desk/${id}`, { method: "DELETE" });
      forgetDrafts(`desk.${id}`);
      await this.showSheet();
      this.sheet.say(t("Deleted: everything that {name} handed in, and what you said about it.", { name }));
    } catch (error) {
      this.toast.show(error.message);
    }
  }

  destroy() {
    this.isDestroyed = true;
  }

  #acceptDrops() {
    const hasFiles = (event) => this.sheet && event.dataTransfer.types.includes("Files");
    this.body.addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
    this.body.addEventListener("drop", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      this.add([...event.dataTransfer.files]);
    });
  }
}

/** Called by the component's loader (ui/web_components.py). */
export function mount(root, _data, send) {
  const desk = new Desk(root, send);
  root.desk = desk;
  desk.showSheet();
  return { update() {}, destroy: () => desk.destroy() };
}
