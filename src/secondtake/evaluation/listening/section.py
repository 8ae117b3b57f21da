"""Section on speech that is hard to hear: language, invented text, and stumbles."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from secondtake.evaluation.listening.clips import ENGLISH
from secondtake.evaluation.listening.held_back import every_clip
from secondtake.evaluation.listening.language import HeardClip, hear_clips
from secondtake.evaluation.listening.stumbles import StumbleRow, stumble_rows
from secondtake.evaluation.report.hearing import no_speech
from secondtake.evaluation.report.results import SCORE_HEAD, Outcome, Table, is_weak, score_cells
from secondtake.evaluation.report.section import Section, Work
from secondtake.evaluation.scoring import validation_folder

ASKED_ENGLISH = 57 / 60
HEAD = (
    *("sound", "clips", "in a language spoken there", "language not certain", "certain and wrong"),
    *("with text that loops or was invented", "words unlike those of the unchanged speech"),
)
STUMBLE_HEAD = ("speakers", "kind", *SCORE_HEAD, "false a minute")
STUMBLE_REMARKS = (
    "Another utterance of the same word put before it, a word's first half with other formants, one of the "
    "speaker's own fillers; each at another pace and level, and with a short pause. A cut-off told as a "
    "repeat counts as found.",
)


def measure_listening(work: Work) -> Outcome:
    """Transcribe all clips with no language set, and look for stumbles made by rule."""
    speech = validation_folder() / "speech"
    settings = work.settings.with_(home=work.folder / "speech")
    transcribed = hear_clips(speech, settings, work.folder / "listening", at_hand=work.at_hand)
    stumbles = stumble_rows(speech, settings.with_(language="en"))
    tables = (
        Table(
            "Language and text of degraded, foreign and wordless sound",
            HEAD,
            _rows(transcribed),
            _remarks(transcribed),
        ),
        Table(
            "Stumbles made in fluent speech", STUMBLE_HEAD, tuple(map(_stumbles, stumbles)), STUMBLE_REMARKS
        ),
    )
    weak = [
        *(f"Not measured yet: {group}." for group in _unmeasured(speech, transcribed)),
        *_weak(transcribed),
    ]
    weak += [
        f"{row.score.kind}, {row.half}: {row.score.hits} of {row.score.hits + row.score.misses} are noticed."
        for row in stumbles
        if is_weak(row.score)
    ]
    return Outcome(tables, tuple(weak))


def _stumbles(row: StumbleRow) -> tuple[str, ...]:
    return (row.half, row.score.kind, *score_cells(row.score), f"{60 * row.score.false / row.speech_s:.1f}")


def _unmeasured(speech: Path, transcribed: Sequence[HeardClip]) -> tuple[str, ...]:
    """Return the groups of clips of which none was transcribed."""
    return tuple(
        dict.fromkeys(c.group for c in every_clip(speech) if c.group not in {h.group for h in transcribed})
    )


def _rows(transcribed: Sequence[HeardClip]) -> tuple[tuple[str, ...], ...]:
    rows = []
    for group in dict.fromkeys(clip.group for clip in transcribed):
        some = [clip for clip in transcribed if clip.group == group]
        changes = tuple(dict.fromkeys(clip.change for clip in some))
        if group == ENGLISH:
            rows += [_row(f"{group}: {c}", [clip for clip in some if clip.change == c]) for c in changes]
        rows.append(_row(f"**{group}**", some))
    return tuple(rows)


def _row(name: str, transcribed: Sequence[HeardClip]) -> tuple[str, ...]:
    errors = [clip.word_errors for clip in transcribed if clip.clean_text]
    words = sum(count for _, count in errors)
    spoken = [clip for clip in transcribed if clip.languages]
    return (
        name,
        str(len(transcribed)),
        f"{sum(clip.code in clip.languages for clip in spoken)}" if spoken else "",
        str(sum(bool(clip.candidates) for clip in transcribed)) if spoken else "",
        str(sum(clip.is_wrong for clip in transcribed)) if spoken else "",
        str(sum(clip.has_invented_text for clip in transcribed)),
        f"{sum(wrong for wrong, _ in errors) / words:.0%} of {words}" if words else "",
    )


def _remarks(transcribed: Sequence[HeardClip]) -> tuple[str, ...]:
    """Quote the text where nobody says a word, and where the language was wrong."""
    return tuple(
        f"{clip.name}: {clip.code}, “{clip.text[:120]}”"
        for clip in transcribed
        if clip.is_wrong or (clip.text and not clip.languages)
    )


def _weak(transcribed: Sequence[HeardClip]) -> list[str]:
    english = [clip for clip in transcribed if clip.group == ENGLISH]
    right = sum(clip.code == "en" for clip in english)
    sentences = []
    if right < ASKED_ENGLISH * len(english):
        sentences.append(f"Degraded English was decoded as English in {right} of {len(english)} clips.")
    wrong = sum(clip.is_wrong for clip in transcribed)
    if wrong:
        sentences.append(
            f"A language that nobody speaks was taken for certain in {wrong} of {len(transcribed)} clips."
        )
    for group in dict.fromkeys(clip.group for clip in transcribed):
        invented = sum(clip.has_invented_text for clip in transcribed if clip.group == group)
        if invented:
            sentences.append(f"Text loops or was invented in {invented} clips: {group}.")
    return sentences


SECTION = Section(
    name="listening",
    title="Speech that is hard to hear",
    on="clips of 5 to 100 s made by rule, transcribed with no language set: cuts of natural and "
    "synthetic English made soft (40 dB), narrow, noisy, reverberant, clipped, faster, slower, of "
    "another melody and with music beneath; espeak-ng's voices reading German, French, Spanish, "
    "Italian and Portuguese, and English as those voices read it; English followed by another "
    "language; sound without words, voices played backwards among it. The rules were tuned on these, "
    "but for those made afterwards, which were measured once: fourteen texts in thirteen languages, eight of "
    "them without a list of fillers; voices backwards, upside down in frequency, in pieces, seven at once or "
    "behind a wall, humming, clicks and trills. And stumbles inserted by rule into fluent speech.",
    tolerance="None for text: invented means a loop that was not said, at least six words in one place "
    "beyond both the labelled words and the unchanged speech's own transcript, or any word where nobody "
    "speaks. 0.5 s for stumbles.",
    measure=measure_listening,
    lacks=no_speech,
)
