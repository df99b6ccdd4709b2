"""How an exported model does on PolNeAR dev: python train/judge.py --data POLNEAR --model FOLDER

Runs the same code as sayso, on the bare texts. With --tune it also chooses the tag biases on dev and fits the confidence,
and writes both to FOLDER/settings.json.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus import Example, read
from network import vocabulary_pieces

from evals.attribution import ROLES, Score, WordMap, closest, score_article
from sayso.engines.decode import Floats, Found, Seen, Settings, attributions
from sayso.engines.model import Model
from sayso.engines.pieces import Vocabulary

Sight = tuple[Floats, list[Seen]]


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
    for example, (tags, homes) in zip(examples, seen, strict=True):
        found = attributions(tags, homes, settings)
        total += score_article(example.text, example.gold, [extents(example, f) for f in found])
    return total


def tune(examples: list[Example], seen: list[Sight]) -> Settings:
    """Biases on a coarse grid: cue first, which matters most, then content and source."""
    best = Settings(bias=(0.0,) * 7)
    best_f1 = judge(examples, seen, best).attribution.f1
    for role in (1, 2, 0):
        start = best
        for step in (-0.3, 0.3, 0.6, 0.9):
            bias = list(start.bias)
            bias[1 + 2 * role] = bias[2 + 2 * role] = step
            f1 = judge(examples, seen, tried := Settings(bias=tuple(bias))).attribution.f1
            if f1 > best_f1 + 0.0005:
                best, best_f1 = tried, f1
    return best


def calibrate(examples: list[Example], seen: list[Sight], settings: Settings) -> list[float]:
    """A logistic regression (Newton's method, slight ridge) from the decoder's figures to being right."""
    rows, right = [], []
    for example, (tags, homes) in zip(examples, seen, strict=True):
        found = attributions(tags, homes, settings)
        at = WordMap(example.text)
        gold = [{role: at.touched(a[role]) for role in ROLES} for a in example.gold]
        given = [{role: at.touched(spans) for role, spans in extents(example, f).items()} for f in found]
        hit = set(closest(gold, given, True).values())
        rows += [f.figures for f in found]
        right += [n in hit for n in range(len(found))]
    chances = np.clip(np.array(rows), 1e-4, 1 - 1e-4)
    x = np.column_stack([np.ones(len(rows)), np.log(chances / (1 - chances))])
    y, weights = np.array(right, float), np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (y - p) - weights
        weights = weights + np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.eye(len(weights)), slope)
    p = 1 / (1 + np.exp(-x @ weights))
    for low in np.arange(0, 1, 0.1):
        inside = (p >= low) & (p < low + 0.1)
        if inside.any():
            print(f"confidence {low:.1f}..{low + 0.1:.1f}: {inside.sum():5d} attributions, {100 * y[inside].mean():5.1f} % right")
    return [round(float(w), 4) for w in weights]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--model", type=Path, required=True)
    options.add_argument("--tune", action="store_true")
    chosen = options.parse_args()
    examples = read(chosen.data / "dev", Vocabulary(vocabulary_pieces()))
    model = Model(chosen.model)
    path = chosen.model / "settings.json"
    settings = json.loads(path.read_text())
    seen = sights(model, examples)
    print(json.dumps(judge(examples, seen, Settings(bias=tuple(settings["bias"]))).figures()))
    if chosen.tune:
        best = tune(examples, seen)
        settings["bias"] = list(best.bias)
        settings["calibration"] = calibrate(examples, seen, best)
        path.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
        print(json.dumps(settings))
        print(json.dumps(judge(examples, seen, best).figures()))


if __name__ == "__main__":
    main()
