"""What a person can set is checked where it is set."""

from pathlib import Path

import pytest
from faster_whisper import tokenizer

from secondtake.config import LANGUAGES, Settings
from secondtake.core.errors import UsageError


def test_every_language_that_the_recogniser_knows_can_be_set() -> None:
    assert set(tokenizer._LANGUAGE_CODES) == LANGUAGES


@pytest.mark.parametrize("language", ["", "xx", "EN", "english"])
def test_settings_unknown_language_raises(language: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="such as en"):
        Settings(tmp_path, language=language)
