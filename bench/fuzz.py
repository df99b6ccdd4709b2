"""Asks a workbench ten thousand things that nobody in their right mind would, and says whether the ledger came out whole.

    python bench/fuzz.py [REQUESTS]     10,000 unless told

Addresses, parameters, headers and forms are drawn at random from what the description of the interface names and from what breaks
other programs. It fails on an answer of 500 or above, and on any fault that `sayso check` finds afterwards.
"""

from __future__ import annotations

import sys
import tempfile
import warnings
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from factory import make_reading, random_telling

from sayso.ledger import Ledger
from sayso.web.app import create

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

STRANGE = [
    "", " ", "0", "-1", "1e9", "99999999999999999999", "null", "true", "[]", "{}", "'", '"', "';--", "' OR 1=1 --", '" OR ""="', "%", "_", "*", "a*", "NEAR(a b)",
    "a AND", "AND", "(", ")", "^", ":", "source:", "../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "\x00", "a\x00b", "\n", "\r\nX: y", "\ud7ff", "\ufffe",
    "\u202e", "\u200b", "🦉" * 50, "한국어 이름", "<script>alert(1)</script>", "{{7*7}}", "${7*7}", "%s%s%n", "a" * 299, "a" * 5000, "2024", "2024-13-45", "2024-10/..",
    "9999-12-31", "0000", "-0001", "../2024", "claim-1-", "claim-1-zz", "article-1-", "point-1-", "point-1-" + "f" * 20, "party-1-", "Ana Ruiz", "Haiti", "transfer",
]  # fmt: skip


class Fuzzer:
    """Draws requests and sends them."""

    def __init__(self, client: TestClient, seed: int = 5) -> None:
        self.client = client
        self.random = Random(seed)
        self.paths: dict[str, Any] = client.get("/openapi.json").json()["paths"]
        self.known = self._known()
        self.token = client.get("/session.json").json()["token"]
        self.answers: dict[int, int] = {}
        self.faults: list[str] = []

    def _known(self) -> list[str]:
        """Ids that are there, so that some requests get far."""
        claims = self.client.get("/claims.json").json()["claims"]["items"]
        return [ident for c in claims for ident in (c["id"], c["point"], c["article"]["id"], c["source"]["party"]) if ident]

    def word(self) -> str:
        return self.random.choice(self.known) if self.random.random() < 0.3 else self.random.choice(STRANGE)

    def send(self) -> None:
        """One request; what goes wrong is kept."""
        path, operations = self.random.choice(sorted(self.paths.items()))
        method, operation = self.random.choice(sorted(operations.items()))
        if self.random.random() < 0.5:
            path = path.removesuffix(".json")
        where = "".join(self.word().replace("/", "%2F") if part.startswith("{") else part for part in _parts(path))
        named = [p["name"] for p in operation.get("parameters", []) if p["in"] == "query"]
        asked = [(name, self.word()) for name in named if self.random.random() < 0.15]
        headers = {"X-CSRF-Token": self.token} if self.random.random() < 0.7 else {}
        given: dict[str, Any] = {}
        if method != "get":
            given = (
                {"data": {name: self.word() for name in self._fields(operation)}}
                if self.random.random() < 0.7
                else {"content": self.word().encode("utf-8", "replace")}
            )
        try:
            answer = self.client.request(method, where, params=asked, headers=headers, follow_redirects=False, **given)
        except Exception as error:  # the client refuses to send it
            if "httpx" not in type(error).__module__:
                self.faults.append(f"{method} {where!r} {asked}: {error!r}")
            return
        self.answers[answer.status_code] = self.answers.get(answer.status_code, 0) + 1
        if answer.status_code >= 500:
            self.faults.append(f"{answer.status_code} {method} {where!r} {asked} {given}")

    def _fields(self, operation: Any) -> list[str]:
        """The fields of a form, but not such as would start a reading of nonsense each time."""
        content = operation.get("requestBody", {}).get("content", {})
        reference = next((c["schema"].get("$ref", "") for c in content.values()), "")
        name = reference.rpartition("/")[2]
        schema = self.client.app.openapi()["components"]["schemas"].get(name, {}) if name else {}  # type: ignore[attr-defined]
        return [f for f in schema.get("properties", {}) if self.random.random() < 0.6 and f not in ("text", "files")]


def _parts(path: str) -> list[str]:
    import re

    return re.split(r"(\{[^}]*\})", path)


def fuzz(ledger: Path, requests: int) -> tuple[dict[int, int], list[str]]:
    """So many requests to a workbench over a ledger: how often which answer came, and what was wrong."""
    app = create(ledger)
    with TestClient(app, base_url="http://127.0.0.1:8765", raise_server_exceptions=False) as client:
        fuzzer = Fuzzer(client)
        for _ in range(requests):
            fuzzer.send()
    with Ledger(ledger, readonly=True) as checked:
        return fuzzer.answers, fuzzer.faults + checked.check()


def made(path: Path, articles: int = 40) -> Path:
    """A small ledger to be asked."""
    random = Random(3)
    with Ledger(path) as ledger:
        ledger.record_all(
            [(make_reading(*[random_telling(random, n % 4 == 0) for _ in range(5)], path=f"{n}.txt"), b"") for n in range(articles)]
        )
    return path


def main(requests: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        answers, faults = fuzz(made(Path(folder) / "fuzz.db"), requests)
    print(f"{requests:,} strange requests: " + ", ".join(f"{number:,} answered {status}" for status, number in sorted(answers.items())))
    print("the ledger is whole" if not faults else "\n".join(faults[:40]))
    sys.exit(bool(faults))


if __name__ == "__main__":
    main(int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 10_000)
