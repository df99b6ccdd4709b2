"""What trained models think of the training articles, for a student to learn from.

    python train/soften.py --data POLNEAR --models FOLDER [FOLDER …] --out soft.npz

Each FOLDER is an exported model. For each word the shares of the seven tags are averaged over the models and kept in 16 bits.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus import read
from network import vocabulary_pieces

from sayso.engines.model import Model
from sayso.engines.pieces import Vocabulary


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--models", type=Path, nargs="+", required=True)
    options.add_argument("--out", type=Path, required=True)
    chosen = options.parse_args()
    models = [Model(folder) for folder in chosen.models]
    shares = {}
    for example in read(chosen.data / "train", Vocabulary(vocabulary_pieces())):
        told = [np.exp(model.see(example.words).tags) for model in models]
        shares[example.name] = np.mean(told, 0).astype(np.float16)
    np.savez(chosen.out, **shares)


if __name__ == "__main__":
    main()
