"""Words as they are compared: cut to their stems, and weighed by how rare they are in news.

A rare word in common ("Kursk", "Buk") tells much, a common one ("officials") little. How rare a word is stands in a table that
ships with sayso, and does not depend on what else is in the ledger.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from sayso import tables

WORD = re.compile(r"[^\W\d_]+(?:[-’'.&][^\W_]+)*|\d[\d,.]*(?:\w+)?|\w+")
POSSESSIVE = re.compile(r"[’']s?$")
VOWEL = re.compile(r"[aeiouy]")
# Endings that make a noun or adjective of a verb, longest first, with what is left in their place.
ENDINGS = (
    ("izations", "iz"), ("isations", "iz"), ("ization", "iz"), ("isation", "iz"), ("ations", "at"), ("itions", "it"), ("ation", "at"),
    ("ition", "it"), ("ments", ""), ("ment", ""), ("ions", ""), ("ion", ""), ("ances", ""), ("ance", ""), ("ences", ""), ("ence", ""),
    ("nesses", ""), ("ness", ""), ("ities", ""), ("ity", ""), ("ings", ""), ("ing", ""), ("edly", ""), ("ies", "y"), ("ied", "y"),
    ("ers", ""), ("ors", ""), ("ed", ""), ("er", ""), ("or", ""), ("al", ""), ("ly", ""), ("es", ""), ("e", ""), ("y", ""), ("s", ""),
)  # fmt: skip
SHORTEST_STEM = 3


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, float], float, dict[str, str]]:
    """The weight of each listed stem, that of any other, and the stem of each irregular form."""
    listed = tables.rows("words/frequency.tsv")
    total = float(next(row["paragraphs"] for row in listed if row["stem"] == "*"))
    weights = {row["stem"]: math.log(total / float(row["paragraphs"])) for row in listed if row["stem"] != "*"}
    irregular = {form: stem(row["verb"]) for row in tables.rows("words/irregular.tsv") for form in row["forms"].split()}
    return weights, math.log(total / 2), irregular


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """What a word has in common with its other forms: "exploded", "explosion" and "explodes" … are near enough one."""
    word = POSSESSIVE.sub("", word.casefold())
    if not word.isalpha() or len(word) <= SHORTEST_STEM:
        return word
    if word.endswith("ss"):
        return word
    for ending, left in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM and VOWEL.search(word[: -len(ending)]):
            word = word[: -len(ending)] + left
            break
    if len(word) > SHORTEST_STEM + 1 and word.endswith(("e", "y")):
        word = word[:-1]
    return word[:-1] if len(word) > SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "sl" else word


@lru_cache(maxsize=1 << 16)
def term(word: str) -> str:
    """The stem that a word is compared by, irregular forms ("sent", "shot") included."""
    plain = POSSESSIVE.sub("", word.casefold())
    return _table()[2].get(plain) or stem(plain)


@lru_cache(maxsize=1 << 16)
def weight(stemmed: str) -> float:
    """How telling a stem is: the root of the logarithm of how many paragraphs it takes to meet it once (0 to 2.7).

    The root is taken since the table comes from statements of one government: a word that is rare there may be common elsewhere.
    """
    weights, otherwise, _ = _table()
    return math.sqrt(max(weights.get(stemmed, otherwise), 0.0))


WEEKDAYS = frozenset(stem(day) for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))


@lru_cache(maxsize=1)
def _doings() -> dict[str, frozenset[str]]:
    """The classes of doings that each stem belongs to."""
    found: dict[str, set[str]] = {}
    for row in tables.rows("words/doings.tsv"):
        for word in row["words"].split():
            found.setdefault(term(word), set()).add(row["class"])
    return {stemmed: frozenset(classes) for stemmed, classes in found.items()}


def doings(stemmed: str) -> frozenset[str]:
    """The classes of doings that a stem tells of: "slain" and "murder" share one."""
    return _doings().get(stemmed, frozenset())


def is_irregular(word: str) -> bool:
    """Whether this is a listed irregular form: "sent", "fell"."""
    return word.casefold() in _table()[2]
