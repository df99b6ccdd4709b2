"""Pack trained weights for sayso: python train/export.py --data POLNEAR --weights OUT/epoch-6.safetensors --out FOLDER

Writes FOLDER/attribution.onnx: every matrix in 8 bits with one scale a column (the word table one a row), activations
quantised as they come, everything else in float32; and FOLDER/vocabulary.txt. The graph is put together by hand from the
few operators that onnxruntime runs fastest: one window at a time, no padding, no mask.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import torch
from corpus import read
from network import BREAKS, HEADS, POINTER, QUOTES, SHAPES, WIDTH, Network, pretrained, vocabulary_pieces
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

from sayso.engines.pieces import Vocabulary, Words, rows, windows

MICROSOFT = "com.microsoft"
OVERLAP = [32, 96]  # pieces that two windows share, at least and at most
ARTICLES = 40  # every so many articles of train are looked at
SMOOTH = 0.75  # how much of an input channel's range is moved into the matrix that reads it, where each column has its own scale
CLIP = np.linspace(0.7, 1.0, 13)  # shares of a column's largest weight that are tried as its range


class Graph:
    """A graph in the making."""

    def __init__(self, ranges: dict[str, NDArray]) -> None:
        self.ranges = ranges  # of each matrix's input channels, as met in training articles
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, NDArray] = {}

    def add(self, kind: str, inputs: list[str], domain: str = "", outputs: int = 1, **attributes: object) -> str:
        name = f"{kind}_{len(self.nodes)}"
        names = [name] + [f"{name}_{n}" for n in range(1, outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, name=name, domain=domain, **attributes))
        return name

    def constant(self, name: str, value: NDArray) -> str:
        self.constants[name] = value
        return name

    def matmul(self, x: str, name: str, weight: NDArray, bias: NDArray, quantise: bool = True) -> str:
        """x times the weight (stored as torch does, transposed) plus the bias."""
        if not quantise:
            product = self.add("MatMul", [x, self.constant(f"{name}.weight", np.ascontiguousarray(weight.T))])
            return self.add("Add", [product, self.constant(f"{name}.bias", bias)])
        if name in self.ranges:
            moved = np.maximum(self.ranges[name], 1e-4) ** SMOOTH / np.maximum(np.abs(weight).max(0), 1e-4) ** (1 - SMOOTH)
            x = self.add("Mul", [x, self.constant(f"{name}.moved", (1 / moved).astype(np.float32))])
            weight = weight * moved
        small, scales = quantised(weight)
        inputs = [
            x,
            self.constant(f"{name}.weight", np.ascontiguousarray(small.T)),
            self.constant(f"{name}.scales", scales),
            self.constant(f"{name}.zeros", np.zeros(len(scales), np.int8)),
            self.constant(f"{name}.bias", bias),
        ]
        return self.add("DynamicQuantizeMatMul", inputs, MICROSOFT)

    def model(self, outputs: dict[str, int | str]) -> onnx.ModelProto:
        inputs = [helper.make_tensor_value_info(n, TensorProto.INT64, shape) for n, shape in
                  (("ids", ["pieces"]), ("looks", ["pieces"]), ("places", ["pieces"]), ("firsts", ["words"]))]  # fmt: skip
        given = [helper.make_tensor_value_info(n, TensorProto.FLOAT, [1, "words", width]) for n, width in outputs.items()]
        constants = [numpy_helper.from_array(value, name) for name, value in self.constants.items()]
        graph = helper.make_graph(self.nodes, "attribution", inputs, given, constants)
        sets = [helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=sets, ir_version=9, producer_name="sayso")


def quantised(weight: NDArray) -> tuple[NDArray, NDArray]:
    """Rows in 8 bits and their scales; of several ranges the one that errs least."""
    best_error = np.full(len(weight), np.inf)
    best = np.ones(len(weight), np.float32)
    top = np.maximum(np.abs(weight).max(1), 1e-8)
    for share in CLIP:
        scale = (top * share / 127).astype(np.float32)
        error = ((np.clip(np.rint(weight / scale[:, None]), -127, 127) * scale[:, None] - weight) ** 2).sum(1)
        best, best_error = np.where(error < best_error, scale, best), np.minimum(error, best_error)
    return np.clip(np.rint(weight / best[:, None]), -127, 127).astype(np.int8), best


def ranges(weights: dict[str, NDArray], articles: list[Words], size: int) -> dict[str, NDArray]:
    """The largest value of each input channel of each matrix, over the first window of some articles."""
    network = Network(sum(k.endswith("qkv.weight") for k in weights))
    network.load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()})
    met: dict[str, NDArray] = {}

    def watch(name: str) -> Callable[..., None]:
        def note(_: object, given: tuple[torch.Tensor, ...]) -> None:
            met[name] = np.maximum(met.get(name, 0), given[0].abs().amax((0, 1)).numpy())

        return note

    for n, layer in enumerate(network.encoder.layers):
        for part in ("qkv", "up", "down"):
            getattr(layer, part).register_forward_pre_hook(watch(f"{n}.{part}"))
    vocabulary = Vocabulary(vocabulary_pieces())
    with torch.no_grad():
        for found in articles:
            network(*(torch.tensor([row]) for row in rows(found, windows(found, size, 0)[0], vocabulary)))
    return met


def build(weights: dict[str, NDArray], quantise: bool, met: dict[str, NDArray]) -> onnx.ModelProto:
    """The whole graph: tables, layers, heads. It reads one window and answers for its words."""
    g = Graph(met)
    small, scales = quantised(weights["table.weight"])
    ids = g.add("Gather", [g.constant("table", small), "ids"])
    scale = g.add("Gather", [g.constant("table.scales", scales[:, None]), "ids"])
    x = g.add("Mul", [g.add("Cast", [ids], to=TensorProto.FLOAT), scale])
    shapes, breaks, quotes = (weights[f"encoder.{n}.weight"] for n in ("shapes", "breaks", "quotes"))
    looks = (shapes[:, None, None] + breaks[None, :, None] + quotes[None, None]).reshape(SHAPES * BREAKS * QUOTES, WIDTH)
    x = g.add("Add", [x, g.add("Gather", [g.constant("looks.table", looks), "looks"])])
    x = g.add("Add", [x, g.add("Gather", [g.constant("places.table", weights["encoder.places.weight"]), "places"])])
    x = g.add("Unsqueeze", [x, g.constant("first", np.array([0]))])
    norm = [g.constant(f"norm.{end}", weights[f"encoder.norm.{end}"]) for end in ("weight", "bias")]
    x = g.add("LayerNormalization", [x, *norm], axis=-1, epsilon=1e-12)
    for n in range(sum(k.endswith("qkv.weight") for k in weights)):
        x = layer(g, x, n, weights, quantise)
    x = g.add("Gather", [x, "firsts"], axis=1)
    tags = g.matmul(x, "tags", weights["heads.tags.weight"], weights["heads.tags.bias"], quantise=False)
    pointers = g.matmul(x, "pointers", weights["heads.pointers.weight"], weights["heads.pointers.bias"], quantise)
    vectors = g.add("Split", [pointers, g.constant("fourths", np.array([POINTER] * 4))], outputs=4, axis=-1)
    names = [vectors, *(f"{vectors}_{n}" for n in (1, 2, 3))]
    sources, cues = (link(g, names[2 * n], names[2 * n + 1], weights["heads.slopes"][2 * n : 2 * n + 2]) for n in (0, 1))
    outputs = {"tags": tags, "sources": sources, "cues": cues}
    for name, made in outputs.items():
        g.nodes.append(helper.make_node("Identity", [made], [name]))
    return g.model({"tags": 7, "sources": "words", "cues": "words"})


def link(g: Graph, asks: str, answers: str, slopes: NDArray) -> str:
    """Where each word points: likeness less the logarithm of the distance, as shares. The start mark, "none", is near to all."""
    likeness = g.add("MatMul", [asks, g.add("Transpose", [answers], perm=[0, 2, 1])])
    likeness = g.add("Mul", [likeness, g.constant("root", np.array(POINTER**-0.5, np.float32))])
    zero, one = g.constant("zero", np.array(0, np.int64)), g.constant("one", np.array(1, np.int64))
    count = g.add("Squeeze", [g.add("Shape", ["firsts"]), g.constant("first", np.array([0]))])
    place = g.add("Cast", [g.add("Range", [zero, count, one])], to=TensorProto.FLOAT)
    column = g.add("Unsqueeze", [place, g.constant("last", np.array([1]))])
    gap = g.add("Sub", [place, column])
    far = g.add("Log", [g.add("Add", [g.add("Abs", [gap]), g.constant("unit", np.array(1, np.float32))])])
    before = g.add("Less", [gap, g.constant("nought", np.array(0, np.float32))])
    name = f"slopes{len(g.nodes)}"
    slope = g.add("Where", [before, *(g.constant(f"{name}.{k}", np.array(s, np.float32)) for k, s in enumerate(slopes))])
    far = g.add("Where", [g.add("Greater", [place, g.constant("nought", np.array(0, np.float32))]), g.add("Mul", [far, slope]), "nought"])
    return g.add("Softmax", [g.add("Sub", [likeness, far])], axis=-1)


def layer(g: Graph, x: str, n: int, weights: dict[str, NDArray], quantise: bool) -> str:
    """Attention, then two matrices, each with its way around."""
    at = {part: weights[f"encoder.layers.{n}.{part}"] for part in LAYER_PARTS}
    qkv = g.matmul(x, f"{n}.qkv", at["qkv.weight"], at["qkv.bias"], quantise)
    q = g.add("Split", [qkv, g.constant("thirds", np.array([WIDTH] * 3))], outputs=3, axis=-1)
    y = g.add("MultiHeadAttention", [q, f"{q}_1", f"{q}_2"], MICROSOFT, num_heads=HEADS)
    y = g.matmul(y, f"{n}.out", at["out.weight"], at["out.bias"], quantise)
    x = skip(g, x, y, f"{n}.norm1", at["norm1.weight"], at["norm1.bias"])
    y = g.add("Gelu", [g.matmul(x, f"{n}.up", at["up.weight"], at["up.bias"], quantise)], MICROSOFT)
    y = g.matmul(y, f"{n}.down", at["down.weight"], at["down.bias"], quantise)
    return skip(g, x, y, f"{n}.norm2", at["norm2.weight"], at["norm2.bias"])


LAYER_PARTS = [f"{part}.{end}" for part in ("qkv", "out", "norm1", "up", "down", "norm2") for end in ("weight", "bias")]


def skip(g: Graph, x: str, y: str, name: str, weight: NDArray, bias: NDArray) -> str:
    norm = [g.constant(f"{name}.{end}", value) for end, value in (("weight", weight), ("bias", bias))]
    return g.add("LayerNormalization", [g.add("Add", [x, y]), *norm], axis=-1, epsilon=1e-12)


def save(weights: dict[str, NDArray], folder: Path, size: int, articles: list[Words], quantise: bool = True) -> None:
    """Write the three files that sayso reads; judge.py --tune sets what is chosen on dev."""
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(build(weights, quantise, ranges(weights, articles, size) if quantise else {}), folder / "attribution.onnx")
    (folder / "vocabulary.txt").write_text("\n".join(vocabulary_pieces()) + "\n", encoding="utf-8")
    settings = {"size": size, "overlap": OVERLAP, "bias": [0, 0, 0, 0.3, 0.3, 0, 0], "calibration": [0, 0.5, 0.5, 0, 0], "least": 0}
    (folder / "settings.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True, help="PolNeAR: some articles of train tell the ranges")
    options.add_argument("--weights", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--size", type=int, default=254, help="pieces a window, as in training")
    options.add_argument("--float", action="store_true", help="leave the layers in float32, to see what 8 bits cost")
    chosen = options.parse_args()
    weights = {"table.weight": pretrained((0,)).table.weight.detach().numpy(), **load_file(chosen.weights)}
    articles = [e.words for e in read(chosen.data / "train", Vocabulary(vocabulary_pieces()))[::ARTICLES]]
    save(weights, chosen.out, chosen.size, articles, not chosen.float)


if __name__ == "__main__":
    main()
