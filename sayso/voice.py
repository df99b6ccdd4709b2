"""The article's own voice: what it states itself, with nobody credited.

Every event that lies in no attribution is somebody's claim all the same: the article's. Its content is the clause that states it
("Both sides signed a pact") or, where it is only named in passing, the noun phrase ("a pact signed by both sides"). Where a sentence tells no
such event, its main clause is the claim, if it gives a figure ("Some 190 girls remain captives") or tells what somebody named has done; what
it finds, compares or has in view ("Oslo is more cautious") is no report of anything.
"""

from __future__ import annotations

from bisect import bisect_left

from sayso import quotes
from sayso.claim import Attribution, Event, Extent
from sayso.events import Frame
from sayso.names import Cast
from sayso.phrases import runs, trim
from sayso.sentences import Parse, Sentence, Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
VERBAL = ("VERB", "AUX")
OWN = ("voice", "statement")  # the manners of what nobody is credited with
FINITE = ("VBD", "VBZ", "VBP", "MD")
SPOKEN_TO = {"i", "we", "you", "us", "me", "my", "our", "your"}  # an outlet that speaks of itself or to its readers reports nothing
FEWEST_WORDS = 4  # "It rained." tells no one anything
ASIDE = ("npadvmod", "prep", "advmod", "advcl", "cc", "mark", "punct")  # what may open a clause without being part of what it states


def attribute(parse: Parse, frames: list[Frame]) -> list[Attribution]:
    """The article's own claims: a content for each clause or phrase that states at least one of these events."""
    found: dict[tuple[Extent, ...], Attribution] = {}
    for frame in frames:
        if not _tells(frame.event) or _is_title(frame):
            continue
        pieces = [(piece[0].start, piece[-1].end) for run in runs(statement(frame)) if (piece := trim(run))]
        if pieces:
            content = parse.article.cut_pieces(pieces)
            found.setdefault(content.spans, Attribution(content, manner="voice"))
    return list(found.values())


def plain(parse: Parse, cast: Cast, credited: list[Extent], told: list[Extent]) -> list[Attribution]:
    """What the article states where no typed event is told: the main clause of a sentence, without what somebody is credited with.

    Both lists are in text order and without overlap: what others are credited with, and what the article tells in claims that it has already.
    """
    quoted = quotes.find(parse.article.text, parse.blocks)
    found = []
    for sentence in parse.sentences:
        if _touches(told, sentence.start, sentence.end) or any(q.start <= sentence.start < q.end for q in quoted):
            continue
        clause = _own_part(sentence.root, credited)
        pieces = [(piece[0].start, piece[-1].end) for run in runs(clause) if (piece := trim(run))]
        if pieces and _states(sentence, clause, cast):
            found.append(Attribution(parse.article.cut_pieces(pieces), manner="statement"))
    return found


def _own_part(root: Token, credited: list[Extent]) -> list[Token]:
    """A main clause without the clauses beside it in which somebody is credited; nothing where it is itself somebody's."""
    beside = [c for c in root.children if c.dep in ("advcl", "conj", "parataxis") and c.i > root.i]
    apart = {t.i for c in beside for below in (c.subtree(),) if _touches(credited, below[0].start, below[-1].end) for t in below}
    clause = [t for t in _clause(root) if t.i not in apart]
    return [] if any(_touches(credited, t.start, t.end) for t in clause) else clause


def _touches(extents: list[Extent], start: int, end: int) -> bool:
    at = bisect_left(extents, end, key=lambda e: e[0]) - 1
    return at >= 0 and extents[at][1] > start


def _states(sentence: Sentence, clause: list[Token], cast: Cast) -> bool:
    """Whether it is a whole sentence of running text that gives a figure or tells what somebody named has done, and asks nothing."""
    root = sentence.root
    subject = root.child(*SUBJECTS)
    if sentence.block.kind not in ("paragraph", "item", "caption") or root.pos not in VERBAL or subject is None:
        return False
    verbs = [root, *(c for c in root.children if c.dep in ("aux", "auxpass"))]
    finite = any(t.tag in FINITE for t in verbs)
    asks = any(t.text == "?" for t in sentence.tokens[-2:]) or subject.tag in ("WP", "WDT", "WRB")
    if not finite or asks or any(t.tag in ("PRP", "PRP$") and t.lower in SPOKEN_TO for t in sentence.tokens):
        return False
    who = cast.at(subject)
    past = root.lemma != "be" and any(t.tag in ("VBD", "VBN") for t in verbs)
    done = past and who is not None and who.named
    return (done or any(t.tag == "CD" for t in clause)) and sum(t.pos != "PUNCT" for t in clause) >= FEWEST_WORDS


def _is_title(frame: Frame) -> bool:
    """Whether it stands in a heading, or in a cell or caption that is no sentence: there it names a topic and states nothing."""
    sentence = frame.head.sentence
    if sentence.block.kind == "heading":
        return True
    return sentence.block.kind in ("cell", "caption", "item") and not any(t.pos in VERBAL and t.child(*SUBJECTS) for t in sentence.tokens)


def _tells(event: Event) -> bool:
    """Whether somebody is in it: "the deployment" alone states nothing."""
    return bool(event.agent or event.recipient)


def statement(frame: Frame) -> list[Token]:
    """The words that state this event: its clause, or the noun phrase that names it."""
    token = frame.head
    if frame.nominal:
        return token.subtree()
    while token.head is not token:
        above = token.head
        if token.dep in ("relcl", "acl"):
            return above.subtree()
        if token.pos in VERBAL and (token.child(*SUBJECTS) or token.dep not in ("xcomp", "pcomp", "conj", "ccomp", "advcl", "prep")):
            break
        if token.pos == "ADP" and above.pos not in ("VERB", "AUX", "NOUN", "ADJ"):
            return frame.head.subtree()
        if token.pos not in (*VERBAL, "ADP") and token.dep not in ("dobj", "attr", "acomp", "oprd"):
            return token.subtree()
        token = above
    return _clause(token) if token.pos in VERBAL else token.subtree()


def _clause(verb: Token) -> list[Token]:
    """A verb's clause without what opens it ("Earlier this year,", "while") and without clauses beside it."""
    subject = verb.child(*SUBJECTS, "expl")
    first = min(t.i for t in subject.subtree()) if subject else verb.i
    kept = [verb]
    for child in verb.children:
        opens = child.i < first and child.dep in ASIDE
        beside = child.dep in ("conj", "parataxis", "ccomp") and child.pos in VERBAL and child.child(*SUBJECTS) and child.i > verb.i
        if child.dep == "cc" and any(c.dep == "conj" and c.child(*SUBJECTS) for c in verb.children):
            continue
        if not opens and not (beside and child.dep != "ccomp"):
            kept.extend(child.subtree())
    return kept
