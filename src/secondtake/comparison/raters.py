"""Ratings of the same interviews by several people, over all sessions, and how far the raters agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

from sqlmodel import col, select

from secondtake.core.insights.rater_agreement import ADVISED_TARGETS, MIN_TARGETS, intraclass_correlations
from secondtake.core.insights.rating_form import FORM
from secondtake.core.insights.user_entries import by_answer
from secondtake.store.database.tables import CorrectionRow
from secondtake.store.library import Library
from secondtake.store.records import Session

SELF = "You"
COACH = "Coach"  # who gave no name
MAX_GROUPS = 20  # our choice: the groups of raters with most in common


@dataclass(frozen=True, slots=True)
class Rated:
    """One interview, or one of its answers, with the ratings of everybody who rated it.

    Args:
        answer: its index; None for the whole interview.
        at_s: where it begins, in seconds.
        ratings: by rater, then by item of the rating form, 1 to 5.
    """

    session_id: str
    title: str
    answer: int | None
    at_s: float
    ratings: Mapping[str, Mapping[str, int]]


def raters_agreement(library: Library) -> list[dict[str, Any]]:
    """Return, for each group of people who rated the same answers or interviews, how far they agree.

    A group is each two raters, and all of a library's raters where those are more. Answers and whole
    interviews are never pooled: the one is part of the other.

    Returns:
        `of` ("answers" or "interviews"), `raters`, and `items`: `item`, `label`, `n`, `targets` (what was
        rated, with each rater's stars) and, from `MIN_TARGETS` on, `agreement` (ICC(2,1)) and `consistency`
        (ICC(3,1)) with their intervals. `why_not` says why a figure is missing; `note` what limits it.
    """
    rated = tuple(rated_by_several(library))
    groups: list[dict[str, Any]] = []
    for of in ("answers", "interviews"):
        targets = [r for r in rated if (r.answer is None) == (of == "interviews")]
        raters = sorted({rater for target in targets for rater in target.ratings})
        sets = [*combinations(raters, 2), *([tuple(raters)] if len(raters) > 2 else [])]
        for group in sets:
            items = [item for item in (_item(name, group, targets) for name in FORM) if item["n"]]
            if items:
                groups.append({"of": of, "raters": list(group), "items": items})
    return sorted(groups, key=lambda g: -max(item["n"] for item in g["items"]))[:MAX_GROUPS]


def rated_by_several(library: Library) -> Iterator[Rated]:
    """Yield what at least two people rated: the person, and coaches whose files came back."""
    with library.database.read() as database:
        query = select(CorrectionRow.session_id).where(
            CorrectionRow.kind == "coach", col(CorrectionRow.undone_at).is_(None)
        )
        coached = set(database.exec(query).all())
    for session in library.sessions(archived=None):
        if session.id in coached:
            yield from (rated for rated in _rated(library, session) if len(rated.ratings) > 1)


def _rated(library: Library, session: Session) -> Iterator[Rated]:
    review = library.latest_review(session.id)
    if review is None:
        return
    answers = review.body["answers"]
    own = [c.value for c in library.corrections.current("self_rating", session_id=session.id)]
    whole: dict[str, dict[str, int]] = {}
    single: dict[int, dict[str, dict[str, int]]] = defaultdict(dict)
    for rating in own:
        if "span" not in rating:
            whole[session.person or SELF] = _stars(rating)
    for index, entry in by_answer((rating for rating in own if "span" in rating), answers).items():
        single[index][session.person or SELF] = _stars(entry)
    for opinion in library.corrections.coach_opinions(session.id):
        name = " ".join(opinion.name.split()) or COACH
        whole[name] = dict(opinion.rating)
        for index, entry in by_answer(map(asdict, opinion.answers), answers).items():
            single[index][name] = dict(entry["rating"])
    yield Rated(session.id, session.title, None, 0.0, _complete(whole))
    for answer in answers:
        index = answer["index"]
        yield Rated(session.id, session.title, index, answer["start_s"], _complete(single[index]))


def _stars(rating: Mapping[str, Any]) -> dict[str, int]:
    return {item: int(rating[item]) for item in FORM if rating.get(item)}


def _complete(ratings: Mapping[str, Mapping[str, int]]) -> dict[str, Mapping[str, int]]:
    return {rater: stars for rater, stars in ratings.items() if stars}


def _item(name: str, raters: tuple[str, ...], targets: Iterable[Rated]) -> dict[str, Any]:
    rated = [t for t in targets if all(t.ratings.get(rater, {}).get(name) for rater in raters)]
    table = [[t.ratings[rater][name] for rater in raters] for t in rated]
    item: dict[str, Any] = {"item": name, "label": FORM[name][0], "n": len(rated)}
    item["targets"] = [
        {"session": t.session_id, "title": t.title, "answer": t.answer, "at_s": t.at_s, "stars": stars}
        for t, stars in zip(rated, table, strict=True)
    ]
    coefficients = intraclass_correlations(table) if len(table) >= MIN_TARGETS else None
    agreement, consistency = coefficients or (None, None)
    return item | {
        "agreement": agreement and agreement.to_json(),
        "consistency": consistency and consistency.to_json(),
        "why_not": _why_not(len(table), is_defined=coefficients is not None),
        "note": "" if coefficients is None or len(table) >= ADVISED_TARGETS else _few(len(table)),
    }


def _why_not(count: int, *, is_defined: bool) -> str:
    if count < MIN_TARGETS:
        return f"Too few: {count} rated by all of them, {MIN_TARGETS} are needed."
    return "" if is_defined else "Each of them gave one rating throughout: there is nothing to correlate."


def _few(count: int) -> str:
    return f"From {count}; {ADVISED_TARGETS} or more are advised."
