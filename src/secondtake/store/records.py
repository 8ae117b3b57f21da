"""The store's plain values, detached from any database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from secondtake.core.recording import SessionKind
from secondtake.review_json import ReviewJson

SAMPLE_TAG = "sample"
DRILL_TAG = "drill"


@dataclass(frozen=True, slots=True)
class StoredRecording:
    """A recording as it is kept.

    Attributes:
        digest: "sha256:..." of its bytes.
        name: what its file was called where it came from; shown, never used as a path.
        media: the kept file.
        playable: a copy that browsers can play, where the file itself is not one.
        thumbnail: where a small picture of it belongs; it may not have been made.
        size_bytes, duration_s: of the kept file.
        probe: `core.recording.Recording.as_dict()`.
    """

    digest: str
    name: str
    media: Path
    playable: Path | None
    thumbnail: Path
    size_bytes: int
    duration_s: float
    probe: Mapping[str, Any]

    @property
    def thumbnail_error_file(self) -> Path:
        """The file with the reason why there is no thumbnail, so that it is not tried again and again."""
        return self.thumbnail.with_suffix(".txt")


@dataclass(frozen=True, slots=True)
class Session:
    """A practice or a real interview in the library.

    Attributes:
        id: short and unguessable; part of addresses.
        kind: "practice" or "real".
        created_at, recorded_at: aware UTC times.
        deleted_at: when it was put aside for deletion; it can still be brought back.
        summary: the newest review in a few figures (see `summary_of`), empty before the first one.
        person: whose recording it is; "" for the library's owner.
    """

    id: str
    kind: SessionKind
    title: str
    created_at: datetime
    recorded_at: datetime
    tags: tuple[str, ...]
    archived: bool
    deleted_at: datetime | None
    recording: StoredRecording
    summary: Mapping[str, Any] = field(default_factory=dict)
    person: str = ""

    @property
    def is_sample(self) -> bool:
        """True for the shipped sample, which belongs to nobody."""
        return SAMPLE_TAG in self.tags

    @property
    def is_drill(self) -> bool:
        """True for a drill's recording: an exercise, in no baseline and no trend."""
        return DRILL_TAG in self.tags

    @property
    def reviewed(self) -> bool:
        """True if there is a review."""
        return bool(self.summary)


@dataclass(frozen=True, slots=True)
class StoredReview:
    """One run's results; `body` is the review JSON (schema 1)."""

    session_id: str
    seq: int
    made_at: datetime
    version: str
    detectors: Mapping[str, Any]
    body: ReviewJson


@dataclass(frozen=True, slots=True)
class Hit:
    """The place where a searched phrase was said (or asked: then `start_s` is None)."""

    session_id: str
    title: str
    start_s: float | None
    context: str


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing a person said about a session, or about everything (`session_id` None).

    Attributes:
        id: for undoing it.
        kind: "dismiss", "marks", "mute", "note", "self_rating", "prediction", "debrief", "target" or
            "best_take".
        subject: what it is about within its kind (a detector group, a measure, an answer).
        value: what was said.
    """

    id: int
    session_id: str | None
    kind: str
    subject: str
    value: Mapping[str, Any]
    made_at: datetime


@dataclass(frozen=True, slots=True)
class MeasurePoint:
    """One measure of one session's newest review, for comparing over time.

    Attributes:
        answer: the answer's number, or None for the whole recording.
        value: None where it was not measurable.
        noise: its standard error within the recording, where known.
        detector: "name@version" that measured it: only equal ones are compared.
        question: the answer's question, "" for the whole recording.
    """

    session_id: str
    kind: SessionKind
    title: str
    recorded_at: datetime
    answer: int | None
    question: str
    name: str
    value: float | None
    unit: str
    noise: float | None
    observed_s: float
    detector: str
