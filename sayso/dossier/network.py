"""Who is said to give what to whom, and who contradicts whom: parties, and what runs between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.dossier.legs import Parts, count, key_of, leg_goods
from sayso.dossier.lines import Reader
from sayso.dossier.values import Goods
from sayso.ledger.columns import KINDS, NAMED, OUTLET, country

if TYPE_CHECKING:
    from sayso.ledger import Ledger
    from sayso.ledger.view import Group, Leg, View

LEGS, OPPOSED = 60, 40  # drawn at most
STATE = KINDS.index("state")


@dataclass(frozen=True, slots=True)
class Party:
    """One that gives, takes or speaks."""

    id: str
    name: str
    gives: int = 0  # how many of the lines below run from it
    takes: int = 0
    opposes: int = 0


@dataclass(frozen=True, slots=True)
class Giving:
    """What one is said to give another, and how that is said to stand; never more than said."""

    giver: str  # ids of parties
    taker: str
    goods: tuple[Goods, ...]
    standings: tuple[str, ...]
    origins: int
    claims: int

    @property
    def told_as_done(self) -> bool:
        """Whether anybody tells it as done or under way."""
        return bool({"done", "under way"} & set(self.standings))


@dataclass(frozen=True, slots=True)
class Opposing:
    """Two who contradict each other."""

    one: str  # ids of parties
    other: str
    times: int


@dataclass(frozen=True, slots=True)
class Network:
    """Parties and what runs between them, the best supported first."""

    parties: tuple[Party, ...]
    givings: tuple[Giving, ...]
    opposings: tuple[Opposing, ...]
    legs: int  # in all, also those of which no source names a giver or a taker
    opposed: int  # pairs in all

    def name(self, ident: str) -> str:
        return next(party.name for party in self.parties if party.id == ident)


def network(ledger: Ledger, view: View, most: int = LEGS) -> Network:
    """What runs between the parties of a view."""
    reader, parts = Reader(ledger, view), Parts(view)
    givings = [giving for leg in view.legs(limit=most) for giving in _givings(leg, reader, parts)]
    names = _names(view, {side for g in givings for side in (g.giver, g.taker)})
    opposings, pairs = _opposings(view, {name.casefold(): ident for ident, name in names.items()})
    for one, other, _ in opposings:
        names |= {ident: name for ident, name in (one, other) if ident not in names}
    between = tuple(Opposing(one[0], other[0], times) for one, other, times in opposings)
    parties = tuple(_party(ident, name, givings, between) for ident, name in names.items())
    ordered = sorted(parties, key=lambda p: (-(p.gives + p.takes), -p.opposes, p.name))
    return Network(tuple(ordered), tuple(givings), between, count(view), pairs)


def _party(ident: str, name: str, givings: Iterable[Giving], opposings: Iterable[Opposing]) -> Party:
    return Party(
        ident, name, sum(g.giver == ident for g in givings), sum(g.taker == ident for g in givings),
        sum(ident in (o.one, o.other) for o in opposings),
    )  # fmt: skip


def _givings(leg: Leg, reader: Reader, parts: Parts) -> list[Giving]:
    """A leg between each that gives and each that takes, as far as sources name them; a place that belongs to no country takes nothing."""
    whole = leg.whole
    known = _parties(whole, parts)
    givers, takers = (tuple(side for side in both if _is_country(side) or side in known) for both in key_of(reader, leg.event)[:2])
    goods = leg_goods(whole, parts)
    standings = tuple(name for name, _ in leg.tellings)
    return [Giving(a, b, goods, standings, whole.origins, len(whole)) for a in givers for b in takers if a != b]


def _parties(leg: Group, parts: Parts) -> set[str]:
    """The names of persons, states, organisations and the like in a leg."""
    roles = parts.roles(leg.events)
    return {parts.snapshot.word(name).casefold() for name in np.unique(roles["name"][roles["kind"] < len(KINDS)])}


def _is_country(side: str) -> bool:
    return len(side) == 2 and side.isupper()


def _names(view: View, sides: Iterable[str]) -> dict[str, str]:
    """What each side is called: a country by the name its state is most often given, others by their own."""
    roles = view.snapshot.roles
    countries, kinds = (np.ascontiguousarray(roles[column]) for column in ("country", "kind"))
    found: dict[str, str] = {}
    for side in sorted(sides):
        if _is_country(side):
            told = np.flatnonzero(countries == country(side))
            states = told[kinds[told] == STATE]
            found[side] = _commonest(view, roles["name"][states if len(states) else told]) or side
        else:
            found[side] = side
    return _as_written(view, found)


def _commonest(view: View, names: Any) -> str:
    values, counts = np.unique(names, return_counts=True)
    words = [(-int(n), view.snapshot.word(value)) for value, n in zip(values, counts, strict=True)]
    return min(words)[1] if words else ""


def _as_written(view: View, names: Mapping[str, str]) -> dict[str, str]:
    """Names in the letters of the texts: sides without a country are compared in small ones."""
    small = {name for ident, name in names.items() if ident == name}
    written = (
        {
            word.casefold(): word
            for token in np.unique(view.snapshot.roles["name"])
            if (word := view.snapshot.word(token)) and word.casefold() in small
        }
        if small
        else {}
    )
    return {ident: written.get(name, name) for ident, name in names.items()}


Named = tuple[str, str]  # id and name


def _opposings(view: View, known: Mapping[str, str]) -> tuple[list[tuple[Named, Named, int]], int]:
    """Pairs of speakers that links of dispute set against each other, those most often first; and how many pairs there are."""
    snapshot, links = view.snapshot, view.opposed
    voices = snapshot.voice[links["later"]], snapshot.voice[links["earlier"]]
    low, high = np.minimum(*voices), np.maximum(*voices)
    if not len(links):
        return [], 0
    code = low * (int(snapshot.voice.max()) + 1) + high
    _, first, times = np.unique(code, return_index=True, return_counts=True)
    order = np.lexsort((first, -times))[:OPPOSED]
    found = []
    for place in order.tolist():
        link = links[first[place]]
        one, other = (_speaker(view, int(link[end]), known) for end in ("earlier", "later"))
        found.append((one, other, int(times[place])))
    return found, len(times)


def _speaker(view: View, row: int, known: Mapping[str, str]) -> Named:
    """Who speaks in a claim; one that also gives or takes is the same party."""
    snapshot = view.snapshot
    claim, told = snapshot.claims[row], snapshot.articles[snapshot.article[row]]
    name = told.outlet if claim["speaking"] == OUTLET else snapshot.word(claim["name"])
    name = name if claim["speaking"] in (NAMED, OUTLET) else f"{name} (unnamed)"
    return known.get(name.casefold(), f"voice-{name.casefold()}"), name
