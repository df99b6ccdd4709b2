"""How an exported model does on PolNeAR dev: python train/judge.py --data POLNEAR --model FOLDER

Runs the same code as sayso, on the bare texts. With --tune it also chooses the tag biases on dev and fits the confidence,
and writes both to FOLDER/settings.json.
"""

from __future__ import annotations

import argparse
import json
import sys
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

LEAST = (0.0, 0.15, 0.25, 0.35)  # dropping candidates below half the F1 raises it, but costs words of cues and contents
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
    total = Score()
    for example, sight in zip(examples, seen, strict=True):
        found = attributions(sight, settings)
        total += score_article(example.text, example.gold, [extents(example, f) for f in found])
    return total


def tune(examples: list[Example], seen: list[Sight]) -> Settings:
    """The best of a few biases, each with its own calibration, and of a few thresholds."""
    best, best_worth = Settings(), -1.0
    for cue, source, content in product((0.3, 0.6, 0.9, 1.2), (0.0, 0.5), (0.0, -0.3)):
        bias = (0.0, source, source, cue, cue, content, content)
        fitted = calibrate(*outcomes(examples, seen, Settings(bias)))
        for least in LEAST:
            tried = Settings(bias, fitted, least)
            worth = value(judge(examples, seen, tried))
            if worth > best_worth:
                best, best_worth = tried, worth
    return best


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


def crossed(examples: list[Example], seen: list[Sight], settings: Settings) -> float:
    """F1 where each quarter of the articles is decoded with the calibration of the other three."""
    total = Score()
    for fold in range(4):
        away = [n for n in range(len(examples)) if n % 4 != fold]
        home = [n for n in range(len(examples)) if n % 4 == fold]
        fitted = calibrate(*outcomes([examples[n] for n in away], [seen[n] for n in away], settings))
        total += judge([examples[n] for n in home], [seen[n] for n in home], Settings(settings.bias, fitted, settings.least))
    return round(100 * total.attribution.f1, 2)


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
        best = tune(examples, seen)
        path = chosen.model / "settings.json"
        settings = {**json.loads(path.read_text()), "bias": best.bias, "calibration": best.calibration, "least": best.least}
        path.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
        curve(examples, seen, best)
        print("tuned", json.dumps(judge(examples, seen, best).figures()))
        print("the same biases, calibration crossed over quarters of dev: f1", crossed(examples, seen, best))


if __name__ == "__main__":
    main()
