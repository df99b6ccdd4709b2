"""Search: one box over claims, articles and parties, answered as one types."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from starlette.responses import Response

from sayso.ledger import Ledger
from sayso.ledger import searching as ledger_search
from sayso.ledger.searching import Found
from sayso.web import telling
from sayso.web.pages import Pages, Words, draw

pages = Pages()
IN_PANEL, ON_PAGE = 5, 20


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The first claims, articles and parties that fit."""

    words: str
    found: Found
    sentences: dict[str, str]  # of claims whose content alone says little, by their ids


@pages.page("/search", "search.html", "Search")
def search(ledger: Ledger, q: Words = "") -> SearchResult:
    """The latest claims and articles that hold all the words, and the parties whose name begins so."""
    return _found(ledger, q, ON_PAGE)


def _found(ledger: Ledger, words: str, most: int) -> SearchResult:
    found = ledger_search.search(ledger, words, most=most)
    return SearchResult(words, found, telling.sentences(ledger, found.claims))


@pages.get("/search/panel", include_in_schema=False)
async def panel(request: Request, q: Words = "") -> Response:
    """The first few, as the panel below the search box shows them."""
    return draw(request, "search_panel.html", await request.app.state.desk.read(lambda ledger: _found(ledger, q, IN_PANEL)))
