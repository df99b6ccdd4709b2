"""What a claim's words assert, boiled down from its text alone: the words that carry it, what is negated, figures, dates, names. Pure.

No parser is asked here: claims are compared long after they were read, and a ledger of a million must be able to do so by their record. What
stands in one clause and how far a negation reaches is told by small words and marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sayso import dates, quantities
from sayso.claim import Quantity, When
from sayso.likeness.words import is_irregular, term, weight
from sayso.tables import rows

WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*[’']?|[,;:()—–\"“”]|\.(?=\s|$)")
REMEMBERED = 16_384  # texts kept boiled down
FIGURE = "#"  # stands in a line for a figure or date
REACH = 4  # words that "no" and "without" reach
BEHIND = 30  # characters between a figure and the word for what it counts
QUOTES = frozenset('"“”')
MARKS = frozenset(",;:()—–.") | QUOTES


@dataclass(frozen=True, slots=True)
class Word:
    """A word that carries something, and where it stands."""

    text: str
    stem: str
    at: int  # its number among all words and marks of the text
    clause: int
    named: bool  # written as a name
    negated: bool
    open: bool  # neither said to be so nor not so: behind "if", "plans to", "has not shown that"


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity and the word for what it counts."""

    quantity: Quantity
    counted: str  # a stem; "" where nothing stands behind it


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a text asserts, in words that can be compared."""

    words: tuple[Word, ...]
    figures: tuple[Figure, ...]
    dates: tuple[When, ...]
    negations: tuple[tuple[int, str], ...]  # where they stand, and their words
    line: tuple[Word | str, ...]  # all of it in order: words that carry something, and the others and the marks as they are, in lower case

    @property
    def others(self) -> list[tuple[int, str]]:
        """The words that carry nothing by themselves, and the marks, with their places."""
        return [(at, found) for at, found in enumerate(self.line) if isinstance(found, str)]

    @property
    def is_clause(self) -> bool:
        """Whether it says that something is so, rather than naming it: "the end of the war"."""
        if any(form in small("finite") or form.endswith(("n't", "'s", "'re", "'ll")) for _, form in self.others):
            return True
        carrying = [w.text.casefold() for w in self.words[1:] if not w.named]
        return any(form in small("finite") or form.endswith(("ed", "s")) or is_irregular(form) for form in carrying)


@lru_cache(maxsize=32)
def small(kind: str) -> frozenset[str]:
    """The small words that do this (data/small_words.tsv)."""
    return frozenset(word for row in rows("small_words.tsv") if row["kind"] == kind for word in row["words"].split())


@lru_cache(maxsize=8)
def stems(kind: str) -> frozenset[str]:
    """The same, cut to their stems."""
    return frozenset(map(term, small(kind)))


@lru_cache(maxsize=1)
def phrases() -> frozenset[str]:
    """The phrases of two words in the list of opposites, by the stem of the first."""
    words = (word for row in rows("opposites.tsv") for side in ("one", "other") for word in row[side].split() if "_" in word)
    return frozenset(f"{term(first)}_{second}" for first, _, second in (word.partition("_") for word in words))


# Reading


@lru_cache(maxsize=REMEMBERED)
def read(text: str) -> Assertion:
    """What a text asserts."""
    found = quantities.find(text)
    told = tuple(when for when in dates.find(text) if when.edtf)
    taken = [q.span for q in found] + [w.span for w in told]
    line = _Line(text, taken)
    words = tuple(w for w in line.line if isinstance(w, Word))
    figures = tuple(Figure(q, line.counted(q)) for q in found if q.low is not None or q.high is not None)
    return Assertion(words, figures, told, tuple(line.negations), tuple(line.line))


class _Line:
    """A text on its way to being an assertion: word by word, with what has been said so far of the clause."""

    def __init__(self, text: str, taken: list[tuple[int, int]]) -> None:
        self.text, self.taken = text, taken
        self.matches = list(WORD.finditer(text))
        self.forms = [m.group().casefold().replace("’", "'") for m in self.matches]
        self.line: list[Word | str] = []
        self.negations: list[tuple[int, str]] = []
        self.clause = self.reach = 0
        self.turned = self.opened = False
        for at in range(len(self.forms)):
            self._take(at)

    def counted(self, quantity: Quantity) -> str:
        """The stem of the first carrying word behind a quantity."""
        end = quantity.span[1]
        for m, found in zip(self.matches, self.line, strict=True):
            if m.start() >= end and (isinstance(found, Word) or found in MARKS):
                return found.stem if isinstance(found, Word) and m.start() - end < BEHIND else ""
        return ""

    def _take(self, at: int) -> None:
        form = self.forms[at]
        if self._begins_clause(at):
            self.line.append(form)
            return
        after = next((f for f in self.forms[at + 1 : at + 3] if f != "("), "")
        if _negates(form, after):
            self.negations.append((at, self.matches[at].group()))
            if form in small("no") and after not in small("lengthens"):
                self.reach = REACH + 1
            else:
                self.turned = not self.turned
        self.reach = max(0, self.reach - 1)
        start = self.matches[at].start()
        if any(first <= start < end for first, end in self.taken):
            self.line.append(FIGURE)
        elif form in small("empty") | small("negates") | small("no") or form.endswith("n't"):
            self.line.append(form)
        else:
            self.line.append(self._word(at, after))

    def _begins_clause(self, at: int) -> bool:
        """Whether a mark or word begins another clause; a negation ends there, and what "if" or "a plan to" begins is open."""
        form, before = self.forms[at], self.forms[at - 1] if at else ""
        to = form == "to" and (before == "and" or term(before) in stems("opens to"))
        if not (form in MARKS or form in small("clause") or to):
            return False
        if form in QUOTES:
            self.reach = 0
            return True
        self.opened = form in small("condition") or (to and before != "and") or (form == "that" and self.turned)
        self.clause, self.turned, self.reach = self.clause + 1, False, 0
        return True

    def _word(self, at: int, after: str) -> Word:
        text = self.matches[at].group()
        stem = term(self.forms[at])
        if f"{stem}_{after}" in phrases():
            stem = f"{stem}_{after}"
        named = text[0].isupper() and (at > 0 or self._opens_with_name())
        return Word(text, stem, at, self.clause, named, self.turned != bool(self.reach), self.opened)

    def _opens_with_name(self) -> bool:
        """Whether the capital that begins a text is a name's, as far as one can see: another capital follows, or the word is a rare one."""
        first, *rest = self.matches[:2]
        return bool(rest) and (rest[0].group()[0].isupper() or weight(term(first.group())) >= weight(""))


def _negates(form: str, after: str) -> bool:
    if after in small("lets stand") or (form == "nothing" and after == "to"):
        return False
    if f"{form}:{after}" in small("instead") or form in small("negates") or form in small("no") or form.endswith("n't"):
        return True
    return (after == "to" and term(form) in stems("fails")) or (after.endswith("ing") and term(form) in stems("ends"))
