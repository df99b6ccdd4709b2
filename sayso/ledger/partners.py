"""Which claims are compared and linked: neighbours under shared keys, so that linking costs the same however large a story grows.

Every claim stands under each of its keys (likeness.keys), in order of publication; one that counts something stands also
among those that count under its most telling keys. Who is compared is settled by the shelves: everybody under a key with few
claims, neighbours under a crowded one. Claims that are not neighbours are only linked where they dispute each other.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TypeVar

import msgspec

from sayso import likeness, links
from sayso.claim import Claim, Link
from sayso.ledger.copies import COPIED, containment
from sayso.ledger.shelves import (
    COUNTING,
    DATED,
    NEAR,
    NEGATIVE,
    OUTLINE,
    TELLING,
    WITHHOLDING,
    WORDED,
    Change,
    Pair,
    Place,
    Shelf,
    linkable,
    place,
)
from sayso.ledger.verdicts import Verdicts
from sayso.likeness import Frame, Side

CROWDED = 32  # claims under a key from which only neighbours are compared: a story that a person could still read in one go
REACH = 2  # neighbours on either side
AGREEING = frozenset({"same", "copies", "supports", "details"})
REMEMBERED = 8192  # claims kept ready to be compared, some 50 MB
AT_ONCE = 1024  # pairs whose claims are taken from the file together
TEXTS = 256  # articles whose text is kept

Number = int
T = TypeVar("T")

decode_claim = msgspec.json.Decoder(Claim).decode


class Placed(Side):
    """A claim made ready to be compared, with where it stands on the shelves."""

    @cached_property
    def at(self) -> Place:
        return place(self.claim)

    @cached_property
    def shelved(self) -> dict[int, int]:
        """The numbers of the keys under which it stands, with what is noted there."""
        return _shelved(self.claim, self.frames)

    @cached_property
    def blocks(self) -> dict[int, int]:
        """The numbers of the keys under which it stands for its cell."""
        names = likeness.block_keys(self.claim, self.traits)
        noted = DATED * any(map(likeness.when_of, self.frames)) | likeness.outline(self.frames) << OUTLINE
        return {likeness.key_number(name): telling | noted for name, telling in zip(names, _telling(names), strict=True)}


class Sides:
    """The claims of a ledger, made ready to be compared; the ones last asked for are kept."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self._kept: OrderedDict[Number, Placed] = OrderedDict()

    def __getitem__(self, number: Number) -> Placed:
        side = self._kept.get(number)
        if side is None:
            (record,) = self.db.execute("SELECT record FROM claims WHERE number = ?", (number,)).fetchone()
            return self.keep(number, Placed(decode_claim(record)))
        self._kept.move_to_end(number)
        return side

    def fetch(self, numbers: Iterable[Number]) -> None:
        """Take all these from the file at once that are not at hand."""
        missing = sorted({number for number in numbers if number not in self._kept})
        found = self.db.execute(RECORDS, (msgspec.json.encode(missing).decode(),)) if missing else ()
        for number, record in found:
            self.keep(number, Placed(decode_claim(record)))

    def keep(self, number: Number, side: Placed) -> Placed:
        """Remember a claim."""
        self._kept[number] = side
        if len(self._kept) > REMEMBERED:
            self._kept.popitem(last=False)
        return side

    def drop(self, number: Number) -> None:
        """Remember a claim no longer."""
        self._kept.pop(number, None)

    def forget_all(self) -> None:
        self._kept.clear()


class Partners:
    """The keys and links tables of a ledger, kept as a function of the current claims."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.sides = Sides(db)
        self._shelf = Shelf(db, "keys", CROWDED, REACH)
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._verdicts = Verdicts(db)

    def add(self, claims: Iterable[tuple[Number, Claim]]) -> None:
        """Place claims among their likely partners and link them."""
        change = Change(linkable)
        for number, claim in claims:
            side = self.sides.keep(number, Placed(claim))
            self._shelf.add(side.shelved, side.at, number, change)
        for pair in sorted(change.uncertain()):
            scope = self._shelf.scope(*pair)
            if scope is None:
                del change.wanted[pair]
            else:
                change.wanted[pair] = scope
        self._unlink(change)
        self._link(change)

    def remove(self, claims: Iterable[tuple[Number, Claim]]) -> None:
        """Take claims out, and link those who become neighbours by it."""
        change = Change(linkable)
        gone = set()
        for number, claim in claims:
            gone.add(number)
            self.db.execute("DELETE FROM links WHERE later = ?1 OR earlier = ?1", (claim.id,))
            self._shelf.take(number, change)
            self.sides.drop(number)
        change.wanted = {pair: scope for pair, scope in change.wanted.items() if gone.isdisjoint(pair)}
        self._link(change)

    def _link(self, change: Change) -> None:
        """Compare the pairs that are wanted."""
        wanted = sorted(change.wanted.items(), key=lambda item: (min(item[0]), item))  # so that each claim is taken from the file once
        for some in batched(wanted, AT_ONCE):
            self.sides.fetch(number for pair, _ in some for number in pair)
            found = [link for pair, scope in some if (link := self._compare(pair, scope))]
            rows = [(f.later, f.earlier, f.kind, f.reason, msgspec.json.encode(f.words).decode()) for f in found]
            self.db.executemany("INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?, ?)", rows)

    def _compare(self, pair: Pair, scope: int) -> Link | None:
        later, earlier = self.sides[pair[0]], self.sides[pair[1]]
        pairs = links.comparable(later, earlier)
        if pairs is None or self._verdicts.apart(later.claim, earlier.claim):
            return None
        found = links.dispute(later, earlier, pairs)
        if found is None and scope == NEAR:
            return links.agree(later, earlier, pairs, copied=self._copied(later, earlier))
        return found

    def _unlink(self, change: Change) -> None:
        """Drop the links of pairs that are no longer to have them."""
        for later, earlier, kind in self._linked(change):
            scope = self._shelf.scope(later, earlier)
            if scope is None or (scope != NEAR and kind in AGREEING):
                ids = (self.sides[later].id, self.sides[earlier].id)
                self.db.execute("DELETE FROM links WHERE later = ? AND earlier = ?", ids)

    def _linked(self, change: Change) -> list[tuple[Number, Number, str]]:
        """The pairs that may no longer be compared and are linked, with the kind of link."""
        doubted = msgspec.json.encode(sorted(change.doubted)).decode()
        found: set[tuple[Number, Number, str]] = set(self.db.execute(LINKED_PAIRS, (doubted,)).fetchall())
        for crowd in change.crowds:
            found.update(self.db.execute(LINKED_AMONG, (msgspec.json.encode(crowd).decode(),)).fetchall())
        return sorted(found)

    def _copied(self, a: Side, b: Side) -> bool:
        """Whether one claim's article copies the other's; only asked where the wording is nearly the same."""
        if a.article == b.article or not likeness.alike(a, b):
            return False
        return containment(self._text(a.article), self._text(b.article)) > COPIED

    def _text(self, article: str) -> str:
        if article not in self._texts:
            self._texts[article] = self.db.execute("SELECT text FROM articles WHERE id = ?", (article,)).fetchone()[0]
            if len(self._texts) > TEXTS:
                self._texts.popitem(last=False)
        return self._texts[article]

    def forget_all(self) -> None:
        """Forget what is kept in memory: another process, or a rollback, may have changed it."""
        self.sides.forget_all()
        self._texts.clear()
        self._shelf.forget_all()
        self._verdicts.forget_all()


RECORDS = "SELECT number, record FROM json_each(?) JOIN claims ON number = value"
LINKED_PAIRS = """
SELECT a.number, b.number, l.kind FROM json_each(?) j
JOIN claims a ON a.number = j.value ->> 0 JOIN claims b ON b.number = j.value ->> 1
JOIN links l ON l.later = a.id AND l.earlier = b.id"""
LINKED_AMONG = """
SELECT a.number, b.number, l.kind FROM json_each(?1) j JOIN claims a ON a.number = j.value
JOIN links l ON l.later = a.id JOIN claims b ON b.id = l.earlier
WHERE b.number IN (SELECT value FROM json_each(?1))"""


def batched(things: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Some at a time."""
    return (things[start : start + size] for start in range(0, len(things), size))


# Keys


def _shelved(claim: Claim, frames: Sequence[Frame]) -> dict[int, int]:
    """The numbers of the keys under which a claim stands, with what is noted there."""
    status = "is" if claim.status == "actual" else "plan"
    counts = any(likeness.countable(item) for event in claim.events if not event.presupposed for item in event.items)
    names = likeness.keys(claim)
    noted = DATED * any(map(likeness.when_of, frames)) | COUNTING * counts
    noted |= NEGATIVE * (claim.polarity == "negative") | WITHHOLDING * (claim.stance in links.WITHHOLDING)
    found: dict[int, int] = {}
    for name, telling in zip(names, _telling(names), strict=True):
        worded = name.startswith("text|")
        found[likeness.key_number(f"{status} {name}")] = telling | noted | WORDED * worded
        if counts and telling and not worded:
            found[likeness.key_number(f"{status} figure {name}")] = telling | noted
    return found


def _telling(keys: Sequence[str]) -> Iterator[int]:
    """For each key TELLING, or 0 if another one of the same type of event tells more of the claim."""
    best: dict[str, int] = {}
    for key in keys:
        kind = key.partition("|")[0]
        best[kind] = max(best.get(kind, 0), _tells(key))
    for key in keys:
        yield TELLING if _tells(key) == best[key.partition("|")[0]] else 0


def _tells(key: str) -> int:
    """How much a frame's key tells: two parties more than a party and a thing, and these more than a party alone."""
    who = key.partition("|")[2]
    if "+" in who or ">" in who[1:]:
        return 2
    return 1 if ":" in who else 0
