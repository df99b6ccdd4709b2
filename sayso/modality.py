"""The words that say how firmly, whether, and whether yet, and where each of them does so (data/modality.tsv).

One list serves both readers: the grader asks what a word does to the event beside or below it, and `hedges` finds every word of a text
that makes something uncertain. An entry holds only where its needs are met: "should" is a condition only where it opens the
clause, "would" is a supposition only where no word of the past reports it, "could not" is an inability and no possibility.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from sayso import tables
from sayso.claim import Span
from sayso.sentences import Parse, Token

SPLIT = re.compile(r"[\w’']+|[^\w\s]")
PLACE = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj", "ADV": "adverb", "ADP": "prep"}
CONDITIONS = ("if", "unless")
ASKING = {
    "ask",
    "wonder",
    "know",
    "see",
    "say",
    "tell",
    "determine",
    "question",
    "check",
    "decide",
    "doubt",
    "inquire",
    "find",
    "learn",
    "be",
}
TELLING = {
    "say",
    "comment",
    "confirm",
    "deny",
    "identify",
    "elaborate",
    "disclose",
    "discuss",
    "name",
    "give",
    "specify",
    "reveal",
    "talk",
    "tell",
}


@dataclass(frozen=True, slots=True)
class Sense:
    """One entry of the list: a word, what it stands with, and what it makes of the event it bears on."""

    word: str
    place: str  # aux, adverb, adj, mark, prep, verb, noun, phrase
    companion: str  # "question" in "raise questions"; "" where the word stands alone
    needs: frozenset[str]  # one of these must hold (NEEDS); empty: always
    settings: tuple[tuple[str, str], ...]  # (field, value) of the grade
    hedge: str  # epistemic, doxastic, investigation, condition; "" where it makes nothing uncertain


@dataclass(frozen=True, slots=True)
class Hedge:
    """Words that make something uncertain, and how they do it."""

    span: Span
    kind: str


@lru_cache(maxsize=1)
def lexicon() -> dict[tuple[str, str], tuple[Sense, ...]]:
    """Every entry by its place and its word; a phrase stands under its last word."""
    found: dict[tuple[str, str], list[Sense]] = {}
    for row in tables.rows("modality.tsv"):
        word, _, companion = row["word"].partition(":")
        settings = tuple((field, row[field]) for field in ("certainty", "polarity", "status") if row[field])
        sense = Sense(word, row["place"], companion, frozenset(filter(None, row["needs"].split(","))), settings, row["hedge"])
        key = _words(word)[-1] if sense.place == "phrase" else word
        found.setdefault((sense.place, key), []).append(sense)
    return {key: tuple(sorted(senses, key=lambda s: -len(s.word))) for key, senses in found.items()}


@lru_cache(maxsize=1024)
def _words(phrase: str) -> tuple[str, ...]:
    return tuple(SPLIT.findall(phrase))


# What a word means where it stands


def senses(token: Token) -> tuple[Sense, ...]:
    """The entries that hold for this word where it stands; a phrase that it closes, or is part of, comes before the word alone."""
    if (whole := _phrase_around(token)) is not None:
        phrase, last = whole
        return (phrase,) if last is token else ()
    for place in _places(token):
        for form in dict.fromkeys((token.lower, token.lemma.lower())):
            holding = [s for s in lexicon().get((place, form), ()) if _fits(s, token)]
            if holding:
                return _most_exact(holding)
    return ()


def _most_exact(holding: list[Sense]) -> tuple[Sense, ...]:
    """The entries that say most of where they hold: those with a companion, else those with needs, else all."""
    accompanied = [s for s in holding if s.companion]
    needing = [s for s in accompanied or holding if s.needs]
    return tuple(needing or accompanied or holding)


def words(sense: Sense, token: Token) -> list[Token]:
    """The words of the text that an entry stands for at this place."""
    if sense.place == "phrase":
        at = token.i - token.sentence.tokens[0].i + 1
        return token.sentence.tokens[at - len(_words(sense.word)) : at]
    companion = _companion(sense, token)
    return [token, companion] if companion else [token]


def is_absorbed(token: Token) -> bool:
    """Whether this word is part of a phrase that is told as a whole ("no" in "no evidence")."""
    whole = _phrase_around(token)
    return whole is not None and whole[1] is not token


def is_withholding(token: Token) -> bool:
    """Whether this word is part of a phrase that leaves something open ("no" in "no evidence"), rather than of one that affirms ("no doubt")."""
    whole = _phrase_around(token)
    return whole is not None and ("certainty", "uncommitted") in whole[0].settings


def _phrase_around(token: Token) -> tuple[Sense, Token] | None:
    """The phrase that this word stands in, and that phrase's last word."""
    if token.lower not in _phrase_words():
        return None
    tokens = token.sentence.tokens
    at = token.i - tokens[0].i
    for end in range(at, min(at + _longest_phrase(), len(tokens))):
        for sense in lexicon().get(("phrase", tokens[end].lower), ()):
            length = len(_words(sense.word))
            if end - length < at and end + 1 >= length and tuple(t.lower for t in tokens[end + 1 - length : end + 1]) == _words(sense.word):
                return sense, tokens[end]
    return None


@lru_cache(maxsize=1)
def _phrase_words() -> frozenset[str]:
    return frozenset(w for (place, _), entries in lexicon().items() if place == "phrase" for s in entries for w in _words(s.word))


@lru_cache(maxsize=1)
def _longest_phrase() -> int:
    return max(len(_words(s.word)) for (place, _), entries in lexicon().items() if place == "phrase" for s in entries)


def _places(token: Token) -> Iterator[str]:
    if token.tag == "MD":
        yield "aux"
        return
    if token.tag in ("IN", "WRB", "RB", "CC", "WDT"):
        yield "mark"
    if token.dep == "amod":
        yield "adj"
    place = PLACE.get(token.pos)
    if place:
        yield place


def _fits(sense: Sense, token: Token) -> bool:
    if sense.companion and _companion(sense, token) is None:
        return False
    return not sense.needs or any(NEEDS[need](token) for need in sorted(sense.needs))


def _companion(sense: Sense, token: Token) -> Token | None:
    if not sense.companion:
        return None
    below = [*token.children, *(g for c in token.children if c.dep in ("advcl", "ccomp") for g in c.children if g.dep == "mark")]
    return next((c for c in below if sense.companion in (c.lower, c.lemma.lower())), None)


# Where an entry holds


def is_negated(token: Token) -> bool:
    """Whether "not" or "never" stands beside this word (for an auxiliary: beside its verb)."""
    over = token.head if token.dep in ("aux", "auxpass") else token
    return any(c.dep == "neg" for c in over.children)


def _clause(token: Token) -> Token | None:
    """The clause that a verb, noun or adjective takes: "that …", "whether …", or none with its own subject."""
    for child in token.children:
        if child.dep == "ccomp" or (
            child.dep in ("acl", "relcl", "advcl") and (_marked(child, "that", "whether", "if") or _says_that(child))
        ):
            return child
    holder = token.head
    if token.dep in ("acomp", "attr") and holder.pos in ("VERB", "AUX"):  # "it is likely that …": the clause hangs on "is"
        return next((c for c in holder.children if c.dep in ("ccomp", "advcl") and _marked(c, "that", "whether", "if")), None)
    if token.dep == "nsubj" and holder.lemma == "be":  # "the fear is that …"
        return next((c for c in holder.children if c.dep == "ccomp"), None)
    return None


def _says_that(clause: Token) -> bool:
    """A clause behind a noun that has its own subject beside "that": what the noun says ("the theory that they left")."""
    that = next((c for c in clause.children if c.lower == "that"), None)
    return that is not None and any(c.dep in ("nsubj", "nsubjpass") and c is not that for c in clause.children)


def _marked(clause: Token, *words: str) -> bool:
    return any(c.dep == "mark" and c.lower in words for c in clause.children)


def _has_clause(token: Token) -> bool:
    return _clause(token) is not None or token.dep == "parataxis"  # "the fleet, they believe, left"


def _whether(token: Token) -> bool:
    clause = _clause(token)
    return clause is not None and _marked(clause, "whether", "if")


def _asks(token: Token) -> bool:
    clause = _clause(token)
    return clause is not None and (_whether(token) or any(c.tag in ("WRB", "WP", "WDT") and c.i < clause.i for c in clause.subtree()))


def _proposes(token: Token) -> bool:
    """Takes a bare form or a gerund: "suggested that he send more", "suggested sending more"."""
    clause = token.child("ccomp", "xcomp")
    if clause is None or any(c.dep in ("aux", "auxpass") and c.lower != "be" for c in clause.children):
        return False
    subject = clause.child("nsubj", "nsubjpass")
    if subject is None:
        return clause.tag == "VBG"
    bare = clause.tag == "VB" or any(c.dep == "auxpass" and c.tag == "VB" for c in clause.children)
    return bare or (clause.tag == "VBP" and _is_singular(subject))


def _is_singular(subject: Token) -> bool:
    return (subject.tag in ("NN", "NNP") or subject.lower in ("he", "she", "it")) and not any(c.dep == "conj" for c in subject.children)


def _infinitive(token: Token) -> Token | None:
    return next((c for c in token.children if c.dep in ("xcomp", "acl", "ccomp", "advcl", "relcl") and _has_to(c)), None)


def _has_to(verb: Token) -> bool:
    return any(c.dep == "aux" and c.lower == "to" for c in verb.children)


def _is_perfect(verb: Token) -> bool:
    return any(c.dep == "aux" and (c.lemma == "have" or c.lower in ("have", "'ve", "’ve")) for c in verb.children)


def _later(token: Token) -> bool:
    """Before an infinitive that looks ahead: "likely to send", not "likely to have sent" """
    verb = _infinitive(token)
    return verb is not None and not _is_perfect(verb) and verb.lemma != "be"


def _passive(token: Token) -> bool:
    return token.tag == "VBN" and token.child("auxpass") is not None and token.child("agent") is None


def _as(token: Token) -> bool:
    below = [*token.children, *(g for c in token.children if c.dep == "dobj" for g in c.children)]
    return any(c.dep == "prep" and c.lower == "as" for c in below)


def _judges(token: Token) -> bool:
    """Takes something together with what it is held to be: "considers it a threat", "is seen as likely"."""
    return _as(token) or token.child("oprd") is not None or any(c.dep == "ccomp" and c.pos != "VERB" for c in token.children)


def _about(token: Token) -> bool:
    return any(c.dep == "prep" and c.lower in ("about", "over", "of", "for") for c in token.children)


def _before_noun(token: Token) -> bool:
    return token.dep in ("amod", "advmod") and token.head.pos in ("NOUN", "PROPN")


def _conditional(token: Token) -> bool:
    """Whether a condition hangs on this auxiliary's verb."""
    verb = token.head if token.dep == "aux" else token
    return any(_opens_condition(c) for c in _clauses_beside(verb))


def _restricted(token: Token) -> bool:
    """Whether an "only if" or "unless" hangs on this auxiliary's verb."""
    verb = token.head if token.dep == "aux" else token
    marks = (m for c in _clauses_beside(verb) for m in c.children if m.dep == "mark")
    return any(m.lower == "unless" or (m.lower == "if" and _before(m).lower == "only") for m in marks)


def _before(token: Token) -> Token:
    words = token.sentence.tokens
    return words[max(token.i - words[0].i - 1, 0)]


def _clauses_beside(verb: Token) -> Iterator[Token]:
    yield from (c for c in verb.children if c.dep in ("advcl", "ccomp", "parataxis"))
    if verb.dep == "conj":
        yield from _clauses_beside(verb.head)


def _opens_condition(clause: Token) -> bool:
    return _marked(clause, *CONDITIONS) or any(_inverted(c) for c in clause.children if c.lower == "should")


def _indirect(token: Token) -> bool:
    """An "if" that asks: "they wonder if it left"."""
    clause = token.head
    return token.dep == "mark" and clause.dep == "ccomp" and clause.head.lemma in ASKING


def _refuses(token: Token) -> bool:
    """A will of the past: "he would not say"."""
    return is_negated(token) and token.head.lemma in TELLING and not _conditional(token)


def _supposed(token: Token) -> bool:
    """A "would" that no word of the past reports: "a strike would be a mistake"; or one with its condition."""
    if _refuses(token):
        return False
    if _conditional(token) or any(t.dep == "mark" and t.lower in CONDITIONS for t in token.sentence.tokens):
        return True
    return not _reported(token)


def _reported(token: Token) -> bool:
    """Whether a past tense stands over this clause, so that "would" is its "will"."""
    verb = token.head
    above = [*verb.ancestors(), *(c for c in verb.children if c.dep in ("parataxis", "ccomp") and c.i != token.i)]
    return any(a.tag in ("VBD", "VBN") for a in above) and not _in_quotation(token)


def _in_quotation(token: Token) -> bool:
    before = [t for t in token.sentence.tokens if t.i < token.i and t.text in ("“", "”", '"', "``", "''")]
    return len(before) % 2 == 1


def _inverted(token: Token) -> bool:
    """An auxiliary that opens its clause before the subject and asks nothing: "Should they attack, …"."""
    if token.dep != "aux" or "?" in (t.text for t in token.sentence.tokens[-2:]):
        return False
    subject = token.head.child("nsubj", "nsubjpass")
    return subject is not None and token.i < subject.i and token.head.dep != "ROOT"


def _imperfect(token: Token) -> bool:
    return not _is_perfect(token.head if token.dep == "aux" else token)


NEEDS: dict[str, Callable[[Token], bool]] = {
    "clause": _has_clause,  # it takes "that …" or a bare clause
    "whether": _whether,  # it takes "whether …"
    "asks": _asks,  # it takes "whether …", "how …"
    "to": lambda t: _infinitive(t) is not None,
    "later": _later,  # it takes an infinitive that looks ahead
    "going": lambda t: t.lower == "going" and _infinitive(t) is not None,
    "proposes": _proposes,  # it takes a bare form or a gerund
    "seems": lambda t: t.child("xcomp", "oprd", "acomp", "ccomp", "advcl") is not None,  # "appeared tired", not "appeared on deck"
    "judges": _judges,  # it takes something and what it is held to be
    "about": _about,  # "of", "about", "over" or "for" stands behind it
    "noun": _before_noun,
    "passive": _passive,  # and nobody is named as its agent
    "plain": lambda t: not is_negated(t),
    "perfect": lambda t: not _imperfect(t),  # "must have left"
    "imperfect": lambda t: _imperfect(t) and not _inverted(t),
    "conditional": _conditional,  # a condition hangs on its verb
    "restricted": _restricted,  # it holds only if something else does
    "supposed": _supposed,  # a "would" that no past reports
    "reported": lambda t: not _supposed(t) and not _refuses(t),  # a "would" that is the "will" of the past
    "refuses": _refuses,  # "would not say"
    "inverted": _inverted,  # it opens the clause before its subject
    "indirect": _indirect,  # an "if" that asks
    "opens": lambda t: t.dep == "mark" and t.head.pos in ("VERB", "AUX") and not _indirect(t),  # it opens a clause
}


# Every hedge of a text


def hedges(parse: Parse) -> list[Hedge]:
    """Every word or phrase that makes something uncertain, in text order."""
    found: list[Hedge] = []
    for token in parse.tokens:
        sense = next((s for s in senses(token) if s.hedge), None)
        if sense is not None:
            found.append(Hedge(parse.cut(words(sense, token)), sense.hedge))
    return sorted(found, key=lambda h: h.span.span)
