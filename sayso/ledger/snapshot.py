"""A snapshot: all claims of a ledger as columns, for every question that would otherwise read each of them.

    snapshot = ledger.snapshot()          refreshed if anything was written; shared between threads, never altered
    snapshot.claims["certainty"]          a numpy column; columns.py says what there is
    snapshot.everything                   a View of all claims that count: its points, transfers, disputes (view.py)
    snapshot.claim_ids(rows)              ids, to be looked up with ledger.claim
    snapshot.word(token)                  the word behind a token, such as snapshot.claims["name"] holds

A row is a claim's place in the columns: by day of publication, article and place in it, so that a lower row was told first. Former
versions of edited articles are there too, for a view as of a day on which they still stood; `current` tells what counts now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.ledger import columns
from sayso.ledger.columns import NAMED, OUTLET, POLARITIES, ROLES, Layout, digits
from sayso.ledger.gathered import Column, Mask, Rows, Sorted, coded, mixed
from sayso.ledger.matters import STANDINGS
from sayso.ledger.view import View
from sayso.ledger.whence import Whence

NO_ADDRESS = ("", "-")
NEGATIVE = POLARITIES.index("negative")
THROUGH = ROLES.index("through")
LINK = (("later", "Q", "<u8"), ("earlier", "Q", "<u8"), ("kind", "B", "u1"))


def _dtype(layout: Layout) -> np.dtype[Any]:
    return np.dtype([(name, code) for name, _, code in layout])


CLAIM, EVENT, ITEM, ROLE, LINKS = map(_dtype, (columns.CLAIM, columns.EVENT, columns.ITEM, columns.ROLE, LINK))
TABLES = (CLAIM, EVENT, ITEM, ROLE)
TOLD = np.dtype(
    [("first", "<i4"), ("last", "<i4"), ("teller", "<i4"), ("outlet", "<i4"), ("agency", "<i4"), ("current", "?"), ("published", "?")]
)  # an article as a row


@dataclass(frozen=True, slots=True)
class Coded:
    """Columns of a table whose tokens, together, are numbered from 0, so that rows can be sorted by them quickly."""

    name: str
    table: int  # in TABLES
    columns: tuple[str, ...]

    def tokens(self, rows: Column) -> Column:
        return mixed(*(np.ascontiguousarray(rows[name]) for name in self.columns))


CODED = (
    Coded("cell", 0, ("cell",)), Coded("voice", 0, ("voice",)), Coded("speaker", 0, ("speaker",)),
    Coded("leg", 1, ("leg",)), Coded("pair", 1, ("pair",)), Coded("moment", 1, ("when", "type")), Coded("figure", 2, ("series", "figure")),
)  # fmt: skip
NUMBERED = (*(coded.name for coded in CODED), "outlet", "agency")
Codebook = dict[str, dict[int, int]]


# Articles and tables


@dataclass(frozen=True, slots=True)
class Told:
    """An article as far as its claims' standing depends on it."""

    number: int
    id: str
    path: str
    title: str
    publisher: str
    published: str
    first: int  # the first and last day it may have been published, as ordinals; 0 where undated
    last: int
    url: str
    address: str
    agency: str
    engine: str
    current: bool
    order: tuple[int, str]  # what sorts articles as likeness.rank sorts claims
    teller: int  # who tells what it says without naming anybody, as a number in the codebook of speakers
    house: int  # its outlet, as a number in the codebook of outlets
    wire: int  # its agency, likewise

    @property
    def outlet(self) -> str:
        return self.publisher or self.id

    @property
    def row(self) -> tuple[int, int, int, int, int, bool, bool]:
        """As a row of TOLD."""
        return self.first, self.last, self.teller, self.house, self.wire, self.current, bool(self.publisher)


class Table:
    """The rows of all articles, end to end, and where each article's begin."""

    __slots__ = ("rows", "starts")

    def __init__(self, rows: Column, starts: NDArray[np.int64]) -> None:
        self.rows = rows
        self.starts = starts
        rows.flags.writeable = False

    @classmethod
    def of(cls, dtype: np.dtype[Any], blobs: Sequence[bytes]) -> Table:
        sizes = np.fromiter((len(blob) for blob in blobs), np.int64, len(blobs)) // dtype.itemsize
        return cls(np.frombuffer(b"".join(blobs), dtype), np.concatenate(([0], np.cumsum(sizes))))

    def spliced(self, pieces: Sequence[tuple[int, int] | bytes]) -> Table:
        """The rows of these articles: runs of those that are here, as first and last, and new ones."""
        rows: list[Column] = []
        sizes: list[NDArray[np.int64]] = []
        for piece in pieces:
            if isinstance(piece, bytes):
                rows.append(np.frombuffer(piece, np.uint8))
                sizes.append(np.array([len(piece) // self.rows.itemsize], np.int64))
            else:
                first, last = piece
                rows.append(self.rows[self.starts[first] : self.starts[last]].view(np.uint8))
                sizes.append(np.diff(self.starts[first : last + 1]))
        joined = np.concatenate(rows) if rows else np.empty(0, np.uint8)  # as bytes: numpy copies records field by field
        return Table(
            joined.view(self.rows.dtype), np.concatenate(([0], np.cumsum(np.concatenate(sizes) if sizes else np.empty(0, np.int64))))
        )


@dataclass(frozen=True, slots=True)
class FigureTraits:
    """What a figure is part of, by its number in the codebook of figures."""

    keys: Column  # of the things that are counted, in order
    series: Rows  # which of them each figure counts
    ranges: Rows  # a number for each range that figures have


# The snapshot


@dataclass(frozen=True, slots=True)
class State:
    """All that a snapshot was read from; `stamp` tells up to which change."""

    stamp: int
    articles: tuple[Told, ...]
    told: Column  # the same as rows
    tables: tuple[Table, Table, Table, Table]
    words: tuple[str, ...]  # of each article
    new_words: tuple[str, ...]  # of the articles that were read for it
    rejected: frozenset[int]  # numbers of claims that do not count though their article does
    links: Column
    whence: Whence  # whose text an article is
    joined: Mapping[str, str]  # cell -> the point that it was joined to
    codes: Mapping[str, Column]  # numbers for what stands in the columns CODED, by their names


class Snapshot:
    """The claims of a ledger as columns, as of one moment. Never altered; columns are reckoned when first asked for."""

    def __init__(self, state: State, vocabulary: Mapping[int, str], codebook: Codebook) -> None:
        self.state = state
        self.codebook = codebook  # the number of each token of a coded column
        self.vocabulary = vocabulary  # every word by its token
        self.articles = state.articles
        self.claims = state.tables[0].rows

    def __len__(self) -> int:
        return len(self.claims)

    # Events, things and parties: the tables, and to which claim, or which event of which claim, each of their rows belongs

    @cached_property
    def events(self) -> Column:
        return self.state.tables[1].rows

    @cached_property
    def items(self) -> Column:
        return self.state.tables[2].rows

    @cached_property
    def roles(self) -> Column:
        return self.state.tables[3].rows

    @cached_property
    def claim_of_event(self) -> Rows:
        return self._claims_of(self.state.tables[1])

    @cached_property
    def claim_of_item(self) -> Rows:
        return self._claims_of(self.state.tables[2])

    @cached_property
    def claim_of_role(self) -> Rows:
        return self._claims_of(self.state.tables[3])

    def _claims_of(self, table: Table) -> Rows:
        begin = np.repeat(self.state.tables[0].starts[:-1], np.diff(table.starts))
        claims: Rows = begin + table.rows["claim"]
        return claims

    @cached_property
    def event_keys(self) -> Rows:
        """A number for each event, which the things and parties in it have too."""
        return _event_keys(self.claim_of_event, self.events)

    @cached_property
    def item_keys(self) -> Rows:
        return _event_keys(self.claim_of_item, self.items)

    @cached_property
    def role_keys(self) -> Rows:
        return _event_keys(self.claim_of_role, self.roles)

    @cached_property
    def article(self) -> NDArray[np.int32]:
        """Which of `articles` each claim stands in."""
        return np.repeat(np.arange(len(self.articles), dtype=np.int32), np.diff(self.state.tables[0].starts))

    @property
    def current_articles(self) -> Mask:
        found: Mask = self.state.told["current"]
        return found

    @cached_property
    def admitted(self) -> Mask:
        """The claims that nobody has rejected."""
        if not self.state.rejected:
            return np.ones(len(self), np.bool_)
        return ~np.isin(self.claims["number"], np.fromiter(sorted(self.state.rejected), np.int64))

    @cached_property
    def current(self) -> Mask:
        """The claims that count unless told otherwise."""
        return self.current_articles[self.article] & self.admitted

    @property
    def first_days(self) -> NDArray[np.int32]:
        """Of each article, as an ordinal; 0 where undated."""
        found: NDArray[np.int32] = self.state.told["first"]
        return found

    @property
    def last_days(self) -> NDArray[np.int32]:
        found: NDArray[np.int32] = self.state.told["last"]
        return found

    # Columns that are gone through again and again, by themselves

    @cached_property
    def stand(self) -> NDArray[np.uint8]:
        """Of each claim whether it says so (0), denies it (1) or leaves it open (2)."""
        denies = self.claims["polarity"] == NEGATIVE
        return np.where(denies, 1, self.claims["doubting"].view(np.uint8) * 2).astype(np.uint8)

    @cached_property
    def certainty(self) -> NDArray[np.uint8]:
        return np.ascontiguousarray(self.claims["certainty"])

    @cached_property
    def eventful(self) -> Mask:
        return np.ascontiguousarray(self.claims["eventful"])

    @cached_property
    def doubting(self) -> Rows:
        """The rows of the claims that leave the matter open, by point."""
        rows = np.flatnonzero(self.claims["doubting"])
        return rows[np.argsort(self.point[rows], kind="stable")]

    @cached_property
    def said_by(self) -> Mapping[str, Column]:
        """Whom each claim's source is: tokens of its name, its office and its party, and its country."""
        return {name: np.ascontiguousarray(self.claims[name]) for name in ("name", "role", "party", "country")}

    @cached_property
    def passing(self) -> tuple[Rows, Column]:
        """The claims that somebody passed on, and, as rows of `roles`, who."""
        rows = np.flatnonzero(self.roles["role"] == THROUGH)
        return self.claim_of_role[rows], self.roles[rows]

    @cached_property
    def event_pair(self) -> Column:
        return np.ascontiguousarray(self.events["pair"])

    # What a claim belongs to, as numbers

    @property
    def cell(self) -> Column:
        """What each claim alone says that it is about."""
        return self.state.codes["cell"]

    @property
    def voice(self) -> Column:
        """Who speaks in each claim, as one voice across articles."""
        return self.state.codes["voice"]

    @cached_property
    def point(self) -> Rows:
        """What each claim is about, its cell joined with others."""
        return self._points[self.cell]

    @cached_property
    def _points(self) -> Rows:
        """The point of each cell: itself, or the one that it was joined to."""
        cells = self.codebook["cell"]
        points = np.arange(len(cells))
        for cell, point in self.state.joined.items():
            one, other = cells.get(digits(cell)[0]), cells.get(digits(point)[0])
            if one is not None and other is not None:
                points[one] = other
        return points

    @cached_property
    def _joined_to(self) -> dict[int, str]:
        cells = self.codebook["cell"]
        return {cells[digits(point)[0]]: point for point in self.state.joined.values() if digits(point)[0] in cells}

    def point_id(self, row: int) -> str:
        """The id of the point a claim belongs to."""
        point, claim = int(self.point[row]), self.claims[row]
        return self._joined_to.get(point) or f"point-1-{int(claim['cell']):016x}{int(claim['cell_end']):04x}"

    def number(self, row: int) -> int:
        """A claim's number in the ledger's tables."""
        return int(self.claims["number"][row])

    def claim_id(self, row: int) -> str:
        claim = self.claims[row]
        return f"claim-1-{int(claim['ident']):016x}{int(claim['ident_end']):04x}"

    def claim_ids(self, rows: Iterable[int] | Column) -> tuple[str, ...]:
        chosen = self.claims[np.asarray(rows, np.int64)]
        return tuple(f"claim-1-{a:016x}{b:04x}" for a, b in zip(chosen["ident"].tolist(), chosen["ident_end"].tolist(), strict=True))

    @cached_property
    def _row_order(self) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
        order = np.argsort(self.claims["ident"], kind="stable")
        return order, self.claims["ident"][order]

    def rows_of(self, idents: Column) -> NDArray[np.int64]:
        """The rows of claims by the first digits of their ids; -1 where there is none."""
        order, known = self._row_order
        if not len(order):
            return np.full(len(idents), -1, np.int64)
        at = np.minimum(np.searchsorted(known, idents), len(known) - 1)
        return np.where(known[at] == idents, order[at], -1)

    def row(self, claim_id: str) -> int:
        """The row of a claim; -1 if it is not there."""
        return int(self.rows_of(np.array([digits(claim_id)[0]], np.uint64))[0])

    @cached_property
    def outlets(self) -> dict[int, str]:
        """Who publishes, by the numbers of the codebook, in the order in which each first does: a publisher, or an article without one."""
        return self._called("outlet", lambda told: told.outlet)

    @cached_property
    def publishers(self) -> dict[int, str]:
        """The outlets that have a name."""
        named = np.unique(self.outlet_of_article[self.state.told["published"]])
        return {outlet: self.outlets[outlet] for outlet in named.tolist()}

    @cached_property
    def agencies(self) -> dict[int, str]:
        """The agencies whose tags articles carry."""
        return {number: name for number, name in self._called("agency", lambda told: told.agency).items() if name}

    def _called(self, column: str, name: Callable[[Told], str]) -> dict[int, str]:
        """What each number in a column of the articles stands for, in the order of the articles."""
        numbers, first = np.unique(self.state.told[column], return_index=True)
        return {int(numbers[n]): name(self.articles[first[n]]) for n in np.argsort(first).tolist()}

    @property
    def outlet_of_article(self) -> NDArray[np.int32]:
        found: NDArray[np.int32] = self.state.told["outlet"]
        return found

    @cached_property
    def outlet(self) -> NDArray[np.int32]:
        """Which of `outlets` published each claim."""
        return self.outlet_of_article[self.article]

    @cached_property
    def places(self) -> dict[str, int]:
        """Which of `articles` has an id."""
        return {told.id: place for place, told in enumerate(self.articles)}

    @cached_property
    def root(self) -> NDArray[np.int32]:
        """For each article the one that its text goes back to: itself, or the first of the chain that it copies or rewrites."""
        return _ends(self.places, self.state.whence.copies)

    @cached_property
    def origin(self) -> Rows:
        """What each claim goes back to, as origins.root says: a named speaker, whoever prints it; else the agency or outlet of the text."""
        names, tellers = len(self.codebook["speaker"]), self.state.told["teller"].astype(np.int64)
        first = np.where(self._tagged, np.arange(len(self.articles)), self._tails)[self.article]
        rows, articles = self._elsewhere
        first[rows] = articles
        teller, speaking, speaker = tellers[first], self.claims["speaking"], self.state.codes["speaker"].astype(np.int64)
        return np.where(speaking == NAMED, speaker, np.where(speaking == OUTLET, teller, names + teller * names + speaker))

    @cached_property
    def _tagged(self) -> Mask:
        """The articles that carry an agency's tag."""
        tagged: Mask = self.state.told["agency"] > 0
        return tagged

    @cached_property
    def _tails(self) -> NDArray[np.int32]:
        """For each article the first whose text it mostly is."""
        return _ends(self.places, self.state.whence.whole)

    @cached_property
    def _elsewhere(self) -> tuple[Rows, Rows]:
        """The claims of no named speaker whose words first stood elsewhere than their article's text, and the article where."""
        found = [(ident, self.places[of]) for claims in self.state.whence.elsewhere.values() for ident, of in claims if of in self.places]
        rows = self.rows_of(np.fromiter((ident for ident, _ in found), np.uint64, len(found)))
        articles = np.fromiter((place for _, place in found), np.int64, len(found))
        keep = (rows >= 0) & ~self._tagged[self.article[rows]] if len(found) else np.zeros(0, np.bool_)
        return rows[keep], articles[keep]

    # Sorted once, for every view to pick its groups from

    @cached_property
    def by_point(self) -> Sorted:
        return Sorted.by(self.point, np.arange(len(self)))

    @cached_property
    def by_voice(self) -> Sorted:
        return Sorted.by(self.voice, np.arange(len(self)))

    @cached_property
    def by_leg(self) -> Sorted:
        return self._by_event("leg", self.events["leg"] != 0)

    @cached_property
    def by_standing(self) -> Sorted:
        """By leg, and under each leg by how it is said to stand."""
        rows = np.flatnonzero(~self.events["presupposed"] & (self.events["leg"] != 0))
        codes = self.state.codes["leg"][rows].astype(np.int64) * len(STANDINGS) + self.events["standing"][rows]
        return Sorted.by(codes, self.claim_of_event[rows], rows, self.events)

    @cached_property
    def by_pair(self) -> Sorted:
        return self._by_event("pair", (self.events["pair"] != 0) & ~self.events["returned"])

    @cached_property
    def by_moment(self) -> Sorted:
        return self._by_event("moment", (self.events["when"] != 0) & ~self.events["returned"])

    def _by_event(self, name: str, which: Mask) -> Sorted:
        """The events that claims tell of as such, some of them, by a column."""
        rows = np.flatnonzero(which & ~self.events["presupposed"])
        return Sorted.by(self.state.codes[name][rows], self.claim_of_event[rows], rows, self.events)

    @cached_property
    def by_figure(self) -> Sorted:
        rows = np.flatnonzero(self.items["counted"] & ~self.items["presupposed"])
        return Sorted.by(self.state.codes["figure"][rows], self.claim_of_item[rows], rows, self.items)

    @cached_property
    def figure_traits(self) -> FigureTraits:
        found = self.by_figure
        codes, first = np.unique(found.codes, return_index=True)
        items = self.items[found.events[first]]
        keys, series = np.unique(items["series"], return_inverse=True)
        of, ranges = np.zeros((2, len(self.codebook["figure"])), np.int64)
        of[codes] = series
        ranges[codes] = coded(np.ascontiguousarray(items["low"]), np.ascontiguousarray(items["high"])) if len(items) else 0
        return FigureTraits(keys, of, ranges)

    # Links

    @cached_property
    def links(self) -> Column:
        """The links of dispute, revision and doubt between two rows, as columns later, earlier and kind (in KEPT_LINKS)."""
        found = self.state.links
        later, earlier = self.rows_of(found["later"]), self.rows_of(found["earlier"])
        there = (later >= 0) & (earlier >= 0)
        links = np.empty(int(there.sum()), np.dtype([("later", "<i8"), ("earlier", "<i8"), ("kind", "u1")]))
        links["later"], links["earlier"], links["kind"] = later[there], earlier[there], found["kind"][there]
        return links[np.lexsort((links["earlier"], links["later"]))]

    # Words

    def word(self, of: int) -> str:
        """The word behind a token; "" for none."""
        return self.vocabulary.get(int(of), "")

    def words(self, column: Column) -> dict[int, str]:
        """The different words of a column of tokens."""
        return {of: self.word(of) for of in np.unique(column).tolist() if of}

    @cached_property
    def names(self) -> dict[int, str]:
        """Of every source."""
        return self.words(self.said_by["name"])

    @cached_property
    def offices(self) -> dict[int, str]:
        """What sources are called by their office."""
        return self.words(self.said_by["role"])

    @cached_property
    def event_types(self) -> tuple[str, ...]:
        """Of all events, by the alphabet."""
        return tuple(sorted(self.words(np.ascontiguousarray(self.events["type"])).values()))

    @cached_property
    def within(self) -> tuple[Rows, Rows]:
        """The claims that are part of another, and that other."""
        rows = np.flatnonzero(self.claims["within"])
        holders = self.rows_of(self.claims["within"][rows])
        return rows[holders >= 0], holders[holders >= 0]

    # Views

    @cached_property
    def everything(self) -> View:
        """The claims that count, none left out."""
        return View(self, self.current)


def _event_keys(claims: Rows, rows: Column) -> Rows:
    """A number for each row that tells which event it belongs to, in order."""
    keys: Rows = (claims << 17) | (rows["event"].astype(np.int64) << 1) | rows["returned"]
    return keys


def _ends(places: Mapping[str, int], of: Mapping[str, str]) -> NDArray[np.int32]:
    """For each article the end of the chain that begins with it."""
    ends = np.arange(len(places), dtype=np.int32)
    known: dict[str, str] = {}
    for article in of:
        chain, at = [], article
        while at not in known and at in of:
            chain.append(at)
            at = of[at]
        known.update(dict.fromkeys(chain, known.get(at, at)))
        if article in places and known[article] in places:
            ends[places[article]] = places[known[article]]
    return ends
