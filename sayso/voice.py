"""The article's own voice: what it states itself, with nobody credited.

Every event that lies in no attribution is somebody's claim all the same: the article's. Its content is the clause that states it
("Both sides signed a pact") or, where it is only named in passing, the noun phrase ("a pact signed by both sides").
"""

from __future__ import annotations

from sayso.claim import Attribution, Event, Extent
from sayso.events import Frame
from sayso.phrases import runs, trim
from sayso.sentences import Parse, Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
VERBAL = ("VERB", "AUX")
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
