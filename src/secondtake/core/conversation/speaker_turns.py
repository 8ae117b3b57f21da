"""Speaker turns: the candidate is on camera, so lip movement distinguishes candidate and interviewer.

During speech, moving lips indicate the candidate and resting lips the interviewer, if those parts sound
different from the rest or ask something (`second_voice.py`). Voices separated by their
sound (extra `[speakers]`) add to that, or are used alone without video. Marks and
corrections override both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondtake.core.answer import Mark, Side, SpeakerCorrection, Turn
from secondtake.core.conversation.second_voice import has_second_voice
from secondtake.core.conversation.speaker_corrections import apply_corrections, merge_turns, overlay_turns
from secondtake.core.series import Floats, Series
from secondtake.core.spans import Span, gaps, intersect, merge
from secondtake.core.tracks import Tracks

SIDES: tuple[Side, Side] = ("candidate", "interviewer")

STEP_S = 0.1  # our choice: a tenth of a second is finer than any turn
# Lips open and close with syllables, four to five a second; a window of three of them holds the movement.
MOVEMENT_WINDOW_S = 0.7
# Our choice, in face heights: below the first, lips rest (trackers shiver by about a third of it);
# a mouth whose 90th percentile stays below the second never spoke on camera.
RESTING_LIPS = 0.002
TALKING_LIPS = 0.004
RESTING_SHARE = 1 / 3  # our choice: lips that move less than a third of the 90th percentile may rest
EVIDENCE_LIMIT = 1.0  # one tenth of a second may never decide alone
SWITCH_COST = 12.0  # our choice: so many tenths of a second of clear evidence before a turn changes hands
SWITCH_COST_IN_SILENCE = 2.5  # turns mostly change in silence ...
TURN_GAP_S = 0.3  # ... for longer than within a sentence
SHORTEST_TURN_S = 0.6  # our choice: shorter than "can you go on?"
SNAP_S = 0.6  # a change of turn moves to a silence this near


@dataclass(frozen=True, slots=True)
class _FrameEvidence:
    """Evidence for the candidate on a grid of `STEP_S`, and where turns change easily."""

    middles_s: Floats
    changeable: NDArray[np.bool_]
    evidence: Floats


def mouth_moving(tracks: Tracks) -> Series:
    """Return lip movement, 0..1, at the face's sample times; NaN where no mouth was visible.

    The standard deviation of the lip gap within `MOVEMENT_WINDOW_S`, on a scale where 0.5 is the border
    between resting and talking lips.
    """
    gap = tracks["mouth_open"]
    if not len(gap):
        return Series([], [], unit="share", hold_s=1.0)
    spread = _moving_spread(gap, MOVEMENT_WINDOW_S)
    border = _lip_border(spread)
    # x / (x + border): 0 for still lips, 0.5 at the border, towards 1 for moving ones.
    return Series(gap.times_s, spread / (spread + border), unit="share", hold_s=gap.hold_s)


def detect_turns(
    tracks: Tracks, marks: Sequence[Mark] = (), corrected: Sequence[SpeakerCorrection] = ()
) -> tuple[Turn, ...]:
    """Detect speaker turns; empty if only one person speaks or the speakers cannot be distinguished.

    Args:
        tracks: needs `speech`; uses `mouth_open` (face) and `voice_side` (voices told apart).
        marks: questions' times given from outside; they override what lips and voices say.
        corrected: what the person said about it, in that order; it overrides everything.
    """
    if not tracks.speech:
        return ()
    frames = _frames(tracks)
    if not np.any(frames.evidence):
        owner = np.zeros(frames.middles_s.size, dtype=np.int64)
    else:
        owner = _viterbi(frames)
    turns = _as_turns(owner, frames, tracks.speech)
    if not has_second_voice(turns, tracks):
        turns = _as_turns(np.zeros_like(owner), frames, tracks.speech)
    turns = overlay_turns(turns, _marked_turns(marks), tracks.speech)
    turns = apply_corrections(turns, corrected, tracks)
    return turns if any(t.speaker == "interviewer" for t in turns) else ()


def _moving_spread(series: Series, window_s: float) -> Floats:
    """Return the standard deviation within a centred window; NaN where the sample itself is unobserved."""
    times, values = series.times_s, series.values
    is_observed = np.isfinite(values)
    filled = np.where(is_observed, values, 0.0)
    sums = [np.concatenate(([0.0], np.cumsum(x))) for x in (is_observed.astype(float), filled, filled**2)]
    first = np.searchsorted(times, times - window_s / 2, side="left")
    stop = np.searchsorted(times, times + window_s / 2, side="right")
    n, total, squares = (s[stop] - s[first] for s in sums)
    n = np.maximum(n, 1)
    variance = np.maximum(squares / n - (total / n) ** 2, 0.0)
    spread: Floats = np.where(is_observed, np.sqrt(variance), np.nan)
    return spread


def _lip_border(spread: Floats) -> float:
    """Return the threshold of lip movement: the geometric mean of this person's 10th and 90th percentiles."""
    observed = spread[np.isfinite(spread)]
    if not observed.size:
        return RESTING_LIPS
    low, high = np.percentile(observed, [10, 90])
    # With nearly constant talk there is no quiet tenth: keep the border well below the 90th percentile.
    return float(max(RESTING_LIPS, min(np.sqrt(low * high), high * RESTING_SHARE)))


def _frames(tracks: Tracks) -> _FrameEvidence:
    middles_s = np.arange(STEP_S / 2, tracks.duration_s, STEP_S)
    speech = merge(tracks.speech or ())
    voiced = _inside(speech, middles_s)
    lips = _lip_evidence(tracks, middles_s, voiced)
    voices = _voice_evidence(tracks, middles_s, voiced, lips)
    evidence = np.clip(lips + voices, -EVIDENCE_LIMIT, EVIDENCE_LIMIT)
    silences = [g for g in gaps(speech, tracks.whole) if g.duration_s >= TURN_GAP_S]
    return _FrameEvidence(middles_s, _inside(silences, middles_s), np.where(voiced, evidence, 0.0))


def _inside(spans: Sequence[Span], times_s: Floats) -> NDArray[np.bool_]:
    """Return a mask of the times that lie in any of the disjoint, sorted spans."""
    edges = np.array([x for s in spans for x in (s.start_s, s.end_s)])
    inside: NDArray[np.bool_] = np.searchsorted(edges, times_s, side="right") % 2 == 1
    return inside


def _lip_evidence(tracks: Tracks, at_s: Floats, voiced: NDArray[np.bool_]) -> Floats:
    """Return lip evidence: positive where the candidate's lips move, negative at rest, 0 where unknown."""
    spread = _moving_spread(tracks["mouth_open"], MOVEMENT_WINDOW_S)
    spread_at = Series(
        tracks["mouth_open"].times_s, spread, unit="face heights", hold_s=tracks["mouth_open"].hold_s
    ).at(at_s)
    voiced_spread = spread_at[voiced & np.isfinite(spread_at)]
    if not voiced_spread.size or np.percentile(voiced_spread, 90) < TALKING_LIPS:
        return np.zeros(at_s.size)
    moving = mouth_moving(tracks).at(at_s)
    evidence: Floats = np.where(np.isfinite(moving), 4 * (moving - 0.5), 0.0)
    return np.clip(evidence, -EVIDENCE_LIMIT, EVIDENCE_LIMIT)


def _voice_evidence(tracks: Tracks, at_s: Floats, voiced: NDArray[np.bool_], lips: Floats) -> Floats:
    """Return voice evidence from `voice_side`, which is > 0 for one voice and < 0 for the other.

    The lips show which of the two is the candidate's; without video it is the one that speaks longer, as an
    interviewer asks and a candidate tells.
    """
    side = np.nan_to_num(tracks["voice_side"].at(at_s))
    side = np.where(voiced, np.clip(side, -1, 1), 0.0)
    if not np.any(side):
        return side
    agreement = float(np.sum(side * lips)) if np.any(lips) else float(np.sum(np.sign(side)))
    return side if agreement >= 0 else -side


def _viterbi(frames: _FrameEvidence) -> NDArray[np.int64]:
    """Return the most likely speaker of each frame, 0 candidate or 1 interviewer (Viterbi, two states)."""
    gain = np.stack([frames.evidence, -frames.evidence], axis=1)
    cost = np.where(frames.changeable, SWITCH_COST_IN_SILENCE, SWITCH_COST)
    n = len(gain)
    best = np.zeros(2)
    came_from = np.zeros((n, 2), dtype=np.int64)
    for i in range(n):
        other = best[::-1] - cost[i]
        is_same = best >= other
        came_from[i] = np.where(is_same, [0, 1], [1, 0])
        best = np.where(is_same, best, other) + gain[i]
    owner = np.zeros(n, dtype=np.int64)
    owner[-1] = int(np.argmax(best))
    for i in range(n - 1, 0, -1):
        owner[i - 1] = came_from[i, owner[i]]
    return owner


def _as_turns(owner: NDArray[np.int64], frames: _FrameEvidence, speech: Sequence[Span]) -> tuple[Turn, ...]:
    """Return runs of one speaker as turns: bounds moved to the nearest silence, clipped to speech."""
    changes = np.flatnonzero(np.diff(owner)) + 1
    end_s = float(frames.middles_s[-1]) + STEP_S / 2
    cuts = [_snap_to_silence(float(frames.middles_s[i]) - STEP_S / 2, speech) for i in changes]
    bounds = [0.0, *cuts, max(end_s, merge(speech)[-1].end_s)]
    owners = [owner[0], *owner[changes]]
    parts = [
        Turn(SIDES[int(who)], span)
        for who, start_s, stop_s in zip(owners, bounds, bounds[1:], strict=False)
        if stop_s > start_s
        for span in intersect(speech, (Span(start_s, stop_s),))
    ]
    return merge_turns(t for t in merge_turns(parts) if t.span.duration_s >= SHORTEST_TURN_S)


def _snap_to_silence(time_s: float, speech: Sequence[Span]) -> float:
    """Return the middle of the nearest silence within `SNAP_S`, else the time itself."""
    silences = gaps(speech, Span(max(0.0, time_s - SNAP_S), time_s + SNAP_S))
    if not silences:
        return time_s

    def far_s(silence: Span) -> float:
        return max(silence.start_s - time_s, time_s - silence.end_s, 0.0)

    return min(silences, key=lambda s: (far_s(s), -s.duration_s)).middle_s


def _marked_turns(marks: Sequence[Mark]) -> tuple[Turn, ...]:
    """Return turns of the marked questions and answers; a countdown before an answer belongs to it."""
    questions = [
        Turn("interviewer", Span(m.question_span.start_s, min(m.question_span.end_s, m.free_s)))
        for m in marks
        if m.question_span is not None and m.question_span.start_s < m.free_s
    ]
    return (*questions, *(Turn("candidate", Span(m.free_s, m.span.end_s)) for m in marks))
