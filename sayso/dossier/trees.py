"""Where the claims of a point come from: outlets, those who passed a word on, and who spoke, as a tree that grows from the speakers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sayso.dossier.values import Branch, Root, Standing, Tree
from sayso.ledger.columns import KINDS, NAMED, OUTLET, ROLES

if TYPE_CHECKING:
    from sayso.ledger.snapshot import Snapshot, Told
    from sayso.ledger.view import Group

ROOTS, TWIGS = 12, 12  # shown of a tree, and on one branch
TRACED = 500  # claims of one point that its tree is grown from
THROUGH = ROLES.index("through")
Path = tuple[tuple[str, str], ...]  # names and kinds


class Roots:
    """Tells of each claim what it goes back to, and by which way it came."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def root(self, row: int) -> Root:
        """What a claim goes back to: a named speaker; else the text that it first stood in."""
        snapshot, claim, first = self.snapshot, self.snapshot.claims[row], self._first(row)
        key = str(int(snapshot.origin[row]))
        if claim["speaking"] == OUTLET:
            return Root(key, first.agency or first.publisher or first.title or first.path, "agency" if first.agency else "outlet")
        name = snapshot.word(claim["name"])
        if claim["speaking"] == NAMED:
            return Root(key, name, KINDS[claim["kind"]] if claim["kind"] < len(KINDS) else "")
        return Root(key, f"{name} (unnamed)", "unnamed")

    def path(self, row: int) -> Path:
        """Those between a claim's root and its reader: who passed it on, the agency, the text it copies, the outlet."""
        here, first = self.snapshot.articles[self.snapshot.article[row]], self._first(row)
        steps = self._passed_on(row)
        steps += [(first.agency, "agency")] if first.agency else []
        steps += [(first.publisher, "outlet")] if first is not here and first.publisher else []
        steps.append((here.publisher or here.title or here.path, "outlet"))
        seen = {self.root(row).name.casefold()}
        kept: list[tuple[str, str]] = []
        for name, kind in steps:
            if name.casefold() not in seen:
                seen.add(name.casefold())
                kept.append((name, kind))
        return tuple(kept)

    def _first(self, row: int) -> Told:
        """The article that a claim's text goes back to."""
        return self.snapshot.articles[int(self.snapshot.root[self.snapshot.article[row]])]

    def _passed_on(self, row: int) -> list[tuple[str, str]]:
        snapshot = self.snapshot
        begin, end = np.searchsorted(snapshot.claim_of_role, (row, row + 1))
        told = snapshot.roles[begin:end]
        told = told[told["role"] == THROUGH]
        return [(snapshot.word(r["name"]), KINDS[r["kind"]] if r["kind"] < len(KINDS) else "") for r in told[np.argsort(told["position"])]]


@dataclass(slots=True)
class _Growing:
    """A branch while claims are being hung on it."""

    name: str
    kind: str
    independent: Standing | None = None
    ends: list[int] = field(default_factory=list)  # rows of the claims that end here
    twigs: dict[tuple[str, str], _Growing] = field(default_factory=dict)

    def hang(self, row: int, path: Path) -> None:
        at = self
        for step in path:
            at = at.twigs.setdefault(step, _Growing(*step))
        at.ends.append(row)

    def size(self) -> int:
        return len(self.ends) + sum(twig.size() for twig in self.twigs.values())

    def grown(self, numbers: Mapping[int, int]) -> Branch:
        shown = sorted(self.twigs.values(), key=lambda twig: -twig.size())
        twigs = [twig.grown(numbers) for twig in shown[:TWIGS]]
        if len(shown) > TWIGS:
            twigs.append(Branch(f"… and {len(shown) - TWIGS:,} more", "more", claims=sum(twig.size() for twig in shown[TWIGS:])))
        told = tuple(numbers[row] for row in self.ends if row in numbers)
        return Branch(self.name, self.kind, told, tuple(twigs), self.independent or "", len(self.ends))


def tree(group: Group, roots: Roots, numbers: Mapping[int, int]) -> Tree:
    """The tree of a group's claims, the roots with the most claims first."""
    growing: dict[str, _Growing] = {}
    for row in group.rows[:TRACED].tolist():
        root = roots.root(row)
        growing.setdefault(root.key, _Growing(root.name, root.kind, root.independent)).hang(row, roots.path(row))
    return grown(growing.values(), numbers, outlets=group.outlets, origins=group.origins)


def grown(growing: Iterable[_Growing], numbers: Mapping[int, int], *, outlets: int, origins: int) -> Tree:
    """A tree of these branches, those with the most claims first."""
    shown = sorted(growing, key=lambda root: -root.size())[:ROOTS]
    return Tree(tuple(root.grown(numbers) for root in shown), outlets, origins)
