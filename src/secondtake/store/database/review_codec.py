"""Encode a review's JSON: compressed as a whole, and as rows where it is queried."""

from __future__ import annotations

import hashlib
import json
import lzma
import re
import zlib
from array import array
from collections.abc import Iterator, Mapping
from typing import Any

from secondtake.core.errors import StoreError
from secondtake.review_json import ReviewJson
from secondtake.store.database.tables import MeasureRow, TranscriptRow

# Our choices: an hour's review has 5 MB, and takes 2 MB to decode.
MAX_REVIEW_BYTES, MAX_DECODER_BYTES = 128 << 20, 64 << 20
MAX_STARTS_BYTES = 4_000_000  # of a million words
WHOLE = -1  # the `answer` of a measure over the whole recording
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def compress_review(body: Mapping[str, Any]) -> bytes:
    """Return the review as compressed UTF-8 JSON.

    Raises:
        ValueError: it holds NaN or infinity, which JSON does not know; what was not observed is None.
    """
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return lzma.compress(text.encode(), preset=1)  # our choice: two thirds of zlib's size, as quick


def fingerprint(body: Mapping[str, Any]) -> str:
    """Equal for equal results, however long they took."""
    results = {name: value for name, value in body.items() if name != "timing"}
    text = json.dumps(results, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


class CorruptReview(StoreError):
    """A review, or what is kept for searching it, cannot be read back."""


def decompress_review(body: bytes) -> ReviewJson:
    """Return the review's JSON again.

    Raises:
        CorruptReview: it is damaged, or opens to more than any review has.
    """
    try:
        decompressor = lzma.LZMADecompressor(memlimit=MAX_DECODER_BYTES)
        text = decompressor.decompress(body, max_length=MAX_REVIEW_BYTES)
        review: ReviewJson = json.loads(text if decompressor.eof else b"")
    except (lzma.LZMAError, ValueError, RecursionError) as error:
        raise CorruptReview(f"A review cannot be read: {error}. Update it: secondtake judge.") from error
    return review


def measure_rows(review_id: int, body: Mapping[str, Any]) -> Iterator[MeasureRow]:
    """Every number of the review: over the whole recording and over each answer."""
    detectors = {name: spec.get("detector", "") for name, spec in body.get("specs", {}).items()}
    scopes = [(WHOLE, body["measures"])] + [(a["index"], a["measures"]) for a in body["answers"]]
    for answer, measures in scopes:
        for name, measure in measures.items():
            yield MeasureRow(
                review_id=review_id,
                answer=answer,
                name=name,
                value=measure["value"],
                unit=measure["unit"],
                noise=measure.get("noise"),
                observed_s=measure["observed_s"],
                detector=detectors.get(name, ""),
            )


def summary_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a list of sessions shows: questions, counts by kind of event, coverage, what to work on."""
    counts: dict[str, int] = {}
    for event in body["events"]:
        if not event["dismissed"]:
            counts[event["kind"]] = counts.get(event["kind"], 0) + 1
    return {
        "questions": [a["question"] for a in body["answers"]],
        "question_ids": [a["question_id"] for a in body["answers"]],
        "to_improve": [sum(f["kind"] == "improve" for f in a["findings"]) for a in body["answers"]],
        "changes": _changes(body),
        "events": counts,
        "coverage": body["coverage"],
        "warnings": len(body["warnings"]),
        "conditions": body.get("conditions", {}),
        "findings": [
            {name: f.get(name, "") for name in ("kind", "text", "measure", "drill")}
            | {"label": body.get("specs", {}).get(f.get("measure"), {}).get("label", "")}
            for f in body["findings"][:6]
        ],
    }


def _changes(body: Mapping[str, Any]) -> list[str]:
    """Return each answer's one thing to change, as its debrief labels it; "" where none is named."""
    labels = {part["answer"]: part["change"]["label"] for part in body.get("debrief") or () if part["change"]}
    return [labels.get(answer["index"], "") for answer in body["answers"]]


def transcript_row(session_id: str, body: Mapping[str, Any]) -> TranscriptRow:
    """Return what was said and asked, ready to be searched."""
    words: list[str] = []
    starts = array("f")
    for word in body["words"]:
        for plain in plain_words(word["text"]):
            words.append(plain)
            starts.append(word["start_s"])
    questions = " | ".join(" ".join(plain_words(a["question"])) for a in body["answers"])
    return TranscriptRow(
        session_id=session_id,
        said=between_blanks(words),
        starts=zlib.compress(starts.tobytes()),
        asked=f" {questions} ",
    )


def plain_words(text: str) -> list[str]:
    """Return the words of a text as they are searched: no case, no punctuation, straight apostrophes.

    >>> plain_words("Um, I’d say: BASICALLY")
    ['um', "i'd", 'say', 'basically']
    """
    return [word.replace("’", "'").casefold() for word in _WORD.findall(text)]


def between_blanks(words: list[str]) -> str:
    """Words with a blank on either side of each, so that whole words are found by a simple comparison."""
    return f" {' '.join(words)} "


def start_times_s(starts: bytes) -> array[float]:
    """Return the start of each stored word, in seconds."""
    times, decompressor = array("f"), zlib.decompressobj()
    try:
        times.frombytes(decompressor.decompress(starts, MAX_STARTS_BYTES))
        if not decompressor.eof:
            raise ValueError("they are cut off, or too many")
    except (zlib.error, ValueError) as error:
        raise CorruptReview(f"A transcript's times cannot be read: {error}.") from error
    return times
