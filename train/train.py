"""Train the attribution model: python train/train.py --data POLNEAR --out OUT --seed 1

POLNEAR holds train/ and dev/, each with text/ and attributions/. Every epoch leaves OUT/epoch-N.safetensors (the running
average of the weights), OUT/epoch-N/ (the same as sayso runs it, in 8 bits) and a line in OUT/log.jsonl with its figures on dev. The same seed gives the same weights on the
same kind of processor.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus import NOBODY, UNTAGGED, Example, Labels, read, read_texts
from export import ARTICLES, save
from judge import judge, sights
from network import TAGS, Dropout, Network, pretrained, vocabulary_pieces
from soften import NONE

from sayso.engines.decode import Settings
from sayso.engines.model import Model
from sayso.engines.pieces import Vocabulary, Window, Words, rows

LINKS = 0.3  # weight of each pointer's loss beside the tags'
SOFT = 0.6  # weight of the teachers' shares beside the annotators' tags
AIMED = 0.5  # of a teacher's pointer this much at least must lie in the window, else it is not learnt
STRAIGHT = 0.2  # how often a window's curly quotation marks are made straight, since half of all news is printed so


def paragraph_windows(found: Words, size: int, first_size: int) -> list[Window]:
    """Windows that begin with a paragraph where one begins in them; the first is shorter, so that cuts fall elsewhere each epoch."""
    cover, first, limit = [], 0, first_size
    begins = np.array([look // 2 % 3 > 0 for look in found.looks] + [True])
    lengths = np.array([len(p) for p in found.pieces])
    while first < len(found):
        last = first + max(1, int(np.searchsorted(np.cumsum(lengths[first:]), limit, side="right")))
        if last < len(found):
            cuts = np.flatnonzero(begins[first + 1 : last + 1])
            if len(cuts) and cuts[-1] + 1 > (last - first) // 2:
                last = first + 1 + int(cuts[-1])
        cover.append(Window(first, min(last, len(found))))
        first, limit = cover[-1].last, size
    return cover


def epoch_windows(examples: list[Example], size: int, random: np.random.Generator) -> list[tuple[Example, Labels, Window, int]]:
    """Every article once, with one of its annotators, cut at random places."""
    chosen = []
    for number, example in enumerate(examples):
        labels = int(random.integers(len(example.labels)))
        for window in paragraph_windows(example.words, size, int(random.integers(size // 4, size + 1))):
            chosen.append((example, example.labels[labels], window, number))
    return chosen


def batches(chosen: list[tuple[Example, Labels, Window, int]], pieces: int, random: np.random.Generator) -> Iterator[list]:
    """Windows of like length together, about `pieces` pieces a batch, in random order."""

    def length(item: tuple[Example, Labels, Window, int]) -> int:
        example, _, window, _ = item
        return sum(len(p) for p in example.words.pieces[window.first : window.last])

    lengths = np.array([length(item) for item in chosen]) + random.random(len(chosen)) * 24
    made, current = [], []
    for i in np.argsort(lengths, kind="stable"):
        if current and lengths[i] * (len(current) + 1) > pieces:
            made.append(current)
            current = []
        current.append(chosen[i])
    made.append(current)
    for i in random.permutation(len(made)):
        yield made[i]


def tensors(batch: list, vocabulary: Vocabulary, teacher: dict[str, np.ndarray], random: np.random.Generator) -> dict[str, torch.Tensor]:
    """One batch, padded; targets are given as masks over words, with the start mark as word 0."""
    (straight,), curly = vocabulary.cut('"'), [vocabulary.cut(mark)[0] for mark in "“”"]
    cut = [rows(example.words, window, vocabulary) for example, _, window, _ in batch]
    length, count = _rounded(max(len(c[0]) for c in cut)), _rounded(max(len(c[2]) for c in cut))
    size = len(batch)
    ids, looks = np.zeros((size, length), np.int64), np.zeros((size, length), np.int64)
    firsts, tags = np.zeros((size, count), np.int64), np.full((size, count), UNTAGGED)
    real, filler, target = np.zeros((size, count), bool), np.full((size, count), -9), np.full((size, count), -1)
    soft = np.zeros((size, count, TAGS), np.float32)
    for k, ((example, labels, window, _), (i, seen, f)) in enumerate(zip(batch, cut, strict=True)):
        part, words = slice(window.first, window.last), slice(1, len(f))
        ids[k, : len(i)], looks[k, : len(seen)], firsts[k, : len(f)], real[k, : len(f)] = i, seen, f, True
        tags[k, words], filler[k, words], target[k, words] = labels.tags[part], labels.filler[part], labels.target[part]
        filler[k, 0] = NOBODY
        if teacher:
            soft[k, words] = teacher[example.name][part]
        if random.random() < STRAIGHT:
            ids[k][np.isin(ids[k], curly)] = straight
    right = (filler[:, None, :] == target[:, :, None]) & (target[:, :, None] != -1)
    given = {"ids": ids, "looks": looks, "firsts": firsts, "tags": tags, "real": real, "right": right, "soft": soft}
    if any(f"{example.name} pointers" in teacher for example, *_ in batch):
        given["aims"] = aims([(window, teacher[f"{example.name} pointers"]) for example, _, window, _ in batch], count)
    return {name: torch.from_numpy(value) for name, value in given.items()}


def aims(batch: list[tuple[Window, np.ndarray]], count: int) -> np.ndarray:
    """Where the teachers' cues and contents point (pointer, window, word, word), as shares; nothing where that lies outside the window."""
    made = np.zeros((2, len(batch), count, count), np.float32)
    for k, (window, told) in enumerate(batch):
        pointer, word, at, share = told.T
        inside = (word >= window.first) & (word < window.last) & ((at == NONE) | ((at >= window.first) & (at < window.last)))
        column = np.where(at == NONE, 0, at - window.first + 1)
        made[pointer[inside], k, word[inside] - window.first + 1, column[inside]] = share[inside] / 10_000
    whole = made.sum(-1, keepdims=True)
    return np.where(whole >= AIMED, made / np.maximum(whole, AIMED), 0.0).astype(np.float32)


def _rounded(count: int) -> int:
    """Few different lengths: torch keeps what it prepared for every shape that it meets, and memory with it."""
    return -(-count // 32) * 32


def softly(scores: torch.Tensor, shares: torch.Tensor) -> torch.Tensor:
    """Cross-entropy with the teachers' shares, where there are any."""
    told = shares.sum(-1) > 0
    return -(torch.log_softmax(scores[told], -1) * shares[told]).sum(-1).mean()


def loss(network: Network, t: dict[str, torch.Tensor], drop: Dropout, soft: float) -> tuple[torch.Tensor, list[float]]:
    """Tags by cross-entropy; each pointer by the share it gives to any right word."""
    scores, pointers = network(t["ids"], t["looks"], t["firsts"], drop)
    parts = [tagging(scores, t, soft)]
    for which, tag in enumerate((3, 5)):
        rows = t["right"].any(-1) & ((t["tags"] == tag) | (t["tags"] == tag + 1))
        shares = network.heads.link(pointers, which, t["real"])
        told = shares[rows].masked_fill(~t["right"][rows], -1e4)
        parts.append(-torch.logsumexp(told, -1).sum() / max(int(rows.sum()), 1))
        if "aims" in t:
            aimed = t["aims"][which].sum(-1) > 0
            parts[-1] = (1 - soft) * parts[-1] + soft * -(shares * t["aims"][which]).sum() / max(int(aimed.sum()), 1)
    return parts[0] + LINKS * (parts[1] + parts[2]), [float(p.detach()) for p in parts]


def tagging(scores: torch.Tensor, t: dict[str, torch.Tensor], soft: float) -> torch.Tensor:
    """Cross-entropy with the annotators' tags and the teachers' shares; with these alone where nobody annotated."""
    labelled = t["tags"] != UNTAGGED
    bare = t["real"] & ~labelled
    bare[:, 0] = False
    if not labelled.any():
        return softly(scores, t["soft"])
    told = functional.cross_entropy(scores.flatten(0, 1), t["tags"].flatten(), ignore_index=UNTAGGED)
    if soft:
        told = (1 - soft) * told + soft * softly(scores, t["soft"] * labelled[:, :, None])
    if not bare.any():
        return told
    share = bare.sum() / (bare.sum() + labelled.sum())
    return (1 - share) * told + share * softly(scores, t["soft"] * bare[:, :, None])


class Masters:
    """The float32 copies that the optimiser moves, and their running average."""

    def __init__(self, network: Network, rate: float, decay: float) -> None:
        self.working = [p for p in network.parameters() if p.requires_grad]
        self.names = [n for n, p in network.named_parameters() if p.requires_grad]
        self.copies = [p.detach().float().clone() for p in self.working]
        self.average = [p.clone() for p in self.copies]
        groups = []
        for heads in (False, True):
            for decayed in (False, True):
                chosen = [c for c, n in zip(self.copies, self.names, strict=True)
                          if n.startswith(("heads.", "encoder.shapes", "encoder.breaks", "encoder.quotes")) == heads and (c.dim() > 1) == decayed]  # fmt: skip
                groups.append({"params": chosen, "weight_decay": 0.01 if decayed else 0.0, "times": 5.0 if heads else 1.0})
        self.optimiser = torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98), eps=1e-8, fused=True)
        self.rate, self.decay, self.steps = rate, decay, 0

    def step(self, share: float) -> None:
        """One step with the learning rate at this share of its height."""
        for copy, p in zip(self.copies, self.working, strict=True):
            copy.grad = p.grad.float()
            p.grad = None
        torch.nn.utils.clip_grad_norm_(self.copies, 1.0)
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate * share * group["times"]
        self.optimiser.step()
        self.steps += 1
        keep = min(self.decay, (1 + self.steps) / (10 + self.steps))
        torch._foreach_lerp_(self.average, self.copies, 1 - keep)
        with torch.no_grad():
            for copy, p in zip(self.copies, self.working, strict=True):
                p.copy_(copy)

    def averaged(self, network: Network) -> dict[str, torch.Tensor]:
        """All weights in float32, the trained ones as their running average."""
        state = {n: p.detach().float().clone() for n, p in network.state_dict().items()}
        return {**state, **dict(zip(self.names, (a.clone() for a in self.average), strict=True))}


def schedule(done: float) -> float:
    """Up in the first tenth, then down in a straight line to a fiftieth."""
    return done / 0.1 if done < 0.1 else max(0.02, (1 - done) / 0.9)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True, help="PolNeAR, unpacked")
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--epochs", type=int, default=6)
    options.add_argument("--size", type=int, default=254, help="pieces a window")
    options.add_argument("--batch", type=int, default=3072, help="pieces a batch")
    options.add_argument("--rate", type=float, default=3e-4)
    options.add_argument("--decay", type=float, default=0.995, help="of the running average of the weights")
    options.add_argument("--layers", default="0,1,2,3,4,5", help="which of the encoder's six layers to keep")
    options.add_argument("--teacher", type=Path, help="what trained models think of the training articles (soften.py)")
    options.add_argument("--texts", type=Path, help="plain texts that nobody annotated, of which the teachers have told as well")
    options.add_argument("--start", type=Path, help="weights to begin with, instead of the published encoder's")
    options.add_argument("--done", type=int, default=0, help="epochs that these weights have had already (to go on after a stop)")
    options.add_argument("--limit", type=int, default=0, help="articles, for a quick try")
    a = options.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    random = np.random.default_rng(a.seed)
    a.out.mkdir(parents=True, exist_ok=True)
    vocabulary = Vocabulary(vocabulary_pieces())
    training, development = read(a.data / "train", vocabulary), read(a.data / "dev", vocabulary)
    looked_at = [e.words for e in training[::ARTICLES]]
    if a.texts:
        training += read_texts(a.texts, vocabulary)
    if a.limit:
        training, development = training[: a.limit], development[: a.limit]
    network = pretrained(tuple(int(n) for n in a.layers.split(",")))
    if a.start:
        network.load_state_dict(load_file(a.start), strict=False)
    masters = Masters(network, a.rate, a.decay)
    network.encoder.bfloat16()
    drop = Dropout(0.1, a.seed)
    teacher = dict(np.load(a.teacher)) if a.teacher else {}
    sizes = [len(list(batches(epoch_windows(training, a.size, np.random.default_rng(0)), a.batch, np.random.default_rng(0))))]
    log = (a.out / "log.jsonl").open("a")
    print(json.dumps({"options": {k: str(v) for k, v in vars(a).items()}, "steps": sizes[0]}), file=log, flush=True)
    for epoch in range(a.done, a.epochs):
        began, sums, drawn = time.time(), np.zeros(3), list(batches(epoch_windows(training, a.size, random), a.batch, random))
        for k, batch in enumerate(drawn):
            total, parts = loss(network, tensors(batch, vocabulary, teacher, random), drop, SOFT if teacher else 0.0)
            total.backward()
            warm = min(1.0, (masters.steps + 1) / 30)  # after a fresh start of the optimiser too
            masters.step(warm * schedule((epoch + k / len(drawn)) / a.epochs))
            sums += parts
            if (k + 1) % 50 == 0:
                print(epoch, k + 1, len(drawn), (sums / (k + 1)).round(4), f"{time.time() - began:.0f} s", flush=True)
        drop.refill()
        state = masters.averaged(network)
        save_file({n: v for n, v in state.items() if n != "table.weight"}, a.out / f"epoch-{epoch + 1}.safetensors")
        save({n: v.numpy() for n, v in state.items()}, a.out / f"epoch-{epoch + 1}", a.size, looked_at)
        trained = time.time() - began
        result = judge(development, sights(Model(a.out / f"epoch-{epoch + 1}"), development), Settings()).figures()
        line = {
            "epoch": epoch + 1,
            "loss": (sums / len(drawn)).round(4).tolist(),
            **result,
            "seconds": round(trained),
            "with dev": round(time.time() - began),
        }
        print(json.dumps(line), file=log, flush=True)
        print(line, flush=True)


if __name__ == "__main__":
    main()
