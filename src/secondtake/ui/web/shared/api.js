// Talking to this page's own server, and to no other.

export class Refused extends Error {}

/** JSON from one of our routes; a refusal carries the server's own words. */
export async function ask(path, { method = "GET", body } = {}) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Refused("The page has lost its server. Is Second Take still running in the terminal?");
  }
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(said.error ?? `The server answered ${answer.status}.`);
  return said;
}
