"""remember: one SQLite file that keeps what was read, what was made of it, and how it hangs together.

    with Ledger("sayso.db") as ledger:
        ledger.record(reading, raw)
        for claim in ledger.claims(about="North Korea", certainty="probable"):
            ...

A reading is recorded in one transaction, with its links, so that the ledger is whole whenever a process dies. What stands in
it depends on which articles were read, not on their order. Tables and views: docs/ledger.md.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import msgspec

from sayso.claim import Article, Claim, Gap, Link, LinkKind, Party, Refusal
from sayso.errors import BadRequest, NotFound
from sayso.ledger import points, schema
from sayso.ledger.partners import decode_claim
from sayso.ledger.points import Grouping, Member
from sayso.ledger.query import Query
from sayso.ledger.recording import Recording
from sayso.ledger.rulings import Rulings

if TYPE_CHECKING:
    from sayso.ledger.keeper import Keeper
    from sayso.ledger.origins import Origin, Tree
    from sayso.ledger.snapshot import Snapshot
    from sayso.ledger.view import View
    from sayso.pipeline import Summary

AT_ONCE = 500  # claims taken from the file at a time, so that asking for all of them takes no more memory than for a few
ARTICLE_COLUMNS = "id, text, path, title, publisher, published, url, language, agency, coalesce(raw, '')"


@dataclass(frozen=True, slots=True)
class Point:
    """Claims about the same thing, and how many origins, not outlets, stand behind them."""

    id: str
    title: str  # the words of its first claim
    claims: tuple[str, ...]  # ids, in order of publication
    origins: int  # of those who say so: who speaks, or, where nobody is named, the article or agency that the text goes back to
    outlets: int
    disputed: bool


@dataclass(frozen=True, slots=True)
class Copy:
    """An article whose text mostly stands in an earlier one."""

    article: str
    of: str
    containment: float  # share of the shorter text that stands in the longer, 0..1
    reason: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two articles that share text."""

    article: str
    of: str  # the earlier
    kind: str  # "copy", "rewrite" or "passage"
    containment: float  # share of the shorter text that stands in the longer word for word, 0..1
    share: float  # of the later article that is told in the earlier, 0..1
    reason: str


@dataclass(frozen=True, slots=True)
class Version:
    """An article that a later text from the same address has superseded."""

    article: str
    by: str
    address: str


class Ledger(Recording, Rulings):
    """A ledger of claims in one SQLite file."""

    def __init__(self, path: str | Path, *, readonly: bool = False) -> None:
        self.path = Path(path)
        self.readonly = readonly
        self._db = schema.connect(self.path, readonly=readonly)
        self._keeper: Keeper | None = None
        self._together: tuple[tuple[int, int], Grouping] | None = None  # with the state of the file that it was made from
        self._open_for_recording()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the ledger can be used no more."""
        self._keeper = None
        self._db.close()

    def files(self) -> tuple[Path, ...]:
        """The files the ledger consists of while it is open."""
        return (self.path, *(self.path.with_name(self.path.name + end) for end in ("-wal", "-shm", "-journal")))

    def read(self, inputs: Iterable[str | Path] | str | Path, **options: Any) -> Summary:
        """Read files, folders, feeds, archives and addresses into this ledger."""
        from sayso.pipeline import read_into

        return read_into(self, [inputs] if isinstance(inputs, str | Path) else inputs, **options)

    # Asking

    def articles(self, *, current: bool = True) -> Iterator[Article]:
        """The articles in order of publication, undated ones last; with `current=False` former versions too."""
        where = "WHERE current = 1" if current else ""
        for row in self._all(f"SELECT {ARTICLE_COLUMNS} FROM articles {where} ORDER BY earliest = '', earliest, id"):
            yield Article(*row)

    def article(self, article_id: str) -> Article:
        """The article with this id, or whose id begins so."""
        return Article(*self._known("articles", article_id, ARTICLE_COLUMNS))

    def raw(self, article_id: str) -> bytes:
        """The bytes an article was read from; empty where none were given."""
        (digest,) = self._known("articles", article_id, "raw")
        row = self._one("SELECT bytes FROM raws WHERE sha256 = ?", (digest,))
        return zlib.decompress(row[0]) if row else b""

    def claim(self, claim_id: str) -> Claim:
        """The claim with this id, or whose id begins so."""
        return self._placed(self._subject(claim_id)[1])

    def claims(
        self,
        *,
        source: str | None = None,
        about: str | None = None,
        type: str | None = None,
        certainty: str | None = None,
        status: str | None = None,
        polarity: str | None = None,
        stance: str | None = None,
        since: str | None = None,
        until: str | None = None,
        disputed: bool = False,
        article: str | None = None,
        text: str | None = None,
        limit: int | None = None,
        current: bool = True,
        without: Iterable[str] = (),
        as_of: str | None = None,
    ) -> Iterator[Claim]:
        """The claims that fit, by date of publication, article and place in it.

        `source` is a name, alias, role or country; `about` any party, place, thing or word; `since` and `until` are dates
        as precise as you like; `disputed` keeps those that another claim contradicts or denies; `without` and `as_of` leave out
        somebody, or what was published later (see ledger.standing).
        """
        view = self.view(without=without, as_of=as_of) if without or as_of else None
        query = Query()
        for name, value in (("certainty", certainty), ("polarity", polarity), ("status", status), ("stance", stance)):
            query.equal(name, value)
        query.source(source)
        query.about(about)
        query.text(text)
        query.published(since, until)
        if type:
            query.add("number IN (SELECT number FROM events WHERE type = ?)", type)
        if disputed:
            query.add(
                "id IN (SELECT later FROM links WHERE kind IN (D) UNION SELECT earlier FROM links WHERE kind IN (D))".replace("D", DISPUTED)
            )
        if article:
            query.add("article = ? AND struck = 0", self._known("articles", article, "id")[0])
        elif current and view is None:
            query.add("current = 1")
        sql, values = query.sql("number, record", "rank", limit if view is None else None)
        with schema.explained(str(self.path)):
            found = self._stream(sql, values, None if view is None else frozenset(view.numbers))
            yield from (self._placed(record) for record in islice(found, limit))

    def _stream(self, sql: str, values: tuple[object, ...], numbers: frozenset[int] | None) -> Iterator[str]:
        """The records that a question finds, some at a time; if told so only those of these numbers."""
        found = self._db.execute(sql, values)
        while rows := found.fetchmany(AT_ONCE):
            yield from (record for number, record in rows if numbers is None or number in numbers)

    def _placed(self, record: str) -> Claim:
        """A claim as it is told to others: its point is the one that its cell was joined to."""
        claim = decode_claim(record)
        point = self.grouping().points.get(claim.point)
        return replace(claim, point=point) if point else claim

    def grouping(self) -> Grouping:
        """Which cells stand together in a point, and why each one does."""
        (written,) = self._one("PRAGMA data_version")
        state = (written, self._db.total_changes)
        if self._together is None or self._together[0] != state:
            with schema.explained(str(self.path)):
                self._together = state, points.grouping(self._db)
        return self._together[1]

    def members(self, point_id: str) -> tuple[Member, ...]:
        """The cells of a point, each with its first claim and the reason why it is there; empty for a point of one cell."""
        return self.grouping().members.get(point_id, ())

    def links(self, claim_id: str | None = None, kind: LinkKind | None = None) -> list[Link]:
        """The links, of one claim or of one kind if told so, in order of the later claim."""
        query = Query(table="links")
        if claim_id:
            ident = self._known("claims", claim_id, "id")[0]
            query.add("(later = ? OR earlier = ?)", ident, ident)
        query.equal("kind", kind)
        sql, values = query.sql("later, earlier, kind, reason, words", "later, earlier")
        return [Link(later, earlier, kind, reason, decode_words(words)) for later, earlier, kind, reason, words in self._all(sql, values)]

    def gaps(self, article_id: str | None = None) -> list[tuple[str, Gap]]:
        """What was not understood, with the article it stands in; of current articles, or of the one asked for."""
        query = Query(table="gaps g JOIN articles a ON a.id = g.article")
        if article_id:
            query.add("a.id = ?", self._known("articles", article_id, "id")[0])
        else:
            query.add("a.current = 1")
        sql, values = query.sql('a.id, g.kind, g.text, g.start, g."end", g.note', "a.earliest = '', a.earliest, a.id, g.position")
        return [
            (ident, Gap(kind, text, None if start is None else (start, end), note))
            for ident, kind, text, start, end, note in self._all(sql, values)
        ]

    def refusals(self) -> list[Refusal]:
        """What could not be read."""
        return [Refusal(*row) for row in self._all("SELECT path, what, remedy FROM refusals ORDER BY path, what")]

    def parties(self) -> list[Party]:
        """Everyone the current articles name, with every alias seen."""
        aliases: dict[str, list[str]] = {}
        rows = self._all(
            """SELECT DISTINCT coalesce(n.becomes, a.party), CAST(a.alias AS TEXT)
               FROM aliases a LEFT JOIN names n ON n.party = a.party AND n.alias = ''
               WHERE a.number IN (SELECT number FROM articles WHERE current = 1) ORDER BY 1, a.alias COLLATE BINARY"""
        )
        for party, alias in rows:
            aliases.setdefault(party, []).append(alias)
        parties = self._all("SELECT id, name, kind, country, role, wikidata FROM parties ORDER BY name, id")
        return [
            Party(ident, name, kind, country, role, tuple(aliases.get(ident, ())), wikidata)
            for ident, name, kind, country, role, wikidata in parties
        ]

    def copies(self) -> list[Copy]:
        """The articles whose text mostly stands in an earlier one."""
        return [Copy(*row) for row in self._all("SELECT article, of, containment, reason FROM copies ORDER BY article")]

    def overlaps(self) -> list[Overlap]:
        """The articles that share text with an earlier one: copies, rewrites, and those with a passage in common."""
        return [
            Overlap(*row) for row in self._all("SELECT article, of, kind, containment, share, reason FROM overlaps ORDER BY article, of")
        ]

    def origins(self, claims: Iterable[Claim]) -> dict[str, Origin]:
        """What each of these claims of one point goes back to, by its id, and whether that is independent of the others."""
        from sayso.ledger import origins

        with schema.explained(str(self.path)):
            return origins.origins(self._db, claims)

    def tree(self, claims: Iterable[Claim]) -> Tree:
        """Where these claims of one point come from: from who spoke, over who passed it on, out to the outlets."""
        return self.trees([claims])[0]

    def trees(self, points: Iterable[Iterable[Claim]]) -> list[Tree]:
        """The same for the claims of several points."""
        from sayso.ledger import origins

        told = [list(claims) for claims in points]
        with schema.explained(str(self.path)):
            known = origins.texts_of(self._db, (claim.article.id for claims in told for claim in claims))
            return [origins.tree(self._db, claims, known) for claims in told]

    def versions(self) -> list[Version]:
        """The articles that a later text from the same address has superseded."""
        rows = self._all(
            """SELECT old.id, new.id, old.address FROM articles new JOIN articles old ON old.id = new.supersedes
               ORDER BY old.address, old.earliest, old.number"""
        )
        return [Version(*row) for row in rows]

    def snapshot(self) -> Snapshot:
        """All claims as columns, as they stand now: kept in memory, refreshed by what was written since, never altered."""
        from sayso.ledger.keeper import keeper

        if self._keeper is None:
            self._keeper = keeper(self.path)
        with schema.explained(str(self.path)):
            return self._keeper.snapshot(self._db)

    def view(self, *, without: Iterable[str] = (), as_of: str | None = None) -> View:
        """The claims that count, without somebody or as of a day if told so: their points, transfers, figures, disputes."""
        from sayso.ledger.standing import keep

        return keep(self, without=without, as_of=as_of).view if without or as_of else self.snapshot().everything

    def points(self, *, without: Iterable[str] = (), as_of: str | None = None) -> Iterator[Point]:
        """Claims grouped by what they are about, in the order in which each was first told, with their origins counted."""
        view = self.view(without=without, as_of=as_of)
        groups = view.points(by="time")
        first = [view.snapshot.number(group.first) for group in groups]
        titles = self.contents(first)
        for group, number in zip(groups, first, strict=True):
            yield Point(group.id, titles.get(number, ""), view.claim_ids(group.rows), group.origins, group.outlets, group.disputed)

    def contents(self, numbers: Iterable[int]) -> dict[int, str]:
        """The words of claims by their numbers."""
        wanted = list(numbers)
        found: dict[int, str] = {}
        for at in range(0, len(wanted), AT_ONCE):
            some = wanted[at : at + AT_ONCE]
            found.update(self._all(f"SELECT number, content FROM claims WHERE number IN ({', '.join('?' * len(some))})", tuple(some)))
        return found

    def counts(self) -> dict[str, int]:
        """How much there is of everything; of articles and claims, the current ones."""
        found = {name: self._all(f"SELECT count(*) FROM {sql}")[0][0] for name, sql in COUNTED.items()}
        together = self.grouping()
        found["points"] += len(together.members) - len(together.points)  # cells that stand together are one point
        return found

    def check(self) -> list[str]:
        """Every fault of the ledger in a sentence: words that do not stand where they should, altered texts, damage. Empty: all is well."""
        from sayso.ledger.check import check

        with schema.explained(str(self.path)):
            return [*check(self._db, readonly=self.readonly), *self._check_rulings()]

    def _all(self, sql: str, values: tuple[object, ...] = ()) -> list[Any]:
        with schema.explained(str(self.path)):
            return self._db.execute(sql, values).fetchall()

    def _one(self, sql: str, values: tuple[object, ...] = ()) -> Any:
        with schema.explained(str(self.path)):
            return self._db.execute(sql, values).fetchone()

    def _known(self, table: str, ident: str, columns: str) -> Any:
        """The row with this id, or the only one whose id begins so; `article-1-` and the like may be left out."""
        exact = self._one(f"SELECT {columns} FROM {table} WHERE id = ?", (ident,))
        if exact:
            return exact
        start = ident if "-" in ident else f"{table[:-1]}-1-{ident}"
        rows = self._all(f"SELECT {columns} FROM {table} WHERE id >= ? AND id < ? LIMIT 2", (start, start + "\U0010ffff")) if ident else []
        if len(rows) == 1:
            return rows[0]
        if rows:
            raise BadRequest(f"more than one of the {table} has an id that begins with {ident!r}", "give more of it")
        raise NotFound(f"none of the {table} in {self.path} has the id {ident!r}", f"sayso export jsonl lists the ids of all {table}")


DISPUTED = "'contradicts', 'denies'"
COUNTED = {
    "articles": "articles WHERE current = 1",
    "versions": "articles WHERE current = 0",
    "copies": "copies",
    "claims": "claims WHERE current = 1",
    "sources": "(SELECT DISTINCT source, source_party FROM claims WHERE current = 1)",
    "parties": "(SELECT DISTINCT party FROM mentions WHERE number IN (SELECT number FROM articles WHERE current = 1))",
    "points": "cells",
    "links": "links",
    "disputes": f"links WHERE kind IN ({DISPUTED})",
    "gaps": "gaps WHERE article IN (SELECT id FROM articles WHERE current = 1)",
    "refusals": "refusals",
}

decode_words = msgspec.json.Decoder(tuple[str, ...]).decode
