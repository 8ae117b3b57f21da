"""Sections on vision: varied renders of a synthetic person, and labelled clips of real people."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from secondtake import synthetic
from secondtake.core.errors import UsageError
from secondtake.detectors import ALL, event_kind
from secondtake.detectors.body import slouch
from secondtake.detectors.face import blink
from secondtake.evaluation import vision
from secondtake.evaluation.report.results import (
    SCORE_HEAD,
    Outcome,
    Table,
    counts_of,
    is_weak,
    pooled,
    rate,
    score_cells,
)
from secondtake.evaluation.report.section import Section, Work
from secondtake.evaluation.scoring import Score, validation_folder
from secondtake.evaluation.vision import SEEN_KINDS, VARIANTS, Scored
from secondtake.observers.vision.vision import VERSION
from secondtake.synthetic.render_options import Variant

CONDITIONS: Mapping[str, Callable[[Variant], bool]] = {
    "in low light": lambda v: v.light == "dim",
    "against the light": lambda v: v.light == "backlit",
    "far from the camera": lambda v: v.distance >= 1.5,
    "with the head turned aside": lambda v: abs(v.head_turn_deg) >= 15,
    "with the camera far above or below the eyes": lambda v: abs(v.camera_pitch_deg) >= 10,
    "with glasses": lambda v: v.glasses,
    "with a shaking camera": lambda v: v.jitter > 0,
}
"""Difficult conditions, and a test of whether a render has them."""

DRAWS_NOTHING = {"simulated_histories.py"}
"""Files of `synthetic` that draw nothing: a change there does not invalidate renders."""

TOLERANCE = (
    f"{slouch.KIND.tolerance_s} s: about how well a person sets the edges of a stretch by eye. Blinks "
    f"{event_kind(blink.NAME).tolerance_s} s: about a blink's own length; labels are good to "
    "0.05 s, looks to 0.07 s."
)


def no_clips() -> str:
    """Name missing data for the section on real people; "" if it is available."""
    return "" if (validation_folder() / "video").is_dir() else "the labelled clips were not at hand"


def measure_renders(work: Work) -> Outcome:
    """Measure every variant of the rendered person, or the existing renders only."""
    folder = work.folder / f"renders-{renderer_key()}-{VERSION}"
    names = [name for name in VARIANTS if not work.at_hand or vision.is_rendered(folder, name)]
    if not names:
        raise UsageError("There are no renders yet. Run without --at-hand to make them; it takes a while.")
    results = list(vision.synthetic(folder, names))
    hard = {kind: weak_in(kind, results) for kind in SEEN_KINDS}
    missing = [name for name in VARIANTS if name not in names]
    remarks = [f"not measured this time: {'; '.join(missing)}"] if missing else []
    return _outcome("synthetic", results, "The rendered person", hard, remarks)


def measure_clips(work: Work) -> Outcome:
    """Measure the labelled clips."""
    results = list(vision.labelled(work.folder / f"clips-{VERSION}"))
    return _outcome("real", results, "Real people", {})


def _outcome(
    basis: str,
    results: Sequence[Scored],
    title: str,
    hard: Mapping[str, tuple[str, ...]],
    remarks: Sequence[str] = (),
) -> Outcome:
    minutes = sum(r.duration_s for r in results) / 60
    together = vision.pooled(results)
    rows = tuple(
        (
            f"`{kind}`",
            *score_cells(score),
            rate(score.overlap),
            f"{score.false * 10 / minutes:.1f}" if score.exhaustive else "",
        )
        for kind, score in together.items()
    )
    table = Table(
        f"{title}: {len(results)} recordings, {minutes:.1f} minutes",
        ("kind", *SCORE_HEAD, "shared of either's time", "false in ten minutes"),
        rows,
        (*remarks, *_wrong(results)),
    )
    weak = [f"`{kind}` is often missed or wrong ({_short(s)})." for kind, s in together.items() if is_weak(s)]
    weak += [f"`{kind}` is often wrong {' and '.join(places)}." for kind, places in hard.items() if places]
    counts = {kind: counts_of(basis, s, hard.get(kind, ())) for kind, s in together.items()}
    return Outcome((table,), tuple(weak), counts, _detectors(together))


def _short(score: Score) -> str:
    false = f", {score.false} false" if score.exhaustive else ""
    return f"found {score.hits} of {score.hits + score.misses}{false}"


def _wrong(results: Iterable[Scored]) -> Iterable[str]:
    """Yield one line for each recording with missed or false events."""
    for result in results:
        wrong = [
            f"`{kind}` {_short(score)}"
            for kind, score in result.scores.items()
            if score.misses or (score.false and score.exhaustive)
        ]
        if wrong:
            yield f"{result.name}: {'; '.join(wrong)}"


def weak_in(kind: str, results: Sequence[Scored]) -> tuple[str, ...]:
    """Return the conditions in which detection of a kind is weak."""
    conditions = []
    for words, applies in CONDITIONS.items():
        scores = [r.scores[kind] for r in results if kind in r.scores and applies(VARIANTS[r.name])]
        total = pooled(scores)
        if total is not None and is_weak(total):
            conditions.append(words)
    return tuple(conditions)


def _detectors(kinds: Iterable[str]) -> dict[str, int]:
    names = set(kinds)
    return {d.name: d.version for d in ALL if names & set(d.kind_names)}


def renderer_key() -> str:
    """Return a cache key of the drawing code: changed code may draw differently, so renders are redone."""
    code = sorted(
        f for f in Path(str(synthetic.__file__)).parent.rglob("*.py") if f.name not in DRAWS_NOTHING
    )
    return code_key(file.read_text(encoding="utf-8") for file in code)


def code_key(sources: Iterable[str]) -> str:
    """Hash source code without comments and docstrings."""
    trees = (_Undocumented().visit(ast.parse(source)) for source in sources)
    return hashlib.sha256("".join(map(ast.dump, trees)).encode()).hexdigest()[:8]


class _Undocumented(ast.NodeTransformer):
    """Removes docstrings."""

    def visit_Expr(self, node: ast.Expr) -> ast.Expr | None:
        is_text = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return None if is_text else node


RENDERS = Section(
    name="renders",
    title="Seeing, on a rendered person",
    on="a rendered person who acts every behaviour, and in between what is easily taken for one (talk, "
    "gestures, a single nod, a laugh, a hand beside the face, folded hands): both bodies, five skins, "
    "light, distance, head and camera turned, glasses, noise, shake, 15 to 60 pictures a second. The "
    "truth is exact, and every false event counts: “false in ten minutes” is the negative control.",
    tolerance=TOLERANCE,
    measure=measure_renders,
)

CLIPS = Section(
    name="clips",
    title="Seeing, on real people",
    on="clips labelled by eye from their frames, by one coder and without any tracker. Few people and short: "
    "one event more or less moves these figures. The detectors were developed with these clips at hand, so "
    "strangers' recordings may come out worse.",
    tolerance=TOLERANCE + " What the coder called uncertain counts neither way.",
    measure=measure_clips,
    lacks=no_clips,
)
