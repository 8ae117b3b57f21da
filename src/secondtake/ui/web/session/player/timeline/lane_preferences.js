// Folded groups, hidden lanes and lane order, stored in this browser.
import { readPreference, savePreference } from "../../../shared/preferences.js";
import { initiallyFolded } from "./lane_layout.js";

export class LanePreferences {
  /** Stored choices hold in every session; other groups are folded by `initiallyFolded`. */
  constructor(view) {
    const { said, hidden, order } = readPreference("lanes", {});
    this.foldedByUser = { ...said };
    this.hidden = new Set(Array.isArray(hidden) ? hidden : []);
    this.order = order === "importance" ? order : "group";
    this.folded = initiallyFolded(view);
    for (const [group, folded] of Object.entries(this.foldedByUser)) {
      if (folded) this.folded.add(group);
      else this.folded.delete(group);
    }
  }

  fold(group) {
    if (!this.folded.delete(group)) this.folded.add(group);
    this.foldedByUser[group] = this.folded.has(group);
    this.#keep();
  }

  hide(lane) {
    this.hidden.add(lane);
    this.#keep();
  }

  showAll() {
    this.hidden.clear();
    this.#keep();
  }

  sort(order) {
    this.order = order;
    this.#keep();
  }

  /** Return how many of a view's lanes are hidden. */
  missing(view) {
    return view.lanes.filter((lane) => this.hidden.has(lane.id)).length;
  }

  #keep() {
    savePreference("lanes", { said: this.foldedByUser, hidden: [...this.hidden], order: this.order });
  }
}
