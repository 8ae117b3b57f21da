"""The queue brings in the driver of a shared storage only where one is used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import sys
from secondtake.core.errors import StoreError
from secondtake.jobs.wakeup_queue import open_queue
from secondtake.store.files.home import Home
home = Home.open(sys.argv[1])
open_queue(home, {}).wake()
print("redis" in sys.modules or "psycopg" in sys.modules)
try:
    open_queue(home, {"SECONDTAKE_QUEUE": sys.argv[2]})
    print("opened")
except StoreError:
    print("refused")
print(sys.modules["huey.storage"].Redis is not None, sys.modules["huey.storage"].psycopg is not None)
open_queue(home, {}).wake()
"""


# Nobody listens there: Redis is first asked when the queue is used, PostgreSQL when it is opened.
@pytest.mark.parametrize(
    ("url", "there"), [("redis://127.0.0.1:1/0", "opened"), ("postgresql://127.0.0.1:1/none", "refused")]
)
def test_local_queue_does_not_import_other_drivers(tmp_path: Path, url: str, there: str) -> None:
    pytest.importorskip("redis", reason="without the extra [servers] there is nothing to keep out")
    pytest.importorskip("psycopg", reason="without the extra [servers] there is nothing to keep out")
    said = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "home"), url],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.splitlines() == ["False", there, "True True"]
