// The page to share, as a coach saved it: what they wrote lies in it as JSON (report/coach_form.js).
import { t } from "../shared/i18n.js";

const MAX_BYTES = 100_000_000; // our choice: the page itself has about 10 MB
const OPINION = /<script type="application\/json" id="secondtake-coach">([^<]*)<\/script>/;

/**
 * Return the opinion in a page's text. The server checks every value; here only that there is one.
 * @param {string} text
 * @returns {{digest: string, name: string, rating: Record<string, number>, comments: {at_s: number, text: string}[],
 *   answers: {span: number[], rating: Record<string, number>}[]}}
 * @throws {Error} in words for the person
 */
export function opinionIn(text) {
  let opinion = null;
  try {
    opinion = JSON.parse(OPINION.exec(text)?.[1] ?? "null");
  } catch {
    /* no opinion, as below */
  }
  if (!opinion?.digest) throw new Error(t("This file has no comments in it. Choose the page that your coach saved."));
  const { digest, name, rating, comments, answers = [] } = opinion;
  return { digest, name, rating, comments, answers };
}

/** @param {File} file */
export async function readCoachFile(file) {
  if (file.size > MAX_BYTES) throw new Error(t("This file is too large for a page to share."));
  return opinionIn(await file.text());
}
