"""Whose text an article is, and where the words of its claims first stood: kept up to date for the snapshot.

A claim of no named speaker goes back to the text in which its words first stood (origins.Texts). That is found out once, when the
articles with shared text are read, and again only for articles whose shared text changed and those that share it with them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sayso.ledger.origins import OWN, Shared, Texts

Placed = tuple[int, int, int]  # a claim: the first digits of its id, where it begins and ends
Claims = Callable[[str], Iterable[Placed]]  # the claims of an article that go back to its text


@dataclass(frozen=True, slots=True)
class Whence:
    """Whose text the articles are."""

    copies: Mapping[str, str]  # article -> the one that it copies or rewrites
    whole: Mapping[str, str]  # article -> the one whose text it mostly is
    passages: Mapping[str, tuple[Shared, ...]]
    elsewhere: Mapping[str, tuple[tuple[int, str], ...]]  # article -> claims whose words first stood in yet another, and in which


EMPTY = Whence({}, {}, {}, {})


def read(db: sqlite3.Connection, claims: Claims) -> Whence:
    """All of it."""
    copies, whole, passages = _shared(db, "")
    texts = Texts({}, whole, passages)
    found = ((article, _elsewhere(texts, article, claims(article))) for article in passages)
    return Whence(copies, whole, passages, {article: placed for article, placed in found if placed})


def reread(db: sqlite3.Connection, known: Whence, articles: Collection[str], claims: Claims) -> Whence:
    """What is known, with the texts that these articles share read again."""
    kept: tuple[dict[str, Any], dict[str, Any], dict[str, Any]] = (dict(known.copies), dict(known.whole), dict(known.passages))
    for article in articles:
        again: tuple[Mapping[str, Any], ...] = _shared(db, article)
        for found, anew in zip(kept, again, strict=True):
            found.pop(article, None)
            found.update(anew)
    copies, whole, passages = kept
    elsewhere, texts = dict(known.elsewhere), Texts({}, whole, passages)
    for article in {*articles, *_resting_on(set(articles), whole, passages)}:
        elsewhere.pop(article, None)
        if article in passages and (placed := _elsewhere(texts, article, claims(article))):
            elsewhere[article] = placed
    return Whence(copies, whole, passages, elsewhere)


def _shared(db: sqlite3.Connection, article: str) -> tuple[dict[str, str], dict[str, str], dict[str, tuple[Shared, ...]]]:
    """What an article copies, whose text it mostly is and what passages it shares; of all articles where none is named."""
    values = (article,) if article else ()
    rows = db.execute(f"SELECT article, of, share FROM copies {'WHERE article = ?' if article else ''}", values).fetchall()
    passages: dict[str, list[Shared]] = {}
    for mine, *passage in db.execute(PASSAGES.replace("WHERE", "WHERE p.article = ?" if article else ""), values):
        passages.setdefault(mine, []).append(Shared(*passage))
    whole = {mine: of for mine, of, share in rows if share >= OWN}
    return {mine: of for mine, of, _ in rows}, whole, {mine: tuple(found) for mine, found in passages.items()}


PASSAGES = """SELECT p.article, p.start, p."end", p.of, p.of_start FROM passages p
  JOIN overlaps o ON o.article = p.article AND o.of = p.of WHERE ORDER BY p.article, o.of_rank, p.start"""


def _resting_on(changed: set[str], whole: Mapping[str, str], passages: Mapping[str, tuple[Shared, ...]]) -> set[str]:
    """The articles whose words lead to one of these, in however many steps."""
    sharing: dict[str, set[str]] = {}
    for article, of in whole.items():
        sharing.setdefault(of, set()).add(article)
    for article, shared in passages.items():
        for passage in shared:
            sharing.setdefault(passage.of, set()).add(article)
    found: set[str] = set()
    waiting = list(changed)
    while waiting:
        more = sharing.get(waiting.pop(), set()) - found
        found |= more
        waiting += more
    return found


def _elsewhere(texts: Texts, article: str, claims: Iterable[Placed]) -> tuple[tuple[int, str], ...]:
    """The claims of an article whose words first stood elsewhere than its text as a whole."""
    tail = texts.first_id(article)
    firsts = ((ident, texts.first_id(article, start, end)) for ident, start, end in claims)
    return tuple((ident, first) for ident, first in firsts if first != tail)
