"""Attribution by a small trained network, run by onnxruntime: words in, spans and links out.

The network tags each word as part of a source, cue or content, and lets each content point at its cue and each cue at its
source. How it was trained and how well it does is told in train/README.md.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sayso.claim import Article, Attribution, Extent
from sayso.engines.decode import Found, Seen, Settings, Sight, Stretch, attributions, log_softmax
from sayso.engines.pieces import Vocabulary, Window, Words, home, rows, windows, words
from sayso.errors import NotFound
from sayso.sentences import Block, Parse

FOLDER = Path(__file__).resolve().parent.parent / "data" / "attribution"
MARK = re.compile(r"\S")  # between blocks: the sign of a heading or of a list's item, which nobody says
FILES = ("attribution.onnx", "vocabulary.txt", "settings.json")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What settings.json says: how the network was trained, and what was chosen on the development articles."""

    size: int  # pieces a window, as in training
    overlap: tuple[int, int]  # pieces that a window shares with the last one: at least, and at most so that it begins with a line
    decoding: Settings


class Model:
    """The trained engine."""

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or Path(os.environ.get("SAYSO_ATTRIBUTION", "") or FOLDER)
        for file in FILES:
            if not (folder / file).is_file():
                raise NotFound(f"no {file} in {folder}", "train and export a model (train/README.md), or use --engine rules")
        network = (folder / FILES[0]).read_bytes()
        settings = (folder / FILES[2]).read_bytes()
        self.name = f"model-{hashlib.sha256(network + settings).hexdigest()[:8]}"
        self.chosen = _chosen(json.loads(settings))
        self._vocabulary = Vocabulary((folder / FILES[1]).read_text(encoding="utf-8").rstrip("\n").split("\n"))
        self._session = _session(network)

    def attribute(self, parse: Parse) -> list[Attribution]:
        """Who says what in this article, in text order."""
        return self.read(parse.article, parse.blocks)

    def read(self, article: Article, blocks: list[Block]) -> list[Attribution]:
        """As `attribute`, without a parse: the text and its blocks are all that the network needs."""
        found = words(paragraphs(article.text, blocks), self._vocabulary)
        if not len(found):
            return []
        made = [self._attribution(article, found, f) for f in attributions(self.see(found), self.chosen.decoding)]
        return sorted(made, key=lambda a: (a.content.start, a.content.end, a.cue.start if a.cue else 0))

    def see(self, found: Words) -> Sight:
        """The figures of each word, read in the window that it is at home in."""
        cover = windows(found, self.chosen.size, *self.chosen.overlap)
        seen = [self.look(found, window) for window in cover]
        homes = home(cover, found.begins())
        tags = np.stack([seen[k].tags[i - cover[k].first] for i, k in enumerate(homes)])
        return Sight(tags, [seen[k] for k in homes], found.begins())

    def look(self, found: Words, window: Window) -> Seen:
        """The figures of the words of one window."""
        ids, looks, firsts = (np.array(row, dtype=np.int64) for row in rows(found, window, self._vocabulary))
        given = {"ids": ids, "looks": looks, "places": np.arange(len(ids), dtype=np.int64), "firsts": firsts}
        scores, sources, cues = self._session.run(None, given)
        return Seen(window, log_softmax(scores[0, 1:]), (sources[0], cues[0]))

    def _attribution(self, article: Article, found: Words, f: Found) -> Attribution:
        def extent(stretch: Stretch) -> Extent:
            return found.extents[stretch[0]][0], found.extents[stretch[1] - 1][1]

        return Attribution(
            content=article.cut_pieces([_bare(article, extent(piece)) for piece in f.contents]),
            cue=article.cut(*extent(f.cue)),
            source=article.cut(*_bare(article, extent(f.source))) if f.source else None,
            manner=_manner(found, f.contents),
            confidence=round(f.confidence, 3),
        )


def _bare(article: Article, extent: Extent) -> Extent:
    """A stretch without the comma that parts it from what follows, where that is not all it is."""
    start, end = extent
    words = article.text[start:end].rstrip(",; \n")
    return (start, start + len(words)) if words else extent


def _chosen(settings: dict[str, Any]) -> Chosen:
    decoding = Settings(tuple(settings["bias"]), tuple(settings["calibration"]), settings["least"])
    least, most = settings["overlap"]
    return Chosen(settings["size"], (least, most), decoding)


def paragraphs(text: str, blocks: list[Block]) -> str:
    """The text as the network learnt to read it, and as long as before.

    Lines are broken between blocks alone, so that wrapped ones do not look like paragraphs; a heading ends in a full stop, as in
    the articles it learnt from, so that it does not run on into the first sentence.
    """
    pieces, at = [], 0
    for block in blocks:
        pieces += [MARK.sub(" ", text[at : block.start]), text[block.start : block.end].replace("\n", " ")]
        at = block.end
        if block.kind == "heading" and text[at : at + 1] == "\n":
            pieces.append(".")
            at += 1
    return "".join([*pieces, text[at:]])


def _manner(found: Words, contents: tuple[Stretch, ...]) -> str:
    """Direct, mixed or indirect: how much of the content stands in quotation marks."""
    quoted = [found.looks[i] % 2 for first, last in contents for i in range(first, last)]
    return "direct" if all(quoted) else "mixed" if any(quoted) else "indirect"


def _has_dot_products() -> bool:
    """Whether the processor adds up 8-bit products in 32 bits (twice as fast as making sure of it, with the same sums)."""
    about = Path("/proc/cpuinfo")
    return about.is_file() and "vnni" in about.read_text(encoding="utf-8", errors="replace")


def _session(network: bytes) -> Any:
    if importlib.util.find_spec("onnxruntime") is None:
        raise NotFound("the trained engine needs onnxruntime", "pip install onnxruntime, or use --engine rules")
    onnxruntime = importlib.import_module("onnxruntime")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # articles are spread over processes instead
    options.inter_op_num_threads = 1
    if not _has_dot_products():
        options.add_session_config_entry("session.x64quantprecision", "1")  # else sums of 8-bit products are cut off at 16 bits
    return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
