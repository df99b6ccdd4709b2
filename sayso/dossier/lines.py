"""Lines: claims with a number in a dossier, the sentence each stands in, and what it goes back to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sayso.dossier.excerpt import sentence_of
from sayso.dossier.gathering import Gathering, Group
from sayso.dossier.trees import root_of
from sayso.dossier.values import Line, Shown, Text
from sayso.likeness import rank

if TYPE_CHECKING:
    from sayso.ledger import Ledger


class Lines:
    """Makes lines of claims, each numbered once by date, article and place."""

    def __init__(self, ledger: Ledger, wanted: Iterable[str], gathering: Gathering) -> None:
        claims = {ident: ledger.claim(ident) for ident in sorted(set(wanted))}
        ordered = sorted(claims.values(), key=rank)
        self.articles = {ident: ledger.article(ident) for ident in dict.fromkeys(claim.article.id for claim in ordered)}
        self._of: dict[str, Line] = {}
        for number, claim in enumerate(ordered, 1):
            article = self.articles[claim.article.id]
            start, end = sentence_of(article, claim)
            copy = gathering.roots.get(article.id, article.id) != article.id
            root = root_of(claim, gathering.roots, gathering.tellers)
            self._of[claim.id] = Line(number, claim, article.text[start:end], copy, claim.id in gathering.disputed, root)

    def __getitem__(self, ident: str) -> Line:
        return self._of[ident]

    @property
    def numbers(self) -> Mapping[str, int]:
        """The number of each claim that is a line."""
        return {ident: line.number for ident, line in self._of.items()}

    def of(self, group: Group) -> Shown[Line]:
        """The first lines of a group."""
        return self.shown(group.ids, group.total)

    def shown(self, ids: Iterable[str], total: int) -> Shown[Line]:
        """Lines of these claims, out of so many."""
        return Shown(tuple(self._of[ident] for ident in ids), total)

    def texts(self) -> tuple[Text, ...]:
        """The articles that the lines stand in, by date, each with its lines in text order."""
        lines: dict[str, list[Line]] = {}
        for line in self._of.values():
            lines.setdefault(line.claim.article.id, []).append(line)
        return tuple(Text(self.articles[ident], tuple(found)) for ident, found in lines.items())
