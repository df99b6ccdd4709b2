"""compare: two reports in hand -> how their claims stand to each other, and which passages may be at odds. Nothing is recorded anywhere.

A report is a file (or whatever else `sayso read` reads, as long as it holds one article) or an article of a ledger. What the strict rules
say is what a ledger of the two would say, but asked of every two claims; what may be at odds goes further, and most of it is no dispute.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from sayso import likeness, links, pipeline, readers
from sayso.claim import Article, Claim, Extent, Link, Refusal, Span
from sayso.engines import DEFAULT
from sayso.errors import BadRequest, NotFound, Unreadable
from sayso.ledger.passages import COPIED, containment
from sayso.links import across
from sayso.links.across import Pair
from sayso.links.disputes import Dispute
from sayso.pipeline import Extractor
from sayso.sentences import Parse, Parser, Sentence
from sayso.shown import Shown

LIMIT = 20  # passages that may be at odds, shown unless told
KINDS = ("contradicts", "denies", "unverified", "revises", "details", "supports", "same", "copies")  # what a reader looks for comes first
AGAINST = ("contradicts", "denies")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence as it stands in its report, the claims that stand in it, and what is weighed of it."""

    sentence: Span
    claims: tuple[Claim, ...]
    weighed: tuple[Sentence, ...]  # of a sentence that only credits somebody, what is said: "who says so" is no part of it


@dataclass(frozen=True, slots=True)
class Report:
    """An article with its claims and its passages, headings left out: they state nothing by themselves."""

    article: Article
    claims: tuple[Claim, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """How two claims stand to each other by the strict rules, the first report's claim first."""

    link: Link
    one: Claim
    other: Claim


@dataclass(frozen=True, slots=True)
class Possible:
    """Two passages that may be at odds, the first report's first; `strict` where claims in them contradict each other by the rules."""

    one: Passage
    other: Passage
    dispute: Dispute
    strict: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """Two reports side by side."""

    one: Report
    other: Report
    same_text: bool
    copied: float  # share of the shorter text that stands word for word in the longer, 0..1
    related: tuple[Related, ...] = ()
    possible: Shown[Possible] = field(default_factory=Shown)


# Two reports


def compare(one: Report, other: Report, *, limit: int = LIMIT) -> Compared:
    """Lay two reports side by side; of the passages that may be at odds no more than the limit are given."""
    if one.article.text == other.article.text:
        return Compared(one, other, same_text=True, copied=1.0)
    copied = containment(one.article.text, other.article.text)
    related = sorted(_related(one, other, copied), key=lambda r: (KINDS.index(r.link.kind), r.one.content.start, r.other.content.start))
    strict = frozenset(_contradicting(one, other, related))
    found = across.possible([p.weighed for p in one.passages], [p.weighed for p in other.passages], strict=strict)
    told: dict[tuple[Extent, Extent], Possible] = {}
    for f in found:  # of two passages of a sentence the likelier
        pair = Possible(one.passages[f.one], other.passages[f.other], f.dispute, (f.one, f.other) in strict)
        told.setdefault((pair.one.sentence.span, pair.other.sentence.span), pair)
    return Compared(one, other, False, copied, tuple(related), Shown(tuple(told.values())[:limit], len(told)))


def _related(one: Report, other: Report, copied: float) -> Iterator[Related]:
    """Every two claims of both reports that the ledger's rules relate."""
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


def _contradicting(one: Report, other: Report, related: Sequence[Related]) -> Iterator[Pair]:
    """The passages, by their numbers, in which claims stand that contradict each other by the rules."""
    for r in related:
        i, j = _place(one, r.one, r.link), _place(other, r.other, r.link)
        if r.link.kind in AGAINST and i is not None and j is not None:
            yield i, j


def _place(report: Report, claim: Claim, link: Link) -> int | None:
    """The number of the passage that a link rests on: the first of the claim's that has a word of it."""
    within = [n for n, passage in enumerate(report.passages) if claim in passage.claims]
    told = (n for n in within if any(word in report.passages[n].sentence.text for word in link.words))
    return next(told, within[0] if within else None)


# Passages

FEWEST_WORDS = 3  # of what is said; of less the whole sentence is weighed
SAID = 0.5  # and the share of the sentence's letters that it takes up
TURNING = links.DENYING | links.WITHHOLDING | links.REACTING | {"refuses"}  # what is said means little without who says no to it

Cut = tuple[Sentence, tuple[Claim, ...], str]  # a sentence, the claims in it, and what is said there; "" where all of it is to be weighed


def passages(parser: Parser, parse: Parse, claims: Sequence[Claim]) -> tuple[Passage, ...]:
    """What is weighed of a report: of a sentence that credits somebody what is said, of all others the whole."""
    article = parse.article
    cuts = [cut for s in parse.sentences if s.block.kind != "heading" for cut in _cuts(article, s, claims)]
    said = iter(parser.parse(Article(article.id, words) for _, _, words in cuts if words))
    return tuple(
        Passage(article.cut(s.start, s.end), told, (tuple(next(said).sentences) if words else ()) or (s,)) for s, told, words in cuts
    )


def _cuts(article: Article, sentence: Sentence, claims: Sequence[Claim]) -> list[Cut]:
    """A sentence as one passage, or each of the things said in it as one."""
    inside = tuple(c for c in claims if any(_overlap(sentence, c)))
    said = [(claim, _said(article, sentence, claim)) for claim in inside if claim.within is None and claim.source.kind != "article"]
    told = sum(len(words) for _, words in said)
    is_turned = any(c.stance in TURNING or _is_turned_outside(c) for c in inside)
    if is_turned or told < SAID * (sentence.end - sentence.start) or any(len(words.split()) < FEWEST_WORDS for _, words in said):
        return [(sentence, inside, "")]
    return [(sentence, (claim, *(c for c in inside if c.within == claim.id)), words) for claim, words in said]


def _overlap(sentence: Sentence, claim: Claim) -> Iterator[Extent]:
    """The parts of what is claimed that stand in a sentence."""
    for start, end in claim.content.spans:
        if start < sentence.end and sentence.start < end:
            yield max(start, sentence.start), min(end, sentence.end)


def _said(article: Article, sentence: Sentence, claim: Claim) -> str:
    return " ".join(article.text[start:end] for start, end in _overlap(sentence, claim))


def _is_turned_outside(claim: Claim) -> bool:
    """Whether it is the words around what is said that say no to it."""
    return any(b.field == "polarity" and not any(s <= b.span[0] < e for s, e in claim.content.spans) for b in claim.because)


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
            parse = self._extract().parser.parse_article(article)
            claims = self._extract().extract_parsed(parse).claims
        else:
            article, claims = self._recorded(name)
            parse = self._parser().parse_article(understood(article, name))
        return Report(article, claims, passages(self._parser(), parse, claims))

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

    def _parser(self) -> Parser:
        return self._extractor.parser if self._extractor else Parser()


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
