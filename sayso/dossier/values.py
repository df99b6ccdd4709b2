"""The values of a dossier: what every view shows, and nothing about how it will look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeVar

from sayso.claim import Article, Claim, Refusal
from sayso.shown import Shown

T = TypeVar("T")
Standing = Literal["independent", "not independent", "not established"]


@dataclass(frozen=True, slots=True)
class Root:
    """What a claim goes back to: a speaker, or the text it first stood in."""

    key: str  # what tells it from others
    name: str
    kind: str  # a PartyKind, "agency" or "outlet"
    independent: Standing = "not established"  # of the other roots of its point


@dataclass(frozen=True, slots=True)
class Line:
    """A claim with its number in this dossier and the sentence it stands in."""

    number: int
    claim: Claim
    sentence: str
    copy: bool = False  # stands in an article whose text is a copy of an earlier one
    disputed: bool = False
    root: Root | None = None


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher and how many of its articles were read."""

    name: str
    articles: int


@dataclass(frozen=True, slots=True)
class Reported:
    """An article as the list of what was read names it."""

    id: str
    title: str
    publisher: str
    published: str
    url: str
    path: str
    agency: str
    claims: int


@dataclass(frozen=True, slots=True)
class CopyGroup:
    """Articles that carry one text, the earliest first: one origin, however many outlets ran it."""

    articles: tuple[Reported, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a dossier was told to do without, and how much that leaves out."""

    without: tuple[str, ...] = ()
    as_of: str = ""
    claims: int = 0
    articles: int = 0

    def __bool__(self) -> bool:
        return bool(self.without or self.as_of)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a dossier rests on."""

    articles: Shown[Reported]
    outlets: Shown[Outlet]
    first: str  # the earliest and latest day that an article was published; "" where none is dated
    last: str
    undated: int
    claims: int
    origins: int  # articles, less those that copy another
    copies: Shown[CopyGroup]
    versions: Shown[CopyGroup]  # articles that were edited after they had been read, oldest first
    engines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """One on the way that a word took: who spoke, who passed it on, the outlet that printed it."""

    name: str
    kind: str  # a PartyKind, "agency", "text" or "outlet"
    numbers: tuple[int, ...] = ()  # of the listed claims that end here
    branches: tuple[Branch, ...] = ()
    independent: Standing | Literal[""] = ""  # of the other roots; "" further up
    claims: int = 0  # that end here
    stand: str = ""  # of a root that does not say so: "says not" or "leaves it open"
    why: str = ""  # a root counts as independent or not

    @property
    def depth(self) -> int:
        return 1 + max((branch.depth for branch in self.branches), default=0)


@dataclass(frozen=True, slots=True)
class Tree:
    """Where the claims of a point come from: each root with those who passed it on, out to the outlets."""

    roots: tuple[Branch, ...]
    outlets: int  # in all
    origins: int
    more: int = 0  # origins that are not shown


@dataclass(frozen=True, slots=True)
class Relation:
    """How one line of a point stands to another: it revises it, adds detail, or could not verify it."""

    one: int  # numbers of lines
    other: int
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """Claims about the same thing."""

    id: str
    lead: Line  # the claim that stands for it: the earliest of the firmest
    lines: Shown[Line]
    origins: int
    outlets: int
    disputed: bool
    tree: Tree | None = None
    absent: tuple[str, ...] = ()  # what no source says, in words
    relations: tuple[Relation, ...] = ()  # between the lines that are shown
    tellings: tuple[Told, ...] = ()  # the same claims by how they say that it stands: what is wanted is not what was done


@dataclass(frozen=True, slots=True)
class Goods:
    """What is moved, and how much of it as each source says."""

    name: str
    kind: str
    amounts: tuple[str, ...]  # the words, earliest first


@dataclass(frozen=True, slots=True)
class Told:
    """One way in which something is said to stand, and who says so."""

    standing: (
        str  # done, under way, promised, planned, considered, asked for, hypothetical, alleged, left open, denied, named as the return
    )
    certainties: tuple[str, ...]  # firmest first
    lines: Shown[Line]
    origins: int


@dataclass(frozen=True, slots=True)
class Leg:
    """Who gives what to whom, how that is said to stand, and by whom."""

    giver: tuple[str, ...]  # empty where no source names one
    taker: tuple[str, ...]
    goods: tuple[Goods, ...]
    tellings: tuple[Told, ...]
    whens: tuple[str, ...]  # EDTF, as far as the text goes
    returns: tuple[str, ...]  # what it is said to be given for, in the words of those who say so
    lines: Shown[Line]  # all who speak of it
    origins: int
    absent: tuple[str, ...] = ()  # what no source says, in words


@dataclass(frozen=True, slots=True)
class Exchange:
    """What two sides are said to give each other; that one is for the other is a claim of its own."""

    one: tuple[str, ...]  # names of either side; empty where no source names it
    other: tuple[str, ...]
    given: tuple[Leg, ...]  # by the one to the other
    returned: tuple[Leg, ...]
    tied: Shown[Line]  # who says that one is for the other
    certainties: tuple[str, ...]  # of those, firmest first
    origins: int  # of those


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a dispute."""

    name: str  # "says so", "says not", "could not verify", "leaves it open", or the figure that it gives
    lines: Shown[Line]
    roots: tuple[Root, ...] = ()  # what its lines go back to


@dataclass(frozen=True, slots=True)
class Dispute:
    """Claims that cannot all be right, side by side, and why they count as a dispute."""

    sides: tuple[Side, ...]
    reasons: tuple[str, ...]
    lead: Line  # the claim that it is titled by


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as somebody gave it on a day."""

    on: str  # when it was published
    words: str
    low: float | None
    high: float | None
    approximate: bool
    unit: str
    where: str  # the place or recipient it is given for
    status: str
    polarity: str
    lines: Shown[Line]
    as_of: str = ""  # EDTF; the day it speaks of, "" where the source names none
    sense: str = ""  # "total", "more" (an addition), "part", or "" by itself

    @property
    def day(self) -> str:
        """The day that it speaks of, as far as that is known; else the one it was published on."""
        return self.as_of or self.on

    @property
    def counts(self) -> bool:
        """Whether it is told as so, and of the whole: no plan, no denial, no addition or part."""
        return self.status == "actual" and self.polarity == "positive" and self.sense in ("", "total")


@dataclass(frozen=True, slots=True)
class Step:
    """From one day to another, the lowest and highest of what each source had last said; never a mean."""

    first: str
    last: str
    low: float | None  # None: open
    high: float | None


@dataclass(frozen=True, slots=True)
class Series:
    """How the figures for one thing changed."""

    what: str
    whose: str
    unit: str
    figures: tuple[Figure, ...]
    steps: tuple[Step, ...] = ()

    @property
    def top(self) -> float:
        """The highest number that any figure names."""
        return max((end for f in self.figures for end in (f.low, f.high) if end is not None), default=0.0)


@dataclass(frozen=True, slots=True)
class Moment:
    """Something said to have happened, or to be about to, within a stretch of time."""

    edtf: str
    first: str  # the first and last day it may have been; "" at an open end
    last: str
    words: str  # "" where no source dates it, and only the day it was first reported on is known
    type: str  # of event
    lines: Shown[Line]


@dataclass(frozen=True, slots=True)
class Voice:
    """A source and what it says."""

    name: str
    kind: str
    role: str
    country: str
    lines: Shown[Line]
    outlets: int


@dataclass(frozen=True, slots=True)
class GapKind:
    """One way in which words were not understood, with a few of them."""

    kind: str
    count: int
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """What sayso saw and could not make a claim of."""

    kinds: tuple[GapKind, ...]
    refusals: Shown[Refusal]


@dataclass(frozen=True, slots=True)
class Text:
    """An article's words and the claims of this dossier that stand in it, in text order."""

    article: Article
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that a view shows, in the order a reader asks for it."""

    left_out: LeftOut
    basis: Basis
    points: Shown[KeyPoint]
    exchanges: Shown[Exchange]
    transfers: Shown[Leg]  # those that are no leg of an exchange
    disputes: Shown[Dispute]
    figures: Shown[Series]
    timeline: Shown[Moment]
    voices: Shown[Voice]
    gaps: NotUnderstood
    texts: tuple[Text, ...]
