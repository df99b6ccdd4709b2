"""How well claims about one event are brought together, on texts labelled by others. Development data only.

    python evals/events_together.py FOLDER [--engine NAME] [--cache FOLDER] [--misses]

FOLDER holds ecbplus/**/*ecb*.xml with ECBplus_coreference_sentences.csv (or is that folder): ECB+, where people marked the words that tell of an
event and which of them, across articles, tell of one and the same. Claims are read from the whole articles (without dates, which the
corpus does not give, a sentence a paragraph). A pair is two claims of two articles of one topic; a topic holds two stories of one
kind, such as two arrests of two players of one team, and those are the pairs that matter. Gold is put on claims in four ways:
* main: claims whose main event's trigger (the first event that is not merely presupposed) is a labelled word; a pair is gold where these corefer;
* any: the same for every event that is not presupposed; a pair is gold where one of them corefers;
* every: as main, but a claim in which sayso finds no event stands for all labelled words in its content;
* content: every claim with a labelled word anywhere in its content; a pair is gold where any two of them corefer.
Claims outside the sentences that the corpus lists as labelled, and claims without such a word, are left out.

Reported is the precision at the score where half of the gold pairs are found, for `likeness` and for the cosine of the claims' words
weighted by tf-idf, and what `same_event` takes for one. The weights of sayso/data/likeness.tsv were learnt on the topics up to 35 whose
number three does not divide; the others are reported by themselves. --cache keeps the claims in a file there; --misses shows pairs that are wrong.
"""

from __future__ import annotations

import csv
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import msgspec

from sayso.claim import Article, Claim, make_id
from sayso.engines import DEFAULT
from sayso.likeness import JOINED, Side, about, likeness, reasons
from sayso.pipeline import Extractor

Extent = tuple[int, int]
PROJECTIONS = ("main", "any", "every", "content")
RECALL = 0.5
LAST_LEARNT_ON = 35  # topic


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
    return [Read(gold, tuple(_placed(claim, gold) for claim in kept[gold.article.id])) for gold in golds]


def _placed(claim: Claim, gold: Labelled) -> Claim:
    """A kept claim with what a claim read now says of its article."""
    return replace(claim, article=replace(claim.article, about=about(gold.article.text)))


# Gold on claims


@dataclass(frozen=True, slots=True)
class Told:
    """A claim and the labelled events that it tells of, by each projection."""

    topic: int
    article: str
    side: Side
    events: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims of two articles of a topic, and whether they tell of one event."""

    topic: int
    one: Side
    other: Side
    gold: bool

    @property
    def seen(self) -> bool:
        """Whether its topic is one that the weights were learnt on."""
        return self.topic <= LAST_LEARNT_ON and self.topic % 3 != 0


def told(found: Sequence[Read]) -> Iterator[Told]:
    """The claims in labelled sentences, with their events."""
    for one in found:
        mentions, labelled = one.gold.mentions, one.gold.labelled
        for claim in one.claims:
            if not any(_meet(span, stretch) for span in claim.content.spans for stretch in labelled):
                continue
            triggers = [event.trigger.span for event in claim.events if not event.presupposed]
            content = list(claim.content.spans)
            places = {"main": triggers[:1], "any": triggers, "every": triggers[:1] or content, "content": content}
            events = {
                name: frozenset(m.event for m in mentions if any(_meet(m.span, at) for at in spans)) for name, spans in places.items()
            }
            yield Told(int(one.gold.topic), one.gold.name, Side(claim), events)


def pairs(claims: Sequence[Told], projection: str) -> list[Pair]:
    """The pairs of one projection."""
    by_topic: dict[int, list[Told]] = {}
    for claim in claims:
        if claim.events[projection]:
            by_topic.setdefault(claim.topic, []).append(claim)
    return [
        Pair(topic, a.side, b.side, bool(a.events[projection] & b.events[projection]))
        for topic, there in sorted(by_topic.items())
        for a, b in combinations(there, 2)
        if a.article != b.article
    ]


def _meet(one: Extent, other: Extent) -> bool:
    return one[0] < other[1] and other[0] < one[1]


# Measuring


def precision_at(scores: Sequence[float], gold: Sequence[bool], recall: float = RECALL) -> float:
    """The precision, in per cent, at the highest score from which this share of the gold pairs is found; equal scores count together."""
    wanted, right, seen = recall * sum(gold), 0, 0
    ranked = sorted(zip(scores, gold, strict=True), key=lambda pair: -pair[0])
    for number, (score, is_gold) in enumerate(ranked):
        right, seen = right + is_gold, seen + 1
        if right >= wanted and (number + 1 == len(ranked) or ranked[number + 1][0] < score):
            break
    return 100 * right / max(1, seen)


def by_words(claims: Sequence[Told]) -> Callable[[Side, Side], float]:
    """The baseline: the cosine of the claims' words, weighted by tf-idf over all the claims."""
    counts = {c.side.id: Counter(re.findall(r"\w+", c.side.claim.content.text.lower())) for c in claims}
    documents = Counter(word for words in counts.values() for word in words)
    vectors: dict[str, dict[str, float]] = {}
    for ident, words in counts.items():
        vector = {word: n * math.log(len(counts) / documents[word]) for word, n in words.items()}
        length = math.sqrt(sum(w * w for w in vector.values())) or 1.0
        vectors[ident] = {word: w / length for word, w in vector.items()}
    return lambda a, b: sum(w * vectors[b.id].get(word, 0.0) for word, w in vectors[a.id].items())


def figures(found: Sequence[Read]) -> dict[str, dict[str, float]]:
    """For each projection and half of the topics: pairs, gold pairs, precision at half recall, the baseline's, and what same_event joins."""
    claims = list(told(found))
    plain = by_words(claims)
    told_of: dict[str, dict[str, float]] = {}
    for projection in PROJECTIONS:
        every = pairs(claims, projection)
        ours = [likeness(p.one, p.other) for p in every]
        theirs = [plain(p.one, p.other) for p in every]
        for part, chosen in (("all topics", None), ("topics learnt on", True), ("other topics", False)):
            here = [k for k, pair in enumerate(every) if chosen is None or pair.seen is chosen]
            gold = [every[k].gold for k in here]
            if not any(gold):
                continue
            joined = [every[k].gold for k in here if ours[k] >= JOINED]
            told_of[f"{projection}, {part}"] = {
                "pairs": len(here),
                "gold": sum(gold),
                "precision at recall 50": precision_at([ours[k] for k in here], gold),
                "tf-idf cosine": precision_at([theirs[k] for k in here], gold),
                "joined precision": 100 * sum(joined) / max(1, len(joined)),
                "joined recall": 100 * sum(joined) / max(1, sum(gold)),
            }
    return told_of


def measure(folder: Path, engine: str = DEFAULT, cache: Path | None = None) -> dict[str, dict[str, float]]:
    """All figures on the articles of a folder."""
    return figures(read(list(ecbplus(folder)), engine, cache))


def show(found: Sequence[Read]) -> None:
    """Print the pairs that same_event gets wrong."""
    for pair in pairs(list(told(found)), "main"):
        score = likeness(pair.one, pair.other)
        if (score >= JOINED) != pair.gold:
            texts = " || ".join(" ".join(side.claim.content.text.split()) for side in (pair.one, pair.other))
            print(f"{'missed' if pair.gold else 'wrong'} {pair.topic} {score:.2f} {texts} {reasons(pair.one, pair.other)}")


def main(arguments: list[str]) -> int:
    values = {name: arguments[at + 1] for at, name in enumerate(arguments[:-1]) if name in ("--engine", "--cache")}
    folder = Path(next((a for a in arguments if not a.startswith("--") and a not in values.values()), "."))
    folder = folder if folder.name == "ecbplus" else folder / "ecbplus"
    if not list(folder.rglob("ECBplus_coreference_sentences.csv")):
        print(f"{folder} has no ECBplus_coreference_sentences.csv; unpack ECB+ there, or name another folder")
        return 2
    found = read(list(ecbplus(folder)), values.get("--engine", DEFAULT), Path(values["--cache"]) if "--cache" in values else None)
    if "--misses" in arguments:
        show(found)
    for name, row in figures(found).items():
        print(f"{name:28}", json.dumps({key: round(value, 1) for key, value in row.items()}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
