"""What a claim's words assert, boiled down from its text alone: the words that carry it, what is negated, figures, dates, names. Pure.

No parser is asked here: claims are compared long after they were read, and a ledger of a million must be able to do so by their record. What
stands in one clause and how far a negation reaches is told by small words and marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from sayso import dates, quantities
from sayso.claim import Quantity, When
from sayso.likeness.words import is_irregular, term, weight
from sayso.tables import rows

WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*[’']?|[,;:()—–\"“”]|\.(?=\s|$)")
REMEMBERED = 16_384  # texts kept boiled down
FIGURE = "#"  # stands in a line for a figure or date
REACH = 3  # carrying words that "no" and "without" reach
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
    open: bool  # neither said to be so nor not so: behind "if", "may", "plans to", "has not shown that"
    verbal: bool = False  # looks like a verb, as far as its form and the word before it tell

    @property
    def form(self) -> str:
        """The word as it is looked up, the second word of a phrase with it: "turned_down"."""
        return self.text.casefold().replace("’", "'") + self.stem[self.stem.find("_") :] * ("_" in self.stem)


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity and the word for what it counts."""

    quantity: Quantity
    counted: str  # a stem; "" where nothing stands behind it
    at: int = 0  # its first word's number among all words and marks of the text


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a text asserts, in words that can be compared."""

    words: tuple[Word, ...]
    figures: tuple[Figure, ...]
    dates: tuple[When, ...]
    negations: tuple[tuple[int, str], ...]  # where they stand, and their words
    line: tuple[Word | str, ...]  # all of it in order: words that carry something, and the others and the marks as they are, in lower case
    dated: tuple[int, ...] = ()  # where the dates stand

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

    @property
    def is_deictic(self) -> bool:
        """Whether it speaks of "I" or "you", who are others in another's mouth."""
        return any(form in small("deictic") for _, form in self.others)

    @property
    def is_of_somebody(self) -> bool:
        """Whether it speaks of "him" or "it" and names nobody: who that is stands elsewhere. "It is easy to …" speaks of nobody."""
        first, second = (*self.line, "", "")[:2]
        return first in small("pronoun") and not (first == "it" and second in small("passive")) and not any(w.named for w in self.words)

    def is_partial(self, word: Word) -> bool:
        """Whether its clause speaks of some only ("most", "half"), or its sentence of so many of them ("ten of the")."""
        sentence, clause = self._sentence(word), (self.line[0], *self._clause(word))
        if any(one == FIGURE and two == "of" for one, two in pairwise(sentence)):
            return True
        return any((found if isinstance(found, str) else found.text.casefold()) in small("partial") for found in clause)

    @property
    def is_of_many(self) -> bool:
        """Whether one of its figures stands beside another of which it is a part, or which is a part of it: "20,000 of the 70,000"."""
        return len(self.figures) > 1 and any(one == FIGURE and two == "of" for one, two in pairwise(self.line))

    def is_of_then(self, word: Word) -> bool:
        """Whether the clause of a word, or the opening one, tells of a time by its distance from another: "a year earlier"."""
        told, opening = small("counting from") | small("ago"), self._clause(self.words[0])
        return any((f if isinstance(f, str) else f.form) in told for f in (*self._clause(word), *opening) if f != word)

    def _clause(self, word: Word) -> tuple[Word | str, ...]:
        before = max((w.at for w in self.words if w.clause < word.clause), default=-1)
        behind = min((w.at for w in self.words if w.clause > word.clause), default=len(self.line))
        return self.line[before + 1 : behind]

    def _sentence(self, word: Word) -> tuple[Word | str, ...]:
        stops = [at for at, form in self.others if form == "."]
        before = max((at for at in stops if at < word.at), default=-1)
        behind = min((at for at in stops if at > word.at), default=len(self.line))
        return self.line[before + 1 : behind]

    @property
    def states(self) -> bool:
        """Whether it says that something is so by a small word: "is", "has", "will"."""
        return any(form in small("finite") | small("passive") or form.endswith("n't") for _, form in self.others)

    @property
    def is_question(self) -> bool:
        """Whether it asks rather than tells: "who sold it"."""
        return bool(self.line) and self.line[0] in small("asking")

    @property
    def negates_a_part(self) -> bool:
        """Whether it says no to a part of what it tells: "but not by Peru"."""
        return any(
            form.casefold() == "not" and self.line[at + 1 : at + 2] and self.line[at + 1] in small("of") for at, form in self.negations
        )

    @property
    def points_back(self) -> bool:
        """Whether it tells a time by one told before: "that year"."""
        return any(one == "that" and isinstance(two, Word) and two.form in small("measure") for one, two in pairwise(self.line))

    @property
    def lasts(self) -> bool:
        """Whether it tells for how long: "for a month"."""
        return any(
            form == "for" and any(f == FIGURE or (isinstance(f, Word) and f.form in small("measure")) for f in self.line[at + 1 : at + 4])
            for at, form in self.others
        )

    @property
    def is_of_before(self) -> bool:
        """Whether it tells of a time before the one that is spoken of: "the previous year", "once"."""
        return self.line[0] == "before" or self.has(small("before"))

    def is_passive(self, word: Word) -> bool:
        """Whether a deed is done to what stands before it: "was sold"."""
        before = [found for found in self.line[max(0, word.at - 2) : word.at] if isinstance(found, str)]
        return any(form in small("passive") for form in before) and not word.text.casefold().endswith("ing")

    @property
    def compares(self) -> bool:
        """Whether it says how one thing is beside another: "more than"."""
        return any(form == "than" and self.line[at - 1] != "rather" for at, form in self.others)

    def has(self, forms: frozenset[str]) -> bool:
        """Whether one of these words stands in it, carrying or not."""
        return any((found if isinstance(found, str) else found.form) in forms for found in self.line)

    def is_told(self, word: Word) -> bool:
        """Whether a word tells what is so, rather than which one is meant: "the surviving brother"."""
        before = self.line[word.at - 1] if word.at else ""
        if (before in small("of") and word.text.endswith("ing")) or any(word.at == at for at, _ in self.negations):
            return False  # "the task of forming one"; "refused to", which only turns what follows
        return not ((before == FIGURE or before in small("pointing") | small("article")) and word.text.endswith(("ing", "ed")))

    def is_counted(self, word: Word) -> bool:
        """Whether so many stand behind a deed, of which there may be others: "won six"."""
        return FIGURE in self.line[word.at + 1 : word.at + 4] and not any(f.quantity.unit for f in self.figures)


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
    figures = tuple(Figure(q, line.counted(q), line.place(q.span[0])) for q in found if q.low is not None or q.high is not None)
    return Assertion(words, figures, told, tuple(line.negations), tuple(line.line), tuple(line.place(when.span[0]) for when in told))


class _Line:
    """A text on its way to being an assertion: word by word, with what has been said so far of the clause."""

    def __init__(self, text: str, taken: list[tuple[int, int]]) -> None:
        self.text, self.taken = text, taken
        self.matches = list(WORD.finditer(text))
        self.forms = [m.group().casefold().replace("’", "'").rstrip("'") or m.group() for m in self.matches]
        self.line: list[Word | str] = []
        self.negations: list[tuple[int, str]] = []
        self.clause = self.reach = 0
        self.turned = self.opened = False  # both as far as the clause goes
        for at in range(len(self.forms)):
            self._take(at)

    def place(self, start: int) -> int:
        """The number of the word or mark that stands at a character."""
        return next((at for at, m in enumerate(self.matches) if m.end() > start), 0)

    def counted(self, quantity: Quantity) -> str:
        """The stem of the first carrying word behind a quantity; "" where it counts only some of them ("six of the nine", "five other")."""
        end = quantity.span[1]
        for m, found in zip(self.matches, self.line, strict=True):
            if m.start() < end:
                continue
            if isinstance(found, Word):
                return found.stem if m.start() - end < BEHIND else ""
            if found in MARKS or found == FIGURE or found in small("some of"):
                return ""
        return ""

    def _take(self, at: int) -> None:
        form = self.forms[at]
        if self._begins_clause(at):
            self.line.append(form)
            return
        after = next((f for f in self.forms[at + 1 : at + 3] if f != "("), "")
        self.opened = self.opened or self._leaves_open(form, after)
        if _negates(form, after):
            self.negations.append((at, self.matches[at].group()))
            if form in small("no") and after not in small("lengthens"):
                self.reach = REACH
            else:
                self.turned = not self.turned
        start = self.matches[at].start()
        if any(first <= start < end for first, end in self.taken):
            self.line.append(FIGURE)
        elif (form in small("empty") | small("negates") | small("no") or form.endswith("n't")) and not self._is_initials(at):
            self.line.append(form)
        else:
            word = self._word(at, after)
            self.line.append(word)
            self.reach = max(0, self.reach - (not word.named))

    def _is_initials(self, at: int) -> bool:
        """Whether a small word stands in capitals amid others, and so is a name: "US", "WHO"."""
        text = self.matches[at].group()
        return len(text) > 1 and text.isupper() and not self.text.isupper()

    def _begins_clause(self, at: int) -> bool:
        """Whether a mark or word begins another clause; a negation ends there, and what "if" or "a plan to" begins is open."""
        form, before = self.forms[at], self.forms[at - 1] if at else ""
        to = form == "to" and (before == "and" or term(before) in stems("opens to"))
        if not (form in MARKS or (form in small("clause") and not self._is_initials(at)) or to):
            return False
        if form in QUOTES:
            self.reach = 0
            return True
        self.opened = form in small("condition") or (to and before != "and") or (form == "that" and self.turned)
        self.clause, self.turned, self.reach = self.clause + 1, False, 0
        return True

    def _leaves_open(self, form: str, after: str) -> bool:
        """Whether what follows may or may not be so: "may", "going to", or one "no" behind another ("cannot … without")."""
        if form in small("leaves open"):
            return after not in ("not", "never") or form != "could"
        if form == "had":  # "had not lost": before the time that is told of
            return after in small("negates")
        if form in small("passive"):  # "is to be tried"
            return after == "to"
        if term(form) in stems("denies") or (form == "without" and not self.line):
            return True  # what somebody denies; "without it, there would be …"
        return (form == "going" and after == "to") or (form in small("no") and self.turned)

    def _word(self, at: int, after: str) -> Word:
        text = self.matches[at].group()
        stem = term(self.forms[at])
        if f"{stem}_{after}" in phrases():
            stem = f"{stem}_{after}"
        named = text[0].isupper() and (at > 0 or self._opens_with_name())
        return Word(text, stem, at, self.clause, named, self.turned != bool(self.reach), self.opened, not named and self._is_verbal(at))

    def _is_verbal(self, at: int) -> bool:
        form, before = self.forms[at], self.forms[at - 1] if at else ""
        if is_irregular(form) or form.endswith("ed") or before in small("before verb"):
            return True
        return form.endswith("s") and bool(self.line) and isinstance(self.line[-1], Word) and self._has_object(at)

    def _has_object(self, at: int) -> bool:
        """Whether an article or a figure stands right behind a word: "brings the", "brings 40"."""
        behind = self.forms[at + 1 : at + 2]
        return bool(behind) and (behind[0] in small("article") or behind[0][0].isdigit())

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
