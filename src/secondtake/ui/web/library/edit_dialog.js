// The dialog to edit a session's name, type, date, tags and archive state.
import { button, el } from "../shared/dom.js";
import { dateField } from "../shared/date_field.js";
import { forgetDrafts, keepDraft } from "../shared/drafts.js";
import { t } from "../shared/i18n.js";

/**
 * Open the dialog; `onSave(changes)` is called when it is submitted.
 * @param {ShadowRoot} root
 * @param {any} session
 * @param {(changes: object) => void} onSave
 */
export function openEditDialog(root, session, onSave) {
  const title = el("input", { type: "text", name: "title", value: session.title, maxlength: "120", required: true });
  const kind = el(
    "select",
    { name: "kind" },
    [
      ["practice", t("Practice")],
      ["real", t("Real interview")],
    ].map(([value, text]) => el("option", { value, text, selected: value === session.kind })),
  );
  const when = dateField(session.at);
  const tags = el("input", { type: "text", name: "tags", value: session.tags.join(", ") });
  const person = el("input", { type: "text", name: "person", value: session.person ?? "", maxlength: "60" });
  const archived = el("input", { type: "checkbox", name: "archived", checked: session.archived });
  for (const input of [title, tags, person]) keepDraft(input, `${session.id}.edit.${input.name}`);
  const cancel = () => {
    forgetDrafts(`${session.id}.edit.`);
    dialog.close();
  };
  const field = (label, input) =>
    el("label", { class: "field" }, el("span", { class: "small soft", text: label }), input);
  const changes = () => ({
    title: title.value,
    kind: kind.value,
    at: when.value(),
    tags: tags.value.split(","),
    archived: archived.checked,
    person: person.value.trim(),
  });
  const form = el(
    "form",
    { method: "dialog", on: { submit: () => onSave(changes()) } },
    el("h2", { text: t("Edit session") }),
    field(t("Name"), title),
    field(t("Type"), kind),
    when.node,
    field(t("Tags, separated by commas"), tags),
    field(t("Whose recording? (leave empty if it is you)"), person),
    el("label", { class: "row" }, archived, t("Archived (hidden from your list and from comparisons)")),
    el(
      "div",
      { class: "row" },
      button(t("Save"), { type: "submit", kind: "primary" }),
      button(t("Cancel"), { kind: "quiet", on: { click: cancel } }),
    ),
  );
  const dialog = el(
    "dialog",
    { class: "edit", "aria-label": t("Edit {title}", { title: session.title }), on: { close: () => dialog.remove() } },
    form,
  );
  root.append(dialog);
  dialog.showModal();
}
