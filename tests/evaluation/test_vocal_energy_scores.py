"""Energy on speech with known changes; skipped where the validation speech is absent."""

import numpy as np
import pytest

from secondtake.config import Settings
from secondtake.core.event import Transcript
from secondtake.core.spans import Span
from secondtake.detectors.voice import pitch, vocal_energy
from secondtake.evaluation import audio_perturbations
from secondtake.evaluation.energy.vocal_energy import (
    CHANGES,
    GAINS,
    OVERLAP,
    SAMPLE,
    behind_gain,
    cases,
    events,
    heard_words,
    known_pitch,
    load,
    other_trackers,
    slow_by_himself,
    speech_folder,
    untouched,
    voice_tracks,
)

RATE_HZ = audio_perturbations.RATE_HZ
KINDS = ("low_voice_energy", "monotone")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not speech_folder().is_dir(), reason="the validation speech is not here (SECONDTAKE_VALIDATION)"
    ),
]


@pytest.fixture(scope="module")
def transcripts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Transcript]:
    """The words of all recordings, heard once."""
    return heard_words(Settings.load(home=tmp_path_factory.mktemp("words")).with_(language="en"))


ASKED, ASKED_OF_ALL = 0.9, 0.75
# One of the recordings has seven readers in a minute and a half; what is usual changes with each. A stretch
# must beat the recording's own chance, so three of five are lost there (16 of 20 in all).
SEVERAL_READERS = "natural_neg_libri"


@pytest.mark.parametrize("change", CHANGES)
def test_changed_stretches_are_mostly_detected(change: str, transcripts: dict[str, Transcript]) -> None:
    told = list(cases(change, transcripts, cut=False))
    one_voice = [case for case in told if case.recording != SEVERAL_READERS]
    assert (len(told), len(one_voice)) == (20, 15)
    assert np.mean([case.covered >= OVERLAP for case in one_voice]) >= ASKED
    assert np.mean([case.covered >= OVERLAP for case in told]) >= ASKED_OF_ALL
    assert np.median([case.either for case in one_voice]) >= 0.75  # found where it is, and no wider


@pytest.mark.parametrize("change", ["9 dB quieter", "pitch a quarter"])
def test_changed_stretches_in_the_sample_detected(change: str, transcripts: dict[str, Transcript]) -> None:
    # Slower ones are only measured there (docs/validation.md): its tempo is made to vary.
    told = list(cases(change, transcripts, cut=False, recordings=[SAMPLE]))
    assert len(told) == 4
    assert sum(case.covered >= OVERLAP for case in told) >= 3  # one quieter stretch may as well be chance


def test_unchanged_speech_has_few_events(transcripts: dict[str, Transcript]) -> None:
    number, minutes = untouched(transcripts)
    assert number <= max(1, minutes / 5)


def test_self_reported_slow_stretch_is_detected(transcripts: dict[str, Transcript]) -> None:
    assert slow_by_himself(transcripts) >= OVERLAP


def test_events_are_independent_of_file_level() -> None:
    samples = audio_perturbations.quiet(load("tts_af_heart"), Span(12, 25))[0]
    usual = events(voice_tracks(samples), KINDS)
    assert usual
    for by_db in (-12.0, 12.0):
        louder = np.clip(samples * 10 ** (by_db / 20), -4, 4).astype(np.float32)
        moved = events(voice_tracks(louder), KINDS)
        assert [(e.start_s, e.end_s) for e in moved] == [
            pytest.approx((e.start_s, e.end_s), abs=1.0) for e in usual
        ]


def test_pitch_variation_is_independent_of_pitch() -> None:
    samples = load("tts_am_michael")

    def variation(shift_st: float) -> float:
        tracks = voice_tracks(audio_perturbations.resynthesised(samples, shift_st=shift_st)[0])
        found = pitch.measure(pitch.detect(tracks, pitch.Params()), tracks, tracks.whole)
        value = next(m.value for m in found if m.name == "pitch_variation")
        assert value is not None
        return value

    assert variation(4.0) == pytest.approx(variation(0.0), rel=0.05)


@pytest.mark.parametrize("snr_db", [30.0, 20.0, 10.0])
def test_pitch_tracker_matches_known_pitch(snr_db: float) -> None:
    error = known_pitch(snr_db)
    assert error.median_st < 0.15
    assert error.gross < 0.02
    assert error.found > 0.75


def test_pitch_tracker_agrees_with_other_trackers() -> None:
    error = other_trackers()
    assert error.median_st < 0.15
    assert error.gross < 0.02


@pytest.mark.parametrize("gain", GAINS)
def test_monotone_stretch_is_detected_despite_automatic_gain(gain: str) -> None:
    sure, kept = behind_gain("tts_am_michael", gain)
    assert sure < 0.3 if gain == "none" else sure > 0.5
    assert kept


def not_speech(what: str) -> np.ndarray:
    t = np.arange(30 * RATE_HZ) / RATE_HZ
    rng = np.random.default_rng(0)
    fade = np.where(t < 15, 1.0, 0.3)  # half of it much quieter
    if what == "buzz":
        return fade * 0.2 * np.sign(np.sin(2 * np.pi * 120 * t))
    if what == "noise":
        return fade * rng.normal(0, 0.1, t.size)
    if what == "music":
        notes = 220 * 2 ** (rng.choice([0, 2, 4, 5, 7, 9, 12], 120) / 12)
        hertz = np.repeat(notes, RATE_HZ // 4)
        tone = sum(np.sin(2 * np.pi * np.cumsum(k * hertz) / RATE_HZ) / k for k in (1, 2, 3))
        return fade * 0.2 * tone * np.exp(-3 * (t % 0.25) / 0.25)
    return np.zeros(t.size)


@pytest.mark.parametrize("what", ["buzz", "noise", "music", "silence"])
def test_non_speech_has_no_events(what: str) -> None:
    tracks = voice_tracks(not_speech(what).astype(np.float32))
    assert events(tracks, KINDS) == []
    for module in (pitch, vocal_energy):
        found = module.detect(tracks, module.Params())
        for measure in module.measure(found, tracks, tracks.whole):
            assert measure.value is None
            assert measure.why_not
