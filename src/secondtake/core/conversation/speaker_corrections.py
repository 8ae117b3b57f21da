"""Speakers of turns and words: the person's corrections override what lips and voices indicate."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from secondtake.core.answer import Side, SpeakerCorrection, SwapSpeakers, Turn
from secondtake.core.errors import UsageError
from secondtake.core.event import Speaker, Transcript
from secondtake.core.spans import Span, gaps, intersect, merge, total_s
from secondtake.core.tracks import Tracks

JOIN_S = 3.0  # consecutive speech of one side this close is one turn
VOICE_AROUND_S = 0.6  # our choice: so far may a voice begin before its first word or end after its last
OTHER: Mapping[str, Side] = {"candidate": "interviewer", "interviewer": "candidate"}


def apply_corrections(
    turns: Sequence[Turn], corrections: Sequence[SpeakerCorrection], tracks: Tracks
) -> tuple[Turn, ...]:
    """Return the turns with the corrections applied in order; later ones override earlier ones.

    Args:
        turns: as lips, voices and marks tell them.
        corrections: a turn assigns a span to one side, a swap exchanges the sides everywhere.
    """
    for correction in corrections:
        if isinstance(correction, SwapSpeakers):
            turns = tuple(replace(t, speaker=OTHER[t.speaker]) for t in turns)
        else:
            turns = overlay_turns(
                turns, [replace(correction, span=_widened(correction.span, tracks))], tracks.speech or ()
            )
    return tuple(turns)


def overlay_turns(turns: Sequence[Turn], by: Sequence[Turn], speech: Sequence[Span]) -> tuple[Turn, ...]:
    """Return the turns overridden by those of `by` where these cover speech; earlier ones of `by` win."""
    segments: list[Turn] = []
    covered: tuple[Span, ...] = ()
    for turn in (*by, *turns):
        spoken = intersect(speech, gaps(covered, turn.span))
        segments += [Turn(turn.speaker, span) for span in spoken if total_s([span]) > 0]
        covered = merge((*covered, turn.span))
    return merge_turns(segments)


def merge_turns(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """Merge consecutive turns of one speaker unless a long silence lies between them."""
    merged: list[Turn] = []
    for turn in sorted(turns, key=lambda t: t.span):
        last = merged[-1] if merged else None
        if last and last.speaker == turn.speaker and turn.span.start_s - last.span.end_s <= JOIN_S:
            merged[-1] = Turn(turn.speaker, Span(last.span.start_s, max(last.span.end_s, turn.span.end_s)))
        else:
            merged.append(turn)
    return tuple(merged)


def assign_speakers(transcript: Transcript, turns: Sequence[Turn]) -> Transcript:
    """Return the transcript with each word assigned to the turn that covers it most, else the nearest."""
    if not turns:
        return transcript
    words = tuple(replace(w, speaker=_speaker_of(w.span, turns)) for w in transcript.words)
    return replace(transcript, words=words)


def _speaker_of(span: Span, turns: Sequence[Turn]) -> Speaker:
    def far_s(turn: Turn) -> float:
        return max(turn.span.start_s - span.end_s, span.start_s - turn.span.end_s, 0.0)

    return max(turns, key=lambda t: (span.overlap_s(t.span), -far_s(t))).speaker


def parse_attribution(plain: Mapping[str, Any]) -> SpeakerCorrection:
    """Parse a speaker correction: `{speaker, start_s, end_s}`, or `{swap: true}`.

    Raises:
        UsageError: it is neither.

    >>> parse_attribution({"speaker": "interviewer", "start_s": 1, "end_s": 4}).speaker
    'interviewer'
    """
    if plain.get("swap") is True:
        return SwapSpeakers()
    try:
        start_s, end_s = float(plain["start_s"]), float(plain["end_s"])
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError("Give the speaker as {speaker, start_s, end_s}, with times in seconds.") from error
    speaker = next((side for side in OTHER.values() if side == plain.get("speaker")), None)
    if speaker is None:
        raise UsageError("The speaker must be candidate or interviewer.")
    if not 0 <= start_s < end_s < math.inf:
        raise UsageError(f"The end ({end_s:g} s) must come after the start ({start_s:g} s).")
    return Turn(speaker, Span(start_s, end_s))


def attribution_json(correction: SpeakerCorrection) -> dict[str, Any]:
    """Return the correction in the form that `parse_attribution` reads."""
    if isinstance(correction, SwapSpeakers):
        return {"swap": True}
    return {"speaker": correction.speaker, "start_s": correction.span.start_s, "end_s": correction.span.end_s}


def _widened(span: Span, tracks: Tracks) -> Span:
    """Return the span widened by the voice around its words, at most halfway to other words."""
    words = tracks.transcript.words if tracks.transcript else ()
    inside = [i for i, w in enumerate(words) if span.contains(w.span.middle_s)]
    if not inside:
        return span
    first, last = inside[0], inside[-1]
    before_s = words[first - 1].span.end_s if first else -math.inf
    after_s = words[last + 1].span.start_s if last + 1 < len(words) else math.inf
    start_s = max((min(before_s, span.start_s) + span.start_s) / 2, span.start_s - VOICE_AROUND_S, 0.0)
    end_s = min((max(after_s, span.end_s) + span.end_s) / 2, span.end_s + VOICE_AROUND_S)
    return Span(start_s, end_s)
