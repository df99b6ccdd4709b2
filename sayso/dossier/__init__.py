"""What a person wants to know of a ledger, as values for every view; nothing here knows how it will look.

A dossier never says that something is so: every line is a claim, with its speaker, its certainty and the sentence it stands in.
What is many is cut to the first few, best supported first, and says how many there are (`Shown.more`).
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from sayso.claim import Article, Claim, Event, Link, Refusal
from sayso.dossier.excerpt import sentence_of
from sayso.dossier.gathering import LINES, Gathering, Group, Key, days, figure_key, names, series_key
from sayso.likeness import UNDATED, rank

if TYPE_CHECKING:
    from sayso.ledger import Copy, Ledger, Point

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shown(Generic[T]):
    """The first of many, and how many there are in all."""

    items: tuple[T, ...] = ()
    total: int = 0

    @property
    def more(self) -> int:
        return self.total - len(self.items)

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


@dataclass(frozen=True, slots=True)
class Line:
    """A claim with its number in this dossier and the sentence it stands in."""

    number: int
    claim: Claim
    sentence: str
    copy: bool = False  # stands in an article whose text is a copy of an earlier one
    disputed: bool = False


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
class KeyPoint:
    """Claims about the same thing."""

    id: str
    lead: Line  # the claim that stands for it: the earliest of the firmest
    lines: Shown[Line]
    origins: int
    outlets: int
    disputed: bool


@dataclass(frozen=True, slots=True)
class Goods:
    """What is moved, and how much of it as each source says."""

    name: str
    kind: str
    amounts: tuple[str, ...]  # the words, earliest first


@dataclass(frozen=True, slots=True)
class Transfer:
    """Who gives what to whom, what for, and who says so."""

    type: str
    giver: tuple[str, ...]  # empty where no source names one
    taker: tuple[str, ...]
    goods: tuple[Goods, ...]
    status: str
    polarity: str
    certainties: tuple[str, ...]  # firmest first
    exchange: str  # what it is given for, "" where nothing is said
    exchange_certainty: str
    whens: tuple[str, ...]  # EDTF, as far as the text goes
    lines: Shown[Line]
    origins: int


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a dispute."""

    name: str  # "says so", "says not", "leaves it open", or the figure that it gives
    lines: Shown[Line]


@dataclass(frozen=True, slots=True)
class Dispute:
    """Claims that cannot all be right, side by side, and why they count as a dispute."""

    sides: tuple[Side, ...]
    reasons: tuple[str, ...]


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


@dataclass(frozen=True, slots=True)
class Series:
    """How the figures for one thing changed."""

    what: str
    whose: str
    unit: str
    figures: tuple[Figure, ...]

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

    basis: Basis
    points: Shown[KeyPoint]
    transfers: Shown[Transfer]
    disputes: Shown[Dispute]
    figures: Shown[Series]
    timeline: Shown[Moment]
    voices: Shown[Voice]
    gaps: NotUnderstood
    texts: tuple[Text, ...]


POINTS, TRANSFERS, DISPUTES, SERIES, MOMENTS, VOICES = 40, 60, 30, 12, 80, 40  # shown of each; more would be a printout, not a dossier
FIGURES = 40  # in one series
LISTED = 200  # articles, copies and refusals listed
SAMPLES = 5  # examples of each kind of gap
FIRMNESS = ("certain", "probable", "possible", "uncommitted")


# From groups to a dossier


class _Lines:
    """Makes lines of claims, each numbered once by date, article and place."""

    def __init__(self, ledger: Ledger, wanted: Iterable[str], gathering: Gathering) -> None:
        claims = {ident: ledger.claim(ident) for ident in sorted(set(wanted))}
        ordered = sorted(claims.values(), key=rank)
        self.articles = {ident: ledger.article(ident) for ident in dict.fromkeys(claim.article.id for claim in ordered)}
        self._of: dict[str, Line] = {}
        for number, claim in enumerate(ordered, 1):
            article = self.articles[claim.article.id]
            start, end = sentence_of(article, claim)
            copy = gathering.roots.get(article.id, article.id) != article.id
            self._of[claim.id] = Line(number, claim, article.text[start:end], copy, claim.id in gathering.disputed)

    def __getitem__(self, ident: str) -> Line:
        return self._of[ident]

    def of(self, group: Group) -> Shown[Line]:
        """The first lines of a group."""
        return self.shown(group.ids, group.total)

    def shown(self, ids: Iterable[str], total: int) -> Shown[Line]:
        """Lines of these claims, out of so many."""
        return Shown(tuple(self._of[ident] for ident in ids), total)

    def texts(self) -> tuple[Text, ...]:
        """The articles that the lines stand in, by date, each with its lines in text order."""
        lines: dict[str, list[Line]] = {}
        for line in self._of.values():
            lines.setdefault(line.claim.article.id, []).append(line)
        return tuple(Text(self.articles[ident], tuple(found)) for ident, found in lines.items())


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Claims hold no cycles; looking for some among a hundred thousand of them takes two fifths of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def compile(ledger: Ledger) -> Dossier:
    """Everything that a person wants to know of a ledger."""
    with _no_search_for_cycles():
        return _compile(ledger)


def _compile(ledger: Ledger) -> Dossier:
    copies = ledger.copies()
    opposed = [*ledger.links(kind="contradicts"), *ledger.links(kind="denies")]
    gathering = Gathering(_roots(copies), frozenset(ident for link in opposed for ident in (link.later, link.earlier)))
    for claim in ledger.claims():
        gathering.add(claim)
    points = sorted(
        ledger.points(), key=lambda p: (-p.origins, -p.outlets, -len(p.claims), p.id not in gathering.eventful)
    )  # then the earliest
    transfers = sorted(gathering.transfers.values(), key=lambda g: (g.events[0].in_exchange_for is None, *g.weight(), g.rank))
    disputes = _disputes(opposed, gathering)
    series = _counted(gathering)
    moments = sorted(gathering.moments.values(), key=lambda g: (*_when(str(g.key[0])), g.rank))
    voices = sorted(gathering.voices.values(), key=lambda g: (g.key[0], -g.total, g.rank))
    groups = [*transfers[:TRANSFERS], *voices[:VOICES], *moments[:MOMENTS], *(g for _, fs in series[:SERIES] for g in fs)]
    wanted = [ident for group in groups for ident in group.ids] + [ident for p in points[:POINTS] for ident in p.claims[:LINES]]
    wanted += [ident for d in disputes[:DISPUTES] for _, ids in d.sides for ident in ids[:LINES]]
    lines = _Lines(ledger, wanted, gathering)
    return Dossier(
        basis=_basis(ledger, gathering, copies),
        points=Shown(tuple(_key_point(p, lines) for p in points[:POINTS]), len(points)),
        transfers=Shown(tuple(_transfer(g, lines) for g in transfers[:TRANSFERS]), len(gathering.transfers)),
        disputes=Shown(tuple(_dispute(d, lines) for d in disputes[:DISPUTES]), len(disputes)),
        figures=Shown(tuple(_series(key, groups, lines) for key, groups in series[:SERIES]), len(series)),
        timeline=_timeline(moments, [p for p in points[:POINTS] if p.id in gathering.eventful - gathering.dated], lines),
        voices=Shown(tuple(_voice(g, lines) for g in voices[:VOICES]), len(voices)),
        gaps=_not_understood(ledger),
        texts=lines.texts(),
    )


def _roots(copies: Iterable[Copy]) -> dict[str, str]:
    """For each article that copies another the one at the beginning of the chain."""
    of = {copy.article: copy.of for copy in copies}

    def root(article: str) -> str:
        seen = {article}
        while article in of and of[article] not in seen:
            article = of[article]
            seen.add(article)
        return article

    return {article: root(article) for article in of}


# What it rests on


def _basis(ledger: Ledger, gathering: Gathering, copies: list[Copy]) -> Basis:
    articles = [_reported(a, gathering.by_article.get(a.id, 0)) for a in ledger.articles()]
    articles.sort(key=lambda a: (days(a.published)[0] or UNDATED, a.publisher, a.title, a.id))
    outlets: dict[str, int] = {}
    for article in articles:
        outlets[article.publisher or article.path] = outlets.get(article.publisher or article.path, 0) + 1
    ranked = [Outlet(name, number) for name, number in sorted(outlets.items(), key=lambda kv: (-kv[1], kv[0]))]
    reach = [days(a.published) for a in articles if a.published]
    groups = _copy_groups(articles, gathering.roots, copies)
    versions = _versions(ledger)
    return Basis(
        articles=_cut(articles, LISTED),
        outlets=_cut(ranked, LISTED),
        first=min((first for first, _ in reach if first), default=""),
        last=max((last for _, last in reach if last), default=""),
        undated=sum(not a.published for a in articles),
        claims=gathering.claims,
        origins=len({gathering.roots.get(a.id, a.id) for a in articles}),
        copies=_cut(groups, LISTED),
        versions=_cut(versions, LISTED),
        engines=tuple(sorted(gathering.engines - {""})),
    )


def _cut(found: list[T], most: int) -> Shown[T]:
    return Shown(tuple(found[:most]), len(found))


def _reported(a: Article, claims: int = 0) -> Reported:
    return Reported(a.id, a.title, a.publisher, a.published, a.url, a.path, a.agency, claims)


def _copy_groups(articles: list[Reported], roots: dict[str, str], copies: list[Copy]) -> list[CopyGroup]:
    """Articles of one text together, in order of publication."""
    found: dict[str, list[Reported]] = {}
    for article in articles:
        found.setdefault(roots.get(article.id, article.id), []).append(article)
    reasons = {root: "; ".join(dict.fromkeys(c.reason for c in copies if roots[c.article] == root)) for root in set(roots.values())}
    return [CopyGroup(tuple(group), reasons.get(root, "")) for root, group in found.items() if len(group) > 1]


def _versions(ledger: Ledger) -> list[CopyGroup]:
    """Articles that were edited, each pair of an older and a newer text."""
    found = []
    for version in ledger.versions():
        older, newer = ledger.article(version.article), ledger.article(version.by)
        found.append(CopyGroup((_reported(older), _reported(newer)), f"the text at {version.address} has changed; the older one is kept"))
    return found


# Points, transfers, disputes


def _key_point(point: Point, lines: _Lines) -> KeyPoint:
    shown = lines.shown(point.claims[:LINES], len(point.claims))
    lead = min(
        shown, key=lambda line: (FIRMNESS.index(line.claim.certainty), line.claim.source.kind in ("article", "unnamed"), line.number)
    )
    return KeyPoint(point.id, lead, shown, point.origins, point.outlets, point.disputed)


def _transfer(group: Group, lines: _Lines) -> Transfer:
    event, claim = group.events[0], lines[group.ids[0]].claim
    exchange = event.in_exchange_for
    amounts: dict[str, list[str]] = {}
    kinds: dict[str, str] = {}
    for item in (item for told in group.events for item in told.items):
        said = amounts.setdefault(item.name, [])
        said += [item.quantity.text] if item.quantity and item.quantity.text not in said else []
        kinds.setdefault(item.name, item.kind)
    return Transfer(
        type=event.type,
        giver=names(role for told in group.events for role in told.agent),
        taker=names(role for told in group.events for role in told.recipient or told.place),
        goods=tuple(Goods(name, kinds[name], tuple(said)) for name, said in amounts.items()),
        status=claim.status,
        polarity=claim.polarity,
        certainties=tuple(c for c in FIRMNESS if c in group.certainties),
        exchange=_exchange(exchange) if exchange else "",
        exchange_certainty=(exchange.certainty or "") if exchange else "",
        whens=tuple(dict.fromkeys(e.when.edtf for e in group.events if e.when and e.when.edtf)),
        lines=lines.of(group),
        origins=len(group.origins),
    )


def _exchange(event: Event) -> str:
    """The other leg of an exchange: its goods and who gives them, else the words that name it."""
    goods = ", ".join(dict.fromkeys(item.text for item in event.items)) or event.trigger.text
    giver = " and ".join(names(event.agent))
    return f"{goods} ({giver})" if giver and giver not in goods else goods


@dataclass(frozen=True, slots=True)
class _Opposed:
    sides: tuple[tuple[str, tuple[str, ...]], ...]  # name of the side, ids of its claims
    reasons: tuple[str, ...]


def _disputes(opposed: list[Link], gathering: Gathering) -> list[_Opposed]:
    """Opposed claims that hang together, those with the most claims first."""
    together: dict[str, list[Link]] = {}
    heads = _heads(opposed)
    for link in opposed:
        if link.later in gathering.opposed and link.earlier in gathering.opposed:
            together.setdefault(heads[link.later], []).append(link)
    found = [_sides(links, gathering) for links in together.values()]
    return sorted(found, key=lambda d: (-sum(len(ids) for _, ids in d.sides), gathering.opposed[d.sides[0][1][0]].rank))


def _heads(opposed: list[Link]) -> dict[str, str]:
    """For each opposed claim the one that stands for all it hangs together with."""
    head: dict[str, str] = {}

    def find(ident: str) -> str:
        while head.setdefault(ident, ident) != ident:
            head[ident] = ident = head[head[ident]]
        return ident

    for link in opposed:
        first, second = sorted((find(link.later), find(link.earlier)))
        head[second] = first
    return {ident: find(ident) for ident in list(head)}


def _sides(links: list[Link], gathering: Gathering) -> _Opposed:
    """Who says so, who says not, and who leaves it open; where all say so, by the figure they give."""
    stands = gathering.opposed
    ids = sorted({ident for link in links for ident in (link.later, link.earlier)}, key=lambda ident: stands[ident].rank)
    if len({stands[ident].polarity for ident in ids}) == 1:
        said = {ident: f"says {words}" for link in links for ident, words in zip((link.later, link.earlier), link.words, strict=False)}
    else:
        said = {ident: "says so" if stands[ident].polarity == "positive" else "says not" for ident in ids}
    order = ("says so", "says not", *(said.get(ident, "says so") for ident in ids))
    sides = {name: tuple(i for i in ids if said.get(i, "says so") == name) for name in dict.fromkeys(order)}
    points = dict.fromkeys(stands[ident].point for ident in ids)
    open_ids = tuple(ident for point in points for ident in gathering.unsure.get(point, ()))
    if open_ids:
        sides["leaves it open"] = open_ids
    return _Opposed(tuple((name, found) for name, found in sides.items() if found), tuple(dict.fromkeys(link.reason for link in links)))


def _dispute(found: _Opposed, lines: _Lines) -> Dispute:
    return Dispute(tuple(Side(name, lines.shown(ids[:LINES], len(ids))) for name, ids in found.sides), found.reasons[:LINES])


# Figures, time, voices, gaps


def _counted(gathering: Gathering) -> list[tuple[Key, list[Group]]]:
    """The things of which more than one figure is given, those with the most first, each figure by its day."""
    found = []
    for key, figures in gathering.series.items():
        if len({figure[1:3] for figure in figures}) > 1:
            ordered = sorted(figures.items(), key=lambda kv: (days(str(kv[0][0]))[0] or UNDATED, kv[1].rank))
            found.append((key, [group for _, group in ordered[:FIGURES]]))
    return sorted(found, key=lambda kv: (-len(kv[1]), kv[1][0].rank))


def _series(key: Key, groups: list[Group], lines: _Lines) -> Series:
    what, whose, unit = (str(part) for part in key)
    names_given = [role.name for g in groups for role in g.events[0].agent if role.country == whose]
    return Series(what, names_given[0] if names_given else whose, unit, tuple(_figure(key, g, lines) for g in groups))


def _figure(key: Key, group: Group, lines: _Lines) -> Figure:
    event, claim = group.events[0], lines[group.ids[0]].claim
    item = next(
        i
        for i in event.items
        if i.quantity and series_key(event, i, i.quantity) == key and figure_key(claim, event, i.quantity) == group.key
    )
    assert item.quantity is not None
    q = item.quantity
    where = str(group.key[4])
    return Figure(
        claim.article.published, q.text, q.low, q.high, q.approximate, q.unit, where, claim.status, claim.polarity, lines.of(group)
    )


def _when(edtf: str) -> tuple[str, str]:
    """What sorts moments: their first day, or, where that is open, their last."""
    first, last = days(edtf)
    return first or last, last


def _timeline(moments: list[Group], undated: list[Point], lines: _Lines) -> Shown[Moment]:
    """What sources date, and the day on which the other key points were first reported, after or before which they lie."""
    shown = [_moment(g, lines) for g in moments[:MOMENTS]]
    shown += [moment for point in undated if (moment := _reported_on(point, lines))]
    shown.sort(key=lambda m: _when(m.edtf))
    return Shown(tuple(shown), len(moments) + len(shown) - min(len(moments), MOMENTS))


def _moment(group: Group, lines: _Lines) -> Moment:
    when = group.events[0].when
    assert when is not None
    return Moment(when.edtf, *days(when.edtf), when.text, group.events[0].type, lines.of(group))


def _reported_on(point: Point, lines: _Lines) -> Moment | None:
    """A point that no source dates: what is said to be done lies before its first report, what is planned after it."""
    line = lines[point.claims[0]]
    claim, day = line.claim, line.claim.article.published
    if not day or claim.polarity == "negative" or claim.certainty == "uncommitted" or claim.status not in ("actual", "planned"):
        return None
    edtf = f"../{day}" if claim.status == "actual" else f"{day}/.."
    event = next((event for event in claim.events), None)
    return Moment(edtf, *days(edtf), "", event.type, Shown((line,), 1)) if event else None


def _voice(group: Group, lines: _Lines) -> Voice:
    claim = lines[group.ids[0]].claim
    source = claim.source
    shown = lines.of(group)
    role = next((line.claim.source.role for line in shown if line.claim.source.role), "")
    name = source.name if source.kind != "article" else claim.article.publisher or claim.article.title
    return Voice(name or source.text, source.kind, role, source.country, shown, len(group.outlets))


def _not_understood(ledger: Ledger) -> NotUnderstood:
    counts: dict[str, int] = {}
    samples: dict[str, list[str]] = {}
    for _, gap in ledger.gaps():
        counts[gap.kind] = counts.get(gap.kind, 0) + 1
        found = samples.setdefault(gap.kind, [])
        if len(found) < SAMPLES and gap.text not in found:
            found.append(gap.text)
    kinds = tuple(GapKind(kind, number, tuple(samples[kind])) for kind, number in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0])))
    return NotUnderstood(kinds, _cut(ledger.refusals(), LISTED))
