"""Letters as files and addresses that a mail program opens. Nothing is sent, nothing is looked up."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote

from secondtake.core.errors import UsageError
from secondtake.journal.letters import Letter

SAFE = "-._~!$'()*,;:@"  # what RFC 6068 lets stand in a header's value; & = ? # % + and blanks do not
LINE_BREAK = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")  # as `str.splitlines` has them
LONGEST_ADDRESS = 2000  # our choice: what mail programs and browsers open everywhere


def mailto(letter: Letter) -> str:
    """Return the letter as a `mailto:` address (RFC 6068); line breaks become %0D%0A, everything else UTF-8.

    >>> mailto(Letter("Ana", "a.b+c@x.org", "Thanks & more", "Dear Ana,\\nbye"))
    'mailto:a.b%2Bc@x.org?subject=Thanks%20%26%20more&body=Dear%20Ana,%0D%0Abye'
    """
    to = quote(letter.address, safe="-._~!$'()*,:@") if letter.address else ""
    subject = quote(" ".join(letter.subject.split()), safe=SAFE.replace(";", ""))
    lines = LINE_BREAK.sub("\r\n", letter.body)
    return f"mailto:{to}?subject={subject}&body={quote(lines, safe=SAFE.replace(';', ''))}"


def fits_mailto(letter: Letter) -> bool:
    """Return True if the address is short enough for mail programs; a longer letter is saved as a file."""
    return len(mailto(letter)) <= LONGEST_ADDRESS


def eml(letter: Letter) -> bytes:
    """Return the letter as a message file (RFC 5322) that mail programs open as a draft to edit (`X-Unsent`).

    Raises:
        UsageError: the address is none.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["Subject"] = " ".join(letter.subject.split())
    if letter.address:
        message["To"] = _address(letter)
    message.set_content(letter.body, cte="quoted-printable")
    return message.as_bytes()


def _address(letter: Letter) -> Address:
    name = " ".join(letter.name.split())
    try:
        return Address(name, addr_spec=letter.address)
    except (HeaderParseError, ValueError, IndexError) as error:
        raise UsageError(
            f"“{letter.address}” is not a valid email address. Change it, or leave it empty."
        ) from error
