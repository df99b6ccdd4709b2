"""Lists: the articles, the parties and what each of them says, does and is said of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Path, Query

from sayso.claim import Claim, Party
from sayso.ledger import Ledger
from sayso.ledger import pages as leaves
from sayso.ledger.pages import Leaf, Listed
from sayso.web import telling
from sayso.web.pages import Pages, Words

pages = Pages()
After = Annotated[str, Query(max_length=600, description="Where the page begins: `after` of the one before")]
Day = Annotated[str, Query(max_length=40, description="2024, 2024-10 or 2024-10-18")]


@dataclass(frozen=True, slots=True)
class ArticleList:
    """The current articles, the newest first."""

    articles: Leaf[Listed]


@pages.page("/articles", "articles.html", "Articles")
def articles(ledger: Ledger, text: Words = "", publisher: Words = "", since: Day = "", until: Day = "", after: After = "") -> ArticleList:
    """The current articles, the newest first; all parameters narrow the list."""
    return ArticleList(leaves.articles(ledger, text=text, publisher=publisher, since=since.strip(), until=until.strip(), after=after))


@dataclass(frozen=True, slots=True)
class PartyList:
    """Everyone the current articles name, by name."""

    parties: Leaf[Party]


@pages.page("/parties", "parties.html", "Parties")
def parties(ledger: Ledger, name: Words = "", after: After = "") -> PartyList:
    """Everyone the articles name, by name."""
    return PartyList(leaves.parties(ledger, name=name, after=after))


@dataclass(frozen=True, slots=True)
class OneParty:
    """A party: its names, what it says, and what is said of it."""

    party: Party
    articles: int
    says: Leaf[Claim]
    about: Leaf[Claim]
    sentences: dict[str, str]  # of claims whose content alone says little, by their ids


@pages.page("/parties/{ident}", "party.html", "One party")
def one_party(ledger: Ledger, ident: Annotated[str, Path(max_length=100)]) -> OneParty:
    """A party with every name seen, the latest of what it says, and the latest of what others say of it."""
    party, articles = leaves.party(ledger, ident)
    says, about = leaves.said_by(ledger, party.id), leaves.said_of(ledger, party.id)
    return OneParty(party, articles, says, about, telling.sentences(ledger, (*says.items, *about.items)))
