"""Kinds of recordings that `media` must support: codecs, timing, shapes, audio or video only, damage."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from contract.made_media import FLASH_S, Kind, scratch, steady, truncate


def uneven() -> tuple[float, ...]:
    """A phone in poor light: between 8 and 50 fps; one frame falls on the flash."""
    steps = np.random.default_rng(3).choice([0.02, 0.04, 0.08, 0.12], 60)
    times = {round(float(t), 3) for t in np.cumsum(steps) if t < 2.4}
    return tuple(sorted({0.0, *times, FLASH_S}))


QUICK = {"preset": "ultrafast"}
FRONT = {"movflags": "faststart"}
MILLI = Fraction(1, 1000)
AVI = Fraction(1, 25)
AV1 = {"usage": "realtime", "cpu-used": "8"}
# A negative speed is fixed; with a positive one the file would depend on the machine's load.
VP9 = {"deadline": "realtime", "cpu-used": "-8"}
HEVC = {"preset": "ultrafast", "x265-params": "log-level=none"}
LATE = tuple(t + 0.7 for t in steady(25, 1.7))

CODECS = (
    Kind("h264 in mp4", ".mp4", options=QUICK),
    Kind("h264 with b-frames in mov", ".mov", options={"preset": "veryfast", "bf": "2"}),
    Kind("h264 in mkv", ".mkv", options=QUICK),
    Kind("h264 in avi", ".avi", sound="pcm_s16le", options={**QUICK, "bf": "0"}, tick=AVI),
    Kind("hevc in mp4", ".mp4", "libx265", options=HEVC),
    Kind("hevc of 10 bits in mov", ".mov", "libx265", options=HEVC, pix_fmt="yuv420p10le"),
    Kind("vp8 in webm", ".webm", "libvpx", "libopus", options=VP9, tick=MILLI),
    Kind("vp9 in webm", ".webm", "libvpx-vp9", "libopus", options=VP9, tick=MILLI),
    Kind("vp9 with vorbis in mkv", ".mkv", "libvpx-vp9", "libvorbis", options=VP9, tick=MILLI),
    Kind("av1 in mp4", ".mp4", "libaom-av1", options=AV1),
    Kind("av1 in webm", ".webm", "libaom-av1", "libopus", options=AV1, tick=MILLI),
    Kind("mpeg-4 in avi", ".avi", "mpeg4", "pcm_s16le", tick=AVI, options={"b": "2000000"}),
    Kind("mpeg-4 in mp4", ".mp4", "mpeg4", tick=AVI, options={"b": "2000000"}),
    Kind("motion jpeg in avi", ".avi", "mjpeg", "pcm_s16le", pix_fmt="yuvj420p", tick=AVI),
    Kind("h264 in a transport stream", ".ts", options={**QUICK, "g": "25"}),
    Kind(
        "mpeg-2 in a program stream",
        ".mpg",
        "mpeg2video",
        "ac3",
        tick=AVI,
        options={"b": "2000000", "g": "12"},
    ),
    Kind("flash video", ".flv", "flv1", "libmp3lame", tick=MILLI, options={"b": "2000000"}),
    Kind("4:4:4 pixels", ".mp4", options=QUICK, pix_fmt="yuv444p"),
    Kind("mkv with flac", ".mkv", sound="flac", options=QUICK),
)

TIMINGS = (
    Kind("uneven frames in mp4", ".mp4", options=QUICK, times_s=uneven()),
    Kind("uneven frames in webm", ".webm", "libvpx", "libopus", options=VP9, times_s=uneven(), tick=MILLI),
    Kind("60 a second", ".mp4", options=QUICK, times_s=steady(60, 2.4)),
    Kind("sound late in mp4", ".mp4", options=QUICK, sound_from_s=0.6),
    Kind("sound late in mkv", ".mkv", options=QUICK, sound_from_s=0.6),
    Kind("video late in mp4", ".mp4", options=QUICK, times_s=LATE),
    Kind("video late in webm", ".webm", "libvpx", "libopus", options=VP9, times_s=LATE, tick=MILLI),
    Kind("everything late", ".mkv", options=QUICK, times_s=LATE, sound_from_s=0.5),
    Kind("browser webm without a duration", ".webm", "libvpx", "libopus", options=VP9, tick=MILLI,
         muxing={"live": "1"}),
    Kind("fragmented mp4", ".mp4", options={**QUICK, "g": "25"},
         muxing={"movflags": "frag_keyframe+empty_moov+default_base_moof"}),
    Kind("two sound tracks", ".mkv", options=QUICK, tracks=2),
)  # fmt: skip

SHAPES = (
    *(
        Kind(f"orientation {orientation}", ".mp4", options=QUICK, orientation=orientation, muxing=FRONT)
        for orientation in ("90", "180", "270", "flipped", "transposed")
    ),
    Kind("590 wide", ".mp4", options=QUICK, size=(590, 332)),
    Kind("1079 x 607", ".mp4", options=QUICK, size=(1079, 607), pix_fmt="yuv444p", times_s=steady(10, 2.0)),
    Kind("odd vp8", ".webm", "libvpx", "libopus", options=VP9, size=(321, 241), tick=MILLI),
    Kind(
        "4K", ".mp4", options=QUICK, size=(3840, 2160), times_s=steady(25, 0.6), flash_s=0.2, sound_to_s=0.6
    ),
    Kind("wide pixels", ".mp4", options=QUICK, size=(160, 240), pixel_aspect=Fraction(2)),
)

SINGLE_STREAM = (
    *(
        Kind(f"{codec} alone in {suffix[1:]}", suffix, None, codec)
        for suffix, codec in (
            (".m4a", "aac"), (".mp3", "libmp3lame"), (".wav", "pcm_s16le"), (".flac", "flac"),
            (".ogg", "libopus"), (".oga", "libvorbis"), (".aac", "aac"), (".webm", "libopus"),
        )
    ),
    Kind("video alone", ".mp4", sound=None, options=QUICK),
)  # fmt: skip

WHOLE = (*CODECS, *TIMINGS, *SHAPES, *SINGLE_STREAM)

DAMAGED = (
    Kind("mp4 cut in half", ".mp4", options={**QUICK, "g": "12"}, muxing=FRONT, damage=truncate(0.5)),
    Kind("webm cut in half", ".webm", "libvpx", "libopus", options=VP9, tick=MILLI, damage=truncate(0.5)),
    Kind("mkv cut in half", ".mkv", options=QUICK, damage=truncate(0.5)),
    Kind("avi cut in half", ".avi", "mpeg4", "libmp3lame", tick=AVI, damage=truncate(0.5)),
    Kind("mp4 scratched", ".mp4", options={**QUICK, "g": "12"}, muxing=FRONT, damage=scratch(0.5, 0.6)),
    Kind("mkv scratched", ".mkv", options={**QUICK, "g": "12"}, damage=scratch(0.5, 0.6)),
    Kind("vp9 scratched", ".webm", "libvpx-vp9", "libopus", options={**VP9, "g": "12"}, tick=MILLI,
         damage=scratch(0.5, 0.6)),
    Kind("avi scratched", ".avi", "mpeg4", "libmp3lame", tick=AVI, damage=scratch(0.5, 0.6)),
)  # fmt: skip
