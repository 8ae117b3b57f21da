// The tooltip of a chart's point, with a link to its review. A mouse shows it on hover and opens it by a click;
// a finger shows it with the first tap and opens it with the second. For the keyboard and screen readers, the
// table under Numbers has the same links.
import { el } from "../shared/dom.js";

const REACH_PX = 24; // our choice: half a finger's width

/**
 * @param picture the chart.
 * @param places where its points stand, in shares of its width and height.
 * @param describe(i) the point's text and its session.
 */
export function chartTooltip(picture, places, describe, page) {
  const tip = el("span", { class: "tip small" });
  const link = el("a", { class: "near", tabindex: "-1", "aria-hidden": "true", hidden: true }, tip);
  let nearest = -1;

  const closest = ({ clientX, clientY }) => {
    const box = picture.getBoundingClientRect(),
      away = ([x, y]) => Math.hypot(box.left + x * box.width - clientX, box.top + y * box.height - clientY);
    const all = places.map(away),
      least = Math.min(...all);
    return least <= REACH_PX ? all.indexOf(least) : -1;
  };
  const elsewhere = (event) => {
    const path = event.composedPath();
    if (!path.includes(picture) && !path.includes(link)) show(-1);
  };
  const show = (next) => {
    if (next === nearest) return;
    nearest = next;
    link.hidden = nearest < 0;
    if (nearest < 0) {
      document.removeEventListener("pointerdown", elsewhere);
      return;
    }
    document.addEventListener("pointerdown", elsewhere);
    const [x, y] = places[nearest],
      { session, text } = describe(nearest);
    link.href = `/review?s=${session.id}`;
    link.style.left = `${100 * x}%`;
    link.style.top = `${100 * y}%`;
    tip.textContent = text;
    tip.style.translate = `${-100 * x}% 0`; // keeps it inside the chart
  };
  for (const node of [picture, link]) {
    // Touch has no hover: a finger leaves as soon as it is lifted.
    node.addEventListener("pointermove", (event) => {
      if (event.pointerType === "mouse") show(closest(event));
    });
    node.addEventListener("pointerleave", ({ pointerType, relatedTarget }) => {
      if (pointerType === "mouse" && relatedTarget !== link && relatedTarget !== picture) show(-1);
    });
    node.addEventListener("click", (event) => {
      const next = closest(event);
      if (next >= 0 && next === nearest) return page.open(event, { session: describe(nearest).session.id });
      event.preventDefault(); // the link belongs to another point
      show(next);
    });
  }
  return link;
}
