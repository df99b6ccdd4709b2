"""Promises of the pictures: they say the same in words, never by colour alone, invent no ends, and can be read on a phone and in the dark."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from factory import Telling, make_reading
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso import dossier
from sayso.dossier import Branch, Figure, Goods, Line, Moment, Series, Shown, Tree
from sayso.dossier.days import days
from sayso.dossier.figures import steps
from sayso.dossier.network import Giving, Network, Opposing, Party
from sayso.exports import html, pictures
from sayso.ledger import Ledger

HOSTILE = '<script>alert(1)</script> "&\x1b[31m\u202e'


def figure(on: str, low: float | None, high: float | None, who: str = "Ana Ruiz", **fields: object) -> Figure:
    line = Line(1, make_reading(Telling(who)).claims[0], "")
    told = Figure(on, "some", low, high, False, "", "", "actual", "positive", Shown((line,), 1))
    return replace(told, **fields)  # type: ignore[arg-type]


def series(*told: Figure) -> Series:
    return Series("troops", "Kenya", "", told, steps(told))


def drawn(picture: str) -> ET.Element:
    """The picture as a tree; it must be well-formed."""
    return ET.fromstring(picture)


def having(picture: str, kind: str) -> list[ET.Element]:
    return [element for element in drawn(picture).iter() if kind in element.get("class", "").split()]


def number(element: ET.Element, name: str) -> float:
    return float(element.get(name, "nan"))


# Figures


def test_a_range_is_drawn_from_its_lowest_to_its_highest_number() -> None:
    picture = pictures.figures(series(figure("2024-10-01", 100, 400), figure("2024-10-09", 400, 400)), "f")
    first, second = having(picture, "bar")

    assert number(first, "y") == pytest.approx(number(second, "y") + number(second, "height") / 2, abs=0.2)
    assert number(first, "height") > 10 * number(second, "height")


def test_an_open_end_is_an_arrow_and_leaves_the_band_without_an_edge() -> None:
    picture = pictures.figures(series(figure("2024-10-01", 100, None), figure("2024-10-09", 100, None)), "f")

    assert len(having(picture, "arrow")) == 2
    assert {edge.get("y1") for edge in having(picture, "edge")} == {having(picture, "grid")[2].get("y1")}


def test_approximate_hollow_and_denied_are_told_by_shape() -> None:
    told = series(
        figure("2024-10-01", 100, 100, approximate=True),
        figure("2024-10-05", 100, 100, status="planned"),
        figure("2024-10-09", 100, 100, polarity="negative"),
    )
    picture = pictures.figures(told, "f")

    assert [bar.get("class") for bar in having(picture, "bar")] == ["bar about", "bar hollow", "bar hollow"]
    assert len(having(picture, "cross")) == 1


def test_numbers_far_apart_are_drawn_by_their_size_and_the_title_says_so() -> None:
    near = pictures.figures(series(figure("2024-10-01", 100, 100), figure("2024-10-09", 900, 900)), "f")
    far = pictures.figures(series(figure("2024-10-01", 100, 100), figure("2024-10-09", 90_000, 90_000)), "f")

    assert ("logarithmic" in near, "logarithmic" in far) == (False, True)
    assert [text.text for text in drawn(far).iter("text")][:4] == ["100", "1,000", "10,000", "100k"]


def test_a_day_known_only_by_its_month_is_as_wide_as_the_month() -> None:
    told = series(figure("2024-10-01", 100, 100), figure("2024-11-20", 200, 200, as_of="2024-11"), figure("2024-12-31", 300, 300))
    widths = [number(bar, "width") for bar in having(pictures.figures(told, "f"), "bar")]

    assert widths[0] == widths[2] == pictures.BAR
    assert widths[1] > 80


def test_who_said_what_stands_at_every_bar_and_in_the_description() -> None:
    told = series(figure("2024-10-01", 100, 100), figure("2024-10-09", 900, 900, "Ben Okoro"))
    picture = pictures.figures(told, "f", lambda line: f"#c{line.number}")

    labels = [link.get("aria-label") for link in drawn(picture).iter("a")]
    assert labels == ["1 October 2024: 100, Ana Ruiz", "9 October 2024: 900, Ben Okoro"]
    assert "; ".join(labels) == drawn(picture).findtext("desc")


def test_a_picture_with_links_is_no_image_so_that_they_can_be_reached() -> None:
    told = series(figure("2024-10-01", 100, 100), figure("2024-10-09", 900, 900))

    assert drawn(pictures.figures(told, "f")).get("role") == "img"
    assert drawn(pictures.figures(told, "f", lambda line: "#c")).get("role") == "group"


def test_figures_of_one_day_lie_at_their_day_and_none_hides_another() -> None:
    told = [
        figure("2024-10-05", 600, 600, who, approximate=about)
        for who, about in (("Ana Ruiz", False), ("Ben Okoro", True), ("Carla Lund", False))
    ]
    picture = pictures.figures(series(figure("2024-10-01", 0, 900), *told, figure("2024-10-09", 900, 900)), "f")
    same = having(picture, "bar")[1:4]
    heights = sorted((number(bar, "y"), number(bar, "y") + number(bar, "height")) for bar in same)

    assert len({number(bar, "x") for bar in same}) == 1
    assert all(above[1] <= below[0] for above, below in pairwise(heights))


def test_a_figure_within_the_range_of_another_stays_at_its_number() -> None:
    ranged, single = figure("2024-10-05", 100, 900), figure("2024-10-05", 500, 500, "Ben Okoro")
    first, second = having(pictures.figures(series(ranged, single, figure("2024-10-09", 900, 900)), "f"), "bar")[:2]

    assert "range" in first.get("class", "").split()
    assert number(second, "y") + number(second, "height") / 2 == pytest.approx(number(first, "y") + number(first, "height") / 2, abs=0.2)


def test_a_figure_without_a_day_is_left_to_the_table() -> None:
    assert pictures.figures(series(figure("", 100, 100), figure("2024-10-09", 900, 900)), "f") == ""


NUMBERS = st.one_of(st.none(), st.floats(0, 1e12, allow_nan=False))
FIGURES = st.tuples(st.dates().map(str), NUMBERS, NUMBERS, st.booleans()).map(
    lambda told: figure(told[0], *sorted(told[1:3], key=lambda end: end or 0), approximate=told[3])  # type: ignore[misc]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(FIGURES, min_size=2, max_size=6))
def test_whatever_is_said_stays_within_the_picture(told: list[Figure]) -> None:
    picture = pictures.figures(series(*told), "f")
    if not picture:
        return
    for bar in having(picture, "bar"):
        assert number(bar, "x") >= 0
        assert number(bar, "x") + number(bar, "width") <= pictures.WIDTH
        assert number(bar, "y") >= 0
        assert number(bar, "y") + number(bar, "height") <= pictures.TALL


# Source trees


OUTLETS = tuple(Branch(f"Example Outlet {n}", "outlet", (n,), claims=1) for n in range(14))


def test_a_tree_leads_from_the_speaker_over_the_wire_to_the_outlets() -> None:
    wire = Branch("Example Wire", "agency", (), OUTLETS)
    picture = pictures.tree(Tree((Branch("Ana Ruiz", "person", (), (wire,), "not established"),), 14, 1), "t")
    boxes = having(picture, "box")

    assert len(having(picture, "way")) == 15
    assert number(boxes[0], "x") < number(boxes[1], "x") < number(boxes[2], "x")
    assert "14 outlets, 1 origin" in (drawn(picture).findtext("title") or "")


def test_what_is_established_of_the_origins_is_told_by_stroke_and_word() -> None:
    roots = tuple(Branch(f"Speaker {n}", "person", (), OUTLETS[:1], kind) for n, kind in enumerate(("independent", "not established")))
    picture = pictures.tree(Tree(roots, 1, 2), "t")

    assert [text.text for text in having(picture, "note")] == ["independent", "not established"]
    assert (len(having(picture, "independent")), len(having(picture, "not-established"))) == (1, 1)


def test_of_a_long_chain_the_ends_are_drawn() -> None:
    branch = Branch("The outlet", "outlet", (1,))
    for name in ("Wire", "Lawmaker", "Aide", "Deputy", "Minister"):
        branch = Branch(name, "person", (), (branch,))
    picture = pictures.tree(Tree((branch,), 1, 1), "t")

    assert len(having(picture, "box")) == pictures.COLUMNS
    assert [t.text for t in drawn(picture).iter("text")][::3] == ["Minister", "The outlet"]


@given(st.text(min_size=1, max_size=80), st.text(min_size=1, max_size=80))
def test_no_name_runs_out_of_its_box(one: str, other: str) -> None:
    tree = Tree((Branch(one, "person", (), (Branch(other, "outlet"),), "independent"),), 1, 1)
    picture = pictures.tree(tree, "t")
    room = number(having(picture, "box")[0], "width") - 2 * pictures.PADDING

    for text in (element.text or "" for element in drawn(picture).iter("text") if "note" not in element.get("class", "")):
        assert pictures.wide(text) <= room


def test_hostile_names_stay_text() -> None:
    picture = pictures.tree(Tree((Branch(HOSTILE, "person", (), (Branch(HOSTILE, "outlet"),)),), 1, 1), "t")

    assert "<script" not in picture
    assert "\x1b" not in picture
    assert "\u202e" not in picture


# Networks and timelines


def linked(*givings: Giving, opposings: tuple[Opposing, ...] = ()) -> Network:
    ids = dict.fromkeys(ident for g in givings for ident in (g.giver, g.taker)) | dict.fromkeys(
        i for o in opposings for i in (o.one, o.other)
    )
    return Network(tuple(Party(ident, ident.title()) for ident in ids), givings, opposings, len(givings), len(opposings))


def test_what_is_only_planned_runs_in_a_broken_line_and_a_contradiction_is_crossed() -> None:
    goods = (Goods("drones", "drone", ()),)
    found = linked(
        Giving("kenya", "haiti", goods, ("done", "denied"), 2, 3),
        Giving("peru", "chile", goods, ("planned",), 1, 1),
        opposings=(Opposing("kenya", "peru", 1),),
    )
    picture = pictures.network(found, "n")

    assert [g.get("class") for g in drawn(picture).iter("g")] == ["gives", "gives unsure", "opposes"]
    assert [g.findtext("title") for g in drawn(picture).iter("g")] == [
        "Kenya to Haiti: drones (done, denied)",
        "Peru to Chile: drones (planned)",
        "Kenya against Peru",
    ]


def moment(edtf: str, words: str = "then") -> Moment:
    line = Line(1, make_reading(Telling()).claims[0], "")
    return Moment(edtf, *days(edtf), words, "deploy", Shown((line,), 1))


def test_a_moment_is_as_long_as_its_date_is_uncertain_and_an_open_end_is_broken() -> None:
    picture = pictures.timeline((moment("2024-10-18"), moment("2024-11"), moment("2024-12/..")), "t")
    first, second = having(picture, "bar")

    assert number(second, "width") > 5 * number(first, "width")
    assert len(having(picture, "reach")) == 1


# As files


def test_a_picture_can_stand_alone_as_a_file() -> None:
    told = series(figure("2024-10-01", 100, 100), figure("2024-10-09", 900, 900))
    alone = pictures.alone(pictures.figures(told, "f"))

    assert drawn(alone.split("\n", 1)[1]).tag == "{http://www.w3.org/2000/svg}svg"
    assert "--accent: #" in alone
    assert drawn(alone.split("\n", 1)[1]).get("width") == str(pictures.WIDTH)


def test_no_picture_has_a_colour_of_its_own() -> None:
    told = series(figure("2024-10-01", 100, None), figure("2024-10-09", 900, 900))
    made = pictures.figures(told, "f") + pictures.tree(Tree((Branch("Ana Ruiz", "person", (), OUTLETS[:2]),), 2, 1), "t")

    assert not re.search(r'fill="|stroke="|style="|#[0-9a-f]{3,6}\b', made)
    sheet = (files("sayso.exports") / "templates" / "pictures.css").read_text("utf-8")
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b", sheet)


# In a browser


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier that has something of everything, with long names, as a file."""
    folder = tmp_path_factory.mktemp("page")
    long = "Bundesministerium für wirtschaftliche Zusammenarbeit und Entwicklungsangelegenheiten"
    told = [
        make_reading(
            Telling("Ana Ruiz", number=600), Telling("Ana Ruiz", type="combat", recipient=None, item=None), published="2024-10-18"
        ),
        make_reading(
            Telling(long, number=30_000, certainty="probable"),
            Telling("Ben Okoro", type="combat", recipient=None, item=None, polarity="negative"),
            published="2024-10-23",
            publisher="전국연합통신사제이편집국특별취재반",
        ),
        make_reading(
            Telling("Carla Lund", type="combat", recipient=None, item=None, stance="cannot confirm", certainty="uncommitted"),
            Telling(long, type="transfer", item=("drones", "drone"), status="planned"),
            published="2024-10-25",
        ),
    ]
    with Ledger(folder / "a.db") as ledger:
        for reading in told:
            ledger.record(reading, b"")
        (folder / "page.html").write_text(html.render(dossier.compile(ledger)), "utf-8")
    return folder / "page.html"


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (360, "dark"), (1100, "dark")])
def test_the_page_can_be_read_at_any_width_in_light_and_dark(browser, page: Path, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    sheet = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    sheet.goto(page.as_uri())
    sheet.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = Axe().run(sheet).response["violations"]
    reach = sheet.evaluate("document.documentElement.scrollWidth")
    letters = sheet.evaluate(
        """[...document.querySelectorAll('svg.picture text')].map(t =>
             parseFloat(getComputedStyle(t).fontSize) * t.ownerSVGElement.getScreenCTM().a)"""
    )
    sheet.close()

    assert [(f["id"], [n["html"][:120] for n in f["nodes"]]) for f in found if f["impact"] in ("serious", "critical")] == []
    assert reach <= width
    assert min(letters) >= 9


def test_who_says_so_shows_when_a_bar_is_reached_by_keyboard(browser, page: Path) -> None:
    sheet = browser.new_page()
    sheet.goto(page.as_uri())
    link = sheet.locator("svg.figures a").nth(1)
    before = sheet.locator("svg.figures .says").nth(1).evaluate("t => getComputedStyle(t).visibility")
    link.focus()
    after = sheet.locator("svg.figures .says").nth(1).evaluate("t => getComputedStyle(t).visibility")
    words = sheet.locator("svg.figures .says").nth(1).text_content()
    sheet.close()

    assert (before, after) == ("hidden", "visible")
    assert "30,000" in words


def test_a_source_tree_shows_list_and_picture_and_closes_and_opens_by_keyboard(browser, page: Path) -> None:
    sheet = browser.new_page()
    sheet.goto(page.as_uri())
    shown = []
    sheet.locator("details.origins summary").first.focus()
    for _ in range(3):
        shown.append([sheet.locator(f"details.origins {part}").first.is_visible() for part in ("svg.tree", "ul.roots")])
        sheet.keyboard.press("Enter")
    sheet.close()

    assert shown == [[True, True], [False, False], [True, True]]
