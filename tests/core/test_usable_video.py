"""Frozen and dark video shows no behaviour: it is not observed, which is not the same as absent."""

from __future__ import annotations

import numpy as np

from detectors.make_person import blinked, person
from secondtake.core.series import Series
from secondtake.core.signals.usable_video import (
    dark_spans,
    frozen_spans,
    lifeless_spans,
    unusable_video_warning,
    usable_video,
)
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors import ALL
from secondtake.detectors.face import blink, framing


def frozen(tracks: Tracks, start_s: float, end_s: float, *, jitter: float = 0.01) -> Tracks:
    """Hold every signal at its value at `start_s`, with a repeated frame's little jitter."""
    rng = np.random.default_rng(3)
    series = {}
    for name, s in tracks.series.items():
        is_inside = s.mask((Span(start_s, end_s),))
        own = float(s.values[np.argmax(is_inside)])
        noise = jitter * rng.standard_normal(len(s)) * np.nanstd(s.values)
        series[name] = s.with_values(np.where(is_inside, own + noise, s.values))
    return tracks.with_series(**series)


def lit(tracks: Tracks, start_s: float, end_s: float, light: float) -> Tracks:
    """Set the light of face and frame in a span."""
    span = (Span(start_s, end_s),)
    return tracks.with_series(
        **{n: tracks[n].with_values(np.where(tracks[n].mask(span), light, tracks[n].values))
           for n in ("face_light", "frame_light")}
    )  # fmt: skip


def near(spans: tuple[Span, ...], *edges: tuple[float, float]) -> bool:
    return len(spans) == len(edges) and all(
        abs(s.start_s - a) < 0.3 and abs(s.end_s - b) < 0.3 for s, (a, b) in zip(spans, edges, strict=True)
    )


def test_frozen_spans_live_person_none():
    assert frozen_spans(person()) == ()


def test_frozen_spans_repeated_frame_found_with_its_edges():
    assert near(frozen_spans(frozen(person(), 20.0, 34.0)), (20.0, 34.0))


def test_frozen_spans_shorter_than_three_seconds_none():
    assert frozen_spans(frozen(person(), 20.0, 22.5)) == ()


def test_frozen_spans_still_head_that_blinks_none():
    still = frozen(person(), 20.0, 40.0)
    assert frozen_spans(blinked(still, np.arange(21.0, 39.0, 2.0).tolist())) == ()


def test_frozen_spans_constant_light_of_a_small_tile_none():
    tracks = person()
    light = tracks["frame_light"]
    assert frozen_spans(tracks.with_series(frame_light=light.with_values(np.full(len(light), 0.5)))) == ()


def test_frozen_spans_without_face_follow_the_frame_alone():
    times_s = np.arange(0.0, 30.0, 1 / 15)
    light = Series(times_s, np.full(times_s.size, 0.4), unit="0..1", hold_s=0.1)
    assert near(frozen_spans(Tracks(30.0, {"frame_light": light})), (0.0, 30.0))


def test_dark_spans_dark_face_found_and_flicker_not():
    assert near(dark_spans(lit(person(), 10.0, 20.0, 0.02)), (10.0, 20.0))
    assert dark_spans(lit(person(), 10.0, 10.5, 0.02)) == ()


def test_usable_video_keeps_the_sound_and_what_is_live():
    tracks = frozen(person(), 20.0, 40.0)
    times_s = np.arange(0.0, 60.0, 0.1)
    level = Series(times_s, np.full(times_s.size, -20.0), unit="dBFS", hold_s=0.1)
    usable = usable_video(tracks.with_series(level_db=level))
    assert usable["level_db"].observed_s() > 59
    assert 38 < usable["yaw_deg"].observed_s() < 41
    assert usable_video(person()).series.keys() == person().series.keys()


def test_measures_of_frozen_video_are_never_zero():
    tracks = frozen(person(), 0.0, 60.0)
    for detector in ALL:
        usable = detector.input_of(tracks)
        if detector.judges_video or not tracks.has(detector.needs):
            continue
        assert not usable.has(detector.needs), detector.name


def test_blink_rate_divides_by_live_seconds_only():
    tracks = blinked(frozen(person(), 30.0, 60.0), [5.0, 10.0, 15.0, 20.0, 25.0])
    usable = blink.DETECTOR.input_of(tracks)
    detection = blink.detect(usable, blink.Params())
    rate = blink.measure(detection, usable, tracks.whole)[0]
    assert 28 < rate.observed_s < 32
    assert rate.value is not None
    assert 9 < rate.value < 11


def test_framing_still_sees_the_face_of_frozen_video_and_warns():
    tracks = frozen(person(), 20.0, 40.0)
    detection = framing.detect(framing.DETECTOR.input_of(tracks), framing.Params())
    assert detection.events == ()
    assert any("frozen, drawn or too dark for 20 s" in warning for warning in detection.warnings)
    assert unusable_video_warning(person()) == ""


def test_lifeless_spans_face_that_never_blinks_found_and_a_stare_not():
    def with_lids(tracks: Tracks, spread: float) -> Tracks:
        rng = np.random.default_rng(1)
        lids = {
            f"eyeBlink{side}": s.with_values(0.02 + spread * rng.uniform(-1, 1, len(s)))
            for side in ("Left", "Right")
            if (s := tracks[f"eyeBlink{side}"])
        }
        return tracks.with_series(**lids)

    drawn = with_lids(person(60.0), 0.01)
    assert near(lifeless_spans(drawn), (0.0, 60.0))
    assert not usable_video(drawn)["yaw_deg"].observed_spans()
    assert lifeless_spans(blinked(drawn, [5.0, 12.0, 45.0])) == ()
