"""Lists: the articles, the claims, the points, the parties; each filtered by what stands in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from sayso.claim import Claim
from sayso.ledger import Ledger
from sayso.ledger import pages as leaves
from sayso.ledger.pages import Leaf, Listed
from sayso.web.pages import Pages, Words

pages = Pages()
After = Annotated[str, Query(max_length=300, description="Where the page begins: `after` of the one before")]
Day = Annotated[str, Query(max_length=40, description="2024, 2024-10 or 2024-10-18")]


@dataclass(frozen=True, slots=True)
class ArticleList:
    """The current articles, the newest first."""

    articles: Leaf[Listed]


@pages.page("/articles", "articles.html", "Articles")
def articles(ledger: Ledger, text: Words = "", publisher: Words = "", since: Day = "", until: Day = "", after: After = "") -> ArticleList:
    """The current articles, the newest first; all parameters narrow the list."""
    return ArticleList(leaves.articles(ledger, text=text, publisher=publisher, since=since, until=until, after=after))


@dataclass(frozen=True, slots=True)
class ClaimList:
    """Claims by date of publication, article and place in it."""

    claims: Leaf[Claim]
