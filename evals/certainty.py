"""How well hedges, polarity and status are found, on texts labelled by others. Development data only.

    python evals/certainty.py FOLDER [--half odd|even] [--misses]

FOLDER holds any of these (or is one of them), and each is measured where it is there:
* szeged/*.xml: Szeged Uncertainty Corpus (Szarvas et al. 2012), news: every `ccue`. A cue counts as found where one of ours has exactly its
  words ("exact"), or shares a word with it ("overlap"). Every cue of ours without such a partner counts against precision. Articles are
  numbered as they stand in the file; --half measures the odd or the even ones alone (the list of words was tuned on the odd ones).
* aquaint/*.tml: TimeML. An event is gold "uncertain" where its instance has tense FUTURE or a modality other than "can", or a link of type
  MODAL, CONDITIONAL, COUNTER_FACTIVE or NEG_EVIDENTIAL subordinates it; ours is so where the grade of its word is not "certain" and "actual".
  TimeML links most infinitives as MODAL and leaves if-clauses and requests unmarked, which bounds what can be reached. Gold "negative" is
  polarity NEG; files where most events carry it (a fault of the annotation) are left out of polarity.
* ecbplus/**/*ecb*.xml: ECB+ action mentions; gold "negative" is a mention of a NEG_ class.
Events are graded at the annotated word with the whole sentence in view: "all" counts every labelled word, "ours" those that sayso finds as
events. The release of MEANTIME that circulates as "MEANTIME-prep" has no factuality labels and cannot be used here.
"""

from __future__ import annotations

import html
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from sayso import certainty, events, names
from sayso.claim import Article
from sayso.modality import hedges
from sayso.names.gazetteer import Gazetteer
from sayso.sentences import Parse, Parser, Token

TAG = re.compile(r"<[^>]+>")
ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
IRREAL = {"MODAL", "CONDITIONAL", "COUNTER_FACTIVE", "NEG_EVIDENTIAL"}
Extent = tuple[int, int]


def score(right: int, predicted: int, gold: int) -> dict[str, float]:
    """Precision, recall and F1, in per cent."""
    precision, recall = right / max(1, predicted), right / max(1, gold)
    return {
        "precision": round(100 * precision, 1),
        "recall": round(100 * recall, 1),
        "F1": round(200 * precision * recall / max(1e-9, precision + recall), 1),
        "gold": gold,
        "predicted": predicted,
    }


# Hedges


@dataclass(frozen=True, slots=True)
class Cued:
    """One article of the corpus, a sentence a paragraph, and its cues."""

    text: str
    cues: tuple[tuple[Extent, str], ...]


def cued(path: Path) -> Iterator[Cued]:
    """The articles of a file."""
    for document in re.findall(r"<Document\b.*?</Document>", path.read_text("utf-8"), re.S):
        pieces: list[str] = []
        cues: list[tuple[Extent, str]] = []
        length = 0
        for sentence in re.findall(r"<Sentence\b[^>]*>(.*?)</Sentence>", document, re.S):
            for part in re.split(r"(<ccue\b.*?</ccue>)", sentence, flags=re.S):
                words = re.sub(r"\s+", " ", html.unescape(TAG.sub("", part)))
                if not length or pieces[-1].endswith((" ", "\n")):
                    words = words.lstrip()
                if part.startswith("<ccue"):
                    kind = re.search(r"speculation_(?:hypo|modal)_(\w+)", part)
                    cues.append(((length, length + len(words.rstrip())), kind[1].rstrip("_ ") if kind else ""))
                pieces.append(words)
                length += len(words)
            pieces.append("\n\n")
            length += 2
        yield Cued("".join(pieces), tuple(cues))


def measure_hedges(folder: Path, half: str, show: bool, parser: Parser) -> dict[str, object]:
    """Hedge cues: exact and by overlap, and what share of each kind was found."""
    chosen: list[Cued] = [
        a for path in sorted(folder.glob("*.xml")) for i, a in enumerate(cued(path)) if half in ("", ("even", "odd")[i % 2])
    ]
    exact = overlap = met = gold = predicted = 0
    kinds: Counter[str] = Counter()
    for article, parse in zip(chosen, parser.parse([Article(id="article-1-eval", text=a.text) for a in chosen]), strict=True):
        ours = hedges(parse)
        gold += len(article.cues)
        predicted += len(ours)
        exact += sum(h.span.span in {span for span, _ in article.cues} for h in ours)
        met += sum(any(_meet(h.span.span, span) for span, _ in article.cues) for h in ours)
        for span, kind in article.cues:
            found = any(_meet(h.span.span, span) for h in ours)
            overlap += found
            kinds.update({f"{kind} all": 1, f"{kind} found": found})
            if show and not found:
                print("missed", kind, _shown(article.text, span))
        if show:
            extra = [h for h in ours if not any(_meet(h.span.span, span) for span, _ in article.cues)]
            print("".join(f"extra {h.kind} {_shown(article.text, h.span.span)}\n" for h in extra), end="")
    precision, recall = met / max(1, predicted), overlap / max(1, gold)
    by_overlap = {**score(overlap, predicted, gold), "precision": round(100 * precision, 1)}
    by_overlap["F1"] = round(200 * precision * recall / max(1e-9, precision + recall), 1)
    names_of = sorted({key.split()[0] for key in kinds})
    shares = {kind: f"{kinds[f'{kind} found']}/{kinds[f'{kind} all']}" for kind in names_of}
    return {"articles": len(chosen), "exact": score(exact, predicted, gold), "overlap": by_overlap, "found by kind": shares}


def _meet(one: Extent, other: Extent) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _shown(text: str, span: Extent) -> str:
    return f"{text[max(0, span[0] - 60) : span[0]]!r} [[{text[slice(*span)]}]] {text[span[1] : span[1] + 50]!r}"


# Events


@dataclass(frozen=True, slots=True)
class Labelled:
    """One article and its event words: (place, negative or not, uncertain or not); None where the corpus does not say."""

    text: str
    events: tuple[tuple[Extent, bool | None, bool | None], ...]


def timeml(path: Path) -> Labelled:
    """A TimeML article: its text and what its instances and links say of each event."""
    whole = path.read_text("utf-8", errors="replace")
    instances = [dict(ATTRIBUTE.findall(m)) for m in re.findall(r"<MAKEINSTANCE\b[^>]*>", whole)]
    below = {
        d["subordinatedEventInstance"]
        for m in re.findall(r"<SLINK\b[^>]*>", whole)
        if (d := dict(ATTRIBUTE.findall(m))).get("relType") in IRREAL and "subordinatedEventInstance" in d
    }
    sane = sum(i.get("polarity") == "NEG" for i in instances) < len(instances) / 2
    said = {
        i["eventID"]: (
            i.get("polarity") == "NEG" if sane else None,
            i["eiid"] in below or i.get("tense") == "FUTURE" or i.get("modality", "NONE").upper() not in ("NONE", "", "CAN"),
        )
        for i in instances
    }
    body = re.search(r"<TEXT>(.*?)</TEXT>", whole, re.S)
    pieces, found, length = [], [], 0
    for part in re.split(r"(<EVENT\b.*?</EVENT>)", body[1] if body else "", flags=re.S):
        words = html.unescape(TAG.sub("", part))
        if part.startswith("<EVENT"):
            event = dict(ATTRIBUTE.findall(part)).get("eid", "")
            if event in said:
                found.append(((length, length + len(words)), *said[event]))
        pieces.append(words)
        length += len(words)
    return Labelled("".join(pieces), tuple(found))


def ecb(path: Path) -> Labelled:
    """An ECB+ article: its sentences and its action mentions, negative or not."""
    root = ElementTree.parse(path).getroot()
    pieces: list[str] = []
    places: dict[str, Extent] = {}
    length, sentence = 0, ""
    for token in root.iter("token"):
        gap = "\n\n" if token.get("sentence") != sentence else " "
        sentence = token.get("sentence", "")
        words = token.text or ""
        pieces.append(gap + words)
        places[token.get("t_id", "")] = (length + len(gap), length + len(gap) + len(words))
        length += len(gap) + len(words)
    found = []
    for mention in root.find("Markables") or []:
        if "ACTION" in mention.tag and (anchors := [a.get("t_id", "") for a in mention.iter("token_anchor")]):
            found.append(((places[anchors[0]][0], places[anchors[-1]][1]), mention.tag.startswith("NEG_"), None))
    return Labelled("".join(pieces), tuple(found))


def measure_events(paths: list[Path], read: Callable[[Path], Labelled], parser: Parser, show: bool) -> dict[str, object]:
    """Polarity and "no fact yet": accuracy over all labelled words and over those that we find as events; precision and recall of the rarer value."""
    gazetteer = Gazetteer.load()
    counts: Counter[str] = Counter()
    for path in paths:
        article = read(path)
        parse = parser.parse_article(Article(id="article-1-eval", text=article.text))
        heads = {t.i for frame in events.describe(parse, names.resolve(parse, gazetteer)) for t in parse.between(*frame.event.trigger.span)}
        for span, negative, uncertain in article.events:
            head = _head(parse, span)
            if head is None:
                continue
            grade = certainty.grade(parse, head, None)
            told = {"negative": (negative, grade.polarity == "negative"), "uncertain": (uncertain, _is_uncertain(grade))}
            for name, (gold, ours) in told.items():
                if gold is None:
                    continue
                for group in ("all", *(("ours",) if head.i in heads else ())):
                    counts.update({f"{group} {name} seen": 1, f"{group} {name} right": gold == ours})
                    counts.update({f"{group} {name} gold": gold, f"{group} {name} predicted": ours, f"{group} {name} both": gold and ours})
                if show and gold != ours:
                    sentence = head.sentence
                    print(f"{name} gold {gold} [{head.text}] {[b.text for b in grade.because]} {' '.join(t.text for t in sentence.tokens)}")
    return {
        f"{group} {name}": _told(counts, f"{group} {name}")
        for group in ("all", "ours")
        for name in ("negative", "uncertain")
        if counts[f"{group} {name} seen"]
    }


def _told(counts: Counter[str], key: str) -> dict[str, float]:
    figures = score(counts[f"{key} both"], counts[f"{key} predicted"], counts[f"{key} gold"])
    return {"events": counts[f"{key} seen"], "accuracy": round(100 * counts[f"{key} right"] / counts[f"{key} seen"], 1), **figures}


def _head(parse: Parse, span: Extent) -> Token | None:
    inside = parse.between(*span)
    return next((t for t in inside if t.head not in inside or t.head is t), None)


def _is_uncertain(grade: certainty.Grade) -> bool:
    return grade.status != "actual" or grade.certainty != "certain"


def corpus(folder: Path, name: str) -> Path:
    """The folder of a corpus: inside the one given, or that one itself."""
    return folder if folder.name == name else folder / name


def main(arguments: list[str]) -> int:
    show = "--misses" in arguments
    half = arguments[arguments.index("--half") + 1] if "--half" in arguments[:-1] else ""
    folder = Path(next((a for a in arguments if not a.startswith("--") and a != half), "."))
    parser = Parser()
    figures: dict[str, object] = {}
    if list((szeged := corpus(folder, "szeged")).glob("*.xml")):
        figures["szeged"] = measure_hedges(szeged, half, show, parser)
    if not half and (paths := sorted(corpus(folder, "aquaint").glob("*.tml"))):
        figures["aquaint"] = measure_events(paths, timeml, parser, show)
    if not half and (paths := sorted(corpus(folder, "ecbplus").rglob("*ecb*.xml"))):
        figures["ecbplus"] = measure_events(paths, ecb, parser, show)
    if not figures:
        print(f"{folder} has no szeged/*.xml, aquaint/*.tml or ecbplus/**/*.xml; unpack one of these corpora there, or name another folder")
        return 2
    print(json.dumps(figures, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
