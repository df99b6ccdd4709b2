"""How well claims about one event are brought together, on texts labelled by others. Development data only.

    python evals/events_together.py FOLDER [--engine NAME] [--cache FOLDER] [--misses]

FOLDER holds ecbplus/**/*ecb*.xml.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import msgspec

from sayso.claim import Article, Claim, make_id
from sayso.pipeline import Extractor

Extent = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mention:
    """A labelled event word: where it stands, its class, and the event it speaks of."""

    span: Extent
    kind: str
    event: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """One article, the topic it belongs to, the stretches that were labelled, and the event words in them."""

    name: str
    topic: str
    article: Article
    labelled: tuple[Extent, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A labelled article and the claims found in it."""

    gold: Labelled
    claims: tuple[Claim, ...]


OPENING = {"(", "[", "``", "$", "#", "‘", "“"}
CLOSING = {",", ".", ";", ":", "?", "!", ")", "]", "''", "%", "’", "”", "..."}


def _gap(before: str, word: str) -> str:
    """What stands between two tokens in running text."""
    if before in OPENING or word in CLOSING or word.startswith("'") or word == "n't":
        return ""
    return " "


def ecb(path: Path, chosen: set[tuple[str, str, int]]) -> Labelled:
    """An article of ECB+, a sentence a paragraph, without the address that stands in for sentence 0."""
    root = ElementTree.parse(path).getroot()
    topic, name = path.stem.split("_", 1)
    skipped = {"0"} if name.endswith("ecbplus") else set()
    pieces: list[str] = []
    places: dict[str, Extent] = {}
    sentences: dict[int, Extent] = {}
    length, sentence, before, quoted = 0, "", "", False
    for token in root.iter("token"):
        at, word = token.get("sentence", ""), (token.text or "").strip()
        if at in skipped or not word:
            continue
        if at != sentence:
            gap, quoted = "\n\n" if pieces else "", False
        else:
            gap = _gap(before, word)
        if word == '"':  # opening and closing look alike: they take turns
            gap = "" if quoted and at == sentence else gap
            word = "''" if quoted else "``"
            quoted = not quoted
        before, sentence = word, at
        shown = '"' if word in ("``", "''") else word
        start = length + len(gap)
        pieces += [gap, shown]
        length = start + len(shown)
        places[token.get("t_id", "")] = (start, length)
        if (topic, name, int(at)) in chosen:
            sentences[int(at)] = (sentences.get(int(at), (start, 0))[0], length)
    text = "".join(pieces)
    return Labelled(
        path.stem,
        topic,
        Article(make_id("article", path.stem, text), text, path.name),
        tuple(sentences.values()),
        tuple(_ecb_mentions(root, places)),
    )


def _ecb_mentions(root: ElementTree.Element, places: dict[str, Extent]) -> Iterator[Mention]:
    """The action mentions, each with its event: the chain across documents, else the one within, else its own."""
    chain: dict[str, str] = {}
    for relation in root.find("Relations") or []:
        event = relation.get("note") or f"{root.get('doc_name')} {relation.get('r_id')}"
        chain |= {s.get("m_id", ""): event for s in relation.iter("source")}
    for mention in root.find("Markables") or []:
        anchors = [places[a.get("t_id", "")] for a in mention.iter("token_anchor") if a.get("t_id", "") in places]
        if ("ACTION" in mention.tag) and anchors:
            ident = mention.get("m_id", "")
            yield Mention((anchors[0][0], anchors[-1][1]), mention.tag, chain.get(ident, f"{root.get('doc_name')} alone {ident}"))


def ecbplus(folder: Path) -> Iterator[Labelled]:
    """The articles of ECB+ that have labelled sentences."""
    index = next(iter(sorted(folder.rglob("ECBplus_coreference_sentences.csv"))))
    with index.open(encoding="utf-8") as rows:
        chosen = {(row["Topic"], row["File"], int(row["Sentence Number"])) for row in csv.DictReader(rows)}
    for path in sorted(folder.rglob("*ecb*.xml")):
        if (gold := ecb(path, chosen)).labelled:
            yield gold


def read(golds: list[Labelled], engine: str, cache: Path | None) -> list[Read]:
    """The claims of every article, from the cache where they are there."""
    kept: dict[str, list[Claim]] = {}
    path = cache / f"{engine}.json" if cache else None
    if path and path.exists():
        kept = msgspec.json.decode(path.read_bytes(), type=dict[str, list[Claim]])
    missing = [gold for gold in golds if gold.article.id not in kept]
    if missing:
        for reading, gold in zip(Extractor(engine).extract_all(g.article for g in missing), missing, strict=True):
            if isinstance(reading, Exception):
                raise reading
            kept[gold.article.id] = list(reading.claims)
        if path:
            path.write_bytes(msgspec.json.encode(kept))
    return [Read(gold, tuple(kept[gold.article.id])) for gold in golds]


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0])
    engine = arguments[arguments.index("--engine") + 1]
    cache = Path(arguments[arguments.index("--cache") + 1])
    found = read(list(ecbplus(folder / "ecbplus")), engine, cache)
    print(len(found), sum(len(r.claims) for r in found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
