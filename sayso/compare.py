"""compare: two reports in hand -> how their claims stand to each other. Nothing is recorded anywhere.

A report is a file (or whatever else `sayso read` reads, as long as it holds one article) or an article of a ledger. It says what a ledger of
the two would say, but asks every two claims.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sayso import likeness, links, pipeline, readers
from sayso.claim import Article, Claim, Link, Refusal
from sayso.engines import DEFAULT
from sayso.errors import BadRequest, NotFound, Unreadable
from sayso.ledger.passages import COPIED, containment
from sayso.pipeline import Extractor

KINDS = ("contradicts", "denies", "unverified", "revises", "details", "supports", "same", "copies")  # what a reader looks for comes first


@dataclass(frozen=True, slots=True)
class Report:
    """An article with its claims."""

    article: Article
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """How two claims stand to each other, the first report's claim first."""

    link: Link
    one: Claim
    other: Claim


@dataclass(frozen=True, slots=True)
class Compared:
    """Two reports side by side."""

    one: Report
    other: Report
    same_text: bool
    copied: float  # share of the shorter text that stands word for word in the longer, 0..1
    related: tuple[Related, ...] = ()


# Two reports


def compare(one: Report, other: Report) -> Compared:
    """Lay two reports side by side."""
    if one.article.text == other.article.text:
        return Compared(one, other, same_text=True, copied=1.0)
    copied = containment(one.article.text, other.article.text)
    related = sorted(_related(one, other, copied), key=lambda r: (KINDS.index(r.link.kind), r.one.content.start, r.other.content.start))
    return Compared(one, other, False, copied, tuple(related))


def _related(one: Report, other: Report, copied: float) -> Iterator[Related]:
    """Every two claims of both reports that the rules relate."""
    mine, theirs = ([likeness.Side(claim) for claim in report.claims] for report in (one, other))
    for a in mine:
        for b in theirs:
            later, earlier = (a, b) if a.rank > b.rank else (b, a)
            pairs = links.comparable(later, earlier)
            if pairs is None:
                continue
            found = links.dispute(later, earlier, pairs) or links.agree(later, earlier, pairs, copied=copied > COPIED)
            if found:
                yield Related(found, a.claim, b.claim)


# Fetching them


class Desk:
    """Fetches reports from files and from a ledger, which is only read; what is dear to load is loaded once, and only if it is needed."""

    def __init__(self, ledger: Path, engine: str = DEFAULT) -> None:
        self.ledger = ledger
        self._engine = engine
        self._extractor: Extractor | None = None

    def report(self, name: str) -> Report:
        """A report by its file, its address, "-" for standard input, or its id in the ledger."""
        if _is_file(name) or name == "-" or name.lower().startswith(("http://", "https://")):
            article = understood(only_article(name), name)
            return Report(article, self._extract().extract_parsed(self._extract().parser.parse_article(article)).claims)
        article, claims = self._recorded(name)
        return Report(understood(article, name), claims)

    def _recorded(self, name: str) -> tuple[Article, tuple[Claim, ...]]:
        """An article of the ledger and its claims, as persons have put them right."""
        from sayso.ledger import Ledger

        remedy = "check the name, or say in which ledger the article stands with --ledger"
        if not self.ledger.exists():
            raise NotFound(f"there is no file {name!r}, and no ledger at {self.ledger} to look for such an article in", remedy)
        with Ledger(self.ledger, readonly=True) as ledger:
            try:
                article = ledger.article(name)
            except NotFound as error:
                raise NotFound(f"there is no file {name!r}, and no article of {self.ledger} has an id that begins so", remedy) from error
            return article, tuple(ledger.claims(article=article.id))

    def _extract(self) -> Extractor:
        self._extractor = self._extractor or Extractor(self._engine)
        return self._extractor


def _is_file(name: str) -> bool:
    try:
        return Path(name).exists()
    except OSError:  # longer than any name can be
        return False


def only_article(name: str) -> Article:
    """The one article that a file or address holds."""
    found = list(islice(readers.read([name]), 2))
    if len(found) != 1:
        held = "more than one article" if found else "no article"
        raise BadRequest(f"{name} holds {held}", "name a file with one, or read it with sayso read and name two articles by their ids")
    if isinstance(found[0], Refusal):
        raise Unreadable(f"{found[0].where} {found[0].what}", found[0].remedy)
    return found[0].article


def understood(article: Article, name: str) -> Article:
    """The article, if it is in a language that is read."""
    if not pipeline.is_understood(article):
        raise BadRequest(f"{name} is in {article.language!r}", "only English is read: give an English version")
    return article
