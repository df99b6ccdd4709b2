"""Promises of points: cells about one event stand together, for a reason that is told, whatever the order of reading."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from factory import Telling, make_reading, random_telling
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso import likeness, links
from sayso.claim import Claim, Reading
from sayso.ledger import Ledger, partners, points, recording
from sayso.ledger.points import RULED, Grouping
from sayso.ledger.shelves import DATED, FAR, NEAR, OUTLINE, TELLING, Change, Shelf, joinable, linkable, place
from sayso.likeness import Likeness, Side

DAYS = ["2024-10-18", "2024-10-18", "2024-10-19", "2024-11-02", "2024-12-09", ""]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "a.db") as ledger:
        yield ledger


# One event, told more and less fully

FULL = Telling("Ana Ruiz", number=600)
WITHOUT_RECIPIENT = Telling("Ben Okoro", recipient=None, number=600)
ELSEWHERE = Telling("Carla Lund", type="strike", agent=("Peru", "PE"), recipient=("Chile", "CL"), item=None)


def record(ledger: Ledger, *told: Telling) -> list[Claim]:
    """Each telling in an article of its own, a day after the other; the claims as the ledger tells them."""
    for day, one in enumerate(told, 1):
        ledger.record(make_reading(one, published=f"2024-10-{day:02}"))
    return list(ledger.claims())


def joining(*pairs: tuple[str, str]) -> Callable[[likeness.Side, likeness.Side], Likeness | None]:
    """A likeness by which the claims of these pairs of speakers are about one event."""

    def same_event(a: likeness.Side, b: likeness.Side) -> Likeness | None:
        names = {a.claim.source.name, b.claim.source.name}
        return next((Likeness(0.9 - n / 10, (f"pair {n}",)) for n, pair in enumerate(pairs) if names == set(pair)), None)

    return same_event


@pytest.fixture
def joined_by(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the claims of these pairs of speakers be about one event, and every claim be compared with every other."""

    def set_likeness(*pairs: tuple[str, str]) -> None:
        monkeypatch.setattr(likeness, "same_event", joining(*pairs))
        monkeypatch.setattr(likeness, "block_keys", lambda claim, told: ("all",))
        monkeypatch.setattr(points, "CROWDED", 100)

    return set_likeness


def test_what_is_told_without_a_recipient_is_about_the_same_point(ledger: Ledger) -> None:
    one, other = record(ledger, FULL, WITHOUT_RECIPIENT)

    assert one.point == other.point == likeness.point_id(one)
    assert likeness.point_id(other) != one.point


def test_another_event_is_another_point(ledger: Ledger) -> None:
    one, other = record(ledger, FULL, ELSEWHERE)

    assert one.point != other.point


def test_a_point_says_why_each_of_its_cells_is_there(ledger: Ledger) -> None:
    one, other = record(ledger, FULL, WITHOUT_RECIPIENT)
    first, second = ledger.members(one.point)

    assert (first.claim, first.score, first.reason) == (one.id, 1.0, "the earliest")
    assert second.claim == other.id
    assert 0 < second.score <= 1
    assert "deploy" in second.reason


def test_a_chain_of_half_likenesses_draws_nothing_in(ledger: Ledger, joined_by: Callable[..., None]) -> None:
    joined_by(("Ana", "Ben"), ("Ben", "Eva"))
    tellings = [Telling(name, item=(thing, thing)) for name, thing in (("Ana", "tanks"), ("Ben", "drones"), ("Eva", "rifles"))]
    ana, ben, eva = record(ledger, *tellings)

    assert ana.point == ben.point
    assert eva.point == likeness.point_id(eva)


def test_a_cell_stands_with_the_one_it_fits_best(ledger: Ledger, joined_by: Callable[..., None]) -> None:
    joined_by(("Ben", "Eva"), ("Ana", "Eva"))
    tellings = [Telling(name, item=(thing, thing)) for name, thing in (("Ana", "tanks"), ("Ben", "drones"), ("Eva", "rifles"))]
    ana, ben, eva = record(ledger, *tellings)

    assert eva.point == ben.point != ana.point


def verdict(ledger: Ledger, one: Claim, other: Claim, said: str) -> Grouping:
    """The points once a person has ruled on the cells of two claims."""
    cells = sorted((likeness.point_id(one), likeness.point_id(other)))
    ledger._db.execute("INSERT INTO verdicts VALUES (?, ?, ?, 'ruling-1-x')", (*cells, said))
    return ledger.grouping()


def test_what_a_person_ruled_to_be_the_same_stands_together(ledger: Ledger) -> None:
    one, other = record(ledger, FULL, ELSEWHERE)
    grouping = verdict(ledger, one, other, "same")

    assert grouping.points[likeness.point_id(other)] == likeness.point_id(one)
    assert grouping.members[likeness.point_id(one)][1].score == RULED


def test_what_a_person_ruled_to_be_different_stands_apart(ledger: Ledger) -> None:
    one, other = record(ledger, FULL, WITHOUT_RECIPIENT)

    assert verdict(ledger, one, other, "different").points == {}


def test_a_ruling_of_sameness_takes_along_who_stands_with_the_other(ledger: Ledger) -> None:
    one, fuller, less = record(ledger, ELSEWHERE, FULL, WITHOUT_RECIPIENT)
    grouping = verdict(ledger, one, fuller, "same")

    assert {grouping.points[likeness.point_id(claim)] for claim in (one, fuller, less)} == {likeness.point_id(one)}


# Order


@st.composite
def steps(draw: st.DrawFn) -> list[tuple[str, Reading]]:
    """Readings and forgettings in some order: of new articles, of known ones by another engine, and of versions of one address."""
    random = Random(draw(st.integers(0, 10**6)))
    found: list[tuple[str, Reading]] = []
    for number in range(draw(st.integers(2, 8))):
        told = [random_telling(random, story=random.random() < 0.5) for _ in range(random.randint(1, 4))]
        told = [replace(one, recipient=None) if random.random() < 0.4 else one for one in told]
        reading = make_reading(*told, published=random.choice(DAYS), path=f"{number}.txt", publisher=f"Outlet {number % 3}")
        found.append(("read", reading))
        if random.random() < 0.4:
            found.append(("forget", random.choice(found)[1]))
        if random.random() < 0.4:
            known = random.choice(found)[1]
            found.append(("read", replace(known, claims=known.claims[: random.randint(0, len(known.claims))])))
    return found


def followed(path: Path, readings: list[tuple[str, Reading]], at_once: int = 1) -> dict[str, object]:
    """What a ledger holds after these steps, so many readings in a transaction."""
    path.unlink(missing_ok=True)
    with Ledger(path) as ledger:
        waiting: list[tuple[Reading, bytes]] = []
        for number, (step, reading) in enumerate(readings):
            if step == "read":
                waiting.append((reading, b""))
            if step == "forget" or len(waiting) >= at_once:
                for one in waiting:
                    ledger.record_all([one], engine=f"engine {number}") if at_once == 1 else None
                if at_once > 1 and waiting:
                    ledger.record_all(waiting, engine="engine")
                waiting = []
            if step == "forget" and any(a.id == reading.article.id for a in ledger.articles(current=False)):
                ledger.forget(reading.article.id)
        if waiting:
            ledger.record_all(waiting, engine="engine")
        return told(ledger)


def told(ledger: Ledger) -> dict[str, object]:
    """All that hangs together in a ledger."""
    db = ledger._db
    return {
        "claims": list(ledger.claims()),
        "links": ledger.links(),
        "copies": ledger.copies(),
        "points": list(ledger.points()),
        "together": ledger.grouping(),
        "joins": db.execute("SELECT * FROM joins ORDER BY one, other").fetchall(),
        "keys": db.execute("SELECT key, place FROM keys ORDER BY key, place").fetchall(),
        "blocks": db.execute("SELECT key, place FROM blocks ORDER BY key, place").fetchall(),
        "cells": db.execute("SELECT cell, place FROM cells ORDER BY cell").fetchall(),
    }


def left(readings: list[tuple[str, Reading]]) -> list[tuple[str, Reading]]:
    """The readings that the steps come down to."""
    last: dict[str, Reading] = {}
    for step, reading in readings:
        last.pop(reading.article.id, None)
        if step == "read":
            last[reading.article.id] = reading
    return [("read", reading) for reading in last.values()]


@pytest.mark.parametrize("crowded", [2, 32])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(readings=steps(), seed=st.integers(0, 1000))
def test_readings_and_forgettings_leave_what_a_fresh_ledger_would_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, crowded: int, readings: list[tuple[str, Reading]], seed: int
) -> None:
    monkeypatch.setattr(partners, "CROWDED", crowded)
    monkeypatch.setattr(points, "CROWDED", min(crowded, points.CROWDED))
    once = left(readings)
    Random(seed).shuffle(once)

    assert followed(tmp_path / "1.db", readings) == followed(tmp_path / "2.db", once)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(readings=steps(), at_once=st.integers(2, 9))
def test_readings_in_one_transaction_leave_the_same_as_one_by_one(
    tmp_path: Path, readings: list[tuple[str, Reading]], at_once: int
) -> None:
    once = left(readings)

    assert followed(tmp_path / "1.db", once, at_once) == followed(tmp_path / "2.db", once)


# Linking again


def test_a_ledger_that_other_rules_linked_is_linked_again_by_the_next_writing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    record(ledger, FULL, WITHOUT_RECIPIENT, ELSEWHERE)
    before = told(ledger)
    ledger._db.execute("DELETE FROM joins")
    ledger._db.execute("DELETE FROM links")
    ledger._db.execute("UPDATE meta SET value = 'older rules'")
    assert ledger.outdated
    ledger.record(make_reading(FULL, published="2024-10-01"))

    assert not ledger.outdated
    assert told(ledger) == before


def test_an_interrupted_linking_is_gone_on_with(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    record(ledger, FULL, WITHOUT_RECIPIENT, ELSEWHERE)
    before = told(ledger)
    ledger._db.execute("UPDATE meta SET value = 'older rules'")
    monkeypatch.setattr(recording, "RELINKED_AT_ONCE", 1)
    seen: list[tuple[int, int]] = []

    def interrupt(done: int, total: int) -> None:
        seen.append((done, total))
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ledger.relink(interrupt)
    assert ledger.outdated
    ledger.relink(lambda done, total: seen.append((done, total)))

    assert seen == [(1, 3), (2, 3), (3, 3), (3, 3)]
    assert told(ledger) == before


def test_a_failing_batch_leaves_no_trace(ledger: Ledger) -> None:
    record(ledger, FULL)
    before = told(ledger)
    faulty = make_reading(ELSEWHERE)
    with pytest.raises(AttributeError):
        ledger.record_all([(make_reading(WITHOUT_RECIPIENT), b""), (replace(faulty, claims=(None,)), b"")])  # type: ignore[arg-type]

    assert told(ledger) == before


# Shelves


def tables_of_a_shelf() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE keys (key, place, claim, telling, PRIMARY KEY (key, place))")
    db.execute("CREATE TABLE keys_of (claim INTEGER PRIMARY KEY, place, keys)")
    return db


@settings(max_examples=60, deadline=None)
@given(days=st.lists(st.integers(1, 28), min_size=1, max_size=12, unique=True), gone=st.sets(st.integers(0, 11)), crowded=st.integers(1, 6))
def test_who_is_compared_depends_on_the_rows_alone(days: list[int], gone: set[int], crowded: int) -> None:
    db = tables_of_a_shelf()
    shelf, change = Shelf(db, "keys", crowded, 1), Change(linkable)
    for number, day in enumerate(days):
        shelf.add({7: 1}, bytes([day]), number, change)
    for number in sorted(gone & set(range(len(days)))):
        shelf.take(number, change)
    line = sorted((day, number) for number, day in enumerate(days) if number not in gone)

    for here, (_, one) in enumerate(line):
        for there, (_, other) in enumerate(line):
            if here != there:
                expected = NEAR if abs(here - there) == 1 else FAR if len(line) <= crowded else None
                assert shelf.scope(one, other) == expected


@pytest.mark.parametrize(("noted", "compared"), [(TELLING, False), (TELLING | DATED, True)])
def test_who_is_published_a_year_apart_is_only_compared_where_both_date_what_they_tell(noted: int, compared: bool) -> None:
    db = tables_of_a_shelf()
    shelf, change = Shelf(db, "keys", 6, 1), Change(joinable)
    for number, (name, day) in enumerate((("Ana", "2023-10-18"), ("Ben", "2024-10-18"))):
        claim = make_reading(Telling(name), published=day).claims[0]
        shelf.add({7: noted}, place(claim), number, change)

    assert ((1, 0) in change.wanted) == compared


def test_who_deploys_for_other_countries_is_not_compared_where_only_points_are_sought() -> None:
    db = tables_of_a_shelf()
    shelf, change = Shelf(db, "keys", 6, 1), Change(joinable)
    for number, agent in enumerate((("Peru", "PE"), ("Mali", "ML"), ("Mali", "ML"))):
        claim = make_reading(Telling(agent=agent), published=f"2024-10-1{number}").claims[0]
        outline = likeness.outline(likeness.frames(claim))
        shelf.add({7: TELLING | outline << OUTLINE}, place(claim), number, change)

    assert list(change.wanted) == [(2, 1)]


def test_what_outlines_tell_apart_is_never_one_event() -> None:
    """Over all types and parties by which claims could come to be compared."""
    random = Random(3)
    sides = [Side(make_reading(random_telling(random)).claims[0]) for _ in range(60)]
    apart = [(a, b) for a in sides for b in sides if not likeness.outlines_fit(likeness.outline(a.frames), likeness.outline(b.frames))]

    assert apart
    assert not [pair for pair in apart if likeness.likeness(*pair)]


def test_places_sort_claims_as_their_ranks_do() -> None:
    random = Random(1)
    readings = [make_reading(*[random_telling(random) for _ in range(3)], published=day) for day in DAYS * 3]
    claims = [claim for reading in readings for claim in reading.claims]

    assert sorted(claims, key=place) == sorted(claims, key=likeness.rank)


# What is left out of the comparing


def told_variously() -> list[Claim]:
    """One event told in all the ways by which claims come to be in dispute, and on days near and far."""
    ways = [
        Telling(),
        Telling("Ben Okoro", polarity="negative"),
        Telling("Carla Lund", polarity="negative", stance="denies"),
        Telling("Dan Mensah", stance="cannot confirm", certainty="uncommitted"),
        Telling("Eva Toft", number=600),
        Telling("Femi Quist", number=3000),
    ]
    days = ["2024-02-28", "2024-03-01", "2024-03-02", "2024-06-30", "2024-07-01", "2025-01-15", ""]
    return [make_reading(told, published=day, path=f"{n} {day}").claims[0] for n, told in enumerate(ways) for day in days]


def test_no_two_claims_are_left_uncompared_that_would_be_in_dispute() -> None:
    sides = [partners.Placed(claim) for claim in told_variously()]
    rows = [(side.at, n, next(iter(side.shelved.values())), 0) for n, side in enumerate(sides)]
    disputed, left_out = set(), set()
    for one, other in combinations(range(len(sides)), 2):
        later, earlier = sorted((sides[one], sides[other]), key=lambda side: side.rank, reverse=True)
        pairs = links.comparable(later, earlier)
        if pairs is not None and links.dispute(later, earlier, pairs):
            disputed.add((one, other))
        if not linkable(rows[one], rows[other], FAR):
            left_out.add((one, other))

    assert disputed and left_out
    assert disputed & left_out == set()
