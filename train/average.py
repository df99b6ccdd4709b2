"""The mean of several weights of one family: python train/average.py OUT.safetensors A.safetensors B.safetensors …

They must have been learnt from the same beginning (one went on from the other, or both from a third), else their mean is noise.
"""

from __future__ import annotations

import sys

import torch
from safetensors.torch import load_file, save_file


def main() -> None:
    if len(sys.argv) < 4:
        raise SystemExit(__doc__)
    loaded = [load_file(path) for path in sys.argv[2:]]
    save_file({name: torch.stack([weights[name] for weights in loaded]).mean(0) for name in loaded[0]}, sys.argv[1])


if __name__ == "__main__":
    main()
