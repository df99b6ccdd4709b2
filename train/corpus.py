"""PolNeAR as the trainer wants it: words with their tags, and for each cue and content what it should point at."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from evals.attribution import read_annotations
from sayso.engines.pieces import Vocabulary, Words, words

ROLES = ("source", "cue", "content")
UNTAGGED = -100  # nobody said what this word is
UNTOLD = -1  # this word's link is not trained
NOBODY = -2  # it points at "none"


@dataclass(frozen=True)
class Labels:
    """One annotator's work on an article, by word: the tag, and the number of the filler it belongs and points to."""

    tags: np.ndarray  # 0, then B and I of source, cue, content
    filler: np.ndarray  # number of the source or cue filler that a word is part of, or UNTOLD
    target: np.ndarray  # number of the filler that a cue's or content's word points at, NOBODY or UNTOLD


@dataclass(frozen=True)
class Example:
    """An article, cut into words, with the labels of each of its annotators."""

    name: str
    text: str
    words: Words
    labels: tuple[Labels, ...]
    gold: list  # the first annotator's attributions, in characters


def label(found: Words, attributions: list[dict[str, list[tuple[int, int]]]]) -> Labels:
    """Put one annotator's attributions on the words. A word two attributions claim stays with the first."""
    count = len(found)
    tags, filler, target = np.zeros(count, np.int64), np.full(count, UNTOLD), np.full(count, UNTOLD)
    starts = np.array([s for s, _ in found.extents])
    ends = np.array([e for _, e in found.extents])
    sources: dict[tuple[tuple[int, int], ...], int] = {}
    for number, attribution in enumerate(attributions):
        key = tuple(attribution["source"])
        source = sources.setdefault(key, 2 * number) if key else NOBODY
        points = {"source": UNTOLD, "cue": source, "content": 2 * number + 1 if attribution["cue"] else NOBODY}
        member = {"source": source, "cue": 2 * number + 1, "content": UNTOLD}
        for role, name in enumerate(ROLES):
            for start, end in _joined(attribution[name]):
                inside = np.flatnonzero((ends > start) & (starts < end))
                if not len(inside) or tags[inside].any():
                    continue
                tags[inside] = 2 + 2 * role
                tags[inside[0]] = 1 + 2 * role
                filler[inside], target[inside] = member[name], points[name]
    return Labels(tags, filler, target)


def _joined(extents: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pieces that follow one another with at most a blank between them are one."""
    joined: list[tuple[int, int]] = []
    for start, end in extents:
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def read_texts(folder: Path, vocabulary: Vocabulary) -> list[Example]:
    """Plain texts that nobody annotated: one set of labels in which nothing is told."""
    examples = []
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        found = words(text, vocabulary)
        nothing = np.full(len(found), UNTOLD)
        examples.append(Example(f"text-{path.stem}", text, found, (Labels(np.full(len(found), UNTAGGED), nothing, nothing),), []))
    return examples


def read(folder: Path, vocabulary: Vocabulary) -> list[Example]:
    """All articles of a split, by name."""
    texts = sorted((folder / "text").glob("*.txt"))
    if not texts:
        raise SystemExit(f"no articles in {folder / 'text'}; unpack PolNeAR there (see train/README.md)")
    examples = []
    for path in texts:
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        found = words(text, vocabulary)
        annotators = sorted(p for p in (folder / "attributions").glob("*.ann") if p.name.rsplit("_", 1)[0] == path.stem)
        told = [[a for a in read_annotations(p.read_text(encoding="utf-8")) if a["content"]] for p in annotators]
        examples.append(Example(path.stem, text, found, tuple(label(found, t) for t in told), told[0]))
    return examples
