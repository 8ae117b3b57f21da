// Keeps a playing video in view: it moves to a corner when its place is scrolled away, and back again.
import { button, reveal } from "../../shared/dom.js";
import { t } from "../../shared/i18n.js";

export class CornerPlayer {
  /**
   * @param {HTMLElement} theatre the element with video and controls
   * @param {import('./player.js').Player} player
   */
  constructor(theatre, player) {
    this.theatre = theatre;
    this.player = player;
    this.place = /** @type {HTMLElement} */ (theatre.parentElement);
    const iconButton = (label, icon, click) =>
      button(label, { icon, words: false, kind: "quiet", hidden: true, on: { click } });
    this.buttons = [
      iconButton(t("Back to the player"), "undo", () => this.#return()),
      iconButton(t("Close the small player"), "close", () => this.#close()),
    ];
    player.bar.append(...this.buttons);
    this.inView = true; // until the observer says otherwise
    this.watcher = new IntersectionObserver(([entry]) => {
      this.inView = entry.isIntersecting;
      this.#update();
    });
    this.watcher.observe(this.place);
    player.video.addEventListener("play", () => this.#update());
  }

  destroy() {
    this.watcher.disconnect();
  }

  get isOut() {
    return this.theatre.classList.contains("in-corner");
  }

  #update() {
    const elsewhere = document.fullscreenElement || document.pictureInPictureElement;
    if (!this.inView && !this.isOut && this.player.playing && !elsewhere) this.#moveOut();
    else if (this.inView && this.isOut) this.#moveIn();
  }

  /** The top layer is the one place from which a fixed box is measured from the window. */
  #moveOut() {
    this.place.style.minHeight = `${this.place.offsetHeight}px`;
    this.theatre.classList.add("in-corner");
    this.theatre.popover = "manual";
    this.theatre.showPopover();
    for (const each of this.buttons) each.hidden = false;
  }

  #moveIn() {
    this.theatre.hidePopover();
    this.theatre.popover = null;
    this.theatre.classList.remove("in-corner");
    this.place.style.minHeight = "";
    for (const each of this.buttons) each.hidden = true;
  }

  #close() {
    this.player.pause();
    this.#moveIn();
  }

  #return() {
    reveal(this.place);
    this.player.playButton.focus({ preventScroll: true });
  }
}
