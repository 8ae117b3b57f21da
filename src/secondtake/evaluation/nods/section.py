"""Section on listening: nods, gaze and smiles while somebody else speaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from secondtake.detectors.body import nod
from secondtake.evaluation import vision
from secondtake.evaluation.nods.listeners import HELD_BACK, NODS, TUNED, Listener, listeners, real_nods
from secondtake.evaluation.report.results import (
    SCORE_HEAD,
    Outcome,
    Table,
    counts_of,
    is_weak,
    pooled,
    score_cells,
)
from secondtake.evaluation.report.section import Section, Work
from secondtake.evaluation.report.seeing import no_clips, renderer_key
from secondtake.observers.vision.vision import VERSION

SURE_SHARE = 0.05
"""Shares that are off by more are named as weak."""


def measure(work: Work) -> Outcome:
    """Measure the rendered listeners, and what the rule makes of real people who do not listen."""
    folder = work.folder / f"nods-{renderer_key()}-{VERSION}"
    tuned, held_back = list(listeners(folder, TUNED)), list(listeners(folder, HELD_BACK))
    score = pooled(person.score for person in held_back)
    assert score is not None
    weak = tuple(
        f"{p.name}: {what} off by {abs(a - b):.0%} of the listening time."
        for p in (*tuned, *held_back)
        for what, (a, b) in (("gaze", p.gaze), ("smiles", p.smile))
        if abs(a - b) > SURE_SHARE
    )
    if is_weak(score):
        weak = ("Nods while listening are often missed or wrong.", *weak)
    return Outcome(
        (_rendered(tuned, held_back), _real(work)),
        weak,
        {nod.NAME: counts_of("synthetic", score)},
        {nod.NAME: nod.VERSION},
    )


def _rendered(tuned: Sequence[Listener], held_back: Sequence[Listener]) -> Table:
    rows = [_row(person, person.name) for person in tuned]
    rows += [_row(person, f"{person.name} (held back)") for person in held_back]
    people = (*tuned, *held_back)
    head = ("person", *SCORE_HEAD, "eyes on the camera, measured / true", "smiling, measured / true")
    return Table("Rendered listeners", head, tuple(rows), (*_by_act(people), _talking(people)))


def _row(person: Listener, name: str) -> tuple[str, ...]:
    shares = (f"{a:.0%} / {b:.0%}" for a, b in (person.gaze, person.smile))
    return (name, *score_cells(person.score), *shares)


def _by_act(people: Sequence[Listener]) -> Iterator[str]:
    """Yield how many of each act were taken for nods: first the nods, then what is none."""
    names = sorted({name for person in people for name in person.found})
    for title, some in (
        ("nods found", [n for n in names if n in NODS]),
        ("taken for nods", [n for n in names if n not in NODS]),
    ):
        counts = [[person.found[name] for person in people if name in person.found] for name in some]
        parts = (
            f"{name} {sum(a for a, _ in c)} of {sum(b for _, b in c)}"
            for name, c in zip(some, counts, strict=True)
        )
        yield f"{title}: {', '.join(parts)}"


def _talking(people: Sequence[Listener]) -> str:
    return f"nods counted while the person speaks and nods: {sum(p.talking for p in people)}"


def _real(work: Work) -> Table:
    """Count what real people do who talk or act to the camera, as if somebody else spoke throughout."""
    rows, seconds = [], 0.0
    for path in sorted(vision.clips_folder().glob("*.mp4")):
        tracks = vision.observed(path, work.folder / f"clips-{VERSION}" / path.stem)
        naive, nods = real_nods(tracks)
        seconds += tracks.duration_s
        rows.append((path.stem, f"{tracks.duration_s:.0f} s", str(naive), str(nods)))
    naive, nods = (sum(int(row[i]) for row in rows) for i in (2, 3))
    total = ("**in sum**", f"{seconds:.0f} s", f"{naive} ({naive * 60 / seconds:.1f} a minute)")
    head = ("clip", "length", "quick dips of the head", "counted as nods")
    return Table(
        "Real people who talk or act to the camera, as if another voice spoke throughout",
        head,
        (*rows, (*total, f"{nods} ({nods * 60 / seconds:.1f} a minute)")),
        ("nobody nods at another person in these clips: they are controls, and say nothing about recall",),
    )


SECTION = Section(
    name="listening-half",
    title="Listening: nods, gaze, smiles",
    on="rendered people who are spoken to for half a minute each: nods of many sizes and speeds, and what is "
    "easily taken for them (looks at notes, shakes, laughs, leaning, a change of seat), then an answer full "
    "of nods. Written before the rule; every second person is held back. Who speaks is told by the lips "
    "alone. No conversation of real listeners is labelled yet.",
    tolerance=f"{nod.KIND.tolerance_s} s: a nod has soft edges.",
    measure=measure,
    lacks=no_clips,
)
