// Who handed in and who waits: by name or by waiting, never by how anybody did.
import { requestJson } from "../shared/api.js";
import { button, el } from "../shared/dom.js";
import { count, t } from "../shared/i18n.js";
import { table } from "../shared/table.js";
import { formatDay } from "../shared/time.js";

/** @import { Desk } from './main.js' */

const STATUS = { waiting: "Waits for you", rated: "Rated, not sent back", "sent back": "Sent back" };
const ORDER = Object.keys(STATUS);
const COMPARE = {
  name: () => 0, // the server's order
  waiting: (a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || a.made_at.localeCompare(b.made_at),
};

export class Sheet {
  /** @param {Desk} desk */
  constructor(desk, view) {
    this.desk = desk;
    this.view = view;
    this.set = "";
    this.order = "name";
    this.status = el("p", { class: "small", role: "status" });
    this.refusals = el("ul", { class: "refusals small", role: "alert" });
    this.table = el("div", { class: "sheet" });
    this.node = el("div", { class: "desk-sheet" }, this.#head(), this.#drop(), this.table, this.#classList());
    this.#fill();
  }

  /** Say what happened, and which files were refused and why. */
  say(text, refused = []) {
    this.status.textContent = text;
    this.refusals.replaceChildren(...refused.map((reason) => el("li", { text: reason })));
  }

  #head() {
    return el(
      "header",
      {},
      el("h1", { text: t("Coach's desk") }),
      el("p", {
        class: "soft",
        text: t(
          "Your students save a hand-in from the Export menu of their session and send it to you. You rate first; what was measured appears afterwards. Everything stays on this computer.",
        ),
      }),
    );
  }

  #drop() {
    const input = el("input", {
      type: "file",
      class: "visually-hidden",
      accept: ".handin",
      multiple: true,
      tabindex: "-1",
      "aria-label": t("Hand-ins of your students"),
      on: { change: () => this.desk.add([...input.files]) },
    });
    return el(
      "section",
      { class: "drop-handins", "aria-label": t("Add hand-ins") },
      el("p", { text: t("Drop hand-ins here, as many at once as you like") }),
      button(t("Choose files"), { icon: "upload", kind: "primary", on: { click: () => input.click() } }),
      input,
      this.status,
      this.refusals,
    );
  }

  #fill() {
    const { handins, missing, sets } = this.view;
    const shown = handins.filter((item) => !this.set || item.set === this.set).sort(COMPARE[this.order]);
    const absent = missing[this.set] ?? [];
    if (!shown.length && !absent.length && !this.set) {
      this.table.replaceChildren(el("p", { class: "soft", text: t("Nothing has been handed in yet.") }));
      return;
    }
    const waiting = shown.filter((item) => item.status === "waiting").length;
    this.table.replaceChildren(
      el(
        "div",
        { class: "row spread" },
        el("p", {
          text: [
            count(shown.length, "{n} handed in", "{n} handed in"),
            count(waiting, "{n} waits for you", "{n} wait for you"),
            ...(this.view.class.length ? [t("{n} not handed in", { n: absent.length })] : []),
          ].join(" · "),
        }),
        el(
          "div",
          { class: "row" },
          sets.length > 1
            ? this.#choice(t("Question set"), "set", [["", t("Every set")], ...sets.map((name) => [name, name])])
            : null,
          this.#choice(t("Order"), "order", [
            ["name", t("By name")],
            ["waiting", t("Waiting longest first")],
          ]),
        ),
      ),
      el("div", { class: "table" }, this.#table(shown, absent)),
    );
  }

  #choice(label, property, options) {
    const select = el(
      "select",
      {
        "aria-label": label,
        on: {
          change: () => {
            this[property] = select.value;
            this.#fill();
            /** @type {HTMLElement} */ (this.table.querySelector(`[aria-label="${label}"]`)).focus();
          },
        },
      },
      options.map(([value, text]) => el("option", { value, text, selected: this[property] === value })),
    );
    return select;
  }

  #table(handins, missing) {
    const heads = [t("Name"), t("Question set"), t("Handed in"), t("Status"), ""];
    const absent = (name) =>
      el(
        "tr",
        { class: "missing" },
        el("th", { scope: "row", text: name }),
        el("td"),
        el("td"),
        el("td", { class: "soft", text: t("Not handed in") }),
        el("td"),
      );
    return table(heads, [...handins.map((item) => this.#row(item)), ...missing.map(absent)]);
  }

  #row(item) {
    const { id, name, set, made_at, status } = item;
    const remove = button(t("Delete the hand-in of {name}", { name }), {
      icon: "trash",
      words: false,
      kind: "quiet",
      on: {
        click: () => {
          if (confirm(t("Delete everything that {name} handed in, and what you said about it?", { name })))
            this.desk.delete(item);
        },
      },
    });
    return el(
      "tr",
      {},
      el(
        "th",
        { scope: "row" },
        el("button", {
          type: "button",
          class: "link",
          text: name,
          data: { open: id },
          on: { click: () => this.desk.open(id) },
        }),
      ),
      el("td", { text: set || t("none") }),
      el("td", { class: "tabular", text: formatDay(made_at, { month: "short" }) }),
      el("td", { text: t(STATUS[status]) }),
      el("td", { class: "acts" }, remove),
    );
  }

  #classList() {
    const names = el("textarea", { rows: "8", "aria-label": t("Names, one per line") });
    names.value = this.view.class.join("\n");
    const save = async () => {
      try {
        this.view = await requestJson("/api/desk/class", { method: "POST", body: { names: names.value } });
        this.#fill();
        this.say(t("Class list saved."));
      } catch (error) {
        this.say(error.message);
      }
    };
    return el(
      "details",
      {},
      el("summary", { text: t("Class list") }),
      el("p", {
        class: "small soft",
        text: t("Names, one per line, as your students type them. Those who have not handed in are listed above."),
      }),
      names,
      button(t("Save the class list"), { on: { click: save } }),
    );
  }
}
