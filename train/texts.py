"""Put news without labels into one folder of plain texts, for teachers to mark and a student to learn from.

    python train/texts.py OUT --from FOLDER … [--aquaint FOLDER] [--ecbplus FOLDER] [--without FOLDER …]

FOLDER is anything that sayso reads. AQUAINT TimeML and ECB+ need readers of their own. What shares a tenth of its runs of eight words with a
text of the folders --without (what sayso is measured on) is left out, and so is all but the first of several copies.
"""

from __future__ import annotations

import argparse
import html
import re
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from evals.events_together import ecb
from sayso import readers
from sayso.articles import Document, canonical
from sayso.engines.model import paragraphs
from sayso.sentences import blocks

RUN = 8
ALIKE = 0.1
SHORTEST = 80  # words
TOGETHER = 2  # sentences of ECB+ a paragraph, since it does not tell where paragraphs end


def by_sayso(folders: list[Path]) -> Iterator[str]:
    """The texts of all articles in some folders, as the network would be given them."""
    for found in readers.read(folders):
        if isinstance(found, Document):
            yield paragraphs(found.article.text, blocks(found.article.text))


def aquaint(folder: Path) -> Iterator[str]:
    """The stories of TimeML files, without the marks in them, a paragraph a line."""
    for path in sorted(folder.glob("*.tml")):
        story = re.search(r"<TEXT>(.*)</TEXT>", path.read_text("utf-8", errors="replace"), re.S)
        if story:
            plain = html.unescape(re.sub(r"<[^>]*>", "", story[1])).replace("``", '"').replace("''", '"')
            yield "\n".join(" ".join(p.split()) for p in re.split(r"\n\s*\n", plain) if p.strip())


def ecbplus(folder: Path) -> Iterator[str]:
    """The articles of ECB+ without the address that heads some."""
    for path in sorted(folder.rglob("*_*ecb*.xml")):
        sentences = [s for s in ecb(path, set()).article.text.split("\n") if s.strip() and "http" not in s]
        yield "\n".join(" ".join(sentences[i : i + TOGETHER]) for i in range(0, len(sentences), TOGETHER))


def runs(text: str) -> set[str]:
    """Every eight words on end."""
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("out", type=Path)
    options.add_argument("--from", dest="folders", type=Path, nargs="+", required=True)
    options.add_argument("--aquaint", type=Path)
    options.add_argument("--ecbplus", type=Path)
    options.add_argument("--without", type=Path, nargs="*", default=[])
    chosen = options.parse_args()
    met = set[str]().union(*(runs(p.read_text("utf-8", errors="replace")) for f in chosen.without for p in sorted(f.rglob("*.txt"))))
    texts = [
        *by_sayso(chosen.folders),
        *(aquaint(chosen.aquaint) if chosen.aquaint else ()),
        *(ecbplus(chosen.ecbplus) if chosen.ecbplus else ()),
    ]
    chosen.out.mkdir(parents=True, exist_ok=True)
    kept = words = 0
    for text in map(canonical, texts):
        found = runs(text)
        if len(text.split()) >= SHORTEST and len(found & met) <= ALIKE * len(found):
            met |= found
            (chosen.out / f"{kept:05d}.txt").write_text(text, encoding="utf-8")
            kept, words = kept + 1, words + len(text.split())
    print(f"{kept} texts of {len(texts)}, {words} words")


if __name__ == "__main__":
    main()
