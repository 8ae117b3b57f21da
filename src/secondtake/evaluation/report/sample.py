"""Section on the sample session: every kind of event in one interview with exact ground truth."""

from __future__ import annotations

from secondtake.core.recording import Recording
from secondtake.core.review import Provenance
from secondtake.detectors import ALL, event_kind
from secondtake.detectors.body import slouch
from secondtake.detectors.face import blink
from secondtake.detectors.words import filler
from secondtake.evaluation.report.results import SCORE_HEAD, Outcome, Table, score_cells
from secondtake.evaluation.report.section import Section, Work
from secondtake.evaluation.scoring import (
    found_spans,
    read_json,
    score_kind,
    score_signals,
    true_kinds,
)
from secondtake.pipeline.judge import judge
from secondtake.pipeline.track_index import load_tracks
from secondtake.synthetic.sample_data import samples_folder


def measure(work: Work) -> Outcome:
    """Judge the shipped tracks with the current detectors. Too few events to publish counts by kind."""
    del work  # needs no cache
    folder = samples_folder() / "session"
    about = read_json(folder / "about.json", needs="recording")
    truth = read_json(folder / "interview.truth.json", needs="events")
    review = judge(
        load_tracks(folder / "tracks"),
        Recording.from_dict(about["recording"]),
        provenance=Provenance(**about["provenance"]),
    ).to_json()
    scores = {kind: score_kind(kind, found_spans(review, kind), truth) for kind in true_kinds(truth)}
    rows = tuple((f"`{kind}`", *score_cells(score)) for kind, score in scores.items())
    signals = score_signals(review, truth)
    follows = tuple((f"`{name}`", f"{s['r']:.2f}", str(s["n"])) for name, s in signals.items() if s["r"])
    weak = tuple(
        f"`{kind}`: {score.misses} of {score.hits + score.misses} are missed."
        for kind, score in scores.items()
        if score.misses
    )
    kinds = set(scores)
    return Outcome(
        (
            Table("Events", ("kind", *SCORE_HEAD), rows),
            Table(
                "Signals, compared with the true ones", ("signal", "correlation", "times compared"), follows
            ),
        ),
        weak,
        detectors={d.name: d.version for d in ALL if kinds & set(d.kind_names)},
    )


SECTION = Section(
    name="sample",
    title="The sample session",
    on="the interview that comes with Second Take: a rendered person and synthetic voices, with a truth that "
    "is exact. Most kinds occur once or twice, so this shows that all of it works together, not how often.",
    tolerance=f"{slouch.KIND.tolerance_s} s, words {event_kind(filler.NAME).tolerance_s} s, blinks "
    f"{event_kind(blink.NAME).tolerance_s} s.",
    measure=measure,
)
