"""Rows of a snapshot in groups: sorted once for all views, picked from for each, and counted as far as anybody asks.

    found = Gathered(view, snapshot.by_point)            the points of a view, as places from 0
    found.codes, found.sizes, found.first                of each group: its code, how many claims, the first of them
    found.origins, found.outlets, found.voices           of each group, counted when first asked for
    found.groups(places)                                 some as values; only those are counted
    foremost(12, -found.origins, found.first)            the places of the first twelve, without sorting all

A view that leaves somebody out, or looks from an earlier day, counts anew only the groups that are not as they are in the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sayso.ledger.columns import CERTAINTIES

if TYPE_CHECKING:
    from sayso.ledger.view import View

Column = NDArray[Any]
Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]
NONE = np.empty(0, np.int64)


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
class Sorted:
    """Rows of a snapshot sorted by a code, each claim once under each: views pick their groups from it."""

    codes: Rows  # ascending
    rows: Rows  # of claims; under one code ascending
    events: Rows  # the rows of `table` that put them there; empty where a claim stands there by itself
    table: Column | None = None

    @classmethod
    def by(cls, codes: Rows, rows: Rows, events: Rows = NONE, table: Column | None = None) -> Sorted:
        keys = np.sort(codes.astype(np.int64) << 32 | np.arange(len(codes)))  # several times faster than a stable argsort
        codes, order = keys >> 32, keys & 0xFFFFFFFF
        rows = rows[order]
        if table is None:
            return cls(codes, rows, NONE)
        events = events[order]
        again = (codes[1:] == codes[:-1]) & (rows[1:] == rows[:-1])  # a claim that tells of one leg twice is one claim
        once = np.flatnonzero(np.concatenate(([True], ~again))) if len(codes) else NONE
        return cls(codes[once], rows[once], events[once], table)


class Gathered:
    """The rows of a view in groups by a code; what stands behind each group is counted when it is asked for."""

    def __init__(self, view: View, found: Sorted, whole: Gathered | None = None) -> None:
        self.view = view
        self.table = found.table  # that `events` are rows of
        self.whole = whole  # the same of all claims: what is as it is there need not be counted again
        kept = view.mask[found.rows]
        everything = bool(kept.all())
        codes, self.rows = (found.codes, found.rows) if everything else (found.codes[kept], found.rows[kept])
        self.events = found.events if everything or not len(found.events) else found.events[kept]
        begins = np.flatnonzero(np.concatenate(([True], codes[1:] != codes[:-1]))) if len(codes) else NONE
        self.codes = codes[begins]  # of each group
        self.count = len(begins)
        self.starts = np.concatenate((begins, [len(self.rows)]))
        self.sizes = np.diff(self.starts)
        self.first = self.rows[begins]

    # Of all groups

    @cached_property
    def origins(self) -> Rows:
        """Of those who say so: who denies it or leaves it open stands behind nothing. Where nobody says so, of those who deny it, or doubt it."""
        return self._of_all("origins")

    @cached_property
    def outlets(self) -> Rows:
        return self._of_all("outlets")

    @cached_property
    def voices(self) -> Rows:
        return self._of_all("voices")

    @cached_property
    def eventful(self) -> Rows:
        """Whether any of its claims tells of an event: 1 or 0."""
        return self._of_all("eventful")

    def _of_all(self, what: str) -> Rows:
        """Of each group what is counted; taken from the whole where the group is the same there."""
        if self.whole is None or not self.whole.count:
            return COUNTS[what](self, np.arange(self.count))
        there, changed = self._changed
        counted: Rows = getattr(self.whole, what)[there]
        counted[changed] = COUNTS[what](self, changed)
        return counted

    @cached_property
    def _changed(self) -> tuple[Rows, Rows]:
        """Where each group stands in the whole, if it does; and the groups that are not as they are there."""
        assert self.whole is not None
        there = np.minimum(np.searchsorted(self.whole.codes, self.codes), self.whole.count - 1)
        same = (self.whole.codes[there] == self.codes) & (self.whole.sizes[there] == self.sizes)
        added = self.view.mask & ~self.whole.view.mask  # versions that stood then: a group may have lost one claim and won another
        if added.any():
            same &= ~self.any(added)
        return there, np.flatnonzero(~same)

    def any(self, mask: Column) -> Mask:
        """The groups of which some claim is in the mask."""
        return np.logical_or.reduceat(mask[self.rows], self.starts[:-1]) if self.count else np.zeros(0, np.bool_)

    @cached_property
    def _places(self) -> Rows:
        """In which group each row of the snapshot stands; for what is in one group at most."""
        found = np.full(len(self.view.mask), -1)
        found[self.rows] = np.repeat(np.arange(self.count), self.sizes)
        return found

    def holding(self, rows: Rows) -> Rows:
        """The groups in which these rows stand, each at most in one: cheaper than `any` where the rows are few."""
        taken = np.zeros(self.count, np.bool_)
        taken[self._places[rows]] = True
        return np.flatnonzero(taken)

    def by_weight(self, most: int | None = None, among: Rows | None = None) -> Rows:
        """All groups, or those among some, the best supported first: by origins, voices and claims, then the earliest."""
        keys = (-self.origins, -self.voices, -self.sizes, self.first)
        return foremost(most, *keys) if among is None else among[foremost(most, *(key[among] for key in keys))]

    # Of some groups

    def _spread(self, chosen: Rows) -> tuple[Rows, Rows]:
        """The rows of some groups, by their places, and to which of them each belongs."""
        sizes = self.sizes[chosen]
        return stretches(self.starts[chosen], sizes), np.repeat(np.arange(len(chosen)), sizes)

    def _distinct_of(self, chosen: Rows, column: Column) -> Rows:
        """How many values of a column there are in each of some groups."""
        places, group = self._spread(chosen)
        return _distinct(group, column[self.rows[places]], len(chosen))

    def _origins(self, chosen: Rows) -> Rows:
        places, group = self._spread(chosen)
        rows, snapshot = self.rows[places], self.view.snapshot
        stand = snapshot.stand[rows]
        if not len(rows):
            return NONE
        counted = stand == np.minimum.reduceat(stand, _begins(self.sizes[chosen]))[group]
        return _distinct(group[counted], snapshot.origin[rows[counted]], len(chosen))

    def _outlets(self, chosen: Rows) -> Rows:
        return self._distinct_of(chosen, self.view.snapshot.outlet)

    def _voices(self, chosen: Rows) -> Rows:
        return self._distinct_of(chosen, self.view.snapshot.voice)

    def _eventful(self, chosen: Rows) -> Rows:
        return self._any_of(chosen, self.view.snapshot.eventful).astype(np.int64)

    def _any_of(self, chosen: Rows, mask: Mask) -> Mask:
        found: Mask = np.logical_or.reduceat(mask[self.rows[self._spread(chosen)[0]]], _begins(self.sizes[chosen]))
        return found

    def _certainties(self, chosen: Rows) -> Rows:
        """Which certainties there are in each of some groups, as bits."""
        places = self._spread(chosen)[0]
        told = self.view.snapshot.certainty[self.rows[places]] if self.table is None else self.table["certainty"][self.events[places]]
        bits: Rows = np.bitwise_or.reduceat(np.left_shift(1, told, dtype=np.int64), _begins(self.sizes[chosen]))
        return bits

    def _some(self, what: str, chosen: Rows) -> Rows:
        """Of some groups what is counted, unless it has been counted of all."""
        of_all: Rows | None = self.__dict__.get(what)
        return COUNTS[what](self, chosen) if of_all is None else of_all[chosen]

    def group(self, place: int) -> Group:
        """One group as a value."""
        return self.groups(np.array([place]))[0]

    def groups(self, chosen: Rows, *, named: bool = False) -> list[Group]:
        """These groups as values."""
        if not len(chosen):
            return []
        snapshot = self.view.snapshot
        counts: list[Column] = [self._some(what, chosen) for what in ("origins", "outlets", "voices")]
        counts += [self._certainties(chosen), self._any_of(chosen, self.view.disputed), self.first[chosen]]
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
                bounds, *(column.tolist() for column in counts), strict=True
            )
        ]


COUNTS: dict[str, Callable[[Gathered, Rows], Rows]] = {
    "origins": Gathered._origins,
    "outlets": Gathered._outlets,
    "voices": Gathered._voices,
    "eventful": Gathered._eventful,
}  # what is counted of groups, all of which are asked for in lists that are in order of it
NAMED_BY_BITS = tuple(tuple(name for n, name in enumerate(CERTAINTIES) if bits >> n & 1) for bits in range(1 << len(CERTAINTIES)))


def mixed(*columns: Column) -> Column:
    """One token for each combination of values of 64 bits."""
    found = columns[0].view(np.uint64)
    for column in columns[1:]:
        found = (found * np.uint64(0x9E3779B97F4A7C15)) ^ ((found >> np.uint64(29)) + column.view(np.uint64))
    return found


def coded(*columns: Column) -> Rows:
    """A small number for each distinct value, or combination of values of 64 bits."""
    return np.unique(mixed(*columns), return_inverse=True)[1]


def _distinct(groups: Rows, values: Column, count: int) -> Rows:
    """How many distinct values there are in each group."""
    if not len(groups):
        return np.zeros(count, np.int64)
    span = int(values.max()) + 1
    keys = np.sort(groups.astype(np.int64) * span + values)
    return np.bincount(keys[np.concatenate(([True], keys[1:] != keys[:-1]))] // span, minlength=count)


def _begins(sizes: Rows) -> Rows:
    """Where each group begins when they stand end to end."""
    return np.concatenate(([0], np.cumsum(sizes)[:-1])) if len(sizes) else NONE


def stretches(begin: Rows, sizes: Rows) -> Rows:
    """All places of stretches, end to end, each told by where it begins and how long it is."""
    return np.repeat(begin - _begins(sizes), sizes) + np.arange(int(sizes.sum())) if len(sizes) else NONE


def foremost(most: int | None, *keys: Column) -> Rows:
    """The places that come first by these keys, the first of which counts most; all of them in that order unless told how many."""
    places = np.arange(len(keys[0]))
    if most is not None and most < len(places):
        places = _candidates(max(most, 0), keys, places)
    ordered: Rows = places[np.lexsort([key[places] for key in reversed(keys)])]
    return ordered


def _candidates(most: int, keys: Sequence[Column], places: Rows) -> Rows:
    """Those that come first, in no order: by each key in turn what lies before the edge is in, and what lies on it stands for the next."""
    chosen: list[Rows] = []
    for key in keys:
        if not 0 < most < len(places):
            break
        values = key[places]
        edge = np.partition(values, most - 1)[most - 1]
        chosen.append(places[values < edge])
        places, most = places[values == edge], most - len(chosen[-1])
    return np.concatenate([*chosen, places[:most]])
