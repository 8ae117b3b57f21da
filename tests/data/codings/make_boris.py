"""Write the codings beside this file with BORIS's own export code: `python make_boris.py`.

In an environment of its own: `pip install boris-behav-obs==8.27.4` (later versions were not tried).
BORIS is no dependency of Second Take, and none of its code is here.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from unittest.mock import MagicMock

os.environ["QT_QPA_PLATFORM"] = "offscreen"
package = ModuleType("boris")  # its own __init__ starts the program, which needs a screen and sound
package.__path__ = list(importlib.util.find_spec("boris").submodule_search_locations)
sys.modules |= {"boris": package, "boris.mpv2": MagicMock()}  # nor is a film played
cfg = importlib.import_module("boris.config")
export_observation = importlib.import_module("boris.export_observation")

HERE = Path(__file__).parent
SUBJECTS = ("candidate", "interviewer")
BEHAVIORS = {"blink": "Point event", "Smile": "State event", "nail biting": "State event"}
# Seconds, subject, behaviour, modifiers, comment, frame. Smiles of two people overlap.
EVENTS = [
    ("1.25", "candidate", "blink", "", "left eye", 31),
    ("2.5", "candidate", "Smile", "wide", "", 62),
    ("3.0", "interviewer", "Smile", "", "", 75),
    ("4.0", "candidate", "nail biting", "", "says “no, no”\tagain", 100),
    ("5.125", "candidate", "nail biting", "", "", 128),
    ("6.5", "interviewer", "Smile", "", "", 162),
    ("9.5", "candidate", "Smile", "wide", "", 237),
    ("12.04", "candidate", "blink", "", "", 301),
]
# Its window for aggregated events puts these above what its exporting function returns.
HEADERS = """
Observation id,Observation date,Description,Observation type,Source,Time offset (s),Coding duration
Media duration (s),FPS (frame/s),Subject,Observation duration by subject by observation,Behavior
Behavioral category,Modifier #1,Behavior type,Start (s),Stop (s),Duration (s),Media file name
Image index start,Image index stop,Image file path start,Image file path stop,Comment start,Comment stop
"""


def project() -> dict:
    """A project of BORIS with one observation of one recording of a minute."""
    ethogram = {
        str(n): {
            "type": kind,
            "key": name[0],
            "code": name,
            "description": "",
            "color": "",
            "category": "face" if name == "Smile" else "",
            "modifiers": "",
            "excluded": "",
            "coding map": "",
        }
        for n, (name, kind) in enumerate(BEHAVIORS.items())
    }
    observation = {
        "file": {"1": ["take.mp4"]},
        "type": cfg.MEDIA,
        "date": "2026-11-29T10:00:00",
        "description": "Take 1, second coder",
        "time offset": 0.0,
        "events": [[Decimal(event[0]), *event[1:]] for event in EVENTS],
        "independent_variables": {},
        "media_info": {
            "length": {"take.mp4": 60.0},
            "fps": {"take.mp4": 25.0},
            "hasVideo": {"take.mp4": True},
            "hasAudio": {"take.mp4": True},
        },
    }
    subjects = {str(n): {"key": "", "name": name, "description": ""} for n, name in enumerate(SUBJECTS)}
    return {
        cfg.ETHOGRAM: ethogram,
        cfg.SUBJECTS: subjects,
        cfg.OBSERVATIONS: {"take 1": observation},
        "independent_variables": {},
    }


def main() -> None:
    """Write tabular and aggregated events."""
    boris = project()
    chosen = {
        cfg.SELECTED_SUBJECTS: [*SUBJECTS],
        cfg.SELECTED_BEHAVIORS: [*BEHAVIORS],
        "time": cfg.TIME_FULL_OBS,
    }
    observation, ethogram = boris[cfg.OBSERVATIONS]["take 1"], boris[cfg.ETHOGRAM]
    for suffix in ("tsv", "csv"):
        tabular, aggregated = (str(HERE / f"boris_{name}.{suffix}") for name in ("tabular", "aggregated"))
        export_observation.export_tabular_events(
            boris, chosen, "take 1", observation, ethogram, tabular, suffix
        )
        data, _ = export_observation.export_aggregated_events(boris, chosen, "take 1")
        data.headers = HEADERS.strip().replace("\n", ",").split(",")
        export_observation.dataset_write(data, aggregated, suffix)


if __name__ == "__main__":
    main()
