"""Times: what sources date, what is placed by its first report, and who says what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sayso.dossier.days import days
from sayso.dossier.legs import Parts, Rows
from sayso.dossier.lines import LINES, Lines, Reader, first
from sayso.dossier.points import main_events
from sayso.dossier.values import Moment, Voice
from sayso.ledger.columns import CERTAINTIES, POLARITIES, STATUSES
from sayso.ledger.view import LAST
from sayso.shown import Shown

if TYPE_CHECKING:
    from sayso.ledger.view import Group, View

REPORTED = 40  # points, the best supported, that are placed by their first report where no source dates them
ACTUAL, PLANNED = STATUSES.index("actual"), STATUSES.index("planned")
NEGATIVE, UNCOMMITTED = POLARITIES.index("negative"), CERTAINTIES.index("uncommitted")


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A moment before its lines are made."""

    begin: int  # ordinals of days
    end: int
    first: int  # the row of the first claim that tells of it
    group: Group | None = None  # who dates it; None where only the day of the first report is known

    def wanted(self, most: int = LINES) -> list[int]:
        """The rows that are shown of it."""
        return [self.first] if self.group is None else first(self.group, most)


def entries(view: View, best: Sequence[Rows], parts: Parts, limit: int) -> Shown[Entry]:
    """What sources date, and of the best supported points (the rows of each) those that none dates: the earliest first."""
    snapshot = view.snapshot
    moments = view.moments(limit=limit)
    told = snapshot.events[[int(group.events[0]) for group in moments]]
    begin = np.where(told["first"] > 0, told["first"], np.where(told["last"] > 0, told["last"], LAST)).tolist()
    end = np.where(told["last"] > 0, told["last"], LAST).tolist()
    dated = [Entry(a, b, group.first, group) for a, b, group in zip(begin, end, moments, strict=True)]
    undated = _reported(view, best, parts)
    found = sorted([*dated, *undated], key=lambda entry: (entry.begin, entry.end, entry.first))
    return Shown(tuple(found[:limit]), view.by_moment.count + len(undated))


def _reported(view: View, best: Sequence[Rows], parts: Parts) -> list[Entry]:
    """Points that no source dates: what is said to be done lies before its first report, what is planned after it."""
    snapshot, claims = view.snapshot, view.snapshot.claims
    kept = [rows for group in best if len(rows := group[view.mask[group]])]
    if not kept:
        return []
    together, heads = np.concatenate(kept), np.array([rows[0] for rows in kept])
    events = main_events(together, parts)
    dating = snapshot.claim_of_event[events[snapshot.events["when"][events] != 0]]
    begins = np.cumsum([0, *(len(rows) for rows in kept[:-1])])
    undated = ~np.logical_or.reduceat(np.isin(together, dating), begins)
    status, articles = claims["status"][heads], snapshot.article[heads]
    told = undated & snapshot.eventful[heads] & (claims["polarity"][heads] != NEGATIVE) & (claims["certainty"][heads] != UNCOMMITTED)
    told &= ((status == ACTUAL) | (status == PLANNED)) & (snapshot.last_days[articles] > 0)
    done = status == ACTUAL
    begin = np.where(done, snapshot.last_days[articles], snapshot.first_days[articles])
    end = np.where(done, snapshot.last_days[articles], LAST)
    return [Entry(*entry) for entry in zip(*(column[told].tolist() for column in (begin, end, heads)), strict=True)]


def timeline(found: Iterable[Entry], reader: Reader, lines: Lines) -> tuple[Moment, ...]:
    """What sources date, and the day on which other key points were first reported, before or after which they lie."""
    return tuple(_reported_on(entry, lines) if entry.group is None else _moment(entry.group, reader, lines) for entry in found)


def _moment(group: Group, reader: Reader, lines: Lines) -> Moment:
    event = reader.event(int(group.events[0]))
    assert event.when is not None
    return Moment(event.when.edtf, *days(event.when.edtf), event.when.text, event.type, lines.of(group))


def _reported_on(entry: Entry, lines: Lines) -> Moment:
    line = lines[entry.first]
    day = line.claim.article.published
    edtf = f"../{day}" if line.claim.status == "actual" else f"{day}/.."
    return Moment(edtf, *days(edtf), "", line.claim.events[0].type, Shown((line,), 1))


def voice(group: Group, lines: Lines) -> Voice:
    """A source and what it says."""
    shown = lines.of(group)
    claim = lines[group.first].claim
    source = claim.source
    role = next((line.claim.source.role for line in shown if line.claim.source.role), "")
    name = source.name if source.kind != "article" else claim.article.publisher or claim.article.title
    return Voice(name or source.text, source.kind, role, source.country, shown, group.outlets)
