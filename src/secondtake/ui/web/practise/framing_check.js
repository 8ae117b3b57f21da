// Framing advice: a still goes to this page's own server, which answers and does not store it.

const PAUSE_MS = 1200;
const PATIENCE = 2; // stills without an answer before giving up; the page also has written instructions
const WIDTH = 640;
const QUALITY = 0.8;

/** Report framing advice to `onAdvice` until stopped; an empty one where the server cannot check. */
export class FramingCheck {
  constructor(video, onAdvice) {
    this.video = video;
    this.onAdvice = onAdvice;
    this.failures = 0;
    this.canvas = document.createElement("canvas");
    this.#later();
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  #later() {
    this.timer = setTimeout(() => this.#look(), PAUSE_MS);
  }

  async #look() {
    const still = this.video.videoWidth ? await this.#still() : null;
    const advice =
      still &&
      (await fetch("/api/practice/framing", { method: "POST", body: still })
        .then((answer) => (answer.ok ? answer.json() : null))
        .catch(() => null));
    if (this.stopped) return;
    this.failures = still && !advice ? this.failures + 1 : 0;
    if (advice) this.onAdvice(advice);
    if (this.failures < PATIENCE) this.#later();
    else this.onAdvice({ said: "", fits: true, light: "" });
  }

  #still() {
    const { video, canvas } = this;
    canvas.width = WIDTH;
    canvas.height = Math.round((WIDTH * video.videoHeight) / video.videoWidth);
    canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  }
}
