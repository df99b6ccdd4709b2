"""CSV: claims as a table for spreadsheets, one a line, its columns named as the fields of the record (docs/record.md).

What articles say is data, and a spreadsheet takes a cell that begins with =, +, -, @ or a tab for a formula: such a cell gets an
apostrophe before it, which spreadsheets take for "this is text".
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable

from sayso.claim import Claim

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
BETWEEN = "; "  # several values in one cell
COLUMNS: dict[str, Callable[[Claim], object]] = {
    "id": lambda c: c.id,
    "point": lambda c: c.point,
    "article.published": lambda c: c.article.published,
    "article.publisher": lambda c: c.article.publisher,
    "article.title": lambda c: c.article.title,
    "article.url": lambda c: c.article.url,
    "article.path": lambda c: c.article.path,
    "article.id": lambda c: c.article.id,
    "source.name": lambda c: c.source.name,
    "source.kind": lambda c: c.source.kind,
    "source.role": lambda c: c.source.role,
    "source.country": lambda c: c.source.country,
    "source.text": lambda c: c.source.text,
    "source.party": lambda c: c.source.party,
    "via.name": lambda c: BETWEEN.join(via.name for via in c.via),
    "cue.text": lambda c: c.cue.text if c.cue else "",
    "content.text": lambda c: c.content.text,
    "content.spans": lambda c: BETWEEN.join(f"{start}:{end}" for start, end in c.content.spans),
    "stance": lambda c: c.stance,
    "certainty": lambda c: c.certainty,
    "polarity": lambda c: c.polarity,
    "status": lambda c: c.status,
    "events.type": lambda c: BETWEEN.join(event.type for event in c.events),
    "within": lambda c: c.within or "",
    "engine": lambda c: c.engine,
    "confidence": lambda c: "" if c.confidence is None else c.confidence,
    "rulings": lambda c: BETWEEN.join(c.rulings),
}


def head() -> bytes:
    """The line that names the columns."""
    return _written([COLUMNS])


def lines(claims: Iterable[Claim]) -> bytes:
    """Claims as lines in the order they come."""
    return _written([_cell(value(claim)) for value in COLUMNS.values()] for claim in claims)


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _written(rows: Iterable[Iterable[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()
