"""Speaks the utterances of other languages (evaluation/listening/utterances.py) with Kokoro's voices.

Needs what `make_voices.py` needs, beside the product; nothing that it writes is committed.

    python samples/make_language_voices.py MODEL_FOLDER VOICES_FOLDER FOLDER
    SECONDTAKE_SPOKEN=FOLDER python -m secondtake.evaluation.report --only languages-neural
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import espeakng_loader
import numpy as np
from make_voices import RATE_HZ, Kokoro, levelled
from phonemizer import phonemize
from phonemizer.backend.espeak.wrapper import EspeakWrapper

from secondtake.evaluation.listening.utterances import APART_S, IN_RECORDING, utterances
from secondtake.evaluation.recording_perturbations import write_wav

# As espeak and Kokoro call them; there is no German voice, and the Portuguese ones are Brazilian.
VOICES = {
    "es": ("es", ("ef_dora", "em_alex")),
    "fr": ("fr-fr", ("ff_siwis",)),
    "it": ("it", ("if_sara", "im_nicola")),
    "pt": ("pt-br", ("pf_dora", "pm_alex")),
}
PACES = (0.9, 1.0, 1.1)
# Drawn out, as people say them: espeak reads "hum" like "homme".
PAUSES = {
    "es": {"eh": "ˈeː", "em": "ˈeːm"},
    "fr": {"euh": "ˈøː", "hum": "ˈœːm"},
    "it": {"ehm": "ˈɛːm", "eh": "ˈeː"},
    "pt": {"hum": "ˈũːm", "hã": "ˈɐ̃ː"},
}


def phonemes(text: str, code: str) -> str:
    """Return a sentence in the symbols of the model."""
    pauses = PAUSES[code]
    parts = re.split(rf"(?<=[ ,])({'|'.join(pauses)})(?=[ ,])", text)
    return " ".join(pauses.get(part) or _read(part, VOICES[code][0]) for part in parts).replace(" ,", ",")


def _read(part: str, language: str) -> str:
    lead = ", " if part.startswith(",") else ""
    return lead + phonemize(part.lstrip(", "), language, preserve_punctuation=True, with_stress=True).strip()


def main() -> None:
    """Speaks every language's utterances, ten a recording, and writes their sound and spans."""
    model, voices, folder = map(Path, sys.argv[1:4])
    folder.mkdir(parents=True, exist_ok=True)
    EspeakWrapper.set_library(espeakng_loader.get_library_path())
    EspeakWrapper.set_data_path(espeakng_loader.get_data_path())
    kokoro = Kokoro(model / "kokoro-int8.onnx", voices)
    silence = np.zeros(round(APART_S * RATE_HZ), np.float32)
    for code, (_, cast) in VOICES.items():
        every = utterances(code)
        for first in range(0, len(every), IN_RECORDING):
            voice = cast[first // IN_RECORDING % len(cast)]
            parts, spans, at = [silence], [], silence.size
            for i, utterance in enumerate(every[first : first + IN_RECORDING]):
                sound = levelled(
                    kokoro.speak([phonemes(utterance.text, code)], voice, PACES[i % len(PACES)])[0]
                )
                spans.append([at / RATE_HZ, (at + sound.size) / RATE_HZ])
                parts += [sound, silence]
                at += sound.size + silence.size
            wav = write_wav(np.concatenate(parts), RATE_HZ, folder / f"{code}, {first}, neural.wav")
            wav.with_suffix(".json").write_text(json.dumps(spans))


if __name__ == "__main__":
    main()
