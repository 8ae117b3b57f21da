"""`python -m secondtake.store.migrations`: bring the settings' database up to date, and end."""

from contextlib import suppress

from secondtake.config import Settings
from secondtake.core.errors import StoreError
from secondtake.store.library import Library

with suppress(StoreError):  # whoever asked opens it next, and says why it cannot be
    Library.open(Settings.load()).close()
