"""Promises of dates.find: words become EDTF that is never more precise than they are."""

from __future__ import annotations

import re
import time
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from sayso.dates import bounds, find

ANCHOR = "2024-12-09"
ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "dates.tsv").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
PHRASES = [row for row in ROWS if len(row) > 1]
NO_DATES = [row[0] for row in ROWS if len(row) == 1]
RELATIVE = [
    "yesterday",
    "on Tuesday",
    "last week",
    "two days ago",
    "in March",
    "since August",
    "June 19",
    "this year",
    "overnight",
    "in recent weeks",
]
PIECES = (
    "since by until between from to and early late mid- last next this the of in March May October 8 13 30 31 2023 2024 , – - Tuesday Friday week month year "
    "quarter first half Q3 summer winter 1990s yesterday two three several days ago weekend end century 19th decade past few months Thanksgiving . \n"
)
words = st.lists(st.sampled_from(PIECES.split(" ")), max_size=14).map(" ".join)
anchors = st.one_of(
    st.just(""),
    st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(lambda d: d.isoformat()),
    st.sampled_from(["2024", "2024-12", "2023-02-30", "soon"]),
)


@pytest.mark.parametrize("row", PHRASES, ids=lambda row: row[0])
def test_a_phrase_becomes_its_date_and_its_words(row: list[str]) -> None:
    text, date_words, edtf = row

    assert [(date_words, "" if edtf == "-" else edtf)] == [(w.text, w.edtf) for w in find(text, ANCHOR)]


@pytest.mark.parametrize("text", NO_DATES)
def test_a_name_a_verb_or_a_count_is_no_date(text: str) -> None:
    assert [w.text for w in find(text, ANCHOR)] == []


def test_there_are_enough_phrases_for_the_table_to_mean_something() -> None:
    assert len(PHRASES) >= 120


@pytest.mark.parametrize("text", RELATIVE)
def test_an_undated_article_keeps_the_words_and_invents_no_date(text: str) -> None:
    assert [(w.edtf, w.anchor) for w in find(text)] == [("", "")]


@pytest.mark.parametrize("text", ["yesterday", "on Tuesday", "last week", "two days ago", "overnight"])
def test_an_anchor_without_a_day_gives_no_days(text: str) -> None:
    assert [w.edtf for w in find(text, "2024-12")] == [""]


def test_a_month_is_enough_to_reckon_months_from() -> None:
    assert [w.edtf for w in find("Last month, in October and last year.", "2024-12")] == ["2024-11", "2024-10", "2023"]


def test_only_a_reckoned_date_names_its_anchor() -> None:
    assert [(w.text, w.anchor) for w in find("In June 2024 and on Tuesday.", ANCHOR)] == [("June 2024", ""), ("Tuesday", ANCHOR)]


def test_a_weekday_next_to_a_date_decides_its_year() -> None:
    assert [w.edtf for w in find("on Tuesday, Nov. 8", "2023-03-01")] == ["2022-11-08"]


def test_a_range_over_new_year_begins_in_the_year_before() -> None:
    assert [w.edtf for w in find("from November to February 2024", ANCHOR)] == ["2023-11/2024-02"]


def test_decades_do_not_end_a_stretch() -> None:
    assert [w.edtf for w in find("October – 1990s", ANCHOR)] == ["2024-10", "199X"]


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2024", ("2024-01-01", "2024-12-31")),
        ("2024-02~", ("2024-02-01", "2024-02-29")),
        ("2024-06-19", ("2024-06-19", "2024-06-19")),
        ("2024-08/..", ("2024-08-01", "")),
        ("../2024-12", ("", "2024-12-31")),
        ("2025-01/2025-06", ("2025-01-01", "2025-06-30")),
        ("{2024-10-08,2024-10-13}", ("2024-10-08", "2024-10-13")),
        ("199X", ("1990-01-01", "1999-12-31")),
        ("18XX", ("1800-01-01", "1899-12-31")),
        ("2024-22", ("2024-06-01", "2024-08-31")),
        ("2024-35", ("2024-07-01", "2024-09-30")),
        ("2022~/2024-12-09", ("2022-01-01", "2024-12-09")),
        ("", ("", "")),
        ("soon", ("", "")),
        ("2024-13", ("", "")),
        ("2024-02-30", ("", "")),
    ],
)
def test_a_date_is_sorted_by_its_first_and_last_day(edtf: str, expected: tuple[str, str]) -> None:
    assert expected == bounds(edtf)


@given(words, anchors, st.integers(0, 1000))
def test_every_span_cuts_its_words_and_none_overlap(text: str, anchor: str, offset: int) -> None:
    found = find(text, anchor, offset)

    assert [w.text for w in found] == [text[w.span[0] - offset : w.span[1] - offset] for w in found]
    assert all(a.span[1] <= b.span[0] for a, b in pairwise(found))


@given(words, anchors)
def test_every_date_is_valid_edtf_and_has_bounds_in_order(text: str, anchor: str) -> None:
    for when in find(text, anchor):
        if when.edtf:
            parse_edtf(when.edtf)
            first, last = bounds(when.edtf)

            assert first or last
            assert not (first and last) or first <= last


@given(words, st.just(ANCHOR))
def test_no_day_without_a_word_for_a_day(text: str, anchor: str) -> None:
    for when in find(text, anchor):
        has_day = re.search(r"\d{4}-\d\d-\d\d", when.edtf.replace(anchor, ""))
        names_day = re.search(r"\b\d{1,2}(?:th)?\b|day|week|Tuesday|Friday|ago|past|Thanksgiving", when.text)

        assert names_day or not has_day


@given(st.dates(date(1900, 1, 1), date(2060, 12, 31)), st.sampled_from(["%-d %B %Y", "%B %-d, %Y", "%Y-%m-%d", "%B %Y", "%A, %-d %B %Y"]))
def test_a_date_that_was_written_is_found_again(day: date, form: str) -> None:
    expected = day.isoformat() if "d" in form else day.isoformat()[:7]

    assert [expected] == [w.edtf for w in find(f"It happened on {day.strftime(form)}.")]


@given(st.text(max_size=200), anchors)
def test_any_text_at_all_gives_exact_spans(text: str, anchor: str) -> None:
    assert all(text[w.span[0] : w.span[1]] == w.text for w in find(text, anchor))


@given(words, words)
def test_texts_side_by_side_give_the_dates_of_each(one: str, two: str) -> None:
    gap = "\n\nThen nothing at all was said there.\n\n"

    assert find(one + gap, ANCHOR) + find(two, ANCHOR, len(one + gap)) == find(one + gap + two, ANCHOR)


@pytest.mark.parametrize("piece", ["1", ",", "1,", "1-", "June ", "in ", " ", "last ", "2024-", "between "])
def test_a_long_monotonous_text_takes_time_in_proportion(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    begin = time.perf_counter()
    find(text, ANCHOR)

    assert time.perf_counter() - begin < 5
