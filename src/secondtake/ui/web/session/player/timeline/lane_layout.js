// Layout of the lanes: rows from the top of the timeline, in pixels.
// `scale` is the page's text size relative to the browsers' default.
/** @import { View, Moments } from '../../view.js' */

export const AXIS = 24;
const FEW_LANES = 20; // our choice: so many fit below the video without scrolling
const HEIGHT = { answers: 30, group: 24, moments: 21, signal: 36 };

/**
 * Return the rows to draw and their total height.
 * `order`: "group" keeps groups together, "importance" puts the lanes with most to work on first.
 * A folded group is one row with all its moments.
 * @param {Pick<View, 'lanes' | 'groups'>} view
 * @param {{folded: Set<string>, hidden: Set<string>, order: string, scale?: number}} options
 */
export function layoutLanes(view, { folded, hidden, order, scale = 1 }) {
  const rows = [],
    shown = view.lanes.filter((lane) => !hidden.has(lane.id));
  let y = AXIS;
  const add = (row) => {
    const height = Math.round(HEIGHT[row.type] * scale);
    rows.push({ ...row, y, height });
    y += height;
  };
  add({ type: "answers", id: "answers" });
  if (order === "importance") {
    const moments = shown.filter((lane) => lane.type === "moments");
    const ranked = moments.toSorted(
      (a, b) => Number(a.information) - Number(b.information) || b.weight - a.weight || b.count - a.count,
    );
    for (const lane of [...ranked, ...shown.filter((lane) => lane.type === "signal")])
      add({ type: lane.type, id: lane.id, lane });
  } else {
    for (const group of view.groups) {
      const lanes = shown.filter((lane) => lane.group === group.id);
      if (!lanes.length) continue;
      add({ type: "group", id: `group:${group.id}`, group, folded: folded.has(group.id), lanes });
      if (!folded.has(group.id)) for (const lane of lanes) add({ type: lane.type, id: lane.id, lane });
    }
  }
  return { rows, height: y };
}

const ALWAYS_OPEN = ["speech", "energy"]; // what people come for

/**
 * Return the groups to fold at first: in a long timeline, those with nothing to work on.
 * @param {Pick<View, 'lanes' | 'groups'>} view
 */
export function initiallyFolded(view) {
  if (view.lanes.length <= FEW_LANES) return new Set();
  return new Set(
    view.groups
      .map((group) => group.id)
      .filter((id) => !ALWAYS_OPEN.includes(id) && !view.lanes.some((lane) => lane.group === id && lane.weight > 0)),
  );
}

/**
 * Group moments by kind: their indices, sorted starts, and the longest duration, needed for searching.
 * @param {Pick<Moments, 'kind' | 'start_s' | 'end_s'>} moments
 */
export function indexByKind(moments) {
  const kinds = new Map();
  moments.kind.forEach((kind, i) => {
    if (!kinds.has(kind)) kinds.set(kind, []);
    kinds.get(kind).push(i);
  });
  const byKind = new Map();
  for (const [kind, indices] of kinds) {
    const starts = Float64Array.from(indices, (i) => moments.start_s[i]);
    const longest = indices.reduce((most, i) => Math.max(most, moments.end_s[i] - moments.start_s[i]), 0);
    byKind.set(kind, { indices, starts, longest });
  }
  return byKind;
}
