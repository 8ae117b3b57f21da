// At the page's end: this session deleted for good, after a word on what goes and what stays.
import { requestJson } from "../shared/api.js";
import { button, el } from "../shared/dom.js";
import { count, t } from "../shared/i18n.js";

export class Erase {
  constructor(session) {
    this.session = session;
    this.dialog = el("dialog", { class: "erase", "aria-label": t("Delete this session for good?") });
    this.node = el(
      "section",
      { class: "ending", "aria-label": t("Delete this session") },
      button(t("Delete this session for good…"), { icon: "trash", kind: "quiet", on: { click: () => this.#open() } }),
      this.dialog,
    );
  }

  #open() {
    this.status = el("p", { class: "small", role: "status" });
    this.buttons = [
      button(t("Delete for good"), { icon: "trash", kind: "danger", on: { click: () => this.#go() } }),
      button(t("Keep it"), { on: { click: () => this.dialog.close() } }),
    ];
    this.dialog.replaceChildren(
      el("h3", { text: t("Delete this session for good?") }),
      el("p", { class: "soft", text: t("It cannot be brought back. This goes:") }),
      el(
        "ul",
        { class: "goes" },
        this.#goes().map((text) => el("li", { text })),
      ),
      el("p", {
        class: "small soft",
        text: t(
          "Your library of questions stays, and so do files of yours elsewhere: the one you brought it from, your backups, and what you exported.",
        ),
      }),
      this.status,
      el("div", { class: "row" }, this.buttons),
    );
    this.dialog.showModal();
    this.buttons[1].focus(); // the harmless one
  }

  #goes() {
    const { kept, moments, words } = this.session.view;
    return [
      kept.copy
        ? t("the recording “{name}” ({size}), and the copy of it that plays here", kept)
        : t("the recording “{name}” ({size})", kept),
      t("what was found: {moments} and {words}", {
        moments: count(moments.id.length, "{n} moment", "{n} moments"),
        words: count(words.text.length, "{n} word", "{n} words"),
      }),
      t("what you wrote: notes, debriefs, ratings and corrections"),
    ];
  }

  async #go() {
    for (const each of this.buttons) each.disabled = true;
    this.status.textContent = t("Deleting…");
    this.session.player.destroy(); // a file that plays cannot be removed everywhere
    try {
      await requestJson(this.session.path("for-good"), { method: "DELETE" });
    } catch (error) {
      this.status.textContent = error.message;
      this.dialog.addEventListener("close", () => location.reload(), { once: true }); // the player is gone
      for (const each of this.buttons) each.disabled = false;
      return;
    }
    location.assign("/"); // this page's own script would look for the session once more
  }
}
