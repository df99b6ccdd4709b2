"""The default engine: the trained network first, and the rules around it."""

from __future__ import annotations

import pytest

from sayso.claim import Article, Attribution
from sayso.engines import get
from sayso.pipeline import Extractor


@pytest.fixture(scope="module")
def engine():
    return get("model")


@pytest.fixture(scope="module")
def attribute(parse_text, engine):
    return lambda text: engine.attribute(parse_text(text))


def shape(a: Attribution) -> tuple[str, str]:
    return (a.source.text if a.source else "", a.content.text.removeprefix("that "))


def test_the_network_finds_plain_speech_and_says_how_sure_it_is(attribute) -> None:
    (found,) = attribute("The minister said on Tuesday that the two ships had left the harbour.")

    assert shape(found) == ("The minister", "the two ships had left the harbour")
    assert found.confidence is not None and 0.5 < found.confidence <= 1


def test_the_rules_find_the_claim_within_the_claim(attribute) -> None:
    found = attribute("Lawmakers said on Friday that the spy agency believes that the ship carried shells.")

    assert [shape(a)[0] for a in found] == ["Lawmakers", "the spy agency"]


def test_the_rules_tell_through_whom_it_came(attribute) -> None:
    found = attribute("Example Wire reported on Friday that the ship had sunk, citing the coast guard.")

    assert [(a.source.text, [v.text for v in a.via]) for a in found] == [("the coast guard", ["Example Wire"])]


def test_the_rules_find_the_speakers_of_a_transcript(attribute) -> None:
    assert "MS. EXAMPLE" in [shape(a)[0] for a in attribute("MS. EXAMPLE: The port will be rebuilt within a year.")]


def test_every_span_is_in_the_text(parse_text, engine) -> None:
    text = (
        "“We will go on,” Mr Example said.\n\nSeoul: talks “off”\n\nBut Ada Ångström, who — she said — “knew nothing”, denied the report."
    )
    parse = parse_text(text)

    for a in engine.attribute(parse):
        spans = [s for s in (a.source, a.cue, *a.via) if s]
        assert all(text[s.start : s.end] == s.text for s in spans)
        assert a.content == parse.article.cut_pieces(list(a.content.spans))


def test_an_empty_article_has_no_attributions(attribute) -> None:
    assert attribute("—") == []


def test_what_somebody_intends_is_told_by_the_article(extract) -> None:
    claims = Extractor("model").extract(Article("article-1-test", "Denmark is considering sending missiles to Sweden.")).claims

    assert [(c.source.kind, c.status) for c in claims] == [("article", "considered")]


def test_a_dateline_is_no_part_of_what_is_said(attribute) -> None:
    (found,) = attribute("OSLO (Example Wire) — Danish ships have left the harbour, the coast guard said on Friday.")

    assert shape(found) == ("the coast guard", "Danish ships have left the harbour")


def test_a_heading_is_no_part_of_what_is_said_below_it(attribute) -> None:
    found = attribute("Ships leave the harbour\n\nDanish ships have left the harbour, Captain Ada Example said on Friday.")

    assert [shape(a)[1] for a in found if a.cue and "said" in a.cue.text] == ["Danish ships have left the harbour"]


def test_who_declines_to_confirm_denies_nothing(extract) -> None:
    text = "Norway declined on Monday to confirm that Danish troops had been sent to Sweden."
    claims = Extractor("model").extract(Article("article-1-test", text)).claims

    assert {(c.stance, c.certainty, c.polarity) for c in claims if c.events} == {("cannot confirm", "uncommitted", "positive")}


def test_a_source_ends_before_the_comma_that_parts_it_from_its_verb(attribute) -> None:
    (found,) = attribute("Ada Example, the head of the port authority, said on Tuesday that the two ships had left the harbour.")

    assert shape(found)[0] == "Ada Example, the head of the port authority"


def test_the_sign_of_a_heading_is_nobodys_name(attribute) -> None:
    text = "# Port authority says ships left the harbour\n\nThe two ships carried grain."

    assert [shape(a)[0] for a in attribute(text)] == ["Port authority"]


GOING_ON = [
    "Greta Lind said her sister was on the ferry.\n\n{0}She is in hospital and she will recover. It was a shocking day for all of us.\n\n"
    "{0}It came as a great shock.{1}\n\nSaint Olav's Hospital in Bergen said that it had taken in 20 patients, four of them badly hurt.",
    "{0}The ships left before dawn,{1} Greta Lind said. {0}Nobody had asked for a pilot.\n\n{0}It came as a great shock.{1}\n\n"
    "{0}The ferries ran as always,{1} said Jonas Beck, a fisherman.",
    "Greta Lind, the head of the port, told the Example Post: {0}The ships left before dawn.\n\n{0}It came as a great shock.{1}\n\n"
    "Saint Olav's Hospital in Bergen said that it had taken in 20 patients, four of them badly hurt.",
]


@pytest.mark.parametrize("marks", [("“", "”"), ('"', '"')])
@pytest.mark.parametrize("text", GOING_ON)
def test_the_marks_tell_whose_a_long_quotation_is(attribute, text: str, marks: tuple[str, str]) -> None:
    found = attribute(text.format(*marks))

    assert {shape(a)[0][:10] for a in found if "great shock" in a.content.text} == {"Greta Lind"}


def test_a_closed_quotation_is_not_the_next_paragraphs_speakers(attribute) -> None:
    text = (
        "Greta Lind, the harbour master, said the ships had left.\n\n“We saw eleven of them leave before dawn.\n\n“The pilots had no orders "
        "from us at all.”\n\n“The ferries ran as always,” said Jonas Beck, a fisherman."
    )
    found = attribute(text)

    assert {shape(a)[0].split(",")[0] for a in found if "pilots" in a.content.text} == {"Greta Lind"}
    assert [shape(a)[1] for a in found if shape(a)[0].startswith("Jonas")] == ["“The ferries ran as always,”"]
