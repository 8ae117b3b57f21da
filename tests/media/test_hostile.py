"""Files that are not recordings, or hostile: each gets a helpful error, and nothing else is opened."""

from __future__ import annotations

import os
import socket
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from contract import media_kinds as kinds
from contract.made_media import Kind, steady
from secondtake.core.errors import MediaError
from secondtake.media.probe import probe

SMALL = Kind("small", ".mp4", options=kinds.QUICK, times_s=steady(25, 0.6), sound_to_s=0.6)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return SMALL.make(tmp_path_factory.mktemp("small"))


NOT_RECORDINGS = {
    "empty.mp4": (b"", "0 bytes"),
    "page.mp4": (b"<!doctype html><html><body>Sign in to download</body></html>", "not a recording"),
    "letter.mov": (b"Dear hiring manager,\n" * 400, "not a recording"),
    "noise.webm": (bytes(range(256)) * 200, "not a recording|cannot be decoded|neither"),
    "zeros.mkv": (bytes(20_000), "not a recording|cannot be decoded|neither"),
    "one byte.mp3": (b"\xff", "not a recording|cannot be decoded|neither"),
    "picture.png": (b"\x89PNG\r\n\x1a\n" + bytes(500), "not a recording"),
    "archive.mp4": (b"PK\x03\x04" + bytes(500), "not a recording"),
    "boxes.mp4": (struct.pack(">I4s", 8, b"ftyp") + struct.pack(">I4s", 1 << 31, b"mdat"), "index"),
}


@pytest.mark.parametrize("name", NOT_RECORDINGS)
def test_probe_of_no_recording_is_refused(name: str, tmp_path: Path) -> None:
    content, words = NOT_RECORDINGS[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(MediaError, match=words) as refused:
        probe(path)
    assert name in str(refused.value)
    assert refused.value.exit_code == 3


def test_probe_of_folder_missing_file_or_pipe_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp4")
    for path, words in (
        (tmp_path, "folder"),
        (tmp_path / "gone.mp4", "no file"),
        (tmp_path / "pipe.mp4", "pipe"),
    ):
        with pytest.raises(MediaError, match=words):
            probe(path)


@pytest.mark.parametrize("entry", [b"encv", b"enca", b"drms"])
def test_probe_of_encrypted_recording_is_refused(entry: bytes, recording: Path, tmp_path: Path) -> None:
    path = tmp_path / "rented.mp4"
    before, table, after = recording.read_bytes().partition(b"stsd" if entry == b"encv" else b"smhd")
    plain = b"avc1" if entry == b"encv" else b"mp4a"
    path.write_bytes(before + table + after.replace(plain, entry, 1))
    with pytest.raises(MediaError, match=r"rented\.mp4.*encrypted"):
        probe(path)


def test_probe_does_not_decode_oversized_video(recording: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secondtake.media.container.MAX_PIXELS", 320 * 240 - 1)
    result = probe(recording)
    assert result.video is None
    assert result.audio is not None
    assert any("only the sound" in warning for warning in result.warnings)


@pytest.fixture
def listener() -> Iterator[tuple[socket.socket, int]]:
    with closing(socket.socket()) as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.1)
        yield server, server.getsockname()[1]


PLAYLISTS = {
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n{url}\n#EXT-X-ENDLIST\n",
    "concat": "ffconcat version 1.0\nfile {url}\n",
    "dash": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><BaseURL>{url}</BaseURL>'
    "</Period></MPD>",
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video {port} RTP/AVP 96\n",
    "asx": '<asx version="3.0"><entry><ref href="{url}"/></entry></asx>',
    "pls": "[playlist]\nFile1={url}\n",
}


@pytest.mark.parametrize("suffix", [".mp4", ".m3u8", ".txt"])
@pytest.mark.parametrize("kind", PLAYLISTS)
def test_probe_of_playlist_fetches_nothing(
    kind: str, suffix: str, tmp_path: Path, listener: tuple[socket.socket, int]
) -> None:
    server, port = listener
    path = tmp_path / f"list{suffix}"
    path.write_text(PLAYLISTS[kind].format(url=f"http://127.0.0.1:{port}/a.ts", port=port))
    with pytest.raises(MediaError):
        probe(path)
    with pytest.raises(TimeoutError):
        server.accept()


@pytest.mark.parametrize("kind", ["hls", "concat"])
def test_probe_of_playlist_reads_no_other_file(kind: str, recording: Path, tmp_path: Path) -> None:
    path = tmp_path / "list.mp4"
    path.write_text(PLAYLISTS[kind].format(url=recording, port=0))
    with pytest.raises(MediaError):
        probe(path)


@pytest.mark.parametrize(
    "name",
    ["-i.mp4", "http:example.mp4", "concat:a|b.mp4", "50 % %d.mp4", "naïve – 試し 🎤.mp4", "new\nline.mp4"],
)
def test_probe_accepts_any_file_name(
    name: str, recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).write_bytes(recording.read_bytes())
    monkeypatch.chdir(tmp_path)
    assert probe(name).name == name


def test_probe_accepts_a_name_that_is_not_utf8(recording: Path, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.mp4")
    path.write_bytes(recording.read_bytes())
    assert probe(path).video is not None


def test_importing_media_loads_nothing_heavy() -> None:
    modules = "probe, video, audio, proxy, clip"
    code = (
        f"from secondtake.media import {modules}; import sys;"
        "print([m for m in ('av', 'cv2', 'scipy') if m in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


@pytest.fixture(scope="module")
def program_stream(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    kind = Kind("stream", ".vob", "mpeg2video", "ac3", tick=kinds.AVI, options={"b": "2000000"})
    return kind.make(tmp_path_factory.mktemp("stream")).read_bytes()


@pytest.mark.parametrize(
    "disguise",
    [
        lambda stream: stream[:20000],
        lambda stream: b"RIFF\0\0\0\0CDXA" + bytes(32) + stream,
        lambda stream: b"G" + stream,
        lambda stream: b"ID3\4" + bytes(6) + stream,
        lambda stream: stream[stream.index(b"\0\0\1\xe0") :],
    ],
    ids=["start", "video CD", "transport mark", "tag", "no packs"],
)
def test_probe_of_disguised_program_stream_is_no_crash(
    disguise: Callable[[bytes], bytes], program_stream: bytes, tmp_path: Path
) -> None:
    """PyAV ended the whole process on those that it opened with options."""
    renamed = tmp_path / "renamed.mp4"
    renamed.write_bytes(disguise(program_stream))
    assert probe(renamed).container == "mpeg"


@pytest.mark.parametrize("rest", [bytes(3000), None], ids=["zeros", "2 kB of a stream"])
def test_probe_of_cut_program_stream_is_refused(
    rest: bytes | None, program_stream: bytes, tmp_path: Path
) -> None:
    content = program_stream[:2000] if rest is None else b"\0\0\1\xba" + rest
    (tmp_path / "junk.mp4").write_bytes(content)
    with pytest.raises(MediaError, match=r"junk\.mp4"):
        probe(tmp_path / "junk.mp4")


def test_probe_of_oversized_png_is_refused(tmp_path: Path) -> None:
    import av

    path = tmp_path / "bomb.mov"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("png", rate=1)
        stream.width, stream.height, stream.pix_fmt = 16000, 4000, "gray"
        out.mux(stream.encode(av.VideoFrame(16000, 4000, "gray")))
        out.mux(stream.encode(None))
    with pytest.raises(MediaError, match="nothing in it can be decoded"):
        probe(path)
