"""How far one parsed passage speaks against another: everything that is weighed, the score, and why. Pure.

The briefer passage is laid over the other, word by word and proposition by proposition. What counts against them is one place that does not fit
while the others do: a negation, an opposite, another figure, somebody else in a place that one fills, the same words in other places. The
evidence is weighed by weights learnt from pairs that people labelled (data/disputes.tsv). The ledger neither asks nor shows this: of what is
only possible, most is no dispute. `sayso compare` does, for a person with two reports in hand (across.py, compare.py).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sayso import tables
from sayso.likeness.words import term
from sayso.links import laying, propositions
from sayso.links.assertions import small, stems
from sayso.links.clashes import near_enough
from sayso.links.laying import CORE, FARTHEST, Laid, Match, is_name, steps
from sayso.links.meanings import alike, turns
from sayso.links.propositions import DESCRIPTION, MENTION, Passage, Proposition, is_negated
from sayso.sentences import Sentence, Token

POSSIBLE = 0.15  # score from which a dispute is possible: on pairs not learnt from, most of those that reach it are none
CLOSE = 0.6  # share of the briefer that must be found for another figure to count
A_FEW = 2  # "one" and "two" are too often no count
BESIDE = 1.5  # steps between an opposite and what it stands beside
LONG = 80  # words from which a passage is long
PARTIES = ("nsubj", "nsubjpass", "dobj", "prep", "agent", "dative")  # under what a party to a deed stands
EVIDENCE = (
    "an opposite", "negated", "negated beside", "agrees", "somebody else", "two parties", "another rank", "another figure for the same",
)  # fmt: skip

Found = Iterator[tuple[str, tuple[str, str]]]  # what speaks for or against a dispute, and the words on either side


@dataclass(frozen=True, slots=True)
class Dispute:
    """How likely it is that two passages cannot both be so, from 0 to 1, why, and the words on either side, the first's first."""

    score: float
    reason: str
    words: tuple[str, str]

    @property
    def possible(self) -> bool:
        return self.score >= POSSIBLE


def weigh(one: Sequence[Sentence] | Passage, other: Sequence[Sentence] | Passage, *, strict: bool = False) -> Dispute | None:
    """How far two passages speak against each other; `strict` tells that claims of theirs contradict each other by the ledger's rules.

    A passage that is weighed more than once is better read beforehand (`propositions.read`).
    """
    a, b = (side if isinstance(side, Passage) else propositions.read(side) for side in (one, other))
    if not a.tokens or not b.tokens:
        return None
    swapped = len(a.tokens) > len(b.tokens)
    weighing = Weighing(Laid(b, a) if swapped else Laid(a, b))
    found = weighing.evidence() | {"strict": float(strict)}
    reason, words = weighing.why()
    return Dispute(score(found), reason, words[::-1] if swapped else words)


def score(found: dict[str, float]) -> float:
    """How likely a dispute is with this evidence, from 0 to 1."""
    weights = _weights()
    total = weights["always"] + sum(weights[name] * value for name, value in found.items())
    return round(1 / (1 + math.exp(-total)), 4)


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    return {row["evidence"]: float(row["weight"]) for row in tables.rows("disputes.tsv")}


class Weighing:
    """What speaks for and against a dispute of two passages, one laid over the other."""

    def __init__(self, laid: Laid) -> None:
        self.laid = laid
        self.brief, self.full = laid.brief, laid.full
        self.words, self.options, self.found = laid.words, laid.options, laid.found
        self.seen: list[tuple[str, tuple[str, str]]] = []

    def evidence(self) -> dict[str, float]:
        """Everything that is weighed, each between 0 and 1."""
        self.seen = list(self._all())
        told = {name for name, _ in self.seen}
        return {name: float(name in told) for name in EVIDENCE} | self._likeness()

    def _all(self) -> Found:
        for match in self.laid.matches:
            yield from self._speaks(match)
        yield from self._two_parties()
        yield from self._figures()
        yield from self._opposites()
        yield from self._polarity()

    def _likeness(self) -> dict[str, float]:
        """How much of the briefer is told in the other, and how near together."""
        missing = [t for t in self.words if t.i not in self.found]
        apart = [steps(self.found[a.i], self.found[b.i]) for a, b in self.laid.edges if a.i in self.found and b.i in self.found]
        root = self._root()
        subject, thing = self._beside(root, ("nsubj", "nsubjpass")), self._thing(root)
        return {
            "share": self.laid.share(),
            "things missing": min(3, sum(t.pos in ("NOUN", "ADJ") for t in missing)) / 3,
            "one word missing": float(len(missing) == 1),
            "all found": float(not missing),
            "root found": float(root.i in self.found and term(self.found[root.i].lemma) == term(root.lemma)),
            "farthest": max(apart, default=0.0) / FARTHEST,
            "subject far": self._far(subject, root),
            "object far": self._far(thing, root),
            "subject far from object": self._far(subject, thing),
            "long": min(1.0, len(self.full.tokens) / LONG),
            "negative": float(any(p.negated and not self._is_negated_too(p) for p in self.brief.propositions)),
        }

    def _is_negated_too(self, mine: Proposition) -> bool:
        found = self.found.get(mine.at.i)
        return found is not None and is_negated(found)

    def _far(self, one: Token | None, other: Token | None) -> float:
        if one is None or other is None or one.i not in self.found or other.i not in self.found:
            return 0.0
        return steps(self.found[one.i], self.found[other.i]) / FARTHEST

    def _root(self) -> Token:
        root = self.brief.tokens[0].sentence.root
        return (root.child("attr", "acomp") or root) if root.lemma == "be" else root

    @staticmethod
    def _beside(root: Token, deps: tuple[str, ...]) -> Token | None:
        return root.child(*deps) or next((c for c in root.head.children if c.dep in deps and c is not root), None)

    def _thing(self, root: Token) -> Token | None:
        if found := self._beside(root, ("dobj", "attr", "pobj")):
            return found
        prepositions = [c for c in (*root.children, *root.head.children) if c.dep in ("prep", "agent")]
        return next((g for c in prepositions for g in c.children if g.dep == "pobj"), None)

    def _speaks(self, match: Match) -> Found:
        """What one pair of propositions tells for and against."""
        mine, theirs = match.mine, match.theirs
        yes, no = match.having("yes"), match.having("no")
        words = (mine.at.text, theirs.at.text)
        core = [p for p in yes if p.name in CORE]
        told_too = match.opposite and any(term(t.lemma) == mine.stem for t in self.full.tokens)
        if match.opposite != match.turned and core and not no and not told_too and not (mine.open or theirs.open):
            yield ("an opposite" if match.opposite else "negated"), (words if match.opposite else _with_negations(mine, theirs))
        if match.opposite or match.turned:
            return
        if not no and not match.having("figure", "opposite") and match.places and len(yes) == len(match.places):
            yield "agrees", words
        for place in (p for p in no if p.theirs and p.name in CORE and core):
            if place.theirs and place.filler.names & self.full.names:
                yield "somebody else", (place.filler.head.text, place.theirs.head.text)
        if self._within(match):
            yield "somebody else", words
        extra = sorted((theirs.marks - mine.marks) & _ranks())
        if extra and mine.kind == DESCRIPTION and core:
            yield "another rank", (mine.at.text, _with_mark(theirs, extra[0]))

    def _within(self, match: Match) -> bool:
        """Whether who does it here only stands within the phrase of who does it there: "the minister" in "a brother of the minister"."""
        for place in match.places:
            mine = self.found.get(place.filler.head.i)
            if mine is None or place.theirs is None or place.name not in ("subject", "object") or match.theirs.kind == MENTION:
                continue
            above = list(mine.ancestors())[:2]
            if place.fits in ("open", "differs", "part", "no") and mine.dep in ("poss", "pobj") and place.theirs.head in above:
                return True
        return False

    def _two_parties(self) -> Found:
        """The one described and the description, side by side there as two parties: "Ek met the king" does not make Ek the king."""
        described = {id(m.mine) for m in self.laid.matches if m.having("yes") and m.theirs.kind == DESCRIPTION}
        for mine in self.brief.propositions:
            if mine.kind == DESCRIPTION and not mine.negated and id(mine) not in described and (one := self._party(mine)):
                yield "two parties", (_in_order(one, mine.at), _in_order(self.found[one.i], self.found[mine.at.i]))

    def _party(self, mine: Proposition) -> Token | None:
        """The name described, if it is another party there than what it is described as."""
        subject = next(iter(mine.at_place("subject")), None)
        if subject is None or not subject.is_name:
            return None
        one, other = self.found.get(subject.head.i), self.found.get(mine.at.i)
        if one is None or other is None or one.sentence is not other.sentence:
            return None
        nouns = mine.at.pos in ("NOUN", "PROPN") and other.pos in ("NOUN", "PROPN")
        return subject.head if nouns and _stand_apart(one, other) else None

    def _figures(self) -> Found:
        """Another figure for the same thing, or another price."""
        if not self._is_close():
            return
        for mine, counted in self.brief.figures:
            rivals = [(f, t) for f, t in self.full.figures if f.unit == mine.unit]
            if mine.high is None or mine.high <= A_FEW or any(near_enough(mine, f) for f, _ in rivals):
                continue
            same = [f for f, t in rivals if t.pos != "NUM" and alike(term(counted.lemma), term(t.lemma)) and not _is_ago(t)]
            if not same and len(mine.unit) == len("EUR") and mine.unit.isupper() and len(rivals) == 1:
                same = [rivals[0][0]]
            if same:
                yield "another figure for the same", (mine.text, same[0].text)

    def _is_close(self) -> bool:
        """Whether enough of the briefer is found, its names too, for a figure to be of the same thing."""
        return self.laid.share() >= CLOSE and not any(is_name(t) and t.i not in self.found for t in self.words)

    def _opposites(self) -> Found:
        """A word that rules out one of the briefer's that is not found, beside what that one stands beside."""
        for word in (t for t in self.words if t.i not in self.found and not is_name(t)):
            beside = [a if b is word else b for a, b in self.laid.edges if word in (a, b)]
            others = [self.found[t.i] for t in beside if t.i in self.found]
            for rival in (t for t in self.full.tokens if laying.carries(t) and not is_name(t) and turns(term(word.lemma), term(t.lemma))):
                if is_negated(rival) == is_negated(word) and any(steps(rival, t) <= BESIDE for t in others):
                    yield "an opposite", (word.text, rival.text)

    def _polarity(self) -> Found:
        root = self._root()
        for word in (t for t in self.words if t is root or t.pos == "VERB"):
            found = self.found.get(word.i)
            if found is not None and is_negated(found) != is_negated(word) and not self._told_otherwise(word):
                yield "negated" if word is root else "negated beside", (word.text, found.text)
        mine = next((p for p in self.brief.propositions if p.negated), None)
        if mine and self._is_close() and not any(map(_denies, self.full.tokens)):
            yield "negated", (mine.negation, self.found[root.i].text if root.i in self.found else "")

    def _told_otherwise(self, root: Token) -> bool:
        """Whether the same is also told as the briefer tells it, so that the negation is of something else."""
        return any(is_negated(t) == is_negated(root) for t in self.options[root.i])

    def why(self) -> tuple[str, tuple[str, str]]:
        """What speaks most for a dispute, in words."""
        weights = _weights()
        best = max(self.seen, key=lambda told: weights[told[0]], default=("agrees", ("", "")))
        if weights[best[0]] > 0:
            return best
        root = self._root()
        return "the same words otherwise put together", (root.text, self.found[root.i].text if root.i in self.found else "")


def _stand_apart(one: Token, other: Token) -> bool:
    """Whether two nouns of a sentence fill different places, so that they are two: neither beside the other as apposition, title or list."""
    above, below = list(one.ancestors()), list(other.ancestors())
    if abs(one.i - other.i) == 1 or any(t.lower in small("listing") for x in (one, other) for t in (*x.children, *_until_verb(x))):
        return False
    if other in above:
        return _hangs_on(one, other)
    if one in below:
        return _hangs_on(other, one)
    meet = next((t for t in above if t in below), None)
    if meet is None or meet.pos not in ("VERB", "AUX") or meet.lemma == "be":
        return False
    mine, theirs = _branch(one, meet), _branch(other, meet)
    return mine.dep in ("nsubj", "nsubjpass", "dobj") and theirs.dep in PARTIES and mine is not theirs


def _until_verb(token: Token) -> Iterator[Token]:
    """The words above a word as far as the first verb, that one too."""
    for above in token.ancestors():
        yield above
        if above.pos in ("VERB", "AUX") and above.dep not in ("prep", "pcomp"):
            return


def _hangs_on(below: Token, above: Token) -> bool:
    """Whether one noun only belongs to the other: "the brother of the minister"."""
    steps_up = [below, *below.ancestors()]
    links = [t.dep for t in steps_up[: steps_up.index(above)]]
    return bool(links) and all(dep in ("poss", "pobj", "prep") for dep in links) and ("poss" in links or "pobj" in links)


def _branch(token: Token, top: Token) -> Token:
    """The word directly below the top under which a word stands."""
    line = [token, *token.ancestors()]
    return line[line.index(top) - 1]


def _denies(token: Token) -> bool:
    """Whether a word negates, or tells that something is not so, does not happen or is not there."""
    if token.dep == "neg" or token.lower in small("negates") or token.lower in small("no") or token.lower.startswith(("un", "non-")):
        return True
    return term(token.lemma) in stems("fails") | stems("ends") | stems("lacks") or token.lemma in small("denies")


def _is_ago(token: Token) -> bool:
    return token.lemma in ("year", "month", "week", "day", "hour")


@lru_cache(maxsize=1)
def _ranks() -> frozenset[str]:
    return frozenset(map(term, small("rank")))


def _with_mark(of: Proposition, stem: str) -> str:
    """A description with the word that has this stem: "former mayor"."""
    near = sorted(of.at.sentence.tokens, key=lambda t: abs(t.i - of.at.i))
    mark = next((t for t in near if term(t.lemma) == stem), None)
    return _in_order(mark, of.at) if mark else of.at.text


def _in_order(*tokens: Token) -> str:
    """Words as they stand, in the order of the text, dots between those that do not stand side by side."""
    first, *rest = sorted(tokens, key=lambda t: t.i)
    words = first.text
    for before, token in zip((first, *rest), rest, strict=False):
        words += (" " if token.start - before.end == 1 else " … ") + token.text
    return words


def _with_negations(mine: Proposition, theirs: Proposition) -> tuple[str, str]:
    def words(p: Proposition) -> str:
        return f"{p.negation} … {p.at.text}" if p.negated else p.at.text

    return words(mine), words(theirs)
