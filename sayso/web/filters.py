"""What a page is asked to show, as it stands in the address: which claims, without whom, as of when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

import numpy as np
from fastapi import Depends, Query

from sayso.ledger import Ledger
from sayso.ledger import pages as leaves
from sayso.ledger.columns import CERTAINTIES, POLARITIES, ROLES, STATUSES, country, ordinal, token
from sayso.ledger.query import as_source, as_subject, holding
from sayso.web.memory import remembered

if TYPE_CHECKING:
    from sayso.ledger.snapshot import Snapshot
    from sayso.ledger.standing import Kept
    from sayso.ledger.view import Mask, View

THROUGH = ROLES.index("through")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the address."""

    source: str = ""
    about: str = ""
    type: str = ""
    certainty: str = ""
    status: str = ""
    polarity: str = ""
    stance: str = ""
    since: str = ""
    until: str = ""
    text: str = ""
    disputed: bool = False
    single: bool = False
    without: tuple[str, ...] = ()
    as_of: str = ""

    @property
    def narrows(self) -> bool:
        """Whether some claims are picked out; leaving out a source or looking from an earlier day is another thing."""
        return self != Asked(without=self.without, as_of=self.as_of)

    @property
    def all(self) -> dict[str, Any]:
        """Everything that is asked, to be put into another address."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name))}


Day = Annotated[str, Query(max_length=40, description="2024, 2024-10 or 2024-10-18")]


def asked(
    source: Annotated[str, Query(max_length=300, description="Who says it: a name or a part of it, an alias, a role, a country")] = "",
    about: Annotated[str, Query(max_length=300, description="A party, place, thing or word that it is about")] = "",
    type: Annotated[str, Query(max_length=60, description="The type of an event in it")] = "",
    certainty: Literal["", "certain", "probable", "possible", "uncommitted"] = "",
    status: Literal["", "actual", "planned", "considered", "requested", "hypothetical"] = "",
    polarity: Literal["", "positive", "negative"] = "",
    stance: Annotated[str, Query(max_length=60)] = "",
    since: Day = "",
    until: Day = "",
    text: Annotated[str, Query(max_length=300, description="Words in it; those in quotation marks in a row")] = "",
    disputed: Annotated[bool, Query(description="Only what another claim contradicts or denies")] = False,
    single: Annotated[bool, Query(description="Only what rests on one source")] = False,
    without: Annotated[list[str], Query(max_length=20, description="Sources, outlets or origins to be left out")] = [],  # noqa: B006
    as_of: Annotated[str, Query(max_length=40, description="Only what had been published by then")] = "",
) -> Asked:
    """Which claims."""
    left_out = tuple(name.strip()[:300] for name in without if name.strip())
    return Asked(
        leaves.clean(source), leaves.clean(about), leaves.clean(type), certainty, status, polarity, leaves.clean(stance), since.strip(),
        until.strip(), leaves.clean(text), disputed, single, left_out, as_of.strip(),
    )  # fmt: skip


Filters = Annotated[Asked, Depends(asked)]


# From what is asked to a view


def whole(ledger: Ledger, asked: Asked) -> View:
    """All claims, but for what is left out and what was published later: what counts are taken from."""
    return kept(ledger, asked).view if asked.without or asked.as_of else ledger.snapshot().everything


def kept(ledger: Ledger, asked: Asked) -> Kept:
    """What is left when somebody is left out, or what had been published by a day; and what went with that."""
    from sayso.ledger import standing

    key = ("kept", asked.without, asked.as_of)
    return remembered(ledger.snapshot(), key, lambda: standing.keep(ledger, without=asked.without, as_of=asked.as_of or None))


def chosen(ledger: Ledger, asked: Asked, base: View) -> View:
    """The claims that were picked out."""
    if not asked.narrows:
        return base
    return remembered(base.snapshot, ("chosen", asked), lambda: base.where(_mask(ledger, asked, base)))


def _mask(ledger: Ledger, asked: Asked, base: View) -> Mask:
    snapshot, claims = base.snapshot, base.snapshot.claims
    mask = base.mask.copy()
    for name, values in (("certainty", CERTAINTIES), ("status", STATUSES), ("polarity", POLARITIES)):
        if value := getattr(asked, name):
            mask &= claims[name] == values.index(value)
    if asked.stance:
        mask &= claims["stance"] == token(asked.stance)
    if asked.type:
        _keep(mask, snapshot.claim_of_event[snapshot.events["type"] == token(asked.type)])
    if asked.since:
        mask &= (snapshot.last_days >= ordinal(_days(asked.since)[0]))[snapshot.article]
    if asked.until:
        mask &= ((snapshot.first_days <= ordinal(_days(asked.until)[1])) & (snapshot.first_days > 0))[snapshot.article]
    if asked.source:
        mask &= _said_by(ledger, snapshot, asked.source)
    if asked.about:
        mask &= _about(ledger, snapshot, asked.about)
    if asked.text:
        mask &= _holding(ledger, snapshot, holding(asked.text))
    if asked.disputed:
        mask &= base.disputed
    if asked.single:
        found = base.by_point
        mask &= np.isin(snapshot.point, found.codes[found.origins == 1])
    return mask


# As Query asks the tables, so that `sayso claims` and the workbench find the same


def _said_by(ledger: Ledger, snapshot: Snapshot, name: str) -> Mask:
    """The claims of a source by its name or a part of it, an alias, a role or its country."""
    parties, countries = _called(ledger, name)
    said_by = snapshot.said_by
    return np.isin(said_by["party"], parties) | np.isin(said_by["country"], countries) | _holding(ledger, snapshot, as_source(name))


def _about(ledger: Ledger, snapshot: Snapshot, name: str) -> Mask:
    """The claims about a party, place, thing or country, by any of its names, or that have the words in their content."""
    parties, countries = _called(ledger, name)
    roles = snapshot.roles
    found = _holding(ledger, snapshot, as_subject(name))
    taking_part = np.isin(roles["party"], parties) | np.isin(roles["country"], countries)
    found[snapshot.claim_of_role[taking_part & (roles["role"] != THROUGH)]] = True
    return found


def _called(ledger: Ledger, name: str) -> tuple[Any, Any]:
    """The parties and countries of a name, as the columns have them."""
    parties, countries = leaves.called(ledger, name)
    return np.array([token(party) for party in parties], np.uint64), np.array([country(code) for code in countries], np.uint16)


def _holding(ledger: Ledger, snapshot: Snapshot, question: str) -> Mask:
    numbers = snapshot.claims["number"]
    known = np.zeros(int(numbers.max(initial=0)) + 1, np.bool_)
    found = np.array(leaves.matching(ledger, question), np.int64)
    known[found[found < len(known)]] = True  # what has just been written is not in the snapshot yet
    held: Mask = known[numbers]
    return held


def _keep(mask: Mask, rows: Any) -> None:
    """Keep only these rows of a mask."""
    kept = np.zeros(len(mask), np.bool_)
    kept[rows] = True
    mask &= kept


def _days(edtf: str) -> tuple[str, str]:
    first, last = leaves.days(edtf)
    return first or date.min.isoformat(), last
