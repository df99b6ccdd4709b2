"""One question asked of many keys in one statement: a statement a key takes longer than what it finds."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

AT_ONCE = 16  # keys in a statement


def ask(db: sqlite3.Connection, question: str, keys: Sequence[int], *shared: Any) -> dict[int, list[Any]]:
    """The answers to a question about each key that has any.

    The question names the key `?{key}` and what is asked of all keys alike `?1`, `?2` …; each of its rows ends with the key. Its own
    order is kept within a key.
    """
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        for row in db.execute(_statement(question, len(some), len(shared)), (*shared, *some)):
            found[row[-1]].append(row)
    return found


@lru_cache(maxsize=256)
def _statement(question: str, keys: int, shared: int) -> str:
    return " UNION ALL ".join(f"SELECT * FROM ({question.format(key=shared + n)})" for n in range(1, keys + 1))
