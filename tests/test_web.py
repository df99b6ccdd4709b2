"""Promises of the workbench: who may come in, what a page may do, and that each page is also data."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from factory import Telling, make_reading

from sayso.cli import main
from sayso.dossier import compile as compile_dossier
from sayso.errors import BadRequest, LedgerBusy
from sayso.exports import jsonl
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
        made.record(make_reading(Telling(number=600), path="first.txt"))
        made.record(make_reading(Telling("Ben Okoro", polarity="negative", number=600), publisher="Example Post", path="other.txt"))
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


def test_a_busy_ledger_says_what_to_do(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> None:
        raise LedgerBusy("another process has been writing for more than 30 seconds", "try again when it is done")

    monkeypatch.setattr("sayso.ledger.pages.articles", busy)
    page, twin = client.get("/articles"), client.get("/articles.json")

    assert (page.status_code, twin.status_code) == (503, 503)
    assert "What to do: <bdi>try again when it is done</bdi>" in page.text
    assert twin.json()["remedy"] == "try again when it is done"


def test_an_empty_ledger_leads_to_where_reports_are_added(tmp_path: Path) -> None:
    with opened(tmp_path / "empty.db") as client:
        page = client.get("/story")

    assert "Nothing has been read into this ledger yet." in page.text
    assert 'href="/add"' in page.text


def test_a_filter_picks_out_claims_but_a_point_is_still_counted_whole(client: TestClient) -> None:
    found = client.get("/points.json?source=Ben Okoro").json()["points"]["items"]
    whole = client.get("/points.json").json()["points"]["items"]

    assert [(p["lines"]["total"], p["origins"], p["outlets"], p["disputed"]) for p in found] == [
        (p["lines"]["total"], p["origins"], p["outlets"], p["disputed"]) for p in whole if p["disputed"]
    ]
    assert [p["lines"]["total"] for p in found] == [2]


@pytest.mark.parametrize("asked", ["", "?as_of=2024-10", "?source=Ben Okoro", "?without=Ana Ruiz"])
def test_the_timeline_is_the_same_wherever_it_is_told(client: TestClient, ledger: Path, asked: str) -> None:
    told = [client.get(f"{page}.json{asked}").json()["moments"] for page in ("/story", "/timeline", "/look/timeline")]
    days = [[moment["edtf"] for moment in part["items"]] for part in told]

    assert (days[0], days[0], told[0]["total"], told[0]["total"]) == (days[1], days[2], told[1]["total"], told[2]["total"])
    if not asked:
        with Ledger(ledger, readonly=True) as opened:
            assert [moment.edtf for moment in compile_dossier(opened, sections=("timeline",)).timeline] == days[0] != []


def test_the_claims_are_saved_as_the_export_writes_them(client: TestClient, ledger: Path) -> None:
    expected = io.BytesIO()
    with Ledger(ledger, readonly=True) as opened:
        jsonl.write(opened.claims(), expected)

    assert client.get("/claims.jsonl").content == expected.getvalue()


def test_a_long_ledger_is_saved_to_the_last_claim(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.web.saving.AT_ONCE", 1)
    rows = list(csv.DictReader(io.StringIO(client.get("/claims.csv").text)))

    assert sorted(row["source.name"] for row in rows) == ["Ana Ruiz", "Ben Okoro", "Carla Lund"]


@pytest.mark.parametrize("file", ["/claims.csv", "/claims.jsonl", "/dossier.html", "/dossier.md"])
def test_what_is_saved_is_never_opened_as_a_page_of_ours(client: TestClient, file: str) -> None:
    answer = client.get(file)

    assert (answer.status_code, answer.headers["content-disposition"].split(";")[0]) == (200, "attachment")
    assert answer.headers["content-security-policy"] == POLICY
    assert client.get(file, headers={"host": "evil.example"}).status_code == 421
    assert client.get(file + "?since=never").status_code == 422


def test_what_is_left_out_is_not_counted(client: TestClient) -> None:
    whole, left = client.get("/story.json").json(), client.get("/story.json?without=Ben Okoro").json()

    assert (whole["counts"]["disputes"], left["counts"]["disputes"]) == (1, 0)
    assert [(o["found"], o["claims"]) for o in left["left_out"]] == [(["source Ben Okoro"], 1)]


def test_what_was_published_later_is_not_there_as_of_a_day(client: TestClient) -> None:
    assert client.get("/story.json?as_of=2024-10").json()["counts"]["claims"] == 2


def test_what_rests_on_one_source_can_be_picked_out(client: TestClient) -> None:
    single = {p["id"] for p in client.get("/points.json").json()["points"]["items"] if p["origins"] == 1}
    found = client.get("/claims.json?single=1").json()["claims"]["items"]

    assert {c["point"] for c in found} == single
    assert "Carla Lund" in {c["source"]["name"] for c in found}


def test_a_point_is_found_by_its_own_id_and_by_that_of_any_claim_in_it(client: TestClient) -> None:
    claims = client.get("/claims.json").json()["claims"]["items"]
    by_claim = {client.get(f"/points/{c['id']}.json").json()["point"]["id"] for c in claims[:2]}
    point = by_claim.pop()

    assert by_claim == set()
    assert client.get(f"/points/{point}.json").json()["point"]["lines"]["total"] == 2


def test_serve_refuses_an_open_address_without_a_password() -> None:
    found = CliRunner().invoke(main, ["serve", "--host", "0.0.0.0", "--ledger", "none.db"], env={"SAYSO_PASSWORD": ""})

    assert (found.exit_code, "give a password with --password" in found.output) == (2, True)


def test_serve_prints_the_address_at_which_it_answers(ledger: Path) -> None:
    import httpx

    command = [sys.executable, "-m", "sayso.cli", "serve", "--ledger", str(ledger), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().split(" is open at ")[1].split()[0]
            answer = httpx.get(address, follow_redirects=True, timeout=30)
        finally:
            process.terminate()

    assert address.startswith("http://127.0.0.1:")
    assert (answer.status_code, "<h1" in answer.text) == (200, True)


@pytest.mark.parametrize("text", ['"', '""', "'", "*", "AND", "(", '" "'])
def test_signs_alone_find_nothing_and_break_nothing(client: TestClient, text: str) -> None:
    found = client.get("/claims.json", params={"text": text})

    assert (found.status_code, found.json()["claims"]["total"]) == (200, 0)
