"""Short recordings of a person who speaks, cut from the shipped sample; nothing is encoded anew."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from secondtake.synthetic.sample_data import samples_folder


def cut(
    out: Path, from_s: float, to_s: float, *, picture: bool = False, made_at: datetime | None = None
) -> Path:
    """A stretch of the sample as a file: its sound, and its picture where it is asked for.

    A picture needs to begin where the sample does: later ones build on the first. The container says when it
    was made where that is given.
    """
    import av

    with av.open(str(samples_folder() / "session" / "interview.mp4")) as source, av.open(str(out), "w") as to:
        streams = [s for s in source.streams if picture or s.type == "audio"]
        if made_at is not None:
            to.metadata["creation_time"] = made_at.isoformat()
        copies = {s.index: to.add_stream_from_template(s) for s in streams}
        for packet in source.demux(streams):
            if packet.pts is not None and from_s <= packet.pts * packet.time_base < to_s:
                packet.stream = copies[packet.stream.index]
                to.mux(packet)
    return out
