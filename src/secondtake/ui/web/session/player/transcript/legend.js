// What the marks in the transcript mean.
import { el } from "../../../shared/dom.js";
import { t } from "../../../shared/i18n.js";

const MARKS = [
  ["filler", "um", "A filled pause."],
  ["filling", "like", "A word that fills a gap here; elsewhere it would do its work."],
  ["repeat", "the the", "Said again, or begun and left."],
  ["hedge", "maybe", "A hedge: it takes back a little of what is said."],
  [
    "unsure",
    "word",
    "Not heard clearly: the recogniser itself was unsure of this word, and in our tests every second such word was wrong. A recognition error is never a fault of the speaker; accents and soft voices make more of them.",
  ],
];

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
        "Grey and slanted is the interviewer: those words count for nothing. If a side was told wrongly, choose the time above its words, or the words themselves with Shift, and say whose they are.",
      ),
    }),
  );
}
