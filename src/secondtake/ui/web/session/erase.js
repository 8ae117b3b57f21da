// Deleting the session permanently, after a dialog that lists what goes and what stays.
import { requestJson } from "../shared/api.js";
import { button, el } from "../shared/dom.js";
import { forgetDrafts } from "../shared/drafts.js";
import { count, t } from "../shared/i18n.js";

/** @import { Session } from './main.js' */

export class Erase {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.dialog = el("dialog", { class: "erase", "aria-label": t("Delete this session permanently?") });
    this.node = el(
      "section",
      { class: "ending", "aria-label": t("Delete this session") },
      button(t("Delete this session permanently…"), {
        icon: "trash",
        kind: "quiet",
        on: { click: () => this.#open() },
      }),
      this.dialog,
    );
  }

  #open() {
    this.status = el("p", { class: "small", role: "status" });
    this.buttons = [
      button(t("Delete permanently"), { icon: "trash", kind: "danger", on: { click: () => this.#go() } }),
      button(t("Cancel"), { on: { click: () => this.dialog.close() } }),
    ];
    this.dialog.replaceChildren(
      el("h3", { text: t("Delete this session permanently?") }),
      el("p", { class: "soft", text: t("This can't be undone. It deletes:") }),
      el(
        "ul",
        { class: "goes" },
        this.#goes().map((text) => el("li", { text })),
      ),
      el("p", {
        class: "small soft",
        text: t(
          "Your question library stays, and so do files elsewhere: the original recording, your backups and your exports.",
        ),
      }),
      this.status,
      el("div", { class: "row" }, this.buttons),
    );
    this.dialog.showModal();
    this.buttons[1].focus(); // Cancel
  }

  #goes() {
    const { kept, moments, words } = this.session.view;
    return [
      kept.copy
        ? t("the recording “{name}” ({size}) and its playback copy", kept)
        : t("the recording “{name}” ({size})", kept),
      t("the analysis: {moments} and {words}", {
        moments: count(moments.id.length, "{n} moment", "{n} moments"),
        words: count(words.text.length, "{n} word", "{n} words"),
      }),
      t("your notes, debriefs, ratings and corrections"),
    ];
  }

  async #go() {
    for (const each of this.buttons) each.disabled = true;
    this.status.textContent = t("Deleting…");
    this.session.player.destroy(); // Windows cannot delete a file that is playing
    try {
      await requestJson(this.session.path("for-good"), { method: "DELETE" });
    } catch (error) {
      this.status.textContent = error.message;
      this.dialog.addEventListener("close", () => location.reload(), { once: true }); // the player was destroyed
      for (const each of this.buttons) each.disabled = false;
      return;
    }
    forgetDrafts(`${this.session.data.session}.`);
    location.assign("/sessions"); // a full load: this page's script would ask for the session again
  }
}
