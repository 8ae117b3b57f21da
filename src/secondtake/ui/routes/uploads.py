"""Resumable uploads in pieces, of any size that fits the disk.

A piece that breaks off keeps what arrived. Names from outside are words to show, never paths.

Another process may erase everything meanwhile. An upload begins and ends at the home's gate, so that it comes
wholly before that or wholly after; what has arrived until then goes, and the next piece, or the end, says so.
"""

from __future__ import annotations

import asyncio
import errno
import math
import re
import time
from collections import defaultdict
from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import anyio
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from secondtake.config import LANGUAGES, PRESETS
from secondtake.core.errors import SecondTakeError, StoreError, UsageError
from secondtake.pipeline.analysis_request import AnalysisRequest
from secondtake.store.files.home import Home, new_file_name, share
from secondtake.store.files.locks import shared_home_lock, try_lock
from secondtake.store.files.storage_errors import translate_os_errors
from secondtake.ui import services
from secondtake.ui.routes.responses import Operation, error_response, json_endpoint, takes
from secondtake.ui.routes.schemas import UploadEndBody, UploadStartBody

NAME = re.compile(r"[a-z2-7]{26}(-(?P<size>[1-9][0-9]{0,15}))?")
"""An upload's name ends with how many bytes were declared: whoever serves the next piece knows it, too."""
ROOM_BYTES = 200_000_000  # our choice: what tracks, a thumbnail and a little air take beside the recording
NO_SIZE = "An upload must say how many bytes the recording has."
TOO_MUCH = "The upload is larger than the file. Choose the file again."
GONE = (
    "This upload no longer exists: all data was deleted meanwhile, or the upload was idle for a week. "
    "Choose the file again."
)
STALE_S = 7 * 24 * 3600  # our choice: a week to come back to an upload that broke off
RESERVED_S = 3600.0  # our choice: an upload that was idle for that long reserves no space any more
_locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)


def routes() -> list[BaseRoute]:
    """Return the routes under /api/uploads."""
    return [
        Route("/api/uploads", json_endpoint(begin, UploadStartBody, refusal=NO_SIZE), methods=["POST"]),
        Route("/api/uploads/{upload}", json_endpoint(received)),
        Route("/api/uploads/{upload}", append, methods=["PUT"]),
        Route("/api/uploads/{upload}", json_endpoint(drop), methods=["DELETE"]),
        Route("/api/uploads/{upload}/finish", json_endpoint(finish, UploadEndBody), methods=["POST"]),
    ]


def begin(_: Request, body: Any) -> dict[str, Any]:
    """Start an upload; refused if the disk has too little space.

    `size` is the file's, and no byte more is taken; with `growing`, of a recording that is still being made,
    it is a guess, and the disk alone is the limit, less what keeping it takes.
    """
    size = body["size"]
    home = services.library().home
    forget_stale()
    if size <= 0:
        raise UsageError("This file is empty. Choose the recording itself.")
    free_bytes, reserved_bytes = home.free_bytes(), _reserved_bytes(home)
    if size + ROOM_BYTES + reserved_bytes > free_bytes:
        needed_gb, free_gb = (size + ROOM_BYTES) / 1e9, free_bytes / 1e9
        others = f", of which other uploads need {reserved_bytes / 1e9:.1f}" if reserved_bytes else ""
        raise StoreError(
            f"The recording needs {needed_gb:.1f} GB, and the disk has {free_gb:.1f}{others}. "
            "Free up space, or store your sessions on another disk (SECONDTAKE_HOME)."
        )
    upload = new_file_name() if body.get("growing") else f"{new_file_name()}-{size}"
    with shared_home_lock(home), translate_os_errors(home.uploads):
        _part(home, upload).touch(mode=0o600)
    return {"upload": upload, "received": 0}


def received(request: Request, _: Any) -> dict[str, Any]:
    """Return how many bytes of an upload have arrived."""
    return {"received": _requested_part(request).stat().st_size}


@takes(Operation(query={"offset": {"type": "integer"}}, media_type="application/octet-stream"))
async def append(request: Request) -> Response:
    """Append a piece. `?offset=` must be what has arrived so far, else the answer (409) says how much has.

    A piece that goes beyond the declared size is refused (413) as soon as it does, and nothing of it kept.
    """
    try:
        home = services.library().home
        part = _requested_part(request)
        declared = _declared(part)
        offset = int(request.query_params.get("offset", "-1"))
    except (SecondTakeError, ValueError) as error:
        return error_response(UsageError(str(error)))
    async with _locks[part.stem]:
        try:
            have = part.stat().st_size
            if offset != have:
                return JSONResponse({"received": have}, 409)
            # "r+b" makes no new file in the place of a lost one.
            async with await anyio.open_file(part, "r+b") as file:
                # Another server on this home may be writing the same piece.
                if not try_lock(file.wrapped.fileno()) or (have := part.stat().st_size) != offset:
                    return JSONResponse({"received": have}, 409)
                await file.seek(have)
                room = declared - have
                async for piece in request.stream():
                    room -= len(piece)
                    if room < 0:
                        await file.truncate(have)
                        return JSONResponse({"error": TOO_MUCH}, 413)
                    if math.isinf(declared) and home.free_bytes() < ROOM_BYTES:
                        raise OSError(errno.ENOSPC, "no space was reserved for more")
                    await file.write(piece)
            return JSONResponse({"received": part.stat().st_size})
        except ClientDisconnect:
            return JSONResponse({"error": "The connection was lost."}, 400)
        except FileNotFoundError:
            return error_response(UsageError(GONE))
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                return error_response(
                    StoreError("The disk is full. Free up space; the upload continues where it stopped.")
                )
            raise


def drop(request: Request, _: Any) -> dict[str, Any]:
    """Cancel an upload."""
    _requested_part(request).unlink(missing_ok=True)
    return {}


def finish(request: Request, body: Any) -> dict[str, Any]:
    """Submit a complete upload for analysis; repeating is harmless."""
    upload, home, jobs = request.path_params["upload"], services.library().home, services.jobs()
    name = display_name(body.get("name", ""))
    questions = tuple(q.strip()[:500] for q in body.get("questions", "").splitlines() if q.strip())
    analysis = AnalysisRequest(
        preset=_choice(body.get("preset"), PRESETS, "Choose an analysis quality from the list."),
        language=_choice(body.get("language"), LANGUAGES, "Choose a language from the list."),
        kind=body.get("kind", "practice"),
        questions=questions[:60],
        written_at=file_date(body.get("modified_ms")),
    )
    with shared_home_lock(home):  # nothing in it asks the desk, which waits for an erasure of its own
        if jobs.find(upload):
            return {"job": upload}
        part = part_of(home, upload)
        if part.stat().st_size != body["size"]:
            raise UsageError("The upload is not complete yet.")
        recording = part.with_name(new_file_name(Path(name).suffix))
        try:
            with translate_os_errors(recording):
                share(part, recording)
            job = jobs.submit(recording, analysis, name=name, job_id=upload)
        except BaseException:  # without a job nobody would find or remove the copy
            recording.unlink(missing_ok=True)
            raise
        part.unlink(missing_ok=True)  # only now: killed before, the page asks once more and nothing is lost
    return {"job": job.id}


def _choice(value: str | None, choices: Collection[str], refusal: str) -> str | None:
    """Return one of the choices, None for none."""
    if value and value not in choices:
        raise UsageError(refusal)
    return value or None


def file_date(modified_ms: Any) -> datetime | None:
    """Return the file's modification time as the browser reports it, or None if invalid.

    >>> file_date(86_400_000)
    datetime.datetime(1970, 1, 2, 0, 0, tzinfo=datetime.timezone.utc)
    """
    try:
        modified = datetime.fromtimestamp(float(modified_ms) / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    return modified if modified <= datetime.now(UTC) else None


def display_name(name: str) -> str:
    """Return a file's name for display: without folders and control characters, shortened.

    >>> display_name("C:\\\\videos\\\\my talk.mp4"), display_name("../../etc/passwd"), display_name("")
    ('my talk.mp4', 'passwd', 'recording')
    """
    last = re.split(r"[\\/]", name)[-1]
    printable = "".join(c for c in last if c.isprintable()).strip().lstrip(".")
    stem, suffix = Path(printable).stem[:120], Path(printable).suffix[:12]
    return f"{stem}{suffix}" or "recording"


def forget_stale() -> None:
    """Delete uploads idle for longer than `STALE_S`."""
    for part in services.library().home.uploads.glob("*.part"):
        with suppress(FileNotFoundError):  # finished or dropped meanwhile
            if time.time() - part.stat().st_mtime > STALE_S:
                part.unlink()


def _reserved_bytes(home: Home) -> int:
    """Return how many bytes the uploads in progress have announced and not sent yet."""
    missing_bytes = 0.0
    for part in home.uploads.glob("*.part"):
        with suppress(FileNotFoundError):
            status, declared = part.stat(), _declared(part)
            if declared < math.inf and time.time() - status.st_mtime < RESERVED_S:
                missing_bytes += max(0.0, declared - status.st_size)
    return int(missing_bytes)


def _part(home: Home, upload: str) -> Path:
    return home.uploads / f"{upload}.part"


def _declared(part: Path) -> float:
    """Return how many bytes were declared; infinity for a recording in progress."""
    name = NAME.fullmatch(part.stem)
    size = name and name["size"]
    return int(size) if size else math.inf


def part_of(home: Home, upload: str) -> Path:
    """Return the file of an upload in progress.

    Raises:
        UsageError: there is none of this name.
    """
    part = _part(home, upload) if NAME.fullmatch(upload) else None
    if part is None or not part.is_file():
        raise UsageError(GONE)
    return part


def _requested_part(request: Request) -> Path:
    return part_of(services.library().home, request.path_params["upload"])
