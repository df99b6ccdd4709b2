"""A minute of twenty people reading in a workbench while two write: how long each page takes, and whether anything was lost.

    python bench/web.py [CLAIMS] [--ledger FILE] [--seconds N] [--think SECONDS] [--readers N]

100,000 synthetic claims unless told, or the ledger of a file, which is written to. A reader looks at a page for `think` seconds on
average before going on to the next. Told for each page: how long the server took, how long of that a processor was busy with it (on a
machine with nothing else to do the two differ little), and how long the reader waited.
"""

from __future__ import annotations

import argparse
import itertools
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import httpx

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from sayso.ledger import Ledger

LIMIT = 200.0  # ms at the 95th percentile on the server
WRITING = 4.0  # times as long as a reader looks at a page, a writer thinks between two reports
WORDS = ("jets", "soldiers", "did deploy", "strike", "shells", "drones", "Okoro", "Solona", "withdraw", "troops")


@dataclass
class Seen:
    """What readers met with."""

    server: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    computed: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    waited: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)

    def note(self, page: str, answer: httpx.Response, waited: float) -> None:
        if answer.status_code >= 400:
            told = re.search(r'class="found">(.*?)</p>', answer.text)
            self.wrong.append(
                f"{answer.status_code} {answer.url.raw_path.decode()}: {re.sub('<[^>]*>', '', told.group(1)) if told else answer.text[:200]}"
            )
        found = re.findall(r"dur=([\d.]+)", answer.headers.get("server-timing", "")) or [waited, waited]
        self.server[page].append(float(found[0]))
        self.computed[page].append(float(found[1]))
        self.waited[page].append(waited)


def made(path: Path, claims: int) -> Path:
    """A ledger of synthetic claims."""
    from ledger import readings

    with Ledger(path) as ledger:
        found = iter(readings(claims))
        while batch := list(itertools.islice(found, 200)):
            ledger.record_all([(reading, reading.article.text.encode()) for reading in batch])
    return path


def addresses(ledger: Path) -> dict[str, list[str]]:
    """For each kind of page some addresses of it."""
    random = Random(11)
    with Ledger(ledger, readonly=True) as opened:
        view = opened.snapshot().everything
        rows = sorted(random.sample(view.rows.tolist(), min(200, len(view))))
        claims = [opened.claim(ident) for ident in view.claim_ids(rows)]
    names = sorted({c.source.name for c in claims})
    parties = sorted({c.source.party for c in claims if c.source.party})
    return {
        "story": ["/story"],
        "story, filtered": [f"/story?source={n}" for n in names[:12]] + ["/story?disputed=1", "/story?type=deploy", "/story?certainty=probable"],
        "story without": [f"/story?without={n}" for n in names[:12]],
        "story as of": [f"/story?as_of=202{y}-{m:02}" for y in (1, 3) for m in (2, 7, 11)],
        "points": ["/points", "/points?page=7", "/points?single=1"],
        "disputes": ["/disputes", "/disputes?page=2"],
        "exchange": ["/exchange", "/exchange?page=2"],
        "figures": ["/figures"],
        "timeline": ["/timeline"],
        "sources": ["/sources"],
        "claims": ["/claims", "/claims?page=400", f"/claims?source={names[0]}", "/claims?text=strike"],
        "articles": ["/articles", "/articles?text=soldiers", "/articles?since=2023"],
        "article": [f"/articles/{c.article.id}?claim={c.id}" for c in claims],
        "claim": [f"/claims/{c.id}" for c in claims],
        "point": [f"/points/{c.point}" for c in claims],
        "parties": ["/parties", "/parties?name=S"],
        "party": [f"/parties/{p}" for p in parties],
        "search as one types": [f"/search/panel?q={w[:n]}" for w in WORDS for n in range(3, len(w) + 1)],
        "search": [f"/search?q={w}" for w in WORDS],
    }  # fmt: skip


def read(base: str, pages: dict[str, list[str]], seen: Seen, until: float, think: float, seed: int) -> None:
    """One reader."""
    random = Random(seed)
    with httpx.Client(base_url=base, timeout=60) as client:
        time.sleep(random.uniform(0, think))  # not all come at once
        while time.monotonic() < until:
            page = random.choice(sorted(pages))
            started = time.perf_counter()
            try:
                answer = client.get(random.choice(pages[page]))
            except httpx.HTTPError as error:
                seen.wrong.append(f"{page}: {error!r}")
                continue
            seen.note(page, answer, (time.perf_counter() - started) * 1000)
            time.sleep(random.expovariate(1 / think) if think else 0)


def write(base: str, written: list[str], seen: Seen, until: float, number: int, pause: float) -> None:
    """One writer: has a short report read, waits till it is, and sends the next."""
    with httpx.Client(base_url=base, timeout=120) as client:
        token = client.get("/session.json").json()["token"]
        for n in itertools.count():
            if time.monotonic() >= until:
                return
            title = f"Writer {number} report {n}"
            text = f"Ana Ruiz said on Monday that Kenya sent {100 + n} soldiers to Haiti, in report {number}-{n}."
            sent = client.post(
                "/add", data={"csrf": token, "text": text, "title": title, "published": "2024-11-02"}, follow_redirects=False
            )
            if sent.status_code != 303:
                seen.wrong.append(f"{sent.status_code} adding {title}")
                continue
            written.append(title)
            while client.get(sent.headers["location"] + ".json").json()["job"]["state"] in ("waiting", "reading"):
                time.sleep(0.4)  # as its page asks
            time.sleep(pause)


def served(ledger: Path) -> tuple[subprocess.Popen[str], str]:
    """A workbench in a process of its own, and its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sayso.cli", "serve", "--ledger", str(ledger), "--port", "0"], stdout=subprocess.PIPE, text=True, env={**os.environ}
    )  # fmt: skip
    assert process.stdout is not None
    found = re.search(r"http://\S+", process.stdout.readline())
    assert found, "the workbench did not say where it is"
    return process, found.group().rstrip("/")


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def tell(seen: Seen) -> bool:
    """The table of pages; whether all kept to the limit."""
    print(f"{'page':<22}{'asked':>7}{'server p50':>12}{'p95':>9}{'max':>9}{'computing p50':>15}{'p95':>9}{'reader p95':>13}   (ms)")
    kept = True
    for page in sorted(seen.server):
        server, computed, waited = seen.server[page], seen.computed[page], seen.waited[page]
        high = percentile(server, 0.95)
        kept = kept and high < LIMIT
        print(
            f"{page:<22}{len(server):>7,}{percentile(server, 0.5):>12.1f}{high:>9.1f}{max(server):>9.1f}"
            f"{percentile(computed, 0.5):>15.1f}{percentile(computed, 0.95):>9.1f}{percentile(waited, 0.95):>13.1f}"
        )
    everything, computed = ([value for values in found.values() for value in values] for found in (seen.server, seen.computed))
    print(
        f"{'all':<22}{len(everything):>7,}{percentile(everything, 0.5):>12.1f}{percentile(everything, 0.95):>9.1f}{max(everything):>9.1f}"
        f"{percentile(computed, 0.5):>15.1f}{percentile(computed, 0.95):>9.1f}"
    )
    return kept


def load(ledger: Path, seconds: float, think: float, readers: int) -> bool:
    pages = addresses(ledger)
    process, base = served(ledger)
    seen, written = Seen(), []
    try:
        started = time.perf_counter()
        first = httpx.get(base + "/story", timeout=120)
        print(f"the first view of all: {(time.perf_counter() - started) * 1000:,.0f} ms ({len(first.content):,} bytes)")
        until = time.monotonic() + seconds
        threads: list[Any] = [threading.Thread(target=read, args=(base, pages, seen, until, think, n)) for n in range(readers)]
        threads += [threading.Thread(target=write, args=(base, written, seen, until, n, WRITING * think)) for n in (1, 2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        process.terminate()
        process.wait(timeout=20)
    kept = tell(seen)
    with Ledger(ledger, readonly=True) as opened:
        titles = {article.title for article in opened.articles()}
        faults = opened.check()
    lost = [title for title in written if title not in titles]
    print(f"written {len(written):,} reports, lost {len(lost)}; {len(seen.wrong)} wrong answers; check: {len(faults)} faults")
    for line in (*seen.wrong[:10], *lost[:10], *faults[:10]):
        print("  " + line)
    return kept and not (lost or faults or seen.wrong)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("claims", nargs="?", type=lambda text: int(text.replace(",", "")), default=100_000)
    parser.add_argument("--ledger", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=1.0)
    parser.add_argument("--readers", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ledger = given.ledger or made(Path(folder) / "bench.db", given.claims)
        with Ledger(ledger, readonly=True) as opened:
            print(
                f"{opened.counts()['claims']:,} claims, {given.readers} readers who think {given.think:g} s, 2 writers, {given.seconds:.0f} s"
            )
        sys.exit(not load(ledger, given.seconds, given.think, given.readers))


if __name__ == "__main__":
    main()
