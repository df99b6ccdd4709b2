"""Which articles share text with which: copies, shortened rewrites, and passages, with their places in both.

Kept as a function of the set of current articles. Two articles are compared if they have enough looked-up shingles in common that
stand in few articles; where a shingle stands in many (a wire text that everyone runs, an outlet's closing lines), it only counts
between neighbours in time, so that a crowd of copies hangs together as a chain and costs no more than its length.
"""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left
from collections import Counter, OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations

from sayso.ledger.passages import COPIED, Overlap, compare, containment, wording

__all__ = ["COPIED", "Copies", "containment"]

CROWDED = 16  # articles with one shingle, above which only neighbours are compared
CONNECTED = 4  # looked-up shingles in common from which articles are compared: one or two may be a turn of phrase
FEWER = ((8, 1), (24, 2), (48, 3))  # in a text with this many of them at most, so many are enough
REMEMBERED = 4096  # articles kept in memory, some 10 MB
UNDATED = 9999_12_31  # sorts after every date

Row = tuple[int, int]  # the rank and number of an article


@dataclass(frozen=True, slots=True)
class Indexed:
    """An article as far as copies are concerned."""

    number: int
    id: str
    rank: int  # sorts an original before its copies: published first, then tagged by an agency, then by id
    text: str

    @property
    def prints(self) -> tuple[int, ...]:
        return wording(self.text).prints

    @property
    def row(self) -> Row:
        return self.rank, self.number


class Copies:
    """The shingles, overlaps and passages tables of a ledger."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self._known: OrderedDict[int, Indexed] = OrderedDict()

    def add(self, number: int) -> None:
        """Index an article's text, and note what it shares with others."""
        article = self._article(number)
        found: Counter[int] = Counter()
        doubted: set[tuple[int, int]] = set()
        for shingle in article.prints:
            there = self._having(shingle)
            if not there:
                continue
            if len(there) < CROWDED:
                found.update(n for _, n in there)
                continue
            before, after = self._around(shingle, article.row, there)
            found.update(n for _, n in before + after)
            if len(there) == CROWDED:
                doubted.update(combinations(sorted(n for _, n in there), 2))
            elif before and after:
                doubted.add(_pair(before[0][1], after[0][1]))
        self.db.executemany("INSERT INTO shingles VALUES (?, ?, ?)", [(s, article.rank, number) for s in article.prints])
        self.db.execute(
            "UPDATE articles SET prints = ?1 WHERE number = ?2 AND prints <> ?1", (len(article.prints), number)
        )  # of older ledgers
        lengths = dict(self.db.execute(LENGTHS, (json.dumps([n for n, shared in found.items() if shared < CONNECTED]),)).fetchall())
        for other, shared in sorted(found.items()):
            if shared >= _enough(len(article.prints), lengths.get(other, len(article.prints))):
                self._compare(article, self._article(other))
        self._drop(doubted)

    def remove(self, number: int) -> None:
        """Take an article out, and compare those who become neighbours by it."""
        article = self._article(number)
        for table in ("overlaps", "passages"):
            self.db.execute(f"DELETE FROM {table} WHERE article = ?1 OR of = ?1", (article.id,))
        self.db.executemany(
            "DELETE FROM shingles WHERE shingle = ? AND rank = ? AND article = ?", [(s, *article.row) for s in article.prints]
        )
        wanted: set[tuple[int, int]] = set()
        for shingle in article.prints:
            there = self._having(shingle)
            if len(there) == CROWDED:
                wanted.update(combinations(sorted(n for _, n in there), 2))
            elif len(there) > CROWDED:
                before, after = self._around(shingle, article.row, there)
                if before and after:
                    wanted.add(_pair(before[0][1], after[0][1]))
        crowd: dict[int, list[Row]] = {}
        for one, other in sorted(wanted):
            a, b = self._article(one), self._article(other)
            if self._overlap(a, b) is None and self._connected(a, b, crowd):
                self._compare(a, b)
        self._known.pop(number, None)

    def _connected(self, a: Indexed, b: Indexed, crowd: dict[int, list[Row]]) -> bool:
        """Whether two articles have enough in common to be compared."""
        count, enough = 0, _enough(len(a.prints), len(b.prints))
        for shingle in sorted(set(a.prints) & set(b.prints)):
            if shingle not in crowd:
                crowd[shingle] = self._having(shingle)
            there = crowd[shingle]
            if len(there) <= CROWDED or b.row in [n for side in self._around(shingle, a.row, there) for n in side]:
                count += 1
            if count >= enough:
                return True
        return False

    def _compare(self, a: Indexed, b: Indexed) -> None:
        """Record what two articles share, if it is something."""
        later, earlier = (a, b) if a.row > b.row else (b, a)
        overlap = compare(self._text(later.number), self._text(earlier.number))
        if overlap:
            self._note(later, earlier, overlap)

    def _note(self, later: Indexed, earlier: Indexed, overlap: Overlap) -> None:
        row = (overlap.kind, round(overlap.containment, 4), round(overlap.share, 4), overlap.reason, earlier.rank)
        self.db.execute("INSERT OR REPLACE INTO overlaps VALUES (?, ?, ?, ?, ?, ?, ?)", (later.id, earlier.id, *row))
        self.db.executemany(
            "INSERT OR REPLACE INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(later.id, earlier.id, p.start, p.end, p.of_start, p.of_end, p.words) for p in overlap.passages],
        )

    def _drop(self, doubted: Collection[tuple[int, int]]) -> None:
        """Forget what pairs share that are no longer to be compared."""
        crowd: dict[int, list[Row]] = {}
        involved = {number for pair in doubted for number in pair}
        for one, other in self.db.execute(NOTED, (json.dumps(sorted(involved)),)).fetchall():
            a, b = self._article(one), self._article(other)
            if _pair(one, other) in doubted and not self._connected(a, b, crowd):
                for table in ("overlaps", "passages"):
                    self.db.execute(f"DELETE FROM {table} WHERE article = ? AND of = ?", (a.id, b.id))

    def _overlap(self, a: Indexed, b: Indexed) -> tuple[str, str] | None:
        """The ids of the later and the earlier of two articles, if what they share is recorded."""
        ids = (a.id, b.id) if a.row > b.row else (b.id, a.id)
        return ids if self.db.execute("SELECT 1 FROM overlaps WHERE article = ? AND of = ?", ids).fetchone() else None

    def _having(self, shingle: int) -> list[Row]:
        """The articles that have a shingle, the first in rank, at most one more than makes it crowded."""
        return self.db.execute("SELECT rank, article FROM shingles WHERE shingle = ? LIMIT ?", (shingle, CROWDED + 1)).fetchall()

    def _around(self, shingle: int, row: Row, there: list[Row]) -> tuple[list[Row], list[Row]]:
        """The last article before a place under a shingle, and the first after it; each a list of at most one."""
        if len(there) <= CROWDED or row < there[-1]:
            others = [r for r in there if r != row]
            place = bisect_left(others, row)
            return others[max(place - 1, 0) : place], others[place : place + 1]
        before = (
            "SELECT rank, article FROM shingles WHERE shingle = ? AND (rank, article) < (?, ?) ORDER BY rank DESC, article DESC LIMIT 1"
        )
        after = "SELECT rank, article FROM shingles WHERE shingle = ? AND (rank, article) > (?, ?) ORDER BY rank, article LIMIT 1"
        return self.db.execute(before, (shingle, *row)).fetchall(), self.db.execute(after, (shingle, *row)).fetchall()

    def _article(self, number: int) -> Indexed:
        if number not in self._known:
            ident, earliest, agency, text = self.db.execute(
                "SELECT id, earliest, agency, text FROM articles WHERE number = ?", (number,)
            ).fetchone()
            self._known[number] = Indexed(number, ident, _rank(ident, earliest, agency), text)
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return self._known[number]

    def _text(self, number: int) -> str:
        text: str = self.db.execute("SELECT text FROM articles WHERE number = ?", (number,)).fetchone()[0]
        return text

    def forget_all(self) -> None:
        """Forget what is kept in memory: another process, or a rollback, may have changed it."""
        self._known.clear()


def _rank(ident: str, earliest: str, agency: str) -> int:
    """A number that sorts articles: eight digits of date, whether an agency stands behind it, the beginning of the id."""
    day = int(earliest.replace("-", "")) if earliest else UNDATED
    return day << 36 | (0 if agency else 1) << 35 | int(ident[-20:-11], 16) >> 1


# What articles were found to share with earlier ones.
NOTED = """SELECT a.number, b.number FROM json_each(?) JOIN articles a ON a.number = value
  JOIN overlaps o ON o.article = a.id JOIN articles b ON b.id = o.of ORDER BY 1, 2"""
LENGTHS = "SELECT number, prints FROM json_each(?) JOIN articles ON number = value"  # of articles, in looked-up shingles


def _enough(one: int, other: int) -> int:
    """How many shingles two articles of so many must have in common to be compared."""
    shorter = min(one, other)
    return next((enough for most, enough in FEWER if shorter <= most), CONNECTED)


def _pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)
