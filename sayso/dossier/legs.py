"""Legs and exchanges: what each side is said to give, how that is said to stand, and who says that the one is for the other.

The legs of one exchange come together across claims, each with those who speak of it. That one leg is for the other is kept as a claim
of its own, and a leg that one source alleges and another denies stays alleged by the one and denied by the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sayso.claim import Event
from sayso.dossier.lines import Lines, Reader, first
from sayso.dossier.values import Exchange, Goods, Leg, Told
from sayso.ledger import matters
from sayso.ledger.columns import ROLES, token
from sayso.ledger.view import mixed

if TYPE_CHECKING:
    from sayso.ledger.view import Group, View
    from sayso.ledger.view import Leg as Moved

Rows = NDArray[np.int64]
LEGS = 20  # of one exchange, each way
LOOKED_AT = 400  # legs, the best supported, that are looked through for those between two sides
MOST_NAMES, AMOUNTS = 12, 12  # of one leg
KEYS_KEPT = 10_000
_KEYS: dict[int, matters.LegKey] = {}  # by the token that stands for them in an event's row
COUNTABLE = np.fromiter(sorted(token(kind) for kind in matters.KINDS_COUNTED), np.uint64)
AGENT, TAKERS = ROLES.index("agent"), (ROLES.index("recipient"), ROLES.index("place"))


class Parts:
    """The things and parties of many events at once."""

    def __init__(self, view: View) -> None:
        self.snapshot = view.snapshot

    @cached_property
    def _items(self) -> tuple[Rows, Rows]:
        return self._within(self.snapshot.item_keys)

    @cached_property
    def _roles(self) -> tuple[Rows, Rows]:
        return self._within(self.snapshot.role_keys)

    def _within(self, keys: Rows) -> tuple[Rows, Rows]:
        """For each event where its rows begin and end: the rows of one claim stand in the order of its events."""
        events = self.snapshot.event_keys
        return np.searchsorted(keys, events), np.searchsorted(keys, events, side="right")

    @cached_property
    def _events(self) -> tuple[Rows, Rows]:
        starts = np.searchsorted(self.snapshot.claim_of_event, np.arange(len(self.snapshot) + 1))
        return starts[:-1], starts[1:]

    def events(self, claims: Rows) -> Rows:
        """The rows of the events of these claims."""
        return _ranges(self._events, claims)

    def items(self, events: Rows) -> Any:
        """The things in these events, in their order."""
        return self.snapshot.items.take(_ranges(self._items, events))

    def roles(self, events: Rows) -> Any:
        """The parties and places in these events, in their order."""
        return self.snapshot.roles.take(_ranges(self._roles, events))


def _ranges(edges: tuple[Rows, Rows], chosen: Rows) -> Rows:
    """All places from the begin to the end of each that is chosen."""
    begin, end = edges[0][chosen], edges[1][chosen]
    sizes = end - begin
    return np.repeat(begin - np.concatenate(([0], np.cumsum(sizes)[:-1])), sizes) + np.arange(int(sizes.sum())) if len(chosen) else begin


@dataclass(frozen=True, slots=True, eq=False)
class Tied:
    """An exchange before its lines are made."""

    tie: Group
    given: tuple[Moved, ...]
    returned: tuple[Moved, ...]


def key_of(reader: Reader, event: int) -> matters.LegKey:
    """Who gives, who takes and what, of an event that moves something: the same for all events of one leg."""
    told = reader.view.snapshot.events[event]
    leg = int(told["leg"])
    if leg not in _KEYS:
        claim = reader.claim(int(reader.view.snapshot.claim_of_event[event]))
        key = [legs[0] for _, legs in matters.legs(claim, claim.events[int(told["event"])])][int(told["returned"])]
        assert key is not None
        while len(_KEYS) >= KEYS_KEPT:
            _KEYS.pop(next(iter(_KEYS)), None)
        _KEYS[leg] = key
    return _KEYS[leg]


def exchanges(reader: Reader, most: int) -> tuple[list[Tied], list[Moved], int, int]:
    """Exchanges and other legs, best supported first, and how many there are of each."""
    view = reader.view
    ties = view.ties(limit=most)
    pairs = set(view.pairs().tolist())
    best = view.legs(limit=LOOKED_AT)
    tied = view.legs(tied=True)
    sides = {leg.key: key_of(reader, leg.event) for leg in best if leg.pair == 0} if ties else {}
    found = []
    between_ties = set()
    for pair, tie in ties:
        there = key_of(reader, int(tie.events[0]))
        two = matters.pair_of(there)
        legs = [leg for leg in tied if leg.pair == pair]
        legs += [leg for leg in best if leg.pair == 0 and matters.pair_of(sides[leg.key]) == two]
        for leg in legs:
            sides.setdefault(leg.key, key_of(reader, leg.event))
            between_ties.add(leg.key)
        given = tuple(leg for leg in legs if sides[leg.key][0] == there[0])
        found.append(Tied(tie, given[:LEGS], tuple(leg for leg in legs if leg not in given)[:LEGS]))
    loose = [leg for leg in best if leg.key not in between_ties and leg.pair not in pairs]
    return found, loose, len(pairs), count(view) - len(between_ties | {leg.key for leg in tied})


def count(view: View) -> int:
    """How many legs there are."""
    return view.by_leg.count


def wanted(legs: list[Moved]) -> list[int]:
    """The rows of the claims that are shown of legs."""
    return [row for leg in legs for group in (leg.whole, *(g for _, g in leg.tellings)) for row in first(group)]


def exchange(found: Tied, reader: Reader, parts: Parts, lines: Lines) -> Exchange:
    """What two sides are said to give each other."""
    returns = _returns(found.tie, reader)
    there = tuple(leg(moved, parts, lines, returns) for moved in found.given)
    back = tuple(leg(moved, parts, lines, returns) for moved in found.returned)
    one = _names([told.giver for told in there] + [told.taker for told in back])
    other = _names([told.giver for told in back] + [told.taker for told in there])
    return Exchange(one, other, there, back, lines.of(found.tie), found.tie.certainties, found.tie.origins)


def _returns(tie: Group, reader: Reader) -> dict[int, dict[str, None]]:
    """For each leg what it is said to be given for, in the words of the first who say so."""
    found: dict[int, dict[str, None]] = {}
    events = reader.view.snapshot.events
    for row in tie.events[: len(first(tie))].tolist():
        event = reader.event(row)
        if event.in_exchange_for:
            found.setdefault(int(events["leg"][row]), {})[_named(event.in_exchange_for)] = None
            found.setdefault(int(events["leg"][row + 1]), {})[_named(event)] = None  # what is given back stands in the next row
    return found


def _named(event: Event) -> str:
    """What a leg moves, in the words of the text."""
    return ", ".join(dict.fromkeys(item.text for item in event.items)) or event.trigger.text


def _names(parties: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The names of a side: those of the first who names it."""
    return next((found for found in parties if found), ())


def leg(moved: Moved, parts: Parts, lines: Lines, returns: dict[int, dict[str, None]] | None = None) -> Leg:
    """A leg with who says what of it."""
    whole = moved.whole
    items = parts.items(whole.events)
    givers, takers = _parties(whole, parts)
    whens = np.unique(parts.snapshot.events["when"][whole.events])
    dates = sorted(parts.snapshot.word(when) for when in whens if when)
    return Leg(
        giver=givers,
        taker=takers,
        goods=_goods(items, parts),
        tellings=tuple(Told(name, group.certainties, lines.of(group), group.origins) for name, group in moved.tellings),
        whens=tuple(dates[:MOST_NAMES]),
        returns=tuple((returns or {}).get(moved.key, {})),
        lines=lines.of(whole),
        origins=whole.origins,
        absent=tuple(_absent(items, bool(dates), bool(givers), bool(takers))),
    )


def leg_goods(whole: Group, parts: Parts) -> tuple[Goods, ...]:
    """What a leg moves, with the words that count it."""
    return _goods(parts.items(whole.events), parts)


def _goods(items: Any, parts: Parts) -> tuple[Goods, ...]:
    """What is moved, by name in the order in which each was first told, with the words that count it."""
    word = parts.snapshot.word
    amounts: dict[str, dict[str, None]] = {}
    kinds: dict[str, str] = {}
    _, begun = np.unique(mixed(*(np.ascontiguousarray(items[name]) for name in ("name", "amount"))), return_index=True)
    for item in items[np.sort(begun)]:
        name = word(item["name"])
        said = amounts.setdefault(name, {})
        kinds.setdefault(name, word(item["kind"]))
        if item["amount"] and len(said) < AMOUNTS:
            said[word(item["amount"])] = None
    return tuple(Goods(name, kinds[name], tuple(said)) for name, said in list(amounts.items())[:MOST_NAMES])


def _parties(whole: Group, parts: Parts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who gives and who takes; where the words of what is given back name nobody, those of what it is given for change places."""
    events = whole.events
    givers, takers = _given_and_taken(events, parts)
    if not (givers and takers):
        back = events[parts.snapshot.events["returned"][events]]
        others, ones = _given_and_taken(back - 1, parts)
        givers, takers = givers or ones, takers or others
    return givers, takers


def _given_and_taken(events: Rows, parts: Parts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    roles = parts.roles(events)
    names, role = np.ascontiguousarray(roles["name"]), roles["role"]
    return _told(names[role == AGENT], parts), _told(names[(role == TAKERS[0]) | (role == TAKERS[1])], parts)


def _told(names: Rows, parts: Parts) -> tuple[str, ...]:
    _, begun = np.unique(names, return_index=True)
    return tuple(parts.snapshot.word(name) for name in names[np.sort(begun)][:MOST_NAMES] if name)


def countable(items: Any) -> NDArray[np.bool_]:
    """Which things one would count."""
    at = np.minimum(np.searchsorted(COUNTABLE, items["kind"]), len(COUNTABLE) - 1)
    found: NDArray[np.bool_] = COUNTABLE[at] == items["kind"]
    return found


def _absent(items: Any, dated: bool, given: bool, taken: bool) -> list[str]:
    """What no source says of a leg."""
    found = [] if dated else ["no source dates it"]
    if countable(items).any() and not items["counted"].any():
        found.insert(0, "no source says how many")
    return found + ([] if given else ["no source says from whom"]) + ([] if taken else ["no source says to whom"])
