"""What stands without a source, an outlet or an agency, or as of a day: which points lose their support, which disputes vanish.

    kept = standing.keep(ledger, without=["South Korean media", "outlet: Example Daily"], as_of="2024-11")
    kept.view.points()                            what is left, like any other view
    kept.left_out, kept.undated, kept.unsure      and what was left out for it
    standing.compare(ledger, without=["Reuters"]) both side by side

To do without somebody is to do without all that is only known through them: what they say, what they passed on, what is
told within what they say, what they printed, and the copies of that. Who else says the same still stands.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from sayso import likeness
from sayso.errors import BadRequest
from sayso.ledger.columns import country, ordinal, token
from sayso.ledger.query import COUNTRIES, PARTIES
from sayso.ledger.snapshot import NO_ADDRESS, Snapshot
from sayso.ledger.view import Column, Gathered, Group, Mask, Opposed, Rows, View
from sayso.shown import Shown

if TYPE_CHECKING:
    from sayso.ledger import Ledger

T = TypeVar("T")
MOST = 40  # points, disputes and figures told of one by one
NEAR = 4  # names offered for one that nobody has


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What was asked to be left out, whom that was found to be, and how many claims went with them."""

    asked: str
    found: tuple[str, ...]  # "source Ana Ruiz", "outlet Example Daily", "agency Wire", "all sources of CL"
    claims: int


@dataclass(frozen=True, slots=True)
class Kept:
    """The claims that are left, and what was left out."""

    view: View
    left_out: tuple[LeftOut, ...] = ()
    as_of: str = ""  # the last day that counts, as an ISO day
    later: int = 0  # articles published after it
    undated: int = 0  # articles left out because nobody knows when they were published
    unsure: int = 0  # articles left out because they may have been published before or after it

    @property
    def missing_claims(self) -> int:
        """How many fewer claims there are."""
        return len(self.view.snapshot.everything) - len(self.view)

    @property
    def missing_articles(self) -> int:
        """Of how many articles no claim is left."""
        snapshot = self.view.snapshot
        return len(np.setdiff1d(snapshot.article[snapshot.current], snapshot.article[self.view.mask]))


def keep(ledger: Ledger, *, without: Iterable[str] = (), as_of: str | None = None) -> Kept:
    """The claims that stand without somebody, or stood as of a day."""
    snapshot = ledger.snapshot()
    articles, kept = _as_of(snapshot, as_of) if as_of else (snapshot.current_articles, Kept(snapshot.everything))
    mask = articles[snapshot.article] & snapshot.admitted
    left_out = []
    for asked in without:
        gone, found = _whom(ledger, snapshot, asked)
        left_out.append(LeftOut(asked, found, int(np.count_nonzero(gone & mask))))
        mask = mask & ~gone
    return Kept(View(snapshot, mask, snapshot.everything), tuple(left_out), kept.as_of, kept.later, kept.undated, kept.unsure)


# As of a day


def _as_of(snapshot: Snapshot, edtf: str) -> tuple[Mask, Kept]:
    """The articles that had been published by the end of a day, month or year, each in the version that then stood."""
    first, last = likeness.days(edtf)
    if not ordinal(last) or not first:
        raise BadRequest(f"{edtf!r} is not a date", "write it as 2024, 2024-10 or 2024-10-18")
    day = ordinal(last)
    dated = snapshot.first_days > 0
    sure = dated & (snapshot.last_days <= day)
    mask = snapshot.current_articles & sure
    for texts in versions(snapshot):
        stood = [n for n in texts if sure[n]]
        mask[texts] = False
        mask[stood[-1:]] = True
    current = snapshot.current_articles
    maybe = int(np.count_nonzero(current & dated & ~sure & (snapshot.first_days <= day)))
    later = int(np.count_nonzero(current & dated & (snapshot.first_days > day)))
    return mask, Kept(snapshot.everything, (), date.fromordinal(day).isoformat(), later, int(np.count_nonzero(current & ~dated)), maybe)


def versions(snapshot: Snapshot) -> Iterator[list[int]]:
    """The articles of each address that has more than one, oldest first."""
    edited = {told.address for told in snapshot.articles if not told.current} - set(NO_ADDRESS)
    at: dict[str, list[int]] = {}
    for n, told in enumerate(snapshot.articles):
        if told.address in edited:
            at.setdefault(told.address, []).append(n)
    for address in sorted(at):
        yield sorted(at[address], key=lambda n: (snapshot.articles[n].first, snapshot.articles[n].number))


# Without somebody


def _whom(ledger: Ledger, snapshot: Snapshot, asked: str) -> tuple[Mask, tuple[str, ...]]:
    """Which claims rest on somebody, and whom that was found to be: by the whole name, else by a part of it."""
    kind, colon, name = asked.partition(":")
    kind = kind.strip().casefold()
    if not colon or kind not in FINDERS:
        kind, name = "", asked
    name = " ".join(name.split()).casefold()
    finders = [FINDERS[kind]] if kind else list(FINDERS.values())
    for fits in (lambda word: word.casefold() == name, lambda word: name in _parts(word)) if name else ():
        mask, found = np.zeros(len(snapshot), np.bool_), []
        for finder in finders:
            gone, whom = finder(ledger, snapshot, name, fits)
            mask |= gone
            found += whom
        if found:
            return _with_what_is_within(snapshot, mask), tuple(dict.fromkeys(found))
    raise BadRequest(f"nobody here is called {asked!r}", _offered(snapshot, name))


Fits = Callable[[str], bool]
Found = tuple[Mask, list[str]]


def _parts(words: str) -> set[str]:
    """Every run of whole words in a name."""
    split = words.casefold().split()
    return {" ".join(split[i:j]) for i in range(len(split)) for j in range(i + 1, len(split) + 1)}


def _source(ledger: Ledger, snapshot: Snapshot, name: str, fits: Fits) -> Found:
    """What a source says or passed on, by its name, an alias or its office."""
    whom = {of: f"source {word}" for of, word in snapshot.names.items() if fits(word)}
    offices = {of: f"source {word}" for of, word in snapshot.offices.items() if fits(word)}
    parties = {token(party): "" for (party,) in ledger._all(PARTIES, (name,) * PARTIES.count("?"))}
    said_by, (passed, roles) = snapshot.said_by, snapshot.passing
    known = _in(said_by["party"], parties)
    mask = _in(said_by["name"], whom) | known | _in(said_by["role"], offices)
    through = _in(roles["party"], parties) | _in(roles["name"], _passing(snapshot, fits))
    mask[passed[through]] = True
    aliased = [f"source {snapshot.word(of)}" for of in np.unique(said_by["name"][known]).tolist()]
    others = [f"source {snapshot.word(of)}" for of in np.unique(roles["name"][through]).tolist()]
    return mask, sorted({*whom.values(), *offices.values(), *aliased, *others})


def _passing(snapshot: Snapshot, fits: Fits) -> dict[int, str]:
    """The names of those who pass a word on, by their tokens."""
    return {of: word for of, word in snapshot.words(snapshot.passing[1]["name"]).items() if fits(word)}


def _outlet(ledger: Ledger, snapshot: Snapshot, name: str, fits: Fits) -> Found:
    """What an outlet printed, and the copies of it."""
    return _of_articles(snapshot, "outlet", snapshot.publishers, fits)


def _agency(ledger: Ledger, snapshot: Snapshot, name: str, fits: Fits) -> Found:
    """What carries an agency's tag, and the copies of it."""
    return _of_articles(snapshot, "agency", snapshot.agencies, fits)


def _of_articles(snapshot: Snapshot, kind: str, called: Mapping[int, str], fits: Fits) -> Found:
    """What the articles of those so called tell, and the copies of it."""
    found = {number: word for number, word in called.items() if fits(word)}
    articles = np.isin(snapshot.state.told[kind], np.fromiter(found, np.int64, len(found)))
    return _texts(snapshot, articles), [f"{kind} {word}" for word in sorted(set(found.values()))]


def _country(ledger: Ledger, snapshot: Snapshot, name: str, fits: Fits) -> Found:
    """What all sources of a country say."""
    codes = {code for (code,) in ledger._all(COUNTRIES, (name,) * COUNTRIES.count("?")) if code and fits(name)}
    mask = _in(snapshot.said_by["country"], [country(code) for code in sorted(codes)])
    return mask, [f"all sources of {code}" for code in sorted(codes)] if mask.any() else []


def _texts(snapshot: Snapshot, articles: Mask) -> Mask:
    """The claims in these articles and in those whose text goes back to one of them."""
    rests: Mask = (articles | articles[snapshot.root])[snapshot.article]
    return rests


def _in(column: Column, tokens: Collection[int]) -> Mask:
    """Where one of a few tokens stands."""
    if not tokens:
        return np.zeros(len(column), np.bool_)
    return np.isin(column, np.fromiter(tokens, column.dtype, len(tokens)))


FINDERS = {"source": _source, "outlet": _outlet, "agency": _agency, "country": _country}


def _with_what_is_within(snapshot: Snapshot, mask: Mask) -> Mask:
    """These claims, and those that are only told within one of them."""
    rows, holders = snapshot.within
    while True:
        more = rows[mask[holders] & ~mask[rows]]
        if not len(more):
            return mask
        mask[more] = True


def _offered(snapshot: Snapshot, name: str) -> str:
    """The names that are nearest to one that nobody has."""
    outlets = (*snapshot.publishers.values(), *snapshot.agencies.values())
    names = {word.casefold(): word for word in (*snapshot.names.values(), *snapshot.offices.values(), *outlets)}
    parts = {part: word for word in names.values() for part in word.casefold().split()}
    near = [names[n] for n in get_close_matches(name, sorted(names), NEAR)] + [
        parts[n] for n in get_close_matches(name, sorted(parts), NEAR)
    ]
    if not near:
        return "sayso dossier lists who says what"
    return f"did you mean {' or '.join(repr(word) for word in dict.fromkeys(near[:NEAR]))}?"


# Both side by side


@dataclass(frozen=True, slots=True)
class Support:
    """How much stands behind something."""

    claims: int = 0
    origins: int = 0
    outlets: int = 0


@dataclass(frozen=True, slots=True)
class Weighed:
    """A point with what stood behind it and what still does."""

    id: str
    title: str  # the words of its first claim
    claims: tuple[str, ...]  # ids of the first of its claims, earliest first
    before: Support
    after: Support


@dataclass(frozen=True, slots=True)
class Vanished:
    """A dispute of which no two sides are left."""

    sides: tuple[tuple[str, tuple[str, ...]], ...]  # "says so", "says not", "says otherwise", with ids of the claims
    left: tuple[str, ...]  # the claims that still stand, unopposed now


@dataclass(frozen=True, slots=True)
class Counted:
    """The figures for one thing: how many, and from where to where they reach; None where one is open."""

    figures: int = 0
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The figures for one thing, before and after."""

    what: str
    unit: str
    claims: tuple[str, ...]  # ids of the claims that give the figures which do not stand, or are new
    before: Counted
    after: Counted


@dataclass(frozen=True, slots=True)
class Totals:
    claims: int
    articles: int
    points: int
    disputes: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a ledger amounts to as it is, and without somebody or as of a day."""

    left_out: tuple[LeftOut, ...]
    as_of: str
    later: int
    undated: int
    unsure: int
    before: Totals
    after: Totals
    lost: Shown[Weighed]  # points that nobody else speaks of
    alone: Shown[Weighed]  # points of which one origin is left
    weaker: Shown[Weighed]  # points with fewer origins than before, but several
    stood: Shown[Weighed]  # points that stood then and do not now: told in versions that were edited since
    vanished: Shown[Vanished]
    narrowed: Shown[Narrowed]


CLAIMS = 8  # ids told of one point


def compare(ledger: Ledger, *, without: Iterable[str] = (), as_of: str | None = None, most: int = MOST) -> Comparison:
    """What stands as it is and what stands without somebody, or stood as of a day, side by side."""
    kept = keep(ledger, without=without, as_of=as_of)
    whole, left = kept.view.snapshot.everything, kept.view
    before, after = support(whole.by_point), support(left.by_point)
    fewer = {point: support for point, support in before.items() if after.get(point, Support()).origins < support.origins}
    lost = [point for point in before if point not in after]
    alone = [point for point in fewer if point in after and after[point].origins == 1]
    weaker = [point for point in fewer if point in after and after[point].origins > 1]
    stood = [point for point in after if point not in before]

    def weighed(points: list[int], view: View) -> Shown[Weighed]:
        ordered = sorted(points, key=lambda point: _weight(before.get(point) or after[point]))[:most]
        return Shown(tuple(_weighed(ledger, view, ordered, before, after)), len(points))

    vanished, disputes = _vanished(whole, left)
    places = _narrowed(whole, left)
    narrowed = tuple(narrowing(whole, left, place, other) for place, other in places[:most])
    return Comparison(
        kept.left_out, kept.as_of, kept.later, kept.undated, kept.unsure, _totals(whole, len(whole.disputes())), _totals(left, disputes),
        weighed(lost, whole), weighed(alone, whole), weighed(weaker, whole), weighed(stood, left),
        Shown(tuple(vanished[:most]), len(vanished)), Shown(narrowed, len(places)),
    )  # fmt: skip


def _weight(support: Support) -> tuple[int, int, int]:
    return -support.origins, -support.outlets, -support.claims


def _totals(view: View, disputes: int) -> Totals:
    return Totals(len(view), len(np.unique(view.snapshot.article[view.rows])), view.by_point.count, disputes)


def support(points: Gathered) -> dict[int, Support]:
    """What stands behind each point, in the order in which they were first told."""
    order = np.argsort(points.first, kind="stable")
    columns = (points.codes, points.sizes, points.origins, points.outlets)
    return {point: Support(*counts) for point, *counts in zip(*(column[order].tolist() for column in columns), strict=True)}


def _weighed(ledger: Ledger, view: View, points: Sequence[int], before: dict[int, Support], after: dict[int, Support]) -> Iterator[Weighed]:
    groups = view.by_point.groups(np.searchsorted(view.by_point.codes, np.array(points, np.int64)), named=True)
    titles = titles_of(ledger, view.snapshot, groups)
    for point, group, title in zip(points, groups, titles, strict=True):
        yield Weighed(group.id, title, view.claim_ids(group.rows[:CLAIMS]), before.get(point, Support()), after.get(point, Support()))


def titles_of(ledger: Ledger, snapshot: Snapshot, groups: Iterable[Group]) -> list[str]:
    """The words of the first claim of each group."""
    numbers = [int(snapshot.claims["number"][group.first]) for group in groups]
    contents = ledger.contents(numbers)
    return [contents.get(number, "") for number in numbers]


def _vanished(whole: View, left: View) -> tuple[list[Vanished], int]:
    """The disputes of which no opposed claims are left, and how many disputes there are then."""
    disputes = whole.disputes()
    left_over = set(disputes.among(left.disputed).tolist())
    gone = [disputes[place] for place in range(len(disputes)) if place not in left_over]
    found = [
        Vanished(
            tuple((name, whole.claim_ids(rows)) for name, rows in sides(whole.snapshot, opposed)),
            left.claim_ids(opposed.rows[left.mask[opposed.rows]]),
        )
        for opposed in gone
    ]
    return found, len(left.disputes())


def sides(snapshot: Snapshot, opposed: Opposed) -> list[tuple[str, Rows]]:
    """Who says so and who says not; of those who differ in a figure, who says what first and who otherwise."""
    negative = snapshot.claims["polarity"][opposed.rows] == 1
    if negative.any() and not negative.all():
        return [("says so", opposed.rows[~negative]), ("says not", opposed.rows[negative])]
    return [("says", opposed.rows[:1]), ("says otherwise", opposed.rows[1:])]


def _narrowed(whole: View, left: View) -> list[tuple[int, int]]:
    """The things counted of which some figures do not stand, those that lose most first: their places here and there, -1 for none."""
    was, now = whole.figures, left.figures
    at = places_in(was.keys, now.keys)
    lost = was.sizes - np.where(at >= 0, now.sizes[at] if len(now.sizes) else 0, 0)
    chosen = np.flatnonzero((lost > 0) & was.several)
    ordered = chosen[np.lexsort((was.begun[chosen], -lost[chosen]))].tolist()
    return [(place, int(at[place])) for place in ordered]


def places_in(keys: Column, others: Column) -> Rows:
    """Where each key stands among others, which are in order; -1 where it does not."""
    if not len(others):
        return np.full(len(keys), -1)
    at = np.minimum(np.searchsorted(others, keys), len(others) - 1)
    return np.where(others[at] == keys, at, -1)


def narrowing(whole: View, left: View, place: int, other: int) -> Narrowed:
    """The figures for one thing in two views, and the claims that give those which are not in the other."""
    snapshot, rows = whole.snapshot, whole.figures.rows(place)
    item = snapshot.items[int(whole.figures.series(place, 1).figures[0].events[0])]
    gone = whole.claim_ids(rows[~left.mask[rows]][:CLAIMS])
    before, after = reach(whole, place), reach(left, other)
    return Narrowed(snapshot.word(item["kind"]) or snapshot.word(item["name"]), snapshot.word(item["unit"]), gone, before, after)


def reach(view: View, place: int) -> Counted:
    """How many figures there are for a thing, and from where to where they reach."""
    if place < 0:
        return Counted()
    found = view.figures
    return Counted(int(found.sizes[place]), float(found.low[place]), float(found.high[place]))
