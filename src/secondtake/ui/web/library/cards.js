// A session's card in the grid.
import { button, el, icon } from "../shared/dom.js";
import { formatDay } from "../shared/time.js";
import { count, t } from "../shared/i18n.js";

const noThumb = (name) => el("span", { class: "no-thumb" }, icon(name));

/**
 * Create a session's card.
 * @param {any} session
 * @param {{open: Function, change: Function, remove: Function}} shelf
 */
export function sessionCard(session, shelf) {
  const picture = session.picture
    ? el("img", {
        src: `/api/sessions/${session.id}/thumbnail`,
        alt: "",
        loading: "lazy",
        on: { error: (event) => event.target.replaceWith(noThumb("film")) },
      })
    : noThumb("sound");
  const facts = [
    formatDay(session.at),
    session.length,
    session.answers ? count(session.answers, "{n} answer", "{n} answers") : "",
  ];
  return el(
    "li",
    { class: "session-card panel", data: { id: session.id } },
    el(
      "a",
      { href: `/review?s=${session.id}`, class: "open", on: { click: (event) => shelf.open(event, session.id) } },
      el(
        "span",
        { class: session.picture ? "thumb" : "thumb sound" },
        picture,
        session.kind === "real" ? el("span", { class: "badge small", text: t("Real interview") }) : null,
      ),
      el(
        "span",
        { class: "words" },
        el("strong", { class: "title", text: session.title }),
        el("span", { class: "small soft", text: facts.filter(Boolean).join(" · ") }),
        session.tags.length
          ? el(
              "span",
              { class: "tags small soft" },
              session.tags.map((tag) => el("span", { text: `# ${tag}` })),
            )
          : null,
        session.opened
          ? null
          : el("span", { class: "small soft", text: t("Rate it yourself first, then see the review.") }),
        session.strength
          ? el("span", { class: "line small good" }, icon("check"), el("span", { text: session.strength }))
          : null,
        session.work
          ? el("span", { class: "line small work" }, icon("arrow"), el("span", { text: session.work }))
          : null,
      ),
    ),
    button(t("Edit {title}", { title: session.title }), {
      icon: "edit",
      words: false,
      kind: "quiet change",
      on: { click: () => shelf.change(session) },
    }),
    button(t("Delete {title}", { title: session.title }), {
      icon: "trash",
      words: false,
      kind: "quiet delete",
      on: { click: () => shelf.remove(session) },
    }),
  );
}
