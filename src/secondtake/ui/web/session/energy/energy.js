// Energy by answer, its highest and lowest 15 seconds, and its components at the player's time.
import { button, el } from "../../shared/dom.js";
import { formatClock } from "../../shared/time.js";
import { t } from "../../shared/i18n.js";
import { bar, componentBars, describeLevel } from "./component_bars.js";

/** @import { Session } from '../main.js' */

const NEAR_S = 0.5; // a seek further outside the first clip cancels the second

export class Energy {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.node = el("section", { class: "energy", id: "energy", "aria-label": t("Energy") });
    this.now = el("div", { class: "energy-now" });
    this.next = null; // the clip to play next; a correction does not cancel it
    session.player.addEventListener("time", () => {
      this.#follow();
      this.#showNow();
    });
    this.update();
  }

  update() {
    const { energy } = this.session.view;
    this.shown = null;
    this.node.hidden = !energy;
    if (!energy) return;
    this.node.replaceChildren(
      el("h2", { text: t("Energy compared with your usual") }),
      el(
        "div",
        { class: "energy-grid" },
        el(
          "div",
          {},
          energy.said.map((text) => el("p", { text: t(text) })),
          energy.answers.length > 1 ? this.#answers(energy) : null,
        ),
        el("div", {}, this.#clips(energy.clips), this.now),
      ),
    );
    this.#showNow();
  }

  #answers({ answers, usual_z }) {
    const { cards } = this.session.view;
    return el(
      "ol",
      { class: "energy-answers small" },
      answers.map(({ index, mean }) =>
        el(
          "li",
          {},
          button(t("Answer {n}", { n: index + 1 }), {
            kind: "quiet small-button",
            title: cards[index]?.question || null,
            on: { click: () => this.session.reviewPlayer.showAnswer(index) },
          }),
          bar(mean ?? NaN, usual_z),
          el("span", { text: describeLevel(mean ?? NaN) }),
        ),
      ),
    );
  }

  #clips({ best, flattest }) {
    if (!best || !flattest)
      return el("p", {
        class: "small soft",
        text: t("Speak for at least 30 seconds to compare your highest-energy and lowest-energy moments."),
      });
    const clip = (label, span, kind) =>
      button(`${label} ${span.from}`, { icon: "play", kind: `clip ${kind}`, on: { click: () => this.#play(span) } });
    return [
      el("p", {
        class: "small soft",
        text: t(
          "Listen to your highest-energy and lowest-energy 15 seconds back to back. Most people learn more from that than from any number.",
        ),
      }),
      el(
        "div",
        { class: "energy-clips" },
        clip(t("Highest energy"), best, "best"),
        clip(t("Lowest energy"), flattest, "flat"),
        button(t("Play both"), { icon: "sound", kind: "quiet", on: { click: () => this.#play(best, flattest) } }),
      ),
    ];
  }

  /** Play a clip, then `next` if there is one. */
  #play(span, next = null) {
    this.next = null;
    this.session.playSpan(span.start_s, span.end_s);
    if (!next) return;
    this.session.player.loop(null); // the first must end for the second to follow
    this.session.player.seek(span.start_s, { play: true });
    this.next = { after: span, span: next };
  }

  #follow() {
    if (!this.next) return;
    const { time_s, loopSpan, video } = this.session.player,
      { after, span } = this.next;
    // Only a seek cancels: in a background tab a second of playback may pass between two calls.
    const outside = time_s < after.start_s - NEAR_S || time_s > after.end_s + NEAR_S;
    if (loopSpan || (video.seeking && outside)) this.next = null;
    else if (time_s >= after.end_s) this.#play(span);
  }

  /** Show the components of energy at the player's time. */
  #showNow() {
    const { energy } = this.session.view,
      second = Math.floor(this.session.player.time_s);
    if (!energy || this.shown === second) return;
    this.shown = second;
    const names = Object.keys(energy.parts);
    const bars = componentBars(energy, names, second, second + 1);
    this.now.replaceChildren(
      el("h3", { class: "small", text: t("What makes up your energy at {at}", { at: formatClock(second) }) }),
      bars ?? el("p", { class: "small soft", text: t("You aren't speaking here.") }),
      bars
        ? el("p", {
            class: "small soft",
            text: t(
              "The centre is your usual level in this recording. Each bar shows how far above or below it you are, averaged over 10 seconds.",
            ),
          })
        : "",
    );
  }
}
