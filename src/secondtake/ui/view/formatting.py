"""Numbers, durations and shares in words."""

from __future__ import annotations

from math import isfinite
from typing import Any
from urllib.parse import urlsplit

from secondtake.core.measure import MIN_RATE_S, format_observed, format_value

HERE = "this computer"
SURE = (
    (0.85, "clear"),
    (0.6, "likely"),
    (0.0, "uncertain"),
)  # our choice: three words carry as much as a number


def computer(page_address: str | None) -> str:
    """Return how to call the computer that serves the page, by the address in the browser (`shared/i18n.js`).

    >>> computer("http://localhost:8501/settings"), computer("https://practice.example.org/")
    ('this computer', 'the server')
    """
    host = urlsplit(page_address or "").hostname
    return HERE if host in (None, "localhost", "127.0.0.1", "::1") else "the server"


def seconds(text: str | None) -> float | None:
    """Return a time in seconds from an address, or None if invalid.

    >>> seconds("75.2"), seconds("soon"), seconds(None), seconds("nan")
    (75.2, None, None, None)
    """
    try:
        at_s = float(text or "")
    except ValueError:
        return None
    return at_s if isfinite(at_s) and at_s >= 0 else None


def length(duration_s: float) -> str:
    """Return a duration in words.

    >>> length(0.84), length(8.0), length(59.6), length(125)
    ('0.8 s', '8 s', '1 min', '2 min 5 s')
    """
    if duration_s < 9.95:
        return f"{duration_s:.1f}".removesuffix(".0") + " s"
    minutes, seconds = divmod(round(duration_s), 60)
    if minutes >= 60:
        hours, minutes = divmod(minutes, 60)
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    if not minutes:
        return f"{seconds} s"
    return f"{minutes} min {seconds} s" if seconds else f"{minutes} min"


def number(value: float | None, unit: str) -> str:
    """Return a measure's value with its unit in words.

    >>> number(0.143, "share"), number(4.12, "per min"), number(None, "st")
    ('14 %', '4.1 a minute', 'not measured')
    """
    return "not measured" if value is None else format_value(value, unit)


def sure(confidence: float) -> str:
    """Return a confidence in one word.

    >>> sure(0.9), sure(0.2)
    ('clear', 'uncertain')
    """
    return next(word for least, word in SURE if confidence >= least)


def norm_text(norm: dict[str, Any] | None, unit: str) -> str:
    """Return a norm's bounds in words.

    >>> norm_text({"low": None, "high": 5.0}, "per min")
    'worth noticing above 5 a minute'
    """
    if not norm:
        return ""
    low, high = norm.get("low"), norm.get("high")
    if low is not None and high is not None:
        return f"worth noticing below {number(low, unit)} or above {number(high, unit)}"
    if high is not None:
        return f"worth noticing above {number(high, unit)}"
    return f"worth noticing below {number(low, unit)}" if low is not None else ""


def size(size_bytes: int) -> str:
    """Return a file size in words.

    >>> size(63_400_000), size(1_520_000_000), size(900)
    ('63 MB', '1.5 GB', '1 kB')
    """
    for unit, factor in (("GB", 1e9), ("MB", 1e6)):
        if size_bytes >= factor:
            digits = 1 if size_bytes < 9.95 * factor else 0
            return f"{size_bytes / factor:.{digits}f} {unit}"
    return f"{max(1, round(size_bytes / 1e3))} kB"


def measured(name: str, measures: dict[str, Any], specs: dict[str, Any]) -> dict[str, Any]:
    """Return one measure with its value, noise and norm in words; a count from under a minute has neither."""
    measure, spec = measures[name], specs.get(name) or {}
    value, unit, observed_s = measure["value"], measure["unit"], measure["observed_s"]
    is_count = unit == "per min" and observed_s < MIN_RATE_S
    return {
        "name": name,
        "label": spec.get("label", name.replace("_", " ").capitalize()),
        "value": number(None, unit) if value is None else format_observed(value, unit, observed_s),
        "measured": value is not None,
        "why_not": measure.get("why_not", ""),
        "noise": number(measure["noise"], unit) if measure.get("noise") and not is_count else "",
        "norm": "" if is_count else norm_text(spec.get("norm"), unit),
    }
