// The habit board: new, active, fading, gone; each habit with its drill and the person's goal.
import { button, el } from "../shared/dom.js";
import { markerIcon } from "../session/player/timeline/marker_shapes.js";
import { formatDay } from "../shared/time.js";
import { count, t } from "../shared/i18n.js";
import { sparkline } from "./chart.js";

const MAX_SHOWN = 3; // our choice, of each state: what is worth working on first

/**
 * Create the columns of the board.
 * @param {any[]} states
 * @param {{aim: Function}} page
 */
export function habitBoard(states, page) {
  return states.map((state) =>
    el(
      "section",
      { class: `column ${state.id}`, "aria-label": t(state.label) },
      el(
        "div",
        {},
        el("h3", {}, t(state.label), el("span", { class: "soft tabular", text: ` ${state.habits.length}` })),
        el("p", { class: "small soft", text: t(state.about) }),
      ),
      el(
        "div",
        {},
        list(state.habits.slice(0, MAX_SHOWN), page),
        state.habits.length > MAX_SHOWN
          ? el(
              "details",
              { class: "small" },
              el("summary", { text: t("{n} more", { n: state.habits.length - MAX_SHOWN }) }),
              list(state.habits.slice(MAX_SHOWN), page),
            )
          : null,
      ),
    ),
  );
}

const list = (habits, page) =>
  el(
    "ul",
    {},
    habits.map((habit) => card(habit, page)),
  );

function card(habit, page) {
  const lastSeen = t("Last seen {day}", { day: formatDay(habit.last_seen, { year: undefined }) });
  const without = habit.without
    ? count(habit.without, "{n} session without it since", "{n} sessions without it since")
    : "";
  return el(
    "li",
    { class: "habit panel", data: { measure: habit.measure } },
    el(
      "div",
      { class: "row habit-name" },
      markerIcon(habit.shape, habit.group),
      el("strong", { text: t(habit.label) }),
      el("span", { class: "small soft tabular", text: habit.now }),
    ),
    sparkline(habit.values),
    el("p", { class: "small soft", text: [lastSeen, without].filter(Boolean).join(" · ") }),
    goalForm(habit, page),
    habit.drill
      ? el("details", { class: "small" }, el("summary", { text: t("Drill") }), el("p", { text: t(habit.drill) }))
      : null,
  );
}

/**
 * Create the person's limit for a habit, to be read and to be changed.
 * @param {any} habit
 * @param {{aim: Function}} page
 * @param {boolean} [isOpen] whether the field can be seen at once
 */
export function goalForm(habit, page, isOpen = false) {
  const met =
    habit.goal === null
      ? ""
      : habit.goal_met
        ? count(habit.goal_met, "Met in the latest session.", "Met in the last {n} sessions.")
        : t("Not met in the latest session yet.");
  const input = el("input", {
    type: "number",
    min: "0",
    step: "any",
    inputmode: "decimal",
    value: habit.goal ?? "",
    "aria-label": t("Goal for {habit}: at most ({unit})", { habit: t(habit.label), unit: habit.unit }),
  });
  const form = el(
    "form",
    {
      class: "row goal",
      on: {
        submit: (event) => {
          event.preventDefault();
          page.aim(habit, input.value === "" ? null : Number(input.value));
        },
      },
    },
    el("span", { class: "small", text: t("At most") }),
    input,
    el("span", { class: "small", text: habit.unit }),
    button(t("Save"), { type: "submit", kind: "quiet" }),
  );
  return el(
    "details",
    { class: "small", open: isOpen },
    el(
      "summary",
      {},
      habit.goal === null
        ? t("Set your own goal")
        : t("Your goal: at most {goal} {unit}. {met}", { goal: habit.goal, unit: habit.unit, met }),
    ),
    form,
  );
}
