// The legend of the transcript's marks.
import { el } from "../../../shared/dom.js";
import { t } from "../../../shared/i18n.js";

const MARKS = [
  ["filler", "um", "A filled pause: um or uh."],
  ["filling", "like", "A filler word here; in other places the same word has a meaning."],
  ["repeat", "the the", "A repetition or a false start."],
  ["hedge", "maybe", "A hedge: it softens what you say."],
  [
    "unsure",
    "word",
    "Not heard clearly: speech recognition was unsure of this word. In our tests, half of such words were wrong. A recognition error is never the speaker's fault; accents and soft voices cause more of them.",
  ],
];

/** Create the folded legend. */
export function legend() {
  return el(
    "details",
    { class: "legend small" },
    el("summary", { text: t("What the marks mean") }),
    el(
      "dl",
      {},
      MARKS.map(([kind, word, means]) =>
        el("div", {}, el("dt", {}, el("span", { class: `w ${kind}`, text: word })), el("dd", { text: t(means) })),
      ),
    ),
    el("p", {
      class: "soft",
      text: t(
        "Grey italics are the interviewer's words; they are not counted. Drag over words, or hold Shift, to play them, correct them, say whose they are, or add a moment that was missed.",
      ),
    }),
  );
}
