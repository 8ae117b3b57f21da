// Choosing questions to practise: from a set, from the list, or typed.
import { button, el } from "../shared/dom.js";
import { forgetDrafts, keepDraft } from "../shared/drafts.js";
import { count, t } from "../shared/i18n.js";

const SETS = [
  ["due", "Due today"],
  ["poorly", "What I want to practise again"],
  ["asked", "Most asked"],
  ["new", "Not practised yet"],
  ["random", "Surprise me"],
];

export class QuestionPicker {
  /** `onStart(questions)` is called with [{id, text}, ...]. */
  constructor({ questions, sets }, { chosen = [], asked = [] }, onStart) {
    this.byId = new Map(questions.map((question) => [question.id, question]));
    const inWords = asked.map(
      (text) => questions.find((question) => question.text === text) ?? { id: null, text, takes: 0 },
    );
    this.chosen = [...chosen.map((id) => this.byId.get(id)).filter(Boolean), ...inWords];
    this.list = el("ol", { class: "chosen", "aria-label": t("Chosen questions") });
    this.go = button(t("Set up camera and microphone"), {
      kind: "primary",
      on: { click: () => onStart(this.questions) },
    });
    const own = el("input", {
      type: "text",
      "aria-label": t("A question of your own"),
      placeholder: t("A question of your own"),
      maxlength: "500",
    });
    keepDraft(own, "practise.question");
    const add = el(
      "form",
      {
        class: "row own",
        on: {
          submit: (event) => {
            event.preventDefault();
            this.#own(own);
          },
        },
      },
      own,
      button(t("Add"), { type: "submit" }),
    );
    this.node = el(
      "section",
      { class: "choose" },
      el("h1", { text: t("Practise") }),
      el("p", {
        class: "lead soft",
        text: t(
          "Three questions make a good practice. You see each one, take a breath, and answer as you would on the day.",
        ),
      }),
      el(
        "div",
        { class: "row sets" },
        SETS.filter(([how]) => sets[how].length).map(([how, label]) =>
          button(t(label), { on: { click: () => this.#take(sets[how]) } }),
        ),
      ),
      this.list,
      add,
      el("div", { class: "row" }, this.go),
      this.#shelf(questions),
    );
    if (!this.chosen.length) this.chosen = sets.new.map((id) => this.byId.get(id));
    this.#show();
  }

  /** The chosen questions, in order. */
  get questions() {
    return this.chosen.map(({ id, text }) => ({ id, text }));
  }

  #shelf(questions) {
    const kinds = [...new Set(questions.map((question) => question.kind))];
    return el(
      "details",
      { class: "all" },
      el("summary", { text: t("All questions") }),
      kinds.map((kind) =>
        el(
          "section",
          {},
          el("h2", { class: "eyebrow", text: kind }),
          el(
            "ul",
            {},
            questions
              .filter((question) => question.kind === kind)
              .map((question) =>
                el(
                  "li",
                  { class: "row spread" },
                  el("span", { text: question.text }),
                  button(t("Choose"), {
                    kind: "quiet",
                    "aria-label": t("Choose: {text}", { text: question.text }),
                    on: { click: () => this.#add(question) },
                  }),
                ),
              ),
          ),
        ),
      ),
    );
  }

  #take(ids) {
    this.chosen = ids.map((id) => this.byId.get(id));
    this.#show();
  }

  #add(question) {
    if (!this.chosen.some((item) => item.text === question.text)) this.chosen.push(question);
    this.#show();
  }

  #own(input) {
    const text = input.value.trim();
    if (text) this.#add({ id: null, text, takes: 0 });
    input.value = "";
    forgetDrafts("practise.question");
  }

  #show() {
    this.go.disabled = !this.chosen.length;
    this.list.replaceChildren(
      ...this.chosen.map((question, i) =>
        el(
          "li",
          { class: "row spread panel" },
          el(
            "span",
            {},
            el("strong", { text: question.text }),
            question.takes
              ? el("span", {
                  class: "small soft",
                  text: ` · ${count(question.takes, "{n} take so far", "{n} takes so far")}`,
                })
              : null,
          ),
          button(t("Remove"), {
            icon: "close",
            words: false,
            kind: "quiet",
            on: {
              click: () => {
                this.chosen.splice(i, 1);
                this.#show();
              },
            },
          }),
        ),
      ),
    );
  }
}
