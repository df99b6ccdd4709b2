"""What a person wants to know of a ledger, as values for every view; nothing here knows how it will look.

A dossier never says that something is so: every line is a claim, with its speaker, its certainty and the sentence it stands in.
What is many is cut to the first few, best supported first, and says how many there are (`Shown.more`).

    found = dossier.compile(ledger)
    found = dossier.compile(ledger, sections=("disputes",), most=10)
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from sayso.dossier import basis, disputes, figures, legs, points
from sayso.dossier.gathering import LINES, Gathering, Group, days
from sayso.dossier.lines import Lines
from sayso.dossier.trees import Teller
from sayso.dossier.values import (
    Basis,
    Branch,
    CopyGroup,
    Dispute,
    Dossier,
    Exchange,
    Figure,
    GapKind,
    Goods,
    KeyPoint,
    LeftOut,
    Leg,
    Line,
    Moment,
    NotUnderstood,
    Outlet,
    Reported,
    Root,
    Series,
    Shown,
    Side,
    Step,
    Text,
    Told,
    Tree,
    Voice,
)

if TYPE_CHECKING:
    from sayso.ledger import Ledger, Point

__all__ = (
    "SECTIONS", "Basis", "Branch", "CopyGroup", "Dispute", "Dossier", "Exchange", "Figure", "GapKind", "Goods", "KeyPoint", "LeftOut", "Leg",
    "Line", "Moment", "NotUnderstood", "Outlet", "Reported", "Root", "Series", "Shown", "Side", "Step", "Text", "Told", "Tree", "Voice",
    "compile",
)  # fmt: skip

T = TypeVar("T")
SECTIONS = ("basis", "points", "transfers", "disputes", "figures", "timeline", "voices", "gaps", "texts")
MOST = {
    "points": 40,
    "exchanges": 12,
    "transfers": 60,
    "disputes": 30,
    "figures": 12,
    "timeline": 80,
    "voices": 40,
}  # more would be a printout


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Claims hold no cycles; looking for some among a hundred thousand of them takes two fifths of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def compile(ledger: Ledger, *, sections: Collection[str] = SECTIONS, most: int | None = None) -> Dossier:
    """What a person wants to know of a ledger: everything, or only some sections, and of each at most so many."""
    with _no_search_for_cycles():
        return _compile(ledger, sections, most)


def gather(ledger: Ledger) -> Gathering:
    """All claims of a ledger, put where each section wants them."""
    links = [*ledger.links(kind="contradicts"), *ledger.links(kind="denies")]
    unverified = ledger.links(kind="unverified")
    gathering = Gathering(
        basis.roots(ledger.copies()),
        frozenset(ident for link in links for ident in (link.later, link.earlier)),
        {a.id: Teller(a.publisher, a.agency) for a in ledger.articles()},
    )
    for claim in ledger.claims():
        gathering.add(claim)
    gathering.opposing, gathering.doubting = links, unverified
    return gathering


def _compile(ledger: Ledger, sections: Collection[str], most: int | None) -> Dossier:
    gathering = gather(ledger)

    def first(section: str, found: list[T]) -> list[T]:
        """As many as are shown of a section; none where it was not asked for."""
        asked = section if section != "exchanges" else "transfers"
        return found[: most or MOST[section]] if asked in sections else []

    best = points.best_supported(ledger.points(), gathering)
    undated = [p for p in best[: MOST["points"]] if p.id in gathering.eventful - gathering.dated]
    pairs, loose = legs.pairs(gathering), legs.loose(gathering)
    opposed = disputes.opposed(gathering.opposing, gathering.doubting, gathering)
    counted = figures.counted(gathering)
    moments = sorted(gathering.moments.values(), key=lambda g: (*_when(str(g.key[0])), g.rank))
    voices = sorted(gathering.voices.values(), key=lambda g: (g.key[0], -g.total, g.rank))

    key_points, ties, moved = first("points", best), first("exchanges", pairs), first("transfers", loose)
    sides, series, times, heard = first("disputes", opposed), first("figures", counted), first("timeline", moments), first("voices", voices)
    undated = undated if times or "timeline" in sections else []
    groups = [*(tie for tie, _ in ties), *heard, *times, *(g for _, fs in series for g in fs)]
    wanted = [ident for group in groups for ident in group.ids] + [ident for p in key_points for ident in p.claims[:LINES]]
    wanted += [ident for d in sides for ident in d.wanted()] + [p.claims[0] for p in undated]
    wanted += legs.wanted([*moved, *(leg for _, both in ties for leg in both)])
    lines = Lines(ledger, wanted, gathering)
    return Dossier(
        left_out=LeftOut(),
        basis=basis.basis(ledger, gathering, ledger.copies()),
        points=Shown(tuple(points.key_point(ledger, p, gathering, lines) for p in key_points), len(best)),
        exchanges=Shown(tuple(legs.exchange(tie, both, lines) for tie, both in ties), len(pairs)),
        transfers=Shown(tuple(legs.leg(leg, lines) for leg in moved), len(loose)),
        disputes=Shown(tuple(disputes.dispute(d, lines) for d in sides), len(opposed)),
        figures=Shown(tuple(figures.series(key, found, lines) for key, found in series), len(counted)),
        timeline=_timeline(times, len(moments), undated, lines),
        voices=Shown(tuple(_voice(g, lines) for g in heard), len(voices)),
        gaps=basis.not_understood(ledger),
        texts=lines.texts() if "texts" in sections else (),
    )


# Time and voices


def _when(edtf: str) -> tuple[str, str]:
    """What sorts moments: their first day, or, where that is open, their last."""
    first, last = days(edtf)
    return first or last, last


def _timeline(moments: list[Group], total: int, undated: list[Point], lines: Lines) -> Shown[Moment]:
    """What sources date, and the day on which the other key points were first reported, after or before which they lie."""
    shown = [_moment(g, lines) for g in moments]
    shown += [moment for point in undated if (moment := _reported_on(point, lines))]
    shown.sort(key=lambda m: _when(m.edtf))
    return Shown(tuple(shown), total + len(shown) - len(moments))


def _moment(group: Group, lines: Lines) -> Moment:
    when = group.events[0].when
    assert when is not None
    return Moment(when.edtf, *days(when.edtf), when.text, group.events[0].type, lines.of(group))


def _reported_on(point: Point, lines: Lines) -> Moment | None:
    """A point that no source dates: what is said to be done lies before its first report, what is planned after it."""
    line = lines[point.claims[0]]
    claim, day = line.claim, line.claim.article.published
    if not day or claim.polarity == "negative" or claim.certainty == "uncommitted" or claim.status not in ("actual", "planned"):
        return None
    edtf = f"../{day}" if claim.status == "actual" else f"{day}/.."
    event = next((event for event in claim.events), None)
    return Moment(edtf, *days(edtf), "", event.type, Shown((line,), 1)) if event else None


def _voice(group: Group, lines: Lines) -> Voice:
    claim = lines[group.ids[0]].claim
    source = claim.source
    shown = lines.of(group)
    role = next((line.claim.source.role for line in shown if line.claim.source.role), "")
    name = source.name if source.kind != "article" else claim.article.publisher or claim.article.title
    return Voice(name or source.text, source.kind, role, source.country, shown, len(group.outlets))
