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

import sqlite3
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.ledger import columns
from sayso.ledger.columns import FORMAT, NAMED, OUTLET, Layout, Packed, digits, ordinal, packed_anew, stamp, token
from sayso.ledger.view import KEPT_LINKS, LAST, Column, Mask, Rows, View

NO_ADDRESS = ("", "-")
LINK = (("later", "Q", "<u8"), ("earlier", "Q", "<u8"), ("kind", "B", "u1"))


def _dtype(layout: Layout) -> np.dtype[Any]:
    return np.dtype([(name, code) for name, _, code in layout])


CLAIM, EVENT, ITEM, ROLE, LINKS = map(_dtype, (columns.CLAIM, columns.EVENT, columns.ITEM, columns.ROLE, LINK))
TABLES = (CLAIM, EVENT, ITEM, ROLE)


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

    @property
    def order(self) -> tuple[int, str]:
        """What sorts articles as likeness.rank sorts claims."""
        return self.first or LAST, self.id[-20:]

    @property
    def outlet(self) -> str:
        return self.publisher or self.id


@dataclass(frozen=True, slots=True)
class Sheet:
    """An article with its rows, as read from the ledger."""

    told: Told
    packed: Packed


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
                new = np.frombuffer(piece, self.rows.dtype)
                rows.append(new)
                sizes.append(np.array([len(new)], np.int64))
            else:
                first, last = piece
                rows.append(self.rows[self.starts[first] : self.starts[last]])
                sizes.append(np.diff(self.starts[first : last + 1]))
        joined = np.concatenate(rows) if rows else self.rows[:0].copy()
        return Table(joined, np.concatenate(([0], np.cumsum(np.concatenate(sizes) if sizes else np.empty(0, np.int64)))))


# The snapshot


@dataclass(frozen=True, slots=True)
class State:
    """All that a snapshot was read from; `stamp` tells up to which change."""

    stamp: int
    articles: tuple[Told, ...]
    tables: tuple[Table, Table, Table, Table]
    words: tuple[str, ...]  # of each article
    rejected: frozenset[int]  # numbers of claims that do not count though their article does
    links: Column
    copies: Mapping[str, str]  # article -> the one whose text it copies
    joined: Mapping[str, str]  # cell -> the point that it was joined to


class Snapshot:
    """The claims of a ledger as columns, as of one moment. Never altered; columns are reckoned when first asked for."""

    def __init__(self, state: State) -> None:
        self.state = state
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
        return self._belonging(event, self._item_keys)

    def roles_of(self, event: int) -> Rows:
        """The rows of the parties and places in an event."""
        return self._belonging(event, self._role_keys)

    @cached_property
    def _item_keys(self) -> Rows:
        return _event_keys(self.claim_of_item, self.items)

    @cached_property
    def _role_keys(self) -> Rows:
        return _event_keys(self.claim_of_role, self.roles)

    def _belonging(self, event: int, keys: Rows) -> Rows:
        key = _event_keys(self.claim_of_event[event : event + 1], self.events[event : event + 1])[0]
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

    # What a claim belongs to

    @cached_property
    def _cells(self) -> NDArray[np.uint64]:
        """The point of each claim, as the first digits of its id: its cell, or what that was joined to."""
        cells: NDArray[np.uint64] = self.claims["cell"].copy()
        if self.state.joined:
            pairs = sorted((digits(cell)[0], digits(point)[0]) for cell, point in self.state.joined.items())
            keys, values = (np.fromiter(side, np.uint64, len(pairs)) for side in zip(*pairs, strict=True))
            at = np.minimum(np.searchsorted(keys, cells), len(keys) - 1)
            cells = np.where(keys[at] == cells, values[at], cells)
        return cells

    @cached_property
    def point(self) -> Rows:
        """The point of each claim, as a number."""
        return np.unique(self._cells, return_inverse=True)[1]

    @cached_property
    def _point_ids(self) -> dict[int, str]:
        return {digits(point)[0]: point for point in self.state.joined.values()}

    def point_id(self, row: int) -> str:
        """The id of the point a claim belongs to."""
        start = int(self._cells[row])
        claim = self.claims[row]
        return self._point_ids.get(start) or f"point-1-{start:016x}{int(claim['cell_end']):04x}"

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
    def root(self) -> NDArray[np.int32]:
        """For each article the one that its text goes back to: itself, or the first of the chain that it copies."""
        place = {told.id: n for n, told in enumerate(self.articles)}
        roots = np.arange(len(self.articles), dtype=np.int32)
        for article in self.state.copies:
            seen, at = {article}, article
            while (of := self.state.copies.get(at)) is not None and of not in seen:
                seen.add(of)
                at = of
            if article in place and at in place:
                roots[place[article]] = place[at]
        return roots

    @cached_property
    def origin_token(self) -> NDArray[np.uint64]:
        """What each claim goes back to, as a token: a named speaker, whoever prints it; else the agency or first outlet of the text."""
        tellers = np.fromiter((token(_teller(told)) for told in self.articles), np.uint64, len(self.articles))
        tails = np.fromiter((digits(told.id)[0] for told in self.articles), np.uint64, len(self.articles))
        root = self.root[self.article]
        speaking, speaker = self.claims["speaking"], self.claims["speaker"]
        unnamed = _mixed(_mixed(tellers[root], tails[root]), speaker)
        return np.where(speaking == NAMED, speaker, np.where(speaking == OUTLET, tellers[root], unnamed))

    @cached_property
    def origin(self) -> Rows:
        """What each claim goes back to, as a number."""
        return np.unique(self.origin_token, return_inverse=True)[1]

    @cached_property
    def voice(self) -> Rows:
        """Who speaks in each claim, as one voice across articles, as a number."""
        return np.unique(self.claims["voice"], return_inverse=True)[1]

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

    @cached_property
    def _words(self) -> dict[int, str]:
        return {token(word): word for words in self.state.words for word in words.split("\n") if word}

    def word(self, of: int) -> str:
        """The word behind a token; "" for none."""
        return self._words.get(int(of), "")

    # Views

    @cached_property
    def everything(self) -> View:
        """The claims that count, none left out."""
        return View(self, self.current)


def _event_keys(claims: Rows, rows: Column) -> Rows:
    """A number for each row that tells which event it belongs to, in order."""
    keys: Rows = (claims << 17) | (rows["event"].astype(np.int64) << 1) | rows["returned"]
    return keys


def _teller(told: Told) -> str:
    return f"agency {told.agency.casefold()}" if told.agency else f"outlet {told.publisher.casefold() or told.id}"


def _mixed(a: NDArray[np.uint64], b: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """One token of two."""
    with np.errstate(over="ignore"):
        mixed: NDArray[np.uint64] = (a * np.uint64(0x9E3779B97F4A7C15)) ^ (b + (a >> np.uint64(7)))
    return mixed


# Reading it from the ledger


ARTICLE = (
    "a.number, a.id, a.path, a.title, a.publisher, a.published, a.earliest, a.latest, a.url, a.address, a.agency, a.engine, a.current, "
    "c.claims, c.events, c.items, c.roles, c.words"
)
FROM = f"FROM articles a LEFT JOIN columns c ON c.article = a.number AND c.format = {FORMAT}"
KINDS_KEPT = ", ".join(f"'{kind}'" for kind in KEPT_LINKS)


class Keeper:
    """Keeps the latest snapshot of one file for all who have it open, each with a connection of their own."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._latest: Snapshot | None = None

    def snapshot(self, db: sqlite3.Connection) -> Snapshot:
        """The snapshot of what the ledger now holds: the one that is there, brought up to date if need be."""
        if db.in_transaction:  # what is not committed yet may never be
            return Snapshot(_read(db))
        with self._lock:
            latest = self._latest
            if latest is None or latest.state.stamp < stamp(db):
                db.execute("BEGIN")  # one moment for all that is read
                try:
                    latest = Snapshot(_read(db) if latest is None else _reread(db, latest.state))
                finally:
                    db.execute("ROLLBACK")
                self._latest = latest
            return latest


_KEEPERS: weakref.WeakValueDictionary[tuple[int, int], Keeper] = weakref.WeakValueDictionary()
_KEEPERS_LOCK = Lock()


def keeper(path: Path) -> Keeper:
    """The keeper of a file, the same for everyone who has it open."""
    file = path.stat()
    with _KEEPERS_LOCK:
        return _KEEPERS.setdefault((file.st_dev, file.st_ino), Keeper())


def _read(db: sqlite3.Connection) -> State:
    """Everything."""
    last = stamp(db)
    sheets = sorted((_sheet(db, row) for row in db.execute(f"SELECT {ARTICLE} {FROM}").fetchall()), key=lambda sheet: sheet.told.order)
    claims, events, items, roles = (
        Table.of(dtype, [blob(sheet.packed) for sheet in sheets]) for dtype, blob in zip(TABLES, BLOBS, strict=True)
    )
    rejected = db.execute("SELECT c.number FROM claims c JOIN articles a ON a.id = c.article WHERE c.current = 0 AND a.current = 1")
    links = _link_rows(db.execute(f"SELECT later, earlier, kind FROM links WHERE kind IN ({KINDS_KEPT})").fetchall())
    return State(
        stamp=last,
        articles=tuple(sheet.told for sheet in sheets),
        tables=(claims, events, items, roles),
        words=tuple(sheet.packed.words for sheet in sheets),
        rejected=frozenset(number for (number,) in rejected.fetchall()),
        links=links,
        copies=_copies(db),
        joined=_joined(db),
    )


def _reread(db: sqlite3.Connection, known: State) -> State:
    """What is known, with what was changed since read again."""
    last = stamp(db)
    changed: dict[str, list[str]] = {}
    for kind, ident in db.execute("SELECT kind, ident FROM changes WHERE stamp > ?", (known.stamp,)).fetchall():
        changed.setdefault(kind, []).append(ident)
    state = replace(known, stamp=last)
    if "article" in changed:
        state = _respliced(db, state, [int(ident) for ident in changed["article"]])
    if "link" in changed:
        state = replace(state, links=_relinked(db, state.links, changed["link"]))
    if "copies" in changed:
        state = replace(state, copies=_copies(db))
    return replace(state, joined=_joined(db))


def _respliced(db: sqlite3.Connection, state: State, numbers: Sequence[int]) -> State:
    """These articles taken out, and put in again as they are now."""
    gone = set(numbers)
    sheets: list[Sheet] = []
    rejected = set(state.rejected)
    for number in numbers:
        row = db.execute(f"SELECT {ARTICLE} {FROM} WHERE a.number = ?", (number,)).fetchone()
        if row is None:
            continue
        sheet = _sheet(db, row)
        sheets.append(sheet)
        if sheet.told.current:
            known = db.execute("SELECT number, current FROM claims WHERE article = ?", (sheet.told.id,)).fetchall()
            rejected.difference_update(claim for claim, _ in known)
            rejected.update(claim for claim, current in known if not current)
    sheets.sort(key=lambda sheet: sheet.told.order)
    pieces = _pieces(state.articles, gone, sheets)
    articles: list[Told] = []
    words: list[str] = []
    for piece in pieces:
        articles += [piece.told] if isinstance(piece, Sheet) else state.articles[slice(*piece)]
        words += [piece.packed.words] if isinstance(piece, Sheet) else state.words[slice(*piece)]
    claims, events, items, roles = (
        table.spliced([blob(piece.packed) if isinstance(piece, Sheet) else piece for piece in pieces])
        for table, blob in zip(state.tables, BLOBS, strict=True)
    )
    return replace(state, articles=tuple(articles), words=tuple(words), tables=(claims, events, items, roles), rejected=frozenset(rejected))


def _pieces(articles: Sequence[Told], gone: set[int], sheets: Sequence[Sheet]) -> list[tuple[int, int] | Sheet]:
    """Runs of articles that stay, as first and last, and between them the new ones where they belong."""
    pieces: list[tuple[int, int] | Sheet] = []
    waiting = list(reversed(sheets))
    begun = 0
    for n, told in enumerate(articles):
        leaves = told.number in gone
        arrives = bool(waiting) and waiting[-1].told.order < told.order
        if (leaves or arrives) and begun < n:
            pieces.append((begun, n))
            begun = n
        while waiting and waiting[-1].told.order < told.order:
            pieces.append(waiting.pop())
        if leaves:
            begun = n + 1
    if begun < len(articles):
        pieces.append((begun, len(articles)))
    return [*pieces, *reversed(waiting)]


BLOBS: tuple[Callable[[Packed], bytes], ...] = tuple(map(attrgetter, ("claims", "events", "items", "roles")))


def _sheet(db: sqlite3.Connection, row: tuple[Any, ...]) -> Sheet:
    number, ident, path, title, publisher, published, earliest, latest, url, address, agency, engine, current, *blobs = row
    last = min(ordinal(latest), LAST) if earliest else 0
    told = Told(number, ident, path, title, publisher, published, ordinal(earliest), last, url, address, agency, engine, bool(current))
    return Sheet(told, packed_anew(db, ident) if blobs[0] is None else Packed(*blobs))


def _link_rows(found: Iterable[tuple[str, str, str]]) -> Column:
    rows = [(digits(later)[0], digits(earlier)[0], KEPT_LINKS.index(kind)) for later, earlier, kind in found]
    return np.array(rows, LINKS)


def _relinked(db: sqlite3.Connection, links: Column, later: Sequence[str]) -> Column:
    """The links, those of these claims to earlier ones read again."""
    stay = links[~np.isin(links["later"], np.fromiter((digits(ident)[0] for ident in later), np.uint64, len(later)))]
    sql = f"SELECT later, earlier, kind FROM links WHERE later = ? AND kind IN ({KINDS_KEPT})"
    return np.concatenate((stay, _link_rows(row for ident in later for row in db.execute(sql, (ident,)))))


def _copies(db: sqlite3.Connection) -> Mapping[str, str]:
    return dict(db.execute("SELECT article, of FROM copies").fetchall())


def _joined(db: sqlite3.Connection) -> Mapping[str, str]:
    return {}
