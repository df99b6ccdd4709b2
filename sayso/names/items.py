"""Things moved, struck or signed: what a noun phrase calls them, what kind they are and whose make."""

from __future__ import annotations

import re

from sayso.claim import Item
from sayso.names.gazetteer import Entry, Gazetteer, Match
from sayso.names.noun_phrases import counted, left_edge
from sayso.sentences import Parse, Token

MADE = {"made", "built", "supplied", "designed", "era", "produced", "origin", "style"}  # "U.S.-made", "Soviet-era"
DESIGNATION = re.compile(r"[A-Z][A-Za-z]{0,6}-?\d{1,4}[A-Z]{0,3}s?")  # "XB-9": a system that no list knows
NATIONAL = {"state", "demonym", "capital"}


def read(parse: Parse, gazetteer: Gazetteer, head: Token) -> Item:
    """The noun phrase headed by this word as an item; how many there are is not asked here."""
    head = counted(head)
    own = _system_at(gazetteer, head)
    if own:
        base = head.sentence.tokens[0].i
        span = parse.cut(parse.tokens[own.start + base : own.end + base])
        return Item(span.text, span.span, own.entry.name, own.entry.sort, own.entry.country)
    phrase = parse.tokens[_first(parse, gazetteer, head) : head.i + 1]
    span = parse.cut(phrase)
    system = _only_system(gazetteer, phrase)
    unknown = [t.text for t in phrase if not system and DESIGNATION.fullmatch(t.text)]
    name = system.name if system else unknown[0] if len(unknown) == 1 else span.text
    kind = system.sort if system else _kind(gazetteer, phrase)
    return Item(span.text, span.span, name, kind, _origin(gazetteer, phrase) or (system.country if system else ""))


def _first(parse: Parse, gazetteer: Gazetteer, head: Token) -> int:
    """Where an item's phrase begins: with the whole of a designation, without a count."""
    first = left_edge(parse.tokens, head)
    base = head.sentence.tokens[0].i
    for at in range(max(base, first - 3), first + 1):
        system = gazetteer.match("equipment", head.sentence.tokens, at - base)
        if system and system.end + base > first:
            return at
    while first < head.i and parse.tokens[first].tag in ("CD", "DT", "PRP$", "HYPH", "POS") and not parse.tokens[first].text[0].isupper():
        first += 1
    return first


def _system_at(gazetteer: Gazetteer, head: Token) -> Match | None:
    """The named system that this very word is, or is part of."""
    words = head.sentence.tokens
    place = head.i - words[0].i
    for at in range(max(0, place - 4), place + 1):
        found = gazetteer.match("equipment", words, at)
        if found and found.end > place and (words[at].text[0].isupper() or words[at].text[0].isdigit()):
            return found
    return None


def _only_system(gazetteer: Gazetteer, phrase: list[Token]) -> Entry | None:
    """The one named system in a phrase ("MiG-29 fighters"), or none where it names several."""
    found = {m.entry.name: m.entry for m in gazetteer.matches("equipment", phrase)}
    return next(iter(found.values())) if len(found) == 1 else None


def _kind(gazetteer: Gazetteer, phrase: list[Token]) -> str:
    """The kind that the last words of a phrase name, by the longest entry."""
    for at in range(len(phrase)):
        found = gazetteer.match("item", phrase, at)
        if found and found.end == len(phrase):
            return found.entry.sort
    return ""


def _origin(gazetteer: Gazetteer, phrase: list[Token]) -> str:
    """The country that a phrase names as the thing's own: "Russian jets", "U.S.-made jets"."""
    for found in gazetteer.matches("name", phrase):
        if found.entry.kind in NATIONAL and found.end < len(phrase):
            return found.entry.country
    for token in phrase:
        maker, _, made = token.text.rpartition("-")
        entry = gazetteer.lookup("name", maker) if made in MADE else None
        if entry and entry.kind in NATIONAL:
            return entry.country
    return ""
