// Requests to this page's own server.
import { t } from "./i18n.js";

/** A request that failed; its message can be shown to the person. `status` is 0 where the server did not answer. */
export class RequestError extends Error {
  /**
   * @param {string} message
   * @param {number} status
   */
  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }
}

/**
 * Fetch one of our routes.
 * @param {string} path
 * @param {RequestInit} [options]
 * @throws {RequestError} with the server's own message
 */
export async function request(path, options) {
  const response = await fetch(path, options).catch(() => null);
  if (!response) throw new RequestError(t("Can't reach Second Take. Is it still running in the terminal?"));
  if (response.ok) return response;
  const details = await response.json().catch(() => null);
  const { status } = response;
  throw new RequestError(details?.error ?? t("The server returned an error ({status}).", { status }), status);
}

/**
 * Send and receive JSON.
 * @param {string} path
 * @param {{method?: string, body?: unknown}} options
 * @returns {Promise<any>}
 */
export async function requestJson(path, { method = "GET", body } = {}) {
  const response = await request(path, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
    keepalive: method !== "GET", // a correction is sent even if the tab is closed meanwhile
  });
  return response.json().catch(() => ({}));
}
