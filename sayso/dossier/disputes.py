"""Disputes: opposed claims that hang together, by the side that each is on, and why they count as a dispute."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.claim import Link
from sayso.dossier.gathering import LINES, Gathering
from sayso.dossier.lines import Lines
from sayso.dossier.values import Dispute, Root, Side

COULD_NOT_VERIFY, LEFT_OPEN = "could not verify", "leaves it open"


@dataclass(frozen=True, slots=True)
class Opposed:
    """A dispute before its lines are made."""

    sides: tuple[tuple[str, tuple[str, ...]], ...]  # name of the side, ids of its claims
    reasons: tuple[str, ...]

    def wanted(self) -> list[str]:
        """The claims that are shown of it."""
        return [ident for _, ids in self.sides for ident in ids[:LINES]]


def opposed(links: list[Link], unverified: list[Link], gathering: Gathering) -> list[Opposed]:
    """Opposed claims that hang together, those with the most claims first."""
    together: dict[str, list[Link]] = {}
    heads = _heads(links)
    for link in links:
        if link.later in gathering.opposed and link.earlier in gathering.opposed:
            together.setdefault(heads[link.later], []).append(link)
    doubts: dict[str, list[str]] = {}
    for link in unverified:
        doubts.setdefault(link.earlier, []).append(link.later)
    found = [_sides(of_one, doubts, gathering) for of_one in together.values()]
    return sorted(found, key=lambda d: (-sum(len(ids) for _, ids in d.sides), gathering.opposed[d.sides[0][1][0]].rank))


def _heads(links: list[Link]) -> dict[str, str]:
    """For each opposed claim the one that stands for all it hangs together with."""
    head: dict[str, str] = {}

    def find(ident: str) -> str:
        while head.setdefault(ident, ident) != ident:
            head[ident] = ident = head[head[ident]]
        return ident

    for link in links:
        first, second = sorted((find(link.later), find(link.earlier)))
        head[second] = first
    return {ident: find(ident) for ident in list(head)}


def _sides(links: list[Link], doubts: dict[str, list[str]], gathering: Gathering) -> Opposed:
    """Who says so, who says not, who could not verify and who leaves it open; where all say so, by the figure they give."""
    stands = gathering.opposed
    ids = sorted({ident for link in links for ident in (link.later, link.earlier)}, key=lambda ident: stands[ident].rank)
    if len({stands[ident].polarity for ident in ids}) == 1:
        said = {ident: f"says {words}" for link in links for ident, words in zip((link.later, link.earlier), link.words, strict=False)}
    else:
        said = {ident: "says so" if stands[ident].polarity == "positive" else "says not" for ident in ids}
    order = ("says so", "says not", *(said.get(ident, "says so") for ident in ids))
    sides = {name: tuple(i for i in ids if said.get(i, "says so") == name) for name in dict.fromkeys(order)}
    points = dict.fromkeys(stands[ident].point for ident in ids)
    unsure = dict.fromkeys(ident for point in points for ident in gathering.unsure.get(point, ()))
    tried = dict.fromkeys([*(d for ident in ids for d in doubts.get(ident, ())), *(i for i in unsure if i in gathering.unverified)])
    sides[COULD_NOT_VERIFY] = tuple(ident for ident in tried if ident not in said)
    sides[LEFT_OPEN] = tuple(ident for ident in unsure if ident not in tried)
    return Opposed(tuple((name, found) for name, found in sides.items() if found), tuple(dict.fromkeys(link.reason for link in links)))


def dispute(found: Opposed, lines: Lines) -> Dispute:
    """A dispute with its lines, each side with what it goes back to."""
    return Dispute(tuple(_side(name, ids, lines) for name, ids in found.sides), found.reasons[:LINES])


def _side(name: str, ids: tuple[str, ...], lines: Lines) -> Side:
    shown = lines.shown(ids[:LINES], len(ids))
    roots: dict[str, Root] = {line.root.key: line.root for line in shown if line.root}
    return Side(name, shown, tuple(roots.values()))
