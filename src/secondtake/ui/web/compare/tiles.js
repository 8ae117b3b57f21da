// The three tiles: the person's own goal, fluency and energy, each with its latest value and what has changed.
import { el, icon } from "../shared/dom.js";
import { t } from "../shared/i18n.js";
import { goalForm } from "./habit_board.js";
import { sparkline } from "./chart.js";

const SIGNS = { better: "check", worse: "warn", changed: "arrow" };
const MAX_GOALS = 2; // our choice: more at once is none

/**
 * Create the tiles; `view.tiles` names the measures of fluency and energy, the most telling first.
 * @param {any} view
 * @param {{aim: Function}} page
 */
export function tiles(view, page) {
  const measures = (names) => names.map((name) => view.measures.find((m) => m.name === name)).filter(Boolean);
  return [
    tile(t("Your goal"), goals(view.states, page)),
    tile(t("Fluency"), values(measures(view.tiles.fluency))),
    tile(t("Energy"), values(measures(view.tiles.energy))),
  ];
}

function tile(title, children) {
  return el(
    "section",
    { class: "tile panel", "aria-label": title },
    el("h2", { class: "eyebrow", text: title }),
    children,
  );
}

/** The first measure large, with its line; the others in a row each. */
function values(measures) {
  const [first, ...others] = measures;
  if (!first) return el("p", { class: "soft", text: t("Not measured in these sessions.") });
  return [
    headline(first.label, first.now, sparkline(first.points.value), verdict(first)),
    others.length
      ? el(
          "ul",
          { class: "small" },
          others.map((m) =>
            el(
              "li",
              { class: "row spread" },
              el("span", { text: t(m.label) }),
              verdict(m),
              el("span", { class: "tabular", text: m.now }),
            ),
          ),
        )
      : null,
  ];
}

function headline(label, now, line, note) {
  return el(
    "div",
    { class: "headline" },
    el(
      "p",
      {},
      el("strong", { class: "tabular", text: now }),
      el("span", { class: "soft small", text: t("{label}, latest session", { label: t(label) }) }),
    ),
    line,
    note,
  );
}

/** What has clearly changed; nothing where chance may explain it. */
function verdict({ change, doubt }) {
  if (!change.clear) return null;
  const text = doubt
    ? t("from {before} to {now}; may be due to the recording", change)
    : t("from {before} to {now}", change);
  return el("span", { class: `verdict ${change.verdict}` }, icon(SIGNS[change.verdict]), el("span", { text }));
}

function goals(states, page) {
  const habits = states.flatMap((state) => state.habits),
    own = habits.filter((habit) => habit.goal !== null).slice(0, MAX_GOALS),
    choices = states.filter((state) => ["new", "active"].includes(state.id)).flatMap((state) => state.habits);
  if (own.length)
    return own.map((habit) => headline(habit.label, habit.latest, sparkline(habit.values), goalForm(habit, page)));
  if (!choices.length)
    return el("p", {
      class: "soft",
      text: t("Once a habit shows in two sessions, you can set yourself a limit for it here."),
    });
  const form = el("div"),
    select = el(
      "select",
      { "aria-label": t("Habit"), on: { change: () => show() } },
      choices.map((habit) => el("option", { value: habit.measure, text: t(habit.label) })),
    );
  const show = () => {
    const habit = choices.find(({ measure }) => measure === select.value);
    form.replaceChildren(
      el("p", { class: "small soft", text: t("Lately {now}", { now: habit.now }) }),
      goalForm(habit, page, true),
    );
  };
  show();
  return [el("p", { text: t("Pick one habit, and a limit for it that you would be happy with.") }), select, form];
}
