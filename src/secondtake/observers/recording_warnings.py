"""Warnings about a recording as a whole: several faces, a small face, damaged frames."""

from __future__ import annotations

from secondtake.core.tracks import Tracks
from secondtake.observers.vision.face import MIN_EXPRESSION_PX


def observer_warnings(tracks: Tracks) -> tuple[str, ...]:
    """Return the observers' warnings about the recording as a whole."""
    warnings = []
    faces, skipped = tracks.facts.get("faces", 0.0), tracks.facts.get("skipped_frames", 0.0)
    face_px = tracks.facts.get("face_px", 0.0)
    if faces > 1:
        which = (
            "the one whose lips move with the sound"
            if "talker" in tracks.facts
            else "the one whose lips seem to move with the sound"
            if "likely_talker" in tracks.facts
            else "the largest and longest visible one"
        )
        chosen = (
            "the one where you said your face is was analysed."
            if "me" in tracks.facts
            else f"{which} was analysed. If that is not you, say which one you are: "
            "secondtake analyse FILE --me N"
        )
        warnings.append(f"Up to {faces:.0f} faces were in the video; {chosen}")
    if 0 < face_px < MIN_EXPRESSION_PX:
        warnings.append(
            f"Your face was only {face_px:.0f} pixels wide in the video: too small to tell blinks, smiles or "
            "where you looked. Record yourself larger, or in a higher resolution."
        )
    if skipped:
        warnings.append(f"{skipped:.0f} damaged video frames could not be read and were skipped.")
    return tuple(warnings)
