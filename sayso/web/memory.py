"""What was reckoned once for a snapshot is not reckoned again, however many ask for it at the same time.

Where that takes long, the pages that were looked at lately are reckoned for the next snapshot before it is shown to anybody.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sayso.errors import SaysoError
from sayso.ledger import Ledger

if TYPE_CHECKING:
    from sayso.ledger.snapshot import Snapshot

T = TypeVar("T")
V = TypeVar("V", bound=Callable[..., Any])
KEPT = 200  # answers kept for one snapshot
SNAPSHOTS = 2  # of which answers are kept: the latest, and one that a reader may still be at
_MEMORIES: list[tuple[Snapshot, dict[Any, Future[Any]]]] = []  # the latest last
LATELY = 30.0  # seconds
PAGES = 100  # of all ledgers, that are reckoned anew at most
_ASKED: dict[
    tuple[Path, object], tuple[float, Callable[[Ledger], object]]
] = {}  # pages, when they were asked for, and how to; the latest last
_LOCK = threading.Lock()


def remembered(snapshot: Snapshot, key: object, make: Callable[[], T], *alive: object) -> T:
    """What is reckoned for a snapshot; `alive` is kept as long as the answer."""
    with _LOCK:
        memory = _memory_of(snapshot)
        future = memory.get(key)
        mine = future is None
        if future is None:
            while len(memory) >= KEPT:
                del memory[next(iter(memory))]
            future = memory[key] = Future()
    if mine:
        try:
            future.set_result((make(), alive))
        except BaseException as error:
            with _LOCK:
                memory.pop(key, None)
            future.set_exception(error)
            raise
    found: T = future.result()[0]
    return found


def settled(view: V) -> V:
    """A page whose value is reckoned once for a snapshot and what is asked of it."""

    @wraps(view)
    def once(ledger: Ledger, *asked: Any, **named: Any) -> Any:
        key = (view.__name__, asked, tuple(sorted(named.items())))

        def made(ledger: Ledger) -> Any:
            return remembered(ledger.snapshot(), key, lambda: view(ledger, *asked, **named))

        found = made(ledger)
        _note(ledger.path, key, made)
        return found

    return cast(V, once)


def _note(path: Path, key: object, made: Callable[[Ledger], object]) -> None:
    """Keep in mind that a page was looked at."""
    with _LOCK:
        _ASKED.pop((path, key), None)
        _ASKED[path, key] = time.monotonic(), made
        while len(_ASKED) > PAGES:
            del _ASKED[next(iter(_ASKED))]


def prepare(ledger: Ledger, goes_on: Callable[[], bool]) -> None:
    """Reckon the pages that were looked at lately, the latest first, for the snapshot that the ledger now has."""
    since = time.monotonic() - LATELY
    with _LOCK:
        pages = [made for (path, _), (when, made) in reversed(_ASKED.items()) if path == ledger.path and when > since]
    for made in pages:
        if not goes_on():
            return
        with suppress(SaysoError):  # whoever asks for it again is told
            made(ledger)


def _memory_of(snapshot: Snapshot) -> dict[Any, Future[Any]]:
    for known, memory in _MEMORIES:
        if known is snapshot:
            return memory
    _MEMORIES.append((snapshot, {}))
    del _MEMORIES[:-SNAPSHOTS]
    return _MEMORIES[-1][1]
