// Colours of the canvas, read from the page's own, so that both change together with light and dark.

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

/** Resolved colours by name; `probe` is an element within the page whose colour may be set. */
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

/** The size of the page's text, 1 for browsers' usual sixteen pixels. */
export const textScale = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;

/** Diagonal lines: "not measured". */
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
