"""Promises of the snapshot: the ledger's claims as columns, brought up to date by what changed, and what they amount to."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from factory import STATES, Telling, make_reading, random_telling
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.claim import Reading, When
from sayso.ledger import Ledger, matters, origins
from sayso.ledger.keeper import Keeper
from sayso.ledger.snapshot import Snapshot
from sayso.ledger.view import Group

DAYS = ("2024-10-01", "2024-10-18", "2024-10-18", "2024-11", "2024-12-09", "")
SPEAKERS = ("person", "unnamed", "article")


@pytest.fixture
def ledger(tmp_path: Path):
    with Ledger(tmp_path / "a.db") as ledger:
        yield ledger


def drawn(number: int, *, version: int = 0) -> Reading:
    """An article of a few claims: the same number gives the same one, another version the same address with another text."""
    random = Random(number * 7 + version)
    told = [replace(random_telling(random, story=random.random() < 0.5), speaker_kind=random.choice(SPEAKERS)) for _ in range(4)]
    reading = make_reading(
        *told,
        published=random.choice(DAYS),
        path=f"{number}.txt",
        publisher=random.choice(("Daily A", "Daily B", "")),
        agency=random.choice(("", "", "Wire")),
        opening=f"Edition {version}." if version else "",
    )
    return replace(reading, claims=tuple(_varied(claim, random) for claim in reading.claims))


def _varied(claim, random: Random):
    """A claim some of whose events are dated, given in return for something, or only presupposed."""
    (event,) = claim.events
    event = replace(event, presupposed=random.random() < 0.1)
    if random.random() < 0.4:
        event = replace(event, when=When(event.trigger.text, event.trigger.span, random.choice(("2024-10-03", "2024-09", "../2024-10"))))
    if random.random() < 0.3:
        event = replace(event, in_exchange_for=replace(event, agent=(), recipient=(), in_exchange_for=None, when=None))
    stance = random.choice((claim.stance, "doubts", "promises"))
    return replace(claim, events=(event,), stance=stance, certainty=random.choice((claim.certainty, "uncommitted")))


def columns(snapshot: Snapshot) -> dict[str, object]:
    """Everything that a snapshot holds, whichever way it came to be."""
    state = snapshot.state
    return {
        "articles": [replace(told, teller=0, house=0, wire=0) for told in state.articles],
        "origins": parts(snapshot.origin.tolist()),
        "points": parts(snapshot.point.tolist()),
        "codes": {name: parts(codes.tolist()) for name, codes in state.codes.items()},
        "outlets": parts(state.told["outlet"].tolist()),
        "tables": [(table.rows.tobytes(), table.starts.tolist()) for table in state.tables],
        "words": state.words,
        "rejected": state.rejected,
        "links": sorted(map(tuple, state.links.tolist())),
        "whence": state.whence,
        "joined": state.joined,
    }


def parts(codes: list[int]) -> list[int]:
    """Numbers that only tell which rows have one code: that of the first such row."""
    return [codes.index(code) for code in codes]


def built_fresh(ledger: Ledger) -> Snapshot:
    return Keeper().snapshot(ledger._db)


def ids(ledger: Ledger, group: Group) -> list[str]:
    return list(ledger.snapshot().claim_ids(group.rows))


# Brought up to date


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(st.tuples(st.sampled_from(["record", "forget", "version", "engine"]), st.integers(0, 5), st.booleans()), max_size=12))
def test_after_any_deeds_a_snapshot_is_what_one_built_fresh_would_be(deeds, tmp_path_factory) -> None:
    with Ledger(tmp_path_factory.mktemp("ledger") / "a.db") as ledger:
        for deed, number, looked_at in deeds:
            reading = drawn(number, version=1 if deed == "version" else 0)
            known = ledger.knows(reading.article.id, "made")
            if deed == "forget" and known:
                ledger.forget(reading.article.id)
            elif deed == "engine" and known:
                ledger.record(replace(reading, claims=reading.claims[1:]), engine="other")
            elif deed != "forget":
                ledger.record(reading)
            if looked_at:
                ledger.snapshot()

        assert columns(ledger.snapshot()) == columns(built_fresh(ledger))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pairs=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.sampled_from((0.6, 0.7, 0.9))), max_size=10),
    parted=st.lists(st.integers(0, 9), max_size=4),
    forgotten=st.sets(st.integers(0, 7), max_size=2),
)
def test_cells_that_hang_together_are_grouped_again_as_all_are_at_once(pairs, parted, forgotten, tmp_path_factory) -> None:
    with Ledger(tmp_path_factory.mktemp("ledger") / "a.db") as ledger:
        told = [
            make_reading(Telling(type="meet", agent=state, recipient=None), published=f"2024-10-{n + 1:02}")
            for n, state in enumerate(STATES)
        ]
        ledger.record_all([(reading, b"") for reading in told])
        cells = [claim.point for claim in ledger.claims()]
        for one, other, score in pairs:
            if one < other:
                ledger._db.execute("INSERT OR REPLACE INTO joins VALUES (?, ?, ?, '')", (cells[one], cells[other], score))
            ledger.snapshot()
        for place in parted:
            one, other, _ = pairs[place % len(pairs)] if pairs else (0, 0, 0)
            ledger._db.execute("DELETE FROM joins WHERE one = ? AND other = ?", (cells[one], cells[other]))
            ledger.snapshot()
        for place in forgotten:
            ledger.forget(told[place].article.id)

        assert columns(ledger.snapshot()) == columns(built_fresh(ledger))


def test_as_long_as_nothing_is_written_it_is_the_same_snapshot(ledger: Ledger) -> None:
    ledger.record(drawn(1))

    assert ledger.snapshot() is ledger.snapshot()


def test_what_another_process_writes_is_seen(ledger: Ledger) -> None:
    ledger.record(drawn(1))
    before = ledger.snapshot()
    with Ledger(ledger.path) as other:
        other.record(drawn(2))

    assert (len(before), len(ledger.snapshot())) == (4, 8)


def test_two_who_have_one_file_open_share_a_snapshot(ledger: Ledger) -> None:
    ledger.record(drawn(1))
    with Ledger(ledger.path, readonly=True) as other:
        assert other.snapshot() is ledger.snapshot()


def test_readers_beside_a_writer_always_see_whole_articles(ledger: Ledger) -> None:
    seen: list[int] = []
    stop = threading.Event()

    def read() -> None:
        with Ledger(ledger.path, readonly=True) as mine:
            while not stop.is_set():
                view = mine.snapshot().everything
                seen.append(sum(len(group) for group in view.points()))

    readers = [threading.Thread(target=read) for _ in range(3)]
    ledger.record(drawn(0))
    for reader in readers:
        reader.start()
    for number in range(1, 12):
        ledger.record(drawn(number))
    stop.set()
    for reader in readers:
        reader.join()

    assert seen and {number % 4 for number in seen} == {0}


def test_a_ledger_of_before_gets_its_columns_when_it_is_opened(ledger: Ledger) -> None:
    ledger.record(drawn(1))
    whole = columns(ledger.snapshot())
    ledger._db.execute("DELETE FROM columns")
    with Ledger(ledger.path):
        pass

    assert ledger._db.execute("SELECT count(*) FROM columns").fetchone() == (1,)
    assert columns(built_fresh(ledger)) == whole


def test_columns_that_are_missing_are_made_from_the_records(ledger: Ledger) -> None:
    ledger.record(drawn(1))
    whole = columns(ledger.snapshot())
    ledger._db.execute("DELETE FROM columns")

    assert columns(built_fresh(ledger)) == whole


def test_a_record_that_is_altered_is_read_again(ledger: Ledger) -> None:
    ledger.record(drawn(1))
    ledger.snapshot()
    ledger._db.execute("UPDATE claims SET record = json_set(record, '$.certainty', 'possible')")

    assert set(ledger.snapshot().claims["certainty"].tolist()) == {2}


def test_nothing_can_be_written_into_a_snapshot(ledger: Ledger) -> None:
    ledger.record(drawn(1))

    with pytest.raises(ValueError, match="read-only"):
        ledger.snapshot().claims["certainty"][0] = 1


def test_an_empty_ledger_has_an_empty_snapshot(ledger: Ledger) -> None:
    view = ledger.snapshot().everything

    assert (len(view), view.points(), view.legs(), view.ties(), view.series(), view.moments(), view.voices(), list(view.disputes())) == (
        0, [], [], [], [], [], [], [],
    )  # fmt: skip


# Rows


def test_rows_are_in_the_order_of_the_ledger(ledger: Ledger) -> None:
    for number in range(8):
        ledger.record(drawn(number))
    ledger.record(drawn(3, version=1))

    assert ledger.snapshot().everything.claim_ids() == tuple(claim.id for claim in ledger.claims())


def test_a_claim_is_found_by_its_id(ledger: Ledger) -> None:
    ledger.record(drawn(1))
    snapshot = ledger.snapshot()

    assert [snapshot.row(claim.id) for claim in ledger.claims()] == [0, 1, 2, 3]
    assert snapshot.row("claim-1-00000000000000000000") == -1


def test_words_stand_behind_tokens(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(speaker="Ana Ruiz")))
    snapshot = ledger.snapshot()

    assert snapshot.word(snapshot.claims["name"][0]) == "Ana Ruiz"
    assert snapshot.word(0) == ""


# What the claims amount to, against one pass over all of them


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    with Ledger(tmp_path_factory.mktemp("story") / "a.db") as ledger:
        for number in range(60):
            ledger.record(drawn(number))
        yield ledger


def groups(story: Ledger, keys) -> dict[object, list[str]]:
    """The ids of the claims that `keys` puts under one key, earliest first, each once, by one pass over all claims."""
    found: dict[object, dict[str, None]] = {}
    for claim in story.claims():
        for key in keys(claim):
            found.setdefault(key, {})[claim.id] = None
    return {key: list(ids) for key, ids in found.items()}


def told(claim):
    """The events that a claim tells of as such."""
    return [event for event in claim.events if not event.presupposed]


def test_legs_are_those_that_one_pass_over_the_claims_finds(story: Ledger) -> None:
    passed = groups(story, lambda c: [key for e in told(c) for _, (key, _, _) in matters.legs(c, e) if key])
    standings = groups(story, lambda c: [(key, how) for e in told(c) for _, (key, _, how) in matters.legs(c, e) if key])
    legs = story.snapshot().everything.legs()

    assert sorted(ids(story, leg.whole) for leg in legs) == sorted(passed.values())
    assert sorted(ids(story, group) for leg in legs for _, group in leg.tellings) == sorted(standings.values())
    assert sorted(name for leg in legs for name, _ in leg.tellings) == sorted(how for _, how in standings)


def test_ties_of_two_sides_are_those_that_one_pass_finds(story: Ledger) -> None:
    passed = groups(story, lambda c: [pair for e in told(c) for _, (_, pair, _) in matters.legs(c, e) if pair])

    assert sorted(ids(story, tie) for _, tie in story.snapshot().everything.ties()) == sorted(passed.values())
    assert passed


def test_moments_are_those_that_one_pass_finds(story: Ledger) -> None:
    passed = groups(story, lambda c: [(e.when.edtf, e.type) for e in told(c) if e.when])

    assert sorted(ids(story, moment) for moment in story.snapshot().everything.moments()) == sorted(passed.values())


def test_certainties_of_a_group_are_those_of_its_claims_firmest_first(story: Ledger) -> None:
    order = ("certain", "probable", "possible", "uncommitted")
    for point in story.snapshot().everything.points():
        there = {story.claim(ident).certainty for ident in ids(story, point)}

        assert point.certainties == tuple(one for one in order if one in there)


def test_moments_come_in_order_of_time(story: Ledger) -> None:
    snapshot = story.snapshot()
    told = snapshot.events[[int(moment.events[0]) for moment in snapshot.everything.moments()]]

    assert list(dict.fromkeys(snapshot.word(when) for when in told["when"])) == ["2024-09", "2024-10-03", "../2024-10"]


def test_voices_are_those_that_one_pass_finds_persons_first_then_who_says_most(story: Ledger) -> None:
    passed = groups(story, lambda c: [(c.source.kind in ("unnamed", "article"), matters.voice_key(c))])
    order = [claim.id for claim in story.claims()]

    assert [ids(story, voice) for voice in story.snapshot().everything.voices()] == [
        found for _, found in sorted(passed.items(), key=lambda kv: (kv[0][0], -len(kv[1]), order.index(kv[1][0])))
    ]


def test_figures_are_those_that_one_pass_finds(story: Ledger) -> None:
    def figures(claim):
        for event in told(claim):
            for part in (event, *((event.in_exchange_for,) if event.in_exchange_for else ())):
                for q in (item.quantity for item in part.items if item.quantity):
                    yield (matters.series_key(part, part.items[0], q), q.low), matters.figure_key(claim, part, q)

    passed = groups(story, figures)
    several = {series for (series, low), _ in passed if len({other for (s, other), _ in passed if s == series}) > 1}
    found = story.snapshot().everything.series()
    assert len(found) == len(several)
    assert sorted(ids(story, figure) for series in found for figure in series.figures) == sorted(
        claims for ((series, _), _), claims in passed.items() if series in several
    )


def test_the_disputed_are_those_that_links_oppose(story: Ledger) -> None:
    disputed = {claim.id for claim in story.claims(disputed=True)}
    opposed = story.snapshot().everything.disputes()

    assert disputed and {ident for dispute in opposed for ident in story.snapshot().claim_ids(dispute.rows)} == disputed
    assert sum(len(dispute.rows) for dispute in opposed) == len(disputed)
    assert sum(len(dispute.links) for dispute in opposed) == len(story.links(kind="contradicts") + story.links(kind="denies"))


def test_things_and_parties_of_an_event_are_found(story: Ledger) -> None:
    snapshot = story.snapshot()
    for row in range(0, len(snapshot.events), 7):
        told, event = snapshot.events[row], story.claim(snapshot.claim_id(int(snapshot.claim_of_event[row]))).events[0]
        event = event.in_exchange_for if told["returned"] else event
        key = snapshot.event_keys[row]

        assert [snapshot.word(name) for name in snapshot.items[snapshot.item_keys == key]["name"]] == [item.name for item in event.items]
        assert [snapshot.word(name) for name in snapshot.roles[snapshot.role_keys == key]["name"]] == [
            role.name for role in (*event.agent, *event.recipient, *event.place, *event.via)
        ]


def test_points_come_best_supported_first_or_in_order_of_telling(story: Ledger) -> None:
    view = story.snapshot().everything
    weighty, told = view.points(), view.points(by="time")

    assert [group.first for group in told] == sorted(group.first for group in weighty)
    assert [-group.origins for group in weighty] == sorted(-group.origins for group in weighty)
    assert [group.id for group in view.points(limit=3, offset=2)] == [group.id for group in weighty[2:5]]


def test_origins_are_those_that_the_ledger_finds_for_each_claim(story: Ledger) -> None:
    snapshot = story.snapshot()
    roots = origins.roots(story._db)
    rows = snapshot.everything.rows.tolist()

    assert parts([snapshot.origin[row] for row in rows]) == parts([roots[snapshot.claim_id(row)].key for row in rows])
    assert len({root.key for root in roots.values()}) > 10


def test_points_hold_each_claim_once(story: Ledger) -> None:
    view = story.snapshot().everything

    assert np.array_equal(np.sort(np.concatenate([group.rows for group in view.points()])), view.rows)
