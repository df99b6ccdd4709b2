"""resolve: Parse -> Cast. Who and what "he", "Seoul", "the spy agency" or "these troops" are in one article.

Names are found in naming.py, what stands for them in anaphora.py; here the answers are given: for a word, for a credited
phrase, for a role in an event, for a thing moved. What stays unknown says so: kind "unnamed", and named is false.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from sayso.claim import Item, Party, PartyKind, Role, Source, Span
from sayso.names import items
from sayso.names.anaphora import Reader
from sayso.names.figures import PARTIES, Found, kind_of, party_id
from sayso.names.gazetteer import Gazetteer
from sayso.names.noun_phrases import NOUNS, bare, counted, left_edge
from sayso.sentences import Parse, Token

__all__ = ["Cast", "Mention", "party_id", "resolve"]


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

    def __init__(self, parse: Parse, gazetteer: Gazetteer, found: list[Found]) -> None:
        self.parse = parse
        self.gazetteer = gazetteer
        self._found = sorted(found, key=lambda f: (f.start, f.end))
        self._cover: dict[int, Found] = {}
        self._items: dict[int, Item] = {}
        for one in sorted(self._found, key=lambda f: f.start - f.end):
            for i in range(one.start, one.end):
                self._cover[i] = one
        self._ids: dict[int, str] = {}
        self.mentions = [self._mention(f) for f in self._found]
        self._mention_of = {id(f): m for f, m in zip(self._found, self.mentions, strict=True)}
        self.parties = self._parties()

    # What a mention says

    def _mention(self, one: Found) -> Mention:
        name, kind, party = self._standing(one)
        figure = one.figure
        span = self.parse.cut(self.parse.tokens[one.start : one.end])
        return Mention(span, one.head.i, name, kind, figure.named, figure.country, figure.role, party)

    def _standing(self, one: Found) -> tuple[str, str, str]:
        """Name, kind and party of whom a mention stands for in an event."""
        figure = one.figure
        if one.place:
            return figure.sort or figure.name, "place", ""
        if figure.state and figure.country in self.gazetteer.states:
            name = self.gazetteer.states[figure.country]
            return name, "state", party_id("state", name, figure.country)
        if figure.members:
            return figure.name, figure.members[0].kind, ""
        kind = "group" if figure.kind == "unnamed" else figure.kind
        return figure.name, kind, party_id(figure.kind, figure.name, figure.country) if figure.named and figure.kind in PARTIES else ""

    def _parties(self) -> tuple[Party, ...]:
        found: dict[str, Party] = {}
        for one, mention in zip(self._found, self.mentions, strict=True):
            if mention.party and one.figure.named and not one.figure.members and mention.party not in found:
                f = one.figure
                kind: PartyKind = f.kind  # type: ignore[assignment]
                found[mention.party] = Party(mention.party, f.name, kind, f.country, f.role, tuple(sorted(f.aliases)))
        return tuple(found[key] for key in sorted(found))

    # The questions

    def at(self, token: Token) -> Mention | None:
        """The mention that covers this word."""
        one = self._cover.get(token.i)
        return self._mention_of[id(one)] if one else None

    def source(self, span: Span) -> Source:
        """A credited phrase as a source."""
        tokens = self.parse.between(span.start, span.end)
        found = self._credited(tokens)
        if not found:
            return Source(span.text, span.span, bare(_without_clause(tokens, span)), "unnamed", False)
        figures = [f.figure for f in found]
        if len(figures) == 1 and figures[0].members:
            figures = list(figures[0].members)
        if len(figures) > 1:
            name = " and ".join(dict.fromkeys(f.name for f in figures))
            return Source(span.text, span.span, name, kind_of(figures[0]), any(f.named for f in figures))
        figure = figures[0]
        party = party_id(figure.kind, figure.name, figure.country) if figure.named and figure.kind in PARTIES else ""
        return Source(span.text, span.span, figure.name, kind_of(figure), figure.named, figure.role, figure.country, party)

    def _credited(self, tokens: list[Token]) -> list[Found]:
        """Whom a credited phrase names: its head word's mention and those coordinated with it."""
        inside = {t.i for t in tokens}
        heads = [t for t in tokens if t.head.i not in inside or t.head is t]
        nominal = [t for t in heads if t.tag in NOUNS or t.pos == "PRON" or t.i in self._cover]
        apart = {
            t.i
            for head in nominal
            if head.tag in ("NN", "NNS")
            for c in head.children
            if c.dep in ("prep", "acl", "relcl")
            for t in c.subtree()
        }
        below = [t for t in tokens if t.i in self._cover and t not in nominal and t.i not in apart]  # "a biography of the queen" is not she
        for head in nominal + [t for t in below if t.tag in NOUNS or t.pos == "PRON"]:
            head = counted(head)
            if one := self._cover.get(head.i):
                return self._joined(one, inside)
        return []

    def _joined(self, one: Found, inside: set[int]) -> list[Found]:
        found = [one]
        for t in one.head.conjuncts():
            other = self._cover.get(t.i)
            if t.i in inside and other and other.figure not in [f.figure for f in found]:
                found.append(other)
        return found

    def role(self, head: Token) -> Role:
        """The noun phrase headed by this word as a party or place in an event."""
        head = counted(head)
        span = self.phrase(head)
        one = self._cover.get(head.i)
        if one is None:
            return Role(span.text, span.span, span.text, "thing")
        if one.figure.members:
            name = " and ".join(dict.fromkeys(f.name for f in one.figure.members))
            return Role(span.text, span.span, name, kind_of(one.figure.members[0]))
        name, kind, party = self._standing(one)
        return Role(span.text, span.span, name, kind, one.figure.country, party)

    def members(self, of: Span | Token) -> list[Role]:
        """Each of those whom a joint phrase stands for: "both nations", "Russia and North Korea"."""
        if isinstance(of, Token):
            found = self._joined(self._cover[of.i], {t.i for t in of.sentence.tokens}) if of.i in self._cover else []
        else:
            found = self._credited(self.parse.between(of.start, of.end))
        roles: list[Role] = []
        for one in found:
            role = self.role(one.head)
            for figure in one.figure.members:
                party = party_id(figure.kind, figure.name, figure.country)
                roles.append(replace(role, name=figure.name, kind=figure.kind, country=figure.country, party=party))
            if not one.figure.members:
                roles.append(role)
        return roles

    def phrase(self, head: Token) -> Span:
        """The words of a noun phrase without its article and without what follows its head, but for "of" and "from"."""
        tokens = self.parse.tokens
        one = self._cover.get(head.i)
        first = min(left_edge(tokens, head), one.start if one else head.i)
        last = max(head.i + 1, one.end if one else 0)
        if tokens[first].lower in ("the", "a", "an") and first < head.i:
            first += 1
        return self.parse.cut(tokens[first:last])

    def item(self, head: Token) -> Item:
        """The noun phrase headed by this word as a thing moved; read once."""
        if head.i not in self._items:
            self._items[head.i] = items.read(self.parse, self.gazetteer, head)
        return self._items[head.i]


def _without_clause(tokens: list[Token], span: Span) -> str:
    """The words of a phrase up to its comma and "who", "which": "a baker, who was hurt," is a baker."""
    for comma, word in pairwise(tokens):
        if comma.text == "," and word.tag in ("WP", "WDT", "WP$"):
            return span.text[: comma.start - span.start]
    return span.text


def resolve(parse: Parse, gazetteer: Gazetteer) -> Cast:
    """Find everyone an article speaks of, and who its pronouns and short names stand for."""
    return Cast(parse, gazetteer, Reader(parse, gazetteer).read())
