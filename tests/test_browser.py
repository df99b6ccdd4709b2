"""Promises of the workbench in a real browser: what one sees, reaches and does there. They need Debian's chromium."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
EXAMPLES = Path(__file__).parent.parent / "examples"
PHONE, DESK = {"width": 360, "height": 780}, {"width": 1280, "height": 900}
READING = ["/story", "/points", "/disputes", "/exchange", "/figures", "/timeline", "/sources", "/claims", "/articles", "/parties"]
OTHERS = ["/search?q=north", "/add", "/look", "/look/timeline", "/look/figures", "/look/origins", "/review", "/rulings", "/rate", "/help"]

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no chromium here; on Debian: apt-get install chromium")


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of the examples, as `sayso read examples` makes it."""
    from sayso.ledger import Ledger

    path = tmp_path_factory.mktemp("workbench") / "examples.db"
    with Ledger(path) as ledger:
        ledger.read(EXAMPLES)
    return path


@pytest.fixture(scope="session")
def address(examples: Path) -> Iterator[str]:
    """A workbench that is open on the examples."""
    with served(examples) as found:
        yield found


@pytest.fixture
def open_page(browser: Any, address: str) -> Iterator[Any]:
    """Open a page of the workbench; what the browser complains of on it fails the test."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def opened(path: str, **options: Any) -> Any:
        context = browser.new_context(**{"viewport": DESK, **options})
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console", lambda message: complaints.append(f"{page.url}: {message.text}") if message.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.set_default_timeout(10_000)
        page.goto(address + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [line for line in complaints if "/nothing" not in line] == []


@pytest.fixture(scope="session")
def one_of_each(examples: Path) -> dict[str, str]:
    """The addresses of one article, claim, point and party."""
    from sayso.ledger import Ledger

    with Ledger(examples, readonly=True) as ledger:
        view = ledger.snapshot().everything
        claim = ledger.claim(view.claim_ids(view.points(limit=1)[0].rows)[0])
        article = next(a for a in ledger.articles() if "Paparo" in a.text)
        party = next(p for p in ledger.parties() if p.name == "North Korea")
        return {
            "article": f"/articles/{article.id}", "claim": f"/claims/{claim.id}", "point": f"/points/{claim.point}", "party": f"/parties/{party.id}",
        }  # fmt: skip


def test_axe_finds_nothing_serious_on_any_page_in_light_and_dark(open_page: Any, address: str, one_of_each: dict[str, str]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    axe, found = Axe(), []
    page = open_page("/story")
    for path in [*READING, *one_of_each.values(), *OTHERS, "/nothing"]:
        page.goto(address + path)
        for scheme, options in (("light", {}), ("dark", {"runOnly": ["color-contrast"]})):
            page.emulate_media(color_scheme=scheme)
            results = axe.run(page, options={"resultTypes": ["violations"], **options}).response["violations"]
            found += [
                f"{path} {scheme}: {v['id']}: {v['nodes'][0]['html'][:120]}" for v in results if v["impact"] in ("serious", "critical")
            ]

    assert found == []


@pytest.mark.parametrize("path", [*READING, *OTHERS])
def test_a_page_fits_a_phone(open_page: Any, path: str) -> None:
    page = open_page(path, viewport=PHONE)

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("which", ["article", "claim", "point", "party"])
def test_one_thing_by_itself_fits_a_phone(open_page: Any, one_of_each: dict[str, str], which: str) -> None:
    page = open_page(one_of_each[which], viewport=PHONE)

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_reading_pages_need_no_script(open_page: Any) -> None:
    page = open_page("/story", java_script_enabled=False)
    page.get_by_label("What stands without").fill("Paparo")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("without Paparo").wait_for()
    page.get_by_role("link", name="Read", exact=True).click()
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="Claim 2 in the text").click()

    assert page.url.endswith("#t2")
    assert page.locator("mark.s").first.is_visible()


def test_pointing_at_a_claim_lights_up_its_words_and_the_other_way_round(open_page: Any, one_of_each: dict[str, str]) -> None:
    page = open_page(one_of_each["article"])
    page.locator("#n2").hover()
    words = page.locator("mark.lit").all_inner_texts()
    page.locator("#t1 + mark").hover()

    assert words != []
    assert page.locator("#n1").get_attribute("class") == "lit"


def test_every_field_shows_the_words_that_earned_it_and_what_read_them(open_page: Any, one_of_each: dict[str, str]) -> None:
    page = open_page(one_of_each["article"])
    page.locator("#n1 summary").click()
    row = page.locator("#n1 tr", has_text="stance")

    assert re.search(r"“[^”]+”\s*the list of words of saying", row.inner_text())


def test_a_filter_redraws_at_once_and_stands_in_the_address(open_page: Any) -> None:
    page = open_page("/story")
    before = page.locator(".counts dd").nth(2).inner_text()
    page.get_by_label("What stands without").fill("Paparo")
    page.keyboard.press("Tab")
    page.get_by_text("without Paparo").wait_for()
    after = page.locator(".counts dd").nth(2).inner_text()
    page.get_by_label("without Paparo").click()
    page.wait_for_url(lambda url: "without" not in url)

    assert int(after) < int(before)
    assert page.locator(".counts dd").nth(2).inner_text() == before


def test_a_point_tells_what_is_done_from_what_is_planned_left_open_or_denied(open_page: Any, one_of_each: dict[str, str]) -> None:
    page = open_page(one_of_each["point"])
    ways = [text.split("  ")[0] for text in page.locator("h3.stands").all_inner_texts()]
    denied = page.locator("h3.stands", has_text="Told as not so").locator("+ ul")

    assert [way for way in ways if way.startswith(("Told as done", "Planned", "Left open", "Told as not so"))] != []
    assert "Vassily Nebenzia" in denied.inner_text()
    assert "Mark Rutte" not in denied.inner_text()


def test_a_point_has_one_title_wherever_it_is_told(open_page: Any, address: str, one_of_each: dict[str, str]) -> None:
    page = open_page("/story")
    first = page.locator(".point h3").first.inner_text()
    page.locator(".point h3 a").first.click()
    page.wait_for_url("**/points/**")

    assert page.locator("h1").inner_text() == first
    page.goto(page.url.split("/points")[0] + "/rate")
    assert page.locator("table").nth(1).locator("tbody a").first.inner_text() in first


def test_a_claim_that_copies_repeat_is_one_line_with_every_place_it_was_printed(open_page: Any) -> None:
    page = open_page("/story")
    line = page.locator(".point").first.locator("li", has_text="Example Wire, 18 October 2024").first

    assert line.locator(".where").count() > 1
    assert "a copy" in line.inner_text()


def test_the_timeline_holds_what_the_drawn_one_holds_in_the_words_of_the_sources(open_page: Any, address: str) -> None:
    page = open_page("/timeline")
    told = page.locator("table.timeline tbody th").all_inner_texts()
    page.goto(address + "/look/timeline")

    assert len(told) > 3
    assert told == page.locator("table.timeline tbody th").all_inner_texts()
    assert [words for words in told if words.split()[-1] in ("deploy", "agree", "transfer", "aid")] == []


def test_the_dossier_and_the_claims_are_saved_as_they_are_filtered(open_page: Any, examples: Path) -> None:
    page = open_page("/story?source=Paparo")
    saved = {}
    for name in ("The dossier as a page", "as Markdown", "The claims as a table (CSV)", "as JSON Lines"):
        with page.expect_download() as download:
            page.get_by_role("region", name="Save").get_by_role("link", name=name).click()
        saved[download.value.suggested_filename] = Path(download.value.path()).read_text("utf-8")
    table = list(csv.DictReader(saved["sayso-claims.csv"].splitlines()))
    records = [json.loads(line) for line in saved["sayso-claims.jsonl"].splitlines()]

    assert [row["id"] for row in table] == [record["id"] for record in records] != []
    assert {row["source.name"] for row in table} == {"Samuel Paparo"} == {record["source"]["name"] for record in records}
    assert "only source Paparo" in saved["sayso-dossier.md"].splitlines()[0]
    assert saved["sayso-dossier.html"].startswith("<!DOCTYPE html>") and "Samuel Paparo" in saved["sayso-dossier.html"]


def test_on_a_phone_the_filters_are_folded_and_the_whole_navigation_is_in_sight(open_page: Any) -> None:
    page = open_page("/story", viewport=PHONE)
    places = page.get_by_role("navigation", name="Workbench").get_by_role("link").all()
    edges = [box["x"] + box["width"] for link in places if (box := link.bounding_box())]
    without = page.get_by_label("What stands without")

    assert [link.inner_text() for link in places][-2:] == ["Add", "Help"]
    assert max(edges) <= PHONE["width"]
    assert not without.is_visible()
    page.locator("summary", has_text="Filters").click()
    without.fill("Paparo")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("without Paparo").wait_for()


def test_on_touch_a_tap_on_a_figure_tells_and_a_second_one_leads_to_its_words(open_page: Any) -> None:
    page = open_page("/figures", viewport=PHONE, has_touch=True, is_mobile=True)
    figure = page.locator("svg.figures g.told").first
    figure.locator("a").tap()

    assert page.url.endswith("/figures")
    assert figure.locator("text.says").evaluate("node => getComputedStyle(node).visibility") == "visible"
    figure.locator("a").tap()
    page.wait_for_url("**/claims/**")


def test_where_there_is_room_the_filters_stand_open(open_page: Any) -> None:
    page = open_page("/story")

    assert page.get_by_label("What stands without").is_visible()
    assert not page.locator("summary", has_text="Filters").is_visible()


@pytest.mark.parametrize("path", ["/claims?text=report", "/search?q=report"])
def test_a_claim_of_few_words_is_shown_in_its_sentence(open_page: Any, path: str) -> None:
    page = open_page(path)
    told = page.locator("ul.lines .words", has=page.locator("mark.k1", has_text=re.compile("^the report$"))).first

    assert "could not confirm" in told.inner_text()


def test_a_mark_tells_its_meaning_and_the_help_tells_all_of_them(open_page: Any) -> None:
    page = open_page("/story")
    meanings = {page.locator(mark).first.get_attribute("title") for mark in (".flag", ".grade b")}
    page.get_by_role("link", name="What the words mean").click()
    told = page.locator("main").inner_text()

    assert None not in meanings
    assert [meaning for meaning in meanings if meaning not in told] == []


def test_a_claim_says_how_to_cite_it(open_page: Any, one_of_each: dict[str, str]) -> None:
    page = open_page(one_of_each["article"])
    page.get_by_role("link", name="Claim 2 by itself").click()

    assert page.locator(".citation").inner_text() == (
        "Samuel Paparo, head of the US Indo-Pacific Command: “Russia will provide North Korea with MiG-29 and Su-27 fighters in exchange for "
        "troops”. In: “US admiral expects Russian fighters for North Korea”, Example Herald, 8 December 2024, "
        "https://herald.example/world/admiral-fighters."
    )


def test_the_search_answers_as_one_types_and_is_walked_with_the_arrows(open_page: Any) -> None:
    page = open_page("/story")
    page.keyboard.press("/")
    page.keyboard.type("zelen")
    page.locator("#panel a").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/parties/**")

    assert page.locator("h1").inner_text() == "Volodymyr Zelenskyy"


def test_the_keyboard_alone_leads_from_the_story_to_the_words_of_a_dispute(open_page: Any) -> None:
    page = open_page("/story")
    page.keyboard.press("Tab")
    skipped = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    for name in ("Disputes", re.compile("^Example Herald")):
        _tab_to(page, name)
        visible = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        with page.expect_navigation():
            page.keyboard.press("Enter")

    assert (skipped, visible) == ("Skip to the page", "solid")
    assert "/articles/" in page.url
    assert page.locator("li:has(:target)").is_visible()


def _tab_to(page: Any, name: str | re.Pattern[str]) -> None:
    for _ in range(150):
        page.keyboard.press("Tab")
        text = page.evaluate("document.activeElement.textContent.trim()")
        if text == name if isinstance(name, str) else name.search(text):
            return
    raise AssertionError(f"Tab never came to {name}")


def test_a_pasted_text_is_read_while_one_watches(open_page: Any) -> None:
    page = open_page("/add")
    page.get_by_label("The words of one report").fill(
        "Ana Ruiz, a harbour official, said on Monday that three tankers would leave for Haiti."
    )
    page.get_by_label("Title").fill("Tankers <b>leave</b>")
    page.get_by_role("button", name="Read the text").click()
    page.get_by_text("Done: 1 article read").wait_for(timeout=60_000)
    page.get_by_role("link", name="Tankers <b>leave</b>").click()

    assert page.locator("h1").inner_text() == "Tankers <b>leave</b>"
    assert page.locator("ol.notes .who").first.inner_text() == "Ana Ruiz"


def test_a_dropped_file_that_cannot_be_read_is_refused_with_the_reason(open_page: Any, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and nothing more")
    page = open_page("/add")
    page.get_by_label("Choose files").set_input_files(broken)
    page.get_by_role("button", name="Read the files").click()
    page.get_by_role("heading", name="Refused").wait_for(timeout=60_000)

    assert "is a damaged PDF" in page.locator("ul.lines").inner_text()


def test_a_newcomer_finds_a_dispute_reads_both_sides_corrects_a_claim_takes_it_back_and_exports(open_page: Any, tmp_path: Path) -> None:
    page = open_page("/story")
    dispute = page.locator(".dispute", has_text="Samuel Paparo").filter(has_text="Volodymyr Zelenskyy")
    read = []
    for name in ("Volodymyr Zelenskyy", "Samuel Paparo"):
        dispute.locator("li", has_text=name).locator(".where a").first.click()
        read.append(page.locator("li:has(:target) .words").inner_text())
        if len(read) == 1:
            page.go_back()
    page.locator("li:has(:target) a", has_text="put it right").click()
    page.locator("select[name=certainty]").select_option("possible")
    page.get_by_role("button", name=re.compile("^Put it right")).click()
    page.get_by_role("button", name=re.compile("^Undo")).first.click()
    page.get_by_role("navigation", name="Workbench").get_by_role("link", name="Review", exact=True).click()
    page.get_by_role("link", name="The log").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name=re.compile("^Save the log")).click()

    assert ["fighting" in read[0], "not" in read[1]] == [True, True]
    assert len(Path(saved.value.path()).read_text("utf-8").splitlines()) == 2
