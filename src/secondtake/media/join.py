"""Join parts into one recording: a practice session that a page reload or a lost camera interrupted."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

from secondtake.core.errors import MediaError
from secondtake.media import encode
from secondtake.media.container import OpenRecording, open_recording, packets
from secondtake.media.probe import probe
from secondtake.media.read_errors import ReadErrors

TICK = Fraction(1, 1_000_000)


def join(parts: Sequence[Path], out: Path) -> tuple[float, ...]:
    """Write the parts one after the other into a Matroska file, without encoding.

    Returns:
        Where each part starts in the whole, in seconds.

    Raises:
        MediaError: if a part cannot be read, or its streams differ from the first part's.
        StoreError: if the file cannot be written; none is left then.
    """
    recordings = [probe(part) for part in parts]
    first = recordings[0]
    for recording in recordings:
        if _codecs(recording) != _codecs(first):
            raise MediaError(
                "The parts of this practice were recorded with different devices. Review them separately."
            )
    starts_s = tuple(sum(r.duration_s for r in recordings[:i]) for i in range(len(parts)))
    with encode.atomic_container(out, "matroska") as container, open_recording(parts[0]) as source:
        streams = [s for s in (source.video, *source.audio[:1]) if s is not None]
        targets: dict[str, Any] = {
            s.type: container.add_stream_from_template(s, opaque=True) for s in streams
        }
        total_s = sum(r.duration_s for r in recordings)
        timed = (_shifted(p, targets, start_s) for p, start_s in zip(parts, starts_s, strict=True))
        encode.mux(container, [chain.from_iterable(timed)], total_s, stage="join")
    return starts_s


def _codecs(recording: Any) -> tuple[str | None, str | None]:
    video, audio = recording.video, recording.audio
    return (video and video.codec, audio and audio.codec)


def _shifted(path: Path, targets: dict[str, Any], shift_s: float) -> encode.TimedPackets:
    """Yield a part's packets of both streams by time, shifted to where the part starts."""
    return heapq.merge(
        *(_shifted_stream(path, kind, target, shift_s) for kind, target in targets.items()),
        key=lambda timed: timed[0],
    )


def _shifted_stream(path: Path, kind: str, target: Any, shift_s: float) -> Iterator[tuple[float, Any]]:
    with open_recording(path) as source:
        stream = _of_kind(source, kind)
        for packet in packets(source, stream, errors=ReadErrors()):
            if packet.pts is None or packet.is_corrupt:
                continue
            dts = packet.dts if packet.dts is not None else packet.pts
            offset_s = shift_s - source.start_offset_s
            base = stream.time_base
            packet.pts, packet.dts = (
                round((t * base + Fraction(offset_s)) / TICK) for t in (packet.pts, dts)
            )
            packet.duration = round((packet.duration or 0) * base / TICK)
            packet.time_base = TICK
            packet.stream = target
            yield float(packet.dts * TICK), packet


def _of_kind(source: OpenRecording, kind: str) -> Any:
    return source.video if kind == "video" else source.audio[0]
