"""When not to speak: why a recording carries no advice, in one sentence, and what would mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Repair = Literal["record", "all_me", "this_is_me", "language", "questions", "swap"]

MIN_DURATION_S = 20.0  # our choice: a camera test, a greeting
MIN_SPEECH_S = 15.0  # our choice: three or four sentences; with fewer there is no answer to speak of
MIN_ANY_SPEECH_S = 3.0  # our choice: less is a word or two, or a noise
MIN_LISTENED_S = 5.0  # our choice: in a shorter clip nobody may have begun
MIN_OWN_SHARE = 0.5  # under half of the speech taken for the person's: whose is it?
MIN_WORDS_PER_S = (
    0.8  # our choice: people speak two to four words a second; fewer were understood, or none are there
)
MIN_WORD_PROBABILITY = 0.45  # our choice: in natural English the median is .9
MIN_STILL_SHARE = 0.9  # our choice: people listen without moving for a moment, never for all of an answer
CUT_OFF_SHARE = 0.9  # read less than this of what the file says it holds: it is cut off
HIDDEN = "your own video is hidden or too small to be seen: make it larger in the call and record again"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason to give no advice.

    Args:
        code: for programs ("too_short").
        text: for the person: what is the matter and what to do.
        repairs: what the page offers to press.
    """

    code: str
    text: str
    repairs: tuple[Repair, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values for the review's `doubts`."""
        return {"code": self.code, "text": self.text, "repairs": list(self.repairs)}


@dataclass(frozen=True, slots=True)
class RecordingFacts:
    """What is known about a recording as a whole.

    Args:
        duration_s: as read.
        stated_s: as the file itself says, None where it does not.
        has_sound: whether there is a sound track.
        speech_s: voice activity of anybody.
        own_speech_s: of it, what was taken for the person's.
        words: own words.
        word_probability: their median, None without words.
        language: two-letter code, "" where nothing was heard.
        is_language_unsure: whether two languages fit the sound about equally well.
        faces: how many people are in the picture at once, for longer than in passing.
        still_share: of the time a face was in the video, the share in which nothing moved.
        is_chosen: whether the person said which of several people they are.
        is_talker: whether the person is the one whose lips clearly move with the sound.
        is_likely_talker: whether they are the one whose lips may; else the one with the largest face.
        is_in_tile: whether the analysed face is as small as in a tile of a call.
        is_attributed: whether the person said whose words are whose.
    """

    duration_s: float
    stated_s: float | None = None
    has_sound: bool = True
    speech_s: float = 0.0
    own_speech_s: float = 0.0
    words: int = 0
    word_probability: float | None = None
    language: str = ""
    is_language_unsure: bool = False
    faces: int = 1
    still_share: float = 0.0
    is_chosen: bool = False
    is_talker: bool = False
    is_likely_talker: bool = False
    is_in_tile: bool = False
    is_attributed: bool = False


def find_doubts(facts: RecordingFacts) -> tuple[Doubt, ...]:
    """Return every reason to give no advice, the most telling first; none for an ordinary answer.

    >>> [d.code for d in find_doubts(RecordingFacts(4.0, speech_s=3.0, own_speech_s=3.0, words=9))]
    ['too_short']
    """
    if not facts.has_sound:
        return (
            Doubt(
                "no_sound",
                "This recording has no sound, so there is nothing to say about an answer. Record one "
                "with the microphone on.",
                ("record",),
            ),
        )
    doubts: list[Doubt] = []
    is_silent = facts.speech_s < MIN_ANY_SPEECH_S
    if facts.stated_s and facts.duration_s < CUT_OFF_SHARE * facts.stated_s:
        doubts.append(
            Doubt(
                "cut_off",
                f"This file stops after {_time(facts.duration_s)} of {_time(facts.stated_s)}: it was cut "
                f"off when it was "
                "saved or copied. Add it again from where it was recorded.",
                ("record",),
            )
        )
    elif facts.duration_s < MIN_DURATION_S and not (is_silent and facts.duration_s >= MIN_LISTENED_S):
        doubts.append(
            Doubt(
                "too_short",
                f"This clip is {_time(facts.duration_s)}: too short to say anything about. Record one full "
                f"answer.",
                ("record",),
            )
        )
    elif is_silent:
        doubts.append(
            Doubt(
                "no_speech",
                "Nobody speaks in this recording. Check the microphone and record one answer.",
                ("record",),
            )
        )
    elif (
        facts.own_speech_s < MIN_OWN_SHARE * facts.speech_s
        and facts.own_speech_s < 60
        and not facts.is_attributed
    ):
        doubts.append(
            Doubt(
                "whose_voice",
                f"Only {_time(facts.own_speech_s)} of {_time(facts.speech_s)} of speech were taken for "
                f"yours. If all of it "
                "is you, say so; if somebody else was taken for you, swap.",
                ("all_me", "swap"),
            )
        )
    elif facts.own_speech_s < MIN_SPEECH_S:
        doubts.append(
            Doubt(
                "little_speech",
                f"You speak for {_time(facts.own_speech_s)} here: too little for advice. Record one full "
                f"answer.",
                ("record",),
            )
        )
    if not doubts or doubts[0].code == "cut_off":
        doubts += _about_words(facts)
    if facts.still_share >= MIN_STILL_SHARE and facts.duration_s >= MIN_DURATION_S:
        doubts.append(
            Doubt(
                "still_picture",
                "Nobody moves or blinks in this video: it looks like a still picture or a drawing. Turn your "
                "camera on and record one answer, or record the sound alone.",
                ("record",),
            )
        )
    if facts.is_in_tile and not (facts.faces > 1 or facts.is_talker or facts.is_chosen or is_silent):
        doubts.append(
            Doubt(
                "one_small_face",
                "Is this you? Only one small face can be seen in this video, and its lips do not clearly "
                f"move with the speech. If it is somebody else, {HIDDEN}, or record one answer alone.",
                ("this_is_me", "record"),
            )
        )
    if facts.faces > 1 and not facts.is_chosen:
        doubts.append(
            Doubt(
                "two_people",
                f"Which one is you? There are {facts.faces} people in the video, and the one "
                f"{_whose(facts)} was analysed. Choose yourself, or record one answer alone."
                + (f" If you are not among them, {HIDDEN}." if facts.is_in_tile else ""),
                ("this_is_me", "record"),
            )
        )
    return tuple(doubts)


def _whose(facts: RecordingFacts) -> str:
    if facts.is_talker:
        return "whose lips move with the sound"
    return "whose lips seem to move with the sound" if facts.is_likely_talker else "with the largest face"


def _about_words(facts: RecordingFacts) -> list[Doubt]:
    per_s = facts.words / max(facts.own_speech_s, 1e-9)
    if facts.words and facts.is_language_unsure:
        return [
            Doubt(
                "language",
                "It is not certain which language you speak here. Choose it, and the words are written "
                "again.",
                ("language",),
            )
        ]
    if facts.own_speech_s >= MIN_SPEECH_S and per_s < MIN_WORDS_PER_S:
        return [
            Doubt(
                "not_understood",
                "Few words could be made out: a song, noise, or a voice too far from the microphone. "
                "Choose the language, or record it again closer to the microphone.",
                ("language", "record"),
            )
        ]
    if facts.words and facts.word_probability is not None and facts.word_probability < MIN_WORD_PROBABILITY:
        return [
            Doubt(
                "words_unsure",
                "The words could hardly be understood, so nothing is said about them. Is this the right "
                "language?",
                ("language", "record"),
            )
        ]
    return []


def _time(seconds: float) -> str:
    """Return a length in words.

    >>> _time(4.4), _time(61), _time(180)
    ('4 seconds', '1 minute', '3 minutes')
    """
    if seconds < 59.5:
        return f"{int(seconds)} second{'' if int(seconds) == 1 else 's'}"
    minutes = round(seconds / 60)
    return f"{minutes} minute{'' if minutes == 1 else 's'}"
