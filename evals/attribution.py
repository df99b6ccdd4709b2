"""Score attributions against PolNeAR's annotators: python evals/attribution.py --data POLNEAR --engine rules

POLNEAR is the unpacked corpus: POLNEAR/dev holds text/<id>.txt and attributions/<id>_<annotator>.ann. Where several people
annotated an article, the first file by name is gold.

Everything is counted in words (runs of characters that are not blank); a span has every word that it touches, so that a
comma or quotation mark more or less makes no difference.

PolNeAR gives every word to one attribution at most, so those that lie within another's content are left out unless --nested is given.

- attribution: a prediction is right when its content shares at least half of all the words the two contents have together
  with a gold one, and its source shares a word with that one's source (or neither has a source). Each counts once; the
  pairs with the closest contents are joined first.
- token: for each role, the words of an article that have this role in any attribution.
- quoted: of the gold attributions whose content lies wholly in double quotation marks, how many were found.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

Extents = Sequence[Sequence[int]]
Gold = dict[str, tuple[str, list[dict[str, Extents]]]]
Predictions = Mapping[str, Sequence[Mapping[str, Extents]]]

ROLES = ("source", "cue", "content")
SPAN = re.compile(r"(T\d+)\t\S+ (\d+ \d+(?:;\d+ \d+)*)(?:\t|$)")
EVENT = re.compile(r"E\d+\t\S+((?: \S+:\S+)*)")
WHOLLY = 0.95  # share of letters and digits in quotation marks, since annotators leave out a word or two
HALF = 0.5
DRAWS = 2000


@dataclass
class Count:
    """Right ones, predicted ones, gold ones."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def add(self, right: int, predicted: int, gold: int) -> None:
        self.right += right
        self.predicted += predicted
        self.gold += gold

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.predicted + self.gold) if self.right else 0.0


@dataclass
class Score:
    """All that is counted, over the articles seen so far."""

    attribution: Count = field(default_factory=Count)
    content: Count = field(default_factory=Count)  # attribution, whatever the source
    token: dict[str, Count] = field(default_factory=lambda: {role: Count() for role in ROLES})
    quoted: Count = field(default_factory=Count)
    quoted_content: Count = field(default_factory=Count)

    def __iadd__(self, other: Score) -> Score:
        pairs = [(self.attribution, other.attribution), (self.content, other.content), (self.quoted, other.quoted)]
        pairs += [(self.quoted_content, other.quoted_content), *((self.token[role], other.token[role]) for role in ROLES)]
        for mine, more in pairs:
            mine.add(more.right, more.predicted, more.gold)
        return self

    def figures(self) -> dict[str, float]:
        """In hundredths, as they are reported."""
        found = {"f1": self.attribution.f1, "precision": self.attribution.precision, "recall": self.attribution.recall}
        found |= {"f1 whatever the source": self.content.f1}
        found |= {f"{role} token f1": self.token[role].f1 for role in ROLES}
        found |= {"quoted recall": self.quoted.recall, "quoted content recall": self.quoted_content.recall}
        return {name: round(100 * value, 2) for name, value in found.items()}


class WordMap:
    """Which word each character of a text belongs to."""

    def __init__(self, text: str) -> None:
        self._word = [-1] * len(text)
        for number, match in enumerate(re.finditer(r"\S+", text)):
            self._word[match.start() : match.end()] = [number] * len(match.group())

    def touched(self, extents: Extents) -> frozenset[int]:
        found = {number for start, end in extents for number in self._word[start:end]}
        return frozenset(found - {-1})


def read_gold(split: Path) -> Gold:
    """Each article's text and its first annotator's attributions; those without content are not scored."""
    texts = sorted((split / "text").glob("*.txt")) if split.is_dir() else []
    if not texts:
        sys.exit(f"no PolNeAR articles in {split}; unpack the corpus there, with text/ and attributions/ (see train/README.md)")
    gold: Gold = {}
    for path in texts:
        annotated = sorted(p for p in (split / "attributions").glob("*.ann") if p.stem.rpartition("_")[0] == path.stem)
        if not annotated:
            sys.exit(f"{path} has no annotations in {split / 'attributions'}; is the corpus complete?")
        gold[path.stem] = (_exact(path), [a for a in read_annotations(_exact(annotated[0])) if a["content"]])
    return gold


def read_annotators(split: Path) -> dict[str, tuple[str, list[list[dict[str, Extents]]]]]:
    """The articles that several people annotated: each one's text and every person's attributions."""
    found = {}
    for path in sorted((split / "text").glob("*.txt")):
        files = sorted(p for p in (split / "attributions").glob("*.ann") if p.stem.rpartition("_")[0] == path.stem)
        if len(files) > 1:
            found[path.stem] = (_exact(path), [[a for a in read_annotations(_exact(p)) if a["content"]] for p in files])
    return found


def among_people(split: Path, predictions: Predictions) -> tuple[int, float, float]:
    """How many articles several people annotated, the F1 of every two of them, and that of the predictions with each of them."""
    articles = read_annotators(split)
    people, ours = Score(), Score()
    for name, (text, told) in articles.items():
        for mine, theirs in combinations(told, 2):
            people += score_article(text, mine, theirs)
        for mine in told:
            ours += score_article(text, mine, predictions.get(name, ()))
    return len(articles), people.attribution.f1, ours.attribution.f1


def _exact(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def read_annotations(lines: str) -> list[dict[str, Extents]]:
    """The attributions (events) of a brat file; the arguments Content and Content2 are pieces of one content."""
    spans: dict[str, list[tuple[int, int]]] = {}
    events: list[str] = []
    for line in lines.split("\n"):
        if span := SPAN.match(line):
            numbers = [int(n) for n in re.findall(r"\d+", span[2])]
            spans[span[1]] = list(zip(numbers[::2], numbers[1::2], strict=True))
        elif event := EVENT.match(line):
            events.append(event[1])
    found: list[dict[str, Extents]] = []
    for arguments in events:
        roles: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
        for name, number in re.findall(r" ([A-Za-z]+)\d*:(\S+)", arguments):
            if name.lower() in roles:
                roles[name.lower()] += spans.get(number, [])
        found.append({role: sorted(extents) for role, extents in roles.items()})
    return found


def closest(
    gold: Sequence[Mapping[str, frozenset[int]]], predicted: Sequence[Mapping[str, frozenset[int]]], sources: bool
) -> dict[int, int]:
    """Gold and predicted attributions joined one to one, closest contents first; `sources` says whether these must meet too."""
    ways = []
    for g, wanted in enumerate(gold):
        for p, given in enumerate(predicted):
            together = wanted["content"] | given["content"]
            alike = len(wanted["content"] & given["content"]) / len(together) if together else 0.0
            if alike >= HALF and (not sources or _same_source(wanted["source"], given["source"])):
                ways.append((-alike, g, p))
    joined: dict[int, int] = {}
    taken: set[int] = set()
    for _, g, p in sorted(ways):
        if g not in joined and p not in taken:
            joined[g] = p
            taken.add(p)
    return joined


def _same_source(wanted: frozenset[int], given: frozenset[int]) -> bool:
    return bool(wanted & given) if wanted else not given


def quoted_characters(text: str) -> list[bool]:
    """Whether each character is in double quotation marks; a quotation ends with its line."""
    inside: list[bool] = []
    within = False
    for c in text:
        if c == "\n":
            within = False
            inside.append(False)
            continue
        inside.append(within or c in '“”"')
        if c in '“”"':
            within = c == "“" or (c == '"' and not within)
    return inside


def score_article(text: str, gold: Sequence[Mapping[str, Extents]], predicted: Sequence[Mapping[str, Extents]]) -> Score:
    """Count one article."""
    score, at = Score(), WordMap(text)
    wanted = [{role: at.touched(a.get(role, ())) for role in ROLES} for a in gold]
    given = [{role: at.touched(a.get(role, ())) for role in ROLES} for a in predicted]
    for role in ROLES:
        g = frozenset[int]().union(*(a[role] for a in wanted))
        p = frozenset[int]().union(*(a[role] for a in given))
        score.token[role].add(len(g & p), len(p), len(g))
    found, found_content = closest(wanted, given, True), closest(wanted, given, False)
    score.attribution.add(len(found), len(given), len(wanted))
    score.content.add(len(found_content), len(given), len(wanted))
    inside = quoted_characters(text)
    for number, a in enumerate(gold):
        letters = [inside[c] for start, end in a["content"] for c in range(start, end) if text[c].isalnum()]
        if letters and sum(letters) >= WHOLLY * len(letters):
            score.quoted.add(number in found, 0, 1)
            score.quoted_content.add(number in found_content, 0, 1)
    return score


def score(gold: Gold, predictions: Predictions) -> Score:
    """Count every gold article; one without predictions has none."""
    total = Score()
    for each in by_article(gold, predictions):
        total += each
    return total


def by_article(gold: Gold, predictions: Predictions) -> list[Score]:
    """The counts of each article by itself."""
    return [score_article(text, attributions, predictions.get(name, ())) for name, (text, attributions) in gold.items()]


def run_engine(name: str, gold: Gold) -> dict[str, list[dict[str, Extents]]]:
    """What one of sayso's engines finds in the gold articles' texts."""
    return {article: [as_extents(a) for a in found] for article, found in attributions(name, gold).items()}


def attributions(name: str, gold: Gold) -> dict[str, list[Any]]:
    """The attributions of one of sayso's engines in the gold articles' texts."""
    from sayso import engines
    from sayso.claim import Article
    from sayso.sentences import Parser

    engine = engines.get(name)
    articles = [Article(id=key, text=text) for key, (text, _) in gold.items()]
    return {parse.article.id: list(engine.attribute(parse)) for parse in Parser().parse(articles)}


@dataclass(frozen=True, slots=True)
class Band:
    """The attributions of like confidence: how many, how sure the engine is of them, and how many are right (0..1)."""

    count: int
    confidence: float
    right: float


def reliability(name: str, gold: Gold) -> list[Band]:
    """Whether an engine's confidence means what it says: its attributions in ten bands of confidence, those that have one."""
    bands: list[list[tuple[float, bool]]] = [[] for _ in range(10)]
    for article, found in attributions(name, gold).items():
        text, wanted = gold[article]
        at = WordMap(text)
        outer = [a for a in found if not any(_lies_in(as_extents(a), as_extents(b)) for b in found)]
        given = [{role: at.touched(extents) for role, extents in as_extents(a).items()} for a in outer]
        hits = set(closest([{role: at.touched(a.get(role, ())) for role in ROLES} for a in wanted], given, True).values())
        for number, one in enumerate(outer):
            if one.confidence is not None:
                bands[min(9, int(10 * one.confidence))].append((one.confidence, number in hits))
    return [Band(len(b), sum(c for c, _ in b) / len(b), sum(hit for _, hit in b) / len(b)) for b in bands if b]


def curve(bands: Sequence[Band]) -> str:
    """The bands as a picture (SVG): how sure along, how often right upwards, the size of a dot as many as there are."""
    most = max(band.count for band in bands)
    dots = "".join(
        f'<circle cx="{40 + 240 * b.confidence:.1f}" cy="{260 - 240 * b.right:.1f}" r="{2 + 8 * (b.count / most) ** 0.5:.1f}">'
        f"<title>{b.count} attributions, confidence {b.confidence:.2f}, right {b.right:.2f}</title></circle>"
        for b in bands
    )
    ticks = "".join(
        f'<text x="{40 + 240 * t:.0f}" y="276" text-anchor="middle">{t:.1f}</text><text x="34" y="{264 - 240 * t:.0f}" text-anchor="end">{t:.1f}</text>'
        for t in (0.0, 0.5, 1.0)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 300" font-family="sans-serif" font-size="11" fill="#555">'
        "<title>How often an attribution is right, by its confidence</title>"
        '<rect width="300" height="300" fill="#fff"/><path d="M40 20V260H280M40 260L280 20" fill="none" stroke="#999"/>'
        f'{ticks}<text x="160" y="294" text-anchor="middle">confidence</text><text x="46" y="16">right on dev</text>'
        f'<g fill="#9a3412">{dots}</g></svg>\n'
    )


def measure(folder: Path, engine: str, split: str = "dev") -> dict[str, float]:
    """The figures of one of sayso's engines, in hundredths: all that it finds, and again its outermost attributions alone."""
    gold = read_gold(folder / split)
    found = run_engine(engine, gold)
    outer = score(gold, outermost(found)).figures()
    return score(gold, found).figures() | {f"outermost {name}": value for name, value in outer.items()}


def outermost(predictions: Predictions) -> dict[str, list[Mapping[str, Extents]]]:
    """The attributions that do not lie, cue and content, in the content of another: PolNeAR marks no others."""
    return {name: [a for a in found if not any(_lies_in(a, b) for b in found)] for name, found in predictions.items()}


def _lies_in(inner: Mapping[str, Extents], outer: Mapping[str, Extents]) -> bool:
    words = [*inner["cue"], *inner["content"]]
    holds = all(any(start <= s and e <= end for start, end in outer["content"]) for s, e in words)
    return holds and list(inner["content"]) != list(outer["content"])


def as_extents(attribution: Any) -> dict[str, Extents]:
    """The three roles of a sayso Attribution."""
    source, cue = attribution.source, attribution.cue
    return {
        "source": [source.span] if source else [],
        "cue": [cue.span] if cue else [],
        "content": list(attribution.content.spans),
    }


def read_predictions(path: Path) -> dict[str, list[dict[str, Extents]]]:
    """One article a line: {"id": …, "attributions": [{"source": [[s, e]], "cue": …, "content": …}]}."""
    with path.open(encoding="utf-8") as lines:
        rows: Iterable[dict[str, Any]] = (json.loads(line) for line in lines if line.strip())
        return {row["id"]: row["attributions"] for row in rows}


def interval(mine: Sequence[Score], theirs: Sequence[Score] | None = None) -> tuple[float, float]:
    """Where 95 of 100 draws of as many articles put the attribution F1, or its lead over other predictions for the same articles."""
    random = Random(0)
    drawn = []
    for _ in range(DRAWS):
        chosen = random.choices(range(len(mine)), k=len(mine))
        lead = _f1(mine[n] for n in chosen)
        drawn.append(lead - _f1(theirs[n] for n in chosen) if theirs else lead)
    drawn.sort()
    return drawn[DRAWS // 40], drawn[-DRAWS // 40]


def _f1(scores: Iterable[Score]) -> float:
    total = Count()
    for each in scores:
        total.add(each.attribution.right, each.attribution.predicted, each.attribution.gold)
    return total.f1


def show(total: Score, articles: int) -> str:
    """The figures as a person reads them."""
    rows = [("attribution", total.attribution), ("content only", total.content), *((f"token {r}", total.token[r]) for r in ROLES)]
    lines = [f"{articles} articles, {total.attribution.gold} gold attributions, {total.attribution.predicted} predicted"]
    lines += [f"{name:<14} P {100 * c.precision:5.1f}  R {100 * c.recall:5.1f}  F1 {100 * c.f1:5.1f}" for name, c in rows]
    found, content = total.quoted, total.quoted_content
    lines.append(
        f"fully quoted contents: {found.gold}, found with source {100 * found.recall:.1f} %, content alone {100 * content.recall:.1f} %"
    )
    return "\n".join(lines)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True, help="PolNeAR, unpacked")
    options.add_argument("--split", default="dev")
    which = options.add_mutually_exclusive_group(required=True)
    which.add_argument("--engine", help="one of sayso's engines")
    which.add_argument("--predictions", type=Path, help="a file of predictions instead, JSON lines")
    options.add_argument("--save", type=Path, help="write the predictions here, JSON lines")
    options.add_argument("--against", type=Path, help="other predictions: how far we lead, with an interval")
    options.add_argument("--nested", action="store_true", help="count attributions within another's content too, which PolNeAR never marks")
    options.add_argument(
        "--reliability", type=Path, help="draw here (SVG) how often attributions of like confidence are right, and tell it"
    )
    options.add_argument("--json", action="store_true", help="print the figures as JSON")
    chosen = options.parse_args()
    gold = read_gold(chosen.data / chosen.split)
    if chosen.reliability:
        bands = reliability(chosen.engine or "model", gold)
        for band in bands:
            print(f"{band.count:5d} attributions, mean confidence {band.confidence:.2f}, right {band.right:.2f}")
        chosen.reliability.write_text(curve(bands), encoding="utf-8")
        return
    predictions = read_predictions(chosen.predictions) if chosen.predictions else run_engine(chosen.engine, gold)
    predictions = predictions if chosen.nested else outermost(predictions)
    if chosen.save:
        rows = (json.dumps({"id": name, "attributions": found}, ensure_ascii=False) for name, found in predictions.items())
        chosen.save.write_text("".join(row + "\n" for row in rows), encoding="utf-8")
    total = score(gold, predictions)
    if chosen.json:
        print(json.dumps(total.figures()))
        return
    print(show(total, len(gold)))
    articles = by_article(gold, predictions)
    low, high = interval(articles)
    print(f"attribution F1 in 95 of 100 draws of articles: {100 * low:.1f} to {100 * high:.1f}")
    several, people, ours = among_people(chosen.data / chosen.split, predictions)
    if several:
        print(
            f"{several} articles annotated by several people: two of them agree at F1 {100 * people:.1f}, we with each at {100 * ours:.1f}"
        )
    if chosen.against:
        low, high = interval(articles, by_article(gold, read_predictions(chosen.against)))
        print(f"lead over {chosen.against.name} in 95 of 100 draws: {100 * low:+.1f} to {100 * high:+.1f}")


if __name__ == "__main__":
    main()
