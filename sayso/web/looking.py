"""Look: the claims as pictures, each beside a table that says the same, and each to be saved.

What needs no hand to move it is drawn here, as SVG; only the network of parties can also be pulled about, in the browser.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from fastapi import Query, Request
from starlette.responses import Response

from sayso import dossier
from sayso.dossier.network import Network, network
from sayso.dossier.values import KeyPoint, Moment, Series
from sayso.errors import NotFound
from sayso.exports import pictures
from sayso.ledger import Ledger
from sayso.shown import Shown
from sayso.web import telling
from sayso.web.filters import Asked, Filters, chosen, whole
from sayso.web.memory import remembered
from sayso.web.pages import Pages

if TYPE_CHECKING:
    from sayso.ledger.view import View

pages = Pages()
T = TypeVar("T")
MOMENTS, SERIES, TREES = 40, 6, 12  # drawn on one page
Which = Annotated[int, Query(ge=1, le=TREES, description="Which of the series or points on the page, from 1")]


def _view(ledger: Ledger, asked: Asked) -> tuple[View, View]:
    base = whole(ledger, asked)
    return base, chosen(ledger, asked, base)


@dataclass(frozen=True, slots=True)
class Parties:
    """Who is said to give what to whom, and who contradicts whom."""

    asked: Asked
    network: Network


@pages.page("/look", "look.html", "Network of parties")
def look(ledger: Ledger, asked: Filters) -> Parties:
    """Who is said to give what to whom, and who contradicts whom: parties and what runs between them."""
    base, view = _view(ledger, asked)
    return remembered(base.snapshot, ("look", asked), lambda: Parties(asked, network(ledger, view)), base, view)


@dataclass(frozen=True, slots=True)
class Times:
    """What is said to have happened when, as ranges."""

    asked: Asked
    moments: Shown[Moment]


@pages.page("/look/timeline", "look_timeline.html", "Timeline as a picture")
def times(ledger: Ledger, asked: Filters) -> Times:
    """The timeline drawn: each date as wide as it is uncertain."""
    base, view = _view(ledger, asked)
    return remembered(base.snapshot, ("look", "timeline", asked), lambda: Times(asked, _moments(ledger, base, view)), base, view)


def _moments(ledger: Ledger, base: View, view: View) -> Shown[Moment]:
    found = telling.timeline(base, view, MOMENTS)
    return Shown(telling.moments(ledger, view, found.items), found.total)


@dataclass(frozen=True, slots=True)
class Bands:
    """Figures for counted things, as bands over time."""

    asked: Asked
    series: Shown[Series]


@pages.page("/look/figures", "look_figures.html", "Figures as bands")
def bands(ledger: Ledger, asked: Filters) -> Bands:
    """Figures drawn as bands from the lowest to the highest that was last said; never averaged."""
    return Bands(asked, _section(ledger, asked, "figures", SERIES).figures)


@dataclass(frozen=True, slots=True)
class Trees:
    """Points and where their claims come from."""

    asked: Asked
    points: Shown[KeyPoint]


@pages.page("/look/origins", "look_origins.html", "Source trees")
def origins(ledger: Ledger, asked: Filters) -> Trees:
    """Where the claims of each key point come from: outlets, those who passed the word on, and who spoke."""
    return Trees(asked, _section(ledger, asked, "points", TREES).points)


def _section(ledger: Ledger, asked: Asked, section: str, most: int) -> dossier.Dossier:
    """One section of the dossier of what is asked."""
    base, view = _view(ledger, asked)
    make: Callable[[], dossier.Dossier] = lambda: dossier.compile(ledger, view, sections=(section,), most=most)  # noqa: E731
    return remembered(base.snapshot, ("look", section, asked), make, base, view)


# As files


def _file(picture: str, name: str) -> Response:
    """A picture to be saved."""
    if not picture:
        raise NotFound("there is nothing to draw", "ask for more claims")
    headers = {"Content-Disposition": f'attachment; filename="sayso-{name}.svg"'}
    return Response(pictures.alone(picture), media_type="image/svg+xml", headers=headers)


async def _drawn(request: Request, draw: Callable[[Ledger], str], name: str) -> Response:
    return _file(await request.app.state.desk.read(draw), name)


SVG: dict[int | str, dict[str, Any]] = {200: {"description": "A picture", "content": {"image/svg+xml": {"schema": {"type": "string"}}}}}


@pages.get("/look/network.svg", summary="The network of parties as SVG", response_class=Response, responses=SVG)
async def network_svg(request: Request, asked: Filters) -> Response:
    """Parties one below the other and what runs between them as arcs."""
    return await _drawn(request, lambda ledger: pictures.network(look(ledger, asked).network, "network"), "network")


@pages.get("/look/timeline.svg", summary="The timeline as SVG", response_class=Response, responses=SVG)
async def timeline_svg(request: Request, asked: Filters) -> Response:
    """Each date as wide as it is uncertain."""
    return await _drawn(request, lambda ledger: pictures.timeline(times(ledger, asked).moments.items, "timeline"), "timeline")


@pages.get("/look/figures.svg", summary="One band of figures as SVG", response_class=Response, responses=SVG)
async def figures_svg(request: Request, asked: Filters, which: Which = 1) -> Response:
    """The figures for one thing, the first on the page unless told."""
    return await _drawn(request, lambda ledger: pictures.figures(_of(bands(ledger, asked).series, which), "figures"), f"figures-{which}")


@pages.get("/look/origins.svg", summary="One source tree as SVG", response_class=Response, responses=SVG)
async def origins_svg(request: Request, asked: Filters, which: Which = 1) -> Response:
    """Where the claims of one point come from, the first on the page unless told."""

    def draw(ledger: Ledger) -> str:
        tree = _of(origins(ledger, asked).points, which).tree
        return pictures.tree(tree, "tree") if tree else ""

    return await _drawn(request, draw, f"origins-{which}")


def _of(shown: Shown[T], which: int) -> T:
    if which > len(shown):
        raise NotFound(f"there are {len(shown)} of them", "ask for one that is there")
    return shown.items[which - 1]
