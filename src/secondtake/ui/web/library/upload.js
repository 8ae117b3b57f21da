// Uploading a recording in chunks; after a reload or a network failure it resumes where it stopped.
import { RequestError, requestJson } from "../shared/api.js";
import { t } from "../shared/i18n.js";

const PIECE_BYTES = 8 << 20;
const PAUSE_MS = 1500;
const PATIENCE = 40; // failed chunks in a row before giving up: a minute

/** Return the storage key of a file's upload, so that choosing the same file again resumes it. */
const key = (file) => `secondtake:upload:${file.name}:${file.size}:${file.lastModified}`;

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
 * Upload a file and return its job's id. `onProgress(share)` is called repeatedly; aborting `signal` deletes the upload.
 * @returns {Promise<string>}
 * @param {File} file
 * @param {Record<string, unknown>} options of the analysis
 * @param {{onProgress: (share: number) => void, signal: AbortSignal}} control
 */
export async function uploadFile(file, options, { onProgress, signal }) {
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
      await new Promise((done) => setTimeout(done, PAUSE_MS));
      at = (await requestJson(path).catch(() => ({ received: at }))).received;
    }
  }
  onProgress(1);
  const { job } = await requestJson(`${path}/finish`, {
    method: "POST",
    body: { ...options, name: file.name, size: file.size, modified_ms: file.lastModified },
  });
  localStorage.removeItem(key(file));
  return job;
}
