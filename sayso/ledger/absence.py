"""What no source says: no figure for the jets, no date, no place, nobody but one who says so. Absence is told with what was looked at.

absence.of_points(ledger, view, view.points(limit=40))     [Absence], one for each point of which something is not said
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from sayso.ledger.columns import KINDS, ROLES, token
from sayso.ledger.matters import KINDS_COUNTED
from sayso.ledger.standing import titles_of
from sayso.ledger.view import Group, Rows, View

if TYPE_CHECKING:
    from sayso.ledger import Ledger
    from sayso.ledger.snapshot import Snapshot

Unsaid = Literal["figure", "date", "place", "giver", "taker", "other source", "other outlet", "named source"]
NAMELESS = [KINDS.index(kind) for kind in ("unnamed", "article")]
AGENT, RECIPIENT, PLACE = (ROLES.index(role) for role in ("agent", "recipient", "place"))


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that no source says."""

    what: Unsaid
    words: str  # "no source says how many jets"


@dataclass(frozen=True, slots=True)
class Absence:
    """What no source says of a point or a transfer, and the claims that were looked at."""

    id: str  # of the point; "" for a transfer
    title: str  # the words of its first claim
    missing: tuple[Missing, ...]
    claims: tuple[str, ...]


def of_points(ledger: Ledger, view: View, points: Sequence[Group]) -> list[Absence]:
    """What no source says of each of these points; those of which nothing is missing are left out."""
    return _absences(ledger, view, points, [_of_point(view.snapshot, point) for point in points])


def of_legs(ledger: Ledger, view: View, legs: Sequence[Group]) -> list[Absence]:
    """What no source says of each of these transfers (`leg.whole` of view.legs())."""
    return _absences(ledger, view, legs, [_of_leg(view.snapshot, leg) for leg in legs])


def _absences(ledger: Ledger, view: View, groups: Sequence[Group], found: Iterable[Iterator[Missing]]) -> list[Absence]:
    titles = titles_of(ledger, view.snapshot, groups)
    rows = ((group, title, tuple(missing)) for group, title, missing in zip(groups, titles, found, strict=True))
    return [Absence(group.id, title, missing, view.claim_ids(group.rows)) for group, title, missing in rows if missing]


def _of_point(snapshot: Snapshot, point: Group) -> Iterator[Missing]:
    events = _events(snapshot, point.rows)
    yield from _unsaid(snapshot, events)
    if len(events) and not _roles(snapshot, events, PLACE) and not _roles(snapshot, events, RECIPIENT):
        yield Missing("place", "no source says where")
    yield from _told_by(snapshot, point)


def _of_leg(snapshot: Snapshot, leg: Group) -> Iterator[Missing]:
    yield from _unsaid(snapshot, leg.events)
    if not _roles(snapshot, leg.events, AGENT):
        yield Missing("giver", "no source says from whom")
    if not _roles(snapshot, leg.events, RECIPIENT) and not _roles(snapshot, leg.events, PLACE):
        yield Missing("taker", "no source says to whom")
    yield from _told_by(snapshot, leg)


def _unsaid(snapshot: Snapshot, events: Rows) -> Iterator[Missing]:
    """No figure for what one would count, and no date."""
    items = snapshot.items[_belonging(snapshot, events, snapshot.claim_of_item, snapshot.item_keys)]
    countable = items[np.isin(items["kind"], _countable())]
    if len(countable) and not countable["counted"].any():
        yield Missing("figure", f"no source says how many {snapshot.word(countable['name'][0])}")
    if len(events) and not snapshot.events["when"][events].any():
        yield Missing("date", "no source dates it")


def _told_by(snapshot: Snapshot, group: Group) -> Iterator[Missing]:
    """Nobody else says so, nobody else prints it, nobody is named."""
    claims = snapshot.claims[group.rows]
    if group.origins == 1:
        only = snapshot.word(claims["name"][0]) or snapshot.outlets[int(snapshot.outlet[group.first])]
        yield Missing("other source", f"no one but {only} says so" if group.voices == 1 else "it rests on one source")
    if group.outlets == 1:
        yield Missing("other outlet", f"only {snapshot.outlets[int(snapshot.outlet[group.first])]} prints it")
    if np.isin(claims["kind"], NAMELESS).all():
        yield Missing("named source", "no source is named")


def _events(snapshot: Snapshot, rows: Rows) -> Rows:
    """The rows of the events that these claims tell of as such."""
    there = np.zeros(len(snapshot), np.bool_)
    there[rows] = True
    found = np.flatnonzero(there[snapshot.claim_of_event])
    told = snapshot.events[found]
    chosen: Rows = found[~told["presupposed"] & ~told["returned"]]
    return chosen


def _roles(snapshot: Snapshot, events: Rows, role: int) -> bool:
    """Whether anybody stands in a role of these events."""
    rows = _belonging(snapshot, events, snapshot.claim_of_role, snapshot.role_keys)
    return bool((snapshot.roles["role"][rows] == role).any())


def _belonging(snapshot: Snapshot, events: Rows, claims: Rows, keys: Rows) -> Rows:
    """The rows of a table, given the claim and the event key of each, that belong to these events."""
    there = np.zeros(len(snapshot), np.bool_)
    there[snapshot.claim_of_event[events]] = True
    found = np.flatnonzero(there[claims])
    chosen: Rows = found[np.isin(keys[found], snapshot.event_keys[events])]
    return chosen


@lru_cache(maxsize=1)
def _countable() -> Rows:
    return np.fromiter(sorted(token(kind) for kind in KINDS_COUNTED), np.uint64)
