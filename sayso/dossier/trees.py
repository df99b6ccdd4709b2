"""Where the claims of a point come from: outlets, those who passed a word on, and who spoke, as a tree that grows from the speakers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sayso.claim import Claim
from sayso.dossier.values import Branch, Root, Standing, Tree
from sayso.likeness import speaker

ROOTS, TWIGS = 12, 12  # shown of a tree, and on one branch
UNKNOWN: Standing = "not established"


@dataclass(frozen=True, slots=True)
class Teller:
    """Who prints an article: the outlet, and the agency whose tag it carries."""

    publisher: str
    agency: str


def root_of(claim: Claim, copied: Mapping[str, str], tellers: Mapping[str, Teller]) -> Root:
    """What a claim goes back to: a named speaker; else the text that it first stood in."""
    source, original = claim.source, copied.get(claim.article.id, claim.article.id)
    teller = tellers.get(original) or Teller(claim.article.publisher, "")
    if source.kind == "article":
        name = teller.agency or teller.publisher or "an article without a publisher"
        return Root(
            f"{name.casefold()} {'' if teller.agency or teller.publisher else original}", name, "agency" if teller.agency else "outlet"
        )
    if source.kind == "unnamed" or not source.named:
        return Root(f"{original} {source.name.casefold()}", f"{source.name} (unnamed)", "unnamed")
    return Root(speaker(claim), source.name, source.kind)


def path_of(claim: Claim, copied: Mapping[str, str], tellers: Mapping[str, Teller]) -> tuple[tuple[str, str], ...]:
    """Those between a claim's root and its reader, each with its kind: who passed it on, the agency, the text it copies, the outlet."""
    original = copied.get(claim.article.id, claim.article.id)
    first = tellers.get(original)
    steps: list[tuple[str, str]] = [(via.name or via.text, via.kind) for via in claim.via]
    if first and first.agency:
        steps.append((first.agency, "agency"))
    if first and original != claim.article.id and first.publisher:
        steps.append((first.publisher, "outlet"))
    steps.append((claim.article.publisher or claim.article.title or claim.article.path, "outlet"))
    root = root_of(claim, copied, tellers).name.casefold()
    kept: list[tuple[str, str]] = []
    for name, kind in steps:
        if name.casefold() not in {root, *(step[0].casefold() for step in kept)}:
            kept.append((name, kind))
    return tuple(kept)


@dataclass(slots=True)
class _Growing:
    """A branch while claims are being hung on it."""

    name: str
    kind: str
    independent: Standing | None = None
    ends: list[str] = field(default_factory=list)  # ids of the claims that end here
    twigs: dict[tuple[str, str], _Growing] = field(default_factory=dict)

    def hang(self, ident: str, path: Iterable[tuple[str, str]]) -> None:
        at = self
        for step in path:
            at = at.twigs.setdefault(step, _Growing(*step))
        at.ends.append(ident)

    def size(self) -> int:
        return len(self.ends) + sum(twig.size() for twig in self.twigs.values())

    def grown(self, numbers: Mapping[str, int]) -> Branch:
        shown = sorted(self.twigs.values(), key=lambda twig: -twig.size())
        twigs = [twig.grown(numbers) for twig in shown[:TWIGS]]
        if len(shown) > TWIGS:
            twigs.append(Branch(f"… and {len(shown) - TWIGS:,} more", "more", claims=sum(twig.size() for twig in shown[TWIGS:])))
        told = tuple(sorted(numbers[ident] for ident in self.ends if ident in numbers))
        return Branch(self.name, self.kind, told, tuple(twigs), self.independent or "", len(self.ends))


Way = tuple[str, Root, tuple[tuple[str, str], ...]]  # a claim's id, its root, and those it passed through


def tree(ways: Iterable[Way], numbers: Mapping[str, int], *, outlets: int, origins: int) -> Tree:
    """The tree of these claims, the roots with the most claims first."""
    roots: dict[str, _Growing] = {}
    for ident, root, path in ways:
        roots.setdefault(root.key, _Growing(root.name, root.kind, root.independent)).hang(ident, path)
    shown = sorted(roots.values(), key=lambda root: -root.size())[:ROOTS]
    grown = tuple(root.grown(numbers) for root in shown)
    return Tree(grown, outlets, max(origins, len(grown)))


def ways(claims: Iterable[Claim], copied: Mapping[str, str], tellers: Mapping[str, Teller]) -> Iterator[Way]:
    """How each claim came to its reader."""
    for claim in claims:
        yield claim.id, root_of(claim, copied, tellers), path_of(claim, copied, tellers)
