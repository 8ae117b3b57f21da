"""Hard sound: its clips are made the same each time, and its scores count what they say."""

from __future__ import annotations

import numpy as np
import pytest

from secondtake.evaluation.audio_perturbations import RATE_HZ
from secondtake.evaluation.listening.clips import CHANGES, ENGLISH, NO_WORDS, clips
from secondtake.evaluation.listening.language import HeardClip, most_added
from secondtake.observers.speech.rejection import looped_words


def _clip(text: str, *, group: str = ENGLISH, code: str = "en", clean: str = "", labelled="", candidates=()):
    return HeardClip(
        group, "soft", "name", ("en",) if group == ENGLISH else (), code, candidates, text, clean, labelled
    )


@pytest.mark.parametrize("change", sorted(set(CHANGES) - {"another melody"}))  # that needs speech
def test_change_is_reproducible_and_finite(change):
    samples = np.random.default_rng(1).normal(0, 0.1, 2 * RATE_HZ).astype(np.float32)
    changed = CHANGES[change](samples)
    assert changed.dtype == np.float32
    assert np.isfinite(changed).all()
    np.testing.assert_array_equal(CHANGES[change](samples), changed)
    assert changed.size != samples.size or not np.array_equal(changed, samples)


def test_clips_hold_sixty_of_degraded_english_with_unique_names(tmp_path):
    made = list(clips(tmp_path))
    assert sum(clip.group == ENGLISH for clip in made) >= 60
    assert sum(clip.group == NO_WORDS for clip in made) >= 10
    assert len({clip.name for clip in made}) == len(made)


def test_heard_clip_language_is_wrong_only_if_certain():
    assert _clip("helo", code="cy").is_wrong
    assert not _clip("helo", code="cy", candidates=("cy", "en")).is_wrong
    assert not _clip("", code="cy").is_wrong
    assert not _clip("hello").is_wrong


def test_heard_clip_added_words_are_invented():
    clean = "we sold it in May"
    assert not _clip("we hold it in bay", clean=clean).has_invented_text
    assert _clip("we sold it and then all of us went home in May", clean=clean).has_invented_text
    assert _clip("you", group=NO_WORDS).has_invented_text
    assert not _clip("", group=NO_WORDS).has_invented_text


def test_heard_clip_loop_counts_only_if_it_was_not_said():
    text, once = "some more words words words words", "some more words"
    assert _clip(text, clean=once).has_invented_text
    assert not _clip(text, clean=text).has_invented_text
    assert not _clip(text, clean=once, labelled=f"here's {text} um and").has_invented_text
    assert _clip("it was it was it was it was", clean=text).has_invented_text


def test_heard_clip_words_that_only_the_clean_text_misses_are_said():
    said = "so this is the second record and we sold it in May"
    assert _clip(said, clean="we sold it in May").has_invented_text
    assert not _clip(said, clean="we sold it in May", labelled=f"{said} {said}").has_invented_text


@pytest.mark.parametrize(
    ("words", "added"),
    [
        ("a b c d", 0),
        ("b c x d e", 1),
        ("a b x x b x x c d", 5),  # a single word may agree by chance
        ("a b x c d e f x x g h", 2),
        ("a x y d e", 0),  # misheard, not added
    ],
)
def test_most_added_is_the_largest_place(words, added):
    spoken = [*"zabcdefghzabcde"]
    assert most_added(words.split(), spoken) == added


def test_looped_words_need_more_than_three_repeats():
    assert looped_words(["so", "we", "we", "we", "we", "went"]) == {"we"}
    assert looped_words([*["thank", "you"] * 4, "all"]) == {"thank", "you"}
    assert not looped_words(["no", "no", "no", "that", "is", "not", "it"])
