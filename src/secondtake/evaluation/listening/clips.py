"""Clips of 5 to 100 s made by rule: degraded English, voices of other languages, mixtures, and no words."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from secondtake.evaluation import non_speech_sounds
from secondtake.evaluation.audio_perturbations import resynthesised, stretched, with_noise
from secondtake.evaluation.listening.voices import spoken
from secondtake.evaluation.non_speech_sounds import RATE_HZ, WORDLESS
from secondtake.media.audio import blocks

Samples = NDArray[np.float32]

ENGLISH = "degraded English"
ACCENTED = "English read by another language's voice"
FOREIGN = "another language"
MIXED = "two languages"
NO_WORDS = "no words"
UNSEEN_ENGLISH = "degraded English, cut afterwards"
UNSEEN_NO_WORDS = "voices without words, made afterwards"

SOURCES = (
    *("natural_acoustic_corpus", "natural_neg_libri", "tts_af_heart", "natural_cold_corpus"),
    *("natural_crossword", "tts_am_michael", "natural_surround"),
)
# Recording, start and length in seconds; made after the rules were tuned, and measured once.
UNSEEN_CUTS = (
    *(("noise as loud", "natural_cold_corpus", 12, 12), ("noise as loud", "tts_af_heart", 15, 14)),
    ("noise 10 dB below", "natural_acoustic_corpus", 10, 16),
    ("noise 10 dB below", "natural_neg_libri", 40, 20),
    *(("music beneath", "natural_neg_libri", 55, 18), ("music beneath", "natural_acoustic_corpus", 3, 12)),
    *(("a hall", "natural_cold_corpus", 10, 15), ("a hall", "tts_am_michael", 20, 15)),
)
BACKWARDS = (
    ("natural_acoustic_corpus", 0, 20),
    *(("natural_neg_libri", 10, 15), ("tts_am_michael", 5, 15), ("tts_af_heart", 20, 10)),
)
UNSEEN_BACKWARDS = (
    *(("natural_cold_corpus", 0, 14), ("natural_neg_libri", 40, 20), ("tts_am_michael", 22, 14)),
)
LENGTHS_S = (5, 8, 10, 14, 20, 30)
LONG_S = 100
SOFT_DB, MUSIC_DB = -40.0, -6.0
NOISE_DB = -65.0  # of an open call in which nobody speaks
CALL_HZ = (300, 3400)
CLIPPED_GAIN, CLIPPED_AT = 12.0, 0.5
SPEED = 1.2
ACCENT_ST, ACCENT_MOVEMENT = 2.0, 0.4  # another melody: higher, and less than half as lively
REVERBERATION_S = 0.8
VOICES = MappingProxyType(
    {"German": "de", "French": "fr", "Spanish": "es", "Italian": "it", "Portuguese": "pt"}
)
# Written for this table.
TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "en": "I worked in a small team for three years. We built a new booking system for the clinic, "
        "and in the end the waiting time fell by half. What I learned is to ask the nurses first, "
        "because they know where the time goes. I would do it the same way again.",
        "de": "Ich habe drei Jahre in einem kleinen Team gearbeitet. Wir haben für die Klinik ein neues "
        "System für Termine gebaut, und am Ende war die Wartezeit nur noch halb so lang. Gelernt "
        "habe ich, zuerst die Pflegekräfte zu fragen, weil sie wissen, wo die Zeit bleibt.",
        "fr": "J'ai travaillé trois ans dans une petite équipe. Nous avons construit un nouveau système "
        "de rendez-vous pour la clinique, et à la fin le temps d'attente a diminué de moitié. "
        "J'ai appris à demander d'abord aux infirmières, parce qu'elles savent où passe le temps.",
        "es": "Trabajé tres años en un equipo pequeño. Construimos un nuevo sistema de citas para la "
        "clínica, y al final el tiempo de espera se redujo a la mitad. Aprendí a preguntar "
        "primero a las enfermeras, porque ellas saben adónde se va el tiempo.",
        "it": "Ho lavorato per tre anni in una piccola squadra. Abbiamo costruito un nuovo sistema di "
        "appuntamenti per la clinica, e alla fine il tempo di attesa si è dimezzato. Ho imparato "
        "a chiedere prima alle infermiere, perché loro sanno dove va il tempo.",
        "pt": "Trabalhei três anos numa equipa pequena. Construímos um novo sistema de marcações para a "
        "clínica, e no fim o tempo de espera caiu para metade. Aprendi a perguntar primeiro às "
        "enfermeiras, porque elas sabem para onde vai o tempo.",
    }
)


@dataclass(frozen=True, slots=True)
class HardClip:
    """One clip of the table.

    Args:
        group: one of the five groups.
        change: what was done to the sound, or which sound it is.
        name: unique.
        languages: those that are spoken, the main one first; empty without words.
        make: returns the samples, one channel at 16 kHz.
        clean: returns the same speech without the change, if it is known.
        clean_name: of the same speech without the change.
        labelled: returns the labelled words, as often as they may be heard; empty without labels.
    """

    group: str
    change: str
    name: str
    languages: tuple[str, ...]
    make: Callable[[], Samples]
    clean: Callable[[], Samples] | None = None
    clean_name: str = ""
    labelled: Callable[[], str] | None = None


def clips(folder: Path) -> Iterator[HardClip]:
    """Yield all clips that can be made here; other languages need espeak-ng.

    Args:
        folder: the labelled speech.
    """
    yield from _english(folder)
    yield from _wordless(folder)
    if shutil.which("espeak-ng"):
        yield from _synthetic(folder)


def _english(folder: Path) -> Iterator[HardClip]:
    """Yield every change of a short to a long cut each; changes by turns share the same cuts."""
    for i, change in enumerate(CHANGES):
        for j, length_s in enumerate((LONG_S if i % 5 == 4 else LENGTHS_S[0], *LENGTHS_S[1:])):
            name, start_s = SOURCES[(j + 3 * (i % 2)) % len(SOURCES)], 5 * (i % 2)
            yield _degraded(folder, ENGLISH, change, (name, start_s, length_s))
    for change, *part in UNSEEN_CUTS:
        yield _degraded(folder, UNSEEN_ENGLISH, change, part)


def _degraded(folder: Path, group: str, change: str, part: Sequence[Any]) -> HardClip:
    name, start_s, length_s = part
    speech = cut(folder / f"{name}.flac", start_s, length_s)
    title = f"{name}, {start_s}-{start_s + length_s} s"
    return HardClip(
        *(group, change, f"{title}, {change}", ("en",), _changed(speech, change), speech, title),
        labelled=partial(_labelled_words, folder / f"{name}.truth.json", length_s),
    )


def cut(path: Path, start_s: float, length_s: float) -> Callable[[], Samples]:
    """Return a maker of a cut of a recording, repeated from its start where it ends."""

    def samples_of() -> Samples:
        samples = np.concatenate([block.samples for block in blocks(path)])
        first = round(start_s * RATE_HZ) % samples.size
        return np.asarray(np.resize(np.roll(samples, -first), round(length_s * RATE_HZ)), np.float32)

    return samples_of


def _labelled_words(path: Path, length_s: float) -> str:
    """Return a recording's labelled words, repeated as in a cut that starts anywhere in it."""
    truth = json.loads(path.read_text(encoding="utf-8"))
    return " ".join([truth["text"]] * (1 + ceil(length_s / truth["duration_s"]))).strip()


def _wordless(folder: Path) -> Iterator[HardClip]:
    sounds: dict[str, Callable[[], Samples]] = dict(WORDLESS)
    sounds["the noise of an open call"] = _call_noise
    sounds["a crowd, played backwards"] = lambda: _crowd(folder, SOURCES)
    sounds["three voices, played backwards"] = lambda: _crowd(folder, SOURCES[1::2])
    for name, make in sounds.items():
        yield HardClip(NO_WORDS, name, name, (), make)
    for group, cuts in ((NO_WORDS, BACKWARDS), (UNSEEN_NO_WORDS, UNSEEN_BACKWARDS)):
        for part in cuts:
            name = "{}, {} s and on, backwards".format(*part)
            yield HardClip(group, "speech played backwards", name, (), partial(_backwards, folder, *part))
    three = partial(_crowd, folder, SOURCES[0::2])
    yield HardClip(UNSEEN_NO_WORDS, "three voices", "three others, played backwards", (), three)


def _backwards(folder: Path, name: str, start_s: float, length_s: float) -> Samples:
    return cut(folder / f"{name}.flac", start_s, length_s)()[::-1].copy()


def _call_noise() -> Samples:
    """Return noise at -65 dB in a telephone's band."""
    noise = _band(np.random.default_rng(8).standard_normal(30 * RATE_HZ).astype(np.float32))
    return np.asarray(noise / noise.std() * 10 ** (NOISE_DB / 20), np.float32)


def _crowd(folder: Path, names: Sequence[str]) -> Samples:
    """Return recordings at once and backwards: voices without a word."""
    voices = [_backwards(folder, name, 0, 30) for name in names]
    return np.asarray(0.02 * np.sum([voice / voice.std() for voice in voices], axis=0), np.float32)


def _synthetic(folder: Path) -> Iterator[HardClip]:
    for language, code in VOICES.items():
        speech = _voice(code, code)
        for change in ("unchanged", "telephone"):
            make = speech if change == "unchanged" else _changed(speech, change)
            yield HardClip(FOREIGN, language, f"{language}, {change}", (code,), make)
        accented = f"English, {language} voice"
        yield HardClip(ACCENTED, f"{language} voice", accented, ("en",), _voice(code, "en"))
        yield HardClip(
            MIXED, f"English, then {language}", f"English, then {language}", ("en", code), _then(folder, code)
        )


def _changed(speech: Callable[[], Samples], change: str) -> Callable[[], Samples]:
    return lambda: CHANGES[change](speech())


def _then(folder: Path, code: str) -> Callable[[], Samples]:
    """Return a maker of twenty seconds of natural English and then another language."""
    return lambda: np.concatenate([cut(folder / f"{SOURCES[1]}.flac", 30, 20)(), _voice(code, code)()])


def _voice(voice: str, text: str) -> Callable[[], Samples]:
    """Return a maker of a text read by one of espeak-ng's voices."""
    return lambda: spoken(TEXTS[text], voice)


def _band(samples: Samples) -> Samples:
    from scipy.signal import butter, sosfilt

    return np.asarray(sosfilt(butter(6, CALL_HZ, "band", fs=RATE_HZ, output="sos"), samples), np.float32)


def _music_beneath(samples: Samples) -> Samples:
    music = np.resize(non_speech_sounds.music(), samples.size)
    ratio = samples.std() / music.std() * 10 ** (MUSIC_DB / 20)
    return np.asarray(samples + music * ratio, np.float32)


def _in_a_hall(samples: Samples) -> Samples:
    """Add the decay of a hall: noise that falls by 60 dB within `REVERBERATION_S`."""
    from scipy.signal import fftconvolve

    times_s = np.arange(round(REVERBERATION_S * RATE_HZ)) / RATE_HZ
    decay = np.random.default_rng(7).standard_normal(times_s.size) * 10 ** (-3 * times_s / REVERBERATION_S)
    decay /= np.sqrt((decay**2).sum())
    decay[0] += 0.5
    return np.asarray(fftconvolve(samples, decay)[: samples.size], np.float32)


def _accent(samples: Samples) -> Samples:
    return resynthesised(samples, movement=ACCENT_MOVEMENT, shift_st=ACCENT_ST)[0]


CHANGES: Mapping[str, Callable[[Samples], Samples]] = MappingProxyType(
    {
        "soft": lambda x: x * np.float32(10 ** (SOFT_DB / 20)),
        "telephone": _band,
        "noise 10 dB below": lambda x: with_noise(x, 10.0),
        "noise as loud": lambda x: with_noise(x, 0.0),
        "music beneath": _music_beneath,
        "a hall": _in_a_hall,
        "clipped": lambda x: np.clip(x * CLIPPED_GAIN, -CLIPPED_AT, CLIPPED_AT).astype(np.float32),
        "faster": lambda x: stretched(x, by=1 / SPEED),
        "slower": lambda x: stretched(x, by=SPEED),
        "another melody": _accent,
    }
)
