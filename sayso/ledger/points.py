"""Which cells are one point: what differs only in how much is told, or in its wording, but is about one event.

A claim's cell follows from the claim alone. Cells are joined where the earliest claims of two are about the same event
(likeness.same_event), and looked for under shared keys. A point is then its earliest cell and all later ones that fit this
cell itself, so that nothing is drawn in by a chain of half-likenesses. What persons ruled to be the same, or not, comes first.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from sayso import likeness
from sayso.claim import Claim
from sayso.ledger.partners import AT_ONCE, Number, Sides, batched
from sayso.ledger.shelves import Change, Pair, Place, Shelf, joinable, place

CROWDED = 6  # cells under a key from which only neighbours are compared
REACH = 1  # neighbours on either side
RULED = 2.0  # above any score: what a person decided


# Keeping the joins


class Joins:
    """The cells, blocks and joins tables of a ledger, kept as a function of the current claims."""

    def __init__(self, db: sqlite3.Connection, claims: Sides) -> None:
        self.db = db
        self._claims = claims
        self._sides = Sides(db)  # of its own: those who speak for their cells are asked again and again
        self._shelf = Shelf(db, "blocks", CROWDED, REACH)

    def add(self, claims: Iterable[tuple[Number, Claim]]) -> None:
        """Let claims count: those that are now the earliest of their cell speak for it."""
        first: dict[str, tuple[Place, Number]] = {}
        for number, claim in claims:
            at = place(claim)
            if claim.point not in first or at < first[claim.point][0]:
                first[claim.point] = (at, number)
        gone: list[str] = []
        come: dict[str, tuple[Place, Number]] = {}
        for cell, (at, number) in first.items():
            known = self.db.execute("SELECT place FROM cells WHERE cell = ?", (cell,)).fetchone()
            if known and known[0] < at:
                continue
            if known:
                gone.append(cell)
            come[cell] = (at, number)
        self._change(gone, come)

    def remove(self, claims: Iterable[tuple[Number, Claim]]) -> None:
        """Let claims count no more: the next one of each cell speaks for it."""
        gone: list[str] = []
        come: dict[str, tuple[Place, Number]] = {}
        left = dict(claims)
        for number, claim in left.items():
            self._sides.drop(number)
            known = self.db.execute("SELECT claim FROM cells WHERE cell = ?", (claim.point,)).fetchone()
            if known and known[0] == number:
                gone.append(claim.point)
                if heir := self._earliest(claim.point, left):
                    come[claim.point] = heir
        self._change(gone, come)

    def _earliest(self, cell: str, but: Container[Number]) -> tuple[Place, Number] | None:
        """The earliest claim of a cell, some left out."""
        found = self.db.execute("SELECT number FROM claims WHERE current = 1 AND point = ? ORDER BY rank", (cell,))
        number = next((number for (number,) in found if number not in but), None)
        return None if number is None else (self._claims[number].at, number)

    def _change(self, gone: list[str], come: Mapping[str, tuple[Place, Number]]) -> None:
        """Take cells out, put cells in, and compare who has new neighbours."""
        change = Change(joinable)
        taken = {number for cell in gone for number in [self._take(cell, change)]}
        change.wanted = {pair: scope for pair, scope in change.wanted.items() if taken.isdisjoint(pair)}
        self.db.executemany("INSERT INTO cells VALUES (?, ?, ?)", [(cell, number, at) for cell, (at, number) in come.items()])
        for at, number in come.values():
            self._shelf.add(self._sides.keep(number, self._claims[number]).blocks, at, number, change)
        for pair in change.uncertain():
            if self._shelf.scope(*pair) is None:
                del change.wanted[pair]
        self._part(change)
        self._join(sorted(change.wanted, key=lambda pair: (min(pair), pair)))

    def _take(self, cell: str, change: Change) -> Number:
        (number,) = self.db.execute("SELECT claim FROM cells WHERE cell = ?", (cell,)).fetchone()
        self._shelf.take(number, change)
        self.db.execute("DELETE FROM joins WHERE one = ?1 OR other = ?1", (cell,))
        self.db.execute("DELETE FROM cells WHERE cell = ?", (cell,))
        return int(number)

    def _part(self, change: Change) -> None:
        """Drop the joins of cells that are no longer compared."""
        for pair in sorted(self._joined(change) - change.wanted.keys()):
            if self._shelf.scope(*pair) is None:
                later, earlier = (self._sides[number].claim.point for number in pair)
                self.db.execute("DELETE FROM joins WHERE one = ? AND other = ?", (earlier, later))

    def _joined(self, change: Change) -> set[Pair]:
        """The pairs that may no longer be compared and are joined."""
        doubted = msgspec.json.encode(sorted(change.doubted)).decode()
        found: set[Pair] = set(self.db.execute(JOINED_PAIRS, (doubted,)).fetchall())
        for crowd in change.crowds:
            found.update(self.db.execute(JOINED_AMONG, (msgspec.json.encode(crowd).decode(),)).fetchall())
        return found

    def _join(self, pairs: Sequence[Pair]) -> None:
        """Join the cells whose first claims are about one event."""
        for some in batched(pairs, AT_ONCE):
            self._sides.fetch(number for pair in some for number in pair)
            sides = [(self._sides[later], self._sides[earlier]) for later, earlier in some]
            found = [(b, a, likeness.same_event(a, b)) for a, b in sides if a.claim.point != b.claim.point]
            rows = [(b.claim.point, a.claim.point, one.score, "; ".join(one.reasons)) for b, a, one in found if one]
            self.db.executemany("INSERT OR REPLACE INTO joins VALUES (?, ?, ?, ?)", rows)

    def forget_all(self) -> None:
        """Forget what is kept in memory."""
        self._sides.forget_all()
        self._shelf.forget_all()


JOINED_PAIRS = """
SELECT a.claim, b.claim FROM json_each(?) j
JOIN claims c ON c.number = j.value ->> 0 JOIN claims d ON d.number = j.value ->> 1
JOIN cells a ON a.cell = c.point JOIN cells b ON b.cell = d.point
JOIN joins x ON x.one = b.cell AND x.other = a.cell"""
JOINED_AMONG = """
SELECT a.claim, b.claim FROM json_each(?1) j JOIN claims c ON c.number = j.value JOIN cells a ON a.cell = c.point
JOIN joins x ON x.other = a.cell JOIN cells b ON b.cell = x.one
WHERE b.claim IN (SELECT value FROM json_each(?1))"""


# Asking


@dataclass(frozen=True, slots=True)
class Member:
    """A cell of a point, and why it is there."""

    cell: str
    claim: str  # id of its earliest claim
    score: float  # how surely it is about the same event; 1 for the earliest cell itself, 2 where a person ruled so
    reason: str


@dataclass(frozen=True, slots=True)
class Grouping:
    """All cells of a ledger that stand with others in a point."""

    points: dict[str, str]  # cell -> the point it was joined to, which is its earliest cell
    members: dict[str, tuple[Member, ...]]  # point -> its cells


def grouped(db: sqlite3.Connection, cells: Collection[str] | None = None) -> dict[str, str]:
    """The point of each cell that stands with others in one; a point's id is that of its earliest cell.

    Of some cells only if they are told, all of which hang together with none of the others.
    """
    return grouping(db, cells).points


def hanging_together(db: sqlite3.Connection, cells: Iterable[str]) -> set[str]:
    """These cells and all that are joined to them, or to those, or ruled to be the same."""
    found: set[str] = set()
    waiting = list(cells)
    while waiting:
        cell = waiting.pop()
        if cell not in found:
            found.add(cell)
            waiting += [other for (other,) in db.execute(NEXT_TO, {"cell": cell})]
    return found


NEXT_TO = """SELECT other FROM joins WHERE one = :cell UNION SELECT one FROM joins WHERE other = :cell
  UNION SELECT other FROM verdicts WHERE one = :cell UNION SELECT one FROM verdicts WHERE other = :cell"""


def reasons(db: sqlite3.Connection, point: str) -> tuple[Member, ...]:
    """The cells of a point, each with the reason why it is there; empty for a point of one cell."""
    return grouping(db).members.get(point, ())


def grouping(db: sqlite3.Connection, cells: Collection[str] | None = None) -> Grouping:
    """Group the cells of a ledger into points, or some cells that hang together with no others."""
    same, apart, alone = ruled(db)
    among = "" if cells is None else "WHERE one IN (SELECT value FROM json_each(?))"
    values = () if cells is None else (json.dumps(sorted(cells)),)
    joins = [Join(*row) for row in db.execute(f"SELECT one, other, score, reason FROM joins {among} ORDER BY one, other", values)]
    same = same if cells is None else {pair for pair in same if pair[0] in cells}
    joins = [join for join in joins if join.one not in alone and join.other not in alone]
    joins += [Join(one, other, RULED, "joined by a ruling") for one, other in sorted(same)]
    named = {cell for join in joins for cell in (join.one, join.other)}
    first = {cell: (at, ident) for cell, at, ident in db.execute(FIRST_CLAIMS, (json.dumps(sorted(named)),))}
    joins = [join for join in joins if join.one in first and join.other in first]
    return _gather(joins, apart, first)


FIRST_CLAIMS = """SELECT x.cell, x.place, c.id FROM json_each(?) named JOIN cells x ON x.cell = named.value
  JOIN claims c ON c.number = x.claim"""


def ruled(db: sqlite3.Connection) -> tuple[set[tuple[str, str]], set[tuple[str, str]], set[str]]:
    """The pairs of cells that persons ruled to be the same, those that they ruled to be different, and the cells taken out of their point."""
    found: dict[str, set[tuple[str, str]]] = {"same": set(), "different": set(), "alone": set()}
    for one, other, verdict in db.execute("SELECT one, other, verdict FROM verdicts"):
        found[verdict].add((one, other))
    return found["same"], found["different"], {one for one, _ in found["alone"]}


# Grouping


@dataclass(frozen=True, slots=True)
class Join:
    """Two cells that are about one event, how surely, and why."""

    one: str
    other: str
    score: float
    reason: str


First = Mapping[str, tuple[Place, str]]  # each cell's earliest claim


def _gather(joins: list[Join], apart: set[tuple[str, str]], first: First) -> Grouping:
    """Let every cell, in order of time, stand with the leading cell it fits best, or lead itself."""
    blocs = _blocs([join for join in joins if join.score == RULED], first)
    fits: dict[str, list[Join]] = {}
    for join in joins:
        one, other = sorted((blocs.get(join.one, join.one), blocs.get(join.other, join.other)), key=lambda cell: first[cell][0])
        if one != other:
            fits.setdefault(other, []).append(Join(one, other, join.score, join.reason))
    apart = {(blocs.get(a, a), blocs.get(b, b)) for pair in apart for a, b in (pair, pair[::-1])}
    led: dict[str, list[Join]] = {}  # leading cell -> those that stand with it
    for cell in sorted({*fits, *(join.one for found in fits.values() for join in found), *blocs.values()}, key=lambda c: first[c][0]):
        offers = [join for join in fits.get(cell, ()) if join.one in led and _bearable(cell, join.one, led, apart)]
        best = min(offers, key=lambda join: (-join.score, first[join.one][0]), default=None)
        if best is None:
            led[cell] = []
        else:
            led[best.one].append(best)
    return _told(led, blocs, first)


def _blocs(ruled_same: list[Join], first: First) -> dict[str, str]:
    """The earliest cell of those that rulings hold together, for each of them."""
    blocs: dict[str, str] = {}
    for join in ruled_same:
        one, other = sorted((blocs.get(join.one, join.one), blocs.get(join.other, join.other)), key=lambda cell: first[cell][0])
        for cell in [join.one, join.other, *(cell for cell, bloc in blocs.items() if bloc == other)]:
            blocs[cell] = one
    return blocs


def _bearable(cell: str, leader: str, led: Mapping[str, list[Join]], apart: set[tuple[str, str]]) -> bool:
    """Whether nobody ruled a cell to be apart from one that stands with this leader."""
    return not apart or all((cell, one) not in apart for one in (leader, *(join.other for join in led[leader])))


def _told(led: Mapping[str, list[Join]], blocs: Mapping[str, str], first: First) -> Grouping:
    """The points of more than one cell, each cell with its reason."""
    held: dict[str, list[str]] = {}
    for cell, bloc in blocs.items():
        if cell != bloc:
            held.setdefault(bloc, []).append(cell)
    members: dict[str, tuple[Member, ...]] = {}
    for leader, joined in led.items():
        found = [Member(leader, first[leader][1], 1.0, "the earliest")]
        for join in joined:
            found.append(Member(join.other, first[join.other][1], join.score, join.reason))
        for member in list(found):
            found += [Member(cell, first[cell][1], RULED, "joined by a ruling") for cell in held.get(member.cell, ())]
        if len(found) > 1:
            members[leader] = tuple(sorted(found, key=lambda member: first[member.cell][0]))
    points = {member.cell: point for point, found in members.items() for member in found}
    return Grouping(points, members)
