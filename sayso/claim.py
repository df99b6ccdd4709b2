"""The nouns: what a ledger of claims is made of.

Every class here is a frozen value that imports nothing outside the standard library. Their shapes are
the shapes of the exported record (docs/record.md): what `sayso export jsonl` writes is these classes
field by field, so that the record and the code cannot drift apart.

A position is always in Unicode code points of the article's canonical text, end exclusive.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Literal

PartyKind = Literal["person", "office", "organisation", "state", "medium", "unnamed", "article"]
Certainty = Literal["certain", "probable", "possible", "uncommitted"]
Polarity = Literal["positive", "negative"]
Status = Literal["actual", "planned", "considered", "requested", "hypothetical"]
LinkKind = Literal["same", "copies", "supports", "details", "revises", "contradicts", "denies", "unverified"]
RulingKind = Literal["accept", "reject", "fix", "split", "join", "same", "different", "part", "merge", "rate", "note", "undo"]

Extent = tuple[int, int]  # start and end of a stretch of canonical text


def make_id(kind: str, *parts: object) -> str:
    """An id that only the content decides: `claim-1-0b5e…`, where 1 is the version of the scheme."""
    joined = "\x1f".join(str(part) for part in parts)
    return f"{kind}-1-{hashlib.sha256(joined.encode()).hexdigest()[:20]}"


def claim_id(article: str, cue: Span | None, content: Content) -> str:
    """The id of a claim: where it is credited and what is claimed decide it, not who or what found it."""
    return make_id("claim", article, cue.span if cue else None, content.spans)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Words of an article and where they stand."""

    text: str
    span: Extent

    @property
    def start(self) -> int:
        return self.span[0]

    @property
    def end(self) -> int:
        return self.span[1]

    def within(self, other: Span | Content) -> bool:
        """Whether every character of this span also lies in the other (or in one of its pieces)."""
        pieces = other.spans if isinstance(other, Content) else (other.span,)
        return any(start <= self.start and self.end <= end for start, end in pieces)

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Content:
    """What is claimed, in one or more pieces ("We will", he said, "go on")."""

    text: str  # the pieces, joined by one blank
    spans: tuple[Extent, ...]

    @property
    def start(self) -> int:
        return self.spans[0][0]

    @property
    def end(self) -> int:
        return self.spans[-1][1]


@dataclass(frozen=True, slots=True)
class Article:
    """One report as read; its canonical text is never changed again."""

    id: str  # from the canonical text and the publisher's metadata: see articles.canonical
    text: str
    path: str = ""
    title: str = ""
    publisher: str = ""
    published: str = ""  # EDTF, as precise as the page was; "" where it gives no date
    url: str = ""
    language: str = "en"
    agency: str = ""  # the news agency whose tag it carries, in the page's own words
    raw: str = ""  # SHA-256 of the bytes it was read from, which the ledger keeps

    def cut(self, start: int, end: int) -> Span:
        """The words from start to end."""
        return Span(self.text[start:end], (start, end))

    def cut_pieces(self, extents: list[Extent]) -> Content:
        """The words of several stretches as one content."""
        pieces = tuple(sorted(extents))
        return Content(" ".join(self.text[s:e] for s, e in pieces), pieces)

    def holds(self, span: Span) -> bool:
        """Whether the span's words stand in the text at its place, to the character."""
        return 0 <= span.start < span.end and self.text[span.start : span.end] == span.text


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """What a claim says of the article it stands in."""

    id: str
    path: str = ""
    title: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""
    about: tuple[str, ...] = ()  # its most telling words: what a claim that says "he was freed" is about


@dataclass(frozen=True, slots=True)
class Party:
    """The canonical who: one party across articles."""

    id: str
    name: str
    kind: PartyKind
    country: str = ""  # ISO 3166-1 alpha-2
    role: str = ""
    aliases: tuple[str, ...] = ()
    wikidata: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Who is credited, in the article's words and as resolved."""

    text: str  # "" for the article itself
    span: Extent | None
    name: str
    kind: PartyKind
    named: bool
    role: str = ""
    country: str = ""
    party: str = ""  # a party's id


@dataclass(frozen=True, slots=True)
class Role:
    """A party or place in an event."""

    text: str
    span: Extent
    name: str
    kind: str = ""  # a PartyKind, or "place", "group", "thing"
    country: str = ""
    party: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many: a range whose ends may be open, and the words that say it."""

    text: str
    span: Extent
    low: float | None = None  # both None: the words could not be understood as a range
    high: float | None = None
    approximate: bool = False
    unit: str = ""  # "USD", "km", "%"; "" where things are counted

    def agrees(self, other: Quantity) -> bool:
        """Whether some number fits both (a tenth of slack on either side where one is approximate)."""
        if self.unit != other.unit or (self.low is None and self.high is None) or (other.low is None and other.high is None):
            return self.unit == other.unit and self.text.lower() == other.text.lower()
        low, high = self._ends()
        other_low, other_high = other._ends()
        return low <= other_high and other_low <= high

    def _ends(self) -> tuple[float, float]:
        slack = 0.1 if self.approximate else 0.0
        low = float("-inf") if self.low is None else self.low - abs(self.low) * slack
        high = float("inf") if self.high is None else self.high + abs(self.high) * slack
        return low, high


@dataclass(frozen=True, slots=True)
class When:
    """A date or stretch of time in EDTF, its words, and what it was reckoned from."""

    text: str
    span: Extent
    edtf: str  # "" where the words could not be understood
    anchor: str = ""  # the date it was reckoned from; "" where the words need none


@dataclass(frozen=True, slots=True)
class Item:
    """What is moved, sent, struck or signed, and how much of it."""

    text: str
    span: Extent
    name: str
    kind: str = ""  # aircraft, missile, troops, munitions, agreement, technology, money … ("" if unknown)
    country: str = ""  # of origin, ISO 3166-1 alpha-2
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A typed frame: who did what to whom, with what; each role tied to its words."""

    type: str
    plover: str
    trigger: Span
    agent: tuple[Role, ...] = ()
    recipient: tuple[Role, ...] = ()
    items: tuple[Item, ...] = ()
    place: tuple[Role, ...] = ()
    when: When | None = None
    via: tuple[Role, ...] = ()
    in_exchange_for: Event | None = None
    certainty: Certainty | None = None  # only on an exchange leg that the text hedges by itself
    presupposed: bool = False  # the claim says something about this event rather than that it happened ("the transfer alarms Seoul")


@dataclass(frozen=True, slots=True)
class Because:
    """The words that earned a field its value."""

    field: str
    text: str
    span: Extent


@dataclass(frozen=True, slots=True)
class Attribution:
    """What is on the page: who (source) says (cue) what (content)."""

    content: Content
    cue: Span | None = None  # None: a quotation whose speaker is only known from what stands before it
    source: Span | None = None
    via: tuple[Span, ...] = ()  # from the speaker outwards: "Yonhap reported, citing the NIS" has Yonhap here
    manner: str = "indirect"  # direct, indirect, mixed, noun ("claims that"), adverb ("allegedly"): which rule or model head found it
    confidence: float | None = None  # how likely it is right, 0..1; None for an engine that cannot say


@dataclass(frozen=True, slots=True)
class Claim:
    """An attribution as understood: one line of the ledger."""

    id: str
    article: ArticleRef
    source: Source
    content: Content
    stance: str
    certainty: Certainty
    polarity: Polarity
    status: Status
    cue: Span | None = None
    via: tuple[Source, ...] = ()
    within: str | None = None  # id of the claim that this one is part of
    because: tuple[Because, ...] = ()
    events: tuple[Event, ...] = ()
    point: str = ""
    engine: str = ""
    confidence: float | None = None
    rulings: tuple[str, ...] = ()  # ids of the rulings that made it what it is


@dataclass(frozen=True, slots=True)
class Link:
    """How the later of two claims stands to the earlier, and why."""

    later: str
    earlier: str
    kind: LinkKind
    reason: str
    words: tuple[str, ...] = ()  # the words on either side that it rests on


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that was not read or not understood, with the way out."""

    where: str  # the file, address or article
    what: str  # what was found
    remedy: str = ""  # what to do


@dataclass(frozen=True, slots=True)
class Reading:
    """One article with all that was understood of it, and what was not."""

    article: Article
    claims: tuple[Claim, ...] = ()
    parties: tuple[Party, ...] = ()
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Words that looked like they say something which was not understood."""

    kind: str  # "cue" (a cue but no claim), "date", "quantity", "refused" (an engine's words that are not in the text), "language"
    text: str
    span: Extent | None = None
    note: str = field(default="")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words of an article, where they stood, and what stood before and after them (W3C TextPosition and TextQuote)."""

    text: str
    span: Extent
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What a ruling puts in the place of what was there; None leaves a field as it is."""

    source: Source | None = None
    via: tuple[Source, ...] | None = None
    cue: Span | None = None
    content: Content | None = None
    stance: str | None = None
    certainty: Certainty | None = None
    polarity: Polarity | None = None
    status: Status | None = None
    events: tuple[Event, ...] | None = None
    without: tuple[str, ...] = ()  # fields that are emptied: "cue"
    pieces: tuple[Content, ...] = ()  # the contents into which a claim is split
    party: Party | None = None  # whom the names stand for that are merged, or the one that is parted
    words: str = ""  # the name that is parted from its party
    mark: str = ""  # a letter A to F on a source, a digit 1 to 6 on a point


@dataclass(frozen=True, slots=True)
class Ruling:
    """A person's decision: it wins over the machine, can be undone, and is never erased."""

    id: str
    kind: RulingKind
    on: tuple[str, ...]  # ids of claims, points or parties, names of sources; for an undo, of a ruling
    who: str
    when: str  # ISO 8601, UTC
    why: str = ""
    change: Change = field(default_factory=Change)
    article: ArticleRef | None = None  # in which the claims stand that it is about
    claims: tuple[Claim, ...] = ()  # those claims, as the machine had made them
    passage: Anchor | None = None  # the words that it rests on
    after: str = ""  # the ruling on the same things before it


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a person makes of a source (A to F) or a point (1 to 6): the Admiralty scale, which no machine ever sets."""

    on: str
    mark: str
    who: str = ""  # "" where nobody has judged: F and 6 are what the scale says then
    when: str = ""
    why: str = ""
    ruling: str = ""
