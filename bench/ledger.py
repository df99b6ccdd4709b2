"""How long a ledger takes: loading synthetic claims, opening, searching, filtering, points, adding and forgetting an article.

    python bench/ledger.py [CLAIMS]     100,000 unless told

One story holds a tenth of all claims, the others are spread unevenly over pairs of sixty states; one article in twenty is a
copy of an earlier one; every article carries the same two sentences of boilerplate.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from factory import ITEMS, TYPES, Telling, make_reading

from sayso import dossier
from sayso.claim import Reading
from sayso.ledger import Ledger

CLAIMS_IN_ARTICLE = 10
STATES = [(f"{first}{last}", f"{first[0]}{last[0]}".upper()) for first in ("Nor", "Sol", "Kal", "Ven", "Tor", "Mar", "Bel", "Dor") for last in ("avia", "enia", "istan", "ona", "ugal", "hem", "yria", "wick")]  # fmt: skip
SPEAKERS = [
    f"{first} {last}"
    for first in ("Ana", "Ben", "Carla", "Dan", "Eva", "Femi")
    for last in ("Ruiz", "Okoro", "Lund", "Mensah", "Quist", "Toft")
]
FILLER = [f"{a}{b}" for a in ("re", "con", "de", "pro", "sub", "trans", "inter", "ex") for b in ("port", "tract", "duct", "form", "ject", "mit", "scribe", "fer", "tend", "vert")]  # fmt: skip
BOILERPLATE = "Example Daily brings you the news of the day in plain words. Write to the desk with what we should know."


def readings(claims: int, seed: int = 7) -> Iterator[Reading]:
    """Articles of ten claims each, drawn at random but always the same."""
    random = Random(seed)
    past: list[tuple[tuple[Telling, ...], str]] = []
    for number in range(claims // CLAIMS_IN_ARTICLE):
        if past and random.random() < 0.05:
            told, opening = random.choice(past)
        else:
            story = random.random() < 0.1
            told = tuple(_telling(random, story) for _ in range(CLAIMS_IN_ARTICLE))
            opening = f"{BOILERPLATE} {' '.join(random.choices(FILLER, k=120))}."
            past = [*past[-200:], (told, opening)]
        published = f"20{random.randint(20, 24)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
        yield make_reading(
            *told, published=published, path=f"{number:07}.txt", publisher=f"Outlet {random.randint(1, 40)}", opening=opening
        )


def _telling(random: Random, story: bool) -> Telling:
    told = Telling(
        random.choice(SPEAKERS),
        speaker_country=random.choice(STATES)[1],
        certainty=random.choice(["certain", "certain", "probable", "possible"]),
        polarity="negative" if random.random() < 0.08 else "positive",
        status="planned" if random.random() < 0.2 else "actual",
        number=random.choice([None, None, 600, 1500, 3000, 10000]),
    )
    if story:
        return told
    agent, recipient = STATES[int(random.paretovariate(1)) % len(STATES)], random.choice(STATES)
    return replace(
        told, type=random.choice(TYPES), agent=agent, recipient=recipient if recipient != agent else None, item=random.choice(ITEMS)
    )


def timed(what: str, run: Callable[[], object]) -> None:
    start = perf_counter()
    result = run()
    took = (perf_counter() - start) * 1000
    print(f"{what:<44}{took:>10.1f} ms" + (f"   {result:,} rows" if isinstance(result, int) else ""), flush=True)


def load(ledger: Ledger, claims: int) -> None:
    total = busy = 0.0
    for number, reading in enumerate(readings(claims), 1):
        before, before_busy = perf_counter(), process_time()
        ledger.record(reading, reading.article.text.encode())
        total += perf_counter() - before
        busy += process_time() - before_busy
        if number * CLAIMS_IN_ARTICLE % max(claims // 10, CLAIMS_IN_ARTICLE) == 0:
            count = number * CLAIMS_IN_ARTICLE
            print(
                f"  {count:>9,} claims  {total / count * 1e6:8.0f} µs a claim so far, {busy / count * 1e6:6.0f} of them computing",
                flush=True,
            )
    print(f"loaded {claims:,} claims in {total:.1f} s, {busy:.1f} s of them computing")


def main(claims: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        with Ledger(path) as ledger:
            load(ledger, claims)
        print(f"file size {path.stat().st_size / 1e6:,.0f} MB")
        timed("open", lambda: Ledger(path).close())
        with Ledger(path) as ledger:
            print(ledger.counts())
            timed("counts", lambda: len(ledger.counts()))
            timed("all claims", lambda: sum(1 for _ in ledger.claims()))
            timed("claims, full text", lambda: sum(1 for _ in ledger.claims(text="jets Soliana")))
            timed("claims, source", lambda: sum(1 for _ in ledger.claims(source="Okoro", limit=1000)))
            timed("claims, about a state", lambda: sum(1 for _ in ledger.claims(about="Haiti", limit=1000)))
            timed("claims, since and until", lambda: sum(1 for _ in ledger.claims(since="2024-10", until="2024-11")))
            timed("claims, type and certainty", lambda: sum(1 for _ in ledger.claims(type="strike", certainty="probable", limit=1000)))
            timed("claims, disputed", lambda: sum(1 for _ in ledger.claims(disputed=True, limit=1000)))
            timed("points", lambda: sum(1 for _ in ledger.points()))
            timed("parties", lambda: len(ledger.parties()))
            timed("disputes", lambda: len(ledger.links(kind="contradicts")))
            timed("the whole dossier", lambda: bool(dossier.compile(ledger)))
            extra = make_reading(
                *[Telling(f"{name} Ek", number=700) for name in ("Ida", "Jon", "Kim")], published="2022-06-01", path="extra.txt"
            )
            timed("add one article to the big story", lambda: ledger.record(extra, b""))
            timed("forget it again", lambda: ledger.forget(extra.article.id))
            if claims <= 100_000:
                timed("check", lambda: len(ledger.check()))


if __name__ == "__main__":
    main(int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 100_000)
