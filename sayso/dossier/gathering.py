"""One pass over the claims, which keeps what each section of a dossier needs and no more.

A ledger may hold more claims than fit in memory, so that only ids are kept, and of each group only the first few.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sayso.claim import Claim, Event, Item, Link, Quantity
from sayso.dates import bounds
from sayso.dossier import exchange
from sayso.dossier.exchange import Key, LegKey, names
from sayso.dossier.trees import Teller
from sayso.likeness import rank, speaker

LINES = 8  # claims shown of each group
AMOUNTS = 12  # different ones kept of one thing
CANNOT = "cannot confirm"
DOUBTING = ("doubts", "disputes", "refuses", "asks", CANNOT)


@dataclass(frozen=True, slots=True)
class Stand:
    """What of a disputed claim decides the side it is on."""

    point: str
    polarity: str
    rank: str


class Group:
    """Claims that belong together: how many, by whom, and the first few."""

    __slots__ = ("certainties", "disputed", "events", "ids", "key", "last", "origins", "outlets", "rank", "sources", "total")

    def __init__(self, key: Key, rank: str) -> None:
        self.key = key
        self.rank = rank  # of its first claim
        self.ids: list[str] = []
        self.events: list[Event] = []  # those that put the claims here, as many as are shown
        self.total = 0
        self.last = ""  # the claim added last: one with two such events is one claim still
        self.origins: set[str] = set()
        self.outlets: set[str] = set()
        self.sources: set[str] = set()
        self.certainties: set[str] = set()
        self.disputed = False

    def weight(self) -> tuple[int, int, int]:
        """What sorts the best supported first; equals stay in the order of their first claim."""
        return -len(self.origins), -len(self.sources), -self.total


class Moved:
    """A leg as it is gathered: all who speak of it, by how they say it stands; and what is said of it."""

    __slots__ = ("amounts", "dates", "givers", "kinds", "returns", "takers", "tellings", "whole")

    def __init__(self, key: LegKey, rank: str) -> None:
        self.whole = Group(key, rank)
        self.tellings: dict[str, Group] = {}
        self.givers: dict[str, None] = {}
        self.takers: dict[str, None] = {}
        self.amounts: dict[str, dict[str, None]] = {}
        self.kinds: dict[str, str] = {}
        self.dates: dict[str, None] = {}
        self.returns: dict[str, None] = {}  # what it is said to be given for

    def note(self, event: Event, givers: Iterable[str], takers: Iterable[str]) -> None:
        """Keep what an event says of who, to whom, what, how much and when."""
        self.givers.update(dict.fromkeys(givers))
        self.takers.update(dict.fromkeys(takers))
        for item in event.items:
            said = self.amounts.setdefault(item.name, {})
            self.kinds.setdefault(item.name, item.kind)
            if item.quantity and len(said) < AMOUNTS:
                said[item.quantity.text] = None
        if event.when and event.when.edtf:
            self.dates[event.when.edtf] = None


class Gathering:
    """What one pass over all claims, earliest first, finds for each section."""

    def __init__(self, roots: dict[str, str], disputed: frozenset[str], tellers: dict[str, Teller]) -> None:
        self.roots = roots  # article -> the article it copies
        self.disputed = disputed
        self.tellers = tellers
        self.opposing: list[Link] = []
        self.doubting: list[Link] = []  # links by which one could not verify another
        self.claims = 0
        self.engines: set[str] = set()
        self.by_article: dict[str, int] = {}
        self.legs: dict[LegKey, Moved] = {}
        self.ties: dict[Key, Group] = {}  # pair of sides -> the claims that say one gives something for something
        self.series: dict[Key, dict[Key, Group]] = {}
        self.moments: dict[Key, Group] = {}
        self.voices: dict[Key, Group] = {}
        self.eventful: set[str] = set()  # points that have an event
        self.dated: set[str] = set()  # points of which some claim dates the event
        self.opposed: dict[str, Stand] = {}  # the claims that a dispute rests on
        self.unsure: dict[str, list[str]] = {}  # point -> the first claims that leave it open
        self.unverified: set[str] = set()  # of those, the ones that could not verify it

    def add(self, claim: Claim) -> None:
        """Put a claim where each section wants it."""
        self.claims += 1
        self.engines.add(claim.engine)
        self.by_article[claim.article.id] = self.by_article.get(claim.article.id, 0) + 1
        if claim.id in self.disputed:
            self.opposed[claim.id] = Stand(claim.point, claim.polarity, rank(claim))
        elif claim.certainty == "uncommitted" or claim.stance in DOUBTING:
            left_open = self.unsure.setdefault(claim.point, [])
            if len(left_open) < LINES:
                left_open.append(claim.id)
                self.unverified |= {claim.id} if claim.stance == CANNOT else set()
        self._put(self.voices, (claim.source.kind in ("unnamed", "article"), voice_key(claim)), claim)
        if claim.events:
            self.eventful.add(claim.point)
        for event in (event for event in claim.events if not event.presupposed):  # "condemned the transfer" does not say that it was
            self._add_event(claim, event)

    def _add_event(self, claim: Claim, event: Event) -> None:
        if exchange.is_transfer(event):
            self._add_leg(claim, event)
        if event.when and event.when.edtf:
            self.dated.add(claim.point)
            self._put(self.moments, (event.when.edtf, event.type), claim, event)
        for part in (event, *((event.in_exchange_for,) if event.in_exchange_for else ())):
            for item in part.items:
                if item.quantity and (item.quantity.low is not None or item.quantity.high is not None):
                    figures = self.series.setdefault(series_key(part, item, item.quantity), {})
                    self._put(figures, figure_key(claim, part, item.quantity), claim, part)

    def _add_leg(self, claim: Claim, event: Event) -> None:
        """A transfer as one leg, and what is given back for it, if anything is, as another."""
        key = exchange.leg_key(event)
        leg = self.legs.get(key) or self.legs.setdefault(key, Moved(key, rank(claim)))
        givers, takers = names(event.agent), names(event.recipient or event.place)
        leg.note(event, givers, takers)
        self._tell(leg, exchange.standing(claim, event), claim, event)
        for back_key, back in exchange.returned(claim, event):
            leg.returns[_named(back)] = None
            other = self.legs.get(back_key) or self.legs.setdefault(back_key, Moved(back_key, rank(claim)))
            other.note(back, names(back.agent) or takers, names(back.recipient) or givers)
            other.returns[_named(event)] = None
            self._tell(other, exchange.RETURN, claim, back)
            self._put(self.ties, exchange.pair_of(key), claim, event)

    def _tell(self, leg: Moved, standing: str, claim: Claim, event: Event) -> None:
        self._include(leg.whole, claim, event)
        group = leg.tellings.get(standing) or leg.tellings.setdefault(standing, Group((standing,), rank(claim)))
        self._include(group, claim, event)

    def _put(self, groups: dict[Key, Group], key: Key, claim: Claim, event: Event | None = None) -> None:
        self._include(groups.get(key) or groups.setdefault(key, Group(key, rank(claim))), claim, event)

    def _include(self, group: Group, claim: Claim, event: Event | None) -> None:
        if group.last == claim.id:
            return
        group.last = claim.id
        group.total += 1
        if len(group.ids) < LINES:
            group.ids.append(claim.id)
            group.events += [event] if event else []
        group.origins.add(self.origin(claim))
        group.outlets.add(claim.article.publisher or claim.article.id)
        group.sources.add(voice_key(claim))
        group.certainties.add((event.certainty if event else None) or claim.certainty)
        group.disputed |= claim.id in self.disputed

    def origin(self, claim: Claim) -> str:
        """What a claim goes back to: a named speaker, else the text it first stood in. A copy has the origin of what it copies."""
        if claim.source.kind == "article" or not claim.source.named:
            return f"{self.roots.get(claim.article.id, claim.article.id)} {claim.source.name}"
        return speaker(claim)


def _named(event: Event) -> str:
    """What a leg moves, in the words of the text."""
    return ", ".join(dict.fromkeys(item.text for item in event.items)) or event.trigger.text


def voice_key(claim: Claim) -> str:
    """Who speaks, as one voice across articles: all that an outlet says for itself, and all that "officials" are said to say."""
    source = claim.source
    return f"unnamed {source.name.casefold()}" if source.kind == "unnamed" else speaker(claim)


def owner(event: Event, item: Item) -> str:
    """Whose troops or money is counted."""
    return (names(event.agent) or ("",))[0] if event.agent else item.country


def series_key(event: Event, item: Item, quantity: Quantity) -> Key:
    """What makes two figures one series: what is counted, whose, in which unit."""
    whose = next((role.country for role in event.agent if role.country), "") or item.country or owner(event, item)
    return item.kind or item.name.casefold(), whose, quantity.unit


def figure_key(claim: Claim, event: Event, quantity: Quantity) -> Key:
    """What makes two tellings one figure: told on one day, of one day and place, the same range, standing the same."""
    where = (names(event.place) or names(event.recipient) or ("",))[0]
    as_of = event.when.edtf if event.when else ""
    return (claim.article.published, quantity.low, quantity.high, quantity.approximate, where, claim.status, claim.polarity, as_of)


def days(edtf: str) -> tuple[str, str]:
    """The first and last day that an EDTF date may mean, as ISO days; "" at an open end."""
    if not edtf:
        return "", ""
    first, last = bounds(edtf)
    return str(first or ""), str(last or "")
