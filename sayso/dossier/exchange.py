"""What is given by whom to whom, how that is said to stand, and what it is said to be given for.

The legs of one exchange come together across claims, each with those who speak of it. That one leg is for the other is kept as a claim
of its own, and a leg that one source alleges and another denies stays alleged by the one and denied by the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sayso.claim import Claim, Event, Item, Role

MOVING = ("transfer", "deploy")
Key = tuple[object, ...]
LegKey = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]  # who gives, who takes, what
STANDINGS = ("done", "under way", "promised", "planned", "considered", "asked for", "hypothetical", "alleged", "left open", "denied")
RETURN = "named as the return"
BY_STATUS = {"planned": "planned", "considered": "considered", "requested": "asked for", "hypothetical": "hypothetical"}
PROMISING = frozenset({"promises", "announces"})
ALLEGING = frozenset({"alleges", "accuses"})
UNDER_WAY = re.compile(r"\b(?:is|are|am|has been|have been|keeps?|continues?)(?:\s+(?:now|still|already|also|\w+ly))*\s+$", re.I)
GOES_ON = re.compile(r"\b(?:(?:is|are)(?:\s+(?:now|still|already|also|\w+ly))*\s+being|continues?\s+to(?:\s+be)?)\s+$", re.I)
COUNTED = frozenset(
    [
        "troops",
        "military advisers",
        "pilots",
        "workers",
        "munitions",
        "air-defence missile system",
        "air-to-air missile",
        "aircraft",
        "aircraft carrier",
        "anti-tank missile",
        "armoured vehicle",
        "artillery",
        "ballistic missile",
        "bomb",
        "bomber",
        "cruise missile",
        "drone",
        "fighter aircraft",
        "helicopter",
        "howitzer",
        "mine",
        "missile",
        "money",
        "multiple rocket launcher",
        "nuclear reactor",
        "nuclear weapon",
        "radar",
        "rocket",
        "satellite",
        "ship",
        "small arms",
        "submarine",
        "surveillance aircraft",
        "tank",
        "transport aircraft",
        "vehicle",
        "warship",
        "weapons",
        "prisoners",
        "people",
    ]
)  # kinds of things of which one would want to know how many


def names(roles: Iterable[Role]) -> tuple[str, ...]:
    """The parties of a role, each once."""
    return tuple(dict.fromkeys(role.name or role.text for role in roles))


def sides(roles: Iterable[Role]) -> tuple[str, ...]:
    """Who gives or takes, by country where it is known: Kursk and Russia are one side."""
    return tuple(sorted({role.country or role.name.casefold() for role in roles}))


def things(items: Iterable[Item]) -> tuple[str, ...]:
    """What is moved, by its name; troops are troops, whatever word stands for them."""
    return tuple(sorted({"troops" if item.kind == "troops" else item.name.casefold() for item in items}))


def givers(event: Event) -> tuple[str, ...]:
    """Who gives; of troops whose country is told and nothing else, their country."""
    return sides(event.agent) or tuple(sorted({item.country for item in event.items if item.kind == "troops" and item.country}))


def is_transfer(event: Event) -> bool:
    """Whether an event moves something, and two of who, to whom and what are told."""
    if event.type not in MOVING and event.in_exchange_for is None:
        return False
    return bool(givers(event)) + bool(event.recipient or event.place) + bool(event.items) > 1


def leg_key(event: Event) -> LegKey:
    """What makes two transfers one leg: who, to whom, what."""
    return givers(event), sides(event.recipient or event.place), things(event.items)


def return_key(event: Event, back: Event) -> LegKey:
    """The same for what is given back: where the words name no parties, those of the event change places."""
    there = leg_key(event)
    return givers(back) or there[1], sides(back.recipient) or there[0], things(back.items)


def pair_of(key: LegKey) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The two sides of a leg, whichever way it runs."""
    first, second = sorted((key[0], key[1]))
    return first, second


def standing(claim: Claim, event: Event) -> str:
    """How a claim says that an event stands; what is only alleged is never told as done."""
    if claim.polarity == "negative":
        return "denied"
    if claim.certainty == "uncommitted":
        return "left open"
    if claim.status == "planned" and claim.stance in PROMISING:
        return "promised"
    if claim.status in BY_STATUS:
        return BY_STATUS[claim.status]
    if claim.stance in ALLEGING:
        return "alleged"
    return "under way" if _under_way(claim, event) else "done"


def _under_way(claim: Claim, event: Event) -> bool:
    """Whether the words before an event's verb tell that it goes on: "is sending", "are being sent", "continues to send"."""
    before = _before(claim, event)
    return bool(GOES_ON.search(before) or (event.trigger.text.lower().endswith("ing") and UNDER_WAY.search(before)))


def _before(claim: Claim, event: Event) -> str:
    """The words of a content before an event's verb."""
    at = 0
    for start, end in claim.content.spans:
        if start <= event.trigger.start < end:
            return claim.content.text[at : at + event.trigger.start - start]
        at += end - start + 1
    return ""


def returned(claim: Claim, event: Event) -> Iterator[tuple[LegKey, Event]]:
    """What a claim says is given back for an event, as a leg."""
    back = event.in_exchange_for
    if back is not None and claim.polarity == "positive" and not event.presupposed:
        yield return_key(event, back), back
