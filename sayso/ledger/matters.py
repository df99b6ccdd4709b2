"""What makes claims one row of a section: one leg of an exchange, one figure, one voice. Pure: functions of one claim alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sayso.claim import Claim, Event, Item, Quantity, Role
from sayso.likeness import speaker

MOVING = ("transfer", "deploy")
Key = tuple[object, ...]
LegKey = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]  # who gives, who takes, what
Pair = tuple[tuple[str, ...], tuple[str, ...]]
Legs = tuple[LegKey | None, Pair | None, str]  # None where nothing moves, or nothing is given for it; and how it is said to stand
RETURN = "named as the return"
STANDINGS = (
    "done", "under way", "promised", "planned", "considered", "asked for", "hypothetical", "alleged", "left open", "denied", RETURN,
)  # fmt: skip
BY_STATUS = {"planned": "planned", "considered": "considered", "requested": "asked for", "hypothetical": "hypothetical"}
PROMISING = frozenset({"promises", "announces"})
ALLEGING = frozenset({"alleges", "accuses"})
UNDER_WAY = re.compile(r"\b(?:is|are|am|has been|have been|keeps?|continues?)(?:\s+(?:now|still|already|also|\w+ly))*\s+$", re.I)
GOES_ON = re.compile(r"\b(?:(?:is|are)(?:\s+(?:now|still|already|also|\w+ly))*\s+being|continues?\s+to(?:\s+be)?)\s+$", re.I)
DOUBTING = ("doubts", "disputes", "refuses", "asks", "cannot confirm")

KINDS_COUNTED = frozenset(  # of things: one would want to know how many
    [
        "advisers",
        "air-defence missile system",
        "air-to-air missile",
        "aircraft",
        "aircraft carrier",
        "anti-tank missile",
        "armoured vehicle",
        "artillery",
        "ballistic missile",
        "bodies",
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
        "munitions",
        "nuclear reactor",
        "nuclear weapon",
        "people",
        "pilots",
        "radar",
        "rocket",
        "satellite",
        "ship",
        "small arms",
        "submarine",
        "surveillance aircraft",
        "tank",
        "transport aircraft",
        "troops",
        "vehicle",
        "warship",
        "weapons",
        "workers",
    ]
)


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


def pair_of(key: LegKey) -> Pair:
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


def legs(claim: Claim, event: Event) -> Iterator[tuple[Event, Legs]]:
    """An event with its leg, and what is given back for it with the leg that that is.

    What is only presupposed moves nothing, and a denial of an exchange does not say that something was given back.
    """
    back = event.in_exchange_for
    moves = is_transfer(event) and not event.presupposed
    tied = moves and back is not None and claim.polarity == "positive"
    pair = pair_of(leg_key(event)) if tied else None
    yield event, (leg_key(event) if moves else None, pair, standing(claim, event))
    if back is not None:
        yield back, (return_key(event, back) if tied else None, pair, RETURN)


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
