"""What the tests share: one parser, one extractor and one browser, each loaded once, and articles made from a few words."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sayso.claim import Article, Reading
from sayso.sentences import Parse, Parser


@pytest.fixture(scope="session")
def parser() -> Parser:
    return Parser()


@pytest.fixture(scope="session")
def parse_text(parser: Parser):
    """Parse a text as an article published on 9 December 2024 (or as told)."""

    def parse(text: str, published: str = "2024-12-09", **fields: str) -> Parse:
        return parser.parse_article(Article(id="article-1-test", text=text, published=published, **fields))

    return parse


@pytest.fixture(scope="session")
def extract():
    """Read a text as an article published on 9 December 2024 (or as told)."""
    from sayso.pipeline import Extractor

    extractor = Extractor()

    def read(text: str, published: str = "2024-12-09", **fields: str) -> Reading:
        return extractor.extract(Article(id="article-1-test", text=text, published=published, **fields))

    return read


@contextmanager
def served(ledger: Path) -> Iterator[str]:
    """The address of a workbench that is open on a ledger."""
    import uvicorn

    from sayso.web.app import create
    from sayso.web.guard import Access

    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create(ledger, Access(port=port)), log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's chromium; there is one, since Playwright can be open only once."""
    if not CHROMIUM:
        pytest.skip("no chromium here; on Debian: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET])
        yield chromium
        chromium.close()
