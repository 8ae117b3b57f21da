"""`python -m secondtake.store.migrations`: migrate the database that the settings name, and exit."""

from contextlib import suppress

from secondtake.config import Settings
from secondtake.core.errors import StoreError
from secondtake.store.database.database import open_database
from secondtake.store.files.home import Home

settings = Settings.load()
with suppress(StoreError):  # the caller opens it next, and reports the error
    open_database(Home.open(settings.home), settings.database_url).close()
