"""A coach's desk as the page draws it: the sheet, and one hand-in before and after it is rated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from secondtake.core.insights.rating_form import FORM, SCALE, form_items
from secondtake.core.spans import clock
from secondtake.store.coach_desk import CoachDesk, HandedIn
from secondtake.store.files.handin_file import MeasuredItem


def sheet(desk: CoachDesk) -> dict[str, Any]:
    """Return who handed in, by name, and who of the class list did not, by question set ("" for any)."""
    handed_in = desk.all()
    sets = sorted({h.set_name for h in handed_in if h.set_name})
    return {
        "handins": [_row(h) for h in handed_in],
        "sets": sets,
        "class": list(desk.class_list),
        "missing": {name: list(desk.missing(name)) for name in ("", *sets)},
    }


def handin_view(desk: CoachDesk, handed_in: HandedIn) -> dict[str, Any]:
    """Return one hand-in; what was measured and how the student felt is in it once it is rated."""
    about, opinion = handed_in.about, handed_in.opinion
    chosen = about["items"] or FORM
    items = form_items(picture=about["picture"])
    return _row(handed_in) | {
        "duration_s": about["duration_s"],
        "form": {
            "items": [
                {"id": k, "label": label, "question": _of_another(question)}
                for k, (label, question) in items.items()
                if k in chosen
            ],
            "scale": list(SCALE),
        },
        "answers": [
            {
                "index": a["index"],
                "question": a["question"],
                "span": [a["start_s"], a["end_s"]],
                "words": a["words"],
                "clip": ("video" if a["clip"].endswith("mp4") else "audio") if a["clip"] else "",
            }
            for a in about["answers"]
        ],
        "name_of_coach": opinion.name if opinion else "",
        "comments": [
            {"at_s": c.at_s, "clock": clock(c.at_s), "text": c.text}
            for c in (opinion.comments if opinion else ())
        ],
        "measured": _measured(desk, handed_in),
    }


def _of_another(question: str) -> str:
    """Return a question of the form as a coach is asked it.

    >>> _of_another("How good was what you said?"), _of_another("How easy was your pace to follow?")
    ('How good was what they said?', 'How easy was their pace to follow?')
    """
    return question.replace(" your ", " their ").replace(" you ", " they ")


def _measured(desk: CoachDesk, handed_in: HandedIn) -> dict[str, Any] | None:
    measured, opinion = desk.measured(handed_in), handed_in.opinion
    if measured is None or opinion is None:
        return None
    of_answers = {answer.span: answer.rating for answer in opinion.answers}
    spans = {a["index"]: (a["start_s"], a["end_s"]) for a in handed_in.about["answers"]}
    answers = [
        {"index": a["index"], "rows": _rows(a["rows"], of_answers.get(spans.get(a["index"], (0.0, 0.0)), {}))}
        for a in measured["answers"]
    ]
    return {
        "rows": _rows(measured["rows"], opinion.rating),
        "answers": [answer for answer in answers if answer["rows"]],
        "advice": measured["advice"],
    }


def _rows(rows: list[MeasuredItem], rating: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the items that the coach or the student rated, in the form's order."""
    return [
        {
            "label": FORM[row["item"]][0],
            "coach": _stars(rating.get(row["item"])),
            "own": _stars(row["own"]),
            "measured": " · ".join(row["measured"]),
        }
        for row in rows
        if rating.get(row["item"]) or row["own"]
    ]


def _stars(stars: int | None) -> str:
    return f"{stars} · {SCALE[stars - 1]}" if stars else ""


def _row(handed_in: HandedIn) -> dict[str, Any]:
    return {
        "id": handed_in.id,
        "name": handed_in.name,
        "set": handed_in.set_name,
        "made_at": handed_in.about["made_at"].isoformat(),
        "faces": handed_in.about["faces"],
        "status": handed_in.status,
    }
