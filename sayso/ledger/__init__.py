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
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

import msgspec

from sayso import likeness
from sayso.claim import Article, Claim, Event, Gap, Item, Link, LinkKind, Party, Reading, Refusal, Role
from sayso.errors import BadRequest, NotFound
from sayso.ledger import columns, schema
from sayso.ledger.copies import Copies
from sayso.ledger.partners import Partners, decode_claim
from sayso.ledger.query import Query
from sayso.ledger.rulings import Rulings

if TYPE_CHECKING:
    from sayso.ledger.snapshot import Keeper, Snapshot
    from sayso.pipeline import Summary

Outcome = Literal["new", "version", "again", "known"]
AT_ONCE = 500  # claims taken from the file at a time, so that asking for all of them takes no more memory than for a few
NO_ADDRESS = ("", "-")  # standard input has no place at which a newer version could appear
ARTICLE_COLUMNS = "id, text, path, title, publisher, published, url, language, agency, coalesce(raw, '')"


@dataclass(frozen=True, slots=True)
class Point:
    """Claims about the same thing, and how many origins, not outlets, stand behind them."""

    id: str
    title: str  # the words of its first claim
    claims: tuple[str, ...]  # ids, in order of publication
    origins: int  # who speaks, or, where nobody is named, the article or agency that the text goes back to
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
class Version:
    """An article that a later text from the same address has superseded."""

    article: str
    by: str
    address: str


class Ledger(Rulings):
    """A ledger of claims in one SQLite file."""

    def __init__(self, path: str | Path, *, readonly: bool = False) -> None:
        self.path = Path(path)
        self.readonly = readonly
        self._db = schema.connect(self.path, readonly=readonly)
        self._partners = Partners(self._db)
        self._copies = Copies(self._db)
        self._data_version = 0
        self._keeper: Keeper | None = None
        if not readonly:
            self._complete_columns()

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

    # Recording

    def record(self, reading: Reading, raw: bytes = b"", *, engine: str = "") -> Outcome:
        """Remember a reading: "new", a "version" of one at the same address, made "again" by another engine, or "known" already."""
        reading = replace(reading, claims=tuple(replace(c, point=c.point or likeness.point_id(c)) for c in reading.claims))
        engine = engine or next((claim.engine for claim in reading.claims), "")
        digest = sha256(msgspec.json.encode(reading)).hexdigest()
        article = reading.article
        with self._writing():
            self._db.execute("DELETE FROM refusals WHERE path = ?", (article.path,))
            known = self._db.execute("SELECT number, path, digest, engine FROM articles WHERE id = ?", (article.id,)).fetchone()
            kept = self._keep_raw(raw)
            if known is not None:
                return self._record_again(reading, kept, engine, digest, known)
            self._write_article(None, reading, kept, engine, digest)
            return "version" if self._settle_versions(_address(article)) > 1 else "new"

    def knows(self, article: Article | str, engine: str) -> bool:
        """Whether an article was recorded by this engine already (given whole: also from this path, with what is known of it)."""
        ident = article if isinstance(article, str) else article.id
        row = self._one("SELECT engine FROM articles WHERE id = ?", (ident,))
        if row is None or row[0] != engine:
            return False
        if isinstance(article, str):
            return True
        return self._one("SELECT 1 FROM paths WHERE article = ? AND path = ?", (ident, article.path)) is not None

    def forget(self, article_id: str) -> None:
        """Delete an article with its claims, links and bytes: what stays is what reading the others alone would give."""
        with self._writing():
            number, ident, address = self._known("articles", article_id, "number, id, address")
            if self._is_current(number):
                self._retire(number, ident)
            self._db.execute("DELETE FROM articles WHERE number = ?", (number,))
            self._drop_unused_raws()
            self._settle_versions(address)

    def refuse(self, refusal: Refusal) -> None:
        """Remember what could not be read, until it can."""
        with self._writing():
            self._db.execute("INSERT OR REPLACE INTO refusals VALUES (?, ?, ?)", (refusal.where, refusal.what, refusal.remedy))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction; what goes wrong in it leaves no trace."""
        with schema.explained(str(self.path)):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._notice_others()
                before = columns.stamp(self._db)
                yield
                columns.complete(self._db, before)
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                self._forget_remembered()
                raise

    def _complete_columns(self) -> None:
        """Make the columns that an older version did not."""
        if columns.lacking(self._db):
            with self._writing():
                columns.complete(self._db)

    def _notice_others(self) -> None:
        """Trust nothing kept in memory once another process has written."""
        (seen,) = self._db.execute("PRAGMA data_version").fetchone()
        if seen != self._data_version:
            self._data_version = seen
            self._forget_remembered()

    def _forget_remembered(self) -> None:
        self._partners.forget_all()
        self._copies.forget_all()

    def _record_again(self, reading: Reading, raw: str | None, engine: str, digest: str, known: tuple[int, str, str, str]) -> Outcome:
        """An article whose text is here already: from another path, by another engine, or just once more.

        Of several paths with one text the first in the alphabet counts, so that the order of reading does not.
        """
        number, path, known_digest, known_engine = known
        article = reading.article
        if engine == known_engine:
            self._db.execute("INSERT OR IGNORE INTO paths VALUES (?, ?, ?)", (article.id, article.path, raw))
            if article.path > path or digest == known_digest:
                return "known"
        else:
            self._db.execute("DELETE FROM paths WHERE article = ?", (article.id,))
        (address,) = self._db.execute("SELECT address FROM articles WHERE number = ?", (number,)).fetchone()
        if self._is_current(number):
            self._retire(number, article.id)
        for table in ("claims", "machine", "gaps", "mentions", "aliases"):
            self._db.execute(f"DELETE FROM {table} WHERE article = ?", (article.id,))
        self._write_article(number, reading, raw, engine, digest)
        self._drop_unused_raws()
        self._settle_versions(address)
        self._settle_versions(_address(article))
        return "known" if engine == known_engine and article.path < path else "again"

    def _write_article(self, number: int | None, reading: Reading, raw: str | None, engine: str, digest: str) -> int:
        """Write an article with all that was made of it, as not yet current; returns its number."""
        a = reading.article
        earliest, latest = likeness.days(a.published) if a.published else ("", "")
        fields = {
            "id": a.id, "title": a.title, "publisher": a.publisher, "published": a.published, "earliest": earliest, "latest": latest,
            "path": a.path, "url": a.url, "address": _address(a), "language": a.language, "agency": a.agency, "text": a.text,
            "text_sha256": sha256(a.text.encode()).hexdigest(), "raw": raw, "engine": engine, "digest": digest,
            "current": 0,
        }  # fmt: skip
        if number is None:
            marks = ", ".join("?" * len(fields))
            cursor = self._db.execute(f"INSERT INTO articles ({', '.join(fields)}) VALUES ({marks})", tuple(fields.values()))
            number = int(cursor.lastrowid or 0)
        else:
            marks = ", ".join(f"{name} = ?" for name in fields)
            self._db.execute(f"UPDATE articles SET {marks} WHERE number = ?", (*fields.values(), number))
            self._forget_remembered()
        self._db.execute("INSERT OR IGNORE INTO paths VALUES (?, ?, ?)", (a.id, a.path, raw))
        for entry in self._ruled_claims(a, _address(a), reading.claims):
            self._write_claim(entry.claim, root=entry.root if entry.touched else None, struck=entry.struck)
        self._write_parties(a.id, reading.parties)
        self._write_gaps(a.id, reading.gaps)
        return number

    def _write_claim(self, claim: Claim, *, root: str | None = None, struck: bool = False) -> None:
        record = msgspec.json.encode(claim).decode()
        events = [(n, returned, event) for n, main in enumerate(claim.events) for returned, event in _legs(main)]
        about = "\n".join(dict.fromkeys(name for _, _, event in events for name in _names(event)))
        self._db.execute(
            "INSERT INTO claims (current, speaker, rank, about, record, root, struck) VALUES (0, ?, ?, ?, ?, ?, ?)",
            (likeness.speaker(claim), likeness.rank(claim), about, record, root, int(struck)),
        )
        for n, returned, event in events:
            self._db.execute(
                "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (claim.id, n, returned, *_event_row(event))
            )
            self._db.executemany(
                "INSERT INTO roles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [(claim.id, n, returned, *row) for row in _role_rows(event)]
            )
            self._db.executemany(
                "INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(claim.id, n, returned, *row) for row in _item_rows(event)],
            )

    def _write_parties(self, article: str, parties: tuple[Party, ...]) -> None:
        self._db.executemany(
            "INSERT OR IGNORE INTO mentions VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(article, p.id, p.name, p.kind, p.country, p.role, p.wikidata) for p in parties],
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO aliases VALUES (?, ?, ?)", [(article, p.id, alias) for p in parties for alias in p.aliases]
        )

    def _write_gaps(self, article: str, gaps: tuple[Gap, ...]) -> None:
        rows = [(article, n, g.kind, g.text, *(g.span or (None, None)), g.note) for n, g in enumerate(gaps)]
        self._db.executemany("INSERT INTO gaps VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def _keep_raw(self, raw: bytes) -> str | None:
        if not raw:
            return None
        digest = sha256(raw).hexdigest()
        if self._db.execute("SELECT 1 FROM raws WHERE sha256 = ?", (digest,)).fetchone() is None:
            self._db.execute("INSERT INTO raws VALUES (?, ?, ?)", (digest, len(raw), zlib.compress(raw)))
        return digest

    def _drop_unused_raws(self) -> None:
        self._db.execute(
            """DELETE FROM raws WHERE NOT EXISTS (SELECT 1 FROM articles WHERE raw = sha256)
               AND NOT EXISTS (SELECT 1 FROM paths WHERE raw = sha256)"""
        )

    # Versions

    def _settle_versions(self, address: str) -> int:
        """Make the last article of an address its current one: the last published, then the last read. Returns how many there are."""
        rows = self._db.execute("SELECT number, id FROM articles WHERE address = ? ORDER BY earliest, number", (address,)).fetchall()
        alone = address in NO_ADDRESS
        for place, (number, ident) in enumerate(rows):
            before = rows[place - 1][1] if place and not alone else None
            self._db.execute("UPDATE articles SET supersedes = ?1 WHERE number = ?2 AND supersedes IS NOT ?1", (before, number))
            if not alone and place < len(rows) - 1 and self._is_current(number):
                self._retire(number, ident)
        for number, ident in rows if alone else rows[-1:]:
            if not self._is_current(number):
                self._instate(number, ident)
        return 1 if alone else len(rows)

    def _is_current(self, number: int) -> bool:
        return bool(self._db.execute("SELECT current FROM articles WHERE number = ?", (number,)).fetchone()[0])

    def _claims_of(self, article: str) -> list[tuple[int, Claim]]:
        rows = self._db.execute("SELECT number, record FROM claims WHERE article = ? AND struck = 0 ORDER BY rank", (article,)).fetchall()
        return [(number, decode_claim(record)) for number, record in rows]

    def _set_current(self, number: int, article: str, current: bool) -> None:
        self._db.execute("UPDATE articles SET current = ? WHERE number = ?", (current, number))
        self._db.execute("UPDATE claims SET current = ? WHERE article = ? AND struck = 0", (current, article))

    def _instate(self, number: int, article: str) -> None:
        """Let an article and its claims count: copies, partners, links."""
        self._set_current(number, article, True)
        self._copies.add(number)
        self._admit(self._claims_of(article))

    def _retire(self, number: int, article: str) -> None:
        """Keep an article, but let it count no more."""
        self._dismiss(self._claims_of(article))
        self._copies.remove(number)
        self._set_current(number, article, False)

    def _admit(self, claims: list[tuple[int, Claim]]) -> None:
        """Let claims count: place them among their likely partners."""
        for number, claim in claims:
            self._partners.add(number, claim)

    def _dismiss(self, claims: list[tuple[int, Claim]]) -> None:
        """Let claims count no more."""
        for number, claim in claims:
            self._partners.remove(number, claim)

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
        return decode_claim(self._subject(claim_id)[1])

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
    ) -> Iterator[Claim]:
        """The claims that fit, by date of publication, article and place in it.

        `source` is a name, alias, role or country; `about` any party, place, thing or word; `since` and `until` are dates
        as precise as you like; `disputed` keeps those that another claim contradicts or denies.
        """
        query = Query()
        for name, value in (("certainty", certainty), ("polarity", polarity), ("status", status), ("stance", stance)):
            query.equal(name, value)
        query.source(source)
        query.about(about)
        query.text(text)
        query.published(since, until)
        if type:
            query.add("id IN (SELECT claim FROM events WHERE type = ?)", type)
        if disputed:
            query.add(
                "id IN (SELECT later FROM links WHERE kind IN (D) UNION SELECT earlier FROM links WHERE kind IN (D))".replace("D", DISPUTED)
            )
        if article:
            query.add("article = ? AND struck = 0", self._known("articles", article, "id")[0])
        elif current:
            query.add("current = 1")
        sql, values = query.sql("record", "rank", limit)
        with schema.explained(str(self.path)):
            found = self._db.execute(sql, values)
            while rows := found.fetchmany(AT_ONCE):
                yield from (decode_claim(record) for (record,) in rows)

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
            """SELECT DISTINCT party, CAST(alias AS TEXT) FROM aliases
               WHERE article IN (SELECT id FROM articles WHERE current = 1) ORDER BY party, alias COLLATE BINARY"""
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

    def versions(self) -> list[Version]:
        """The articles that a later text from the same address has superseded."""
        rows = self._all(
            """SELECT old.id, new.id, old.address FROM articles new JOIN articles old ON old.id = new.supersedes
               ORDER BY old.address, old.earliest, old.number"""
        )
        return [Version(*row) for row in rows]

    def snapshot(self) -> Snapshot:
        """All claims as columns, as they stand now: kept in memory, refreshed by what was written since, never altered."""
        from sayso.ledger.snapshot import keeper

        if self._keeper is None:
            self._keeper = keeper(self.path)
        with schema.explained(str(self.path)):
            return self._keeper.snapshot(self._db)

    def points(self) -> Iterator[Point]:
        """Claims grouped by what they are about, in the order in which each was first told, with their origins counted."""
        view = self.snapshot().everything
        groups = view.points(by="time")
        titles = self.contents(view.snapshot.claims["number"][group.first].item() for group in groups)
        for group in groups:
            number = view.snapshot.claims["number"][group.first].item()
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
        return {name: self._all(f"SELECT count(*) FROM {sql}")[0][0] for name, sql in COUNTED.items()}

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
    "parties": "(SELECT DISTINCT party FROM mentions WHERE article IN (SELECT id FROM articles WHERE current = 1))",
    "points": "(SELECT DISTINCT point FROM claims INDEXED BY claims_told WHERE current = 1)",
    "links": "links",
    "disputes": f"links WHERE kind IN ({DISPUTED})",
    "gaps": "gaps WHERE article IN (SELECT id FROM articles WHERE current = 1)",
    "refusals": "refusals",
}

decode_words = msgspec.json.Decoder(tuple[str, ...]).decode


def _address(article: Article) -> str:
    """Where a newer version of an article would appear."""
    return article.url or article.path


def _legs(event: Event) -> Iterator[tuple[int, Event]]:
    """An event and what is given back for it."""
    yield 0, event
    if event.in_exchange_for:
        yield 1, event.in_exchange_for


def _roles(event: Event) -> Iterator[tuple[str, int, Role]]:
    for role, roles in (("agent", event.agent), ("recipient", event.recipient), ("place", event.place), ("via", event.via)):
        yield from ((role, n, r) for n, r in enumerate(roles))


def _names(event: Event) -> Iterator[str]:
    """What an event can be found by."""
    yield from (role.name for _, _, role in _roles(event))
    for item in event.items:
        yield item.name
        yield item.kind


def _joined(of: Iterable[Role | Item]) -> str:
    return "; ".join(one.name for one in of)


def _event_row(event: Event) -> tuple[object, ...]:
    when = event.when
    counted = "; ".join(f"{item.quantity.text} {item.name}" if item.quantity else item.name for item in event.items)
    return (
        event.type, event.plover, event.trigger.text, _joined(event.agent), _joined(event.recipient), counted, _joined(event.place),
        when.text if when else "", when.edtf if when else "", event.certainty or "", int(event.presupposed),
    )  # fmt: skip


def _role_rows(event: Event) -> Iterator[tuple[object, ...]]:
    for role, n, r in _roles(event):
        yield role, n, r.text, r.name, r.kind, r.country, r.party


def _item_rows(event: Event) -> Iterator[tuple[object, ...]]:
    for n, item in enumerate(event.items):
        q = item.quantity
        figures = (q.text, q.low, q.high, int(q.approximate), q.unit) if q else ("", None, None, 0, "")
        yield n, item.text, item.name, item.kind, item.country, *figures
