"""The keeper of a file's snapshot: reads it from the ledger, and brings it up to date by what was changed since.

What changed is told by the table `changes`, which triggers keep, so that it does not matter who wrote: this process, another, or a person
with a ruling. Everything that is read for one snapshot is read as of one moment.
"""

from __future__ import annotations

import sqlite3
import weakref
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from sayso.ledger import points, whence
from sayso.ledger.columns import FORMAT, NAMED, Packed, digits, ordinal, packed_anew, stamp, token
from sayso.ledger.origins import Teller
from sayso.ledger.snapshot import CODED, LINKS, NUMBERED, TABLES, TOLD, Codebook, Coded, Snapshot, State, Table, Told
from sayso.ledger.view import KEPT_LINKS, LAST, Column


@dataclass(frozen=True, slots=True)
class Sheet:
    """An article with its rows, as read from the ledger."""

    told: Told
    packed: Packed


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
        self._vocabulary: dict[int, str] = {}  # both only grow, so that snapshots taken before can go on reading them
        self._codebook: Codebook = {name: {} for name in NUMBERED}
        self._codebook["agency"][0] = 0  # none

    def snapshot(self, db: sqlite3.Connection) -> Snapshot:
        """The snapshot of what the ledger now holds: the one that is there, brought up to date if need be."""
        if db.in_transaction:  # what is not committed yet may never be
            return Keeper().snapshot_of(db)
        with self._lock:
            latest = self._latest
            if latest is None or latest.state.stamp < stamp(db):
                db.execute("BEGIN")  # one moment for all that is read
                try:
                    latest = self.snapshot_of(db, latest)
                finally:
                    db.execute("ROLLBACK")
                self._latest = latest
            return latest

    def snapshot_of(self, db: sqlite3.Connection, known: Snapshot | None = None) -> Snapshot:
        """What the ledger holds, from what is known of it and what was changed since."""
        state = _reread(db, known.state, self._codebook) if known else _read(db, self._codebook)
        new = dict.fromkeys("\n".join(state.new_words).split("\n"))
        self._vocabulary.update((token(word), word) for word in new if word)
        return Snapshot(replace(state, new_words=()), self._vocabulary, self._codebook)


_KEEPERS: weakref.WeakValueDictionary[tuple[int, int], Keeper] = weakref.WeakValueDictionary()
_KEEPERS_LOCK = Lock()


def keeper(path: Path) -> Keeper:
    """The keeper of a file, the same for everyone who has it open."""
    file = path.stat()
    with _KEEPERS_LOCK:
        return _KEEPERS.setdefault((file.st_dev, file.st_ino), Keeper())


def _read(db: sqlite3.Connection, codebook: Codebook) -> State:
    """Everything."""
    last = stamp(db)
    rows = db.execute(f"SELECT {ARTICLE} {FROM}").fetchall()
    sheets = sorted((_sheet(db, row, codebook) for row in rows), key=lambda sheet: sheet.told.order)
    tables = tuple(Table.of(dtype, [blob(sheet.packed) for sheet in sheets]) for dtype, blob in zip(TABLES, BLOBS, strict=True))
    claims, events, items, roles = tables
    rejected = db.execute("SELECT c.number FROM claims c JOIN articles a ON a.id = c.article WHERE c.current = 0 AND a.current = 1")
    links = _link_rows(db.execute(f"SELECT later, earlier, kind FROM links WHERE kind IN ({KINDS_KEPT})").fetchall())
    state = State(
        stamp=last,
        articles=tuple(sheet.told for sheet in sheets),
        told=_told(sheets),
        tables=(claims, events, items, roles),
        words=tuple(sheet.packed.words for sheet in sheets),
        new_words=tuple(sheet.packed.words for sheet in sheets),
        rejected=frozenset(number for (number,) in rejected.fetchall()),
        links=links,
        whence=whence.EMPTY,
        joined=points.grouped(db),
        codes={coded.name: _numbered(coded.tokens(tables[coded.table].rows), codebook[coded.name]) for coded in CODED},
    )
    bare = np.flatnonzero(claims.rows["speaking"] != NAMED)
    places = np.unique(np.searchsorted(claims.starts, bare, side="right") - 1)
    return replace(state, whence=whence.read(db, [state.articles[place].id for place in places.tolist()], _nameless(state)))


def _reread(db: sqlite3.Connection, known: State, codebook: Codebook) -> State:
    """What is known, with what was changed since read again."""
    last = stamp(db)
    changed: dict[str, list[str]] = {}
    for kind, ident in db.execute("SELECT kind, ident FROM changes WHERE stamp > ?", (known.stamp,)).fetchall():
        changed.setdefault(kind, []).append(ident)
    state = replace(known, stamp=last)
    if "article" in changed:
        state = _respliced(db, state, codebook, [int(ident) for ident in changed["article"]])
    if "link" in changed:
        state = replace(state, links=_relinked(db, state.links, changed["link"]))
    texts = {*changed.get("text", ()), *_ids(db, changed.get("article", ()))}
    if texts:
        state = replace(state, whence=whence.reread(db, state.whence, sorted(texts), _nameless(state)))
    if "joins" in changed:
        state = replace(state, joined=_rejoined(db, state.joined, changed["joins"]))
    return state


def _ids(db: sqlite3.Connection, numbers: Iterable[str]) -> list[str]:
    """Of the articles with these numbers, as far as they are still there."""
    rows = (db.execute("SELECT id FROM articles WHERE number = ?", (int(number),)).fetchone() for number in numbers)
    return [row[0] for row in rows if row]


def _respliced(db: sqlite3.Connection, state: State, codebook: Codebook, numbers: Sequence[int]) -> State:
    """These articles taken out, and put in again as they are now."""
    gone = set(numbers)
    sheets: list[Sheet] = []
    rejected = set(state.rejected)
    for number in numbers:
        row = db.execute(f"SELECT {ARTICLE} {FROM} WHERE a.number = ?", (number,)).fetchone()
        if row is None:
            continue
        sheet = _sheet(db, row, codebook)
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
    return replace(
        state,
        articles=tuple(articles),
        told=np.concatenate([_told([piece]) if isinstance(piece, Sheet) else state.told[slice(*piece)] for piece in pieces] or [_told([])]),
        tables=(claims, events, items, roles),
        words=tuple(words),
        new_words=tuple(sheet.packed.words for sheet in sheets),
        rejected=frozenset(rejected),
        codes={coded.name: _recoded(state, coded, codebook[coded.name], pieces) for coded in CODED},
    )


def _told(sheets: Sequence[Sheet]) -> Column:
    """Articles as rows."""
    return np.array([sheet.told.row for sheet in sheets], TOLD)


def _numbered(tokens: Column, book: dict[int, int]) -> Column:
    """The numbers of these tokens; new ones are given the next."""
    unique, inverse = np.unique(tokens, return_inverse=True)
    known = unique.tolist()
    new = [of for of in known if of not in book]
    book.update(zip(new, range(len(book), len(book) + len(new)), strict=True))
    return np.fromiter(map(book.__getitem__, known), np.int32, len(known))[inverse]


def _recoded(state: State, coded: Coded, book: dict[int, int], pieces: Sequence[tuple[int, int] | Sheet]) -> Column:
    """The numbers of the rows that stay, and of the new ones between them."""
    codes, starts, dtype, blob = state.codes[coded.name], state.tables[coded.table].starts, TABLES[coded.table], BLOBS[coded.table]
    parts = [
        _numbered(coded.tokens(np.frombuffer(blob(piece.packed), dtype)), book)
        if isinstance(piece, Sheet)
        else codes[starts[piece[0]] : starts[piece[1]]]
        for piece in pieces
    ]
    return np.concatenate(parts) if parts else codes[:0]


def _pieces(articles: Sequence[Told], gone: set[int], sheets: Sequence[Sheet]) -> list[tuple[int, int] | Sheet]:
    """Runs of articles that stay, as first and last, and between them the new ones where they belong."""
    cuts: list[tuple[int, int, Sheet | None]] = [(n, 1, None) for n, told in enumerate(articles) if told.number in gone]
    cuts += [(bisect_left(articles, sheet.told.order, key=attrgetter("order")), 0, sheet) for sheet in sheets]
    pieces: list[tuple[int, int] | Sheet] = []
    begun = 0
    for n, leaves, sheet in sorted(cuts, key=lambda cut: cut[:2]):  # in one place those that come, in their order, before the one that goes
        if begun < n:
            pieces.append((begun, n))
        if sheet is not None:
            pieces.append(sheet)
        begun = n + leaves
    return [*pieces, (begun, len(articles))] if begun < len(articles) else pieces


BLOBS: tuple[Callable[[Packed], bytes], ...] = tuple(map(attrgetter, ("claims", "events", "items", "roles")))


def _sheet(db: sqlite3.Connection, row: tuple[Any, ...], codebook: Codebook) -> Sheet:
    number, ident, path, title, publisher, published, earliest, latest, url, address, agency, engine, current, *blobs = row
    last = min(_day(latest), LAST) if earliest else 0
    first = _day(earliest)
    teller = _number(codebook["speaker"], _told_by(publisher, agency) or Teller(ident, publisher, agency).root.key)
    house, wire = _number(codebook["outlet"], publisher or ident), _number(codebook["agency"], agency)
    told = Told(
        number, ident, path, title, publisher, published, first, last, url, address, agency, engine, bool(current), (first or LAST, ident[-20:]),
        teller, house, wire,
    )  # fmt: skip
    return Sheet(told, packed_anew(db, ident) if blobs[0] is None else Packed(*blobs))


_day = lru_cache(maxsize=10_000)(ordinal)  # most days have many articles


@lru_cache(maxsize=10_000)
def _told_by(publisher: str, agency: str) -> str:
    """What an article that names its outlet or agency goes back to; "" for one that names neither."""
    return Teller("", publisher, agency).root.key


def _number(book: dict[int, int], words: str) -> int:
    """The number of some words."""
    return book.setdefault(token(words), len(book))


def _link_rows(found: Iterable[tuple[str, str, str]]) -> Column:
    rows = [(digits(later)[0], digits(earlier)[0], KEPT_LINKS.index(kind)) for later, earlier, kind in found]
    return np.array(rows, LINKS)


def _relinked(db: sqlite3.Connection, links: Column, later: Sequence[str]) -> Column:
    """The links, those of these claims to earlier ones read again."""
    stay = links[~np.isin(links["later"], np.fromiter((digits(ident)[0] for ident in later), np.uint64, len(later)))]
    sql = f"SELECT later, earlier, kind FROM links WHERE later = ? AND kind IN ({KINDS_KEPT})"
    return np.concatenate((stay, _link_rows(row for ident in later for row in db.execute(sql, (ident,)))))


def _nameless(state: State) -> whence.Claims:
    """Tells which claims of an article go back to its text, and where they stand."""
    places = {told.id: place for place, told in enumerate(state.articles)}
    rows, starts = state.tables[0].rows, state.tables[0].starts

    def claims(article: str) -> list[whence.Placed]:
        if article not in places:
            return []
        mine = rows[starts[places[article]] : starts[places[article] + 1]]
        mine = mine[mine["speaking"] != NAMED]
        return list(zip(mine["ident"].tolist(), mine["start"].tolist(), mine["end"].tolist(), strict=True))

    return claims


def _rejoined(db: sqlite3.Connection, known: Mapping[str, str], changed: Sequence[str]) -> Mapping[str, str]:
    """The points of cells, those that hang together with changed ones grouped again."""
    if "" in changed:  # a ruling, which may reach anywhere
        return points.grouped(db)
    members: dict[str, list[str]] = {}
    for cell, point in known.items():
        members.setdefault(point, []).append(cell)
    once = {mate for cell in changed for mate in (cell, *members.get(known.get(cell, ""), ()))}
    again = points.hanging_together(db, once)
    return {cell: point for cell, point in known.items() if cell not in again} | points.grouped(db, again)
