"""Place or government: what the name of a state or a city stands for where it is used.

"In Moscow" is the place, "Moscow said" are those who rule there. The construction decides: a subject acts, so it is the
government unless the verb describes a place ("lies", "borders"); behind most prepositions it is the place unless the word
before it takes a party ("sold to", "war with"). The words are in data/metonymy.tsv.
"""

from __future__ import annotations

from functools import lru_cache

from sayso import tables
from sayso.sentences import Token

GOVERNMENT_BEHIND = {
    "by",
    "with",
    "against",
    "for",
    "between",
    "among",
    "about",
    "versus",
    "vs",
    "v",
    "except",
    "without",
    "upon",
    "concerning",
    "than",
    "behind",
}
PLACE_SOMETIMES = {"with", "between", "for"}  # … unless the word above speaks of borders and ways
DESCRIBED = {"country", "city", "town", "village", "capital", "place", "state", "nation", "home", "part", "region", "province", "island", "area", "destination",
             "site", "centre", "center", "republic", "district", "municipality", "suburb", "port", "venue", "location"}  # fmt: skip


@lru_cache(maxsize=1)
def _words() -> dict[tuple[str, str], frozenset[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for row in tables.rows("metonymy.tsv"):
        found.setdefault((row["construction"], row["reading"]), set()).add(row["word"])
    return {key: frozenset(words) for key, words in found.items()}


def _says(construction: str, reading: str, word: Token) -> bool:
    words = _words().get((construction, reading), frozenset())
    return word.lemma in words or word.lower in words


def is_locative(token: Token) -> bool:
    """Whether a state's or city's name stands for the place: "in Moscow", and not "Moscow said"."""
    for _ in range(20):
        if token.dep not in ("conj", "appos") or token.head is token or token.head.tag not in ("NNP", "NNPS", "NN"):
            break
        token = token.head
    dep, above = token.dep, token.head
    if dep == "nsubj":
        return _subject_is_place(above)
    if dep == "nsubjpass":
        return _says("subject", "place", above)
    if dep in ("dobj", "obj"):
        return _says("object", "place", above)
    if dep == "dative":
        return False
    if dep == "poss":
        return not _says("possessor", "government", above)
    if dep == "pobj":
        return _is_place_behind(above)
    return True


def _subject_is_place(verb: Token) -> bool:
    if verb.lemma == "be":
        attribute = verb.child("attr")
        return attribute is not None and (attribute.lemma in DESCRIBED or not verb.child("acomp"))
    return _says("subject", "place", verb)


def _is_place_behind(preposition: Token) -> bool:
    """Whether a name behind this preposition is a place."""
    word = preposition.lower
    above = preposition.head
    if word in GOVERNMENT_BEHIND:
        return word in PLACE_SOMETIMES and _says(word, "place", above)
    if word == "to" and preposition.dep == "dative":
        return False
    if preposition.lower == "to" and above.lower == "according":
        return False
    if word in ("to", "from", "on", "of"):
        objects = [c for c in above.children if c.dep in ("dobj", "nsubjpass")]
        verbs = [above.head] if above.dep in ("dobj", "nsubjpass") else []
        return not any(_says(word, "government", w) for w in (above, *objects, *verbs))
    return True
