"""Rows under shared keys, in order of publication: which claims stand near enough to each other to be compared.

Under a key with few rows everybody is compared with everybody: the next in line are NEAR, the others FAR. Under a crowded one
only the next in line are. Two that both have a more telling key than this one are not compared by it: were they about one
thing, they would share that. Nor are those who cannot be about one thing, or in dispute where they are FAR, by what is noted of them
(linkable, joinable). Which pairs are compared depends on the rows alone, never on the order in which they came.
"""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations

from sayso.claim import Claim
from sayso.ledger.lookups import ask
from sayso.likeness import SAME_EVENT_DAYS, UNDATED, days, outlines_fit

FAR, NEAR = 0, 1
# What is noted of a claim under a key: none of its keys tells more; it dates an event; it says that something is not so; it counts something;
# it neither says so nor not; the key is all its words. Above these stands its outline (likeness.outline), where cells are compared.
TELLING, DATED, NEGATIVE, COUNTING, WITHHOLDING, WORDED = (1 << n for n in range(6))
OUTLINE = 8  # bits below the outline
REMEMBERED = 8192  # claims of which it is known where they stand, some 10 MB
NO_DAY = date.max.toordinal()  # of what is undated
LAST_START = (1 << 24) - 1  # in three bytes

Place = bytes
Row = tuple[Place, int, int, int]  # place, claim, what is noted of it, key
Pair = tuple[int, int]  # numbers of the later and the earlier claim


def place(claim: Claim) -> Place:
    """Sorts claims as their rank does, in a quarter of the room."""
    first = days(claim.article.published)[0] or UNDATED
    day = int(first.replace("-", "")[:8])
    start = min(claim.content.start, LAST_START)
    return b"".join((day.to_bytes(4, "big"), _digits(claim.article.id, 6), start.to_bytes(3, "big"), _digits(claim.id, 4)))


def _digits(ident: str, size: int) -> bytes:
    """The first bytes of what an id ends in; of one that does not end in hexadecimal digits, of its letters."""
    try:
        return bytes.fromhex(ident[-20:])[:size]
    except ValueError:
        return ident[-20:].encode()[:size].ljust(size, b"\0")


class Shelf:
    """One table of rows under keys, and another that tells under which keys each claim stands."""

    def __init__(self, db: sqlite3.Connection, table: str, crowded: int, reach: int) -> None:
        self.db = db
        self.table = table
        self.crowded = crowded  # rows under a key from which only the next in line are compared
        self.reach = reach  # how many in line on either side count as next
        self._full: set[int] = set()  # keys known to be crowded
        self._known: OrderedDict[int, tuple[Place, dict[int, int]]] = OrderedDict()  # where claims stand that came lately
        under = f"SELECT place, claim, telling, key FROM {table} WHERE key = ?{{key}}"
        self._first = f"{under} ORDER BY place LIMIT {crowded + 1}"
        self._before = f"{under} AND place < ?1 ORDER BY place DESC LIMIT {reach}"
        self._after = f"{under} AND place > ?1 ORDER BY place LIMIT {reach}"

    def forget_all(self) -> None:
        """Forget what is kept in memory."""
        self._full.clear()
        self._known.clear()

    def add(self, keys: dict[int, int], at: Place, number: int, change: Change) -> None:
        """Put a claim under its keys, each with what is noted there; see who is to be compared, and who perhaps no longer."""
        there = self._under([key for key in keys if key not in self._full])
        self._full.update(key for key, rows in there.items() if len(rows) > self.crowded)
        beside = self._neighbours([key for key in keys if key in self._full], at)
        for key, noted in keys.items():
            row, rows = (at, number, noted, key), there.get(key, [])
            if key in self._full:
                self._squeeze_in(row, beside.get(key, []), change)
            elif len(rows) == self.crowded:
                change.crowds.append([r[1] for r in rows])
                change.want(row, self._window(rows, at), NEAR)
            elif rows:
                self._join(row, rows, change)
        self.db.executemany(f"INSERT INTO {self.table} VALUES (?, ?, ?, ?)", [(key, at, number, noted) for key, noted in keys.items()])
        packed = array("q", [value for pair in keys.items() for value in pair]).tobytes()
        self.db.execute(f"INSERT INTO {self.table}_of VALUES (?, ?, ?)", (number, at, packed))
        self._know(number, at, keys)

    def _squeeze_in(self, row: Row, beside: list[Row], change: Change) -> None:
        """Stand between two neighbours of a crowd."""
        change.want(row, beside, NEAR)
        change.doubt(self._straddling(row[0], beside))

    def _join(self, row: Row, rows: list[Row], change: Change) -> None:
        """Stand among a few."""
        beside = self._window(rows, row[0])
        change.want(row, beside, NEAR)
        change.want(row, rows, FAR)
        change.doubt(self._straddling(row[0], beside))

    def take(self, number: int, change: Change) -> None:
        """Take a claim from under its keys; note who is next in line now."""
        at, keys = self._standing(number)
        self.db.executemany(f"DELETE FROM {self.table} WHERE key = ? AND place = ?", [(key, at) for key in keys])
        self.db.execute(f"DELETE FROM {self.table}_of WHERE claim = ?", (number,))
        self._known.pop(number, None)
        there = self._under(list(keys))
        crowds = self._neighbours([key for key, rows in there.items() if len(rows) > self.crowded], at)
        for key, rows in there.items():
            if len(rows) == self.crowded:
                self._full.discard(key)
                self._line_up(rows, change)
                continue
            beside = crowds[key] if len(rows) > self.crowded else self._window(rows, at)
            for one, other in self._straddling(at, beside):
                change.want(one, [other], NEAR)

    def _line_up(self, rows: list[Row], change: Change) -> None:
        """Compare all with all where a line has just become short enough for that."""
        for n, row in enumerate(rows):
            change.want(row, rows[n + 1 : n + 1 + self.reach], NEAR)
            change.want(row, rows[n + 1 + self.reach :], FAR)

    def scope(self, one: int, other: int) -> int | None:
        """How near two claims stand, by all the keys they share; None where they are not to be compared."""
        (at, keys), (other_at, others) = sorted((self._standing(one), self._standing(other)))
        shared = [key for key in keys if key in others and (keys[key] | others[key]) & TELLING]
        there = self._under([key for key in shared if key not in self._full])
        self._full.update(key for key, rows in there.items() if len(rows) > self.crowded)
        following = ask(self.db, self._after, [key for key in shared if key in self._full], at)
        following |= {key: self._window(rows, at) for key, rows in there.items() if key not in self._full}
        if any(row[0] == other_at for rows in following.values() for row in rows):
            return NEAR
        return FAR if any(key not in self._full for key in shared) else None

    def _standing(self, number: int) -> tuple[Place, dict[int, int]]:
        """Where in line a claim stands, and its keys with what is noted there."""
        found = self._known.get(number)
        if found is None:
            at, packed = self.db.execute(f"SELECT place, keys FROM {self.table}_of WHERE claim = ?", (number,)).fetchone()
            values = array("q", packed)
            found = self._know(number, at, dict(zip(values[::2], values[1::2], strict=True)))
        return found

    def _know(self, number: int, at: Place, keys: dict[int, int]) -> tuple[Place, dict[int, int]]:
        self._known[number] = at, keys
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return at, keys

    def _under(self, keys: Sequence[int]) -> dict[int, list[Row]]:
        """The first rows under each key that has any, at most one more than makes it crowded."""
        return ask(self.db, self._first, keys)

    def _neighbours(self, keys: Sequence[int], at: Place) -> dict[int, list[Row]]:
        """The next in line before and after a place in each of these crowds."""
        found = ask(self.db, self._before, keys, at)
        for key, rows in ask(self.db, self._after, keys, at).items():
            found[key] = [*found.get(key, ()), *rows]
        return found

    def _window(self, rows: list[Row], at: Place) -> list[Row]:
        """The next in line before and after a place, of all the rows under a key."""
        others = [r for r in rows if r[0] != at]
        here = bisect_left(others, (at,))
        return others[max(here - self.reach, 0) : here + self.reach]

    def _straddling(self, at: Place, beside: list[Row]) -> Iterator[tuple[Row, Row]]:
        """The neighbours of a place that are next in line as long as nobody stands there."""
        before = sorted((r for r in beside if r[0] < at), reverse=True)
        after = sorted(r for r in beside if r[0] > at)
        for n, one in enumerate(after):
            for m, other in enumerate(before):
                if n + m + 1 == self.reach:
                    yield one, other


class Change:
    """What an addition or removal asks for: pairs to be compared, and pairs that may no longer be."""

    def __init__(self, fit: Callable[[Row, Row, int], bool]) -> None:
        self._fit = fit  # whether there can be anything between two, by what is noted of them
        self.wanted: dict[Pair, int] = {}
        self.doubted: set[Pair] = set()
        self.crowds: list[list[int]] = []  # claims under a key that has just become crowded

    def want(self, row: Row, others: Iterable[Row], scope: int) -> None:
        """Ask for a claim to be compared with others; who is near by one key is not made far by another."""
        for other in others:
            if (row[2] | other[2]) & TELLING and self._fit(row, other, scope):
                pair = _pair(row, other)
                if scope > self.wanted.get(pair, -1):
                    self.wanted[pair] = scope

    def doubt(self, pairs: Iterable[tuple[Row, Row]]) -> None:
        """Note who is no longer next in line."""
        self.doubted.update(_pair(one, other) for one, other in pairs if (one[2] | other[2]) & TELLING and self._fit(one, other, NEAR))

    def uncertain(self) -> set[Pair]:
        """The wanted pairs that may not be wanted any more."""
        found = self.doubted & self.wanted.keys()
        for crowd in self.crowds:
            found.update(pair for one, other in combinations(crowd, 2) for pair in ((one, other), (other, one)) if pair in self.wanted)
        return found


def linkable(one: Row, other: Row, scope: int) -> bool:
    """Whether two claims may be linked: of those FAR from each other only a dispute is asked for, and of two times only the same words."""
    if not _one_time(one, other):
        return scope == NEAR and bool(one[2] & other[2] & WORDED)
    return scope == NEAR or _may_dispute(one, other)


def joinable(one: Row, other: Row, _: int) -> bool:
    """Whether two cells may be joined: one time, and main events that can be one."""
    return _one_time(one, other) and outlines_fit(one[2] >> OUTLINE, other[2] >> OUTLINE)


def _one_time(one: Row, other: Row) -> bool:
    """Whether two claims may be about one time: published within half a year, or both dating what they tell of, or in one article."""
    if one[2] & other[2] & DATED or one[0][4:10] == other[0][4:10]:
        return True
    days = _day(one[0][:4]), _day(other[0][:4])
    return max(days) == NO_DAY or abs(days[0] - days[1]) <= SAME_EVENT_DAYS


def _may_dispute(one: Row, other: Row) -> bool:
    """Whether links.dispute can find something: so and not so, two figures, two dates, somebody who could not verify, or words of one day."""
    noted, either = one[2] & other[2], one[2] | other[2]
    if either & WITHHOLDING or (one[2] ^ other[2]) & NEGATIVE or noted & (COUNTING | DATED):
        return True
    return abs(_day(one[0][:4]) - _day(other[0][:4])) <= 1


@lru_cache(maxsize=1 << 14)
def _day(written: bytes) -> int:
    """The day of publication with which a place begins, as a number; NO_DAY of what is undated."""
    year, rest = divmod(int.from_bytes(written, "big"), 10_000)
    try:
        return date(year, *divmod(rest, 100)).toordinal()
    except ValueError:
        return NO_DAY


def _pair(one: Row, other: Row) -> Pair:
    return (one[1], other[1]) if one[0] > other[0] else (other[1], one[1])
