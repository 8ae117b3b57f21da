// Keeping in sight what the keyboard reaches, below the player that stays in the window.

/**
 * Tell the styles how much of the window the one of `covers` takes that stays while the rest scrolls.
 * @param {HTMLElement} node
 * @param {HTMLElement[]} covers
 */
export function keepInSight(node, covers) {
  const measure = () => {
    const cover = covers.find((part) => getComputedStyle(part).position === "sticky");
    node.style.setProperty("--cover", `${cover ? cover.offsetHeight : 0}px`);
  };
  const sizes = new ResizeObserver(measure);
  for (const cover of covers) sizes.observe(cover);
}
