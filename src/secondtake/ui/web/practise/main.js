// Practising: choose, look into the camera, answer; then straight to the review.
import { ask } from "../shared/api.js";
import { button, el } from "../shared/dom.js";
import { count, speak, t } from "../shared/words.js";
import { Choose } from "./choose.js";
import { forget, keep, load } from "./draft.js";
import { cameraOf, Ready } from "./ready.js";
import { Take } from "./take.js";

class Practise {
  constructor(root, data, send) {
    Object.assign(this, { root, data, send });
    this.body = el("div", { class: "practise" });
    root.append(this.body);
  }

  async begin() {
    await speak(this.data.language ?? "en", import.meta.url);
    this.draft = load();
    if (this.draft?.parts.length) this.#resume(t("The page was closed while you were practising. Everything until then is safe."));
    else await this.#choose();
    this.body.dataset.ready = "1";
  }

  destroy() {
    this.ready?.off();
    this.take?.destroy();
  }

  #show(node) { this.body.replaceChildren(node); }

  #fail(error) { this.#show(el("p", { class: "said", role: "alert", text: error.message })); }

  async #choose() {
    try {
      const known = await ask("/api/practice");
      this.settled = known.neutrals;
      this.#show(new Choose(known, this.data, (questions) => {
        this.draft = { questions, at: 0, parts: [] };
        this.#ready(t("Start the practice"));
      }).node);
    } catch (error) {
      this.#fail(error);
    }
  }

  #ready(label) {
    const settled = (camera) => this.settled?.includes(camera) || this.draft.parts.length > 0;
    this.ready = new Ready((chosen) => this.#take(chosen), () => this.#choose(), { label, settled });
    this.#show(this.ready.node);
    this.ready.on();
  }

  async #take(chosen) {
    this.draft.camera = cameraOf(chosen.stream) || this.draft.camera;
    this.take = new Take(this.draft, chosen, () => this.#finish(), (message) => this.#resume(message));
    this.#show(this.take.node);
    try {
      await this.take.begin();
    } catch (error) {
      this.take.destroy();
      this.#fail(error);
    }
  }

  /** A practice that broke off: go on where it was, or be content with what there is. */
  #resume(message) {
    this.take?.destroy();
    const done = this.draft.parts.reduce((n, part) => n + part.marks.length, 0), left = this.draft.at < this.draft.questions.length;
    this.#show(el("section", { class: "resume panel" }, el("h1", { text: t("Your practice is safe") }), el("p", { text: message }),
      el("p", { class: "soft", text: count(done, "{n} answer is complete. The one that was cut off can be given again.", "{n} answers are complete. The one that was cut off can be given again.") }),
      el("div", { class: "row" }, left ? button(t("Go on"), { kind: "primary", on: { click: () => this.#ready(t("Go on")) } }) : null,
        done ? button(t("Finish with what there is"), { on: { click: () => this.#finish() } }) : null,
        button(t("Throw it away"), { kind: "quiet", on: { click: () => this.#drop() } }))));
  }

  async #finish() {
    const parts = this.draft.parts, first = this.draft.questions[0].text;
    const marks = parts.reduce((n, part) => n + part.marks.length, 0);
    if (!marks) { await this.#drop(); return; }
    this.#show(el("p", { class: "state", role: "status", text: t("Putting your practice together…") }));
    try {
      const title = this.draft.questions.length > 1 ? t("“{first}” and {n} more", { first, n: this.draft.questions.length - 1 }) : first;
      await ask("/api/practice/finish", { method: "POST", body: { parts, camera: this.draft.camera, type: parts[0].type, title } });
    } catch (error) {
      keep(this.draft);
      this.#resume(error.message);
      return;
    }
    forget();
    this.send("go", { to: "library" });
  }

  async #drop() {
    for (const part of this.draft.parts) await ask(`/api/uploads/${part.upload}`, { method: "DELETE" }).catch(() => {});
    forget();
    this.draft = null;
    await this.#choose();
  }
}

/** Called by the component's loader (ui/web_components.py). */
export function mount(root, data, send) {
  const practise = new Practise(root, data, send);
  root.practise = practise;
  practise.begin();
  return { update() {}, destroy: () => practise.destroy() };
}
