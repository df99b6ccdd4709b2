"""list: what persons decided one after the other, what of it is taken back, and what it says of points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from sayso.claim import Ruling, make_id


def undone(log: Iterable[Ruling]) -> set[str]:
    """The ids of the rulings that are taken back; who takes back a taking back, redoes."""
    found: set[str] = set()
    for ruling in reversed(list(log)):
        if ruling.kind == "undo" and ruling.id not in found:
            found.update(ruling.on)
    return found


def in_effect(log: Iterable[Ruling]) -> list[Ruling]:
    """The rulings that are not taken back, in their order."""
    kept = list(log)
    gone = undone(kept)
    return [ruling for ruling in kept if ruling.kind != "undo" and ruling.id not in gone]


def identified(ruling: Ruling) -> Ruling:
    """The ruling with the id that all its parts give it."""
    parts = [getattr(ruling, f.name) for f in fields(ruling) if f.name != "id"]
    return replace(ruling, id=make_id("ruling", *map(repr, parts)))


def alone(ruling: str) -> str:
    """The point of a claim that a ruling took out of its point."""
    return make_id("point", "alone", ruling)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two cells of claims are about one thing; "alone": a cell that the machine must not join to any."""

    one: str
    other: str
    verdict: str
    ruling: str


def verdicts(log: Iterable[Ruling]) -> list[Verdict]:
    """What the rulings in effect say of cells, the last word on each two; in order."""
    found: dict[tuple[str, str], Verdict] = {}
    for ruling in in_effect(log):
        if ruling.kind in ("same", "different"):
            for other in ruling.on[1:]:
                one, two = sorted((ruling.on[0], other))
                found[one, two] = Verdict(one, two, ruling.kind, ruling.id)
        elif ruling.kind == "part" and ruling.claims:
            found[alone(ruling.id), ""] = Verdict(alone(ruling.id), "", "alone", ruling.id)
    return [found[pair] for pair in sorted(found)]
