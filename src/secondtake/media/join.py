"""One recording from parts that follow each other: a practice that a reload or a lost camera broke up."""

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
    """Writes the parts one after the other into a Matroska file, nothing encoded again.

    Returns:
        Where each part starts in the whole, in seconds.

    Raises:
        MediaError: if a part cannot be read, or was made with other streams than the first.
        StoreError: if the file cannot be written; none is left then.
    """
    recordings = [probe(part) for part in parts]
    first = recordings[0]
    for recording in recordings:
        if _codecs(recording) != _codecs(first):
            raise MediaError("The parts of this practice were made by different devices; review them apart.")
    starts_s = tuple(sum(r.duration_s for r in recordings[:i]) for i in range(len(parts)))
    with encode.atomic_container(out, "matroska") as container, open_recording(parts[0]) as source:
        streams = [s for s in (source.video, *source.audio[:1]) if s is not None]
        targets: dict[str, Any] = {
            s.type: container.add_stream_from_template(s, opaque=True) for s in streams
        }
        whole_s = sum(r.duration_s for r in recordings)
        timed = (_shifted(p, targets, start_s) for p, start_s in zip(parts, starts_s, strict=True))
        encode.mux(container, [chain.from_iterable(timed)], whole_s, stage="join")
    return starts_s


def _codecs(recording: Any) -> tuple[str | None, str | None]:
    video, audio = recording.video, recording.audio
    return (video and video.codec, audio and audio.codec)


def _shifted(path: Path, targets: dict[str, Any], by_s: float) -> encode.Timed:
    """A part's packets of both streams by time, moved to where the part starts."""
    return heapq.merge(
        *(_stream(path, kind, target, by_s) for kind, target in targets.items()), key=lambda timed: timed[0]
    )


def _stream(path: Path, kind: str, target: Any, by_s: float) -> Iterator[tuple[float, Any]]:
    with open_recording(path) as source:
        stream = _of_kind(source, kind)
        for packet in packets(source, stream, skipped=ReadErrors()):
            if packet.pts is None or packet.is_corrupt:
                continue
            decode = packet.dts if packet.dts is not None else packet.pts
            moved_s = by_s - source.zero_s
            base = stream.time_base
            packet.pts, packet.dts = (
                round((t * base + Fraction(moved_s)) / TICK) for t in (packet.pts, decode)
            )
            packet.duration = round((packet.duration or 0) * base / TICK)
            packet.time_base = TICK
            packet.stream = target
            yield float(packet.dts * TICK), packet


def _of_kind(source: OpenRecording, kind: str) -> Any:
    return source.video if kind == "video" else source.audio[0]
