"""The few errors a user can meet. Each message says what happened, to what, and what to do next."""

from __future__ import annotations


class SecondTakeError(Exception):
    """Any error this product raises on purpose; `exit_code` is what the command line ends with."""

    exit_code = 1


class UsageError(SecondTakeError):
    """What was asked for makes no sense (an unknown session, marks outside the recording, a bad option)."""

    exit_code = 2


class MediaError(SecondTakeError):
    """The recording cannot be read: empty, encrypted, not a recording, or of a kind we cannot decode."""

    exit_code = 3


class ModelMissing(SecondTakeError):
    """A weight is absent or not the file that was measured; the message holds the command that mends it."""

    exit_code = 4


class ObserverStopped(SecondTakeError):
    """A process that observed the recording ended before its work did, such as for lack of memory."""


class StoreError(SecondTakeError):
    """The home folder or its database cannot be used: full, read-only, gone, or from a newer version."""

    exit_code = 5


class Cancelled(SecondTakeError):
    """The person asked to stop. What was finished until then is kept and will be reused."""

    exit_code = 130
