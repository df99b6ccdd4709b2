"""Runs: when what was read, so that it can be told what a run brought. Here alone the clock is looked at."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TypeVar

import msgspec

T = TypeVar("T", bound=str)


class Runs:
    """The runs of a ledger. One that brings nothing leaves no trace, so that reading twice changes nothing."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self._begun: tuple[str, str, str] | None = None  # when, by which engine, from what
        self._number: int | None = None  # given with the first article

    def begin(self, inputs: Iterable[str], engine: str) -> None:
        """Let what is noted from now on belong to a new run."""
        began = datetime.now(UTC).isoformat(timespec="seconds")
        self._begun = (began, engine, msgspec.json.encode(list(inputs)).decode())
        self._number = None

    @contextmanager
    def noting(self) -> Iterator[Callable[[str, T], T]]:
        """Gives what notes an article and what became of it, for the length of one transaction."""
        before = self._number
        try:
            yield self._note
        except BaseException:
            self._number = before  # a number that was given in a transaction which failed was never given
            raise

    def _note(self, article: str, outcome: T) -> T:
        if self._begun is not None and outcome != "known":
            if self._number is None:
                cursor = self.db.execute("INSERT INTO runs (began, engine, inputs) VALUES (?, ?, ?)", self._begun)
                self._number = int(cursor.lastrowid or 0)
            self.db.execute("INSERT OR REPLACE INTO runs_articles VALUES (?, ?, ?)", (self._number, article, outcome))
        return outcome
