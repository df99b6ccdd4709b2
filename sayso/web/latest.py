"""The snapshot that pages are drawn from: brought up to date by a thread of its own, so that a write makes no reader wait for long.

Who has written sees it on the next page, however long that takes. Everybody else waits a moment, and is shown the ledger as it was
shortly before if it takes longer; a ledger that is written to all the time is read anew only so often that pages keep their share.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.ledger import Ledger
from sayso.ledger import pages as leaves

if TYPE_CHECKING:
    from sayso.ledger.snapshot import Snapshot

PATIENCE = 0.1  # seconds that a reader waits for what somebody else has written
REST = 8.0  # times as long as the last refreshing took, before the next: a ninth of the time goes into it, however much is written
Warm = Callable[[Ledger], object]


class Latest:
    """The latest snapshot of a ledger, and up to which change it was read."""

    def __init__(self, path: Path, warm: Sequence[Warm] = (), patience: float = PATIENCE) -> None:
        self.path = path
        self.warm = warm
        self.patience = patience
        self._changed = threading.Condition()
        self._snapshot: Snapshot | None = None
        self._stamp = -1
        self._wanted = -1
        self._due = 0.0
        self._took = 0.0  # seconds, the last time
        self._needed = -1  # the last change that somebody waits for who has made it
        self._error: BaseException | None = None
        self._thread: threading.Thread | None = None
        self._closed = False

    def begin(self) -> None:
        """Read the ledger before anybody asks: whoever opens the first page finds part of the waiting done."""
        with self._changed:
            self._want(0)

    def at(self, stamp: int, least: int = 0) -> Snapshot:
        """The snapshot as of a change, or a little before; never before the change `least`."""
        with self._changed:
            if self._snapshot is None or self._stamp < stamp:
                self._want(stamp)
                least = stamp if self._snapshot is None else least
                if self._stamp < least:
                    self._needed = max(self._needed, least)
                    self._changed.notify_all()
                    self._changed.wait_for(lambda: self._stamp >= least or self._error is not None)
                elif self._took < self.patience and self._due - time.monotonic() < self.patience:
                    self._changed.wait_for(lambda: self._stamp >= stamp or self._error is not None, self.patience)
            if self._snapshot is None or self._stamp < least:
                raise self._error or RuntimeError("the ledger was closed while it was being read")
            return self._snapshot

    def close(self) -> None:
        """Stop looking; it begins again with the next who asks."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(timeout=30)
        with self._changed:
            self._thread, self._closed, self._snapshot, self._stamp, self._wanted, self._needed = None, False, None, -1, -1, -1

    def _want(self, stamp: int) -> None:
        self._wanted, self._error = max(self._wanted, stamp), None
        if self._thread is None:
            self._thread = threading.Thread(target=self._keep, name="latest", daemon=True)
            self._thread.start()
        self._changed.notify_all()

    def _keep(self) -> None:
        """Read the ledger anew whenever somebody wants to know of a later change."""
        with Ledger(self.path, readonly=True) as ledger:
            while self._waited():
                try:
                    self._look(ledger)
                except BaseException as error:  # whoever waits is told
                    with self._changed:
                        self._error, self._wanted = error, self._stamp
                        self._changed.notify_all()

    def _look(self, ledger: Ledger) -> None:
        """Read the ledger anew, and show what was read."""
        started = time.monotonic()
        stamp = leaves.stamp(ledger)
        snapshot = ledger.snapshot()
        for warm in self.warm:
            warm(ledger)
        took = time.monotonic() - started
        if self._snapshot is None:
            gc.freeze()  # most of a large ledger stays as it was first read: it is not gone through for garbage again and again
        with self._changed:
            self._snapshot, self._stamp, self._took = snapshot, stamp, took
            self._due = time.monotonic() + REST * took
            self._changed.notify_all()

    def _hurried(self) -> bool:
        """Whether somebody waits for what they have written themselves."""
        return self._needed > self._stamp

    def _waited(self) -> bool:
        """Wait until there is something to do and it is time for it; False when there never will be."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._wanted > self._stamp)
            self._changed.wait_for(lambda: self._closed or self._hurried(), max(0.0, self._due - time.monotonic()))
            return not self._closed


class Opened(Ledger):
    """A ledger open for reading, whose snapshot is the one that pages are drawn from."""

    def __init__(self, path: Path, latest: Latest) -> None:
        super().__init__(path, readonly=True)
        self._latest = latest
        self.least = 0  # the change that whoever asks has made, and must see

    def snapshot(self) -> Snapshot:
        return self._latest.at(leaves.stamp(self), self.least)
