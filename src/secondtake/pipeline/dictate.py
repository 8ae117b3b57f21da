"""A voice note becomes text, heard like any other recording; nothing of it is written anywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from secondtake.config import Settings
from secondtake.core import errors
from secondtake.core.errors import MediaError, ObserverStopped, SecondTakeError


def dictate(note: Path, settings: Settings) -> str:
    """What is said in a voice note.

    Raises:
        MediaError: it is no recording, has no sound, or nobody speaks in it.
        ModelMissing: the speech model is missing.
    """
    from secondtake.media.probe import probe
    from secondtake.observers.speech.words import WindowCache, transcribe

    recording = probe(note)
    if recording.audio is None:
        raise MediaError(f"“{note.name}” has no sound. Record the note again, or type the questions.")
    transcript, _ = transcribe(note, recording, settings, WindowCache())
    text = " ".join(word.text.strip() for word in transcript.words)
    if not text:
        raise MediaError("Nobody was heard to speak in the note. Record it again, or type the questions.")
    return text


def dictate_apart(note: Path, settings: Settings) -> str:
    """`dictate` in a process of its own, which gives the model's memory back when it ends.

    Raises:
        MediaError, ModelMissing: as `dictate`.
        ObserverStopped: the process ended before its work did.
    """
    asked = json.dumps([str(note), settings.preset, settings.language])
    done = subprocess.run(
        [sys.executable, "-m", "secondtake.pipeline.dictate", asked],
        env=os.environ | settings.to_environ(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    try:
        said = json.loads(done.stdout)
    except ValueError as error:
        raise ObserverStopped("Listening to the note ended early. Type the questions instead.") from error
    if "error" in said:
        raise getattr(errors, said["kind"])(said["error"])
    return str(said["text"])


def _main(asked: str) -> None:
    """The process's work: one line of JSON, whatever happens."""
    note, preset, language = json.loads(asked)
    try:
        said = {"text": dictate(Path(note), Settings.load(preset=preset, language=language, processes=1))}
    except SecondTakeError as error:
        said = {"error": str(error), "kind": type(error).__name__}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    _main(sys.argv[1])
