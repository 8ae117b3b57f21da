// The chart of one measure over the sessions: points with their intervals over the usual range.
import { el } from "../shared/dom.js";
import { formatDay } from "../shared/time.js";
import { chartTooltip } from "./chart_tooltip.js";
import { axisDays, axisShares } from "./time_axis.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 420,
  HEIGHT = 168,
  LEFT = 42,
  RIGHT = 10,
  TOP = 10,
  BOTTOM = 26,
  MANY = 100; // points; more would overlap
/** @type {Intl.DateTimeFormatOptions} */
const SHORT = { month: "short", year: undefined };

/**
 * Create an SVG element with attributes and children.
 * @param {string} tag
 * @param {Record<string, any>} attributes
 * @param {...any} children
 */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.flat().filter(Boolean));
  return node;
}

/** Return a point's path: a circle for practice, a diamond for a real interview. */
function shape(kind, x, y, r) {
  return kind === "real"
    ? `M${x} ${y - r * 1.4}L${x + r * 1.4} ${y}L${x} ${y + r * 1.4}L${x - r * 1.4} ${y}Z`
    : `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
}

/**
 * Create the same shape for the legend; hollow ones are not compared.
 * @param {string} kind practice or real
 */
export function pointIcon(kind, hollow = false) {
  return svg(
    "svg",
    { class: `mark ${hollow ? "hollow" : ""}`, viewBox: "0 0 16 16", "aria-hidden": "true" },
    svg("path", { class: kind, d: shape(kind, 8, 8, 4) }),
  );
}

/** Return about four round axis values from low to high. */
function ticks(low, high) {
  const rough = (high - low) / 4 || 1,
    power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= rough);
  const values = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step * 1e-6; at += step)
    values.push(Number(at.toPrecision(6)));
  return values;
}

/**
 * Format a value in few digits.
 * @param {number} value
 */
export const formatNumber = (value) =>
  (Math.abs(value) >= 20 || Number.isInteger(value)
    ? Math.round(value)
    : Number(value.toFixed(Math.abs(value) < 1 ? 2 : 1))
  ).toLocaleString();

/** Return the scale from value to height, with room for intervals and the usual range; rates begin at zero. */
function scaleOf({ points, usual }) {
  const ends = points.value.flatMap((v, i) => [v - (points.reach[i] ?? 0), v + (points.reach[i] ?? 0)]);
  if (usual) ends.push(usual.low, usual.high);
  const positive = points.value.every((v) => v >= 0);
  let low = Math.min(...ends),
    high = Math.max(...ends);
  if (positive) low = Math.max(0, low);
  if (positive && low < high * 0.5) low = 0;
  const room = (high - low) * 0.06 || Math.abs(high) * 0.1 || 1;
  if (low) low -= room;
  high += room;
  return {
    low,
    high,
    y: (v) => tenths(TOP + ((high - Math.min(high, Math.max(low, v))) / (high - low)) * (HEIGHT - TOP - BOTTOM)),
  };
}

/** Create one path for all points that look alike: an element for each of five hundred points is slow. */
function marks({ value, reach, counts, session }, sessions, x, y, r) {
  const paths = new Map();
  const add = (look, i, d) => {
    const name = look + (counts[i] ? "" : " hollow");
    paths.set(name, (paths.get(name) ?? "") + d);
  };
  value.forEach((v, i) => {
    if (reach[i]) add("reach", i, `M${x(i)} ${y(v - reach[i])}V${y(v + reach[i])}`);
  });
  value.forEach((v, i) => {
    const { kind } = sessions[session[i]];
    add(`point ${kind}`, i, shape(kind, x(i), y(v), r));
  });
  return [...paths].map(([look, d]) => svg("path", { class: look, d }));
}

/** Round to tenths, the finest step a screen shows. */
const tenths = (value) => Math.round(value * 10) / 10;

/**
 * Create a measure's chart with its tooltip.
 * @param {any} measure
 * @param {{id: string, title: string, at: string, kind: string}[]} sessions
 * @param {string} label
 * @param {{by_date: boolean, open: Function}} page
 */
export function chart(measure, sessions, label, page) {
  const { points, usual, doubt } = measure,
    { low, high, y } = scaleOf(measure),
    n = points.value.length;
  const moments = points.session.map((i) => Date.parse(sessions[i].at)),
    placed = axisShares(moments, page.by_date);
  const along = (share) => LEFT + 12 + share * (WIDTH - LEFT - RIGHT - 24),
    x = (i) => tenths(along(placed[i])),
    r = Math.max(1.6, Math.min(4, 160 / n));
  const band = usual
    ? [
        svg("rect", {
          class: "band",
          x: LEFT,
          width: WIDTH - LEFT - RIGHT,
          y: y(usual.high),
          height: Math.max(1, y(usual.low) - y(usual.high)),
        }),
        svg("line", { class: "usual", x1: LEFT, x2: WIDTH - RIGHT, y1: y(usual.median), y2: y(usual.median) }),
      ]
    : [];
  const axis = ticks(low, high).flatMap((v) => [
    svg("line", { class: "grid-line", x1: LEFT, x2: WIDTH - RIGHT, y1: y(v), y2: y(v) }),
    text(formatNumber(v), { x: LEFT - 6, y: y(v) + 4, "text-anchor": "end" }),
  ]);
  const below = axisDays(moments, page.by_date).map(({ share, anchor, text: day }) =>
    text(day, { x: along(share), y: HEIGHT - 8, "text-anchor": anchor }),
  );
  const between = doubt ? (x(doubt.at - 1) + x(doubt.at)) / 2 : 0,
    other = doubt
      ? svg(
          "line",
          { class: "other-recording", x1: between, x2: between, y1: TOP, y2: HEIGHT - BOTTOM },
          title(doubt.text),
        )
      : null;
  const picture = svg(
    "svg",
    { class: n > MANY ? "chart many" : "chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label },
    ...band,
    ...axis,
    other,
    ...marks(points, sessions, x, y, r),
    ...below,
  );
  const places = points.value.map((v, i) => [x(i) / WIDTH, y(v) / HEIGHT]);
  return el(
    "figure",
    {},
    picture,
    chartTooltip(picture, places, (i) => describe(measure, i, sessions), page),
  );
}

/** Return a point's text and the session it opens. */
function describe({ points, unit }, i, sessions) {
  const session = sessions[points.session[i]],
    value = `${formatNumber(points.value[i])} ${unit}`.trim();
  return { session, text: `${session.title}, ${formatDay(session.at, SHORT)}: ${value}` };
}

function text(content, attributes) {
  const node = svg("text", attributes);
  node.textContent = content;
  return node;
}

function title(content) {
  const node = svg("title");
  node.textContent = content;
  return node;
}

/**
 * Create a line chart of the size of a word.
 * @param {number[]} values
 */
export function sparkline(values) {
  const most = Math.max(...values, 1e-9),
    n = values.length;
  const at = values.map((v, i) => `${n > 1 ? (i / (n - 1)) * 96 + 2 : 50} ${24 - (v / most) * 20}`);
  return svg(
    "svg",
    { class: "course-line", viewBox: "0 0 100 26", "aria-hidden": "true", preserveAspectRatio: "none" },
    svg("path", { d: `M${at.join("L")}` }),
  );
}
