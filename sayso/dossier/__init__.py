"""What a person wants to know of a ledger, as values for every view; nothing here knows how it will look.

A dossier never says that something is so: every line is a claim, with its speaker, its certainty and the sentence it stands in.
What is many is cut to the first few, best supported first, and says how many there are (`Shown.more`).

    found = dossier.compile(ledger)
    found = dossier.compile(ledger, without=["South Korean media"], as_of="2024-11-01")
    found = dossier.compile(ledger, sections=("disputes",), most=10)
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, TypeVar

from sayso.dossier import basis, disputes, figures, legs, points, times
from sayso.dossier.legs import Parts
from sayso.dossier.lines import Lines, Reader, first
from sayso.dossier.trees import TRACED, Roots
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
    Relation,
    Reported,
    Root,
    Series,
    Side,
    Step,
    Text,
    Told,
    Tree,
    Voice,
)
from sayso.ledger.standing import keep
from sayso.shown import Shown

if TYPE_CHECKING:
    from sayso.ledger import Ledger
    from sayso.ledger.view import Group, View

__all__ = (
    "SECTIONS", "Basis", "Branch", "CopyGroup", "Dispute", "Dossier", "Exchange", "Figure", "GapKind", "Goods", "KeyPoint", "LeftOut", "Leg",
    "Line", "Moment", "NotUnderstood", "Outlet", "Relation", "Reported", "Root", "Series", "Shown", "Side", "Step", "Text", "Told", "Tree", "Voice",
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


def compile(
    ledger: Ledger,
    view: View | None = None,
    *,
    without: Collection[str] = (),
    as_of: str | None = None,
    sections: Collection[str] = SECTIONS,
    most: int | None = None,
    left_out: LeftOut | None = None,
) -> Dossier:
    """What a person wants to know of a ledger: everything, or some sections, and of each at most so many.

    `without` and `as_of` leave out somebody, or what was published later (see ledger.standing); a `view` narrows it further, and
    `left_out` then tells what for.
    """
    if view is None and (without or as_of):
        kept = keep(ledger, without=without, as_of=as_of)
        view, left_out = kept.view, LeftOut(tuple(without), kept.as_of, kept.missing_claims, kept.missing_articles)
    if view is None:
        view = ledger.snapshot().everything
    return _Compiling(ledger, view, sections, most).dossier(left_out or LeftOut())


class _Compiling:
    """Chooses what is shown of each section, reads those claims once, and makes the values."""

    def __init__(self, ledger: Ledger, view: View, sections: Collection[str], most: int | None) -> None:
        self.ledger = ledger
        self.view = view
        self.sections = sections
        self.most = most
        self.reader = Reader(ledger, view)
        self.parts = Parts(view)

    def _room(self, section: str) -> int:
        """How many are shown of a section; none where it was not asked for."""
        asked = "transfers" if section == "exchanges" else section
        return (self.most or MOST[section]) if asked in self.sections else 0

    def dossier(self, left_out: LeftOut) -> Dossier:
        view, asked = self.view, self.sections
        best = view.points(limit=max(self._room("points"), times.REPORTED if "timeline" in asked else 0))
        key_points = best[: self._room("points")]
        tied, loose, ties, moved = legs.exchanges(self.reader, self._room("exchanges")) if "transfers" in asked else ([], [], 0, 0)
        loose = loose[: self._room("transfers")]
        opposed = view.disputes() if "disputes" in asked else []
        cards = [disputes.card(self.ledger, view, found) for found in opposed[: self._room("disputes")]]
        counted = view.series(figures=figures.FIGURES) if "figures" in asked else []
        series = counted[: self._room("figures")]
        moments = self._moments(best) if "timeline" in asked else Shown()
        voices = view.voices() if "voices" in asked else []
        heard = voices[: self._room("voices")]

        shown_legs = [*loose, *(leg for t in tied for leg in (*t.given, *t.returned))]
        apart = {p.id: points.told_apart(p, self.parts) for p in key_points}
        wanted = [*points.wanted(apart)]
        wanted += [row for group in (*key_points, *heard, *(t.tie for t in tied)) for row in first(group)]
        wanted += [row for c in cards for row in c.wanted()] + [row for s in series for row in figures.wanted(s)]
        wanted += legs.wanted(shown_legs) + [row for entry in moments for row in entry.wanted()]
        self.reader.fetch(row for p in key_points for row in first(p, TRACED))
        lines = Lines(self.reader, Roots(view.snapshot), wanted)
        return Dossier(
            left_out=left_out,
            basis=basis.basis(self.ledger, view) if "basis" in asked else basis.NOTHING,
            points=Shown(points.key_points(self.reader, key_points, apart, self.parts, lines), view.by_point.count),
            exchanges=Shown(tuple(legs.exchange(t, self.reader, self.parts, lines) for t in tied), ties),
            transfers=Shown(tuple(legs.leg(leg, self.parts, lines) for leg in loose), moved),
            disputes=Shown(tuple(disputes.dispute(c, lines) for c in cards), len(opposed)),
            figures=Shown(tuple(figures.series(s, self.reader, lines) for s in series), len(counted)),
            timeline=Shown(times.timeline(moments, self.reader, lines), moments.total),
            voices=Shown(tuple(times.voice(group, lines) for group in heard), len(voices)),
            gaps=basis.not_understood(self.ledger) if "gaps" in asked else NotUnderstood((), Shown()),
            texts=lines.texts() if "texts" in asked else (),
        )

    def _moments(self, best: Sequence[Group]) -> Shown[times.Entry]:
        return times.entries(self.view, [point.rows for point in best[: times.REPORTED]], self.parts, self._room("timeline"))
