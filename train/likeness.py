"""Learn by which weights two claims are taken for one event: sayso/data/likeness.tsv.

    python train/likeness.py ECBPLUS [--engine NAME] [--cache FOLDER] > sayso/data/likeness.tsv

A logistic regression over what sayso.likeness.evidence weighs, on the pairs of evals/events_together.py: of the topics whose number
three does not divide. Every topic weighs by the root of its number of pairs, and both projections ("main", "every") by a half. The figures
of a cross-validation, each sixth of all topics judged by weights learnt on the rest, go to standard error.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from evals.events_together import PROJECTIONS, Pair, Told, by_words, ecbplus, pairs, precision_at, read, told
from sayso.likeness import evidence

STIFFNESS = 10.0  # of the penalty on large weights
FOLDS = 6
ROUNDS = 60
AGAINST = re.compile(r"differ|^no |not|strange|short")
WEIGHED = {"main": 20_000, "every": 10_000}  # how much the pairs of each projection weigh in all
Array = NDArray[np.float64]


def matrix(chosen: list[Pair]) -> tuple[list[str], Array]:
    """The names of the evidence, and a row of it for each pair, a constant last."""
    rows = [evidence(p.one, p.other) for p in chosen]
    names = list(rows[0])
    return names, np.array([[*row.values(), 1.0] for row in rows])


def learn(rows: Array, gold: Array, shares: Array) -> Array:
    """The weights that fit best, by Newton's method; the constant is free of the penalty."""
    weights = np.zeros(rows.shape[1])
    penalty = np.eye(len(weights)) * STIFFNESS
    penalty[-1, -1] = 0.0
    for _ in range(ROUNDS):
        likely = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (shares * (likely - gold)) + penalty @ weights
        curve = (rows * (shares * likely * (1 - likely))[:, None]).T @ rows + penalty
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def learn_with_signs(names: list[str], rows: Array, gold: Array, shares: Array) -> Array:
    """The same, but what speaks for may not come to speak against: evidence whose weight has the wrong sign is left out, one by one."""
    signs = np.array([-1.0 if AGAINST.search(name) else 1.0 for name in names] + [0.0])
    kept = np.ones(rows.shape[1], dtype=bool)
    while True:
        weights = np.zeros(rows.shape[1])
        weights[kept] = learn(rows[:, kept], gold, shares)
        wrong = weights * signs
        if wrong.min() >= 0:
            return weights
        kept[int(wrong.argmin())] = False


def shares_of(chosen: list[Pair]) -> Array:
    """What each pair weighs, one on average."""
    counts = Counter(p.topic for p in chosen)
    found = np.array([counts[p.topic] ** -0.5 for p in chosen])
    return found * len(found) / found.sum()


class Sample:
    """The pairs of one projection, with their evidence."""

    def __init__(self, claims: list[Told], projection: str) -> None:
        self.name = projection
        self.pairs = pairs(claims, projection)
        self.names, self.rows = matrix(self.pairs)
        self.gold = np.array([float(p.gold) for p in self.pairs])
        self.topics = np.array([p.topic for p in self.pairs])

    def part(self, chosen: NDArray[np.bool_]) -> tuple[Array, Array, Array]:
        """Rows, gold and shares of some pairs; a projection weighs as much as any other."""
        shares = shares_of([p for p, wanted in zip(self.pairs, chosen, strict=True) if wanted])
        return self.rows[chosen], self.gold[chosen], shares * (WEIGHED[self.name] / len(shares))


def together(samples: list[Sample], chosen: list[NDArray[np.bool_]]) -> Array:
    """Weights learnt on parts of several samples at once."""
    parts = [sample.part(mask) for sample, mask in zip(samples, chosen, strict=True)]
    return learn_with_signs(samples[0].names, *(np.concatenate(column) for column in zip(*parts, strict=True)))


def main(arguments: list[str]) -> int:
    values = {name: arguments[at + 1] for at, name in enumerate(arguments[:-1]) if name in ("--engine", "--cache")}
    golds = list(ecbplus(Path(arguments[0])))
    claims = list(told(read(golds, values.get("--engine", "model"), Path(values["--cache"]) if "--cache" in values else None)))
    samples = [Sample(claims, projection) for projection in WEIGHED]
    plain = by_words(claims)
    fold_weights = [together(samples, [s.topics % FOLDS != fold for s in samples]) for fold in range(FOLDS)]
    for name in PROJECTIONS:
        sample = Sample(claims, name)
        scores = np.array([row @ fold_weights[topic % FOLDS] for row, topic in zip(sample.rows, sample.topics, strict=True)])
        gold = [bool(g) for g in sample.gold]
        words = precision_at([plain(p.one, p.other) for p in sample.pairs], gold)
        print(f"{name}: cross-validated {precision_at(list(scores), gold):.1f}, tf-idf cosine {words:.1f}", file=sys.stderr)
    weights = together(samples, [np.array([p.seen for p in s.pairs]) for s in samples])
    print("# How much each piece of evidence speaks for (or, below 0, against) two claims being about one event, and what holds always.")
    print(
        "# Learnt by train/likeness.py, a logistic regression, from ECB+ (Cybulska and Vossen 2014; labels CC BY 3.0): 22 of the topics 1 to 35."
    )
    print("evidence\tweight")
    print(f"always\t{weights[-1]:.3f}")
    for name, weight in zip(samples[0].names, weights[:-1], strict=True):
        if weight:
            print(f"{name}\t{weight:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
