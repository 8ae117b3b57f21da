// What a coach writes becomes part of the file itself: for reading it again, and as JSON for the session's page.
const clock = (text) => {
  const parts = text.trim().split(":").map(Number);
  const time_s = parts.reduce((all, part) => 60 * all + part, 0);
  return parts.length <= 3 && Number.isFinite(time_s) && time_s >= 0 ? time_s : null;
};
const ratingIn = (node) =>
  Object.fromEntries(
    [...node.querySelectorAll("input:checked")].map(({ name, value }) => [name.split("-").pop(), Number(value)]),
  );
const store = document.getElementById("secondtake-coach");
let unsaved = false;

addEventListener("input", () => {
  unsaved = true;
});
addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});
for (const button of document.querySelectorAll("[data-more]"))
  button.addEventListener("click", () => {
    const row = button.previousElementSibling.cloneNode(true);
    row.querySelector("textarea").value = "";
    button.before(row);
    row.querySelector("input").select();
  });
document.querySelector("[data-save]").addEventListener("click", () => {
  const comments = [...document.querySelectorAll(".comment")].map((row) => {
    const [time, text] = row.children;
    return { at_s: clock(time.value) ?? Number(row.parentElement.dataset.at), text: text.value.trim() };
  });
  const answers = [...document.querySelectorAll("[data-span]")]
    .map((node) => ({ span: JSON.parse(node.dataset.span), rating: ratingIn(node) }))
    .filter(({ rating }) => Object.keys(rating).length);
  const rating = ratingIn(document.getElementById("coach"));
  const opinion = { name: document.getElementById("name").value.trim(), rating, answers };
  const status = document.querySelector("[role=status]");
  status.textContent = "";
  store.textContent = JSON.stringify({
    ...JSON.parse(store.textContent),
    ...opinion,
    comments: comments.filter(({ text }) => text),
  }).replace(/</g, "\\u003c");
  for (const area of document.querySelectorAll("textarea")) area.textContent = area.value;
  for (const input of document.querySelectorAll("input"))
    if (input.type === "radio") input.toggleAttribute("checked", input.checked);
    else input.setAttribute("value", input.value);
  const page = "<!doctype html>\n" + document.documentElement.outerHTML;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([page], { type: "text/html" }));
  link.download = `${document.title.replace(/[^\p{L}\p{N} ]+/gu, " ").trim()} with comments.html`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  unsaved = false;
  status.textContent = "Saved as a new file. Send that one back.";
});
