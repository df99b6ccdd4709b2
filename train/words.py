"""Count in how many paragraphs of public-domain news each word stands: sayso/data/words/frequency.tsv.

    python train/words.py FOLDER > sayso/data/words/frequency.tsv

FOLDER holds statements of the White House, one Markdown file each with a head of `key: value` lines: works of the United States
government, in the public domain. Only the counts are kept, of stems that stand in at least five paragraphs.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

from sayso.likeness.words import WORD, term

FEWEST = 5
ADDRESS = re.compile(r"\]\([^)]*\)|https?://\S+")
HEAD = re.compile(r"\A---\n.*?\n---\n", re.S)


def paragraphs(path: Path) -> list[str]:
    """The paragraphs of a file, without its head and the addresses of its links."""
    return [p for p in re.split(r"\n\s*\n", ADDRESS.sub("]", HEAD.sub("", path.read_text("utf-8")))) if p.strip()]


def main(folder: Path) -> None:
    counts: Counter[str] = Counter()
    total = 0
    for path in sorted(folder.glob("*/**/*.md")):
        for paragraph in paragraphs(path):
            total += 1
            counts.update({term(word) for word in WORD.findall(paragraph)})
    print("# In how many paragraphs each word stands, cut to its stem; * is all of them. Counted by train/words.py on 474 statements of")
    print(
        "# the White House, 2021 to 2026 (works of the United States government, in the public domain); stems of at least five paragraphs."
    )
    print("stem\tparagraphs")
    print(f"*\t{total}")
    for word, count in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])):
        if count >= FEWEST and not word[0].isdigit():
            print(f"{word}\t{count}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
