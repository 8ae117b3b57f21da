// The interviewer's follow-ups: the server listens while an answer is given, and says what to ask at its end.
import { requestJson } from "../shared/api.js";

const LISTEN_MS = 10_000;
const SILENCE_MS = 4000;
const INTERRUPT_S = 45;

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Prober {
  /**
   * @param {string} temper "friendly", "dry" or "interrupting"
   * @param {{request?: typeof requestJson, silence_ms?: number}} [options]
   */
  constructor(temper, { request = requestJson, silence_ms = SILENCE_MS } = {}) {
    this.temper = temper;
    this.request = request;
    this.silence_ms = silence_ms;
    this.interrupt_s = temper === "interrupting" ? INTERRUPT_S : Infinity;
  }

  /**
   * Have an answer transcribed while it is given.
   * @param {{upload: string, start_s: number}} answer
   */
  listen(answer) {
    this.stop();
    const ahead = () => this.#post({ ...answer, is_over: false });
    ahead(); // the models are loaded meanwhile
    this.timer = setInterval(ahead, LISTEN_MS);
  }

  stop() {
    clearInterval(this.timer);
  }

  /** Wait as long as this interviewer is silent before the next question. */
  silence() {
    return this.temper === "dry" ? wait(this.silence_ms) : Promise.resolve();
  }

  /**
   * Return the follow-up to an answer; "" where the server cannot be reached: the practice goes on without.
   * @param {{upload: string, start_s: number, question: string, asked: string[]}} answer
   */
  async probe(answer) {
    this.stop();
    return (await this.#post({ ...answer, is_over: true }))?.probe ?? "";
  }

  #post(body) {
    return this.request("/api/practice/probe", { method: "POST", body }).catch(() => null);
  }
}
