"""Whose text an article is, and where the words of its claims first stood: kept up to date for the snapshot.

A claim of no named speaker goes back to the text in which its words first stood (origins.Texts). That is found out once for each article, and
again only where the texts on the way there changed: which articles were passed on the way is kept.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from sayso.ledger.origins import OWN, Shared, Texts

Placed = tuple[int, int, int]  # a claim: the first digits of its id, where it begins and ends
Claims = Callable[[str], Iterable[Placed]]  # the claims of an article that go back to its text


@dataclass(frozen=True, slots=True)
class Whence:
    """Whose text the articles are."""

    copies: Mapping[str, str]  # article -> the one that it copies or rewrites
    whole: Mapping[str, str]  # article -> the one whose text it mostly is
    elsewhere: Mapping[str, tuple[tuple[int, str], ...]]  # article -> claims whose words first stood in yet another, and in which
    passed: Mapping[str, frozenset[str]]  # article -> those that were passed to find that out


EMPTY = Whence({}, {}, {}, {})


def read(db: sqlite3.Connection, articles: Iterable[str], claims: Claims) -> Whence:
    """All of it; these are the articles with claims that go back to their texts."""
    rows = db.execute("SELECT article, of, share FROM copies").fetchall()
    whole = {article: of for article, of, share in rows if share >= OWN}
    known = Whence({article: of for article, of, _ in rows}, whole, {}, {})
    return _followed(db, known, articles, claims)


def reread(db: sqlite3.Connection, known: Whence, articles: Collection[str], claims: Claims) -> Whence:
    """What is known, with the texts that these articles share read again."""
    copies, whole = dict(known.copies), dict(known.whole)
    for article in articles:
        copies.pop(article, None)
        whole.pop(article, None)
        for of, share in db.execute("SELECT of, share FROM copies WHERE article = ?", (article,)):
            copies[article] = of
            if share >= OWN:
                whole[article] = of
    resting = [article for article, passed in known.passed.items() if not passed.isdisjoint(articles)]
    return _followed(db, Whence(copies, whole, known.elsewhere, known.passed), sorted({*articles, *resting}), claims)


def _followed(db: sqlite3.Connection, known: Whence, articles: Iterable[str], claims: Claims) -> Whence:
    """What is known, with the words of these articles followed to where they first stood."""
    elsewhere, passed = dict(known.elsewhere), dict(known.passed)
    way = Way(db, known.whole)
    for article in articles:
        elsewhere.pop(article, None)
        passed.pop(article, None)
        mine = list(claims(article))
        if not mine or not way.passages.get(article):
            continue
        way.passed.clear()
        texts = Texts({}, way, way.passages)
        tail = texts.first_id(article)
        firsts = [(ident, texts.first_id(article, start, end)) for ident, start, end in mine]
        if found := tuple((ident, first) for ident, first in firsts if first != tail):
            elsewhere[article] = found
        passed[article] = frozenset(way.passed)
    return Whence(known.copies, known.whole, elsewhere, passed)


class Way(dict[str, str]):
    """Whose text each article is, which notes whom it was asked for; and the passages they share, read when first asked for."""

    def __init__(self, db: sqlite3.Connection, whole: Mapping[str, str]) -> None:
        super().__init__(whole)
        self.passed: set[str] = set()
        self.passages = Passages(db, self.passed)

    def get(self, article: str, otherwise: str | None = None) -> str | None:  # type: ignore[override]
        self.passed.add(article)
        return super().get(article, otherwise)


class Passages(dict[str, tuple[Shared, ...]]):
    """The passages of each article, read when first asked for; whom they were asked for is noted."""

    def __init__(self, db: sqlite3.Connection, passed: set[str]) -> None:
        super().__init__()
        self.db = db
        self.passed = passed

    def get(self, article: str, otherwise: object = ()) -> tuple[Shared, ...]:
        self.passed.add(article)
        if article not in self:
            self[article] = tuple(Shared(*row) for row in self.db.execute(PASSAGES, (article,)))
        return self[article]


PASSAGES = """SELECT p.start, p."end", p.of, p.of_start FROM passages p JOIN overlaps o ON o.article = p.article AND o.of = p.of
  WHERE p.article = ? ORDER BY o.of_rank, p.start"""
