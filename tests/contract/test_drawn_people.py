"""Drawings, tiles without a camera, posters: nobody is measured, or the review asks who is meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from tests.contract.test_still_picture import FPS, SAMPLE, Span, observed, recorded

from secondtake.coaching.build import count_faces, recording_facts
from secondtake.core.conversation.people import people_json
from secondtake.core.signals.usable_video import usable_video
from secondtake.evaluation.vision import events
from secondtake.media.probe import probe
from secondtake.media.video import frames

pytestmark = pytest.mark.slow

LENGTH_S, POSTER_S = 22.0, 10.0
SIZE = (360, 640, 3)
SKIN, CLOTH, HAIR, INK = (240, 200, 170), (60, 90, 160), (60, 40, 30), (30, 30, 30)

Image = np.ndarray


def figure(time_s: float) -> Image:
    """A drawn person at a desk who smiles and sways."""
    image = np.full(SIZE, 250, np.uint8)
    x = 320 + round(20 * np.sin(3 * time_s))
    cv2.ellipse(image, (x, 320), (130, 130), 0, 180, 360, CLOTH, -1)
    cv2.rectangle(image, (x - 22, 165), (x + 22, 210), SKIN, -1)
    cv2.circle(image, (x, 125), 58, SKIN, -1)
    cv2.ellipse(image, (x, 107), (59, 47), 0, 180, 360, HAIR, -1)
    for side in (-1, 1):
        cv2.circle(image, (x + 20 * side, 125), 6, INK, -1)
    cv2.ellipse(image, (x, 145), (20, 10), 0, 0, 180, INK, 2)
    return image


def initials(time_s: float) -> Image:
    """The tile of somebody whose camera is off: a disc that pulses while they talk."""
    image = np.full(SIZE, 40, np.uint8)
    cv2.circle(image, (320, 180), 65 + round(4 * np.sin(9 * time_s)), (200, 80, 120), -1)
    cv2.putText(image, "AB", (280, 200), 0, 2, (255, 255, 255), 4)
    return image


def silhouette(time_s: float) -> Image:
    """The grey person of an account without a picture."""
    image = np.full(SIZE, 40, np.uint8)
    cv2.circle(image, (320, 130), 45 + round(3 * np.sin(9 * time_s)), (200, 200, 205), -1)
    cv2.ellipse(image, (320, 290), (95, 95), 0, 180, 360, (200, 200, 205), -1)
    return image


@pytest.mark.parametrize("drawn", [figure, initials, silhouette])
def test_drawn_person_is_nobody(drawn: Callable[[float], Image], tmp_path: Path) -> None:
    pictures = [drawn(i / FPS) for i in range(round(FPS * LENGTH_S))]
    path = recorded(tmp_path / "call.mp4", pictures)
    tracks, described = observed(path, tmp_path), probe(path)
    assert {event.kind for event in events(tracks)} <= {"face_missing"}
    visible = usable_video(tracks)
    assert not np.isfinite(visible["yaw_deg"].values).any()
    assert np.isfinite(visible["left_shoulder_x"].values).mean() < 0.2
    has_face = bool(tracks["yaw_deg"].observed_spans())
    assert (recording_facts(described, tracks).still_share > 0.9) == has_face


def test_poster_beside_a_person_is_asked_about(tmp_path: Path) -> None:
    span = Span(20.0, 20.0 + POSTER_S)
    live = [frame.rgb for frame in frames(SAMPLE, every_s=1 / FPS, span=span, max_side=640)]
    width = live[0].shape[1]
    middle = slice(width // 4, 3 * width // 4)
    poster = cv2.resize(live[0][:, middle], None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    wall = np.full((live[0].shape[0], poster.shape[1], 3), 200, np.uint8)
    wall[: poster.shape[0]] = poster
    path = recorded(tmp_path / "talk.mp4", [np.hstack([wall, picture]) for picture in live])
    tracks, described = observed(path, tmp_path), probe(path)
    assert count_faces(tracks, described) == 2
    (_, person) = people_json(tracks, described.video.width / described.video.height)
    assert person["chosen"]
