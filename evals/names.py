"""How well names are resolved, on data that people labelled.

    python evals/names.py GUM_FOLDER METONYMY_FOLDER [--misses]

GUM_FOLDER holds the news part of GUM (https://github.com/amir-zeldes/gum) with its `dep/*.conllu`: of the attributions whose
source is a pronoun or a short name, the share whose source is resolved to the right entity, by the corpus's coreference.
METONYMY_FOLDER holds ReLocaR and SemEval 2007 as plain text (https://github.com/milangritta/Minimalist-Location-Metonymy-Resolution):
the accuracy of telling a place from those who rule or play for it.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from sayso.claim import Article
from sayso.names import resolve
from sayso.names.gazetteer import Gazetteer, normal
from sayso.names.metonymy import is_locative
from sayso.sentences import Parser

PRONOUNS = {"he", "she", "they", "it", "him", "her", "them", "his", "its", "their", "himself", "herself", "we", "i", "you"}
NOT_NAMES = {"the", "of", "and", "s", "a", "an"}


@dataclass
class Word:
    number: str
    text: str
    tag: str
    head: str
    deprel: str
    start: int
    end: int
    sentence: int
    edu: int


@dataclass
class Document:
    """A GUM article: its text, its words, its entities, and which stretches attribute."""

    text: str = ""
    words: list[Word] = field(default_factory=list)
    entities: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))  # id -> first and last word
    attributing: set[int] = field(default_factory=set)  # numbers of elementary discourse units


def read(path: Path) -> Document:
    document, opened, sentence, edu = Document(), defaultdict(list), 0, 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newpar") and "_" not in line.split("=")[0] and document.text:
            document.text = document.text.rstrip() + "\n"
        cells = line.split("\t")
        if len(cells) != 10:
            sentence += not line
            continue
        if not cells[0].isdigit():
            continue
        misc = dict(pair.split("=", 1) for pair in cells[9].split("|") if "=" in pair)
        if "Discourse" in misc:
            edu += 1
            if any(relation.startswith("attribution") for relation in misc["Discourse"].split(";")):
                document.attributing.add(edu)
        start = len(document.text)
        document.text += cells[1] + ("" if misc.get("SpaceAfter") == "No" else " ")
        at = len(document.words)
        document.words.append(Word(cells[0], cells[1], cells[4], cells[6], cells[7], start, start + len(cells[1]), sentence, edu))
        for bracket in re.findall(r"\([^()]+\)?|[^()]+\)", misc.get("Entity", "")):
            name = bracket.strip("()").split("-")[0]
            if bracket.startswith("("):
                opened[name].append(at)
            if bracket.endswith(")") and opened[name]:
                document.entities[name].append((opened[name].pop(), at))
    return document


def speakers(document: Document) -> list[tuple[tuple[int, int], str]]:
    """The subject of each attributing unit as first and last word, and its entity."""
    found = []
    for at, word in enumerate(document.words):
        if word.edu in document.attributing and word.deprel.startswith("nsubj"):
            spans = [
                (last - first, first, last, name)
                for name, places in document.entities.items()
                for first, last in places
                if first <= at <= last
            ]
            headed = [s for s in spans if not s[1] <= at + int(word.head) - int(word.number) <= s[2]]
            if headed:
                _, first, last, name = min(headed)
                found.append(((first, last), name))
    return found


def mention(document: Document, first: int, last: int) -> str:
    return document.text[document.words[first].start : document.words[last].end].removeprefix("the ").removeprefix("The ")


def names_of(document: Document, entity: str) -> tuple[list[set[str]], list[set[str]]]:
    """The words of an entity's named mentions (a proper noun at their head) and of its described ones."""
    named, described = [], []
    for first, last in document.entities[entity]:
        words = document.words[first : last + 1]
        tokens = {p for w in words for p in normal(w.text).split()} - NOT_NAMES
        proper = {p for w in words if w.tag.startswith("NNP") for p in normal(w.text).split()}
        if (proper and words[-1].tag.startswith(("NNP", "POS"))) or len(proper) > 1:
            named.append(proper)
        elif not tokens & PRONOUNS:
            described.append(tokens)
    return named, described


def is_right(name: str, named: list[set[str]], described: list[set[str]], known: set[str]) -> bool:
    """Whether the name given is one of the entity's names, and as full as the fullest bare one."""
    got = set(normal(name).split()) - NOT_NAMES
    if name in known:
        return True
    if named:
        enough = min(2, max(map(len, named)))
        return any((n <= got or got <= n) and len(n & got) >= enough for n in named)
    return any((got and got <= d) or (d and d <= got) for d in described)


Counts = dict[str, list[int]]  # right ones, all


def share(counts: list[int]) -> float:
    """The right ones of a hundred."""
    return 100 * counts[0] / max(counts[1], 1)


def resolution(folder: Path, show: bool = False) -> Counts:
    """Sources resolved, of those that are pronouns and short names, and of both."""
    parser, gazetteer = Parser(), Gazetteer.load()
    right: Counts = {"pronoun": [0, 0], "short": [0, 0]}
    paths = sorted((folder / "dep").glob("*.conllu"))
    if not paths:
        sys.exit(f"no dep/*.conllu in {folder}; give the folder of the GUM news articles")
    for path in paths:
        document = read(path)
        cast = resolve(next(iter(parser.parse([Article(id=path.stem, text=document.text)]))), gazetteer)
        for (first, last), entity in speakers(document):
            words = document.words[first : last + 1]
            text = document.text[words[0].start : words[-1].end]
            kind = "pronoun" if text.lower() in PRONOUNS - {"i", "we", "you"} else ""
            named, described = names_of(document, entity)
            own = {p for w in words if w.tag.startswith("NNP") for p in normal(w.text).split()}
            if not kind and own and named and len(own) < max(map(len, named)):
                kind = "short"
            if not kind or not (named or described):
                continue
            source = cast.source(cast.parse.article.cut(words[0].start, words[-1].end))
            entries = (gazetteer.lookup("name", mention(document, *place)) for place in document.entities[entity])
            ok = is_right(source.name, named, described, {e.sort if e.kind in ("demonym", "seat") else e.name for e in entries if e})
            right[kind][0] += ok
            right[kind][1] += 1
            if show and not ok:
                print(f"{path.stem} {words[0].start}: {text!r} -> {source.name!r} ({source.kind}), is {named[:3] or described[:3]}")
    return right | {"sources resolved": [sum(v[i] for v in right.values()) for i in (0, 1)]}


def metonymy(folder: Path, show: bool = False) -> Counts:
    """Places told from those who rule or play for them, in each corpus."""
    parser = Parser()
    found: Counts = {}
    for corpus in ("relocar", "semeval"):
        total = [0, 0]
        for label in ("literal", "metonymic"):
            path = folder / f"{corpus}_{label}_train.txt"
            if not path.exists():
                sys.exit(f"no {path}; give the folder of the metonymy data")
            hits = 0
            lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.count("<ENT>") == 2]
            texts = [line.split("<SEP>", 1)[1].strip() for line in lines]
            articles = [Article(id=str(n), text=t.replace("<ENT>", "")) for n, t in enumerate(texts)]
            for text, parse in zip(texts, parser.parse(articles), strict=True):
                start = text.index("<ENT>")
                name = text.split("<ENT>")[1]
                tokens = [t for t in parse.tokens if t.start < start + len(name) and t.end > start]
                heads = [t for t in tokens if t.head not in tokens or t.head is t]
                ok = bool(heads) and is_locative(heads[-1]) == (label == "literal")
                hits += ok
                if show and not ok:
                    print(f"{corpus} {label}: {text}")
            found[f"{corpus} {label}"] = [hits, len(lines)]
            total = [total[0] + hits, total[1] + len(lines)]
        found[f"{corpus} accuracy"] = total
    return found


if __name__ == "__main__":
    folders = [a for a in sys.argv[1:] if a != "--misses"]
    if len(folders) != 2:
        sys.exit(__doc__)
    show = "--misses" in sys.argv
    for name, counts in (resolution(Path(folders[0]), show) | metonymy(Path(folders[1]), show)).items():
        print(f"{name:18} {counts[0]}/{counts[1]} ({share(counts):.1f}%)")
