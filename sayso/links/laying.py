"""One passage laid over another: for each word and each proposition of the briefer the one of the other that comes nearest. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sayso.likeness.words import term, weight
from sayso.links.assertions import small
from sayso.links.clashes import near_enough
from sayso.links.meanings import alike, rules_out
from sayso.links.propositions import DEED, DESCRIPTION, MENTION, WORD, Filler, Passage, Proposition, country_of
from sayso.sentences import Token

FARTHEST = 6.0  # steps in the parse; words of two sentences count as so far apart
NAME_WEIGHT = 1.3
CHEAP = ("conj", "appos", "relcl", "acl", "compound", "amod")  # steps that count half
WHERE = frozenset({"in", "at", "on", "near", "inside", "within", "to", "into", "around"})
CORE = ("subject", "object", "of")
RANK = ("yes", "figure", "opposite", "part", "no", "differs", "open", "none")


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the briefer's proposition, and how what fills it compares with what fills it in the other's."""

    name: str
    filler: Filler
    fits: str  # one of RANK
    theirs: Filler | None
    elsewhere: tuple[str, ...]  # places of the other's proposition that this fills instead


@dataclass(frozen=True, slots=True)
class Match:
    """A proposition of the briefer beside the one of the other that comes nearest."""

    mine: Proposition
    theirs: Proposition
    opposite: bool
    places: tuple[Place, ...]

    def having(self, *fits: str) -> list[Place]:
        return [place for place in self.places if place.fits in fits]

    @property
    def turned(self) -> bool:
        return self.mine.negated != self.theirs.negated


class Laid:
    """The briefer passage laid over the other."""

    def __init__(self, brief: Passage, full: Passage) -> None:
        self.brief, self.full = brief, full
        self.words = [t for t in brief.tokens if carries(t)]
        self.options = {t.i: self._find(t) for t in self.words}
        self.edges = list(self._edges())
        self.found = self._align()
        self.matches = [match for p in brief.propositions if p.kind != MENTION and (match := self._match(p))]

    # word by word

    def _find(self, word: Token) -> list[Token]:
        stem, country = term(word.lemma), country_of(word.text)
        same = [
            t
            for t in self.full.tokens
            if WORD.match(t.text) and (term(t.lemma) == stem or t.lower == word.lower or (country and country_of(t.text) == country))
        ]
        if same or is_name(word):
            return same
        return [t for t in self.full.tokens if carries(t) and alike(stem, term(t.lemma))]

    def _edges(self) -> Iterator[tuple[Token, Token]]:
        """The words that carry something, each with the next of them above it."""
        inside = {t.i for t in self.words}
        for word in self.words:
            above = next((a for a in word.ancestors() if a.i in inside), None)
            if above is not None:
                yield word, above

    def _align(self) -> dict[int, Token]:
        """For each word the one that it is found in, so that what stands together there stands together here."""
        found = {i: options[0] for i, options in self.options.items() if options}
        beside: dict[int, list[int]] = {}
        for one, other in self.edges:
            beside.setdefault(one.i, []).append(other.i)
            beside.setdefault(other.i, []).append(one.i)
        for _ in range(3):
            for i, options in self.options.items():
                if len(options) > 1:
                    near = [found[j] for j in beside.get(i, ()) if j in found]
                    found[i] = min(options, key=lambda t, near=near: (sum(steps(t, o) for o in near), t.i))  # type: ignore[misc]
        return found

    def share(self) -> float:
        """How much of the briefer is found, names and rare words weighing more."""
        total = sum(map(weight_of, self.words))
        return sum(weight_of(t) for t in self.words if t.i in self.found) / total if total else 0.0

    # proposition by proposition

    def _match(self, mine: Proposition) -> Match | None:
        """The proposition of the other that comes nearest: as many places that fit as can be, as few that do not."""
        options = [match for theirs in self.full.propositions if (match := self._lay(mine, theirs))]
        return max(options, key=lambda m: (len(m.having("yes")) - len(m.having("no")), -m.opposite, -m.theirs.at.i), default=None)

    def _lay(self, mine: Proposition, theirs: Proposition) -> Match | None:
        kind = _bond(mine, theirs)
        if not kind:
            return None
        return Match(mine, theirs, kind == "opposite", tuple(self._place(name, f, mine, theirs) for name, f in mine.places))

    def _place(self, name: str, filler: Filler, mine: Proposition, theirs: Proposition) -> Place:
        options = [f for other, f in theirs.places if _one_place(name, other, mine, theirs)]
        compared = [(self._fits(filler, f), f) for f in options]
        fits, best = min(compared, key=lambda pair: RANK.index(pair[0]), default=("none", None))
        if fits in ("no", "differs") and any(f == "open" for f, _ in compared):
            fits, best = "open", None
        if fits in ("no", "differs") and theirs.kind == MENTION:
            fits, best = "none", None
        elsewhere = tuple(other for other, f in theirs.places if f not in options and self._fits(filler, f) == "yes")
        return Place(name, filler, fits, best, elsewhere)

    def _fits(self, mine: Filler, theirs: Filler) -> str:
        if mine.is_open or theirs.is_open:
            return "open"
        if mine.is_name and theirs.is_name:
            return _one_name(mine, theirs)
        if any(name[0] == "@" for name in mine.names & theirs.names):
            return "yes"
        if mine.figures and theirs.figures and (mine.head.pos == "NUM" or theirs.head.pos == "NUM" or mine.stem == theirs.stem):
            pairs = [(f, g) for f in mine.figures for g in theirs.figures if f.unit == g.unit]
            if pairs:
                return "yes" if any(near_enough(f, g) for f, g in pairs) else "figure"
        if alike(mine.stem, theirs.stem):
            return "yes"
        if mine.is_name != theirs.is_name:
            named, other = (mine, theirs) if mine.is_name else (theirs, mine)
            return "yes" if self._is_called(named, other) else "open"
        if rules_out(mine.stem, theirs.stem):
            return "opposite"
        return "part" if mine.words & theirs.words else "differs"

    def _is_called(self, named: Filler, other: Filler) -> bool:
        """Whether either passage describes the name by the other's word: "Ek, the miller,"."""
        told = (*self.full.propositions, *self.brief.propositions)
        return bool(named.words & other.words) or any(
            p.kind == DESCRIPTION and alike(p.stem, other.stem) and any(named.names & f.names for f in p.at_place("subject")) for p in told
        )


def carries(token: Token) -> bool:
    """Whether a word carries something by itself."""
    if not WORD.match(token.text) or token.dep in ("aux", "auxpass", "det", "punct"):
        return False
    return token.lower not in small("empty") and token.lower not in small("of")


def is_name(token: Token) -> bool:
    """Whether a word is written as a name."""
    return token.tag.startswith("NNP")


def weight_of(token: Token) -> float:
    """How telling a word is, a name more than others."""
    return weight(term(token.lemma)) * (NAME_WEIGHT if is_name(token) else 1.0)


def _bond(mine: Proposition, theirs: Proposition) -> str:
    """Whether two propositions tell of one deed or description ("same"), of what rules it out ("opposite"), or of two things ("")."""
    phrases = [(a, b) for a in _forms(mine) for b in _forms(theirs) if "_" in a or "_" in b]
    if any(rules_out(a, b) for a, b in phrases):
        return "opposite"
    if "be" in (mine.stem, theirs.stem):
        return "same" if mine.stem == theirs.stem else ""
    if rules_out(mine.stem, theirs.stem):
        return "opposite"
    return "same" if alike(mine.stem, theirs.stem) else ""


def _forms(of: Proposition) -> list[str]:
    """A deed's stem alone and with each preposition: "vote against" rules out what "vote" does not."""
    bare = of.stem.partition("_")[0]
    return [of.stem, *(f"{bare}_{name}" for name, _ in of.places if name not in ("subject", "object"))] if of.kind == DEED else [of.stem]


def _one_place(mine: str, theirs: str, p: Proposition, q: Proposition) -> bool:
    if mine == theirs or (mine in WHERE and theirs in WHERE):
        return True
    if (q.kind == MENTION and theirs == "of" and mine in CORE) or (p.kind == MENTION and mine == "of" and theirs in CORE):
        return True
    return {mine, theirs} in ({"of", "for"}, {"of", "in"}, {"of", "at"})


def _one_name(mine: Filler, theirs: Filler) -> str:
    common = mine.names & theirs.names
    a, b = term(mine.head.lower), term(theirs.head.lower)
    if any(name[0] == "@" for name in common) or a in theirs.names or b in mine.names:
        return "yes"
    if common:
        return "open"
    return "yes" if _is_short(mine.head, theirs.head) or _is_short(theirs.head, mine.head) else "no"


def _is_short(short: Token, full: Token) -> bool:
    """Whether one is made of the other's first letters: "EU", "European Union"."""
    letters = short.text.replace(".", "")
    words = sorted([full, *(c for c in full.children if is_name(c))], key=lambda t: t.i)
    return len(letters) > 1 and letters.isupper() and letters == "".join(t.text[0] for t in words if t.text[0].isupper())


def _above(token: Token) -> dict[int, float]:
    """Each word above this one, with the steps there; prepositions cost nothing, and what only qualifies half."""
    found, far = {token.i: 0.0}, 0.0
    while token.head is not token:
        if token.dep in CHEAP:
            far += 0.5
        elif token.head.pos != "ADP":
            far += 1
        token = token.head
        found[token.i] = far
    return found


def steps(one: Token, other: Token) -> float:
    """How far two words stand apart in the parse."""
    if one.sentence is not other.sentence:
        return FARTHEST
    a, b = _above(one), _above(other)
    return min(FARTHEST, min((far + b[i] for i, far in a.items() if i in b), default=FARTHEST))
