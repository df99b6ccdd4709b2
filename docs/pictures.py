"""Takes the pictures of the workbench that stand in docs/: reads the examples, opens the workbench on them and walks through it.

.venv/bin/python docs/pictures.py          needs Debian's chromium (apt-get install chromium)
"""

from __future__ import annotations

import shutil
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SIZE = {"width": 1200, "height": 780}
PAGES = {
    "story": "/story",
    "disputes": "/disputes",
    "exchange": "/exchange",
    "figures": "/figures",
    "read": "the article with Paparo in it",
    "claim": "its first claim",
    "point": "the best supported point",
    "sources": "/sources",
    "without": "/story?without=Paparo",
    "network": "/look",
    "timeline": "/look/timeline",
    "review": "/review",
    "fix": "its first claim to be put right",
    "rate": "/rate",
    "add": "/add",
    "help": "/help",
}


def opened(ledger: Path) -> str:
    """The address of a workbench that is open on a ledger as long as this program runs."""
    import uvicorn

    from sayso.web.app import create
    from sayso.web.guard import Access

    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create(ledger, Access(port=port)), log_level="warning"))
    threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return f"http://127.0.0.1:{port}"


def addresses(ledger: Path) -> dict[str, str]:
    """Where each picture is taken."""
    from sayso.ledger import Ledger

    with Ledger(ledger, readonly=True) as reading:
        article = next(a for a in reading.articles() if "Paparo" in a.text)
        claim = next(reading.claims(article=article.id))
        point = reading.snapshot().everything.points(limit=1)[0]
    found = {
        "read": f"/articles/{article.id}",
        "claim": f"/claims/{claim.id}",
        "point": f"/points/{point.id}",
        "fix": f"/review/claims/{claim.id}",
    }
    return {name: found.get(name, path) for name, path in PAGES.items()}


def take(base: str, where: dict[str, str]) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium") or "/usr/bin/chromium", args=QUIET)
        for name, path in where.items():
            page = browser.new_context(viewport=SIZE, color_scheme="light").new_page()
            page.goto(base + path)
            page.wait_for_load_state("networkidle")
            if name == "read":
                page.locator("ol.notes > li").nth(1).hover()
            shoot(page, name)
        for name, options in (("dark", {"color_scheme": "dark"}), ("phone", {"viewport": {"width": 390, "height": 780}})):
            page = browser.new_context(**{"viewport": SIZE, **options}).new_page()
            page.goto(base + where["disputes"])
            shoot(page, name)
        browser.close()


def shoot(page: Any, name: str) -> None:
    page.screenshot(path=DOCS / f"workbench-{name}.png")
    print(f"docs/workbench-{name}.png")


def main() -> None:
    from sayso.ledger import Ledger

    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "examples.db"
        with Ledger(ledger) as reading:
            reading.read(DOCS.parent / "examples")
        take(opened(ledger), addresses(ledger))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
