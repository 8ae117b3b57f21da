"""What Chromium takes for a camera and a microphone: files, made of the sample."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from secondtake.synthetic.sample_data import samples_folder

VOICES = samples_folder() / "voices"
SIZE = (640, 360)
PICTURES = 25  # a second of the person, again and again
RATE_HZ = 48_000
FAKE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


def person_camera(path: Path) -> list[str]:
    """Flags for a camera before which the sample's person sits; the film is written to `path` (.mjpeg)."""
    import av
    import cv2

    with av.open(str(samples_folder() / "session" / "interview.mp4")) as film, path.open("wb") as out:
        for picture, _ in zip(film.decode(video=0), range(PICTURES), strict=False):
            out.write(cv2.imencode(".jpg", cv2.resize(picture.to_ndarray(format="bgr24"), SIZE))[1].tobytes())
    return [*FAKE, f"--use-file-for-fake-video-capture={path}"]


def voice_microphone(path: Path, voice: Path | None, *, seconds: float) -> list[str]:
    """Flags for a microphone into which the first seconds of a recording are said, again and again.

    Without a recording nobody speaks. The sound is written to `path` (.wav).
    """
    import wave

    import numpy as np

    samples = np.zeros(int(seconds * RATE_HZ), np.int16) if voice is None else _samples(voice)
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes(samples[: int(seconds * RATE_HZ)].tobytes())
    return [*FAKE, f"--use-file-for-fake-audio-capture={path}"]


def _samples(voice: Path) -> Any:
    import av
    import numpy as np

    with av.open(str(voice)) as sound:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE_HZ)
        chunks = [piece for frame in sound.decode(audio=0) for piece in resampler.resample(frame)]
    return np.concatenate([piece.to_ndarray()[0] for piece in chunks])
