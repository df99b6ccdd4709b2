"""Noun phrases: where they begin, what is counted in them, and whose they are."""

from __future__ import annotations

from sayso.names.gazetteer import shape
from sayso.sentences import Token

NOUNS = {"NN", "NNS", "NNP", "NNPS"}
PROPER = {"NNP", "NNPS"}
BEFORE_NOUN = NOUNS | {"JJ", "JJR", "JJS", "VBN", "VBG", "CD", "HYPH", "POS", "ADD", "XX", "AFX", "FW"}
HYPHENS = {"-", "–", "‑"}
PREFIXES = {"anti", "pro", "non", "ex", "pan", "post", "pre"}
SUBJECTS = {"nsubj", "nsubjpass", "csubj", "agent"}


def left_edge(tokens: list[Token], head: Token) -> int:
    """Where the noun phrase of this head begins, without its article."""
    first, start = head.i, head.sentence.tokens[0].i
    while first > start and _belongs(tokens[first - 1], first, head):
        first -= 1
    while first < head.i and tokens[first].tag in ("POS", "HYPH"):
        first += 1
    return first


def _belongs(token: Token, first: int, head: Token) -> bool:
    """Whether the word before a phrase's first one is part of it: a noun, adjective or number that hangs on a word within."""
    if token.tag not in BEFORE_NOUN or token.dep in ("ROOT", "cc", "pcomp", "advcl", "xcomp", "ccomp", "acl", "relcl"):
        return False
    above = token.head
    while above.i < first and above.head is not above and above.tag in BEFORE_NOUN and above.i < token.i:
        above = above.head
    if above.i > head.i and above.head is not head:
        return above.i <= head.i + 1
    return above.i >= first or token.tag in ("POS", "HYPH") or (above is token.head and above.dep in ("compound", "amod", "nmod", "poss"))


def owner(head: Token) -> Token | None:
    """Who stands in the genitive before a word ("Ukraine's army") or behind its "of" or "from"."""
    if own := head.child("poss"):
        return own
    for prep in head.children:
        if prep.dep == "prep" and prep.lower in ("of", "from", "for") and (own := prep.child("pobj")):
            return own
    return None


def is_prefixed(tokens: list[Token], at: int) -> bool:
    """Whether "anti-", "pro-" or the like stands before a name: an anti-Chilean group is not of Chile."""
    return at > 1 and tokens[at - 1].text in HYPHENS and tokens[at - 2].lower in PREFIXES


def counted(head: Token) -> Token:
    """What is counted or measured: "soldiers" in "thousands of soldiers"."""
    for _ in range(3):
        of = next((c for c in head.children if c.dep == "prep" and c.lower == "of"), None)
        below = of.child("pobj") if of else None
        if below is None or head.lower not in shape("measure"):
            return head
        head = below
    return head


def bare(text: str) -> str:
    """A phrase without its article."""
    for article in ("the ", "a ", "an "):
        if text.lower().startswith(article):
            return text[len(article) :]
    return text
