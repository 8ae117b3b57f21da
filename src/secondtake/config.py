"""All settings, in one frozen value."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from secondtake.core.errors import UsageError


@dataclass(frozen=True, slots=True)
class Preset:
    """Sampling rates and the beam size: speed against precision.

    Args:
        face_hz, body_hz, hands_hz: frames per second for each observer, if the recording has them. Hands are
            sampled like the body while none is visible and nothing but the head moves, and while they rest
            or gesture far from the face.
        blink_hz: the same for the face while an eyelid moves, so that no blink is missed between frames.
        beam_size: of the speech recogniser's beam search.
    """

    face_hz: float
    body_hz: float
    hands_hz: float
    blink_hz: float
    beam_size: int


# Our choice, from measured cost and benefit: blinks need 15 frames a second (of 37 blinks, 30 a second detect
# 37, 15 detect 36, 10 detect 30); a beam of 1 loses 1 filler of 23 for two thirds of the time.
PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        "fast": Preset(face_hz=10, body_hz=3, hands_hz=3, blink_hz=10, beam_size=1),
        "balanced": Preset(face_hz=15, body_hz=3.75, hands_hz=7.5, blink_hz=30, beam_size=5),
        "precise": Preset(face_hz=30, body_hz=10, hands_hz=15, blink_hz=30, beam_size=5),
    }
)

# Whisper's languages (`faster_whisper.tokenizer`; a test compares the two). Listed here, so that a wrong one
# is reported before the work begins, and without that import.
LANGUAGES = frozenset({
    "af", "am", "ar", "as", "az", "ba", "be", "bg", "bn", "bo", "br", "bs", "ca", "cs", "cy", "da",
    "de", "el", "en", "es", "et", "eu", "fa", "fi", "fo", "fr", "gl", "gu", "ha", "haw", "he", "hi",
    "hr", "ht", "hu", "hy", "id", "is", "it", "ja", "jw", "ka", "kk", "km", "kn", "ko", "la", "lb",
    "ln", "lo", "lt", "lv", "mg", "mi", "mk", "ml", "mn", "mr", "ms", "mt", "my", "ne", "nl", "nn",
    "no", "oc", "pa", "pl", "ps", "pt", "ro", "ru", "sa", "sd", "si", "sk", "sl", "sn", "so", "sq",
    "sr", "su", "sv", "sw", "ta", "te", "tg", "th", "tk", "tl", "tr", "tt", "uk", "ur", "uz", "vi",
    "yi", "yo", "yue", "zh",
})  # fmt: skip


class Talker(NamedTuple):
    """Where the one is whose lips fit the sound best, in shares of the frame's width and height.

    Attributes:
        is_clear: they fit clearly; else they may.
        look: their appearance (`observers/vision/appearance.py`), to follow them to another place.
    """

    x: float
    y: float
    is_clear: bool
    look: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of an analysis, besides the recording. Create one with `Settings.load`.

    Args:
        home: the folder that holds everything Second Take saves.
        preset: "fast", "balanced" or "precise".
        language: code of the spoken language (`LANGUAGES`), or None to detect it.
        models_dir: a folder with weights that override those of the installed packages.
        whisper_dir: a Whisper model in CTranslate2's format, instead of whisper-base.
        database_url: a database instead of the one in the home folder.
        processes: how many processes observe in parallel.
        me: where the person reviewed is in the frame: x and y of the face as shares of its width and height.
        talker: the one whose lips move with the sound, where nobody has said which one is `me`.
        vocabulary: names and products that may be said, as the person spells them.
        earlier_languages: those of earlier recordings, likelier than others where none is set.

    Raises:
        UsageError: for an unknown preset or language, or less than one process.
    """

    home: Path
    preset: str = "balanced"
    language: str | None = None
    models_dir: Path | None = None
    whisper_dir: Path | None = None
    database_url: str | None = None
    processes: int = 2
    me: tuple[float, float] | None = None
    talker: Talker | None = None
    vocabulary: tuple[str, ...] = ()
    earlier_languages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.preset not in PRESETS:
            raise UsageError(f"There is no preset “{self.preset}”. Choose one of {', '.join(PRESETS)}.")
        if self.language is not None and self.language not in LANGUAGES:
            raise UsageError(
                f"There is no language “{self.language}”. Write its code, such as en, de, fr, es or zh, "
                "or none to have it detected."
            )
        if self.processes < 1:
            raise UsageError(f"At least one process is needed, not {self.processes}.")

    @classmethod
    def load(cls, environ: Mapping[str, str] | None = None, **values: Any) -> Settings:
        """Return settings from explicit values, else from the environment, else the defaults.

        The variables are `SECONDTAKE_HOME`, `SECONDTAKE_MODELS`, `SECONDTAKE_WHISPER` (folders) and
        `SECONDTAKE_DB` (a URL). Values of None are ignored.
        """
        env = os.environ if environ is None else environ
        chosen = {name: value for name, value in values.items() if value is not None}
        chosen.setdefault("processes", _processes(os.cpu_count() or 1))
        chosen.setdefault("database_url", env.get("SECONDTAKE_DB") or None)
        for name, variable in _FOLDERS.items():
            folder = chosen.get(name) or env.get(variable)
            chosen[name] = Path(folder).expanduser().absolute() if folder else None
        chosen["home"] = chosen["home"] or _default_home()
        return cls(**chosen)

    def with_(self, **changes: Any) -> Settings:
        """Return the settings with some of them changed; values of None are ignored."""
        return replace(self, **{name: value for name, value in changes.items() if value is not None})

    def to_environ(self) -> dict[str, str]:
        """Return the variables from which `load` restores these settings in a child process."""
        folders = {variable: getattr(self, name) for name, variable in _FOLDERS.items()}
        variables = {**folders, "SECONDTAKE_DB": self.database_url}
        return {variable: str(value) for variable, value in variables.items() if value is not None}

    @property
    def rates(self) -> Preset:
        """The chosen preset's rates."""
        return PRESETS[self.preset]

    @property
    def threads(self) -> int:
        """Threads that each process may use, so that all of them share the machine's cores."""
        return max(1, (os.cpu_count() or 1) // self.processes)

    @property
    def person(self) -> tuple[float, float] | None:
        """Where the person is: as they said, else where somebody talks; in shares of the frame."""
        return self.me or (self.talker and (self.talker.x, self.talker.y))

    @property
    def person_facts(self) -> dict[str, float]:
        """How the person was chosen, for the tracks' facts; nothing where it was by the size of the face."""
        if self.me:
            return {"me": 1.0}
        return {"talker" if self.talker.is_clear else "likely_talker": 1.0} if self.talker else {}

    @property
    def tracks_dir(self) -> Path:
        """The folder of tracks, with one folder for each recording."""
        return self.home / "tracks"

    @property
    def cache_dir(self) -> Path:
        """The folder of files that can be deleted at any time."""
        return self.home / "cache"


_FOLDERS = {
    "home": "SECONDTAKE_HOME",
    "models_dir": "SECONDTAKE_MODELS",
    "whisper_dir": "SECONDTAKE_WHISPER",
}


def _processes(cores: int) -> int:
    """Return two, or three on a large machine (our choice): each takes about 0.4 GB, three less than 1.5."""
    return 3 if cores >= 6 else 2


def _default_home() -> Path:
    from platformdirs import user_data_path

    return user_data_path("secondtake", appauthor=False)
