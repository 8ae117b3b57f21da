"""Section on likely questions: how many come, and whether the shares stated of them are right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import permutations
from random import Random

from secondtake.evaluation.forecast.seasons import (
    Forecast,
    MadeInterview,
    forecasts,
    read_common,
    read_searches,
)
from secondtake.evaluation.report.results import Outcome, Table, rate
from secondtake.evaluation.report.section import ROOT, Section, Work
from secondtake.journal.likely_questions import ANY_STAGE, MAX_LIKELY

FOLDER = ROOT / "tests" / "data" / "seasons"
HALVES = {"written": "looked at", "held_back": "held back"}
LONG, DRAWS, SEED = 10, 100, 14  # interviews of a long search, and how many are drawn
BINS = 5
Search = Sequence[MadeInterview]


def short_searches(searches: Iterable[Search]) -> list[Search]:
    """Return every field's interviews in every order."""
    return [order for search in searches for order in permutations(search)]


def long_searches(searches: Iterable[Search]) -> list[Search]:
    """Return searches of ten interviews, drawn from all fields."""
    interviews = [interview for search in searches for interview in search]
    random = Random(SEED)
    return [random.sample(interviews, LONG) for _ in range(DRAWS)]


KINDS: Mapping[str, Callable[[Iterable[Search]], list[Search]]] = {
    "five interviews of one field": short_searches,
    "ten interviews of four fields": long_searches,
}


def share_came(listed: Iterable[Forecast]) -> float | None:
    """Return the share of listed questions that came."""
    came = [forecast.likely.came for forecast in listed]
    return sum(came) / len(came) if came else None


def baseline(searches: Iterable[Search], keys: Sequence[str]) -> float:
    """Return the share that came of the same ten questions before every interview."""
    interviews = [interview for search in searches for interview in search]
    hits = sum(key in {q.key for q in interview.asked} for interview in interviews for key in keys)
    return hits / (len(keys) * len(interviews))


def stated(listed: Iterable[Forecast]) -> list[tuple[float, bool]]:
    """Return the share that was stated of each question, where one was, and whether it came."""
    likely = (forecast.likely for forecast in listed)
    return [(q.earlier[0] / q.earlier[1], q.came) for q in likely if q.earlier]


def brier(pairs: Sequence[tuple[float, bool]]) -> float:
    """Return the mean squared difference between stated shares and what came; less is better."""
    return sum((share - came) ** 2 for share, came in pairs) / len(pairs)


def measure(_work: Work) -> Outcome:
    """List and count over all made job searches of both halves."""
    common = read_common(FOLDER / "common.txt")
    halves = {name: read_searches(FOLDER / f"{name}.txt") for name in HALVES}
    keys = {text: key for key, text in common.items()}
    ours = [keys[text] for text in ANY_STAGE]
    counts = Counter(q.key for s in halves["written"] for i in s for q in i.asked if q.key)
    usual = [key for key, _ in counts.most_common(MAX_LIKELY)]
    hits: list[tuple[str, ...]] = []
    bins: list[tuple[str, ...]] = []
    scores: list[tuple[str, ...]] = []
    for name, searches in halves.items():
        for kind, arrange in KINDS.items():
            arranged = arrange(searches)
            listed = [f for search in arranged for f in forecasts(search, common)]
            bare = (f for search in arranged for f in forecasts(search, common, is_merging=False))
            labels = (HALVES[name], kind)
            fixed = (rate(baseline(searches, ours)), rate(baseline(searches, usual)))
            hits.append((*labels, *_hit_cells(listed), *fixed, rate(share_came(bare))))
            bins += [(*labels, *cells) for cells in _bin_cells(stated(listed))]
            scores.append((*labels, *_brier_cells(stated(listed))))
    by_bin = Table("Shares stated beforehand, and what came", BIN_HEAD, tuple(bins))
    against_mean = Table("Stated shares against one share for all", BRIER_HEAD, tuple(scores))
    return Outcome((_hits(hits), by_bin, against_mean), WEAK)


HIT_HEAD = (
    "half", "job searches", "of ten listed, came", "first interview", "fourth and later",
    "often asked", "posting", "stage", "common", "of those asked, listed",
    "our ten common ones", "the ten most asked of the first half", "without merging",
)  # fmt: skip
BIN_HEAD = ("half", "job searches", "stated", "questions", "mean stated", "came")
BRIER_HEAD = ("half", "job searches", "questions", "Brier", "Brier of their mean")
WEAK = (
    "The stated shares say hardly more than one share for all questions would, and those below .2 or above "
    ".6 are too extreme. None is stated in a search of five interviews.",
    "The list gets no better as interviews are noted: the posting and the stage carry it.",
    "Without merging other wordings next to nothing counts as come, since interviewers use their own words.",
)


def _hit_cells(listed: Sequence[Forecast]) -> tuple[str, ...]:
    places = (
        share_came(listed),
        share_came(f for f in listed if f.place == 0),
        share_came(f for f in listed if f.place >= 3),
    )
    sources = (
        share_came(f for f in listed if f.likely.source == source)
        for source in ("asked", "posting", "stage", "common")
    )
    came = sum(f.likely.came for f in listed)
    total = sum(f.asked for f in listed) / MAX_LIKELY  # every interview stands there ten times
    return (*map(rate, places), *map(rate, sources), rate(came / total))


def _bin_cells(pairs: Sequence[tuple[float, bool]]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for i in range(BINS):
        inside = [(share, came) for share, came in pairs if min(int(share * BINS), BINS - 1) == i]
        if inside:
            mean = sum(share for share, _ in inside) / len(inside)
            came = sum(came for _, came in inside) / len(inside)
            bounds = f"{i / BINS:.1f} to {(i + 1) / BINS:.1f}"
            rows.append((bounds, str(len(inside)), rate(mean), rate(came)))
    return rows


def _brier_cells(pairs: Sequence[tuple[float, bool]]) -> tuple[str, ...]:
    if not pairs:
        return ("0", "", "")
    mean = sum(came for _, came in pairs) / len(pairs)
    return (str(len(pairs)), f"{brier(pairs):.3f}", f"{mean * (1 - mean):.3f}")


def _hits(rows: Sequence[tuple[str, ...]]) -> Table:
    remarks = (
        "The rule before, which listed everything asked earlier first, had .34 and .38 on the first half: "
        "what was asked once seldom comes again. The order was chosen on that half.",
        "Many of the questions were written from a line of the posting, so that the share of those is likely "
        "to be too high for real interviews.",
    )
    title = "Ten likely questions before each interview: the share that came"
    return Table(title, HIT_HEAD, tuple(rows), remarks)


SECTION = Section(
    name="forecast",
    title="Likely questions",
    on="made job searches (`tests/data/seasons`): 40 interviews of eight fields with their postings and the "
    "questions then asked, written for this project before the rule was run on them, by a writer who knew "
    "it; half held back and measured once. Searches are the five interviews of a field in every order, and a "
    "hundred draws of ten, so that one question is counted many times.",
    tolerance="None: a listed question came, or it did not. Other wordings count, as if the person had "
    "merged them; so does a question that takes up the listed line of the posting.",
    measure=measure,
)
