"""How well copies are found, and articles of one event brought together, on news pages grouped by others. Development data only.

    python evals/copies.py FOLDER [--engine NAME] [--cache FILE] [--misses]

FOLDER holds news_cluster/*.json (or is it): pages with `text`, `title`, `url`, `source_domain`, `date_publish` and `newsCluster`, whose EventId
says which event a page is about. Every page is put into a ledger.

Copies: the reference is containment of word 5-grams over one half, reckoned here over all pairs by itself; what the ledger holds as a copy is held
against it. Rewrites have no reference here: their number is told, and --misses shows each, to be checked by eye.

Events: every two pages are scored, and the pairs of one event should come first (average precision). Ours is what two pages share of the
ledger's own means: the carrying words of their claims, their titles, the parties they name, the keys under which claims are compared and the triples
of words under which copies are looked up, each the more telling the fewer pages have it; and the days between. The weights (LAYERS) were set by eye on
these very pages. Beside it stand the cosine of title and text weighted by tf-idf, the sum of the two cosines of titles and of texts, the share of
word 5-grams in common, and its estimate by MinHash. --cache keeps the claims in a file there.
"""

from __future__ import annotations

import ast
import json
import math
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from itertools import combinations
from pathlib import Path

import msgspec

from sayso.articles import make_article
from sayso.claim import Article, Reading
from sayso.engines import DEFAULT
from sayso.ledger import Ledger
from sayso.ledger.passages import carrying, wording
from sayso.likeness import keys
from sayso.pipeline import Extractor

COPIED = 0.5
HASHES = 128  # of MinHash
NEAR = 30.0  # days over which one event is reported, about
FADES = 0.5  # what remains at most of a likeness when the pages are far apart in time
WORD = re.compile(r"\w+")
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Page:
    """A page and the event it is about."""

    article: Article
    event: int


def read(folder: Path) -> list[Page]:
    folder = folder / "news_cluster" if (folder / "news_cluster").is_dir() else folder
    return [_page(json.loads(path.read_text("utf-8"))) for path in sorted(folder.glob("*.json"))]


def _page(row: Mapping[str, str]) -> Page:
    cluster = row["newsCluster"]
    event = ast.literal_eval(cluster) if isinstance(cluster, str) else cluster
    article = make_article(
        row["text"],
        path=f"{row['dId']}.json",
        title=row.get("title") or "",
        publisher=row.get("source_domain") or "",
        published=(row.get("date_publish") or "")[:10],
        url=row.get("url") or "",
    )
    return Page(article, int(event["EventId"]))


def claims_of(pages: Sequence[Page], engine: str, cache: Path | None) -> list[Reading]:
    """What the pipeline makes of each page; kept in a file, since it takes long."""
    if cache and cache.exists():
        found = [msgspec.json.decode(line, type=Reading) for line in cache.read_bytes().splitlines()]
        by_article = {reading.article.id: reading for reading in found}
        if all(page.article.id in by_article for page in pages):
            return [replace(by_article[page.article.id], article=page.article) for page in pages]
    extractor = Extractor(engine)
    readings = [_or_nothing(page, made) for page, made in zip(pages, extractor.extract_all(page.article for page in pages), strict=True)]
    if cache:
        cache.write_bytes(b"".join(msgspec.json.encode(reading) + b"\n" for reading in readings))
    return readings


def _or_nothing(page: Page, made: Reading | Exception) -> Reading:
    return Reading(page.article) if isinstance(made, Exception) else made


# Copies


def rows(text: str) -> frozenset[tuple[str, ...]]:
    """Every five words in a row."""
    words = WORD.findall(text.casefold())
    return frozenset(tuple(words[i : i + 5]) for i in range(len(words) - 4))


def reference(pages: Sequence[Page]) -> set[Pair]:
    """The pairs of which more than half of the shorter stands in the longer."""
    grams = [rows(page.article.text) for page in pages]
    return {
        (i, j) for i, j in combinations(range(len(pages)), 2) if len(grams[i] & grams[j]) > COPIED * min(len(grams[i]), len(grams[j])) > 0
    }


def shared(pages: Sequence[Page]) -> dict[str, set[Pair]]:
    """The pairs that a ledger holds as copies, rewrites, or with a passage in common."""
    place = {page.article.id: n for n, page in enumerate(pages)}
    found: dict[str, set[Pair]] = {"copy": set(), "rewrite": set(), "passage": set()}
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "copies.db") as ledger:
        for page in pages:
            ledger.record(Reading(replace(page.article, url="")), b"")  # a page that was fetched twice is two pages here
        ids = {replace(page.article, url="").id: n for page, n in zip(pages, place.values(), strict=True)}
        for one in ledger.overlaps():
            i, j = sorted((ids[one.article], ids[one.of]))
            found[one.kind].add((i, j))
    return found


# Events


Vector = Mapping[str, float]


def weighted(documents: Sequence[Counter[str]]) -> list[Vector]:
    """Documents as vectors of length one: each feature by how often it is there and how few documents have it."""
    seen = Counter(feature for document in documents for feature in document)
    vectors = []
    for document in documents:
        raw = {f: (1 + math.log(n)) * math.log(len(documents) / seen[f]) for f, n in document.items() if seen[f] < len(documents)}
        length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        vectors.append({feature: value / length for feature, value in raw.items()})
    return vectors


def cosine(a: Vector, b: Vector) -> float:
    if len(a) > len(b):
        a, b = b, a
    return sum(value * b[feature] for feature, value in a.items() if feature in b)


def days_between(a: Article, b: Article) -> float:
    if len(a.published) != 10 or len(b.published) != 10:
        return NEAR
    return abs((date.fromisoformat(a.published) - date.fromisoformat(b.published)).days)


def average_precision(scores: Mapping[Pair, float], gold: set[Pair]) -> float:
    """The mean precision at each pair that is right, best scores first; equals in the order of the pages."""
    found, total = 0, 0.0
    for rank, pair in enumerate(sorted(scores, key=lambda pair: (-scores[pair], pair)), 1):
        if pair in gold:
            found += 1
            total += found / rank
    return total / max(len(gold), 1)


def minhash(text: str) -> list[int]:
    """The least of each of many hashes of the word 5-grams."""
    grams = [" ".join(row).encode() for row in rows(text)] or [b""]
    return [
        min(int.from_bytes(blake2b(gram, digest_size=8, salt=n.to_bytes(4, "big")).digest(), "big") for gram in grams)
        for n in range(HASHES)
    ]


def baselines(pages: Sequence[Page]) -> dict[str, Callable[[int, int], float]]:
    texts = [page.article.text for page in pages]
    titles = [page.article.title for page in pages]
    one, other = (weighted([Counter(WORD.findall(text.casefold())) for text in field]) for field in (titles, texts))
    whole = weighted([Counter(WORD.findall(f"{title} {text}".casefold())) for title, text in zip(titles, texts, strict=True)])
    grams, hashes = [rows(text) for text in texts], [minhash(text) for text in texts]
    return {
        "tf-idf of title and text": lambda i, j: cosine(whole[i], whole[j]),
        "tf-idf of title + of text": lambda i, j: cosine(one[i], one[j]) + cosine(other[i], other[j]),
        "5-grams": lambda i, j: len(grams[i] & grams[j]) / max(len(grams[i] | grams[j]), 1),
        "MinHash": lambda i, j: sum(a == b for a, b in zip(hashes[i], hashes[j], strict=True)) / HASHES,
    }


def together(pages: Sequence[Page], readings: Sequence[Reading]) -> Callable[[int, int], float]:
    """How much two pages share of what the ledger knows them by."""
    layers = [(weight, weighted([Counter(features(reading)) for reading in readings])) for features, weight in LAYERS]

    def score(i: int, j: int) -> float:
        alike = sum(weight * cosine(layer[i], layer[j]) for weight, layer in layers)
        return alike * (FADES + (1 - FADES) * math.exp(-days_between(pages[i].article, pages[j].article) / NEAR))

    return score


LAYERS: tuple[tuple[Callable[[Reading], Iterable[str]], float], ...] = (
    (lambda reading: (word for claim in reading.claims for word in carrying(claim.content.text)), 1.0),
    (lambda reading: carrying(reading.article.title), 1.0),
    (lambda reading: (party.id for party in reading.parties), 0.5),
    (lambda reading: (key for claim in reading.claims for key in keys(claim)), 0.5),
    (lambda reading: map(str, wording(reading.article.text).triples.tolist()), 0.5),
)


# The figures


def of_copies(pages: Sequence[Page]) -> tuple[dict[str, set[Pair]], set[Pair]]:
    return shared(pages), reference(pages)


def of_events(pages: Sequence[Page], readings: Sequence[Reading]) -> dict[str, float]:
    pairs = list(combinations(range(len(pages)), 2))
    gold = {(i, j) for i, j in pairs if pages[i].event == pages[j].event}
    scores = {**baselines(pages), "sayso": together(pages, readings)}
    return {name: average_precision({pair: score(*pair) for pair in pairs}, gold) for name, score in scores.items()}


def figures(folder: Path) -> Iterator[tuple[str, float]]:
    """What the gate holds: in percent."""
    pages = read(folder)
    found, gold = of_copies(pages)
    hits = len(found["copy"] & gold)
    yield "copies precision", 100 * hits / max(len(found["copy"]), 1)
    yield "copies recall", 100 * hits / max(len(gold), 1)
    precision = of_events(pages, claims_of(pages, DEFAULT, None))
    yield "one event: average precision", 100 * precision["sayso"]
    yield (
        "one event: lead over the best of the plain likenesses",
        100 * (precision["sayso"] - max(v for k, v in precision.items() if k != "sayso")),
    )


def main(arguments: Sequence[str]) -> int:
    options = dict(zip(arguments, [*arguments[1:], ""], strict=True))
    pages = read(Path(arguments[0]))
    found, gold = of_copies(pages)
    hits = found["copy"] & gold
    print(f"{len(pages)} pages; {len(gold)} pairs are copies by their 5-grams")
    print(
        f"copies     {len(found['copy']):4} found, {len(hits)} of them right: precision {len(hits) / max(len(found['copy']), 1):.3f}",
        end="",
    )
    print(f" recall {len(hits) / max(len(gold), 1):.3f}")
    print(f"rewrites   {len(found['rewrite']):4} besides; passages in common {len(found['passage'])}")
    if "--misses" in arguments:
        for kind, pairs in (("missed", gold - found["copy"]), ("wrong", found["copy"] - gold), ("rewrite", found["rewrite"])):
            for i, j in sorted(pairs):
                print(
                    f"\n{kind}: {pages[i].article.path} {pages[j].article.path}\n{pages[i].article.text[:300]!r}\n{pages[j].article.text[:300]!r}"
                )
    cache = Path(options["--cache"]) if "--cache" in options else None
    for name, value in of_events(pages, claims_of(pages, options.get("--engine", DEFAULT), cache)).items():
        print(f"one event, average precision: {name:26} {value:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
