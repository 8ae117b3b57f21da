// For researchers: a session's codings beside the detectors, each number with its moments, and ratings of several people.
import { request, requestJson } from "../shared/api.js";
import { el } from "../shared/dom.js";
import { t } from "../shared/i18n.js";
import { Agreement } from "./agreement.js";
import { ratersSection } from "./raters.js";

const TYPES = ".eaf,.TextGrid,.csv,.tsv";
const LEAD_S = 1; // a moment is understood from just before it
const AFTER_S = 0.5;

export class Research {
  constructor(root) {
    this.root = root;
    this.status = el("p", { class: "small", role: "status" });
    this.player = el("div", { class: "research-player" });
    this.agreement = new Agreement(this);
    this.body = el("div", { class: "research" });
    root.append(this.body);
  }

  async open() {
    try {
      const { sessions, raters } = await requestJson("/api/research");
      if (this.isDestroyed) return;
      this.sessions = sessions;
      this.body.replaceChildren(this.#head(), this.#codings(), ratersSection(raters));
      if (sessions.length) await this.#choose(sessions[0].id);
    } catch (error) {
      this.body.replaceChildren(el("p", { role: "alert", text: error.message }));
    }
    this.body.dataset.ready = "1";
  }

  path(part = "") {
    return `/api/research/${this.session}${part}`;
  }

  /** Play a moment of the session. */
  play([start_s, end_s]) {
    const media = this.player.querySelector("video");
    media.scrollIntoView({ block: "nearest" });
    media.currentTime = Math.max(0, start_s - LEAD_S);
    this.stop_s = end_s + AFTER_S;
    media.play().catch(() => {}); // a recording that the browser cannot play says so itself
  }

  /** Send what changes the codings, and draw what comes back. */
  async change(send, message) {
    try {
      this.agreement.show(await send());
      this.status.textContent = message;
    } catch (error) {
      this.status.textContent = error.message;
    }
  }

  destroy() {
    this.isDestroyed = true;
  }

  #head() {
    return el(
      "header",
      {},
      el("h1", { text: t("Research") }),
      el("p", {
        class: "soft",
        text: t(
          "Everything stays on this computer. What you import changes no review; the full review (JSON) of a session holds its codings and their agreement.",
        ),
      }),
    );
  }

  #codings() {
    const title = t("Codings and detectors");
    if (!this.sessions.length)
      return el(
        "section",
        { "aria-label": title },
        el("h2", { text: title }),
        el("p", { text: t("No session is reviewed yet. Add a recording under Sessions first.") }),
      );
    const select = el(
      "select",
      { on: { change: () => this.#choose(select.value) } },
      this.sessions.map(({ id, title, date }) => el("option", { value: id, text: `${title} · ${date}` })),
    );
    return el(
      "section",
      { "aria-label": title },
      el("h2", { text: title }),
      el("label", { class: "field" }, el("span", { text: t("Session") }), select),
      this.#importer(),
      this.status,
      el("div", { class: "beside" }, this.player, this.agreement.node),
    );
  }

  #importer() {
    const input = el("input", {
      type: "file",
      accept: TYPES,
      multiple: true,
      on: {
        change: async () => {
          for (const file of input.files) await this.#import(file);
          input.value = "";
        },
      },
    });
    return el(
      "label",
      { class: "field" },
      el("span", { text: t("Add codings: ELAN (.eaf), Praat (.TextGrid), BORIS or a table (.csv, .tsv)") }),
      input,
    );
  }

  #import(file) {
    const path = this.path(`/codings?${new URLSearchParams({ name: file.name })}`);
    const send = async () => (await request(path, { method: "POST", body: file })).json();
    return this.change(send, t("{file} is added.", { file: file.name }));
  }

  async #choose(id) {
    this.session = id;
    const media = el("video", {
      controls: true,
      preload: "metadata",
      src: `/api/sessions/${id}/media`,
      "aria-label": t("The recording"),
      on: { timeupdate: () => this.stop_s && media.currentTime >= this.stop_s && (media.pause(), (this.stop_s = 0)) },
    });
    await this.change(() => requestJson(this.path()), "");
    this.player.replaceChildren(media);
    this.player.classList.toggle("sound", !this.agreement.view?.video);
  }
}

/** Called by the component's loader (ui/web_components.py). */
export function mount(root) {
  const research = new Research(root);
  root.research = research;
  research.open();
  return { update() {}, destroy: () => research.destroy() };
}
