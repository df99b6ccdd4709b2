"""How fast reports become claims: words a second, peak memory, and the ratio to a bare parse of the same texts in the same run.

    python bench/extraction.py [FOLDER OR FILES …] [--times N] [--engine NAME]

Without arguments the example reports are read, over and over until there are some 30,000 words. The bare parse is the parser's
model with all its components, as `spacy.load(…).pipe(paragraphs)` runs it. Each is measured in a process of its own, the parse on one core and the extraction on two.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from sayso.engines import DEFAULT

ROOT = Path(__file__).resolve().parent.parent
WORDS = 30_000


def texts(inputs: list[str], times: int) -> list[str]:
    """The canonical texts, repeated."""
    from sayso import readers
    from sayso.readers import Document

    found = [d.article.text for d in readers.read(inputs) if isinstance(d, Document)]
    words = sum(len(t.split()) for t in found)
    if not words:
        sys.exit(f"nothing to read in {', '.join(inputs)}")
    return found * (times or max(1, round(WORDS / words)))


def bare(articles: list[str]) -> None:
    """Parse every paragraph with the whole model."""
    import spacy

    from sayso.sentences import MODEL

    nlp = spacy.load(MODEL)
    paragraphs = [p for text in articles for p in text.split("\n") if p.strip()]
    start, busy = time.perf_counter(), time.process_time()
    for _ in nlp.pipe(paragraphs, batch_size=64):
        pass
    report(articles, time.perf_counter() - start, time.process_time() - busy)


def attributed(articles: list[str], engine: str) -> None:
    """Parse and attribute, and nothing more: what describing, grading and resolving add to is measured against this."""
    from sayso import engines
    from sayso.articles import make_article
    from sayso.sentences import Parser

    parser, chosen = Parser(), engines.get(engine)
    for parse in parser.parse([make_article(articles[0], path="warm-up")]):
        chosen.attribute(parse)
    start, busy = time.perf_counter(), time.process_time()
    for parse in parser.parse([make_article(text, path=f"{number}.txt") for number, text in enumerate(articles)]):
        chosen.attribute(parse)
    report(articles, time.perf_counter() - start, time.process_time() - busy)


def whole(articles: list[str], engine: str) -> None:
    """Extract every claim, and encode it as the ledger does."""
    import msgspec

    from sayso.articles import make_article
    from sayso.pipeline import Extractor

    extractor = Extractor(engine)
    extractor.extract(make_article(articles[0], path="warm-up"))
    start, busy = time.perf_counter(), time.process_time()
    made = (make_article(text, path=f"{number}.txt", publisher=f"Outlet {number}") for number, text in enumerate(articles))
    for reading in extractor.extract_all(made):
        if isinstance(reading, Exception):
            raise reading
        msgspec.json.encode(reading.claims)
    report(articles, time.perf_counter() - start, time.process_time() - busy)


def report(articles: list[str], seconds: float, busy: float) -> None:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps(
            {"words": sum(len(t.split()) for t in articles), "articles": len(articles), "seconds": seconds, "busy": busy, "memory": memory}
        )
    )


def measure(kind: str, inputs: list[str], times: int, engine: str) -> dict[str, float]:
    command = [sys.executable, __file__, "--only", kind, "--times", str(times), "--engine", engine, *inputs]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", default=[str(ROOT / "examples")])
    parser.add_argument("--times", type=int, default=0)
    parser.add_argument("--engine", default=DEFAULT)
    parser.add_argument("--only", choices=("bare", "attributed", "whole"))
    options = parser.parse_args()
    if options.only:
        articles = texts(options.inputs, options.times)
        {
            "bare": lambda: bare(articles),
            "attributed": lambda: attributed(articles, options.engine),
            "whole": lambda: whole(articles, options.engine),
        }[options.only]()
        return
    parsed = measure("bare", options.inputs, options.times, options.engine)
    extracted = measure("whole", options.inputs, options.times, options.engine)
    print(f"{parsed['articles']:.0f} articles, {parsed['words']:.0f} words")
    partly = measure("attributed", options.inputs, options.times, options.engine)
    for name, result in (("bare parse", parsed), ("parse, attribution", partly), ("whole extraction", extracted)):
        print(
            f"{name:18} {result['words'] / result['seconds']:8.0f} words/s {result['words'] / result['busy']:8.0f} words/s of computing {result['memory']:6.0f} MB at its peak"
        )
    ratio, busy = (extracted[kind] / parsed[kind] for kind in ("seconds", "busy"))
    print(f"whole extraction / bare parse: {ratio:.2f} of its time on the clock (limit 1.6), {busy:.2f} of its computing on all cores")
    print(
        f"events, figures, dates, certainty and names add {extracted['busy'] / partly['busy'] - 1:.0%} to parsing and attributing (limit 35 %)"
    )
    more = measure(
        "whole", options.inputs, 4 * max(1, options.times or round(WORDS * extracted["articles"] / extracted["words"] / 14)), options.engine
    )
    print(f"{more['articles']:.0f} articles: {more['memory']:.0f} MB at its peak (limit 1200)")


if __name__ == "__main__":
    main()
