"""Legs and exchanges as values: what each side is said to give, and who says that the one is for the other."""

from __future__ import annotations

from sayso.dossier.exchange import COUNTED, RETURN, STANDINGS, Key, pair_of
from sayso.dossier.gathering import LINES, Gathering, Group, Moved
from sayso.dossier.lines import Lines
from sayso.dossier.values import Exchange, Goods, Leg, Told

FIRMNESS = ("certain", "probable", "possible", "uncommitted")
LEGS = 20  # of one exchange, each way
ORDER = {name: place for place, name in enumerate((*STANDINGS, RETURN))}


def firmest_first(certainties: set[str]) -> tuple[str, ...]:
    """These certainties, the firmest first."""
    return tuple(c for c in FIRMNESS if c in certainties)


def ranked(legs: list[Moved]) -> list[Moved]:
    """Legs, the best supported first."""
    return sorted(legs, key=lambda leg: (*leg.whole.weight(), leg.whole.rank))


def pairs(gathering: Gathering) -> list[tuple[Group, list[Moved]]]:
    """For each two sides of which somebody says that one gives for what the other gives: who says so, and all legs between them."""
    between: dict[Key, list[Moved]] = {}
    for key, leg in gathering.legs.items():
        between.setdefault(pair_of(key), []).append(leg)
    ties = sorted(gathering.ties.values(), key=lambda tie: (*tie.weight(), tie.rank))
    return [(tie, sorted(ranked(between.get(tie.key, [])), key=lambda leg: not leg.returns)) for tie in ties]  # what is tied comes first


def loose(gathering: Gathering) -> list[Moved]:
    """The legs that belong to no exchange."""
    return ranked([leg for key, leg in gathering.legs.items() if pair_of(key) not in gathering.ties])


def wanted(legs: list[Moved]) -> list[str]:
    """The claims that are shown of legs."""
    return [ident for leg in legs for group in (leg.whole, *leg.tellings.values()) for ident in group.ids]


def exchange(tie: Group, legs: list[Moved], lines: Lines) -> Exchange:
    """What two sides are said to give each other."""
    giver = _giver(tie, legs)
    there = tuple(leg(moved, lines) for moved in legs if moved.whole.key[0] == giver)[:LEGS]
    back = tuple(leg(moved, lines) for moved in legs if moved.whole.key[0] != giver)[:LEGS]
    one = _names([found.giver for found in there] + [found.taker for found in back])
    other = _names([found.giver for found in back] + [found.taker for found in there])
    return Exchange(one, other, there, back, lines.of(tie), firmest_first(tie.certainties), len(tie.origins))


def _giver(tie: Group, legs: list[Moved]) -> object:
    """The side whose giving the first who ties the legs speaks of."""
    first = tie.ids[0]
    return next((leg.whole.key[0] for leg in legs if first in leg.whole.ids and first not in _returns(leg)), legs[0].whole.key[0])


def _returns(leg: Moved) -> list[str]:
    return leg.tellings[RETURN].ids if RETURN in leg.tellings else []


def _names(parties: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The names of a side: those of the first who names it."""
    return next((found for found in parties if found), ())


def leg(moved: Moved, lines: Lines) -> Leg:
    """A leg with who says what of it."""
    goods = tuple(Goods(name, moved.kinds[name], tuple(said)) for name, said in moved.amounts.items())
    tellings = sorted(moved.tellings.items(), key=lambda kv: ORDER[kv[0]])
    return Leg(
        giver=tuple(moved.givers),
        taker=tuple(moved.takers),
        goods=goods,
        tellings=tuple(Told(name, firmest_first(g.certainties), lines.of(g), len(g.origins)) for name, g in tellings),
        whens=tuple(moved.dates)[:LINES],
        returns=tuple(moved.returns)[:LINES],
        lines=lines.of(moved.whole),
        origins=len(moved.whole.origins),
        absent=tuple(_absent(moved)),
    )


def _absent(moved: Moved) -> list[str]:
    """What no source says of a leg."""
    uncounted = not any(moved.amounts.values()) and any(kind in COUNTED for kind in moved.kinds.values())
    found = ["no source says how many"] if uncounted else []
    found += [] if moved.dates else ["no source dates it"]
    found += [] if moved.givers else ["no source says from whom"]
    return found + ([] if moved.takers else ["no source says to whom"])
