"""Disputes: opposed claims that hang together, by the side that each is on, and why they count as a dispute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sayso.claim import Link
from sayso.dossier.excerpt import leans, specifics
from sayso.dossier.lines import LINES, Lines
from sayso.dossier.values import Dispute, Line, Root, Side
from sayso.ledger.columns import POLARITIES, token

if TYPE_CHECKING:
    from sayso.ledger import Ledger
    from sayso.ledger.view import Opposed, View

COULD_NOT_VERIFY, LEFT_OPEN = "could not verify", "leaves it open"
CANNOT = token("cannot confirm")
NEGATIVE = POLARITIES.index("negative")
LINKS = 40  # looked up of one dispute, for their reasons and words


@dataclass(frozen=True, slots=True)
class Card:
    """A dispute before its lines are made."""

    sides: tuple[tuple[str, Sequence[int]], ...]  # name of the side, rows of its claims
    reasons: tuple[str, ...]
    opposed: Mapping[int, int]  # by how many links of the dispute each claim is opposed, by rows

    def wanted(self) -> list[int]:
        """The rows that are shown of it."""
        return [row for _, rows in self.sides for row in rows[:LINES]]


def card(ledger: Ledger, view: View, found: Opposed) -> Card:
    """Who says so, who says not, who could not verify and who leaves it open; where all say so, by the figure they give."""
    negative = dict(zip(found.rows.tolist(), (view.snapshot.claims["polarity"][found.rows] == NEGATIVE).tolist(), strict=True))
    links = _links(ledger, view, found, None if len(set(negative.values())) == 1 else LINES)
    if len(set(negative.values())) == 1:
        said = {view.snapshot.row(ident): f"says {words}" for link in links for ident, words in _words(link)}
    else:
        said = {row: "says not" if negates else "says so" for row, negates in negative.items()}
    sides: dict[str, list[int]] = {"says so": [], "says not": []}
    for row in found.rows.tolist():
        sides.setdefault(said.get(row, "says so"), []).append(row)
    undecided = sorted({*found.unverified.tolist(), *found.open.tolist()} - negative.keys())
    stances = view.snapshot.claims["stance"]
    tried = {*found.unverified.tolist(), *(row for row in undecided if stances[row] == CANNOT)}
    sides[COULD_NOT_VERIFY] = [row for row in undecided if row in tried]
    sides[LEFT_OPEN] = [row for row in undecided if row not in tried]
    opposed = Counter(row for end in ("later", "earlier") for row in found.links[end].tolist())
    shown = tuple((name, rows) for name, rows in sides.items() if rows)
    return Card(shown, tuple(dict.fromkeys(link.reason for link in links)), opposed)


def _links(ledger: Ledger, view: View, found: Opposed, reasons: int | None) -> list[Link]:
    """The first links of a dispute, with their reasons and words; no more than it takes for so many reasons."""
    pairs = [(int(link["later"]), int(link["earlier"])) for link in found.links[:LINKS]]
    wanted = {view.claim_ids(pair) for pair in pairs}
    later = dict.fromkeys(view.claim_ids([a for a, _ in pairs]))
    links: list[Link] = []
    for ident in later:
        links += [link for link in ledger.links(ident) if (link.later, link.earlier) in wanted]
        if reasons is not None and len({link.reason for link in links}) >= reasons:
            break
    return links


def _words(link: Link) -> list[tuple[str, str]]:
    return list(zip((link.later, link.earlier), link.words, strict=False))


def dispute(found: Card, lines: Lines) -> Dispute:
    """A dispute with its lines, each side with what it goes back to."""
    sides = tuple(_side(name, rows, lines) for name, rows in found.sides)
    return Dispute(sides, found.reasons[:LINES], _lead(found, lines))


def _lead(found: Card, lines: Lines) -> Line:
    """The claim that a dispute is titled by: one that is denied, can be understood alone, and is no more specific than its denials."""
    (first, rows), *_ = found.sides
    if first != "says so":
        return lines[next((row for row in rows[:LINES] if not leans(lines[row].claim)), rows[0])]
    denials = [row for name, rows in found.sides if name == "says not" for row in rows[:LINES]]
    denied = frozenset().union(*(specifics(lines[row].claim) for row in denials))

    def fitness(row: int) -> tuple[bool, int, int, int]:
        claim = lines[row].claim
        return leans(claim), len(specifics(claim) - denied), -found.opposed[row], len(claim.content.text)

    return lines[min(rows[:LINES], key=fitness)]


def _side(name: str, rows: Sequence[int], lines: Lines) -> Side:
    shown = lines.shown(rows[:LINES], len(rows))
    roots: dict[str, Root] = {line.root.key: line.root for line in shown if line.root}
    return Side(name, shown, tuple(roots.values()))
