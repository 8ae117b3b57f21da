// Before the numbers: a one-minute self-rating on a fixed form. Then how it compares with what was measured.
import { button, el, icon } from "../shared/dom.js";
import { t } from "../shared/words.js";

const VERDICTS = {
  blind_spot: ["Blind spot", "warn", "You rated this higher than it was measured."],
  better: ["Better than felt", "check", "You were better here than you felt."],
  agree: ["As you felt it", "check", "Your feeling and the measure agree."],
  unmeasured: ["Not measured", "info", "This recording does not show it."],
  shown: ["For you to judge", "info", "There is no right amount: here is what was seen."],
};

export class Rating {
  constructor(session) {
    this.session = session;
    this.chosen = {};
    this.node = el("section", { class: "rating panel", id: "rate", "aria-label": t("How did it feel?") });
    this.update();
  }

  update() {
    const { view } = this.session,
      asking = !view.rated;
    this.session.body.classList.toggle("unrated", asking);
    this.node.hidden = view.rated && !view.reveal;
    this.node.classList.toggle("asking", asking);
    if (asking && !this.form) this.#ask();
    else if (!asking && view.reveal) this.#reveal(view.reveal);
  }

  #ask() {
    const { form } = this.session.view;
    const felt = el("input", {
      type: "text",
      class: "felt",
      maxlength: "300",
      placeholder: t("In a few words, if you like"),
      "aria-label": t("How did it feel?"),
    });
    const done = button(t("Show me what was measured"), { kind: "primary", type: "submit" });
    this.form = el(
      "form",
      {
        on: {
          submit: (event) => {
            event.preventDefault();
            this.session.rate({ ...this.chosen, felt: felt.value.trim() }).then(() => this.#moveOn());
          },
        },
      },
      el(
        "div",
        { class: "rating-items" },
        form.items.map((item) => this.#item(item, form.scale)),
      ),
      el("label", { class: "felt-row" }, el("span", { text: t("How did it feel?") }), felt),
      el(
        "div",
        { class: "row" },
        done,
        button(t("Skip, straight to the review"), {
          kind: "quiet",
          on: { click: () => this.session.rate({}).then(() => this.#moveOn()) },
        }),
      ),
    );
    this.node.replaceChildren(
      el("p", { class: "eyebrow", text: t("Before the numbers · one minute") }),
      el("h2", { text: t("How do you think it went?") }),
      el("p", {
        class: "soft lead",
        text: t(
          "Rate yourself first. What you learn most from is where your feeling and the recording part.",
        ),
      }),
      this.form,
    );
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
              on: {
                change: () => {
                  this.chosen[item.id] = i + 1;
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

  #moveOn() {
    const next = this.session.body.querySelector(this.session.view.reveal ? "#rate" : "#take");
    next.setAttribute("tabindex", "-1");
    next.focus();
  }

  #reveal(reveal) {
    const parts = [...reveal.rows].sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
    this.node.replaceChildren(
      el("p", { class: "eyebrow", text: t("How it felt, and how it was") }),
      el("h2", { text: this.#headline(reveal) }),
      reveal.felt ? el("blockquote", { class: "soft", text: `“${reveal.felt}”` }) : "",
      el(
        "ul",
        { class: "reveal-rows" },
        parts.map((row) => this.#row(row)),
      ),
    );
  }

  #headline({ blind_spots: blind, better_than_felt: better }) {
    const list = (items) =>
      new Intl.ListFormat(document.documentElement.lang || "en").format(
        items.map((item) => t(item).toLowerCase()),
      );
    if (blind.length && better.length)
      return t("Look again at {blind}. {better} went better than you felt.", {
        blind: list(blind),
        better: upper(list(better)),
      });
    if (blind.length) return t("One to look at again: {blind}.", { blind: list(blind) });
    if (better.length) return t("{better} went better than you felt.", { better: upper(list(better)) });
    return t("You saw yourself clearly.");
  }

  #row(row) {
    const [word, sign, about] = VERDICTS[row.verdict];
    return el(
      "li",
      { class: `reveal-row ${row.verdict}` },
      el(
        "div",
        { class: "felt-side" },
        el("strong", { text: t(row.label) }),
        el(
          "span",
          { class: "dots", role: "img", "aria-label": t("You felt: {felt}", { felt: t(row.felt_text) }) },
          [1, 2, 3, 4, 5].map((n) => el("i", { class: n <= row.felt ? "on" : "" })),
        ),
        el("span", { class: "small soft", text: t(row.felt_text) }),
      ),
      el(
        "div",
        { class: "measured-side" },
        el("span", { class: "verdict", title: t(about) }, icon(sign), t(word)),
        el(
          "span",
          { class: "small" },
          row.measured
            .map((m) => `${t(m.label)}: ${m.measured ? m.value : m.why_not || t("not measured")}`)
            .join(" · "),
        ),
        row.evidence.length
          ? button(t("See it"), {
              icon: "play",
              kind: "quiet",
              on: { click: () => this.session.show(row.evidence[0]) },
            })
          : null,
      ),
    );
  }
}

const ORDER = ["blind_spot", "better", "agree", "shown", "unmeasured"];
const upper = (text) => text.replace(/^./, (first) => first.toUpperCase());
