"""Figures over time: for each counted thing what was said of it, by the day it speaks of; never averaged."""

from __future__ import annotations

from sayso.dossier.exchange import Key
from sayso.dossier.gathering import Gathering, Group, days, figure_key, series_key
from sayso.dossier.lines import Lines
from sayso.dossier.values import Figure, Series, Step
from sayso.likeness import UNDATED
from sayso.quantities import sense

FIGURES = 40  # in one series
OPEN_BELOW, OPEN_ABOVE = float("-inf"), float("inf")


def counted(gathering: Gathering) -> list[tuple[Key, list[Group]]]:
    """The things of which more than one figure is given, those with the most first, each figure by its day."""
    found = []
    for key, figures in gathering.series.items():
        if len({figure[1:3] for figure in figures}) > 1:
            ordered = sorted(figures.items(), key=lambda kv: (_day(kv[0]), kv[1].rank))
            found.append((key, [group for _, group in ordered[:FIGURES]]))
    return sorted(found, key=lambda kv: (-len(kv[1]), kv[1][0].rank))


def _day(key: Key) -> str:
    """The first day that a figure speaks of, else the one on which it was published."""
    first, last = days(str(key[7] or key[0]))
    return first or last or UNDATED


def series(key: Key, groups: list[Group], lines: Lines) -> Series:
    """What was said of one thing."""
    what, whose, unit = (str(part) for part in key)
    names_given = [role.name for g in groups for role in g.events[0].agent if role.country == whose]
    figures = tuple(_figure(key, g, lines) for g in groups)
    return Series(what, names_given[0] if names_given else whose, unit, figures, steps(figures))


def _figure(key: Key, group: Group, lines: Lines) -> Figure:
    event, claim = group.events[0], lines[group.ids[0]].claim
    item = next(
        i
        for i in event.items
        if i.quantity and series_key(event, i, i.quantity) == key and figure_key(claim, event, i.quantity) == group.key
    )
    assert item.quantity is not None
    q = item.quantity
    where, as_of = str(group.key[4]), str(group.key[7])
    return Figure(
        claim.article.published, q.text, q.low, q.high, q.approximate, q.unit, where, claim.status, claim.polarity, lines.of(group), as_of,
        sense(q.text),
    )  # fmt: skip


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
