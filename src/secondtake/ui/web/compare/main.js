// Over time: three tiles; folded below them every measure, the habit board, and questions answered again.
import { requestJson } from "../shared/api.js";
import { button, el, isPlainClick } from "../shared/dom.js";
import { readPreference, savePreference } from "../shared/preferences.js";
import { Toast } from "../shared/toast.js";
import { count, t } from "../shared/i18n.js";
import { habitBoard } from "./habit_board.js";
import { measureCard } from "./measure_card.js";
import { Filters } from "./filters.js";
import { summary } from "./summary.js";
import { tiles } from "./tiles.js";

const RENEWING_MS = 3000;
const SPACING = "secondtake:over-time:spacing"; // a stored preference
const AT_FIRST = 9; // measures shown by default; our choice: what one reads in a minute

class OverTime {
  constructor(root, send) {
    this.root = root;
    this.send = send;
    this.all = false;
    this.wanted = { kind: "", question: "" };
    this.by_date = localStorage.getItem(SPACING) === "date";
    this.toast = new Toast(root);
  }

  async begin() {
    this.lead = el("div", { class: "lead" });
    this.renewing = el("p", { class: "small soft", role: "status", hidden: true });
    this.filters = new Filters(this);
    this.grid = el("ul", { class: "courses", "aria-label": t("Measures over time") });
    this.more = button("", {
      icon: "down",
      kind: "quiet",
      on: {
        click: () => {
          this.all = !this.all;
          this.#measures();
        },
      },
    });
    this.habits = el("div", { class: "board" });
    this.weeks = el("p", { class: "weeks" });
    this.again = el("ul", { class: "again" });
    this.changes = el("div", { class: "lead" });
    this.tiles = el("div", { class: "tiles" });
    this.folds = [
      fold("measures", t("All measures"), [
        this.changes,
        this.filters.node,
        this.grid,
        el("div", { class: "row" }, this.more),
      ]),
      fold("habits", t("Your habits"), [this.weeks, this.habits]),
      fold("again", t("Questions you answered again"), [this.again]),
    ];
    this.begin_with = el(
      "p",
      { class: "row", hidden: true },
      el("a", { class: "button primary", href: "/practise", text: t("Practise a question") }),
      el("a", { class: "button", href: "/sessions", text: t("Import a recording") }),
    );
    this.body = el(
      "div",
      { class: "over-time" },
      el(
        "header",
        { class: "over-head" },
        el("h1", { text: t("Over time") }),
        this.lead,
        this.begin_with,
        this.renewing,
      ),
      this.tiles,
      ...this.folds,
    );
    this.root.append(this.body);
    await this.refresh();
  }

  async refresh() {
    clearTimeout(this.timer);
    const { kind, question } = this.wanted,
      query = new URLSearchParams({ kind, question });
    try {
      this.view = await requestJson(`/api/over-time?${query}`);
    } catch (error) {
      this.lead.textContent = error.message;
      return;
    }
    if (this.isDestroyed) return;
    this.#show();
    if (this.view.renewing) this.timer = setTimeout(() => this.refresh(), RENEWING_MS);
  }

  open(event, to) {
    if (isPlainClick(event)) this.send("go", to);
  }

  /** Show only these measures; null restores the default choice. */
  async choose(names) {
    this.view.chosen = names;
    this.#measures();
    await this.#send("/api/over-time/chosen", { measures: names });
  }

  /** Space sessions by date or evenly. */
  space(by_date) {
    this.by_date = by_date;
    localStorage.setItem(SPACING, by_date ? "date" : "order");
    this.#measures();
  }

  async aim(habit, high) {
    await this.#send("/api/over-time/goal", {
      measure: habit.measure,
      high: high === null ? null : habit.share ? high / 100 : high,
    });
    await this.refresh();
    this.toast.show(high === null ? t("Goal removed.") : t("Goal saved."));
  }

  destroy() {
    this.isDestroyed = true;
    clearTimeout(this.timer);
  }

  async #send(path, body) {
    try {
      await requestJson(path, { method: "POST", body });
    } catch (error) {
      this.toast.show(error.message);
    }
  }

  #show() {
    const { view } = this,
      some = view.sessions.length > 0;
    [this.tiles, ...this.folds].forEach((part) => {
      part.hidden = !some;
    });
    this.begin_with.hidden = some;
    this.lead.textContent = some
      ? ""
      : t(
          "Your measures appear here after your first recording. From five sessions on, real changes can be told from chance.",
        );
    this.changes.replaceChildren(...summary(view.measures));
    // The filters are for the measures below: the tiles are always about all sessions.
    if (!this.wanted.kind && !this.wanted.question) this.tiles.replaceChildren(...tiles(view, this));
    this.renewing.hidden = !view.renewing;
    this.renewing.textContent = count(
      view.renewing,
      "Updating the review of {n} earlier session, so that all sessions are compared the same way.",
      "Updating the reviews of {n} earlier sessions, so that all sessions are compared the same way.",
    );
    this.filters.show(view);
    this.#measures();
    this.weeks.textContent = view.weeks
      ? count(
          view.weeks,
          "{n} week in a row with practice. What counts is practising, not being perfect.",
          "{n} weeks in a row with practice. What counts is practising, not being perfect.",
        )
      : t("Practise this week to start a streak. What counts is practising, not being perfect.");
    this.habits.replaceChildren(...habitBoard(view.states, this));
    this.again.replaceChildren(
      ...(view.questions.length
        ? view.questions.map((item) => this.#question(item))
        : [el("li", { class: "soft", text: t("Answer a question again to compare both takes side by side here.") })]),
    );
    this.body.dataset.ready = "1";
  }

  #measures() {
    const { measures, chosen } = this.view;
    const available = chosen ? measures.filter((m) => chosen.includes(m.name)) : measures;
    const first =
      chosen || this.all
        ? available
        : available.slice(0, Math.max(AT_FIRST, available.filter((m) => m.change.clear).length));
    this.filters.explain(first, this.view.sessions);
    this.grid.replaceChildren(...first.map((m) => measureCard(m, this.view, this)));
    if (!first.length)
      this.grid.append(el("li", { class: "soft", text: t("Nothing was measured in these sessions.") }));
    this.more.hidden = Boolean(chosen) || available.length <= AT_FIRST;
    this.more.lastChild.textContent = this.all ? t("Show fewer") : t("Show all {n} measures", { n: available.length });
  }

  #question({ text, takes }) {
    return el(
      "li",
      {},
      el(
        "a",
        {
          href: `/takes?q=${encodeURIComponent(text)}`,
          on: { click: (event) => this.open(event, { question: text }) },
        },
        el("strong", { text }),
        el("span", { class: "small soft", text: t("{n} takes, side by side", { n: takes }) }),
      ),
    );
  }
}

/** Create a section that stays open or closed as it was left. */
function fold(name, title, children) {
  const isOpen = readPreference(`over-time.${name}`, false);
  return el(
    "details",
    { class: "fold", open: isOpen, on: { toggle: ({ target }) => savePreference(`over-time.${name}`, target.open) } },
    el("summary", {}, el("h2", { text: title })),
    el("section", { "aria-label": title }, children),
  );
}

/** Called by the component's loader (ui/web_components.py). */
export function mount(root, _data, send) {
  const page = new OverTime(root, send);
  root.overTime = page;
  page.begin();
  return { update() {}, destroy: () => page.destroy() };
}
