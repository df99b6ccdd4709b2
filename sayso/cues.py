"""The words that credit somebody: what each may take as its content, and what it alone says of it (data/cues.tsv)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sayso import tables
from sayso.sentences import Token


@dataclass(frozen=True, slots=True)
class CueWord:
    """One sense of a cue: "accuse … of" is another than "accuse"."""

    word: str
    preposition: str  # what its content stands behind; "" where it takes none
    kind: str  # verb, noun, adj, adverb, prep
    stance: str
    takes: frozenset[str]
    certainty: str = ""
    status: str = ""
    polarity: str = ""


@lru_cache(maxsize=1)
def lexicon() -> dict[tuple[str, str], tuple[CueWord, ...]]:
    """Every cue word by kind and dictionary form; "point out" stands under its whole form."""
    found: dict[tuple[str, str], list[CueWord]] = {}
    for row in tables.rows("cues.tsv"):
        word, _, preposition = row["word"].partition(":")
        takes = frozenset(filter(None, row["takes"].split(",")))
        cue = CueWord(word, preposition, row["kind"], row["stance"], takes, row["certainty"], row["status"], row["polarity"])
        found.setdefault((cue.kind, word), []).append(cue)
    return {key: tuple(cues) for key, cues in found.items()}


# What may show something without anybody speaking; an article may call it unverified.
EVIDENCE = {"image", "photo", "photograph", "picture", "video", "footage", "clip", "imagery", "document", "map", "recording", "post", "screenshot"}  # fmt: skip

KIND = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj", "ADV": "adverb", "ADP": "prep"}


def senses(token: Token) -> tuple[CueWord, ...]:
    """The senses a word may have as a cue; a verb with its particle ("point out") before the verb alone."""
    if token.lower == "according":
        return lexicon().get(("prep", "according"), ())
    kind = KIND.get(token.pos)
    if kind is None:
        return ()
    lemma = token.lemma.lower()
    particle = token.child("prt") if kind == "verb" else None
    if particle:
        return lexicon().get((kind, f"{lemma} {particle.lower}"), ()) + lexicon().get((kind, lemma), ())
    return lexicon().get((kind, lemma), ())
