"""The interview's sound track: committed pieces of speech laid on a timeline, and the times of every word."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from secondtake.core.spans import Span
from secondtake.synthetic.render_options import Sex
from secondtake.synthetic.sample_data import samples_folder
from secondtake.synthetic.script import INTERVIEW, TAIL_S, Line, Speaker

RATE_HZ = 48_000
FLAT_DB = -9.0  # of a flat line against a plain one
INTERVIEWER_DB = -5.0  # from off camera
ROOM_TONE_DB = -64.0  # full scale; so that silence is a room's and not a computer's
STRETCH = 0.10  # the seed moves every pause by up to this share

Sound = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """One word as it was said; `kind` is "word" or the slip it belongs to."""

    text: str
    span: Span
    speaker: Speaker
    kind: str


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A line of the script, placed on the recording's clock."""

    line: Line
    speaker: Speaker
    turn: int
    span: Span
    words: tuple[SpokenWord, ...]


@dataclass(frozen=True, slots=True)
class SpokenInterview:
    """The whole interview as it was said once."""

    lines: tuple[SpokenLine, ...]
    duration_s: float

    def line(self, name: str) -> SpokenLine:
        """Return the placed line of that name."""
        return next(line for line in self.lines if line.line.name == name)

    def words(self) -> tuple[SpokenWord, ...]:
        """All words of both sides, in order."""
        return tuple(word for line in self.lines for word in line.words)

    def turns(self) -> tuple[tuple[Speaker, Span], ...]:
        """Return the speakers' turns, from first word to last."""
        turns = []
        for index, turn in enumerate(INTERVIEW):
            words = [word for line in self.lines if line.turn == index for word in line.words]
            turns.append((turn.speaker, Span(words[0].span.start_s, words[-1].span.end_s)))
        return tuple(turns)


@lru_cache(maxsize=1)
def _pieces() -> dict[str, dict[str, dict[str, Any]]]:
    pieces = json.loads((samples_folder() / "voices" / "words.json").read_text(encoding="utf-8"))
    return {role: {piece["line"]: piece for piece in pieces} for role, pieces in pieces.items()}


@lru_cache(maxsize=3)
def _voice(role: str) -> Sound:
    """One voice's file, mono at 48 kHz."""
    with av.open(str(samples_folder() / "voices" / f"{role}.opus")) as box:
        mono = av.AudioResampler(format="flt", layout="mono", rate=RATE_HZ)
        frames = [out for frame in box.decode(audio=0) for out in mono.resample(frame)]
        return np.concatenate([frame.to_ndarray().ravel() for frame in frames + mono.resample(None)])


def take(body: Sex, seed: int) -> SpokenInterview:
    """Every line and word of the interview in its place; the seed stretches the pauses, not the words."""
    rng = np.random.default_rng((seed, 1))
    placed: list[SpokenLine] = []
    at_s = 0.0
    for index, turn in enumerate(INTERVIEW):
        role = "interviewer" if turn.speaker == "interviewer" else body
        at_s += turn.latency_s
        for number, line in enumerate(turn.lines):
            piece = _pieces()[role][line.name]
            kinds = {k: kind for kind, first, last in line.slips for k in range(first, last)}
            words = tuple(
                SpokenWord(
                    text,
                    Span(round(at_s + start, 3), round(at_s + end, 3)),
                    turn.speaker,
                    kinds.get(k, "word"),
                )
                for k, (text, start, end) in enumerate(piece["words"])
            )
            end_s = at_s + piece["duration_s"]
            placed.append(SpokenLine(line, turn.speaker, index, Span(at_s, end_s), words))
            last = number == len(turn.lines) - 1
            at_s = end_s + (0.0 if last else line.pause_s * (1 + STRETCH * rng.uniform(-1, 1)))
    return SpokenInterview(tuple(placed), round(at_s + TAIL_S, 2))


def sound_track(interview: SpokenInterview, body: Sex, seed: int) -> Sound:
    """Return the take as sound, mono at `RATE_HZ`, in -1..1."""
    count = round(interview.duration_s * RATE_HZ)
    track = np.random.default_rng((seed, 2)).normal(0, 10 ** (ROOM_TONE_DB / 20), count).astype(np.float32)
    for spoken in interview.lines:
        role = "interviewer" if spoken.speaker == "interviewer" else body
        piece = _pieces()[role][spoken.line.name]
        start = round(piece["start_s"] * RATE_HZ)
        sound = _voice(role)[start : start + round(piece["duration_s"] * RATE_HZ)]
        level_db = (
            INTERVIEWER_DB if role == "interviewer" else FLAT_DB if spoken.line.manner == "flat" else 0.0
        )
        at = round(spoken.span.start_s * RATE_HZ)
        track[at : at + len(sound)] += sound * np.float32(10 ** (level_db / 20))
    return np.clip(track, -1, 1)


def loudness(track: Sound, fps: float) -> NDArray[np.float64]:
    """Return the loudness of each video frame's stretch of sound, 0..1 (1: the loudest twentieth)."""
    edges = np.round(np.arange(int(len(track) / RATE_HZ * fps) + 2) / fps * RATE_HZ).astype(int)
    power = np.concatenate([[0.0], np.cumsum(track.astype(np.float64) ** 2)])
    edges = np.clip(edges, 0, len(track))
    level = np.sqrt(np.diff(power[edges]) / np.maximum(np.diff(edges), 1))
    share: NDArray[np.float64] = np.clip(level / np.percentile(level, 95), 0, 1)
    return share
