// Whether a later take is louder than the first, from the microphone's level alone: the live cue of one drill.
const SILENCE = 0.3; // of the meter: below is a pause, not a voice
const RAISED = 0.04; // of the meter: two decibels above the first take
const READINGS = 40; // about three seconds of speech

export class LevelCue {
  constructor() {
    this.usual = [];
    this.latest = [];
  }

  /**
   * Take in a level (0..1) and return whether the voice is to be raised.
   * @param {number} level
   * @param {boolean} isFirst whether this is the take to be compared with
   */
  hear(level, isFirst) {
    if (level < SILENCE) return this.isLow;
    if (isFirst) {
      this.usual.push(level);
      return false;
    }
    this.latest = [...this.latest, level].slice(-READINGS);
    this.isLow = this.latest.length === READINGS && mean(this.latest) < mean(this.usual) + RAISED;
    return this.isLow;
  }

  isLow = false;
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);
