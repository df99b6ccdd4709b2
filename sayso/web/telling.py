"""Groups of a view as the dossier's values: only the claims that stand on the page are read, all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sayso.claim import Claim
from sayso.dossier import disputes as cards
from sayso.dossier import figures, lines, times, trees
from sayso.dossier import legs as moved
from sayso.dossier import points as points_of
from sayso.dossier.excerpt import sentence_of
from sayso.dossier.legs import Parts
from sayso.dossier.trees import Roots
from sayso.dossier.values import Dispute, Exchange, KeyPoint, Leg, Line, Moment, Series, Tree, Voice
from sayso.exports.wording import brief
from sayso.ledger import Ledger
from sayso.ledger import pages as leaves
from sayso.shown import Shown
from sayso.web.memory import remembered

if TYPE_CHECKING:
    from sayso.ledger.view import Group, Opposed, Rows, View
    from sayso.ledger.view import Leg as LegRows
    from sayso.ledger.view import Series as SeriesRows

LINES = 5  # claims shown of each group; the rest is one link away
EXCHANGES = 6


class Reader(lines.Reader):
    """Reads the claims of a page from the ledger at once."""

    def fetch(self, rows: Iterable[int]) -> None:
        """Read these, as far as they have not been read."""
        wanted = sorted(set(rows) - self._claims.keys())
        numbers = self.view.snapshot.claims["number"][wanted].tolist() if wanted else []
        found = leaves.by_numbers(self.ledger, numbers)
        self._claims.update((row, found[number]) for row, number in zip(wanted, numbers, strict=True) if number in found)


class Lines(lines.Lines):
    """The claims of a page, told by their content; by their sentence where the content alone says little."""

    def __init__(self, reader: Reader, rows: Iterable[int], most: int = LINES) -> None:
        self.most = most
        self.articles = {}
        view, snapshot = reader.view, reader.view.snapshot
        roots = Roots(snapshot)
        wanted = sorted(set(rows))
        reader.fetch(wanted)
        self._of = {}
        for row in wanted:
            claim, article = reader.claim(row), snapshot.article[row]
            copy = bool(snapshot.root[article] != article)
            self._of[row] = Line(row, claim, _sentence(reader.ledger, claim), copy, bool(view.disputed[row]), roots.root(row))

    def of(self, group: Group) -> Shown[Line]:
        return self.shown(lines.first(group, self.most), len(group))


def _sentence(ledger: Ledger, claim: Claim) -> str:
    if not brief(claim):
        return claim.content.text
    article = ledger.article(claim.article.id)
    start, end = sentence_of(article, claim)
    return article.text[start:end]


def sentences(ledger: Ledger, claims: Iterable[Claim]) -> dict[str, str]:
    """Of claims whose content alone says little the sentences that they stand in, by their ids."""
    return {claim.id: _sentence(ledger, claim) for claim in claims if brief(claim)}


def _rows(groups: Iterable[Group], most: int) -> list[int]:
    return [row for group in groups for row in lines.first(group, most)]


def _parts(view: View) -> Parts:
    return remembered(view.snapshot, "parts", lambda: Parts(view))


def best(base: View, view: View, most: int) -> tuple[Rows, int]:
    """The best supported points in which a claim that fits takes part, as places in `base.by_point`, and how many there are."""
    if view is base:
        return base.best_points(most), base.by_point.count
    most = max(most, times.REPORTED)
    return remembered(base.snapshot, ("best", id(base), id(view), most), lambda: _best(base, view, most), base, view)


def _best(base: View, view: View, most: int) -> tuple[Rows, int]:
    among = base.by_point.holding(view.rows)
    return base.best_points(most, among), len(among)


def points(ledger: Ledger, view: View, groups: Sequence[Group], most: int = LINES) -> tuple[KeyPoint, ...]:
    """Points with their first claims, but not where they come from, which costs more than all the rest."""
    parts = _parts(view)
    apart = {group.id: found for group, found in zip(groups, points_of.all_told_apart(groups, parts, most), strict=True)}
    told = Lines(Reader(ledger, view), [*_rows(groups, lines.LINES), *points_of.wanted(apart)], most)
    return tuple(_point(group, told, parts, apart[group.id]) for group in groups)


def _point(group: Group, told: Lines, parts: Parts, apart: Sequence[points_of.Part]) -> KeyPoint:
    """A point by the same title on every page, its claims by how they say that it stands, and what none of them says."""
    title = points_of.lead(told.shown(lines.first(group), len(group)))
    kinds, missing = points_of.tellings(apart, parts, told), tuple(points_of.absent(group, parts))
    return KeyPoint(
        group.id, title, told.of(group), group.origins, group.outlets, group.disputed, absent=missing, tellings=kinds
    )  # fmt: skip


def point(ledger: Ledger, view: View, group: Group, start: int, rows: int) -> KeyPoint:
    """One point: some of its claims, by how they say that it stands, and where they all come from."""
    parts = _parts(view)
    apart = points_of.leaf(points_of.told_apart(group, parts), start, rows)
    chosen = [row for part in apart for row in part.shown.tolist()]
    told = Lines(Reader(ledger, view), [*chosen, *lines.first(group)], lines.LINES)
    whole = _point(group, told, parts, apart)
    return replace(whole, lines=told.shown(chosen, len(group)), tree=_tree(Reader(ledger, view), group))


def _tree(reader: Reader, group: Group) -> Tree:
    rows = lines.first(group, trees.TRACED)
    reader.fetch(rows)
    return trees.trees(reader.ledger, [(group, [reader.claim(row) for row in rows])], {})[0]


def voices(ledger: Ledger, view: View, groups: Sequence[Group], most: int = LINES) -> tuple[Voice, ...]:
    """Who says something, and the first of what they say."""
    told = Lines(Reader(ledger, view), _rows(groups, most), most)
    return tuple(times.voice(group, told) for group in groups)


def timeline(base: View, view: View, limit: int) -> Shown[times.Entry]:
    """The timeline of what is picked out: what sources date, and the best supported points that none dates, as the dossier has them."""
    found = base.by_point
    places, _ = best(base, view, times.REPORTED)
    rows = [found.rows[begin:end] for begin, end in zip(found.starts[places].tolist(), found.starts[places + 1].tolist(), strict=True)]
    return times.entries(view, rows, _parts(view), limit)


def moments(ledger: Ledger, view: View, found: Sequence[times.Entry], most: int = LINES) -> tuple[Moment, ...]:
    """What is said to have happened at a time."""
    reader = Reader(ledger, view)
    told = Lines(reader, (row for entry in found for row in entry.wanted(most)), most)
    return times.timeline(found, reader, told)


def exchanges(ledger: Ledger, view: View) -> tuple[tuple[Exchange, ...], list[LegRows], int]:
    """Exchanges, the legs that are part of none, and how many of those there are."""
    reader = Reader(ledger, view)
    tied, loose, _, total = moved.exchanges(reader, EXCHANGES)
    rows = _leg_rows([leg for found in tied for leg in (*found.given, *found.returned)], LINES) + _rows(
        (found.tie for found in tied), LINES
    )
    told = Lines(reader, rows)
    return tuple(moved.exchange(found, reader, _parts(view), told) for found in tied), loose, total


def legs(ledger: Ledger, view: View, found: Sequence[LegRows], most: int = LINES) -> tuple[Leg, ...]:
    """What is given by whom to whom, how it is said to stand, and by whom."""
    told = Lines(Reader(ledger, view), _leg_rows(found, most), most)
    return tuple(moved.leg(leg, _parts(view), told) for leg in found)


def _leg_rows(found: Iterable[LegRows], most: int) -> list[int]:
    return _rows((group for leg in found for group in (leg.whole, *(g for _, g in leg.tellings))), most)


def series(ledger: Ledger, view: View, found: Sequence[SeriesRows], most: int = LINES) -> tuple[Series, ...]:
    """The figures for one thing each."""
    reader = Reader(ledger, view)
    told = Lines(reader, _rows((group for one in found for group in one.figures), most), most)
    return tuple(figures.series(one, reader, told) for one in found)


def disputes(ledger: Ledger, view: View, found: Sequence[Opposed]) -> tuple[Dispute, ...]:
    """Claims that cannot all be right, by the side that each is on."""
    made = [cards.card(ledger, view, one) for one in found]
    told = Lines(Reader(ledger, view), (row for card in made for row in card.wanted()))
    return tuple(cards.dispute(card, told) for card in made)
