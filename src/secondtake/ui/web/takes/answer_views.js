// Two sessions' views restricted to one answer each, with the same lanes in the same order.
/** @import { View } from '../session/view.js' */

/** Restrict a view to one answer. */
function viewOfAnswer(view, answer) {
  const card = view.cards[answer],
    { moments } = view;
  const inAnswer = moments.start_s.flatMap((start_s, i) =>
    start_s < card.end_s && moments.end_s[i] > card.start_s && !moments.dismissed[i] ? [i] : [],
  );
  const columns = Object.entries(moments).map(([name, column]) => [name, inAnswer.map((i) => column[i])]);
  return { ...view, cards: [card], moments: Object.fromEntries(columns) };
}

/**
 * Restrict each view to one answer, with the same lanes in the same order.
 * @param {View[]} views
 * @param {number[]} answers their indices
 */
export function alignViews(views, answers) {
  const answerViews = views.map((view, i) => viewOfAnswer(view, answers[i])),
    kindsSeen = new Set(answerViews.flatMap((view) => view.moments.kind));
  const lanesById = new Map(views.flatMap((view) => view.lanes.map((lane) => [lane.id, lane])));
  const commonLanes = [...lanesById.values()].filter((lane) =>
    lane.type === "signal"
      ? lane.group === "energy" && views.every((view) => view.lanes.some(({ id }) => id === lane.id))
      : kindsSeen.has(lane.id) && !lane.information,
  );
  const groups = [...new Map(views.flatMap((view) => view.groups.map((group) => [group.id, group]))).values()];
  return answerViews.map((view) => {
    const countOf = (id) => view.moments.kind.filter((kind) => kind === id).length;
    const lanes = commonLanes.map((lane) => ({
      ...lane,
      unseen: [],
      ...view.lanes.find(({ id }) => id === lane.id),
      ...(lane.type === "signal" ? {} : { count: countOf(lane.id) }),
    }));
    return {
      ...view,
      lanes,
      groups: groups.map((group) => ({
        ...group,
        count: lanes.reduce((n, lane) => n + (lane.group === group.id ? (lane.count ?? 0) : 0), 0),
      })),
    };
  });
}
