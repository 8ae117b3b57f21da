// Colours of the canvas, read from the page's CSS variables.

const NAMES = [
  "ink",
  "paper",
  "soft",
  "line",
  "accent",
  "speech",
  "energy",
  "face",
  "tics",
  "posture",
  "choice",
  "answers",
  "wash",
];

/**
 * Return resolved colours by name; `probe` is an element in the page whose colour may be set.
 * @param {HTMLElement} probe
 * @returns {Record<string, any>}
 */
export function readColours(probe) {
  const colours = {};
  for (const name of NAMES) {
    probe.style.color = `var(--${name})`;
    colours[name] = getComputedStyle(probe).color;
  }
  colours.hatch = hatch(colours.soft);
  colours.font = `${(11.5 * textScale()).toFixed(1)}px ${getComputedStyle(probe).fontFamily}`;
  return colours;
}

/** Return the page's text size relative to the default of 16 px. */
export const textScale = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;

/** Create the diagonal hatching that means "not measured". */
function hatch(colour) {
  const tile = document.createElement("canvas"),
    g = tile.getContext("2d");
  tile.width = tile.height = 7;
  g.strokeStyle = colour;
  g.globalAlpha = 0.3;
  g.lineWidth = 1;
  g.beginPath();
  g.moveTo(-1, 8);
  g.lineTo(8, -1);
  g.moveTo(-2, 2);
  g.lineTo(2, -2);
  g.moveTo(5, 9);
  g.lineTo(9, 5);
  g.stroke();
  return g.createPattern(tile, "repeat");
}
