"""The second pass: judge tracks and words into a review. Pure, and fast enough to redo all history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from secondtake import detectors
from secondtake.coaching.build import recording_facts, session_evidence
from secondtake.coaching.debrief import Debrief, build_debrief, findings_of
from secondtake.coaching.doubts import RecordingFacts, find_doubts
from secondtake.core.answer import Answer
from secondtake.core.conversation.build import build_conversation, single_speaker_warning
from secondtake.core.conversation.people import people_json
from secondtake.core.conversation.word_corrections import correct_words
from secondtake.core.coverage import (
    coverage,
    not_understood,
    not_understood_warning,
    why_not_measurable,
)
from secondtake.core.energy.session_profile import EnergyProfile, energy_profile
from secondtake.core.event import Event, of_kind, tag_words
from secondtake.core.findings import MeasureSpec, notices
from secondtake.core.insights.added_events import added_events_json
from secondtake.core.insights.cooccurrence import find_cooccurrences
from secondtake.core.insights.habits import habits
from secondtake.core.measure import Measure, unmeasured, with_standard_error
from secondtake.core.recording import Recording
from secondtake.core.review import AnswerReview, Provenance, Review, source_json, span_json, spec_json
from secondtake.core.signals.calibration import calibration_warnings, choose_calibration
from secondtake.core.signals.downsample import display_signals
from secondtake.core.signals.usable_video import usable_video
from secondtake.core.spans import Span, clip, gaps, intersect
from secondtake.core.tracks import Tracks
from secondtake.core.trends.recording_conditions import conditions_of
from secondtake.detectors.base import Detection, Detector
from secondtake.detectors.face import framing
from secondtake.detectors.voice import loudness, vocal_energy
from secondtake.pipeline.judging_options import UNCHANGED, JudgingOptions

BLOCK_S = 15.0  # our choice: long enough for a few events, short enough for eight blocks in two minutes
MAX_BLOCKS = 80  # our choice: a standard error is known well enough from so many

SETUP = (framing.NAME, loudness.NAME)  # detectors whose warnings are about camera, light and microphone


@dataclass(frozen=True)
class Judged:
    """One detector's result on one recording, with the person's corrections applied."""

    detector: Detector
    detection: Detection
    why_not: str = ""

    def measures(self, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
        """Return its measures over `scope`; with a reason where its tracks are missing."""
        if self.why_not:
            return tuple(unmeasured(s.name, s.unit, self.why_not) for s in self.detector.measures)
        return self.detector.measure(self.detection, self.detector.input_of(tracks), scope)


def judge(
    tracks: Tracks,
    recording: Recording,
    options: JudgingOptions = UNCHANGED,
    *,
    provenance: Provenance,
    timing: Mapping[str, Any] | None = None,
    warnings: Sequence[str] = (),
) -> Review:
    """Return the review of one recording.

    Args:
        tracks: as observed; turns and answers are added here.
        provenance: version, weights and settings; the detectors' versions are added here.
        warnings: the observers'.
    """
    tracks = attribute(tracks, options)
    watched, neutral_from = choose_calibration(tracks, options.earlier)
    judged = [_run(d, tracks, watched, options) for d in detectors.ALL if not options.mutes(d)]
    events = tuple(sorted((e for j in judged for e in j.detection.events), key=lambda e: e.span))
    measures = tuple(with_standard_error(m, blocks) for j in judged for m, blocks in _with_blocks(j, tracks))
    audio_warnings = (
        *(tracks.transcript.notes if tracks.transcript else ()),
        *not_understood_warning(tracks),
        *single_speaker_warning(tracks),
    )
    specs = {s.name: s for j in judged for s in j.detector.measures}
    answers = tuple(_answer(a, judged, tracks, specs, options, events) for a in tracks.answers)
    transcript = tracks.transcript and tag_words(tracks.transcript, events)
    profile = _energy_profile(judged, tracks, answers)
    evidence = session_evidence(
        tracks,
        transcript,
        events,
        answers,
        measures,
        specs,
        options.baselines,
        lively=profile.best if profile else None,
        tell=options.stories.tell if options.stories else None,
    )
    debrief = build_debrief(evidence, find_doubts(_facts(recording, tracks, options)))
    stories = {} if debrief.doubts or options.stories is None else options.stories.fields(evidence)
    noticed = () if debrief.doubts else notices(measures, specs, options.baselines, events, tracks.whole)
    return Review(
        recording=recording,
        transcript=transcript,
        events=events,
        answers=tuple(replace(_with_debrief(a, debrief), story=stories.get(a.answer.index)) for a in answers),
        measures=measures,
        findings=findings_of(debrief.session, noticed),
        signals=display_signals({name: s for j in judged for name, s in j.detection.scores.items()}, tracks),
        coverage=coverage(usable_video(tracks)),
        warnings=_warnings(recording, (*warnings, *audio_warnings, *calibration_warnings(tracks)), judged),
        provenance=replace(
            provenance,
            detectors={j.detector.name: j.detector.version for j in judged},
            settings={**provenance.settings, "neutral": neutral_from},
        ),
        timing=timing or {},
        extras={
            **_extras(judged, tracks, events),
            "added": added_events_json(options.added, events, tracks.answers, detectors.event_kinds()),
            "energy_shape": profile and profile.as_dict(),
            "debrief": debrief.to_json(),
            "doubts": [d.to_json() for d in debrief.doubts],
            "conditions": conditions_of(recording, tracks).to_json(),
            "people": people_json(tracks, recording.video.width / recording.video.height)
            if recording.video
            else [],
        },
    )


def _extras(judged: Sequence[Judged], tracks: Tracks, events: Sequence[Event]) -> dict[str, Any]:
    """Return the review's further fields (docs/review-json.md), as plain values."""
    observed = _observed_spans_by_kind(judged)
    kinds = detectors.event_kinds()
    return {
        "specs": {
            s.name: {**spec_json(s), "detector": j.detector.id} for j in judged for s in j.detector.measures
        },
        "kinds": {k.name: k.to_json() for j in judged for k in j.detector.kinds},
        "sources": {j.detector.id: [source_json(s) for s in j.detector.sources] for j in judged},
        "setup": [w for j in judged if j.detector.name in SETUP for w in j.detection.warnings],
        "speech": [span_json(s) for s in tracks.speech or ()],
        "not_understood": [span_json(s) for s in not_understood(tracks)],
        "observed": {kind: [span_json(s) for s in spans] for kind, spans in observed.items()},
        "turns": [{"speaker": t.speaker, **span_json(t.span)} for t in tracks.turns],
        "habits": [
            h.as_dict() for h in habits(events, tracks.answers, tracks, kinds=kinds, observed=observed)
        ],
        "patterns": [p.as_dict() for p in find_cooccurrences(events, tracks.scopes, kinds=kinds)],
    }


def _energy_profile(
    judged: Sequence[Judged], tracks: Tracks, answers: Sequence[AnswerReview]
) -> EnergyProfile | None:
    """Return the profile of the session's vocal energy, or None where no voice was judged."""
    energy = next((s for j in judged for n, s in j.detection.scores.items() if n == "voice_energy"), None)
    numbers = {a.answer.index: {m.name: m.value for m in a.measures} for a in answers}
    if energy is None:
        return None
    events = [event for j in judged for event in j.detection.events]
    low = [event.span for event in of_kind(events, vocal_energy.KIND.name)]
    return energy_profile(energy, tracks, numbers, low=low)


def attribute(tracks: Tracks, options: JudgingOptions) -> Tracks:
    """Return the tracks with corrected words, speakers, answers, calibration and the person's baselines."""
    baselines = {name: baseline.median for name, baseline in options.baselines.items()}
    if tracks.transcript and options.words:
        tracks = replace(tracks, transcript=correct_words(tracks.transcript, options.words))
    # The lips of a frozen video say nothing about who speaks.
    talk = build_conversation(usable_video(tracks), options.marks, options.questions, options.speakers)
    return replace(talk, series=tracks.series, baselines=baselines, neutral=options.neutral)


def _run(detector: Detector, tracks: Tracks, watched: Tracks, options: JudgingOptions) -> Judged:
    """Run one detector; drop muted kinds, mark dismissed events, and name the detector in every event.

    The last frame is held a little beyond the recording's end; events end with the recording.
    """
    visible = detector.input_of(tracks)
    if not visible.has(detector.needs):
        return Judged(detector, Detection(), why_not_measurable(detector.needs, tracks))
    detection = detector.detect(
        detector.input_of(watched), options.params.get(detector.name, detector.params)
    )
    detection = _without_calibration(detection, tracks) if watched.neutral else detection
    events = tuple(
        replace(e, span=span, detector=detector.id, dismissed=any(d.covers(e) for d in options.dismissed))
        for e in detection.events
        if e.kind not in options.muted
        for span in clip((e.span,), tracks.whole)
    )
    return Judged(detector, replace(detection, events=events))


def _without_calibration(detection: Detection, tracks: Tracks) -> Detection:
    """Drop what lies in a calibration or before zero: sitting still on request is not a habit."""
    scored = gaps(tracks.neutral, tracks.whole)
    return replace(
        detection,
        events=tuple(e for e in detection.events if any(span.contains(e.span.middle_s) for span in scored)),
        scores={name: series.within(tracks.whole) for name, series in detection.scores.items()},
        observed=intersect(detection.observed, scored),
    )


def _with_blocks(judged: Judged, tracks: Tracks) -> Iterable[tuple[Measure, tuple[Measure, ...]]]:
    """Return each measure over the whole recording, with the same measure in blocks of it."""
    whole = judged.measures(tracks, tracks.whole)
    if judged.why_not:
        return [(m, ()) for m in whole]
    block_s = max(BLOCK_S, tracks.duration_s / MAX_BLOCKS)
    count = int(tracks.duration_s / block_s + 1e-9)
    blocks = [judged.measures(tracks, Span(i * block_s, (i + 1) * block_s)) for i in range(count)]
    return [(m, tuple(b for block in blocks for b in block if b.name == m.name)) for m in whole]


def _facts(recording: Recording, tracks: Tracks, options: JudgingOptions) -> RecordingFacts:
    """Gather what decides whether advice is given; what the person has said counts."""
    is_attributed = bool(options.speakers or options.marks)
    is_chosen = options.is_face_confirmed
    return recording_facts(recording, tracks, is_attributed=is_attributed, is_chosen=is_chosen)


def _answer(
    answer: Answer,
    judged: Sequence[Judged],
    tracks: Tracks,
    specs: Mapping[str, MeasureSpec],
    options: JudgingOptions,
    events: Sequence[Event],
) -> AnswerReview:
    measures = tuple(m for j in judged for m in j.measures(tracks, answer.span))
    return AnswerReview(answer, measures, notices(measures, specs, options.baselines, events, answer.span))


def _with_debrief(review: AnswerReview, debrief: Debrief) -> AnswerReview:
    """Return the answer with its debrief's findings before the others; with none where there are doubts."""
    own = next((d for d in debrief.answers if d.answer == review.answer.index), None)
    return replace(review, findings=findings_of(own, review.findings if own else ()))


def _observed_spans_by_kind(judged: Sequence[Judged]) -> dict[str, tuple[Span, ...]]:
    """Return where each kind of event could be detected; elsewhere its absence means nothing."""
    return {kind: j.detection.observed for j in judged for kind in j.detector.kind_names}


def _warnings(recording: Recording, observed: Sequence[str], judged: Sequence[Judged]) -> tuple[str, ...]:
    """Return the warnings about the recording, each sentence once."""
    warnings = [*recording.warnings, *observed, *(w for j in judged for w in j.detection.warnings)]
    return tuple(dict.fromkeys(warnings))
