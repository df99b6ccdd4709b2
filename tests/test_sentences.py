"""A text is cut into blocks and sentences, and every word keeps its place."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.sentences import blocks


def kinds(text: str) -> list[tuple[str, str]]:
    return [(b.kind, text[b.start : b.end]) for b in blocks(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ports reopen\n\nThe port opened on Monday.", [("heading", "Ports reopen"), ("paragraph", "The port opened on Monday.")]),
        ("Table of Contents\nThe port opened.", [("furniture", "Table of Contents"), ("paragraph", "The port opened.")]),
        (" date 2023-05-04 The port opened.", [("furniture", " date 2023-05-04 "), ("paragraph", "The port opened.")]),
        ("What | Who says so |\n---|---|\nA strike | Officials said it hit a depot. |",
         [("cell", "What"), ("cell", "Who says so"), ("furniture", "---|---|"), ("cell", "A strike"), ("cell", "Officials said it hit a depot.")]),
        ("OSLO (Example Wire) — The port opened.", [("dateline", "OSLO (Example Wire) —"), ("paragraph", "The port opened.")]),
        ("- The port opened.\n- The rail line closed.", [("item", "The port opened."), ("item", "The rail line closed.")]),
        ("By Ada Example\nThe port opened.", [("byline", "By Ada Example"), ("paragraph", "The port opened.")]),
        ("By Monday the army had left.\nThe port opened.", [("paragraph", "By Monday the army had left."), ("paragraph", "The port opened.")]),
        ("Will the Port Ever Open?\nThe port opened.", [("heading", "Will the Port Ever Open?"), ("paragraph", "The port opened.")]),
    ],
)  # fmt: skip
def test_a_line_is_known_by_its_looks(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement Continue reading the main story",
        "Newsletter Sign Up Continue reading the main story You must select a newsletter. Thank you for subscribing.",
        "Related Stories HARBOUR ROW Why did the mayor of Exampletown say he would sue the port?",
        "Exampletown wins the cup for the third time – as it happened Read more",
        "Read or Share this story: http://example.org/2fD4",
        "Hungry for more? Like us on Facebook and follow us on Twitter.",
        "Do you have a story for the Example Daily? Write to tips@example.org.",
        "(Additional reporting by Ada Example in Lund; Editing by Bo Ek)",
        "Ada Example contributed to this report.",
        "Scroll down for video",
    ],
)
def test_what_serves_the_page_and_tells_nothing_is_furniture(line: str) -> None:
    assert kinds(f"{line}\nThe port opened.") == [("furniture", line), ("paragraph", "The port opened.")]


@pytest.mark.parametrize(
    "line",
    [
        "Related firms in Sweden were told to stop deliveries.",
        "Read ministers their rights, the judge told the guards.",
        "Advertisement revenue fell by a third, the publisher said.",
        "He asked them to follow the convoy on foot.",
        "The AP (Associated Press) reported the strike first.",
        "The ministers met in Lund (Reuters)",
    ],
)
def test_a_sentence_is_no_furniture_for_a_word_of_it(line: str) -> None:
    assert [kind for kind, _ in kinds(f"{line}\nThe port opened.")] in (["paragraph"] * 2, ["heading", "paragraph"])


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("Image copyright Example Pictures Image caption The bridge fell on Monday", "The bridge fell on Monday"),
        ("Facebook Twitter Pinterest The bridge fell on Monday. Photograph: Ada Example/AP", "The bridge fell on Monday."),
        ("Media playback is unsupported on your device Media caption The bridge fell", "The bridge fell"),
        ("AP:Associated Press The bridge fell on Monday", "The bridge fell on Monday"),
        ("The bridge in Lund, which fell on Monday. (AP Photo/Ada Example, File)", "The bridge in Lund, which fell on Monday."),
        ("The bridge in Lund, which fell on Monday. REUTERS/Ada Example", "The bridge in Lund, which fell on Monday."),
        ("The bridge that fell on Monday in Lund, Sweden ©Ada Example (AFP)", "The bridge that fell on Monday in Lund, Sweden"),
        ("FILE - In this March 3 photo, the bridge in Lund is open.", "In this March 3 photo, the bridge in Lund is open."),
    ],
)
def test_a_caption_is_told_from_the_words_that_say_whose_picture_it_is(line: str, caption: str) -> None:
    assert [words for kind, words in kinds(f"{line}\nThe port opened.") if kind == "caption"] == [caption]


def test_the_lines_of_a_wrapped_paragraph_are_one_block() -> None:
    text = (
        "The minister told the chamber on Monday that the first of the new\n"
        "ships would leave the yard before the summer, and that a second ship\n"
        "was to follow it within the year if the money that the chamber had\n"
        "promised was paid in time to the yard and the engine makers.\n"
        "\n"
        "Nobody in the opposition believed a word of it, and several of its\n"
        "members left the hall before the minister had come to an end.\n"
    )

    assert [kind for kind, _ in kinds(text)] == ["paragraph", "paragraph"]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab .,\n|-“”#:()A—1"), max_size=300))
def test_blocks_lie_in_order_and_never_overlap(text: str) -> None:
    found = blocks(text)

    assert all(0 <= b.start < b.end <= len(text) for b in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_every_token_stands_in_the_text_at_its_place(parse_text) -> None:
    text = "“We’re ready,” said Zoë Ångström — 3.4 bn were spent.\n\nСлава! 한국 U.S.-made F-16s ☂ landed…"

    parse = parse_text(text)

    assert [t.text for t in parse.tokens] == [text[t.start : t.end] for t in parse.tokens]


def test_no_sentence_runs_across_a_cell(parse_text) -> None:
    parse = parse_text("Talks | The two sides met in Oslo |\nAid | Norway sent tents |")

    assert {parse.article.text[s.start : s.end] for s in parse.sentences} >= {"The two sides met in Oslo", "Norway sent tents"}


def test_an_endless_line_is_parsed_in_pieces(parse_text) -> None:
    parse = parse_text("The port opened and " * 2_000)

    assert max(b.end - b.start for b in parse.blocks) <= 8_000


def test_encoded_data_is_not_taken_for_language(parse_text) -> None:
    parse = parse_text("A" * 5_000 + "\n\nThe port opened.")

    assert [t.text for t in parse.tokens] == ["The", "port", "opened", "."]
