// Reading questions aloud with local voices only: an online voice would send the text to a server.

const WAIT_MS = 1500; // browsers load their list of voices on the first call
const MAX_MS = 30_000; // some voices never send "end"

const language = () => navigator.language.split("-")[0];
const local = () => window.speechSynthesis?.getVoices().filter((voice) => voice.localService) ?? [];

/** Return a local voice for English (our questions' language) or the browser's language, or null. */
export async function localVoice() {
  if (!local().length && window.speechSynthesis) {
    await new Promise((resolve) => {
      window.speechSynthesis.addEventListener?.("voiceschanged", resolve, { once: true });
      setTimeout(resolve, WAIT_MS);
    });
  }
  const speaks = (code) => local().find(({ lang }) => lang.toLowerCase().startsWith(code));
  return speaks("en") ?? speaks(language()) ?? null;
}

/**
 * Read a text aloud; resolves at its end or on failure.
 * @param {string} text
 */
export async function readAloud(text) {
  stopReading();
  const voice = await localVoice();
  if (!voice) return;
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = voice;
  utterance.lang = voice.lang;
  await new Promise((resolve) => {
    for (const end of ["end", "error"]) utterance.addEventListener(end, resolve);
    setTimeout(resolve, MAX_MS);
    window.speechSynthesis.speak(utterance);
  });
}

/** Stop reading. */
export const stopReading = () => window.speechSynthesis?.cancel();
