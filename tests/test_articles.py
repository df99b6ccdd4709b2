"""Promises of the room that makes articles: one canonical text, one id, dates no more precise than the page."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.articles import agency_of, canonical, first_heading, language_of, make_article, published_as

FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\xa0\xad\u2007\u202f\u200b\u2060\ufeff\u2028\u2029\ud800-\udfff]")
UNTIDY = st.text(st.one_of(st.characters(), st.sampled_from(list(" \t\n\r\x85\xa0\xad\u2028\u200b\ufeff\u0301e\ud800|#-"))))


@given(UNTIDY)
def test_a_canonical_text_is_its_own_canonical_text(text: str) -> None:
    once = canonical(text)

    assert once == canonical(once)


@given(UNTIDY)
def test_a_canonical_text_holds_nothing_invisible(text: str) -> None:
    assert FORBIDDEN.search(canonical(text)) is None


@given(UNTIDY)
def test_a_canonical_text_has_no_blanks_at_line_ends_and_no_second_empty_line(text: str) -> None:
    assert re.search(r"[ \t]\n|\n\n\n|\s\Z", canonical(text)) is None


@pytest.mark.parametrize(
    ("untidy", "expected"),
    [
        ("one\r\ntwo\rthree\u2028four\u2029five\x85six", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("3\u00a0000\u202ftons\u2007of", "3 000 tons of"),
        ("muni\u00adtions\u200b and \ufeffshells\u2060", "munitions and shells"),
        ("Jose\u0301", "Jos\u00e9"),
        ("word \t\nnext", "word\nnext"),
        ("one\n\n\n\ntwo", "one\n\ntwo"),
        ("a\x07b\x00c", "abc"),
        ("He said “no” — it’s a ‘lie’ …", "He said “no” — it’s a ‘lie’ …"),
        (" date 2024-12-09 Words", " date 2024-12-09 Words"),
        ("page one\x0cpage two", "page one\npage two"),
        ("half \ud83d of a sign", "half \ufffd of a sign"),
    ],
)
def test_untidy_text_becomes_canonical(untidy: str, expected: str) -> None:
    assert expected == canonical(untidy)


def test_the_same_words_of_the_same_outlet_are_one_article_wherever_they_were_read() -> None:
    here = make_article("The port was closed.", path="a.txt", publisher="Example Wire")
    there = make_article("The port was closed.\r\n", path="copies/b.txt", publisher="Example Wire")

    assert here.id == there.id


def test_two_outlets_with_one_wire_text_are_two_articles() -> None:
    one = make_article("The port was closed.", publisher="Example Daily")
    other = make_article("The port was closed.", publisher="Example Post")

    assert one.id != other.id


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2024-12-09", "2024-12-09"),
        ("2024-12-09T23:10:00+09:00", "2024-12-09"),
        ("20241209", "2024-12-09"),
        ("Mon, 09 Dec 2024 10:00:00 GMT", "2024-12-09"),
        ("December 9, 2024", "2024-12-09"),
        ("Published: 9th December 2024, 10:30", "2024-12-09"),
        ("Sept. 3, 2024", "2024-09-03"),
        ("9.12.2024", "2024-12-09"),
        ("12/31/2024", "2024-12-31"),
        ("31/12/2024", "2024-12-31"),
        ("2024-03", "2024-03"),
        ("March 2024", "2024-03"),
        ("2024", "2024"),
        ("summer 2024", "2024"),
    ],
)
def test_a_date_is_as_precise_as_its_words(words: str, expected: str) -> None:
    assert expected == published_as(words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [("05/12/2024", "2024"), ("2024-02-30", "2024-02"), ("2024-00-00", "2024"), ("yesterday", ""), ("9 December", ""), ("", "")],
)
def test_no_day_or_month_is_invented(words: str, expected: str) -> None:
    assert expected == published_as(words)


@given(st.dates())
def test_every_day_is_read_back_from_its_iso_form(day) -> None:
    expected = day.isoformat() if 1000 <= day.year < 3000 else ""

    assert expected == published_as(day.isoformat())


def test_a_leading_date_is_the_date_and_stays_in_the_text() -> None:
    article = make_article(" date 2024-11-05 Ships left the harbour on Monday.")

    assert (article.published, article.text) == ("2024-11-05", " date 2024-11-05 Ships left the harbour on Monday.")


def test_header_lines_become_metadata_and_leave_the_text() -> None:
    article = make_article(
        "Title: Ships leave harbour\nPublisher: Example Daily\nDate: March 2024\nURL: https://daily.example/ships\n\nShips left on Monday.\n"
    )

    found = (article.title, article.publisher, article.published, article.url, article.text)
    assert found == ("Ships leave harbour", "Example Daily", "2024-03", "https://daily.example/ships", "Ships left on Monday.")


def test_front_matter_becomes_metadata_and_leaves_the_text() -> None:
    article = make_article(
        '---\ntitle: "Ships \\u2019leave\\u2019"\nsource: Example Daily\ndate: 2024-03-02\ntags:\n  - sea\n---\n\nShips left on Monday.'
    )

    assert (
        article.title,
        article.publisher,
        article.published,
        article.text,
    ) == ("Ships ’leave’", "Example Daily", "2024-03-02", "Ships left on Monday.")


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    text = "---\nThe minister spoke. He said: nothing new.\n---\nThe end."

    assert text == make_article(text).text


def test_a_sentence_with_a_colon_is_no_header_line() -> None:
    text = "Source of the trouble: an old bridge\nThe bridge was closed on Monday, the town said."

    assert text == make_article(text).text


def test_a_date_line_without_a_date_stays_in_the_text() -> None:
    text = "Date: to be announced\nThe talks will go on, the ministry said."

    assert text == make_article(text).text


def test_a_source_beside_a_publisher_is_the_agency() -> None:
    article = make_article("Publisher: Example Daily\nSource: Example Wire\n\nShips left on Monday.")

    assert (article.publisher, article.agency) == ("Example Daily", "Example Wire")


def test_what_is_given_beats_what_the_text_says() -> None:
    article = make_article("Title: One\nDate: 2024-01-01\n\nShips left on Monday.", title="Other", published="2024-02")

    assert (article.title, article.published) == ("Other", "2024-02")


def test_an_outlet_without_a_name_is_called_by_its_domain() -> None:
    assert make_article("Ships left.", url="https://www.news.example/ships").publisher == "news.example"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SEOUL (Example Wire) — The ministry said on Monday that talks would go on.", "Example Wire"),
        ("Headline here\n\nPORT VILA, Vanuatu, Oct. 4 (Example Wire) -- The ministry said so.", "Example Wire"),
        ("(Example Wire) - The ministry said so.", "Example Wire"),
        ("Seoul (EW) - The ministry said so.", "EW"),
        ("Headline here\nBy Jane Roe via Example Wire\nThe ministry said so.", "Example Wire"),
        ("By Jane Roe | Source: Example Wire\nThe ministry said so.", "Example Wire"),
        ("NEW HARBOUR, Oct. 18, 2024 /Example Wire/ -- The firm said so.", "Example Wire"),
    ],
)
def test_an_agency_is_known_by_its_tag(text: str, expected: str) -> None:
    assert expected == agency_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "The minister (pictured) — a former judge — resigned.",
        "Jane Roe (Example Party) — the mayor — resigned on Monday.",
        "The letter was sent via the embassy.",
        "A chart of the traffic\nSource: Example Tracking",
        "SEOUL (March 5) — The ministry said so.",
    ],
)
def test_other_brackets_are_no_agency(text: str) -> None:
    assert agency_of(text) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Ships leave harbour\n\nThe ships left on Monday, the ministry of transport said.", "Ships leave harbour"),
        ("Ships leave harbour\n\nThe ships left on Monday, the ministry of transport said.", "Ships leave harbour"),
        ("Table of Contents\nThe ships left on Monday, the ministry of transport said.", ""),
        ("The ships left on Monday.\n\nThe ministry of transport said that all of them had cargo.", ""),
        ("The ships that had waited for a week\nleft on Monday, the ministry of transport said.", ""),
        ("Ships left", ""),
    ],
)
def test_a_title_is_the_heading_a_text_opens_with(text: str, expected: str) -> None:
    assert expected == first_heading(text)


GERMAN = (
    "Die Regierung teilte am Montag mit, dass die Verhandlungen über den Hafen beendet seien und die Schiffe in der kommenden Woche "
    "wieder auslaufen dürften, sobald das Wetter es erlaube."
)


def test_a_language_is_told_from_the_words() -> None:
    assert make_article(GERMAN).language == "de"


def test_words_beat_a_wrong_language_tag() -> None:
    assert language_of(GERMAN, "en-US") == "de"


def test_a_few_words_do_not_tell_a_language() -> None:
    assert (language_of("Guten Tag, sagte er."), language_of("Bonjour", "fr-FR")) == ("en", "fr")


def test_an_article_in_capitals_is_still_english() -> None:
    text = "PORT AUTHORITY CONFIRMS THAT SHIPS HAVE LEFT THE HARBOUR AFTER A WEEK OF WAITING FOR PAPERS FROM THE CAPITAL AND FOR BETTER WEATHER"

    assert language_of(text) == "en"
