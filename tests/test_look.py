"""Promises of the pictures in the workbench: each beside a table, each to be saved, none that needs a script, none that breaks the gate."""

from __future__ import annotations

import socket
import threading
import time
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from factory import Telling, make_reading

from sayso.claim import When
from sayso.ledger import Ledger
from sayso.web.app import create

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

PAGES = ("/look", "/look/timeline", "/look/figures", "/look/origins")
FILES = ("/look/network.svg", "/look/timeline.svg", "/look/figures.svg", "/look/origins.svg")
HOSTILE = "</title><script>alert(1)</script>"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with something in every picture."""
    path = tmp_path_factory.mktemp("look") / "made.db"
    first = make_reading(
        Telling("Ana Ruiz", type="transfer", item=("drones", "drone"), number=600, when="Monday"),
        Telling("Ana Ruiz", type="combat", recipient=None, item=None),
    )
    claim = first.claims[0]
    at = first.article.text.index("Monday")
    event = replace(claim.events[0], when=When("Monday", (at, at + 6), "2024-10-14"))
    with Ledger(path) as made:
        made.record(replace(first, claims=(replace(claim, events=(event,)), *first.claims[1:])))
        made.record(
            make_reading(
                Telling(f"Ben Okoro {HOSTILE}", type="transfer", item=("drones", "drone"), number=3000),
                Telling("Ben Okoro", type="combat", recipient=None, item=None, polarity="negative"),
                published="2024-10-23",
                publisher="Example Wire",
            )
        )
    return path


@pytest.fixture(scope="module")
def client(ledger: Path) -> Iterator[TestClient]:
    with TestClient(create(ledger), base_url="http://127.0.0.1:8765", raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize("page", PAGES)
def test_every_picture_stands_beside_a_table_or_list_and_answers_as_data(client: TestClient, page: str) -> None:
    drawn = client.get(page)

    assert drawn.status_code == 200
    assert '<svg class="picture' in drawn.text
    assert ("<table" in drawn.text) or ('<ul class="roots">' in drawn.text)
    assert client.get(f"{page}.json").status_code == 200


@pytest.mark.parametrize("file", FILES)
def test_every_picture_can_be_saved_as_a_file_that_stands_alone(client: TestClient, file: str) -> None:
    answer = client.get(file)

    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert ET.fromstring(answer.content).tag == "{http://www.w3.org/2000/svg}svg"
    assert "<script" not in answer.text


@pytest.mark.parametrize("file", ["/look/figures.svg?which=9", "/look/origins.svg?which=12", "/look/timeline.svg?source=nobody"])
def test_what_is_not_there_is_said_not_to_be_there(client: TestClient, file: str) -> None:
    assert client.get(file).status_code == 404


def test_a_picture_leaves_out_what_the_address_leaves_out(client: TestClient) -> None:
    whole, without = client.get("/look.json").json(), client.get("/look.json", params={"without": "Ben Okoro"}).json()

    assert len(whole["network"]["opposings"]) == 1
    assert without["network"]["opposings"] == []


def test_a_hostile_name_stays_a_name(client: TestClient) -> None:
    for address in (*PAGES, *FILES):
        assert "<script>alert" not in client.get(address).text


def test_what_is_shipped_of_others_has_its_licence_beside_it() -> None:
    vendor = files("sayso.web") / "static" / "vendor"
    shipped = [file.name for file in vendor.iterdir() if file.name.endswith(".js")]

    assert shipped == ["cytoscape-3.34.4.min.js"]
    assert "Permission is hereby granted" in (vendor / "cytoscape-LICENSE.txt").read_text("utf-8")


# In a browser


@pytest.fixture(scope="module")
def address(ledger: Path) -> Iterator[str]:
    import uvicorn

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create(ledger), port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(5)


@pytest.mark.parametrize(("width", "scheme"), [(1200, "light"), (360, "dark")])
def test_the_pictures_hold_in_a_browser_wide_and_narrow_in_light_and_dark(browser, address: str, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    sheet = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    complaints: list[str] = []
    sheet.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    sheet.on("pageerror", lambda error: complaints.append(str(error)))
    found = []
    for page in PAGES:
        sheet.goto(address + page)
        if page == "/look":
            sheet.wait_for_selector(".board canvas")
        found += [f["id"] for f in Axe().run(sheet).response["violations"] if f["impact"] in ("serious", "critical")]
        assert sheet.evaluate("document.documentElement.scrollWidth") <= width
    sheet.close()

    assert (found, complaints) == ([], [])


def test_pictures_and_the_moved_network_are_saved_as_png(browser, address: str, tmp_path: Path) -> None:
    sheet = browser.new_page(accept_downloads=True)
    sheet.goto(f"{address}/look")
    sheet.wait_for_selector(".board canvas")
    saved = []
    for button in ("button[data-png]", "[data-network-png]"):
        with sheet.expect_download() as download:
            sheet.click(button)
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)
        saved.append((file.name, file.read_bytes()[:4]))
    sheet.close()

    assert saved == [("sayso-network.png", b"\x89PNG"), ("sayso-parties.png", b"\x89PNG")]


def test_without_script_the_network_is_a_drawing_and_tables(browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    sheet = context.new_page()
    sheet.goto(f"{address}/look")
    shown = [sheet.locator(part).first.is_visible() for part in ("svg.network", "table", "a[download]", ".board", "button[data-png]")]
    context.close()

    assert shown == [True, True, True, False, False]
