"""Where two assertions cannot both be so: one negates the other, uses a word that rules the other's out, or gives another figure or date. Pure.

The briefer of the two is laid over the other, word by word. Only where nearly all of it is found there is the rest looked at; a name that is
missing there speaks of something else.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from sayso import dates, quantities
from sayso.claim import Quantity
from sayso.likeness.traits import OF_A_COUNTRY
from sayso.likeness.words import term, weight
from sayso.links.assertions import FIGURE, Assertion, Word, small, stems
from sayso.links.opposites import rules_out
from sayso.names.gazetteer import Gazetteer
from sayso.tables import rows

COVERED = 0.4  # share of the briefer's words that the other has, by weight
COUNTED = 0.55  # the same where figures or dates differ
FEWEST = 2  # words in common, besides the clashing one where there is one
ROUNDED = 0.03  # two figures that are as near as this may be one, rounded
WHOLLY = 0.8  # the same where one is denied as a whole
MORE = 3  # words in common there must be then
TWICE = 2  # and how much longer than the briefer the other may be then
MISSED = 3  # words of the briefer that may be missing in the other, however long it is
DATED = 0.65  # the same where dates differ
MEASURED = 0.75  # share of the briefer's words from which two measures ("73 yards") are of one thing
REACHED = 2  # words behind "no" that are what is not so
NEAR = 20  # words between the clashing word and the nearest in common


@dataclass(frozen=True, slots=True)
class Clash:
    """Why two assertions cannot both be so, and the words on either side, the first's first."""

    reason: str
    words: tuple[str, str]


def _stem(word: str) -> str:
    first, joined, second = word.lstrip("=").partition("_")
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


@lru_cache(maxsize=1)
def synonyms() -> dict[str, frozenset[str]]:
    """For each word, by its stem, the others of its sets of synonyms."""
    found: dict[str, set[str]] = {}
    for row in rows("words/synonyms.tsv"):
        stems = set(map(term, row["words"].split()))
        for stem in stems:
            found.setdefault(stem, set()).update(stems)
    return {stem: frozenset(others) for stem, others in found.items()}


@dataclass(frozen=True, slots=True)
class Told:
    """An assertion as somebody tells it: whose words they are, and whether the words around it turn it ("denied that …")."""

    what: Assertion
    names: frozenset[str] = frozenset()  # the stems of the speaker's name: "it" in their words may be they
    turned: bool = False


def clash(one: Told, other: Told) -> Clash | None:
    """Why these two cannot both be so; None where nothing says that."""
    swapped = (len(one.what.words), one.what.is_of_somebody) > (len(other.what.words), other.what.is_of_somebody)
    brief, full = (other, one) if swapped else (one, other)
    if len(brief.what.words) < FEWEST or any(not side.what.is_clause or side.what.is_deictic for side in (brief, full)):
        return None
    if brief.what.is_of_somebody:
        return None
    both = Laid(brief, full, lay(brief.what, full.what))
    found = next(filter(None, (rule(both) for rule in RULES)), None)
    return Clash(found.reason, found.words[::-1]) if found and swapped else found


@lru_cache(maxsize=1 << 14)
def country_of(word: str) -> str:
    """The country that a word names, or its people, capital or government."""
    entry = Gazetteer.load().lookup("name", word) if word[:1].isupper() else None
    return entry.country if entry and entry.kind in OF_A_COUNTRY else ""


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
        return (
            not missing
            or (missing[0].clause == 0 and self.leads(missing[0]) and self._has_pronoun())
            or (_is_place(self.brief.what, missing[0]) and not self._is_elsewhere())
        )

    def leads(self, name: Word) -> bool:
        """Whether a name stands at the head of the briefer, before all that is told of it."""
        return all(w.named for w in self.brief.what.words if w.at < name.at)

    def _has_pronoun(self) -> bool:
        return self.full.what.line[0] in small("stands for")

    def _is_elsewhere(self) -> bool:
        """Whether the other names a place that the briefer does not."""
        common = set(self.found.values())
        return any(w.named and w not in common and _is_place(self.full.what, w) for w in self.full.what.words)

    def misses_a_deed(self) -> bool:
        """Whether the briefer tells of a deed, or which of several, and the other does not: a figure or day may be another one's."""
        return any((w.verbal or w.form in small("ordinal")) and not self.has(w) for w in self.brief.what.words)

    def is_same_one(self, word: Word, rival: Word) -> bool:
        """Whether two words such as "first" and "last" tell which of the same things is meant."""
        if word.form not in small("ordinal"):
            return True
        behind = next((w for w in self.brief.what.words if w.at > word.at), None)
        theirs = self.found.get(behind) if behind else None
        return theirs is not None and 0 < theirs.at - rival.at <= 2

    def has_subject(self, word: Word) -> bool:
        """Whether what stands before a word in its clause, and so is likely what it is said of, is found."""
        before = [w for w in self.brief.what.words if w.at < word.at and w.clause == word.clause]
        return not before or self.has(before[-1]) or (before[-1].named and self._has_pronoun())

    def is_said_of_one(self, word: Word, rival: Word) -> bool:
        """Whether what a word is said of stands before the rival too, or behind it where one of the two is turned into the passive."""
        before = [w for w in self.brief.what.words if w.at < word.at and w.clause == word.clause]
        subject = self.found.get(before[-1]) if before else None
        if subject is None:
            return True
        is_turned = self.brief.what.is_passive(word) != self.full.what.is_passive(rival)
        return (subject.at > rival.at) == is_turned if before[-1].named or subject.named else True

    def tell_apart(self, word: Word, rival: Word) -> bool:
        """Whether two words are said of some only, or one of another time ("a year earlier")."""
        brief, full = self.brief.what, self.full.what
        return brief.is_partial(word) or full.is_partial(rival) or brief.is_of_then(word) != full.is_of_then(rival)

    def is_of_another(self) -> bool:
        """Whether one tells of an earlier time, or of somebody who is only named by the briefer's: "the brother of …"."""
        if self.brief.what.is_of_before != self.full.what.is_of_before:
            return True
        first, line = self.found.get(self.brief.what.words[0]), self.full.what.line
        return first is not None and first.named and "of" in line[max(0, first.at - 3) : first.at]

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
        options = options or [w for w in full.words if _akin(word, w) or _is_synonym(word, w)]
        if options:
            found = min(options, key=lambda w: (abs(w.at - last.at) if last else 0, w.at))
            laid[word] = last = found
    return laid


def _akin(one: Word, other: Word) -> bool:
    """Whether two words share so long a beginning that they are of one family: "elected", "election"; or name one country: "Peru", "Lima"."""
    a, b = one.stem, other.stem
    n = min(len(a), len(b))
    if one.named and other.named and (country := country_of(one.text)) and country == country_of(other.text):
        return True
    return n >= 4 and a[: max(4, n - 1)] == b[: max(4, n - 1)] and abs(len(a) - len(b)) <= 5


def _is_synonym(one: Word, other: Word) -> bool:
    return not (one.named or other.named) and other.stem in synonyms().get(one.stem, ()) and not rules_out(one.form, other.form)


def _is_place(of: Assertion, name: Word) -> bool:
    """Whether a name tells where: "in Oslo", "at the World Court"."""
    return any(form in small("where") for form in of.line[max(0, name.at - 3) : name.at])


# What rules the other out


def _figures(laid: Laid) -> Clash | None:
    """Another figure for the same thing."""
    brief, full = laid.brief.what, laid.full.what
    if not brief.figures or not full.figures or laid.turned or laid.share() < COUNTED or not laid.has_names() or laid.misses_a_deed():
        return None
    if len(brief.negations) != len(full.negations) or brief.has(small("listing out")) or full.has(small("listing out")):
        return None  # so many, and so many that are not
    for mine in brief.figures:
        rivals = [f for f in full.figures if f.quantity.unit == mine.quantity.unit and f.counted not in stems("ago")]
        same = [f for f in rivals if f.counted == mine.counted and mine.counted and not _is_part(f.quantity)]
        measured = mine.counted in stems("measure")
        if (
            not same
            or _is_part(mine.quantity)
            or mine.counted in stems("ago")
            or (measured and (len(rivals) > 1 or laid.share() < MEASURED))
        ):
            continue
        if any(not f.counted for f in rivals) or full.is_of_many or brief.is_of_many:
            continue  # "102 and 21 people", "20,000 of the 70,000"
        if not any(near_enough(f.quantity, mine.quantity) for f in rivals) and not laid.is_of():
            return Clash("figures differ", (mine.quantity.text, same[0].quantity.text))
    return None


def _is_part(quantity: Quantity) -> bool:
    """Whether it counts some more, or some of them: "another 18"."""
    return quantities.sense(quantity.text) in ("more", "part")


def near_enough(one: Quantity, other: Quantity) -> bool:
    """Whether two figures may be one, rounded: "$42.38" and "42 dollars"."""
    a, b = one.low if one.low is not None else one.high, other.low if other.low is not None else other.high
    return one.agrees(other) or (a is not None and b is not None and abs(a - b) <= ROUNDED * max(abs(a), abs(b)))


def _dates(laid: Laid) -> Clash | None:
    """Another date for the same thing."""
    brief, full = laid.brief.what, laid.full.what
    if not brief.dates or not full.dates or laid.turned or laid.share() < DATED or not laid.has_names() or laid.misses_a_deed():
        return None
    if len(full.dates) > 1 or any(side.has(small("counting from")) or side.points_back for side in (brief, full)):
        return None  # which day is whose is not told by the words alone
    for mine in brief.dates:
        if all(_apart(mine.edtf, theirs.edtf) for theirs in full.dates) and not laid.is_of():
            return Clash("dates differ", (mine.text, full.dates[0].text))
    return None


def _apart(one: str, other: str) -> bool:
    a, b = dates.bounds(one), dates.bounds(other)
    return bool(a[0] and b[0] and ((a[1] and a[1] < b[0]) or (b[1] and b[1] < a[0])))


def _opposite(laid: Laid) -> Clash | None:
    """A word that rules the other's out, in the same place."""
    brief, full = laid.brief.what, laid.full.what
    if not laid.has_names() or laid.is_of_another() or (brief.words[0].named and laid.is_of()):
        return None
    if sum(any(rules_out(w.form, v.form) for v in full.words) for w in brief.words if not w.named) > 1:
        return None  # "the upper house is for it" and "the lower house is against it"
    for word in brief.words:
        if word.named or word.open or not brief.is_told(word) or brief.is_counted(word):
            continue
        if laid.share(without=word) < COVERED or not laid.has_subject(word):
            continue
        for rival in full.words:
            if rival.named or rival.open or not rules_out(word.form, rival.form) or laid.differ(word, rival):
                continue
            if not full.is_told(rival) or full.is_counted(rival):
                continue
            if word in laid.found and rival in laid.found.values():
                continue  # both tell both: first detained, then released
            if (
                laid.is_nearer(rival, word)
                and laid.is_same_one(word, rival)
                and laid.is_said_of_one(word, rival)
                and not laid.tell_apart(word, rival)
            ):
                return Clash("one rules the other out", (word.text, rival.text))
    return None


def _negated(laid: Laid) -> Clash | None:
    """The same words, negated in one of the two."""
    brief, full = laid.brief.what, laid.full.what
    if not (brief.negations or full.negations or laid.turned) or laid.share() < COVERED or not laid.has_names():
        return None
    if any((w.at in _places(brief)) != (v.at in _places(full)) for w, v in laid.found.items()):
        return None  # "ended it" tells the same as "stopped doing it"
    if any(w.negated and v.negated and not laid.turned for w, v in laid.found.items()):
        return None  # both say no to something
    if brief.compares != full.compares or laid.is_of_another() or (brief.negations and (brief.lasts or brief.has(small("bounds")))):
        return None  # "never gave more than now", "had not been seen before May"
    if brief.negates_a_part or full.negates_a_part:
        return None  # "known to them, but not to Peru"
    if laid.turned and (
        brief.negations or full.negations or laid.share() < WHOLLY or len(laid.found) < MORE or len(full.words) > TWICE * len(brief.words)
    ):
        return None
    mine, theirs = _reached(brief, laid.found), _reached(full, {v: w for w, v in laid.found.items()})
    for word, rival in laid.found.items():
        if (word.named and rival.named) or word.open or rival.open or not laid.differ(word, rival) or not laid.has_subject(word):
            continue
        if laid.tell_apart(word, rival):
            continue
        if _is_behind_no(brief, word) and laid.misses_a_deed():
            continue
        if not (brief.is_told(word) if rival.negated else full.is_told(rival)):
            continue
        if laid.turned or (word in mine if word.negated else rival in theirs):
            return Clash("one negates the other", (_with_negation(brief, word), _with_negation(full, rival)))
    return None


def _places(of: Assertion) -> set[int]:
    return {at for at, _ in of.negations}


def _reached(of: Assertion, shared: dict[Word, Word]) -> set[Word]:
    """The words in common that are what is negated: the first behind "not", and behind "no" all that it reaches; a deed must be one in both.

    "Never touched the bag" says nothing of what is in the bag, and "no captive fighters were freed" nothing of other captives.
    """
    found: set[Word] = set()
    for at, form in of.negations:
        behind = [w for w in of.words if w.at > at and w.negated and (not w.named or form.casefold() != "no")]
        reached = behind[:REACHED] if form.casefold() == "no" else behind[:1]
        if all(w in shared and shared[w].verbal >= w.verbal for w in reached):
            found.update(reached)
    return found


def _is_behind_no(of: Assertion, word: Word) -> bool:
    return word.negated and any(at < word.at and form.casefold() == "no" for at, form in of.negations)


def _with_negation(of: Assertion, word: Word) -> str:
    before = [text for at, text in of.negations if at <= word.at]
    return f"{before[-1]} … {word.text}" if word.negated and before else word.text


RULES = (_figures, _dates, _opposite, _negated)
