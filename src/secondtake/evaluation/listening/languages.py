"""Section on the other languages and on accents, read aloud and heard by the whole ear."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from secondtake.evaluation.listening.utterances import (
    UtteranceRow,
    accent_rows,
    neural_folder,
    neural_rows,
    utterance_rows,
)
from secondtake.evaluation.report.results import SCORE_HEAD, Outcome, Table, is_weak, score_cells
from secondtake.evaluation.report.section import Section, Work

HEAD = (
    *("language", "recordings", "in their language", "language not certain", "certain and wrong"),
    "words wrong",
)
MAX_WRONG_WORDS = 0.25  # our choice: beyond it, sentences are hard to follow


def measure_languages(work: Work) -> Outcome:
    """Read every language's utterances, and English by every language's voice, with no language set."""
    settings = work.settings.with_(home=work.folder / "speech")
    rows = utterance_rows(settings)
    accents = tuple(
        (f"{name} voice", str(words), f"{wrong / words:.0%}") for name, wrong, words in accent_rows(settings)
    )
    accent_table = Table("English, read by another language's voice", ("voice", "words", "wrong"), accents)
    return Outcome((*_tables(rows), accent_table), tuple(_weak(rows)))


def measure_neural(work: Work) -> Outcome:
    """Hear the utterances of the languages for which there is a neural voice, with no language set."""
    rows = neural_rows(work.settings.with_(home=work.folder / "speech"))
    return Outcome(_tables(rows), tuple(_weak(rows)))


def _tables(rows: Sequence[UtteranceRow]) -> tuple[Table, ...]:
    return (
        Table("Language and words, ten utterances a recording", HEAD, tuple(map(_heard_cells, rows))),
        Table("Filled pauses", ("language", *SCORE_HEAD), _scores(rows, "pauses")),
        Table("Filler words", ("language", *SCORE_HEAD), _scores(rows, "fillers")),
    )


def _heard_cells(row: UtteranceRow) -> tuple[str, ...]:
    wrong = f"{row.word_errors / row.words:.0%} of {row.words}"
    return (row.language, *map(str, (row.recordings, row.right, row.uncertain, row.wrong)), wrong)


def _scores(rows: Sequence[UtteranceRow], name: str) -> tuple[tuple[str, ...], ...]:
    return tuple((row.language, *score_cells(getattr(row, name))) for row in rows)


def _weak(rows: Sequence[UtteranceRow]) -> list[str]:
    weak = []
    for row in rows:
        if row.wrong:
            weak.append(
                f"{row.language}: another language is taken for certain in {row.wrong} of {row.recordings}."
            )
        for score, what in ((row.pauses, "filled pauses"), (row.fillers, "filler words")):
            if is_weak(score):
                true = score.hits + score.misses
                weak.append(f"{row.language}: {score.hits} of {true} {what} are found, {score.false} false.")
        if row.word_errors > MAX_WRONG_WORDS * row.words:
            weak.append(f"{row.language}: {row.word_errors / row.words:.0%} of the words are wrong.")
    return weak


def _no_voices() -> str:
    return "" if shutil.which("espeak-ng") else "espeak-ng was not installed"


def _no_neural_voices() -> str:
    return "" if neural_folder().is_dir() else "the utterances of neural voices were not at hand"


SECTION = Section(
    name="languages",
    title="Other languages, read aloud",
    on="fifty utterances each of five languages, read by espeak-ng's voices (Portuguese by that of "
    "Portugal) with a filled pause in the middle of every second one: the sentences of the table of filler "
    "words, the first ones twice. Ten make a recording, and no language is set. The voices are put together "
    "by rules and sound like machines, so words are heard worse than a person's, and another processor's "
    "rounding changes which (39 % and 49 % of the German words wrong on two machines); no recording of "
    "people in these languages was at hand, and their warning stays.",
    tolerance="None: a filled pause, or the filler word, is heard within its utterance or not. Words are "
    "compared without filled pauses and punctuation.",
    measure=measure_languages,
    lacks=_no_voices,
)

NEURAL = Section(
    name="languages-neural",
    title="Other languages, read aloud by neural voices",
    on="the same utterances, read by the French, Italian, Spanish and Brazilian voices of Kokoro-82M, which "
    "sound much like people; it has none for German. Filled pauses are drawn out as people say them. "
    "They are made by `samples/make_language_voices.py`; French was heard once with shorter pauses, "
    "the others not before. What was heard changed three things: other spellings of hesitations are known, "
    "words such as “um” (a) are none, and clear French is not set against its translation (two recordings "
    "were in doubt). It is no recording of people either, and the languages' warning stays.",
    tolerance=SECTION.tolerance,
    measure=measure_neural,
    lacks=_no_neural_voices,
)
