// Reading questions aloud, with voices of this computer alone: a remote voice would send the text away.

const WAIT_MS = 1500; // browsers tell their voices a moment after they are first asked
const LONGEST_MS = 30_000; // a voice that never says it has ended must not hold the practice up

const language = () => navigator.language.split("-")[0];
const local = () => window.speechSynthesis?.getVoices().filter((voice) => voice.localService) ?? [];

/** A voice of this computer, for English (as our questions are) or the browser's language; null where there is none. */
export async function localVoice() {
  if (!local().length && window.speechSynthesis) {
    await new Promise((done) => {
      window.speechSynthesis.addEventListener?.("voiceschanged", done, { once: true });
      setTimeout(done, WAIT_MS);
    });
  }
  const speaks = (code) => local().find(({ lang }) => lang.toLowerCase().startsWith(code));
  return speaks("en") ?? speaks(language()) ?? null;
}

/** Read a text; answers when it has been said, or could not be. */
export async function readAloud(text) {
  stopReading();
  const voice = await localVoice();
  if (!voice) return;
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = voice;
  utterance.lang = voice.lang;
  await new Promise((done) => {
    for (const end of ["end", "error"]) utterance.addEventListener(end, done);
    setTimeout(done, LONGEST_MS);
    window.speechSynthesis.speak(utterance);
  });
}

/** Stop reading. */
export const stopReading = () => window.speechSynthesis?.cancel();
