"""Gather judged results as the evidence that the coaching rule reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from secondtake.coaching.doubts import RecordingFacts
from secondtake.coaching.session_evidence import AnswerEvidence, SessionEvidence
from secondtake.coaching.story.told_answer import ToldAnswer
from secondtake.core.conversation.people import count_together, is_as_in_tile, visible_people
from secondtake.core.event import Event, Transcript
from secondtake.core.findings import MeasureSpec
from secondtake.core.measure import Measure
from secondtake.core.norm import Baseline
from secondtake.core.recording import Recording
from secondtake.core.review import AnswerReview
from secondtake.core.signals.usable_video import frozen_spans, lifeless_spans
from secondtake.core.spans import Span, clip, intersect, merge, total_s
from secondtake.core.tracks import Tracks


def session_evidence(
    tracks: Tracks,
    transcript: Transcript | None,
    events: Sequence[Event],
    answers: Sequence[AnswerReview],
    measures: Sequence[Measure],
    specs: Mapping[str, MeasureSpec],
    baselines: Mapping[str, Baseline],
    lively: Span | None = None,
    tell: Callable[[AnswerEvidence], ToldAnswer | None] | None = None,
) -> SessionEvidence:
    """Gather one recording for the rule.

    Args:
        transcript: with the kinds that the detectors gave its words.
        lively: the fifteen seconds of most energy.
        tell: tells the parts of an English answer apart; None leaves that out.
    """
    evidence = _evidence(tracks, transcript, events, answers, measures, specs, baselines, lively)
    if tell is None or evidence.language != "en":
        return evidence
    return replace(evidence, answers=tuple(replace(a, told=tell(a)) for a in evidence.answers))


def _evidence(
    tracks: Tracks,
    transcript: Transcript | None,
    events: Sequence[Event],
    answers: Sequence[AnswerReview],
    measures: Sequence[Measure],
    specs: Mapping[str, MeasureSpec],
    baselines: Mapping[str, Baseline],
    lively: Span | None,
) -> SessionEvidence:
    counted = tuple(e for e in events if not e.dismissed)
    words = transcript.by("candidate", "unknown") if transcript else ()
    speaking = tracks.speaking
    return SessionEvidence(
        duration_s=tracks.duration_s,
        language=transcript.language if transcript else "",
        answers=tuple(
            AnswerEvidence(
                index=a.answer.index,
                question=a.answer.question,
                span=a.answer.span,
                words=tuple(w for w in words if a.answer.span.contains(w.span.middle_s)),
                events=tuple(e for e in counted if a.answer.span.contains(e.span.middle_s)),
                measures={m.name: m for m in a.measures},
                speaking_s=total_s(clip(speaking, a.answer.span)),
                question_id=a.answer.question_id,
            )
            for a in answers
        ),
        events=counted,
        measures={m.name: m for m in measures},
        specs=specs,
        baselines=baselines,
        lively=lively,
    )


def recording_facts(
    recording: Recording, tracks: Tracks, *, is_attributed: bool = False, is_chosen: bool = False
) -> RecordingFacts:
    """Gather what decides whether anything may be said about a recording at all.

    Args:
        is_attributed: the person has said whose words are whose, or marked their answers.
        is_chosen: the person has said that the analysed face is theirs.
    """
    own = [w for w in tracks.words if w.kind == "word"]
    return RecordingFacts(
        duration_s=recording.duration_s,
        stated_s=recording.stated_s,
        has_sound=recording.audio is not None,
        speech_s=total_s(tracks.speech or ()),
        own_speech_s=total_s(tracks.speaking),
        words=len(tracks.words),
        word_probability=float(np.median([w.probability for w in own])) if own else None,
        language=tracks.transcript.language if tracks.transcript else "",
        is_language_unsure=bool(tracks.transcript and tracks.transcript.candidates),
        faces=count_faces(tracks, recording),
        still_share=_still_share(tracks),
        is_chosen=is_chosen or "me" in tracks.facts,
        is_talker="talker" in tracks.facts,
        is_likely_talker="likely_talker" in tracks.facts,
        is_in_tile=_is_in_tile(tracks, recording),
        is_attributed=is_attributed,
    )


def count_faces(tracks: Tracks, recording: Recording) -> int:
    """Return how many people are in the video at once, at least 1.

    Beside a large face a small one, as of a call's own view, is in the log of faces alone.
    """
    video = recording.video
    listed = count_together(visible_people(tracks, video.width / video.height)) if video else 0
    return max(1, int(tracks.facts.get("faces", 1.0)), listed)


def _is_in_tile(tracks: Tracks, recording: Recording) -> bool:
    """Return True if the analysed face is as small as in a tile of a call."""
    video = recording.video
    aspect = video.width / video.height if video else 1.0
    return video is not None and is_as_in_tile(visible_people(tracks, aspect), aspect)


def _still_share(tracks: Tracks) -> float:
    """Return the share of the time with a face in which the video, or its face's lids, stand still."""
    face = tracks["yaw_deg"].observed_spans()
    seconds = total_s(face)
    return (
        total_s(intersect(face, merge((*frozen_spans(tracks), *lifeless_spans(tracks))))) / seconds
        if seconds
        else 0.0
    )
