"""The names sayso knows beforehand: states, places, organisations, media, offices, equipment, given names.

They stand in readable files under sayso/data, one entry a line; a user's own files in the same form are read after
them and win over them. Names are matched over the words of a text, longest first, so that a long list costs no more
than a short one. Letters and digits are compared without hyphens, full stops, case or accents: "MiG-29", "Mig 29" and
"MiG-29s" are one, and so are "U.S." and "US".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sayso.errors import BadRequest
from sayso.sentences import Token

DATA = Path(__file__).parent / "data"
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


@dataclass(frozen=True, slots=True)
class Entry:
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


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to write a known name."""

    pieces: tuple[str, ...]
    entry: Entry
    shouted: bool  # an abbreviation, which counts only in capitals: "US", "WHO", "SAM"

    def fits(self, words: Sequence[Token]) -> bool:
        """Whether the capitals are those of a name."""
        if self.shouted:
            return all(w.text.isupper() or (w.text[-1] == "s" and w.text[:-1].isupper()) for w in words if w.text not in JOINS)
        return self.entry.kind not in CAPITALISED or words[0].text[0].isupper() or words[0].text[0].isdigit()


@lru_cache(maxsize=1 << 16)
def pieces(text: str) -> tuple[str, ...]:
    """The letters and digits of a word as they are compared: "MiG-29s" gives mig, 29."""
    if text.isalpha() and text.isascii():
        return (text.lower(),)
    plain = unicodedata.normalize("NFKD", PLURAL_NUMBER.sub("", POSSESSIVE.sub("", text)))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return tuple(WORDS.findall(plain.replace(".", "").replace("’", "").replace("'", "").lower()))


def normal(text: str) -> str:
    """A name as it is compared, in one string."""
    return " ".join(p for word in text.split() for p in pieces(word))


class Gazetteer:
    """Known names, ready to be found in a text."""

    def __init__(self, aliases: Iterator[Alias]) -> None:
        exact: dict[tuple[str, tuple[str, ...]], Alias] = {}
        for alias in aliases:
            exact[SHELVES[alias.entry.kind], alias.pieces] = alias
        self._exact = exact
        self._shelves: dict[str, dict[str, list[Alias]]] = {shelf: {} for shelf in sorted(set(SHELVES.values()))}
        for (shelf, words), alias in exact.items():
            self._shelves[shelf].setdefault(words[0], []).append(alias)
        for shelf_index in self._shelves.values():
            for same_start in shelf_index.values():
                same_start.sort(key=lambda a: (-len(a.pieces), a.pieces))
        self.states = {a.entry.country: a.entry.name for a in exact.values() if a.entry.kind == "state" and not a.entry.sort}
        for alias in exact.values():
            if alias.entry.kind == "state":
                self.states.setdefault(alias.entry.country, alias.entry.name)

    @classmethod
    def load(cls, extra: tuple[Path, ...] = ()) -> Gazetteer:
        """The built-in files and a user's own ones; read once."""
        return _load(extra)

    def match(self, shelf: str, words: Sequence[Token], at: int) -> Match | None:
        """The longest known name that begins at this word and ends with a word."""
        first = pieces(words[at].text)
        if not first:
            return None
        for alias in self._shelves[shelf].get(first[0], ()):
            end = _walk(alias.pieces, words, at)
            if end and alias.fits(words[at:end]):
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
        alias = self._exact.get((shelf, tuple(p for word in text.split() for p in pieces(word))))
        return alias.entry if alias and not (alias.shouted and text.islower()) else None

    def gender(self, given_name: str) -> str:
        """The gender that a given name mostly goes with: "f", "m" or ""."""
        entry = self.lookup("given", given_name)
        return entry.sort if entry else ""

    def is_given(self, word: str) -> bool:
        return self.lookup("given", word) is not None


def _walk(wanted: tuple[str, ...], words: Sequence[Token], at: int) -> int:
    """The end of the words that spell these pieces, or 0."""
    done, here = 0, at
    while done < len(wanted):
        if here == len(words):
            return 0
        have = pieces(words[here].text)
        if have and wanted[done : done + len(have)] == have:
            done += len(have)
        elif have or done == 0 or words[here].text not in JOINS:
            return 0
        here += 1
    return here


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
    if len(cells) > COLUMNS or len(cells) < 2 or cells[1] not in SHELVES or not normal(cells[0]):
        remedy = f"a line is name, kind, sort, country, other names, parted by tabs; kinds are {', '.join(sorted(SHELVES))}"
        raise BadRequest(f"{where} is no entry: {line[:80]!r}", remedy)
    name, kind, sort, country, others = (*cells, "", "", "")[:COLUMNS]
    entry = Entry(name, kind, sort, country)
    for written in (name, *(o.strip() for o in others.split(";") if o.strip())):
        words = tuple(normal(written).split())
        shouted = written.replace(".", "").isupper() and len(words) == 1 and len(written) <= 5
        yield Alias(words, entry, shouted)
        if kind == "equipment" and not shouted and words[-1].isalpha() and not words[-1].endswith("s"):
            yield Alias((*words[:-1], words[-1] + "s"), entry, shouted)


@lru_cache(maxsize=16)
def shape(kind: str) -> frozenset[str]:
    """The words of one class in data/shapes.tsv: those that make a name an organisation's, a place's …"""
    lines = (DATA / "shapes.tsv").read_text(encoding="utf-8").splitlines()
    return frozenset(word for name, word in (line.split("\t") for line in lines if line and line[0] != "#") if name == kind)
