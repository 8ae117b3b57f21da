"""The published table by which findings are weighed: what is known to matter to listeners, and how well.

`priority = deviation x coverage x changeability x evidence` (docs/coaching.md). The evidence weights are our
choice, read off the sources beside them; a page shows this table when somebody asks "Why these?".
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from secondtake.core.norm import Source

BANGERTER = Source(
    "Bangerter, Corvalan & Cavin 2014 (62 real interviews): stories raise hiring recommendations; the "
    "situation is told most, the action and the result least",
    "moderate",
    "https://doi.org/10.1007/s10869-014-9350-0",
)
NAIM = Source(
    "Naim et al. 2015 (138 mock interviews): the first answer says about as much as the whole interview",
    "moderate",
)
SCHROEDER = Source(
    "Schroeder & Epley 2015: it is the voice that persuades; adding video changed nothing", "moderate"
)
FEILER = Source(
    "Feiler & Powell 2016 (125 mock interviews): pace, slow or fast, is what shows nerves to interviewers",
    "moderate",
    "https://doi.org/10.1007/s10869-015-9403-z",
)
BASCH = Source(
    "Basch & Melchers 2024 (448 raters): looking sideways lowered ratings, looking down did not", "moderate"
)
HOLLANDSWORTH = Source(
    "Hollandsworth et al. 1979 (338 campus interviews): content, fluency, composure", "moderate"
)
RUSSELL = Source(
    "Russell 2008 (176 raters): “like” and “you know” lowered ratings, “uh” made no difference", "weak"
)
CHRISTENFELD = Source(
    "Christenfeld 1995: listeners prefer an “um” to a silent pause, and most of all neither", "weak"
)
MASTRELLA = Source("Mastrella et al. 2023 (N = 823): acted nervous cues together lowered ratings", "moderate")
NO_EVIDENCE = Source("We know of no study that ties this behaviour alone to ratings", "our choice")


@dataclass(frozen=True, slots=True)
class Topic:
    """Something a coach may talk about.

    Args:
        label: what people call it.
        evidence: how well it is known to matter to listeners, 0..1 (our choice, from `source`).
        changeable: how much practice can change it, 0..1 (our choice).
        drill: one exercise of under five minutes.
        is_content: about what was said rather than how.
        is_mannerism: a single mannerism; at most one of these is ever among the things to work on.
    """

    label: str
    evidence: float
    changeable: float
    source: Source
    drill: str = ""
    is_content: bool = False
    is_mannerism: bool = False


_BREATHE = (
    "Record only the first sentence of this answer. Breathe in, then start on its first word. Five times."
)
_SLOW = "Say this part again with a full stop after every sentence: breathe out before the next one."
_POST_IT = "Put a small arrow beside the lens and tell this answer to it, once through."
_PAUSE = "Give it three times, with a silent breath wherever an um wants to come."
_ALIVE = "Start with the sentence where you came alive, then say why. Record just that."
_STILL = "Rest both hands on the table, feet flat, and give this answer once more."

TOPICS = MappingProxyType(
    {
        # What was said.
        "result": Topic(
            "The result",
            1.0,
            0.9,
            BANGERTER,
            "Say the result in one sentence: what changed, and by how much.",
            is_content=True,
        ),
        "own_part": Topic(
            "Your own part",
            1.0,
            0.9,
            BANGERTER,
            "Tell the action again; start every sentence with “I”.",
            is_content=True,
        ),
        "second_ending": Topic(
            "The ending",
            1.0,
            0.9,
            HOLLANDSWORTH,
            "Say the last sentence first, aloud. Then give the answer and stop on it.",
            is_content=True,
        ),
        "length": Topic(
            "Length",
            1.0,
            0.8,
            HOLLANDSWORTH,
            "Tell this answer in 90 seconds, then in 60, then in 30.",
            is_content=True,
        ),
        "late_start": Topic("The opening", 0.9, 0.9, NAIM, _ALIVE, is_content=True),
        "opening": Topic("The first words", 0.8, 0.8, NAIM, _BREATHE),
        # How it was said.
        "low_energy": Topic("Energy", 0.8, 0.7, SCHROEDER, "Stand up and say this part to the far wall."),
        "trailing_off": Topic(
            "The last words",
            0.8,
            0.8,
            SCHROEDER,
            "Say the last sentence three times, and keep your voice up to its last word.",
        ),
        "fast": Topic("Pace", 0.8, 0.7, FEILER, _SLOW),
        "slow": Topic(
            "Pace",
            0.8,
            0.6,
            FEILER,
            "Tell it once to a friend who already knows half of it.",
        ),
        "gaze_side": Topic("Eyes", 0.9, 0.8, BASCH, _POST_IT),
        "gaze_down": Topic("Camera height", 0.3, 1.0, BASCH, "Raise the camera to the height of your eyes."),
        "fluency": Topic(
            "Restarts",
            0.7,
            0.5,
            HOLLANDSWORTH,
            "Finish the sentence in your head, then say it aloud.",
        ),
        "pauses": Topic(
            "Long pauses",
            0.5,
            0.5,
            CHRISTENFELD,
            "Say the answer's three points aloud as single words, then give the answer.",
        ),
        "filler_words": Topic(
            "Filler words", 0.6, 0.7, RUSSELL, "One minute on any subject without that word."
        ),
        "hedges": Topic(
            "Hedges",
            0.6,
            0.7,
            RUSSELL,
            "Say each of these sentences again without the hedge.",
        ),
        "ums": Topic("Ums and uhs", 0.4, 0.6, CHRISTENFELD, _PAUSE),
        "restless": Topic("Restlessness", 0.4, 0.7, MASTRELLA, _STILL),
        # Single mannerisms.
        "face_touch": Topic("Touching your face", 0.1, 0.7, NO_EVIDENCE, _STILL, is_mannerism=True),
        "posture": Topic(
            "Posture",
            0.1,
            0.7,
            NO_EVIDENCE,
            "Sit back until the chair supports you.",
            is_mannerism=True,
        ),
    }
)
"""Every topic of change by its name."""

STRENGTHS = (
    "story",
    "result_told",
    "own_action",
    "specifics",
    "improved",
    "comes_alive",
    "energy",
    "warm_start",
    "listening",
)
"""What is praised, in this order: what was said, better than before, how it was said, listening."""

MEASURE_OF = MappingProxyType(
    {
        "result": "results_mentioned",
        "own_part": "we_share",
        "second_ending": "answer_length",
        "length": "answer_length",
        "late_start": "low_energy_share",
        "opening": "filler_rate",
        "low_energy": "low_energy_share",
        "trailing_off": "voice_energy_end_drop",
        "fast": "speech_rate",
        "slow": "speech_rate",
        "gaze_side": "gaze_away_share",
        "gaze_down": "gaze_away_share",
        "fluency": "disfluency_rate",
        "pauses": "long_pause_rate",
        "filler_words": "discourse_filler_rate",
        "hedges": "hedge_rate",
        "ums": "filler_rate",
        "restless": "hand_fidget_share",
        "face_touch": "face_touch_rate",
        "posture": "slouch_share",
        "story": "results_mentioned",
        "result_told": "results_mentioned",
        "own_action": "we_share",
        "specifics": "numbers_mentioned",
        "improved": "filler_rate",
        "comes_alive": "voice_energy_slope",
        "energy": "pitch_variation",
        "warm_start": "smile_start_share",
        "listening": "listening_nod_rate",
    }
)
"""The measure that a topic's number stands under, for programs that read `findings`."""
