"""Two texts, passage by passage: which of them may be at odds. Pure, and looser than the ledger's rules (disputes.py).

Laying one passage over another is dear, so only those with enough in common are weighed: an index from each word to the passages that have it
finds them. Each passage is boiled down once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sayso.likeness.words import term
from sayso.links import disputes, propositions
from sayso.links.disputes import Dispute
from sayso.links.laying import carries, weight_of
from sayso.links.propositions import Passage, country_of
from sayso.sentences import Sentence, Token

FEWEST = 2  # words in common from which two passages are weighed
IN_COMMON = 0.25  # and the share of the briefer's words, the telling ones weighing more

Pair = tuple[int, int]  # the numbers of a passage of the one text and of one of the other
Parsed = Sequence[Sentence]


@dataclass(frozen=True, slots=True)
class AtOdds:
    """Two passages that may be at odds, by their numbers in either text, and why."""

    one: int
    other: int
    dispute: Dispute


def possible(one: Sequence[Parsed], other: Sequence[Parsed], *, strict: Collection[Pair] = ()) -> list[AtOdds]:
    """The passages of two texts that may be at odds, the likeliest first; `strict` has those whose claims contradict each other by the rules."""
    a, b = [_Line(passage) for passage in one], [_Line(passage) for passage in other]
    found = []
    for i, j in sorted({*meeting([x.words for x in a], [y.words for y in b]), *strict}):
        dispute = None if a[i].same(b[j]) else disputes.weigh(a[i].read, b[j].read, strict=(i, j) in strict)
        if dispute and dispute.possible:
            found.append(AtOdds(i, j, dispute))
    return sorted(found, key=lambda pair: (-pair.dispute.score, pair.one, pair.other))


def meeting(one: Sequence[dict[str, float]], other: Sequence[dict[str, float]]) -> Iterator[Pair]:
    """The passages that have enough words in common, by their words and how telling each is."""
    having: defaultdict[str, list[int]] = defaultdict(list)
    for j, words in enumerate(other):
        for word in words:
            having[word].append(j)
    totals = [sum(words.values()) for words in other]
    for i, words in enumerate(one):
        common: defaultdict[int, list[float]] = defaultdict(list)
        for word, telling in words.items():
            for j in having.get(word, ()):
                common[j].append(telling)
        total = sum(words.values())
        yield from ((i, j) for j, told in common.items() if len(told) >= FEWEST and sum(told) >= IN_COMMON * min(total, totals[j]))


class _Line:
    """A passage made ready to be weighed; what is dear to reckon is only reckoned once asked for."""

    def __init__(self, passage: Parsed) -> None:
        self.passage = passage
        self.tokens = [token for sentence in passage for token in sentence.tokens]
        self.words = {_key(t): weight_of(t) for t in self.tokens if carries(t)}

    @cached_property
    def read(self) -> Passage:
        return propositions.read(self.passage)

    def same(self, other: _Line) -> bool:
        """Whether both are the same words: nothing is at odds with itself."""
        return _bare(self.tokens) == _bare(other.tokens)


def _bare(tokens: Sequence[Token]) -> list[str]:
    return [t.lower.replace("’", "'") for t in tokens if t.pos != "PUNCT"]


def _key(token: Token) -> str:
    """What a word is looked up by: its stem or, so that "Peru" and "Peruvian" meet, its country."""
    country = country_of(token.text)
    return f"@{country}" if country else term(token.lemma)
