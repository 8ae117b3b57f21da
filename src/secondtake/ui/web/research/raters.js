// How far people agree who rated the same answers; a count opens what was rated.
import { el } from "../shared/dom.js";
import { count, t } from "../shared/i18n.js";
import { scrollable, table } from "../shared/table.js";

export function ratersSection(groups) {
  const title = t("Ratings of several people");
  const about = groups.length
    ? t(
        "ICC(2,1): the same stars, whoever rates. ICC(3,1): the same order, if one is stricter. In brackets the 95 % interval.",
      )
    : t(
        "Nothing was rated by two people yet. Rate your own answers; what a coach sends back brings the second rating.",
      );
  return el(
    "section",
    { class: "raters", "aria-label": title },
    el("h2", { text: title }),
    el("p", { class: groups.length ? "small soft" : "soft", text: about }),
    groups.map(group),
  );
}

function group({ of, raters, items }) {
  const what = of === "answers" ? t("answers") : t("whole interviews");
  const caption = t("{raters}: {what}", { raters: raters.join(", "), what });
  const heads = [t("Rated"), t("Number"), "ICC(2,1)", "ICC(3,1)", t("Note")];
  const rows = items.map((item) => cells(item, raters));
  return scrollable(caption, table(heads, rows, { caption }));
}

function cells({ label, n, agreement, consistency, why_not, note, targets }, raters) {
  const list = el("details", {}, el("summary", { class: "tabular", text: String(n) }), rated(targets, raters));
  list.querySelector("summary").setAttribute("aria-label", count(n, "{n} rated", "{n} rated"));
  return [
    el("th", { scope: "row", text: t(label) }),
    el("td", {}, list),
    el("td", { class: "tabular", text: icc(agreement) }),
    el("td", { class: "tabular", text: icc(consistency) }),
    el("td", { class: "small", text: t(why_not || note) }),
  ];
}

const rated = (targets, raters) =>
  el(
    "ul",
    { class: "small" },
    targets.map(({ session, title, answer, at_s, stars }) =>
      el(
        "li",
        {},
        el("a", {
          href: `/review?${new URLSearchParams({ s: session, t: String(Math.round(at_s)) })}`,
          text: answer == null ? title : t("{title}, answer {n}", { title, n: answer + 1 }),
        }),
        ` ${raters.map((rater, i) => `${rater} ${stars[i]}`).join(", ")}`,
      ),
    ),
  );

const icc = (value) => (value ? `${value.value.toFixed(2)} [${value.low.toFixed(2)}, ${value.high.toFixed(2)}]` : "–");
