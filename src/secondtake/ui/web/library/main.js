// The library: import a recording, follow its analysis, open its review.
import { requestJson } from "../shared/api.js";
import { el, isPlainClick } from "../shared/dom.js";
import { Toast } from "../shared/toast.js";
import { forgetDrafts } from "../shared/drafts.js";
import { t } from "../shared/i18n.js";
import { sessionCard } from "./cards.js";
import { DropZone } from "./drop_zone.js";
import { openEditDialog } from "./edit_dialog.js";
import { SearchBar } from "./search_bar.js";
import { JobCard } from "./jobs.js";

const STEPS = [
  ["Record", "Answer a few questions here, or on any camera or phone, as you would on the day. Two minutes is plenty."],
  [
    "Import it",
    "It is analysed on this computer, in a quarter to half the time it lasts. You can leave the page meanwhile.",
  ],
  [
    "Review, then try again",
    "Say how it felt, see how it went, watch the moments that matter, and try the same answer again.",
  ],
];
const BUSY_MS = 1000,
  IDLE_MS = 15000;

class Library {
  constructor(root, send) {
    this.root = root;
    this.send = send;
    this.jobs = new Map();
    this.toast = new Toast(root);
  }

  async begin() {
    this.heading = el("h1");
    this.lead = el("p", { class: "lead soft" });
    this.head = el("header", { class: "shelf-head" }, this.heading, this.lead);
    this.drop = new DropZone(this);
    this.jobList = el("ul", { class: "jobs", "aria-label": t("Analysing") });
    this.grid = el("ul", { class: "grid", "aria-label": t("Sessions") });
    this.searchBar = new SearchBar(this, () => this.#showSessions());
    this.failure = el("p", { class: "soft", role: "alert", hidden: true });
    this.steps = el(
      "ol",
      { class: "steps" },
      STEPS.map(([title, text], i) =>
        el(
          "li",
          {},
          el("span", { class: "place tabular", "aria-hidden": "true", text: i + 1 }),
          el("div", {}, el("strong", { text: t(title) }), el("p", { class: "small soft", text: t(text) })),
        ),
      ),
    );
    this.example = el("p", { class: "eyebrow example", text: t("Or look at a finished review first") });
    this.body = el(
      "div",
      { class: "shelf" },
      el("div", { class: "start" }, this.head, this.drop.node, this.failure, this.jobList, this.steps),
      el("div", { class: "kept" }, this.example, this.searchBar.node, this.grid),
    );
    this.root.append(this.body);
    await this.refresh();
  }

  /** Fetch the list; poll faster while jobs are running. */
  async refresh() {
    clearTimeout(this.timer);
    try {
      this.#show(await requestJson("/api/shelf"));
      this.failure.hidden = true;
    } catch (error) {
      this.failure.hidden = false;
      this.failure.textContent = error.message;
    }
    if (!this.isDestroyed) this.timer = setTimeout(() => this.refresh(), this.shelf?.busy ? BUSY_MS : IDLE_MS);
  }

  async work(job, act) {
    await this.#change(`/api/jobs/${job}/${act}`);
  }

  async remove(session) {
    if (!(await this.#change(`/api/sessions/${session.id}`, "DELETE"))) return;
    this.toast.show(t("“{title}” was moved to the trash.", { title: session.title }), () =>
      this.#change(`/api/sessions/${session.id}/bring-back`),
    );
  }

  /** Save what somebody expects to see in a recording that is still analysed. */
  async predict(session, prediction) {
    if (!(await this.#change(`/api/sessions/${session}/prediction`, "POST", prediction))) return;
    forgetDrafts(`${session}.prediction`);
    this.toast.show(t("Saved. You can compare it with the review."));
  }

  /** Open a review, at a time where one is given. */
  open(event, id, at_s = null) {
    if (isPlainClick(event)) this.send("go", { session: id, at_s });
  }

  /** Open the practice page. */
  practise(event) {
    if (isPlainClick(event)) this.send("go", { page: "practise" });
  }

  /** Edit a session's name, type, date, tags or archive state. */
  change(session) {
    openEditDialog(this.root, session, async (changes) => {
      if (await this.#change(`/api/sessions/${session.id}`, "PATCH", changes)) forgetDrafts(`${session.id}.edit.`);
    });
  }

  destroy() {
    this.isDestroyed = true;
    clearTimeout(this.timer);
  }

  /** Send a change; show the error and return false where the server refuses it. */
  async #change(path, method = "POST", body = undefined) {
    try {
      this.#show(await requestJson(path, { method, body }));
    } catch (error) {
      this.toast.show(error.message);
      return false;
    }
    this.refresh();
    return true;
  }

  #show(shelf) {
    const before = new Map((this.shelf?.jobs ?? []).map((job) => [job.id, job]));
    this.shelf = shelf;
    const first = shelf.sessions.every((session) => session.tags.includes("sample"));
    this.steps.hidden = !first;
    this.example.hidden = !first || !shelf.sessions.length;
    this.body.classList.toggle("first", first);
    this.heading.textContent = first ? t("See your interview the way they do") : t("Your sessions");
    this.lead.textContent = first
      ? t(
          "Second Take analyses a recording of you answering questions. It shows every filler, pause, glance and smile on one timeline, what went well, and at most three things to work on. Nothing leaves this computer.",
        )
      : "";
    this.lead.hidden = !first;
    this.#showJobs(shelf.jobs);
    this.searchBar.node.hidden = first;
    this.#showSessions();
    this.body.dataset.ready = "1";
    for (const [id, job] of before) {
      const ended = !shelf.jobs.some((item) => item.id === id),
        session = shelf.sessions.find((item) => item.id === job.session);
      if (ended && session && job.state === "running")
        this.toast.show(t("The review of “{name}” is ready.", { name: session.title }));
    }
  }

  /** Redraw the cards only when something changed, and restore the focus. */
  #showSessions() {
    const picked = this.searchBar.pick(this.shelf.sessions),
      drawn = JSON.stringify(picked);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const focus = this.root.activeElement,
      focusedCard = focus?.closest(".session-card"),
      position = focusedCard ? [...focusedCard.querySelectorAll("a, button")].indexOf(focus) : -1;
    this.grid.replaceChildren(...picked.map((session) => sessionCard(session, this)));
    const sameCard = focusedCard && this.grid.querySelector(`[data-id="${CSS.escape(focusedCard.dataset.id)}"]`);
    /** @type {HTMLElement} */ (sameCard?.querySelectorAll("a, button")[position])?.focus({ preventScroll: true });
    if (!picked.length) this.grid.append(el("li", { class: "soft", text: t("No matching sessions.") }));
  }

  #showJobs(jobs) {
    for (const [id, card] of this.jobs) {
      if (!jobs.some((job) => job.id === id)) {
        card.node.remove();
        this.jobs.delete(id);
      }
    }
    for (const job of jobs) {
      const card = this.jobs.get(job.id);
      if (card) card.update(job);
      else {
        const newCard = new JobCard(job, this);
        this.jobs.set(job.id, newCard);
        this.jobList.append(newCard.node);
      }
    }
    this.jobList.hidden = !jobs.length;
  }
}

/** Called by the component's loader (ui/web_components.py). */
export function mount(root, _data, send) {
  const shelf = new Library(root, send);
  root.shelf = shelf;
  shelf.begin();
  return { update() {}, destroy: () => shelf.destroy() };
}
