"""Which words rule each other out, and which come to much the same: looser than the ledger's own list, and only weighed. Pure."""

from __future__ import annotations

from functools import lru_cache

from sayso import tables
from sayso.likeness.words import term
from sayso.links import clashes
from sayso.links.assertions import small

SHORTEST_FAMILY = 4  # letters that words of one family share
LONGER_BY = 5  # letters by which one of a family may be longer
FAMILY = 5  # letters that the rest of "unsatisfied" and "satisfaction" share
TURNING = ("un", "in", "im", "ir", "il", "dis", "non")


@lru_cache(maxsize=1)
def _antonyms() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {stem: set(others) for stem, others in clashes.opposites().items()}
    for row in tables.rows("words/antonyms.tsv"):
        a, b = term(row["one"]), term(row["other"])
        if a != b:
            found.setdefault(a, set()).add(b)
            found.setdefault(b, set()).add(a)
    for a, b in _converses():
        found.get(a, set()).discard(b)
        found.get(b, set()).discard(a)
    return {stem: frozenset(others) for stem, others in found.items()}


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {stem: set(others) for stem, others in clashes.likes().items()}
    for row in tables.rows("words/synonyms.tsv"):
        stems = set(map(term, row["words"].split()))
        for stem in stems:
            found.setdefault(stem, set()).update(stems - {stem})
    ruled_out = _antonyms()
    return {stem: frozenset(others - ruled_out.get(stem, frozenset())) for stem, others in found.items()}


@lru_cache(maxsize=1)
def _converses() -> frozenset[tuple[str, str]]:
    """Two views of one deed or bond, with the places turned: to buy and to sell."""
    pairs = [pair.split(":") for pair in small("converse")]
    return frozenset(both for a, b in pairs for both in ((term(a), term(b)), (term(b), term(a))))


def rules_out(one: str, other: str) -> bool:
    return other in _antonyms().get(one, frozenset())


@lru_cache(maxsize=1 << 16)
def alike(one: str, other: str) -> bool:
    """Whether two stems are one, mean much the same, or are of one family."""
    if one == other or other in _synonyms().get(one, frozenset()):
        return True
    n = min(len(one), len(other))
    return (
        n >= SHORTEST_FAMILY
        and one[: max(SHORTEST_FAMILY, n - 1)] == other[: max(SHORTEST_FAMILY, n - 1)]
        and abs(len(one) - len(other)) <= LONGER_BY
        and not rules_out(one, other)
    )


def turns(one: str, other: str) -> bool:
    """Whether a stem rules out the other, by the lists or by its beginning: "unsatisfied" and "satisfaction"."""
    return rules_out(one, other) or _is_turned_form(one, other) or _is_turned_form(other, one)


def _is_turned_form(longer: str, shorter: str) -> bool:
    if longer.startswith("un") and len(longer) >= 2 + FAMILY and len(shorter) >= FAMILY and longer[2 : 2 + FAMILY] == shorter[:FAMILY]:
        return True
    return any(longer == prefix + shorter for prefix in TURNING) and len(shorter) > SHORTEST_FAMILY
