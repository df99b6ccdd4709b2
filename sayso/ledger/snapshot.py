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

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.ledger import columns
from sayso.ledger.columns import NAMED, OUTLET, Layout, digits
from sayso.ledger.view import Column, Mask, Rows, View
from sayso.ledger.whence import Whence

NO_ADDRESS = ("", "-")
LINK = (("later", "Q", "<u8"), ("earlier", "Q", "<u8"), ("kind", "B", "u1"))


def _dtype(layout: Layout) -> np.dtype[Any]:
    return np.dtype([(name, code) for name, _, code in layout])


CLAIM, EVENT, ITEM, ROLE, LINKS = map(_dtype, (columns.CLAIM, columns.EVENT, columns.ITEM, columns.ROLE, LINK))
TABLES = (CLAIM, EVENT, ITEM, ROLE)
CODED = ("cell", "voice", "speaker")  # columns whose tokens are numbered from 0, so that claims can be sorted by them quickly
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

    @property
    def outlet(self) -> str:
        return self.publisher or self.id


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


# The snapshot


@dataclass(frozen=True, slots=True)
class State:
    """All that a snapshot was read from; `stamp` tells up to which change."""

    stamp: int
    articles: tuple[Told, ...]
    tables: tuple[Table, Table, Table, Table]
    words: tuple[str, ...]  # of each article
    new_words: tuple[str, ...]  # of the articles that were read for it
    rejected: frozenset[int]  # numbers of claims that do not count though their article does
    links: Column
    whence: Whence  # whose text an article is
    joined: Mapping[str, str]  # cell -> the point that it was joined to
    codes: tuple[Column, ...]  # of each claim: numbers for what stands in the columns CODED


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

    def items_of(self, event: int) -> Rows:
        """The rows of the things in an event."""
        return self._belonging(event, self.item_keys)

    def roles_of(self, event: int) -> Rows:
        """The rows of the parties and places in an event."""
        return self._belonging(event, self.role_keys)

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

    def _belonging(self, event: int, keys: Rows) -> Rows:
        key = self.event_keys[event]
        return np.arange(np.searchsorted(keys, key), np.searchsorted(keys, key, side="right"))

    @cached_property
    def article(self) -> NDArray[np.int32]:
        """Which of `articles` each claim stands in."""
        return np.repeat(np.arange(len(self.articles), dtype=np.int32), np.diff(self.state.tables[0].starts))

    @cached_property
    def current_articles(self) -> Mask:
        return np.fromiter((told.current for told in self.articles), np.bool_, len(self.articles))

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

    @cached_property
    def first_days(self) -> NDArray[np.int32]:
        """Of each article, as an ordinal; 0 where undated."""
        return np.fromiter((told.first for told in self.articles), np.int32, len(self.articles))

    @cached_property
    def last_days(self) -> NDArray[np.int32]:
        return np.fromiter((told.last for told in self.articles), np.int32, len(self.articles))

    # What a claim belongs to, as numbers

    @cached_property
    def cell(self) -> Column:
        """What each claim alone says that it is about."""
        return self.state.codes[0]

    @cached_property
    def voice(self) -> Column:
        """Who speaks in each claim, as one voice across articles."""
        return self.state.codes[1]

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
    def outlets(self) -> tuple[str, ...]:
        """Who publishes, once each: a publisher, or an article without one."""
        return tuple(dict.fromkeys(told.outlet for told in self.articles))

    @cached_property
    def outlet_of_article(self) -> NDArray[np.int32]:
        codes = {name: code for code, name in enumerate(self.outlets)}
        return np.fromiter((codes[told.outlet] for told in self.articles), np.int32, len(self.articles))

    @cached_property
    def outlet(self) -> NDArray[np.int32]:
        """Which of `outlets` each claim was published by."""
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
        names, tellers = len(self.codebook["speaker"]), np.fromiter((told.teller for told in self.articles), np.int64, len(self.articles))
        first = np.where(self._tagged, np.arange(len(self.articles)), self._tails)[self.article]
        rows, articles = self._elsewhere
        first[rows] = articles
        teller, speaking, speaker = tellers[first], self.claims["speaking"], self.state.codes[2].astype(np.int64)
        return np.where(speaking == NAMED, speaker, np.where(speaking == OUTLET, teller, names + teller * names + speaker))

    @cached_property
    def _tagged(self) -> Mask:
        """The articles that carry an agency's tag."""
        return np.fromiter((bool(told.agency) for told in self.articles), np.bool_, len(self.articles))

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
        return self.words(self.claims["name"])

    @cached_property
    def offices(self) -> dict[int, str]:
        """What sources are called by their office."""
        return self.words(self.claims["role"])

    @cached_property
    def within(self) -> Rows:
        """The row of the claim that each claim is part of; -1 for none."""
        return np.where(self.claims["within"] == 0, -1, self.rows_of(self.claims["within"]))

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
