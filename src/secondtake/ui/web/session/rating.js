// The self-rating before the numbers, for the session or for each answer.
import { button, el } from "../shared/dom.js";
import { t } from "../shared/i18n.js";
import { ratingComparison } from "./rating_comparison.js";

/** @import { Session } from './main.js' */

export class Rating {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.scope = "session";
    this.at = 0;
    this.ratings = { session: {}, answers: {} };
    this.node = el("section", { class: "rating panel", id: "rate", "aria-label": t("How did it feel?") });
    this.update();
  }

  update() {
    const { view, body } = this.session,
      asking = !view.rated,
      hasComparison = view.reveal || view.answer_reveals.length;
    body.classList.toggle("unrated", asking);
    this.node.hidden = !asking && !hasComparison;
    this.node.classList.toggle("asking", asking);
    if (asking && !this.form) this.#ask();
    else if (!asking && hasComparison) this.node.replaceChildren(...ratingComparison(this.session));
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
        submit: (event) => {
          event.preventDefault();
          if (this.at < this.steps.length - 1) this.#step(1);
          else this.#done(this.ratings);
        },
      },
    });
    this.node.replaceChildren(
      el("p", { class: "eyebrow", text: t("Before the numbers · one minute") }),
      el("h2", { text: t("How do you think it went?") }),
      el("p", {
        class: "soft lead",
        text: t("Rate yourself first. You learn most where your impression and the recording differ."),
      }),
      this.session.view.cards.length > 1 ? this.#scopes() : "",
      this.form,
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
        form.items.map((item) => this.#item(item, form.scale)),
      ),
      el("label", { class: "felt-row" }, el("span", { text: t("How did it feel?") }), felt),
      el(
        "div",
        { class: "row" },
        this.at ? button(t("Previous answer"), { icon: "left", on: { click: () => this.#step(-1) } }) : "",
        button(last ? t("Show me what was measured") : t("Next answer"), { kind: "primary", type: "submit" }),
        button(t("Skip to the review"), {
          kind: "quiet",
          on: { click: () => this.#done({ session: {}, answers: {} }) },
        }),
      ),
    );
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

  async #done({ session, answers }) {
    const whole = this.scope === "session";
    await this.session.rate(whole ? session : {}, whole ? {} : answers);
    if (!this.session.view.rated) return;
    const next = /** @type {HTMLElement} */ (this.session.body.querySelector(this.node.hidden ? "#take" : "#rate"));
    next.setAttribute("tabindex", "-1");
    next.focus();
  }

  #item(item, scale) {
    const name = `rate-${item.id}`;
    return el(
      "fieldset",
      {},
      el(
        "legend",
        {},
        el("strong", { text: t(item.label) }),
        el("span", { class: "small soft", text: t(item.question) }),
      ),
      el(
        "div",
        { class: "scale" },
        scale.map((word, i) =>
          el(
            "label",
            { title: t(word) },
            el("input", {
              type: "radio",
              name,
              value: String(i + 1),
              checked: this.draft[item.id] === i + 1,
              on: {
                change: () => {
                  this.draft[item.id] = i + 1;
                },
              },
            }),
            el(
              "span",
              { class: "step" },
              el("span", { class: "visually-hidden", text: t(word) }),
              el("span", { "aria-hidden": "true", text: String(i + 1) }),
            ),
          ),
        ),
      ),
      el(
        "div",
        { class: "ends small soft", "aria-hidden": "true" },
        el("span", { text: t(scale[0]) }),
        el("span", { text: t(scale.at(-1)) }),
      ),
    );
  }
}
