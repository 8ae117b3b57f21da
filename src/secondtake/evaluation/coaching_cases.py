"""Made recordings for the coaching rule: answers as text, events as data, and what coaches picked.

A case is JSON (tests/data/coaching/*.json):

    {"name": "...", "answers": [{"question": "...", "text": "Um, I ...", "wpm": 160}, ...],
     "events": [{"kind": "low_voice_energy", "answer": 0, "from": 0.0, "to": 0.5, "strength": 2.0}],
     "measures": {"gaze_away_share": 0.55}, "usual": {"filler_rate": [14.0, 1.0]}, "facts": {"faces": 2},
     "expect": {"change": ["late_start"], "keep": ["story"], "silent": false}}

`from` and `to` are shares of the answer; "|" in a text is a second of silence. Ums, filler words, hedges,
repeats and sentences begun anew are found by the real detectors in the text. `expect.change` and
`expect.keep` list every first choice that a coach would accept ("none" where nothing should be said);
`silent` says that a coach would give no advice at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from secondtake import detectors
from secondtake.coaching.build import session_evidence
from secondtake.coaching.debrief import Debrief, build_debrief
from secondtake.coaching.doubts import RecordingFacts, find_doubts
from secondtake.core.answer import Answer
from secondtake.core.event import Event, Transcript, Word
from secondtake.core.measure import Measure
from secondtake.core.norm import Baseline
from secondtake.core.review import AnswerReview
from secondtake.core.spans import Span, total_s
from secondtake.core.tracks import Tracks

DATA = Path(__file__).parents[3] / "tests" / "data" / "coaching"
BEFORE_S, BETWEEN_S, SENTENCE_S = 2.0, 6.0, 0.35
SHARE_MEASURES = ("gaze_away_share", "slouch_share", "sway_share")
SHARES = {s.name: s.kinds for d in detectors.ALL for s in d.measures if s.name in SHARE_MEASURES}
SPECS = {spec.name: spec for detector in detectors.ALL for spec in detector.measures}


Case = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """The rule's first choices on one case beside the coach's.

    Attributes:
        change, keep: topics, "none" where nothing is said, "silent" where no advice is given.
        agrees_on_change, agrees_on_keep: whether a coach would have accepted them.
    """

    name: str
    change: str
    keep: str
    agrees_on_change: bool
    agrees_on_keep: bool
    texts: tuple[str, ...]


def read_cases(name: str) -> list[dict[str, Any]]:
    """Return the cases of one table of tests/data/coaching."""
    cases: list[dict[str, Any]] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return cases


def choose(case: Case) -> Choice:
    """Return what the rule says first about a case, and whether the coach agrees."""
    debrief, expected = debrief_of(case), case["expect"]
    if debrief.session is None:
        is_right = bool(expected.get("silent"))
        texts = tuple(d.text for d in debrief.doubts)
        return Choice(case["name"], "silent", "silent", is_right, is_right, texts)
    change = debrief.session.change[0].topic if debrief.session.change else "none"
    keep = debrief.session.keep[0].topic if debrief.session.keep else "none"
    parts = (debrief.session, *debrief.answers)
    return Choice(
        case["name"],
        change,
        keep,
        not expected.get("silent") and change in expected["change"],
        not expected.get("silent") and keep in expected["keep"],
        tuple(p.text for part in parts for p in (*part.keep, *part.change)),
    )


def debrief_of(case: Case) -> Debrief:
    """Return what the rule says about a case."""
    tracks = made_tracks(case)
    spoken = tuple(
        e
        for d in detectors.ALL
        if d.group == "fluency" and d.name != "pace" and tracks.has(d.needs)
        for e in _detected(d, tracks)
    )
    events = tuple(sorted((*spoken, *_listed(case, tracks)), key=lambda e: e.span))
    transcript = _tagged(tracks.transcript, events)
    measures = _measures(case, tracks, events)
    usual = {n: Baseline(median, mad, 5) for n, (median, mad) in case.get("usual", {}).items()}
    evidence = session_evidence(
        tracks,
        transcript,
        events,
        _answers(case, tracks),
        measures,
        SPECS,
        usual,
        lively=_lively(case, tracks),
    )
    return build_debrief(evidence, find_doubts(_facts(case, tracks)))


def made_tracks(case: Case) -> Tracks:
    """Return tracks of words at the asked pace, a breath after each sentence, one answer after the other."""
    words: list[Word] = []
    speech: list[Span] = []
    answers: list[Answer] = []
    at_s = BEFORE_S
    for index, answer in enumerate(case["answers"]):
        word_s = 60 / answer.get("wpm", 160)
        start_s = begin_s = at_s
        for text in answer["text"].split():
            if text == "|":
                speech.append(Span(begin_s, at_s))
                at_s += 1.0
                begin_s = at_s
                continue
            words.append(
                Word(text, Span(at_s, at_s + 0.9 * word_s), answer.get("probability", 0.9), "candidate")
            )
            at_s += word_s
            if text[-1] in ".?!":
                speech.append(Span(begin_s, at_s))
                at_s += SENTENCE_S
                begin_s = at_s
        if at_s > begin_s:
            speech.append(Span(begin_s, at_s))
        answers.append(Answer(index, Span(start_s, at_s), answer.get("question", ""), "marks"))
        at_s += BETWEEN_S
    transcript = Transcript(tuple(words), case.get("language", "en"))
    return Tracks(at_s, transcript=transcript, speech=tuple(speech), answers=tuple(answers))


def _detected(detector: Any, tracks: Tracks) -> Iterator[Event]:
    for event in detector.detect(tracks, detector.params).events:
        yield replace(event, detector=detector.id)


def _place(entry: Mapping[str, Any], tracks: Tracks) -> Span:
    span = tracks.answers[entry["answer"]].span
    return Span(span.start_s + entry["from"] * span.duration_s, span.start_s + entry["to"] * span.duration_s)


def _listed(case: Case, tracks: Tracks) -> Iterator[Event]:
    for entry in case.get("events", ()):
        yield Event(
            entry["kind"],
            _place(entry, tracks),
            strength=entry.get("strength", 2.0),
            confidence=0.9,
            label=entry.get("label", ""),
            why=entry.get("why", ""),
        )


def _tagged(transcript: Transcript | None, events: tuple[Event, ...]) -> Transcript:
    if transcript is None:
        raise ValueError("a case has words")
    words = list(transcript.words)
    for event in events:
        for index in event.words:
            words[index] = replace(words[index], kind=event.kind)
    return replace(transcript, words=tuple(words))


def _measures(case: Case, tracks: Tracks, events: tuple[Event, ...]) -> list[Measure]:
    """Shares of time follow from the events; the rest is as given, with a tenth of it as noise."""
    measures = {
        name: Measure(
            name,
            min(1.0, total_s(e.span for e in events if e.kind in kinds) / tracks.duration_s),
            "share",
            tracks.duration_s,
            noise=0.03,
        )
        for name, kinds in SHARES.items()
    }
    for name, value in case.get("measures", {}).items():
        noise = None if case.get("noise") == "unknown" else 0.1 * abs(value)
        measures[name] = Measure(
            name, value, SPECS[name].unit, case.get("observed_s", tracks.duration_s), noise=noise
        )
    return list(measures.values())


def _answers(case: Case, tracks: Tracks) -> list[AnswerReview]:
    reviews = []
    for answer, entry in zip(tracks.answers, case["answers"], strict=True):
        values = entry.get("measures", {})
        measures = tuple(Measure(n, v, SPECS[n].unit, answer.span.duration_s) for n, v in values.items())
        reviews.append(AnswerReview(answer, measures))
    return reviews


def _lively(case: Case, tracks: Tracks) -> Span | None:
    return _place(case["lively"], tracks) if "lively" in case else None


def _facts(case: Case, tracks: Tracks) -> RecordingFacts:
    own_s = total_s(tracks.speech or ())
    facts = RecordingFacts(
        tracks.duration_s,
        speech_s=own_s,
        own_speech_s=own_s,
        words=len(tracks.words),
        word_probability=0.9,
        language="en",
    )
    return replace(facts, **case.get("facts", {}))
