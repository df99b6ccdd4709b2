"""What a dossier rests on: articles, outlets, copies, versions; and what could not be understood of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from sayso.claim import Article
from sayso.dossier.days import days
from sayso.dossier.values import Basis, CopyGroup, GapKind, NotUnderstood, Outlet, Reported
from sayso.likeness import UNDATED
from sayso.shown import Shown

if TYPE_CHECKING:
    from sayso.ledger import Copy, Ledger
    from sayso.ledger.snapshot import Told
    from sayso.ledger.view import View

T = TypeVar("T")
LISTED = 200  # articles, copies and refusals listed
SAMPLES = 5  # examples of each kind of gap

NOTHING = Basis(Shown(), Shown(), "", "", 0, 0, 0, Shown(), Shown(), ())  # where it was not asked for


def basis(ledger: Ledger, view: View) -> Basis:
    """What the claims of a view rest on."""
    snapshot = view.snapshot
    claims = np.bincount(snapshot.article[view.rows], minlength=len(snapshot.articles))
    whole = view is snapshot.everything
    there = snapshot.current_articles if whole else claims > 0  # of a view only what its claims stand in
    told = sorted(np.flatnonzero(there).tolist(), key=lambda n: _place(snapshot.articles[n]))
    articles = [_reported(snapshot.articles[n], int(claims[n])) for n in told]
    outlets: dict[str, int] = {}
    for article in articles:
        outlets[article.publisher or article.path] = outlets.get(article.publisher or article.path, 0) + 1
    ranked = [Outlet(name, number) for name, number in sorted(outlets.items(), key=lambda kv: (-kv[1], kv[0]))]
    reach = [days(a.published) for a in articles if a.published]
    roots = {snapshot.articles[n].id: snapshot.articles[snapshot.root[n]].id for n in told}
    return Basis(
        articles=_cut(articles, LISTED),
        outlets=_cut(ranked, LISTED),
        first=min((first for first, _ in reach if first), default=""),
        last=max((last for _, last in reach if last), default=""),
        undated=sum(not a.published for a in articles),
        claims=len(view),
        origins=len(set(roots.values())),
        copies=_cut(_copy_groups(articles, roots, ledger.copies()), LISTED),
        versions=_cut(_versions(ledger), LISTED),
        engines=tuple(sorted({snapshot.articles[n].engine for n in told if claims[n]} - {""})),
    )


def _place(a: Told) -> tuple[str, str, str, str]:
    return days(a.published)[0] or UNDATED, a.publisher, a.title, a.id


def _cut(found: list[T], most: int) -> Shown[T]:
    return Shown(tuple(found[:most]), len(found))


def _reported(a: Article | Told, claims: int = 0) -> Reported:
    return Reported(a.id, a.title, a.publisher, a.published, a.url, a.path, a.agency, claims)


def _copy_groups(articles: list[Reported], roots: Mapping[str, str], copies: Iterable[Copy]) -> list[CopyGroup]:
    """Articles of one text together, in order of publication."""
    found: dict[str, list[Reported]] = {}
    for article in articles:
        found.setdefault(roots[article.id], []).append(article)
    reasons: dict[str, dict[str, None]] = {}
    for copy in copies:
        if copy.article in roots:
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
