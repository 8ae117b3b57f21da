"""Dockerfile and compose.yaml as values: what a container starts, and how it is asked for its health."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
IMAGE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
FINAL = IMAGE.rpartition("\nFROM ")[2]  # the stage that runs
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
CENTRE: dict[str, Any] = yaml.safe_load((ROOT / "compose.centre.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"] | CENTRE["services"]


def instruction(name: str) -> str:
    """The only instruction of this name in the stage that runs."""
    (text,) = re.findall(rf"^{name} +(.*)$", FINAL, re.MULTILINE)
    return str(text)


def command_of(service: str) -> list[str]:
    """What a container of this service runs; the image's own command unless compose.yaml has another."""
    return list(SERVICES[service].get("command") or json.loads(instruction("CMD")))


def health_of(service: str) -> list[str]:
    """The command that asks it whether it is well."""
    if "healthcheck" not in SERVICES[service]:
        return list(json.loads(instruction("HEALTHCHECK").partition(" CMD ")[2]))
    kind, *words = SERVICES[service]["healthcheck"]["test"]
    return ["sh", "-c", words[0]] if kind == "CMD-SHELL" else words


def environment_of(service: str) -> dict[str, str]:
    """The variables that the image and compose.yaml set."""
    image = dict(word.split("=", 1) for word in shlex.split(instruction("ENV")))
    return image | SERVICES[service].get("environment", {})
