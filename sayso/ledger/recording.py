"""record: readings written down, the current version of each address settled, and all that follows from it linked.

Several readings may share a transaction: what they make current is linked at its end, all at once, so that the ledger is whole
whenever a process dies.
"""

from __future__ import annotations

import gc
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import msgspec

from sayso import likeness
from sayso.claim import Article, Claim, Gap, Party, Reading, Refusal
from sayso.ledger import columns, rows, schema
from sayso.ledger.copies import Copies
from sayso.ledger.partners import Number, Partners, decode_claim
from sayso.ledger.points import Joins
from sayso.ledger.runs import Runs
from sayso.rulings import Entry

Outcome = Literal["new", "version", "again", "known"]
NO_ADDRESS = ("", "-")  # standard input has no place at which a newer version could appear
LINKING = "5"  # raised with every change to what is linked or joined: older ledgers are then linked again
LINKED_TABLES = ("links", "keys", "keys_of", "joins", "blocks", "blocks_of", "cells", "passages", "overlaps", "shingles", "prints")
RELINKED_AT_ONCE = 200  # articles in a transaction when a ledger is linked again

Progress = Callable[[int, int], None]  # articles linked so far, of how many


class Recording:
    """What a ledger does with readings: the part of Ledger that writes."""

    path: Path
    readonly: bool
    _db: sqlite3.Connection
    _one: Callable[..., Any]
    _known: Callable[[str, str, str], Any]
    _ruled_claims: Callable[[Article, str, Iterable[Claim]], tuple[Entry, ...]]

    def _open_for_recording(self) -> None:
        self._partners = Partners(self._db)
        self._joins = Joins(self._db, self._partners.sides)
        self._copies = Copies(self._db)
        self._runs = Runs(self._db)
        self._data_version = 0
        self._pending: dict[Number, list[tuple[Number, Claim]]] = {}  # articles made current and not yet linked, with their claims
        self._unused: set[str] = set()  # bytes that perhaps nothing refers to any more
        if not self.readonly:
            self._complete_columns()

    def record(self, reading: Reading, raw: bytes = b"", *, engine: str = "") -> Outcome:
        """Remember a reading: "new", a "version" of one at the same address, made "again" by another engine, or "known" already."""
        return self.record_all([(reading, raw)], engine=engine)[0]

    def record_all(self, readings: Iterable[tuple[Reading, bytes]], *, engine: str = "") -> list[Outcome]:
        """Remember several readings, all of them or, if something goes wrong, none."""
        with self._writing(), self._runs.noting() as note:
            return [note(reading.article.id, self._record(reading, raw, engine)) for reading, raw in readings]

    def begin_run(self, inputs: Iterable[str] = (), engine: str = "") -> None:
        """Let all that is recorded from now on count as one run, of which can be told what it brought."""
        self._runs.begin(inputs, engine)

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
            self._note_raws(ident)
            self._db.execute("DELETE FROM articles WHERE number = ?", (number,))
            self._settle_versions(address)

    def refuse(self, refusal: Refusal) -> None:
        """Remember what could not be read, until it can."""
        with self._writing():
            self._db.execute("INSERT OR REPLACE INTO refusals VALUES (?, ?, ?)", (refusal.where, refusal.what, refusal.remedy))

    # Transactions

    @contextmanager
    def _writing(self, *, linked: bool = True) -> Iterator[None]:
        """One transaction; what goes wrong in it leaves no trace. A ledger that other rules linked is linked again first."""
        if linked:
            self.relink()
        with schema.explained(str(self.path)), _uncollected():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._notice_others()
                before = columns.stamp(self._db)
                yield
                self._link_pending()
                self._drop_unused_raws()
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
            with self._writing(linked=False):
                columns.complete(self._db)

    def _notice_others(self) -> None:
        """Trust nothing kept in memory once another process has written."""
        (seen,) = self._db.execute("PRAGMA data_version").fetchone()
        if seen != self._data_version:
            self._data_version = seen
            self._forget_remembered()

    def _forget_remembered(self) -> None:
        self._partners.forget_all()
        self._joins.forget_all()
        self._copies.forget_all()
        self._pending.clear()
        self._unused.clear()

    # Readings

    def _record(self, reading: Reading, raw: bytes, engine: str) -> Outcome:
        reading = replace(reading, claims=tuple(c if c.point else replace(c, point=likeness.point_id(c)) for c in reading.claims))
        engine = engine or next((claim.engine for claim in reading.claims), "")
        digest = sha256(msgspec.json.encode(reading)).hexdigest()
        article = reading.article
        self._db.execute("DELETE FROM refusals WHERE path = ?", (article.path,))
        known = self._db.execute("SELECT number, path, digest, engine FROM articles WHERE id = ?", (article.id,)).fetchone()
        kept = self._keep_raw(raw)
        if known is not None:
            return self._record_again(reading, kept, engine, digest, known)
        number = self._write_article(None, article, kept, engine, digest)
        versions = self._settle_versions(_address(article))
        self._write_findings(number, reading)
        return "version" if versions > 1 else "new"

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
            self._note_raws(article.id)
            self._db.execute("DELETE FROM paths WHERE article = ?", (article.id,))
        (address,) = self._db.execute("SELECT address FROM articles WHERE number = ?", (number,)).fetchone()
        if self._is_current(number):
            self._retire(number, article.id)
        self._note_raws(article.id)
        for table in ("claims", "machine", "gaps"):
            self._db.execute(f"DELETE FROM {table} WHERE article = ?", (article.id,))
        for table in ("mentions", "aliases"):
            self._db.execute(f"DELETE FROM {table} WHERE number = ?", (number,))
        self._write_article(number, article, raw, engine, digest)
        self._settle_versions(address)
        self._settle_versions(_address(article))
        self._write_findings(number, reading)
        return "known" if engine == known_engine and article.path < path else "again"

    def _write_article(self, number: int | None, a: Article, raw: str | None, engine: str, digest: str) -> int:
        """Write an article, as not yet current; returns its number."""
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
            self._copies.forget_all()
        self._db.execute("INSERT OR IGNORE INTO paths VALUES (?, ?, ?)", (a.id, a.path, raw))
        return number

    def _write_findings(self, number: int, reading: Reading) -> None:
        """Write what was made of an article, which counts if the article is current."""
        ident = reading.article.id
        current = self._is_current(number)
        written = []
        for entry in self._ruled_claims(reading.article, _address(reading.article), reading.claims):
            root = entry.root if entry.touched else None
            claim_number = self._write_claim(entry.claim, root=root, struck=entry.struck, current=current and not entry.struck)
            if not entry.struck:
                written.append((claim_number, entry.claim))
        if number in self._pending:
            self._pending[number] = written
        self._write_parties(number, ident, reading.parties)
        self._write_gaps(ident, reading.gaps)

    def _write_claim(self, claim: Claim, *, root: str | None = None, struck: bool = False, current: bool = False) -> Number:
        """Write a claim and what its events hold; returns its number."""
        record = msgspec.json.encode(claim).decode()
        cursor = self._db.execute(
            "INSERT INTO claims (current, speaker, rank, about, record, root, struck) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (int(current), likeness.speaker(claim), likeness.rank(claim), rows.about(claim), record, root, int(struck)),
        )
        number = int(cursor.lastrowid or 0)
        for table, (found, marks) in {
            "events": (rows.event_rows, 15), "roles": (rows.role_rows, 11), "items": (rows.item_rows, 14)
        }.items():  # fmt: skip
            self._db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * marks)})", found(number, claim))
        return number

    def _write_parties(self, number: int, article: str, parties: tuple[Party, ...]) -> None:
        self._db.executemany(
            "INSERT OR IGNORE INTO mentions VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(number, p.id, article, p.name, p.kind, p.country, p.role, p.wikidata) for p in parties],
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO aliases VALUES (?, ?, ?, ?)", [(number, p.id, alias, article) for p in parties for alias in p.aliases]
        )

    def _write_gaps(self, article: str, gaps: tuple[Gap, ...]) -> None:
        found = [(article, n, g.kind, g.text, *(g.span or (None, None)), g.note) for n, g in enumerate(gaps)]
        self._db.executemany("INSERT INTO gaps VALUES (?, ?, ?, ?, ?, ?, ?)", found)

    # Bytes

    def _keep_raw(self, raw: bytes) -> str | None:
        if not raw:
            return None
        digest = sha256(raw).hexdigest()
        if self._db.execute("SELECT 1 FROM raws WHERE sha256 = ?", (digest,)).fetchone() is None:
            self._db.execute("INSERT INTO raws VALUES (?, ?, ?)", (digest, len(raw), zlib.compress(raw)))
            self._unused.add(digest)
        return digest

    def _note_raws(self, article: str) -> None:
        """Remember which bytes an article refers to that is about to change."""
        sql = (
            "SELECT raw FROM articles WHERE id = ?1 AND raw IS NOT NULL UNION SELECT raw FROM paths WHERE article = ?1 AND raw IS NOT NULL"
        )
        self._unused.update(digest for (digest,) in self._db.execute(sql, (article,)))

    def _drop_unused_raws(self) -> None:
        for digest in sorted(self._unused):
            self._db.execute(
                """DELETE FROM raws WHERE sha256 = ?1 AND NOT EXISTS (SELECT 1 FROM articles WHERE raw = ?1)
                   AND NOT EXISTS (SELECT 1 FROM paths WHERE raw = ?1)""",
                (digest,),
            )
        self._unused.clear()

    # Versions

    def _settle_versions(self, address: str) -> int:
        """Make the last article of an address its current one: the last published, then the last read. Returns how many there are."""
        found = self._db.execute("SELECT number, id FROM articles WHERE address = ? ORDER BY earliest, number", (address,)).fetchall()
        alone = address in NO_ADDRESS
        for place, (number, ident) in enumerate(found):
            before = found[place - 1][1] if place and not alone else None
            self._db.execute("UPDATE articles SET supersedes = ?1 WHERE number = ?2 AND supersedes IS NOT ?1", (before, number))
            if not alone and place < len(found) - 1 and self._is_current(number):
                self._retire(number, ident)
        for number, ident in found if alone else found[-1:]:
            if not self._is_current(number):
                self._instate(number, ident)
        return 1 if alone else len(found)

    def _is_current(self, number: int) -> bool:
        return bool(self._db.execute("SELECT current FROM articles WHERE number = ?", (number,)).fetchone()[0])

    def _claims_of(self, article: str) -> list[tuple[Number, Claim]]:
        found = self._db.execute("SELECT number, record FROM claims WHERE article = ? AND struck = 0 ORDER BY rank", (article,)).fetchall()
        return [(number, decode_claim(record)) for number, record in found]

    def _set_current(self, number: int, article: str, current: bool) -> None:
        self._db.execute("UPDATE articles SET current = ? WHERE number = ?", (current, number))
        self._db.execute("UPDATE claims SET current = ? WHERE article = ? AND struck = 0", (current, article))

    def _instate(self, number: int, article: str) -> None:
        """Let an article and its claims count; they are linked at the end of the transaction."""
        self._set_current(number, article, True)
        self._pending[number] = self._claims_of(article)

    def _retire(self, number: int, article: str) -> None:
        """Keep an article, but let it count no more."""
        self._set_current(number, article, False)
        if number in self._pending:
            del self._pending[number]
            return
        self._dismiss(self._claims_of(article))
        self._copies.remove(number)

    # Linking

    def _link_pending(self) -> None:
        """Link what the transaction made current."""
        for number in self._pending:
            self._copies.add(number)
        self._admit([one for found in self._pending.values() for one in found])
        self._pending.clear()

    def _admit(self, claims: list[tuple[Number, Claim]]) -> None:
        """Let claims count: place them among their likely partners, and their cells in points."""
        self._partners.add(claims)
        self._joins.add(claims)

    def _dismiss(self, claims: list[tuple[Number, Claim]]) -> None:
        """Let claims count no more."""
        self._joins.remove(claims)
        self._partners.remove(claims)

    # Linking again

    @property
    def outdated(self) -> bool:
        """Whether other rules linked this ledger than would link it now."""
        return self._linked_by() != LINKING

    def relink(self, progress: Progress | None = None) -> None:
        """Link everything again if other rules linked it.

        Some articles at a time, each lot in a transaction: a run that is interrupted is gone on with by the next.
        """
        if not self.outdated:
            return
        with self._writing(linked=False):
            self._begin_relinking()
        total = self._one("SELECT count(*) FROM articles WHERE current = 1")[0]
        while self.outdated:
            with self._writing(linked=False):
                last = self._relink_some()
            if progress and total:
                progress(self._one("SELECT count(*) FROM articles WHERE current = 1 AND number <= ?", (last,))[0], total)

    def _linked_by(self) -> str:
        """The version of the rules that linked this ledger."""
        row = self._one("SELECT value FROM meta WHERE name = 'linked by'")
        return str(row[0]) if row else ""

    def _begin_relinking(self) -> None:
        """Forget all links, unless these rules have begun to make them."""
        begun = self._one("SELECT 1 FROM meta WHERE name = 'being linked by' AND value = ?", (LINKING,))
        if begun or not self.outdated:
            return
        for table in LINKED_TABLES:
            self._db.execute(f"DELETE FROM {table}")
        self._set("linked by", "")
        self._set("being linked by", LINKING)
        self._set("linked up to", "0")
        self._forget_remembered()

    def _relink_some(self) -> int:
        """Link the next articles; returns the number of the last."""
        last = int(self._one("SELECT value FROM meta WHERE name = 'linked up to'")[0])
        found = self._db.execute(
            "SELECT number, id FROM articles WHERE current = 1 AND number > ? ORDER BY number LIMIT ?", (last, RELINKED_AT_ONCE)
        ).fetchall()
        self._pending = {number: self._claims_of(ident) for number, ident in found}
        if not found:
            self._set("linked by", LINKING)
            self._db.execute("DELETE FROM meta WHERE name IN ('being linked by', 'linked up to')")
            return last
        self._set("linked up to", str(found[-1][0]))
        return int(found[-1][0])

    def _set(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no garbage in the meantime: what linking remembers is large, forms no cycles, and would be walked again and again.

    What has come is then counted among the old at once (to freeze and to unfreeze does just that), instead of being walked for it.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        if collecting:
            gc.enable()


def _address(article: Article) -> str:
    """Where a newer version of an article would appear."""
    return article.url or article.path
