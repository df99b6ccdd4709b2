"""One pass over the claims, which keeps what each section of a dossier needs and no more.

A ledger may hold more claims than fit in memory, so that only ids are kept, and of each group only the first few.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sayso.claim import Claim, Event, Item, Quantity, Role
from sayso.dates import bounds
from sayso.likeness import rank, speaker

LINES = 8  # claims shown of each group
MOVING = ("transfer", "deploy")
DOUBTING = ("doubts", "disputes", "refuses", "asks")
Key = tuple[object, ...]


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


class Gathering:
    """What one pass over all claims, earliest first, finds for each section."""

    def __init__(self, roots: dict[str, str], disputed: frozenset[str]) -> None:
        self.roots = roots  # article -> the article it copies
        self.disputed = disputed
        self.claims = 0
        self.engines: set[str] = set()
        self.by_article: dict[str, int] = {}
        self.transfers: dict[Key, Group] = {}
        self.series: dict[Key, dict[Key, Group]] = {}
        self.moments: dict[Key, Group] = {}
        self.voices: dict[Key, Group] = {}
        self.eventful: set[str] = set()  # points that have an event
        self.dated: set[str] = set()  # points of which some claim dates the event
        self.opposed: dict[str, Stand] = {}  # the claims that a dispute rests on
        self.unsure: dict[str, list[str]] = {}  # point -> the first claims that leave it open

    def add(self, claim: Claim) -> None:
        """Put a claim where each section wants it."""
        self.claims += 1
        self.engines.add(claim.engine)
        self.by_article[claim.article.id] = self.by_article.get(claim.article.id, 0) + 1
        if claim.id in self.disputed:
            self.opposed[claim.id] = Stand(claim.point, claim.polarity, rank(claim))
        elif claim.certainty == "uncommitted" or claim.stance in DOUBTING:
            left_open = self.unsure.setdefault(claim.point, [])
            left_open += [claim.id] if len(left_open) < LINES else []
        self._put(self.voices, (claim.source.kind in ("unnamed", "article"), voice_key(claim)), claim)
        if claim.events:
            self.eventful.add(claim.point)
        for event in (event for event in claim.events if not event.presupposed):  # "condemned the transfer" does not say that it was
            if is_transfer(event):
                self._put(self.transfers, transfer_key(claim, event), claim, event)
            if event.when and event.when.edtf:
                self.dated.add(claim.point)
                self._put(self.moments, (event.when.edtf, event.type), claim, event)
            for part in (event, *((event.in_exchange_for,) if event.in_exchange_for else ())):
                for item in part.items:
                    if item.quantity and (item.quantity.low is not None or item.quantity.high is not None):
                        figures = self.series.setdefault(series_key(part, item, item.quantity), {})
                        self._put(figures, figure_key(claim, part, item.quantity), claim, part)

    def _put(self, groups: dict[Key, Group], key: Key, claim: Claim, event: Event | None = None) -> None:
        group = groups.get(key) or groups.setdefault(key, Group(key, rank(claim)))
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
        group.certainties.add(claim.certainty)
        group.disputed |= claim.id in self.disputed

    def origin(self, claim: Claim) -> str:
        """What a claim goes back to: a named speaker, else the text it first stood in. A copy has the origin of what it copies."""
        if claim.source.kind == "article" or not claim.source.named:
            return f"{self.roots.get(claim.article.id, claim.article.id)} {claim.source.name}"
        return speaker(claim)


def voice_key(claim: Claim) -> str:
    """Who speaks, as one voice across articles: all that an outlet says for itself, and all that "officials" are said to say."""
    source = claim.source
    return f"unnamed {source.name.casefold()}" if source.kind == "unnamed" else speaker(claim)


def names(roles: Iterable[Role]) -> tuple[str, ...]:
    """The parties of a role, each once."""
    return tuple(dict.fromkeys(role.name or role.text for role in roles))


def _sides(roles: Iterable[Role]) -> tuple[str, ...]:
    """Who gives or takes, by country where it is known: Kursk and Russia are one side."""
    return tuple(sorted({role.country or role.name.casefold() for role in roles}))


def _things(items: Iterable[Item]) -> tuple[str, ...]:
    """What is moved, by its name; troops are troops, whatever word stands for them."""
    return tuple(sorted({"troops" if item.kind == "troops" else item.name.casefold() for item in items}))


def givers(event: Event) -> tuple[str, ...]:
    """Who gives; of troops whose country is told and nothing else, their country."""
    return _sides(event.agent) or tuple(sorted({item.country for item in event.items if item.kind == "troops" and item.country}))


def is_transfer(event: Event) -> bool:
    """Whether an event moves something, and two of who, to whom and what are told."""
    if event.type not in MOVING and event.in_exchange_for is None:
        return False
    return bool(givers(event)) + bool(event.recipient or event.place) + bool(event.items) > 1


def transfer_key(claim: Claim, event: Event) -> Key:
    """What makes two transfers one row: who, to whom, what, in return for what, and whether it is done."""
    exchange = event.in_exchange_for
    back = tuple(sorted({item.kind or item.name.casefold() for item in exchange.items})) if exchange else None
    standing = (claim.status, claim.polarity, claim.certainty == "uncommitted")
    return event.type, givers(event), _sides(event.recipient or event.place), _things(event.items), back, *standing


def owner(event: Event, item: Item) -> str:
    """Whose troops or money is counted."""
    return (names(event.agent) or ("",))[0] if event.agent else item.country


def series_key(event: Event, item: Item, quantity: Quantity) -> Key:
    whose = next((role.country for role in event.agent if role.country), "") or item.country or owner(event, item)
    return item.kind or item.name.casefold(), whose, quantity.unit


def figure_key(claim: Claim, event: Event, quantity: Quantity) -> Key:
    where = (names(event.place) or names(event.recipient) or ("",))[0]
    return (claim.article.published, quantity.low, quantity.high, quantity.approximate, where, claim.status, claim.polarity)


def days(edtf: str) -> tuple[str, str]:
    """The first and last day that an EDTF date may mean, as ISO days; "" at an open end."""
    if not edtf:
        return "", ""
    first, last = bounds(edtf)
    return str(first or ""), str(last or "")
