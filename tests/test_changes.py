"""Promises of what changed between two moments, and of what no source says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from factory import Telling, make_reading
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_snapshot import drawn

from sayso.claim import Because, Reading, When
from sayso.errors import BadLedger, BadRequest
from sayso.ledger import Ledger, absence
from sayso.ledger.changes import changed, moment, runs
from sayso.ledger.standing import Support

SENT = Telling(number=600)
DENIED = Telling(speaker="Ben Okoro", speaker_country="GH", polarity="negative")
PAGE = "https://example.org/report"


@pytest.fixture
def ledger(tmp_path: Path):
    with Ledger(tmp_path / "a.db") as ledger:
        yield ledger


def hedged(reading: Reading, certainty: str, words: str) -> Reading:
    """The same article, whose claims are less certain because of some words in it."""
    at = reading.article.text.index(words)
    because = Because("certainty", words, (at, at + len(words)))
    return replace(reading, claims=tuple(replace(c, certainty=certainty, because=(*c.because, because)) for c in reading.claims))


# Between days


def test_points_that_were_first_told_from_a_day_on_are_new(ledger: Ledger) -> None:
    ledger.record(make_reading(SENT, published="2024-10-01"))
    ledger.record(make_reading(Telling(type="strike"), published="2024-10-02"))
    ledger.record(make_reading(Telling(type="combat"), published="2024-10-03"))
    found = changed(ledger, since="2024-10-02", until="2024-10-02")

    assert [point.title for point in found.points] == ["Kenya did strike soldiers to Haiti"]
    assert (found.since, found.until, found.articles) == ("2024-10-02", "2024-10-02", 1)


def test_points_gain_origins(ledger: Ledger) -> None:
    ledger.record(make_reading(SENT, published="2024-10-01"))
    ledger.record(make_reading(Telling(speaker="Carla Lund", number=600), published="2024-10-02"))
    (point,) = changed(ledger, since="2024-10-02").gained

    assert (point.before, point.after) == (Support(1, 1, 1), Support(2, 2, 1))


def test_a_new_dispute_and_one_that_somebody_joins_are_told_apart(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(), published="2024-10-01"))
    ledger.record(make_reading(DENIED, published="2024-10-02", publisher="Other Daily"))
    ledger.record(make_reading(replace(DENIED, speaker="Carla Lund"), published="2024-10-03", publisher="Third Daily"))
    (first,) = changed(ledger, since="2024-10-02", until="2024-10-02").disputes
    (then,) = changed(ledger, since="2024-10-03").disputes

    assert (first.new, [(side.name, len(side.claims), len(side.new)) for side in first.sides]) == (
        True,
        [("says so", 1, 0), ("says not", 1, 1)],
    )
    assert (then.new, [(side.name, len(side.claims), len(side.new)) for side in then.sides]) == (
        False,
        [("says so", 1, 0), ("says not", 2, 1)],
    )


def test_a_revised_figure_is_told_with_both_words(ledger: Ledger) -> None:
    ledger.record(make_reading(SENT, published="2024-10-01"))
    ledger.record(make_reading(Telling(number=1500), published="2024-10-09"))
    found = changed(ledger, since="2024-10-02")

    assert [revised.words for revised in found.revised] == [("1,500", "600")]
    assert [(f.what, f.before.high, f.after.high) for f in found.figures] == [("troops", 600.0, 1500.0)]


def test_undated_articles_are_said_to_be_left_out(ledger: Ledger) -> None:
    ledger.record(make_reading(SENT, published=""))
    found = changed(ledger, since="2024-10-01")

    assert (found.undated, bool(found)) == (1, False)


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("soon", None, "'soon' is not a date"),
        ("2024-10", "2024-09", "2024-09 lies before 2024-10"),
        (1, "2024", "one of the two moments is a run"),
    ],
)
def test_moments_that_make_no_sense_are_refused(ledger: Ledger, since, until, said: str) -> None:
    with pytest.raises(BadRequest, match=said):
        changed(ledger, since=since, until=until)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(numbers=st.lists(st.integers(0, 30), max_size=6, unique=True))
def test_from_the_beginning_on_every_dated_point_is_new(numbers, tmp_path_factory) -> None:
    with Ledger(tmp_path_factory.mktemp("ledger") / "a.db") as ledger:
        for number in numbers:
            ledger.record(drawn(number))
        found = changed(ledger, since="2020", most=1000)

        assert {point.id for point in found.points} == {point.id for point in ledger.points(as_of="2024-12-31")}
        assert (found.gained.total, found.lost.total, found.edited.total) == (0, 0, 0)


# Edited articles


def test_a_hedge_that_an_edit_took_away_is_quoted(ledger: Ledger) -> None:
    ledger.record(hedged(make_reading(SENT, published="2024-10-01", url=PAGE, opening="It may be so."), "possible", "may"))
    ledger.record(make_reading(SENT, published="2024-10-02", url=PAGE, opening="It is so."))
    (edited,) = changed(ledger, since="2024-10-02").edited
    (change,) = edited.reworded

    assert (change.field, change.before, change.after, change.direction) == ("certainty", "possible", "certain", "rose")
    assert (change.before_words, change.after_words) == (("may",), ())
    assert (edited.address, edited.dropped, edited.added) == (PAGE, (), ())


def test_a_word_of_saying_that_an_edit_changed_is_told(ledger: Ledger) -> None:
    ledger.record(make_reading(replace(SENT, stance="confirms"), published="2024-10-01", url=PAGE))
    ledger.record(make_reading(replace(SENT, stance="alleges"), published="2024-10-02", url=PAGE))
    ((change,),) = (edited.reworded for edited in changed(ledger, since="2024-10-02").edited)

    assert (change.field, change.before, change.after, change.direction) == ("stance", "confirms", "alleges", "changed")


def test_claims_that_an_edit_dropped_or_added_are_named(ledger: Ledger) -> None:
    ledger.record(make_reading(SENT, Telling(speaker="Dan Mensah", type="strike"), published="2024-10-01", url=PAGE))
    ledger.record(make_reading(SENT, Telling(speaker="Eva Quist", agent=("Peru", "PE"), type="train"), published="2024-10-02", url=PAGE))
    (edited,) = changed(ledger, since="2024-10-02").edited

    assert [ledger.claim(ident).source.name for ident in (*edited.dropped, *edited.added)] == ["Dan Mensah", "Eva Quist"]
    assert edited.reworded == ()


# Between runs


def test_the_last_run_is_compared_with_what_was_there_before(ledger: Ledger) -> None:
    ledger.begin_run(["first"], "made")
    ledger.record(make_reading(SENT))
    ledger.begin_run(["second"], "made")
    ledger.record(make_reading(Telling(type="strike"), published="2020-01-01"))

    assert [point.title for point in changed(ledger).points] == ["Kenya did strike soldiers to Haiti"]
    assert len(changed(ledger, since=1).points) == 2
    assert len(changed(ledger, since=1, until=1).points) == 1


def test_runs_tell_what_was_read_and_what_it_brought(ledger: Ledger) -> None:
    ledger.begin_run(["a", "b"], "made")
    ledger.record_all([(make_reading(SENT), b""), (make_reading(DENIED), b"")])

    assert [(run.number, run.engine, run.inputs, run.articles, run.claims) for run in runs(ledger)] == [(1, "made", ("a", "b"), 2, 2)]


def test_a_run_that_brings_nothing_leaves_no_trace(ledger: Ledger) -> None:
    ledger.begin_run(["a"], "made")
    ledger.record(make_reading(SENT))
    ledger.begin_run(["a"], "made")
    ledger.record(make_reading(SENT))

    assert len(runs(ledger)) == 1


def test_a_version_read_in_a_run_is_compared_with_the_one_before(ledger: Ledger) -> None:
    ledger.begin_run(["a"], "made")
    ledger.record(make_reading(SENT, url=PAGE))
    ledger.begin_run(["a"], "made")
    ledger.record(make_reading(replace(SENT, status="planned"), url=PAGE))
    ((change,),) = (edited.reworded for edited in changed(ledger).edited)

    assert (change.field, change.before, change.after) == ("status", "actual", "planned")


def test_a_transaction_that_fails_leaves_no_run_behind(ledger: Ledger) -> None:
    ledger.begin_run(["a"], "made")
    broken = replace(make_reading(SENT), claims=(*make_reading(SENT).claims, *make_reading(SENT).claims))
    with pytest.raises(BadLedger, match="UNIQUE"):
        ledger.record_all([(make_reading(DENIED), b""), (broken, b"")])
    ledger.record(make_reading(SENT))

    assert [(run.number, run.articles) for run in runs(ledger)] == [(1, 1)]


def test_a_run_that_never_was_is_refused(ledger: Ledger) -> None:
    with pytest.raises(BadRequest, match="nothing was ever read into this ledger by a run"):
        changed(ledger)
    ledger.begin_run(["a"], "made")
    ledger.record(make_reading(SENT))
    with pytest.raises(BadRequest, match="there was no run 7"):
        changed(ledger, since=7)


def test_nothing_that_is_exported_depends_on_runs(tmp_path: Path) -> None:
    def told(path: Path, *, by_run: bool) -> list[object]:
        with Ledger(path) as ledger:
            if by_run:
                ledger.begin_run(["x"], "made")
            ledger.record(make_reading(SENT))
            return [list(ledger.claims()), list(ledger.points()), ledger.counts()]

    assert told(tmp_path / "1.db", by_run=True) == told(tmp_path / "2.db", by_run=False)


def test_a_person_names_a_moment_as_a_day_or_a_run() -> None:
    assert [moment(words) for words in (None, "2024-11-01", "run 3", "Run:12")] == [None, "2024-11-01", 3, 12]


# What no source says


def missing(ledger: Ledger) -> list[str]:
    view = ledger.view()
    (found,) = absence.of_points(ledger, view, view.points()) or [None]
    return [one.what for one in found.missing] if found else []


def test_it_is_told_that_no_source_gives_a_figure_a_date_or_another_source(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(recipient=None)))
    view = ledger.view()
    (found,) = absence.of_points(ledger, view, view.points())

    assert [one.words for one in found.missing] == [
        "no source says how many soldiers",
        "no source dates it",
        "no source says where",
        "no one but Ana Ruiz says so",
        "only Example Daily prints it",
    ]
    assert found.claims == tuple(claim.id for claim in ledger.claims())


def test_what_some_source_says_is_not_missing(ledger: Ledger) -> None:
    dated = make_reading(SENT, publisher="First Daily")
    (claim,) = dated.claims
    (event,) = claim.events
    event = replace(event, when=When(event.trigger.text, event.trigger.span, "2024-10"))
    ledger.record(replace(dated, claims=(replace(claim, events=(event,)),)))
    ledger.record(make_reading(Telling(speaker="Carla Lund"), publisher="Second Daily"))

    assert missing(ledger) == []


def test_it_is_told_that_only_unnamed_sources_say_so(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(speaker="officials", speaker_kind="unnamed", number=600)))

    assert "named source" in missing(ledger)


def test_it_is_told_of_a_transfer_from_whom_nobody_says(ledger: Ledger) -> None:
    reading = make_reading(Telling(type="transfer", number=3))
    (claim,) = reading.claims
    ledger.record(replace(reading, claims=(replace(claim, events=(replace(claim.events[0], agent=()),)),)))
    view = ledger.view()
    (found,) = absence.of_legs(ledger, view, [leg.whole for leg in view.legs()])

    assert [one.what for one in found.missing] == ["date", "giver", "other source", "other outlet"]
