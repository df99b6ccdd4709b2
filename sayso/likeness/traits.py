"""What a claim is about, boiled down to sets: its words by weight, names, figures, parties, doings, things and weekdays."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sayso.claim import Claim
from sayso.likeness.frames import STOP, Frame
from sayso.likeness.words import WEEKDAYS, WORD, doings, term, weight
from sayso.names.gazetteer import DATA, FILES, Entry, Gazetteer, read

LONGEST_NAME = 3  # words of a known name that are looked up together
OF_A_COUNTRY = {"state", "capital", "seat", "demonym"}  # names of a country, its people or its government
ABOUT = 24  # of an article, its most telling words
TELLING = 1.6  # weight from which a word is telling: it stands in one paragraph of thirteen or fewer
NAME_WEIGHT = 2.0  # a name tells an article from another more than a common word does


@dataclass(frozen=True, slots=True)
class Word:
    """A word by itself: what it is compared by, and what it may be."""

    stem: str  # "" of one that carries nothing
    weight: float = 0.0
    is_figure: bool = False
    is_name: bool = False
    begins: bool = False  # known names of several words begin with it
    entry: Entry | None = None  # what it is known as


@dataclass(slots=True)
class Content:
    """The carrying words of a text, and what they are. A country stands under its code ("@KP"), however it is named."""

    words: dict[str, float] = field(default_factory=dict)  # each stem, with its weight
    surface: dict[str, str] = field(default_factory=dict)  # the word as it stood there first
    counts: dict[str, int] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    figures: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)  # of things: "fighter jets" and "MiG-29" are both fighter aircraft

    def put(self, word: Word, surface: str) -> None:
        if not word.stem:
            return
        self.words[word.stem] = word.weight
        self.surface.setdefault(word.stem, surface)
        self.counts[word.stem] = self.counts.get(word.stem, 0) + 1
        if word.is_figure:
            self.figures.add(word.stem)
        elif word.is_name:
            self.names.add(word.stem)


@dataclass(frozen=True, slots=True)
class Traits:
    """A claim as it is compared."""

    words: Mapping[str, float]
    surface: Mapping[str, str]
    length: float  # of the words as a vector
    total: float  # of the weights
    names: frozenset[str]
    figures: frozenset[str]
    weekdays: frozenset[str]
    countries: frozenset[str]
    parties: frozenset[str]  # standing in its events
    types: frozenset[str]
    main: str  # type of the main event
    deed: frozenset[str]  # the words of the main event's trigger
    deed_classes: frozenset[str]  # of doings
    kinds: frozenset[str]
    places: frozenset[str]
    doings: Mapping[str, frozenset[str]]  # the words that tell of a doing, with the classes they belong to
    classes: frozenset[str]
    background: Mapping[str, float]  # the most telling words of the article, with their weight
    background_length: float


def traits(claim: Claim, frames: Sequence[Frame]) -> Traits:
    """Boil a claim down."""
    content = read_words(claim.content.text)
    parties = frozenset(party for frame in frames for party in frame.agents | frame.recipients)
    doing = {word: classes for word in content.words if (classes := doings(word))}
    background, background_length = _background(claim.article.about)
    deed = frozenset(term(word) for word in WORD.findall(frames[0].event.trigger.text)) if frames else frozenset[str]()
    return Traits(
        words=content.words,
        surface=content.surface,
        length=_length(content.words),
        total=sum(content.words.values()),
        names=frozenset(content.names),
        figures=frozenset(content.figures),
        weekdays=WEEKDAYS & content.words.keys(),
        countries=frozenset(content.countries | {p for p in parties if len(p) == 2 and p.isupper()}),
        parties=parties,
        types=frozenset(frame.type for frame in frames),
        main=frames[0].type if frames else "",
        deed=deed,
        deed_classes=frozenset[str]().union(*map(doings, deed)),
        kinds=frozenset(content.kinds.union(*(frame.kinds for frame in frames))),
        places=frozenset(place for frame in frames for place in frame.places),
        doings=doing,
        classes=frozenset(c for classes in doing.values() for c in classes),
        background=background,
        background_length=background_length,
    )


def about(text: str) -> tuple[str, ...]:
    """The words of an article that tell it best from others, as they stand there: by how rare they are, and how frequent in it."""
    content = read_words(text)
    named = content.names | {word for word in content.words if word[0] == "@"}

    def worth(word: str) -> float:
        return (1 + math.log(content.counts[word])) * content.words[word] * (NAME_WEIGHT if word in named else 1.0)

    telling = sorted((w for w in content.words if content.words[w] >= TELLING), key=lambda w: (-worth(w), w))
    return tuple(content.surface[w] for w in telling[:ABOUT])


@lru_cache(maxsize=4096)
def _background(words: tuple[str, ...]) -> tuple[Mapping[str, float], float]:
    """An article's most telling words by weight, and their length as a vector; all its claims share them."""
    found: dict[str, float] = {}
    for word in words:
        content = read_words(word)
        for stemmed in content.words:
            is_name = stemmed in content.names or stemmed[0] == "@"
            found[stemmed] = content.words[stemmed] * (NAME_WEIGHT if is_name else 1.0)
    return found, _length(found)


def _length(words: Mapping[str, float]) -> float:
    return math.sqrt(sum(w * w for w in words.values()))


def read_words(text: str) -> Content:
    """The carrying words of a text, countries and kinds of things recognised."""
    tokens = WORD.findall(text)
    content = Content()
    at = 0
    while at < len(tokens):
        word = _word(tokens[at])
        entry, length = _known(tokens, at) if word.begins else (word.entry, 1)
        if entry and entry.kind in OF_A_COUNTRY:
            content.countries.add(entry.country)
            content.put(_country(entry.country), " ".join(tokens[at : at + length]))
            at += length
            continue
        if entry and entry.sort and entry.kind in ("item", "equipment"):
            content.kinds.add(entry.sort)
        for token in tokens[at : at + length]:
            content.put(_word(token), token)
        at += length
    return content


@lru_cache(maxsize=1 << 16)
def _word(token: str) -> Word:
    plain = token.casefold()
    stem = "" if plain in STOP else term(token)
    is_figure = stem[:1].isdigit()
    return Word(stem, weight(stem) if stem else 0.0, is_figure, token[0].isupper(), plain in _first_words(), _lookup(token))


@lru_cache(maxsize=512)
def _country(code: str) -> Word:
    return Word("@" + code, weight("@" + code))


def _known(tokens: Sequence[str], at: int) -> tuple[Entry | None, int]:
    """The known name or thing that begins here, and how many words it takes."""
    for length in range(min(LONGEST_NAME, len(tokens) - at), 1, -1):
        if entry := _lookup(" ".join(tokens[at : at + length])):
            return entry, length
    return _word(tokens[at]).entry, 1


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    """The words with which known names of several words begin; to look up every phrase of a text would be dear."""
    aliases = (alias for name in FILES if (path := DATA / f"{name}.tsv").exists() for alias in read(path))
    return frozenset(alias.pieces[0] for alias in aliases if len(alias.pieces) > 1)


@lru_cache(maxsize=1 << 16)
def _lookup(phrase: str) -> Entry | None:
    gazetteer = Gazetteer.load()
    named = gazetteer.lookup("name", phrase) if phrase[0].isupper() else None
    return named or gazetteer.lookup("equipment", phrase) or gazetteer.lookup("item", phrase)
