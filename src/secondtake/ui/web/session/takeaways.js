// Takeaways: strengths first, then at most three things to work on, then another take.
import { button, el, icon } from "../shared/dom.js";
import { capitalise, count, t } from "../shared/i18n.js";

/** @import { Session } from './main.js' */

const CLIPS = 3; // evidence buttons beside a sentence; the rest is reached by "next moment"

export class Takeaways {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.node = el("section", { class: "take", id: "take", "aria-label": t("Takeaways") });
    this.update();
  }

  update() {
    const { takeaways } = this.session.view,
      { strengths, work, notice, rule } = takeaways;
    this.node.replaceChildren(
      el(
        "div",
        { class: "take-grid" },
        el(
          "div",
          { class: "strengths" },
          el("h2", { class: "eyebrow", text: t("What went well") }),
          strengths.length
            ? el(
                "ul",
                {},
                strengths.map((item) => this.#strength(item)),
              )
            : el("p", {
                class: "soft",
                text: t("Not enough was recorded to identify strengths. That says nothing about you."),
              }),
        ),
        el(
          "div",
          { class: "work" },
          el("h2", { class: "eyebrow", text: t("What to work on") }),
          work.length
            ? el(
                "ol",
                {},
                work.map((item, i) => this.#work(item, i + 1)),
              )
            : el("p", {
                class: "soft",
                text: t("Nothing stood out. Watch it once yourself, then try the next question."),
              }),
        ),
      ),
      el(
        "div",
        { class: "row take-foot" },
        button(t("Record another take"), {
          icon: "again",
          kind: "primary",
          on: { click: () => this.session.send("go", { page: "practise", session: this.session.data.session }) },
        }),
        notice.length ? this.#notice(notice) : null,
        el(
          "details",
          { class: "rule small soft" },
          el("summary", { text: t("How these were chosen") }),
          el("p", { text: t(rule) }),
        ),
      ),
    );
  }

  #strength(item) {
    return el(
      "li",
      { class: "strength" },
      icon("check"),
      el(
        "div",
        {},
        el("p", { text: t(item.text) }),
        this.#source(item),
        // For a strength these are often the exceptions: with good eye contact, the few looks away.
        this.#clips(item, t("What was counted:")),
      ),
    );
  }

  #work(item, n) {
    return el(
      "li",
      { class: "work-item" },
      el("span", { class: "place", "aria-hidden": "true", text: n }),
      el(
        "div",
        {},
        el("p", { class: "sentence", text: t(item.text) }),
        this.#source(item),
        this.#clips(item),
        item.drill ? el("p", { class: "drill small" }, el("strong", { text: t("Try this: ") }), t(item.drill)) : null,
      ),
    );
  }

  #source({ norm, source, grade }) {
    if (!norm) return null;
    return el(
      "details",
      { class: "source small soft" },
      el("summary", { text: capitalise(t(norm)) }),
      el("p", { text: `${t(source)}. (${t("evidence: {grade}", { grade: t(grade) })})` }),
    );
  }

  #clips({ evidence }, lead = "") {
    if (!evidence.length) return null;
    const { moments } = this.session.view;
    const clips = evidence.slice(0, CLIPS).map((id) => {
      const i = moments.id.indexOf(id),
        at = this.session.describe(i);
      return button(at.split(" ")[0], {
        icon: "play",
        kind: "quiet clip",
        "aria-label": t("Watch: {moment}", { moment: at }),
        on: { click: () => this.session.show(id) },
      });
    });
    const more = evidence.length - clips.length;
    return el(
      "p",
      { class: "row clips" },
      lead ? el("span", { class: "small soft", text: lead }) : null,
      clips,
      more > 0 ? el("span", { class: "small soft", text: count(more, "and {n} more", "and {n} more") }) : null,
    );
  }

  #notice(notice) {
    return el(
      "details",
      { class: "notice small" },
      el("summary", { text: count(notice.length, "{n} more thing worth noticing", "{n} more things worth noticing") }),
      el(
        "ul",
        {},
        notice.map((item) => el("li", { text: t(item.text) })),
      ),
    );
  }
}
