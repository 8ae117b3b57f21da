"""The date of a new session: the recording's own, else the file's; a date that the person set stays."""

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
from secondtake.pipeline.analyse import analyse
from secondtake.pipeline.analysis_request import AnalysisRequest
from secondtake.store.library import Library

FILMED, UPLOADED, COPIED = (datetime(2024, month, 2, 9, 30, tzinfo=UTC) for month in (3, 5, 7))


def stop(*_arguments: object) -> None:
    raise Cancelled("the session is created")


@pytest.fixture
def dated(library: Library, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return the date of the session of a recording with these dates."""
    monkeypatch.setattr(module, "observe", stop)

    def date(
        made_at: datetime | None = None,
        written_at: datetime | None = None,
        copied: datetime = COPIED,
        **options: Any,
    ) -> datetime:
        path = cut(tmp_path / "take.m4a", 0.0, 1.0, made_at=made_at)
        os.utime(path, (0, copied.timestamp()))
        with pytest.raises(Cancelled):
            analyse(path, library, settings, AnalysisRequest(written_at=written_at, **options))
        [session] = library.sessions()
        return session.recorded_at

    return date


def test_analyse_recording_date_in_the_file_comes_first(dated):
    assert dated(made_at=FILMED, written_at=UPLOADED) == FILMED


def test_analyse_upload_uses_the_date_from_the_browser(dated):
    assert dated(written_at=UPLOADED) == UPLOADED


def test_analyse_without_other_dates_uses_the_file_system_s(dated):
    assert dated() == COPIED


def test_analyse_file_date_in_the_future_becomes_now(dated):
    begun = datetime.now(UTC)
    assert begun <= dated(copied=begun + timedelta(days=400)) <= datetime.now(UTC)


def test_analyse_date_in_the_request_overrides_all(dated):
    own = datetime(2023, 12, 1, tzinfo=UTC)
    assert dated(made_at=FILMED, written_at=UPLOADED, recorded_at=own) == own


@pytest.mark.parametrize("force", [False, True])
def test_analyse_again_does_not_change_a_date_set_by_hand(dated, library, force):
    dated(made_at=FILMED)
    [session] = library.sessions()
    own = datetime(2023, 12, 1, tzinfo=UTC)
    library.update_session(session.id, recorded_at=own)
    assert dated(made_at=FILMED, force=force) == own
