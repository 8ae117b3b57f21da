"""Clips made after the rules on doubtful languages and wordless sound, and measured once.

Other languages are read from other texts than those the rules were made with, by other voices. Wordless are
voices played backwards, upside down in frequency or in pieces, many at once, behind a wall, and sounds that
mouths make.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType

import numpy as np

from secondtake.evaluation.audio_perturbations import with_noise
from secondtake.evaluation.listening.clips import CHANGES, TEXTS, HardClip, Samples, clips, cut
from secondtake.evaluation.listening.voices import spoken
from secondtake.evaluation.non_speech_sounds import RATE_HZ, Wave

FOREIGN = "another language, made afterwards"
NO_WORDS = "voices and mouths without words, made afterwards"
LEVEL = 0.08
# Written for this table, by espeak-ng's voices. Those below the first six have no list of fillers.
ANSWERS: Mapping[str, str] = MappingProxyType(
    {
        "pt": "Estudei química no Porto e depois comecei num laboratório. O que mais me custou foi "
        "aprender a dizer não ao meu chefe. Hoje explico primeiro o que falta, e só depois digo "
        "quanto tempo preciso.",
        "pt-br": "Eu estudei química em Recife e depois comecei em um laboratório. O mais difícil foi "
        "aprender a dizer não para o meu chefe. Hoje eu explico primeiro o que falta, e só depois "
        "digo de quanto tempo preciso.",
        "de": "Ich habe in Leipzig Chemie studiert und danach in einem Labor angefangen. Am schwersten "
        "fiel mir, meinem Chef auch einmal nein zu sagen. Heute erkläre ich zuerst, was noch fehlt, "
        "und sage dann, wie lange ich brauche.",
        "fr": "J'ai étudié la chimie à Lyon, puis j'ai commencé dans un laboratoire. Le plus dur a été "
        "d'apprendre à dire non à mon chef. Aujourd'hui, j'explique d'abord ce qui manque, et "
        "seulement après je dis combien de temps il me faut.",
        "es": "Estudié química en Sevilla y después empecé en un laboratorio. Lo más difícil fue aprender "
        "a decirle que no a mi jefe. Hoy explico primero lo que falta, y solo después digo cuánto "
        "tiempo necesito.",
        "it": "Ho studiato chimica a Bologna e poi ho cominciato in un laboratorio. La cosa più difficile "
        "è stata imparare a dire di no al mio capo. Oggi spiego prima che cosa manca, e solo dopo "
        "dico di quanto tempo ho bisogno.",
        "nl": "Ik heb in Utrecht scheikunde gestudeerd en ben daarna in een laboratorium begonnen. Het "
        "moeilijkste was leren om nee te zeggen tegen mijn baas. Nu leg ik eerst uit wat er "
        "ontbreekt, en pas daarna zeg ik hoeveel tijd ik nodig heb.",
        "pl": "Studiowałam chemię w Krakowie, a potem zaczęłam w laboratorium. Najtrudniej było nauczyć "
        "się mówić szefowi nie. Dzisiaj najpierw wyjaśniam, czego brakuje, a dopiero potem mówię, "
        "ile czasu potrzebuję.",
        "tr": "İzmir'de kimya okudum ve sonra bir laboratuvarda başladım. En zoru patronuma hayır demeyi "
        "öğrenmekti. Bugün önce neyin eksik olduğunu anlatıyorum, ancak ondan sonra ne kadar zamana "
        "ihtiyacım olduğunu söylüyorum.",
        "ru": "Я изучала химию в Казани, а потом начала работать в лаборатории. Труднее всего было "
        "научиться говорить начальнику нет. Сегодня я сначала объясняю, чего не хватает, и только "
        "потом говорю, сколько времени мне нужно.",
        "sv": "Jag läste kemi i Lund och började sedan i ett laboratorium. Det svåraste var att lära sig "
        "säga nej till min chef. I dag förklarar jag först vad som saknas, och först därefter säger "
        "jag hur mycket tid jag behöver.",
        "hi": "मैंने दिल्ली में रसायन पढ़ा और फिर एक प्रयोगशाला में काम शुरू किया। सबसे कठिन था अपने "
        "मालिक को ना कहना सीखना। आज मैं पहले बताती हूँ कि क्या बाकी है, और उसके बाद ही कहती हूँ कि "
        "कितना समय चाहिए।",
        "cy": "Astudiais i gemeg yn Abertawe ac wedyn dechreuais i mewn labordy. Y peth anoddaf oedd "
        "dysgu dweud na wrth fy mhennaeth. Heddiw rydw i'n esbonio yn gyntaf beth sydd ar goll, a "
        "dim ond wedyn yn dweud faint o amser sydd ei angen.",
        "hu": "Szegeden tanultam kémiát, aztán egy laboratóriumban kezdtem. A legnehezebb az volt, hogy "
        "megtanuljak nemet mondani a főnökömnek. Ma először elmagyarázom, mi hiányzik, és csak "
        "azután mondom meg, mennyi időre van szükségem.",
    }
)
READINGS = (("+f2", "unchanged", 140), ("+m3", "telephone", 160))  # by turns
Part = tuple[str, int, int]
"""Recording, start and length in seconds."""
BACKWARDS = (
    *(("natural_neg_libri", 25, 15), ("natural_neg_libri", 72, 18), ("natural_cold_corpus", 4, 10)),
    *(("natural_acoustic_corpus", 10, 12), ("tts_af_heart", 30, 14), ("tts_am_michael", 12, 20)),
    *(("natural_surround", 0, 6), ("tts_dialog_two_speakers", 25, 18)),
)
BACKWARDS_VOICES = (("en-us+f4", "en"), ("fr-fr+m2", "fr"), ("it+f3", "it"))
UPSIDE_DOWN = (("natural_acoustic_corpus", 0, 18), ("tts_am_michael", 8, 15))
BEHIND_A_WALL = ((("natural_acoustic_corpus", 0, 18), 250), (("tts_af_heart", 20, 18), 300))  # and hertz
NOISY, SHUFFLED = ("natural_neg_libri", 48, 15), ("natural_neg_libri", 50, 15)
REVERSED = ("tts_af_heart", 12, 18)
HUMS = ((3, 140), (4, 240))  # seed, hertz
TONGUES = (3, 4)


def every_clip(folder: Path) -> Iterator[HardClip]:
    """Yield the clips that the rules were tuned on, and those made afterwards."""
    developed = list(clips(folder))
    yield from developed
    for name, make in _wordless(folder):
        yield HardClip(NO_WORDS, name, name, (), make)
    if any(clip.group != NO_WORDS and clip.languages == ("de",) for clip in developed):  # espeak-ng is here
        for i, (voice, text) in enumerate(ANSWERS.items()):
            suffix, change, pace = READINGS[i % len(READINGS)]
            read = partial(_read, text, voice + suffix, change, pace)
            yield HardClip(FOREIGN, voice, f"{voice}{suffix}, {change}", (voice[:2],), read)


def _read(text: str, voice: str, change: str, pace: int) -> Samples:
    sound = spoken(text, voice, words_a_minute=pace)
    return sound if change == "unchanged" else CHANGES[change](sound)


def _wordless(folder: Path) -> Iterator[tuple[str, Callable[[], Samples]]]:
    for part in BACKWARDS:
        yield "{}, {} s, the other way round".format(*part), partial(_backwards, folder, part)
    for voice, text in BACKWARDS_VOICES:
        yield f"{voice}, the other way round", partial(_backwards_voice, voice, text)
    for part in UPSIDE_DOWN:
        yield "{}, {} s, high for low".format(*part), partial(_upside_down, folder, part)
    for part, hz in BEHIND_A_WALL:
        yield "{}, behind a wall".format(*part), partial(_behind_a_wall, folder, part, hz)
    yield "a reader, the other way round, in noise", partial(_backwards_in_noise, folder, NOISY)
    yield "a voice in reversed pieces", partial(_pieces, folder, REVERSED, 0.22, reverse=True)
    yield "a voice in shuffled pieces", partial(_pieces, folder, SHUFFLED, 0.1, reverse=False)
    yield "seven languages at once", _babble
    for seed, hz in HUMS:
        yield f"humming at {hz} Hz", partial(_humming, seed, hz)
    for seed in TONGUES:
        yield f"clicks and trills of a tongue, {seed}", partial(_tongue, seed)


def _speech(folder: Path, part: Part) -> Samples:
    name, start_s, length_s = part
    return cut(folder / f"{name}.flac", start_s, length_s)()


def _backwards(folder: Path, part: Part) -> Samples:
    return _speech(folder, part)[::-1].copy()


def _backwards_in_noise(folder: Path, part: Part) -> Samples:
    return with_noise(_backwards(folder, part), 8.0)


def _levelled(samples: Samples | Wave, level: float = LEVEL) -> Samples:
    return np.asarray(samples / samples.std() * level, np.float32)


def _backwards_voice(voice: str, text: str) -> Samples:
    return spoken(TEXTS[text], voice)[::-1].copy()


def _upside_down(folder: Path, part: Part) -> Samples:
    """Swap low and high frequencies below 4 kHz: the melody of speech without its sounds."""
    from scipy.signal import butter, resample_poly, sosfilt

    narrow = resample_poly(
        sosfilt(butter(8, 3600, "low", fs=RATE_HZ, output="sos"), _speech(folder, part)), 1, 2
    )
    return _levelled(resample_poly(narrow * (-1.0) ** np.arange(narrow.size), 2, 1))


def _behind_a_wall(folder: Path, part: Part, hz: int) -> Samples:
    from scipy.signal import butter, sosfilt

    muffled = sosfilt(butter(6, hz, "low", fs=RATE_HZ, output="sos"), _speech(folder, part))
    return _levelled(CHANGES["a hall"](np.asarray(muffled, np.float32)), 0.03)


def _pieces(folder: Path, part: Part, length_s: float, *, reverse: bool) -> Samples:
    """Turn every piece round, or put the pieces in another order."""
    samples, size = _speech(folder, part), round(length_s * RATE_HZ)
    pieces = samples[: samples.size // size * size].reshape(-1, size)
    order = np.random.default_rng(2).permutation(len(pieces))
    return _levelled((pieces[:, ::-1] if reverse else pieces[order]).ravel())


def _babble() -> Samples:
    voices = [spoken(ANSWERS[v], f"{v}{s}") for v, s in zip(ANSWERS, ("", "+f3", "+m2", "+f2"), strict=False)]
    voices += [spoken(ANSWERS[v], f"{v}+m3") for v in ("nl", "pl", "tr")]
    length = max(voice.size for voice in voices)
    return _levelled(np.sum([np.resize(voice / voice.std(), length) for voice in voices], axis=0))


def _humming(seed: int, hz: int, length_s: int = 20) -> Samples:
    """Return notes through closed lips: few harmonics above 250 Hz."""
    rng, parts, size = np.random.default_rng(seed), list[Samples](), length_s * RATE_HZ
    while sum(map(len, parts)) < size:
        times_s = np.arange(round(rng.uniform(0.3, 1.2) * RATE_HZ)) / RATE_HZ
        note_st = rng.choice([0, 2, 4, 5, 7, 9]) + 0.2 * np.sin(2 * np.pi * 5 * times_s)
        phase = 2 * np.pi * np.cumsum(hz * 2 ** (note_st / 12)) / RATE_HZ
        sound = sum(np.sin(k * phase) * np.exp(-(((k * hz - 250) / 500) ** 2)) / k for k in range(1, 12))
        parts += [_faded(sound, times_s, 0.06), np.zeros(round(rng.uniform(0.03, 0.4) * RATE_HZ), np.float32)]
    return _levelled(np.concatenate(parts)[:size] + rng.normal(0, 0.002, size))


def _tongue(seed: int, length_s: int = 20) -> Samples:
    """Return clicks, and rolled sounds with and without voice."""
    rng = np.random.default_rng(seed)
    sounds = rng.normal(0, 1e-4, length_s * RATE_HZ)
    at_s = 0.3
    while at_s < length_s - 2:
        kind = rng.integers(3)
        times_s = np.arange(round((0.03 if kind == 0 else rng.uniform(0.4, 1.0)) * RATE_HZ)) / RATE_HZ
        if kind == 0:
            sound = np.sin(2 * np.pi * rng.uniform(900, 2500) * times_s) * np.exp(-200 * times_s)
        else:
            phase = 2 * np.pi * rng.uniform(110, 200) * times_s
            voice = sum(np.sin(k * phase) / k for k in range(1, 20))
            breath = rng.normal(0, 1, times_s.size)
            rolled = 0.5 + 0.5 * np.sign(np.sin(2 * np.pi * rng.uniform(20, 28) * times_s))
            sound = _faded((voice if kind == 1 else breath) * rolled, times_s, 0.03) * 0.3
        for repeat in range(rng.integers(1, 6) if kind == 0 else 1):
            first = round((at_s + 0.18 * repeat) * RATE_HZ)
            sounds[first : first + sound.size] += sound
        at_s += 1.1 if kind == 0 else times_s[-1] + rng.uniform(0.1, 0.6)
    return _levelled(sounds, 0.05)


def _faded(sound: Wave, times_s: Wave, fade_s: float) -> Samples:
    return np.asarray(sound * np.minimum(1, np.minimum(times_s, times_s[::-1]) / fade_s), np.float32)
