"""Read: an article with its claims marked in place and listed beside it; and one claim by itself, with how others stand to it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Annotated

from fastapi import Path, Query

from sayso.claim import Article, Claim, Extent, Gap, Link
from sayso.dossier.excerpt import sentence_of
from sayso.errors import NotFound
from sayso.ledger import Ledger
from sayso.ledger import pages as leaves
from sayso.ledger.pages import Listed
from sayso.ledger.reviewing import by_hand
from sayso.web import marking
from sayso.web.earning import Earned, earned, judged
from sayso.web.marking import MOST_CLAIMS, Paragraph
from sayso.web.pages import Pages

pages = Pages()
Ident = Annotated[str, Path(max_length=100, description="An id, or the beginning of one")]
MOST_GAPS = 100
BULK = 4_000_000  # characters of content on one page


@dataclass(frozen=True, slots=True)
class Noted:
    """A claim beside its article: its number there, and what earned each field."""

    number: int
    claim: Claim
    earned: tuple[Earned, ...]


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """One leaf of an article, with source, cue and content of its claims marked, and the claims."""

    article: Listed
    paragraphs: tuple[Paragraph, ...]
    notes: tuple[Noted, ...]  # the claims that begin on this leaf
    left_out: int  # claims that begin here and are not shown, because too many do
    leaf: int  # from 1
    leaves: int
    claims: int  # in the whole article
    versions: tuple[Listed, ...]  # other texts from the same address
    gaps: tuple[Gap, ...]  # what was not understood


@pages.page("/articles/{ident}", "article.html", "An article with its claims")
def article(
    ledger: Ledger,
    ident: Ident,
    leaf: Annotated[int, Query(ge=1, le=1_000_000, description="Which part of a long article")] = 1,
    claim: Annotated[str, Query(max_length=100, description="Show the part in which this claim begins")] = "",
) -> ReadArticle:
    """An article, a leaf at a time, with source, cue and content of each claim marked, and beside it what was made of them."""
    found = ledger.article(ident)
    places = leaves.places(ledger, found.id)
    extents = marking.leaves(found.text, [start for _, start, _ in places])
    if claim:
        leaf = _leaf_of(extents, ledger.claim(claim).content.start)
    if leaf > len(extents):
        raise NotFound(f"this article has no part {leaf}", f"it has {len(extents)}; begin with the first")
    first, last = extents[leaf - 1]
    begun = [place for place in places if first <= place[1] < last]
    reaching = [place for place in places if place[1] < first < place[2]]
    shown = leaves.numbered(ledger, _affordable(begun, 2 * MOST_CLAIMS))
    marked = [*shown, *leaves.numbered(ledger, _affordable(reaching, MOST_CLAIMS))]
    return ReadArticle(
        leaves.listed(ledger, found.id),
        marking.paragraphs(found.text, (first, last), marked),
        tuple(Noted(n, c, judged(earned(c), by_hand(ledger, c))) for n, c in enumerate(shown, 1)),
        len(begun) - len(shown),
        leaf,
        len(extents),
        len(places),
        tuple(leaves.versions(ledger, found.id)),
        tuple(gap for _, gap in ledger.gaps(found.id) if gap.span is None or first <= gap.span[0] < last)[:MOST_GAPS],
    )


def _affordable(places: Sequence[tuple[int, int, int]], most: int) -> list[int]:
    """The numbers of the first claims, as many as one page can bear: so many, and so many characters of content; of all too long ones the first."""
    lengths = accumulate(end - start for _, start, end in places[:most])
    return [number for n, ((number, _, _), length) in enumerate(zip(places, lengths, strict=False)) if n == 0 or length <= BULK]


def _leaf_of(extents: Sequence[Extent], place: int) -> int:
    return max(1, bisect_right([start for start, _ in extents], place))


@dataclass(frozen=True, slots=True)
class Standing:
    """How another claim stands to this one."""

    link: Link
    other: Claim
    later: bool  # whether the other is the later of the two


@dataclass(frozen=True, slots=True)
class OneClaim:
    """A claim in its sentence, what earned each of its fields, and how others stand to it."""

    claim: Claim
    article: Listed
    paragraphs: tuple[Paragraph, ...]  # the sentence it stands in, marked
    earned: tuple[Earned, ...]
    standings: tuple[Standing, ...]
    more: int  # links that are not shown


MOST_LINKS = 60


@pages.page("/claims/{ident}", "claim.html", "One claim")
def one_claim(ledger: Ledger, ident: Ident) -> OneClaim:
    """A claim in its sentence, with the words that earned each of its fields, and how other claims stand to it."""
    found = ledger.claim(ident)
    text = ledger.article(found.article.id)
    links = ledger.links(found.id)
    return OneClaim(
        found,
        leaves.listed(ledger, text.id),
        marking.paragraphs(text.text, _around(text, found), [found]),
        judged(earned(found), by_hand(ledger, found)),
        tuple(_standing(ledger, found, link) for link in links[:MOST_LINKS]),
        max(0, len(links) - MOST_LINKS),
    )


def _around(text: Article, claim: Claim) -> Extent:
    """The sentence of a claim; of one without end, its beginning."""
    start, end = sentence_of(text, claim)
    return start, min(end, start + marking.LEAF)


def _standing(ledger: Ledger, claim: Claim, link: Link) -> Standing:
    other = link.earlier if link.later == claim.id else link.later
    return Standing(link, ledger.claim(other), link.later == other)
