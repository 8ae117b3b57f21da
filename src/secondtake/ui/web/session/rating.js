// Predict, watch one answer as a stranger would, then rate: before the numbers, or later where it was skipped.
import { button, el, reveal } from "../shared/dom.js";
import { draftOf, forgetDrafts, saveDraft } from "../shared/drafts.js";
import { t } from "../shared/i18n.js";
import { predictionForm } from "../shared/prediction.js";
import { ratingComparison } from "./rating_comparison.js";
import { ratingItem } from "./rating_form/rating_item.js";

/** @import { Session } from './main.js' */

export class Rating {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.scope = "session";
    this.isLater = false; // the rating was skipped, and is made up for now
    this.at = 0;
    this.ratingDraft = `${session.data.session}.rating`;
    this.ratings = JSON.parse(draftOf(this.ratingDraft, "") ?? '{"session": {}, "answers": {}}');
    this.node = el("section", { class: "rating panel", id: "rate", "aria-label": t("How did it feel?") });
    this.update();
  }

  update() {
    const { view, body } = this.session,
      asking = !view.rated || this.isLater,
      hasComparison = view.reveal || view.answer_reveals.length || view.prediction;
    body.classList.toggle("unrated", asking);
    this.node.hidden = !asking && !hasComparison && !view.rate_later;
    this.node.classList.toggle("asking", asking);
    this.node.classList.toggle("later", !asking && !hasComparison);
    if (asking && !this.form) view.predicted || this.isLater ? this.#watch() : this.#predict();
    else if (!asking) {
      this.form = null;
      this.node.replaceChildren(
        ...(hasComparison ? ratingComparison(this.session) : []),
        view.rate_later ? this.#later() : "",
      );
    }
  }

  /** Offer the rating that was skipped. */
  #later() {
    return el(
      "div",
      { class: "row spread" },
      el("p", { class: "soft", text: t("You have not rated this one yourself yet. It takes two minutes.") }),
      button(t("Rate it yourself"), {
        on: {
          click: () => {
            this.isLater = true;
            this.update();
            this.#focus();
          },
        },
      }),
    );
  }

  #skip() {
    return button(t("Skip to the review"), {
      kind: "quiet",
      on: { click: () => this.#done({ session: {}, answers: {} }, true) },
    });
  }

  #focus() {
    /** @type {HTMLElement} */ (this.node.querySelector("h2")).focus();
  }

  #head(step, heading, text) {
    return [
      el("p", { class: "eyebrow", text: t("Before the numbers · two minutes · {step} of 3", { step }) }),
      el("h2", { tabindex: "-1", text: heading }),
      el("p", { class: "soft lead", text }),
    ];
  }

  /** Step 1: what somebody expects to see decides what they learn from watching (Harvey et al. 2000). */
  #predict() {
    const save = async (prediction) => {
      if (!(await this.session.predict(prediction))) return;
      this.#watch();
      this.#focus();
    };
    this.form = predictionForm(
      this.session.view.form.expectations,
      { submit: t("Next: watch one answer"), draft: `${this.session.data.session}.prediction`, onDone: save },
      this.#skip(),
    );
    this.node.replaceChildren(
      ...this.#head(
        1,
        t("What do you expect to see?"),
        t(
          "Picture yourself in this recording, then choose what fits. You can compare it with the recording afterwards.",
        ),
      ),
      this.form,
    );
  }

  /** Step 2: watch one answer as a stranger would. */
  #watch() {
    const [card] = this.session.view.cards;
    if (!card) {
      this.#ask();
      return;
    }
    this.form = el(
      "div",
      { class: "row" },
      button(t("Play answer {n}", { n: card.index + 1 }), {
        icon: "play",
        kind: "primary",
        on: { click: () => this.session.playSpan(card.start_s, card.end_s) },
      }),
      button(t("Next: rate it"), {
        on: {
          click: () => {
            this.session.player.pause(); // playing on, it would cover the scales from its corner
            this.#ask();
            this.#focus();
          },
        },
      }),
      this.#skip(),
    );
    this.node.replaceChildren(
      ...this.#head(
        2,
        t("Watch one answer as a stranger would"),
        t("Pretend you have never met this person. What do they say, and how do they come across?"),
      ),
      this.form,
    );
  }

  /** The answers to rate one by one; empty where the session is rated as a whole. */
  get steps() {
    return this.scope === "answers" ? this.session.view.cards : [];
  }

  get draft() {
    return this.scope === "answers" ? (this.ratings.answers[this.steps[this.at].index] ??= {}) : this.ratings.session;
  }

  #ask() {
    this.form = el("form", {
      on: {
        input: () => saveDraft(this.ratingDraft, JSON.stringify(this.ratings), ""),
        submit: (event) => {
          event.preventDefault();
          if (this.at < this.steps.length - 1) this.#step(1);
          else this.#submit();
        },
      },
    });
    this.missing = el("p", { class: "small", role: "alert" });
    this.node.replaceChildren(
      ...this.#head(
        3,
        t("How do you think it went?"),
        t("Rate yourself first. You learn most where your impression and the recording differ."),
      ),
      this.session.view.cards.length > 1 ? this.#scopes() : "",
      this.form,
      this.missing,
    );
    this.#fill();
  }

  /** Choose between session and answers; ratings of the other scope are kept. */
  #scopes() {
    const { cards } = this.session.view;
    const scope = (value, text) =>
      el(
        "label",
        {},
        el("input", {
          type: "radio",
          name: "rate-scope",
          value,
          checked: value === this.scope,
          on: {
            change: () => {
              this.scope = value;
              this.at = 0;
              this.#fill();
            },
          },
        }),
        el("span", { class: "step small", text }),
      );
    return el(
      "fieldset",
      { class: "scope" },
      el("legend", { class: "visually-hidden", text: t("What to rate") }),
      el(
        "div",
        { class: "scale" },
        scope("session", t("The whole session")),
        scope("answers", t("Each of the {n} answers", { n: cards.length })),
      ),
    );
  }

  #fill() {
    const { form } = this.session.view,
      card = this.steps[this.at],
      last = this.at >= this.steps.length - 1;
    const felt = el("input", {
      type: "text",
      class: "felt",
      maxlength: "300",
      placeholder: t("In a few words (optional)"),
      "aria-label": t("How did it feel?"),
      on: {
        input: () => {
          this.draft.felt = felt.value.trim();
        },
      },
    });
    felt.value = this.draft.felt ?? "";
    this.form.replaceChildren(
      card ? this.#which(card) : "",
      el(
        "div",
        { class: "rating-items" },
        form.items.map((item) =>
          ratingItem(item, form.scale, this.draft[item.id], (stars) => {
            this.draft[item.id] = stars;
          }),
        ),
      ),
      el("label", { class: "felt-row" }, el("span", { text: t("How did it feel?") }), felt),
      el(
        "div",
        { class: "row" },
        this.at ? button(t("Previous answer"), { icon: "left", on: { click: () => this.#step(-1) } }) : "",
        button(last ? t("Show me what was measured") : t("Next answer"), { kind: "primary", type: "submit" }),
        this.#skip(),
      ),
    );
  }

  /** Save what was rated; nothing at all is no rating, and does not skip it either. */
  #submit() {
    const drafts = this.scope === "answers" ? Object.values(this.ratings.answers) : [this.ratings.session];
    if (drafts.some((draft) => Object.values(draft).some(Boolean))) this.#done(this.ratings);
    else this.missing.textContent = t("Rate at least one thing, or skip to the review and rate it later.");
  }

  /** Show which answer is rated, with a button to watch it. */
  #which(card) {
    const place = t("Answer {n} of {all}", { n: this.at + 1, all: this.steps.length });
    return el(
      "div",
      { class: "which row spread" },
      el(
        "h3",
        { tabindex: "-1" },
        el("span", { class: "eyebrow", text: place }),
        el("span", { text: card.question || card.from }),
      ),
      button(t("Watch it again"), {
        icon: "play",
        on: { click: () => this.session.playSpan(card.start_s, card.end_s) },
      }),
    );
  }

  #step(by) {
    this.at += by;
    this.#fill();
    this.form.querySelector("h3").focus();
  }

  async #done({ session, answers }, skipped = false) {
    const whole = this.scope === "session";
    const wasLater = this.isLater;
    this.isLater = false;
    if (!(await this.session.rate(whole ? session : {}, whole ? {} : answers, skipped))) {
      this.isLater = wasLater;
      return;
    }
    forgetDrafts(this.ratingDraft);
    this.session.player.pause();
    const next = /** @type {HTMLElement} */ (this.session.body.querySelector(this.node.hidden ? "#take" : "#rate"));
    next.setAttribute("tabindex", "-1");
    next.focus();
    if (!skipped) reveal(next); // the form was longer than what replaces it
    this.session.offerTour();
  }
}
