"""The bodies of our requests. What the routes check is what `docs/openapi.json` publishes.

A body is a plain dict with the keys that its class names; others are dropped. Values are not converted: a
number in a text is no number.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any, Literal, NotRequired

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, with_config
from typing_extensions import TypedDict

from secondtake.core.conversation.marks import LATEST_S, MAX_MARKS
from secondtake.core.errors import UsageError
from secondtake.core.recording import SessionKind
from secondtake.ui.routes.json_values import MAX_NUMBER

Seconds = Annotated[float, Field(ge=0, le=LATEST_S)]
AnswerIndex = Annotated[int, Field(ge=0, le=MAX_MARKS)]
Strict = with_config(ConfigDict(strict=True))


@Strict
class SessionChangeBody(TypedDict, total=False):
    """What changes of a session; absent keys stay as they are."""

    title: str
    kind: SessionKind
    tags: list[str]
    at: str
    archived: bool
    person: str


@Strict
class PredictionBody(TypedDict, total=False):
    """What the person expects to see."""

    expect: list[str] | None
    words: str


@Strict
class LanguageBody(TypedDict):
    """The spoken language, as a code."""

    language: str


@Strict
class PersonChoiceBody(TypedDict):
    """Which of the people in the video is the one reviewed, by number."""

    number: Annotated[int, Field(ge=0, le=1000)]


@Strict
class UploadStartBody(TypedDict):
    """The size of a recording in bytes, of one that is still being made a guess."""

    size: Annotated[int, Field(le=int(MAX_NUMBER))]
    growing: NotRequired[bool]


@Strict
class UploadEndBody(TypedDict):
    """A file that has arrived, and how to analyse it."""

    size: Annotated[int, Field(le=int(MAX_NUMBER))]
    name: NotRequired[str]
    modified_ms: NotRequired[float | None]
    questions: NotRequired[str]
    kind: NotRequired[SessionKind]
    preset: NotRequired[str | None]
    language: NotRequired[str | None]


@Strict
class HandinEndBody(TypedDict):
    """A hand-in that has arrived."""

    size: Annotated[int, Field(le=int(MAX_NUMBER))]
    name: NotRequired[str]


@Strict
class HandinBody(TypedDict):
    """What a student chose to hand in: numbers of answers from 1, all where there are none."""

    name: Annotated[str, Field(max_length=200)]
    answers: NotRequired[Annotated[list[Annotated[int, Field(ge=1, le=1000)]], Field(max_length=1000)]]
    faces: Literal["shown", "blurred", "left out"]


@Strict
class ClassBody(TypedDict):
    """Names of those who are to hand in, one per line."""

    names: Annotated[str, Field(max_length=100_000)]


@Strict
class TierBody(TypedDict):
    """Which event kind a tier of a coding is; "" for none."""

    coding: str
    tier: str
    kind: str


@Strict
class Stretch(TypedDict):
    """A stretch of a recording."""

    start_s: Seconds
    end_s: Seconds


@Strict
class PracticeMark(Stretch):
    """An answer, and when its question was asked, on the clock of its part."""

    question: NotRequired[str]
    question_start_s: NotRequired[Seconds | None]
    question_end_s: NotRequired[Seconds | None]
    question_id: NotRequired[str | None]
    countdown_s: NotRequired[Seconds]


@Strict
class ProbeBody(TypedDict):
    """An answer that goes on, or is over, in a part that is being recorded."""

    upload: str
    start_s: Seconds
    is_over: bool
    question: NotRequired[str]
    asked: NotRequired[list[str]]


@Strict
class PracticePart(TypedDict):
    """One recorded part of a practice."""

    upload: str
    marks: list[PracticeMark]
    neutral: NotRequired[list[Stretch]]


@Strict
class PracticeEndBody(TypedDict):
    """The parts of a practice that is over."""

    parts: list[PracticePart]
    camera: NotRequired[str | None]
    type: NotRequired[str]
    title: NotRequired[str | None]
    drill: NotRequired[str | None]


@Strict
class ChosenMeasuresBody(TypedDict, total=False):
    """The measures that the page shows; null for our choice."""

    measures: list[str] | None


@Strict
class GoalBody(TypedDict):
    """The highest value of a measure that the person aims at; null for none."""

    measure: str
    high: Annotated[float, Field(ge=0)] | None


@Strict
class BestTakeBody(TypedDict):
    """The best take of a question, "session:answer"; null for none."""

    question: str
    take: str | None


@Strict
class BestPartsBody(TypedDict):
    """The clip chosen for each part of a question's best version, by the clip's `id`."""

    question: str
    chosen: dict[Literal["context", "action", "result"], str]


@cache
def _adapter(schema: Any) -> TypeAdapter[Any]:
    return TypeAdapter(schema)


def check(body: dict[str, Any], schema: Any, refusal: str = "") -> dict[str, Any]:
    """Return the body with the keys that its schema names.

    Args:
        refusal: for people, where they can do something about it.

    Raises:
        UsageError: a value is missing or is not what the schema asks for.

    >>> check({"measure": "filler_rate", "high": 2, "else": 1}, GoalBody)
    {'measure': 'filler_rate', 'high': 2.0}
    """
    try:
        checked: dict[str, Any] = _adapter(schema).validate_python(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(key)[:40] for key in first["loc"])
        raise UsageError(refusal or f"The request is not valid: {first['msg']} ({place}).") from error
    return checked


def json_schemas(schemas: Sequence[Any], ref_template: str) -> tuple[list[Any], dict[str, Any]]:
    """Return each schema as JSON Schema, and the definitions that they refer to."""
    inputs: Any = [(i, "validation", _adapter(schema)) for i, schema in enumerate(schemas)]
    by_index, shared = TypeAdapter.json_schemas(inputs, ref_template=ref_template)
    return [by_index[i, "validation"] for i in range(len(schemas))], shared.get("$defs", {})
