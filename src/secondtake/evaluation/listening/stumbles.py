"""Speech edited by rule: words doubled, words cut off, fillers inserted; and what is detected of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from secondtake.config import Settings
from secondtake.core.event import Word
from secondtake.core.lexicons.lexicon import plain, words
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.words import filler, repeats
from secondtake.evaluation.audio_perturbations import RATE_HZ, stretched
from secondtake.evaluation.listening.clips import Samples
from secondtake.evaluation.recording_perturbations import write_wav
from secondtake.evaluation.scoring import Score, pair, read_json
from secondtake.media.audio import load
from secondtake.media.probe import probe
from secondtake.observers.speech.words import NAME, VERSION, observe_words
from secondtake.observers.track_files import read_speech, read_words

DEVELOPED, HELD_BACK = "developed with", "held back"
# Other speakers are held back.
RECORDINGS = {
    DEVELOPED: ("natural_neg_libri", "tts_am_michael"),
    HELD_BACK: ("natural_acoustic_corpus", "natural_cold_corpus", "natural_surround", "tts_af_heart"),
}
REPEATED, CUT_OFF, FILLER = KINDS = ("repeated word", "cut-off word", "inserted filler")
VERSIONS = 8  # of each recording, with other words edited
MIN_APART_S = 3.2
DOUBLED = words("the i a and to of in we it that was he my so with for on this is had who")
MIN_DOUBLED_S, MIN_CUT_LETTERS, MIN_CUT_WORD_S = 0.08, 5, 0.3
CUT_SHARES = (0.4, 0.6)
PAUSES_S = {REPEATED: (0.03, 0.15), CUT_OFF: (0.08, 0.2), FILLER: (0.08, 0.25)}
# Nobody says a word twice in the same way: the copy of a whole word is another utterance of it, the beginning
# of a broken-off one has formants moved a little.
RATES, LEVELS_DB, FORMANTS = (0.85, 1.2), (-3.0, 1.0), (0.94, 1.06)
FADE_S, TONE_S = 0.005, 0.2
TOLERANCE_S = 0.5  # a word to either side: which of two equal words was meant is a matter of taste


@dataclass(frozen=True, slots=True)
class Edit:
    """An inserted stumble.

    Args:
        kind: one of `KINDS`.
        span: of the inserted sound and the word after it, in the edited recording.
    """

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class StumbleRow:
    """Detection of one kind of edit in one half.

    Args:
        half: "developed with" or "held back".
        score: of the edits; false are events that stand at no edit and not in the recording before.
        speech_s: seconds of sound.
    """

    half: str
    score: Score
    speech_s: float


def stumble_rows(speech: Path, settings: Settings) -> tuple[StumbleRow, ...]:
    """Edit the recordings, transcribe them (cached in the home), and score what is detected."""
    rows = []
    for half, names in RECORDINGS.items():
        edited = [clip for name in names for clip in edited_clips(speech, settings, name)]
        speech_s = sum(tracks.duration_s for tracks, _, _ in edited)
        for kind in KINDS:
            scores = [_score(kind, tracks, edits, original) for tracks, edits, original in edited]
            rows.append(StumbleRow(half, sum(scores[1:], scores[0]), speech_s))
    return tuple(rows)


def edited_clips(
    speech: Path, settings: Settings, name: str
) -> Iterator[tuple[Tracks, tuple[Edit, ...], Tracks]]:
    """Yield every version's tracks and edits, and the tracks of the recording before."""
    path = speech / f"{name}.flac"
    original = listened(path, settings, name)
    folder = settings.cache_dir / "stumbles"
    folder.mkdir(parents=True, exist_ok=True)
    for version in range(VERSIONS):
        samples, edits = edited(
            load(path).samples,
            original.transcript.words if original.transcript else (),
            _own_fillers(speech, name),
            version,
        )
        wav = write_wav(samples, RATE_HZ, folder / f"{name}, {version}.wav")
        yield listened(wav, settings, wav.stem), edits, original


def edited(
    samples: Samples, spoken: Sequence[Word], fillers: Sequence[Span], version: int
) -> tuple[Samples, tuple[Edit, ...]]:
    """Insert stumbles before words of a recording, about every `MIN_APART_S`; each version at other words.

    Args:
        samples: one channel at 16 kHz.
        spoken: words with their times.
        fillers: the speaker's own, to insert elsewhere; without any, none are inserted.
        version: seed.
    """
    rng = np.random.default_rng(version)
    kinds = KINDS if fillers else KINDS[:2]
    parts: list[Samples] = []
    edits: list[Edit] = []
    at, inserted, last_s = 0, 0, -MIN_APART_S * (1 - version / VERSIONS)
    for word, following in pairwise(spoken):
        kind = kinds[(len(edits) + version) % len(kinds)]
        near_filler = any(
            word.span.start_s - 1 < f.end_s and f.start_s < word.span.end_s + 1 for f in fillers
        )
        sources = fillers if kind == FILLER else _sources(kind, word, following, spoken)
        if word.span.start_s - last_s < MIN_APART_S or near_filler or not sources:
            continue
        start = round(word.span.start_s * RATE_HZ)
        extra = _stumble(kind, samples, sources[int(rng.integers(len(sources)))], rng)
        parts += [samples[at:start], extra]
        span = Span((start + inserted) / RATE_HZ, word.span.end_s + (inserted + extra.size) / RATE_HZ)
        edits.append(Edit(kind, span))
        at, inserted, last_s = start, inserted + extra.size, word.span.end_s
    return np.concatenate([*parts, samples[at:]]).astype(np.float32), tuple(edits)


def _sources(kind: str, word: Word, following: Word, spoken: Sequence[Word]) -> list[Span]:
    """Return the spans whose sound may be inserted before a word; none if it does not fit the kind."""
    text = plain(word.text)
    if kind == CUT_OFF:
        is_long = len(text) >= MIN_CUT_LETTERS and word.span.duration_s >= MIN_CUT_WORD_S
        return [word.span] if is_long else []
    if text not in DOUBLED or plain(following.text) == text:
        return []
    same = [w.span for w in spoken if plain(w.text) == text and w is not word]
    return [span for span in same if span.duration_s >= MIN_DOUBLED_S]


def _stumble(kind: str, samples: Samples, source: Span, rng: np.random.Generator) -> Samples:
    """Return the sound to insert before a word: said otherwise than the word itself, and a short pause."""
    share = rng.uniform(*CUT_SHARES) if kind == CUT_OFF else 1.0
    first = round(source.start_s * RATE_HZ)
    sound = samples[first : first + round(source.duration_s * share * RATE_HZ)]
    if kind == CUT_OFF:
        sound = np.interp(np.arange(0, sound.size - 1, rng.uniform(*FORMANTS)), np.arange(sound.size), sound)
    sound = stretched(sound, by=rng.uniform(*RATES)) * np.float32(10 ** (rng.uniform(*LEVELS_DB) / 20))
    fade = min(round(FADE_S * RATE_HZ), sound.size // 2)
    if fade:
        ramp = np.linspace(0.0, 1.0, fade, dtype=np.float32)
        sound[:fade] *= ramp
        sound[-fade:] *= ramp[::-1]
    pause = np.resize(_room_tone(samples), round(rng.uniform(*PAUSES_S[kind]) * RATE_HZ))
    return np.concatenate([pause[: pause.size // 2] if kind == FILLER else pause[:0], sound, pause])


def _room_tone(samples: Samples) -> Samples:
    """Return the quietest stretch of `TONE_S`."""
    size = round(TONE_S * RATE_HZ)
    stretches = samples[: samples.size // size * size].reshape(-1, size)
    quietest: Samples = stretches[np.square(stretches).sum(axis=1).argmin()]
    return quietest


def _score(kind: str, tracks: Tracks, edits: Sequence[Edit], original: Tracks) -> Score:
    detected = detected_spans(tracks, kind)
    true = [edit.span for edit in edits if edit.kind == kind]
    others = [edit.span for edit in edits if edit.kind != kind]
    pairs = pair(detected, true, tolerance_s=TOLERANCE_S)
    # A cut-off may be told as a repeat and the other way round: neither is false.
    unmatched = [detected[j] for j in pairs.false]
    beside = len(pair(unmatched, others, tolerance_s=TOLERANCE_S).pairs)
    false = max(0, len(unmatched) - beside - len(detected_spans(original, kind)))
    return Score(kind, len(pairs.pairs), len(pairs.missed), false, exhaustive=True)


def detected_spans(tracks: Tracks, kind: str) -> list[Span]:
    """Return the spans of events that tell a kind of edit."""
    if kind == FILLER:
        events = filler.detect(tracks, filler.DETECTOR.params).events
        return [e.span for e in events if e.kind == filler.NAME]
    events = repeats.detect(tracks, repeats.DETECTOR.params).events
    return [e.span for e in events if kind == CUT_OFF or e.kind == repeats.NAME]


def _own_fillers(speech: Path, name: str) -> tuple[Span, ...]:
    truth = read_json(speech / f"{name}.truth.json", needs="events")
    return tuple(Span(e["start_s"], e["end_s"]) for e in truth["events"] if e["kind"] == filler.NAME)


def listened(path: Path, settings: Settings, name: str) -> Tracks:
    """Return words and speech of a recording; cached in the home by name and version of the recogniser."""
    folder = settings.tracks_dir / f"{name}, {NAME}@{VERSION}"
    recording = probe(path)
    if read_words(folder) is None:
        observe_words(path, recording, settings, folder)
    return Tracks(recording.duration_s, transcript=read_words(folder), speech=read_speech(folder))
