"""The ledger as the workbench holds it: a few threads read, each by a connection of its own, and one writes.

SQLite lets one write at a time; one thread of ours that does it, in the order asked, means that no two requests ever wait for each other's
transaction, and that the second person's ruling is made on what the first one left.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from sayso.ledger import Ledger

T = TypeVar("T")
READERS = 4  # threads: SQLite and numpy compute outside Python's lock, templates inside it, so that more would only wait


class Desk:
    """One ledger, open for many readers and one writer."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        Ledger(self.path).close()  # made if there is none, and brought up to date
        self._mine = threading.local()
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")

    def close(self) -> None:
        """Let go of the ledger; what is being written is finished first."""
        for pool, threads in ((self._writer, 1), (self._readers, READERS)):
            together = threading.Barrier(threads)
            for _ in range(threads):
                pool.submit(self._leave, together)
            pool.shutdown(wait=True)

    async def read(self, work: Callable[[Ledger], T]) -> T:
        """Do this with the ledger, open for reading."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, lambda: work(self._ledger(readonly=True)))

    async def write(self, work: Callable[[Ledger], T]) -> T:
        """Do this with the ledger, open for writing, after whatever was asked before."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, lambda: work(self._ledger(readonly=False)))

    def _leave(self, together: threading.Barrier) -> None:
        """Close what this thread has open, which no other may; all wait for each other, so that each is asked once."""
        together.wait()
        ledger: Ledger | None = getattr(self._mine, "ledger", None)
        if ledger is not None:
            ledger.close()

    def _ledger(self, *, readonly: bool) -> Ledger:
        ledger: Ledger | None = getattr(self._mine, "ledger", None)
        if ledger is None:
            ledger = self._mine.ledger = Ledger(self.path, readonly=readonly)
        return ledger
