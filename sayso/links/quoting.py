"""Whether two claims quote the same words: one quotation printed twice is one voice, whoever it is credited to. Pure."""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
QUOTED = re.compile(r"[“„«\"]([^“”„«»\"]+)(?:[”“»\"]|$)")
IN_A_ROW = 6  # words in common that nobody hits upon twice by chance
MOSTLY = 0.8  # share of the briefer quotation's words that stand in the other, in runs of three at least
RUN = 3


def is_one_quotation(one: str, other: str) -> bool:
    """Whether the quoted words of two contents are nearly the same."""
    if not (_is_quoted(one) and _is_quoted(other)):
        return False
    mine, theirs = sorted((words(one), words(other)), key=len)
    if not _runs(mine, IN_A_ROW) & _runs(theirs, IN_A_ROW):
        return False
    shared = _runs(theirs, RUN)
    covered = {at + i for at in range(len(mine) - RUN + 1) if mine[at : at + RUN] in shared for i in range(RUN)}
    return len(covered) >= MOSTLY * len(mine)


def words(content: str) -> tuple[str, ...]:
    """The words of a content that stand between quotation marks, in lower case."""
    quoted = " ".join(QUOTED.findall(content))
    return tuple(word.casefold().replace("’", "'") for word in WORD.findall(quoted))


def _is_quoted(content: str) -> bool:
    return any(mark in content for mark in '“„«"')


def _runs(told: tuple[str, ...], length: int) -> set[tuple[str, ...]]:
    return {told[at : at + length] for at in range(len(told) - length + 1)}
