"""The bodies of corrections, by their `kind` (`ui/corrections.py` saves them)."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from secondtake.core.answer import Side
from secondtake.core.conversation.story_responses import Part
from secondtake.core.conversation.word_corrections import MAX_TEXT
from secondtake.core.insights.rating_form import MAX_ANSWERS, MAX_COMMENT, MAX_COMMENTS, MAX_NAME
from secondtake.ui.routes.json_values import MAX_NUMBER
from secondtake.ui.routes.schemas import AnswerIndex, PredictionBody, Seconds, Stretch, Strict

Stars = dict[str, Annotated[int, Field(ge=-int(MAX_NUMBER), le=int(MAX_NUMBER))] | str]


@Strict
class DismissalBody(Stretch):
    """A moment that was none."""

    kind: Literal["dismiss"]
    event_kind: str
    label: NotRequired[str]


@Strict
class RestorationBody(TypedDict):
    """A dismissed moment that was one."""

    kind: Literal["restore"]
    event_kind: str
    start_s: Seconds


@Strict
class UndoBody(TypedDict):
    """A correction that no longer holds."""

    kind: Literal["undo"]
    correction: Annotated[int, Field(ge=0, le=int(MAX_NUMBER))]


@Strict
class CorrectedAnswer(Stretch):
    """Where an answer is, and to what."""

    question: NotRequired[str | None]


@Strict
class AnswersBody(TypedDict):
    """All answers, in order."""

    kind: Literal["answers"]
    answers: list[CorrectedAnswer]


@Strict
class SpeakerBody(TypedDict):
    """Who speaks in a stretch, or that the two speakers are swapped."""

    kind: Literal["speaker"]
    speaker: NotRequired[Side]
    start_s: NotRequired[Seconds]
    end_s: NotRequired[Seconds]
    swap: NotRequired[bool]


@Strict
class AddedEventBody(Stretch):
    """A moment that nothing detected."""

    kind: Literal["missed"]
    event_kind: str


@Strict
class WordsBody(Stretch):
    """What was really said in a stretch; empty where nothing was."""

    kind: Literal["words"]
    text: Annotated[str, Field(max_length=MAX_TEXT)]


@Strict
class OwnFaceBody(TypedDict):
    """The face that was analysed is the person's own."""

    kind: Literal["own_face"]


@Strict
class QuestionsBody(TypedDict):
    """What was asked, in order."""

    kind: Literal["questions"]
    questions: list[str]


@Strict
class SessionPredictionBody(PredictionBody):
    """What the person expects to see in the session."""

    kind: Literal["prediction"]


@Strict
class RatingBody(TypedDict):
    """Stars of the session and of answers by index; `felt` is text."""

    kind: Literal["rating"]
    rating: Stars
    answers: NotRequired[dict[str, Stars] | None]
    skipped: NotRequired[bool]


@Strict
class DebriefBody(TypedDict):
    """What the person writes about an answer."""

    kind: Literal["debrief"]
    answer: AnswerIndex
    well: NotRequired[str]
    okay: NotRequired[str]
    improve: NotRequired[str]
    again: NotRequired[bool]


@Strict
class StoryBody(TypedDict):
    """Where a part of the story is, or that it is not needed."""

    kind: Literal["story"]
    answer: AnswerIndex
    part: Part
    response: Literal["here", "next_time", "not_needed"]
    words: NotRequired[Annotated[list[Seconds], Field(min_length=2, max_length=2)] | None]
    text: NotRequired[str]


@Strict
class CoachCommentBody(TypedDict):
    """A coach's comment at a time."""

    at_s: Seconds
    text: Annotated[str, Field(max_length=MAX_COMMENT)]


Rating: Any = dict[str, Annotated[int, Field(ge=1, le=5)]]


@Strict
class CoachAnswerBody(TypedDict):
    """A coach's rating of the answer in a span."""

    span: Annotated[list[Seconds], Field(min_length=2, max_length=2)]
    rating: Rating


@Strict
class OpinionBody(TypedDict):
    """What a coach says about a recording."""

    name: Annotated[str, Field(max_length=MAX_NAME)]
    rating: Rating
    comments: Annotated[list[CoachCommentBody], Field(max_length=MAX_COMMENTS)]
    answers: NotRequired[Annotated[list[CoachAnswerBody], Field(max_length=MAX_ANSWERS)]]


@Strict
class CoachBody(OpinionBody):
    """What a coach wrote into a file that came back; `digest` is its recording's."""

    kind: Literal["coach"]
    digest: str


@Strict
class NoteBody(TypedDict):
    """A note about a moment."""

    kind: Literal["note"]
    event: str
    start_s: Seconds
    text: str


@Strict
class TitleBody(TypedDict):
    """The session's title."""

    kind: Literal["title"]
    title: str


@Strict
class RecordingDateBody(TypedDict):
    """When the session was recorded (ISO 8601)."""

    kind: Literal["date"]
    at: str


CorrectionBody: Any = Annotated[
    DismissalBody
    | RestorationBody
    | UndoBody
    | AnswersBody
    | SpeakerBody
    | AddedEventBody
    | WordsBody
    | OwnFaceBody
    | QuestionsBody
    | SessionPredictionBody
    | RatingBody
    | DebriefBody
    | StoryBody
    | CoachBody
    | NoteBody
    | TitleBody
    | RecordingDateBody,
    Field(discriminator="kind"),
]
