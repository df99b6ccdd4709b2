"""Which claims persons ruled to be about different things: no link stands between them, whatever their words say."""

from __future__ import annotations

import sqlite3

from sayso import likeness
from sayso.claim import Claim

Pair = tuple[str, str]  # two cells in the order of the alphabet


class Verdicts:
    """The verdicts table of a ledger, as far as links ask for it."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self._known: tuple[frozenset[Pair], frozenset[Pair], frozenset[str]] | None = None

    def apart(self, one: Claim, other: Claim) -> bool:
        """Whether a person ruled that two claims are not about the same thing."""
        same, different, alone = self._load()
        if not different and not alone:
            return False
        cells = (min(one.point, other.point), max(one.point, other.point))
        if cells in same:
            return False
        return cells in different or _left(one, other, alone) or _left(other, one, alone)

    def forget_all(self) -> None:
        """Forget what is kept in memory."""
        self._known = None

    def _load(self) -> tuple[frozenset[Pair], frozenset[Pair], frozenset[str]]:
        if self._known is None:
            rows = self.db.execute("SELECT one, other, verdict FROM verdicts").fetchall()
            same, different = (frozenset((one, other) for one, other, said in rows if said == verdict) for verdict in ("same", "different"))
            self._known = same, different, frozenset(one for one, _, said in rows if said == "alone")
        return self._known


def _left(claim: Claim, other: Claim, alone: frozenset[str]) -> bool:
    """Whether a claim was taken out of the point that the other stands in by its frame and words."""
    return claim.point in alone and likeness.point_id(claim) == other.point
