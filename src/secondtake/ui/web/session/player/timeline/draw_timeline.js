// Drawing the timeline on its canvas; no state of its own.
import { formatClock, lowerBound } from "../../../shared/time.js";
import { t } from "../../../shared/i18n.js";
import { AXIS } from "./lane_layout.js";
import { traceShape } from "./marker_shapes.js";

const STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800];
const CROWDED_PX = 7; // average distance below which markers become a histogram
const BIN_PX = 6;
const SURE_ENOUGH = 0.6; // confidence below which a marker is hollow

/**
 * Fit a canvas to its box at the screen's resolution; return its context and size in CSS pixels.
 * @param {HTMLCanvasElement} canvas
 * @returns {[CanvasRenderingContext2D, number, number]}
 */
export function fitCanvas(canvas) {
  const box = canvas.getBoundingClientRect(),
    k = devicePixelRatio || 1;
  const width = Math.round(box.width * k),
    height = Math.round(box.height * k);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const g = canvas.getContext("2d");
  g.setTransform(k, 0, 0, k, 0, 0);
  g.clearRect(0, 0, box.width, box.height);
  return [g, box.width, box.height];
}

/**
 * Draw a scene: {rows, range, moments, kinds, signals, cards, shading, colours, selected}.
 * @param {HTMLCanvasElement} canvas
 * @param {any} scene
 */
export function drawTimeline(canvas, scene) {
  const [g, width, height] = fitCanvas(canvas),
    { range, colours } = scene;
  const x = (time_s) => ((time_s - range.start_s) / range.width_s) * width;
  const pen = { g, width, height, x, scene, colours };
  g.font = colours.font;
  g.textBaseline = "middle";
  paintAxis(pen);
  for (const row of scene.rows) {
    g.globalAlpha = 1;
    if (row.type === "answers") paintAnswers(pen, row);
    else if (row.type === "group") paintGroup(pen, row);
    else paintLane(pen, row);
  }
  g.globalAlpha = 1;
}

function paintAxis({ g, width, height, x, scene: { range }, colours }) {
  const step_s = STEPS_S.find((s) => (s / range.width_s) * width > 72) ?? 3600;
  g.strokeStyle = colours.line;
  g.fillStyle = colours.soft;
  g.lineWidth = 1;
  g.beginPath();
  for (let at_s = Math.ceil(range.start_s / step_s) * step_s; at_s <= range.end_s; at_s += step_s) {
    const at = Math.round(x(at_s)) + 0.5,
      text = formatClock(at_s);
    g.moveTo(at, AXIS - 5);
    g.lineTo(at, height);
    if (at + 5 + g.measureText(text).width < width) g.fillText(text, at + 4, AXIS / 2);
  }
  g.stroke();
}

function paintAnswers({ g, width, x, scene, colours }, row) {
  for (const card of scene.cards) {
    const from = x(card.start_s),
      to = x(card.end_s);
    if (to < 0 || from > width) continue;
    const left = Math.max(0, from),
      wide = Math.max(2, Math.min(to, width) - left);
    g.globalAlpha = 0.2;
    g.fillStyle = colours.answers;
    g.beginPath();
    g.roundRect(left, row.y + 4, wide - 1, row.height - 8, 5);
    g.fill();
    g.globalAlpha = 1;
    g.fillRect(from, row.y + 4, 2, row.height - 8);
    g.fillRect(to - 3, row.y + 4, 2, row.height - 8);
    const label =
      fitted(g, `${card.index + 1}  ${card.question}`, wide - 16) || fitted(g, `${card.index + 1}`, wide - 6);
    g.fillStyle = colours.ink;
    if (label) g.fillText(label, left + 8, row.y + row.height / 2 + 0.5);
  }
}

function fitted(g, text, room) {
  if (room < 8) return "";
  if (g.measureText(text).width <= room) return text;
  let keep = Math.floor((text.length * room) / g.measureText(text).width);
  while (keep > 2 && g.measureText(`${text.slice(0, keep)}…`).width > room) keep -= 1;
  return keep > 2 ? `${text.slice(0, keep).trimEnd()}…` : "";
}

function paintGroup(pen, row) {
  const { g, width, colours } = pen;
  g.fillStyle = colours.wash;
  g.fillRect(0, row.y, width, row.height);
  if (!row.folded) return;
  for (const lane of row.lanes)
    if (lane.type === "moments" && !lane.information) paintMoments(pen, row, lane, row.height / 8);
}

function paintLane(pen, row) {
  const { g, width, x, scene, colours } = pen,
    { lane } = row;
  g.strokeStyle = colours.line;
  g.beginPath();
  g.moveTo(0, row.y + row.height - 0.5);
  g.lineTo(width, row.y + row.height - 0.5);
  g.stroke();
  if (lane.group === "energy") {
    g.globalAlpha = 0.13;
    g.fillStyle = colours.energy;
    for (const [from_s, to_s] of scene.shading)
      g.fillRect(x(from_s), row.y, Math.max(1, x(to_s) - x(from_s)), row.height);
    g.globalAlpha = 1;
  }
  const widest = Math.max(...lane.unseen.map(([from_s, to_s]) => to_s - from_s));
  for (const [from_s, to_s] of lane.unseen) paintUnseen(pen, row, x(from_s), x(to_s), to_s - from_s === widest);
  if (lane.type === "signal") paintSignal(pen, row);
  else paintMoments(pen, row, lane, row.height * 0.22);
}

function paintUnseen({ g, width, colours }, row, from, to, named) {
  if (to < 0 || from > width) return;
  const left = Math.max(0, from),
    wide = Math.max(1, Math.min(width, to) - left);
  g.fillStyle = colours.hatch;
  g.fillRect(left, row.y + 1, wide, row.height - 2);
  const label = fitted(g, t("not measured"), wide - 12);
  if (!named || label !== t("not measured")) return;
  const text = g.measureText(label).width;
  g.fillStyle = colours.paper;
  g.fillRect(left + wide / 2 - text / 2 - 4, row.y + row.height / 2 - 8, text + 8, 16);
  g.fillStyle = colours.soft;
  g.fillText(label, left + wide / 2 - text / 2, row.y + row.height / 2);
}

function paintSignal({ g, width, scene, colours }, row) {
  const signal = scene.signals.get(row.id),
    { range } = scene,
    step_s = range.width_s / width;
  const top = row.y + 3,
    tall = row.height - 6,
    y = (value) => top + (1 - value) * tall;
  const base = y(signal.usual ?? 0);
  const area = new Path2D(),
    line = new Path2D();
  let open = false;
  for (let at = 0; at <= width; at += 1) {
    const value = signal.mean(range.start_s + at * step_s, range.start_s + (at + 1) * step_s);
    if (Number.isNaN(value)) {
      if (open) area.lineTo(at - 1, base);
      open = false;
    } else if (open) {
      area.lineTo(at, y(value));
      line.lineTo(at, y(value));
    } else {
      area.moveTo(at, base);
      area.lineTo(at, y(value));
      line.moveTo(at, y(value));
      open = true;
    }
  }
  if (open) area.lineTo(width, base);
  g.fillStyle = g.strokeStyle = colours[row.lane.group];
  g.globalAlpha = 0.28;
  g.fill(area);
  g.globalAlpha = 0.95;
  g.lineWidth = 1.2;
  g.stroke(line);
  if (signal.usual == null) return;
  g.globalAlpha = 0.55;
  g.strokeStyle = colours.ink;
  g.lineWidth = 1;
  g.setLineDash([2, 3]);
  g.beginPath();
  g.moveTo(0, Math.round(base) + 0.5);
  g.lineTo(width, Math.round(base) + 0.5);
  g.stroke();
  g.setLineDash([]);
}

function paintMoments(pen, row, lane, radius) {
  const { g, width, x, scene, colours } = pen,
    { range, moments } = scene,
    kind = scene.kinds.get(lane.id);
  if (!kind) return;
  const first = lowerBound(kind.starts, range.start_s - kind.longest),
    last = lowerBound(kind.starts, range.end_s);
  g.fillStyle = g.strokeStyle = colours[lane.group];
  if (last - first > width / CROWDED_PX) {
    paintHistogram(pen, row, kind, first, last);
    return;
  }
  const middle = row.y + row.height / 2,
    solid = new Path2D(),
    hollow = new Path2D(),
    long = new Path2D(),
    faint = new Path2D();
  for (let at = first; at < last; at += 1) {
    const i = kind.indices[at];
    if (moments.dismissed[i]) continue;
    const from = x(moments.start_s[i]),
      to = x(moments.end_s[i]),
      sure = moments.confidence[i] >= SURE_ENOUGH;
    if (to < -radius || from > width + radius) continue;
    if (to - from > radius * 2.6) (sure ? long : faint).roundRect(from, middle - radius, to - from, radius * 2, radius);
    else traceShape(sure ? solid : hollow, lane.shape, (from + to) / 2, middle, radius);
  }
  g.globalAlpha = 0.92;
  g.fill(solid);
  g.fill(long);
  g.globalAlpha = 0.35;
  g.fill(faint);
  g.globalAlpha = 1;
  g.lineWidth = 1.3;
  g.stroke(hollow);
  g.stroke(faint);
  if (scene.selected != null && moments.kind[scene.selected] === lane.id) paintSelected(pen, middle, radius);
}

function paintSelected({ g, x, scene, colours }, middle, radius) {
  const { moments, selected } = scene,
    from = x(moments.start_s[selected]),
    to = x(moments.end_s[selected]);
  const half = Math.max(radius + 3, (to - from) / 2 + 3),
    centre = (from + to) / 2;
  g.strokeStyle = colours.ink;
  g.lineWidth = 2;
  g.beginPath();
  g.roundRect(centre - half, middle - radius - 3, half * 2, radius * 2 + 6, radius + 3);
  g.stroke();
}

function paintHistogram({ g, width, scene: { range, moments } }, row, kind, first, last) {
  const count = Math.max(1, Math.floor(width / BIN_PX)),
    bins = new Uint16Array(count);
  for (let at = first; at < last; at += 1) {
    if (moments.dismissed[kind.indices[at]]) continue;
    const bin = Math.floor(((kind.starts[at] - range.start_s) / range.width_s) * count);
    if (bin >= 0 && bin < count) bins[bin] += 1;
  }
  const most = Math.max(3, ...bins);
  g.beginPath();
  bins.forEach((n, i) => {
    if (!n) return;
    const tall = 3 + (n / most) * (row.height - 7);
    g.rect((i / count) * width, row.y + row.height - 2 - tall, width / count - 1, tall);
  });
  g.globalAlpha = 0.8;
  g.fill();
}
