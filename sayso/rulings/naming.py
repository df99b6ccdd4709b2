"""name: what rulings make of parties: two that are one, and one name that is somebody else's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sayso.claim import Claim, Event, Party, Ruling
from sayso.rulings.log import in_effect


@dataclass(frozen=True, slots=True)
class Naming:
    """Who a party is by a ruling."""

    party: Party
    ruling: str


@dataclass(frozen=True, slots=True)
class Names:
    """What rulings make of parties: merged as a whole, or one name parted from its party."""

    merged: Mapping[str, Naming] = field(default_factory=dict)
    parted: Mapping[tuple[str, str], Naming] = field(default_factory=dict)  # by party and name in lower case

    def of(self, party: str, *called: str) -> Naming | None:
        """Who a party is that goes by one of these words; None where no ruling says otherwise."""
        if not party:
            return None
        own = next((self.parted[party, words.casefold()] for words in called if (party, words.casefold()) in self.parted), None)
        return (self.merged.get(own.party.id) or own) if own else self.merged.get(party)


def names(log: Iterable[Ruling]) -> Names:
    """What the rulings in effect make of parties."""
    merged: dict[str, Naming] = {}
    parted: dict[tuple[str, str], Naming] = {}
    for ruling in in_effect(log):
        party = ruling.change.party
        if ruling.kind == "merge" and party is not None:
            kept = _last(merged, party.id, Naming(party, ruling.id))
            for other in ruling.on:
                known = _last(merged, other, None)
                ident = known.party.id if known else other
                if ident != kept.party.id:
                    merged[ident] = Naming(kept.party, ruling.id)
            if ruling.change.words:  # the one that stays goes by this name from now on
                merged[kept.party.id] = Naming(replace(kept.party, name=ruling.change.words), ruling.id)
        elif ruling.kind == "part" and party is not None:
            parted[ruling.on[0], ruling.change.words.casefold()] = Naming(party, ruling.id)
    return Names({ident: _last(merged, ident, naming) for ident, naming in merged.items()}, parted)


def _last(merged: Mapping[str, Naming], ident: str, otherwise: Any) -> Any:
    """The end of a chain of mergers."""
    found = otherwise
    while ident in merged:
        found = merged[ident]
        if found.party.id == ident:
            break
        ident = found.party.id
    return found


def renamed(claim: Claim, known: Names) -> Claim:
    """The claim with its parties as rulings have them."""
    if not known.merged and not known.parted:
        return claim
    by: dict[str, None] = {}

    def rename(one: Any) -> Any:
        naming = known.of(one.party, one.text, one.name)
        if naming is None:
            return one
        by[naming.ruling] = None
        party = naming.party
        return replace(one, name=party.name, kind=party.kind, country=party.country, party=party.id)

    def event(of: Event) -> Event:
        agent, recipient, place, via = (tuple(map(rename, roles)) for roles in (of.agent, of.recipient, of.place, of.via))
        back = event(of.in_exchange_for) if of.in_exchange_for else None
        return replace(of, agent=agent, recipient=recipient, place=place, via=via, in_exchange_for=back)

    said = replace(claim, source=rename(claim.source), via=tuple(map(rename, claim.via)), events=tuple(map(event, claim.events)))
    return replace(said, rulings=tuple(dict.fromkeys((*claim.rulings, *by)))) if by else claim
