// A signal with one byte a sample, 255 where unobserved. Prefix sums give the mean of any span in constant time.

const UNSEEN = 255;

export class SignalLane {
  /** @param {{bytes?: string, rate_hz?: number, usual?: number | null}} lane `bytes` in base64 */
  constructor(lane) {
    const raw = Uint8Array.from(atob(lane.bytes), (c) => c.charCodeAt(0));
    this.rate_hz = lane.rate_hz;
    this.usual = lane.usual;
    this.length = raw.length;
    this.sums = new Uint32Array(raw.length + 1);
    this.counts = new Uint32Array(raw.length + 1);
    raw.forEach((value, i) => {
      const observed = value !== UNSEEN;
      this.sums[i + 1] = this.sums[i] + (observed ? value : 0);
      this.counts[i + 1] = this.counts[i] + (observed ? 1 : 0);
    });
  }

  /** Return the mean (0..1) over [start_s, end_s), at least one sample; NaN where unobserved. */
  mean(start_s, end_s) {
    const from = Math.min(this.length - 1, Math.max(0, Math.floor(start_s * this.rate_hz)));
    const to = Math.min(this.length, Math.max(from + 1, Math.round(end_s * this.rate_hz)));
    const observed = this.counts[to] - this.counts[from];
    return observed ? (this.sums[to] - this.sums[from]) / observed / (UNSEEN - 1) : NaN;
  }
}
