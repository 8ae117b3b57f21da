"""Errors a user can meet. Each message says what happened, to what, and what to do next."""

from __future__ import annotations


class SecondTakeError(Exception):
    """Base of all deliberate errors; `exit_code` is the command line's exit status."""

    exit_code = 1


class UsageError(SecondTakeError):
    """Invalid request (an unknown session, marks outside the recording, a bad option)."""

    exit_code = 2


class MediaError(SecondTakeError):
    """The recording cannot be read: empty, encrypted, not a recording, or in an unsupported format."""

    exit_code = 3


class ModelMissing(SecondTakeError):
    """A model file is missing or has the wrong digest; the message holds the command that fixes it."""

    exit_code = 4


class ObserverStopped(SecondTakeError):
    """A worker process ended before its work was done, for example for lack of memory."""


class StoreError(SecondTakeError):
    """The home folder or its database cannot be used: full, read-only, gone, or from a newer version."""

    exit_code = 5


class DamagedDatabase(StoreError):
    """The database is damaged; it can be put aside, and rebuilt from the recordings (`doctor --repair`)."""


class Cancelled(SecondTakeError):
    """The person cancelled. Finished work is saved and will be reused."""

    exit_code = 130
