"""check: whether a ledger still says only what its articles say. An empty list is good news."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from hashlib import sha256

import msgspec

from sayso.claim import Article, Claim, Event, Extent, Source

decode_claim = msgspec.json.Decoder(Claim).decode
Words = tuple[str, str, Extent]  # what they are for, the words, where they stand


def check(db: sqlite3.Connection, *, readonly: bool = False) -> Iterator[str]:
    """Every fault of a ledger, a sentence each: damaged pages, dangling rows, altered texts, words that do not stand where they should."""
    yield from (f"the file is damaged: {said}" for (said,) in db.execute("PRAGMA integrity_check") if said != "ok")
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} points at a row of {parent} that is not there"
    yield from _check_raws(db)
    for row in db.execute("SELECT id, text, raw, number FROM articles ORDER BY id").fetchall():
        yield from _check_article(db, *row)
    if not readonly:
        yield from _check_search(db)


def _check_raws(db: sqlite3.Connection) -> Iterator[str]:
    for digest, size, packed in db.execute("SELECT sha256, size, bytes FROM raws ORDER BY sha256"):
        try:
            raw = zlib.decompress(packed)
        except zlib.error:
            yield f"the bytes kept as {digest} can no longer be unpacked"
            continue
        if sha256(raw).hexdigest() != digest or len(raw) != size:
            yield f"the bytes kept as {digest} are not those that were read"


def _check_article(db: sqlite3.Connection, ident: str, text: str, raw: str | None, number: int) -> Iterator[str]:
    (digest,) = db.execute("SELECT text_sha256 FROM articles WHERE number = ?", (number,)).fetchone()
    if sha256(text.encode()).hexdigest() != digest:
        yield f"the text of {ident} is not the one that was read"
    article = Article(ident, text)
    for claim_id, record in db.execute("SELECT id, record FROM claims WHERE article = ? ORDER BY rank", (ident,)).fetchall():
        try:
            claim = decode_claim(record)
        except msgspec.DecodeError as error:
            yield f"the record of {claim_id} in {ident} cannot be read: {error}"
            continue
        for use, words, (start, end) in _words(claim):
            if not (0 <= start < end <= len(text) and article.text[start:end] == words):
                yield f"the words of {claim_id}'s {use}, {words!r}, do not stand at {start}–{end} of {ident}"
        if " ".join(text[start:end] for start, end in claim.content.spans) != claim.content.text:
            yield f"the content of {claim_id}, {claim.content.text!r}, does not stand at {list(claim.content.spans)} of {ident}"
    for words, start, end in db.execute('SELECT text, start, "end" FROM gaps WHERE article = ? AND start IS NOT NULL', (ident,)).fetchall():
        if text[start:end] != words:
            yield f"a gap of {ident}, {words!r}, does not stand at {start}–{end}"


def _words(claim: Claim) -> Iterator[Words]:
    """All the words that a claim leans on, its content aside."""
    yield from _source_words("source", claim.source)
    for via in claim.via:
        yield from _source_words("chain of sources", via)
    if claim.cue:
        yield "cue", claim.cue.text, claim.cue.span
    for because in claim.because:
        yield because.field, because.text, because.span
    for event in claim.events:
        yield from _event_words(event)


def _source_words(use: str, source: Source) -> Iterator[Words]:
    if source.span is not None:
        yield use, source.text, source.span


def _event_words(event: Event) -> Iterator[Words]:
    yield "trigger", event.trigger.text, event.trigger.span
    for use, roles in (("agent", event.agent), ("recipient", event.recipient), ("place", event.place), ("via", event.via)):
        yield from ((use, role.text, role.span) for role in roles)
    for item in event.items:
        yield "item", item.text, item.span
        if item.quantity:
            yield "quantity", item.quantity.text, item.quantity.span
    if event.when:
        yield "date", event.when.text, event.when.span
    if event.in_exchange_for:
        yield from _event_words(event.in_exchange_for)


def _check_search(db: sqlite3.Connection) -> Iterator[str]:
    for index in ("claims_fts", "articles_fts"):
        try:
            db.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError:
            yield f"the search index {index} does not fit what it indexes"
