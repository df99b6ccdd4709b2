"""Where the claims of a point come from: outlets, those who passed a word on, and who spoke, as a tree that grows from the speakers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sayso.dossier.values import Branch, Root, Tree
from sayso.ledger.columns import KINDS, NAMED, OUTLET

if TYPE_CHECKING:
    from sayso.claim import Claim
    from sayso.ledger import Ledger
    from sayso.ledger.origins import Node, Stem
    from sayso.ledger.origins import Tree as Grown
    from sayso.ledger.snapshot import Snapshot
    from sayso.ledger.view import Group

ROOTS, TWIGS = 12, 12  # shown of a tree, and on one branch
AGAINST = 4  # roots at least, of those shown, that say no or leave it open, if there are so many
TRACED = 60  # claims of one point that its tree is grown from
Numbers = Mapping[str, int]  # of the claims that are listed, by their ids


class Roots:
    """Tells of each claim what it goes back to."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def root(self, row: int) -> Root:
        """What a claim goes back to: a named speaker; else the text that it first stood in."""
        snapshot, claim = self.snapshot, self.snapshot.claims[row]
        first = snapshot.articles[int(snapshot.root[snapshot.article[row]])]
        key = str(int(snapshot.origin[row]))
        text = first.agency or first.publisher or first.title or first.path
        if claim["speaking"] == OUTLET:
            return Root(key, text, "agency" if first.agency else "outlet")
        name = snapshot.word(claim["name"])
        if claim["speaking"] == NAMED:
            return Root(key, name, KINDS[claim["kind"]] if claim["kind"] < len(KINDS) else "")
        return Root(key, f"{name} (unnamed, in {text})", "unnamed")


def trees(ledger: Ledger, points: Iterable[tuple[Group, list[Claim]]], numbers: Numbers) -> list[Tree]:
    """The trees of points, each grown from the first of its claims."""
    told = list(points)
    return [_tree(found, group, numbers) for (group, _), found in zip(told, ledger.trees(claims for _, claims in told), strict=True)]


def _tree(found: Grown, group: Group, numbers: Numbers) -> Tree:
    """A tree of those who say so, then of those who say no and those who leave it open, each time those with the most claims first."""
    support = [(stem, "") for stem in _by_size(found.supports)]
    against = [(stem, "says not") for stem in _by_size(found.opposes)]
    against += [(stem, "leaves it open") for stem in _by_size(found.leaves_open)]
    room = max(ROOTS - len(against), ROOTS - AGAINST)
    shown = [*support[:room], *against][:ROOTS]
    keys = {stem.origin.key for stem, _ in shown}
    return Tree(
        tuple(_root(stem, stand, numbers) for stem, stand in shown), group.outlets, group.origins, max(0, group.origins - len(keys))
    )


def _by_size(stems: Iterable[Stem]) -> list[Stem]:
    return sorted(stems, key=lambda stem: -len(stem.claims))


def _root(stem: Stem, stand: str, numbers: Numbers) -> Branch:
    origin = stem.origin
    further = {ident for node in stem.nodes for ident in _within(node)}
    ends = tuple(ident for ident in stem.claims if ident not in further)
    return Branch(
        origin.name, origin.kind, _listed(ends, numbers), _twigs(stem.nodes, numbers), origin.established, len(ends), stand, origin.why
    )


def _twigs(nodes: tuple[Node, ...], numbers: Numbers) -> tuple[Branch, ...]:
    shown = sorted(nodes, key=lambda node: -len(_within(node)))
    twigs = [
        Branch(node.name, node.kind, _listed(node.claims, numbers), _twigs(node.nodes, numbers), "", len(node.claims))
        for node in shown[:TWIGS]
    ]
    if len(shown) > TWIGS:
        twigs.append(Branch(f"… and {len(shown) - TWIGS:,} more", "more", claims=sum(len(_within(node)) for node in shown[TWIGS:])))
    return tuple(twigs)


def _within(node: Node) -> list[str]:
    """The claims that reach the reader at a node or behind it."""
    return [*node.claims, *(ident for further in node.nodes for ident in _within(further))]


def _listed(idents: Iterable[str], numbers: Numbers) -> tuple[int, ...]:
    return tuple(sorted(numbers[ident] for ident in idents if ident in numbers))
