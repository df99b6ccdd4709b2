"""Story: what the ledger's claims add up to, under whatever filters stand in the address; and each of its sections in full."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar

from fastapi import Path, Query

from sayso.claim import Claim
from sayso.dossier.values import Dispute, Exchange, KeyPoint, Leg, Moment, Series, Voice
from sayso.errors import NotFound
from sayso.ledger import Ledger
from sayso.ledger import pages as leaves
from sayso.web import telling
from sayso.web.filters import Asked, Filters, chosen, kept, whole
from sayso.web.memory import remembered, settled
from sayso.web.pages import Pages

if TYPE_CHECKING:
    from sayso.ledger.view import Group, Mask, View

pages = Pages()
T = TypeVar("T")
PageNumber = Annotated[int, Query(ge=1, le=100_000, alias="page", description="Which page of the list, from 1")]
POINTS, LEGS, DISPUTES, SERIES, MOMENTS, VOICES = 8, 6, 4, 2, 12, 8  # in the story
ROWS, CARDS, ROWS_OF_LEGS, ROWS_OF_POINT = 20, 12, 15, 40  # of a section's own page
COUNTED = 5  # things with their figures on one page
FEW = 3  # claims shown of each in the story, which wants to be short
FEWER = 2  # of each way in which a point is said to stand, and of what one source says
FIGURES = 40  # in one series
DRAWN = 20  # of one series in the story
OPPOSED = 3  # disputes told of on the page of a point
OUTLETS = 200  # offered to be left out


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """Some of a list, and where they stand in it."""

    items: tuple[T, ...]
    total: int | None  # None: not counted
    page: int = 1
    more: bool = False  # whether there are more behind


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Whom somebody that was to be left out was found to be, and how many claims went with them."""

    asked: str
    found: tuple[str, ...]
    claims: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the story rests on."""

    articles: int
    outlets: int
    claims: int
    points: int
    disputes: int
    first: str  # the first and last day of publication
    last: str
    fitting: int  # claims that the filters keep
    left_out: int  # claims that are left out by `without` and `as_of`


@dataclass(frozen=True, slots=True)
class Story:
    """The story in short: of each section the best supported."""

    asked: Asked
    left_out: tuple[LeftOut, ...]  # whom `without` was found to be, and how many claims went with each
    counts: Counts
    points: Part[KeyPoint]
    exchanges: tuple[Exchange, ...]
    legs: Part[Leg]  # that are part of no exchange
    disputes: Part[Dispute]
    figures: Part[Series]
    moments: Part[Moment]
    voices: Part[Voice]
    outlets: tuple[str, ...]  # that could be left out
    types: tuple[str, ...]  # of events, for the filter


@pages.page("/story", "story.html", "The story")
@settled
def story(ledger: Ledger, asked: Filters) -> Story:
    """Key points, exchanges, disputes, figures, a timeline and sources: the first of each, under the filters of the address."""
    base = whole(ledger, asked)
    return _story(ledger, asked, base, chosen(ledger, asked, base))


def warm(ledger: Ledger) -> None:
    """Reckon what nearly every page is drawn from, before anybody asks for it."""
    story(ledger, Asked())


def _story(ledger: Ledger, asked: Asked, base: View, view: View) -> Story:
    return Story(
        asked,
        _left_out(ledger, asked),
        _counts(base, view),
        _points(ledger, base, view, 1, POINTS, FEWER),
        *_exchange(ledger, view, 1, LEGS, FEW),
        _disputes(ledger, base, view, 1, DISPUTES),
        _figures(ledger, view, 1, SERIES, 1, DRAWN),  # each by the first who gives it
        _moments(ledger, base, view, 1, MOMENTS, FEW),
        _voices(ledger, view, 1, VOICES, FEWER),
        tuple(islice(base.snapshot.outlets.values(), OUTLETS)),
        _types(base),
    )


def _left_out(ledger: Ledger, asked: Asked) -> tuple[LeftOut, ...]:
    return tuple(LeftOut(left.asked, left.found, left.claims) for left in kept(ledger, asked).left_out) if asked.without else ()


def _counts(base: View, view: View) -> Counts:
    """What the base holds is counted once, however many filters are looked through."""
    found = remembered(base.snapshot, ("counts", id(base)), lambda: _counted(base), base)
    return replace(found, fitting=len(view))


def _counted(base: View) -> Counts:
    import numpy as np

    snapshot = base.snapshot
    articles = np.flatnonzero(np.bincount(snapshot.article[base.rows], minlength=len(snapshot.articles)))
    told = snapshot.state.told[articles]
    dated = articles[told["first"] > 0]
    first, last = (dated[0], dated[np.argmax(snapshot.last_days[dated])]) if len(dated) else (None, None)
    return Counts(
        len(articles), len(np.unique(told["outlet"])), len(base), base.by_point.count, len(base.disputes()),
        "" if first is None else snapshot.articles[first].published, "" if last is None else snapshot.articles[last].published,
        0, len(snapshot.everything) - len(base),
    )  # fmt: skip


def _types(base: View) -> tuple[str, ...]:
    return base.snapshot.event_types


# Sections, each a page of its own


@dataclass(frozen=True, slots=True)
class PointList:
    """Points, the best supported first."""

    asked: Asked
    points: Part[KeyPoint]


@pages.page("/points", "points.html", "Key points")
@settled
def points(ledger: Ledger, asked: Filters, number: PageNumber = 1) -> PointList:
    """Claims about the same thing, best supported first; with filters, the points in which a claim that fits takes part."""
    base = whole(ledger, asked)
    return PointList(asked, _points(ledger, base, chosen(ledger, asked, base), number))


def _points(ledger: Ledger, base: View, view: View, number: int, rows: int = ROWS, most: int = telling.LINES) -> Part[KeyPoint]:
    found, start = base.by_point, (number - 1) * rows
    best, total = telling.best(base, view, start + rows)
    groups = found.groups(best[start : start + rows], named=True)
    return Part(telling.points(ledger, base, groups, most), total, number, total > start + rows)


@dataclass(frozen=True, slots=True)
class DisputeList:
    """Disputes, the largest first."""

    asked: Asked
    disputes: Part[Dispute]


@pages.page("/disputes", "disputes.html", "Disputes")
@settled
def disputes(ledger: Ledger, asked: Filters, number: PageNumber = 1) -> DisputeList:
    """Claims that cannot all be right, side by side; with filters, the disputes in which a claim that fits takes part."""
    base = whole(ledger, asked)
    return DisputeList(asked, _disputes(ledger, base, chosen(ledger, asked, base), number))


def _disputes(ledger: Ledger, base: View, view: View, number: int, rows: int = CARDS) -> Part[Dispute]:
    found = base.disputes()
    places = range(len(found)) if view is base else found.among(view.mask).tolist()
    start = (number - 1) * rows
    some = [found[place] for place in places[start : start + rows]]
    return Part(telling.disputes(ledger, base, some), len(places), number, len(places) > start + rows)


@dataclass(frozen=True, slots=True)
class ExchangeTable:
    """Who gives what to whom, the best supported first."""

    asked: Asked
    exchanges: tuple[Exchange, ...]  # of which somebody says that one thing is given for the other
    legs: Part[Leg]  # that are part of no exchange


@pages.page("/exchange", "exchange.html", "Exchange and transfer")
@settled
def exchange(ledger: Ledger, asked: Filters, number: PageNumber = 1) -> ExchangeTable:
    """Who gives what to whom, how each source says that it stands, and what it is said to be given for."""
    return ExchangeTable(asked, *_exchange(ledger, chosen(ledger, asked, whole(ledger, asked)), number))


def _exchange(
    ledger: Ledger, view: View, number: int, rows: int = ROWS_OF_LEGS, most: int = telling.LINES
) -> tuple[tuple[Exchange, ...], Part[Leg]]:
    found, loose, total = remembered(view.snapshot, ("exchanges", id(view)), lambda: telling.exchanges(ledger, view), view)
    start = (number - 1) * rows
    some = telling.legs(ledger, view, loose[start : start + rows], most)
    return found if number == 1 else (), Part(some, total, number, len(loose) > start + rows)


@dataclass(frozen=True, slots=True)
class FigureList:
    """The things that are counted, those with the most figures first."""

    asked: Asked
    figures: Part[Series]


@pages.page("/figures", "figures.html", "Figures over time")
@settled
def figures(ledger: Ledger, asked: Filters, number: PageNumber = 1) -> FigureList:
    """For each counted thing every figure as a range, by the day it speaks of; never averaged."""
    return FigureList(asked, _figures(ledger, chosen(ledger, asked, whole(ledger, asked)), number, COUNTED))


def _figures(ledger: Ledger, view: View, number: int, rows: int, most: int = FEW, figures: int = FIGURES) -> Part[Series]:
    found = view.series(limit=number * rows + 1, figures=figures)
    return _cut(found, number, rows, lambda some: telling.series(ledger, view, some, most))


@dataclass(frozen=True, slots=True)
class Timeline:
    """What is said to have happened when, the earliest first."""

    asked: Asked
    moments: Part[Moment]


@pages.page("/timeline", "timeline.html", "Timeline")
@settled
def timeline(ledger: Ledger, asked: Filters, number: PageNumber = 1) -> Timeline:
    """What the sources date, as ranges as wide as the dates are uncertain; what none dates, by the day of its first report."""
    base = whole(ledger, asked)
    return Timeline(asked, _moments(ledger, base, chosen(ledger, asked, base), number))


def _moments(ledger: Ledger, base: View, view: View, number: int, rows: int = ROWS, most: int = telling.LINES) -> Part[Moment]:
    found, start = telling.timeline(base, view, number * rows), (number - 1) * rows
    some = telling.moments(ledger, view, found.items[start:], most)
    return Part(some, found.total, number, found.total > number * rows)


@dataclass(frozen=True, slots=True)
class SourceList:
    """Who says something: the named before the unnamed, those who say most first."""

    asked: Asked
    voices: Part[Voice]


@pages.page("/sources", "sources.html", "Who says what")
@settled
def sources(ledger: Ledger, asked: Filters, number: PageNumber = 1) -> SourceList:
    """Sources, each with the first of what it says."""
    return SourceList(asked, _voices(ledger, chosen(ledger, asked, whole(ledger, asked)), number))


def _voices(ledger: Ledger, view: View, number: int, rows: int = ROWS, most: int = telling.LINES) -> Part[Voice]:
    return _cut(view.voices(limit=number * rows + 1), number, rows, lambda found: telling.voices(ledger, view, found, most))


def _cut(found: list[Any], number: int, rows: int, tell: Any) -> Part[Any]:
    start = (number - 1) * rows
    return Part(
        tell(list(islice(found, start, start + rows))),
        None if len(found) > number * rows else len(found),
        number,
        len(found) > start + rows,
    )


@dataclass(frozen=True, slots=True)
class ClaimList:
    """Claims by date of publication, article and place in it."""

    asked: Asked
    claims: Part[Claim]
    types: tuple[str, ...]
    sentences: dict[str, str]  # of claims whose content alone says little, by their ids


@pages.page("/claims", "claims.html", "Claims")
@settled
def claims(ledger: Ledger, asked: Filters, number: PageNumber = 1) -> ClaimList:
    """The claims that fit, by date of publication, article and place in it."""
    base = whole(ledger, asked)
    view = chosen(ledger, asked, base)
    start = (number - 1) * ROWS
    rows = view.rows[start : start + ROWS]
    found = leaves.by_numbers(ledger, view.snapshot.claims["number"][rows].tolist())
    some = tuple(found[n] for n in view.snapshot.claims["number"][rows].tolist() if n in found)
    return ClaimList(asked, Part(some, len(view), number, len(view) > start + ROWS), _types(base), telling.sentences(ledger, some))


# One point


@dataclass(frozen=True, slots=True)
class OnePoint:
    """A point with its claims, and where they come from."""

    asked: Asked
    point: KeyPoint
    disputes: tuple[Dispute, ...]
    page: int
    more: bool


@pages.page("/points/{ident}", "point.html", "One point")
@settled
def one_point(ledger: Ledger, ident: Annotated[str, Path(max_length=100)], asked: Filters, number: PageNumber = 1) -> OnePoint:
    """All claims about one thing, a page at a time, with the way that each took from its speaker to its reader."""
    base = whole(ledger, asked)
    group = _group_of(base, ident)
    start = (number - 1) * ROWS_OF_POINT
    if start >= len(group):
        raise NotFound(f"this point has no page {number}", "begin with the first")
    point = telling.point(ledger, base, group, start, ROWS_OF_POINT)
    found = base.disputes()
    opposed = [found[place] for place in found.among(_mask_of(base, group))[:OPPOSED].tolist()] if group.disputed else []
    return OnePoint(asked, point, telling.disputes(ledger, base, opposed), number, len(group) > start + ROWS_OF_POINT)


def _mask_of(base: View, group: Group) -> Mask:
    import numpy as np

    mask = np.zeros(len(base.snapshot), np.bool_)
    mask[group.rows] = True
    return mask


def _group_of(base: View, ident: str) -> Group:
    """A point by its id, or by the id of any claim in it."""
    import numpy as np

    snapshot = base.snapshot
    row = snapshot.row(ident) if ident.startswith("claim-1-") and _is_id(ident) else _row_of_point(base, ident)
    found = base.by_point
    place = int(np.searchsorted(found.codes, snapshot.point[row])) if row >= 0 else found.count
    if place >= found.count or found.codes[place] != snapshot.point[row]:
        raise NotFound(
            f"no point has the id {ident!r}", "it may have been joined to another, or what supports it is left out; look for its words"
        )
    return found.groups(np.array([place]), named=True)[0]


def _row_of_point(base: View, ident: str) -> int:
    """The row of a claim in the point with this id; -1 if there is none."""
    if not ident.startswith("point-1-") or not _is_id(ident):
        return -1
    import numpy as np

    snapshot = base.snapshot
    code = np.uint64(int(ident[-20:-4], 16))
    rows = np.flatnonzero((snapshot.claims["cell"] == code) & base.mask)
    named = (int(row) for row in rows if snapshot.point_id(int(row)) == ident)
    return next(named, int(rows[0]) if len(rows) else -1)


def _is_id(ident: str) -> bool:
    tail = ident.rpartition("-")[2]
    return len(tail) == 20 and all(letter in "0123456789abcdef" for letter in tail)
