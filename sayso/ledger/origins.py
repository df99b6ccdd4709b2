"""What a claim goes back to: who spoke, or the text it first stood in; and which of those behind a point are independent of each other.

A point counts origins, not outlets. The origin of a claim is, in this order: its speaker, if named, whoever prints it; the
outermost named source through whom an unnamed one was heard; the agency whose tag the article carries; the agency or outlet of the
article whose words they are, where the article, or the passage the claim stands in, is a copy; the outlet. An unnamed source
("officials") is told apart by who tells of it.

Independence is a verdict of three values, and the middle one is the usual: see `standings`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Literal, TypeVar

import msgspec

from sayso.claim import Claim, Source
from sayso.ledger.sides import Side, doers, outlet_key, side_of
from sayso.likeness import speaker

V = TypeVar("V")
Standing = Literal["independent", "not independent", "not established"]
Stand = Literal["supports", "opposes", "leaves open"]

OWN = 0.5  # share of an article that stands in another's from which all that its outlet says goes back to that other
SAID_BY_TEXT = "(speaker LIKE 'outlet %' OR speaker LIKE 'unnamed %')"
WITHIN = 0.5  # share of a claim's words that stand in a passage from which the claim stands in it
NAMELESS = frozenset({"unnamed", "article"})
LEFT_OPEN = frozenset({"cannot confirm", "doubts", "asks"})


@dataclass(frozen=True, slots=True)
class Root:
    """What a claim goes back to."""

    key: str  # tells it from others: two claims with one key have one origin
    name: str
    kind: str  # a PartyKind but for article; "agency" or "outlet" where the text itself says it


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody through whom a word came."""

    name: str
    kind: str  # a PartyKind, "agency" or "outlet"


@dataclass(frozen=True, slots=True)
class Origin:
    """What a claim goes back to, how that stands to the other origins of its point, and the way to the reader."""

    key: str
    name: str
    kind: str
    established: Standing
    path: tuple[Step, ...]  # from the origin outwards: who passed it on, the agency, the outlet copied, the outlet
    why: str = ""  # what makes it so established, in words


@dataclass(frozen=True, slots=True)
class Node:
    """One on the way from an origin to the reader, with the claims that reach the reader there."""

    name: str
    kind: str
    claims: tuple[str, ...]
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Stem:
    """An origin with all that grew from it."""

    origin: Origin  # its path is that of its first claim
    claims: tuple[str, ...]  # all of them
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """Where the claims of a point come from; who says no, and who leaves it open, apart from those who say so."""

    supports: tuple[Stem, ...]
    opposes: tuple[Stem, ...]
    leaves_open: tuple[Stem, ...]
    outlets: int

    @property
    def stems(self) -> tuple[Stem, ...]:
        return self.supports + self.opposes + self.leaves_open

    @property
    def origins(self) -> int:
        """Different ones; who said both yes and no counts once."""
        return len({stem.origin.key for stem in self.stems})

    @property
    def independent(self) -> int:
        """How many origins that support the point are established as independent of each other: none or at least two."""
        return sum(stem.origin.established == "independent" for stem in self.supports)

    def __str__(self) -> str:
        return f"{self.outlets:,} outlet{'s'[: self.outlets != 1]}, {self.origins:,} origin{'s'[: self.origins != 1]}"


# Whose words a text is


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells an article: the outlet, and the agency whose tag it carries."""

    id: str
    publisher: str
    agency: str

    @property
    def root(self) -> Root:
        """What the article says for itself goes back to this."""
        if self.agency:
            return Root(outlet_key(self.agency), self.agency, "agency")
        return Root(outlet_key(self.publisher) or self.id, self.publisher or "an article without a publisher", "outlet")


@dataclass(frozen=True, slots=True)
class Shared:
    """A passage as far as origins are concerned."""

    start: int
    end: int
    of: str
    of_start: int


@dataclass(slots=True)
class Texts:
    """Which articles and passages are copies of which: where the words of a claim first stood."""

    tellers: Mapping[str, Teller]
    whole: Mapping[str, str]  # article -> the one that it mostly stands in
    passages: Mapping[str, Sequence[Shared]]  # article -> those it shares, the earliest of the other articles first
    _tails: dict[str, str] = field(default_factory=dict)

    def first(self, article: str, start: int = -1, end: int = -1) -> Teller:
        """The article where words first stood."""
        return self.tellers[self.first_id(article, start, end)]

    def first_id(self, article: str, start: int = -1, end: int = -1) -> str:
        """Its id. Every step leads to an earlier article, so that there is an end to it."""
        while start >= 0 and (passage := self._around(article, start, end)):
            start, end = (passage.of_start + at - passage.start for at in (start, end))
            article = passage.of
        return self._tail(article)

    def _around(self, article: str, start: int, end: int) -> Shared | None:
        """The passage in which at least half of some words stand."""
        for passage in self.passages.get(article, ()):
            if min(end, passage.end) - max(start, passage.start) >= WITHIN * (end - start):
                return passage
        return None

    def _tail(self, article: str) -> str:
        """The first of the chain of whole articles that copy each other; a chain may be as long as a crowd of copies."""
        chain = []
        while article not in self._tails and (of := self.whole.get(article)) is not None:
            chain.append(article)
            article = of
        end = self._tails.get(article, article)
        self._tails.update(dict.fromkeys(chain, end))
        return end


PASSAGES = """SELECT p.article, p.start, p."end", p.of, p.of_start FROM passages p
  JOIN overlaps o ON o.article = p.article AND o.of = p.of {where} ORDER BY p.article, o.of_rank, p.start"""
AT_ONCE = 500  # articles asked for at a time


def texts(db: sqlite3.Connection) -> Texts:
    """What the ledger knows of copies, rewrites and passages."""
    tellers = {row[0]: Teller(*row) for row in db.execute("SELECT id, publisher, agency FROM articles WHERE current = 1")}
    whole = dict(db.execute("SELECT article, of FROM copies WHERE share >= ? ORDER BY article", (OWN,)))
    passages: dict[str, list[Shared]] = {}
    for article, *passage in db.execute(PASSAGES.format(where="")):
        passages.setdefault(article, []).append(Shared(*passage))
    return Texts(tellers, whole, passages)


class Asked(Mapping[str, V]):
    """What is asked of the ledger when it is wanted, once."""

    def __init__(self, ask: Callable[[Sequence[str]], Mapping[str, V]], at_once: Sequence[str]) -> None:
        self._ask = ask
        self._known: dict[str, V | None] = dict.fromkeys(at_once)
        for at in range(0, len(at_once), AT_ONCE):
            self._known.update(ask(at_once[at : at + AT_ONCE]))

    def __getitem__(self, article: str) -> V:
        if article not in self._known:
            self._known[article] = self._ask([article]).get(article)
        value = self._known[article]
        if value is None:
            raise KeyError(article)
        return value

    def __iter__(self) -> Iterator[str]:
        return (article for article, value in self._known.items() if value is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def texts_of(db: sqlite3.Connection, articles: Iterable[str]) -> Texts:
    """The same, asked for as it is wanted, beginning with these articles, former versions among them.

    A passage that everyone prints ties all articles together, so that not all can be read to which these lead.
    """

    def among(some: Sequence[str]) -> str:
        return f"({', '.join('?' * len(some))})"

    def tellers(some: Sequence[str]) -> dict[str, Teller]:
        return {row[0]: Teller(*row) for row in db.execute(f"SELECT id, publisher, agency FROM articles WHERE id IN {among(some)}", some)}

    def whole(some: Sequence[str]) -> dict[str, str]:
        return dict(db.execute(f"SELECT article, of FROM copies WHERE share >= ? AND article IN {among(some)}", (OWN, *some)))

    def passages(some: Sequence[str]) -> dict[str, list[Shared]]:
        found: dict[str, list[Shared]] = {}
        for article, *passage in db.execute(PASSAGES.format(where=f"WHERE p.article IN {among(some)}"), some):
            found.setdefault(article, []).append(Shared(*passage))
        return found

    first = list(dict.fromkeys(articles))
    return Texts(Asked(tellers, first), Asked(whole, first), Asked(passages, first))


# What each claim goes back to


def roots(db: sqlite3.Connection) -> dict[str, Root]:
    """What every current claim goes back to, by its id: the same value for all claims of one origin."""
    known = texts(db)
    shared: dict[tuple[str, ...], Root] = {}
    found: dict[str, Root] = {}
    sql = f"""SELECT id, article, speaker, source, source_kind, CASE WHEN {SAID_BY_TEXT} THEN json_extract(record, '$.via') END,
                     CASE WHEN {SAID_BY_TEXT} THEN json_extract(record, '$.content.spans') END
              FROM claims WHERE current = 1 ORDER BY rank"""
    for ident, article, said_by, source, kind, via, spans in db.execute(sql):
        if via is None:
            found[ident] = shared.get((said_by,)) or shared.setdefault((said_by,), _named(said_by, source, kind))
            continue
        heard = _heard_through(_decode_sources(via)) if via != "[]" else None
        extents = _decode_spans(spans) if article in known.passages else ((-1, -1),)
        teller = known.first(article, extents[0][0], extents[-1][1])
        who = ("", "") if kind == "article" else (source, kind)
        key = (*who, heard.key if heard else "", article if known.tellers[article].agency else teller.id)
        found[ident] = shared.get(key) or shared.setdefault(key, heard or _nameless(source, kind, known.tellers[article], teller))
    return found


def root(claim: Claim, known: Texts) -> Root:
    """What one claim goes back to."""
    first = known.first(claim.article.id, claim.content.start, claim.content.end)
    return root_by_name(claim) or _nameless(claim.source.name, claim.source.kind, known.tellers[claim.article.id], first)


def root_by_name(claim: Claim) -> Root | None:
    """The named speaker that a claim goes back to, or through whom an unnamed one was heard; None where only the text tells."""
    source = claim.source
    if source.kind not in NAMELESS and source.named:
        return _named(speaker(claim), source.name, source.kind)
    return _heard_through(claim.via)


def _named(said_by: str, name: str, kind: str) -> Root:
    return Root(outlet_key(name) if kind == "medium" else said_by, name, kind)


def _heard_through(via: Iterable[Source]) -> Root | None:
    """The outermost named source of a chain."""
    named = [source for source in via if source.named and source.kind not in NAMELESS]
    return _named(named[-1].party or named[-1].name.casefold(), named[-1].name, named[-1].kind) if named else None


def _nameless(source: str, kind: str, teller: Teller, first: Teller) -> Root:
    """What a text says for itself, or of somebody it does not name."""
    text = teller.root if teller.agency else first.root
    return text if kind == "article" else Root(f"{text.key} {source.casefold()}", f"{source} (unnamed, in {text.name})", "unnamed")


_decode_sources = msgspec.json.Decoder(tuple[Source, ...]).decode
_decode_spans = msgspec.json.Decoder(tuple[tuple[int, int], ...]).decode


def path(claim: Claim, known: Texts, root: Root) -> tuple[Step, ...]:
    """Those between a claim's origin and its reader, each once."""
    teller = known.tellers[claim.article.id]
    first = known.first(claim.article.id, claim.content.start, claim.content.end)
    steps = [Step(source.name or source.text, source.kind) for source in claim.via]
    steps += [Step(one.agency, "agency") for one in (first, teller) if one.agency]
    steps += [Step(one.publisher or claim.article.title or claim.article.path, "outlet") for one in (first, teller)]
    kept = {outlet_key(root.name): Step("", "")}
    for step in steps:
        kept.setdefault(outlet_key(step.name), step)
    return tuple(islice(kept.values(), 1, None))


# Who of them is independent


@dataclass(frozen=True, slots=True)
class Voice:
    """An origin as far as its independence is concerned."""

    root: Root
    side: Side
    of_itself: bool  # whether it speaks of what it did itself


def standings(voices: Sequence[Voice]) -> list[tuple[Standing, str]]:
    """How each of several origins, in the order in which they spoke, stands to the others, and why.

    - Who speaks of what he did himself is "not independent": that confirms nothing.
    - Who is of one side with an earlier one (a ministry and its spokesman, two officials of one government, two of one organisation) is
      "not independent".
    - An unnamed source, a medium, an agency, an outlet: "not established", since nothing tells where they have it from.
    - Two named speakers who are known to be of different sides are "independent". Where one might belong to the other's side (of one
      country, but nobody says that he speaks for it; an official of nobody knows which country), it is "not established".
    - Who speaks alone is "not established".
    """
    apart: list[Voice] = []
    for voice in voices:
        if voice.side.speaks and not voice.of_itself and all(voice.side.stands_to(other.side) == "apart" for other in apart):
            apart.append(voice)
    return [_standing(voice, voices[:place], apart) for place, voice in enumerate(voices)]


def _standing(voice: Voice, earlier: Sequence[Voice], apart: Sequence[Voice]) -> tuple[Standing, str]:
    if voice.of_itself:
        return "not independent", f"{voice.root.name} speaks of its own doing"
    for other in earlier:
        if voice.side.stands_to(other.side) == "one":
            return "not independent", f"of one side with {other.root.name}"
    if not voice.side.speaks:
        return "not established", "nobody is named" if voice.root.kind == "unnamed" else f"{voice.root.name} does not say who told it"
    others = [other for other in apart if other is not voice]
    if not others:
        return "not established", "no other named speaker of another side"
    if voice in apart:
        return "independent", f"another side than {', '.join(other.root.name for other in others[:3])}"
    near = next((other for other in others if voice.side.stands_to(other.side) != "apart"), others[0])
    return "not established", f"may be of one side with {near.root.name}"


def stand(claim: Claim) -> Stand:
    """Whether a claim supports its point, opposes it, or leaves it open."""
    if claim.certainty == "uncommitted" or claim.stance in LEFT_OPEN:
        return "leaves open"
    return "opposes" if claim.polarity == "negative" else "supports"


# The tree of a point


def tree(db: sqlite3.Connection, claims: Iterable[Claim], known: Texts | None = None) -> Tree:
    """Where these claims of one point come from; `known` (see `texts`) spares asking again for each of many points."""
    told = list(claims)
    known = known or texts(db)
    outlets = {teller.publisher or teller.id for teller in (known.tellers[claim.article.id] for claim in told)}
    supports, opposes, leaves_open = (
        tuple(_stems([claim for claim in told if stand(claim) == which], known)) for which in ("supports", "opposes", "leaves open")
    )
    return Tree(supports, opposes, leaves_open, len(outlets))


def origins(db: sqlite3.Connection, claims: Iterable[Claim], known: Texts | None = None) -> dict[str, Origin]:
    """The origin of each of these claims of one point, by the claim's id, established against those that say the same."""
    told = list(claims)
    known = known or texts(db)
    found: dict[str, Origin] = {}
    for stem in tree(db, told, known).stems:
        found |= dict.fromkeys(stem.claims, stem.origin)
    return {claim.id: replace(found[claim.id], path=path(claim, known, _rooted(found[claim.id]))) for claim in told}


def _rooted(origin: Origin) -> Root:
    return Root(origin.key, origin.name, origin.kind)


def _stems(claims: Sequence[Claim], known: Texts) -> Iterator[Stem]:
    """The origins of claims that stand to their point in one way, in the order in which they were first told."""
    behind: dict[str, tuple[Root, list[Claim]]] = {}
    for claim in claims:
        found = root(claim, known)
        behind.setdefault(found.key, (found, []))[1].append(claim)
    voices = [_voice(found, by_it) for found, by_it in behind.values()]
    for (found, by_it), (established, why) in zip(behind.values(), standings(voices), strict=True):
        ways = [(claim.id, path(claim, known, found)) for claim in by_it]
        origin = Origin(found.key, found.name, found.kind, established, ways[0][1], why)
        yield Stem(origin, tuple(claim.id for claim in by_it), _grown(ways))


def _voice(found: Root, claims: Sequence[Claim]) -> Voice:
    """An origin with all that its claims tell of who it is."""
    textual = found.kind in ("agency", "outlet", "unnamed")
    speakers = [] if textual else [source for claim in claims for source in (claim.source, *claim.via) if source.name == found.name]
    side = Side.of_all(side_of(source.name, source.kind, source.country, source.role) for source in speakers)
    return Voice(found, side, any(side.includes(doer) for claim in claims for doer in doers(claim)))


def _grown(ways: Iterable[tuple[str, tuple[Step, ...]]]) -> tuple[Node, ...]:
    """Ways that begin alike, joined as far as they run together."""
    ends: dict[Step, list[str]] = {}
    further: dict[Step, list[tuple[str, tuple[Step, ...]]]] = {}
    for ident, steps in ways:
        if steps:
            ends.setdefault(steps[0], []).extend([ident] if len(steps) == 1 else [])
            further.setdefault(steps[0], []).extend([(ident, steps[1:])] if len(steps) > 1 else [])
    return tuple(Node(step.name, step.kind, tuple(ends[step]), _grown(further[step])) for step in ends)
