"""Where two assertions cannot both be so: one negates the other, uses a word that rules the other's out, or gives another figure or date. Pure.

The briefer of the two is laid over the other, word by word. Only where nearly all of it is found there is the rest looked at; a name that is
missing there speaks of something else.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from sayso import dates
from sayso.claim import Quantity
from sayso.likeness.words import term, weight
from sayso.links.assertions import FIGURE, Assertion, Word, small, stems
from sayso.tables import rows

COVERED = 0.5  # share of the briefer's words that the other has, by weight
COUNTED = 0.55  # the same where figures or dates differ
FEWEST = 2  # words in common, besides the clashing one where there is one
ROUNDED = 0.03  # two figures that are as near as this may be one, rounded
TOLD = 0.7  # the same from which the other tells all that the briefer tells
WHOLLY = 0.8  # the same where one is denied as a whole
MORE = 3  # words in common there must be then
TWICE = 2  # and how much longer than the briefer the other may be then
MISSED = 3  # words of the briefer that may be missing in the other, however long it is
NEAR = 20  # words between the clashing word and the nearest in common


@dataclass(frozen=True, slots=True)
class Clash:
    """Why two assertions cannot both be so, and the words on either side, the first's first."""

    reason: str
    words: tuple[str, str]


def _stem(word: str) -> str:
    first, joined, second = word.partition("_")
    return term(first) + joined + second


@lru_cache(maxsize=1)
def opposites() -> dict[str, frozenset[str]]:
    """For each word, by its stem, what it rules out."""
    found: dict[str, set[str]] = {}
    for row in rows("opposites.tsv"):
        sides = [set(map(_stem, row[side].split())) for side in ("one", "other")]
        for mine, theirs in (sides, sides[::-1]):
            for word in mine:
                found.setdefault(word, set()).update(theirs)
    return {word: frozenset(others) for word, others in found.items()}


@lru_cache(maxsize=1)
def likes() -> dict[str, frozenset[str]]:
    """For each word, by its stem, those that come to much the same."""
    found: dict[str, set[str]] = {}
    for row in rows("opposites.tsv"):
        for side in ("one", "other"):
            stems = set(map(_stem, row[side].split()))
            for word in stems:
                found.setdefault(word, set()).update(stems)
    ruled_out = opposites()
    return {word: frozenset(others - ruled_out[word]) for word, others in found.items()}


@dataclass(frozen=True, slots=True)
class Told:
    """An assertion as somebody tells it: whose words they are, and whether the words around it turn it ("denied that …")."""

    what: Assertion
    names: frozenset[str] = frozenset()  # the stems of the speaker's name: "it" in their words may be they
    turned: bool = False


def clash(one: Told, other: Told) -> Clash | None:
    """Why these two cannot both be so; None where nothing says that."""
    swapped = len(one.what.words) > len(other.what.words)
    brief, full = (other, one) if swapped else (one, other)
    if len(brief.what.words) < FEWEST or not (brief.what.is_clause and full.what.is_clause):
        return None
    both = Laid(brief, full, lay(brief.what, full.what))
    found = next(filter(None, (rule(both) for rule in RULES)), None)
    return Clash(found.reason, found.words[::-1]) if found and swapped else found


def told_in(one: Told, other: Told) -> bool:
    """Whether the other tells all that this one tells, in much the same words and as surely, and perhaps more."""
    if not (one.what.is_clause and other.what.is_clause) or len(one.what.words) < MORE:
        return False
    laid = Laid(one, other, lay(one.what, other.what))
    if laid.share() < TOLD or not all(laid.has(w) for w in one.what.words if w.named):
        return False
    alike = all(not laid.differ(w, v) and not v.open for w, v in laid.found.items())
    figures = all(any(near_enough(f.quantity, g.quantity) for g in other.what.figures) for f in one.what.figures)
    days = all(any(not _apart(when.edtf, w.edtf) for w in other.what.dates) for when in one.what.dates)
    return alike and figures and days


# Laying one over the other


@dataclass(frozen=True, slots=True)
class Laid:
    """The briefer assertion laid over the other: for each of its words the one that it is found in."""

    brief: Told
    full: Told
    found: dict[Word, Word]

    @property
    def turned(self) -> bool:
        """Whether one of the two is turned as a whole."""
        return self.brief.turned != self.full.turned

    def differ(self, word: Word, other: Word) -> bool:
        """Whether one is told as so and the other as not so."""
        return (word.negated != other.negated) != self.turned

    def share(self, *, without: Word | None = None) -> float:
        """How much of the briefer is found, its rare words weighing more."""
        rest = [w for w in self.brief.what.words if w is not without]
        found = [w for w in rest if self.has(w)]
        if len(found) < FEWEST or len(rest) - len(found) > MISSED:
            return 0.0
        return sum(weight(w.stem) for w in found) / sum(weight(w.stem) for w in rest)

    def has(self, word: Word) -> bool:
        return word in self.found or (word.named and word.stem in self.full.names)

    def has_names(self) -> bool:
        """Whether every name of the briefer is found, by its last word at least; a pronoun may stand for one, and a place be left out."""
        names = [w for w in self.brief.what.words if w.named]
        missing = [w for w, after in zip_longest(names, names[1:]) if (after is None or after.at != w.at + 1) and not self.has(w)]
        if len(missing) > 1:
            return False
        return not missing or self._has_pronoun() or (_is_place(self.brief.what, missing[0]) and not self._is_elsewhere())

    def _has_pronoun(self) -> bool:
        line = self.full.what.line
        return line[0] in small("pointing") or any(form in small("pronoun") for form in line)

    def _is_elsewhere(self) -> bool:
        """Whether the other names a place that the briefer does not."""
        common = set(self.found.values())
        return any(w.named and w not in common and _is_place(self.full.what, w) for w in self.full.what.words)

    def is_of(self) -> bool:
        """Whether what the briefer is about only stands behind a preposition in the other: "niece of the late …"."""
        first, line = self.found.get(self.brief.what.words[0]), self.full.what.line
        if first is None:
            return False
        return any(
            line[at] in small("of") and line[at - 1] != FIGURE for at in range(max(1, first.at - 3), first.at)
        )  # "60 % of the voters" are voters

    def is_nearer(self, rival: Word, word: Word) -> bool:
        """Whether a rival stands near the words in common; where the word itself is found too, the rival must stand nearer, clause by clause."""
        others = [v for w, v in self.found.items() if w is not word]
        same = self.found.get(word)
        if same is not None:
            before = [v.clause for w, v in self.found.items() if w.at < word.at]
            return bool(before) and rival.clause == before[-1] != same.clause
        return not others or any(abs(rival.at - v.at) <= NEAR for v in others)


def lay(brief: Assertion, full: Assertion) -> dict[Word, Word]:
    """For each word of the briefer the word of the other that it is found in, the nearest to those before it."""
    by_stem: dict[str, list[Word]] = {}
    for word in full.words:
        by_stem.setdefault(word.stem, []).append(word)
    laid: dict[Word, Word] = {}
    last = None
    for word in brief.words:
        options = by_stem.get(word.stem) or [w for like in sorted(likes().get(word.stem, ())) for w in by_stem.get(like, ())]
        options = options or [w for w in full.words if _akin(word, w)]
        if options:
            found = min(options, key=lambda w: (abs(w.at - last.at) if last else 0, w.at))
            laid[word] = last = found
    return laid


def _akin(one: Word, other: Word) -> bool:
    """Whether two words share so long a beginning that they are of one family: "elected", "election"."""
    a, b = one.stem, other.stem
    n = min(len(a), len(b))
    return n >= 4 and a[: max(4, n - 1)] == b[: max(4, n - 1)] and abs(len(a) - len(b)) <= 5


def _is_place(of: Assertion, name: Word) -> bool:
    """Whether a name tells where: "in Oslo", "at the World Court"."""
    return any(form in small("where") for form in of.line[max(0, name.at - 3) : name.at])


# What rules the other out


def _figures(laid: Laid) -> Clash | None:
    """Another figure for the same thing."""
    brief, full = laid.brief.what, laid.full.what
    if not brief.figures or not full.figures or laid.turned or laid.share() < COUNTED or not laid.has_names():
        return None
    for mine in brief.figures:
        rivals = [f for f in full.figures if f.quantity.unit == mine.quantity.unit and f.counted not in stems("ago")]
        same = [f for f in rivals if f.counted == mine.counted and mine.counted]
        if (
            mine.counted not in stems("ago")
            and same
            and not any(near_enough(f.quantity, mine.quantity) for f in rivals)
            and not laid.is_of()
        ):
            return Clash("figures differ", (mine.quantity.text, same[0].quantity.text))
    return None


def near_enough(one: Quantity, other: Quantity) -> bool:
    """Whether two figures may be one, rounded: "$42.38" and "42 dollars"."""
    a, b = one.low if one.low is not None else one.high, other.low if other.low is not None else other.high
    return one.agrees(other) or (a is not None and b is not None and abs(a - b) <= ROUNDED * max(abs(a), abs(b)))


def _dates(laid: Laid) -> Clash | None:
    """Another date for the same thing."""
    brief, full = laid.brief.what, laid.full.what
    if not brief.dates or not full.dates or laid.turned or laid.share() < COUNTED or not laid.has_names():
        return None
    for mine in brief.dates:
        if all(_apart(mine.edtf, theirs.edtf) for theirs in full.dates) and not laid.is_of():
            return Clash("dates differ", (mine.text, full.dates[0].text))
    return None


def _apart(one: str, other: str) -> bool:
    a, b = dates.bounds(one), dates.bounds(other)
    return bool(a[0] and b[0] and ((a[1] and a[1] < b[0]) or (b[1] and b[1] < a[0])))


def _opposite(laid: Laid) -> Clash | None:
    """A word that rules the other's out, in the same place."""
    if not laid.has_names() or (laid.brief.what.words[0].named and laid.is_of()):
        return None
    ruled_out = opposites()
    for word in laid.brief.what.words:
        if word.named or word.stem not in ruled_out or laid.share(without=word) < COVERED:
            continue
        for rival in laid.full.what.words:
            if rival.named or rival.stem not in ruled_out[word.stem] or laid.differ(word, rival):
                continue
            if word in laid.found and rival in laid.found.values():
                continue  # both tell both: first detained, then released
            if not (word.open or rival.open) and laid.is_nearer(rival, word):
                return Clash("one rules the other out", (word.text, rival.text))
    return None


def _negated(laid: Laid) -> Clash | None:
    """The same words, negated in one of the two."""
    brief, full = laid.brief.what, laid.full.what
    if not (brief.negations or full.negations or laid.turned) or laid.share() < COVERED or not laid.has_names():
        return None
    if any((w.at in _places(brief)) != (v.at in _places(full)) for w, v in laid.found.items()):
        return None  # "ended it" tells the same as "stopped doing it"
    turned = next(
        ((w, v) for w, v in laid.found.items() if not (w.named and v.named) and laid.differ(w, v) and not (w.open or v.open)), None
    )
    if turned is None:
        return None
    word, rival = turned
    if laid.turned and (laid.share() < WHOLLY or len(laid.found) < MORE or len(full.words) > TWICE * len(brief.words)):
        return None
    reached = laid.turned or (_reaches(brief, set(laid.found)) if word.negated else _reaches(full, set(laid.found.values())))
    return Clash("one negates the other", (_with_negation(brief, word), _with_negation(full, rival))) if reached else None


def _places(of: Assertion) -> set[int]:
    return {at for at, _ in of.negations}


def _reaches(of: Assertion, shared: set[Word]) -> bool:
    """Whether what is first negated is among the words in common: "never touched the bag" says nothing of what is in the bag."""
    for at, form in of.negations:
        reached = [w for w in of.words if w.at > at and w.negated][: 3 if form.casefold() in small("no") else 1]
        if any(w in shared for w in reached):
            return True
    return False


def _with_negation(of: Assertion, word: Word) -> str:
    before = [text for at, text in of.negations if at <= word.at]
    return f"{before[-1]} … {word.text}" if word.negated and before else word.text


RULES = (_figures, _dates, _opposite, _negated)
