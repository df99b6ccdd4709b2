"""Promises of the interface: what is described is answered so, and nothing that anybody sends brings the workbench down or hurts the ledger."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))

from fuzz import fuzz, made

from sayso.web.app import create

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance
    from starlette.testclient import TestClient


HERE = {"Host": "127.0.0.1"}
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    app = create(made(tmp_path_factory.mktemp("interface") / "made.db", articles=6))
    yield app
    app.state.worker.close()
    app.state.desk.close()


def test_every_answer_is_as_described_and_none_is_a_server_error(app: Any) -> None:
    described = schemathesis.openapi.from_asgi("/openapi.json", app, headers=HERE)
    asked = 0
    for found in described.get_all_operations():
        operation = found.ok()
        if operation.method.upper() != "GET":
            continue

        @settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
        @given(case=operation.as_strategy())
        def check(case: Any) -> None:
            nonlocal asked
            asked += 1
            case.call_and_validate(headers=HERE, checks=CHECKS)

        check()

    assert asked > 80


def test_every_page_is_described(app: Any) -> None:
    drawn = {route.path for route in app.routes if hasattr(route, "methods") and route.path.endswith(".json")}

    assert drawn <= set(app.openapi()["paths"]) | {"/openapi.json"}


def test_every_write_asks_for_the_token_of_our_pages(app: Any) -> None:
    client = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    refused = {
        (path, method): client.request(method, path.replace("{ident}", "x"), data={"text": "x"}).status_code
        for path, operations in app.openapi()["paths"].items()
        for method in operations
        if method != "get"
    }

    assert refused != {}
    assert {key: status for key, status in refused.items() if status != 403} == {}


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "null"}]
)
def test_a_write_from_another_site_is_refused_even_with_the_token(app: Any, headers: dict[str, str]) -> None:
    client = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    token = client.get("/session.json").json()["token"]

    assert client.post("/add", data={"text": "x", "csrf": token}, headers=headers).status_code == 403


def test_three_hundred_strange_requests_leave_the_ledger_whole(tmp_path: Path) -> None:
    answers, faults = fuzz(made(tmp_path / "fuzz.db", articles=10), 300)

    assert faults == []
    assert answers[200] > 10
