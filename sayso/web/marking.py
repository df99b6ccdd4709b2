"""An article's words with its claims marked: cut into leaves that a browser can hold, and each leaf where a mark begins or ends.

Whatever stands in the text, the work for one leaf is bounded: so many characters, so many claims.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso.claim import Claim, Extent

LEAF = 16_000  # characters shown at once: about six printed pages
MOST_CLAIMS = 100  # that begin on one leaf
DEEPEST = 3  # contents lying over each other that are told apart by their lines


@dataclass(frozen=True, slots=True)
class Piece:
    """Words over which the same marks run."""

    text: str
    source: bool = False
    cue: bool = False
    depth: int = 0  # how many contents lie over each other here, three at most
    claims: tuple[int, ...] = ()  # numbers on this leaf, the narrowest claim first
    opens: tuple[int, ...] = ()  # of the claims whose content begins here


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of an article, cut into pieces."""

    pieces: tuple[Piece, ...]
    heading: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    role: str  # s, c or k
    number: int
    size: int


def leaves(text: str, starts: Sequence[int]) -> list[Extent]:
    """Where each leaf of a text begins and ends, given where its claims begin (in order)."""
    found: list[Extent] = []
    at = 0
    while at < len(text):
        end = _leaf_end(text, starts, at)
        found.append((at, end))
        at = end
    return found or [(0, 0)]


def _leaf_end(text: str, starts: Sequence[int], at: int) -> int:
    end = min(at + LEAF, len(text))
    first = bisect_left(starts, at)
    if bisect_left(starts, end) - first > MOST_CLAIMS:
        crowded = starts[first + MOST_CLAIMS]
        end = crowded if crowded > at else min(end, _next(starts, crowded, end))
    if end == len(text):
        return end
    for stop in ("\n", " "):
        cut = text.rfind(stop, at + (end - at) // 2, end)
        if (cut > at and bisect_left(starts, end) - bisect_right(starts, cut) == 0) or (stop == "\n" and cut > at):
            return cut + 1
    return end


def _next(starts: Sequence[int], after: int, default: int) -> int:
    place = bisect_right(starts, after)
    return starts[place] if place < len(starts) else default


def paragraphs(text: str, extent: Extent, claims: Sequence[Claim]) -> tuple[Paragraph, ...]:
    """A leaf's lines with source, cue and content of these claims marked; a claim's number is its place in the list, from 1."""
    first, last = extent
    marks = sorted(_marks(claims, extent), key=lambda m: (m.start, m.end, m.role, m.number))
    opens: dict[int, list[int]] = {}
    for number, claim in enumerate(claims, 1):
        opens.setdefault(claim.content.start, []).append(number)
    headings = _headings(text[first:last], first)
    found, start = [], first
    for row in text[first:last].split("\n"):
        end = start + len(row)
        if row.strip():
            found.append(Paragraph(_pieces(text, start, end, marks, opens), start + len(row) - len(row.lstrip()) in headings))
        start = end + 1
    return tuple(found)


def _marks(claims: Sequence[Claim], extent: Extent) -> list[_Mark]:
    found = []
    for number, claim in enumerate(claims, 1):
        size = sum(end - start for start, end in claim.content.spans)
        if claim.source.span:
            found.append(_Mark(*claim.source.span, "s", number, size))
        if claim.cue:
            found.append(_Mark(*claim.cue.span, "c", number, size))
        found += [_Mark(start, end, "k", number, size) for start, end in claim.content.spans]
    return [m for m in found if m.start < extent[1] and m.end > extent[0]]


def _headings(text: str, offset: int) -> set[int]:
    from sayso.sentences import blocks

    return {block.start + offset for block in blocks(text) if block.kind == "heading"}


def _pieces(text: str, start: int, end: int, marks: Sequence[_Mark], opens: dict[int, list[int]]) -> tuple[Piece, ...]:
    """One line, cut wherever a mark begins or ends."""
    here = [m for m in marks if m.start < end and m.end > start]
    edges = {start, end, *(p for m in here for p in (m.start, m.end) if start < p < end)}
    edges.update(place for place in opens if start <= place < end)
    return tuple(_piece(text, a, b, [m for m in here if m.start <= a and b <= m.end], opens) for a, b in pairwise(sorted(edges)))


def _piece(text: str, start: int, end: int, marks: Sequence[_Mark], opens: dict[int, list[int]]) -> Piece:
    contents = {m.number for m in marks if m.role == "k"}
    narrowest = sorted({(m.size, m.number) for m in marks})
    return Piece(
        text[start:end],
        any(m.role == "s" for m in marks),
        any(m.role == "c" for m in marks),
        min(DEEPEST, len(contents)),
        tuple(dict.fromkeys(number for _, number in narrowest)),
        tuple(opens.get(start, ())),
    )
