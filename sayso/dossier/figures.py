"""Figures over time: for each counted thing what was said of it, by the day it speaks of; never averaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.dossier.days import days
from sayso.dossier.lines import LINES, Lines, Reader, first
from sayso.dossier.values import Figure, Series, Step
from sayso.ledger.matters import figure_key, series_key
from sayso.quantities import sense

if TYPE_CHECKING:
    from sayso.ledger.view import Group
    from sayso.ledger.view import Series as Rows

FIGURES = 40  # in one series
OPEN_BELOW, OPEN_ABOVE = float("-inf"), float("inf")


def wanted(series: Rows) -> list[int]:
    """The rows of the claims that are shown of a series."""
    return [row for group in series.figures for row in first(group, LINES)]


def series(found: Rows, reader: Reader, lines: Lines) -> Series:
    """What was said of one thing."""
    figures = tuple(_figure(group, reader, lines) for group in found.figures)
    event, item = reader.item(int(found.figures[0].events[0]))
    assert item.quantity is not None
    what, whose, unit = (str(part) for part in series_key(event, item, item.quantity))
    told = [reader.item(int(group.events[0]))[0] for group in found.figures]
    names = [role.name for event in told for role in event.agent if role.country == whose]
    return Series(what, names[0] if names else whose, unit, figures, steps(figures))


def _figure(group: Group, reader: Reader, lines: Lines) -> Figure:
    event, item = reader.item(int(group.events[0]))
    claim, q = lines[group.first].claim, item.quantity
    assert q is not None
    key = figure_key(claim, event, q)
    return Figure(
        on=claim.article.published,
        words=q.text,
        low=q.low,
        high=q.high,
        approximate=q.approximate,
        unit=q.unit,
        where=str(key[4]),
        status=claim.status,
        polarity=claim.polarity,
        lines=lines.of(group),
        as_of=str(key[7]),
        sense=sense(q.text),
    )


def steps(figures: tuple[Figure, ...]) -> tuple[Step, ...]:
    """From each day on which something is said to the next: the lowest and the highest of what each source had last said till then.

    Plans, denials, additions and parts of a whole are left out, and figures told by nobody on a day that is known.
    """
    said: list[tuple[str, str, float, float]] = []
    for figure in figures:
        day = days(figure.day)[0] or days(figure.day)[1]
        if day and figure.counts and (figure.low is not None or figure.high is not None):
            low = OPEN_BELOW if figure.low is None else figure.low
            high = OPEN_ABOVE if figure.high is None else figure.high
            said += [(day, f"{figure.where} {line.claim.source.name}", low, high) for line in figure.lines]
    said.sort()
    last: dict[str, tuple[float, float]] = {}
    found: list[Step] = []
    ordered = sorted({day for day, *_ in said})
    for place, day in enumerate(ordered):
        last.update({who: (low, high) for on, who, low, high in said if on == day})
        until = ordered[place + 1] if place + 1 < len(ordered) else day
        low, high = min(low for low, _ in last.values()), max(high for _, high in last.values())
        found.append(Step(day, until, None if low == OPEN_BELOW else low, None if high == OPEN_ABOVE else high))
    return tuple(found)
