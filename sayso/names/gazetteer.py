"""The names sayso knows beforehand: states, places, organisations, media, offices, equipment, given names.

They stand in readable files under sayso/data, one entry a line; a user's own files in the same form are read after
them and win over them. Names are matched over the words of a text, longest first, so that a long list costs no more
than a short one. Letters and digits are compared without hyphens, full stops, case or accents: "MiG-29", "Mig 29" and
"MiG-29s" are one, and so are "U.S." and "US".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from sayso import tables
from sayso.errors import BadRequest
from sayso.sentences import Token

DATA = Path(__file__).parent.parent / "data"
# Later files win over earlier ones where they know the same name: the chief city of that name is listed by hand.
FILES = ("cities", "places", "states", "organisations", "media", "equipment", "offices", "groups", "items", "given_names")

NAMES = {"state", "capital", "seat", "demonym", "place", "organisation", "medium"}
CAPITALISED = NAMES | {"equipment"}
SHELVES = {
    "equipment": "equipment",
    "office": "office",
    "address": "office",
    "item": "item",
    "group": "group",
    "given": "given",
} | dict.fromkeys(NAMES, "name")

WORDS = re.compile(r"[^\W\d_]+|\d+")
JOINS = {"-", "–", "‑", "/"}  # stand between the words of one name
POSSESSIVE = re.compile(r"[’']s?$")
PLURAL_NUMBER = re.compile(r"(?<=\d)s$")
COLUMNS = 5


class Entry(NamedTuple):
    """A known name: what it is called, what it is, and whose."""

    name: str
    kind: str  # state, capital, seat, demonym, place, organisation, medium, equipment, item, office, address, group, given
    sort: str = ""  # within the kind: "fighter aircraft", "intelligence service", "defence minister", "f"; of a capital, its state
    country: str = ""  # ISO 3166-1 alpha-2


@dataclass(frozen=True, slots=True)
class Match:
    """A known name found in a text: from one word up to, but not including, another."""

    start: int
    end: int
    entry: Entry


class Alias(NamedTuple):
    """One way to write a known name."""

    pieces: tuple[str, ...]
    entry: Entry
    shouted: bool  # an abbreviation, which counts only in capitals: "US", "WHO", "SAM"

    def fits(self, words: Sequence[Token]) -> bool:
        """Whether the capitals are those of a name."""
        if self.shouted:
            return all(w.text.isupper() or (w.text[-1] == "s" and w.text[:-1].isupper()) for w in words if w.text not in JOINS)
        return self.entry.kind not in CAPITALISED or words[0].text[0].isupper() or words[0].text[0].isdigit()


class Shelf:
    """The names of one sort, by their pieces."""

    def __init__(self) -> None:
        self.names: dict[tuple[str, ...], Alias] = {}
        self.lengths: dict[str, list[int]] = {}  # how many pieces the names with this first piece have, longest first

    def put(self, alias: Alias) -> None:
        self.names[alias.pieces] = alias
        lengths = self.lengths.setdefault(alias.pieces[0], [])
        if len(alias.pieces) not in lengths:
            lengths.append(len(alias.pieces))
            lengths.sort(reverse=True)


@lru_cache(maxsize=1 << 16)
def pieces(text: str) -> tuple[str, ...]:
    """The letters and digits of a word as they are compared: "MiG-29s" gives mig, 29."""
    if text.isalpha() and text.isascii():
        return (text.lower(),)
    plain = unicodedata.normalize("NFKD", PLURAL_NUMBER.sub("", POSSESSIVE.sub("", text)))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return tuple(WORDS.findall(plain.replace(".", "").replace("’", "").replace("'", "").lower()))


def spelled(name: str) -> tuple[str, ...]:
    """A whole name as it is compared."""
    if name.isascii() and "'" not in name and not name.endswith("s"):
        return tuple(WORDS.findall(name.replace(".", "").lower()))
    return tuple(p for word in name.split() for p in pieces(word))


def normal(text: str) -> str:
    """A name as it is compared, in one string."""
    return " ".join(p for word in text.split() for p in pieces(word))


class Gazetteer:
    """Known names, ready to be found in a text."""

    def __init__(self, aliases: Iterable[Alias]) -> None:
        self._shelves = {shelf: Shelf() for shelf in sorted(set(SHELVES.values()))}
        self.states: dict[str, str] = {}  # the name of each state by its code
        for alias in aliases:
            entry = alias.entry
            self._shelves[SHELVES[entry.kind]].put(alias)
            if entry.kind == "state" and (not entry.sort or entry.country not in self.states):
                self.states[entry.country] = entry.name

    @classmethod
    def load(cls, extra: tuple[Path, ...] = ()) -> Gazetteer:
        """The built-in files and a user's own ones; read once."""
        return _load(extra)

    def match(self, shelf: str, words: Sequence[Token], at: int) -> Match | None:
        """The longest known name that begins at this word and ends with a word."""
        first = pieces(words[at].text)
        lengths = self._shelves[shelf].lengths.get(first[0]) if first else None
        if not lengths:
            return None
        ends = _ends(words, at, lengths[0])
        for length in lengths:
            spelling, end = ends.get(length, ((), 0))
            alias = self._shelves[shelf].names.get(spelling) if end else None
            if alias and alias.fits(words[at:end]):
                return Match(at, end, alias.entry)
        return None

    def matches(self, shelf: str, words: Sequence[Token]) -> Iterator[Match]:
        """The known names of one kind in a sentence, from left to right, without overlap."""
        at = 0
        while at < len(words):
            found = self.match(shelf, words, at)
            if found:
                yield found
            at = found.end if found else at + 1

    def lookup(self, shelf: str, text: str) -> Entry | None:
        """The entry that a whole phrase names."""
        alias = self._shelves[shelf].names.get(tuple(p for word in text.split() for p in pieces(word)))
        return alias.entry if alias and not (alias.shouted and text.islower()) else None

    def gender(self, given_name: str) -> str:
        """The gender that a given name mostly goes with: "f", "m" or ""."""
        entry = self.lookup("given", given_name)
        return entry.sort if entry else ""

    def is_given(self, word: str) -> bool:
        return self.lookup("given", word) is not None


def _ends(words: Sequence[Token], at: int, longest: int) -> dict[int, tuple[tuple[str, ...], int]]:
    """The pieces from a word on, up to each word's end: by their number, with that end."""
    found: dict[int, tuple[tuple[str, ...], int]] = {}
    spelling: tuple[str, ...] = ()
    for here in range(at, len(words)):
        have = pieces(words[here].text)
        if not have and words[here].text not in JOINS:
            break
        spelling += have
        if have:
            found[len(spelling)] = (spelling, here + 1)
        if len(spelling) >= longest:
            break
    return found


@lru_cache(maxsize=4)
def _load(extra: tuple[Path, ...]) -> Gazetteer:
    built_in = (DATA / f"{name}.tsv" for name in FILES)
    return Gazetteer(alias for path in (*built_in, *extra) if path in extra or path.exists() for alias in read(path))


def read(path: Path) -> Iterator[Alias]:
    """The aliases that a file of names lists."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadRequest(f"cannot read the names in {path}: {error}", "name a UTF-8 text file") from error
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            yield from _aliases(line, f"{path}, line {number}")


def _aliases(line: str, where: str) -> Iterator[Alias]:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) > COLUMNS or len(cells) < 2 or cells[1] not in SHELVES or not spelled(cells[0]):
        remedy = f"a line is name, kind, sort, country, other names, parted by tabs; kinds are {', '.join(sorted(SHELVES))}"
        raise BadRequest(f"{where} is no entry: {line[:80]!r}", remedy)
    name, kind, sort, country, others = (*cells, "", "", "")[:COLUMNS]
    entry = Entry(name, kind, sort, country)
    for written in (name, *others.split(";")) if others else (name,):
        words = spelled(written)
        if not words:
            continue
        shouted = len(words) == 1 and len(written.strip()) <= 5 and written.replace(".", "").isupper()
        yield Alias(words, entry, shouted)
        if kind == "equipment" and not shouted and words[-1].isalpha() and not words[-1].endswith("s"):
            yield Alias((*words[:-1], words[-1] + "s"), entry, shouted)


@lru_cache(maxsize=16)
def shape(kind: str) -> frozenset[str]:
    """The words of one class in data/shapes.tsv: those that make a name an organisation's, a place's …"""
    return frozenset(row["word"] for row in tables.rows("shapes.tsv") if row["class"] == kind)
