"""Which claims are compared: neighbours under shared keys, so that linking costs the same however large a story grows.

Every claim stands under each of its keys (likeness.keys) in one or two lanes (likeness.lanes), in order of publication. Under a key
with few rows every two claims that could dispute are compared; under a crowded one only neighbours: the claims before and
after in the same lane, and before and after in the lane of the other polarity. Claims that agree are only linked with
neighbours. Which pairs are compared thus depends on the set of claims alone, never on the order in which they came.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Literal

import msgspec

from sayso import likeness, links
from sayso.claim import Claim
from sayso.ledger.copies import COPIED, containment
from sayso.likeness import Side

CROWDED = 32  # rows under a key from which only neighbours are compared: a story that a person could still read in one go
DISPUTES = ("contradicts", "denies", "revises")
OTHER_LANE = {"is+": "is-", "is-": "is+", "plan+": "plan-", "plan-": "plan+"}
REMEMBERED = 8192  # claims kept ready to be compared, some 50 MB

Number = int
Pair = tuple[Number, Number]
Scope = Literal["any", "dispute"]  # which kinds of link a pair may have
Row = tuple[str, str, Number]  # lane, rank, claim

decode_claim = msgspec.json.Decoder(Claim).decode


class Partners:
    """The keys and links tables of a ledger, kept as a function of the current claims."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self._sides: OrderedDict[Number, Side] = OrderedDict()
        self._texts: OrderedDict[str, str] = OrderedDict()

    def add(self, number: Number, claim: Claim) -> None:
        """Place a claim among its likely partners and link it with them."""
        side = self._remember(number, claim)
        wanted: dict[Pair, Scope] = {}
        doubted: set[Pair] = set()
        for key in side.keys:
            rows = self._rows(key)
            crowded = len(rows) + len(side.lanes) > CROWDED
            if crowded and len(rows) <= CROWDED:
                doubted.update(self._linked_among({row[2] for row in rows}))
            for lane in side.lanes:
                before, after = self._around(key, lane, side.rank, rows)
                _want(wanted, "any", *((number, n[1]) for n in (before, after) if n))
                if before and after:
                    doubted.add(_pair(before[1], after[1]))
            if crowded:
                across = self._across(key, side.lanes[0], side.rank)
                _want(wanted, "dispute", *((number, n[1]) for n in across if n and n[2] != side.lanes[0]))
                if across[0] and across[1]:
                    doubted.add(_pair(across[0][1], across[1][1]))
            else:
                _want(wanted, "dispute", *((number, other) for lane, _, other in rows if _may_dispute(side.lanes, lane)))
            self.db.executemany("INSERT INTO keys VALUES (?, ?, ?, ?)", [(key, lane, side.rank, number) for lane in side.lanes])
        self._link(wanted)
        self._unlink(doubted)

    def remove(self, number: Number, claim: Claim) -> None:
        """Take a claim out, and link those who become neighbours by it."""
        side = self._remember(number, claim)
        wanted: dict[Pair, Scope] = {}
        self.db.execute("DELETE FROM links WHERE later = ?1 OR earlier = ?1", (claim.id,))
        self.db.execute("DELETE FROM keys WHERE claim = ?", (number,))
        for key in side.keys:
            rows = self._rows(key)
            for lane in side.lanes:
                before, after = self._around(key, lane, side.rank, rows)
                if before and after:
                    _want(wanted, "any", (before[1], after[1]))
            if len(rows) > CROWDED:
                before, after = self._across(key, side.lanes[0], side.rank)
                if before and after and before[2] != after[2]:
                    _want(wanted, "dispute", (before[1], after[1]))
            elif len(rows) + len(side.lanes) > CROWDED:
                pairs = ((a[2], b[2]) for a, b in combinations(rows, 2) if _may_dispute((a[0],), b[0]))
                _want(wanted, "dispute", *pairs)
        self._sides.pop(number, None)
        self._link(wanted)

    # Neighbours

    def _rows(self, key: int) -> list[Row]:
        """The rows under a key, at most one more than makes it crowded."""
        return self.db.execute("SELECT lane, rank, claim FROM keys WHERE key = ? LIMIT ?", (key, CROWDED + 1)).fetchall()

    def _around(self, key: int, lane: str, rank: str, rows: list[Row]) -> tuple[tuple[str, int, str] | None, tuple[str, int, str] | None]:
        """The nearest before and after in a lane, each with its rank, number and lane."""
        if len(rows) <= CROWDED:
            there = [(r, n, at) for at, r, n in rows if at == lane]
            return max((t for t in there if t[0] < rank), default=None), min((t for t in there if t[0] > rank), default=None)
        before = "SELECT rank, claim, lane FROM keys WHERE key = ? AND lane = ? AND rank < ? ORDER BY rank DESC LIMIT 1"
        after = "SELECT rank, claim, lane FROM keys WHERE key = ? AND lane = ? AND rank > ? ORDER BY rank LIMIT 1"
        return self.db.execute(before, (key, lane, rank)).fetchone(), self.db.execute(after, (key, lane, rank)).fetchone()

    def _across(self, key: int, lane: str, rank: str) -> tuple[tuple[str, int, str] | None, tuple[str, int, str] | None]:
        """The nearest before and after in a lane and that of the other polarity taken together."""
        crowd: list[Row] = [("", "", 0)] * (CROWDED + 1)
        mine = self._around(key, lane, rank, crowd)
        theirs = self._around(key, OTHER_LANE[lane], rank, crowd)
        before = max((n for n in (mine[0], theirs[0]) if n), default=None)
        after = min((n for n in (mine[1], theirs[1]) if n), default=None)
        return before, after

    def _scope(self, a: Side, b: Side) -> Scope | None:
        """Which links two claims may have, by all the keys they share."""
        scope: Scope | None = None
        for key in sorted(set(a.keys) & set(b.keys)):
            rows = self._rows(key)
            for lane in a.lanes:
                if lane in b.lanes and b.rank in {n[0] for n in self._around(key, lane, a.rank, rows) if n}:
                    return "any"
            if len(rows) <= CROWDED:
                if any(_may_dispute(a.lanes, lane) for lane in b.lanes):
                    scope = "dispute"
            elif OTHER_LANE[a.lanes[0]] == b.lanes[0] and b.rank in {n[0] for n in self._across(key, a.lanes[0], a.rank) if n}:
                scope = "dispute"
        return scope

    # Links

    def _link(self, wanted: dict[Pair, Scope]) -> None:
        for (a, b), scope in wanted.items():
            later, earlier = self._ordered(a, b)
            pairs = links.comparable(later, earlier)
            if pairs is None:
                continue
            found = links.dispute(later, earlier, pairs)
            if found is None and scope == "any":
                found = links.agree(later, earlier, pairs, copied=self._copied(later, earlier))
            if found:
                words = msgspec.json.encode(found.words).decode()
                row = (found.later, found.earlier, found.kind, found.reason, words)
                self.db.execute("INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?, ?)", row)

    def _unlink(self, doubted: Iterable[Pair]) -> None:
        """Drop the links of pairs that are no longer neighbours."""
        for a, b in sorted(doubted):
            later, earlier = self._ordered(a, b)
            row = self.db.execute("SELECT kind FROM links WHERE later = ? AND earlier = ?", (later.id, earlier.id)).fetchone()
            if row is None:
                continue
            scope = self._scope(later, earlier)
            if scope is None or (scope == "dispute" and row[0] not in DISPUTES):
                self.db.execute("DELETE FROM links WHERE later = ? AND earlier = ?", (later.id, earlier.id))

    def _linked_among(self, numbers: set[Number]) -> Iterator[Pair]:
        """The pairs of these claims that are linked."""
        ids = {self._side(n).id: n for n in numbers}
        for later, number in ids.items():
            for (earlier,) in self.db.execute("SELECT earlier FROM links WHERE later = ?", (later,)).fetchall():
                if earlier in ids:
                    yield _pair(number, ids[earlier])

    def _ordered(self, a: Number, b: Number) -> tuple[Side, Side]:
        one, two = self._side(a), self._side(b)
        return (one, two) if one.rank > two.rank else (two, one)

    def _copied(self, a: Side, b: Side) -> bool:
        """Whether one claim's article copies the other's; only asked where the wording is nearly the same."""
        if a.article == b.article or not likeness.alike(a, b):
            return False
        return containment(self._text(a.article), self._text(b.article)) > COPIED

    def _text(self, article: str) -> str:
        if article not in self._texts:
            self._texts[article] = self.db.execute("SELECT text FROM articles WHERE id = ?", (article,)).fetchone()[0]
            if len(self._texts) > 256:
                self._texts.popitem(last=False)
        return self._texts[article]

    def _side(self, number: Number) -> Side:
        if number in self._sides:
            self._sides.move_to_end(number)
            return self._sides[number]
        record = self.db.execute("SELECT record FROM claims WHERE number = ?", (number,)).fetchone()[0]
        return self._remember(number, decode_claim(record))

    def _remember(self, number: Number, claim: Claim) -> Side:
        side = self._sides[number] = Side(claim)
        if len(self._sides) > REMEMBERED:
            self._sides.popitem(last=False)
        return side

    def forget_all(self) -> None:
        """Forget what is kept in memory: another process, or a rollback, may have changed it."""
        self._sides.clear()
        self._texts.clear()


def _pair(a: Number, b: Number) -> Pair:
    return (a, b) if a < b else (b, a)


def _want(wanted: dict[Pair, Scope], scope: Scope, *pairs: Pair) -> None:
    """Ask for pairs to be compared; "any" kind of link once asked for is not narrowed again."""
    for a, b in pairs:
        if a != b and (scope == "any" or _pair(a, b) not in wanted):
            wanted[_pair(a, b)] = scope


def _may_dispute(lanes: tuple[str, ...], lane: str) -> bool:
    return OTHER_LANE.get(lanes[0]) == lane or (lane in lanes and lane.endswith("figure"))
