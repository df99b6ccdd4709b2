"""Lines: claims with a number in a dossier, the sentence each stands in, and what it goes back to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sayso.claim import Article, Claim, Event, Item
from sayso.dossier.excerpt import sentence_of
from sayso.dossier.trees import Roots
from sayso.dossier.values import Line, Text
from sayso.errors import NotFound
from sayso.ledger.pages import by_numbers
from sayso.shown import Shown

if TYPE_CHECKING:
    from sayso.ledger import Ledger
    from sayso.ledger.view import Group, View

LINES = 8  # claims shown of each group


class Reader:
    """Reads claims, events and things by their rows, each claim once."""

    def __init__(self, ledger: Ledger, view: View) -> None:
        self.ledger = ledger
        self.view = view
        self._claims: dict[int, Claim] = {}

    def fetch(self, rows: Iterable[int]) -> None:
        """Read these at once, as far as they have not been read."""
        wanted = sorted(set(rows) - self._claims.keys())
        numbers = self.view.snapshot.claims["number"][wanted].tolist() if wanted else []
        found = by_numbers(self.ledger, numbers)
        self._claims.update((row, found[number]) for row, number in zip(wanted, numbers, strict=True) if number in found)

    def claim(self, row: int) -> Claim:
        """The claim in a row."""
        if row not in self._claims:
            self.fetch([row])
        if row not in self._claims:
            raise NotFound(f"the claim {self.view.snapshot.claim_id(row)} has just been taken out", "ask again")
        return self._claims[row]

    def event(self, row: int) -> Event:
        snapshot = self.view.snapshot
        told = snapshot.events[row]
        return _event(self.claim(int(snapshot.claim_of_event[row])), int(told["event"]), bool(told["returned"]))

    def item(self, row: int) -> tuple[Event, Item]:
        """A thing, with the event that it is part of."""
        snapshot = self.view.snapshot
        told = snapshot.items[row]
        event = _event(self.claim(int(snapshot.claim_of_item[row])), int(told["event"]), bool(told["returned"]))
        return event, event.items[int(told["position"])]


class Lines:
    """The claims that a dossier shows, each numbered once by date, article and place."""

    def __init__(self, reader: Reader, roots: Roots, wanted: Iterable[int]) -> None:
        view, ledger = reader.view, reader.ledger
        snapshot = view.snapshot
        self.articles: dict[str, Article] = {}
        self._of: dict[int, Line] = {}
        rows = sorted(set(wanted))
        reader.fetch(rows)
        for number, row in enumerate(rows, 1):
            claim = reader.claim(row)
            if claim.article.id not in self.articles:
                self.articles[claim.article.id] = ledger.article(claim.article.id)
            article = self.articles[claim.article.id]
            start, end = sentence_of(article, claim)
            copy = bool(snapshot.root[snapshot.article[row]] != snapshot.article[row])
            self._of[row] = Line(number, claim, article.text[start:end], copy, bool(view.disputed[row]), roots.root(row))

    def __getitem__(self, row: int) -> Line:
        return self._of[row]

    @property
    def numbers(self) -> Mapping[str, int]:
        """The numbers of the claims that are lines, by their ids."""
        return {line.claim.id: line.number for line in self._of.values()}

    def of(self, group: Group) -> Shown[Line]:
        """The first lines of a group."""
        return self.shown(first(group), len(group))

    def shown(self, rows: Iterable[int], total: int) -> Shown[Line]:
        """Lines of these claims, out of so many."""
        return Shown(tuple(self._of[row] for row in rows), total)

    def texts(self) -> tuple[Text, ...]:
        """The articles that the lines stand in, by date, each with its lines in text order."""
        lines: dict[str, list[Line]] = {}
        for line in self._of.values():
            lines.setdefault(line.claim.article.id, []).append(line)
        return tuple(Text(self.articles[ident], tuple(found)) for ident, found in lines.items())


def first(group: Group, most: int = LINES) -> list[int]:
    """The rows of the first claims of a group."""
    rows: list[int] = group.rows[:most].tolist()
    return rows


def _event(claim: Claim, number: int, returned: bool) -> Event:
    event = claim.events[number]
    back = event.in_exchange_for
    return back if returned and back is not None else event
