// Talking to this page's own server, and to no other.
import { t } from "./words.js";

export class Refused extends Error {}

/** The answer of one of our routes; a refusal carries the server's own words. */
export async function fetched(path, options) {
  const answer = await fetch(path, options).catch(() => null);
  if (!answer)
    throw new Refused(t("The page has lost its server. Is Second Take still running in the terminal?"));
  if (answer.ok) return answer;
  const said = await answer.json().catch(() => null);
  throw new Refused(said?.error ?? t("The server answered {status}.", { status: answer.status }));
}

/** The same as JSON, given and taken. */
export async function ask(path, { method = "GET", body } = {}) {
  const answer = await fetched(path, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return answer.json().catch(() => ({}));
}
