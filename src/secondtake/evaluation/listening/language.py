"""Language and transcript of each clip, as in the product with no language set."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from secondtake.config import Settings
from secondtake.core.lexicons.lexicon import plain
from secondtake.evaluation.audio_perturbations import RATE_HZ
from secondtake.evaluation.listening.clips import Samples
from secondtake.evaluation.listening.held_back import every_clip
from secondtake.evaluation.recording_perturbations import write_wav
from secondtake.evaluation.speech import bare_words, edits
from secondtake.media.probe import probe
from secondtake.observers.model_weights import whisper_folder
from secondtake.observers.speech.rejection import looped_words
from secondtake.observers.speech.whisper import Whisper
from secondtake.observers.speech.words import NAME, VERSION, WindowCache, transcribe

MIN_INVENTED_WORDS = 6  # our choice: as many words beyond what was said are invented, not misheard


@dataclass(frozen=True, slots=True)
class HeardClip:
    """What was transcribed in a clip.

    Args:
        group, change, name, languages: as of the clip.
        code: the language of the transcript.
        candidates: the two likeliest languages, if it is not certain.
        text: all words.
        clean_text: the transcript of the same speech without the change, if known.
        labelled_text: the words that were said, if they are labelled; as often as they may be heard.
    """

    group: str
    change: str
    name: str
    languages: tuple[str, ...]
    code: str
    candidates: tuple[str, ...]
    text: str
    clean_text: str = ""
    labelled_text: str = ""

    @property
    def is_confident(self) -> bool:
        """Whether there is text, and no doubt about its language."""
        return bool(self.text) and not self.candidates

    @property
    def is_wrong(self) -> bool:
        """Whether text is in a language that nobody speaks here, without doubt."""
        return self.is_confident and self.code not in self.languages and bool(self.languages)

    @property
    def has_invented_text(self) -> bool:
        """Whether text loops that was not said so often, or words were added for which nothing was said."""
        words = [plain(word) for word in self.text.split()]
        texts = [text for text in (self.clean_text, self.labelled_text) if text]
        spoken_loops = set[str]().union(*(looped_words(list(map(plain, text.split()))) for text in texts))
        if not self.languages or looped_words(words) - spoken_loops:
            return bool(words)
        added = (most_added(bare_words(self.text), bare_words(text)) for text in texts)
        return min(added, default=0) >= MIN_INVENTED_WORDS

    @property
    def word_errors(self) -> tuple[int, int]:
        """Words that differ from the clean speech's, and the number of those."""
        clean = bare_words(self.clean_text)
        return edits(bare_words(self.text), clean), len(clean)


def hear_clips(
    speech: Path, settings: Settings, folder: Path, *, at_hand: bool = False
) -> tuple[HeardClip, ...]:
    """Transcribe all clips with no language set; results are cached in `folder`, which is created.

    Args:
        speech: the labelled speech.
        settings: their language is ignored.
        folder: of the cache.
        at_hand: return the clips that were transcribed before only.
    """
    folder.mkdir(parents=True, exist_ok=True)
    results = []
    for clip in every_clip(speech):
        if at_hand and not _cache_file(folder / clip.name).is_file():
            continue
        values = _transcribed(clip.make, settings.with_(language=None), folder / clip.name)
        clean = clip.clean and _transcribed(
            clip.clean, settings.with_(language="en"), folder / clip.clean_name
        )
        if clean:
            values["clean_text"] = clean["text"]
        if clip.labelled:
            values["labelled_text"] = clip.labelled()
        results.append(HeardClip(clip.group, clip.change, clip.name, clip.languages, **values))
    return tuple(results)


def _transcribed(make: Callable[[], Samples], settings: Settings, path: Path) -> dict[str, Any]:
    """Return a transcript's fields of `HeardClip`, from the cache beside `path` if they are there."""
    cache = _cache_file(path)
    if not cache.is_file():
        wav = write_wav(make(), RATE_HZ, path.with_name(f"{path.name}.wav"))
        transcript, _ = transcribe(wav, probe(wav), settings, WindowCache(), model=_model())
        wav.unlink()
        text = " ".join(word.text for word in transcript.words)
        content = {"code": transcript.language, "candidates": transcript.candidates, "text": text}
        cache.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    values: dict[str, Any] = json.loads(cache.read_text(encoding="utf-8"))
    return values | {"candidates": tuple(values["candidates"])}


def _cache_file(path: Path) -> Path:
    return path.with_name(f"{path.name}, {NAME}@{VERSION}.json")


@lru_cache(maxsize=1)
def _model() -> Whisper:
    settings = Settings.load()
    return Whisper(whisper_folder(settings), threads=1, beam_size=settings.rates.beam_size)


def most_added(words: Sequence[str], spoken: Sequence[str]) -> int:
    """Return the largest number of words that one place has more than what was spoken.

    From the alignment with the fewest edits, which may begin and end anywhere in `spoken`. Two words in a
    row that agree end a place: a single one may agree by chance.
    """
    costs = np.zeros((len(spoken) + 1, len(words) + 1), int)
    costs[0] = np.arange(len(words) + 1)
    for i, spoken_word in enumerate(spoken, start=1):
        for j, word in enumerate(words, start=1):
            replaced = costs[i - 1, j - 1] + (word != spoken_word)
            costs[i, j] = min(replaced, costs[i - 1, j] + 1, costs[i, j - 1] + 1)
    most = added = agreeing = 0
    i, j = int(costs[:, -1].argmin()), len(words)
    while j:
        agrees = bool(i) and words[j - 1] == spoken[i - 1]
        if i and costs[i, j] == costs[i - 1, j - 1] + (not agrees):
            i, j = i - 1, j - 1
        elif costs[i, j] == costs[i, j - 1] + 1:
            j, added = j - 1, added + 1
        else:
            i, added = i - 1, added - 1
        agreeing = agreeing + 1 if agrees else 0
        most = max(most, added)
        if agreeing > 1:
            added = 0
    return most
