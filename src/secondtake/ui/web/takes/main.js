// Two takes of one question, side by side: both players, both timelines, and what changed beyond noise.
import { requestJson } from "../shared/api.js";
import { button, el, icon, isPlainClick } from "../shared/dom.js";
import { Toast } from "../shared/toast.js";
import { count, t } from "../shared/i18n.js";
import { changes } from "./changes.js";
import { Take } from "./take.js";
import { alignViews } from "./answer_views.js";
import { wordsOfTakes } from "./words.js";
import { BestVersion } from "./best_version.js";

/**
 * Return points that every answer has, as shares of its duration.
 * @returns {[string, number][]}
 */
const places = () => [
  [t("Start"), 0],
  [t("A third in"), 1 / 3],
  [t("Two thirds in"), 2 / 3],
  [t("Last seconds"), 0.92],
];

class Takes {
  constructor(root, data, send) {
    this.root = root;
    this.data = data;
    this.send = send;
    this.takes = [];
    this.toast = new Toast(root);
  }

  async begin() {
    this.back = el(
      "a",
      { class: "back small", href: "/over-time", on: { click: (event) => this.open(event, { to: "over-time" }) } },
      icon("left"),
      t("Over time"),
    );
    this.status = el("p", { class: "soft" });
    this.stage = el("div", { class: "pair" });
    this.together = el(
      "select",
      { "aria-label": t("Sync the two players") },
      [
        ["seconds", t("Sync by seconds into the answer")],
        ["share", t("Sync by share of the answer")],
        ["", t("Don't sync")],
      ].map(([value, text]) => el("option", { value, text })),
    );
    const jumps = places().map(([label, share]) => button(label, { on: { click: () => this.#jump(share) } }));
    this.both = button(t("Play both"), { icon: "play", kind: "primary", on: { click: () => this.#playBoth() } });
    this.tools = el(
      "div",
      { class: "row same-place", role: "toolbar", "aria-label": t("Jump to the same point") },
      el("span", { class: "small soft", text: t("Jump to the same point") }),
      jumps,
      this.both,
      el("span", { class: "push" }),
      this.together,
    );
    this.words = el("section", { class: "said", "aria-label": t("What you said") });
    this.best_place = el("div", {});
    this.changed = el("section", { class: "changed", "aria-label": t("What changed") });
    this.body = el(
      "div",
      { class: "takes" },
      el("header", { class: "takes-head" }, this.back, el("h1", { text: this.data.question }), this.status),
      this.tools,
      this.stage,
      this.words,
      this.best_place,
      this.changed,
    );
    this.root.append(this.body);
    await this.show();
    await this.#showParts();
  }

  /** Show two takes; by default the latest two. */
  async show(chosen = {}) {
    const query = new URLSearchParams({
      question: this.data.question,
      before: chosen.before ?? "",
      now: chosen.now ?? "",
    });
    try {
      const listing = await requestJson(`/api/takes?${query}`),
        pair = ["before", "now"].map((side) => listing.takes.find((take) => take.key === listing[side]));
      const views = await Promise.all(pair.map((take) => requestJson(`/api/sessions/${take.session}/view`)));
      if (this.isDestroyed) return;
      this.view = listing;
      this.#build(
        pair,
        alignViews(
          views,
          pair.map((take) => take.answer),
        ),
      );
    } catch (error) {
      this.status.textContent = error.message;
      this.tools.hidden = true;
    }
  }

  open(event, to) {
    if (isPlainClick(event)) this.send("go", to);
  }

  async best(take) {
    const key = this.view.best === take.key ? null : take.key;
    try {
      await requestJson("/api/takes/best", { method: "POST", body: { question: this.data.question, take: key } });
    } catch (error) {
      this.toast.show(error.message);
      return;
    }
    this.view.best = key;
    for (const item of this.takes) item.markBest(key);
    this.toast.show(key ? t("Marked as your best take so far.") : t("No longer marked as your best take."));
  }

  choose(side, key) {
    this.show({ before: this.view.before, now: this.view.now, [side]: key });
  }

  destroy() {
    this.isDestroyed = true;
    this.version?.destroy();
    for (const take of this.takes) take.destroy();
  }

  #build(pair, views) {
    for (const take of this.takes) take.destroy();
    this.status.textContent = [
      count(this.view.takes.length, "{n} take so far.", "{n} takes so far."),
      t("Watch both. Which one would you send?"),
    ].join(" ");
    this.takes = pair.map((take, i) => new Take(this, i ? "now" : "before", take, views[i]));
    this.stage.replaceChildren(...this.takes.map((take) => take.node));
    this.takes.forEach((take, i) => {
      take.player.addEventListener("sought", () => this.#follow(take, this.takes[1 - i]));
      take.player.seek(take.card.start_s);
      take.markBest(this.view.best);
    });
    this.changed.replaceChildren(...changes(this.view.changes, this.view.recorded));
    this.body.dataset.ready = "1";
    this.#showWords();
  }

  /** Show what was said in both takes, left out and added, once it is compared. */
  async #showWords() {
    const { before, now } = this.view;
    this.words.replaceChildren();
    const query = new URLSearchParams({ question: this.data.question, before, now });
    const compared = await requestJson(`/api/takes/words?${query}`).catch(() => ({ rows: [], parts: [] }));
    if (this.isDestroyed || this.view.before !== before || this.view.now !== now) return;
    this.words.replaceChildren(...wordsOfTakes(compared, (side, start_s) => this.takes[side].playFrom(start_s)));
  }

  /** Offer the parts of all takes, where they were told apart in any. */
  async #showParts() {
    const query = new URLSearchParams({ question: this.data.question });
    const listing = await requestJson(`/api/takes/parts?${query}`).catch(() => ({ parts: [] }));
    if (this.isDestroyed || !listing.parts.some(({ clips }) => clips.length)) return;
    this.version = new BestVersion(this.data.question, listing, (message) => this.toast.show(message));
    this.best_place.append(this.version.node);
  }

  #jump(share) {
    this.following = true;
    for (const take of this.takes) take.goTo(share * take.lasts_s);
    this.following = false;
  }

  #follow(moved, other) {
    if (this.following || !this.together.value) return;
    this.following = true;
    const by_share = this.together.value === "share";
    other.goTo(by_share ? (moved.into_s / moved.lasts_s) * other.lasts_s : moved.into_s);
    this.following = false;
  }

  /** Play both, the earlier one muted: two voices at once cannot be followed. */
  #playBoth() {
    const [before, now] = this.takes,
      playing = now.player.playing;
    before.player.video.muted = !playing;
    for (const { player } of this.takes)
      if (playing) player.pause();
      else player.play();
  }
}

/** Called by the component's loader (ui/web_components.py). */
export function mount(root, data, send) {
  const takes = new Takes(root, data, send);
  root.takes = takes;
  takes.begin();
  return { update() {}, destroy: () => takes.destroy() };
}
