"""Commands about the question library: `secondtake questions ...`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from secondtake.cli.inputs import read_text
from secondtake.cli.output import (
    HomeOption,
    JsonFlag,
    print_json,
    print_line,
    print_table,
    settings_for,
    write_text,
)
from secondtake.core.errors import UsageError

if TYPE_CHECKING:
    from secondtake.journal.questions.question import Question

app = typer.Typer(no_args_is_help=True, help="Your question library: what you were asked, what you practise.")

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="The question's id, or its first letters.")]


@app.command("list")
def list_questions(
    kind: Annotated[str | None, typer.Option(help="Only one kind: opening, behavioural, ...")] = None,
    as_json: JsonFlag = False,
    home: HomeOption = None,
) -> None:
    """Show your questions.

    Example: secondtake questions list --kind behavioural
    """
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        questions = [q for q in library.questions.all() if kind in (None, q.kind)]
    _say_questions(questions, as_json)


@app.command()
def add(
    text: Annotated[str, typer.Argument(metavar="QUESTION")],
    kind: Annotated[str, typer.Option(help="opening, motivation, behavioural, technical, ...")] = "other",
    as_json: JsonFlag = False,
    home: HomeOption = None,
) -> None:
    """Take a question into the library, and say which ones it may be already.

    Example: secondtake questions add "What draws you here?" --kind company
    """
    from secondtake.journal.questions.paraphrases import nearest
    from secondtake.journal.questions.question_embeddings import QuestionSpace
    from secondtake.observers.speech.sentence_embeddings import SentenceEncoder
    from secondtake.store.library import Library

    settings = settings_for(home)
    with Library.open(settings) as library:
        before = library.questions.all()
        question = library.questions.add(text, kind)
    new = question.id not in {q.id for q in before}
    alike = nearest(question.text, before, QuestionSpace(SentenceEncoder(settings))) if new else ()
    if as_json:
        maybe = [
            {"id": a.question.id, "text": a.question.text, "likeness": round(a.likeness, 3)} for a in alike
        ]
        print_json(question_json(question) | {"new": new, "alike": maybe})
        return
    print_line(f"{question.id}  {question.text}{'' if new else '  (was there already)'}")
    for one in alike:
        print_line(f"Perhaps the same: {one.question.id}  {one.question.text}")
    if alike:
        print_line(f"If so: secondtake questions merge {alike[0].question.id} {question.id}")


@app.command()
def show(question_id: IdArgument, as_json: JsonFlag = False, home: HomeOption = None) -> None:
    """Show one question: wordings, outline, notes, where it was asked, every take.

    Example: secondtake questions show 7kq2
    """
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        question = library.questions.get(question_id)
    if as_json:
        print_json(question_json(question))
        return
    print_line(f"{question.text} ({question.id}), {question.kind}")
    for wording in question.wordings:
        print_line(f"  also: {wording}")
    for name, text in question.outline.parts().items():
        if text:
            print_line(f"  {name}: {text}")
    if question.notes:
        print_line(f"  notes: {question.notes}")
    for asked in question.asked:
        print_line(
            f"  asked at {asked.company} on {asked.at:%Y-%m-%d}{f', went {asked.went}' * bool(asked.went)}"
        )
    for take in question.takes:
        place = "real" if take.real else "practice"
        print_line(
            f"  take {take.session_id} answer {take.answer + 1}, {place}, {take.at:%Y-%m-%d} {take.went}"
        )


@app.command()
def merge(
    kept: Annotated[str, typer.Argument(metavar="ID", help="The question that keeps its words.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The one that becomes its wording.")],
    home: HomeOption = None,
) -> None:
    """Make one question another wording of the first. Nothing is lost; `split` undoes it.

    Example: secondtake questions merge 7kq2 9fxz
    """
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        question = library.questions.merge(kept, other)
    print_line(f"{question.id}  {question.text}\n" + "\n".join(f"  also: {w}" for w in question.wordings))


@app.command()
def split(
    question_id: IdArgument,
    wording: Annotated[str, typer.Argument(help="The wording, as `show` writes it.")],
    home: HomeOption = None,
) -> None:
    """Make a merged wording a question of its own again.

    Example: secondtake questions split 7kq2 "What draws you here?"
    """
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        question = library.questions.split(library.questions.get(question_id).id, wording)
    print_line(f"{question.id}  {question.text}")


@app.command()
def kinds(
    take: Annotated[bool, typer.Option("--take", help="Give the questions these kinds.")] = False,
    as_json: JsonFlag = False,
    home: HomeOption = None,
) -> None:
    """Say which kind each question without one may be; --take gives it to them.

    Example: secondtake questions kinds --take
    """
    from secondtake.journal.questions.question_embeddings import QuestionSpace
    from secondtake.journal.questions.question_kinds import guessed_kinds
    from secondtake.observers.speech.sentence_embeddings import SentenceEncoder
    from secondtake.store.library import Library

    settings = settings_for(home)
    with Library.open(settings) as library:
        questions = library.questions.all()
        guessed = guessed_kinds(questions, QuestionSpace(SentenceEncoder(settings)))
        for question_id, kind in guessed.items() if take else ():
            library.questions.update(question_id, kind=kind)
    if as_json:
        print_json([{"id": question_id, "kind": kind} for question_id, kind in guessed.items()])
        return
    texts = {q.id: q.text for q in questions}
    print_table(["id", "kind", "question"], [[i, kind, texts[i]] for i, kind in guessed.items()])


@app.command()
def due(as_json: JsonFlag = False, home: HomeOption = None) -> None:
    """Show which questions are due for practice, the longest overdue first.

    Example: secondtake questions due
    """
    from secondtake.journal.questions.question_picker import due_by
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        questions = due_by(library.questions.all(), date.today())
    _say_questions(questions, as_json, none="Nothing is due today.")


@app.command("import")
def import_questions(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="CSV (with a column “text”), Markdown or text.")
    ] = None,
    starter: Annotated[bool, typer.Option("--starter", help="Our set of common questions.")] = False,
    home: HomeOption = None,
) -> None:
    """Take questions in from a file, or our starter set; what is there already is passed over.

    Example: secondtake questions import --starter
    """
    from secondtake.journal.questions.import_export import from_csv, from_markdown, starters
    from secondtake.store.library import Library

    if (file is None) != starter:
        raise UsageError("Name a file, or --starter.")
    now = datetime.now(UTC)
    if file is None:
        questions = starters(now)
    else:
        read = from_csv if file.suffix.lower() == ".csv" else from_markdown
        questions = read(read_text(file), now)
    with Library.open(settings_for(home)) as library:
        count = library.questions.add_all(questions)
    print_line(f"{count} of {len(questions)} questions are new.")


@app.command("export")
def export_questions(
    out: Annotated[str, typer.Option("--output", "-o", help="A .csv or .md file; - prints CSV.")] = "-",
    home: HomeOption = None,
) -> None:
    """Write your questions as CSV or Markdown.

    Example: secondtake questions export -o questions.md
    """
    from secondtake.journal.questions.import_export import to_csv, to_markdown
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        questions = library.questions.all()
    write = to_markdown if out.lower().endswith((".md", ".markdown")) else to_csv
    write_text(write(questions), out)


def question_json(question: Question) -> dict[str, Any]:
    """A question as other programs read it."""
    from dataclasses import asdict

    from secondtake.journal.schedule import due as next_due
    from secondtake.journal.schedule import latest_rating

    when = next_due(question)
    return asdict(question) | {
        "due": when and {"day": when.day.isoformat(), "why": when.why},
        "lately": latest_rating(question),
    }


def _say_questions(questions: list[Question], as_json: bool, none: str = "") -> None:
    if as_json:
        print_json([question_json(q) for q in questions])
    elif not questions:
        print_line(none or "There is no question yet. Begin with: secondtake questions import --starter")
    else:
        print_table(["id", "kind", "asked", "takes", "question"], [_row(q) for q in questions])


def _row(question: Question) -> list[str]:
    return [
        question.id,
        question.kind,
        str(len(question.asked)),
        str(len(question.takes)),
        question.text,
    ]
