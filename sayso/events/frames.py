"""The words that state events: verbs and nouns, what each needs beside it, and which slot fills which role.

The words stand in readable tables under sayso/data/frames: types (with their PLOVER type), patterns (slots to roles),
verbs, nouns and objects (classes of nouns that decide between the uses of a verb: "sent troops", "sent tanks").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sayso.tables import rows

CLAUSES = {"clause", "theirs", "infinitive", "gerund", "oprd"}  # slots that are looked for only where a verb asks for them
FLAGS = {"bare", "undone", "again"}  # among the needs: what is told of the word itself
LIGHT = "light"  # the type of a verb that leaves the event to the noun in its object
# Of the gazetteer's kinds of item, those that are no goods; every other kind is.
KINDS = {"troops": "troops", "advisers": "troops", "pilots": "troops", "workers": "people", "people": "people", "delegation": "envoy",
         "money": "money", "training": "event", "aid": "aid", "bodies": "people", "agreement": "agreement", "document": "document"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Need:
    """What must stand beside a word for one of its uses: any one of several slots, each of some class or of any."""

    options: tuple[tuple[str, str], ...]  # slot and class, "" for any
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Fill:
    """One step of a pattern: this slot, where it is of this class, fills this role."""

    slot: str
    klass: str
    role: str


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a verb or noun: when it holds, the event it states, and who fills which role."""

    lemma: str
    particle: str
    needs: tuple[Need, ...]
    type: str
    pattern: str
    fills: tuple[Fill, ...]
    bare: bool
    again: bool  # it points back to an event of this type that was told before
    undone: bool  # the verb itself says that the deed is not, or not yet, done
    example: str


@dataclass(frozen=True, slots=True)
class EventType:
    """A type of event, with the PLOVER type it maps to."""

    type: str
    plover: str
    meaning: str
    example: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every verb, noun and class, ready to be looked up by lemma."""

    types: dict[str, EventType]
    verbs: dict[str, tuple[Use, ...]]
    nouns: dict[str, tuple[Use, ...]]
    classes: dict[str, frozenset[str]]
    ditransitive: frozenset[str]  # verbs that may take their indirect object without a preposition
    clausal: frozenset[str]  # verbs that ask for a clause, or that there be none

    def noun(self, word: str) -> tuple[Use, ...]:
        """The uses of a noun in any case and number, as a heading writes it ("Arms Transfers")."""
        word = word.lower()
        return self.nouns.get(word) or self.nouns.get(word.removesuffix("s")) or ()


@lru_cache(maxsize=1)
def load() -> Lexicon:
    """The built-in lexicon, read once."""
    types = {row["type"]: EventType(**row) for row in rows("frames/types.tsv")}
    patterns = {row["pattern"]: row["roles"] for row in rows("frames/patterns.tsv")}
    by_class = {row["class"]: row["nouns"].split() for row in rows("frames/objects.tsv")}
    classes: dict[str, set[str]] = {}
    for name, nouns in by_class.items():
        for noun in nouns:
            classes.setdefault(noun, set()).add(name)
    slots = _slots(patterns)
    verbs = [_use(row, row["verb"], patterns, slots) for row in rows("frames/verbs.tsv")]
    noun_uses = [_use(row, row["noun"], patterns, slots) for row in rows("frames/nouns.tsv")]
    return Lexicon(
        types,
        _by_lemma(verbs),
        _by_lemma(noun_uses),
        {noun: frozenset(names) for noun, names in classes.items()},
        frozenset(use.lemma for use in verbs if any(slot == "dat" for need in use.needs for slot, _ in need.options)),
        frozenset(use.lemma for use in verbs if CLAUSES & _named(use)),
    )


def _named(use: Use) -> set[str]:
    """The slots that a use speaks of."""
    return {slot for need in use.needs for slot, _ in need.options} | {fill.slot for fill in use.fills}


def _by_lemma(uses: list[Use]) -> dict[str, tuple[Use, ...]]:
    """Uses under their lemma; those with a particle come first, because they ask for more."""
    found: dict[str, list[Use]] = {}
    for use in sorted(uses, key=lambda u: not u.particle):
        found.setdefault(use.lemma, []).append(use)
    return {lemma: tuple(same) for lemma, same in found.items()}


def _slots(patterns: dict[str, str]) -> frozenset[str]:
    """The names of all slots that a pattern or a need can speak of."""
    named = {fill.slot for line in patterns.values() for fill in _fills(line)}
    return frozenset(named | {"near", "under", "inside", "over", "purpose", "name"} | CLAUSES)


def _use(row: dict[str, str], words: str, patterns: dict[str, str], slots: frozenset[str]) -> Use:
    lemma, _, particle = words.partition(" ")
    needs = row["needs"].split()
    fills = tuple(_fills(patterns[row["pattern"]]))
    return Use(
        lemma,
        particle,
        tuple(_need(n, slots) for n in needs if n not in FLAGS),
        row["type"],
        row["pattern"],
        fills,
        "bare" in needs,
        "again" in needs,
        "undone" in needs,
        row["example"],
    )


def _fills(line: str) -> Iterator[Fill]:
    for step in line.split():
        slot, _, role = step.partition(":")
        if slot in ("obj.poss", "obj.of", "subj.by", "items.nat"):
            yield Fill(slot, "", role)
        else:
            slot, _, klass = slot.partition(".")
            yield Fill(slot, klass, role)


def _need(text: str, slots: frozenset[str]) -> Need:
    """`of:troops/goods` has two classes for one slot, `of/comp:goods` two slots: what names a slot begins a new option."""
    absent = text.startswith("!")
    options: list[tuple[str, str]] = []
    for piece in text.removeprefix("!").split("/"):
        slot, _, klass = piece.partition(":")
        if klass or slot in slots:
            options.append((slot, klass))
        elif options:
            options.append((options[-1][0], slot))
        else:
            raise ValueError(f"no slot is called {slot!r} in {text!r}")
    return Need(tuple(options), absent)
