"""Pictures: the same for the same seed, different where the variant says so, and a valid recording."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import av
import numpy as np
import pytest

from secondtake.core.errors import UsageError
from secondtake.synthetic.behaviour.animator import Actor
from secondtake.synthetic.behaviour.behaviour import Behaviour
from secondtake.synthetic.mp4_writer import write_mp4
from secondtake.synthetic.person.render import Studio
from secondtake.synthetic.person.textures import SKIN
from secondtake.synthetic.render_options import Skin, Variant
from secondtake.synthetic.session import render_behaviours, render_session
from secondtake.synthetic.soundtrack import RATE_HZ

SMALL = (320, 180)


def _pictures(
    variant: Variant, frames: tuple[int, ...] = (0, 7), acts: tuple[Behaviour, ...] = ()
) -> np.ndarray:
    actor, studio = Actor(variant, acts), Studio(variant)
    return np.stack([studio.picture(actor.at(frame).points, frame) for frame in frames])


def test_render_depends_on_the_seed() -> None:
    first = _pictures(Variant(size=SMALL, seed=4))
    np.testing.assert_array_equal(first, _pictures(Variant(size=SMALL, seed=4)))
    assert np.any(first != _pictures(Variant(size=SMALL, seed=5)))


OPTIONS = [
    {"body": "male"},
    {"skin": "dark"},
    {"light": "side"},
    {"distance": 1.4},
    {"head_turn_deg": 15.0},
    {"camera_pitch_deg": 10.0},
    {"camera_aside_deg": 15.0},
    {"glasses": True},
    {"beard": True},
    {"noise": 8.0},
    {"jitter": 10.0},
    {"mirrored": True},
]


@pytest.mark.parametrize("options", OPTIONS)
def test_every_render_option_changes_the_frame(options: dict) -> None:
    plain = _pictures(Variant(size=SMALL), (3,))
    assert np.abs(plain.astype(int) - _pictures(Variant(size=SMALL, **options), (3,))).mean() > 0.1


@pytest.mark.parametrize("skin", get_args(Skin))
def test_face_has_its_skin_colour(skin: Skin) -> None:
    height, width = SMALL[1], SMALL[0]
    cheeks = _pictures(Variant(size=SMALL, skin=skin, noise=0), (0,))[0][
        round(0.42 * height) : round(0.48 * height), round(0.46 * width) : round(0.54 * width)
    ]
    seen = cheeks.reshape(-1, 3).mean(0)
    assert np.corrcoef(seen, SKIN[skin])[0, 1] > 0.97
    assert seen.mean() == pytest.approx(np.mean(SKIN[skin]), rel=0.25)


def test_mirroring_flips_the_frame() -> None:
    plain, mirrored = (
        _pictures(Variant(size=SMALL, noise=0, mirrored=flip), (0,))[0] for flip in (False, True)
    )
    np.testing.assert_array_equal(plain[:, ::-1], mirrored)


def test_dim_light_is_darker_and_distance_smaller() -> None:
    assert _pictures(Variant(size=SMALL, light="dim")).mean() < 0.7 * _pictures(Variant(size=SMALL)).mean()
    near, far = (_covered(Variant(size=SMALL, noise=0, distance=d)) for d in (1.0, 2.0))
    assert far < 0.7 * near


def _covered(variant: Variant) -> float:
    """Share of the picture in which the person stands before the room."""
    studio, actor = Studio(variant), Actor(variant, [])
    points = actor.at(0).points
    empty = studio.picture(points + np.float32((0, 0, 100)), 0)  # the person behind the camera
    return float(np.any(studio.picture(points, 0) != empty, axis=-1).mean())


@pytest.mark.parametrize("size", [(640, 360), (360, 640), (1280, 720)])
def test_blink_changes_only_the_eyes(size: tuple[int, int]) -> None:
    acts = (Behaviour("blink", 0.2, 0.48),)
    variant = Variant(size=size, noise=0)
    with_, without = _pictures(variant, (9,), acts), _pictures(variant, (9,))
    changed = np.argwhere(np.any(with_[0] != without[0], axis=-1))
    assert len(changed)
    assert np.ptp(changed[:, 0]) < 0.15 * size[1]


def test_short_clip_has_a_recording_and_truth(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    acts = [Behaviour("smile", 0.3, 1.8)]
    told = render_behaviours(clip, acts, Variant(size=SMALL, fps=15), duration_s=2.0)
    with av.open(str(clip)) as box:
        times = [float(frame.time) for frame in box.decode(video=0)]
    assert len(times) == 30
    assert times[1] == pytest.approx(1 / 15, abs=1e-3)
    assert [e["kind"] for e in told["events"]] == ["smile"]


@pytest.mark.slow
def test_session_matches_its_truth(tmp_path: Path) -> None:
    seen: list[float] = []
    variant = Variant(size=SMALL, fps=10, body="male", seed=2)
    files = render_session(
        tmp_path, variant, on_progress=lambda _stage, done_s, _total_s: seen.append(done_s)
    )
    told = json.loads(files.truth.read_text(encoding="utf-8"))
    with av.open(str(files.video)) as box:
        length_s = float(box.duration) / av.time_base
        sound = np.concatenate([frame.to_ndarray()[0] for frame in box.decode(audio=0)])
    assert seen == sorted(seen)
    assert seen[-1] == pytest.approx(length_s, abs=0.2)
    assert told["words"][-1]["end_s"] < length_s
    spoken = [sound[round(w["start_s"] * RATE_HZ) : round(w["end_s"] * RATE_HZ)].std() for w in told["words"]]
    assert np.median(spoken) > 30 * sound[: RATE_HZ // 2].std()


def test_audio_and_video_start_together(tmp_path: Path) -> None:
    path = tmp_path / "tone.mp4"
    tone = np.sin(2 * np.pi * 440 * np.arange(RATE_HZ) / RATE_HZ).astype(np.float32) * 0.5
    tone[: RATE_HZ // 2] = 0
    planes = (np.full((270, 320), 128, np.uint8) for _ in range(25))
    write_mp4(path, planes, size=SMALL, fps=25.0, sound=tone)
    with av.open(str(path)) as box:
        frames = list(box.decode(audio=0))
    heard = np.concatenate([frame.to_ndarray()[0] for frame in frames])
    start_s = float(frames[0].time) + np.argmax(np.abs(heard) > 0.2) / RATE_HZ
    assert start_s == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize(
    "options", [{"body": "robot"}, {"skin": "green"}, {"fps": 0}, {"size": (641, 360)}, {"distance": 0.1}]
)
def test_variant_invalid_option_is_rejected(options: dict) -> None:
    with pytest.raises(UsageError):
        Variant(**options)
