"""Which articles share text with which: copies, shortened rewrites, and passages, with their places in both.

Kept as a function of the set of current articles. Two articles are compared if they have enough looked-up shingles in common that
stand in few articles; where a shingle stands in many (a wire text that everyone runs, an outlet's closing lines), it only counts
between neighbours in time, so that a crowd of copies hangs together as a chain and costs no more than its length.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from bisect import bisect_left
from collections import Counter, OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

from sayso.ledger.lookups import AT_ONCE, ask
from sayso.ledger.passages import COPIED, Overlap, compare, containment, wording

__all__ = ["COPIED", "Copies", "containment"]

CROWDED = 16  # articles with one shingle, above which only neighbours are compared
CONNECTED = 2  # looked-up shingles in common from which articles are compared: one may be a turn of phrase
FEW = 24  # in a text with this many of them at most, one is enough
REMEMBERED = 4096  # articles kept in memory, some 5 MB
SHARING_REMEMBERED = 32_768  # articles of which it is known with which earlier ones they share something, some 10 MB
UNDATED = 9999_12_31  # sorts after every date

Row = tuple[int, ...]  # the rank and number of an article, how many shingles it has, and under which of them it stands
Sides = tuple[list[Row], list[Row]]  # before a place, and after it
UNDER = "SELECT rank, article, prints, shingle FROM shingles WHERE shingle = ?{key}"
BEFORE = f"{UNDER} AND (rank, article) < (?1, ?2) ORDER BY rank DESC, article DESC LIMIT 1"
AFTER = f"{UNDER} AND (rank, article) > (?1, ?2) ORDER BY rank, article LIMIT 1"


@dataclass(frozen=True, slots=True)
class Indexed:
    """An article as far as copies are concerned."""

    number: int
    id: str
    rank: int  # sorts an original before its copies: published first, then tagged by an agency, then by id
    prints: tuple[int, ...]

    @property
    def row(self) -> Row:
        return self.rank, self.number, len(self.prints)


class Copies:
    """The shingles, prints, overlaps and passages tables of a ledger."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self._known: OrderedDict[int, Indexed] = OrderedDict()
        self._sharing: OrderedDict[int, set[int]] = OrderedDict()  # with which earlier ones an article shares something
        self._full: set[int] = set()  # shingles known to be crowded
        self._first = f"{UNDER} LIMIT {CROWDED + 1}"
        self._last = f"{UNDER} LIMIT 1 OFFSET {CROWDED}"  # of these, if there are so many

    def add(self, number: int) -> None:
        """Index an article's text, and note what it shares with others."""
        article = self._index(number)
        self._sharing[number] = set()
        there = self._under([shingle for shingle in article.prints if shingle not in self._full])
        beside = self._beside([shingle for shingle in article.prints if shingle in self._full], article.row)
        shared: Counter[tuple[int, int]] = Counter()  # the number of each other article, and how many shingles it has
        doubted: set[tuple[int, int]] = set()
        for rows in there.values():
            if len(rows) == CROWDED:
                self._full.add(rows[0][-1])
                doubted.update(combinations(sorted(row[1] for row in rows), 2))
                rows = [row for side in _next_to(article.row, rows) for row in side]
            shared.update((row[1], row[2]) for row in rows)
        for before, after in beside.values():
            shared.update((row[1], row[2]) for row in before + after)
            if before and after:
                doubted.add(_pair(before[0][1], after[0][1]))
        self.db.executemany(
            "INSERT INTO shingles VALUES (?, ?, ?, ?)", [(shingle, article.rank, number, len(article.prints)) for shingle in article.prints]
        )
        for (other, prints), count in sorted(shared.items()):
            if count >= _enough(len(article.prints), prints):
                self._compare(article, self._article(other))
        self._drop(doubted, article)

    def remove(self, number: int) -> None:
        """Take an article out, and compare those who become neighbours by it."""
        article = self._article(number)
        for table in ("overlaps", "passages"):
            self.db.execute(f"DELETE FROM {table} WHERE article = ?1 OR of = ?1", (article.id,))
        self.db.executemany(
            "DELETE FROM shingles WHERE shingle = ? AND rank = ? AND article = ?", [(s, article.rank, number) for s in article.prints]
        )
        self.db.execute("DELETE FROM prints WHERE article = ?", (number,))
        self._full.difference_update(article.prints)
        wanted: set[tuple[int, int]] = set()
        for rows in self._under(article.prints).values():
            if len(rows) == CROWDED:
                wanted.update(combinations(sorted(row[1] for row in rows), 2))
        for before, after in self._beside([shingle for shingle in article.prints if shingle in self._full], article.row).values():
            if before and after:
                wanted.add(_pair(before[0][1], after[0][1]))
        for one, other in sorted(wanted):
            a, b = self._article(one), self._article(other)
            if self._overlap(a, b) is None and self._connected(a, b):
                self._compare(a, b)
        self._known.pop(number, None)
        self._sharing.clear()

    def _connected(self, a: Indexed, b: Indexed, new: Indexed | None = None) -> bool:
        """Whether two articles have enough in common to be compared: shingles that few have, or under which they are neighbours.

        Where a new one stands between them, they are no neighbours under any shingle that it has too.
        """
        enough, count = _enough(len(a.prints), len(b.prints)), 0
        first, second = sorted((a, b), key=lambda article: article.row)
        parted = self._full.intersection(new.prints) if new and first.row < new.row < second.row else set[int]()
        common = sorted(set(a.prints).intersection(b.prints) - parted)
        for start in range(0, len(common), AT_ONCE):
            some = common[start : start + AT_ONCE]
            self._full.update(ask(self.db, self._last, [shingle for shingle in some if shingle not in self._full]))
            crowded = [shingle for shingle in some if shingle in self._full]
            following = ask(self.db, AFTER, crowded, *first.row[:2])
            count += len(some) - len(crowded) + sum(rows[0][:2] == second.row[:2] for rows in following.values())
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
        if later.number in self._sharing:
            self._sharing[later.number].add(earlier.number)
        row = (overlap.kind, round(overlap.containment, 4), round(overlap.share, 4), overlap.reason, earlier.rank)
        self.db.execute("INSERT OR REPLACE INTO overlaps VALUES (?, ?, ?, ?, ?, ?, ?)", (later.id, earlier.id, *row))
        self.db.executemany(
            "INSERT OR REPLACE INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(later.id, earlier.id, p.start, p.end, p.of_start, p.of_end, p.words) for p in overlap.passages],
        )

    def _drop(self, doubted: Collection[tuple[int, int]], new: Indexed) -> None:
        """Forget what pairs share that are no longer to be compared since a new article has come."""
        self._recall({number for pair in doubted for number in pair})
        for pair in sorted(doubted):
            for later, earlier in (pair, pair[::-1]):
                if earlier in self._sharing[later] and not self._connected(a := self._article(later), b := self._article(earlier), new):
                    self._sharing[later].discard(earlier)
                    for table in ("overlaps", "passages"):
                        self.db.execute(f"DELETE FROM {table} WHERE article = ? AND of = ?", (a.id, b.id))
        while len(self._sharing) > SHARING_REMEMBERED:
            self._sharing.popitem(last=False)

    def _recall(self, numbers: Collection[int]) -> None:
        """Bring to mind with which earlier articles each of these shares something."""
        unknown = sorted(number for number in numbers if number not in self._sharing)
        self._sharing.update((number, set()) for number in unknown)
        for later, earlier in self.db.execute(SHARING, (json.dumps(unknown),)) if unknown else ():
            self._sharing[later].add(earlier)

    def _overlap(self, a: Indexed, b: Indexed) -> tuple[str, str] | None:
        """The ids of the later and the earlier of two articles, if what they share is recorded."""
        ids = (a.id, b.id) if a.row > b.row else (b.id, a.id)
        return ids if self.db.execute("SELECT 1 FROM overlaps WHERE article = ? AND of = ?", ids).fetchone() else None

    def _under(self, shingles: Sequence[int]) -> dict[int, list[Row]]:
        """The articles that have a shingle, for each that few have; the crowded ones are remembered."""
        found = ask(self.db, self._first, shingles)
        self._full.update(shingle for shingle, rows in found.items() if len(rows) > CROWDED)
        return {shingle: rows for shingle, rows in found.items() if len(rows) <= CROWDED}

    def _beside(self, shingles: Sequence[int], row: Row) -> dict[int, Sides]:
        """The last article before a place under each of these shingles, and the first after it; each a list of at most one."""
        before, after = (ask(self.db, question, shingles, *row[:2]) for question in (BEFORE, AFTER))
        return {shingle: (before.get(shingle, []), after.get(shingle, [])) for shingle in shingles}

    def _index(self, number: int) -> Indexed:
        """An article whose shingles are not yet kept."""
        prints = wording(self._text(number)).prints
        self.db.execute("INSERT INTO prints VALUES (?, ?)", (number, array("q", prints).tobytes()))
        return self._article(number)

    def _article(self, number: int) -> Indexed:
        if number not in self._known:
            ident, earliest, agency, prints = self.db.execute(INDEXED, (number,)).fetchone()
            self._known[number] = Indexed(number, ident, _rank(ident, earliest, agency), tuple(array("q", prints)))
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return self._known[number]

    def _text(self, number: int) -> str:
        text: str = self.db.execute("SELECT text FROM articles WHERE number = ?", (number,)).fetchone()[0]
        return text

    def forget_all(self) -> None:
        """Forget what is kept in memory: another process, or a rollback, may have changed it."""
        self._known.clear()
        self._sharing.clear()
        self._full.clear()


def _rank(ident: str, earliest: str, agency: str) -> int:
    """A number that sorts articles: eight digits of date, whether an agency stands behind it, the beginning of the id."""
    day = int(earliest.replace("-", "")) if earliest else UNDATED
    return day << 36 | (0 if agency else 1) << 35 | int(ident[-20:-11], 16) >> 1


SHARING = """SELECT a.number, b.number FROM json_each(?) JOIN articles a ON a.number = value
  JOIN overlaps o ON o.article = a.id JOIN articles b ON b.id = o.of"""
INDEXED = "SELECT id, earliest, agency, shingles FROM articles JOIN prints ON article = number WHERE number = ?"


def _next_to(row: Row, rows: list[Row]) -> Sides:
    """Of all articles that have a shingle, the last before a place and the first after it."""
    at = bisect_left(rows, row)
    return rows[max(at - 1, 0) : at], rows[at : at + 1]


def _enough(one: int, other: int) -> int:
    """How many shingles two articles of so many must have in common to be compared."""
    return 1 if min(one, other) <= FEW else CONNECTED


def _pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)
