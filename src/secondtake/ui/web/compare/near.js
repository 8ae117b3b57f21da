// The point of a chart next to the pointer: what it is, and the way to its review. For whoever has no pointer
// the same stands in the table under Numbers, a link a session.
import { el } from "../shared/dom.js";

const REACH_PX = 24; // our choice: a finger's half width

/**
 * @param picture the chart.
 * @param places where its points stand, in shares of its width and height.
 * @param said(i) the point's text and its session.
 */
export function near(picture, places, said, page) {
  const tip = el("span", { class: "tip small" });
  const link = el("a", { class: "near", tabindex: "-1", "aria-hidden": "true", hidden: true }, tip);
  let found = -1;

  const look = ({ clientX, clientY }) => {
    const box = picture.getBoundingClientRect(),
      away = ([x, y]) => Math.hypot(box.left + x * box.width - clientX, box.top + y * box.height - clientY);
    const all = places.map(away),
      closest = all.indexOf(Math.min(...all)),
      next = all[closest] <= REACH_PX ? closest : -1;
    if (next !== found) show(next);
  };
  const show = (next) => {
    found = next;
    link.hidden = found < 0;
    if (found < 0) return;
    const [x, y] = places[found],
      { session, text } = said(found);
    link.href = `/review?s=${session.id}`;
    link.style.left = `${100 * x}%`;
    link.style.top = `${100 * y}%`;
    tip.textContent = text;
    tip.style.translate = `${-100 * x}% 0`; // it stays within the chart
  };
  for (const node of [picture, link]) {
    node.addEventListener("pointermove", look);
    node.addEventListener("pointerdown", look);
    node.addEventListener("pointerleave", (event) => {
      if (event.relatedTarget !== link && event.relatedTarget !== picture) show(-1);
    });
  }
  link.addEventListener("click", (event) => page.open(event, { session: said(found).session.id }));
  return link;
}
