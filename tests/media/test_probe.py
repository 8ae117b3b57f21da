"""Results of the probe beyond the contract of media kinds."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import av
import numpy as np
import pytest

from contract import media_kinds as kinds
from contract.made_media import Kind, steady
from secondtake.core.recording import AudioStream, Recording, VideoStream
from secondtake.media.probe import digest, probe

SMALL = Kind("small", ".mp4", options=kinds.QUICK, times_s=steady(25, 0.6), sound_to_s=0.6)


def test_digest_depends_on_bytes_not_on_the_name(tmp_path: Path) -> None:
    path = SMALL.make(tmp_path)
    expected = "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
    assert probe(path).digest == digest(path) == expected
    assert probe(path.rename(tmp_path / "other.mp4")).digest == expected


def test_recording_as_dict_has_the_documented_keys(tmp_path: Path) -> None:
    plain = json.loads(json.dumps(probe(SMALL.make(tmp_path)).as_dict()))
    assert plain["duration_s"] == pytest.approx(0.6, abs=0.05)
    assert {"digest", "name", "duration_s", "video", "audio"} <= plain.keys()
    assert (
        plain["video"] | {"width": 320, "height": 240, "rotation_deg": 0, "codec": "h264"} == plain["video"]
    )
    assert plain["audio"] | {"codec": "aac", "rate_hz": 48000} == plain["audio"]


@pytest.mark.parametrize(
    ("suffix", "codec", "muxer"),
    [(".mp3", "libmp3lame", "mp3"), (".m4a", "aac", "mp4"), (".flac", "flac", "flac")],
)
def test_probe_cover_image_is_not_a_video(suffix: str, codec: str, muxer: str, tmp_path: Path) -> None:
    path = Kind("song", suffix, None, codec).make(tmp_path)
    covered = tmp_path / f"covered{suffix}"
    with av.open(str(path)) as source, av.open(str(covered), "w", format=muxer) as out:
        sound = out.add_stream_from_template(source.streams.audio[0], opaque=True)
        cover = out.add_stream("mjpeg", rate=1)
        cover.width, cover.height, cover.pix_fmt = 64, 64, "yuvj420p"
        cover.disposition = av.stream.Disposition.attached_pic.value
        image = av.VideoFrame.from_ndarray(np.full((64, 64, 3), 90, np.uint8), format="rgb24")
        for packet in [*cover.encode(image.reformat(format="yuvj420p")), *cover.encode(None)]:
            out.mux(packet)
        for packet in source.demux(audio=0):
            if packet.size:
                packet.stream = sound
                out.mux(packet)
    recording = probe(covered)
    assert recording.video is None
    assert recording.audio is not None
    assert recording.warnings == ()


def test_recording_with_impossible_values_is_refused() -> None:
    video = VideoStream("h264", 640, 480, 0, 25.0, False, 0.0, 2.0)
    Recording("sha256:0", "a.mp4", "mp4", 2.0, video, None)
    with pytest.raises(ValueError, match="video or audio"):
        Recording("sha256:0", "a.mp4", "mp4", 2.0, None, None)
    with pytest.raises(ValueError, match="lasts longer"):
        Recording("sha256:0", "a.mp4", "mp4", float("nan"), video, None)
    with pytest.raises(ValueError, match="size"):
        VideoStream("h264", 0, 480, 0, 25.0, False, 0.0, 2.0)
    with pytest.raises(ValueError, match="rotation"):
        VideoStream("h264", 640, 480, 45, 25.0, False, 0.0, 2.0)
    with pytest.raises(ValueError, match="track"):
        AudioStream("aac", 48000, 1, tracks=1, track=1, offset_s=0.0, end_s=2.0)
