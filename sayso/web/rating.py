"""Rate: what persons make of sources and points, with who, when and why; and what might be called confirmed, with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query, Request

from sayso.claim import Assessment, Claim
from sayso.ledger import Ledger, reviewing
from sayso.ledger import pages as leaves
from sayso.ledger.reviewing import Decided
from sayso.likeness import speaker
from sayso.rulings import DIGITS, LETTERS, Suggestion
from sayso.web import telling
from sayso.web.memory import remembered
from sayso.web.pages import Pages
from sayso.web.review import PageNumber
from sayso.web.ruling import done, rules_as

pages = Pages()
ROWS = 30
QUOTED = 20  # claims shown of what is rated


@dataclass(frozen=True, slots=True)
class Rated:
    """A source or point in the list, what stands for it, and its mark."""

    claim: Claim  # of a source, one that it made; of a point, the one that stands for it on every page
    claims: int
    origins: int
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class Rating:
    """Sources by how much they say, and points by how well they are supported, with the marks that persons gave them."""

    sources: tuple[Rated, ...]
    points: tuple[Rated, ...]
    page: int
    more: bool
    who: str


@pages.page("/rate", "rate.html", "Sources and points with their marks")
def rating(ledger: Ledger, request: Request, number: PageNumber = 1) -> Rating:
    """Those who say most and what is best supported, each with its Admiralty mark; F and 6 where nobody has judged."""
    view = ledger.snapshot().everything
    start = (number - 1) * ROWS
    voices, points = remembered(
        view.snapshot, ("rated", number), lambda: (view.voices(limit=start + ROWS + 1), view.points(limit=ROWS + 1, offset=start))
    )
    mark = ledger.assessment if ledger.has_marks() else lambda on: Assessment(on, "6" if on.startswith("point-") else "F")
    sources = voices[start:][:ROWS]
    titled = remembered(view.snapshot, ("titled", number), lambda: telling.points(ledger, view, points[:ROWS], 1))
    first = leaves.by_numbers(ledger, [view.snapshot.number(int(group.first)) for group in sources])
    found = []
    for group in sources:
        claim = first[view.snapshot.number(int(group.first))]
        assessment = mark(claim.source.party or speaker(claim)) if _can_be_rated(claim) else Assessment("", "F")
        found.append(Rated(claim, len(group.rows), group.origins, assessment))
    of_points = [Rated(point.lead.claim, point.lines.total, point.origins, mark(point.id)) for point in titled]
    return Rating(tuple(found), tuple(of_points), number, len(voices) > start + ROWS or len(points) > ROWS, rules_as(request))


def _can_be_rated(claim: Claim) -> bool:
    """Whether it is somebody in particular who speaks: a group differs from report to report."""
    return claim.source.named


@dataclass(frozen=True, slots=True)
class Marked:
    """One source or point: its mark, those before it, what might be made of it, and the claims that it is judged by."""

    on: str
    is_point: bool
    title: str
    assessment: Assessment
    former: tuple[Assessment, ...]  # the latest first
    suggestion: Suggestion | None
    history: tuple[Decided, ...]  # all rulings on it, those taken back among them
    claims: tuple[Claim, ...]
    marks: tuple[str, ...]
    seen: str
    who: str
    done: str


@pages.page("/rate/one", "rate_one.html", "One source or point with its marks")
def one(
    ledger: Ledger, request: Request, on: Annotated[str, Query(max_length=300, description="A source by its name or party, or a point")]
) -> Marked:
    """The mark of one source or point, its history, and for a point whether it might be called confirmed, and why."""
    assessment = ledger.assessment(on)
    subject = assessment.on
    is_point = subject.startswith("point-")
    claims = ledger.claims_about(subject, QUOTED) if is_point else leaves.said_by(ledger, subject, QUOTED).items
    if not claims and not is_point:
        claims = tuple(ledger.claims(source=on, limit=QUOTED))
    history = tuple(reviewing.history(ledger, subject))
    return Marked(
        subject,
        is_point,
        (claims[0].content.text if is_point else claims[0].source.name) if claims else subject,
        assessment,
        tuple(reversed(ledger.assessments(subject)[:-1])),
        ledger.suggestion(subject) if is_point else None,
        history,
        tuple(claims[:QUOTED]),
        tuple(DIGITS if is_point else LETTERS),
        history[-1].ruling.id if history else "",
        rules_as(request),
        done(request),
    )
