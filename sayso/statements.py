"""One claim a statement: a speech of five sentences is five claims, and so are clauses that "and that" or "but" joins.

They share their source and cue. Each can then be certain or not, so or not so, done or planned, for itself.
"""

from __future__ import annotations

from dataclasses import replace

from sayso.claim import Attribution
from sayso.phrases import runs, trim
from sayso.sentences import Parse, Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
FEWEST_WORDS = 3  # "Thank you." states nothing by itself and stays with its neighbour


def split(parse: Parse, attribution: Attribution) -> list[Attribution]:
    """The attribution's statements, in text order: itself, where it makes one only."""
    tokens = [t for start, end in attribution.content.spans for t in parse.between(start, end)]
    parts = _clauses(_by_sentence(tokens))
    if len(parts) < 2 and not (tokens and tokens[0].lower == "that" and tokens[0].tag == "IN"):
        return [attribution]
    made = []
    for part in parts:
        extents = [(piece[0].start, piece[-1].end) for run in runs(part) if (piece := trim(run))]
        if extents:
            made.append(replace(attribution, content=parse.article.cut_pieces(extents)))
    return made or [attribution]


def _by_sentence(tokens: list[Token]) -> list[list[Token]]:
    """The words of each sentence together; a sentence of a word or two goes with the one before it."""
    parts: list[list[Token]] = []
    for token in tokens:
        if parts and (parts[-1][-1].sentence is token.sentence or _is_short(parts[-1])):
            parts[-1].append(token)
        else:
            parts.append([token])
    if len(parts) > 1 and _is_short(parts[-1]):
        parts[-2:] = [parts[-2] + parts[-1]]
    return parts


def _is_short(tokens: list[Token]) -> bool:
    return sum(t.pos != "PUNCT" for t in tokens) < FEWEST_WORDS


def _clauses(parts: list[list[Token]]) -> list[list[Token]]:
    """Each sentence cut at the clauses that are joined to its main one and have a subject of their own."""
    return [clause for part in parts for clause in _joined(part)]


def _joined(tokens: list[Token]) -> list[list[Token]]:
    inside = {t.i for t in tokens}
    top = next((t for t in tokens if t.pos in ("VERB", "AUX") and (t.head is t or t.head.i not in inside)), None)
    if top is None or not top.child(*SUBJECTS):
        return [tokens]
    rest = list(tokens)
    cut: list[list[Token]] = []
    for clause in top.conjuncts():
        if clause.pos in ("VERB", "AUX") and clause.child(*SUBJECTS) and clause.i in inside and clause.head.i in inside:
            below = {t.i for t in clause.subtree()} & {t.i for t in rest}
            part = [t for t in rest if t.i in below]
            if not _is_short(part) and len(below) < len(rest):
                cut.append(part)
                rest = [t for t in rest if t.i not in below]
    if not cut or _is_short(rest):
        return [tokens]
    return sorted([rest, *cut], key=lambda part: part[0].i)
