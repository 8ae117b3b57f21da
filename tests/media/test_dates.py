"""Creation times from containers' tags, where plausible."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sample_cuts import cut
from secondtake.media.dates import EARLIEST, creation_time
from secondtake.media.probe import probe

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tags", "moment"),
    [
        ({}, None),
        ({"creation_time": "2024-05-06T07:08:09.000000Z"}, datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)),
        ({"creation_time": "2024-05-06T07:08:09"}, datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)),
        ({"creation_time": "2024-05-06 07:08:09+05:30"}, datetime(2024, 5, 6, 1, 38, 9, tzinfo=UTC)),
        (
            {
                "creation_time": "2025-01-01T00:00:00.000000Z",  # of the export
                "com.apple.quicktime.creationdate": "2024-05-06T07:08:09+0200",
            },
            datetime(2024, 5, 6, 5, 8, 9, tzinfo=UTC),
        ),
        (
            {
                "creation_time": "2025-01-01T00:00:00.000000Z",
                "com.apple.quicktime.creationdate": "yesterday",
            },
            datetime(2025, 1, 1, tzinfo=UTC),
        ),
        ({"creation_time": "1904-01-01T00:00:00.000000Z"}, None),
        ({"creation_time": "1970-01-01T00:00:00.000000Z"}, None),
        ({"creation_time": "2026-11-23T12:00:01.000000Z"}, None),
        ({"creation_time": "9999-12-31T23:59:59-23:59"}, None),
        ({"creation_time": "0001-01-01T00:00:00+23:59"}, None),
        ({"creation_time": "2024"}, None),
    ],
)
def test_creation_time_accepts_plausible_dates_only(tags, moment):
    assert creation_time(tags, NOW) == moment


@given(st.text(max_size=40))
def test_creation_time_never_fails(text):
    moment = creation_time({"creation_time": text}, NOW)
    assert moment is None or EARLIEST <= moment <= NOW


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv", ".m4a"])
def test_probe_reads_the_containers_creation_time(tmp_path: Path, suffix: str):
    moment = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    dated = cut(tmp_path / f"dated{suffix}", 0.0, 0.5, made_at=moment)
    assert probe(dated).made_at == moment
    assert probe(cut(tmp_path / f"undated{suffix}", 0.0, 0.5)).made_at is None
    future = cut(tmp_path / f"future{suffix}", 0.0, 0.5, made_at=datetime.now(UTC) + timedelta(days=2))
    assert probe(future).made_at is None
    with av.open(str(future)) as file:
        assert file.metadata["creation_time"], "the file must hold the date that is rejected"
