"""Mount our components: plain JavaScript modules and CSS under `web/`, without a build step.

Streamlit's component takes one script; ours only fetches the modules from this server, so that every
subject keeps its own file. The address carries a hash of all of them and may be cached for ever.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from secondtake.coaching.drills import DRILLS

WEB = Path(__file__).with_name("web")

LOADER = """
const part = import(new URL("%(module)s", location.origin));
const mounted = new WeakMap();
export default function ({ parentElement: root, data, setTriggerValue }) {
  let entry = mounted.get(root);
  if (!entry) {
    entry = { gone: false, send: null, app: null };
    mounted.set(root, entry);
    part.then(({ mount }) => {
      if (!entry.isDestroyed) entry.app = mount(root, data, (name, value) => entry.send(name, value));
    });
  } else entry.app?.update(data);
  entry.send = setTriggerValue;
  return () => { entry.isDestroyed = true; entry.app?.destroy(); mounted.delete(root); };
}
"""


@cache
def version() -> str:
    """Return a hash of everything under `web`."""
    digest = hashlib.sha256()
    for file in sorted(WEB.rglob("*")):
        if file.is_file():
            digest.update(file.relative_to(WEB).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _css(*folders: str) -> str:
    """Return the shared style sheets, then all of the given folders."""
    files = [WEB / "shared" / "tokens.css", WEB / "shared" / "base.css"]
    files += [file for folder in folders for file in sorted((WEB / folder).rglob("*.css"))]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def _component(name: str, *also: str) -> Any:
    """Return the part `web/<name>`; `also` names folders of other parts whose styles it borrows."""
    return st.components.v2.component(
        f"secondtake.{name}",
        html="<span hidden></span>\n",
        css=_css(*also, name),
        js=LOADER % {"module": f"/api/ui/{version()}/{name}/main.js"},
    )


def _nothing() -> None:
    """Streamlit wants a callback for every trigger; the page's script reads the value itself."""


_session = _component("session")
_library = _component("library")
_practise = _component("practise")
_compare = _component("compare")
_takes = _component("takes", "session/player")
_desk = _component("desk", "session/rating_form")
_research = _component("research")
_running = _component("running", "library")


def running() -> Any:
    """Return the line about uploads and analyses that run; on every page. Trigger: `go` (the library).

    It also keeps drafts of text fields in the browser, and has fields saved while one types.
    """
    data = {"saved": st.session_state.get("saved_drafts", []), "field": st.session_state.get("saved_field")}
    return _running(key="running", data=data, on_go_change=_nothing)


def forget_drafts(*names: str) -> None:
    """Have the browser drop drafts: they are saved, or their row was deleted.

    Args:
        names: page and label of a field, as in "/interviews?i=ID:Letter"; without a label all of the page.
    """
    # Not taken out again: two runs may reach the browser as one, and the first of them would be lost.
    st.session_state["saved_drafts"] = [*st.session_state.get("saved_drafts", []), *names]


def confirm_saved(name: str, text: str) -> None:
    """Have the browser say that a field which saves itself is saved, by its name as in `forget_drafts`."""
    number = (st.session_state.get("saved_field") or {}).get("number", 0) + 1
    st.session_state["saved_field"] = {"name": name, "text": text, "number": number}


def session(session_id: str, *, tour: bool, at_s: float | None = None) -> Any:
    """Return one session's review, at a time if given. Triggers: `go` (another page), `toured`."""
    data = {"session": session_id, "tour": tour, "at_s": at_s}
    return _session(key=f"session-{session_id}", data=data, on_go_change=_nothing, on_toured_change=_nothing)


def library() -> Any:
    """Return the drop zone, running jobs and all sessions. Trigger: `go` (another page)."""
    return _library(key="library", on_go_change=_nothing)


def practise(
    *, question_ids: list[str], question_texts: list[str], drill: str = "", is_retake: bool = False
) -> Any:
    """Return the question picker and recorder. Trigger: `go` (library).

    Args:
        question_ids: ids of preselected questions.
        question_texts: preselected questions of an earlier take, by text.
        is_retake: whether the question is recorded at once, with nothing to choose.
        drill: a drill to do on the first of them; "" for a practice.
    """
    exercise = asdict(DRILLS[drill]) | {"name": drill} if drill in DRILLS else None
    data = {"chosen": question_ids, "asked": question_texts, "drill": exercise, "retake": is_retake}
    return _practise(key="practise", data=data, on_go_change=_nothing)


def compare() -> Any:
    """Return measures and habits over time. Trigger: `go` (a review, or takes of a question)."""
    return _compare(key="compare", on_go_change=_nothing)


def takes(question: str) -> Any:
    """Return two takes of one question, side by side. Trigger: `go` (a review, or back)."""
    data = {"question": question}
    key = hashlib.sha256(question.encode()).hexdigest()[:16]  # Streamlit's keys must not hold "__"
    return _takes(key=f"takes-{key}", data=data, on_go_change=_nothing)


def desk() -> Any:
    """Return a coach's desk: who handed in, and one hand-in at a time. Trigger: `used` (not empty now)."""
    return _desk(key="desk", on_used_change=_nothing)


def research() -> Any:
    """Return codings beside the detectors, and how far raters agree."""
    return _research(key="research")
