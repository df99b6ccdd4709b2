"""Review: the claims that most need a person's eye, one after the other; one claim with all that can be put right about it; the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np
from fastapi import Path, Query, Request

from sayso.claim import Article, Claim, Event, Extent, Item, Party, Ruling
from sayso.dossier.excerpt import sentence_of
from sayso.exports import rulings as told
from sayso.ledger import Ledger, fixes, reviewing
from sayso.ledger import pages as leaves
from sayso.ledger.columns import CERTAINTIES
from sayso.ledger.pages import Listed
from sayso.ledger.query import VALUES
from sayso.ledger.reviewing import Decided, Joined
from sayso.rulings import Orphan
from sayso.web import marking
from sayso.web.earning import Earned, earned, judged
from sayso.web.filters import Asked, Filters, chosen, whole
from sayso.web.marking import Paragraph
from sayso.web.memory import remembered
from sayso.web.pages import Pages, environment
from sayso.web.ruling import done, rules_as
from sayso.web.selecting import Line, selectable

if TYPE_CHECKING:
    from sayso.ledger.view import View

pages = Pages()
Ident = Annotated[str, Path(max_length=100, description="An id, or the beginning of one")]
PageNumber = Annotated[int, Query(ge=1, le=100_000, alias="page", description="Which page of the list, from 1")]
Order = Literal["", "doubt", "weight", "time"]
SHOWN = 15  # on a screen: what one accepts at once one must have been able to read
LOGGED = 50
AROUND = 1_500  # characters on either side of a claim that are shown to be marked
QUOTED = 2_000  # characters of a piece of text that stand in a form; its place tells the rest
HEDGED = (0.0, 0.25, 0.5, 0.5)  # what a certainty adds to the doubt, in the order of CERTAINTIES
UNSURE = 0.3  # doubt of a claim whose engine does not say how sure it is
CONTESTED = 0.5  # what a dispute adds
LISTED = (("agent", "By"), ("recipient", "To"), ("place", "Where"), ("via", "By way of"), ("items", "What"))  # of an event, a line for each
KINDS = ("person", "office", "organisation", "state", "medium", "unnamed", "article")


# The queue


@dataclass(frozen=True, slots=True)
class Case:
    """A claim to be judged, why it is shown here, and what was ruled on it last."""

    claim: Claim
    paragraphs: tuple[Paragraph, ...]  # the sentence it stands in, marked
    reasons: tuple[str, ...]
    seen: str  # the last ruling on it, which a ruling from this page names


@dataclass(frozen=True, slots=True)
class Queue:
    """Claims that nobody has judged yet: those first of which one should doubt most, and on which most rests."""

    asked: Asked
    order: str
    cases: tuple[Case, ...]
    total: int
    judged: int
    page: int
    more: bool
    last: Ruling | None  # the last ruling of who looks at it
    who: str
    done: str  # what a form of this page has just done: the kind of ruling, and how many
    types: tuple[str, ...]


@pages.page("/review", "review.html", "Claims to be judged")
def queue(
    ledger: Ledger,
    request: Request,
    asked: Filters,
    order: Annotated[Order, Query(description="What comes first")] = "",
    number: PageNumber = 1,
) -> Queue:
    """Claims that nobody has judged, the most doubtful on which most rests first; or by doubt, by weight, or by date."""
    base = whole(ledger, asked)
    view = chosen(ledger, asked, base)
    rows, judged = remembered(base.snapshot, ("queue", asked, order), lambda: _sorted(ledger, base, view, order), base, view)
    shown = rows[(number - 1) * SHOWN : number * SHOWN]
    who = rules_as(request)
    return Queue(
        asked, order, _cases(ledger, base, shown), len(rows), judged, number, len(rows) > number * SHOWN, reviewing.latest(ledger, who), who, done(request), _types(base)
    )  # fmt: skip


def _types(base: View) -> tuple[str, ...]:
    return base.snapshot.event_types


def _sorted(ledger: Ledger, base: View, view: View, order: str) -> tuple[Any, int]:
    """The rows that nobody has judged, in the order asked for; and how many somebody has."""
    snapshot = base.snapshot
    judged = np.isin(snapshot.claims["number"], np.array(reviewing.judged(ledger), np.int64))
    rows = np.flatnonzero(view.mask & ~judged)
    if order != "time":
        doubt, weight = _doubts(base)[rows], _weights(base)[rows]
        score = {"doubt": doubt, "weight": weight}.get(order, doubt * weight)
        second = {"doubt": weight, "weight": doubt}.get(order, doubt)
        rows = rows[np.lexsort((rows, -second, -score))]
    return rows, int(np.count_nonzero(view.mask & judged))


def _doubts(base: View) -> Any:
    """How far each claim is to be doubted: unsure who says what, hedged by its source, contradicted by others."""
    claims = base.snapshot.claims
    unsure = 1 - np.nan_to_num(claims["confidence"].astype(np.float64), nan=1 - UNSURE)
    return unsure + np.array([*HEDGED, 0.0])[np.minimum(claims["certainty"], len(HEDGED))] + CONTESTED * base.disputed


def _weights(base: View) -> Any:
    """How much rests on each claim: the origins and claims of its point, of which ten count twice as much as three."""
    found, weights = base.by_point, np.zeros(len(base.snapshot))
    weights[found.rows] = np.repeat(np.log2(1 + found.origins + found.sizes), found.sizes)
    return weights


def _cases(ledger: Ledger, base: View, rows: Any) -> tuple[Case, ...]:
    numbers = [int(base.snapshot.claims["number"][row]) for row in rows]
    known = leaves.by_numbers(ledger, numbers)
    found = []
    for row, number in zip(rows.tolist(), numbers, strict=True):
        if number in known:
            claim = known[number]
            article = ledger.article(claim.article.id)
            marked = marking.paragraphs(article.text, _sentence(article, claim), [claim])
            found.append(Case(claim, marked, _reasons(base, row), reviewing.last_seen(ledger, claim.id)))
    return tuple(found)


def _sentence(article: Article, claim: Claim) -> Extent:
    start, end = sentence_of(article, claim)
    return start, min(end, start + marking.LEAF)


def _reasons(base: View, row: int) -> tuple[str, ...]:
    """Why a claim should be looked at, in words."""
    claim = base.snapshot.claims[row]
    sure = float(claim["confidence"])
    reasons = ["the engine does not say how sure it is" if np.isnan(sure) else f"{sure:.0%} sure who says what"]
    certainty = int(claim["certainty"])
    reasons += [f"presented as {CERTAINTIES[certainty]}"] if 0 < certainty < len(CERTAINTIES) else []
    reasons += ["disputed"] if base.disputed[row] else []
    found = base.by_point
    place = int(np.searchsorted(found.codes, base.snapshot.point[row]))
    origins, size = int(found.origins[place]), int(found.sizes[place])
    return (*reasons, f"{size} claims of {origins} origins on this point" if size > 1 else "alone on this point")


# One claim


@dataclass(frozen=True, slots=True)
class Field:
    """A list of words in a form, each as START:END with the words behind, so that it can be edited and read."""

    name: str
    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FigureForm:
    """A thing of an event, and the figure that counts it as it can be put right."""

    number: int
    name: str
    words: str
    low: str
    high: str
    approximate: bool
    unit: str


@dataclass(frozen=True, slots=True)
class EventForm:
    """One event of a claim, or what is given in exchange for it, as it can be put right."""

    number: int
    returned: bool
    type: str
    trigger: str
    fields: tuple[Field, ...]
    when: str
    edtf: str
    figures: tuple[FigureForm, ...]

    @property
    def ident(self) -> str:
        """What the ids of its fields begin with."""
        return f"{'b' if self.returned else 'e'}{self.number}"


@dataclass(frozen=True, slots=True)
class Docket:
    """One claim with all that can be put right about it, and all that was decided."""

    claim: Claim
    machine: Claim | None
    struck: bool
    article: Listed
    lines: tuple[Line, ...]  # the words around it, each with its place
    cut: bool  # whether there is more of the article than is shown
    earned: tuple[Earned, ...]
    content: tuple[str, ...]
    through: tuple[str, ...]  # who passed it on
    events: tuple[EventForm, ...]  # each followed by what is given in exchange for it, if anything is
    empty: tuple[Field, ...]  # of an event that is to be added
    joined: tuple[Joined, ...]
    opposed: tuple[Claim, ...]
    beside: tuple[Claim, ...]
    history: tuple[Decided, ...]
    seen: str
    who: str
    done: str
    last: Ruling | None


@pages.page("/review/claims/{ident}", "review_claim.html", "One claim to be judged")
def one(ledger: Ledger, request: Request, ident: Ident) -> Docket:
    """One claim in its article, where words can be marked; its fields, its point, and the history of what was ruled on it."""
    claim = ledger.claim(ident)
    article = ledger.article(claim.article.id)
    first, last = max(0, claim.content.start - AROUND), min(len(article.text), claim.content.end + AROUND)
    first = max(article.text.rfind("\n", 0, first) + 1, first - AROUND)
    last = min(last, first + marking.LEAF)
    history = tuple(reviewing.history(ledger, claim.id))
    links = [link for link in ledger.links(claim.id) if link.kind in ("contradicts", "denies", "revises")]
    who = rules_as(request)
    return Docket(
        claim,
        ledger.machine(claim.id),
        any(claim.id == struck for (struck,) in ledger._all("SELECT id FROM claims WHERE id = ? AND struck = 1", (claim.id,))),
        leaves.listed(ledger, article.id),
        selectable(article.text, (first, last), claim),
        (first, last) != (0, len(article.text)),
        judged(earned(claim), reviewing.by_hand(ledger, claim)),
        tuple(_line(article, extent) for extent in claim.content.spans),
        tuple(_line(article, source.span) for source in claim.via if source.span),
        tuple(form for number, event in enumerate(claim.events) for form in _event_forms(article, number, event)),
        tuple(Field(name, label, ()) for name, label in LISTED),
        tuple(reviewing.joined(ledger, claim)),
        tuple(ledger.claim(link.earlier if link.later == claim.id else link.later) for link in links[: reviewing.NEAR]),
        tuple(reviewing.beside(ledger, claim)),
        history,
        history[-1].ruling.id if history else "",
        who,
        done(request),
        reviewing.latest(ledger, who),
    )


def _event_forms(article: Article, number: int, event: Event) -> Iterator[EventForm]:
    """The forms of an event and of what is given in exchange for it."""
    yield _event_form(article, number, event, False)
    if event.in_exchange_for:
        yield _event_form(article, number, event.in_exchange_for, True)


def _event_form(article: Article, number: int, event: Event, returned: bool) -> EventForm:
    fields = tuple(Field(name, label, tuple(_line(article, one.span) for one in getattr(event, name))) for name, label in LISTED)
    when = event.when
    return EventForm(
        number, returned, event.type, _line(article, event.trigger.span), fields, _line(article, when.span) if when else "",
        when.edtf if when else "", tuple(_figure_form(article, n, item) for n, item in enumerate(event.items)),
    )  # fmt: skip


def _figure_form(article: Article, number: int, item: Item) -> FigureForm:
    q = item.quantity
    if q is None:
        return FigureForm(number, item.name, "", "", "", False, "")
    return FigureForm(number, item.name, _line(article, q.span), _written(q.low), _written(q.high), q.approximate, q.unit)


def _written(number: float | None) -> str:
    return "" if number is None else f"{number:.6f}".rstrip("0").rstrip(".")


def _line(article: Article, extent: Extent) -> str:
    start, end = extent
    words = " ".join(article.text[start : min(end, start + QUOTED)].split())
    return f"{start}:{end} {words}{'…' if end - start > QUOTED else ''}"


# The log


@dataclass(frozen=True, slots=True)
class Log:
    """What was decided, the last first; what holds on to nothing; what was taken out."""

    decided: tuple[Decided, ...]
    total: int
    page: int
    more: bool
    orphans: tuple[tuple[Orphan, Ruling], ...]
    struck: tuple[Claim, ...]
    who: str
    done: str


@pages.page("/rulings", "rulings.html", "What was decided")
def rulings(ledger: Ledger, request: Request, number: PageNumber = 1) -> Log:
    """Every ruling with who, when and why, the last first; orphans; and the claims that were taken out."""
    decided, total = reviewing.log(ledger, number, LOGGED)
    orphans = tuple((orphan, ledger.ruling(orphan.ruling)) for orphan in ledger.orphans()) if number == 1 else ()
    struck = tuple(claim for claim, _ in zip(ledger.struck(), range(LOGGED), strict=False)) if number == 1 else ()
    return Log(tuple(decided), total, number, total > number * LOGGED, orphans, struck, rules_as(request), done(request))


# Names


@dataclass(frozen=True, slots=True)
class NameForm:
    """A party, its names, and what was ruled on them."""

    party: Party
    articles: int
    history: tuple[Decided, ...]
    seen: str
    who: str
    done: str


@pages.page("/review/parties/{ident}", "review_party.html", "The names of one party")
def names(ledger: Ledger, request: Request, ident: Ident) -> NameForm:
    """One party: merge it with another, give it another name, or part one of its names from it."""
    party, articles = leaves.party(ledger, ident)
    history = tuple(reviewing.history(ledger, party.id))
    return NameForm(party, articles, history, history[-1].ruling.id if history else "", rules_as(request), done(request))


environment().filters.update(
    change=told.change, said=lambda ruling: told.SAID[ruling.kind], meaning=told.MEANING.get, assessed=told.assessment, suggested=told.suggestion
)  # fmt: skip
environment().globals.update(stances=fixes.stances, event_types=lambda: sorted(fixes.event_types()), values=VALUES, party_kinds=KINDS)
