"""What changed between two days, or between two runs: new points, new sides in disputes, revised figures, edited articles.

    changes.changed(ledger, since="2024-11-01")                  from that day on
    changes.changed(ledger, since="2024-11", until="2024-12")    in these two months
    changes.changed(ledger)                                      what the last run of `sayso read` brought
    changes.changed(ledger, since=3, until=4)                    what runs 3 and 4 brought

Two views are laid side by side, each of what stood at one moment. By day an article counts from the day on which it had surely been published, by
run from the run in which it was first read. Of an edited article each view holds the version that then stood.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeVar

import numpy as np

from sayso import likeness
from sayso.claim import Claim
from sayso.errors import BadRequest
from sayso.ledger.columns import CERTAINTIES, ordinal
from sayso.ledger.snapshot import Snapshot
from sayso.ledger.standing import (
    CLAIMS,
    MOST,
    Narrowed,
    Support,
    Vanished,
    Weighed,
    narrowing,
    places_in,
    reach,
    sides,
    support,
    titles_of,
    versions,
)
from sayso.ledger.view import LAST, Mask, Opposed, View
from sayso.shown import Shown

if TYPE_CHECKING:
    from sayso.ledger import Ledger

T = TypeVar("T")
ALIKE = 0.4  # share of the words of two claims of one source from which one may be the other, edited
Field = Literal["stance", "certainty", "polarity", "status", "source"]
Moment = str | int | None  # a day, month or year; the number of a run


@dataclass(frozen=True, slots=True)
class Run:
    """One time that something was read."""

    number: int
    began: str  # in UTC
    engine: str
    inputs: tuple[str, ...]
    articles: int  # that it brought, as far as they are still there
    claims: int


@dataclass(frozen=True, slots=True)
class Sided:
    """A side of a dispute, and which of its claims are new."""

    name: str
    claims: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disputed:
    """A dispute that is new, or to which new claims came."""

    new: bool
    sides: tuple[Sided, ...]


@dataclass(frozen=True, slots=True)
class Revised:
    """A figure or date that a later claim gives otherwise."""

    reason: str
    words: tuple[str, ...]  # of the later and of the earlier claim
    later: str
    earlier: str


@dataclass(frozen=True, slots=True)
class Reworded:
    """What an edit changed in what a claim says."""

    field: Field
    before: str
    after: str
    before_words: tuple[str, ...]  # that had earned the value; none where nothing had
    after_words: tuple[str, ...]
    direction: Literal["rose", "fell", "changed"]
    old: str  # ids of the claims
    new: str


@dataclass(frozen=True, slots=True)
class Edited:
    """An article whose text was changed after it had been read."""

    address: str
    title: str
    old: str  # ids of the articles
    new: str
    reworded: tuple[Reworded, ...]
    dropped: tuple[str, ...]  # claims that are no longer in it
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed from one moment to another."""

    since: str
    until: str
    articles: int  # that came
    undated: int  # articles left out because nobody knows when they were published
    points: Shown[Weighed]  # new ones
    gained: Shown[Weighed]  # points with more origins than before
    lost: Shown[Weighed]  # points with fewer, or none
    disputes: Shown[Disputed]
    vanished: Shown[Vanished]
    revised: Shown[Revised]
    figures: Shown[Narrowed]  # things of which other figures are given than before
    edited: Shown[Edited]

    def __bool__(self) -> bool:
        found = (self.points, self.gained, self.lost, self.disputes, self.vanished, self.revised, self.figures, self.edited)
        return any(one.total for one in found)


def changed(ledger: Ledger, *, since: Moment = None, until: Moment = None, most: int = MOST) -> Changed:
    """What changed from a day on, or with a run; with the last one unless told otherwise."""
    snapshot = ledger.snapshot()
    before, after, told = _views(ledger, snapshot, since, until)
    stood, stands = support(before.by_point), support(after.by_point)

    def weighed(points: list[int], view: View) -> Shown[Weighed]:
        groups = view.by_point.groups(np.searchsorted(view.by_point.codes, np.array(points[:most], np.int64)), named=True)
        titles = titles_of(ledger, snapshot, groups)
        found = zip(points, groups, titles, strict=False)
        nothing = Support()
        return Shown(
            tuple(
                Weighed(group.id, title, view.claim_ids(group.rows[:CLAIMS]), stood.get(point, nothing), stands.get(point, nothing))
                for point, group, title in found
            ),
            len(points),
        )

    def heaviest(points: Iterable[int], of: dict[int, Support]) -> list[int]:
        return sorted(points, key=lambda point: (-of[point].origins, -of[point].outlets, -of[point].claims))

    came = after.mask & ~before.mask
    new = heaviest((point for point in stands if point not in stood), stands)
    gained = heaviest((point for point in stands if point in stood and stands[point].origins > stood[point].origins), stands)
    lost = heaviest((point for point in stood if stands.get(point, Support()).origins < stood[point].origins), stood)
    disputes = list(_disputes(before, after))
    vanished = _vanished(before, after)
    revised = _revised(ledger, after, came)
    figures = _figures(before, after)
    edited = list(_edits(ledger, snapshot, before, after))
    return Changed(
        *told, weighed(new, after), weighed(gained, after), weighed(lost, before), _few(disputes, most), _few(vanished, most),
        _few(revised, most), Shown(tuple(_moved(before, after, *places) for places in figures[:most]), len(figures)), _few(edited, most),
    )  # fmt: skip


def moment(words: str | None) -> Moment:
    """A moment as a person names it: "2024-11-01", or "run 3"."""
    if words is None:
        return None
    run = re.fullmatch(r"\s*run[\s:#]*(\d+)\s*", words, re.I)
    return int(run[1]) if run else words


def _few(found: list[T], most: int) -> Shown[T]:
    return Shown(tuple(found[:most]), len(found))


# Two moments


def runs(ledger: Ledger) -> list[Run]:
    """Every time that something was read, the first one first."""
    rows = ledger._all(
        """SELECT r.number, r.began, r.engine, r.inputs, count(DISTINCT a.article), count(c.number)
           FROM runs r LEFT JOIN runs_articles a ON a.run = r.number LEFT JOIN claims c ON c.article = a.article
           GROUP BY r.number ORDER BY r.number"""
    )
    return [
        Run(number, began, engine, tuple(json.loads(inputs)), articles, claims) for number, began, engine, inputs, articles, claims in rows
    ]


def _views(ledger: Ledger, snapshot: Snapshot, since: Moment, until: Moment) -> tuple[View, View, tuple[str, str, int, int]]:
    """What stood before, what stands after; and how the two moments are called, how many articles came, how many are undated."""
    by_run = isinstance(since, int) or (since is None and not isinstance(until, str))
    if (by_run and isinstance(until, str)) or (not by_run and isinstance(until, int)):
        raise BadRequest("one of the two moments is a run, the other a day", "name two runs or two days")
    before, after, names = _between_runs(ledger, snapshot, since, until) if by_run else _between_days(snapshot, since, until)
    views = [View(snapshot, _standing(snapshot, there)[snapshot.article] & snapshot.admitted) for there in (before, after)]
    undated = 0 if by_run else int(np.count_nonzero(snapshot.current_articles & (snapshot.first_days == 0)))
    return views[0], views[1], (*names, int(np.count_nonzero(after & ~before)), undated)


def _between_days(snapshot: Snapshot, since: Moment, until: Moment) -> tuple[Mask, Mask, tuple[str, str]]:
    first = _day(since, 0) if since is not None else 1
    last = _day(until, 1) if until is not None else LAST
    if last < first:
        raise BadRequest(f"{until} lies before {since}", "give the earlier day with --since")
    dated = snapshot.first_days > 0
    names = ("" if since is None else date.fromordinal(first).isoformat(), "" if until is None else date.fromordinal(last).isoformat())
    return dated & (snapshot.last_days < first), dated & (snapshot.last_days <= last), names


def _day(edtf: Moment, end: int) -> int:
    """The first or last day that a date means."""
    first, last = likeness.days(str(edtf))
    found = ordinal((first, last)[end])
    if not found or not first:
        raise BadRequest(f"{edtf!r} is not a date", "write it as 2024, 2024-10 or 2024-10-18; or a run as run 3")
    return found


def _between_runs(ledger: Ledger, snapshot: Snapshot, since: Moment, until: Moment) -> tuple[Mask, Mask, tuple[str, str]]:
    began = {number: str(at) for number, at in ledger._all("SELECT number, began FROM runs")}
    if not began:
        raise BadRequest("nothing was ever read into this ledger by a run", "name a day with --since, such as --since 2024-10-18")
    first, last = (max(began) if moment is None else int(moment) for moment in (since, until))
    for run in (first, last):
        if run not in began:
            raise BadRequest(f"there was no run {run}", "sayso runs lists them")
    if last < first:
        raise BadRequest(f"run {last} was before run {first}", "give the earlier run with --since")
    firsts = dict(ledger._all("SELECT article, min(run) FROM runs_articles GROUP BY article"))
    read = np.fromiter((firsts.get(told.id, 0) for told in snapshot.articles), np.int64, len(snapshot.articles))
    return read < first, read <= last, (f"run {first} ({began[first]})", f"run {last} ({began[last]})")


def _standing(snapshot: Snapshot, there: Mask) -> Mask:
    """Of the articles that were there, the versions that then stood."""
    mask = snapshot.current_articles & there
    for texts in versions(snapshot):
        stood = [n for n in texts if there[n]]
        mask[texts] = False
        mask[stood[-1:]] = True
    return mask


# Disputes and figures


def _disputes(before: View, after: View) -> Iterator[Disputed]:
    """Disputes that there were not, and those to which somebody came."""
    for opposed in after.disputes():
        was = bool(before.disputed[opposed.rows].any())
        if was and before.mask[opposed.rows].all():
            continue
        yield Disputed(not was, tuple(_sided(before, after, name, rows) for name, rows in sides(after.snapshot, opposed)))


def _sided(before: View, after: View, name: str, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Sided:
    return Sided(name, after.claim_ids(rows), after.claim_ids(rows[~before.mask[rows]]))


def _vanished(before: View, after: View) -> list[Vanished]:
    disputes = before.disputes()
    left_over = set(disputes.among(after.disputed).tolist())
    gone: list[Opposed] = [disputes[place] for place in range(len(disputes)) if place not in left_over]
    return [
        Vanished(
            tuple((name, before.claim_ids(rows)) for name, rows in sides(before.snapshot, opposed)),
            before.claim_ids(opposed.rows[after.mask[opposed.rows]]),
        )
        for opposed in gone
    ]


def _revised(ledger: Ledger, after: View, came: Mask) -> list[Revised]:
    """The figures and dates that claims which came give otherwise than earlier ones."""
    links = after.links_of("revises")
    links = links[came[links["later"]] | came[links["earlier"]]]
    found = []
    for later, earlier in zip(after.claim_ids(links["later"]), after.claim_ids(links["earlier"]), strict=True):
        for reason, words in ledger._all("SELECT reason, words FROM links WHERE later = ? AND earlier = ?", (later, earlier)):
            found.append(Revised(reason, tuple(json.loads(words)), later, earlier))
    return found


def _figures(before: View, after: View) -> list[tuple[int, int]]:
    """The things counted that reach further, or less far, than before: their places in either view."""
    was, now = before.figures, after.figures
    at = places_in(was.keys, now.keys)
    both = np.flatnonzero(at >= 0)
    there = at[both]
    moved = (was.low[both] != now.low[there]) | (was.high[both] != now.high[there])
    return list(zip(both[moved].tolist(), there[moved].tolist(), strict=True))


def _moved(before: View, after: View, place: int, other: int) -> Narrowed:
    return replace(narrowing(after, before, other, place), before=reach(before, place), after=reach(after, other))


# Edited articles


def _edits(ledger: Ledger, snapshot: Snapshot, before: View, after: View) -> Iterator[Edited]:
    """The articles of which another version stands than before."""
    stood, stands = (set(np.unique(snapshot.article[view.rows]).tolist()) for view in (before, after))
    for texts in versions(snapshot):
        old, new = [n for n in texts if n in stood], [n for n in texts if n in stands]
        if old and new and old[-1] != new[-1]:
            yield _edited(ledger, snapshot, old[-1], new[-1])


def _edited(ledger: Ledger, snapshot: Snapshot, old: int, new: int) -> Edited:
    was, now = snapshot.articles[old], snapshot.articles[new]
    before, after = (list(ledger.claims(article=told.id)) for told in (was, now))
    pairs = _matched(before, after)
    kept = {claim.id for pair in pairs for claim in pair}
    reworded = tuple(change for pair in pairs for change in _reworded(*pair))
    dropped, added = (tuple(claim.id for claim in claims if claim.id not in kept) for claims in (before, after))
    return Edited(now.address, now.title, was.id, now.id, reworded, dropped, added)


def _matched(before: list[Claim], after: list[Claim]) -> list[tuple[Claim, Claim]]:
    """Which claim of the newer text is which of the older, the most alike first, each once."""
    offers = sorted(
        (
            (-_alike(old, new), place, other)
            for place, old in enumerate(before)
            for other, new in enumerate(after)
            if _alike(old, new) >= ALIKE
        )
    )
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    found = []
    for _, place, other in offers:
        if place not in taken_old and other not in taken_new:
            taken_old.add(place)
            taken_new.add(other)
            found.append((place, other))
    return [(before[place], after[other]) for place, other in sorted(found)]


def _alike(old: Claim, new: Claim) -> float:
    """How much two claims of two versions have in common: their words, and, of these alone it does not follow, who says them."""
    one, other = likeness.content_words(old.content.text), likeness.content_words(new.content.text)
    if not one or not other:
        return float(old.content.text == new.content.text)
    same_source = likeness.speaker(old).split(" article-")[0] == likeness.speaker(new).split(" article-")[0]
    return len(one & other) / len(one | other) + (0.2 if same_source else 0.0)


def _reworded(old: Claim, new: Claim) -> Iterator[Reworded]:
    """Each field that differs, with the words that earned it on either side."""
    pairs: tuple[tuple[Field, str, str], ...] = (("stance", old.stance, new.stance), ("certainty", old.certainty, new.certainty), ("polarity", old.polarity, new.polarity),
             ("status", old.status, new.status), ("source", old.source.name, new.source.name))  # fmt: skip
    for field, was, now in pairs:
        if was != now:
            yield Reworded(field, was, now, _earned(old, field), _earned(new, field), _direction(field, was, now), old.id, new.id)


def _earned(claim: Claim, field: str) -> tuple[str, ...]:
    if field == "source":
        return (claim.source.text,) if claim.source.text else ()
    return tuple(because.text for because in claim.because if because.field == field)


def _direction(field: str, was: str, now: str) -> Literal["rose", "fell", "changed"]:
    """Certainty rises and falls; anything else changes."""
    if field != "certainty":
        return "changed"
    places = [CERTAINTIES.index(value) for value in CERTAINTIES if value in (was, now)]
    return "rose" if CERTAINTIES[places[0]] == now else "fell"
