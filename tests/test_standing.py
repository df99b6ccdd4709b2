"""Promises of what stands without somebody, or stood as of a day."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from factory import Telling, make_reading
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_snapshot import drawn

from sayso.claim import Reading, Source
from sayso.errors import BadRequest
from sayso.ledger import Ledger
from sayso.ledger.standing import Support, Totals, compare, keep

SENT = Telling(number=600)
DENIED = Telling(speaker="Ben Okoro", speaker_country="GH", polarity="negative")


@pytest.fixture
def ledger(tmp_path: Path):
    with Ledger(tmp_path / "a.db") as ledger:
        yield ledger


def speakers(ledger: Ledger, *without: str, as_of: str | None = None) -> list[str]:
    return [claim.source.name for claim in ledger.claims(without=without, as_of=as_of)]


def through(reading: Reading, name: str) -> Reading:
    """The same article, whose claims were passed on by somebody."""
    via = Source("", None, name, "medium", True)
    return replace(reading, claims=tuple(replace(claim, via=(via,)) for claim in reading.claims))


# Without somebody


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(numbers=st.lists(st.integers(0, 30), max_size=8, unique=True))
def test_without_nobody_everything_stands_and_as_of_the_last_day_all_that_is_dated(numbers, tmp_path_factory) -> None:
    with Ledger(tmp_path_factory.mktemp("ledger") / "a.db") as ledger:
        for number in numbers:
            ledger.record(drawn(number))
        dated = [claim for claim in ledger.claims() if claim.article.published]

        assert list(ledger.points(without=())) == list(ledger.points())
        assert list(ledger.claims(as_of="2024-12-31")) == dated
        assert {ident for point in ledger.points(as_of="2024-12-31") for ident in point.claims} == {claim.id for claim in dated}


@pytest.mark.parametrize("name", ["Ana Ruiz", "ana  ruiz", "Ruiz", "source: Ana Ruiz", "country: Chile", "Chile"])
def test_a_source_is_left_out_by_name_part_alias_or_country(ledger: Ledger, name: str) -> None:
    ledger.record(make_reading(Telling(agent=("Chile", "CL")), DENIED))

    assert speakers(ledger, name) == ["Ben Okoro"]


def test_a_whole_name_is_not_widened_to_those_of_which_it_is_a_part(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(speaker="Ana"), Telling(speaker="Ana Ruiz", type="transfer")))

    assert speakers(ledger, "Ana") == ["Ana Ruiz"]


def test_an_outlet_is_left_out_with_the_copies_of_what_it_printed(ledger: Ledger) -> None:
    told = [Telling(speaker=f"Speaker {n}", type=kind) for n, kind in enumerate(("deploy", "strike", "train", "combat", "withdraw"))]
    ledger.record(make_reading(*told, publisher="First Daily", published="2024-10-01"))
    ledger.record(make_reading(*told, publisher="Second Daily", published="2024-10-02"))
    ledger.record(make_reading(DENIED, publisher="Third Daily", published="2024-10-03"))

    assert speakers(ledger, "First Daily") == ["Ben Okoro"]
    assert len(speakers(ledger, "Second Daily")) == 6


def test_an_agency_is_left_out_with_all_that_carries_its_tag(ledger: Ledger) -> None:
    ledger.record(make_reading(SENT, agency="Wire"))
    ledger.record(make_reading(DENIED, publisher="Other Daily"))

    assert speakers(ledger, "agency: wire") == ["Ben Okoro"]


def test_what_somebody_passed_on_does_not_stand_without_him(ledger: Ledger) -> None:
    ledger.record(through(make_reading(SENT), "Radio Kappa"))
    ledger.record(make_reading(DENIED))

    assert speakers(ledger, "Radio Kappa") == ["Ben Okoro"]


def test_what_is_told_within_somebodys_words_does_not_stand_without_him(ledger: Ledger) -> None:
    reading = make_reading(SENT, DENIED)
    outer, inner = reading.claims
    ledger.record(replace(reading, claims=(outer, replace(inner, within=outer.id))))

    assert speakers(ledger, "Ana Ruiz") == []


def test_who_says_the_same_still_stands(ledger: Ledger) -> None:
    ledger.record(make_reading(SENT, publisher="First Daily"))
    ledger.record(make_reading(Telling(speaker="Carla Lund", number=600), publisher="Second Daily"))
    (point,) = ledger.points(without=["Ana Ruiz"])

    assert (len(point.claims), point.origins, point.outlets) == (1, 1, 1)


def test_it_is_told_whom_a_name_was_found_to_be(ledger: Ledger) -> None:
    ledger.record(make_reading(SENT, publisher="Ruiz Post"))
    (found,) = keep(ledger, without=["ruiz"]).left_out

    assert (found.asked, found.found, found.claims) == ("ruiz", ("source Ana Ruiz",), 1)


def test_a_name_that_nobody_has_is_refused_with_the_nearest(ledger: Ledger) -> None:
    ledger.record(make_reading(SENT))

    with pytest.raises(BadRequest, match="nobody here is called 'Anna Ruiz'; did you mean 'Ana Ruiz'"):
        keep(ledger, without=["Anna Ruiz"])


def test_an_empty_name_is_refused(ledger: Ledger) -> None:
    ledger.record(make_reading(SENT))

    with pytest.raises(BadRequest, match="nobody here is called ' '"):
        keep(ledger, without=[" "])


# As of a day


def test_only_what_was_surely_published_by_then_counts(ledger: Ledger) -> None:
    for number, day in enumerate(("2024-10-01", "2024-10", "2024-11-02", "")):
        ledger.record(make_reading(Telling(speaker=f"Speaker {number}"), published=day))
    kept = keep(ledger, as_of="2024-10-15")

    assert speakers(ledger, as_of="2024-10-15") == ["Speaker 0"]
    assert (kept.as_of, kept.later, kept.undated, kept.unsure) == ("2024-10-15", 1, 1, 1)


def test_a_month_reaches_to_its_last_day(ledger: Ledger) -> None:
    for number, day in enumerate(("2024-10-31", "2024-11-01")):
        ledger.record(make_reading(Telling(speaker=f"Speaker {number}"), published=day))

    assert speakers(ledger, as_of="2024-10") == ["Speaker 0"]


def test_of_an_edited_article_the_version_counts_that_stood_then(ledger: Ledger) -> None:
    ledger.record(make_reading(SENT, published="2024-10-01", url="https://example.org/a"))
    ledger.record(make_reading(DENIED, published="2024-10-20", url="https://example.org/a"))

    assert speakers(ledger, as_of="2024-10-10") == ["Ana Ruiz"]
    assert speakers(ledger, as_of="2024-10-20") == ["Ben Okoro"]


def test_what_is_no_date_is_refused(ledger: Ledger) -> None:
    with pytest.raises(BadRequest, match="'soon' is not a date"):
        keep(ledger, as_of="soon")


def test_other_filters_and_the_limit_hold_within_what_stands(ledger: Ledger) -> None:
    ledger.record(make_reading(SENT, DENIED, Telling(speaker="Carla Lund"), Telling(speaker="Dan Mensah")))

    assert [c.source.name for c in ledger.claims(without=["Ana Ruiz"], polarity="positive", limit=1)] == ["Carla Lund"]


# Side by side


def test_points_that_nobody_else_speaks_of_are_lost(ledger: Ledger) -> None:
    ledger.record(make_reading(SENT, Telling(speaker="Ben Okoro", type="strike")))
    found = compare(ledger, without=["Ana Ruiz"])

    assert [(p.before, p.after) for p in found.lost] == [(Support(1, 1, 1), Support())]
    assert (found.before, found.after) == (Totals(2, 1, 2, 0), Totals(1, 1, 1, 0))


def test_points_of_which_one_origin_is_left_are_told_apart_from_those_with_several(ledger: Ledger) -> None:
    ledger.record(make_reading(SENT, publisher="First Daily"))
    ledger.record(
        make_reading(Telling(speaker="Carla Lund", number=600), Telling(speaker="Dan Mensah", type="strike"), publisher="Second Daily")
    )
    ledger.record(
        make_reading(Telling(speaker="Eva Quist", type="strike"), Telling(speaker="Femi Adu", type="strike"), publisher="Third Daily")
    )
    alone, weaker = compare(ledger, without=["Ana Ruiz"]), compare(ledger, without=["Dan Mensah"])

    assert [(p.before.origins, p.after.origins) for p in alone.alone] == [(2, 1)]
    assert [(p.before.origins, p.after.origins) for p in weaker.weaker] == [(3, 2)]


def test_a_dispute_vanishes_with_one_of_its_sides(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(), publisher="First Daily"))
    ledger.record(make_reading(DENIED, publisher="Second Daily", published="2024-10-19"))
    found = compare(ledger, without=["Ben Okoro"])
    (dispute,) = found.vanished

    assert [name for name, _ in dispute.sides] == ["says so", "says not"]
    assert dispute.left == dispute.sides[0][1]
    assert (found.before.disputes, found.after.disputes) == (1, 0)


def test_figures_narrow(ledger: Ledger) -> None:
    for day, speaker, number in (("2024-10-01", "Ana Ruiz", 600), ("2024-10-02", "Carla Lund", 900)):
        ledger.record(make_reading(Telling(speaker=speaker, number=number), published=day))
    (narrowed,) = compare(ledger, without=["Carla Lund"]).narrowed

    assert (narrowed.what, narrowed.before.high, narrowed.after.high) == ("troops", 900.0, 600.0)


def test_nothing_changes_where_nobody_is_left_out(ledger: Ledger) -> None:
    for number in range(6):
        ledger.record(drawn(number))
    found = compare(ledger)

    assert found.before == found.after
    assert (found.lost.total, found.alone.total, found.weaker.total, found.vanished.total, found.narrowed.total) == (0, 0, 0, 0, 0)
