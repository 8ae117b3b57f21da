from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondtake.core.answer import Mark, Turn
from secondtake.core.conversation.speaker_corrections import assign_speakers
from secondtake.core.conversation.speaker_turns import detect_turns, mouth_moving
from secondtake.core.event import Transcript, Word
from secondtake.core.series import Series
from secondtake.core.spans import Span, intersect, total_s
from secondtake.core.tracks import Tracks

# interviewer, candidate, interviewer, candidate: with short silences between and inside
ASKED = (Span(0.5, 4.0), Span(25.0, 28.2))
TOLD = (Span(5.0, 13.0), Span(13.6, 24.2), Span(29.0, 45.0))
SPEECH = tuple(sorted((*ASKED, *TOLD)))
DURATION_S = 46.0


def lips(talking: tuple[Span, ...], *, talk: float = 0.03, noise: float = 0.002) -> Series:
    """Lip gap at 15 Hz: syllables at 4 Hz while talking, a tracker's shiver otherwise."""
    times = np.arange(0, DURATION_S, 1 / 15)
    rng = np.random.default_rng(1)
    open_ = rng.normal(0.01, noise, times.size)
    for span in talking:
        on = (times >= span.start_s) & (times < span.end_s)
        open_[on] += talk * (1 + np.sin(2 * np.pi * 4.1 * times[on]))
    return Series(times, open_, unit="face heights", hold_s=1 / 15)


def tracks(mouth: Series | None, speech=SPEECH, **more) -> Tracks:
    series = {} if mouth is None else {"mouth_open": mouth}
    return Tracks(DURATION_S, series | more, speech=speech)


def spans(turns, speaker):
    return [t.span for t in turns if t.speaker == speaker]


def test_detect_turns_lips_separate_candidate_and_interviewer():
    turns = detect_turns(tracks(lips(TOLD)))
    assert [t.speaker for t in turns] == ["interviewer", "candidate", "interviewer", "candidate"]
    for turn, true in zip(turns, [Span(0.5, 4), Span(5, 24.2), Span(25, 28.2), Span(29, 45)], strict=True):
        assert turn.span.start_s == pytest.approx(true.start_s, abs=0.15)
        assert turn.span.end_s == pytest.approx(true.end_s, abs=0.15)


def test_detect_turns_change_without_silence_is_within_half_second():
    turns = detect_turns(tracks(lips((Span(5, 40),)), speech=(Span(0.5, 40),)))
    assert [t.speaker for t in turns] == ["interviewer", "candidate"]
    assert turns[0].span.end_s == pytest.approx(5, abs=0.5)


def test_detect_turns_one_person_gives_none():
    assert detect_turns(tracks(lips(SPEECH))) == ()


def test_detect_turns_closed_mouth_in_long_um_is_candidate():
    talking = (Span(0.5, 20.0), Span(20.7, 45.0))
    assert detect_turns(tracks(lips(talking), speech=(Span(0.5, 45),))) == ()


def test_detect_turns_without_lips_or_voices_gives_none():
    assert detect_turns(tracks(None)) == ()


def test_detect_turns_still_lips_give_none():
    assert detect_turns(tracks(lips(()))) == ()


def test_detect_turns_silence_gives_none():
    assert detect_turns(tracks(lips(TOLD), speech=())) == ()
    assert detect_turns(tracks(lips(TOLD), speech=None)) == ()


def voices(theirs: tuple[Span, ...], sign: float = 1.0) -> Series:
    times = np.arange(0, DURATION_S, 0.1)
    side = np.full(times.size, sign)
    for span in theirs:
        side[(times >= span.start_s) & (times < span.end_s)] = -sign
    return Series(times, side, unit="", hold_s=0.1)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_detect_turns_voices_alone_longer_is_candidate(sign):
    turns = detect_turns(tracks(None, voice_side=voices(ASKED, sign)))
    assert total_s(spans(turns, "interviewer")) == pytest.approx(total_s(ASKED), abs=0.5)


def test_detect_turns_lips_identify_candidate_voice():
    turns = detect_turns(tracks(lips(ASKED), voice_side=voices(ASKED)))
    assert total_s(intersect(spans(turns, "candidate"), ASKED)) == pytest.approx(total_s(ASKED), abs=0.5)


def test_detect_turns_marks_override_lips():
    marks = [Mark(Span(5, 46), question_span=Span(0, 4.5))]
    turns = detect_turns(tracks(lips(TOLD)), marks)
    assert spans(turns, "interviewer") == [Span(0.5, 4.0)]


def test_detect_turns_correction_overrides_marks_and_lips():
    turns = detect_turns(tracks(lips(TOLD)), [Mark(Span(24.5, 46))], [Turn("interviewer", Span(29, 40))])
    assert total_s(intersect(spans(turns, "interviewer"), [Span(29, 40)])) == pytest.approx(11)
    assert total_s(intersect(spans(turns, "candidate"), [Span(25, 28.2)])) == pytest.approx(3.2)


def test_detect_turns_is_shift_invariant():
    mouth = lips(TOLD)
    later = Series(mouth.times_s + 100, mouth.values, unit=mouth.unit, hold_s=mouth.hold_s)
    speech = tuple(s.shifted(100) for s in SPEECH)
    first = detect_turns(tracks(mouth))
    second = detect_turns(Tracks(DURATION_S + 100, {"mouth_open": later}, speech=speech))
    assert [t.speaker for t in first] == [t.speaker for t in second]
    for a, b in zip(first, second, strict=True):
        assert b.span.start_s - a.span.start_s == pytest.approx(100, abs=0.11)


@given(st.lists(st.tuples(st.floats(0, 45), st.floats(0.05, 6)), max_size=12), st.integers(0, 5))
@settings(max_examples=60)
def test_detect_turns_are_disjoint_and_cover_speech(speech, seed):
    spans_ = tuple(Span(a, min(a + d, DURATION_S)) for a, d in speech)
    talking = tuple(s for i, s in enumerate(spans_) if (i + seed) % 2)
    turns = detect_turns(tracks(lips(talking), speech=spans_))
    for a, b in pairwise(turns):
        assert a.span.end_s <= b.span.start_s + 1e-9
    assert total_s(t.span for t in turns) <= DURATION_S + 1e-6


def test_mouth_moving_is_share_or_nan():
    mouth = lips(TOLD)
    values = mouth.values.copy()
    values[100:130] = np.nan
    moving = mouth_moving(tracks(Series(mouth.times_s, values, unit=mouth.unit, hold_s=mouth.hold_s)))
    assert np.isnan(moving.values[100:130]).all()
    observed = moving.values[np.isfinite(moving.values)]
    assert observed.min() >= 0
    assert observed.max() <= 1
    assert moving.at([10.0, 35.0]).min() > 0.5 > moving.at([2.0, 26.5]).max()
    assert mouth_moving(Tracks(1.0)).observed_spans() == ()


def test_assign_speakers_uses_covering_or_nearest_turn():
    words = [Word("Why?", Span(1, 2), 0.9), Word("um", Span(4.2, 4.5), 0.9), Word("so", Span(6, 6.2), 0.9)]
    turns = (Turn("interviewer", Span(0.5, 4.0)), Turn("candidate", Span(4.6, 20)))
    transcript = assign_speakers(Transcript(tuple(words), "en"), turns)
    assert [w.speaker for w in transcript.words] == ["interviewer", "candidate", "candidate"]
    assert assign_speakers(transcript, ()) is transcript
