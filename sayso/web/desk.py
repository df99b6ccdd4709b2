"""The ledger as the workbench holds it: a few threads read, each by a connection of its own, and one writes.

SQLite lets one write at a time; one thread of ours that does it, in the order asked, means that no two requests ever wait for each other's
transaction, and that the second person's ruling is made on what the first one left.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from pathlib import Path
from typing import TypeVar

from sayso.errors import BadLedger, SaysoError
from sayso.ledger import Ledger
from sayso.ledger import pages as leaves
from sayso.web.latest import PATIENCE, Latest, Opened, Warm

T = TypeVar("T")
THREADS = {"reader": 4, "writer": 1}  # SQLite and numpy compute outside Python's lock, templates inside it: more readers would only wait
REMEMBERED = 1000  # people who have written something
VISITOR: ContextVar[str] = ContextVar("visitor", default="")  # whoever is being answered
COMPUTED: ContextVar[list[float]] = ContextVar("computed")  # seconds that a processor was busy with the answer


class Desk:
    """One ledger, open for many readers and one writer; each opens it with the first who asks, and it may be closed and used again."""

    def __init__(self, path: Path, warm: Sequence[Warm] = (), patience: float = PATIENCE) -> None:
        self.path = path.absolute()
        Ledger(self.path).close()  # made if there is none, and brought up to date
        self.latest = Latest(self.path, warm, patience)
        self._mine = threading.local()
        self._lock = threading.Lock()
        self._pools: dict[str, ThreadPoolExecutor] = {}
        self._written: dict[str, int] = {}  # by whom -> the last change

    def close(self) -> None:
        """Let go of the ledger; what is being written is finished first."""
        with self._lock:
            pools, self._pools = self._pools, {}
        for name in sorted(pools, reverse=True):
            together = threading.Barrier(THREADS[name])
            for _ in range(THREADS[name]):
                pools[name].submit(self._leave, together)
            pools[name].shutdown(wait=True)
        self.latest.close()

    async def read(self, work: Callable[[Ledger], T]) -> T:
        """Do this with the ledger, open for reading; whoever asks sees at least what they themselves have written."""
        least = self._written.get(VISITOR.get(), 0)
        computed = COMPUTED.get([])
        return await asyncio.get_running_loop().run_in_executor(self._pool("reader"), lambda: self._timed(work, least, computed))

    async def write(self, work: Callable[[Ledger], T]) -> T:
        """Do this with the ledger, open for writing, after whatever was asked before."""
        visitor = VISITOR.get()
        return await asyncio.get_running_loop().run_in_executor(self._pool("writer"), lambda: self._writing(work, visitor))

    def _timed(self, work: Callable[[Ledger], T], least: int, computed: list[float]) -> T:
        began = time.thread_time()
        try:
            return self._reading(work, least)
        finally:
            computed.append(time.thread_time() - began)

    def _reading(self, work: Callable[[Ledger], T], least: int) -> T:
        try:
            return work(self._reader(least))
        except BadLedger:  # SQLite's search index may call a file damaged that another process is just writing to
            stamp = -1
        except SaysoError:
            raise
        except LookupError:  # what was read a moment ago does not know what has been written since
            stamp = leaves.stamp(self._reader(least))
        self._let_go()
        return work(self._reader(max(least, stamp)))

    def _reader(self, least: int) -> Ledger:
        """The ledger as this thread has it open."""
        ledger: Opened | None = getattr(self._mine, "ledger", None)
        if ledger is None:
            ledger = self._mine.ledger = Opened(self.path, self.latest)
        ledger.least = least
        return ledger

    def _writing(self, work: Callable[[Ledger], T], visitor: str) -> T:
        ledger: Ledger | None = getattr(self._mine, "ledger", None)
        if ledger is None:
            ledger = self._mine.ledger = Ledger(self.path)
        done = work(ledger)
        self._written.pop(visitor, None)
        self._written[visitor] = leaves.stamp(ledger)
        while len(self._written) > REMEMBERED:
            del self._written[next(iter(self._written))]
        return done

    def _pool(self, name: str) -> ThreadPoolExecutor:
        with self._lock:
            if name not in self._pools:
                self._pools[name] = ThreadPoolExecutor(THREADS[name], thread_name_prefix=name)
            return self._pools[name]

    def _leave(self, together: threading.Barrier) -> None:
        """Close what this thread has open, which no other may; all wait for each other, so that each is asked once."""
        together.wait()
        self._let_go()

    def _let_go(self) -> None:
        ledger: Ledger | None = getattr(self._mine, "ledger", None)
        self._mine.ledger = None
        if ledger is not None:
            ledger.close()
