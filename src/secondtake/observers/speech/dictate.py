"""A voice note becomes text, heard like any other recording; nothing of it is written anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from secondtake.config import Settings
from secondtake.core.errors import MediaError, ObserverStopped
from secondtake.helper_process import HelperProcess, serve

ENDED = "Transcribing the note stopped early. Type the questions instead."


def dictate(note: Path, settings: Settings) -> str:
    """Return what is said in a voice note.

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
        raise MediaError("No speech was found in the note. Record it again, or type the questions.")
    return text


def dictate_apart(note: Path, settings: Settings) -> str:
    """Run `dictate` in a process of its own, which frees the model's memory when it ends.

    Raises:
        MediaError, ModelMissing: as `dictate`.
        ObserverStopped: the process ended before its work did.
    """
    with HelperProcess(__spec__.name, settings.to_environ(), ended=ObserverStopped(ENDED)) as helper:
        return str(helper.ask([str(note), settings.preset, settings.language, list(settings.vocabulary)]))


def _handle(request: Any, _: bytes) -> str:
    note, preset, language, names = request
    settings = Settings.load(preset=preset, language=language, processes=1, vocabulary=tuple(names))
    return dictate(Path(note), settings)


if __name__ == "__main__":
    serve(_handle)
