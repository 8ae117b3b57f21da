// Two sessions' views cut down to one answer each, with the same lanes in the same order; pure.

/** What of a view belongs to one answer. Signals of energy stay; information only is left out. */
function viewOfAnswer(view, answer) {
  const card = view.cards[answer],
    { moments } = view;
  const kept = moments.start_s.flatMap((start_s, i) =>
    start_s < card.end_s && moments.end_s[i] > card.start_s && !moments.dismissed[i] ? [i] : [],
  );
  const columns = Object.entries(moments).map(([name, column]) => [name, kept.map((i) => column[i])]);
  return { ...view, cards: [card], moments: Object.fromEntries(columns) };
}

export function alignViews(views, answers) {
  const cut = views.map((view, i) => viewOfAnswer(view, answers[i])),
    seen = new Set(cut.flatMap((view) => view.moments.kind));
  const known = new Map(views.flatMap((view) => view.lanes.map((lane) => [lane.id, lane])));
  const wanted = [...known.values()].filter((lane) =>
    lane.type === "signal"
      ? lane.group === "energy" && views.every((view) => view.lanes.some((one) => one.id === lane.id))
      : seen.has(lane.id) && !lane.information,
  );
  const groups = [...new Map(views.flatMap((view) => view.groups.map((group) => [group.id, group]))).values()];
  return cut.map((view) => {
    const countOf = (id) => view.moments.kind.filter((kind) => kind === id).length;
    const lanes = wanted.map((lane) => ({
      ...lane,
      unseen: [],
      ...view.lanes.find((one) => one.id === lane.id),
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
