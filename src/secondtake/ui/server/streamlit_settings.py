"""Streamlit's settings that the page's safety rests on: forced, whatever else asks for other values.

Streamlit mixes in a `.streamlit/config.toml` of the folder one stands in and of the home folder.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

# One file for both ways to start; hatch puts a copy of it beside this module in the wheel.
CONFIGS = (Path(__file__).with_name("config.toml"), Path(__file__).parents[4] / ".streamlit" / "config.toml")
MAX_UPLOAD_MB = 2  # our choice: a list of two thousand questions has 0.2 MB; recordings go another way
FORCED: dict[str, Any] = {
    "browser.gatherUsageStats": False,
    "client.allowedOrigins": [],
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,  # they lead to search engines, with the error's text
    "client.toolbarMode": "minimal",
    "global.developmentMode": False,
    "logger.hideWelcomeMessage": True,  # its address has no token, and may be looked up elsewhere
    "server.allowedHosts": [],  # `security.py` looks at the host
    "server.baseUrlPath": "",
    "server.corsAllowedOrigins": [],
    "server.enableAgentApi": False,
    "server.enableCORS": True,
    "server.enableStaticServing": False,
    "server.enableXsrfProtection": True,
    "server.maxUploadSize": MAX_UPLOAD_MB,
    "server.scriptHealthCheckEnabled": False,
    "server.trustedUserHeaders": {},
}


def own_settings() -> dict[str, Any]:
    """Return the settings of our `.streamlit/config.toml` and the forced ones, as dotted names."""
    file = next(f for f in CONFIGS if f.is_file())
    return dict(_flat(tomllib.loads(file.read_text(encoding="utf-8")))) | FORCED


def _flat(table: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    settings: list[tuple[str, Any]] = []
    for name, value in table.items():
        settings += _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else [(prefix + name, value)]
    return settings


def force_settings() -> None:
    """Set the forced settings in Streamlit's configuration as it is."""
    from streamlit import config

    for name, value in FORCED.items():
        config.set_option(name, value, "Second Take")


def force_from_now_on() -> None:
    """Force the settings whenever Streamlit reads its files.

    Its look-ups of this machine's addresses, which ask servers elsewhere, are shut off, too.
    """
    from streamlit import config, net_util

    net_util.get_external_ip = net_util.get_internal_ip = _no_address
    config.on_config_parsed(force_settings, force_connect=True)


def _no_address() -> None:
    """Return None, as Streamlit's own look-ups do where there is no network."""
