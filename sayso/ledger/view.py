"""A view: some of the claims of a snapshot, and what they amount to: points, legs of exchanges, figures, moments, voices, disputes.

    view = ledger.view(without=["South Korean media"], as_of="2024-11-01", status="actual")
    view.points(limit=40)          [Group]: best supported first, each with its claims, origins and outlets counted
    view.legs()                    [Leg]: what is given by whom to whom, with a Group for each way in which it is said to stand
    view.ties()                    [Group]: who says that one thing is given for another, a Group for each two sides
    view.moments(), view.voices()  [Group] likewise; view.series(): [Series], figures for one thing, each a Group, by day
    view.disputes()                [Opposed]: claims that hang together by links of dispute, by the side that each is on

Values hold rows, places in the snapshot's columns; `view.claim_ids(group.rows)` are ids. Every question is a few passes over columns, so
that a hundred thousand claims answer in a tenth of a second; only what is asked for (`limit`) is made into values.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sayso.ledger.columns import CERTAINTIES, KINDS, POLARITIES
from sayso.ledger.matters import STANDINGS

if TYPE_CHECKING:
    from sayso.ledger.snapshot import Snapshot

Column = NDArray[Any]
Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]
OPPOSING = ("contradicts", "denies")
KEPT_LINKS = (*OPPOSING, "revises", "unverified")
LAST = 3_652_059  # the ordinal of 9999-12-31, which sorts what is undated behind everything
NONE = np.empty(0, np.int64)
NEGATIVE = POLARITIES.index("negative")
IMPERSONAL = tuple(KINDS.index(kind) for kind in ("unnamed", "article"))


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Claims that belong together, with what stands behind them."""

    id: str  # of a point; "" for other groups
    rows: Rows  # earliest first
    events: Rows  # for each claim the row of the event, or thing, that puts it here; empty for points and voices
    origins: int  # of those who say so; those who deny it or leave it open add none
    outlets: int
    voices: int
    certainties: tuple[str, ...]  # firmest first
    disputed: bool

    @property
    def first(self) -> int:
        return int(self.rows[0])

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True, eq=False)
class Leg:
    """What is given by whom to whom: all who speak of it, and those by each way in which they say that it stands."""

    key: int
    pair: int  # of its two sides, where somebody says that it is given for something, or something for it; 0 else
    whole: Group
    tellings: tuple[tuple[str, Group], ...]  # in the order of matters.STANDINGS


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """The figures for one thing, by the day that each speaks of."""

    key: int
    figures: tuple[Group, ...]  # events: rows of `snapshot.items`


@dataclass(frozen=True, slots=True, eq=False)
class Opposed:
    """Claims that hang together by links of dispute."""

    rows: Rows  # the claims that a link opposes, earliest first
    links: Column  # later, earlier, kind
    unverified: Rows  # claims that could not verify one of them
    open: Rows  # claims about the same that leave it open

    @property
    def size(self) -> int:
        return len(self.rows) + len(self.unverified) + len(self.open)


class View:
    """Some of the claims of a snapshot, and what they amount to."""

    def __init__(self, snapshot: Snapshot, mask: Mask) -> None:
        self.snapshot = snapshot
        self.mask = mask

    def __len__(self) -> int:
        return int(np.count_nonzero(self.mask))

    def where(self, mask: Mask) -> View:
        """Those of its claims that a mask over all rows keeps."""
        return View(self.snapshot, self.mask & mask)

    @cached_property
    def rows(self) -> Rows:
        """The rows of its claims, earliest first."""
        return np.flatnonzero(self.mask)

    @property
    def numbers(self) -> list[int]:
        """Of its claims, as the ledger's tables have them."""
        found: list[int] = self.snapshot.claims["number"][self.mask].tolist()
        return found

    def claim_ids(self, rows: Iterable[int] | Column | None = None) -> tuple[str, ...]:
        return self.snapshot.claim_ids(self.rows if rows is None else rows)

    # Links

    def links_of(self, *kinds: str) -> Column:
        """The links of some kinds (of KEPT_LINKS) between two of its claims."""
        links = self.snapshot.links
        wanted = np.isin(links["kind"], [KEPT_LINKS.index(kind) for kind in kinds])
        found: Column = links[wanted & self.mask[links["later"]] & self.mask[links["earlier"]]]
        return found

    @cached_property
    def opposed(self) -> Column:
        """The links of dispute between two of its claims."""
        return self.links_of(*OPPOSING)

    @cached_property
    def disputed(self) -> Mask:
        """Which rows another of its claims contradicts or denies, or is contradicted or denied by."""
        found = np.zeros(len(self.snapshot), np.bool_)
        found[self.opposed["later"]] = True
        found[self.opposed["earlier"]] = True
        return found

    # Points and voices

    @cached_property
    def by_point(self) -> Gathered:
        return Gathered(self, self.snapshot.point[self.rows], self.rows)

    def points(self, *, by: str = "weight", limit: int | None = None, offset: int = 0) -> list[Group]:
        """Claims about the same thing: best supported first, or by "time", in the order in which each was first told."""
        found = self.by_point
        if by == "time":
            order = np.argsort(found.first, kind="stable")
        else:
            order = np.lexsort((found.first, ~found.any(self.snapshot.claims["eventful"]), -found.sizes, -found.outlets, -found.origins))
        return found.groups(order[offset:][:limit], named=True)

    def voices(self, *, limit: int | None = None) -> list[Group]:
        """Who says something: persons, offices and the like before the unnamed, those who say most first."""
        found = Gathered(self, self.snapshot.voice[self.rows], self.rows)
        impersonal = np.isin(self.snapshot.claims["kind"][found.first], IMPERSONAL)
        return found.groups(np.lexsort((found.first, -found.sizes, impersonal))[:limit])

    # Events

    @cached_property
    def _events(self) -> Rows:
        """The rows of the events that its claims tell of as such."""
        snapshot = self.snapshot
        return np.flatnonzero(self.mask[snapshot.claim_of_event] & ~snapshot.events["presupposed"])

    def moments(self, *, limit: int | None = None) -> list[Group]:
        """What is said to have happened, or to be about to, at one time: the earliest first."""
        snapshot = self.snapshot
        rows = self._events[(snapshot.events["when"][self._events] != 0) & ~snapshot.events["returned"][self._events]]
        told = snapshot.events[rows]
        found = Gathered(self, coded(told["when"], told["type"]), snapshot.claim_of_event[rows], rows, snapshot.events)
        first = snapshot.events[found.events[found.starts[:-1]]]
        begin = np.where(first["first"] > 0, first["first"], np.where(first["last"] > 0, first["last"], LAST))
        end = np.where(first["last"] > 0, first["last"], LAST)
        return found.groups(np.lexsort((found.first, end, begin))[:limit])

    @cached_property
    def _legs(self) -> tuple[Gathered, Gathered]:
        """The events that move something by their leg, and by leg and standing."""
        snapshot = self.snapshot
        rows = self._events[snapshot.events["leg"][self._events] != 0]
        told = snapshot.events[rows]
        codes, claims = coded(told["leg"]), snapshot.claim_of_event[rows]
        by_standing = codes * len(STANDINGS) + told["standing"]
        return Gathered(self, codes, claims, rows, snapshot.events), Gathered(self, by_standing, claims, rows, snapshot.events)

    def legs(self, *, limit: int | None = None) -> list[Leg]:
        """What is given by whom to whom, best supported first."""
        whole, tellings = self._legs
        order = whole.by_weight()[:limit]
        of = tellings.codes // len(STANDINGS)
        begin, end = np.searchsorted(of, whole.codes[order]), np.searchsorted(of, whole.codes[order], side="right")
        found = []
        for group, first, last in zip(whole.groups(order), begin.tolist(), end.tolist(), strict=True):
            stood = tellings.groups(np.arange(first, last))
            names = [STANDINGS[code % len(STANDINGS)] for code in tellings.codes[first:last].tolist()]
            told = self.snapshot.events[group.events]
            found.append(Leg(int(told["leg"][0]), int(told["pair"].max()), group, tuple(zip(names, stood, strict=True))))
        return found

    def ties(self, *, limit: int | None = None) -> list[tuple[int, Group]]:
        """For each two sides of which somebody says that one gives for what the other gives: the pair, and the claims that say so."""
        snapshot = self.snapshot
        rows = self._events[(snapshot.events["pair"][self._events] != 0) & ~snapshot.events["returned"][self._events]]
        found = Gathered(self, coded(snapshot.events["pair"][rows]), snapshot.claim_of_event[rows], rows, snapshot.events)
        return [(int(snapshot.events["pair"][group.events[0]]), group) for group in found.groups(found.by_weight()[:limit])]

    # Figures

    @cached_property
    def figures(self) -> Figures:
        return Figures(self)

    def series(self, *, limit: int | None = None, figures: int | None = None) -> list[Series]:
        """The things of which several figures are given, those with the most first, each figure by the day that it speaks of."""
        found = self.figures
        chosen = np.flatnonzero(found.ranges > 1)
        return [found.series(int(one), figures) for one in chosen[np.lexsort((found.begun[chosen], -found.sizes[chosen]))][:limit]]

    # Disputes

    def disputes(self, *, limit: int | None = None) -> list[Opposed]:
        """Opposed claims that hang together, those with the most claims first."""
        links = self.opposed
        if not len(links):
            return []
        heads = _heads(len(self.snapshot), links["later"], links["earlier"])
        rows = np.flatnonzero(self.disputed)
        order = rows[np.lexsort((rows, heads[rows]))]
        starts = np.flatnonzero(np.concatenate(([True], heads[order][1:] != heads[order][:-1])))
        by_head = np.argsort(heads[links["later"]], kind="stable")
        ends = np.searchsorted(heads[links["later"]][by_head], heads[order[starts]])
        together = np.split(order, starts[1:])
        linked = np.split(links[by_head], ends[1:])
        found = [Opposed(r, k, *self._undecided(r)) for r, k in zip(together, linked, strict=True)]
        found.sort(key=lambda opposed: (-opposed.size, int(opposed.rows[0])))
        return found[:limit]

    @cached_property
    def _doubts(self) -> tuple[Column, Rows, Rows]:
        """The links of those who could not verify a claim, by that claim; and who leaves a point open, by point, with the points."""
        links = self.links_of("unverified")
        links = links[np.argsort(links["earlier"], kind="stable")]
        rows = self.rows[self.snapshot.claims["doubting"][self.rows] & ~self.disputed[self.rows]]
        rows = rows[np.argsort(self.snapshot.point[rows], kind="stable")]
        return links, rows, self.snapshot.point[rows]

    def _undecided(self, rows: Rows) -> tuple[Rows, Rows]:
        """Who could not verify one of these claims, and who leaves the matter open."""
        links, doubting, points = self._doubts
        tried = [links["later"][slice(*np.searchsorted(links["earlier"], (row, row + 1)))] for row in rows.tolist()] if len(links) else []
        unverified = np.setdiff1d(np.concatenate(tried), rows) if tried else NONE
        about = np.unique(self.snapshot.point[rows]).tolist() if len(doubting) else []
        left = [doubting[slice(*np.searchsorted(points, (point, point + 1)))] for point in about]
        return unverified, np.setdiff1d(np.concatenate(left), unverified) if left else NONE


class Gathered:
    """Rows sorted into groups by a code, each claim once in a group, with the origins and outlets of each counted."""

    def __init__(self, view: View, codes: Rows, rows: Rows, events: Rows | None = None, table: Column | None = None) -> None:
        self.view = view
        self.table = table  # that `events` are rows of
        keys = np.sort(codes.astype(np.int64) << 32 | np.arange(len(codes)))  # several times faster than a stable argsort
        codes, order = keys >> 32, keys & 0xFFFFFFFF
        rows, events = rows[order], NONE if events is None else events[order]
        if len(events):
            again = (codes[1:] == codes[:-1]) & (rows[1:] == rows[:-1])  # a claim that tells of one leg twice is one claim
            once = np.flatnonzero(np.concatenate(([True], ~again)))
            codes, rows, events = codes[once], rows[once], events[once]
        self.rows = rows
        self.events = events
        begins = np.flatnonzero(np.concatenate(([True], codes[1:] != codes[:-1]))) if len(codes) else NONE
        self.codes = codes[begins]  # of each group
        self.count = len(begins)
        self.starts = np.concatenate((begins, [len(rows)]))
        self.sizes = np.diff(self.starts)
        self.first = rows[begins]
        self._group = np.repeat(np.arange(self.count), self.sizes)

    def _counted(self, column: Column) -> Rows:
        return _distinct(self._group, column[self.rows], self.count)

    @cached_property
    def origins(self) -> Rows:
        """Of those who say so: who denies it or leaves it open stands behind nothing. Where nobody says so, of those who deny it, or doubt it."""
        told = self.view.snapshot.claims
        stand = np.where(told["polarity"][self.rows] == NEGATIVE, 1, np.where(told["doubting"][self.rows], 2, 0))
        if not self.count:
            return NONE
        counted = stand == np.minimum.reduceat(stand, self.starts[:-1])[self._group]
        return _distinct(self._group[counted], self.view.snapshot.origin[self.rows[counted]], self.count)

    @cached_property
    def outlets(self) -> Rows:
        return self._counted(self.view.snapshot.outlet)

    @cached_property
    def voices(self) -> Rows:
        return self._counted(self.view.snapshot.voice)

    def any(self, mask: Column) -> Mask:
        """The groups of which some claim is in the mask."""
        return np.bincount(self._group[mask[self.rows]], minlength=self.count) > 0

    @cached_property
    def disputed(self) -> Mask:
        return self.any(self.view.disputed)

    @cached_property
    def certainties(self) -> Rows:
        """For each group which certainties there are, as bits."""
        snapshot = self.view.snapshot
        told = snapshot.claims["certainty"][self.rows] if self.table is None else self.table["certainty"][self.events]
        bits = np.left_shift(1, told.astype(np.int64))
        return np.bitwise_or.reduceat(bits, self.starts[:-1]) if self.count else NONE

    def by_weight(self) -> Rows:
        """The best supported first: by origins, voices and claims, then the earliest."""
        return np.lexsort((self.first, -self.sizes, -self.voices, -self.origins))

    def groups(self, chosen: Rows, *, named: bool = False) -> list[Group]:
        """These groups as values."""
        snapshot = self.view.snapshot
        counts = (self.origins, self.outlets, self.voices, self.certainties, self.disputed, self.first)
        bounds = zip(self.starts[chosen].tolist(), self.starts[chosen + 1].tolist(), strict=True)
        return [
            Group(
                id=snapshot.point_id(earliest) if named else "",
                rows=self.rows[begin:end],
                events=self.events[begin:end],
                origins=origins,
                outlets=outlets,
                voices=voices,
                certainties=NAMED_BY_BITS[certainties],
                disputed=disputed,
            )
            for (begin, end), origins, outlets, voices, certainties, disputed, earliest in zip(
                bounds, *(column[chosen].tolist() for column in counts), strict=True
            )
        ]


class Figures:
    """The figures of a view, by the thing that they count: how many there are of each, and from where to where they reach."""

    def __init__(self, view: View) -> None:
        snapshot = view.snapshot
        rows = np.flatnonzero(view.mask[snapshot.claim_of_item] & snapshot.items["counted"] & ~snapshot.items["presupposed"])
        told = snapshot.items[rows]
        self.found = Gathered(view, coded(told["series"], told["figure"]), snapshot.claim_of_item[rows], rows, snapshot.items)
        first = snapshot.items[self.found.events[self.found.starts[:-1]]]
        self.keys, series = np.unique(first["series"], return_inverse=True)  # of each thing, in order
        count = len(self.keys)
        self.sizes = np.bincount(series, minlength=count)
        self.ranges = _distinct(series, coded(first["low"], first["high"]), count)
        self.order = np.lexsort((self.found.first, np.where(first["day"] > 0, first["day"], LAST), series))
        self.starts = np.concatenate(([0], np.cumsum(self.sizes)))
        self.begun, self.low, self.high = np.full(count, len(snapshot)), np.full(count, np.inf), np.full(count, -np.inf)
        np.minimum.at(self.begun, series, self.found.first)
        np.minimum.at(self.low, series, np.where(np.isnan(first["low"]), first["high"], first["low"]))
        np.maximum.at(self.high, series, np.where(np.isnan(first["high"]), first["low"], first["high"]))

    def series(self, place: int, most: int | None = None) -> Series:
        """The figures for one thing."""
        chosen = self.order[self.starts[place] : self.starts[place + 1]][:most]
        return Series(int(self.keys[place]), tuple(self.found.groups(chosen)))

    def rows(self, place: int) -> Rows:
        """The claims that give figures for one thing."""
        chosen = self.order[self.starts[place] : self.starts[place + 1]]
        return np.unique(np.concatenate([self.found.rows[self.found.starts[n] : self.found.starts[n + 1]] for n in chosen.tolist()]))


NAMED_BY_BITS = tuple(tuple(name for n, name in enumerate(CERTAINTIES) if bits >> n & 1) for bits in range(1 << len(CERTAINTIES)))


def coded(*columns: Column) -> Rows:
    """A small number for each distinct value, or combination of values of 64 bits."""
    mixed = columns[0].view(np.uint64)
    for column in columns[1:]:
        mixed = (mixed * np.uint64(0x9E3779B97F4A7C15)) ^ ((mixed >> np.uint64(29)) + column.view(np.uint64))
    return np.unique(mixed, return_inverse=True)[1]


def _distinct(groups: Rows, values: Column, count: int) -> Rows:
    """How many distinct values there are in each group."""
    if not len(groups):
        return np.zeros(count, np.int64)
    span = int(values.max()) + 1
    keys = np.sort(groups.astype(np.int64) * span + values)
    return np.bincount(keys[np.concatenate(([True], keys[1:] != keys[:-1]))] // span, minlength=count)


def _heads(count: int, one: Rows, other: Rows) -> Rows:
    """For each row the first of all that it hangs together with, by pairs."""
    heads = np.arange(count)
    while True:
        lowest = np.minimum(heads[one], heads[other])
        before = heads.copy()
        np.minimum.at(heads, one, lowest)
        np.minimum.at(heads, other, lowest)
        heads = heads[heads]
        if np.array_equal(heads, before):
            return heads
