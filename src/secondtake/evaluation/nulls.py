"""Recordings in which nothing of a kind happens: every event of that kind is false.

They are made from the labelled real recordings and the sample: pieces in random order (no course in time is
left), loops, lost sound, frozen, dark and covered video.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from secondtake.core.event import Transcript, Word
from secondtake.core.series import Series
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors import ALL
from secondtake.detectors.body import hand_fidget, head_fidget
from secondtake.detectors.body.visible_energy import KIND as LOW_MOVEMENT
from secondtake.detectors.words.pauses import NAME as LONG_PAUSE
from secondtake.evaluation.audio_perturbations import RATE_HZ, Samples
from secondtake.evaluation.energy import vocal_energy
from secondtake.evaluation.energy.real_movement import moving, prolonged
from secondtake.evaluation.energy.vocal_energy import LOW_VOICE, MONOTONE, load, voice_tracks
from secondtake.evaluation.vision import SEEN_KINDS, clips_folder, observed

PIECE_S, LOOP_S, LOOPS = 5.0, 8.0, 6
SHUFFLES = 3  # of each recording
FREE_TALK = (("natural_acoustic_corpus", "natural_cold_corpus"), ("natural_surround", "natural_crossword",
    "natural_laughter", "natural_words", "natural_uh"))  # fmt: skip
"""One man's recordings, joined until they are long enough."""
LOST_S, LOST_AT_S = 2.0, (6.0, 16.0)
STILL_S, STILL_FPS, SENSOR_NOISE, DARK = 8.0, 15, 2.0, 0.04
LIVE_S, KEY_FRAMES = 4.0, 15  # a call that freezes: live at first, then one frame; a key frame every second
HANDS_CLIP, HANDS_AT_S, HANDS_HEIGHTS = "latentsync_3.mp4", (1.0, 4.0, 7.0, 11.0, 14.0, 18.0), (200, 360)
HANDS_NOISE, EXPOSURE, EXPOSURE_S = 3.0, 0.02, 5.0  # the camera's exposure drifts, so that the video is live
STILL_CLIPS = ("sadtalker_hill.mp4", "lp_d9.mp4", "vret_1.mp4")


FIDGETS = (hand_fidget.NAME, head_fidget.NAME)


@dataclass(frozen=True, slots=True)
class Null:
    """One recording without any event of `kinds`.

    Args:
        group: how it was made.
        kinds: kinds of which every event is false.
        events: the kinds that were detected all the same.
        zeros: rates of these kinds that were told as 0, where nothing was observable.
    """

    group: str
    kinds: frozenset[str]
    events: frozenset[str]
    zeros: frozenset[str] = frozenset()


def sound_nulls(transcripts: Mapping[str, Transcript]) -> Iterator[Null]:
    """Yield nulls of the voice; the transcripts are those of `vocal_energy.heard_words` and free talk."""
    energy = frozenset((LOW_VOICE, MONOTONE))
    for samples, words in _talks(transcripts):
        for seed in range(SHUFFLES):
            yield _judged("speech, shuffled", energy, voice_tracks(*shuffled(samples, words, seed)))
        loop = np.tile(samples[: round(LOOP_S * RATE_HZ)], LOOPS)
        yield _judged("speech, looped", energy, voice_tracks(loop))
        for at_s in LOST_AT_S:
            lost = voice_tracks(with_lost_sound(samples, at_s))
            gap = Span(at_s, at_s + LOST_S)
            yield _judged("lost sound", frozenset((LONG_PAUSE,)), lost, within=gap)


def _talks(transcripts: Mapping[str, Transcript]) -> Iterator[tuple[Samples, Transcript]]:
    for name in vocal_energy.RECORDINGS:
        yield load(name), transcripts[name]
    for names in FREE_TALK:
        parts = [load(name) for name in names]
        starts_s = np.cumsum([0.0, *(part.size / RATE_HZ for part in parts)])
        words = [
            replace(word, span=word.span.shifted(float(start_s)))
            for name, start_s in zip(names, starts_s, strict=False)
            for word in transcripts[name].words
        ]
        yield np.concatenate(parts), replace(transcripts[names[0]], words=tuple(words))


def shuffled(samples: Samples, transcript: Transcript, seed: int) -> tuple[Samples, Transcript]:
    """Return the whole pieces of a recording in random order, with the words that lie within a piece."""
    order = np.random.default_rng(seed).permutation(int(samples.size / RATE_HZ / PIECE_S))
    size = round(PIECE_S * RATE_HZ)
    words: list[Word] = []
    for place, piece in enumerate(order):
        span = Span(float(piece) * PIECE_S, float(piece + 1) * PIECE_S)
        inside = [
            w for w in transcript.words if span.start_s <= w.span.start_s and w.span.end_s <= span.end_s
        ]
        words += [replace(w, span=w.span.shifted(float(place - piece) * PIECE_S)) for w in inside]
    pieces = [samples[k * size : (k + 1) * size] for k in order]
    return np.concatenate(pieces), replace(transcript, words=tuple(words))


def with_lost_sound(samples: Samples, at_s: float) -> Samples:
    """Insert a gap of exact zeros, as lost packets leave it, into speech over a quiet room's noise."""
    noise = np.random.default_rng(0).normal(0.0, 1e-4, samples.size).astype(np.float32)
    at = round(at_s * RATE_HZ)
    rest = round(1.2 * RATE_HZ)
    gap = np.zeros(round(LOST_S * RATE_HZ), np.float32)
    pause = np.random.default_rng(1).normal(0.0, 1e-4, rest).astype(np.float32)
    noisy = samples + noise
    return np.concatenate([noisy[:at], gap, noisy[at:], pause, noisy[: 2 * rest]]).astype(np.float32)


def movement_nulls(folder: Path) -> Iterator[Null]:
    """Yield real movement, played there and back, in pieces in random order."""
    for tracks in moving(folder).values():
        for seed in range(SHUFFLES):
            kinds = frozenset((LOW_MOVEMENT.name,))
            yield _judged("movement, shuffled", kinds, shuffled_tracks(prolonged(tracks), seed))


def shuffled_tracks(tracks: Tracks, seed: int) -> Tracks:
    """Return the whole pieces of all series in random order."""
    order = np.random.default_rng(seed).permutation(int(tracks.duration_s / PIECE_S))
    series = {name: _shuffled_series(s, order) for name, s in tracks.series.items() if len(s)}
    whole = Span(0.0, len(order) * PIECE_S)
    return replace(tracks, duration_s=whole.end_s, series=series, speech=(whole,))


def _shuffled_series(series: Series, order: NDArray[np.int64]) -> Series:
    pieces = [np.flatnonzero(np.floor(series.times_s / PIECE_S) == k) for k in order]
    times_s = [
        series.times_s[i] + (n - k) * PIECE_S for n, (k, i) in enumerate(zip(order, pieces, strict=True))
    ]
    values = series.values[np.concatenate(pieces)]
    return Series(np.concatenate(times_s), values, unit=series.unit, hold_s=series.hold_s)


def still_nulls(folder: Path) -> Iterator[Null]:
    """Yield frozen, dark and covered video; observed once, then cached in `folder`."""
    visible_kinds = frozenset(SEEN_KINDS) - {"face_missing"}  # true of a covered camera
    for name in STILL_CLIPS:
        for group in ("video, frozen", "video, dark", "camera covered"):
            path = folder / f"{group.replace(', ', '-').replace(' ', '-')}-{name}"
            if not path.exists():
                write_still(clips_folder() / name, path, group)
            tracks = observed(path, folder / path.stem)
            yield _judged(group, visible_kinds, tracks, unobservable=tracks.whole)
        path = folder / f"call-frozen-{name}"
        if not path.exists():
            write_freezing(clips_folder() / name, path)
        tracks = observed(path, folder / path.stem)
        freeze = Span(LIVE_S, LIVE_S + STILL_S)
        yield _judged("call, frozen", visible_kinds, tracks, within=freeze, unobservable=freeze)


def hand_nulls(folder: Path) -> Iterator[Null]:
    """Yield small photographs of hands under a live camera's noise and drift: no hand moves."""
    for height in HANDS_HEIGHTS:
        for at_s in HANDS_AT_S:
            path = folder / f"hands-{at_s:.0f}-{height}.mp4"
            if not path.exists():
                write_hands(path, at_s, height)
            tracks = observed(path, folder / path.stem)
            yield _judged("photograph of hands", frozenset(FIDGETS), tracks)


def write_hands(path: Path, at_s: float, height: int) -> None:
    """Write one frame of a clip with hands, scaled to `height`."""
    import cv2

    from secondtake.media.video import sample_frames

    span = Span(at_s, at_s + 1.0)
    frame, _ = next(iter(sample_frames(clips_folder() / HANDS_CLIP, every_s={"hands": 1.0}, span=span)))
    width = round(frame.rgb.shape[1] * height / frame.rgb.shape[0] / 2) * 2
    picture = cv2.resize(frame.rgb, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)
    rng = np.random.default_rng(round(at_s) + height)
    _write_video(path, (_lit(picture, k / STILL_FPS, rng) for k in range(round(STILL_S * STILL_FPS))))


def _lit(picture: NDArray[np.float32], time_s: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    gain = 1 + EXPOSURE * np.sin(2 * np.pi * time_s / EXPOSURE_S)
    noise = rng.normal(0.0, HANDS_NOISE, picture.shape[:2])[..., None]
    lit: NDArray[np.uint8] = np.clip(picture * gain + noise, 0, 255).astype(np.uint8)
    return lit


def write_freezing(clip: Path, path: Path) -> None:
    """Write a clip's beginning, then its last frame again and again."""
    from secondtake.media.video import sample_frames

    frames = sample_frames(clip, every_s={"call": 1 / STILL_FPS}, span=Span(0.0, LIVE_S))
    live = [frame.rgb[: frame.rgb.shape[0] // 2 * 2, : frame.rgb.shape[1] // 2 * 2] for frame, _ in frames]
    _write_video(path, (*live, *[live[-1]] * round(STILL_S * STILL_FPS)))


def write_still(clip: Path, path: Path, group: str) -> None:
    """Write a still video made from a clip's first frame; only the sensor's noise moves."""
    from secondtake.media.video import sample_frames

    frame, _ = next(iter(sample_frames(clip, every_s={"still": 1.0})))
    picture = frame.rgb.astype(np.float32)
    picture = picture[: picture.shape[0] // 2 * 2, : picture.shape[1] // 2 * 2]
    if group == "video, dark":
        picture = picture * DARK
    if group == "camera covered":
        picture = np.full_like(picture, picture.mean())
    rng = np.random.default_rng(0)
    noise = (rng.normal(0.0, SENSOR_NOISE, picture.shape[:2]) for _ in range(round(STILL_S * STILL_FPS)))
    _write_video(path, (np.clip(picture + grain[..., None], 0, 255).astype(np.uint8) for grain in noise))


def _write_video(path: Path, pictures: Iterable[NDArray[np.uint8]]) -> None:
    """Write pictures, each (height, width, 3), at `STILL_FPS`."""
    import av

    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w", format="mp4") as box:
        video = box.add_stream("libx264", rate=STILL_FPS)
        video.pix_fmt = "yuv420p"
        video.gop_size = KEY_FRAMES
        for picture in pictures:
            video.height, video.width = picture.shape[:2]
            box.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        box.mux(video.encode(None))


def _judged(
    group: str,
    kinds: frozenset[str],
    tracks: Tracks,
    *,
    within: Span | None = None,
    unobservable: Span | None = None,
) -> Null:
    """Run the detectors of these kinds.

    Args:
        within: where their events count; the whole recording by default.
        unobservable: where nothing can be observed, so that a measure of 0 is false.
    """
    scope = within or tracks.whole
    events, zeros = set(), set()
    for detector in ALL:
        usable = detector.input_of(tracks)
        if not kinds & set(detector.kind_names) or not usable.has(detector.needs):
            continue
        detection = detector.detect(usable, detector.params)
        events |= {e.kind for e in detection.events if e.kind in kinds and e.span.overlap_s(scope) > 0}
        if unobservable is not None:
            values = detector.measure(detection, usable, unobservable)
            zeros |= {m.name for m in values if m.value == 0.0}
    return Null(group, kinds, frozenset(events), frozenset(zeros))
