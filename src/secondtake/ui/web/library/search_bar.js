// Searching and filtering sessions: by transcript, name, type and tag, and their order.
import { requestJson } from "../shared/api.js";
import { el, icon } from "../shared/dom.js";
import { formatClock } from "../shared/time.js";
import { count, t } from "../shared/i18n.js";

const WAIT_MS = 250; // after the last key
const MAX_HITS = 40;
const ORDERS = {
  newest: (a, b) => b.at.localeCompare(a.at),
  oldest: (a, b) => a.at.localeCompare(b.at),
  longest: (a, b) => b.duration_s - a.duration_s,
  name: (a, b) => a.title.localeCompare(b.title, undefined, { numeric: true }),
};
const orders = () => [
  ["newest", t("Newest first")],
  ["oldest", t("Oldest first")],
  ["longest", t("Longest first")],
  ["name", t("By name")],
];

export class SearchBar {
  /** `onChange()` is called when the sessions to show, or their order, change. */
  constructor(shelf, onChange) {
    this.shelf = shelf;
    this.onChange = onChange;
    this.hits = [];
    const listen = (name) => ({ on: { [name]: () => this.#look() } });
    this.words = el("input", {
      type: "search",
      placeholder: t("Where did I say …?"),
      "aria-label": t("Search transcripts, questions and session names"),
      ...listen("input"),
    });
    this.which = el("select", { "aria-label": t("Which sessions"), on: { change: onChange } });
    this.order = el(
      "select",
      { "aria-label": t("Order"), on: { change: onChange } },
      orders().map(([value, text]) => el("option", { value, text })),
    );
    this.status = el("p", { class: "small soft", role: "status" });
    this.list = el("ol", { class: "hits" });
    this.results = el("div", { class: "found panel", hidden: true }, this.status, this.list);
    const box = el("label", { class: "find-words" }, icon("search"), this.words);
    const tools = el("div", { class: "row", role: "search" }, box, this.which, this.order);
    this.node = el("div", { class: "find" }, tools, this.results);
  }

  /** Return the sessions to show, in order; a hit in the transcript counts as much as one in the name. */
  pick(sessions) {
    this.#offer(sessions);
    const query = this.words.value.trim().toLowerCase(),
      withHits = new Set(this.hits.map((hit) => hit.session));
    const named = (s) => [s.title, ...s.tags].some((text) => text.toLowerCase().includes(query));
    return sessions
      .filter((s) => this.#shows(s) && (!query || withHits.has(s.id) || named(s)))
      .sort(ORDERS[this.order.value]);
  }

  #shows(session) {
    const { value } = this.which;
    if (value === "archived") return session.archived;
    if (session.archived) return false;
    return value === "" || value === session.kind || session.tags.includes(value.slice(1));
  }

  #offer(sessions) {
    const tags = [...new Set(sessions.flatMap((session) => session.tags))].sort();
    const kinds = [
      ["", t("All sessions")],
      ["practice", t("Practice")],
      ["real", t("Real interviews")],
      ["archived", t("Archived")],
    ];
    const options = [...kinds, ...tags.map((tag) => [`#${tag}`, `# ${tag}`])];
    const key = JSON.stringify(options);
    if (key === this.optionsKey) return;
    this.optionsKey = key;
    const { value } = this.which;
    this.which.replaceChildren(
      ...options.map(([name, text]) => el("option", { value: name, text, selected: name === value })),
    );
  }

  #look() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#ask(), WAIT_MS);
  }

  async #ask() {
    const words = this.words.value.trim();
    let error = "";
    try {
      this.hits = words ? (await requestJson(`/api/search?words=${encodeURIComponent(words)}`)).hits : [];
    } catch (failure) {
      this.hits = [];
      error = failure.message;
    }
    if (words !== this.words.value.trim()) return; // outdated: the person has typed on
    this.results.hidden = !words;
    const sessions = new Set(this.hits.map((hit) => hit.session)).size;
    this.status.textContent =
      error ||
      (this.hits.length
        ? `${count(this.hits.length, "{n} match", "{n} matches")} ${count(sessions, "in {n} session", "in {n} sessions")}`
        : t("No matches."));
    this.list.replaceChildren(...this.hits.slice(0, MAX_HITS).map((hit) => this.#hit(hit)));
    this.onChange();
  }

  #hit({ session, title, at_s, before, words, after }) {
    const place = at_s === null ? t("asked") : formatClock(at_s);
    return el(
      "li",
      {},
      el(
        "a",
        {
          href: `/review?s=${session}${at_s === null ? "" : `&t=${at_s}`}`,
          on: { click: (event) => this.shelf.open(event, session, at_s) },
        },
        el("span", { class: "tabular soft", text: place }),
        el("span", {}, `… ${before} `, el("mark", { text: words }), ` ${after} …`),
        el("span", { class: "small soft", text: title }),
      ),
    );
  }
}
