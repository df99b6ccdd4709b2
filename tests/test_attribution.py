"""Who says what, by rule: each way of crediting somebody is found with its source, cue and content."""

from __future__ import annotations

import pytest

from sayso.claim import Attribution
from sayso.engines import get


@pytest.fixture(scope="module")
def attribute(parse_text):
    engine = get("rules")
    return lambda text: engine.attribute(parse_text(text))


def shape(attribution: Attribution) -> tuple[str, str, str]:
    source, cue = attribution.source, attribution.cue
    return (source.text if source else "", cue.text if cue else "", attribution.content.text)


WAYS = [
    ("Norway said the ship had left the harbour.", ("Norway", "said", "the ship had left the harbour")),
    ("The harbour master confirmed that two ships had been damaged.", ("The harbour master", "confirmed", "two ships had been damaged")),
    ("According to the coast guard, the ship carried grain.", ("the coast guard", "According to", "the ship carried grain")),
    ("The ship carried grain, according to the coast guard.", ("the coast guard", "according to", "The ship carried grain")),
    ("“The ship carried grain,” the captain said.", ("the captain", "said", "“The ship carried grain,”")),
    ("“The ship carried grain,” said Captain Ada Example.", ("Captain Ada Example", "said", "“The ship carried grain,”")),
    ("Ada Example wrote: “Nobody has asked the crew about the cargo.”",
     ("Ada Example", "wrote", "“Nobody has asked the crew about the cargo.”")),
    ("Norway urged Denmark to release the crew.", ("Norway", "urged", "Denmark to release the crew")),
    ("Norway accused Denmark of holding the crew.", ("Norway", "accused Denmark of", "holding the crew")),
    ("The mayor called the plan a waste of money.", ("The mayor", "called", "the plan a waste of money")),
    ("There are claims that the crew was beaten.", ("", "claims", "the crew was beaten")),
    ("There are growing fears in Oslo that the talks will fail.", ("Oslo", "fears", "the talks will fail")),
    ("The minister denied the report.", ("The minister", "denied", "the report")),
    ("The ship was reported to have left the harbour.", ("", "was reported", "The ship to have left the harbour")),
    ("It was reported that the ship had left.", ("", "was reported", "the ship had left")),
    ("The minister vowed to rebuild the port.", ("The minister", "vowed", "to rebuild the port")),
    ("Residents fled, saying that the dam could break.", ("Residents", "saying", "the dam could break")),
    ("Experts are sceptical about the size of the fleet.", ("Experts", "sceptical about", "the size of the fleet")),
    ("The navy could not confirm that the ship had sunk.", ("The navy", "could not confirm", "the ship had sunk")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WAYS, ids=[text for text, _ in WAYS])
def test_somebody_is_credited(attribute, text: str, expected: tuple[str, str, str]) -> None:
    assert expected in [shape(a) for a in attribute(text)]


def test_a_broken_quotation_is_one_content(attribute) -> None:
    found = attribute("“We will rebuild the port,” the mayor said, “and we will do it within a year.”")

    assert [(a.source.text, len(a.content.spans)) for a in found] == [("the mayor", 2)]


def test_a_quotation_without_a_cue_belongs_to_the_one_still_speaking(attribute) -> None:
    found = attribute("“The port is closed,” the mayor said. “It will stay closed until the spring.”")

    assert [a.content.text for a in found] == ["“The port is closed,” “It will stay closed until the spring.”"]


def test_a_quoted_paragraph_goes_on_from_the_one_before(attribute) -> None:
    found = attribute("“The port is closed,” the mayor said.\n\n“Nobody has told the fishermen what will become of their boats.”")

    assert [len(a.content.spans) for a in found] == [2]


def test_a_scare_quote_is_nobodys_speech(attribute) -> None:
    assert attribute("The “peace garden” lies behind the port.") == []


def test_a_claim_about_a_claim_gives_both(attribute) -> None:
    found = attribute("Lawmakers said the agency believes that the ship carried shells.")

    assert [shape(a)[2] for a in found] == ["the agency believes that the ship carried shells", "the ship carried shells"]


def test_citing_makes_a_chain(attribute) -> None:
    (found,) = attribute("Example Wire reported that the ship had sunk, citing the coast guard.")

    assert (found.source.text, [v.text for v in found.via]) == ("the coast guard", ["Example Wire"])


def test_the_briefed_pass_on_what_the_briefer_says(attribute) -> None:
    (found,) = attribute("Lawmakers briefed by the coast guard said the ship had sunk.")

    assert (found.source.text, [v.text for v in found.via]) == ("the coast guard", ["Lawmakers"])


def test_a_headline_may_begin_with_its_source(attribute) -> None:
    found = attribute("Coast Guard: ship carried shells\n\nThe ship is at anchor.")

    assert ("Coast Guard", ":", "ship carried shells") in [shape(a) for a in found]


PRESS = [
    ("And from Chairwoman Ada Example:\n\n“The port will be rebuilt within a year.”", "Chairwoman Ada Example"),
    ("“The port will be rebuilt within a year.” — Commissioner Ada Example", "Commissioner Ada Example"),
    ("“The port will be rebuilt within a year.”\n— Commissioner Ada Example", "Commissioner Ada Example"),
    ("MS. EXAMPLE: The port will be rebuilt within a year.", "MS. EXAMPLE"),
]


@pytest.mark.parametrize(("text", "speaker"), PRESS)
def test_press_releases_and_transcripts_credit_without_a_verb(attribute, text: str, speaker: str) -> None:
    assert [a.source.text for a in attribute(text) if a.source and "rebuilt" in a.content.text] == [speaker]


def test_an_odd_number_of_quotation_marks_stops_nothing(attribute) -> None:
    found = attribute('The mayor said "the port is closed.\n\nThe governor said the bridge was open.')

    assert "the bridge was open" in [a.content.text for a in found]


def test_a_quotation_over_several_paragraphs_is_one_speech(attribute) -> None:
    text = (
        "“Eleven ships left,” said Ada Example, the harbour master. “The pilots had no orders.\n\n“Nobody asked the port.\n\n"
        "“There will be an inquiry.”\n\nJonas Beck, a fisherman, said: “The ferries ran as always.\n\n“I noticed nothing.”"
    )
    speakers = {a.source.text.split(",")[0]: a.content.text for a in attribute(text) if a.source}

    assert "Nobody asked" in speakers["Ada Example"] and "inquiry" in speakers["Ada Example"]
    assert "ferries" in speakers["Jonas Beck"] and "noticed" in speakers["Jonas Beck"]
    assert "inquiry" not in speakers["Jonas Beck"]


def test_a_quotation_whose_speaker_stands_at_its_end_is_his_from_the_start(attribute) -> None:
    (found,) = attribute("“We have spoken to forty witnesses.\n\n“Their accounts differ a great deal,” Omar Ruiz said.")

    assert found.source and found.source.text == "Omar Ruiz" and found.content.text.startswith("“We have spoken")


@pytest.mark.parametrize("opening, closing", [("“", "”"), ('"', '"')])
def test_a_quotation_goes_on_from_what_somebody_was_told_to_have_said(attribute, opening: str, closing: str) -> None:
    text = (
        f"Greta Lind said her sister was on the ferry.\n\n{opening}She will recover, and she is in good hands.\n\n"
        f"{opening}It came as a great shock.{closing}\n\nSaint Olav's Hospital said it was treating 20 people."
    )
    spoken = {a.source.text: a.content.text for a in attribute(text) if a.source}

    assert "sister" in spoken["Greta Lind"] and "recover" in spoken["Greta Lind"] and "shock" in spoken["Greta Lind"]
    assert "shock" not in spoken["Saint Olav's Hospital"]


def test_a_quoted_paragraph_with_a_speaker_of_its_own_goes_on_from_nothing(attribute) -> None:
    found = attribute("Greta Lind said her sister was on the ferry.\n\n“The sea was calm that night,” said Karl Ek.")

    assert [(a.source.text, a.content.text) for a in found if a.source and "calm" in a.content.text] == [
        ("Karl Ek", "“The sea was calm that night,”")
    ]
