"""Key points: claims about the same thing, where they come from, and what none of them says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sayso.claim import Link
from sayso.dossier import trees
from sayso.dossier.legs import COUNTABLE, Parts, Rows
from sayso.dossier.lines import Lines, Reader, first
from sayso.dossier.trees import TRACED
from sayso.dossier.values import KeyPoint, Line, Relation, Tree
from sayso.ledger.columns import CERTAINTIES
from sayso.shown import Shown

if TYPE_CHECKING:
    from sayso.ledger.view import Group

RELATED = ("revises", "details", "unverified")  # what is said of each other besides agreeing and being opposed


def key_points(reader: Reader, groups: Sequence[Group], parts: Parts, lines: Lines) -> tuple[KeyPoint, ...]:
    """Points with their first lines, their source trees and what no source says of them."""
    traced = [(group, [reader.claim(row) for row in first(group, TRACED)]) for group in groups]
    grown = trees.trees(reader.ledger, traced, lines.numbers)
    return tuple(_key_point(reader, group, tree, parts, lines) for group, tree in zip(groups, grown, strict=True))


def _key_point(reader: Reader, group: Group, tree: Tree, parts: Parts, lines: Lines) -> KeyPoint:
    shown = lines.of(group)
    return KeyPoint(
        group.id,
        lead(shown),
        shown,
        group.origins,
        group.outlets,
        group.disputed,
        tree,
        tuple(_absent(group, parts)),
        _relations(reader, shown),
    )


def _relations(reader: Reader, shown: Shown[Line]) -> tuple[Relation, ...]:
    """What later lines revise, add to or could not verify of earlier ones."""
    numbers = {line.claim.id: line.number for line in shown}
    links = {(link.later, link.earlier): link for ident in numbers if len(numbers) > 1 for link in reader.ledger.links(ident)}
    kept = [link for link in links.values() if link.kind in RELATED and link.later in numbers and link.earlier in numbers]
    unsure = {line.number for line in shown if line.claim.certainty == "uncommitted"}
    found = [_relation(link, numbers[link.later], numbers[link.earlier], unsure) for link in kept]
    return tuple(sorted(found, key=lambda r: (r.one, r.other)))


def _relation(link: Link, later: int, earlier: int, unsure: set[int]) -> Relation:
    """A link told from the one that does something to the other: who could not verify a claim may have spoken before it was made here."""
    turned = link.kind == "unverified" and earlier in unsure and later not in unsure
    return Relation(earlier, later, link.kind, link.reason) if turned else Relation(later, earlier, link.kind, link.reason)


def lead(shown: Shown[Line]) -> Line:
    """The line that stands for a point: of the firmest, by somebody who is named, the one told most often in the same words, the earliest."""
    wordings = Counter(line.claim.content.text.casefold() for line in shown)

    def order(line: Line) -> tuple[bool, int, bool, int, int]:
        claim = line.claim
        nameless = claim.source.kind in ("article", "unnamed")
        repeated = wordings[claim.content.text.casefold()]
        return claim.polarity == "negative", CERTAINTIES.index(claim.certainty), nameless, -repeated, line.number

    return min(shown, key=order)


def main_events(group: Group, parts: Parts) -> Rows:
    """The events that the claims of a point are about: the first of each that it tells of as such."""
    snapshot = parts.snapshot
    events = parts.events(group.rows)
    told = snapshot.events[events]
    main: Rows = events[(told["event"] == 0) & ~told["returned"] & ~told["presupposed"]]
    return main


def is_dated(group: Group, parts: Parts) -> bool:
    """Whether some claim of a point dates its event."""
    return bool((parts.snapshot.events[main_events(group, parts)]["when"] != 0).any())


def _absent(group: Group, parts: Parts) -> list[str]:
    """What no source says of a point: how many, or when."""
    events = main_events(group, parts)
    items = parts.items(events)
    countable = items[np.isin(items["kind"], COUNTABLE)]
    found = [f"no source says how many {parts.snapshot.word(countable['name'][0])}"] if len(countable) and not items["amount"].any() else []
    return found + (["no source dates it"] if len(events) and not is_dated(group, parts) else [])
