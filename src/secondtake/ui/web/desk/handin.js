// One hand-in: watch, rate and comment; what was measured comes once the rating is saved, which then stays.
import { requestJson } from "../shared/api.js";
import { button, el } from "../shared/dom.js";
import { download } from "../shared/download.js";
import { draftOf, forgetDrafts, saveDraft } from "../shared/drafts.js";
import { t } from "../shared/i18n.js";
import { readPreference, savePreference } from "../shared/preferences.js";
import { formatClock, formatDay } from "../shared/time.js";
import { ratingItem } from "../session/rating_form/rating_item.js";
import { measuredPart } from "./measured.js";

/** @import { Desk } from './main.js' */

const FACES = { shown: "", blurred: "Video blurred by the student", "left out": "Sound only, as the student chose" };
const COACH_NAME = "coach-name";

export class HandinPage {
  /** @param {Desk} desk */
  constructor(desk, view) {
    this.desk = desk;
    this.path = `/api/desk/${view.id}`;
    this.draft = `desk.${view.id}`;
    this.name = el("input", { type: "text", maxlength: "80", autocomplete: "name" });
    this.name.value = view.name_of_coach || readPreference(COACH_NAME, "");
    this.status = el("p", { class: "small", role: "status" });
    this.comments = el("ul", { class: "desk-comments" });
    this.after = el("div", { class: "after" });
    this.opinion = JSON.parse(draftOf(this.draft, "") ?? '{"rating": {}, "answers": {}}');
    this.opinion.comments ??= view.comments;
    this.#show(view);
    this.node = el(
      "article",
      { class: "desk-handin", on: { input: () => this.#keep(), change: () => this.view.measured && this.#save() } },
      el(
        "div",
        { class: "row spread" },
        button(t("All hand-ins"), { icon: "left", kind: "quiet", on: { click: () => desk.showSheet(view.id) } }),
        button(t("Next that waits"), { kind: "quiet", on: { click: () => desk.openNext(view.id) } }),
      ),
      this.#head(),
      el(
        "div",
        { class: "desk-columns" },
        el(
          "div",
          { class: "desk-watch" },
          view.answers.map((answer) => this.#answer(answer)),
          el("section", { "aria-label": t("Your comments") }, el("h2", { text: t("Your comments") }), this.comments),
        ),
        el("div", { class: "desk-judge" }, this.after, this.status),
      ),
    );
  }

  #head() {
    const { name, set, made_at, faces } = this.view;
    const facts = [set, t("Handed in {day}", { day: formatDay(made_at) }), t(FACES[faces])];
    return el(
      "header",
      {},
      el("h1", { tabindex: "-1", text: name }),
      el("p", { class: "soft", text: facts.filter(Boolean).join(" · ") }),
    );
  }

  #answer({ index, question, span, words, clip }) {
    const title = question || t("Answer {n}", { n: index + 1 });
    const player =
      clip &&
      el(clip, { controls: true, preload: "metadata", src: `${this.path}/clips/${index}`, "aria-label": title });
    const rating = el("details", {}, el("summary", { text: t("Rate this answer") }));
    if (!this.view.measured) {
      const stars = (this.opinion.answers[index] ??= { span, rating: {} }).rating;
      rating.append(this.#items(stars, `answer${index}`));
    } else rating.hidden = true;
    return el(
      "section",
      { class: "desk-answer", "aria-label": title },
      el("h2", { text: title }),
      player || el("p", { class: "soft", text: t("The student sent no clip of this answer.") }),
      player &&
        button(t("Comment on this moment"), {
          icon: "note",
          on: { click: () => this.#comment(span[0] + player.currentTime) },
        }),
      words
        ? el("details", {}, el("summary", { text: t("What was said") }), el("p", { class: "said", text: words }))
        : null,
      rating,
    );
  }

  #items(stars, group) {
    const { items, scale } = this.view.form;
    return el(
      "div",
      { class: "rating-items" },
      items.map((item) => ratingItem(item, scale, stars[item.id], (value) => (stars[item.id] = value), group)),
    );
  }

  /** Add a comment at a time of the recording. */
  #comment(at_s) {
    const comment = { at_s: Math.min(at_s, this.view.duration_s), text: "" };
    this.opinion.comments.push(comment);
    this.comments.append(this.#commentRow(comment));
    this.comments.lastElementChild.querySelector("textarea").focus();
  }

  #commentRow(comment) {
    const clock = formatClock(comment.at_s);
    const text = el("textarea", {
      maxlength: "4000",
      rows: "2",
      "aria-label": t("Comment at {clock}", { clock }),
      on: { input: () => (comment.text = text.value) },
    });
    text.value = comment.text;
    const row = el(
      "li",
      {},
      el("button", {
        type: "button",
        class: "button tabular",
        text: clock,
        "aria-label": t("Watch {clock}", { clock }),
        on: { click: () => this.#watch(comment.at_s) },
      }),
      text,
      button(t("Remove the comment at {clock}", { clock }), {
        icon: "close",
        words: false,
        kind: "quiet",
        on: {
          click: () => {
            this.opinion.comments.splice(this.opinion.comments.indexOf(comment), 1);
            row.remove();
            this.#keep();
            if (this.view.measured) this.#save();
          },
        },
      }),
    );
    return row;
  }

  /** Play the clip that holds a time of the recording, from there. */
  #watch(at_s) {
    const at = this.view.answers.findIndex(({ span, clip }) => clip && span[0] <= at_s && at_s <= span[1]);
    const player = /** @type {HTMLMediaElement} */ (
      this.node.querySelectorAll(".desk-answer")[at]?.querySelector("video, audio")
    );
    if (!player) return;
    player.scrollIntoView({ block: "nearest" });
    player.currentTime = at_s - this.view.answers[at].span[0];
    player.play().catch(() => {}); // a clip that the browser cannot play says so itself
  }

  #show(view) {
    this.view = view;
    this.comments.replaceChildren(...this.opinion.comments.map((comment) => this.#commentRow(comment)));
    const name = el("label", { class: "field coach-name" }, el("span", { text: t("Your name") }), this.name);
    if (view.measured) {
      this.after.replaceChildren(
        ...measuredPart(view),
        name,
        button(t("Save feedback"), { icon: "download", kind: "primary", on: { click: () => this.#saveFeedback() } }),
        el("p", {
          class: "small soft",
          text: t("One file for {name}: your rating and comments. They drop it on their session.", { name: view.name }),
        }),
      );
      for (const details of this.node?.querySelectorAll(".desk-answer > details:last-child") ?? [])
        /** @type {HTMLElement} */ (details).hidden = true;
      return;
    }
    this.after.replaceChildren(
      el("h2", { text: t("The whole interview") }),
      this.#items(this.opinion.rating, "whole"),
      name,
      el("p", {
        class: "small soft",
        text: t("Once what was measured is shown, your rating can't be changed. Comments can."),
      }),
      button(t("Save rating and show what was measured"), { kind: "primary", on: { click: () => this.#save() } }),
    );
  }

  #keep() {
    if (!this.view.measured) saveDraft(this.draft, JSON.stringify(this.opinion), "");
  }

  /** Save rating and comments; of a rated hand-in the server keeps the rating as it is. */
  async #save() {
    const { rating, comments } = this.opinion,
      answers = Object.values(this.opinion.answers).filter((answer) => Object.keys(answer.rating).length);
    if (!this.view.measured && !answers.length && !Object.keys(rating).length) {
      this.status.textContent = t("Rate at least one thing first.");
      return false;
    }
    savePreference(COACH_NAME, this.name.value);
    const body = {
      name: this.name.value,
      rating: this.view.measured ? {} : rating,
      answers: this.view.measured ? [] : answers,
      comments: comments.map(({ at_s, text }) => ({ at_s, text })),
    };
    const wasRated = Boolean(this.view.measured);
    try {
      const view = await requestJson(`${this.path}/opinion`, { method: "POST", body });
      forgetDrafts(this.draft);
      if (wasRated) this.view = view;
      else this.#show(view);
      this.status.textContent = t("Saved.");
      if (!wasRated) /** @type {HTMLElement} */ (this.after.querySelector("h2")).focus();
      return true;
    } catch (error) {
      this.status.textContent = error.message;
      return false;
    }
  }

  async #saveFeedback() {
    if (!(await this.#save())) return;
    try {
      await download(`${this.path}/feedback`, { method: "POST" });
      this.status.textContent = t("Saved as a file. Send it back to {name}.", { name: this.view.name });
    } catch (error) {
      this.status.textContent = error.message;
    }
  }
}
