"""`secondtake story`: the parts of a written answer or outline, and what is not heard in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from secondtake.cli.inputs import MAX_TEXT_BYTES, read_text
from secondtake.cli.output import HomeOption, JsonFlag, print_json, print_line, settings_for
from secondtake.core.errors import UsageError

if TYPE_CHECKING:
    from secondtake.coaching.story.answer_story import AnswerStory
    from secondtake.journal.questions.answered_question import AnsweredQuestion

FROM_STDIN = Path("-")
LABELS = {
    "context": "What was going on",
    "action": "What you did",
    "result": "What came of it",
    "talk": "In general",
}


def story(
    text: Annotated[Path, typer.Argument(metavar="TEXT.txt", help="Your answer as text; “-” for stdin.")],
    question: Annotated[str, typer.Option("--question", metavar="Q", help="The question it answers.")] = "",
    as_json: JsonFlag = False,
    home: HomeOption = None,
) -> None:
    """Show which parts of a story a written answer tells, and ask for the one that is not heard.

    Example: secondtake story answer.txt --question "Tell me about a mistake."
    """
    from secondtake.coaching.story.answer_story import split_text, tell_parts
    from secondtake.coaching.story.cues import plain_text
    from secondtake.journal.questions.answered_question import answered_question, common_questions
    from secondtake.observers.speech.sentence_embeddings import SentenceEncoder

    sentences = split_text(_read(text))
    if not sentences:
        raise UsageError(f"There is no text in {'the input' if text == FROM_STDIN else text}.")
    encoder = SentenceEncoder(settings_for(home))
    answer = tell_parts(sentences, encoder)
    plain = [plain_text(sentence) for sentence in sentences]
    answered = answered_question(plain, question, common_questions(), encoder)
    fits = _fits(answer, answered, question)
    if as_json:
        print_json(answer.to_json(answer.asked_part, nearest=answered.nearest, fits=fits))
    else:
        _print_story(answer, answered.nearest, question, fits)


def _read(path: Path) -> str:
    if path != FROM_STDIN:
        return read_text(path)
    content = typer.get_binary_stream("stdin").read(MAX_TEXT_BYTES + 1)
    if len(content) > MAX_TEXT_BYTES:
        raise UsageError("The text is too long.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("The input is not text in UTF-8.") from error


def _fits(answer: AnswerStory, answered: AnsweredQuestion, question: str) -> bool | None:
    """Return whether the answer fits; a story fits any question that asks for one, whatever it is about."""
    from secondtake.coaching.content_points import is_behavioural

    return True if answer.is_story and is_behavioural(question) else answered.fits


def _print_story(answer: AnswerStory, nearest: str, question: str, fits: bool | None) -> None:
    from secondtake.coaching.content_points import is_behavioural
    from secondtake.coaching.story.answer_story import asking

    last = ""
    for sentence in answer.sentences:
        if sentence.part != last:
            print_line(f"{LABELS[sentence.part]}:")
        print_line(f"  {sentence.text}")
        last = sentence.part
    print_line()
    if fits is False:
        print_line(f"You were asked “{question}” This sounds closer to “{nearest}” Is that what you meant?")
    if not answer.is_long_enough:
        print_line("This is short: write a few sentences more, and the parts can be told apart.")
        return
    if question and not is_behavioural(question):
        return  # such a question asks for no occasion
    if text := asking(answer.asked_part):
        print_line(text)
    elif answer.is_story and not answer.missing:
        print_line("I hear what was going on, what you did and what came of it.")
    own, shared = answer.spoken_by()
    if shared >= 2 and not own:
        print_line(f"“We” did something in {shared} sentences, “I” in none. Which part was yours?")
