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
from secondtake.observers.speech import rejection
from secondtake.observers.speech.whisper import CONTEXT_S, ENCODED_WINDOWS, Whisper, _EncodeOnce

PROMPT = for_language("en").prompt


def window(voiced_s: tuple[float, float] = (0.5, 9.5), duration_s: float = 10.0) -> SpeechWindow:
    rng = np.random.default_rng(0)
    samples = rng.normal(0, 1e-3, int(duration_s * RATE_HZ)).astype(np.float32)
    samples[int(voiced_s[0] * RATE_HZ) : int(voiced_s[1] * RATE_HZ)] *= 100
    voice = np.zeros(-(-len(samples) // FRAME), np.float32)
    voice[int(voiced_s[0] / FRAME_S) : int(voiced_s[1] / FRAME_S)] = 0.9
    return SpeechWindow(20.0, samples, voice)


def segment(*words: tuple[str, float, float, float], no_speech: float = 0.1, logprob: float = -0.3) -> Any:
    tokens = [SimpleNamespace(word=t, start=a, end=b, probability=p) for t, a, b, p in words]
    return SimpleNamespace(
        words=tokens, start=words[0][1], end=words[-1][2], no_speech_prob=no_speech, avg_logprob=logprob
    )


class _Model:
    """Stub of faster-whisper: returns prepared segments, with and without the prompt."""

    def __init__(self, prompted: list[Any], unprompted: list[Any]) -> None:
        self._segments = {True: prompted, False: unprompted}
        self.calls: list[dict[str, Any]] = []
        self.decoded = 0
        self.then: list[Any] | None = None  # segments of all calls but the first

    def transcribe(self, samples: np.ndarray, **options: Any) -> tuple[Any, None]:
        self.calls.append({"seconds": len(samples) / RATE_HZ, **options})
        segments = self._segments[options["hotwords"] is not None]
        is_first = self.then is None or len(self.calls) == 1
        return self._decode(segments if is_first else self.then), None

    def _decode(self, segments: list[Any]) -> Any:
        for segment in segments:
            self.decoded += 1
            yield segment


def stubbed(prompted: list[Any], unprompted: list[Any] = ()) -> tuple[Whisper, _Model]:
    transcriber = Whisper.__new__(Whisper)
    model = _Model(list(prompted), list(unprompted))
    transcriber._model, transcriber._beam_size, transcriber._vocabulary = model, 5, ()
    return transcriber, model


def row(text: str, start_s: float = 0.5, end_s: float = 9.5, probability: float = 0.9) -> list[tuple]:
    words = text.split()
    each_s = (end_s - start_s) / len(words)
    return [
        (f" {w}", start_s + i * each_s, start_s + (i + 1) * each_s, probability) for i, w in enumerate(words)
    ]


def test_transcribe_uses_the_prompt_and_the_recordings_clock():
    transcriber, model = stubbed([segment(*row("So, um, I moved to a small town by the sea."))])
    words = transcriber.transcribe(window(), "en")
    assert [w.text for w in words][:3] == ["So,", "um,", "I"]
    assert words[0].span.start_s == pytest.approx(20.5, abs=0.05)
    assert model.calls[0]["hotwords"] == PROMPT
    assert len(model.calls) == 1


def test_tokens_without_a_space_join_the_word_before():
    tokens = [*row("by about", 0.5, 9.0), (" 10", 9.0, 9.3, 0.9), ("%", 9.3, 9.5, 0.9)]
    transcriber, _ = stubbed([segment(*tokens)])
    assert [w.text for w in transcriber.transcribe(window(), "en")][-1] == "10%"


def test_transcribe_takes_only_names_from_the_decoding_with_them():
    transcriber, model = stubbed([segment(*row("we moved it to graph honour last year"))])
    model.then = [segment(*row("they moved it to Grafana Grafana last years"))]
    transcriber._vocabulary = ("Grafana",)
    words = [w.text for w in transcriber.transcribe(window(), "en")]
    assert words == ["we", "moved", "it", "to", "Grafana", "Grafana", "last", "year"]
    assert [call["hotwords"] for call in model.calls] == [PROMPT, f"{PROMPT} Grafana,"]


def test_transcribe_of_wordless_sound_asks_for_no_names():
    transcriber, model = stubbed([segment(*row("Pfff, pfff, pfff.", probability=0.005))])
    transcriber._vocabulary = ("Grafana",)
    assert transcriber.transcribe(window(), "en") == ()
    assert "Grafana" not in str([call["hotwords"] for call in model.calls])


def test_transcribe_drops_laughter():
    transcriber, _ = stubbed([segment(*row("Ha, ha, ho, ho, we did it. Haha! He said ha."))])
    assert [w.text for w in transcriber.transcribe(window(), "en")] == [
        "we",
        "did",
        "it.",
        "He",
        "said",
        "ha.",
    ]


def test_loop_is_decoded_again_without_the_prompt():
    loop = segment(*row("it was, it was, it was, it was, it was, it was,", 1.0, 1.6))
    plain = segment(*row("I went to the office on the same day.", 1.0, 9.5))
    transcriber, model = stubbed([loop], [plain])
    assert [w.text for w in transcriber.transcribe(window(), "en")][:3] == ["I", "went", "to"]
    assert [call["hotwords"] is None for call in model.calls] == [False, False, True]


def test_loop_at_the_end_keeps_the_words_before():
    spoken = segment(*row("Um, that is all I did there.", 0.5, 5.0))
    loop = segment(*row("it was, uh, in, uh, in, uh, office", 5.0, 5.2))
    transcriber, model = stubbed([spoken, loop])
    assert [w.text for w in transcriber.transcribe(window(), "en")][:3] == ["Um,", "that", "is"]
    assert [call["hotwords"] is None for call in model.calls] == [False, False, True]
    assert model.calls[2]["seconds"] == pytest.approx(3.7, abs=0.3)


def test_segment_without_word_durations_is_rejected():
    timeless = [(f" {w}", 3.0, 3.0, 0.9) for w in ("it", "was", "in", "the", "office")]
    transcriber, _ = stubbed([segment((" So", 0.5, 3.0, 0.9), *timeless)])
    assert transcriber.transcribe(window(), "en") == ()


def test_improbable_word_is_dropped_but_a_hesitation_stays():
    words = [*row("It dropped", 0.5, 4.0), (" worked", 4.0, 4.5, 0.003), *row("by half,", 4.5, 8.0)]
    transcriber, _ = stubbed([segment(*words, (" um", 8.0, 9.5, 0.003))])
    assert [w.text for w in transcriber.transcribe(window(), "en")] == ["It", "dropped", "by", "half,", "um"]


def test_same_word_four_times_is_kept():
    transcriber, model = stubbed([segment(*row("some more words, words, words, words"))])
    assert len(transcriber.transcribe(window(), "en")) == 6
    assert model.calls[0]["no_repeat_ngram_size"] >= 8


def test_segments_of_improbable_words_are_rejected():
    doubtful = segment(*row("it was in the office", probability=0.1))
    transcriber, _ = stubbed([doubtful], [doubtful])
    assert transcriber.transcribe(window(), "en") == ()


def test_segment_without_speech_is_rejected():
    no_speech = segment(*row("Thank you."), no_speech=0.9, logprob=-1.4)
    transcriber, _ = stubbed([no_speech], [no_speech])
    assert transcriber.transcribe(window(), "en") == ()


def test_decoding_stops_after_the_last_voice():
    spoken = segment(*row("That is all I wanted to say today.", 0.5, 3.0))
    invented = segment(*row("it was, um, it was,", 5.0, 9.0))
    transcriber, model = stubbed([spoken, invented])
    words = transcriber.transcribe(window(voiced_s=(0.5, 3.0)), "en")
    assert words[-1].text == "today."
    assert model.decoded == 1


def test_voice_without_words_is_decoded_with_context_then_alone():
    spoken = segment(*row("We fixed everything.", 0.5, 15.0))
    transcriber, model = stubbed([spoken])
    model.then = []
    transcriber.transcribe(window(voiced_s=(0.5, 19.5), duration_s=20.0), "en")
    assert [call["hotwords"] is None for call in model.calls] == [False, False, True]
    alone_s = model.calls[2]["seconds"]
    assert alone_s == pytest.approx(4.5, abs=0.3)
    assert model.calls[1]["seconds"] == pytest.approx(alone_s + CONTEXT_S, abs=0.3)


def test_context_gets_no_words_when_decoded_again():
    first = segment(*row("We fixed", 0.5, 4.0), *row("everything there", 4.7, 9.0))
    second = segment((" oh", 4.1, 4.6, 0.9), *row("and that was it", 12.0, 19.0))
    transcriber, _ = stubbed([first])
    transcriber._model.then = [second]
    words = [w.text for w in transcriber.transcribe(window(voiced_s=(0.5, 19.5), duration_s=20.0), "en")]
    assert words == ["We", "fixed", "everything", "there", "and", "that", "was", "it"]


def test_word_at_the_edge_of_two_passes_is_kept_once():
    first = segment(*row("We fixed everything and", 0.5, 10.0))
    second = segment(*row("And that was it", 10.4, 19.0))
    transcriber, model = stubbed([first])
    model.then = [second]
    words = [w.text for w in transcriber.transcribe(window(voiced_s=(0.5, 19.5), duration_s=20.0), "en")]
    assert words == ["We", "fixed", "everything", "and", "that", "was", "it"]


def test_second_hesitation_in_a_row_must_be_probable():
    words = [
        *row("and then", 0.5, 4.0),
        (" um,", 4.0, 5.0, 0.5),
        (" um,", 5.0, 6.0, 0.001),
        *row("we left", 6.0, 9.5),
    ]
    transcriber, _ = stubbed([segment(*words)])
    assert [w.text for w in transcriber.transcribe(window(), "en")] == ["and", "then", "um,", "we", "left"]


def test_hear_again_decodes_without_the_prompt():
    whisper, model = stubbed([segment((" um", 1.0, 1.5, 0.9))], [segment((" hello", 1.0, 1.5, 0.9))])
    assert [word.text for word in whisper.hear_again(window(), "en")] == ["hello"]
    assert [call["hotwords"] for call in model.calls] == [None]


@pytest.mark.parametrize(
    ("again", "share"), [("so we went um home", 1.0), ("we went home", 0.75), ("other words", 0.0), ("", 0.0)]
)
def test_agreement_is_the_share_of_words_in_common(again, share):
    words, others = (
        [Word(text, Span(0.0, 1.0), 0.9) for text in some.split()]
        for some in ("So we, uh, went home.", again)
    )
    assert rejection.agreement(words, others, for_language("en")) == share


def test_language_without_lexicon_has_no_prompt():
    transcriber, model = stubbed([], [segment(*row("Ik was daar ook een keer met mijn broer."))])
    assert len(transcriber.transcribe(window(), "nl")) == 9
    assert {call["hotwords"] for call in model.calls} == {None}


def test_loops_differ_from_slow_repetition():
    slow = [Word("word,", Span(i * 0.4, i * 0.4 + 0.3), 0.9) for i in range(6)]
    fast = [Word("word,", Span(i * 0.05, i * 0.05 + 0.05), 0.9) for i in range(6)]
    assert not rejection._loops(slow)
    assert rejection._loops(fast)


def test_slow_loop_of_a_long_segment_is_rejected():
    slow = [Word("gweithio'r", Span(i * 0.8, i * 0.8 + 0.7), 0.9) for i in range(36)]
    speech = (
        "I was in charge of the shop and, um, we sold bread to people who came in from the street every day"
    )
    fluent = [Word(t, Span(i * 0.4, i * 0.4 + 0.3), 0.9) for i, t in enumerate(speech.split())]
    assert rejection.rejection_reason(slow)
    assert not rejection.rejection_reason(fluent)


@pytest.mark.parametrize(("copies", "remaining"), [(5, 5), (7, 7), (8, 0), (11, 0)])
def test_transcribe_loop_over_several_segments_is_dropped(copies, remaining):
    segments = [segment((" Sorry.", 1 + 0.6 * i, 1.5 + 0.6 * i, 0.6)) for i in range(copies)]
    transcriber, model = stubbed(segments)
    model.then = []
    words = transcriber.transcribe(window((0.5, 9.5)), "en")
    assert [w.text for w in words] == ["Sorry."] * remaining


@pytest.mark.parametrize(("probability", "count"), [(0.45, 0), (0.6, 9)])
def test_transcribe_improbable_window_is_not_understood(probability, count):
    texts = ["we", "can", "eat", "hot", "maps", "and", "half", "a", "suit"]
    words = [(f" {t}", 1 + 0.7 * i, 1.5 + 0.7 * i, probability) for i, t in enumerate(texts)]
    transcriber, model = stubbed([segment(*words)])
    model.then = []
    assert len(transcriber.transcribe(window((0.5, 9.5)), "en")) == count


def test_transcribe_run_of_two_words_is_dropped():
    echo = segment(*row("it was, it it was, it, it was, was, it"))
    transcriber, model = stubbed([echo])
    model.then = []
    assert transcriber.transcribe(window(), "en") == ()
    stumble = segment(*row("it was, it was, it it was late"))
    transcriber, _ = stubbed([stumble])
    assert len(transcriber.transcribe(window(), "en")) == 8


def test_without_loops_few_words_said_again_and_again_are_dropped():
    again = (
        "there is no such thing as there no such that there is such thing there is no thing as there is no"
    )
    spoken = "so I asked the nurses first because they know where time goes and then we built it for the team"
    for text, is_loop in ((again, True), (spoken, False)):
        texts = [*text.split(), "such", "it", "was"]
        words = [Word(t, Span(0.4 * i, 0.4 * i + 0.3), 0.9) for i, t in enumerate(texts)]
        assert (rejection.without_loops(words) == ()) == is_loop


@pytest.mark.parametrize(("times", "is_loop"), [(2, False), (3, True)])
def test_without_loops_sentence_said_three_times_in_a_row_is_dropped(times, is_loop):
    texts = ["well", *(times * ["what", "do", "you", "think", "about", "that"])]
    words = [Word(t, Span(0.4 * i, 0.4 * i + 0.3), 0.9) for i, t in enumerate(texts)]
    assert len(rejection.without_loops(words)) == (1 if is_loop else len(words))


def test_transcribe_word_of_looping_tokens_is_dropped():
    digits = [(f"-{4 + i % 3}", 9.4, 9.4, 0.6) for i in range(60)]
    transcriber, _ = stubbed([segment(*row("it is going to be", 0.5, 9.0), (" 4", 9.0, 9.4, 0.5), *digits)])
    assert [w.text for w in transcriber.transcribe(window(), "en")] == ["it", "is", "going", "to", "be"]


def test_transcribe_improbable_segment_of_a_good_window_is_not_understood():
    spoken = segment(*row("We had sold it all by then and we went home.", 0.5, 5.0))
    invented = segment(*row("I don't know how it's gonna turn out.", 6.0, 9.0, probability=0.47))
    transcriber, model = stubbed([spoken, invented])
    model.then = []
    assert transcriber.transcribe(window(), "en")[-1].text == "home."


@pytest.mark.parametrize(("probability", "count"), [(0.56, 3), (0.75, 8)])
def test_transcribe_words_found_late_must_be_probable(probability, count):
    spoken = segment(*row("We fixed everything.", 0.5, 15.0))
    late = segment(*row("and then we went home", 0.5, 4.0, probability=probability))
    prompted = iter([[spoken]])
    transcriber, model = stubbed([])
    model.transcribe = lambda _, **options: (
        next(prompted, []) if options["hotwords"] else [late],
        None,
    )
    words = transcriber.transcribe(window(voiced_s=(0.5, 19.5), duration_s=20.0), "en")
    assert len(words) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [("well uh, um, uh, um, yes", 6), ("uh, uh, uh, uh, uh.", 0), ("uh, um.", 2), ("uh, uh, uh-uh.", 0)],
)
def test_transcribe_run_of_hesitations_is_dropped(text, count):
    transcriber, model = stubbed([segment(*row(text))])
    model.then = []
    assert len(transcriber.transcribe(window(), "en")) == count


def test_word_whose_letters_loop_is_dropped():
    text = "Ben rahimimimimimim kimya laboratuvar"
    transcriber, _ = stubbed([segment(*row(text))])
    assert [w.text for w in transcriber.transcribe(window(), "en")] == ["Ben", "kimya", "laboratuvar"]


def test_same_sound_is_encoded_once_and_few_results_are_kept():
    encoded: list[float] = []
    encode = _EncodeOnce(lambda features: encoded.append(features[0]) or len(encoded))
    sounds = [np.full(3, value, np.float32) for value in range(ENCODED_WINDOWS + 1)]
    assert [encode(sounds[i]) for i in (0, 1, 0, 1)] == [1, 2, 1, 2]
    for sound in (*sounds, sounds[0]):
        encode(sound)
    assert encoded == [*range(ENCODED_WINDOWS + 1), 0]
