"""suggest: when a person might call a point confirmed by other sources, and why. It is never more than a suggestion.

Who says a thing how firmly has no part in it: only whether two or more origins, established as independent of each other,
say that it is so, and nobody that it is not. Who speaks of what he does himself confirms nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sayso.claim import Claim

CONFIRMED = "1"
ENOUGH = 2  # independent origins


class Origin(Protocol):
    """Where a claim comes from, and whether that is established as independent of the others."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def established(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A mark that a person might give, with the reasons; "" where there is nothing to suggest, and why not."""

    on: str
    mark: str
    reasons: tuple[str, ...]


def suggest(point: str, claims: Sequence[Claim], origins: Mapping[str, Origin]) -> Suggestion:
    """Whether a point might be called confirmed by other sources; `origins` are by the claims' ids."""
    asserted = [claim for claim in claims if claim.certainty != "uncommitted"]
    told = [claim for claim in asserted if claim.status == "actual"]
    if not told:
        return Suggestion(point, "", ("nobody says that it has happened",))
    against = sorted({_name(claim, origins) for claim in told if claim.polarity == "negative"})
    if against and any(claim.polarity == "positive" for claim in told):
        return Suggestion(point, "", (f"it is disputed: {', '.join(against)} say otherwise",))
    own = [claim for claim in told if _of_itself(claim)]
    others = [claim for claim in told if claim not in own]
    independent = {origins[c.id].key: origins[c.id].name for c in others if c.id in origins and origins[c.id].established == "independent"}
    reasons = [f"{name} speaks of its own doing, which confirms nothing" for name in sorted({_name(c, origins) for c in own})]
    unsure = sorted({_name(c, origins) for c in others if c.id not in origins or origins[c.id].established == "not established"})
    reasons += [f"of {', '.join(unsure)} independence is not established"] if unsure else []
    if len(independent) < ENOUGH:
        return Suggestion(point, "", (f"{len(independent)} origins are established as independent; it takes {ENOUGH}", *reasons))
    names = ", ".join(independent[key] for key in sorted(independent))
    return Suggestion(
        point, CONFIRMED, (f"{len(independent)} origins, established as independent of each other, say so: {names}", *reasons)
    )


def _name(claim: Claim, origins: Mapping[str, Origin]) -> str:
    return origins[claim.id].name if claim.id in origins else claim.source.name


def _of_itself(claim: Claim) -> bool:
    """Whether somebody speaks of what he, or his own state, is said to do."""
    source = claim.source
    doers = [role for event in claim.events if not event.presupposed for role in event.agent]
    return any((role.party and role.party == source.party) or (role.country and role.country == source.country) for role in doers)
