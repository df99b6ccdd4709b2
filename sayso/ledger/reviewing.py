"""What a person who checks the ledger asks of it: what has been judged, what was decided last, what else is said to be about the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sayso import rulings
from sayso.claim import Claim, Ruling
from sayso.ledger.drafts import decode_ruling
from sayso.ledger.partners import decode_claim

if TYPE_CHECKING:
    from sayso.ledger import Ledger

RECENT = 500  # rulings looked through for the last one of a person
NEAR = 30  # other claims of an article, or joined cells, that are offered


@dataclass(frozen=True, slots=True)
class Decided:
    """A ruling in a list, and whether it is taken back."""

    ruling: Ruling
    undone: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """Claims that the machine, or a ruling, takes to be about the same thing, and why."""

    claim: Claim  # the earliest of them
    cell: str
    reason: str


def judged(ledger: Ledger) -> list[int]:
    """The numbers of the claims on which somebody has ruled; names that were merged or parted do not make a claim judged."""
    rows = ledger._all(
        """SELECT c.number FROM claims c INDEXED BY claims_root WHERE c.root IS NOT NULL AND c.current = 1 AND EXISTS (
             SELECT 1 FROM json_each(c.record, '$.rulings') j JOIN rulings r ON r.id = j.value AND r.article IS NOT NULL)"""
    )
    return [number for (number,) in rows]


def undone(ledger: Ledger) -> set[str]:
    """The ids of the rulings that are taken back."""
    rows = ledger._all("SELECT record FROM rulings WHERE kind = 'undo' ORDER BY number")
    return rulings.undone(decode_ruling(record) for (record,) in rows)


def latest(ledger: Ledger, who: str) -> Ruling | None:
    """The last ruling of a person that is not taken back."""
    gone = undone(ledger)
    rows = ledger._all("SELECT record FROM rulings WHERE who = ? AND kind <> 'undo' ORDER BY number DESC LIMIT ?", (who, RECENT))
    found = (decode_ruling(record) for (record,) in rows)
    return next((ruling for ruling in found if ruling.id not in gone), None)


def log(ledger: Ledger, page: int, rows: int) -> tuple[list[Decided], int]:
    """A page of the log, the last ruling first, and how many there are."""
    gone = undone(ledger)
    found = ledger._all("SELECT record FROM rulings ORDER BY number DESC LIMIT ? OFFSET ?", (rows, (page - 1) * rows))
    decided = [decode_ruling(record) for (record,) in found]
    return [Decided(r, r.id in gone) for r in decided], ledger._one("SELECT count(*) FROM rulings")[0]


def history(ledger: Ledger, on: str) -> list[Decided]:
    """All that was ruled on a thing, the first first."""
    gone = undone(ledger)
    return [Decided(ruling, ruling.id in gone) for ruling in ledger.rulings(on)]


def last_seen(ledger: Ledger, on: str) -> str:
    """The id of the last ruling on a thing; "" for none."""
    log = ledger.rulings(on)
    return log[-1].id if log else ""


def joined(ledger: Ledger, claim: Claim) -> list[Joined]:
    """What else stands in a claim's point: the cells that are joined with its own, each by its earliest claim."""
    own = ledger._cell(claim.id)
    known = ledger.grouping()
    members = known.members.get(known.points.get(own, own), ())
    return [Joined(ledger.claim(member.claim), member.cell, member.reason) for member in members if member.cell != own][:NEAR]


def beside(ledger: Ledger, claim: Claim) -> list[Claim]:
    """The other claims of an article, the nearest first: one of them may be part of this one."""
    rows = ledger._all("SELECT record FROM claims WHERE article = ? AND struck = 0", (claim.article.id,))
    others = [other for (record,) in rows if (other := decode_claim(record)).id != claim.id]
    return sorted(others, key=lambda other: (abs(other.content.start - claim.content.start), other.id))[:NEAR]


def by_hand(ledger: Ledger, claim: Claim) -> dict[str, Ruling]:
    """For each field of a claim that a person set, or accepted as it was, the last ruling that did."""
    found: dict[str, Ruling] = {}
    for ident in claim.rulings:
        ruling = ledger.ruling(ident)
        made = ruling.change
        fields = [name for name in rulings.SHAPING if getattr(made, name) is not None or name in made.without]
        fields += {"split": ["content"], "join": ["content", "events"], "merge": ["source"]}.get(ruling.kind, [])
        found |= dict.fromkeys(fields, ruling)
    return found
