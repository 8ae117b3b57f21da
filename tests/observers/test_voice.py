"""Voice tracks of sounds with known pitch, level and syllables."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from secondtake.observers.audio import articulation, loudness
from secondtake.observers.audio.articulation import syllable_nuclei
from secondtake.observers.audio.audio_quality import audio_facts, automatic_gain, noise_floor_db, slow_gain
from secondtake.observers.audio.loudness import LoudnessEstimator, k_weighting
from secondtake.observers.audio.mel_bands import mel_bands
from secondtake.observers.audio.pitch import correct_octave_errors
from secondtake.observers.audio.voice import compute_voice_tracks, observe_voice
from secondtake.observers.track_files import read_series

RATE_HZ = 16_000
Samples = NDArray[np.float32]


def times(duration_s: float) -> NDArray[np.float64]:
    return np.arange(round(duration_s * RATE_HZ)) / RATE_HZ


def vowel(hertz: NDArray[np.float64]) -> Samples:
    """A vowel-like tone: twenty harmonics that fall by 6 dB an octave, at the given pitch."""
    phase = 2 * np.pi * np.cumsum(hertz) / RATE_HZ
    return (0.1 * sum(np.sin(k * phase) / k for k in range(1, 21))).astype(np.float32)


def syllables(duration_s: float, rate: float, hertz: float = 130.0) -> Samples:
    """The vowel, swelling and fading `rate` times a second, over a faint noise."""
    t = times(duration_s)
    swell = np.clip(np.sin(np.pi * rate * t) ** 2, 0.03, 1)
    noise = np.random.default_rng(0).normal(0, 1e-4, t.size)
    return (swell * vowel(np.full(t.size, hertz)) + noise).astype(np.float32)


def test_pitch_follows_the_sound() -> None:
    t = times(6)
    hertz = 140 * 2 ** (4 / 12 * np.sin(2 * np.pi * t / 2))
    tracks = compute_voice_tracks([vowel(hertz)]).frames
    at_frames = np.interp(tracks["pitch_hz"].times_s, t, hertz)
    error_st = 12 * np.log2(tracks["pitch_hz"].values / at_frames)
    assert np.nanmedian(np.abs(error_st)) < 0.15
    assert np.nanmean(np.abs(error_st) > 1) < 0.02
    assert np.isfinite(error_st).mean() > 0.95


def test_tracks_do_not_depend_on_block_boundaries() -> None:
    sound = np.concatenate([syllables(4, 4), np.zeros(5000, np.float32), syllables(3, 3, 210)])
    whole = compute_voice_tracks([sound])
    cuts = np.sort(np.random.default_rng(2).integers(0, sound.size, 25))
    chunked = compute_voice_tracks(np.split(sound, cuts))
    for name, series in whole.frames.items():
        np.testing.assert_allclose(chunked.frames[name].values, series.values, atol=1e-4, err_msg=name)
    np.testing.assert_allclose(
        chunked.loudness["loudness_lufs"].values, whole.loudness["loudness_lufs"].values, atol=1e-6
    )
    assert chunked.facts == pytest.approx(whole.facts)


def test_octave_errors_are_corrected_and_noise_removed() -> None:
    true = 150 * 2 ** (np.sin(np.linspace(0, 12, 600)) * 3 / 12)
    wrong = true.copy()
    wrong[100:109] /= 2
    wrong[300:308] *= 2
    wrong[400:402] = 400.0
    corrected = correct_octave_errors(wrong)
    expected = 12 * np.log2(true / 100)
    assert np.isnan(corrected[400:402]).all()
    keep = np.isfinite(corrected)
    assert keep.mean() > 0.98
    np.testing.assert_allclose(corrected[keep], expected[keep], atol=1e-9)


def test_second_speaker_is_no_octave_error() -> None:
    """A man answers a woman: their voices lie fourteen semitones apart."""
    dialogue = np.repeat([220.0, 98.0, 220.0], [150, 60, 150])
    np.testing.assert_allclose(correct_octave_errors(dialogue), 12 * np.log2(dialogue / 100), atol=1e-9)


def test_large_pitch_range_is_no_octave_error() -> None:
    leaps = 100 * 2 ** (np.repeat([0, 5, -2, 7, 1], 60) / 12)
    np.testing.assert_allclose(correct_octave_errors(leaps), 12 * np.log2(leaps / 100), atol=1e-9)


def test_creak_at_the_end_of_a_phrase_is_removed() -> None:
    spoken = np.concatenate(
        [np.full(150, 190.0), np.full(20, 74.0), np.full(30, np.nan), np.full(150, 190.0)]
    )
    corrected = correct_octave_errors(spoken)
    assert np.isnan(corrected[150:170]).all()
    assert np.nanstd(corrected) == pytest.approx(0, abs=1e-9)
    within_an_octave = np.where(spoken == 74.0, 100.0, spoken)
    assert np.isfinite(correct_octave_errors(within_an_octave)[150:170]).all()


def test_k_weighting_equals_the_standard() -> None:
    """ITU-R BS.1770-5, tables 1 and 2, at 48 kHz."""
    shelf, highpass = k_weighting(48_000)
    assert shelf[:3] == pytest.approx([1.53512485958697, -2.69169618940638, 1.19839281085285], abs=1e-6)
    assert shelf[4:] == pytest.approx([-1.69065929318241, 0.73248077421585], abs=1e-6)
    assert highpass[4:] == pytest.approx([-1.99004745483398, 0.99007225036621], abs=1e-6)


def filtered(response: NDArray[np.complex128], samples: NDArray[np.float64]) -> NDArray[np.float64]:
    """The samples through our filter, in blocks of unequal length."""
    band = loudness._Filter(response)
    return np.concatenate([band(block) for block in np.split(samples, [1, 700, 9000, 9001])])


def test_filters_equal_those_of_scipy() -> None:
    from scipy.signal import butter, sosfilt

    noise = np.random.default_rng(0).normal(0, 0.1, 50_000)
    for band_hz in (loudness.SPEECH_BAND_HZ, loudness.VOWEL_BAND_HZ):
        expected = sosfilt(butter(2, band_hz, "bandpass", fs=RATE_HZ, output="sos"), noise)
        assert filtered(loudness.band_pass(band_hz), noise) == pytest.approx(expected, abs=1e-12)
    sections = k_weighting(RATE_HZ)
    assert filtered(loudness.response_of(sections), noise) == pytest.approx(
        sosfilt(sections, noise), abs=1e-12
    )


def test_mel_bands_and_peaks_equal_those_of_librosa_and_scipy() -> None:
    from librosa.filters import mel
    from scipy.signal import find_peaks

    for low_hz, high_hz, frame in ((80.0, 7000.0, 512), (0.0, 8000.0, 400)):
        expected = mel(sr=RATE_HZ, n_fft=frame, n_mels=26, fmin=low_hz, fmax=high_hz)
        bands = mel_bands(26, low_hz, high_hz, rate_hz=RATE_HZ, frame=frame)
        assert bands == pytest.approx(expected, abs=1e-8)
    for seed in range(5):
        level_db = np.random.default_rng(seed).normal(size=2000).cumsum()
        peaks, _ = find_peaks(level_db, prominence=2.0)
        assert articulation._peaks(level_db, 2.0).tolist() == peaks.tolist()


def test_observing_voices_needs_no_heavy_imports(tmp_path: Path) -> None:
    """Each costs every process a third of a second to a whole one of CPU time."""
    code = """if True:
        import sys
        from pathlib import Path
        import numpy as np
        from secondtake.observers.audio.speaker_embeddings import _mel_spectra
        from secondtake.observers.audio.speech_activity import SpeechActivity
        from secondtake.observers.audio.voice import compute_voice_tracks
        from secondtake.observers.track_files import read_series, write_series
        frames = compute_voice_tracks([np.full(16_000, 0.1, np.float32)]).frames
        read_series(write_series(Path(sys.argv[1]), frames))
        SpeechActivity().feed(np.zeros(16_000, np.float32))
        _mel_spectra(np.zeros((1, 16_000), np.float32))
        print(sorted({"pandas", "scipy", "librosa", "numba", "faster_whisper"} & set(sys.modules)))
    """
    command = [sys.executable, "-c", code, str(tmp_path / "voice.parquet")]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_loudness_of_the_standard_tone() -> None:
    """A 997 Hz tone at full scale in one channel reads -3.01 LUFS (BS.1770-5, annex 1)."""
    estimator = LoudnessEstimator()
    estimator.feed(np.sin(2 * np.pi * 997 * times(3)).astype(np.float32))
    assert estimator.finish()[0][3:] == pytest.approx(-3.01, abs=0.05)


def loudness_of(*parts: tuple[float, float]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Momentary and short-term loudness of a 1 kHz tone, given as (peak level in dBFS, seconds)."""
    estimator = LoudnessEstimator()
    for level_db, length_s in parts:
        estimator.feed(
            (10 ** (level_db / 20) * np.sin(2 * np.pi * 1000 * times(length_s))).astype(np.float32)
        )
    return estimator.finish()


def test_loudness_of_the_ebu_tones() -> None:
    """EBU Tech 3341, minimum requirements 1, 2, 9 and 12: within .1 LU; one channel reads 3.01 below two."""
    for level_db in (-23.0, -33.0):
        for lufs in loudness_of((level_db, 20)):
            assert lufs[np.isfinite(lufs)] == pytest.approx(level_db - 3.01, abs=0.1)
    short_term = loudness_of(*[(-20.0, 1.34), (-30.0, 1.66)] * 5)[1]
    assert short_term[np.isfinite(short_term)] == pytest.approx(-23.0 - 3.01, abs=0.1)
    momentary = loudness_of(*[(-20.0, 0.2), (-30.0, 0.2)] * 25)[0]  # 200 ms: what our steps of 100 ms hold
    assert momentary[1:-1] == pytest.approx(10 * np.log10((10**-2 + 10**-3) / 2) - 3.01, abs=0.1)


def test_short_term_loudness_ends_with_the_last_three_seconds() -> None:
    momentary, short_term = loudness_of((-23.0, 5.0))
    assert momentary.size == short_term.size == 47
    assert np.isfinite(short_term).sum() == 21
    assert all(
        not np.isfinite(short).any() for short in (loudness_of((-23.0, 2.0))[1], loudness_of((-23.0, 0.3))[1])
    )


@pytest.mark.parametrize("rate", [3.0, 4.5, 6.0])
def test_syllables_are_counted(rate: float) -> None:
    series = compute_voice_tracks([syllables(8, rate)]).frames["syllable"]
    assert series.values.sum() == pytest.approx(8 * rate, abs=2)


def test_ripples_in_noise_are_no_syllables() -> None:
    rng = np.random.default_rng(0)
    level = -40 + np.repeat(rng.normal(0, 4, 100), 6)
    assert syllable_nuclei(level, np.zeros(level.size), -60.0).sum() == 0
    assert syllable_nuclei(level, np.ones(level.size), -60.0).sum() > 10


def test_spectral_change_is_lower_in_slow_speech() -> None:
    """Two vowels that alternate, three or six times a second."""

    def alternating(rate: float) -> float:
        t = times(6)
        mix = (1 + np.sin(2 * np.pi * rate * t)) / 2
        low, high = vowel(np.full(t.size, 120.0)), vowel(np.full(t.size, 480.0))
        sound = (mix * low + (1 - mix) * high).astype(np.float32)
        return compute_voice_tracks([sound]).frames["spectral_change"].median()

    assert alternating(3.0) < 0.75 * alternating(6.0)
    quiet = compute_voice_tracks([0.1 * syllables(5, 4)]).frames["spectral_change"].median()
    assert quiet == pytest.approx(
        compute_voice_tracks([syllables(5, 4)]).frames["spectral_change"].median(), rel=0.02
    )


def test_noise_floor_is_the_level_of_pauses() -> None:
    t = times(10)
    noise = np.random.default_rng(1).normal(0, 10 ** (-50 / 20), t.size)
    sound = (np.where(t % 2 < 1.5, syllables(10, 4), 0) + noise).astype(np.float32)
    assert compute_voice_tracks([sound]).facts["noise_floor_db"] == pytest.approx(-50.5, abs=1.0)
    assert noise_floor_db(np.array([-120.0] * 50 + [-40.0] * 50)) == -40.0  # digital silence does not count


def test_automatic_gain_detects_compressed_speech() -> None:
    rng = np.random.default_rng(0)
    seconds = np.repeat(rng.normal(0, 3.0, 60), 62)
    voicing = np.ones(seconds.size)
    ripple = rng.normal(0, 3, seconds.size)
    natural = automatic_gain(-25 + seconds + ripple, voicing)
    normalise_level = automatic_gain(-25 + seconds / 4 + ripple, voicing)
    assert natural is not None
    assert normalise_level is not None
    assert natural < 0.2
    assert normalise_level > 0.8
    assert automatic_gain(-25 + seconds[:200], voicing[:200]) is None


def with_pauses(rise_db_per_s: float, *, pauses: int = 4) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Level and voicing of ten seconds of speech after each pause of four, in which the noise gets louder."""
    rng = np.random.default_rng(0)
    pause = -60 + rise_db_per_s * np.arange(0, 4, 0.016) + rng.normal(0, 0.3, 250)
    speech = -25 + np.repeat(rng.normal(0, 3.0, 10), 62)
    level = np.tile(np.concatenate([pause, speech]), pauses)
    return level, np.tile(np.repeat([0.0, 1.0], [pause.size, speech.size]), pauses)


@pytest.mark.parametrize("release_s", [5.0, 10.0])
def test_slow_gain_detects_noise_rising_in_pauses(release_s: float) -> None:
    level, voicing = with_pauses(4.3 / release_s)
    assert automatic_gain(level, voicing) == 0
    assert slow_gain(level, voicing) == 1
    assert audio_facts(level, voicing)["agc"] == 1


@pytest.mark.parametrize("rise_db_per_s", [-2.0, 0.0, 20.0])
def test_slow_gain_ignores_falling_or_abrupt_noise(rise_db_per_s: float) -> None:
    """Reverberation decays; a machine that starts is louder at once."""
    assert not slow_gain(*with_pauses(rise_db_per_s))


def test_slow_gain_needs_enough_pauses() -> None:
    assert slow_gain(*with_pauses(0.8, pauses=2)) is None
    level, voicing = with_pauses(0.8)
    assert slow_gain(np.where(voicing > 0, level, -120.0), voicing) is None  # digital silence does not count


def interrupted(by: Samples, loudness: float) -> Samples:
    """Six seconds of a vowel with seven interruptions by a sound of the vowel's level times `loudness`."""
    t = times(6)
    sound = vowel(np.full(t.size, 140.0)) + np.random.default_rng(1).normal(0, 1e-4, t.size)
    scaled = by * (loudness * sound.std() / max(by.std(), 1e-9))
    for at_s in np.arange(0.7, 5.6, 0.8):
        first = round(at_s * RATE_HZ)
        sound[first : first + by.size] = scaled
    return sound.astype(np.float32)


def band_noise(lowest_hz: float, highest_hz: float, length_s: float = 0.1) -> Samples:
    noise = np.random.default_rng(2).normal(0, 1, round(length_s * RATE_HZ))
    spectrum = np.fft.rfft(noise)
    hertz = np.fft.rfftfreq(noise.size, 1 / RATE_HZ)
    spectrum[(hertz < lowest_hz) | (hertz > highest_hz)] = 0
    return np.fft.irfft(spectrum, noise.size).astype(np.float32)


def test_voice_break_within_a_vowel_is_detected() -> None:
    whisper = interrupted(band_noise(200, 3000), 0.9)
    assert compute_voice_tracks([whisper]).frames["voice_break"].values.sum() == pytest.approx(7, abs=1)
    assert compute_voice_tracks([0.1 * whisper]).frames["voice_break"].values.sum() == pytest.approx(7, abs=1)


@pytest.mark.parametrize(
    ("by", "loudness"),
    [(band_noise(200, 3000), 0.003), (band_noise(4500, 7500), 1.0), (band_noise(300, 4000), 0.15)],
    ids=["closure", "s", "h"],
)
def test_consonant_is_no_voice_break(by: Samples, loudness: float) -> None:
    assert compute_voice_tracks([interrupted(by, loudness)]).frames["voice_break"].values.sum() == 0


def test_steady_vowel_and_whisper_have_no_voice_break() -> None:
    assert compute_voice_tracks([vowel(np.full(RATE_HZ * 4, 140.0))]).frames["voice_break"].values.sum() == 0
    assert compute_voice_tracks([band_noise(200, 3000, 4.0) * 0.1]).frames["voice_break"].values.sum() == 0


def test_clipping_is_measured() -> None:
    loud = np.clip(30 * syllables(3, 4), -1, 1)
    assert compute_voice_tracks([loud]).facts["clipped_share"] > 0.05
    assert compute_voice_tracks([syllables(3, 4)]).facts["clipped_share"] == 0


def test_tracks_of_no_sound_are_empty() -> None:
    empty = compute_voice_tracks([])
    assert (empty.frames, empty.facts) == ({}, {})
    silent = compute_voice_tracks([np.zeros(RATE_HZ * 3, np.float32)])
    assert not silent.frames["pitch_hz"].observed_spans()
    assert silent.frames["syllable"].values.sum() == 0


def test_observe_voice_very_soft_sound_keeps_its_pitch(tmp_path: Path) -> None:
    import soundfile

    from secondtake.config import Settings
    from secondtake.media.probe import probe

    voiced = []
    for name, scale in (("usual", 1.0), ("soft", 0.01)):
        path = tmp_path / f"{name}.wav"
        soundfile.write(path, scale * syllables(3, 4), RATE_HZ, subtype="FLOAT")
        frames, _ = read_series(
            observe_voice(path, probe(path), Settings.load(home=tmp_path), tmp_path / name) / "voice.parquet"
        )
        assert frames["level_db"].values.max() == pytest.approx(-21.0 + 20 * np.log10(scale), abs=1.5)
        voiced.append(np.isfinite(frames["pitch_hz"].values).mean())
    assert voiced[1] == pytest.approx(voiced[0], abs=0.05)


def test_observe_voice_writes_track_files(tmp_path: Path) -> None:
    import soundfile

    from secondtake.config import Settings
    from secondtake.media.probe import probe

    path = tmp_path / "take.wav"
    soundfile.write(path, syllables(3, 4), RATE_HZ)
    reports: list[tuple[str, float, float]] = []
    folder = observe_voice(
        path, probe(path), Settings.load(home=tmp_path), tmp_path / "tracks", lambda *p: reports.append(p)
    )
    frames, facts = read_series(folder / "voice.parquet")
    loudness, _ = read_series(folder / "loudness.parquet")
    assert set(frames) >= {
        "level_db", "pitch_hz", "pitch_st", "voicing", "syllable", "spectral_change", "voice_break"
    }  # fmt: skip
    assert frames["pitch_hz"].median() == pytest.approx(130, rel=0.01)
    assert loudness["loudness_lufs"].unit == "LUFS"
    assert "noise_floor_db" in facts
    assert reports[-1] == ("voice", 3.0, 3.0)
