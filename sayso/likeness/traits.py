"""What a claim is about, boiled down to sets: its words by weight, names, figures, parties, doings, things, places and days."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.claim import Claim
from sayso.likeness.frames import STOP, Frame, days
from sayso.likeness.words import WORD, term, weight
from sayso.names.gazetteer import Entry, Gazetteer

LONGEST_NAME = 3  # words of a known name that are looked up together
NAMED = {"state", "capital", "seat", "demonym"}  # names of a country, its people or its government
FIGURE = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Traits:
    """A claim's content as it is compared."""

    words: dict[str, float]  # every carrying word, cut to its stem, with its weight
    length: float  # of the words as a vector
    total: float  # of the weights
    names: frozenset[str]  # the words among them that are written as names
    figures: frozenset[str]
    countries: frozenset[str]  # named in the content or standing in its events
    parties: frozenset[str]  # standing in its events
    types: frozenset[str]
    triggers: frozenset[str]
    kinds: frozenset[str]
    places: frozenset[str]
    when: tuple[str, str] | None  # first and last day of the event, where it is told


def traits(claim: Claim, frames: Sequence[Frame]) -> Traits:
    """Boil a claim down."""
    words, names, figures, countries, kinds = _content(claim.content.text)
    parties = frozenset(party for frame in frames for party in frame.agents | frame.recipients)
    dated = [days(f.event.when.edtf) for f in frames if f.event.when and f.event.when.edtf]
    return Traits(
        words=words,
        length=math.sqrt(sum(w * w for w in words.values())),
        total=sum(words.values()),
        names=names,
        figures=figures,
        countries=countries | {p for p in parties if len(p) == 2 and p.isupper()},
        parties=parties,
        types=frozenset(frame.type for frame in frames),
        triggers=frozenset(term(word) for frame in frames for word in WORD.findall(frame.event.trigger.text)),
        kinds=kinds | {kind for frame in frames for kind in frame.kinds},
        places=frozenset(place for frame in frames for place in frame.places),
        when=dated[0] if dated else None,
    )


def _content(text: str) -> tuple[dict[str, float], frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """The words of a content by weight, and which of them are names, figures, countries and kinds of things."""
    tokens = WORD.findall(text)
    weights: dict[str, float] = {}
    names, figures, countries, kinds = set(), set(), set(), set()
    at = 0
    while at < len(tokens):
        entry, length = _known(tokens, at)
        if entry and entry.kind in NAMED:
            found = "@" + entry.country
            countries.add(entry.country)
            weights[found] = weight(found)
            at += length
            continue
        if entry and entry.sort and entry.kind in ("item", "equipment"):
            kinds.add(entry.sort)
        word = tokens[at]
        lower = word.casefold()
        if lower not in STOP:
            found = term(word)
            weights[found] = weight(found)
            if FIGURE.search(word[0]):
                figures.add(found)
            elif word[0].isupper():
                names.add(found)
        at += 1
    return weights, frozenset(names), frozenset(figures), frozenset(countries), frozenset(kinds)


def _known(tokens: Sequence[str], at: int) -> tuple[Entry | None, int]:
    """The known name or thing that begins here, and how many words it takes."""
    gazetteer = Gazetteer.load()
    for length in range(min(LONGEST_NAME, len(tokens) - at), 0, -1):
        phrase = " ".join(tokens[at : at + length])
        if phrase[0].isupper() and (entry := gazetteer.lookup("name", phrase)):
            return entry, length
        if entry := gazetteer.lookup("equipment", phrase) or gazetteer.lookup("item", phrase):
            return entry, length
    return None, 1
