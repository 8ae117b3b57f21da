"""What the container's files promise an operator, without an engine."""

from __future__ import annotations

import ipaddress
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from container.recipe import CENTRE, COMPOSE, FINAL, IMAGE, ROOT, SERVICES, health_of, instruction

SOURCE = re.findall(r"^COPY (?!--)(.+) \S+$", IMAGE, re.MULTILINE)


@pytest.mark.parametrize("name", SERVICES)
def test_service_has_no_rights_and_a_health_check(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service.get("user", instruction("USER")) not in ("root", "0", "")
    assert health_of(name)
    assert not service["image"].endswith(":latest")


def test_page_alone_is_published_to_this_computer_alone():
    assert {name: s["ports"] for name, s in SERVICES.items() if "ports" in s} == {
        "page": ["127.0.0.1:8501:8501"]
    }
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert all(s["networks"] == ["inside"] for name, s in COMPOSE["services"].items() if name != "page")


def test_centre_is_reached_through_the_network_of_its_proxy_alone():
    network = CENTRE["networks"]["signin"]
    (subnet,) = (ipaddress.ip_network(part["subnet"]) for part in network["ipam"]["config"])
    command = SERVICES["centre"]["command"]
    proxy = ipaddress.ip_address(command[command.index("--proxy") + 1])
    assert proxy in subnet
    assert network["internal"] is True
    (joined,) = SERVICES["centre"]["networks"].values()
    assert ipaddress.ip_address(joined["ipv4_address"]) != proxy  # an engine would give it away


def test_image_copies_everything_that_the_wheel_is_made_of():
    built = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = built["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {*wheel["force-include"], *wheel["packages"], "pyproject.toml"}
    needed |= {built["project"]["readme"], *built["project"]["license-files"]}
    copied = {name for line in SOURCE for name in line.split()}
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {name.split("/")[0] for name in needed} <= copied
    assert copied == {line[1:] for line in ignored if line.startswith("!")}


def test_password_stands_in_no_file():
    environment = [s["environment"] for s in SERVICES.values() if "environment" in s]
    secrets = [text for values in environment for text in values.values() if "PASSWORD" in text]
    assert len(secrets) == 3
    assert all("${SECONDTAKE_DB_PASSWORD:?" in text for text in secrets)
    assert "PASSWORD" not in FINAL


@pytest.mark.parametrize("name", ["compose.yaml", "compose.centre.yaml"])
def test_compose_file_follows_the_compose_specification(name):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    checked = subprocess.run([*command, str(ROOT / name)], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def test_dockerfile_passes_its_linter():
    hadolint = Path(sys.executable).with_name("hadolint")
    checked = subprocess.run([hadolint, ROOT / "Dockerfile"], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
