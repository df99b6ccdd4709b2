"""Promises of the workbench: who may come in, what a page may do, and that each page is also data."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from factory import Telling, make_reading

from sayso.errors import BadRequest
from sayso.ledger import Ledger
from sayso.web.app import create
from sayso.web.guard import POLICY, Access
from sayso.web.serving import access_for

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

HERE = "http://127.0.0.1:8765"


def opened(path: Path, access: Access | None = None) -> TestClient:
    return TestClient(create(path, access), base_url=HERE, raise_server_exceptions=False)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger in which two officials tell one thing differently."""
    path = tmp_path / "made.db"
    with Ledger(path) as made:
        made.record(make_reading(Telling(number=600), Telling("Ben Okoro", polarity="negative", number=600), path="first.txt"))
        made.record(
            make_reading(Telling("Carla Lund", type="transfer"), published="2024-11-02", publisher="Example Herald", path="second.txt")
        )
    return path


@pytest.fixture
def client(ledger: Path) -> Iterator[TestClient]:
    with opened(ledger) as client:
        yield client


PAGES = [
    "/story", "/points", "/exchange", "/disputes", "/figures", "/timeline", "/sources", "/claims", "/articles", "/parties", "/search", "/add",
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_drawn_and_also_data(client: TestClient, page: str) -> None:
    drawn, twin = client.get(page), client.get(page + ".json")

    assert (drawn.status_code, drawn.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert (twin.status_code, twin.headers["content-type"]) == (200, "application/json")


@pytest.mark.parametrize("page", [*PAGES, "/nothing", "/articles?since=never", "/sign-in"])
def test_no_page_may_run_a_script_or_load_a_style_that_is_not_ours(client: TestClient, page: str) -> None:
    answer = client.get(page)

    assert answer.headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert " style=" not in answer.text and "<style" not in answer.text and "javascript:" not in answer.text


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "", "localhost.evil.example"])
def test_a_name_that_is_not_ours_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/articles", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:1", "[::1]:8765", "127.0.0.1"])
def test_this_machine_s_own_names_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/articles", headers={"Host": host}).status_code == 200


def test_an_address_open_to_others_asks_for_a_password(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="give a password"):
        access_for("0.0.0.0", 8765)


def test_nothing_is_seen_before_signing_in(ledger: Path) -> None:
    with opened(ledger, Access("0.0.0.0", password="long enough")) as client:
        page, twin = client.get("/articles", follow_redirects=False), client.get("/articles.json")

    assert (page.status_code, page.headers["location"]) == (303, "/sign-in?to=/articles")
    assert twin.status_code == 401


def test_the_password_opens_the_workbench_and_the_page_says_that_the_door_is_open(ledger: Path) -> None:
    with opened(ledger, Access("0.0.0.0", password="long enough")) as client:
        token = client.get("/sign-in").text.split('name="csrf" value="')[1].split('"')[0]
        wrong = client.post("/sign-in", data={"csrf": token, "password": "guess", "to": "/articles"})
        right = client.post("/sign-in", data={"csrf": token, "password": "long enough", "to": "/articles"})

    assert wrong.status_code == 403
    assert right.status_code == 200
    assert "can be reached from other machines" in right.text


def test_a_program_may_send_the_password_as_a_bearer(ledger: Path) -> None:
    with opened(ledger, Access("0.0.0.0", password="long enough")) as client:
        assert client.get("/articles.json", headers={"Authorization": "Bearer long enough"}).status_code == 200


def test_signing_in_leads_nowhere_else(ledger: Path) -> None:
    with opened(ledger, Access(password="long enough")) as client:
        page = client.get("/sign-in", params={"to": "//evil.example/"})

    assert 'name="to" value="/"' in page.text
