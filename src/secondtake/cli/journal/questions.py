"""Commands for single questions: `secondtake questions list`, `add`, `show`, `merge`, ..."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from secondtake.cli.output import (
    HomeOption,
    JsonFlag,
    print_json,
    print_line,
    print_table,
    settings_for,
)

if TYPE_CHECKING:
    from secondtake.journal.questions.question import Question

app = typer.Typer(
    no_args_is_help=True, help="Manage your question library: questions you were asked and practise."
)

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="Question ID, or its first letters.")]


@app.command("list")
def list_questions(
    kind: Annotated[str | None, typer.Option(help="Show one kind only: opening, behavioural, ...")] = None,
    as_json: JsonFlag = False,
    home: HomeOption = None,
) -> None:
    """List your questions.

    Example: secondtake questions list --kind behavioural
    """
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        questions = [q for q in library.questions.all() if kind in (None, q.kind)]
    _print_questions(questions, as_json)


@app.command()
def add(
    text: Annotated[str, typer.Argument(metavar="QUESTION", help="Question text.")],
    kind: Annotated[
        str, typer.Option(help="Kind: opening, motivation, behavioural, technical, ...")
    ] = "other",
    as_json: JsonFlag = False,
    home: HomeOption = None,
) -> None:
    """Add a question to your library, and show similar questions you already have.

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
    is_new = question.id not in {q.id for q in before}
    similar = nearest(question.text, before, QuestionSpace(SentenceEncoder(settings))) if is_new else ()
    if as_json:
        alike = [
            {"id": s.question.id, "text": s.question.text, "likeness": round(s.likeness, 3)} for s in similar
        ]
        print_json(question_json(question) | {"new": is_new, "alike": alike})
        return
    print_line(f"{question.id}  {question.text}{'' if is_new else '  (already in your library)'}")
    for match in similar:
        print_line(f"Similar question: {match.question.id}  {match.question.text}")
    if similar:
        print_line(
            f"If it is the same, run: secondtake questions merge {similar[0].question.id} {question.id}"
        )


@app.command()
def show(question_id: IdArgument, as_json: JsonFlag = False, home: HomeOption = None) -> None:
    """Show one question: wordings, outline, notes, interviews that asked it, and your takes.

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
    if question.story:
        print_line(f"  story: {question.story}")
    for name, text in question.outline.parts().items():
        if text:
            print_line(f"  {name}: {text}")
    if question.notes:
        print_line(f"  notes: {question.notes}")
    for occasion in question.asked:
        went = f", went {occasion.went}" if occasion.went else ""
        print_line(f"  asked at {occasion.company} on {occasion.at:%Y-%m-%d}{went}")
    for take in question.takes:
        place = "real" if take.real else "practice"
        print_line(
            f"  take {take.session_id} answer {take.answer + 1}, {place}, {take.at:%Y-%m-%d} {take.went}"
        )


@app.command()
def merge(
    question_id: Annotated[str, typer.Argument(metavar="ID", help="Question whose text stays.")],
    other_id: Annotated[
        str, typer.Argument(metavar="OTHER", help="Question that becomes an alternative wording of it.")
    ],
    home: HomeOption = None,
) -> None:
    """Merge two questions that ask the same. Nothing is lost; `split` undoes it.

    Example: secondtake questions merge 7kq2 9fxz
    """
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        question = library.questions.merge(question_id, other_id)
    print_line(f"{question.id}  {question.text}\n" + "\n".join(f"  also: {w}" for w in question.wordings))


@app.command()
def split(
    question_id: IdArgument,
    wording: Annotated[str, typer.Argument(help="Wording to split off, as `show` prints it.")],
    home: HomeOption = None,
) -> None:
    """Turn a merged wording back into a separate question.

    Example: secondtake questions split 7kq2 "What draws you here?"
    """
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        question = library.questions.split(library.questions.get(question_id).id, wording)
    print_line(f"{question.id}  {question.text}")


@app.command()
def kinds(
    apply: Annotated[bool, typer.Option("--take", help="Save the suggested kinds.")] = False,
    as_json: JsonFlag = False,
    home: HomeOption = None,
) -> None:
    """Suggest a kind for each question without one; --take saves the suggestions.

    Example: secondtake questions kinds --take
    """
    from secondtake.journal.questions.question_embeddings import QuestionSpace
    from secondtake.journal.questions.question_kinds import guessed_kinds
    from secondtake.observers.speech.sentence_embeddings import SentenceEncoder
    from secondtake.store.library import Library

    settings = settings_for(home)
    with Library.open(settings) as library:
        questions = library.questions.all()
        suggestions = guessed_kinds(questions, QuestionSpace(SentenceEncoder(settings)))
        for question_id, kind in suggestions.items() if apply else ():
            library.questions.update(question_id, kind=kind)
    if as_json:
        print_json([{"id": question_id, "kind": kind} for question_id, kind in suggestions.items()])
        return
    texts = {q.id: q.text for q in questions}
    print_table(["id", "kind", "question"], [[i, kind, texts[i]] for i, kind in suggestions.items()])


@app.command()
def due(as_json: JsonFlag = False, home: HomeOption = None) -> None:
    """List questions due for practice, longest overdue first.

    Example: secondtake questions due
    """
    from secondtake.journal.questions.question_picker import due_by
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        questions = due_by(library.questions.all(), date.today())
    _print_questions(questions, as_json, empty="No questions are due today.")


def question_json(question: Question) -> dict[str, Any]:
    """Return a question as JSON values."""
    from dataclasses import asdict

    from secondtake.journal.schedule import due as next_due
    from secondtake.journal.schedule import latest_rating

    due_date = next_due(question)
    return asdict(question) | {
        "due": due_date and {"day": due_date.day.isoformat(), "why": due_date.why},
        "lately": latest_rating(question),
    }


def _print_questions(questions: list[Question], as_json: bool, empty: str = "") -> None:
    if as_json:
        print_json([question_json(q) for q in questions])
    elif not questions:
        print_line(empty or "No questions yet. Start with: secondtake questions import --starter")
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
