// Who is in the video: each person with a picture, and a press that has that person analysed.
import { button, el } from "../shared/dom.js";
import { t } from "../shared/i18n.js";

/** @import { Session } from './main.js' */

/**
 * Return the people to choose from. The pictures are cut from the recording when they are shown.
 * @param {Session} session
 */
export function people(session) {
  const isUnsure = session.view.debrief.doubts.some(({ repairs }) => repairs.includes("this_is_me"));
  return el(
    "ul",
    { class: "people", "aria-label": t("People in the video") },
    session.view.debrief.people.map(({ number, place, length, chosen }) => {
      const name = t("Person {number}, {place}, {length}", { number, place, length });
      const press = button(t("This is me"), {
        kind: chosen && isUnsure ? "primary" : "",
        "aria-label": t("This is me: {name}", { name }),
        on: { click: () => (chosen ? session.confirmFace() : session.choosePerson(number)) },
      });
      return el(
        "li",
        {},
        el("img", { src: session.path(`people/${number}`), alt: "", loading: "lazy" }),
        el("span", { class: "small", text: name }),
        chosen ? el("span", { class: "small soft", text: t("This review is about this person.") }) : null,
        chosen && !isUnsure ? null : press,
      );
    }),
  );
}

/**
 * Return the same, closed, where the review is not in doubt about who was analysed.
 * @param {Session} session
 */
export function otherPeople(session) {
  return el(
    "details",
    { class: "small other-people" },
    el("summary", { text: t("Several people are in this video. Is the review about you?") }),
    people(session),
  );
}
