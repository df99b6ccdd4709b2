"""How well contradictions between two texts are found, on pairs labelled by others. Development data only.

    python evals/relations.py FOLDER [--misses]
    python evals/relations.py FILE.jsonl [--misses]

FILE.jsonl holds pairs of your own, one JSON object a line: {"id": "1", "label": "contradiction", "text": "…", "hypothesis": "…"}. The label is
"contradiction", "entailment" or "unknown" ("neutral"); both texts are read as of one day, or of "day" where a pair gives one, and whatever
else stands in an object is left alone. --misses prints every pair where found and label differ.
FOLDER holds any of these (or is one of them), and each is measured where it is there:
* rte3/: the pairs of the PASCAL challenges on recognising textual entailment (rte/rte1_dev.xml, rte2_dev.xml, rte3_dev.xml), the third with
  its three-way labels (DEV.xml: YES, UNKNOWN, or NO for a contradiction). The first two are labelled two ways: there a dispute found in a
  pair whose text entails its hypothesis is wrong for certain, while the others may or may not contradict.
* claimdiff/ClaimDiff-{strength,weak}-train.json.xz: pairs of claims of two outlets; gold is whether one strengthens, or weakens, the other.

Both texts are read as articles of one day by the real pipeline. A ledger holds of an article's own voice the events alone; here every
sentence is a claim of the article's too, since most hypotheses tell of no typed event. Then `links.link` is asked
for every pair of claims across the two texts. A pair counts as a contradiction where any link is "contradicts" or "denies": that is what a ledger
would show as a dispute. A figure that only changed ("revises") cannot come of texts of one day.
The rules and the list of opposites were developed with the pairs of RTE-3 dev in view whose number is not divisible by four, and with
those of RTE-1 and RTE-2; the ones that are divisible were only counted. --misses leaves that quarter out.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from sayso import certainty, links, pipeline, statements
from sayso.claim import Article, ArticleRef, Attribution, Claim, Link, Reading, Source, make_id
from sayso.likeness import order
from sayso.sentences import Parse

DAY = "2007-01-01"
AGAINST = frozenset({"contradicts", "denies"})
FOR = frozenset({"same", "copies", "supports", "details"})
GOLD = {"contradiction": "no", "entailment": "yes", "unknown": "unknown", "neutral": "unknown"}
LABELS = {"rte3_dev.xml": "DEV.xml", "rte3_test.xml": "TEST.xml"}


@dataclass(frozen=True, slots=True)
class Two:
    """Two texts and what people say of them: "yes" (the one entails the other), "no" (they contradict), "unknown", or "not yes"."""

    id: str
    one: str
    other: str
    gold: str
    day: str = DAY


# The data


def rte(path: Path) -> Iterator[Two]:
    """The pairs of one challenge, with three-way labels where a file beside them gives these."""
    labels = path.parent.parent / LABELS.get(path.name, "none")
    three = dict(re.findall(r'<pair id="(\d+)" entailment="([A-Z]+)"', labels.read_text("utf-8"))) if labels.is_file() else {}
    for pair in ElementTree.fromstring(path.read_bytes()):
        ident = pair.get("id", "")
        told = (pair.get("entailment") or pair.get("value") or "").lower()
        gold = three[ident].lower() if three else "yes" if told in ("yes", "true") else "unknown" if told == "unknown" else "not yes"
        text, hypothesis = (" ".join((pair.findtext(tag) or "").split()) for tag in ("t", "h"))
        yield Two(ident, text, hypothesis, gold)


def own(path: Path) -> Iterator[Two]:
    """The pairs of a JSON Lines file; what cannot be read there is named by its line."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            pair = json.loads(line)
            gold, text, hypothesis = GOLD[str(pair["label"]).lower()], str(pair["text"]), str(pair["hypothesis"])
        except (ValueError, KeyError, TypeError) as error:
            labels = ", ".join(GOLD)
            raise SystemExit(f"{path}, line {number}: {error!r}; wanted are text, hypothesis and a label ({labels})") from error
        yield Two(str(pair.get("id", number)), " ".join(text.split()), " ".join(hypothesis.split()), gold, str(pair.get("day", DAY)))


def claimdiff(path: Path) -> Iterator[Two]:
    for pair in json.loads(lzma.decompress(path.read_bytes()))["data"]:
        yield Two(
            pair["pair_id"], " ".join(pair["claim_a"].split()), " ".join(pair["claim_b"].split()), str(pair["relation"]), pair["date"]
        )


# From texts to claims to links


def kinds(found: Sequence[Link]) -> set[str]:
    return {link.kind for link in found}


def read(extractor: pipeline.Extractor, pairs: Sequence[Two]) -> list[tuple[list[Claim], list[Claim]]]:
    """The claims of both texts of every pair."""
    articles = [_article(text, name, two.day) for two in pairs for text, name in ((two.one, "Example One"), (two.other, "Example Two"))]
    told = [_told(parse, reading) for parse, reading in _read_all(extractor, articles)]
    return list(zip(told[::2], told[1::2], strict=True))


def _article(text: str, publisher: str, day: str) -> Article:
    return Article(make_id("article", text, publisher), text, publisher=publisher, published=day)


def _read_all(extractor: pipeline.Extractor, articles: list[Article]) -> Iterator[tuple[Parse, Reading]]:
    for article, reading in zip(articles, extractor.extract_all(articles), strict=True):
        if isinstance(reading, Exception):
            raise reading
        yield extractor.parser.parse_article(article), reading


def _told(parse: Parse, reading: Reading) -> list[Claim]:
    """The claims of a reading, and beside them every sentence as the article's own: what it tells, and that somebody tells it."""
    known = {claim.content.spans for claim in reading.claims}
    return [*reading.claims, *(claim for claim in _own(parse, reading.article) if claim.content.spans not in known)]


def _own(parse: Parse, article: Article) -> Iterator[Claim]:
    ref = ArticleRef(article.id, publisher=article.publisher, published=article.published)
    source = Source("", None, article.publisher, "article", True)
    for sentence in parse.sentences:
        whole = Attribution(article.cut_pieces([(sentence.start, sentence.end)]), manner="voice")
        for part in statements.split(parse, whole):
            top = pipeline._top(parse, part.content)
            grade = certainty.grade(parse, top, None) if top else certainty.Grade()
            ident = make_id("claim", article.id, "own", part.content.spans)
            yield Claim(
                ident, ref, source, part.content, "says", grade.certainty, grade.polarity, grade.status, because=grade.because, engine="own"
            )


def compare(one: Sequence[Claim], other: Sequence[Claim]) -> list[Link]:
    """Every link across two texts."""
    return [link for a in one for b in other if (link := links.link(*order(a, b)))]


# What is measured


def score(right: int, predicted: int, gold: int) -> dict[str, float]:
    """Precision and recall, in per cent."""
    return {
        "precision": round(100 * right / max(1, predicted), 1),
        "recall": round(100 * right / max(1, gold), 1),
        "found": predicted,
        "right": right,
        "gold": gold,
    }


def measure_rte(pairs: Sequence[Two], found: Sequence[list[Link]]) -> dict[str, float]:
    """Contradictions: precision and recall where they are labelled; else how many are found in pairs that agree."""
    counts: Counter[str] = Counter()
    for two, between in zip(pairs, found, strict=True):
        against = bool(kinds(between) & AGAINST)
        counts.update({"gold": two.gold == "no", "found": against, "right": against and two.gold == "no"})
        counts.update({"wrong": against and two.gold == "yes"})
    if any(two.gold == "no" for two in pairs):
        return score(counts["right"], counts["found"], counts["gold"]) | {"found in entailments": counts["wrong"]}
    return {"pairs": len(pairs), "found": counts["found"], "found in entailments": counts["wrong"]}


def show_misses(pairs: Sequence[Two], found: Sequence[list[Link]]) -> None:
    """Print the pairs where found and gold differ: contradictions missed or found elsewhere, and agreement where there is none."""
    for two, between in zip(pairs, found, strict=True):
        against, agree = bool(kinds(between) & AGAINST), bool(kinds(between) & FOR)
        if against != (two.gold == "no") or (agree and two.gold in ("no", "unknown")):
            print(f"\n{two.id} {two.gold.upper()}\n  {two.one}\n  {two.other}")
            print("".join(f"    {link.kind} | {link.reason} | {' / '.join(link.words)}\n" for link in between), end="")


def is_developed_on(two: Two) -> bool:
    return int(two.id) % 4 != 0


def measure_agreement(pairs: Sequence[Two], found: Sequence[list[Link]]) -> dict[str, float]:
    """Entailments: pairs with a link that agrees, against those that are labelled so; and how many of these contradict each other in truth."""
    ours = [bool(kinds(between) & FOR) for between in found]
    right = sum(o and two.gold == "yes" for o, two in zip(ours, pairs, strict=True))
    against = sum(o and two.gold == "no" for o, two in zip(ours, pairs, strict=True))
    return score(right, sum(ours), sum(two.gold == "yes" for two in pairs)) | {"found in contradictions": against}


def measure_claimdiff(pairs: Sequence[Two], ours: Sequence[bool]) -> dict[str, float]:
    """Pairs that we give a relation against those that people gave it."""
    gold = [two.gold == "1" for two in pairs]
    return score(sum(o and g for o, g in zip(ours, gold, strict=True)), sum(ours), sum(gold))


def measure(folder: Path, extractor: pipeline.Extractor, show: bool = False) -> dict[str, dict[str, float]]:
    """All figures of a folder, by name."""
    figures: dict[str, dict[str, float]] = {}
    for path in sorted(folder.glob("rte/rte*.xml")):
        pairs = list(rte(path))
        found = [compare(*both) for both in read(extractor, pairs)]
        figures[path.stem] = measure_rte(pairs, found)
        if path.name == "rte3_dev.xml":
            seen, rest = ([n for n, two in enumerate(pairs) if is_developed_on(two) == which] for which in (True, False))
            if show:
                show_misses([pairs[n] for n in seen], [found[n] for n in seen])
            figures[f"{path.stem}, the quarter not looked at"] = measure_rte([pairs[n] for n in rest], [found[n] for n in rest])
        figures[f"{path.stem}, entailments"] = measure_agreement(pairs, found)
    for path in sorted(folder.glob("ClaimDiff-strength-*.json.xz")):
        figures |= _claimdiff(path, extractor)
    return figures


def measure_own(path: Path, extractor: pipeline.Extractor, show: bool = False) -> dict[str, dict[str, float]]:
    """The figures of a file of pairs."""
    pairs = list(own(path))
    found = [compare(*both) for both in read(extractor, pairs)]
    if show:
        show_misses(pairs, found)
    return {path.stem: measure_rte(pairs, found), f"{path.stem}, entailments": measure_agreement(pairs, found)}


def _claimdiff(path: Path, extractor: pipeline.Extractor) -> dict[str, dict[str, float]]:
    """Both questions about the same pairs: does one strengthen the other, does one weaken it."""
    weak = path.with_name(path.name.replace("strength", "weak"))
    pairs = list(claimdiff(path))
    found = [compare(*both) for both in read(extractor, pairs)]
    figures = {"strengthen": measure_claimdiff(pairs, [bool(kinds(between) & FOR) for between in found])}
    if weak.is_file():
        same = {two.id: two.gold for two in claimdiff(weak)}
        told = [Two(two.id, two.one, two.other, same.get(two.id, "0"), two.day) for two in pairs]
        figures["weaken"] = measure_claimdiff(told, [bool(kinds(between) & {*AGAINST, "unverified"}) for between in found])
    return figures


def main(arguments: list[str]) -> int:
    show = "--misses" in arguments
    folder = Path(next((a for a in arguments if not a.startswith("--")), "."))
    if folder.is_file():
        print(json.dumps(measure_own(folder, pipeline.Extractor(), show), indent=2))
        return 0
    places = [folder if folder.name == name else folder / name for name in ("rte3", "claimdiff")]
    if not any(place.is_dir() for place in places):
        print(f"{folder} has no rte3/ or claimdiff/; unpack one of these there, or name another folder")
        return 2
    extractor = pipeline.Extractor()
    print(json.dumps({name: found for place in places for name, found in measure(place, extractor, show).items()}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
