"""Captions with every filler kept and marked: WebVTT for players, SRT for editors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from secondtake.detectors import event_kind
from secondtake.review_json import ReviewJson, WordJson

# Netflix' and the BBC's subtitle guides agree on about two lines of 42 characters and on breaking at pauses.
LONGEST_CUE = 84
LONGEST_S = 6.0
PAUSE_S = 0.6
NOT_UNDERSTOOD = "[not understood]"
# Everything that is not fluent speech, as readers of transcripts know it.
MARKED = {"filler": "({})", "filling": "({})", "repeat": "[{}]"}  # by `EventKind.word_mark`


@dataclass(frozen=True)
class Cue:
    """Words shown together."""

    start_s: float
    end_s: float
    speaker: str
    text: str


def vtt(review: ReviewJson, **_: Any) -> bytes:
    """WebVTT; speakers as voice tags, where they were told apart."""
    told_apart = any(w["speaker"] == "interviewer" for w in review["words"])
    names = {"interviewer": "<v Interviewer>", "candidate": "<v You>"} if told_apart else {}
    return _subtitles(review, "vtt", names)


def srt(review: ReviewJson, **_: Any) -> bytes:
    """SubRip; the interviewer's words begin with a dash and a name."""
    return _subtitles(review, "srt", {"interviewer": "- Interviewer: "})


def words_with_gaps(review: ReviewJson) -> list[WordJson]:
    """Return the words in order, with a note where speech was not understood."""
    notes: list[WordJson] = [
        {**span, "text": NOT_UNDERSTOOD, "probability": 0.0, "speaker": "unknown", "kind": "word"}
        for span in review.get("not_understood", ())
    ]
    return sorted((*review["words"], *notes), key=lambda word: word["start_s"])


def cues(words: Sequence[Mapping[str, Any]]) -> Iterator[Cue]:
    """Words in cues that break at pauses, at a change of speaker, and before they grow too long."""
    pending: list[Mapping[str, Any]] = []
    for word in words:
        if pending and _breaks(pending, word):
            yield _cue(pending)
            pending = []
        pending.append(word)
    if pending:
        yield _cue(pending)


def _breaks(pending: Sequence[Mapping[str, Any]], word: Mapping[str, Any]) -> bool:
    length = sum(len(w["text"]) + 1 for w in pending) + len(word["text"])
    return (
        word["start_s"] - pending[-1]["end_s"] > PAUSE_S
        or word["speaker"] != pending[-1]["speaker"]
        or length > LONGEST_CUE
        or word["end_s"] - pending[0]["start_s"] > LONGEST_S
    )


def _cue(words: Sequence[Mapping[str, Any]]) -> Cue:
    text = " ".join(MARKED.get(event_kind(w["kind"]).word_mark, "{}").format(w["text"]) for w in words)
    return Cue(words[0]["start_s"], words[-1]["end_s"], words[0]["speaker"], text)


def _subtitles(review: ReviewJson, form: str, names: Mapping[str, str]) -> bytes:
    import pysubs2

    subtitles = pysubs2.SSAFile()
    for cue in cues(words_with_gaps(review)):
        # pysubs2 passes text through: what a player would read as markup is escaped first.
        safe = cue.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        text = cue.text if form == "srt" else safe
        event = pysubs2.SSAEvent(
            start=pysubs2.make_time(s=cue.start_s), end=pysubs2.make_time(s=max(cue.end_s, cue.start_s + 0.1))
        )
        event.text = names.get(cue.speaker, "") + text.replace("{", "(").replace("}", ")")
        subtitles.append(event)
    return str(subtitles.to_string(form)).encode()
