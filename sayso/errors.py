"""What can go wrong, for the person who asked.

    SaysoError
    ├── Unreadable        a file, page or stream that gives no article
    ├── BadLedger         a ledger that is not one, is newer than this program, or is damaged
    ├── LedgerBusy        another process has been writing to the ledger for too long
    ├── NotFound          no claim, article or engine of that name
    ├── BadRequest        an option, filter or ruling that makes no sense
    └── Overtaken         a ruling that somebody else was faster with

Each carries what was found and the way out: `str(error)` is a whole message for a person.
"""

from __future__ import annotations


class SaysoError(Exception):
    """Anything that sayso refuses, with what was found and what to do about it."""

    def __init__(self, found: str, remedy: str = "") -> None:
        self.found = found
        self.remedy = remedy
        super().__init__(f"{found}; {remedy}" if remedy else found)


class Unreadable(SaysoError):
    """A file, page or stream that gives no article; the rest of the run goes on."""


class BadLedger(SaysoError):
    """A ledger that is not one, was written by a newer version, or is damaged."""


class LedgerBusy(SaysoError):
    """Another process has been writing to the ledger for longer than we wait."""


class NotFound(SaysoError):
    """No claim, article or engine of that name."""


class BadRequest(SaysoError):
    """An option or filter that makes no sense."""


class Overtaken(SaysoError):
    """Somebody has ruled on the same thing since it was last looked at."""
