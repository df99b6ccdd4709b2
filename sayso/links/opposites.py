"""Which words rule each other out, by their exact forms: "comes" is no form of "commence", nor "ally" of "all". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from sayso.tables import rows

DOUBLED = re.compile(r"[^aeiou][aeiou][bdgklmnprt]$")  # "stop" doubles its last letter: "stopped"


@lru_cache(maxsize=1)
def _irregular() -> dict[str, tuple[str, ...]]:
    return {row["verb"]: tuple(row["forms"].split()) for row in rows("words/irregular.tsv")}


@lru_cache(maxsize=1)
def _sides() -> dict[str, frozenset[tuple[int, str]]]:
    """For each form of each listed word the rows it stands in, and on which side."""
    found: dict[str, set[tuple[int, str]]] = {}
    for number, row in enumerate(rows("opposites.tsv")):
        for side in ("one", "other"):
            for word in row[side].split():
                for form in inflected(word):
                    found.setdefault(form, set()).add((number, side))
    return {form: frozenset(places) for form, places in found.items()}


@lru_cache(maxsize=1 << 14)
def rules_out(one: str, other: str) -> bool:
    """Whether two forms stand on two sides of a row, and nowhere on one side."""
    mine, theirs = _sides().get(one, frozenset()), _sides().get(other, frozenset())
    return not mine & theirs and any((number, "other" if side == "one" else "one") in theirs for number, side in mine)


def inflected(word: str) -> Iterator[str]:
    """A word of the list in its forms, as a verb, a noun and an adjective; of a phrase joined by "_" the first word changes.

    A word behind "=" is meant in this form alone: "=defeat" is the noun, since who defeats another wins.
    """
    if word.startswith("="):
        yield word[1:]
        return
    first, joined, rest = word.partition("_")
    for form in dict.fromkeys((first, *_regular(first), *_irregular().get(first, ()))):
        yield form + joined + rest


def _regular(word: str) -> Iterator[str]:
    if re.search(r"[^aeiou]y$", word):
        yield from (word[:-1] + "ies", word[:-1] + "ied", word + "ing")
    elif word.endswith("e"):
        yield from (word + "s", word + "d", word[:-1] + "ing")
    else:
        yield from (word + ("es" if word.endswith(("s", "x", "z", "ch", "sh", "o")) else "s"), word + "ed", word + "ing")
        if DOUBLED.search(word):
            yield from (word + word[-1] + "ed", word + word[-1] + "ing")
