"""Commands that read sessions: list, show, search, compare, export."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from secondtake.cli.journal import coach_desk
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
from secondtake.review_json import DebriefJson, MeasureJson, ReviewJson

if TYPE_CHECKING:
    from secondtake.store.records import Session, StoredReview

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="Session ID, or its first letters.")]
COUNTED_UNITS = frozenset({"times", "per min", "share"})  # of these nothing is "none"


def list_sessions(
    as_json: JsonFlag = False,
    archived: Annotated[bool, typer.Option("--archived", help="List archived sessions instead.")] = False,
    home: HomeOption = None,
) -> None:
    """List your sessions, latest first.

    Example: secondtake list --json
    """
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        sessions = library.sessions(archived=archived)
    if as_json:
        print_json([_session_json(session) for session in sessions])
    elif not sessions:
        print_line("No sessions yet. Start with: secondtake analyse RECORDING")
    else:
        print_table(["id", "recorded", "length", "kind", "title", "tags"], [_row(s) for s in sessions])


def show(session_id: IdArgument, as_json: JsonFlag = False, home: HomeOption = None) -> None:
    """Show the review of a session.

    Example: secondtake show 7kq2
    """
    session, review = _reviewed(session_id, home)
    if as_json:
        print_json(review.body)
        return
    print_line(f"{session.title} ({session.id}), {date_of(session.recorded_at)}, review {review.seq}")
    _print_review(review.body)


def search(
    words: Annotated[str, typer.Argument(help="One or more words to find.")],
    as_json: JsonFlag = False,
    home: HomeOption = None,
) -> None:
    """Search the transcripts and questions of all sessions.

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
        print_line("No matches in any session.")


def compare(
    session_ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Session IDs. Default: all sessions.")
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(help="Compare only practice sessions or only real interviews: practice or real."),
    ] = None,
    question: Annotated[str | None, typer.Option(help="Compare only answers to this question.")] = None,
    board: Annotated[bool, typer.Option("--board", help="Show the status of each habit instead.")] = False,
    takes: Annotated[
        bool, typer.Option("--takes", help="Compare two takes of a question instead, given as ID:ANSWER.")
    ] = False,
    check: Annotated[
        int, typer.Option(metavar="N", help="Test the method on N simulated histories instead.")
    ] = 0,
    as_json: JsonFlag = False,
    home: HomeOption = None,
) -> None:
    """Show how your measures change over time, and which changes are larger than chance.

    Example: secondtake compare --json
    """
    from secondtake.cli import compare

    ids, settings = session_ids or [], settings_for(home)
    if check > 0:
        compare.print_check(check, as_json=as_json)
    elif board:
        compare.print_habits(settings, as_json=as_json)
    elif takes:
        if len(ids) != 2:
            raise UsageError("Give two takes, like: secondtake compare --takes 7kq2:0 m3xd:0")
        compare.print_takes(settings, *ids, as_json=as_json)
    else:
        compare.print_trends(settings, ids, kind, question, as_json=as_json)


def export(
    session_id: IdArgument,
    form: Annotated[
        str,
        typer.Option(
            "--format", help="File format: html, pdf, json, csv, vtt, srt, textgrid, eaf or handin."
        ),
    ],
    out: Annotated[Path, typer.Option("--output", "-o", help="File to write; - prints it.")],
    faces: Annotated[
        str, typer.Option(help="Faces in clips and stills: shown, blurred or left out.")
    ] = "shown",
    table: Annotated[str, typer.Option(help="Table of a CSV: events, measures or words.")] = "events",
    name: Annotated[str, typer.Option(help="Your name, in a hand-in for a coach.")] = "",
    answers: Annotated[str, typer.Option(help="Answers in a hand-in, such as 1,3. Default: all.")] = "",
    question_set: Annotated[
        str | None,
        typer.Option("--set", help="Question set that a hand-in answers. Default: by its questions."),
    ] = None,
    home: HomeOption = None,
) -> None:
    """Export a review to share it or open it in other tools.

    Example: secondtake export 7kq2 --format html -o review.html
    """
    from secondtake import report

    if form == "handin":
        from secondtake.ui.handins import HandinChoice, read_answers

        chosen = HandinChoice(name, read_answers(answers), faces, question_set)
        coach_desk.export_handin(session_id, chosen, out, home)
        return
    session, review = _reviewed(session_id, home)
    options: dict[str, Any] = {
        "recording": session.recording.playable or session.recording.media,
        "faces": faces,
        "table": table,
        "title": session.title,
        "date": date_of(session.recorded_at),
    }
    if out == Path("-"):
        typer.echo(report.render(review.body, form, **options), nl=False)
    else:
        print_line(f"Saved to {report.export(review.body, form, out, **options)}")


def _reviewed(session_id: str, home: Path | None) -> tuple[Session, StoredReview]:
    """Return a session and its latest review.

    Raises:
        UsageError: there is no such session, or it has no review.
    """
    from secondtake.evaluation.second_coder.coding_agreement import with_codings
    from secondtake.store.codings import codings_of
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        session = library.session(session_id)
        review = library.latest_review(session.id)
        body = library.corrections.with_coaches(session.id, review.body) if review else None
        body = body and with_codings(body, codings_of(library.corrections, session.id))
    if review is None or body is None:
        raise UsageError(f"{session.title} has no review yet. Analyse {session.recording.name} again.")
    return session, replace(review, body=body)


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
        "person": session.person,
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


def _print_review(review: ReviewJson) -> None:
    """Print the debrief or why there is none, the answers, the measures and the warnings of a review."""
    parts = {part["answer"]: part for part in review.get("debrief") or ()}
    for doubt in review.get("doubts") or ():
        print_line(f"No advice yet: {doubt['text']}")
    if None in parts:
        _print_debrief(parts[None])
    for finding in review["findings"]:
        if finding["kind"] == "notice":
            print_line(f"Also noticed: {finding['text']}")
    for answer in review["answers"]:
        question = answer["question"] or "(unknown question)"
        print_line(f"\n{length_of(answer['start_s'])}-{length_of(answer['end_s'])}  {question}")
        if len(review["answers"]) > 1 and answer["index"] in parts:
            _print_debrief(parts[answer["index"]], "    ")
    print_line()
    _print_measures(review)
    coverage = ", ".join(f"{name} {100 * share:.0f} %" for name, share in review["coverage"].items() if share)
    print_line(f"\nObserved: {coverage or 'nothing'}")
    for warning in review["warnings"]:
        print_line(f"Note: {warning}")


def _print_debrief(part: DebriefJson, indent: str = "") -> None:
    """Print what to keep, to change and to say again; for an answer only the first two, one each."""
    keep, change, retry = part["keep"], part["change"], part["say_again"]
    if keep:
        print_line(f"{indent}Keep this: {keep['text']}")
    if change:
        print_line(f"{indent}Change one thing: {change['text']}")
    if indent:
        return
    if retry:
        print_line(" ".join(("Say it again:", retry["text"], retry["drill"])).rstrip())
    if not keep and not change:
        print_line("Nothing stood out.")
    for point in (*part["more"]["keep"], *part["more"]["change"]):
        print_line(f"Also: {point['text']}")


def _print_measures(review: ReviewJson) -> None:
    """Print what was measured, and in a line a reason what was not."""
    specs = review.get("specs", {})
    rows: list[list[str]] = []
    unmeasured: dict[str, list[str]] = {}
    for name, measure in review["measures"].items():
        label = specs.get(name, {}).get("label", name)
        reason = _reason(measure)
        if reason:
            unmeasured.setdefault(reason, []).append(label)
        else:
            rows.append([label, *_number(measure)])
    if rows:
        print_table(["measure", "value", "observed"], rows)
    for reason, labels in unmeasured.items():
        print_line(f"\nNot measured, {reason}: {', '.join(labels)}")


def _reason(measure: MeasureJson) -> str:
    """Return why there is no number to print, "" where there is one."""
    return "" if measure["value"] is not None else measure.get("why_not") or "not observed"


def _number(measure: MeasureJson) -> list[str]:
    from secondtake.core.measure import format_observed

    value, unit, observed_s = measure["value"], measure["unit"], measure["observed_s"]
    is_none = not value and unit in COUNTED_UNITS
    text = "none" if is_none else format_observed(value or 0.0, unit, observed_s, measure.get("noise"))
    return [text, length_of(observed_s)]
