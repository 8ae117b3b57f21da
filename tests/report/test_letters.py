"""Letters and reminders, read back by libraries that did not write them, with names that hurt."""

from __future__ import annotations

import email
from datetime import UTC, date, datetime
from email import policy
from urllib.parse import parse_qs, unquote, urlsplit

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from secondtake.core.errors import UsageError
from secondtake.journal.interview import Interview, InterviewDebrief
from secondtake.journal.letters import Letter, draft, recipient
from secondtake.report.calendar import reminders
from secondtake.report.mail import eml, fits_mailto, mailto

AT = datetime(2026, 11, 3, 10, tzinfo=UTC)
NAMES = ('Ana "Annie" Li', "O'Neill, Tom", "李小龙", "Zoë\r\nBcc: x@y.z", "a;b\\c", "Łukasz & Søn = 100% +1?")


def interview(**more):
    return Interview(**({"id": "i1", "company": "Acme", "role": "Engineer", "at": AT} | more))


def read_mailto(url):
    """As RFC 6068 has it: no plus for blanks, the query taken apart before it is decoded."""
    parts = urlsplit(url)
    query = {k: v[0] for k, v in parse_qs(parts.query.replace("+", "%2B"), keep_blank_values=True).items()}
    return unquote(parts.path), query


@pytest.mark.parametrize("name", NAMES)
def test_mailto_contains_subject_and_body(name):
    letter = draft(interview(people=(name,), company=name), "thank-you", sender=name)
    to, query = read_mailto(mailto(letter))
    assert to == ""
    assert set(query) == {"subject", "body"}
    assert query["body"].splitlines() == letter.body.splitlines()
    assert mailto(letter).isascii()


@example(subject="", body="\x1e")
@example(subject="", body="\r\n")
@given(subject=st.text(max_size=80), body=st.text(max_size=80))
def test_mailto_any_text_round_trips(subject, body):
    subject, body = (t.encode("utf-8", "ignore").decode() for t in (subject, body))
    _, query = read_mailto(mailto(Letter("", "a@b.org", subject, body)))
    assert query["subject"] == " ".join(subject.split())
    assert query["body"].splitlines() == body.splitlines()


def test_mailto_address_with_special_characters_stays_one():
    url = mailto(Letter("", "a+b?c&d@b.org", "s", "b"))
    assert read_mailto(url)[0] == "a+b?c&d@b.org"
    assert fits_mailto(Letter("", "", "s", "b"))
    assert not fits_mailto(Letter("", "", "s", "b" * 3000))


@pytest.mark.parametrize("name", NAMES)
def test_eml_is_readable_by_email(name):
    letter = Letter(name, "ana.li@example.com", f"Thanks, {name}", f"Dear {name},\n\nünïcode.\n")
    message = email.message_from_bytes(eml(letter), policy=policy.default)
    assert message["X-Unsent"] == "1"
    assert message["Bcc"] is None
    assert message["Subject"] == " ".join(letter.subject.split())
    (to,) = message["To"].addresses
    assert (to.display_name, to.addr_spec) == (" ".join(name.split()), "ana.li@example.com")
    assert message.get_content().splitlines() == letter.body.splitlines()


def test_eml_invalid_address_is_rejected():
    with pytest.raises(UsageError, match="not a valid email address"):
        eml(Letter("Ana", "not an address", "s", "b"))
    assert email.message_from_bytes(eml(Letter("Ana", "", "s", "b")), policy=policy.default)["To"] is None


@pytest.mark.parametrize(
    ("noted", "found"),
    [
        ("Ana Li <ana@acme.com>", ("Ana Li", "ana@acme.com")),
        ("ana@acme.com", ("", "ana@acme.com")),
        ('"Li, Ana" <ana@acme.com>', ("Li, Ana", "ana@acme.com")),
        ("Ana Li", ("Ana Li", "")),
        ("Zoë\r\nBcc: x@y.z", ("Zoë Bcc: x@y.z", "")),
        ("<a@b> <c@d>", ("<a@b> <c@d>", "")),
    ],
)
def test_recipient_splits_name_and_address(noted, found):
    assert recipient(interview(people=(noted,))) == found


def test_draft_has_name_day_and_what_mattered():
    mattered = InterviewDebrief(mattered="the tour of the plant.")
    letter = draft(interview(people=("Ana Li <ana@acme.com>",), debrief=mattered), "thank-you", sender="Kim")
    assert letter.address == "ana@acme.com"
    assert letter.subject == "Thank you for Tuesday"
    assert "Dear Ana Li," in letter.body
    assert "Tuesday, 3 November" in letter.body
    assert "the tour of the plant." in letter.body
    assert letter.body.rstrip().endswith("Kim")
    assert len(letter.body.split()) < 60
    assert "Hello," in draft(interview(), "follow-up").body


@pytest.mark.parametrize("name", NAMES)
def test_reminders_are_readable_by_icalendar(name):
    now = datetime(2026, 11, 4, 9, tzinfo=UTC)
    name = " ".join(name.split())
    open_one = interview(people=(name,), company=name)
    closed = Interview("i2", "Other", "Engineer", AT, outcome="offer")
    calendar = icalendar.Calendar.from_ical(reminders([open_one, closed], now))
    (event,) = calendar.walk("VEVENT")
    assert str(event["SUMMARY"]) == f"Thank {name} ({name})"
    assert event.decoded("DTSTART") == date(2026, 11, 4)
    assert event.decoded("DTEND") == date(2026, 11, 5)
    assert len(event.walk("VALARM")) == 1
    assert calendar["PRODID"]
    assert calendar["VERSION"] == "2.0"


def test_reminder_keeps_its_uid_and_is_not_in_the_past():
    late, later = (datetime(2026, 11, d, 9, tzinfo=UTC) for d in (9, 12))
    first, second = (
        icalendar.Calendar.from_ical(reminders([interview()], now)).walk("VEVENT")[0] for now in (late, later)
    )
    assert first["UID"] == second["UID"]
    assert first.decoded("DTSTART") == date(2026, 11, 9)


def test_reminder_lines_are_folded_at_75_bytes():
    lines = reminders([interview(company="長" * 200)], AT).split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert not any(b"\n" in line for line in lines)
