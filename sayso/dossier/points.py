"""Key points: claims about the same thing, where they come from, and what none of them says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sayso.claim import Claim
from sayso.dossier import trees
from sayso.dossier.exchange import COUNTED
from sayso.dossier.gathering import LINES, Gathering
from sayso.dossier.legs import FIRMNESS
from sayso.dossier.lines import Lines
from sayso.dossier.values import KeyPoint, Tree

if TYPE_CHECKING:
    from sayso.ledger import Ledger, Point

TRACED = 60  # claims of one point that its tree is grown from


def best_supported(points: Iterable[Point], gathering: Gathering) -> list[Point]:
    """Points by origins, outlets and claims; those without an event behind, equals in the order in which they were first told."""
    return sorted(points, key=lambda p: (-p.origins, -p.outlets, -len(p.claims), p.id not in gathering.eventful))


def key_point(ledger: Ledger, point: Point, gathering: Gathering, lines: Lines) -> KeyPoint:
    """A point with its first lines, its source tree and what no source says of it."""
    shown = lines.shown(point.claims[:LINES], len(point.claims))
    lead = min(
        shown, key=lambda line: (FIRMNESS.index(line.claim.certainty), line.claim.source.kind in ("article", "unnamed"), line.number)
    )
    traced = [ledger.claim(ident) for ident in point.claims[:TRACED]]
    absent = tuple(_absent(traced, point.id in gathering.dated))
    return KeyPoint(point.id, lead, shown, point.origins, point.outlets, point.disputed, _tree(traced, point, gathering, lines), absent)


def _tree(claims: list[Claim], point: Point, gathering: Gathering, lines: Lines) -> Tree:
    ways = trees.ways(claims, gathering.roots, gathering.tellers)
    return trees.tree(ways, lines.numbers, outlets=point.outlets, origins=point.origins)


def _absent(claims: list[Claim], dated: bool) -> list[str]:
    """What no source says of a point: how many, or when."""
    events = [event for claim in claims for event in claim.events[:1] if not event.presupposed]
    items = [item for event in events for item in event.items if item.kind in COUNTED]
    found = [f"no source says how many {items[0].text}"] if items and not any(item.quantity for item in items) else []
    return found + (["no source dates it"] if events and not dated else [])
