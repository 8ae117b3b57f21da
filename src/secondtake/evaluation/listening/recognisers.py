"""Whisper models beside each other, on labelled speech: words, fillers, invented words and what they cost.

    python -m secondtake.evaluation.listening.recognisers --whisper FOLDER [--speech FOLDER]

Without labelled speech (NAME.flac beside NAME.truth.json with its text and fillers), the sample session is
heard, whose voices are synthetic.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from secondtake.config import PRESETS, Settings
from secondtake.core.errors import SecondTakeError
from secondtake.core.tracks import Tracks
from secondtake.detectors.words import filler
from secondtake.evaluation.non_speech_sounds import WORDLESS
from secondtake.evaluation.report.hearing import no_speech
from secondtake.evaluation.report.results import Outcome, Table
from secondtake.evaluation.report.section import Section, Work
from secondtake.evaluation.scoring import Score, read_json, validation_folder
from secondtake.evaluation.speech import TOLERANCE_S, labelled, scored, summed
from secondtake.media.probe import probe
from secondtake.observers.audio.speech_windows import SpeechWindows
from secondtake.observers.cpu_timer import CpuTimer
from secondtake.observers.model_weights import whisper_folder
from secondtake.observers.speech.whisper import COMPUTE_TYPE, Whisper
from secondtake.observers.speech.words import WindowCache, transcribe
from secondtake.synthetic.sample_data import samples_folder

HEAD = (
    *("model", "MB", "words wrong", "fillers found", "false"),
    *("words invented in sound without any", "CPU s for 1 s of speech"),
)


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """A model and how it decodes.

    Args:
        name: as it is called in the table.
        folder: in CTranslate2's format.
        beam_size: of the beam search.
        compute_type: of CTranslate2.
    """

    name: str
    folder: Path
    beam_size: int = PRESETS["balanced"].beam_size
    compute_type: str = COMPUTE_TYPE


@dataclass(frozen=True, slots=True)
class SpeechModelRow:
    """What a model heard.

    Args:
        name: of the model.
        size_bytes: of its weights.
        word_errors, words: wrong, missing and added words, and true ones; without fillers.
        fillers: filled pauses, matched within `speech.TOLERANCE_S`.
        invented: words in the seconds of made sound in which nobody speaks.
        cpu_s, speech_s: CPU seconds, of all threads, for recordings of this length.
    """

    name: str
    size_bytes: int
    word_errors: int
    words: int
    fillers: Score
    invented: int
    cpu_s: float
    speech_s: float

    @property
    def cells(self) -> tuple[str, ...]:
        """Cells in the order of `HEAD`."""
        true = self.fillers.hits + self.fillers.misses
        return (
            self.name,
            f"{self.size_bytes / 1e6:.0f}",
            f"{self.word_errors / max(self.words, 1):.1%} of {self.words}",
            f"{self.fillers.hits} of {true}",
            str(self.fillers.false),
            str(self.invented),
            f"{self.cpu_s / self.speech_s:.2f}",
        )


def installed() -> tuple[SpeechModel, ...]:
    """Return the installed model as each preset decodes with it, and without rounding to eight bits."""
    folder = whisper_folder(Settings.load())
    base = SpeechModel("whisper-base, as installed", folder)
    return (
        base,
        replace(base, name="whisper-base, preset fast", beam_size=PRESETS["fast"].beam_size),
        replace(base, name="whisper-base, in float32", compute_type="float32"),
    )


def recogniser_row(recogniser: SpeechModel, speech: Path | None) -> SpeechModelRow:
    """Transcribe all labelled speech in English with one model.

    Args:
        recogniser: the model.
        speech: folder of labelled speech; the sample session if there is none.
    """
    settings = Settings.load(language="en")
    model = Whisper(
        recogniser.folder,
        threads=1,
        beam_size=recogniser.beam_size,
        compute_type=recogniser.compute_type,
    )
    timer, rows, speech_s = CpuTimer(), [], 0.0
    for path, truth in _recordings(speech):
        recording = probe(path)
        with timer.part("words"):
            transcript, spans = transcribe(path, recording, settings, WindowCache(), model=model)
        rows.append(
            scored(path.stem, Tracks(recording.duration_s, transcript=transcript, speech=spans), truth)
        )
        speech_s += recording.duration_s
    total = summed(recogniser.name, rows)
    assert total is not None
    invented = sum(
        len(model.transcribe(window, "en"))
        for make in WORDLESS.values()
        for window in SpeechWindows([make()])
    )
    size = (recogniser.folder / "model.bin").stat().st_size
    return SpeechModelRow(
        recogniser.name,
        size,
        total.word_errors,
        total.words,
        total.filler,
        invented,
        timer.seconds["words"],
        speech_s,
    )


def _recordings(speech: Path | None) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    if speech is not None:
        yield from labelled(speech)
        return
    session = samples_folder() / "session"
    truth = read_json(session / "interview.truth.json", needs="words")
    fillers = [event for event in truth["events"] if event["kind"] == filler.NAME]
    text = " ".join(word["text"] for word in truth["words"])
    yield session / "interview.mp4", {"events": fillers, "text": text, "exhaustive": truth["exhaustive"]}


def measure_recognisers(work: Work) -> Outcome:
    """Measure the installed model, and the person's own if one is set (SECONDTAKE_WHISPER)."""
    speech = validation_folder() / "speech"
    rows = [recogniser_row(recogniser, speech) for recogniser in (*installed(), *_own(work.settings))]
    return Outcome((Table("Models, and ways to decode with them", HEAD, tuple(row.cells for row in rows)),))


def _own(settings: Settings) -> tuple[SpeechModel, ...]:
    folder = settings.whisper_dir
    return (SpeechModel(folder.name, whisper_folder(settings)),) if folder else ()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a row for the installed model and for each folder."""
    parser = argparse.ArgumentParser(
        prog="python -m secondtake.evaluation.listening.recognisers", description=__doc__
    )
    parser.add_argument(
        "--whisper", type=Path, nargs="+", default=[], help="Whisper models in CTranslate2's format"
    )
    parser.add_argument("--speech", type=Path, help="labelled speech")
    options = parser.parse_args(arguments)
    at_hand = validation_folder() / "speech"
    speech = options.speech or (at_hand if at_hand.is_dir() else None)
    print(" | ".join(HEAD))
    try:
        own = [
            SpeechModel(str(folder), whisper_folder(Settings.load(whisper_dir=folder)))
            for folder in options.whisper
        ]
        for recogniser in (installed()[0], *own):
            print(" | ".join(recogniser_row(recogniser, speech).cells), flush=True)
    except SecondTakeError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


SECTION = Section(
    name="recognisers",
    title="Larger and other models",
    on="the labelled speech, natural and synthetic, with English set, and the sounds made by rule in which "
    "nobody says a word: the installed model as it is used, with the preset fast (a beam of one) and "
    "without rounding its numbers to eight bits, and a model of one's own where SECONDTAKE_WHISPER is set. "
    "CPU seconds are of one thread.",
    tolerance=f"{TOLERANCE_S} s for fillers. Words are compared as in “Words and fillers”.",
    measure=measure_recognisers,
    lacks=no_speech,
)

if __name__ == "__main__":
    sys.exit(main())
