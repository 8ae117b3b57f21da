// Recording camera and microphone into an upload, slice by slice; the clock excludes pauses.
import { RequestError, requestJson } from "../shared/api.js";
import { t } from "../shared/i18n.js";

const SLICE_MS = 1000;
const PAUSE_MS = 600;
const PATIENCE = 50; // failed slices in a row before giving up: half a minute
const PICTURE_BITS_PER_S = 1_500_000,
  SOUND_BITS_PER_S = 96_000;
const TYPES = {
  video: ["video/webm;codecs=vp8,opus", "video/webm;codecs=vp9,opus", "video/mp4;codecs=avc1,mp4a.40.2", "video/mp4"],
  audio: ["audio/webm;codecs=opus", "audio/mp4"],
};

/**
 * Return the first format that this browser records and we can read.
 * @param {boolean} picture
 */
export const format = (picture) =>
  TYPES[picture ? "video" : "audio"].find((type) => MediaRecorder.isTypeSupported(type));

/**
 * Estimate the bytes of a recording, to check for disk space.
 * @param {number} minutes
 * @param {boolean} picture
 */
export const expectedBytes = (minutes, picture) =>
  Math.ceil((minutes * 60 * ((picture ? PICTURE_BITS_PER_S : 0) + SOUND_BITS_PER_S)) / 8);

/** One recording of a practice, from start to stop or interruption. */
export class Recorder {
  /** Callbacks: `onSaved(bytes)` in total, `onError(error)` when sending has stopped, `onDeviceLost()`. */
  constructor(stream, { onSaved, onError, onDeviceLost }) {
    this.stream = stream;
    this.onSaved = onSaved;
    this.onError = onError;
    this.sent = Promise.resolve();
    this.bytes = 0;
    this.paused_ms = 0;
    this.upload = null; // the upload's id once it has started
    const picture = stream.getVideoTracks().length > 0;
    this.type = format(picture);
    for (const track of stream.getTracks()) track.addEventListener("ended", () => this.running && onDeviceLost());
  }

  get running() {
    return this.recorder?.state === "recording" || this.recorder?.state === "paused";
  }

  /** Seconds recorded so far. */
  get time_s() {
    const now = this.pausedAt ?? performance.now();
    return Math.max(0, (now - this.startedAt - this.paused_ms) / 1000);
  }

  async start(expectedBytes) {
    ({ upload: this.upload } = await requestJson("/api/uploads", {
      method: "POST",
      body: { size: expectedBytes, growing: true },
    }));
    this.recorder = new MediaRecorder(this.stream, {
      mimeType: this.type,
      videoBitsPerSecond: PICTURE_BITS_PER_S,
      audioBitsPerSecond: SOUND_BITS_PER_S,
    });
    this.recorder.addEventListener("dataavailable", (event) => this.#queue(event.data));
    const started = new Promise((resolve) => this.recorder.addEventListener("start", resolve, { once: true }));
    this.recorder.start(SLICE_MS);
    await started;
    this.startedAt = performance.now();
  }

  pause() {
    this.recorder.pause();
    this.pausedAt = performance.now();
  }

  resume() {
    this.paused_ms += performance.now() - this.pausedAt;
    this.pausedAt = null;
    this.recorder.resume();
  }

  /** Stop recording; resolves when the last slice is saved. */
  async stop() {
    if (this.running) {
      const stopped = new Promise((resolve) => this.recorder.addEventListener("stop", resolve, { once: true }));
      this.recorder.stop();
      await stopped;
    }
    await this.sent;
  }

  #queue(slice) {
    if (!slice.size) return;
    this.sent = this.sent.then(() => this.#send(slice)).catch((error) => this.onError(error));
  }

  /** Send a slice; after a failure continue at the server's offset. */
  async #send(slice) {
    const from = this.bytes,
      end = from + slice.size;
    let at = from,
      failures = 0;
    while (at < end) {
      const response = await fetch(`/api/uploads/${this.upload}?offset=${at}`, {
        method: "PUT",
        body: slice.slice(at - from),
      }).catch(() => null);
      if (response?.ok || response?.status === 409) {
        at = (await response.json()).received;
        if (at < from) throw new RequestError(t("The server no longer has the earlier part of this recording."));
        failures = 0;
        continue;
      }
      failures += 1;
      const message = response ? (await response.json().catch(() => ({}))).error : null;
      if (failures > PATIENCE)
        throw new RequestError(message ?? t("The connection was lost. Everything recorded so far is safe."));
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    this.bytes = at;
    this.onSaved(at);
  }
}
