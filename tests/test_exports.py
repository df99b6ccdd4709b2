"""Promises of the views: self-contained, safe whatever a text holds, readable without colour, and the same every time."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import jsonschema
import msgspec
import pytest
from factory import Telling, make_reading
from markupsafe import escape

from sayso import dossier
from sayso.claim import Claim, Event, Item, Reading, Source, Span
from sayso.dossier.lines import LINES
from sayso.exports import html, jsonl, markdown, table, terminal, wording
from sayso.ledger import Ledger

OPENING = " ".join(f"The {n}th boat of the harbour at dawn carried word {n * 7} of it." for n in range(20))
HOSTILE = "<script>alert(1)</script> [red]**a** | \x1b[31m \u202emoc ' \" & `x`"


@pytest.fixture
def compiled(tmp_path: Path):
    """The dossier of a new ledger with these readings."""

    def compile(*readings: Reading) -> dossier.Dossier:
        with Ledger(tmp_path / "a.db") as ledger:
            for reading in readings:
                ledger.record(reading, reading.article.text.encode())
            return dossier.compile(ledger)

    return compile


@pytest.fixture
def story(compiled) -> dossier.Dossier:
    """A dossier that has something in every section."""
    return compiled(
        make_reading(
            Telling("Ana Ruiz", number=600), Telling("Ana Ruiz", type="combat", recipient=None, item=None), published="2024-10-18"
        ),
        make_reading(
            Telling("Ben Okoro", number=3000, certainty="probable"),
            Telling("Ben Okoro", type="combat", recipient=None, item=None, polarity="negative"),
            published="2024-10-23",
            publisher="Example Wire",
        ),
    )


def hostile() -> Reading:
    """A reading whose every name and text tries to break out."""
    reading = make_reading(Telling("Ana Ruiz"), opening=HOSTILE, publisher=HOSTILE, url="javascript:alert(1)")
    claim = reading.claims[0]
    source = replace(claim.source, name=HOSTILE, role=HOSTILE)
    ref = replace(claim.article, title=HOSTILE, publisher=HOSTILE)
    return replace(reading, article=replace(reading.article, title=HOSTILE), claims=(replace(claim, source=source, article=ref),))


class Page(HTMLParser):
    """What a page is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            assert self.open.pop() == tag, f"{tag} is closed out of order"

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def values(self, attribute: str) -> list[str]:
        return [value for _, attrs in self.tags if (value := attrs.get(attribute)) is not None]


# The page


def test_the_page_has_no_script_and_loads_nothing(story) -> None:
    page = Page(html.render(story))

    assert {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "object", "embed", "form"} == set()
    assert page.values("src") == []
    assert [a for _, attrs in page.tags for a in attrs if a.startswith("on") or a == "style"] == []
    assert not re.search(r"url\(|@import", html.render(story))


def test_the_page_allows_itself_nothing_but_its_own_style(story) -> None:
    policy = next(attrs["content"] for tag, attrs in Page(html.render(story)).tags if attrs.get("http-equiv"))

    assert re.fullmatch(r"default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'", policy or "")


def test_every_link_within_the_page_leads_somewhere(story) -> None:
    page = Page(html.render(story))
    ids = page.values("id")

    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.values("href") if link.startswith("#")} - set(ids) == set()


def test_every_claim_leads_to_its_words_and_back(story) -> None:
    page = Page(html.render(story))
    numbers = [line.number for text in story.texts for line in text.lines]

    assert len(numbers) == 4
    assert {f"#c{n}" for n in numbers} | {f"#l{n}" for n in numbers} <= set(page.values("href"))


def test_every_tag_is_closed(story) -> None:
    assert Page(html.render(story)).open == []


def test_headings_never_skip_a_level(story) -> None:
    levels = [int(tag[1]) for tag, _ in Page(html.render(story)).tags if re.fullmatch(r"h[1-6]", tag)]

    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_a_caption_and_every_picture_says_the_same_in_words(story) -> None:
    page = html.render(story)

    assert page.count("<table") == page.count("<caption>")
    assert '<svg class="picture figures"' in page
    assert "18 October 2024: 600 (Haiti), Ana Ruiz; 23 October 2024: 3,000 (Haiti), Ben Okoro</desc>" in page


def test_the_page_has_landmarks_and_a_way_past_the_navigation(story) -> None:
    tags = Page(html.render(story)).tags

    assert [tag for tag, _ in tags if tag in ("header", "nav", "main", "footer")] == ["header", "nav", "main", "footer"]
    assert next(attrs for tag, attrs in tags if tag == "a") == {"class": "skip", "href": "#main"}


def test_hostile_text_stays_text_on_the_page(compiled) -> None:
    page = html.render(compiled(hostile()))

    assert "<script" not in page
    assert "javascript:" not in "".join(Page(page).values("href"))
    assert "&lt;script&gt;" in page


def test_a_name_that_turns_the_direction_of_writing_turns_only_itself(compiled) -> None:
    page = html.render(compiled(hostile()))

    for heading in re.findall(r"<h3>.*?</h3>", page):
        assert "\u202e" not in re.sub(r"<bdi>.*?</bdi>", "", heading)


def test_the_text_on_the_page_is_the_text_of_the_article(story) -> None:
    for text in story.texts:
        shown = "\n".join("".join(s.text for s in p.segments) for p in html.mark(text).paragraphs)

        assert shown == text.article.text


def test_overlapping_claims_are_told_apart_by_more_than_colour() -> None:
    reading = make_reading(Telling("Ana Ruiz"))
    article, claim = reading.article, reading.claims[0]
    start, end = claim.content.spans[0]
    inner = replace(
        claim, content=article.cut_pieces([(start + 6, end)]), cue=article.cut(start, start + 5), source=replace(claim.source, span=None)
    )
    text = dossier.Text(article, (dossier.Line(1, claim, ""), dossier.Line(2, inner, "")))

    [paragraph] = html.mark(text).paragraphs

    assert [(s.text, s.classes.split()[:2]) for s in paragraph.segments if s.classes] == [
        ("Ana Ruiz", ["s", "m1"]),
        ("says", ["c", "m1"]),
        ("Kenya", ["c", "k1"]),
        (" ", ["k1", "m1"]),
        (article.text[start + 6 : end], ["k2", "m1"]),
    ]


def test_a_long_article_is_cut_behind_its_last_claim_and_says_so(compiled) -> None:
    reading = make_reading(Telling("Ana Ruiz"))
    long = replace(reading, article=replace(reading.article, text=reading.article.text + "\n" + "It rained again.\n" * 3000))
    [text] = compiled(long).texts

    assert html.mark(text).cut > 0
    assert "more characters without a claim" in html.render(compiled(long))


def test_of_very_many_articles_only_the_paragraphs_that_hold_claims_are_shown(story) -> None:
    text = story.texts[0]
    longer = dossier.Text(replace(text.article, text=text.article.text + "\nIt rained again." * 3), text.lines)

    marked = html.mark(longer, whole_text=False)

    assert [p.left_out for p in marked.paragraphs] == [False, True]


def test_a_section_that_is_cut_says_how_much_is_left_out_and_how_to_see_it(compiled) -> None:
    found = compiled(*(make_reading(Telling(f"Speaker {n}"), published=f"2024-10-{n:02}", path=f"{n}.txt") for n in range(1, 13)))

    for view in (html.render(found), markdown.render(found), printed(found)):
        assert f"… and {12 - LINES} more" in view
        assert "sayso claims" in view


def test_a_country_is_told_by_its_name_and_an_unknown_code_as_it_is() -> None:
    assert [wording.country(code) for code in ("KR", "US", "QQ", "")] == ["South Korea", "United States", "QQ", ""]


def test_the_page_tells_what_every_mark_on_it_means(story) -> None:
    page = html.render(story)

    assert [word for word, meaning in wording.MEANINGS if escape(meaning) not in page] == []
    assert {value for text in story.texts for line in text.lines for _, value, marked in wording.four(line.claim) if marked} <= set(
        wording.MEANING
    )


def test_what_is_folded_on_the_screen_is_open_on_paper(story) -> None:
    assert "details::details-content { display: block; content-visibility: visible" in html.render(story).split("@media print")[1]


def test_the_page_is_the_same_every_time(story) -> None:
    assert html.render(story) == html.render(story)


def test_an_empty_ledger_gives_a_page_that_says_what_to_do(compiled) -> None:
    assert "sayso read PATH" in html.render(compiled())


# Markdown and the terminal


def printed(found: dossier.Dossier) -> str:
    out = io.StringIO()
    terminal.dossier(found, out)
    return out.getvalue()


@pytest.mark.parametrize("render", [html.render, markdown.render, printed])
def test_every_view_has_every_section_in_the_order_in_which_it_is_asked_for(story, render) -> None:
    view = render(story).partition("<main")[2].casefold() or render(story).casefold()
    sections = (
        "what this rests on",
        "key points",
        "exchange and transfer",
        "disputes",
        "figures over time",
        "timeline",
        "who says what",
        "not understood",
    )

    places = [view.index(name) for name in sections]
    assert places == sorted(places)


@pytest.mark.parametrize("render", [html.render, markdown.render, printed])
def test_every_view_shows_speaker_stance_certainty_polarity_and_status_with_the_words(story, render) -> None:
    view = " ".join(re.sub(r"<[^>]*>|\*\*", "", render(story)).split())

    assert re.search(r"Ben Okoro.{0,6}says · probable.{0,6}“Kenya did deploy 3,000 soldiers to Haiti”", view)


def test_markdown_prints_hostile_text_as_it_is(compiled) -> None:
    view = markdown.render(compiled(hostile()))

    assert "<script" not in view
    assert "\x1b" not in view
    assert "\u202e" not in view
    assert r"\*\*a\*\* \|" in view


def test_every_footnote_of_the_markdown_is_there(story) -> None:
    view = markdown.render(story)

    assert set(re.findall(r"\[\^(\d+)\](?!:)", view)) == set(re.findall(r"^\[\^(\d+)\]:", view, re.M)) == {"1", "2", "3", "4"}


def test_the_terminal_obeys_nothing_that_a_text_says(compiled) -> None:
    view = printed(compiled(hostile()))

    assert "\x1b" not in view
    assert "\u202e" not in view
    assert "[red]" in view


def test_a_pipe_gets_plain_lines_without_blanks_at_their_end(story) -> None:
    assert [line for line in printed(story).splitlines() if line != line.rstrip()] == []


def test_claims_in_a_pipe_are_one_line_of_columns_each() -> None:
    out = io.StringIO()
    number = terminal.claims(make_reading(Telling(), Telling("Ben Okoro")).claims, out)

    rows = [line.split("\t") for line in out.getvalue().splitlines()]
    assert number == 2
    assert [row[3:] for row in rows] == [
        [name, "says", "certain", "positive", "actual", "Kenya did deploy soldiers to Haiti"] for name in ("Ana Ruiz", "Ben Okoro")
    ]


@pytest.fixture
def traded(compiled) -> dossier.Dossier:
    """A dossier in which one thing is given for another, one source stands behind it, and something was left out."""
    reading = make_reading(Telling("Ana Ruiz", type="transfer", item=("drones", "drone"), status="planned"), opening="Wheat is dear.")
    claim, at = reading.claims[0], reading.article.text.index("Wheat")
    back = Event("transfer", "AID", reading.article.cut(at, at + 5), items=(Item("Wheat", (at, at + 5), "wheat", "grain"),))
    event = replace(claim.events[0], in_exchange_for=back)
    found = compiled(replace(reading, claims=(replace(claim, events=(event,)),)))
    return replace(found, left_out=dossier.LeftOut(("Ben Okoro",), "2024-11-01", 3, 2))


@pytest.mark.parametrize("render", [html.render, markdown.render, printed])
def test_every_view_tells_at_its_top_what_was_left_out(traded, render) -> None:
    view = " ".join(render(traded).partition("<body")[2].split() or render(traded).split())

    assert view.index("Without “Ben Okoro” and as of 1 November 2024: 3 claims in 2 articles left out") < view.casefold().index(
        "key points"
    )


@pytest.mark.parametrize("render", [html.render, markdown.render, printed])
def test_every_view_shows_both_legs_of_an_exchange_how_they_stand_and_who_ties_them(traded, render) -> None:
    view = " ".join(re.sub(r"<[^>]*>|\*\*", " ", render(traded).partition("<main")[2] or render(traded)).split())

    assert "Kenya and Haiti" in view
    assert "said by 1 claim from 1 origin (certain)" in view
    assert re.search(r"drones.{0,200}planned.{0,900}named as the return", view)


@pytest.mark.parametrize("render", [html.render, markdown.render, printed])
def test_every_view_says_what_rests_on_one_source_and_what_no_source_says(compiled, render) -> None:
    told = Telling("officials", speaker_kind="unnamed", type="transfer", item=("drones", "drone"))
    copied = [make_reading(told, opening=OPENING, publisher=f"Outlet {n}", published=f"2024-10-{n + 10}") for n in range(3)]
    view = " ".join(re.sub(r"<[^>]*>|\*", "", render(compiled(*copied))).split())

    assert "3 outlets, but one source" in view
    assert "no source says how many drones" in view
    assert "no source dates it" in view


@pytest.mark.parametrize("render", [html.render, markdown.render, printed])
def test_every_view_tells_which_figure_was_revised(compiled, render) -> None:
    found = compiled(make_reading(Telling(number=600), published="2024-10-18"), make_reading(Telling(number=900), published="2024-10-20"))
    view = " ".join(re.sub(r"<[^>]*>", "", render(found)).split())

    [point] = found.points
    assert [(r.one, r.other, r.kind) for r in point.relations] == [(2, 1, "revises")]
    assert point.relations[0].reason in view
    assert "revises" in view


@pytest.mark.parametrize("render", [html.render, markdown.render, printed])
def test_every_view_shows_where_a_point_comes_from(compiled, render) -> None:
    told = [Telling(name, speaker_country=country, type="strike") for name, country in (("Ana Ruiz", "CL"), ("Ben Okoro", "NG"))]
    found = compiled(*(make_reading(one, published=f"2024-10-{n + 10}", publisher=f"Outlet {n}") for n, one in enumerate(told)))
    view = " ".join(re.sub(r"<[^>]*>", "", render(found)).split())

    assert "2 outlets, 2 origins" in view
    assert "Of 2 origins that say so 2 are established as independent." in view
    assert "another side than Ben Okoro" in view


@pytest.mark.parametrize("render", [html.render, markdown.render, printed])
def test_every_view_gives_the_exact_sentence_of_each_side_of_a_dispute_and_what_it_goes_back_to(story, render) -> None:
    view = " ".join(re.sub(r"<[^>]*>|\*\*", "", render(story)).split())

    assert "Ben Okoro says that Kenya did not combat." in view
    assert "goes back to Ben Okoro" in view
    assert "told as so by Ana Ruiz" in view


# One claim


def shown(claim: Claim, reading: Reading, width: int = 100) -> str:
    out = io.StringIO()
    terminal.show(claim, reading.article, [], out, width)
    return out.getvalue()


def test_source_cue_and_content_are_marked_below_the_words() -> None:
    reading = make_reading(Telling("Ana Ruiz"))

    assert (
        "  Ana Ruiz says that Kenya did deploy soldiers to Haiti.\n"
        "  ssssssss cccc      kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\n"
    ) in shown(reading.claims[0], reading)  # fmt: skip


def test_marks_stand_below_their_words_on_every_row_of_a_long_sentence() -> None:
    reading = make_reading(Telling("Ana Ruiz", place="the far north of the island beyond the harbour"))
    rows = shown(reading.claims[0], reading, 40).splitlines()

    pairs = [(words, marks) for words, marks in pairwise(rows) if re.fullmatch(r"[ sck]+", marks)]
    claimed = "".join(letter for words, marks in pairs for letter, sign in zip(words, marks, strict=False) if sign == "k")
    assert claimed.replace(" ", "") == reading.claims[0].content.text.replace(" ", "")


def test_every_field_says_why_it_is_what_it_is() -> None:
    reading = make_reading(Telling(polarity="negative"))
    why = {field: (value, reason) for field, value, reason in terminal.explained(reading.claims[0])}

    assert why["polarity"] == ("negative", "because of “not”")
    assert why["certainty"] == ("certain", "nothing in the text makes it less than certain")
    assert why["event"][1] == "because of “deploy”"


def test_a_chain_is_told_from_the_speaker_outwards() -> None:
    reading = make_reading(Telling())
    via = tuple(Source(name, None, name, "medium", True) for name in ("lawmakers", "Example Wire"))

    assert wording.chain(replace(reading.claims[0], via=via)) == "lawmakers, as told by Example Wire"


# The record


def test_a_claim_comes_back_from_its_line_as_it_was() -> None:
    claims = make_reading(Telling(number=600), Telling("Ben Okoro", place="Lapland", polarity="negative")).claims
    out = io.BytesIO()

    assert jsonl.write(claims, out) == 2
    assert tuple(jsonl.read(out.getvalue().splitlines())) == claims


def test_every_line_fits_the_schema() -> None:
    out = io.BytesIO()
    jsonl.write(make_reading(Telling(number=600), Telling("Ben Okoro", place="Lapland")).claims, out)

    validator = jsonschema.Draft202012Validator(json.loads(jsonl.schema()))
    assert [error.message for line in out.getvalue().splitlines() for error in validator.iter_errors(json.loads(line))] == []


def test_the_schema_refuses_a_certainty_that_does_not_exist() -> None:
    out = io.BytesIO()
    jsonl.write(make_reading(Telling(certainty="likely")).claims, out)

    validator = jsonschema.Draft202012Validator(json.loads(jsonl.schema()))
    assert len(list(validator.iter_errors(json.loads(out.getvalue())))) == 1


# Words


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2024-10-18", "18 October 2024"),
        ("2024-10", "October 2024"),
        ("2024-10~", "about October 2024"),
        ("2024", "2024"),
        ("2024-08/..", "since August 2024"),
        ("../2024-12", "until December 2024"),
        ("2024-10-08/2024-10-13", "8 October 2024 to 13 October 2024"),
        ("2024-22", "summer 2024"),
        ("202X", "202X"),
        ("", "undated"),
    ],
)
def test_a_date_is_said_no_more_precisely_than_it_is(edtf: str, words: str) -> None:
    assert wording.date(edtf) == words


@pytest.mark.parametrize(
    ("low", "high", "approximate", "words"),
    [
        (3000, 3000, True, "about 3,000"),
        (10000, None, False, "at least 10,000"),
        (None, 50, False, "at most 50"),
        (11000, 12000, False, "11,000 to 12,000"),
        (3.4, 3.4, False, "3.4"),
        (None, None, False, "large quantities"),
    ],
)
def test_an_amount_is_a_range_or_stays_words(low: float | None, high: float | None, approximate: bool, words: str) -> None:
    figure = dossier.Figure("2024", "large quantities", low, high, approximate, "", "", "actual", "positive", dossier.Shown())

    assert wording.amount(figure) == words


def test_what_is_left_out_between_two_pieces_shows() -> None:
    reading = make_reading(Telling())
    pieces = reading.article.cut_pieces([(0, 8), (19, 24)])

    assert wording.quoted(replace(reading.claims[0], content=pieces, cue=Span("says", (9, 13)))) == "Ana Ruiz … Kenya"


def luminance(colour: str) -> float:
    """How bright a colour is, by the definition of WCAG."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1])
@pytest.mark.parametrize("ground", ["paper", "card", "accent-soft", "target"])
@pytest.mark.parametrize("ink", ["ink", "soft", "accent"])
def test_words_stand_out_from_every_ground_in_light_and_dark(scheme: int, ground: str, ink: str) -> None:
    css = (files("sayso.exports") / "templates" / "dossier.css").read_text("utf-8")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", css.split(":root {")[scheme + 1]))
    lighter, darker = sorted((luminance(colours[ground]), luminance(colours[ink])), reverse=True)

    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


# A table for spreadsheets


@pytest.mark.parametrize("words", ["=1+1", "+44 20", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_what_a_spreadsheet_would_take_for_a_formula_stays_text(words: str) -> None:
    claim = make_reading(Telling()).claims[0]
    written = table.head() + table.lines([replace(claim, source=replace(claim.source, name=words))])
    [row] = csv.DictReader(io.StringIO(written.decode(), newline=""))

    assert row["source.name"] == f"'{words}"


def test_a_table_keeps_every_letter_and_names_its_columns_as_the_record_does() -> None:
    claim = make_reading(Telling('Zoë, "Min-jun" 김')).claims[0]
    [row] = csv.DictReader(io.StringIO((table.head() + table.lines([claim])).decode(), newline=""))
    record = json.loads(msgspec.json.encode(claim))

    assert (row["source.name"], row["content.text"], row["id"]) == (claim.source.name, claim.content.text, claim.id)
    assert [name for name in row if name.split(".")[0] not in record] == []
