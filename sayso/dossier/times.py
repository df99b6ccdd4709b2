"""When things are said to have happened, and who says what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.dossier.days import days, soonest
from sayso.dossier.lines import Lines, Reader
from sayso.dossier.values import Moment, Voice
from sayso.shown import Shown

if TYPE_CHECKING:
    from sayso.ledger.view import Group


def timeline(moments: list[Group], undated: list[Group], reader: Reader, lines: Lines) -> tuple[Moment, ...]:
    """What sources date, and the day on which the other key points were first reported, after or before which they lie."""
    shown = [_moment(group, reader, lines) for group in moments]
    shown += [moment for point in undated if (moment := _reported_on(point, lines))]
    return tuple(sorted(shown, key=lambda m: soonest(m.edtf)))


def _moment(group: Group, reader: Reader, lines: Lines) -> Moment:
    event = reader.event(int(group.events[0]))
    assert event.when is not None
    return Moment(event.when.edtf, *days(event.when.edtf), event.when.text, event.type, lines.of(group))


def _reported_on(point: Group, lines: Lines) -> Moment | None:
    """A point that no source dates: what is said to be done lies before its first report, what is planned after it."""
    line = lines[point.first]
    claim, day = line.claim, line.claim.article.published
    if not day or claim.polarity == "negative" or claim.certainty == "uncommitted" or claim.status not in ("actual", "planned"):
        return None
    edtf = f"../{day}" if claim.status == "actual" else f"{day}/.."
    event = next((event for event in claim.events), None)
    return Moment(edtf, *days(edtf), "", event.type, Shown((line,), 1)) if event else None


def voice(group: Group, lines: Lines) -> Voice:
    """A source and what it says."""
    shown = lines.of(group)
    claim = lines[group.first].claim
    source = claim.source
    role = next((line.claim.source.role for line in shown if line.claim.source.role), "")
    name = source.name if source.kind != "article" else claim.article.publisher or claim.article.title
    return Voice(name or source.text, source.kind, role, source.country, shown, group.outlets)
