"""The pieces of work that observe a recording: what each runs, and the folder that keeps what it found.

A piece's folder is named by a key of all its outcome depends on, and is finished when it holds `done.json`.
Finished pieces are never computed again; the folder `<tracks>/<piece>` of an unfinished one is given to the
next run as it is.
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
from secondtake.files import read_json, write_json
from secondtake.observers import model_weights
from secondtake.observers.audio import diarization, voice
from secondtake.observers.audio.diarization import FILE as VOICES
from secondtake.observers.audio.speaker_embeddings import SHA256 as VOICE_PRINTS
from secondtake.observers.audio.speaker_embeddings import weights_file
from secondtake.observers.speech import words
from secondtake.observers.vision import vision
from secondtake.pipeline.segment_plan import segments

DONE = "done.json"


@dataclass(frozen=True, slots=True)
class Stage:
    """One observer: what runs it, and what its outcome depends on besides the recording.

    Attributes:
        observe: called with (path, recording, settings, folder, progress), and `span` for sight.
        version: of the observer; results of another version are not reused.
        weights: names of the model weights it loads.
        settings: the settings that change its outcome.
    """

    observe: Callable[..., object]
    version: int
    weights: tuple[str, ...]
    settings: Callable[[Settings], Any]


STAGES: Mapping[str, Stage] = MappingProxyType(
    {
        "words": Stage(
            words.observe_words,
            words.VERSION,
            ("whisper",),
            lambda settings: [settings.language, settings.rates.beam_size],
        ),
        "voice": Stage(voice.observe_voice, voice.VERSION, ("swift-f0.onnx",), lambda settings: None),
        "speakers": Stage(
            diarization.observe_speakers, diarization.VERSION, (), lambda settings: VOICE_PRINTS
        ),
        "sight": Stage(
            vision.observe_vision,
            vision.VERSION,
            vision.WEIGHTS,
            lambda settings: vision.sampling_rates(settings.rates),
        ),
    }
)
"""Every stage by the name that its folders carry."""


@dataclass(frozen=True, slots=True)
class WorkUnit:
    """One observer on one stretch of a recording.

    Attributes:
        stage: "words", "voice", "speakers" or "sight".
        folder: where its results are kept.
        span: the stretch; what is heard takes the whole recording at once.
    """

    stage: str
    folder: Path
    span: Span

    @property
    def done(self) -> bool:
        """Whether it is finished and kept."""
        return (self.folder / DONE).is_file()

    @property
    def took_s(self) -> float:
        """How long it took, once it is finished."""
        return float(read_json(self.folder / DONE)["took_s"])


def work_units_of(recording: Recording, settings: Settings, folder: Path) -> tuple[WorkUnit, ...]:
    """Every piece that the recording needs, the longest first; `folder` is the recording's own.

    Voices are told apart by sound only where there is no picture, and only with voice prints, which are an
    extra: a stage of its own, so that installing them later lets nothing be observed twice.

    Raises:
        ModelMissing: if a weight is missing, before any work begins.
    """
    whole = Span(0.0, recording.duration_s)
    found = []

    def heard(stage: str) -> WorkUnit:
        return WorkUnit(stage, folder / f"{stage}-{_key(stage, recording, settings)}", whole)

    if recording.audio:
        words = heard("words")
        found += [words, heard("voice")]
        # Words that were kept before this was a stage of its own brought the voices along.
        if recording.video is None and weights_file() and not (words.folder / VOICES).is_file():
            found.append(heard("speakers"))
    if recording.video:
        key = _key("sight", recording, settings)
        found += [
            WorkUnit("sight", folder / f"sight-{key}" / f"{i:04d}", span)
            for i, span in enumerate(segments(recording.duration_s, seekable=recording.seekable))
        ]
    return tuple(found)


def run_work_unit(
    piece: WorkUnit, path: Path, recording: Recording, settings: Settings, progress: Progress | None
) -> None:
    """Observe one piece in this process, and mark it as finished."""
    started_s = time.perf_counter()
    piece.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    given: dict[str, Any] = {"span": piece.span} if piece.stage == "sight" else {}
    STAGES[piece.stage].observe(path, recording, settings, piece.folder, progress, **given)
    write_json(piece.folder / DONE, {"took_s": round(time.perf_counter() - started_s, 3)})


def _key(stage: str, recording: Recording, settings: Settings) -> str:
    """A short hash of all that the stage's outcome depends on, besides the stretch."""
    about = STAGES[stage]
    depends = {
        "digest": recording.digest,
        "version": about.version,
        "weights": model_weights.digests(about.weights, settings),
        "settings": about.settings(settings),
    }
    return hashlib.sha256(json.dumps(depends, sort_keys=True).encode()).hexdigest()[:16]
