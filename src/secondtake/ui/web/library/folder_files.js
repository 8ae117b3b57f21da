// Finding the recordings in dropped or chosen folders.
const RECORDING = /\.(mp4|m4v|mov|mkv|webm|avi|mpg|mpeg|ts|3gp|m4a|mp3|wav|flac|ogg|opus|aac)$/i;

const collator = new Intl.Collator(undefined, { numeric: true });
const isRecording = (name) => RECORDING.test(name) && !name.startsWith(".");

/**
 * Return dropped files as they are, and from folders, at any depth, the files named like recordings, sorted by path.
 * Call it while the drop event is handled: afterwards the browser has cleared the transfer.
 * @param {DataTransfer} transfer
 * @returns {Promise<File[]>}
 */
export async function droppedRecordings(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return [...transfer.files];
  const recordings = (await Promise.all(entries.map((entry) => filesIn(entry, true)))).flat();
  recordings.sort((a, b) => collator.compare(a.fullPath, b.fullPath));
  return Promise.all(recordings.map((entry) => new Promise((done, failed) => entry.file(done, failed))));
}

/**
 * Return the files of a chosen folder that are named like recordings, sorted by path.
 * @param {Iterable<File>} files
 */
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
    // A reader returns at most a hundred entries a call, and none at the end.
    const batch = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!batch.length) break;
    entries.push(...batch);
  }
  return (await Promise.all(entries.map((item) => filesIn(item)))).flat();
}
