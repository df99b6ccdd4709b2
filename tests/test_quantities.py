"""Promises of quantities.find: figures become ranges with their words, and nothing else becomes a figure."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.quantities import find, parse, sense

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "quantities.tsv").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
PHRASES = [row for row in ROWS if len(row) > 1]
NO_FIGURES = [row[0] for row in ROWS if len(row) == 1]
words = st.lists(
    st.sampled_from(
        [
            "at",
            "least",
            "about",
            "up",
            "to",
            "between",
            "and",
            "3,000",
            "two",
            "hundred",
            "thousand",
            "million",
            "dozens",
            "of",
            "tons",
            "$",
            "5",
            "bn",
            "%",
            "-",
            "–",
            "to",
            "one",
            "more",
            "half",
            "a",
            "km",
            "won",
            "2024",
            ".",
            "\n",
            "soldiers",
            "another",
        ]
    ),
    max_size=14,
).map(" ".join)


def end(text: str) -> float | None:
    return None if text == "-" else float(text)


@pytest.mark.parametrize("row", PHRASES, ids=lambda row: row[0])
def test_a_phrase_becomes_its_range_and_its_words(row: list[str]) -> None:
    text, quantity_words, low, high, approximate, unit = row
    found = [(q.text, q.low, q.high, q.approximate, q.unit) for q in find(f"They said {text}" if text[0].islower() else text)]

    assert [(quantity_words, end(low), end(high), approximate == "yes", unit)] == found


@pytest.mark.parametrize("text", NO_FIGURES)
def test_a_date_a_name_or_a_pronoun_is_no_figure(text: str) -> None:
    assert [q.text for q in find(text)] == []


def test_there_are_enough_phrases_for_the_table_to_mean_something() -> None:
    assert len(PHRASES) >= 150


def test_a_change_is_two_figures_and_no_range() -> None:
    assert [q.text for q in find("The garrison rose from 500 to 3,000.")] == ["500", "3,000"]


def test_figures_in_one_sentence_stay_apart() -> None:
    text = "Two jets and at least 40 launchers, worth $3.4 billion, arrived with another 1,500 men."

    assert [q.text for q in find(text)] == ["Two", "at least 40", "$3.4 billion", "another 1,500"]


def test_a_figure_across_a_wrapped_line_keeps_its_modifier() -> None:
    assert [q.text for q in find("They sent at least\n3,000 men.")] == ["at least\n3,000"]


def test_a_figure_does_not_reach_over_a_paragraph() -> None:
    assert [q.text for q in find("They sent 5\n\nmillion more followed later")][:1] == ["5"]


@pytest.mark.parametrize(
    ("quantity_words", "expected"),
    [
        ("another 1,500", "more"),
        ("1,500 more", "more"),
        ("as many as another 500", "more"),
        ("a total of 3,000", "total"),
        ("bringing the total to about 3,000", "total"),
        ("3,000 in all", "total"),
        ("of whom 500", "part"),
        ("at least 500", ""),
        ("500", ""),
    ],
)
def test_a_total_an_addition_and_a_part_are_told_apart(quantity_words: str, expected: str) -> None:
    assert expected == sense(quantity_words)


def test_parse_reads_a_quantity_from_end_to_end_or_not_at_all() -> None:
    quantity = parse("at least 250")

    assert (quantity.low, quantity.high) == (250.0, None) if quantity else None
    assert parse("at least 250 men") is None


@given(words, st.integers(0, 1000))
def test_every_span_cuts_its_words_and_none_overlap(text: str, offset: int) -> None:
    found = find(text, offset)

    assert [q.text for q in found] == [text[q.span[0] - offset : q.span[1] - offset] for q in found]
    assert all(a.span[1] <= b.span[0] for a, b in pairwise(found))


@given(words)
def test_a_range_never_ends_below_its_beginning(text: str) -> None:
    assert all(q.low is None or q.high is None or q.low <= q.high for q in find(text))


@given(st.text(max_size=200))
def test_any_text_at_all_gives_exact_spans(text: str) -> None:
    assert all(text[q.span[0] : q.span[1]] == q.text for q in find(text))


@given(st.integers(0, 10**12), st.sampled_from(["about {}", "at least {}", "up to {}", "{}", "{} or so"]))
def test_a_number_that_was_written_is_found_again(n: int, form: str) -> None:
    quantity = parse(form.format(f"{n:,}"))

    assert quantity is not None
    assert float(n) in (quantity.low, quantity.high)


@given(st.integers(1, 999), st.integers(1, 999))
def test_a_range_that_was_written_is_found_again(a: int, b: int) -> None:
    quantity = parse(f"between {a} and {a + b}")

    assert quantity is not None
    assert (float(a), float(a + b)) == (quantity.low, quantity.high)


@given(words, words)
def test_texts_side_by_side_give_the_figures_of_each(one: str, two: str) -> None:
    gap = "\n\nThen nothing.\n\n"

    assert find(one + gap) + find(two, len(one + gap)) == find(one + gap + two)


@pytest.mark.parametrize("piece", ["1", ",", "1,", ",000", "1.", "1-", "two and ", "at least ", " ", "$"])
def test_a_long_monotonous_text_takes_time_in_proportion(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    begin = time.perf_counter()
    find(text)

    assert time.perf_counter() - begin < 5
