"""How an exported model does on PolNeAR dev: python train/judge.py --data POLNEAR --model FOLDER

Runs the same code as sayso, on the bare texts. With --tune it also chooses the tag biases on dev and fits the confidence,
and writes both to FOLDER/settings.json.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus import Example, read
from network import vocabulary_pieces

from evals.attribution import ROLES, Score, WordMap, closest, score_article
from sayso.engines.decode import Found, Settings, Sight, attributions
from sayso.engines.model import Model
from sayso.engines.pieces import Vocabulary

Bias = tuple[float, ...]
FLOORS = {"source": 0.85, "cue": 0.73, "content": 0.91}  # token F1 that is asked for beside the attributions'


def extents(example: Example, found: Found) -> dict[str, list[tuple[int, int]]]:
    """In characters."""

    def cut(stretch: tuple[int, int] | None) -> list[tuple[int, int]]:
        return [(example.words.extents[stretch[0]][0], example.words.extents[stretch[1] - 1][1])] if stretch else []

    return {"source": cut(found.source), "cue": cut(found.cue), "content": [c for s in found.contents for c in cut(s)]}


def sights(model: Model, examples: list[Example]) -> list[Sight]:
    """The network's figures for each article; the costly part."""
    return [model.see(e.words) for e in examples]


def judge(examples: list[Example], seen: list[Sight], settings: Settings) -> Score:
    """Decode and count."""
    return together(by_article(examples, seen, settings))


def by_article(examples: list[Example], seen: list[Sight], settings: Settings) -> list[Score]:
    """The counts of each article by itself."""
    found = [attributions(sight, settings) for sight in seen]
    return [score_article(e.text, e.gold, [extents(e, f) for f in each]) for e, each in zip(examples, found, strict=True)]


def together(scores: Iterable[Score]) -> Score:
    """All counts added up."""
    total = Score()
    for each in scores:
        total += each
    return total


Tried = dict[Bias, list[Score]]


def tried(examples: list[Example], seen: list[Sight]) -> Tried:
    """How each article does with each of a few biases. No candidate is hidden for being unlikely: that raises F1, but confidence is for sorting."""
    biases = [(0.0, s, s, cue, cue, c, c) for cue, s, c in product((0.0, 0.3, 0.6, 0.9), (0.0, 0.5), (0.0, -0.3))]
    return {bias: by_article(examples, seen, Settings(bias)) for bias in biases}


def best(ways: Tried, articles: Sequence[int]) -> Bias:
    """The bias that does best on these articles."""
    return max(ways, key=lambda bias: value(together(ways[bias][n] for n in articles)))


def value(score: Score) -> float:
    """Attribution F1, less what is lacking in words."""
    return score.attribution.f1 - sum(max(0.0, floor - score.token[role].f1) for role, floor in FLOORS.items())


def outcomes(examples: list[Example], seen: list[Sight], settings: Settings) -> tuple[NDArray, NDArray]:
    """The decoder's figures for each attribution (as log-odds, after a one), and whether it was right."""
    rows, right = [], []
    for example, sight in zip(examples, seen, strict=True):
        found = attributions(sight, settings)
        at = WordMap(example.text)
        gold = [{role: at.touched(a[role]) for role in ROLES} for a in example.gold]
        given = [{role: at.touched(spans) for role, spans in extents(example, f).items()} for f in found]
        hit = set(closest(gold, given, True).values())
        rows += [f.figures for f in found]
        right += [n in hit for n in range(len(found))]
    chances = np.clip(np.array(rows), 1e-4, 1 - 1e-4)
    return np.column_stack([np.ones(len(rows)), np.log(chances / (1 - chances))]), np.array(right, float)


def calibrate(x: NDArray, y: NDArray) -> tuple[float, ...]:
    """A logistic regression by Newton's method, with a slight ridge."""
    weights = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (y - p) - weights
        weights = weights + np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.eye(len(weights)), slope)
    return tuple(round(float(w), 4) for w in weights)


def crossed(ways: Tried) -> float:
    """F1 where each quarter of the articles is decoded with the bias that is best on the other three."""
    count = len(next(iter(ways.values())))
    quarters = [[n for n in range(count) if n % 4 == fold] for fold in range(4)]
    chosen = [(home, best(ways, [n for n in range(count) if n not in home])) for home in quarters]
    return round(100 * together(ways[bias][n] for home, bias in chosen for n in home).attribution.f1, 2)


def curve(examples: list[Example], seen: list[Sight], settings: Settings) -> None:
    """How often attributions of like confidence are right."""
    x, y = outcomes(examples, seen, Settings(settings.bias))
    p = 1 / (1 + np.exp(-x @ np.array(settings.calibration)))
    for low in np.arange(0, 1, 0.1):
        inside = (p >= low) & (p < low + 0.1)
        if inside.any():
            print(
                f"confidence {low:.1f} to {low + 0.1:.1f}: {inside.sum():5d} candidates, mean {p[inside].mean():.2f}, right {y[inside].mean():.2f}"
            )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--model", type=Path, required=True)
    options.add_argument("--tune", action="store_true")
    chosen = options.parse_args()
    examples = read(chosen.data / "dev", Vocabulary(vocabulary_pieces()))
    model = Model(chosen.model)
    seen = sights(model, examples)
    print(json.dumps(judge(examples, seen, model.chosen.decoding).figures()))
    if chosen.tune:
        ways = tried(examples, seen)
        bias = best(ways, range(len(examples)))
        tuned = Settings(bias, calibrate(*outcomes(examples, seen, Settings(bias))))
        path = chosen.model / "settings.json"
        settings = {**json.loads(path.read_text()), "bias": tuned.bias, "calibration": tuned.calibration, "least": 0}
        path.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
        curve(examples, seen, tuned)
        print("tuned", json.dumps(judge(examples, seen, tuned).figures()))
        print("each quarter of dev with the bias that is best on the others: f1", crossed(ways))


if __name__ == "__main__":
    main()
