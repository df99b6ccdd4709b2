"""Promises of copies: what two articles share is found wherever it stands, with its places, in any order of reading, and cheaply."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from factory import make_article
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.claim import Reading
from sayso.ledger import Ledger, copies
from sayso.ledger.passages import compare, containment, passages, wording

WIRE = """The harbour of Lund was closed on Tuesday after a crane fell into the water, the port office said. Nobody was hurt.

The crane, built in 1974, had been inspected in the spring. Workers had warned for months that its brakes were worn, according to their union.

Two ferries were sent to the neighbouring town of Brask, where buses waited for some 600 passengers. The port hopes to open again on Thursday.

A crane of the same make fell in the harbour of Tarn nine years ago. Its owner paid a fine of 40,000 crowns."""

SHORTENED = """Crane falls into water, harbour shut

A crane fell into the water of Lund harbour on Tuesday, and the harbour was closed, says the port office. No one was hurt.
The crane was built in 1974 and had been inspected in spring; for months workers had warned that its brakes were badly worn, their union said.
Two ferries went to neighbouring Brask, where buses were waiting for about 600 passengers."""

UNRELATED = """The council of Lund has agreed on a budget for the coming year. Schools get four new teachers, the library a new roof.

The harbour fee stays as it was. The mayor said that a new crane for the port would have to wait, since the old ones had been inspected in
the spring and found safe. Ferries to Brask will run on Sundays too."""

PARAGRAPH = WIRE.split("\n\n")[2]
FIRST, SECOND = ("The baker of Oster opened at dawn as on any other day. ", " Later the market filled with people from the hills.")


def words(random: Random, count: int) -> str:
    return " ".join("".join(random.choices("abdeiklmnorstu", k=random.randint(3, 8))) for _ in range(count))


@pytest.fixture
def ledger(tmp_path: Path):
    with Ledger(tmp_path / "a.db") as ledger:
        yield ledger


def put(ledger: Ledger, text: str, published: str, publisher: str, agency: str = "") -> str:
    article = make_article(text, published, publisher=publisher, agency=agency)
    ledger.record(Reading(article))
    return article.id


def rows(ledger: Ledger, table: str) -> list[tuple[object, ...]]:
    return sorted(ledger._db.execute(f"SELECT * FROM {table}").fetchall())


# Two texts


def test_a_text_with_a_new_headline_is_a_copy() -> None:
    found = compare("Crane topples in Lund\n\n" + WIRE, WIRE)

    assert found and (found.kind, found.containment, found.share > 0.9) == ("copy", 1.0, True)


def test_a_shortened_and_reworded_text_is_a_rewrite() -> None:
    found = compare(SHORTENED, WIRE)

    assert found and (found.kind, found.containment < 0.5, found.share > 0.5) == ("rewrite", True, True)


def test_a_longer_text_that_retells_a_shorter_one_is_a_rewrite_too() -> None:
    found = compare(WIRE, SHORTENED)

    assert found and found.kind == "rewrite"


def test_two_texts_on_one_place_share_nothing() -> None:
    assert compare(UNRELATED, WIRE) is None


def test_a_shared_paragraph_is_a_passage_with_its_places_in_both() -> None:
    later, earlier = FIRST * 8 + PARAGRAPH + SECOND * 8, WIRE
    found = compare(later, earlier)

    assert found and found.kind == "passage"
    [passage] = found.passages
    assert later[passage.start : passage.end] == earlier[passage.of_start : passage.of_end] == PARAGRAPH[:-1]


def test_a_passage_goes_on_over_a_few_changed_words() -> None:
    changed = PARAGRAPH.replace("some 600 passengers", "more than 600 travellers")
    [passage] = passages(wording(changed), wording(WIRE))

    assert changed[passage.start : passage.end] == changed[:-1]
    assert passage.words == len(changed.split()) - 4


def test_a_short_quotation_is_no_passage() -> None:
    quote = 'a "dangerous and quite needless loss of a good crane"'

    assert compare(f"{FIRST * 8}He spoke of {quote}.", f"{SECOND * 8} She also called it {quote}.") is None


def test_a_heap_of_the_same_words_is_no_rewrite() -> None:
    shuffled = WIRE.split()
    Random(3).shuffle(shuffled)

    assert compare(" ".join(shuffled), WIRE) is None


def test_texts_too_short_to_be_told_apart_share_nothing() -> None:
    assert containment("Nobody was hurt on Tuesday.", "Nobody was hurt on Tuesday.") == 0.0


def test_texts_without_words_share_nothing() -> None:
    assert compare("", "…") is None


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), lead=st.integers(0, 60), common=st.integers(16, 50), tail=st.integers(0, 60))
def test_a_passage_is_found_wherever_it_stands(seed: int, lead: int, common: int, tail: int) -> None:
    random = Random(seed)
    shared = words(random, common)
    later = " ".join(filter(None, ["😀", words(random, lead), shared, words(random, tail)]))
    earlier = " ".join(filter(None, [words(random, tail), shared, "İ", words(random, lead)]))
    found = passages(wording(later), wording(earlier))

    assert [(later[p.start : p.end], earlier[p.of_start : p.of_end], p.words) for p in found] == [(shared, shared, common)]


# In the ledger


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), leads=st.tuples(st.integers(0, 90), st.integers(0, 90)), tail=st.integers(60, 200))
def test_two_long_texts_with_fifty_words_in_common_share_two_of_what_is_looked_up(seed: int, leads: tuple[int, int], tail: int) -> None:
    random = Random(seed)
    common = words(random, 50)
    one, other = (wording(f"{words(random, lead)} {common} {words(random, tail)}") for lead in leads)
    some, others = (wording(f"{words(random, lead)} {common.rsplit(' ', 23)[0]} {words(random, tail)}") for lead in leads)

    assert len({*one.prints} & {*other.prints}) >= copies.CONNECTED
    assert {*some.prints} & {*others.prints}


def test_a_rewrite_is_listed_with_what_it_was_made_from(ledger: Ledger) -> None:
    wire = put(ledger, WIRE, "2024-05-07", "Example Wire")
    rewrite = put(ledger, SHORTENED, "2024-05-08", "Example Courier")
    put(ledger, UNRELATED, "2024-05-08", "Example Daily")

    assert [(c.article, c.of) for c in ledger.copies()] == [(rewrite, wire)]


def test_a_shared_passage_makes_no_copy_of_the_article(ledger: Ledger) -> None:
    put(ledger, WIRE, "2024-05-07", "Example Wire")
    later = put(ledger, FIRST * 8 + PARAGRAPH + SECOND * 8, "2024-05-09", "Example Post")

    assert ledger.copies() == []
    assert [(row[0], row[6]) for row in rows(ledger, "passages")] == [(later, len(PARAGRAPH.split()))]


def test_a_copy_of_a_forgotten_article_becomes_a_copy_of_the_next(ledger: Ledger) -> None:
    wire = put(ledger, WIRE, "2024-05-07", "Example Wire")
    second = put(ledger, "Second. " + WIRE, "2024-05-08", "Example Daily")
    third = put(ledger, "Third. " + WIRE, "2024-05-09", "Example Post")
    ledger.forget(wire)

    assert [(c.article, c.of) for c in ledger.copies()] == [(third, second)]


def test_a_crowd_of_copies_hangs_together(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "CROWDED", 4)
    order = list(range(12))
    Random(1).shuffle(order)
    idents = {n: put(ledger, f"Outlet {n} reports. {WIRE}", f"2024-05-{n + 1:02}", f"Outlet {n}") for n in order}
    of = {c.article: c.of for c in ledger.copies()}
    ends = set()
    for ident in idents.values():
        while ident in of:
            ident = of[ident]
        ends.add(ident)

    assert ends == {idents[0]}


@st.composite
def texts_that_share(draw: st.DrawFn) -> list[tuple[str, str, str]]:
    """Texts put together from a few paragraphs, with dates and outlets."""
    random = Random(draw(st.integers(0, 10**6)))
    pool = [words(random, random.randint(15, 40)) for _ in range(5)]
    found = {}
    for n in range(draw(st.integers(2, 10))):
        text = ". ".join([*random.sample(pool, random.randint(1, 4)), words(random, random.randint(0, 20))])
        found[text] = (text, f"2024-05-{random.randint(1, 4):02}", f"Outlet {n}")
    return list(found.values())


@pytest.mark.parametrize("crowded", [2, 3, 16])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(articles=texts_that_share(), seed=st.integers(0, 1000))
def test_what_is_shared_follows_from_the_articles_and_not_from_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, crowded: int, articles: list[tuple[str, str, str]], seed: int
) -> None:
    monkeypatch.setattr(copies, "CROWDED", crowded)
    shuffled = list(articles)
    Random(seed).shuffle(shuffled)
    half = len(articles) // 2
    (tmp_path / "1.db").unlink(missing_ok=True)
    (tmp_path / "2.db").unlink(missing_ok=True)
    with Ledger(tmp_path / "1.db") as one, Ledger(tmp_path / "2.db") as other:
        for article in articles[half:]:
            put(one, *article)
        gone = [put(other, *article) for article in shuffled if article in articles[:half]]
        for article in [a for a in shuffled if a not in articles[:half]]:
            put(other, *article)
        for ident in gone:
            other.forget(ident)

        for table in ("overlaps", "passages", "(SELECT shingle, rank FROM shingles)"):
            assert rows(one, table) == rows(other, table)
