// One measure as a card: verdict, chart and table.
import { el, icon } from "../shared/dom.js";
import { scrollable, table } from "../shared/table.js";
import { formatDay } from "../shared/time.js";
import { capitalise, count, t } from "../shared/i18n.js";
import { chart, formatNumber } from "./chart.js";

const SIGNS = { better: "check", worse: "warn", changed: "arrow" };

/**
 * Create a measure's card.
 * @param {any} measure
 * @param {{sessions: any[]}} view
 * @param {{by_date: boolean, open: Function}} page
 */
export function measureCard(measure, view, page) {
  const { change, label, points } = measure;
  const verdict = el(
    "p",
    { class: `verdict ${change.clear ? change.verdict : "unclear"}` },
    change.clear ? icon(SIGNS[change.verdict]) : null,
    el("span", { text: t(capitalise(change.text)) }),
  );
  const fromTo =
    change.before === null || !change.clear
      ? null
      : el("span", { class: "small tabular", text: t("from {before} to {now}", change) });
  const unit = measure.unit ? el("span", { class: "small soft unit", text: measure.unit }) : null;
  const n = points.value.length;
  return el(
    "li",
    { class: "course panel", data: { measure: measure.name, verdict: change.verdict } },
    el(
      "div",
      { class: "course-head" },
      el("h3", {}, t(label)),
      unit,
      el("div", { class: "said" }, verdict, fromTo),
      measure.doubt ? doubted(measure.doubt) : null,
    ),
    n
      ? chart(measure, view.sessions, summary(measure), page)
      : el("p", { class: "soft small", text: t("Not measured in these sessions.") }),
    n ? numbers(measure, view, page) : null,
  );
}

/** Create the table, filled when it is first opened: building five hundred rows for every card is slow. */
function numbers(measure, view, page) {
  const { change, usual } = measure;
  const rows = el("div", {});
  const fill = () => rows.firstChild || rows.append(valuesTable(measure, view, page));
  return el(
    "details",
    { class: "small", on: { toggle: fill } },
    el("summary", { text: t("Numbers") }),
    rows,
    usual
      ? el("p", {
          class: "soft",
          text: t("Your usual: {median} {unit}, mostly between {low} and {high} ({n} earlier sessions).", {
            median: formatNumber(usual.median),
            unit: measure.unit,
            low: formatNumber(usual.low),
            high: formatNumber(usual.high),
            n: usual.n,
          }),
        })
      : null,
    el("p", {
      class: "soft",
      text: [
        count(
          change.compared,
          "Compared: {n} value, measured with {version}.",
          "Compared: {n} values, measured with {version}.",
          { version: measure.version },
        ),
        change.left_out
          ? count(
              change.left_out,
              "{n} is shown but not compared: a different version, or too little observed.",
              "{n} are shown but not compared: a different version, or too little observed.",
            )
          : "",
        measure.unmeasured
          ? count(
              measure.unmeasured,
              "It could not be measured in {n} session.",
              "It could not be measured in {n} sessions.",
            )
          : "",
      ]
        .filter(Boolean)
        .join(" "),
    }),
  );
}

/** Create the note on a change that coincides with a new camera or microphone. */
function doubted({ text, differences }) {
  return el(
    "p",
    { class: "doubt small" },
    icon("info"),
    el("span", {}, t(text), " ", el("span", { class: "soft", text: `(${differences.map((d) => t(d)).join("; ")})` })),
  );
}

function summary({ label, unit, change, points, doubt }) {
  const { value } = points;
  return t("{label}: {n} values from {first} to {last} {unit}; {change}. See Numbers for a table.", {
    label: t(label),
    n: value.length,
    first: formatNumber(value[0]),
    last: formatNumber(value.at(-1)),
    unit,
    change: [change.text, doubt?.text].filter(Boolean).join("; "),
  });
}

/** Create the table's rows, newest first. */
function valuesTable({ points, unit, label }, view, page) {
  const rows = points.value.map((value, i) => {
    const session = view.sessions[points.session[i]],
      reach = points.reach[i];
    return el(
      "tr",
      {},
      el("td", { text: formatDay(session.at, { month: "short" }) }),
      el(
        "td",
        {},
        el("a", {
          href: `/review?s=${session.id}`,
          text: session.title,
          on: { click: (event) => page.open(event, { session: session.id }) },
        }),
      ),
      el("td", { text: session.kind === "real" ? t("real") : t("practice") }),
      el("td", { class: "tabular", text: `${formatNumber(value)}${reach ? ` ± ${formatNumber(reach)}` : ""}` }),
      el("td", { text: points.counts[i] ? t("yes") : t("no") }),
    );
  });
  const head = [t("Date"), t("Session"), t("Kind"), unit || t("Value"), t("Compared")];
  return scrollable(t("{label} as a table", { label: t(label) }), table(head, rows.reverse()));
}
