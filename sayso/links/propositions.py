"""What a parsed passage tells, as propositions: a deed or a description, who fills which place in it, whether it is so, open, or not so. Pure.

"The mill was sold to Berg by Lund" and "Lund's sale of the mill" have the same deed and the same fillers; "Ek, the head of the mill," and
"the mill's head is Ek" have the same description. Passive and active, apposition, title and copula come out alike, so that two texts can be
laid over each other place by place (disputes.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sayso import dates, quantities
from sayso.claim import Quantity, When
from sayso.likeness.words import term
from sayso.links.assertions import small
from sayso.names.gazetteer import Gazetteer
from sayso.sentences import Sentence, Token

DEED, DESCRIPTION, MENTION = "deed", "description", "mention"  # "sold it"; "is the head of it"; "the sale of it"
RELATIVE = frozenset({"WDT", "WP", "WP$"})
FLAT = ("compound", "amod", "nummod", "nmod", "poss", "quantmod", "advmod")  # what stands in a phrase beside its head
OF_A_COUNTRY = {"state", "capital", "seat", "demonym"}
CLAUSES = ("advcl", "xcomp", "conj")  # may share the subject of the clause above
LOOSE = ("relcl", "advcl", "conj", "appos", "pobj", "acl")  # a negation above such a step does not reach down
HIGHEST = 6  # steps up that a negation is looked for
WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a place: its head, the words of its phrase and, of a name, the words and country that it is known by."""

    head: Token
    stem: str
    words: frozenset[str]
    names: frozenset[str]  # stems of its words written as names, and "@NO" for what stands for a country
    figures: tuple[Quantity, ...] = ()

    @property
    def is_name(self) -> bool:
        return bool(self.names) and self.head.tag.startswith("NNP")

    @property
    def is_open(self) -> bool:
        """Whether it may stand for anything: a pronoun."""
        return self.head.pos == "PRON" or self.head.tag in RELATIVE


@dataclass(frozen=True, slots=True)
class Proposition:
    """A deed or a description with what fills its places."""

    kind: str
    stem: str
    at: Token
    places: tuple[tuple[str, Filler], ...]
    negated: bool = False
    negation: str = ""  # the word that negates it
    open: bool = False  # said neither to be so nor not so: planned, possible, asked, under a condition
    marks: frozenset[str] = frozenset()  # what qualifies a description: "former", "second", "tallest"
    when: tuple[When, ...] = ()

    def at_place(self, *names: str) -> tuple[Filler, ...]:
        return tuple(filler for place, filler in self.places if place in names)


@dataclass(frozen=True, slots=True)
class Passage:
    """A parsed passage, boiled down."""

    propositions: tuple[Proposition, ...]
    stems: frozenset[str]
    names: frozenset[str]
    tokens: tuple[Token, ...]
    figures: tuple[tuple[Quantity, Token], ...]  # with the word for what they count, else with what they stand beside
    dates: tuple[When, ...]


def read(sentences: Sequence[Sentence]) -> Passage:
    """Boil a passage down to what it tells."""
    reader = _Reader(sentences)
    return reader.passage()


class _Reader:
    """A passage on its way to being boiled down."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.sentences = sentences
        self.tokens = tuple(token for sentence in sentences for token in sentence.tokens)
        self.figures: dict[int, list[Quantity]] = {}
        self.dates: dict[int, list[When]] = {}
        self.counted: list[tuple[Quantity, Token]] = []
        for sentence in sentences:
            self._count(sentence)

    def _count(self, sentence: Sentence) -> None:
        start = sentence.start
        text = _text(sentence)
        for quantity in quantities.find(text):
            inside = _between(sentence, start + quantity.span[0], start + quantity.span[1])
            if inside and (quantity.low is not None or quantity.high is not None):
                top = _top(inside)
                counted = top.head if top.dep in ("nummod", "quantmod", "compound", "amod") else top
                self.figures.setdefault(counted.i, []).append(quantity)
                self.counted.append((quantity, counted))
        for when in dates.find(text):
            inside = _between(sentence, start + when.span[0], start + when.span[1])
            if inside and when.edtf:
                top = _top(inside)
                verb = next((t for t in top.ancestors() if t.pos in ("VERB", "AUX")), sentence.root)
                self.dates.setdefault(verb.i, []).append(when)

    def passage(self) -> Passage:
        found = tuple(p for token in self.tokens for p in self._at(token))
        stems = frozenset(term(t.lemma) for t in self.tokens if WORD.match(t.text))
        names = frozenset(name for t in self.tokens for name in _names((t,)))
        told = tuple(when for found_dates in self.dates.values() for when in found_dates)
        return Passage(found, stems, names, self.tokens, tuple(self.counted), told)

    def _at(self, token: Token) -> Iterator[Proposition]:
        """The propositions that a word is the middle of."""
        if token.pos == "VERB" and token.lemma != "be":
            yield self._deed(token)
        elif token.lemma == "be" and token.dep not in ("aux", "auxpass"):
            yield from self._copula(token)
        if token.pos in ("NOUN", "PROPN"):
            yield from self._described(token)
        if token.pos == "NOUN":
            yield from self._mention(token)

    # Deeds

    def _deed(self, verb: Token) -> Proposition:
        places = list(self._places(verb))
        word = negation_of(verb)
        particle = verb.child("prt")
        stem = term(verb.lemma) + (f"_{particle.lower}" if particle else "")
        if verb.lemma == "have" and (thing := verb.child("dobj")) and thing.pos == "NOUN":  # "has 19 members"
            stem = "have"
        return Proposition(DEED, stem, verb, tuple(places), bool(word), word, is_open(verb), self._manner(verb), self._when(verb))

    def _manner(self, verb: Token) -> frozenset[str]:
        return frozenset(term(c.lemma) for c in verb.children if c.dep in ("advmod", "acomp", "oprd") and c.dep != "neg")

    def _when(self, verb: Token) -> tuple[When, ...]:
        return tuple(self.dates.get(verb.i, ()))

    def _places(self, verb: Token) -> Iterator[tuple[str, Filler]]:
        passive = any(c.dep in ("nsubjpass", "auxpass") for c in verb.children) or (verb.tag == "VBN" and verb.dep == "acl")
        for subject in _subjects(verb):
            yield "object" if passive else "subject", self.filler(subject)
        for child in verb.children:
            if child.dep in ("dobj", "oprd", "attr"):
                yield from (("object", self.filler(each)) for each in _each(_antecedent(child)))
            elif child.dep == "dative" and child.pos != "ADP":
                yield "to", self.filler(child)
            elif child.dep == "agent" or (child.dep == "prep" and child.lower == "by" and passive):
                yield from (("subject", self.filler(each)) for each in _objects(child))
            elif child.dep in ("prep", "dative") and child.pos in ("ADP", "PART", "X"):
                yield from self._behind(child)
        if verb.dep == "relcl" and not any(c.tag in RELATIVE for c in verb.subtree()) and not verb.child("dobj"):
            yield "object", self.filler(verb.head)

    def _behind(self, preposition: Token) -> Iterator[tuple[str, Filler]]:
        """What stands behind a preposition, and behind one that follows it: "from Oslo to Alta"."""
        for each in _objects(preposition):
            yield preposition.lower, self.filler(each)
            for inner in each.children:
                if inner.dep == "prep" and inner.lower != "of":
                    yield from ((inner.lower, self.filler(other)) for other in _objects(inner))
        for inner in preposition.children:
            if inner.dep == "prep":
                yield from ((inner.lower, self.filler(other)) for other in _objects(inner))

    # Descriptions

    def _copula(self, verb: Token) -> Iterator[Proposition]:
        complement = verb.child("attr", "acomp")
        subjects = _subjects(verb)
        word = negation_of(verb)
        when, opened = self._when(verb), is_open(verb)
        for preposition in (c for c in verb.children if c.dep == "prep" and complement is None):
            places = [("subject", self.filler(s)) for s in subjects] + list(self._behind(preposition))
            yield Proposition(DESCRIPTION, "be", verb, tuple(places), bool(word), word, opened, frozenset(), when)
        if complement is None:
            return
        for each in _each(complement):
            negation = word or negation_of(each)
            if each.pos in ("NOUN", "PROPN", "NUM"):
                noun, others = each, subjects
                if (
                    each.pos == "PROPN" and subjects and (subjects[0].pos == "NOUN" or term(subjects[0].lower) in titles())
                ):  # "its capital is Oslo"
                    noun, others = subjects[0], [each]
                yield self._description(noun, others, each, negation, opened, when, extra=self._beside(verb))
            else:
                places = [("subject", self.filler(s)) for s in subjects]
                places += [pair for c in each.children if c.dep == "prep" for pair in self._behind(c)]
                yield Proposition(DESCRIPTION, term(each.lemma), each, tuple(places), bool(negation), negation, opened, frozenset(), when)

    def _beside(self, verb: Token) -> list[tuple[str, Filler]]:
        return [pair for c in verb.children if c.dep == "prep" for pair in self._behind(c)]

    def _description(
        self,
        noun: Token,
        subjects: Iterable[Token],
        at: Token,
        negation: str = "",
        opened: bool = False,
        when: tuple[When, ...] = (),
        extra: Iterable[tuple[str, Filler]] = (),
    ) -> Proposition:
        places = [("subject", self.filler(s)) for s in subjects] + list(self._of(noun)) + list(extra)
        marks = frozenset(
            term(c.lemma) for c in noun.children if c.dep in ("amod", "advmod", "nummod", "compound", "nmod") and not _names((c,))
        ) | frozenset(
            term(g.lemma) for c in noun.children if c.dep in ("amod", "compound") for g in c.children if g.dep in ("advmod", "amod")
        )
        return Proposition(DESCRIPTION, term(noun.lemma), at, tuple(places), bool(negation), negation, opened, marks, when)

    def _of(self, noun: Token) -> Iterator[tuple[str, Filler]]:
        """What a noun belongs to: "Peru's mayor", "the mayor of Lima", "the Lima mayor"."""
        for child in noun.children:
            if child.dep == "poss":
                yield "of", self.filler(child)
            elif child.dep == "prep":
                yield from self._behind(child)
            elif child.dep in ("compound", "amod", "nmod") and _names((child,)):
                yield "of", self.filler(child)

    def _described(self, token: Token) -> Iterator[Proposition]:
        """What apposition and titles tell: "Ek, the head of the mill", "mill head Ek"."""
        for other in (c for c in token.children if c.dep == "appos"):
            named, noun = (token, other) if token.pos == "PROPN" else (other, token)
            if noun.pos == "NOUN" or (noun.pos == "PROPN" and named.pos == "PROPN"):
                for each in _each(noun) if noun is other else [noun]:
                    yield self._description(each, [named], each)
        if token.pos == "PROPN":
            before = [c for c in token.children if c.dep in ("compound", "nmod", "amod") and c.i < token.i]
            for title in before:
                if title.pos == "NOUN" or term(title.lower) in titles():
                    subject = self.filler(token)
                    beside = [
                        ("of", self.filler(c)) for c in (*before, *token.children) if c is not title and c.i < title.i and _names((c,))
                    ]
                    yield Proposition(DESCRIPTION, term(title.lower), title, (("subject", subject), *beside, *self._of(title)))

    def _mention(self, noun: Token) -> Iterator[Proposition]:
        """A noun with what it belongs to, as in "Ek's death"."""
        places = tuple(self._of(noun))
        if places:
            verb = noun.head if noun.dep in ("dobj", "nsubj", "nsubjpass", "attr") else None
            negation = negation_of(noun) or (negation_of(verb) if verb else "")
            yield Proposition(MENTION, term(noun.lemma), noun, places, bool(negation), negation, bool(verb and is_open(verb)))

    def filler(self, token: Token) -> Filler:
        flat = [token, *(t for c in token.children if c.dep in FLAT for t in c.subtree())]
        names = [token, *(c for c in token.children if c.dep in ("compound", "nmod", "amod") and c.tag.startswith("NNP"))]
        figures = tuple(self.figures.get(token.i, ()))
        words = frozenset(term(t.lemma) for t in flat if WORD.match(t.text) and t.lower not in small("empty"))
        return Filler(token, term(token.lemma), words, _names(names), figures)


# Grammar


def _text(sentence: Sentence) -> str:
    """The sentence with blanks where its tokens leave room, so that places count from its start."""
    out, at = [], sentence.start
    for token in sentence.tokens:
        out.append(" " * (token.start - at) + token.text)
        at = token.end
    return "".join(out)


def _between(sentence: Sentence, start: int, end: int) -> list[Token]:
    return [t for t in sentence.tokens if t.start < end and t.end > start]


def _top(tokens: Sequence[Token]) -> Token:
    """The token of these that governs the others."""
    inside = {t.i for t in tokens}
    return next((t for t in reversed(tokens) if t.head.i not in inside), tokens[-1])


def _names(tokens: Iterable[Token]) -> frozenset[str]:
    found: set[str] = set()
    for token in tokens:
        if country := country_of(token.text):
            found.add("@" + country)
        if token.tag.startswith("NNP") and WORD.match(token.text):
            found.add(term(token.lower))
    return frozenset(found)


@lru_cache(maxsize=1 << 14)
def country_of(word: str) -> str:
    entry = Gazetteer.load().lookup("name", word) if word[:1].isupper() else None
    return entry.country if entry and entry.kind in OF_A_COUNTRY else ""


@lru_cache(maxsize=1)
def titles() -> frozenset[str]:
    return frozenset(map(term, small("title")))


def _each(token: Token) -> list[Token]:
    return [token, *token.conjuncts()]


def _objects(preposition: Token) -> list[Token]:
    found = [c for c in preposition.children if c.dep in ("pobj", "pcomp")]
    return [each for one in found for each in _each(_antecedent(one))]


def _antecedent(token: Token) -> Token:
    """What a relative pronoun stands for."""
    if token.tag in RELATIVE:
        clause = next((t for t in token.ancestors() if t.dep == "relcl"), None)
        return clause.head if clause else token
    return token


def _subjects(verb: Token) -> list[Token]:
    """Who or what does it, or is described; taken from the clause above where it goes without saying."""
    for _ in range(4):
        if own := verb.child("nsubj", "nsubjpass", "csubj"):
            return _each(_antecedent(own))
        above = verb.head
        if verb.dep in ("acl", "relcl"):
            return [above]
        if verb.dep == "xcomp" and (other := above.child("dobj")):
            return _each(_antecedent(other))
        if verb.dep == "pcomp" and above.dep == "prep":
            above = above.head
        elif verb.dep not in CLAUSES:
            return []
        if above.pos not in ("VERB", "AUX") or above is verb:
            return []
        verb = above
    return []


def negation_of(token: Token) -> str:
    """The word that says that it is not so; "" where there is none."""
    negations = [c for c in token.children if c.dep == "neg" or c.lower in small("negates")]
    if not negations:
        negations = [c for c in token.children if c.dep in ("det", "cc", "preconj") and c.lower in ("no", "neither", "nor")]
    if not negations:
        negations = [
            g
            for c in token.children
            if c.dep in ("nsubj", "nsubjpass", "dobj", "attr")
            for g in (c, *c.children)
            if g.lower in ("no", "none", "nobody", "nothing", "neither")
        ]
    if negations and not (negations[0].lower == "not" and (after := _after(negations[0])) and after in small("lets stand")):
        return negations[0].text
    above = token.head
    if above is not token and token.dep in ("xcomp", "pcomp", "ccomp", "dobj"):
        governor = above.head if token.dep == "pcomp" else above
        stem = term(governor.lemma)
        if stem in _stems("fails") | _stems("ends") and token.dep in ("xcomp", "pcomp"):
            return governor.text
        if governor.lemma in _denying() and token.dep in ("xcomp", "ccomp", "pcomp"):
            return governor.text
        if token.dep == "xcomp" and governor.pos in ("VERB", "ADJ") and governor is not token:
            return negation_of(governor)
        if token.dep == "pcomp" and above.lower == "without":
            return above.text
    if token.dep == "conj" and not token.child("nsubj", "nsubjpass"):
        return negation_of(above) if above.pos == token.pos and any(c.lower in ("or", "nor") for c in above.children) else ""
    return ""


def _after(token: Token) -> str:
    tokens = token.sentence.tokens
    at = token.i - tokens[0].i + 1
    return tokens[at].lower if at < len(tokens) else ""


@lru_cache(maxsize=8)
def _stems(kind: str) -> frozenset[str]:
    return frozenset(map(term, small(kind)))


@lru_cache(maxsize=1)
def _denying() -> frozenset[str]:
    return small("denies")


def is_open(verb: Token) -> bool:
    """Whether it is left open: behind "may", "if", "plans to", "asked whether"."""
    if any(c.dep in ("aux", "mark", "advmod") and c.lower in small("opens") for c in verb.children):
        return True
    above = verb.head
    if above is verb:
        return False
    if verb.dep in ("xcomp", "ccomp", "acl", "pcomp", "advcl"):
        governor = above.head if verb.dep == "pcomp" else above
        if term(governor.lemma) in _stems("opens to") | _stems("opens that"):
            return True
        if verb.dep in ("xcomp", "acl") and any(c.dep == "aux" and c.lower == "to" for c in verb.children) and governor.pos in ("NOUN",):
            return True
    return is_open(above) if verb.dep in ("conj", "xcomp") and above.pos == "VERB" and above is not verb else False


def is_negated(token: Token) -> bool:
    """Whether a word stands under an odd number of negations."""
    count, at = 0, token
    for _ in range(HIGHEST):
        count += at.pos in ("VERB", "AUX", "NOUN", "ADJ") and bool(negation_of(at))
        if at.head is at or at.dep in LOOSE:
            break
        at = at.head
    return count % 2 == 1
