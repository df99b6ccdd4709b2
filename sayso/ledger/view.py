"""A view: some of the claims of a snapshot, and what they amount to: points, legs of exchanges, figures, moments, voices, disputes.

    view = ledger.view(without=["South Korean media"], as_of="2024-11-01", status="actual")
    view.points(limit=40)          [Group]: best supported first, each with its claims, origins and outlets counted
    view.legs()                    [Leg]: what is given by whom to whom, with a Group for each way in which it is said to stand
    view.ties()                    [Group]: who says that one thing is given for another, a Group for each two sides
    view.moments(), view.voices()  [Group] likewise; view.series(): [Series], figures for one thing, each a Group, by day
    view.disputes()                [Opposed]: claims that hang together by links of dispute, by the side that each is on

Values hold rows, places in the snapshot's columns; `view.claim_ids(group.rows)` are ids. A snapshot sorts its rows once by what they belong to
(Sorted); every question of a view is a few passes over them, so that a hundred thousand claims answer in some hundredths of a second; only what
is asked for (`limit`) is made into values.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, overload

import numpy as np

from sayso.ledger.columns import KINDS
from sayso.ledger.gathered import NONE, Column, Gathered, Group, Mask, Rows, Sorted, coded, foremost, mixed
from sayso.ledger.matters import STANDINGS

if TYPE_CHECKING:
    from sayso.ledger.snapshot import Snapshot

__all__ = (
    "KEPT_LINKS",
    "LAST",
    "Column",
    "Gathered",
    "Group",
    "Leg",
    "Mask",
    "Opposed",
    "Rows",
    "Series",
    "Sorted",
    "View",
    "coded",
    "mixed",
)
OPPOSING = ("contradicts", "denies")
KEPT_LINKS = (*OPPOSING, "revises", "unverified")
LAST = 3_652_059  # the ordinal of 9999-12-31, which sorts what is undated behind everything
IMPERSONAL = tuple(KINDS.index(kind) for kind in ("unnamed", "article"))


@dataclass(frozen=True, eq=False)
class Leg:
    """What is given by whom to whom: all who speak of it, and those by each way in which they say that it stands."""

    key: int
    pair: int  # of its two sides, where somebody says that it is given for something, or something for it; 0 else
    event: int  # the row of the first event that tells of it
    view: View
    place: int  # among the legs of the view

    @cached_property
    def whole(self) -> Group:
        return self.view.by_leg.group(self.place)

    @cached_property
    def tellings(self) -> tuple[tuple[str, Group], ...]:
        """In the order of matters.STANDINGS."""
        found, code = self.view.by_standing, int(self.view.by_leg.codes[self.place])
        first, last = np.searchsorted(found.codes, (code * len(STANDINGS), (code + 1) * len(STANDINGS))).tolist()
        names = [STANDINGS[code % len(STANDINGS)] for code in found.codes[first:last].tolist()]
        return tuple(zip(names, found.groups(np.arange(first, last)), strict=True))


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

    def __init__(self, snapshot: Snapshot, mask: Mask, whole: View | None = None) -> None:
        self.snapshot = snapshot
        self.mask = mask
        self.whole = whole  # a view that this one is mostly the same as, from which counts may be taken

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
        return Gathered(self, self.snapshot.by_point, self.whole.by_point if self.whole else None)

    def best_points(self, most: int | None = None, among: Rows | None = None) -> Rows:
        """The points, or those among some, the best supported first, as places in `by_point`."""
        found = self.by_point
        keys = (-found.origins, -found.outlets, -found.sizes, -found.eventful, found.first)
        if among is None:
            return foremost(most, *keys)
        return among[foremost(most, *(key[among] for key in keys))]

    def points(self, *, by: str = "weight", limit: int | None = None, offset: int = 0) -> list[Group]:
        """Claims about the same thing: best supported first, or by "time", in the order in which each was first told."""
        found, most = self.by_point, None if limit is None else offset + limit
        order = foremost(most, found.first) if by == "time" else self.best_points(most)
        return found.groups(order[offset:], named=True)

    @cached_property
    def by_voice(self) -> Gathered:
        return Gathered(self, self.snapshot.by_voice)

    def voices(self, *, limit: int | None = None) -> list[Group]:
        """Who says something: persons, offices and the like before the unnamed, those who say most first."""
        found = self.by_voice
        impersonal = np.isin(self.snapshot.claims["kind"][found.first], IMPERSONAL)
        return found.groups(foremost(limit, impersonal, -found.sizes, found.first))

    # Events

    @cached_property
    def by_moment(self) -> Gathered:
        """The events that somebody dates, by what makes them one."""
        return Gathered(self, self.snapshot.by_moment)

    def moments(self, *, limit: int | None = None) -> list[Group]:
        """What is said to have happened, or to be about to, at one time: the earliest first."""
        found = self.by_moment
        first = self.snapshot.events[found.events[found.starts[:-1]]]
        begin = np.where(first["first"] > 0, first["first"], np.where(first["last"] > 0, first["last"], LAST))
        end = np.where(first["last"] > 0, first["last"], LAST)
        return found.groups(foremost(limit, begin, end, found.first))

    @cached_property
    def by_leg(self) -> Gathered:
        """The events that move something by what makes them one leg."""
        return Gathered(self, self.snapshot.by_leg, self.whole.by_leg if self.whole else None)

    @cached_property
    def by_standing(self) -> Gathered:
        """The same by leg and by how they are said to stand."""
        return Gathered(self, self.snapshot.by_standing)

    @cached_property
    def leg_pairs(self) -> Column:
        """Of each leg the pair of its two sides, where somebody says that it is given for something, or something for it; else 0."""
        found = self.by_leg
        pairs: Column = np.maximum.reduceat(self.snapshot.event_pair[found.events], found.starts[:-1]) if found.count else NONE
        return pairs

    def legs(self, *, limit: int | None = None, tied: bool = False) -> list[Leg]:
        """What is given by whom to whom, best supported first; only what somebody says is given for something, if told so."""
        found, events = self.by_leg, self.snapshot.events
        chosen = found.by_weight(limit, np.flatnonzero(self.leg_pairs) if tied else None)
        first = found.events[found.starts[chosen]]
        columns = (events["leg"][first], self.leg_pairs[chosen], first, chosen)
        return [Leg(key, pair, event, self, place) for key, pair, event, place in zip(*(c.tolist() for c in columns), strict=True)]

    @cached_property
    def by_pair(self) -> Gathered:
        """The events of which one side is said to give for what the other gives, by the two sides."""
        return Gathered(self, self.snapshot.by_pair)

    def pairs(self) -> Column:
        """All two sides of which somebody says that one gives for what the other gives."""
        found = self.by_pair
        pairs: Column = self.snapshot.events["pair"][found.events[found.starts[:-1]]]
        return pairs

    def ties(self, *, limit: int | None = None) -> list[tuple[int, Group]]:
        """For each two sides of which somebody says that one gives for what the other gives: the pair, and the claims that say so."""
        found = self.by_pair
        order = found.by_weight(limit)
        return list(zip(self.pairs()[order].tolist(), found.groups(order), strict=True))

    # Figures

    @cached_property
    def figures(self) -> Figures:
        return Figures(self)

    def series(self, *, limit: int | None = None, figures: int | None = None) -> list[Series]:
        """The things of which several figures are given, those with the most first, each figure by the day that it speaks of."""
        found = self.figures
        chosen = np.flatnonzero(found.several)
        return [found.series(int(one), figures) for one in chosen[foremost(limit, -found.sizes[chosen], found.begun[chosen])]]

    # Disputes

    @cached_property
    def _disputes(self) -> Disputes:
        return Disputes(self)

    def disputes(self) -> Disputes:
        """Opposed claims that hang together, those with the most claims first."""
        return self._disputes


class Figures:
    """The figures of a view, by the thing that they count: how many there are of each, and from where to where they reach."""

    def __init__(self, view: View) -> None:
        snapshot = view.snapshot
        self.found = Gathered(view, snapshot.by_figure)
        traits = snapshot.figure_traits
        series = traits.series[self.found.codes]
        sizes = np.bincount(series, minlength=len(traits.keys))
        there = np.flatnonzero(sizes)
        self.keys = traits.keys[there]  # of each thing, in order
        self.sizes = sizes[there]
        self._order = np.sort(series << 32 | np.arange(len(series))) & 0xFFFFFFFF
        self.starts = np.concatenate(([0], np.cumsum(self.sizes)))

    @cached_property
    def several(self) -> Mask:
        """Of which things different figures are given."""
        if not len(self.keys):
            return np.zeros(0, np.bool_)
        ranges = self.found.view.snapshot.figure_traits.ranges[self.found.codes[self._order]]
        differ: Mask = np.minimum.reduceat(ranges, self.starts[:-1]) < np.maximum.reduceat(ranges, self.starts[:-1])
        return differ

    @cached_property
    def begun(self) -> Rows:
        """The first claim that gives a figure for each thing."""
        return np.minimum.reduceat(self.found.first[self._order], self.starts[:-1]) if len(self.keys) else NONE

    @cached_property
    def low(self) -> Column:
        return self._reach("low", "high", np.minimum)

    @cached_property
    def high(self) -> Column:
        return self._reach("high", "low", np.maximum)

    def _reach(self, end: str, other: str, furthest: np.ufunc) -> Column:
        """How far the figures for each thing reach, those that are open at this end by the other."""
        first = self.found.view.snapshot.items[self.found.events[self.found.starts[:-1]]][self._order]
        reach: Column = furthest.reduceat(np.where(np.isnan(first[end]), first[other], first[end]), self.starts[:-1])
        return reach

    def _places(self, place: int, most: int | None = None) -> Rows:
        """The figures for one thing, by the day that each speaks of."""
        chosen = self._order[self.starts[place] : self.starts[place + 1]]
        days = self.found.view.snapshot.items["day"][self.found.events[self.found.starts[chosen]]]
        ordered: Rows = chosen[foremost(most, np.where(days > 0, days, LAST), self.found.first[chosen])]
        return ordered

    def series(self, place: int, most: int | None = None) -> Series:
        """The figures for one thing."""
        return Series(int(self.keys[place]), tuple(self.found.groups(self._places(place, most))))

    def rows(self, place: int) -> Rows:
        """The claims that give figures for one thing."""
        chosen = self._places(place)
        return np.unique(np.concatenate([self.found.rows[self.found.starts[n] : self.found.starts[n + 1]] for n in chosen.tolist()]))


class Disputes(Sequence[Opposed]):
    """Opposed claims that hang together, the largest dispute first; each is made into a value when it is asked for."""

    def __init__(self, view: View) -> None:
        self.view = view
        points, count = view.snapshot.point, len(view.snapshot)
        rows, links = np.flatnonzero(view.disputed), view.opposed
        heads = _heads(len(rows), np.searchsorted(rows, links["later"]), np.searchsorted(rows, links["earlier"]))
        keys = np.sort(heads << 32 | np.arange(len(rows)))
        heads, self._rows = keys >> 32, rows[keys & 0xFFFFFFFF]
        self._starts = np.flatnonzero(np.concatenate(([True], heads[1:] != heads[:-1]))) if len(rows) else NONE
        sizes = np.diff(np.concatenate((self._starts, [len(rows)])))
        of = np.full(count, -1)  # the dispute of each row
        of[self._rows] = np.repeat(np.arange(len(sizes)), sizes)
        self._links = links[np.argsort(of[links["later"]], kind="stable")]
        self._linked = of[self._links["later"]]
        self._tried = self._who_tried(of)
        self._asked = _pairs(of[self._rows], points[self._rows])
        self._doubting, self._doubted = self._who_doubts()
        begin, end = (np.searchsorted(self._doubted, self._asked[1], side=side) for side in ("left", "right"))
        sizes = sizes + np.bincount(self._asked[0], end - begin, minlength=len(sizes)).astype(np.int64)
        sizes += np.bincount(self._tried[0][~self._leaves_open()], minlength=len(sizes))
        self._order = np.lexsort((self._rows[self._starts], -sizes))

    def _who_tried(self, of: Rows) -> tuple[Rows, Rows]:
        """Disputes, and who could not verify one of their claims."""
        links = self.view.links_of("unverified")
        links = links[(of[links["earlier"]] >= 0) & (of[links["earlier"]] != of[links["later"]])]
        return _pairs(of[links["earlier"]], links["later"])

    def _who_doubts(self) -> tuple[Rows, Rows]:
        """Who leaves a point open, by point, and those points."""
        snapshot = self.view.snapshot
        rows = snapshot.doubting[(self.view.mask & ~self.view.disputed)[snapshot.doubting]]
        return rows, snapshot.point[rows]

    def _leaves_open(self) -> Mask:
        """Of those who tried, who also leaves open a point of that dispute."""
        points = self.view.snapshot.point[self._tried[1]]
        span = int(max(points.max(initial=0), self._asked[1].max(initial=0))) + 1
        about = np.isin(self._tried[0] * span + points, self._asked[0] * span + self._asked[1])
        return about & np.isin(self._tried[1], self._doubting)

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, at: int) -> Opposed: ...
    @overload
    def __getitem__(self, at: slice) -> list[Opposed]: ...
    def __getitem__(self, at: int | slice) -> Opposed | list[Opposed]:
        if isinstance(at, slice):
            return [self._made(place) for place in self._order[at].tolist()]
        return self._made(int(self._order[at]))

    def among(self, mask: Mask) -> Rows:
        """Those in which some opposed claim is in a mask, as places in this order."""
        if not len(self):
            return NONE
        return np.flatnonzero(np.logical_or.reduceat(mask[self._rows], self._starts)[self._order])

    def _made(self, place: int) -> Opposed:
        end = self._starts[place + 1] if place + 1 < len(self._starts) else len(self._rows)
        first, last = np.searchsorted(self._linked, (place, place + 1))
        unverified = self._tried[1][slice(*np.searchsorted(self._tried[0], (place, place + 1)))]
        points = self._asked[1][slice(*np.searchsorted(self._asked[0], (place, place + 1)))]
        left = [self._doubting[slice(*np.searchsorted(self._doubted, (point, point + 1)))] for point in points.tolist()]
        return Opposed(
            self._rows[self._starts[place] : end], self._links[first:last], unverified, np.setdiff1d(np.concatenate(left), unverified)
        )


def _pairs(one: Rows, other: Rows) -> tuple[Rows, Rows]:
    """The different pairs of two columns of small numbers, in order."""
    keys = np.unique(one << 32 | other)
    return keys >> 32, keys & 0xFFFFFFFF


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
