// On every page: uploads and analyses that run, in one line, and drafts of what is typed into forms.
import { requestJson } from "../shared/api.js";
import { el, isPlainClick } from "../shared/dom.js";
import { forgetDrafts } from "../shared/drafts.js";
import { t } from "../shared/i18n.js";
import { Toast } from "../shared/toast.js";
import { running, RUNNING } from "../library/upload.js";
import { savesItself, watchForms } from "./form_drafts.js";

const BUSY_MS = 2000,
  IDLE_MS = 15000;

class Running {
  constructor(root, send, confirmed) {
    this.text = el("span");
    this.bar = el("progress", { max: "1", "aria-hidden": "true" });
    this.node = el(
      "a",
      {
        class: "running",
        href: "/sessions",
        hidden: true,
        on: { click: (event) => isPlainClick(event) && send("go", { page: "library" }) },
      },
      this.text,
      this.bar,
    );
    root.append(this.node);
    this.status = el("span", { class: "visually-hidden", role: "status" });
    root.append(this.status);
    this.toast = new Toast(root);
    this.forgotten = 0;
    this.confirmed = confirmed;
    this.jobs = [];
    this.show = this.show.bind(this);
    this.refresh = this.refresh.bind(this);
    RUNNING.addEventListener("change", this.show);
    RUNNING.addEventListener("job", this.refresh);
    this.refresh();
    this.forms = this.#keepDrafts();
  }

  #keepDrafts() {
    let isSaid = false; // once is enough: saying it at every pause would disturb
    const say = (text, undo) => {
      isSaid = true;
      this.toast.show(text, undo);
    };
    return watchForms({
      onKept: () => isSaid || say(t("Your draft is kept in this browser until you save it.")),
      onRestored: (restored, undo) => {
        const drafts = restored.filter((field) => !savesItself(field)),
          labels = (drafts.length ? drafts : restored).map((field) => field.getAttribute("aria-label")),
          text = drafts.length ? "Your draft is back, not saved yet: {fields}." : "What you typed is back: {fields}.";
        say(t(text, { fields: labels.join(", ") }), undo);
      },
    });
  }

  /**
   * Forget drafts that the server has by now, and say which field was saved.
   * @param {{saved?: string[], field?: {name: string, text: string, number: number}}} data drafts' names (as
   *   `forgetDrafts` has them), all so far, and the field that saved itself last
   */
  update({ saved = [], field }) {
    if (field && field.number !== this.confirmed) {
      this.confirmed = field.number;
      this.status.textContent = this.forms.confirm(field.name, field.text) ? t("Saved") : "";
    }
    saved.slice(this.forgotten).forEach(forgetDrafts);
    if (saved.length > this.forgotten) this.toast.clear();
    this.forgotten = saved.length;
  }

  async refresh() {
    clearTimeout(this.timer);
    try {
      ({ jobs: this.jobs } = await requestJson("/api/jobs"));
    } catch {
      this.jobs = []; // the page itself says that the server is away
    }
    if (this.isDestroyed) return;
    this.show();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(this.refresh, this.jobs.length || running.size ? BUSY_MS : IDLE_MS);
  }

  /** Show what is nearest its end: an upload before the analyses, which wait for it. */
  show() {
    const [upload] = running.values(),
      job = this.jobs.find(({ state }) => state === "running") ?? this.jobs[0],
      more = running.size + this.jobs.length - 1;
    this.node.hidden = !upload && !job;
    if (this.node.hidden) return;
    const share = upload?.share ?? job.share;
    const words = upload
      ? t("Uploading {name}", { name: upload.file.name })
      : t(job.state === "queued" ? "{name} waits for its analysis" : "Analysing {name}", { name: job.name });
    const facts = [
      words,
      upload || job.state === "running" ? `${Math.round(100 * share)} %` : "",
      upload ? "" : t(job.left),
      more > 0 ? t("and {n} more", { n: more }) : "",
    ];
    this.text.textContent = facts.filter(Boolean).join(" · ");
    this.bar.value = share;
  }

  destroy() {
    this.isDestroyed = true;
    this.forms.stop();
    clearTimeout(this.timer);
    RUNNING.removeEventListener("change", this.show);
    RUNNING.removeEventListener("job", this.refresh);
  }
}

/** Called by the component's loader (ui/web_components.py). */
export function mount(root, data, send) {
  const page = new Running(root, send, data?.field?.number);
  root.running = page;
  page.update(data ?? {});
  return { update: (changed) => page.update(changed ?? {}), destroy: () => page.destroy() };
}
