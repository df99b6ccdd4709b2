"""resolve: Parse -> Cast. Who and what "he", "Seoul", "the spy agency" or "these troops" are in one article."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.claim import Item, Party, Role, Source, Span
from sayso.gazetteer import Gazetteer
from sayso.sentences import Parse, Token


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the article that denote a party, a place or a group."""

    span: Span
    head: int  # number of its head word
    name: str
    kind: str  # a PartyKind, or "place", "group", "thing"
    named: bool
    country: str = ""
    role: str = ""
    party: str = ""


class Cast:
    """Everyone in one article."""

    def __init__(self, parse: Parse, gazetteer: Gazetteer) -> None:
        self.parse = parse
        self.gazetteer = gazetteer
        self.mentions: list[Mention] = []
        self.parties: tuple[Party, ...] = ()

    def at(self, token: Token) -> Mention | None:
        """The mention that covers this word."""
        return None

    def source(self, span: Span) -> Source:
        """A credited phrase as a source."""
        return Source(span.text, span.span, span.text, "unnamed", False)

    def role(self, head: Token) -> Role:
        """The noun phrase headed by this word as a party or place in an event."""
        return Role(head.text, (head.start, head.end), head.text)

    def members(self, of: Span | Token) -> list[Role]:
        """Each of those whom a joint phrase stands for: "both nations", "Russia and North Korea"."""
        return []

    def item(self, head: Token) -> Item:
        """The noun phrase headed by this word as a thing moved."""
        return Item(head.text, (head.start, head.end), head.text)


def resolve(parse: Parse, gazetteer: Gazetteer) -> Cast:
    """Find everyone an article speaks of, and who its pronouns and short names stand for."""
    return Cast(parse, gazetteer)
