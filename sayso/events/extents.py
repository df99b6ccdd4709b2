"""Which words of a sentence state an event: its trigger, and the clause or noun phrase around it."""

from __future__ import annotations

from sayso.claim import Extent, Span
from sayso.events.arguments import Slots
from sayso.events.frames import Use
from sayso.sentences import Parse, Token

TRIGGER_REACH = 6  # tokens; a light verb further from its noun is no longer one phrase with it


def verb_trigger(parse: Parse, verb: Token, use: Use, slots: Slots) -> Span:
    """The words that state a verb's event: the verb, its particle, and the fight or event that it is in."""
    tokens = [verb]
    if use.particle:
        tokens += [c for c in verb.children if c.lower == use.particle and abs(c.i - verb.i) <= 3]
    for need in use.needs:
        for slot, klass in need.options:
            if (
                slot in ("in", "under", "obj")
                and klass in ("fight", "event")
                and slot in slots
                and 0 < slots[slot][0].i - verb.i <= TRIGGER_REACH
            ):
                tokens.append(slots[slot][0])
    return parse.cut(tokens)


def noun_trigger(parse: Parse, noun: Token, verb: Token | None) -> Span:
    """A noun, with the light verb before it."""
    return parse.cut([verb, noun] if verb and 0 < noun.i - verb.i <= TRIGGER_REACH else [noun])


def clause_of(parse: Parse, verb: Token) -> Extent:
    """The clause of a verb: from its subject on, and without conjunctions and clauses of its own beside it."""
    top = verb
    while not any(c.dep in ("nsubj", "nsubjpass") for c in top.children) and top.dep in ("xcomp", "pcomp", "conj", "acomp"):
        above = top.head.head if top.dep == "pcomp" else top.head
        if above.pos not in ("VERB", "AUX", "ADJ") or (top.dep == "pcomp" and any(c.dep == "dobj" for c in above.children)):
            break
        if top.dep == "xcomp" and any(c.dep == "dobj" and c.i < top.i for c in above.children):
            told = next(c for c in above.children if c.dep == "dobj")
            return parse.cut([*told.subtree(), *_kept(top)]).span
        top = above
    return _trimmed(parse, _kept(top))


def phrase_of(parse: Parse, noun: Token) -> Extent:
    """A noun with all that hangs on it, but for clauses and what is joined to it."""
    kept = [t for c in noun.children if c.dep not in ("relcl", "appos", "conj", "cc", "punct") for t in c.subtree()]
    return _trimmed(parse, sorted([noun, *kept], key=lambda t: t.i))


def _kept(verb: Token) -> list[Token]:
    """The words of a clause, without conjunctions, coordinated clauses and attributions at its edges."""
    dropped = {"mark", "cc", "parataxis"}
    kept = [verb]
    for c in verb.children:
        own = c.dep == "conj" and any(k.dep in ("nsubj", "nsubjpass") for k in c.children)
        if c.dep in dropped or own or (c.dep == "prep" and c.lower == "according") or (c.dep == "advcl" and c.i < verb.i):
            continue
        kept.extend(c.subtree())
    return sorted(kept, key=lambda t: t.i)


def _trimmed(parse: Parse, tokens: list[Token]) -> Extent:
    """From the first to the last word that is no punctuation."""
    while len(tokens) > 1 and tokens[0].pos == "PUNCT" and not tokens[0].text.startswith(("“", '"', "$", "(")):
        tokens = tokens[1:]
    while len(tokens) > 1 and tokens[-1].text in (".", ",", ";", ":", "—", "–", "-", "?", "!"):
        tokens = tokens[:-1]
    return parse.cut(tokens).span
