"""What trained models think of articles, for a student to learn from.

    python train/soften.py --data POLNEAR --models FOLDER [FOLDER …] [--texts FOLDER] [--pointers] --out soft.npz

Each FOLDER of --models is an exported model. For each word of the training articles, and of the plain texts of --texts, the shares of the
seven tags are averaged over the models and kept in 16 bits; with --pointers also where its cues and contents point.
"""

from __future__ import annotations

import argparse
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus import read, read_texts
from network import vocabulary_pieces

from sayso.engines.decode import Seen
from sayso.engines.model import Model
from sayso.engines.pieces import Vocabulary, Words, windows

OVERLAP = 48
LIKELY = 0.1  # a word that is less likely a cue or content than this points nowhere
SLIGHT = 0.02  # smaller shares of a pointer are left out
NONE = -1


def see(model: Model, found: Words) -> list[Seen]:
    """For each word what a model sees in the window in which the word is most central."""
    seen = [model.look(found, window) for window in windows(found, model.chosen.size, OVERLAP)]
    best = [seen[0]] * len(found)
    for left, right in pairwise(seen):
        middle = (right.window.first + left.window.last) // 2
        best[middle:] = [right] * (len(found) - middle)
    return best


def pointed(told: list[list[Seen]], shares: NDArray) -> NDArray:
    """Rows of (pointer, asking word, word pointed at or NONE), with the share in ten-thousandths, averaged over the models."""
    rows = []
    for pointer, tag in enumerate((3, 5)):
        for word in np.flatnonzero(shares[:, tag : tag + 2].sum(1) >= LIKELY):
            given: dict[int, float] = {}
            for homes in told:
                seen = homes[word]
                first = seen.window.first
                share = seen.shares[pointer][word - first + 1]
                for column in np.flatnonzero(share >= SLIGHT):
                    at = first + int(column) - 1 if column else NONE
                    given[at] = given.get(at, 0.0) + float(share[column]) / len(told)
            rows += [(pointer, word, at, round(10_000 * part)) for at, part in sorted(given.items())]
    return np.array(rows, dtype=np.int32).reshape(-1, 4)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--models", type=Path, nargs="+", required=True)
    options.add_argument("--texts", type=Path, help="plain texts without labels")
    options.add_argument("--pointers", action="store_true")
    options.add_argument("--out", type=Path, required=True)
    chosen = options.parse_args()
    models = [Model(folder) for folder in chosen.models]
    vocabulary = Vocabulary(vocabulary_pieces())
    told: dict[str, NDArray] = {}
    for example in [*read(chosen.data / "train", vocabulary), *(read_texts(chosen.texts, vocabulary) if chosen.texts else ())]:
        seen = [see(model, example.words) for model in models]
        shares = np.mean([[np.exp(s.tags[i - s.window.first]) for i, s in enumerate(homes)] for homes in seen], 0)
        told[example.name] = shares.astype(np.float16)
        if chosen.pointers:
            told[f"{example.name} pointers"] = pointed(seen, shares)
    np.savez(chosen.out, **told)


if __name__ == "__main__":
    main()
