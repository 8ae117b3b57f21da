// Changes between two takes: the clear ones first, all others folded.
import { el, icon } from "../shared/dom.js";
import { capitalise, count, t } from "../shared/i18n.js";
import { scrollable, table } from "../shared/table.js";

const SIGNS = { better: "check", worse: "warn", changed: "arrow" };

/**
 * Create the list of changes.
 * @param {any[]} all
 * @param {string[]} recorded how the two recordings differ
 */
export function changes(all, recorded) {
  const clear = all.filter((item) => item.clear),
    rest = all.filter((item) => !item.clear);
  return [
    el("h2", { text: t("What changed") }),
    recorded.length
      ? el("p", {
          class: "soft",
          text: t("The two takes were recorded differently, which can affect the numbers: {what}.", {
            what: recorded.map((item) => t(item)).join("; "),
          }),
        })
      : null,
    clear.length
      ? el(
          "ul",
          { class: "clear-changes" },
          clear.map((item) =>
            el(
              "li",
              { class: `change panel ${item.verdict}`, data: { measure: item.name } },
              el("p", { class: "verdict" }, icon(SIGNS[item.verdict]), t(capitalise(item.text))),
              el("strong", { text: t(item.label) }),
              el("span", {
                class: "small tabular",
                text: t("from {before} to {now}", { before: item.before, now: item.now }),
              }),
            ),
          ),
        )
      : el("p", {
          class: "lead-in",
          text: t(
            "No clear change. Two takes always differ a little by chance; more takes make real changes easier to spot.",
          ),
        }),
    rest.length
      ? el(
          "details",
          {},
          el("summary", {
            text: count(rest.length, "{n} measure without a clear change", "{n} measures without a clear change"),
          }),
          measureTable(rest),
        )
      : null,
  ].filter(Boolean);
}

function measureTable(rest) {
  return scrollable(
    t("Measures without a clear change"),
    table(
      [t("Measure"), t("Earlier"), t("Later"), t("Change")],
      rest.map((item) => [
        el("th", { scope: "row", text: t(item.label) }),
        el("td", { class: "tabular", text: item.before }),
        el("td", { class: "tabular", text: item.now }),
        el("td", { text: t(item.text) }),
      ]),
      { class: "small" },
    ),
  );
}
