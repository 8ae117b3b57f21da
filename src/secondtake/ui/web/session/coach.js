// What coaches wrote into the page that was shared: their rating beside one's own and the measurement, and comments.
import { el } from "../shared/dom.js";
import { t } from "../shared/i18n.js";
import { table } from "../shared/table.js";
import { answerTitle, measuredText } from "./rating_comparison.js";

/** @import { Session } from './main.js' */
/** @import { CoachView } from './view.js' */

const WATCH_S = 10; // our choice: long enough to see what a comment is about

export class Coach {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.node = el("section", { class: "coaches", id: "coach", "aria-label": t("From your coach") });
    this.#acceptDrops();
    this.update();
  }

  update() {
    const { coaches } = this.session.view;
    this.node.hidden = !coaches.length;
    this.node.replaceChildren(...coaches.map((coach) => this.#coach(coach)));
  }

  /** @param {CoachView} coach */
  #coach({ name, rows, agreement, answers, comments }) {
    const heading = name ? t("What {name} says", { name }) : t("What your coach says");
    return el(
      "article",
      { class: "panel coach", "aria-label": heading },
      el("h2", { text: heading }),
      comparison({ rows, agreement }),
      answers.map((answer) =>
        el(
          "section",
          { "aria-label": t("Answer {n}", { n: answer.index + 1 }) },
          el("h3", { text: answerTitle(answer) }),
          comparison(answer),
        ),
      ),
      el(
        "ul",
        { class: "coach-comments" },
        comments.map((comment) => this.#comment(comment)),
      ),
    );
  }

  #comment({ at_s, clock, text }) {
    const stop_s = Math.min(at_s + WATCH_S, this.session.view.duration_s);
    return el(
      "li",
      {},
      el("button", {
        type: "button",
        class: "button tabular",
        text: clock,
        "aria-label": t("Watch {clock}", { clock }),
        on: { click: () => this.session.playSpan(Math.min(at_s, stop_s), stop_s) },
      }),
      el("p", { text }),
    );
  }

  /** A saved page may be dropped anywhere on the session. */
  #acceptDrops() {
    const { body } = this.session,
      hasFiles = (event) => event.dataTransfer.types.includes("Files");
    body.addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
    body.addEventListener("drop", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      this.session.addCoachFile(event.dataTransfer.files[0]);
    });
  }
}

const comparison = ({ rows, agreement }) => [
  agreement.map((text) => el("p", { text: t(text) })),
  rows.length ? ratings(rows) : null,
];

function ratings(rows) {
  const heads = [t("Rated"), t("Your coach"), t("You"), t("Measured")];
  const cells = (row) => [
    el("th", { scope: "row", text: t(row.label) }),
    el("td", { text: stars(row.felt, row.felt_text) }),
    el("td", { text: row.own ? stars(row.own, row.own_text) : t("not rated") }),
    el("td", { class: "small", text: measuredText(row.measured) }),
  ];
  return el("div", { class: "coach-table" }, table(heads, rows.map(cells)));
}

const stars = (n, text) => `${n} · ${t(text)}`;
