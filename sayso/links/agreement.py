"""Where one assertion tells all that another tells: the same deed, of the same parties on the same sides of it, as surely. Pure.

That two texts have their words in common says little: who contradicts somebody uses much the same words. So the briefer's deed is looked up
first, and everything else of it must stand around the deed that was found, in one sentence. A missed agreement is better than one that is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso import dates
from sayso.claim import Quantity, When
from sayso.likeness.words import weight
from sayso.links.assertions import FIGURE, MARKS, Assertion, Figure, Word, small, stems
from sayso.links.clashes import Told, country_of, likes, near_enough, synonyms
from sayso.links.opposites import rules_out

FEWEST = 3  # carrying words a statement has that is worth finding again
TOLD = 0.75  # share of the briefer's words that must be found, by weight
MISSED = 1  # and how many may be missing, none of them a deed or a name
APART = 2  # clauses between a deed and what stands around it
SPREAD = 24  # words between the first and the last that are found
FAMILY = 5  # letters from which a common beginning makes two words one family
GOVERNS = 5  # words before a deed that may undo it or leave it open
LOOKS_BACK = 12  # words before a name in which its preposition may stand
PLACES = frozenset({"in", "at", "near", "on"})
AWAY, TOWARDS = frozenset({"from"}), frozenset({"to", "for", "against", "into"})
NOUN = re.compile(r"(?:ion|ions|al|als|er|ers|ery|eries|ings|deaths?|loss(?:es)?|growth|speech|sights?|flights?|sales?)$")
TIE = 12  # words over which a statement without a deed ("Oslo is the capital") may be spread


def told_in(one: Told, other: Told) -> bool:
    """Whether the other tells all that this one tells, of the same parties and as surely, and perhaps more."""
    brief, full = one.what, other.what
    if len(brief.words) < FEWEST or one.turned != other.turned or brief.is_deictic != full.is_deictic:
        return False
    if brief.is_of_somebody or brief.is_question or full.is_question:
        return False
    deeds = deeds_of(brief)
    if not deeds and not (_states(brief) and full.is_clause):
        return False
    anchor = deeds[0] if deeds else _head(brief)
    places = [v for v in full.words if (is_one_deed if deeds else is_one)(anchor, v)]
    return any(Found(brief, full, deeds, lay(brief, full, anchor, v), anchor, v).holds() for v in places)


def deeds_of(brief: Assertion) -> list[Word]:
    """The deeds that a statement tells of; where none shows by its form, the first in -s that may be one: "Peru buys oil"."""
    deeds = [w for w in brief.words if is_deed(brief, w) and w.form not in small("light")]
    if deeds or _states(brief):
        return deeds
    is_named_only = brief.line[0] in small("article")  # "the dropped calls on the line"
    for before, word in pairwise(brief.words):
        if is_named_only and not before.named:
            continue
        form = word.form
        if word.at == before.at + 1 and form.endswith("s") and not form.endswith(("ss", "'s")) and not word.named:
            behind = brief.line[word.at + 1] if word.at + 1 < len(brief.line) else ""
            return [word] if isinstance(behind, Word) or behind in small("article") | small("of") or behind == FIGURE else []
    return []


def _states(brief: Assertion) -> bool:
    """Whether it says that something is so: "is", "works as"."""
    return brief.states or any(w.form in small("light") for w in brief.words)


def _head(brief: Assertion) -> Word:
    """What is said of something without a deed: the first word behind "is" that is no name, else the rarest one."""
    states = next((at for at, found in enumerate(brief.line) if _form(found) in small("passive") | small("light")), 0)
    behind = [w for w in brief.words if w.at > states and not w.named and w.form not in small("light")]
    return behind[0] if behind else max(brief.words, key=lambda w: (not w.named, weight(w.stem), -w.at))


def is_turned_round(one: Assertion, other: Assertion) -> bool:
    """Whether two statements in nearly the same words tell the contrary: by one word that rules out another, or by who did it to whom."""
    mine, theirs = ({w.stem for w in side.words} for side in (one, other))
    ours = [w for w in one.words if w.stem not in theirs]
    if any(rules_out(w.form, v.form) for w in ours for v in other.words if v.stem not in mine):
        return True
    names = [[w.stem for w in side.words if w.named and w.stem in mine & theirs] for side in (one, other)]
    return names[0] != names[1] and sorted(names[0]) == sorted(names[1]) and not told_in(Told(one), Told(other))


# One word and another


def is_one_deed(word: Word, other: Word) -> bool:
    """Whether two words tell of one deed; "killed" tells what "died" tells."""
    pair = {word.form, other.form}
    if pair & small("dies") and any(form.startswith("kill") for form in pair):
        return True
    return is_one(word, other) and (word.stem[:FAMILY] == other.stem[:FAMILY] or other.stem in synonyms().get(word.stem, ()))


def is_one(word: Word, other: Word) -> bool:
    """Whether two words come to the same: one stem, one country, one family, synonyms."""
    if word.stem == other.stem:
        return word.named == other.named or not (word.verbal or other.verbal)
    if word.named or other.named:
        return bool(country := country_of(word.text)) and country == country_of(other.text)
    if rules_out(word.form, other.form):
        return False
    a, b = word.stem, other.stem
    n = min(len(a), len(b))
    if n >= FAMILY and a[:n] == b[:n] and abs(len(a) - len(b)) <= FAMILY - 1:
        return True
    return b in likes().get(a, ()) or b in synonyms().get(a, ())


def lay(brief: Assertion, full: Assertion, anchor: Word, place: Word) -> dict[Word, Word]:
    """For each word of the briefer the word it is found in, the nearest to where its deed is; no word is found in twice."""
    first, last = bounds(full, place)
    around = [v for v in full.words if first <= v.at < last and abs(v.clause - place.clause) <= APART]
    laid, taken = {anchor: place}, {place}
    deeds = deeds_of(brief)
    for word in sorted(brief.words, key=lambda w: (abs(w.at - anchor.at), w.at)):
        options = [v for v in around if v not in taken and (is_one_deed if word in deeds else is_one)(word, v)]
        if word not in laid and options:
            found = min(options, key=lambda v: (v.stem != word.stem, abs(v.at - place.at), v.at))
            laid[word] = found
            taken.add(found)
    return laid


def is_deed(of: Assertion, word: Word) -> bool:
    """Whether a word is a verb here, as far as its form and its neighbours tell, rather than a noun or what describes one."""
    form = word.form
    before = of.line[word.at - 1] if word.at else ""
    if word.named or NOUN.search(form) or form in small("nouns"):
        return False
    if form.endswith("ing"):
        return before in small("passive")
    if form in small("deeds"):
        return True
    if not word.verbal or (form.endswith("ed") and len(form) < FAMILY):
        return False
    behind = of.line[word.at + 1] if word.at + 1 < len(of.line) else ""
    describes = before in small("of") | small("article") | small("pointing") or before == FIGURE
    return not (describes and before != "to" and isinstance(behind, Word) and not behind.named)


@dataclass(frozen=True, slots=True)
class Found:
    """The briefer statement found around one word of the other."""

    brief: Assertion
    full: Assertion
    deeds: Sequence[Word]
    laid: dict[Word, Word]
    anchor: Word
    place: Word

    def holds(self) -> bool:
        """Whether what was found tells the same."""
        return (
            self._covers()
            and self._stands_together()
            and self._is_as_sure()
            and not self._is_undone()
            and self._fits_small_words()
            and all(self._is_same_side(deed) for deed in self.deeds)
            and (bool(self.deeds) or self._is_tied())
            and self._is_counted_out()
            and self._fits_figures()
            and self._fits_dates()
        )

    # How much of it is there

    def _covers(self) -> bool:
        missing = [w for w in self.brief.words if w not in self.laid and w.form not in small("light")]
        if len(missing) > MISSED or not all(self._only_describes(w) for w in missing):
            return False
        here = self._sentence()
        if any(rules_out(w.form, v.form) for w in self.brief.words if not self._is_literal(w) for v in here if not v.named):
            return False
        whole = sum(weight(w.stem) for w in self.brief.words)
        return whole - sum(weight(w.stem) for w in missing) >= TOLD * whole

    def _only_describes(self, word: Word) -> bool:
        """Whether a word that is missing stands before one that is found, and does no more than describe it."""
        if word.named or word in self.deeds or _is_exact(word) or word.form.endswith(("ing", "ed")):
            return False
        if word.form.endswith("ly"):
            return True
        behind = self.brief.line[word.at + 1] if word.at + 1 < len(self.brief.line) else ""
        return isinstance(behind, Word) and behind in self.laid and behind not in self.deeds

    def _is_literal(self, word: Word) -> bool:
        return word in self.laid and self.laid[word].stem == word.stem

    def _sentence(self) -> list[Word]:
        first, last = bounds(self.full, self.place)
        return [v for v in self.full.words if first <= v.at < last]

    def _stands_together(self) -> bool:
        places = [v.at for v in self.laid.values()]
        return max(places) - min(places) <= max(SPREAD, 2 * len(self.brief.line))

    # As so

    def _is_as_sure(self) -> bool:
        return all(w.negated == v.negated and w.open == v.open for w, v in self.laid.items() if not (w.named and v.named))

    def _is_undone(self) -> bool:
        """Whether a word by the deed says that it did not come to that, or may not have: "escaped", "the alleged", "called on him to"."""
        return any(self._undoes(self.laid[d]) or self._is_yet_to_come(d) for d in self.deeds or (self.anchor,))

    def _is_yet_to_come(self, deed: Word) -> bool:
        """Whether a deed stands behind "to" here alone, and nothing before says that it came to it: "managed to"."""
        at = self.laid[deed].at
        helped = self.full.line[at - 1] if at > 1 and self.full.line[at - 2] == "to" else ""
        if isinstance(helped, Word) and not helped.named and is_deed(self.full, self.laid[deed]):
            at -= 1  # "to help sell"
        if not at or self.full.line[at - 1] != "to" or (deed.at and self.brief.line[deed.at - 1] == "to"):
            return False
        return at < 2 or _form(self.full.line[at - 2]) not in small("comes to")

    def _undoes(self, place: Word) -> bool:
        for at in range(max(0, place.at - GOVERNS), min(len(self.full.line), place.at + GOVERNS + 1)):
            found = self.full.line[at]
            if at == place.at or (isinstance(found, Word) and (found in self.laid.values() or found.clause != place.clause)):
                continue
            said = {_form(found), found.stem if isinstance(found, Word) else found} - {_form(f) for f in self.brief.line}
            if at < place.at and said & (stems("unsure") | small("unsure")):
                return True
            if (at < place.at or not is_deed(self.full, place)) and said & (stems("undoes") | small("undoes")):
                return True
        return False

    def _fits_small_words(self) -> bool:
        """Whether "than", "only", "all", "before" and the like stand in both, and no "some" in the other alone."""
        first, last = bounds(self.full, self.place)
        here = {_form(f) for f in self.full.line[first:last]}
        mine = {_form(f) for f in self.brief.line}
        if "respectively" in here or mine & small("exact") - here:
            return False
        return not (here - mine) & small("partly") and all(self._is_bound_alike(at) for at, f in self.brief.others if f in small("binds"))

    def _is_bound_alike(self, at: int) -> bool:
        """Whether "before", "against" and the like stand before the same thing in both."""
        word = next((w for w in self.brief.words if w.at > at), None)
        if word is None or word not in self.laid:
            return FIGURE in self.brief.line[at + 1 : at + 3]
        found = self.laid[word].at
        return self.brief.line[at] in self.full.line[max(0, found - GOVERNS) : found]

    # Who did it to whom

    def _is_same_side(self, deed: Word) -> bool:
        place = self.laid[deed]
        verbal = is_deed(self.full, place) or place.form == deed.form
        for word, found in self.laid.items():
            if word is deed or word in self.deeds:
                continue
            mine, theirs = side(self.brief, word, deed, True), side(self.full, found, place, verbal)
            if theirs == "either":  # "those accused of it" accuse nobody
                theirs = "" if mine != "does" or not _has_object(self.brief, deed) else "done"
            if not (_fit_names if word.named else _fit)(mine, theirs):
                return False
            if (word.named or mine == "does") and self._is_of_another_deed(place, found):
                return False
            if mine in PLACES and word.named and word.stem[:3] != found.stem[:3]:
                return False  # in Lima, not just in Peru
        return not self._has_other_subject(deed)

    def _is_of_another_deed(self, place: Word, found: Word) -> bool:
        """Whether another deed stands between this one and who stands behind it: "killed the driver and hurt Lund"."""
        between = [v for v in self.full.words if place.at < v.at < found.at and v not in self.laid.values()]
        return any(is_deed(self.full, v) for v in between)

    def _has_other_subject(self, deed: Word) -> bool:
        """Whether somebody else stands right before the deed that was found: "Berg said Lund sold it"."""
        place = self.laid[deed]
        near = [self.full.line[at] for at in range(max(0, place.at - 2), place.at)]
        return is_deed(self.full, place) and any(
            isinstance(v, Word) and v.named and v not in self.laid.values() and not self._is_joined(v) and governor(self.full, v) is None
            for v in near
        )

    def _is_joined(self, name: Word) -> bool:
        """Whether a name is part of one that is found: "Ana Lund"."""
        return any(v.named and 0 < abs(v.at - name.at) <= 2 for v in self.laid.values())

    def _is_tied(self) -> bool:
        """Whether what is said without a deed stands close together, nobody else between, and of the same things."""
        places = sorted(v.at for v in self.laid.values())
        between = self.full.line[places[0] : places[-1]]
        if places[-1] - places[0] > max(TIE, len(self.brief.line)) or ("and" in between and "and" not in self.brief.line):
            return False
        strange = [v for v in between if isinstance(v, Word) and v.named and v not in self.laid.values() and not self._is_joined(v)]
        return not strange and all(self._belongs(w) for w in self.brief.words if w.named and w in self.laid)

    def _belongs(self, name: Word) -> bool:
        """Whether a name behind "of" stands behind a preposition in the other too, or right before what is its own: "Peru's capital"."""
        mine, found = governor(self.brief, name), self.laid[name]
        theirs = governor(self.full, found)
        behind = self.full.line[found.at + 1 : found.at + 4]
        owns = not set(behind[:1]) & MARKS and any(v in self.laid.values() and not v.named for v in behind if isinstance(v, Word))
        if mine is None:
            return theirs is None or self._is_apposed(found)
        near = 0 < found.at - self.place.at <= 2 * GOVERNS and theirs is not None
        return {mine, theirs} != {"from", "to"} and theirs != "deed" and (near or owns)

    def _is_apposed(self, name: Word) -> bool:
        """Whether a name stands right by what is said of it: "the mayor, Ana Lund", "Ana Lund, the mayor"."""
        first, last = sorted((name.at, self.place.at))
        between = self.full.line[first + 1 : last]
        return all((isinstance(f, Word) and (f.named or f in self.laid.values())) or f in (",", "a", "an", "the") for f in between)

    # Figures and days

    def _fits_figures(self) -> bool:
        first, last = bounds(self.full, self.place)
        theirs = [f for f in self.full.figures if first <= f.at < last]
        return all(any(self._is_same_figure(mine, f) for f in theirs) for mine in self.brief.figures)

    def _is_same_figure(self, mine: Figure, theirs: Figure) -> bool:
        if not near_enough(mine.quantity, theirs.quantity) or (_is_bound(mine.quantity) and not _is_bound(theirs.quantity)):
            return False
        counted = {mine.counted, theirs.counted}
        if "" not in counted and len(counted) == 2 and not any({w.stem, v.stem} == counted for w, v in self.laid.items()):
            return False
        turned = is_done(self.brief, self.anchor) != is_done(self.full, self.place)
        same_side = (mine.at < self.anchor.at) == (theirs.at < self.place.at)
        return same_side != turned or not is_deed(self.full, self.place)

    def _fits_dates(self) -> bool:
        """Whether each day lies in one of the other's, the nearest to the deed, so that it tells no less."""
        first, last = bounds(self.full, self.place)
        dated = zip(self.full.dated, self.full.dates, strict=True)
        near = sorted((abs(at - self.place.at), at, when) for at, when in dated if first <= at < last)
        return not self.brief.dates or (bool(near) and all(_holds_day(mine, near[0][2]) for mine in self.brief.dates))

    def _is_counted_out(self) -> bool:
        """Whether every figure of the briefer is one that can be compared: not "half", nor "dozens"."""
        known = {f.at for f in self.brief.figures} | set(self.brief.dated)
        return all(at in known or self.brief.line[at - 1] == FIGURE for at, f in enumerate(self.brief.line) if f == FIGURE)


# Sides of a deed


def side(of: Assertion, word: Word, deed: Word, verbal: bool) -> str:
    """Where a word stands to a deed: it "does" it, it is "done" to it, or it stands behind a preposition; "" where the words do not tell.

    Who dies is who is killed.
    """
    by = governor(of, word, deed)
    if not verbal:
        return "does" if by == "by" and word.at > deed.at else "from" if by == "from" else ""
    if word.text.endswith(("'s", "’s", "s'", "s’")):
        return ""
    if word.at > deed.at:
        if by is None and word.clause > deed.clause:
            return "apart"
        return "does" if by == "by" else by or "done"
    if by is not None and by != "by":
        return by
    return "done" if deed.form in small("dies") else _of_subject(of, deed)


def _of_subject(of: Assertion, deed: Word) -> str:
    """What a deed makes of what stands before it; "either" where it may be passive: "the driver accused of it"."""
    if is_done(of, deed):
        return "done"
    before = of.line[deed.at - 1] if deed.at else ""
    behind = of.line[deed.at + 1] if deed.at + 1 < len(of.line) else ""
    beside = isinstance(before, Word) or before in MARKS or before == "and"
    return "either" if beside and behind in small("of") else "does"


def _has_object(of: Assertion, deed: Word) -> bool:
    behind = of.line[deed.at + 1] if deed.at + 1 < len(of.line) else ""
    return isinstance(behind, Word) or behind in small("article") or behind == FIGURE


def is_done(of: Assertion, deed: Word) -> bool:
    """Whether a deed is done to what stands before it: "was sold", "sold by", "was shown and sold"."""
    if of.is_passive(deed) or "by" in of.line[deed.at + 1 : deed.at + 3]:
        return True
    before = [w for w in of.words if w.at < deed.at and w.clause >= deed.clause - 1 and is_deed(of, w)]
    joined = any(found in ("and", "then") for found in of.line[max(0, deed.at - 2) : deed.at])
    return joined and bool(before) and of.is_passive(before[-1])


def governor(of: Assertion, word: Word, deed: Word | None = None) -> str | None:
    """The preposition behind which a word stands, if any; "deed" where it is what another deed before it is done to."""
    passed, closed = "", False
    for at in range(word.at - 1, max(-1, word.at - LOOKS_BACK), -1):
        found = of.line[at]
        if isinstance(found, Word):
            if closed:
                return passed or None  # "in spring the guild": the article begins what it names
            if found is not deed and is_deed(of, found) and not passed:
                return "deed" if found.clause == word.clause and not of.is_passive(found) else None
            if found.clause < word.clause - 1 or is_deed(of, found):
                return passed or None
        elif found == "by":
            return "by"
        elif found in small("of"):
            if found != "of":
                return passed or found
            if at and isinstance(before := of.line[at - 1], Word) and before.named and word.named:
                continue  # "the Court of Human Rights"
            passed, closed = "of", False
        elif (found in MARKS and found not in ("(", '"')) or found in small("finite") | small("clause") or found in ("and", FIGURE):
            return passed or None
        closed = closed or found in small("article")
    return passed or None


def _fit(mine: str, theirs: str) -> bool:
    """Whether two sides may be one; where something is, matters less than from where and to where it goes."""
    if "" in (mine, theirs) or mine == theirs:
        return True
    if "deed" in (mine, theirs):
        return False
    return "does" not in (mine, theirs) and not {mine, theirs} <= AWAY | {"done"} | TOWARDS


def _fit_names(mine: str, theirs: str) -> bool:
    """The same of parties: who does it, and to whom it is done, must stand so in both; where it is, may be told otherwise."""
    if "" in (mine, theirs) or mine == theirs:
        return True
    if {mine, theirs} <= PLACES | {"done", "of"}:
        return bool({mine, theirs} & PLACES)
    return not {mine, theirs} & {"does", "done", "apart", "deed"} and not {mine, theirs} <= AWAY | TOWARDS


# Small things


def bounds(of: Assertion, word: Word) -> tuple[int, int]:
    """Where the sentence of a word, or its part up to a semicolon, begins and ends, exclusive."""
    stops = [at for at, found in of.others if found in (".", ";")]
    before = max((at for at in stops if at < word.at), default=-1)
    return before + 1, min((at for at in stops if at > word.at), default=len(of.line))


def _form(found: Word | str) -> str:
    return found.form if isinstance(found, Word) else found


def _is_exact(word: Word) -> bool:
    """Whether a word may not be left out: "first", "largest", "half"."""
    kept = small("ordinal") | small("partial") | small("exact")
    return word.form in kept or (word.form.endswith("est") and len(word.form) > FAMILY)


def _is_bound(quantity: Quantity) -> bool:
    return (quantity.low is None) != (quantity.high is None)


def _holds_day(mine: When, theirs: When) -> bool:
    a, b = dates.bounds(mine.edtf), dates.bounds(theirs.edtf)
    return bool(a[0] and b[0]) and a[0] <= b[0] and (b[1] or b[0]) <= (a[1] or "9999")
