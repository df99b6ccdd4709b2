"""Search as one types: the first few claims, articles and parties that fit, and never more work than finding those few takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sayso.claim import Claim
from sayso.ledger.pages import LISTED, Listed, _listed, clean, distinct, phrases
from sayso.ledger.partners import decode_claim

if TYPE_CHECKING:
    from sayso.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Named:
    """A party as a search names it."""

    id: str
    name: str
    kind: str
    country: str
    alias: str  # the name that was found, where it is another one


@dataclass(frozen=True, slots=True)
class Found:
    """The first of each kind that fit."""

    claims: tuple[Claim, ...] = ()
    articles: tuple[Listed, ...] = ()
    parties: tuple[Named, ...] = ()


def search(ledger: Ledger, words: str, *, most: int = 6) -> Found:
    """The latest claims and articles with all these words, and the parties whose name or alias begins so."""
    words = clean(words)
    if not words:
        return Found()
    asked = phrases(words)
    return Found(tuple(_claims(ledger, asked, most)), tuple(_articles(ledger, asked, most)), tuple(_parties(ledger, words, most)))


def _claims(ledger: Ledger, asked: str, most: int) -> Iterator[Claim]:
    sql = """SELECT c.record FROM claims_fts f JOIN claims c ON c.number = f.rowid
             WHERE claims_fts MATCH ? AND c.current = 1 ORDER BY f.rowid DESC LIMIT ?"""
    return (decode_claim(record) for (record,) in ledger._all(sql, (asked, most)))


def _articles(ledger: Ledger, asked: str, most: int) -> Iterator[Listed]:
    sql = f"""SELECT {LISTED} FROM articles WHERE current = 1 AND number IN
              (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ? ORDER BY rowid DESC LIMIT ?) ORDER BY number DESC LIMIT ?"""
    return (_listed(row) for row in ledger._all(sql, (asked, 4 * most, most)))


def _parties(ledger: Ledger, words: str, most: int) -> list[Named]:
    """Parties by the beginning of a name or alias, jumping from one name to the next so that a thousand mentions cost as much as one."""
    found: dict[str, Named] = {}
    for table, column in (("mentions", "name"), ("aliases", "alias")):
        for (name,) in ledger._all(distinct(table, column), (words, words + "\U0010ffff", words + "\U0010ffff", 4 * most)):
            row = ledger._one(f"SELECT party FROM {table} WHERE {column} = ? COLLATE NOCASE LIMIT 1", (name,))
            party = ledger._one("SELECT party, name, kind, country FROM mentions WHERE party = ? LIMIT 1", row)
            if party and party[0] not in found:
                ident, known, kind, country = party
                found[ident] = Named(ident, known, kind, country, "" if name.casefold() == known.casefold() else name)
            if len(found) == most:
                return list(found.values())
    return list(found.values())
