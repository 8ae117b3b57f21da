// A folder of old recordings: opened to its depth, and what is no recording left aside.
const RECORDING = /\.(mp4|m4v|mov|mkv|webm|avi|mpg|mpeg|ts|3gp|m4a|mp3|wav|flac|ogg|opus|aac)$/i;

const collator = new Intl.Collator(undefined, { numeric: true });
const isRecording = (name) => RECORDING.test(name) && !name.startsWith(".");

/**
 * What was dropped: files as they are, and of folders every file that is named like a recording, by name.
 * Must be called while the drop is handled: afterwards the browser has forgotten what it was.
 */
export async function droppedRecordings(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return [...transfer.files];
  const recordings = (await Promise.all(entries.map((entry) => filesIn(entry, true)))).flat();
  recordings.sort((a, b) => collator.compare(a.fullPath, b.fullPath));
  return Promise.all(recordings.map((entry) => new Promise((done, failed) => entry.file(done, failed))));
}

/** Of a chosen folder's files those that are named like recordings, by name. */
export const chosenRecordings = (files) =>
  [...files]
    .filter((file) => isRecording(file.name))
    .sort((a, b) => collator.compare(a.webkitRelativePath, b.webkitRelativePath));

async function filesIn(entry, byHand = false) {
  if (entry.isFile) return byHand || isRecording(entry.name) ? [entry] : [];
  if (!byHand && entry.name.startsWith(".")) return [];
  const reader = entry.createReader(),
    entries = [];
  for (;;) {
    // A reader hands out a hundred at a time, and nothing at the end.
    const batch = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!batch.length) break;
    entries.push(...batch);
  }
  return (await Promise.all(entries.map((item) => filesIn(item)))).flat();
}
