"""What two texts share: word 5-grams, the stretches that are the same word for word, and what one retells of the other. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from sayso.likeness.frames import STOP

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.int64]

WORDS_IN_SHINGLE = 5
FEWEST = 8  # shingles below which a text, or a passage, is too short to be told apart
WINDOW = 23  # shingles in a row of which one is looked up
SAMPLE_OF_TRIPLES = 16  # and one triple of carrying words in so many
SHORT = 60  # of either, up to which all are
COPIED = 0.5  # share of the shorter text that stands in the longer from which it is a copy
PASSAGE = 16  # words in common, in one stretch, from which it is a passage: one long sentence
GAP = 5  # words changed within a passage, at most, before it is two
PLACES = 4  # of one shingle in one text; what stands there more often is a refrain
MULTIPLIER = 0x9E3779B97F4A7C15  # odd, so that every word of a shingle counts in every bit of its hash

SENTENCE_ALIKE = 0.6  # share of a sentence's carrying words that one sentence, or two in a row, of the other text must have
IN_ORDER = 0.5  # share of them that must stand there in the same order
SENTENCE = 4  # carrying words below which a sentence tells nothing
RETOLD = 0.6  # share of the shorter text told in the order of the longer from which it is a rewrite
RETOLD_SENTENCES = 3  # at least, for a rewrite
ECHO = 0.06  # share of triples in common below which two texts are not held against each other sentence by sentence
STEM = 6  # letters by which words are compared: "transferred" and "transferring" are one

WORD = re.compile(r"\w+")
QUOTED = re.compile(r"“[^”]{1,800}”|\"[^\"]{1,800}\"")
SENTENCE_END = re.compile(r"\n+|(?<=[.!?])[\"”’)\]]*\s+(?=[\"“‘(\[]?[A-Z0-9])")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch that two texts share word for word, but for a few words within it."""

    start: int  # in code points, end exclusive
    end: int
    of_start: int
    of_end: int
    words: int  # that are the same


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a text has in common with an earlier one."""

    kind: str  # "copy", "rewrite" or "passage"
    containment: float  # share of the shorter text that stands in the longer, 0..1
    share: float  # of the later text that is told in the earlier, 0..1
    reason: str
    passages: tuple[Passage, ...]


@lru_cache(maxsize=1 << 16)
def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.casefold().encode(), digest_size=8).digest(), "big")


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> int:
    """A carrying word cut to its stem, as a number; 0 for the likes of "of"."""
    word = word.casefold()
    return 0 if word in STOP else _hash(word[:STEM])


def _winnowed(rows: Hashes) -> Hashes:
    """The least of every window of hashes in a row, each once (winnowing, Schleimer et al. 2003)."""
    import numpy as np

    return np.unique(np.lib.stride_tricks.sliding_window_view(rows, WINDOW).min(axis=1))


class Wording:
    """A text made ready to be compared; what is dear to reckon is only reckoned once asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def words(self) -> list[int]:
        return [_hash(word) for word in WORD.findall(self.text)]

    @cached_property
    def places(self) -> list[tuple[int, int]]:
        """Where each word stands."""
        return [match.span() for match in WORD.finditer(self.text)]

    @cached_property
    def rows(self) -> Hashes:
        """The hash of every five words in a row, in the order of the text."""
        import numpy as np

        words = np.array(self.words, dtype=np.uint64)
        count = max(len(words) - WORDS_IN_SHINGLE + 1, 0)
        hashes = np.zeros(count, dtype=np.uint64)
        for place in range(WORDS_IN_SHINGLE if count else 0):
            hashes = hashes * np.uint64(MULTIPLIER) + words[place : place + count]
        hashes ^= hashes >> np.uint64(32)
        return hashes.view(np.int64)

    @cached_property
    def shingles(self) -> Hashes:
        """Each of them once, in order of size."""
        import numpy as np

        return np.unique(self.rows)

    @cached_property
    def triples(self) -> Hashes:
        """Hashes of every three carrying words in a row, whatever their order: what a rewrite often leaves together."""
        import numpy as np

        stems = np.array([stem for word in WORD.findall(self.text) if (stem := _stem(word))], dtype=np.uint64)
        triples = stems[:-2] + stems[1:-1] + stems[2:] if len(stems) > 2 else stems[:0]
        return np.unique(triples.view(np.int64))

    @cached_property
    def prints(self) -> tuple[int, ...]:
        """By what a text is found again: some of its shingles and triples, chosen alike in every text; all of a short one.

        Of the shingles the least of every WINDOW in a row, so that two texts with 27 words in common, in one stretch, have one of
        them in common, and two of 50. Of the triples the same sample everywhere: what is retold stands in no such stretch.
        """
        shingles = self.shingles if len(self.shingles) <= SHORT else _winnowed(self.rows)
        triples = self.triples if len(self.triples) <= SHORT else self.triples[self.triples % SAMPLE_OF_TRIPLES == 0]
        return (*shingles.tolist(), *triples.tolist())

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences that have carrying words enough to be known by."""
        told = QUOTED.sub(" ", self.text)  # two who quote one statement need not have copied each other
        found = (Sentence(tuple(dict.fromkeys(carrying(part)))) for part in SENTENCE_END.split(told) if part)
        return [sentence for sentence in found if len(sentence.words) >= SENTENCE]


class Sentence:
    """The carrying words of a sentence, each once, in their order."""

    __slots__ = ("all", "words")

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words
        self.all = frozenset(words)

    def stands_in(self, words: tuple[str, ...]) -> bool:
        """Whether enough of them stand there in the same order: a heap of the same words is not the same sentence."""
        places = {word: place for place, word in enumerate(words)}
        return len(_longest_rise([places[word] for word in self.words if word in places])) >= IN_ORDER * len(self.words)


def carrying(words: str) -> Iterator[str]:
    """The words that carry a sentence, cut to their stems: a name, a figure, anything but the likes of "of"."""
    return (word[:STEM] for word in WORD.findall(words.casefold()) if word not in STOP)


@lru_cache(maxsize=1024)
def wording(text: str) -> Wording:
    """A text made ready to be compared, kept for the next comparison."""
    return Wording(text)


# Two texts


def containment(a: str, b: str) -> float:
    """How much of the shorter text stands in the longer, word for word, 0..1."""
    one, other = wording(a), wording(b)
    return _contained(one, other, _common(one, other))


def _common(a: Wording, b: Wording) -> int:
    import numpy as np

    return len(np.intersect1d(a.shingles, b.shingles, assume_unique=True))


def _echo(a: Wording, b: Wording) -> float:
    """The share of the shorter text's triples that the other has too."""
    import numpy as np

    return len(np.intersect1d(a.triples, b.triples, assume_unique=True)) / max(min(len(a.triples), len(b.triples)), 1)


def _contained(a: Wording, b: Wording, common: int) -> float:
    shorter = min(len(a.shingles), len(b.shingles))
    return common / shorter if shorter >= FEWEST else 0.0


def compare(later: str, earlier: str) -> Overlap | None:
    """What a text has in common with an earlier one: nothing, a passage, or all that matters of it."""
    a, b = wording(later), wording(earlier)
    common = _common(a, b)
    contained = _contained(a, b, common)
    shared = passages(a, b)
    share = sum(p.words for p in shared) / max(len(a.words), 1)
    if contained > COPIED:
        reason = f"{contained:.0%} of the shorter text stands word for word in the other"
        return Overlap("copy", contained, max(share, common / len(a.shingles)), reason, shared)
    told = retold(a, b) if _echo(a, b) >= ECHO else None
    if told and told.part >= RETOLD:
        reason = f"{told.sentences} of the {told.of} sentences of the shorter text are told in the same order in the other"
        return Overlap("rewrite", contained, max(share, told.own), f"{reason}, {contained:.0%} word for word", shared)
    if shared:
        count = sum(p.words for p in shared)
        return Overlap("passage", contained, share, f"{count} words in {len(shared)} passage{'s'[: len(shared) > 1]}", shared)
    return None


@dataclass(frozen=True, slots=True)
class Retelling:
    """How much of a text another tells in the same order."""

    sentences: int  # of the shorter text, that the longer has too
    of: int  # all that the shorter has
    part: float  # the share of their words, 0..1
    own: float  # the same words as a share of the first text given


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that two texts share: which, counted from 0, and how many."""

    at: int
    of: int
    length: int


def _runs(a: Wording, b: Wording) -> Iterator[Run]:
    """The longest shared stretches of five words or more, in the order of the first text, none overlapping there."""
    import numpy as np

    common = np.intersect1d(a.shingles, b.shingles, assume_unique=True)
    if len(common) < FEWEST:  # too few for a passage
        return
    where: dict[int, list[int]] = {}
    for place in np.flatnonzero(np.isin(b.rows, common)).tolist():
        places = where.setdefault(int(b.rows[place]), [])
        if len(places) < PLACES:
            places.append(place)
    done, follows = 0, 0
    for at in np.flatnonzero(np.isin(a.rows, common)).tolist():
        if at < done:
            continue
        longest = max(
            (Run(at, of, _in_common(a.words, b.words, at, of)) for of in where[int(a.rows[at])]),
            key=lambda run: (run.length, run.of >= follows, -run.of),
        )
        done, follows = at + longest.length, longest.of + longest.length
        yield longest


def _in_common(a: list[int], b: list[int], i: int, j: int) -> int:
    """How many words from here on are the same in both."""
    length = 0
    while i + length < len(a) and j + length < len(b) and a[i + length] == b[j + length]:
        length += 1
    return length


def passages(a: Wording, b: Wording) -> tuple[Passage, ...]:
    """The passages that stand in both texts, in the order of the first."""
    chains: list[list[Run]] = []
    for run in _runs(a, b):
        last = chains[-1][-1] if chains else None
        if last and run.at - last.at - last.length <= GAP and 0 <= run.of - last.of - last.length <= GAP:
            chains[-1].append(run)
        else:
            chains.append([run])
    return tuple(_passage(a, b, chain) for chain in chains if _is_passage(chain))


def _is_passage(chain: list[Run]) -> bool:
    words = sum(run.length for run in chain)
    return words >= PASSAGE and words - len(chain) * (WORDS_IN_SHINGLE - 1) >= FEWEST


def _passage(a: Wording, b: Wording, chain: list[Run]) -> Passage:
    first, last = chain[0], chain[-1]
    return Passage(
        a.places[first.at][0],
        a.places[last.at + last.length - 1][1],
        b.places[first.of][0],
        b.places[last.of + last.length - 1][1],
        sum(run.length for run in chain),
    )


def retold(a: Wording, b: Wording) -> Retelling | None:
    """What of the shorter text the longer one tells too, in the same order; None where it is next to nothing."""
    shorter, longer = (a, b) if len(a.words) <= len(b.words) else (b, a)
    told = [(here, place) for here, s in enumerate(shorter.sentences) if (place := _told(s, longer.sentences)) is not None]
    kept = [told[n][0] for n in _longest_rise([place for _, place in told])]
    if len(kept) < RETOLD_SENTENCES:
        return None
    words = sum(len(shorter.sentences[here].words) for here in kept)
    whole, own = (sum(len(s.words) for s in text.sentences) for text in (shorter, a))
    return Retelling(len(kept), len(shorter.sentences), words / whole, min(words / own, 1.0))


def _told(sentence: Sentence, sentences: list[Sentence]) -> int | None:
    """Where a text tells a sentence: in the sentence, or the last of two in a row, that have most of its carrying words."""
    enough = SENTENCE_ALIKE * len(sentence.words)
    shared = [sentence.all & other.all for other in sentences]
    likely: list[tuple[float, int, int]] = []
    for place, words in enumerate(shared):
        if len(words) >= enough:
            likely.append((-len(words), place, place))
        elif words and place and shared[place - 1] and len(words | shared[place - 1]) >= enough:
            likely.append((0.5 - len(words | shared[place - 1]), place, place - 1))  # at a tie, one sentence before two
    for _, place, first in sorted(likely)[:PLACES]:
        if sentence.stands_in(tuple(word for s in sentences[first : place + 1] for word in s.words)):
            return place
    return None


def _longest_rise(places: list[int]) -> list[int]:
    """Which of these, taken in their order, make the longest row that rises."""
    ends: list[int] = []  # the least place at which a row of this length can end
    rows: list[tuple[int, ...]] = []
    for which, place in enumerate(places):
        length = bisect_left(ends, place)
        row = (*(rows[length - 1] if length else ()), which)
        ends[length : length + 1], rows[length : length + 1] = [place], [row]
    return list(rows[-1]) if rows else []
