"""Promises about what can be put right in a claim: its date, its figures, who passed it on, and what is given in exchange."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import served
from factory import Telling, make_reading
from test_web_review import HERE, Person, create, needs_chromium

from sayso.ledger import Ledger

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two tellings: the first names a day, a rough figure and what is sent back; the second only lends its speaker's name."""
    told = Telling(number=600, when="early in March as Dan Mensah said for about 250 trucks"), Telling("Dan Mensah", type="train")
    with Ledger(tmp_path / "made.db") as made:
        made.record(make_reading(*told, published="2024-11-02", path="first.txt"))
    return tmp_path / "made.db"


@pytest.fixture
def person(path: Path) -> Iterator[Person]:
    with TestClient(create(path), base_url=HERE, raise_server_exceptions=False) as client:
        yield Person(client)


def one(path: Path) -> Any:
    with Ledger(path, readonly=True) as ledger:
        return next(claim for claim in ledger.claims() if claim.source.name == "Ana Ruiz")


def fix(person: Person, path: Path, **fields: Any) -> Any:
    return person.post(f"/review/claims/{one(path).id}/fix", **fields)


def undo(person: Person, path: Path) -> None:
    with Ledger(path, readonly=True) as ledger:
        last = ledger.rulings()[-1].id
    person.post(f"/review/rulings/{last}/undo")


# Its date


def test_words_that_tell_a_date_are_read_as_of_the_article(person: Person, path: Path) -> None:
    fix(person, path, event="0", when="early in March")
    when = one(path).events[0].when

    assert (when.text, when.edtf, when.anchor) == ("early in March", "2024-03~", "2024-11-02")


def test_a_person_may_say_what_the_words_of_a_date_mean(person: Person, path: Path) -> None:
    fix(person, path, event="0", when="early in March", edtf="2023-03~")
    when = one(path).events[0].when

    assert (when.text, when.edtf, when.anchor) == ("early in March", "2023-03~", "")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"edtf": "2024-03"}, "without the words that tell it"),
        ({"when": "early in March", "edtf": "some day"}, "is not a date"),
        ({"when": "trucks"}, "are not understood as a date"),
        ({"when": "in late March"}, "are not in the article near this claim"),
    ],
)
def test_nothing_is_dated_that_the_text_does_not_date(person: Person, path: Path, fields: dict[str, str], told: str) -> None:
    answer = fix(person, path, event="0", **fields)

    assert answer.status_code == 422
    assert told in answer.text
    assert one(path).events[0].when is None


def test_a_date_that_is_taken_away_comes_back_when_that_is_undone(person: Person, path: Path) -> None:
    fix(person, path, event="0", when="early in March")
    event = one(path).events[0]
    whole = {"agent": "Kenya", "recipient": "Haiti", "items": "soldiers"}
    fix(person, path, event="0", lists="1", **whole)
    gone = one(path).events[0].when
    undo(person, path)

    assert (gone, one(path).events[0].when) == (None, event.when)


# Its figures


def test_words_that_count_a_thing_are_read_as_a_range(person: Person, path: Path) -> None:
    fix(person, path, event="0", item="0", figure="about 250")
    figure = one(path).events[0].items[0].quantity

    assert (figure.text, figure.low, figure.high, figure.approximate) == ("about 250", 250.0, 250.0, True)


def test_a_person_may_say_from_how_many_to_how_many_and_leave_an_end_open(person: Person, path: Path) -> None:
    fix(person, path, event="0", item="0", low="1,500", high="")
    figure = one(path).events[0].items[0].quantity
    undo(person, path)
    before = one(path).events[0].items[0].quantity

    assert [(q.text, q.low, q.high) for q in (figure, before)] == [("600", 1500.0, None), ("600", 600.0, 600.0)]


def test_a_thing_that_nothing_counts_loses_its_figure(person: Person, path: Path) -> None:
    fix(person, path, event="0", item="0", no_figure="1")

    assert one(path).events[0].items[0].quantity is None


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"low": "many"}, "is no number"),
        ({"low": "9", "high": "3"}, "is no range"),
        ({"figure": "trucks"}, "are not understood as a figure"),
        ({"figure": "700"}, "are not in the article near this claim"),
    ],
)
def test_a_figure_that_makes_no_sense_is_refused(person: Person, path: Path, fields: dict[str, str], told: str) -> None:
    answer = fix(person, path, event="0", item="0", **fields)

    assert answer.status_code == 422
    assert told in answer.text


# Who passed it on


def test_who_passed_a_claim_on_is_put_in_and_taken_out(person: Person, path: Path) -> None:
    with Ledger(path, readonly=True) as ledger:
        text = ledger.article(one(path).article.id).text
    at = text.index("Dan Mensah")
    fix(person, path, through=f"{at}:{at + 10}")
    passed = [(source.name, source.kind, source.span) for source in one(path).via]
    fix(person, path, chain="1", through="")

    assert (passed, one(path).via) == ([("Dan Mensah", "person", (at, at + 10))], ())


# What is given in exchange


def test_what_is_given_in_exchange_is_added_put_right_and_taken_out(person: Person, path: Path) -> None:
    fix(person, path, event="0", returned="1", event_type="transfer", trigger="trucks", items="trucks")
    added = one(path).events[0].in_exchange_for
    fix(person, path, event="0", returned="1", item="0", figure="about 250")
    counted = one(path).events[0].in_exchange_for.items[0].quantity
    fix(person, path, event="0", returned="1", no_event="1")

    assert (added.type, [item.text for item in added.items], counted.low) == ("transfer", ["trucks"], 250.0)
    assert one(path).events[0].in_exchange_for is None


def test_each_ruling_on_a_part_of_an_event_is_told_in_the_history(person: Person, path: Path) -> None:
    fix(person, path, event="0", when="early in March", why="so it says")
    page = person.get(f"/review/claims/{one(path).id}")

    assert "so it says" in page
    assert 'value="2024-03~"' in page


# In a browser, by the keys alone


@pytest.fixture
def page(browser: Any, path: Path) -> Iterator[Any]:
    with served(path) as address:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        opened = context.new_page()
        opened.set_default_timeout(20_000)
        opened.goto(f"{address}/review/claims/{one(path).id}")
        yield opened
        context.close()


def marked_into(page: Any, field: str, words: str) -> None:
    """Mark words with the keys, and put them into a field with a key."""
    page.locator(field).focus()
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    first, *more = words.split()
    for _ in range(40):
        if page.evaluate("getSelection().toString().trim()") == first:
            break
        page.keyboard.press("ArrowRight")
    for _ in more:
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("5")


def sent(page: Any, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).press("Enter")


@needs_chromium
def test_a_date_is_marked_by_the_keys_and_undone_by_a_key(page: Any, path: Path) -> None:
    marked_into(page, "#e0-when", "early in March")
    sent(page, "Put event 1 right")
    dated = one(path).events[0].when
    with page.expect_navigation():
        page.keyboard.press("u")

    assert (dated.text, dated.edtf, one(path).events[0].when) == ("early in March", "2024-03~", None)


@needs_chromium
def test_a_figure_is_marked_by_the_keys(page: Any, path: Path) -> None:
    marked_into(page, "#e0-figure0", "about 250")
    for field in ("low", "high"):
        page.locator(f"#e0-figure0-{field}").fill("250")
    sent(page, "Put the figure right")
    figure = one(path).events[0].items[0].quantity

    assert (figure.text, figure.low, figure.high) == ("about 250", 250.0, 250.0)


@needs_chromium
def test_who_passed_it_on_is_marked_by_the_keys(page: Any, path: Path) -> None:
    marked_into(page, "#through", "Dan Mensah")
    with page.expect_navigation():
        page.keyboard.press("s")

    assert [source.name for source in one(path).via] == ["Dan Mensah"]


@needs_chromium
def test_what_is_given_in_exchange_is_marked_by_the_keys(page: Any, path: Path) -> None:
    page.get_by_text("Something is given for event 1").press("Enter")
    page.locator("#b0-type").select_option("transfer")
    marked_into(page, "#b0-trigger", "trucks")
    marked_into(page, "#b0-items", "trucks")
    sent(page, "Add what is given for it")
    back = one(path).events[0].in_exchange_for

    assert (back.type, back.trigger.text, [item.text for item in back.items]) == ("transfer", "trucks", ["trucks"])
