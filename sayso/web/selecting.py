"""Words of an article that can be marked with the pointer or the keys: every piece knows where it stands.

A place is counted in characters as Unicode has them; what a browser shows in its own way (a character that cannot be seen) is a
piece of its own, so that nothing between two pieces is ever counted wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from sayso.claim import Claim, Extent
from sayso.web.unseen import UNSEEN


@dataclass(frozen=True, slots=True)
class Bit:
    """Words that stand at a place, and what they are to the claim."""

    at: int
    text: str
    source: bool = False
    cue: bool = False
    content: bool = False
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the article."""

    bits: tuple[Bit, ...]


def selectable(text: str, extent: Extent, claim: Claim) -> tuple[Line, ...]:
    """The lines of a stretch of text, cut wherever a mark of the claim begins or ends, and around what cannot be seen."""
    found, start = [], extent[0]
    for row in text[extent[0] : extent[1]].split("\n"):
        if row.strip():
            found.append(Line(_bits(text, start, start + len(row), claim)))
        start += len(row) + 1
    return tuple(found)


def _bits(text: str, start: int, end: int, claim: Claim) -> tuple[Bit, ...]:
    source = [claim.source.span] if claim.source.span else []
    cue = [claim.cue.span] if claim.cue else []
    hidden = [(start + m.start(), start + m.end()) for m in UNSEEN.finditer(text[start:end])]
    extents = [*source, *cue, *claim.content.spans, *hidden]
    edges = sorted({start, end, *(place for extent in extents for place in extent if start < place < end)})
    return tuple(
        Bit(a, text[a:b], _in(source, a, b), _in(cue, a, b), _in(claim.content.spans, a, b), _in(hidden, a, b)) for a, b in pairwise(edges)
    )


def _in(extents: list[Extent] | tuple[Extent, ...], start: int, end: int) -> bool:
    return any(first <= start and end <= last for first, last in extents)
