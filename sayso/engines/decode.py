"""From the encoder's figures to spans and links: which words are source, cue and content, and which belong together.

Everything here counts in words; `numpy` is the only guest. Tags are O, then B and I of source, cue and content.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sayso.engines.pieces import Window

Floats = NDArray[np.float32]

ROLES = ("source", "cue", "content")
TAGS = 1 + 2 * len(ROLES)
SOURCE, CUE, CONTENT = range(3)
NEVER = -30.0  # as a logarithm of a share
Stretch = tuple[int, int]  # words from the first to the last, not included


@dataclass(frozen=True, slots=True)
class Settings:
    """What was chosen on the development articles."""

    bias: tuple[float, ...] = (0.0, 0.0, 0.0, 0.3, 0.3, 0.0, 0.0)  # added to each tag
    calibration: tuple[float, ...] = (0.0, 0.5, 0.5, 0.0, 0.0)  # intercept, then a weight for the log-odds of each of Found.figures
    least: float = 0.0  # a candidate less likely right than this is no attribution: it would cost more precision than it gains recall

    def confidence(self, figures: tuple[float, ...]) -> float:
        """How often an attribution with these figures was right on the development articles."""
        chances = np.clip(np.array(figures), 1e-4, 1 - 1e-4)
        score = self.calibration[0] + float(np.dot(self.calibration[1:], np.log(chances / (1 - chances))))
        return 1 / (1 + float(np.exp(-score)))


@dataclass(frozen=True, slots=True)
class Seen:
    """The encoder's figures for one window."""

    window: Window
    tags: Floats  # log-probabilities, words x tags
    shares: tuple[Floats, Floats]  # where each word would point as a cue (to its source) and as content (to its cue); 0 is "none"


@dataclass(frozen=True, slots=True)
class Sight:
    """The encoder's figures for a whole text."""

    tags: Floats  # log-probabilities, words x tags
    homes: Sequence[Seen]  # for each word the window in which it is most central
    begins: Sequence[bool]  # whether a line begins with it


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution in words, and how sure the model is of its parts."""

    source: Stretch | None
    cue: Stretch
    contents: tuple[Stretch, ...]
    confidence: float
    figures: tuple[float, ...]  # mean probability of cue and content tags, of the source link, of the weakest content link


def _allowed() -> Floats:
    """0 where one tag may follow another, else minus infinity: an I only after its own B or I."""
    table = np.zeros((TAGS, TAGS), dtype=np.float32)
    for role in range(len(ROLES)):
        inside = 2 + 2 * role
        table[:, inside] = -np.inf
        table[inside - 1 : inside + 1, inside] = 0.0
    return table


ALLOWED = _allowed()


def best_tags(scores: Floats) -> list[int]:
    """The best sequence of tags in which every I follows its own B or I (Viterbi)."""
    count = len(scores)
    if not count:
        return []
    total = scores[0] + np.where(np.arange(TAGS) % 2, 0.0, -np.inf)  # a text cannot begin with an I
    total[0] = scores[0, 0]
    back = np.zeros((count, TAGS), dtype=np.int64)
    columns = np.arange(TAGS)
    for i in range(1, count):
        ways = total[:, None] + ALLOWED
        back[i] = ways.argmax(0)
        total = ways[back[i], columns] + scores[i]
    tag = int(total.argmax())
    tags = [tag]
    for i in range(count - 1, 0, -1):
        tag = int(back[i, tag])
        tags.append(tag)
    return tags[::-1]


def stretches(tags: Sequence[int]) -> list[tuple[int, Stretch]]:
    """Role and extent of each tagged stretch, in text order."""
    found: list[tuple[int, Stretch]] = []
    for i, tag in enumerate(tags):
        if tag == 0:
            continue
        role = (tag - 1) // 2
        if tag % 2:
            found.append((role, (i, i + 1)))
        else:
            found[-1] = (role, (found[-1][1][0], i + 1))
    return found


def log_softmax(scores: Floats) -> Floats:
    """Logarithms of the shares along the last axis."""
    shifted = scores - scores.max(-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result


def link(seen: Seen, asking: Stretch, candidates: Sequence[Stretch], pointer: int) -> tuple[list[float], float]:
    """How much of an asking stretch points at each candidate, and how much at none."""
    first = seen.window.first
    share = seen.shares[pointer][asking[0] - first + 1 : asking[1] - first + 1].mean(0)
    upto = np.concatenate(([0.0], np.cumsum(share[1:], dtype=np.float64)))
    edge = len(upto) - 1
    ends = np.clip(np.array(candidates, dtype=np.int64).reshape(-1, 2) - first, 0, edge)
    given: list[float] = (upto[ends[:, 1]] - upto[ends[:, 0]]).tolist()
    return given, float(share[0])


def unbroken(sight: Sight) -> Floats:
    """The tags, where no source or cue goes on in the next line: there its inside tag means its begin tag."""
    tags = sight.tags.copy()
    firsts = np.flatnonzero(sight.begins)
    for begin, inside in ((1, 2), (3, 4)):
        tags[firsts, begin] = np.logaddexp(tags[firsts, begin], tags[firsts, inside])
        tags[firsts, inside] = NEVER
    return tags


def attributions(sight: Sight, settings: Settings) -> list[Found]:
    """Read spans off the tags, then let each content find its cue and each cue its source, which stands in the same line."""
    homes, lines = sight.homes, np.cumsum(sight.begins)
    scored = unbroken(sight) + np.asarray(settings.bias, dtype=np.float32)
    spans = stretches(best_tags(scored))
    by_role = [[span for role, span in spans if role == wanted] for wanted in range(len(ROLES))]
    held: dict[Stretch, list[tuple[Stretch, float]]] = {}
    for content in by_role[CONTENT]:
        given, _ = link(homes[content[0]], content, by_role[CUE], 1)
        if given and max(given) > 0.0:
            chosen = max(range(len(given)), key=given.__getitem__)
            held.setdefault(by_role[CUE][chosen], []).append((content, given[chosen]))
    found = []
    chances = np.exp(log_softmax(scored))
    for cue in by_role[CUE]:
        if cue not in held:
            continue
        near = [source for source in by_role[SOURCE] if lines[source[0]] == lines[cue[0]]]
        given, none = link(homes[cue[0]], cue, near, 0)
        chosen = max(range(len(given)), key=given.__getitem__) if given else -1
        sure = given[chosen] if given else 0.0
        source = near[chosen] if sure > none else None
        contents = tuple(content for content, _ in held[cue])
        figures = (
            _sureness(chances, cue, CUE),
            min(_sureness(chances, content, CONTENT) for content in contents),
            max(sure, none),
            min(given for _, given in held[cue]),
        )
        confidence = settings.confidence(figures)
        if confidence >= settings.least:
            found.append(Found(source, cue, contents, confidence, figures))
    return found


def _sureness(chances: Floats, stretch: Stretch, role: int) -> float:
    """Mean chance that the words of a stretch have this role."""
    part = chances[stretch[0] : stretch[1], 1 + 2 * role : 3 + 2 * role]
    return float(part.sum(1).mean())
