"""Commands that look: list, show, search, compare, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from secondtake.cli.output import (
    HomeOption,
    JsonFlag,
    date_of,
    length_of,
    print_json,
    print_line,
    print_table,
    settings_for,
)
from secondtake.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from secondtake.store.records import Session, StoredReview

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="The session's id, or its first letters.")]


def list_sessions(
    as_json: JsonFlag = False,
    archived: Annotated[bool, typer.Option("--archived", help="Show the archived sessions.")] = False,
    home: HomeOption = None,
) -> None:
    """Show your sessions, the latest first.

    Example: secondtake list --json
    """
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        sessions = library.sessions(archived=archived)
    if as_json:
        print_json([_session_json(session) for session in sessions])
    elif not sessions:
        print_line("There is no session yet. Begin with: secondtake analyse RECORDING")
    else:
        print_table(["id", "recorded", "length", "kind", "title", "tags"], [_row(s) for s in sessions])


def show(session_id: IdArgument, as_json: JsonFlag = False, home: HomeOption = None) -> None:
    """Show one session's review.

    Example: secondtake show 7kq2
    """
    session, review = _reviewed(session_id, home)
    if as_json:
        print_json(review.body)
        return
    print_line(f"{session.title} ({session.id}), {date_of(session.recorded_at)}, review {review.seq}")
    _say_review(review.body)


def search(
    words: Annotated[str, typer.Argument(help="One or more words, as they were said.")],
    as_json: JsonFlag = False,
    home: HomeOption = None,
) -> None:
    """Find where you said something, or were asked it.

    Example: secondtake search basically
    """
    from dataclasses import asdict

    from secondtake.store.library import Library
    from secondtake.store.search import search as find

    with Library.open(settings_for(home)) as library:
        hits = find(library, words)
    if as_json:
        print_json([asdict(hit) for hit in hits])
        return
    for hit in hits:
        place = "asked" if hit.start_s is None else length_of(hit.start_s)
        print_line(f"{hit.session_id}  {place:>6}  {hit.title}: … {hit.context} …")
    if not hits:
        print_line("Nobody said that in any session.")


def compare(
    session_ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Sessions; all without any.")
    ] = None,
    kind: Annotated[str | None, typer.Option(help="Only practice, or only real.")] = None,
    question: Annotated[str | None, typer.Option(help="Only the answers to this question.")] = None,
    board: Annotated[bool, typer.Option("--board", help="Instead, where each habit stands.")] = False,
    takes: Annotated[bool, typer.Option("--takes", help="Two takes of a question: ID:ANSWER.")] = False,
    check: Annotated[int, typer.Option(metavar="N", help="Instead, try the method on N made histories.")] = 0,
    as_json: JsonFlag = False,
    home: HomeOption = None,
) -> None:
    """Show how your measures change over time, and which changes are more than noise.

    Example: secondtake compare --json
    """
    from secondtake.cli import compare

    chosen, settings = session_ids or [], settings_for(home)
    if check > 0:
        compare.say_check(check, as_json=as_json)
    elif board:
        compare.say_board(settings, as_json=as_json)
    elif takes:
        if len(chosen) != 2:
            raise UsageError("Name the two takes, like: secondtake compare --takes 7kq2:0 m3xd:0")
        compare.say_takes(settings, *chosen, as_json=as_json)
    else:
        compare.say_comparison(settings, chosen, kind, question, as_json=as_json)


def export(
    session_id: IdArgument,
    form: Annotated[str, typer.Option("--format", help="html, pdf, json, csv, vtt, srt, textgrid or eaf.")],
    out: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")],
    faces: Annotated[str, typer.Option(help="In clips and stills: shown, blurred or left out.")] = "shown",
    table: Annotated[str, typer.Option(help="In CSV: events, measures or words.")] = "events",
    home: HomeOption = None,
) -> None:
    """Write a review as a file for other eyes or other tools.

    Example: secondtake export 7kq2 --format html -o review.html
    """
    from secondtake import report

    session, review = _reviewed(session_id, home)
    recording = session.recording.playable or session.recording.media
    written = report.export(review.body, form, out, recording=recording, faces=faces, table=table)
    print_line(f"Written: {written}")


def _reviewed(session_id: str, home: Path | None) -> tuple[Session, StoredReview]:
    """A session with its newest review.

    Raises:
        UsageError: there is no such session, or it has not been reviewed.
    """
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        session = library.session(session_id)
        review = library.latest_review(session.id)
    if review is None:
        raise UsageError(f"{session.title} has no review yet. Analyse {session.recording.name} again.")
    return session, review


def _row(session: Session) -> list[str]:
    return [
        session.id,
        date_of(session.recorded_at),
        length_of(session.recording.duration_s),
        session.kind,
        session.title,
        ", ".join(session.tags),
    ]


def _session_json(session: Session) -> dict[str, Any]:
    return {
        "id": session.id,
        "kind": session.kind,
        "title": session.title,
        "recorded_at": session.recorded_at.isoformat(),
        "created_at": session.created_at.isoformat(),
        "tags": list(session.tags),
        "archived": session.archived,
        "duration_s": session.recording.duration_s,
        "digest": session.recording.digest,
        "name": session.recording.name,
        "reviewed": session.reviewed,
        **dict(session.summary),
    }


def _say_review(review: Mapping[str, Any]) -> None:
    """A review as a person reads it in a terminal: what to know, the answers, the numbers."""
    for finding in review["findings"]:
        mark = {"strength": "+", "improve": ">", "notice": " "}[finding["kind"]]
        print_line(f" {mark} {finding['text']}")
    for answer in review["answers"]:
        question = answer["question"] or "(question not known)"
        print_line(f"\n{length_of(answer['start_s'])}-{length_of(answer['end_s'])}  {question}")
        for finding in answer["findings"]:
            print_line(f"    {finding['text']}")
    print_line()
    specs = review.get("specs", {})
    rows = [
        [specs.get(name, {}).get("label", name), *_number(measure)]
        for name, measure in review["measures"].items()
    ]
    print_table(["measure", "value", "observed"], rows)
    covered = ", ".join(f"{name} {100 * share:.0f} %" for name, share in review["coverage"].items())
    print_line(f"\nObserved: {covered}")
    for warning in review["warnings"]:
        print_line(f"Note: {warning}")


def _number(measure: Mapping[str, Any]) -> list[str]:
    if measure["value"] is None:
        return [f"not measurable: {measure.get('why_not') or 'not observed'}", ""]
    noise = f" ± {measure['noise']:.2g}" if measure.get("noise") is not None else ""
    return [f"{measure['value']:.3g}{noise} {measure['unit']}", length_of(measure["observed_s"])]
