// Talking to this page's own server, and to no other.
import { t } from "./i18n.js";

export class RequestError extends Error {}

/** The answer of one of our routes; a refusal carries the server's own words. */
export async function request(path, options) {
  const answer = await fetch(path, options).catch(() => null);
  if (!answer) throw new RequestError(t("The page has lost its server. Is Second Take still running in the terminal?"));
  if (answer.ok) return answer;
  const said = await answer.json().catch(() => null);
  throw new RequestError(said?.error ?? t("The server answered {status}.", { status: answer.status }));
}

/** The same as JSON, given and taken. */
export async function requestJson(path, { method = "GET", body } = {}) {
  const answer = await request(path, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return answer.json().catch(() => ({}));
}
