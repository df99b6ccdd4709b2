"""Whom an article speaks of: a figure and the stretches of words that stand for it."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.claim import PartyKind, make_id
from sayso.names.gazetteer import normal
from sayso.names.noun_phrases import SUBJECTS
from sayso.sentences import Token

PARTIES = {"person", "office", "organisation", "state", "medium"}


@dataclass(slots=True, eq=False)
class Figure:
    """Someone or something the article speaks of, as far as it has been read."""

    name: str
    kind: str
    named: bool
    country: str = ""
    role: str = ""
    gender: str = ""
    plural: bool = False
    offices: tuple[tuple[str, str], ...] = ()  # (class of office, country) held
    sort: str = ""  # what a group or body is: "troops", "spy agency"
    state: bool = False  # a group that acts for its country: "North Korean troops"
    members: tuple[Figure, ...] = ()
    aliases: tuple[str, ...] = ()
    times: int = 0

    def called(self, name: str) -> None:
        self.times += 1
        if name != self.name and name not in self.aliases:
            self.aliases = (*self.aliases, name)


@dataclass(slots=True, eq=False)
class Found:
    """A stretch of words and the figure they stand for."""

    start: int
    end: int
    head: Token
    figure: Figure
    place: bool = False  # stands for the place, not for those who rule it
    pronoun: bool = False

    @property
    def subject(self) -> bool:
        return self.head.dep in SUBJECTS or (self.head.dep == "conj" and self.head.head.dep in SUBJECTS)


def kind_of(figure: Figure) -> PartyKind:
    """A figure's kind as a source or party has it."""
    return figure.kind if figure.kind in PARTIES else "unnamed"  # type: ignore[return-value]


def party_id(kind: str, name: str, country: str) -> str:
    """The same for the same party in every article; people also where the spelling of their name in our letters differs."""
    called = " ".join(person_words(name)) if kind == "person" else normal(name)
    return make_id("party", kind, called, country)


def person_words(name: str) -> list[str]:
    """A person's name as it is compared: without case, accents and the spelling differences of transliteration."""
    words = normal(name).split()
    return [fold(w) for w in words if len(w) > 1] or words


def fold(word: str) -> str:
    for ending in ("iyy", "yy", "iy", "ii", "yi", "ij", "y"):
        if len(word) > 4 and word.endswith(ending):
            return word[: -len(ending)] + "i"
    return word
