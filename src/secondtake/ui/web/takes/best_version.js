// One answer out of several takes: a part from each, chosen by the person and played in a row.
import { requestJson } from "../shared/api.js";
import { button, el } from "../shared/dom.js";
import { formatClock } from "../shared/time.js";
import { t } from "../shared/i18n.js";
import { PART_LABELS } from "../session/story.js";

/** @typedef {{id: string, n: number, session: string, text: string, start_s: number, end_s: number}} Clip */
/** @typedef {{part: string, clips: Clip[]}} Part */

/**
 * Return the chosen clips in the order of the parts; a part without a choice is left out.
 * @param {Part[]} parts
 * @param {Record<string, string>} chosen a clip's `id` by part
 * @returns {(Clip & {part: string})[]}
 */
export const playlist = (parts, chosen) =>
  parts.flatMap(({ part, clips }) => clips.filter(({ id }) => id === chosen[part]).map((clip) => ({ ...clip, part })));

export class BestVersion {
  /**
   * @param {string} question
   * @param {{parts: Part[], chosen: Record<string, string>}} listing
   * @param {(message: string) => void} onError
   */
  constructor(question, { parts, chosen }, onError) {
    this.question = question;
    this.parts = parts;
    this.chosen = { ...chosen };
    this.onError = onError;
    this.row = [];
    this.video = el("video", { controls: true, playsinline: true, "aria-label": t("Your best version"), hidden: true });
    this.video.addEventListener("timeupdate", () => this.#check());
    this.video.addEventListener("play", () => this.#watch());
    this.status = el("p", { class: "small", role: "status" });
    this.all = button(t("Play in a row"), {
      icon: "play",
      kind: "primary",
      on: { click: () => this.play(playlist(this.parts, this.chosen)) },
    });
    this.node = el(
      "section",
      { class: "best-version", "aria-label": t("Your best version") },
      el("h2", { text: t("Your best version") }),
      el("p", {
        class: "soft",
        text: t(
          "Take each part from the take you like best, and watch them in a row. The parts are told apart by a model, which can go wrong: listen before you choose.",
        ),
      }),
      el(
        "div",
        { class: "best-parts" },
        parts.map((part) => this.#choice(part)),
      ),
      el("div", { class: "row" }, this.all, this.status),
      this.video,
    );
    this.#refresh();
  }

  /** Play clips one after the other. */
  play(clips) {
    this.row = clips;
    this.#start(0);
  }

  destroy() {
    this.row = [];
    this.video.pause();
    this.video.removeAttribute("src");
  }

  #choice({ part, clips }) {
    const label = t(PART_LABELS[part]);
    if (!clips.length)
      return el("p", { class: "soft" }, el("strong", { text: label }), ` ${t("in none of your takes")}`);
    const play = button(t("Play"), {
      icon: "play",
      kind: "quiet",
      "aria-label": t("Play: {text}", { text: label }),
      on: { click: () => this.play(playlist([{ part, clips }], this.chosen)) },
    });
    const select = el(
      "select",
      { id: `best-${part}`, on: { change: () => this.#choose(part, select.value) } },
      el("option", { value: "", text: t("Not chosen") }),
      clips.map((clip) =>
        el("option", {
          value: clip.id,
          selected: clip.id === this.chosen[part],
          text: `${t("Take {n}", { n: clip.n })}, ${formatClock(clip.start_s)}: ${clip.text}`,
        }),
      ),
    );
    this.plays = { ...this.plays, [part]: play };
    return el("div", { class: "best-part" }, el("label", { for: select.id, text: label }), select, play);
  }

  async #choose(part, id) {
    if (id) this.chosen[part] = id;
    else delete this.chosen[part];
    this.#refresh();
    const body = { question: this.question, chosen: this.chosen };
    await requestJson("/api/takes/parts", { method: "POST", body }).catch((error) => this.onError(error.message));
  }

  #refresh() {
    const clips = playlist(this.parts, this.chosen);
    this.all.disabled = !clips.length;
    for (const [part, play] of Object.entries(this.plays ?? {})) play.disabled = !clips.some((c) => c.part === part);
  }

  #start(i) {
    const clip = this.row[i];
    this.at = i;
    if (!clip) {
      this.video.pause();
      this.status.textContent = "";
      return;
    }
    const media = `/api/sessions/${clip.session}/media`;
    this.video.hidden = false;
    if (this.video.getAttribute("src") !== media) this.video.src = media;
    this.video.currentTime = clip.start_s;
    this.status.textContent = t("{n} of {all}: {part}, from take {take}", {
      n: i + 1,
      all: this.row.length,
      part: t(PART_LABELS[clip.part]),
      take: clip.n,
    });
    // A source that is replaced while it loads refuses to play; the next one has begun by then.
    this.video.play().catch(() => {});
  }

  /** Look at every frame whether the clip is over: "timeupdate" alone comes four times a second. */
  #watch() {
    if (this.video.paused) return;
    this.#check();
    requestAnimationFrame(() => this.#watch());
  }

  #check() {
    const clip = this.row[this.at];
    if (clip && !this.video.seeking && (this.video.currentTime >= clip.end_s || this.video.ended))
      this.#start(this.at + 1);
  }
}
