"""Commands that measure the program itself: validate its accuracy, benchmark its speed."""

from __future__ import annotations

import math
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from secondtake.cli.output import (
    JsonFlag,
    PresetOption,
    print_json,
    print_line,
    print_note,
    print_table,
    settings_for,
    showing_progress,
)
from secondtake.core.errors import UsageError

if TYPE_CHECKING:
    from secondtake.evaluation.benchmark import Bench


def validate(
    review: Annotated[
        Path, typer.Argument(metavar="REVIEW.json", help="Review saved by analyse --json, or a coding.")
    ],
    truth: Annotated[
        Path,
        typer.Argument(
            metavar="TRUTH.json", help="Labelled ground truth, or a coding: .eaf, .TextGrid, .csv, .tsv."
        ),
    ],
    tolerance: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND=S", help="Largest time difference of a match, in seconds; repeatable."),
    ] = None,
    tier: Annotated[
        list[str] | None,
        typer.Option(metavar="TIER=KIND", help="What a coding's tier is called here; repeatable."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Score a review against ground truth, or a second coder's file: precision, recall, F1 and kappa.

    Example: secondtake validate review.json interview.eaf --tier Blinzeln=blink --tolerance blink=0.2
    """
    from secondtake.detectors import event_kinds
    from secondtake.evaluation.scoring import score_review
    from secondtake.evaluation.second_coder.codings import read_coding

    tolerance_s = dict(_parse_tolerance(text) for text in tolerance or ())
    kinds = dict(_parse_tier(text) for text in tier or ())
    codings = [read_coding(path, kinds) for path in (review, truth)]
    scores = score_review(*codings, tolerance_s=tolerance_s)
    for kind in (*tolerance_s, *kinds.values()):
        if kind not in event_kinds() and kind not in scores["events"]:
            raise UsageError(
                f"Unknown kind of event {kind!r}. Choose from: {', '.join(sorted(event_kinds()))}."
            )
    for unknown in sorted({name for coding in codings for name in coding.get("unknown", ())}):
        print_note(f"The tier “{unknown}” is no kind of event and was left out (--tier “{unknown}”=KIND).")
    if as_json:
        print_json(scores)
        return
    names = ("hits", "misses", "false", "precision", "recall", "f1", "overlap", "kappa")
    rows = [[kind, *(_cell(score[name]) for name in names)] for kind, score in scores["events"].items()]
    print_table(["kind", *names], rows)
    if scores["signals"]:
        print_line()
        signals = [[name, _cell(s["r"]), str(s["n"])] for name, s in scores["signals"].items()]
        print_table(["signal", "r", "n"], signals)


def bench(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Recordings to analyse.")],
    preset: PresetOption = None,
    long_min: Annotated[
        float,
        typer.Option("--long", metavar="MINUTES", help="Also measure the recording looped to this length."),
    ] = 0.0,
    as_json: JsonFlag = False,
) -> None:
    """Measure what analysing recordings costs on this computer: time, CPU time by stage, and memory.

    CPU seconds can be compared even if the computer is busy with other things.

    Example: secondtake bench interview.mp4 --long 30
    """
    import tempfile

    from secondtake.evaluation.benchmark import bench as measure
    from secondtake.evaluation.benchmark import repeat

    settings = settings_for(None, preset=preset)
    results = []
    with tempfile.TemporaryDirectory(prefix="secondtake-bench-") as folder:
        looped = [
            repeat(file, Path(folder) / f"{i}-{file.name}", at_least_s=60 * long_min)
            for i, file in enumerate(files)
            if long_min > 0
        ]
        for file in (*files, *looped):
            with showing_progress(file.name) as on_progress:
                results.append((file.name, measure(file, settings, on_progress)))
    if as_json:
        print_json([{"name": name, **asdict(result)} for name, result in results])
        return
    columns = ["recording", "length", "stage", "seconds", "x length", "CPU s", "CPU s/s", "peak MB"]
    print_table(columns, [row for name, result in results for row in _bench_rows(name, result)])


def _parse_tolerance(text: str) -> tuple[str, float]:
    kind, _, seconds = text.partition("=")
    try:
        tolerance_s = float(seconds)
    except ValueError:
        tolerance_s = math.nan
    if not kind or not 0.0 <= tolerance_s < math.inf:
        raise UsageError(f"Invalid tolerance {text!r}. Write it like blink=0.2.")
    return kind, tolerance_s


def _parse_tier(text: str) -> tuple[str, str]:
    name, _, kind = text.rpartition("=")
    if not name or not kind:
        raise UsageError(f"Invalid tier {text!r}. Write it like Blinzeln=blink.")
    return name, kind


def _cell(value: Any) -> str:
    return "-" if value is None else str(value)


def _bench_rows(name: str, result: Bench) -> list[list[str]]:
    peak = "" if result.peak_bytes is None else f"{result.peak_bytes / 1e6:.0f}"
    length = f"{result.duration_s:.0f} s"
    rows = [_bench_row(name, result, stage) for stage in {**result.stage_s, **result.cpu_s}]
    cpu = [f"{result.all_cpu_s:.1f}", f"{result.all_cpu_s / result.duration_s:.3f}"]
    return [*rows, [name, length, "all", f"{result.wall_s:.1f}", f"{result.of_duration:.3f}", *cpu, peak]]


def _bench_row(name: str, result: Bench, stage: str) -> list[str]:
    cells = [name, f"{result.duration_s:.0f} s", stage]
    for seconds in (result.stage_s.get(stage), result.cpu_s.get(stage)):
        cells += ["", ""] if seconds is None else [f"{seconds:.1f}", f"{seconds / result.duration_s:.3f}"]
    return [*cells, ""]
