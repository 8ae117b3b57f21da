"""Sections on speech: words and fillers; turns and answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from secondtake.config import Settings
from secondtake.core.answer import Answer
from secondtake.core.tracks import Tracks
from secondtake.detectors.words import filler
from secondtake.evaluation.non_speech_sounds import LENGTH_S, WORDLESS
from secondtake.evaluation.report.results import SCORE_HEAD, Outcome, Table, counts_of, is_weak, score_cells
from secondtake.evaluation.report.section import Section, Work
from secondtake.evaluation.scoring import read_json, validation_folder
from secondtake.evaluation.speech import (
    TOLERANCE_S,
    Off,
    SpeechRow,
    bare_words,
    changed_rows,
    edits,
    listened,
    speech_rows,
    turns_right,
    word_times,
)
from secondtake.observers.audio.diarization import VOICE_SIDE
from secondtake.observers.audio.speaker_embeddings import weights_file
from secondtake.observers.audio.speech_windows import SpeechWindows
from secondtake.observers.model_weights import whisper_folder
from secondtake.observers.speech.whisper import Whisper
from secondtake.pipeline.judge import attribute
from secondtake.pipeline.judging_options import UNCHANGED, JudgingOptions
from secondtake.pipeline.track_index import load_tracks
from secondtake.synthetic.sample_data import samples_folder

SPOKEN = (("natural", "real", "Natural speech"), ("tts", "synthetic", "Synthetic voices"))
DIALOG = "tts_dialog_two_speakers"
# The interviewer's questions, as given to the synthetic voice. The truth file has their times only.
QUESTIONS = (
    "Thanks for coming in today. Could you tell me a little about your background?",
    "What would you say is your biggest strength?",
    "And what was the result of that change?",
)
BOUNDARY_S = 0.7  # tolerance of a boundary: about a breath, so that no word is clipped
WORD_S = 0.15  # tolerance of a word's time: about a syllable
OFF_HEAD = ("off by (median)", f"within {WORD_S} s")
MAX_WER = 0.10  # our choice: a higher word error rate is reported as weak


def no_speech() -> str:
    """Name missing data for sections on labelled speech; "" if it is available."""
    return "" if (validation_folder() / "speech").is_dir() else "the labelled speech was not at hand"


def no_voices() -> str:
    """Name missing data for diarization without video; "" if it is available."""
    return no_speech() or ("" if weights_file() else "voice prints (README.md) were not installed")


def _hearing(work: Work) -> Settings:
    return work.settings.with_(home=work.folder / "speech", language="en")


def measure_words(work: Work) -> Outcome:
    """Measure filled pauses, word times and word errors, for natural and synthetic speech separately."""
    rows = speech_rows(validation_folder() / "speech", _hearing(work))
    tables, counts, weak = [], {}, []
    for prefix, basis, title in SPOKEN:
        group = [row for row in rows if row.name.startswith(prefix)]
        tables.append(Table(title, ("recording", *SCORE_HEAD, "start off by", "words wrong"), _words(group)))
        total = group[-1]
        counts[basis] = counts_of(basis, total.filler)
        if is_weak(total.filler):
            weak.append(f"Filled pauses are often missed or wrong: {title.lower()}.")
        weak += [
            f"{row.name}: {row.word_error_rate:.0%} of {row.words} words are wrong."
            for row in group[:-1]
            if row.word_error_rate and row.word_error_rate > MAX_WER
        ]
    tables += [_times(rows), _changed(work), _invented(work)]
    published = {filler.NAME: counts["real"] if counts["real"].true else counts["synthetic"]}
    return Outcome(tuple(tables), tuple(weak), published, {filler.NAME: filler.DETECTOR.version})


def _words(rows: Sequence[SpeechRow]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            "**in sum**" if row.name.endswith("_*") else row.name,
            *score_cells(row.filler),
            "" if row.start_error_s is None else f"{row.start_error_s:.2f} s",
            "" if row.word_error_rate is None else f"{row.word_error_rate:.1%} of {row.words}",
        )
        for row in rows
    )


def _times(rows: Sequence[SpeechRow]) -> Table:
    """Compare word times with the truth, where it has them."""
    sample = samples_folder() / "session"
    transcript = load_tracks(sample / "tracks").transcript
    truth = read_json(sample / "interview.truth.json", needs="words")["words"]
    off = {
        "filled pauses of natural speech": next(r.off for r in rows if r.name == "natural_*"),
        "filled pauses of synthetic voices": next(r.off for r in rows if r.name == "tts_*"),
        "every word of the sample session": word_times(transcript.words if transcript else (), truth),
    }
    head = ("what", "n", *(f"{edge} {much}" for edge in ("start", "end") for much in OFF_HEAD))
    return Table(
        "Times of words", head, tuple((what, *_off_cells(errors)) for what, errors in off.items() if errors)
    )


def _changed(work: Work) -> Table:
    """Measure natural speech with filled pauses under different recording conditions."""
    rows = changed_rows(validation_folder() / "speech", _hearing(work))
    cells = tuple(
        (row.name, *score_cells(row.filler), f"{row.word_error_rate or 0.0:.1%} of {row.words}")
        for row in rows
    )
    return Table(
        "Natural speech with filled pauses, recorded otherwise", ("change", *SCORE_HEAD, "words wrong"), cells
    )


def _invented(work: Work) -> Table:
    """List words recognised in sounds without speech."""
    whisper = Whisper(whisper_folder(work.settings), threads=1, beam_size=work.settings.rates.beam_size)
    rows = []
    for name, make in WORDLESS.items():
        words = [w.text for window in SpeechWindows([make()]) for w in whisper.transcribe(window, "en")]
        rows.append((name, f"{LENGTH_S:.0f} s", str(len(words)), " ".join(words)))
    head = ("sound", "length", "words invented", "they are")
    return Table("Sound in which nobody says a word, made by rule", head, tuple(rows))


def _off_cells(off: Sequence[Off]) -> Iterator[str]:
    yield str(len(off))
    for edge in np.abs(np.array(off)).T:
        yield f"{np.median(edge):.2f} s"
        yield f"{np.mean(edge <= WORD_S):.0%}"


def measure_turns(work: Work) -> Outcome:
    """Measure turns and answers: from voices only, and from the video of the sample session."""
    rows, weak = [], []
    for name, by, tracks, truth in _conversations(work):
        true = truth["answers"]
        right = turns_right(tracks, truth["turns"])
        off_s = _farthest_s(tracks.answers, true)
        wrong, of = _questions(tracks.answers, true)
        rows.append(
            (
                name, by, "" if right is None else f"{right:.1%}", str(len(true)), str(len(tracks.answers)),
                "" if off_s is None else f"{off_s:.2f} s", f"{wrong} of {of}" if of else "",
            )
        )  # fmt: skip
        if off_s is None:
            weak.append(f"{name}, told by {by}: of {len(true)} answers {len(tracks.answers)} is told apart.")
        elif off_s > BOUNDARY_S:
            weak.append(f"{name}, told by {by}: an answer's boundary lies off by {off_s:.1f} s.")
    head = (
        *("conversation", "told by", "speaking time given to the right side", "answers", "found"),
        *("farthest boundary off by", "words wrong in the questions"),
    )
    return Outcome((Table("Conversations of two", head, tuple(rows)),), tuple(weak))


def _conversations(work: Work) -> Iterator[tuple[str, str, Tracks, Mapping[str, Any]]]:
    """Yield the name, the evidence for speakers, tracks with turns and answers, and the truth."""
    path = validation_folder() / "speech" / f"{DIALOG}.flac"
    truth = dialog_truth()
    tracks = listened(path, _hearing(work))
    yield DIALOG, "voices", attribute(tracks, UNCHANGED), truth
    base = replace(tracks, series={n: s for n, s in tracks.series.items() if n != VOICE_SIDE})
    yield DIALOG, "a list of the questions", attribute(base, JudgingOptions(questions=QUESTIONS)), truth
    yield DIALOG, "nothing (as installed)", attribute(base, UNCHANGED), truth
    sample = samples_folder() / "session"
    truth = read_json(sample / "interview.truth.json", needs="turns")
    yield "sample session", "the picture", attribute(load_tracks(sample / "tracks"), UNCHANGED), truth


def dialog_truth() -> dict[str, Any]:
    """Return the dialogue's truth with its answers and their questions."""
    truth = dict(read_json(validation_folder() / "speech" / f"{DIALOG}.truth.json", needs="turns"))
    turns = [turn for turn in truth["turns"] if turn["speaker"] == "candidate"]
    answers = [{**turn, "question": question} for turn, question in zip(turns, QUESTIONS, strict=True)]
    return truth | {"answers": answers}


def _farthest_s(answers: Sequence[Answer], true: Sequence[Mapping[str, Any]]) -> float | None:
    """Return the largest boundary error; None if the number of answers is wrong."""
    if len(answers) != len(true) or not true:
        return None
    return max(
        float(max(abs(f.span.start_s - t["start_s"]), abs(f.span.end_s - t["end_s"])))
        for f, t in zip(answers, true, strict=True)
    )


def _questions(answers: Sequence[Answer], true: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    """Return wrong and true words of the questions; (0, 0) if the number of questions is wrong."""
    questions = [bare_words(t["question"]) for t in true if t.get("question")]
    if len(questions) != len(answers):
        return 0, 0
    wrong = sum(edits(bare_words(f.question), words) for f, words in zip(answers, questions, strict=True))
    return wrong, sum(map(len, questions))


WORDS = Section(
    name="speech",
    title="Words and fillers",
    on="the labelled speech: natural speech of one man talking freely and of several readers, and synthetic "
    "voices whose truth is exact. Fillers here are filled pauses (um, uh, er). English. "
    "Developed with these recordings at hand: strangers' may come out worse.",
    tolerance=f"{TOLERANCE_S} s: the times of the labelled speech are aligned, not exact. Words are compared "
    "without filled pauses and punctuation, in one way of spelling. Four natural recordings are a few words "
    "around the name of a product, “forced aligner”, which the model does not know.",
    measure=measure_words,
    lacks=no_speech,
)

TURNS = Section(
    name="turns",
    title="Turns and answers",
    on="a dialogue of two synthetic voices without a picture, told by voice prints (an extra), by a list of "
    "the questions, and by nothing, as Second Take is installed; and the sample session (a rendered person, "
    "an interviewer off camera), told by the mouth. No conversation of real people is labelled yet.",
    tolerance=f"{BOUNDARY_S} s for the boundaries of answers: about a breath, so that no word is clipped.",
    measure=measure_turns,
    lacks=no_voices,
)
