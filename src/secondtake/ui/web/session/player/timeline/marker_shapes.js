// Marker shapes, one for each kind of moment, for the timeline (canvas) and for text (SVG).
import { svgFrom } from "../../../shared/dom.js";

/**
 * Add a shape to the current path, centred at x, y with radius r.
 * @param {Pick<CanvasRenderingContext2D, 'moveTo' | 'lineTo' | 'rect' | 'arc' | 'closePath'>} g
 * @param {string} shape
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
export function traceShape(g, shape, x, y, r) {
  switch (shape) {
    case "diamond":
      g.moveTo(x, y - r * 1.2);
      g.lineTo(x + r * 1.2, y);
      g.lineTo(x, y + r * 1.2);
      g.lineTo(x - r * 1.2, y);
      g.closePath();
      break;
    case "square":
      g.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8);
      break;
    case "up":
      g.moveTo(x, y - r * 1.1);
      g.lineTo(x + r * 1.15, y + r * 0.9);
      g.lineTo(x - r * 1.15, y + r * 0.9);
      g.closePath();
      break;
    case "down":
      g.moveTo(x, y + r * 1.1);
      g.lineTo(x + r * 1.15, y - r * 0.9);
      g.lineTo(x - r * 1.15, y - r * 0.9);
      g.closePath();
      break;
    case "bar":
      g.rect(x - r * 0.45, y - r * 1.25, r * 0.9, r * 2.5);
      break;
    case "tick":
      g.rect(x - r * 0.25, y - r, r * 0.5, r * 2);
      break;
    case "double":
      g.rect(x - r * 0.95, y - r * 1.1, r * 0.7, r * 2.2);
      g.rect(x + r * 0.25, y - r * 1.1, r * 0.7, r * 2.2);
      break;
    case "chevron":
      g.moveTo(x - r * 0.9, y - r);
      g.lineTo(x, y - r);
      g.lineTo(x + r, y);
      g.lineTo(x, y + r);
      g.lineTo(x - r * 0.9, y + r);
      g.lineTo(x + r * 0.1, y);
      g.closePath();
      break;
    case "cross":
      g.rect(x - r * 1.1, y - r * 0.3, r * 2.2, r * 0.6);
      g.rect(x - r * 0.3, y - r * 1.1, r * 0.6, r * 2.2);
      break;
    case "ring":
      g.moveTo(x + r, y);
      g.arc(x, y, r, 0, Math.PI * 2);
      g.moveTo(x + r * 0.45, y);
      g.arc(x, y, r * 0.45, 0, Math.PI * 2, true);
      break;
    default:
      g.moveTo(x + r, y);
      g.arc(x, y, r, 0, Math.PI * 2);
  }
}

class SvgPath {
  constructor() {
    this.d = "";
  }
  moveTo(x, y) {
    this.d += `M${x} ${y}`;
  }
  lineTo(x, y) {
    this.d += `L${x} ${y}`;
  }
  closePath() {
    this.d += "Z";
  }
  rect(x, y, w, h) {
    this.d += `M${x} ${y}h${w}v${h}h${-w}Z`;
  }
  arc(x, y, r, _from, _to, back = false) {
    const s = back ? 0 : 1;
    this.d += `a${r} ${r} 0 1 ${s} ${-2 * r} 0a${r} ${r} 0 1 ${s} ${2 * r} 0Z`;
  }
}

/**
 * Create a marker as a small SVG in its group's colour.
 * @param {string} shape
 * @param {string} group
 */
export function markerIcon(shape, group) {
  const path = new SvgPath();
  traceShape(path, shape, 8, 8, 5);
  const svg = svgFrom(`<svg class="mark" viewBox="0 0 16 16" aria-hidden="true"><path d="${path.d}"/></svg>`);
  svg.style.color = `var(--${group})`;
  return svg;
}
