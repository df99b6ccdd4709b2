"""What was reckoned once for a snapshot is not reckoned again, however many ask for it at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sayso.ledger import Ledger

if TYPE_CHECKING:
    from sayso.ledger.snapshot import Snapshot

T = TypeVar("T")
V = TypeVar("V", bound=Callable[..., Any])
KEPT = 200  # answers kept for one snapshot
SNAPSHOTS = 2  # of which answers are kept: the latest, and one that a reader may still be at
_MEMORIES: list[tuple[Snapshot, dict[Any, Future[Any]]]] = []  # the latest last
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

        return remembered(ledger.snapshot(), key, lambda: view(ledger, *asked, **named))

    return cast(V, once)


def _memory_of(snapshot: Snapshot) -> dict[Any, Future[Any]]:
    for known, memory in _MEMORIES:
        if known is snapshot:
            return memory
    _MEMORIES.append((snapshot, {}))
    del _MEMORIES[:-SNAPSHOTS]
    return _MEMORIES[-1][1]
