from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from secondtake.core.event import Word
from secondtake.core.lexicons import for_language
from secondtake.core.spans import Span
from secondtake.observers.audio.speech_activity import FRAME, FRAME_S, RATE_HZ
from secondtake.observers.audio.speech_windows import SpeechWindow
from secondtake.observers.speech import whisper
from secondtake.observers.speech.whisper import CONTEXT_S, Whisper

PROMPT = for_language("en").prompt


def window(voiced_s: tuple[float, float] = (0.5, 9.5), duration_s: float = 10.0) -> SpeechWindow:
    rng = np.random.default_rng(0)
    samples = rng.normal(0, 1e-3, int(duration_s * RATE_HZ)).astype(np.float32)
    samples[int(voiced_s[0] * RATE_HZ) : int(voiced_s[1] * RATE_HZ)] *= 100
    voice = np.zeros(-(-len(samples) // FRAME), np.float32)
    voice[int(voiced_s[0] / FRAME_S) : int(voiced_s[1] / FRAME_S)] = 0.9
    return SpeechWindow(20.0, samples, voice)


def segment(*words: tuple[str, float, float, float], no_speech: float = 0.1, logprob: float = -0.3) -> Any:
    pieces = [SimpleNamespace(word=t, start=a, end=b, probability=p) for t, a, b, p in words]
    return SimpleNamespace(
        words=pieces, start=words[0][1], end=words[-1][2], no_speech_prob=no_speech, avg_logprob=logprob
    )


class _Model:
    """Stands in for faster-whisper: gives prepared segments, by whether it is prompted."""

    def __init__(self, prompted: list[Any], unprompted: list[Any]) -> None:
        self._given = {True: prompted, False: unprompted}
        self.asked: list[dict[str, Any]] = []
        self.read = 0
        self.then: list[Any] | None = None  # what all readings but the first find

    def transcribe(self, samples: np.ndarray, **options: Any) -> tuple[Any, None]:
        self.asked.append({"seconds": len(samples) / RATE_HZ, **options})
        given = self._given[options["hotwords"] is not None]
        return self._read(given if self.then is None or len(self.asked) == 1 else self.then), None

    def _read(self, segments: list[Any]) -> Any:
        for one in segments:
            self.read += 1
            yield one


def ear(prompted: list[Any], unprompted: list[Any] = ()) -> tuple[Whisper, _Model]:
    made = Whisper.__new__(Whisper)
    model = _Model(list(prompted), list(unprompted))
    made._model, made._beam_size = model, 5
    return made, model


def row(text: str, start_s: float = 0.5, end_s: float = 9.5, probability: float = 0.9) -> list[tuple]:
    words = text.split()
    each_s = (end_s - start_s) / len(words)
    return [
        (f" {w}", start_s + i * each_s, start_s + (i + 1) * each_s, probability) for i, w in enumerate(words)
    ]


def test_words_come_with_the_prompt_on_the_recordings_clock():
    heard, model = ear([segment(*row("So, um, I moved to a small town by the sea."))])
    words = heard.words(window(), "en")
    assert [w.text for w in words][:3] == ["So,", "um,", "I"]
    assert words[0].span.start_s == pytest.approx(20.5, abs=0.05)
    assert model.asked[0]["hotwords"] == PROMPT
    assert len(model.asked) == 1


def test_pieces_without_a_space_belong_to_the_word_before():
    pieces = [*row("by about", 0.5, 9.0), (" 10", 9.0, 9.3, 0.9), ("%", 9.3, 9.5, 0.9)]
    heard, _ = ear([segment(*pieces)])
    assert [w.text for w in heard.words(window(), "en")][-1] == "10%"


def test_laughter_is_no_word():
    heard, _ = ear([segment(*row("Ha, ha, ho, ho, we did it. Haha! He said ha."))])
    assert [w.text for w in heard.words(window(), "en")] == ["we", "did", "it.", "He", "said", "ha."]


def test_a_loop_is_heard_again_and_at_last_without_the_prompt():
    loop = segment(*row("it was, it was, it was, it was, it was, it was,", 1.0, 1.6))
    plain = segment(*row("I went to the office on the same day.", 1.0, 9.5))
    heard, model = ear([loop], [plain])
    assert [w.text for w in heard.words(window(), "en")][:3] == ["I", "went", "to"]
    assert [asked["hotwords"] is None for asked in model.asked] == [False, False, True]


def test_a_loop_at_the_end_costs_none_of_the_words_before():
    said = segment(*row("Um, that is all I did there.", 0.5, 5.0))
    loop = segment(*row("it was, uh, in, uh, in, uh, office", 5.0, 5.2))
    heard, model = ear([said, loop])
    assert [w.text for w in heard.words(window(), "en")][:3] == ["Um,", "that", "is"]
    assert [asked["hotwords"] is None for asked in model.asked] == [False, False, True]
    assert model.asked[2]["seconds"] == pytest.approx(3.7, abs=0.3)


def test_words_of_which_most_were_given_no_time_are_no_words():
    timeless = [(f" {w}", 3.0, 3.0, 0.9) for w in ("it", "was", "in", "the", "office")]
    heard, _ = ear([segment((" So", 0.5, 3.0, 0.9), *timeless)])
    assert heard.words(window(), "en") == ()


def test_a_word_that_the_model_itself_thinks_impossible_is_left_out_a_hesitation_stays():
    said = [*row("It dropped", 0.5, 4.0), (" worked", 4.0, 4.5, 0.003), *row("by half,", 4.5, 8.0)]
    heard, _ = ear([segment(*said, (" um", 8.0, 9.5, 0.003))])
    assert [w.text for w in heard.words(window(), "en")] == ["It", "dropped", "by", "half,", "um"]


def test_the_same_word_may_be_said_four_times():
    heard, model = ear([segment(*row("some more words, words, words, words"))])
    assert len(heard.words(window(), "en")) == 6
    assert model.asked[0]["no_repeat_ngram_size"] >= 8


def test_doubtful_words_in_both_readings_are_no_words():
    doubtful = segment(*row("it was in the office", probability=0.1))
    heard, _ = ear([doubtful], [doubtful])
    assert heard.words(window(), "en") == ()


def test_what_the_model_itself_takes_for_nobody_speaking_is_no_word():
    nobody = segment(*row("Thank you."), no_speech=0.9, logprob=-1.4)
    heard, _ = ear([nobody], [nobody])
    assert heard.words(window(), "en") == ()


def test_the_model_is_not_asked_for_more_once_the_voice_has_ended():
    said = segment(*row("That is all I wanted to say today.", 0.5, 3.0))
    invented = segment(*row("it was, um, it was,", 5.0, 9.0))
    heard, model = ear([said, invented])
    words = heard.words(window(voiced_s=(0.5, 3.0)), "en")
    assert words[-1].text == "today."
    assert model.read == 1


def test_voice_without_words_is_heard_again_with_what_came_before_and_at_last_by_itself():
    said = segment(*row("We fixed everything.", 0.5, 15.0))
    heard, model = ear([said])
    model.then = []
    heard.words(window(voiced_s=(0.5, 19.5), duration_s=20.0), "en")
    assert [asked["hotwords"] is None for asked in model.asked] == [False, False, True]
    alone_s = model.asked[2]["seconds"]
    assert alone_s == pytest.approx(4.5, abs=0.3)
    assert model.asked[1]["seconds"] == pytest.approx(alone_s + CONTEXT_S, abs=0.3)


def test_what_came_before_gets_no_more_words_when_it_is_heard_again():
    first = segment(*row("We fixed", 0.5, 4.0), *row("everything there", 4.7, 9.0))
    second = segment((" oh", 4.1, 4.6, 0.9), *row("and that was it", 12.0, 19.0))
    heard, _ = ear([first])
    heard._model.then = [second]
    words = [w.text for w in heard.words(window(voiced_s=(0.5, 19.5), duration_s=20.0), "en")]
    assert words == ["We", "fixed", "everything", "there", "and", "that", "was", "it"]


def test_a_word_at_the_edge_of_two_readings_is_written_once():
    first = segment(*row("We fixed everything and", 0.5, 10.0))
    second = segment(*row("And that was it", 10.4, 19.0))
    heard, model = ear([first])
    model.then = [second]
    words = [w.text for w in heard.words(window(voiced_s=(0.5, 19.5), duration_s=20.0), "en")]
    assert words == ["We", "fixed", "everything", "and", "that", "was", "it"]


def test_two_hesitations_in_a_row_must_both_be_likely():
    said = [
        *row("and then", 0.5, 4.0),
        (" um,", 4.0, 5.0, 0.5),
        (" um,", 5.0, 6.0, 0.001),
        *row("we left", 6.0, 9.5),
    ]
    heard, _ = ear([segment(*said)])
    assert [w.text for w in heard.words(window(), "en")] == ["and", "then", "um,", "we", "left"]


def test_languages_without_a_lexicon_are_heard_without_a_prompt():
    heard, model = ear([], [segment(*row("Ik was daar ook een keer met mijn broer."))])
    assert len(heard.words(window(), "nl")) == 9
    assert {asked["hotwords"] for asked in model.asked} == {None}


def test_loops_are_told_from_slow_repetition():
    slow = [Word("word,", Span(i * 0.4, i * 0.4 + 0.3), 0.9) for i in range(6)]
    fast = [Word("word,", Span(i * 0.05, i * 0.05 + 0.05), 0.9) for i in range(6)]
    assert not whisper._loops(slow)
    assert whisper._loops(fast)
