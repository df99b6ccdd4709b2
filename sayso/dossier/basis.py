"""What a dossier rests on: articles, outlets, copies, versions; and what could not be understood of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from sayso.claim import Article
from sayso.dossier.gathering import Gathering, days
from sayso.dossier.values import Basis, CopyGroup, GapKind, NotUnderstood, Outlet, Reported, Shown
from sayso.likeness import UNDATED

if TYPE_CHECKING:
    from sayso.ledger import Copy, Ledger

T = TypeVar("T")
LISTED = 200  # articles, copies and refusals listed
SAMPLES = 5  # examples of each kind of gap


def roots(copies: Iterable[Copy]) -> dict[str, str]:
    """For each article that copies another the one at the beginning of the chain."""
    of = {copy.article: copy.of for copy in copies}

    def root(article: str) -> str:
        seen = {article}
        while article in of and of[article] not in seen:
            article = of[article]
            seen.add(article)
        return article

    return {article: root(article) for article in of}


def basis(ledger: Ledger, gathering: Gathering, copies: list[Copy]) -> Basis:
    """What the claims that were gathered rest on."""
    articles = [_reported(a, gathering.by_article.get(a.id, 0)) for a in ledger.articles()]
    articles.sort(key=lambda a: (days(a.published)[0] or UNDATED, a.publisher, a.title, a.id))
    outlets: dict[str, int] = {}
    for article in articles:
        outlets[article.publisher or article.path] = outlets.get(article.publisher or article.path, 0) + 1
    ranked = [Outlet(name, number) for name, number in sorted(outlets.items(), key=lambda kv: (-kv[1], kv[0]))]
    reach = [days(a.published) for a in articles if a.published]
    return Basis(
        articles=_cut(articles, LISTED),
        outlets=_cut(ranked, LISTED),
        first=min((first for first, _ in reach if first), default=""),
        last=max((last for _, last in reach if last), default=""),
        undated=sum(not a.published for a in articles),
        claims=gathering.claims,
        origins=len({gathering.roots.get(a.id, a.id) for a in articles}),
        copies=_cut(_copy_groups(articles, gathering.roots, copies), LISTED),
        versions=_cut(_versions(ledger), LISTED),
        engines=tuple(sorted(gathering.engines - {""})),
    )


def _cut(found: list[T], most: int) -> Shown[T]:
    return Shown(tuple(found[:most]), len(found))


def _reported(a: Article, claims: int = 0) -> Reported:
    return Reported(a.id, a.title, a.publisher, a.published, a.url, a.path, a.agency, claims)


def _copy_groups(articles: list[Reported], roots: Mapping[str, str], copies: list[Copy]) -> list[CopyGroup]:
    """Articles of one text together, in order of publication."""
    found: dict[str, list[Reported]] = {}
    for article in articles:
        found.setdefault(roots.get(article.id, article.id), []).append(article)
    reasons: dict[str, dict[str, None]] = {}
    for copy in copies:
        reasons.setdefault(roots[copy.article], {})[copy.reason] = None
    return [CopyGroup(tuple(group), "; ".join(reasons.get(root, ()))) for root, group in found.items() if len(group) > 1]


def _versions(ledger: Ledger) -> list[CopyGroup]:
    """Articles that were edited, each pair of an older and a newer text."""
    found = []
    for version in ledger.versions():
        older, newer = ledger.article(version.article), ledger.article(version.by)
        found.append(CopyGroup((_reported(older), _reported(newer)), f"the text at {version.address} has changed; the older one is kept"))
    return found


def not_understood(ledger: Ledger) -> NotUnderstood:
    """What was seen and left out rather than guessed at."""
    counts: dict[str, int] = {}
    samples: dict[str, list[str]] = {}
    for _, gap in ledger.gaps():
        counts[gap.kind] = counts.get(gap.kind, 0) + 1
        found = samples.setdefault(gap.kind, [])
        if len(found) < SAMPLES and gap.text not in found:
            found.append(gap.text)
    kinds = tuple(GapKind(kind, number, tuple(samples[kind])) for kind, number in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0])))
    return NotUnderstood(kinds, _cut(ledger.refusals(), LISTED))
