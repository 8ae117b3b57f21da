"""Share of one person's speech that is given to a second speaker who is not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from secondtake.config import Settings
from secondtake.core.conversation.speaker_turns import detect_turns
from secondtake.core.series import Series
from secondtake.core.spans import Span, clip, intersect, total_s
from secondtake.core.tracks import Tracks
from secondtake.evaluation.report.hearing import no_speech
from secondtake.evaluation.report.results import Outcome, Table
from secondtake.evaluation.report.section import Section, Work
from secondtake.evaluation.scoring import validation_folder
from secondtake.evaluation.speech import observe_stages
from secondtake.media.audio import blocks
from secondtake.media.probe import probe
from secondtake.observers.audio.diarization import VOICE_SIDE
from secondtake.observers.audio.speaker_embeddings import weights_file
from secondtake.observers.audio.speech_activity import speech_spans
from secondtake.observers.audio.speech_windows import SpeechWindows

ONE_VOICE = (
    *("natural_acoustic_corpus", "natural_cold_corpus", "natural_crossword", "natural_laughter"),
    *("natural_surround", "natural_uh", "natural_words", "tts_af_heart", "tts_am_michael"),
)
REST_S = (3.0, 8.0)  # lips are lost for so long, as behind a hand
RESTS = range(10)
UNSEEN_RESTS = range(40, 70)  # made after the rule, measured once
STEP_S = 1 / 30
MAX_SHARE = 0.02  # of one person's speech without a picture


@dataclass(frozen=True, slots=True)
class OneVoiceRow:
    """Second speakers where there is one voice.

    Args:
        evidence: what suggests a second speaker.
        cases: number of recordings or made variants.
        wrong: of them, those with a second speaker.
        speech_s: speech of all cases in seconds.
        wrong_s: of it, what was given to a second speaker.
    """

    evidence: str
    cases: int
    wrong: int
    speech_s: float
    wrong_s: float


def one_voice_rows(speech: Path, settings: Settings) -> tuple[OneVoiceRow, ...]:
    """Measure one-voice recordings with lips that rest at random, and (if installed) with voice prints."""
    tracks = [_observed(speech / f"{name}.flac", settings) for name in ONE_VOICE]
    lips = "with a picture: lips that rest for 3 to 8 s of talk"
    rows = [
        _row(evidence, [variant for recording in tracks for variant in _with_rests(recording, seeds)])
        for evidence, seeds in ((lips, RESTS), (f"{lips}, made afterwards", UNSEEN_RESTS))
    ]
    if weights_file():
        sides = [_voice_side(speech / f"{name}.flac", settings) for name in ONE_VOICE]
        voices = [replace(t, series={VOICE_SIDE: side}) for t, side in zip(tracks, sides, strict=True)]
        rows.append(_row("without a picture: voice prints", voices))
    return tuple(rows)


def _row(evidence: str, cases: Sequence[Tracks]) -> OneVoiceRow:
    wrong_s = []
    for tracks in cases:
        others = [turn.span for turn in detect_turns(tracks) if turn.speaker == "interviewer"]
        wrong_s.append(total_s(intersect(tracks.speech or (), others)))
    speech_s = sum(total_s(tracks.speech or ()) for tracks in cases)
    return OneVoiceRow(evidence, len(cases), sum(s > 0 for s in wrong_s), speech_s, sum(wrong_s))


def _observed(path: Path, settings: Settings) -> Tracks:
    """Observe pitch, level and voice activity; the first two are cached in the home."""
    recording = probe(path)
    voice = observe_stages(("voice",), path, recording, settings, settings.tracks_dir / f"{path.stem}, voice")
    windows = SpeechWindows(block.samples for block in blocks(path))
    for _ in windows:  # the probabilities are complete after the last window
        pass
    speech = clip(speech_spans(windows.probabilities), Span(0.0, recording.duration_s))
    return replace(voice, speech=speech)


def _voice_side(path: Path, settings: Settings) -> Series:
    folder = settings.tracks_dir / f"{path.stem}, speakers"
    return observe_stages(("speakers",), path, probe(path), settings, folder)[VOICE_SIDE]


def _with_rests(tracks: Tracks, seeds: Iterable[int]) -> Iterator[Tracks]:
    """Yield variants with lips that move with all speech but one random stretch each."""
    times_s = np.arange(0.0, tracks.duration_s, STEP_S)
    is_speech = np.zeros(times_s.size, bool)
    for span in tracks.speech or ():
        is_speech |= (times_s >= span.start_s) & (times_s < span.end_s)
    for seed in seeds:
        rng = np.random.default_rng(seed)
        start_s = rng.uniform(0.0, max(0.1, tracks.duration_s - REST_S[1]))
        stop_s = start_s + rng.uniform(*REST_S)
        is_moving = is_speech & ((times_s < start_s) | (times_s >= stop_s))
        lips = 0.01 + 0.03 * is_moving * (1 + np.sin(2 * np.pi * 4.1 * times_s))
        lips += rng.normal(0.0, 0.001, times_s.size)
        yield tracks.with_series(mouth_open=Series(times_s, lips, unit="face heights", hold_s=STEP_S))


def measure_one_voice(work: Work) -> Outcome:
    """Look for a second speaker where there is one voice."""
    rows = one_voice_rows(validation_folder() / "speech", work.settings.with_(home=work.folder / "speech"))
    cells = tuple(
        (row.evidence, str(row.cases), str(row.wrong), f"{row.wrong_s / max(row.speech_s, 1e-9):.1%}")
        for row in rows
    )
    head = ("evidence", "recordings", "with a second speaker", "speech given to them")
    weak = tuple(
        f"A second speaker was given {row.wrong_s / row.speech_s:.0%} of one person's speech: {row.evidence}."
        for row in rows
        if row.wrong_s > MAX_SHARE * row.speech_s
    )
    return Outcome((Table("A second speaker where there is one voice", head, cells),), weak)


SECTION = Section(
    name="one-voice",
    title="One voice, and no second speaker",
    on="one-voice recordings of the labelled speech, with lips that move with all speech but one stretch, "
    "where they rest at random; and without a picture, told by voice prints. The rule was tuned on the first "
    "ten stretches of each recording; those made afterwards were measured once.",
    tolerance="None: nobody else speaks.",
    measure=measure_one_voice,
    lacks=no_speech,
)
