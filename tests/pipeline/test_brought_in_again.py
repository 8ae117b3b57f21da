"""A recording that is analysed once more: its thumbnail is tried again, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from sample_cuts import cut
from secondtake.config import Settings
from secondtake.core.errors import Cancelled
from secondtake.pipeline import analyse
from secondtake.store.library import Library


def test_analyse_again_deletes_the_thumbnail_error(
    library: Library, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_arguments: object) -> None:
        raise Cancelled("the session is created")

    monkeypatch.setattr(analyse, "observe", stop)
    path = cut(tmp_path / "take.m4a", 0.0, 1.0)
    with pytest.raises(Cancelled):
        analyse.analyse(path, library, settings)
    [session] = library.sessions()
    session.recording.thumbnail_error_file.write_text("as it was\nCreating the thumbnail took too long.")
    with pytest.raises(Cancelled):
        analyse.analyse(path, library, settings)
    assert not session.recording.thumbnail_error_file.exists()
