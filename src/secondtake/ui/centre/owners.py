"""Who asks, as the proxy with the sign-in says, and where their library is."""

from __future__ import annotations

import hashlib
import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import Headers
from starlette.types import Scope

from secondtake.core.errors import UsageError

MAX_NAME_BYTES = 256  # our choice: longer than any mail address


@dataclass(frozen=True, slots=True)
class SignInProxy:
    """The one computer that is believed about who somebody is, and the header in which it says so.

    Raises:
        UsageError: the address is not one in figures, or the header has no name.
    """

    address: str
    header: str

    def __post_init__(self) -> None:
        try:
            ipaddress.ip_address(self.address)
        except ValueError as error:
            raise UsageError(f"“{self.address}” is not an address in figures, such as 172.30.8.2.") from error
        if not re.fullmatch(r"[A-Za-z0-9-]+", self.header):
            raise UsageError(f"“{self.header}” is not the name of a header.")

    def owner_of(self, scope: Scope) -> str | None:
        """Return the person's name exactly as the proxy sent it; None if anything about it is in doubt.

        The connection's own address counts, never a forwarded one: the server must not read
        `X-Forwarded-For`.
        """
        client, names = scope.get("client"), Headers(scope=scope).getlist(self.header)
        if not client or len(names) != 1:
            return None
        try:
            is_proxy = _plain_address(client[0]) == _plain_address(self.address)
        except ValueError:
            return None
        name = names[0]  # with a comma, a proxy may have joined its own header and one of the browser's
        is_name = name.strip() and "," not in name and len(name) <= MAX_NAME_BYTES
        return name if is_proxy and is_name else None


def _plain_address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    address = ipaddress.ip_address(text)
    return getattr(address, "ipv4_mapped", None) or address


def home_of(root: Path, owner: str) -> Path:
    """Return a person's home folder: letters to recognise it, and a digest that no other name has.

    >>> home_of(Path("people"), "../Ann").name
    'ann-eb82557102233f16f2582f01858f672c'
    """
    letters = re.sub(r"[^a-z0-9]+", "-", owner.lower()).strip("-")[:40]
    digest = hashlib.sha256(owner.encode("utf-8", "surrogateescape")).hexdigest()[:32]
    return root / f"{letters or 'person'}-{digest}"
