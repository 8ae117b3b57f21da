// Uploading a recording in chunks; after a reload or a network failure it resumes where it stopped.
import { RequestError, requestJson } from "../shared/api.js";
import { t } from "../shared/i18n.js";

const PIECE_BYTES = 8 << 20;
const PAUSE_MS = 1500;
const PATIENCE = 40; // failed chunks in a row before giving up: a minute

const PREFIX = "secondtake:upload:";

/** Return the storage key of a file's upload, so that choosing the same file again resumes it. */
const key = (file) => `${PREFIX}${file.name}:${file.size}:${file.lastModified}`;

/**
 * Return the file's name and size from the storage key of its upload; the name may hold colons.
 * @param {string} storageKey
 */
export function fileOfKey(storageKey) {
  const [, name, size] = /^secondtake:upload:(.*):(\d+):\d+$/s.exec(storageKey) ?? [];
  return name === undefined ? null : { name, size: Number(size) };
}

/**
 * Return the uploads that stopped before their end: name, share that the server has, and `forget`.
 * What the server no longer knows is dropped here, too.
 */
export async function stoppedUploads() {
  const stopped = [];
  for (const storageKey of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    const file = fileOfKey(storageKey),
      path = `/api/uploads/${localStorage.getItem(storageKey)}`;
    const state = file && (await requestJson(path).catch((error) => (error.status ? null : undefined)));
    if (state === undefined) continue; // the server is away: nothing is known
    if (state === null) localStorage.removeItem(storageKey);
    else if (!running.has(storageKey))
      stopped.push({
        name: file.name,
        share: state.received / file.size,
        forget: async () => {
          localStorage.removeItem(storageKey);
          await requestJson(path, { method: "DELETE" });
        },
      });
  }
  return stopped;
}

/**
 * The uploads that are running, by storage key: they go on while other pages are shown.
 * @type {Map<string, {file: File, share: number, stop: AbortController}>}
 */
export const running = new Map();
/** Sends "change" when an upload begins, goes on or ends, and "job" when an analysis was asked for. */
export const RUNNING = new EventTarget();
const changed = () => RUNNING.dispatchEvent(new Event("change"));

/** Have the browser ask before the page is closed or reloaded in the middle of an upload. */
const askBeforeLeaving = (event) => event.preventDefault();

function begin(file, stop) {
  running.set(key(file), { file, share: 0, stop });
  changed();
  addEventListener("beforeunload", askBeforeLeaving);
}

function end(file) {
  running.delete(key(file));
  changed();
  if (!running.size) removeEventListener("beforeunload", askBeforeLeaving);
}

async function startOrResume(file) {
  const uploadId = localStorage.getItem(key(file));
  if (uploadId) {
    try {
      return { upload: uploadId, ...(await requestJson(`/api/uploads/${uploadId}`)) };
    } catch (error) {
      if (!(error instanceof RequestError)) throw error; // unknown to the server: start again
    }
  }
  const upload = await requestJson("/api/uploads", { method: "POST", body: { size: file.size } });
  localStorage.setItem(key(file), upload.upload);
  return upload;
}

/**
 * Upload a recording and return its job's id; aborting `stop` deletes the upload.
 * @returns {Promise<string>}
 * @param {File} file
 * @param {Record<string, unknown>} options of the analysis
 * @param {AbortController} stop
 */
export async function uploadFile(file, options, stop) {
  const { job } = await upload(file, "finish", { ...options, modified_ms: file.lastModified }, stop);
  RUNNING.dispatchEvent(new Event("job"));
  return job;
}

/**
 * Upload a student's hand-in to the coach's desk and return its id.
 * @returns {Promise<string>}
 * @param {File} file
 */
export async function uploadHandin(file) {
  try {
    return (await upload(file, "handin", {}, new AbortController())).handin;
  } finally {
    localStorage.removeItem(key(file)); // the library must not offer to go on with it as a recording
  }
}

async function upload(file, act, body, stop) {
  begin(file, stop);
  try {
    return await sendPieces(file, act, body, stop.signal);
  } finally {
    end(file);
  }
}

async function sendPieces(file, act, body, signal) {
  const onProgress = (share) => {
    running.get(key(file)).share = share;
    changed();
  };
  const upload = await startOrResume(file);
  const path = `/api/uploads/${upload.upload}`;
  let at = upload.received,
    failures = 0;
  while (at < file.size) {
    if (signal.aborted) {
      localStorage.removeItem(key(file));
      await requestJson(path, { method: "DELETE" });
      throw new RequestError(t("The upload was cancelled."));
    }
    onProgress(at / file.size);
    const response = await fetch(`${path}?offset=${at}`, {
      method: "PUT",
      body: file.slice(at, at + PIECE_BYTES),
    }).catch(() => null);
    if (response?.ok || response?.status === 409) {
      at = (await response.json()).received;
      failures = 0;
    } else {
      failures += 1;
      const message = response ? (await response.json().catch(() => ({}))).error : null;
      if (message || failures > PATIENCE)
        throw new RequestError(message ?? t("The connection was lost. Choose the same file again to resume."));
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      at = (await requestJson(path).catch(() => ({ received: at }))).received;
    }
  }
  onProgress(1);
  const answer = await requestJson(`${path}/${act}`, {
    method: "POST",
    body: { ...body, name: file.name, size: file.size },
  });
  localStorage.removeItem(key(file));
  return answer;
}
