"""Key points: claims about the same thing, where they come from, and what none of them says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sayso.claim import Claim, Link
from sayso.dossier import trees
from sayso.dossier.excerpt import leans
from sayso.dossier.legs import Parts, Rows, countable
from sayso.dossier.lines import Lines, Reader, first
from sayso.dossier.trees import TRACED
from sayso.dossier.values import KeyPoint, Line, Relation, Told, Tree
from sayso.ledger.columns import CERTAINTIES, STATUSES, token
from sayso.ledger.matters import ALLEGING, BY_STATUS, PROMISING, STANDINGS
from sayso.shown import Shown

if TYPE_CHECKING:
    from sayso.ledger.view import Group

RELATED = ("revises", "details", "unverified")  # what is said of each other besides agreeing and being opposed
TOLD = 5  # claims shown of each way in which a point is said to stand; copies among them come on top
DONE, UNDER_WAY, PROMISED, PLANNED, ALLEGED, LEFT_OPEN, DENIED = (
    STANDINGS.index(name) for name in ("done", "under way", "promised", "planned", "alleged", "left open", "denied")
)
OF_STATUS = np.array([STANDINGS.index(BY_STATUS.get(status, "done")) for status in STATUSES])
PROMISES, ALLEGATIONS = (np.fromiter(sorted(token(stance) for stance in stances), np.uint64) for stances in (PROMISING, ALLEGING))
UNCOMMITTED = CERTAINTIES.index("uncommitted")


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The claims of a point that say in one way how it stands."""

    standing: str
    rows: Rows
    shown: Rows  # the first of them


def standings(rows: Rows, parts: Parts) -> Rows:
    """How each claim says that its point stands, as a place in STANDINGS: who wants a thing or leaves it open does not tell it as done."""
    snapshot = parts.snapshot
    stances, stand = snapshot.claims["stance"][rows], snapshot.stand[rows]
    found: Rows = OF_STATUS[snapshot.claims["status"][rows]]
    found = np.where((found == PLANNED) & np.isin(stances, PROMISES), PROMISED, found)
    found = np.where((found == DONE) & np.isin(stances, ALLEGATIONS), ALLEGED, found)
    events = main_events(rows, parts)
    going = snapshot.claim_of_event[events[snapshot.events["standing"][events] == UNDER_WAY]]
    found = np.where((found == DONE) & np.isin(rows, going), UNDER_WAY, found)
    found = np.where((stand == 2) | (snapshot.certainty[rows] == UNCOMMITTED), LEFT_OPEN, found)
    return np.where(stand == 1, DENIED, found)


def told_apart(group: Group, parts: Parts, most: int = TOLD) -> list[Part]:
    """The claims of a point by how they say that it stands, and of each way the first: so many, and copies of them on top."""
    return all_told_apart([group], parts, most)[0]


def all_told_apart(groups: Sequence[Group], parts: Parts, most: int = TOLD) -> list[list[Part]]:
    """The same of several points at once."""
    if not groups:
        return []
    rows, edges = np.concatenate([group.rows for group in groups]), np.cumsum([len(group) for group in groups])[:-1]
    articles = parts.snapshot.article[rows]
    codes, copies = np.split(standings(rows, parts), edges), np.split(parts.snapshot.root[articles] != articles, edges)
    return [_apart(*found, most) for found in zip(groups, codes, copies, strict=True)]


def _apart(group: Group, codes: Rows, copies: NDArray[np.bool_], most: int) -> list[Part]:
    found = []
    for code in np.flatnonzero(np.bincount(codes)).tolist():
        here = codes == code
        rows = group.rows[here]
        few = np.cumsum(~copies[here]) <= most
        found.append(Part(STANDINGS[code], rows, rows[few][: 3 * most]))
    return found


def tellings(found: Sequence[Part], parts: Parts, lines: Lines) -> tuple[Told, ...]:
    """The ways in which a point is said to stand, and who says so."""
    snapshot = parts.snapshot
    return tuple(
        Told(
            part.standing,
            tuple(CERTAINTIES[code] for code in sorted(set(snapshot.certainty[part.rows].tolist()))),
            lines.shown(part.shown.tolist(), len(part.rows)),
            len(set(snapshot.origin[part.rows].tolist())),
        )
        for part in found
    )


def leaf(apart: Sequence[Part], start: int, rows: int) -> list[Part]:
    """So many claims of a point from one on, as they stand apart."""
    found, at = [], 0
    for part in apart:
        shown = part.rows[max(0, start - at) : max(0, start + rows - at)]
        found += [replace(part, shown=shown)] if len(shown) else []
        at += len(part.rows)
    return found


def wanted(apart: Mapping[str, Sequence[Part]]) -> Iterable[int]:
    """The rows of the claims that are shown of points."""
    return (row for found in apart.values() for part in found for row in part.shown.tolist())


def key_points(
    reader: Reader, groups: Sequence[Group], apart: Mapping[str, Sequence[Part]], parts: Parts, lines: Lines
) -> tuple[KeyPoint, ...]:
    """Points with their first lines, their source trees and what no source says of them."""
    traced = [(group, [reader.claim(row) for row in first(group, TRACED)]) for group in groups]
    grown = trees.trees(reader.ledger, traced, lines.numbers)
    return tuple(_key_point(reader, group, apart[group.id], tree, parts, lines) for group, tree in zip(groups, grown, strict=True))


def _key_point(reader: Reader, group: Group, apart: Sequence[Part], tree: Tree, parts: Parts, lines: Lines) -> KeyPoint:
    shown = lines.of(group)
    return KeyPoint(
        group.id,
        lead(shown),
        shown,
        group.origins,
        group.outlets,
        group.disputed,
        tree,
        tuple(absent(group, parts)),
        _relations(reader, shown),
        tellings(apart, parts, lines),
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
    """The line that stands for a point: of the firmest one that can be understood alone, by somebody who is named, told most often, the earliest."""
    wordings = Counter(line.claim.content.text.casefold() for line in shown)

    def order(line: Line) -> tuple[bool, int, bool, bool, int, int, int]:
        claim = line.claim
        nameless = claim.source.kind in ("article", "unnamed")
        repeated = wordings[claim.content.text.casefold()]
        return (
            claim.polarity == "negative",
            CERTAINTIES.index(claim.certainty),
            leans(claim),
            nameless,
            -repeated,
            -_details(claim),
            line.number,
        )

    return min(shown, key=order)


def _details(claim: Claim) -> int:
    """How much a claim tells of its event: who, whom, what, where, when."""
    return sum(len(e.agent) + len(e.recipient) + len(e.items) + len(e.place) + bool(e.when) for e in claim.events[:1])


def main_events(claims: Rows, parts: Parts) -> Rows:
    """The events that these claims are about: the first of each that it tells of as such."""
    events, told = parts.events(claims), parts.snapshot.events
    main: Rows = events[(told["event"][events] == 0) & ~told["returned"][events] & ~told["presupposed"][events]]
    return main


def absent(group: Group, parts: Parts) -> list[str]:
    """What no source says of a point: how many, or when."""
    events = main_events(group.rows, parts)
    items = parts.items(events)
    counted = items["name"][countable(items)]
    found = [f"no source says how many {parts.snapshot.word(counted[0])}"] if len(counted) and not items["amount"].any() else []
    dated = parts.snapshot.events["when"][events].any()  # take() would copy the whole column
    return found + (["no source dates it"] if len(events) and not dated else [])
