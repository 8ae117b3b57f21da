"""Coverage: how much of a recording was observed, and why something was not."""

from __future__ import annotations

from collections.abc import Iterable

from secondtake.core.spans import Span, clip, clock, gaps, intersect, merge, total_s
from secondtake.core.tracks import Tracks

# One series stands for each observer: it has a value exactly where the observer saw or heard its subject.
STANDS_FOR = {"face": "yaw_deg", "body": "left_shoulder_x", "hands": "hand_a_score"}
FACE_DETAILS = frozenset({"eye_open_left", "mouthSmileLeft", "mouthPressLeft"})
"""Series that a face too small for them lacks (`observers/vision/face.py`), one or more of each detector."""
SOUND_TRACKS = frozenset(
    {
        *("level_db", "loudness_lufs", "loudness_short_lufs", "pitch_hz", "pitch_st"),
        *("voicing", "syllable", "spectral_change", "voice_side"),
    }
)
"""Series of the audio observers (docs/tracks.md)."""
# Our choice: shorter voice without a word is a breath, a laugh or the end of a held word.
MIN_NOT_UNDERSTOOD_S = 1.5
NEAR_WORD_S, JOINED_SPEECH_S = 0.3, 0.4
MAX_NAMED_GAPS = 3


def coverage(tracks: Tracks) -> dict[str, float]:
    """Return the share (0..1) of the recording with a visible face, body and hands, and with a voice.

    `words` is the share of the heard speech that lies in a written word or within half a second of one.
    """
    shares = {name: tracks[series].observed_s() / tracks.duration_s for name, series in STANDS_FOR.items()}
    shares["voice"] = total_s(tracks.speech or ()) / tracks.duration_s
    shares["words"] = _words_share(tracks)
    return {name: min(1.0, share) for name, share in shares.items()}


def _words_share(tracks: Tracks) -> float:
    if tracks.transcript is None or not tracks.speech:
        return 0.0
    near = [Span(max(0.0, w.span.start_s - 0.5), w.span.end_s + 0.5) for w in tracks.transcript.words]
    speech = clip(tracks.speech, tracks.whole)
    return total_s(intersect(near, speech)) / max(total_s(speech), 1e-9)


def not_understood(tracks: Tracks) -> tuple[Span, ...]:
    """Return the gaps in the transcript: voice in which no word was recognised with any certainty.

    What looped, was improbable or repeated the same few words was not written (`observers/speech`), and is a
    gap here.
    """
    if tracks.transcript is None or not tracks.transcript.words:
        return ()
    words = [w.span for w in tracks.transcript.words]
    near = merge(Span(max(0.0, w.start_s - NEAR_WORD_S), w.end_s + NEAR_WORD_S) for w in words)
    voice = intersect(
        merge(clip(tracks.speech or (), tracks.whole), gap_s=JOINED_SPEECH_S), gaps(near, tracks.whole)
    )
    return tuple(span for span in voice if span.duration_s >= MIN_NOT_UNDERSTOOD_S)


def not_understood_warning(tracks: Tracks) -> tuple[str, ...]:
    """Return a sentence that names the transcript's gaps, if there are any."""
    spans = not_understood(tracks)
    if not spans:
        return ()
    times = [f"{clock(s.start_s)} to {clock(s.end_s)}" for s in spans[:MAX_NAMED_GAPS]]
    more = f" and {len(spans) - MAX_NAMED_GAPS} more" if len(spans) > MAX_NAMED_GAPS else ""
    return (
        "Some of the speech was not understood and is missing from the transcript: "
        f"{', '.join(times)}{more}.",
    )


def why_not_measurable(needs: Iterable[str], tracks: Tracks) -> str:
    """Return why a detector that needs these tracks cannot measure anything.

    Where the tracks are all there, they are not to be relied on (`signals/usable_video.py`).
    """
    absent = [name for name in needs if not tracks.has([name])]
    if any(name in ("speech", "words") for name in absent):
        return "the recording has no sound"
    if "yaw_deg" not in tracks.series:
        return "the recording has no video" if _sound_name(absent) is None else "no voice was heard"
    if not tracks.has(["yaw_deg"]):
        return "no face was found in the video"
    if not absent:
        return "the video is frozen or too dark"
    if _sound_name(absent):
        return "no voice was heard"
    if any(name.startswith("hand") for name in absent):
        return "no hand was visible in the video"
    if any(name in FACE_DETAILS for name in absent):
        return "your face was too small in the video"
    return "the shoulders were not visible in the video"


def _sound_name(names: Iterable[str]) -> str | None:
    """Return the first name that belongs to an audio observer, or None."""
    return next((n for n in names if n in SOUND_TRACKS), None)
