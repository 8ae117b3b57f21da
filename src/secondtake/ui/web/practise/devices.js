// Camera and microphone: turning them on, listing them, checking light and level.
import { t } from "../shared/i18n.js";

const PICTURE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
// No processing: it would change loudness and dynamics, which are measured. Nothing plays while answering, so there is no echo.
const SOUND = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
const LOOK_MS = 700;
const DARK = 60,
  BRIGHT = 215; // mean luma of 255 (our choice: faces are lost below and above)
const BACKLIT = 45; // how much brighter the frame's edges are than its centre; our choice

const REASONS = {
  NotAllowedError:
    "The browser blocked access. Allow the camera and microphone next to the address bar and try again, or continue with audio only.",
  NotFoundError: "No device found. Connect one and try again, or continue with audio only.",
  NotReadableError: "Another program is using it. Close that program and try again, or continue with audio only.",
  OverconstrainedError: "That device is no longer connected. Choose another one.",
};

/**
 * Open a stream, or throw an error whose message says what to do.
 * @param {{picture: boolean, camera?: string, microphone?: string}} choice device ids
 */
export async function turnOn({ picture, camera, microphone }) {
  const chosen = (base, id) => (id ? { ...base, deviceId: { exact: id } } : base);
  try {
    return await navigator.mediaDevices.getUserMedia({
      video: picture && chosen(PICTURE, camera),
      audio: chosen(SOUND, microphone),
    });
  } catch (error) {
    throw new Error(t(REASONS[error.name] ?? "Couldn't turn on the camera or microphone."));
  }
}

/**
 * Stop a stream's camera and microphone.
 * @param {MediaStream | null} stream
 */
export const turnOff = (stream) => stream?.getTracks().forEach((track) => track.stop());

/** List the devices; they have labels once permission was given. */
export async function devices() {
  const all = await navigator.mediaDevices.enumerateDevices();
  return {
    cameras: all.filter((d) => d.kind === "videoinput"),
    microphones: all.filter((d) => d.kind === "audioinput"),
  };
}

/** Report the sound level (0..1) to `onLevel` many times a second, until stopped. */
export class LevelMeter {
  constructor(stream, onLevel) {
    this.context = new AudioContext();
    const analyser = this.context.createAnalyser(),
      samples = new Float32Array((analyser.fftSize = 1024));
    this.context.createMediaStreamSource(stream).connect(analyser);
    const listen = () => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, x) => sum + x * x, 0) / samples.length;
      onLevel(Math.min(1, Math.max(0, (10 * Math.log10(power + 1e-9) + 60) / 55))); // -60 dB is silence, -5 dB full
      this.timer = setTimeout(listen, 80);
    };
    listen();
  }

  stop() {
    clearTimeout(this.timer);
    this.context.close();
  }
}

/** Report the lighting to `onAdvice`. Looks at a few hundred pixels in the browser and stores none. */
export class LightCheck {
  constructor(video, onAdvice) {
    const canvas = document.createElement("canvas"),
      [w, h] = ([canvas.width, canvas.height] = [32, 18]);
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    this.timer = setInterval(() => {
      if (!video.videoWidth) return;
      pen.drawImage(video, 0, 0, w, h);
      const { data } = pen.getImageData(0, 0, w, h);
      let middle = 0,
        edge = 0,
        middles = 0;
      for (let i = 0; i < w * h; i += 1) {
        const luma = 0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2],
          x = i % w;
        if (x > w * 0.3 && x < w * 0.7) {
          middle += luma;
          middles += 1;
        } else edge += luma;
      }
      middle /= middles;
      edge /= w * h - middles;
      onAdvice(this.#words((middle + edge) / 2, edge - middle));
    }, LOOK_MS);
  }

  #words(mean, behind) {
    if (mean < DARK) return t("It's too dark: face a window or a lamp.");
    if (behind > BACKLIT) return t("The light is behind you: turn around or close the curtain.");
    if (mean > BRIGHT) return t("It's too bright: move away from the lamp.");
    return t("The lighting is fine.");
  }

  stop() {
    clearInterval(this.timer);
  }
}
