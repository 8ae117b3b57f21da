"""Short recordings of a person who speaks, cut from the shipped sample; nothing is encoded anew."""

from __future__ import annotations

from pathlib import Path

from secondtake.synthetic.data import samples_folder


def cut(out: Path, from_s: float, to_s: float, *, picture: bool = False) -> Path:
    """A stretch of the sample as a file: its sound, and its picture where it is asked for.

    A picture needs to begin where the sample does: later ones build on the first.
    """
    import av

    with av.open(str(samples_folder() / "session" / "interview.mp4")) as source, av.open(str(out), "w") as to:
        streams = [s for s in source.streams if picture or s.type == "audio"]
        copies = {s.index: to.add_stream_from_template(s) for s in streams}
        for packet in source.demux(streams):
            if packet.pts is not None and from_s <= packet.pts * packet.time_base < to_s:
                packet.stream = copies[packet.stream.index]
                to.mux(packet)
    return out
