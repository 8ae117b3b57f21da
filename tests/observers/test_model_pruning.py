"""A model without the output that nobody reads gives the other outputs as before."""

from __future__ import annotations

from contextlib import closing

import numpy as np

from secondtake.config import Settings
from secondtake.core.spans import Span
from secondtake.media.video import frames
from secondtake.observers import model_weights
from secondtake.observers.model_pruning import without_output
from secondtake.observers.vision import body
from secondtake.observers.vision.landmarkers import Landmarker
from secondtake.synthetic.sample_data import samples_folder


def test_body_without_its_outline_is_where_it_was():
    bundle = model_weights.find(body.WEIGHT, Settings.load({})).read_bytes()
    pruned = without_output(bundle, body.LANDMARKS, body.OUTLINE, instead=body.PRESENCE)
    assert len(pruned) == len(bundle)
    assert pruned != bundle
    video = samples_folder() / "session" / "interview.mp4"
    shown = list(frames(video, every_s=0.25, span=Span(30.0, 31.0)))
    found = []
    for model in (bundle, pruned):
        with closing(Landmarker("PoseLandmarker", model, num_poses=1)) as landmarker:
            bodies = [landmarker.detect(frame).pose_landmarks[0] for frame in shown]
        found.append([(p.x, p.y, p.z, p.visibility) for landmarks in bodies for p in landmarks])
    np.testing.assert_array_equal(*found)
