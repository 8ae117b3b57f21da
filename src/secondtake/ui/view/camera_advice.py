"""Framing and lighting advice before a practice starts."""

from __future__ import annotations

from collections.abc import Mapping

from secondtake.detectors.face.framing import LEVEL_PITCH_DEG, Params

# Lengths in shares of the picture. Our choice, inside the limits at which a review would complain
# (detectors/face/framing.py): advice before the start is easy to follow.
SMALL = 0.105  # of the width; below .1 faces are not found any more
LARGE = 0.5  # of the height; the review complains from .68 on
EDGE = 0.02  # hair reaches a little higher than the mesh of the face does
LOW, HIGH = 0.66, 0.22  # of the height, for the middle of the face: eyes in the upper third, some air above
ASIDE = 0.2  # of the width, from the middle
BRIGHT = 0.5  # only in a bright picture can the light be behind a face, as in detectors/face/framing.py
LIMITS = Params()  # light and the camera's height: where a review would complain

NOBODY = "Can't find your face: move closer, with your whole head in the frame."
FITS = "You are well framed."
TOP_CUT = "Your head is cut off: tilt the camera up a little, or move back."
CHIN_CUT = "Your chin is cut off: tilt the camera down a little, or move back."
TOO_NEAR = "Move back a little, so that your shoulders and hands are in the frame."
TOO_FAR = "Move a little closer to the camera."
# The picture's right is the person's left, who therefore moves to the own right to come to the middle.
TO_THE_RIGHT = "Move a little to your right, or turn the camera to you."
TO_THE_LEFT = "Move a little to your left, or turn the camera to you."
TOO_LOW = "You are low in the frame: tilt the camera down a little."
TOO_HIGH = "You are high in the frame: tilt the camera up a little."
FROM_ABOVE = "The camera is above your eyes: lower it to eye level."
FROM_BELOW = "The camera is below your eyes: raise it to eye level."
DARK = "It is dark: face a window or a lamp."
FROM_BEHIND = "The light is behind you: turn around, or close the curtain."
LIT = "The lighting is fine."


def placing(face: Mapping[str, float] | None) -> str:
    """Return the most pressing framing advice, or `FITS`.

    Args:
        face: `face_x`, `face_y`, `face_width`, `face_height` in shares of the picture's width and height, and
            `pitch_deg`; None where no face was found.

    >>> placing(None) == NOBODY
    True
    """
    if face is None:
        return NOBODY
    x, y, pitch_deg = face["face_x"], face["face_y"], face["pitch_deg"] - LEVEL_PITCH_DEG
    top, bottom = y - face["face_height"] / 2, y + face["face_height"] / 2
    problems = (
        (top < EDGE, TOP_CUT),
        (bottom > 1 - EDGE, CHIN_CUT),
        (face["face_height"] > LARGE, TOO_NEAR),
        (face["face_width"] < SMALL, TOO_FAR),
        (x > 0.5 + ASIDE, TO_THE_RIGHT),
        (x < 0.5 - ASIDE, TO_THE_LEFT),
        (y > LOW, TOO_LOW),
        (y < HIGH, TOO_HIGH),
        (pitch_deg >= LIMITS.off_level_deg, FROM_ABOVE),
        (pitch_deg <= -LIMITS.off_level_deg, FROM_BELOW),
    )
    return next((advice for applies, advice in problems if applies), FITS)


def lighting(levels: Mapping[str, float] | None) -> str:
    """Return lighting advice, or `LIT`; "" without a face.

    Args:
        levels: `face_light` and `frame_light`, 0..1.
    """
    if levels is None:
        return ""
    face, frame = levels["face_light"], levels["frame_light"]
    if frame < LIMITS.dark and face < LIMITS.dark_face:
        return DARK
    if frame > BRIGHT and face / frame < LIMITS.against_light:
        return FROM_BEHIND
    return LIT
