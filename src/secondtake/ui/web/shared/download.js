// Saving a file that the server makes.
import { request } from "./api.js";
import { el } from "./dom.js";

/**
 * Have the browser save what one of our routes returns, under the name that it gives.
 * @param {string} path
 * @param {RequestInit} [options]
 */
export async function download(path, options) {
  const answer = await request(path, options),
    url = URL.createObjectURL(await answer.blob());
  const [, name] = /filename\*=UTF-8''(.+)$/.exec(answer.headers.get("Content-Disposition"));
  el("a", { href: url, download: decodeURIComponent(name) }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // the browser's save dialog may still be open
}
