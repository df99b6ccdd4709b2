"""A large ledger made of a small one, quickly: to see how it reads, without waiting for a million claims to be linked.

    python bench/enlarged.py SMALL LARGE CLAIMS

The claims of the small one, which were recorded and linked like any others, are written again and again under other ids and paths, with
their links among each other, but none across: every point, party and figure is told that many times more often, every dispute stands
there that many times. What linking looks things up by is left out, so that what is added to a ledger like this meets the small one alone.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from sayso.ledger import Ledger
from sayso.ledger.snapshot import CLAIM

IDENT = re.compile(r"\b(claim|article)-1-([0-9a-f]{2})([0-9a-f]{18})\b")
MOST = 255  # copies: the first two digits of an id tell which
TABLES = (
    "articles",
    "paths",
    "claims",
    "mentions",
    "aliases",
    "gaps",
    "events",
    "roles",
    "items",
    "links",
    "copies",
    "overlaps",
    "passages",
    "columns",
)
NUMBERED = {"articles": "number", "columns": "article", "claims": "number", "events": "number", "roles": "number", "items": "number"}
OF_ARTICLES = ("articles", "columns")


def enlarge(path: Path, claims: int) -> None:
    """Write a ledger's claims again until there are so many."""
    with Ledger(path) as ledger:
        there = ledger.counts()["claims"]
    db = sqlite3.connect(path)
    db.execute("PRAGMA synchronous = OFF")
    last = {
        of_articles: db.execute(f"SELECT max(number) FROM {table}").fetchone()[0]
        for of_articles, table in ((True, "articles"), (False, "claims"))
    }
    for copy in range(1, min(MOST, claims // there - 1) + 1):
        for table in TABLES:
            if db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone():
                _again(db, table, copy, last)
        db.commit()
    db.close()


def _again(db: sqlite3.Connection, table: str, copy: int, last: dict[bool, int]) -> None:
    """Write the rows of a table once more, under other ids, numbers and paths."""
    columns = [row[1] for row in db.execute(f'PRAGMA table_info("{table}")')]  # those that are generated are not told
    number = NUMBERED.get(table)
    of_articles = table in OF_ARTICLES
    where = (
        f"WHERE {number} <= {last[of_articles]}"
        if number
        else f"WHERE {_article_of(table)} IN (SELECT id FROM {_whose(table)} WHERE number <= {last[_whose(table) == 'articles']})"
    )
    changes: dict[str, Callable[[Any], Any]] = {
        name: lambda value: moved(value, copy) if isinstance(value, str) else value for name in columns
    }
    changes.update({name: lambda value: f"{value}-{copy}" if value else value for name in columns if name in ("path", "address")})
    changes.update({name: lambda value: None for name in columns if name == "raw"})
    if number:
        changes[number] = lambda value: value + copy * last[of_articles]
    if table == "columns":
        changes["claims"] = lambda value: _packed_again(value, copy, copy * last[False])
    names = ", ".join(f'"{name}"' for name in columns)
    rows: Iterable[tuple[Any, ...]] = db.execute(f"SELECT {names} FROM {table} {where}").fetchall()
    making = [changes[name] for name in columns]
    db.executemany(
        f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})",
        (tuple(make(value) for make, value in zip(making, row, strict=True)) for row in rows),
    )


def _article_of(table: str) -> str:
    return "later" if table == "links" else "article"


def _whose(table: str) -> str:
    return "claims" if table == "links" else "articles"


def moved(text: str, copy: int) -> str:
    """A text in which every claim and article has the id of its copy, and every path that of its article."""
    found = IDENT.sub(lambda match: f"{match[1]}-1-{int(match[2], 16) ^ copy:02x}{match[3]}", text)
    return re.sub(r'"path":"([^"]*)"', rf'"path":"\1-{copy}"', found, count=1) if found.startswith("{") else found


def _packed_again(blob: bytes, copy: int, numbers: int) -> bytes:
    import numpy as np

    rows = np.frombuffer(blob, CLAIM).copy()
    rows["number"] += numbers
    rows["ident"] ^= np.uint64(copy << 56)
    rows["within"] = np.where(rows["within"] == 0, 0, rows["within"] ^ np.uint64(copy << 56))
    return rows.tobytes()


if __name__ == "__main__":
    small, large, claims = sys.argv[1:]
    shutil.copy(small, large)
    enlarge(Path(large), int(claims.replace(",", "")))
