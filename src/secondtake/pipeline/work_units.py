"""The work units that observe a recording: the observer each runs, and the folder of its results.

A unit's folder is named by a hash of all its results depend on. The unit is done when the folder holds
`done.json` and every file that it lists, undamaged, and is then never run
again. The next run of an unfinished unit gets the folder as it is.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from secondtake.config import Settings
from secondtake.core.progress import Progress
from secondtake.core.recording import Recording
from secondtake.core.spans import Span
from secondtake.observers import model_weights, talker
from secondtake.observers.audio import diarization, voice
from secondtake.observers.audio.diarization import FILE as VOICES
from secondtake.observers.audio.speaker_embeddings import SHA256 as VOICE_PRINTS
from secondtake.observers.audio.speaker_embeddings import weights_file
from secondtake.observers.cpu_timer import CpuTimer
from secondtake.observers.segment_plan import equal_segments, segments
from secondtake.observers.speech import words
from secondtake.observers.unit_files import clear_damaged, cpu_s, is_whole, took_s, write_done
from secondtake.observers.vision import face, vision


@dataclass(frozen=True, slots=True)
class Stage:
    """One observer, and what its results depend on besides the recording.

    Attributes:
        observe: called with (path, recording, settings, folder, on_progress), and `span` and `cpu` for those
            that watch the video.
        version: of the observer; results of another version are not reused.
        weights: names of the model weights it loads.
        settings: the settings that change its results.
    """

    observe: Callable[..., object]
    version: int
    weights: tuple[str, ...]
    settings: Callable[[Settings], Any]


def _person(settings: Settings) -> dict[str, tuple[object, ...]]:
    """Return where the person is: as they said, else where somebody talks and how they look, else nothing."""
    if settings.me:
        return {"me": settings.me}
    return {"talker": settings.talker} if settings.talker else {}


STAGES: Mapping[str, Stage] = MappingProxyType(
    {
        "words": Stage(
            words.observe_words,
            words.VERSION,
            ("whisper",),
            lambda settings: [
                settings.language,
                settings.rates.beam_size,
                *([list(settings.vocabulary)] if settings.vocabulary else []),
            ],
        ),
        "voice": Stage(voice.observe_voice, voice.VERSION, ("swift-f0.onnx",), lambda settings: None),
        "speakers": Stage(
            diarization.observe_speakers, diarization.VERSION, (), lambda settings: VOICE_PRINTS
        ),
        "sight": Stage(
            vision.observe_vision,
            vision.VERSION,
            vision.WEIGHTS,
            lambda settings: vision.sampling_rates(settings.rates) | _person(settings),
        ),
        talker.NAME: Stage(
            talker.observe_talker,
            talker.VERSION,
            (face.WEIGHT, "whisper"),
            lambda settings: settings.language,
        ),
    }
)
"""Every stage, by the name in its folders' names."""

WATCHING = ("sight", talker.NAME)
"""The stages that watch the video."""


@dataclass(frozen=True, slots=True)
class WorkUnit:
    """One stage on one segment of a recording.

    Attributes:
        stage: "words", "voice", "speakers", "sight" or "talker".
        folder: of its results.
        span: the segment; audio stages process the whole recording at once.
    """

    stage: str
    folder: Path
    span: Span

    @property
    def watches(self) -> bool:
        """True if it needs the libraries for video, else those for sound."""
        return self.stage in WATCHING

    @property
    def is_done(self) -> bool:
        """True once it is finished and its results are saved."""
        return is_whole(self.folder)

    @property
    def took_s(self) -> float:
        """Seconds that it took, once it is finished."""
        return took_s(self.folder)

    @property
    def cpu_s(self) -> dict[str, float]:
        """CPU seconds that it took, once it is finished: by stage, and by part of the stage."""
        return cpu_s(self.folder)


def work_units_of(recording: Recording, settings: Settings, folder: Path) -> tuple[WorkUnit, ...]:
    """Return every work unit that the recording needs, the slowest first; `folder` holds its tracks.

    Speakers are diarized by sound where each has a track, else only where there is no video, and only with
    the speaker encoder, which is an extra. It is a stage of its own, so that installing it later repeats no
    other stage.

    Plan once for each analysis: whether "speakers" is needed depends on what `folder` holds at the time.

    Raises:
        ModelMissing: if a weight is missing.
    """
    whole = Span(0.0, recording.duration_s)
    units = []

    def audio_unit(stage: str) -> WorkUnit:
        return WorkUnit(stage, folder / f"{stage}-{_key(stage, recording, settings)}", whole)

    if recording.audio:
        words = audio_unit("words")
        units += [words, audio_unit("voice")]
        # Earlier versions saved the speakers with the words.
        by_voice = recording.video is None and weights_file() and not (words.folder / VOICES).is_file()
        if by_voice or recording.audio.second_track is not None:
            units.append(audio_unit("speakers"))
    if recording.video:
        units += _sight_units(recording, folder / f"sight-{_key('sight', recording, settings)}")
    return tuple(units)


def _sight_units(recording: Recording, folder: Path) -> list[WorkUnit]:
    """Return the work unit of each segment; those that an earlier version began are kept to."""
    duration_s, seekable = recording.duration_s, recording.seekable
    if (folder / "0000").exists():
        spans = equal_segments(duration_s, seekable=seekable)
        return [WorkUnit("sight", folder / f"{i:04d}", span) for i, span in enumerate(spans)]
    spans = segments(duration_s, seekable=seekable)
    return [WorkUnit("sight", folder / f"{i}-of-{len(spans)}", span) for i, span in enumerate(spans, start=1)]


def talker_unit_of(recording: Recording, settings: Settings, folder: Path) -> WorkUnit | None:
    """Return the work unit that finds who talks; None without sound or video, or if `me` is known.

    It comes before the others: its result is one of the settings of sight.
    """
    if settings.me is not None or recording.audio is None or recording.video is None:
        return None
    key = _key(talker.NAME, recording, settings)
    return WorkUnit(talker.NAME, folder / f"{talker.NAME}-{key}", Span(0.0, recording.duration_s))


def run_work_unit(
    unit: WorkUnit, path: Path, recording: Recording, settings: Settings, on_progress: Progress | None
) -> None:
    """Run one work unit in this process, and mark it as finished."""
    started_s, cpu = time.perf_counter(), CpuTimer()
    clear_damaged(unit.folder)
    unit.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    options: dict[str, Any] = {"span": unit.span, "cpu": cpu} if unit.watches else {}
    with cpu.part(unit.stage):
        STAGES[unit.stage].observe(path, recording, settings, unit.folder, on_progress, **options)
    write_done(unit.folder, time.perf_counter() - started_s, cpu.seconds)


def _key(stage: str, recording: Recording, settings: Settings) -> str:
    """Return a short hash of all that the stage's results depend on, besides the segment."""
    spec = STAGES[stage]
    depends = {
        "digest": recording.digest,
        "version": spec.version,
        "weights": model_weights.digests(spec.weights, settings),
        "settings": spec.settings(settings),
    }
    if stage not in WATCHING and recording.audio and recording.audio.second_track is not None:
        depends["tracks"] = recording.audio.mixed_tracks  # earlier versions listened to the first one only
    return hashlib.sha256(json.dumps(depends, sort_keys=True).encode()).hexdigest()[:16]
