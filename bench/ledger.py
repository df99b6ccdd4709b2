"""How long a ledger takes: loading synthetic claims, opening, searching, filtering, points, adding, reading again and forgetting an article.

    python bench/ledger.py [--shuffled] [CLAIMS ...]     10,000, 100,000 and 1,000,000 unless told; the last takes half an hour and more

Each number of claims is loaded into a ledger of its own, five hundred articles at a time, as news arrives over five years: in order of
publication, but for one article in ten that comes up to a year late; with --shuffled in no order at all, as from an archive. One
story holds a tenth of all claims, the others are spread unevenly over pairs of sixty states; one article in twenty is a copy of an
earlier one; every article carries the same two sentences of boilerplate. The last lines compare the time per claim with that of the
smallest ledger.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from factory import ITEMS, TYPES, Telling, make_reading

from sayso import dossier
from sayso.claim import Reading
from sayso.ledger import Ledger, changes, standing

CLAIMS_IN_ARTICLE = 10
ARTICLES_AT_ONCE = 500
FIRST_DAY, DAYS = date(2020, 1, 1), 5 * 365  # of publication
LATE = 0.1  # share of articles that come up to a year late
STATES = [(f"{first}{last}", f"{first[0]}{last[0]}".upper()) for first in ("Nor", "Sol", "Kal", "Ven", "Tor", "Mar", "Bel", "Dor") for last in ("avia", "enia", "istan", "ona", "ugal", "hem", "yria", "wick")]  # fmt: skip
SPEAKERS = [
    f"{first} {last}"
    for first in ("Ana", "Ben", "Carla", "Dan", "Eva", "Femi", "Gil", "Hana", "Ida", "Jon", "Kim", "Leo")
    for last in ("Ruiz", "Okoro", "Lund", "Mensah", "Quist", "Toft", "Adu", "Castro", "Ek", "Baptiste", "Novak", "Sato")
]
FILLER = [f"{a}{b}" for a in ("re", "con", "de", "pro", "sub", "trans", "inter", "ex") for b in ("port", "tract", "duct", "form", "ject", "mit", "scribe", "fer", "tend", "vert")]  # fmt: skip
ENDS = [a + b for a in ("b", "d", "g", "k", "l", "m", "n", "p", "r", "t") for b in ("ako", "imu", "oda", "unk")]
WORDS = [word + end for word in FILLER for end in ENDS]  # three thousand, no two of one stem: as in news, few pairs of them come twice
BOILERPLATE = "Example Daily brings you the news of the day in plain words. Write to the desk with what we should know."


def readings(claims: int, seed: int = 7, shuffled: bool = False) -> Iterator[Reading]:
    """Articles of ten claims each, drawn at random but always the same."""
    random = Random(seed)
    past: list[tuple[tuple[Telling, ...], str]] = []
    for number in range(claims // CLAIMS_IN_ARTICLE):
        if past and random.random() < 0.05:
            told, opening = random.choice(past)
        else:
            story = random.random() < 0.1
            told = tuple(_telling(random, story) for _ in range(CLAIMS_IN_ARTICLE))
            opening = f"{BOILERPLATE} {' '.join(random.choices(WORDS, k=120))}."
            past = [*past[-200:], (told, opening)]
        published = str(FIRST_DAY + timedelta(random.randrange(DAYS) if shuffled else _day(random, number / (claims / CLAIMS_IN_ARTICLE))))
        yield make_reading(
            *told, published=published, path=f"{number:07}.txt", publisher=f"Outlet {random.randint(1, 40)}", opening=opening
        )


def _day(random: Random, part: float) -> int:
    """When an article was published that arrives after this part of all."""
    return int(part * DAYS) - (random.randint(1, 365) if random.random() < LATE else 0)


def _telling(random: Random, story: bool) -> Telling:
    told = Telling(
        random.choice(SPEAKERS),
        speaker_country=random.choice(STATES)[1],
        certainty=random.choice(["certain", "certain", "probable", "possible"]),
        polarity="negative" if random.random() < 0.08 else "positive",
        status="planned" if random.random() < 0.2 else "actual",
        number=random.choice([None, None, 600, 1500, 3000, 10000]),
        when=" ".join(random.choices(WORDS, k=4)),
        aside=" ".join(random.choices(WORDS, k=3)),
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


@dataclass
class Load:
    """How long loading took."""

    claims: int = 0
    seconds: float = 0.0
    computing: float = 0.0

    def a_claim(self) -> float:
        """Microseconds of computing."""
        return self.computing / self.claims * 1e6


def load(ledger: Ledger, claims: int, shuffled: bool = False) -> Load:
    """Load synthetic claims; only the ledger's own time counts."""
    source = readings(claims, shuffled=shuffled)
    whole, part = Load(), Load()
    while batch := [(reading, reading.article.text.encode()) for reading in islice(source, ARTICLES_AT_ONCE)]:
        start, busy = perf_counter(), process_time()
        ledger.record_all(batch)
        for one in (whole, part):
            one.seconds += perf_counter() - start
            one.computing += process_time() - busy
            one.claims += len(batch) * CLAIMS_IN_ARTICLE
        if part.claims >= claims // 10:
            print(
                f"  {whole.claims:>9,} claims  {part.seconds / part.claims * 1e6:8.0f} µs a claim lately, {part.a_claim():6.0f} of them computing",
                flush=True,
            )
            part = Load()
    print(f"loaded {claims:,} claims in {whole.seconds:.1f} s, {whole.computing:.1f} s of them computing")
    return whole


def ask(ledger: Ledger) -> None:
    """The common questions."""
    print(ledger.counts())
    timed("counts", lambda: len(ledger.counts()))
    timed("claims, full text", lambda: sum(1 for _ in ledger.claims(text="jets Soliana", limit=1000)))
    timed("claims, source", lambda: sum(1 for _ in ledger.claims(source="Okoro", limit=1000)))
    timed("claims, about a state", lambda: sum(1 for _ in ledger.claims(about="Haiti", limit=1000)))
    timed("claims, since and until", lambda: sum(1 for _ in ledger.claims(since="2024-10", until="2024-11", limit=1000)))
    timed("claims, type and certainty", lambda: sum(1 for _ in ledger.claims(type="strike", certainty="probable", limit=1000)))
    timed("claims, disputed", lambda: sum(1 for _ in ledger.claims(disputed=True, limit=1000)))


def stand(ledger: Ledger) -> None:
    """The claims as columns: laying them out, what they amount to, what stands without somebody, what changed."""
    timed("the snapshot, made", lambda: len(ledger.snapshot()))
    for name in ("points", "legs", "moments", "voices"):
        timed(f"snapshot: {name}, the first 40", lambda name=name: len(getattr(ledger.view(), name)(limit=40)))
    timed("snapshot: disputes, the first 40", lambda: len(ledger.view().disputes()[:40]))
    timed("snapshot: figures, the first 12", lambda: len(ledger.view().series(limit=12, figures=40)))
    timed("without somebody: points", lambda: len(ledger.view(without=["Ana Ruiz"]).points(limit=40)))
    timed("as of a day: points", lambda: len(ledger.view(as_of="2022-06").points(limit=40)))
    timed("what stands without an outlet", lambda: standing.compare(ledger, without=["Outlet 7"]).lost.total)
    timed("what changed in a month", lambda: changes.changed(ledger, since="2023-03", until="2023-03").points.total)
    extra = make_reading(Telling("Ida Ek", number=700), published="2022-06-01", path="other.txt")
    ledger.record(extra)
    timed("the snapshot, after one article", lambda: len(ledger.snapshot()))
    timed("and its points, the first 40", lambda: len(ledger.view().points(limit=40)))
    ledger.forget(extra.article.id)


def take_in(ledger: Ledger) -> None:
    """The whole ledger at once."""
    timed("all claims", lambda: sum(1 for _ in ledger.claims()))
    timed("points", lambda: sum(1 for _ in ledger.points()))
    timed("parties", lambda: len(ledger.parties()))
    timed("disputes", lambda: len(ledger.links(kind="contradicts")))
    timed("the whole dossier", lambda: bool(dossier.compile(ledger)))
    timed("check", lambda: len(ledger.check()))


def change(ledger: Ledger) -> None:
    """One article more, another engine's reading of it, one article less."""
    told = [Telling(f"{name} Ek", number=700, when="the quay before dawn") for name in ("Ida", "Jon", "Kim")]
    extra = make_reading(*told, published="2022-06-01", path="extra.txt")
    again = replace(extra, claims=extra.claims[:2])
    timed("add one article to the big story", lambda: ledger.record(extra, b"", engine="one"))
    timed("read it again with another engine", lambda: ledger.record(again, b"", engine="two"))
    timed("forget it", lambda: ledger.forget(extra.article.id))


def measure(claims: int, shuffled: bool) -> Load:
    print(f"\n{claims:,} claims, {'in no order' if shuffled else 'as news arrives'}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        with Ledger(path) as ledger:
            loaded = load(ledger, claims, shuffled)
        print(f"file size {path.stat().st_size / 1e6:,.0f} MB")
        timed("open", lambda: Ledger(path).close())
        with Ledger(path) as ledger:
            change(ledger)
            ask(ledger)
            stand(ledger)
            if claims <= 100_000:
                take_in(ledger)
    return loaded


def main(sizes: list[int], shuffled: bool) -> None:
    loads = [measure(claims, shuffled) for claims in sizes]
    print()
    for one in loads:
        wall = one.seconds / one.claims * 1e6
        print(
            f"{one.claims:>9,} claims  {wall:6.0f} µs a claim, {one.a_claim():6.0f} of them computing: {one.a_claim() / loads[0].a_claim():.2f} times the first"
        )


if __name__ == "__main__":
    asked = [word for word in sys.argv[1:] if word != "--shuffled"]
    main([int(size.replace(",", "")) for size in asked] or [10_000, 100_000, 1_000_000], "--shuffled" in sys.argv)
