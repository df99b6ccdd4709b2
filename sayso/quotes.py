"""What stands between quotation marks, and how far it runs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.sentences import Block

OPENING = "“„«"


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch in double quotation marks: its marks included, and whether it was closed in its block."""

    start: int
    end: int
    closed: bool

    def holds(self, start: int, end: int) -> bool:
        return self.start <= start and end <= self.end


def find(text: str, blocks: list[Block]) -> list[Quote]:
    """Every quotation in these blocks; one that is left open runs to the end of its block."""
    return [quote for block in blocks for quote in _in_block(text, block)]


def _in_block(text: str, block: Block) -> list[Quote]:
    found: list[Quote] = []
    opened: int | None = None
    for match in re.finditer(r"[“”„«»\"]", text[block.start : block.end]):
        at, mark = block.start + match.start(), match.group()
        opens = mark in OPENING or (mark == '"' and opened is None)
        if opened is None:
            opened = at if opens else None
        elif not opens or mark == '"':
            found.append(Quote(opened, at + 1, True))
            opened = None
    if opened is not None:
        found.append(Quote(opened, block.end, False))
    return found
