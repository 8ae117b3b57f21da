"""Which date a session gets: the recording's own, else the file's; what a person set stays."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sample_cuts import cut
from secondtake.config import Settings
from secondtake.core.errors import Cancelled
from secondtake.pipeline import analyse as module
from secondtake.pipeline.analyse import AnalysisRequest, analyse
from secondtake.store.library import Library

FILMED, UPLOADED, COPIED = (datetime(2024, month, 2, 9, 30, tzinfo=UTC) for month in (3, 5, 7))


def stop(*_given: object) -> None:
    raise Cancelled("the session is there: nothing need be observed")


@pytest.fixture
def dated(library: Library, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The date of the session that a recording becomes, made and written when it is said."""
    monkeypatch.setattr(module, "observe", stop)

    def date(
        made_at: datetime | None = None,
        written_at: datetime | None = None,
        copied: datetime = COPIED,
        **said: Any,
    ) -> datetime:
        path = cut(tmp_path / "take.m4a", 0.0, 1.0, made_at=made_at)
        os.utime(path, (0, copied.timestamp()))
        with pytest.raises(Cancelled):
            analyse(path, library, settings, AnalysisRequest(written_at=written_at, **said))
        [session] = library.sessions()
        return session.recorded_at

    return date


def test_the_recording_s_own_date_comes_first(dated):
    assert dated(made_at=FILMED, written_at=UPLOADED) == FILMED


def test_then_what_the_browser_says_of_the_file(dated):
    assert dated(written_at=UPLOADED) == UPLOADED


def test_then_what_the_disk_says(dated):
    assert dated() == COPIED


def test_a_file_of_a_clock_that_runs_ahead_is_of_now(dated):
    begun = datetime.now(UTC)
    assert begun <= dated(copied=begun + timedelta(days=400)) <= datetime.now(UTC)


def test_what_the_person_says_stands_above_all(dated):
    own = datetime(2023, 12, 1, tzinfo=UTC)
    assert dated(made_at=FILMED, written_at=UPLOADED, dated=own) == own


@pytest.mark.parametrize("force", [False, True])
def test_a_date_that_the_person_set_stays(dated, library, force):
    dated(made_at=FILMED)
    [session] = library.sessions()
    own = datetime(2023, 12, 1, tzinfo=UTC)
    library.update_session(session.id, recorded_at=own)
    assert dated(made_at=FILMED, force=force) == own
