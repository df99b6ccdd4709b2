"""Whose side a speaker is on: what he speaks for, as far as his name, office and country tell. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Self

from sayso.claim import Claim
from sayso.names.gazetteer import DATA, Entry, pieces, read

Relation = Literal["one", "apart", "unknown"]

# Sorts of organisations (data/organisations.tsv) through which a government speaks; a parliament or a party is not its government.
OF_STATE = frozenset({"ministry", "intelligence service", "armed forces", "command", "security service"})
# Classes of offices (data/offices.tsv) held outside a government, and those that are held inside as well as outside one.
PRIVATE = frozenset(
    {"activist", "analyst", "artist", "astronaut", "author", "candidate", "cleric", "doctor", "editor", "executive", "expert", "founder"}
    | {"journalist", "lawyer", "manager", "organizer", "owner", "pope", "scholar", "treasurer"}
)
ELECTED = frozenset({"member of parliament", "senator", "majority leader", "minority leader", "opposition leader", "speaker", "councillor"})
EITHER = frozenset(
    {"chairperson", "chief executive", "head", "deputy head", "leader", "representative", "coordinator", "negotiator", "adviser"}
)
SENT = frozenset({"ambassador", "envoy", "diplomat", "consul"})  # speak for their country, not for the body they are sent to
SPEAKING_FOR = frozenset({"spokesperson"})
CAPITALISED = re.compile(r"[A-Z][\w&.-]*(?:[’']s)?")
POSSESSIVE = re.compile(r"[’']s$")
DOMAIN = re.compile(r"(?:www\.)?([\w-]+)(?:\.(?:co|com|org|net|gov|ac))?\.[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class Side:
    """What somebody certainly speaks for, and the countries whose government he may speak for."""

    sure: frozenset[str] = frozenset()  # "country KR", "organisation nato"; none: an unnamed source, a medium
    perhaps: frozenset[str] = frozenset()  # "country KR"; "country" where it is an official of nobody knows which

    @property
    def speaks(self) -> bool:
        """Whether there is somebody at all who could be independent of others."""
        return bool(self.sure)

    @classmethod
    def of_all(cls, sides: Iterable[Self]) -> Self:
        """Of one speaker, all that his claims tell; one that says whom he speaks for is enough."""
        found = list(sides)
        sure = frozenset(name for side in found for name in side.sure)
        perhaps = frozenset(name for side in found for name in side.perhaps)
        known = any(name.startswith(("country ", "organisation ")) for name in sure | perhaps)
        return cls(sure, perhaps - {"country"} if known else perhaps)

    def stands_to(self, other: Self) -> Relation:
        """Whether two are of one side, apart, or nobody can tell."""
        if self.sure & other.sure:
            return "one"
        if not self.sure or not other.sure:
            return "unknown"
        mine, theirs = self.sure | self.perhaps, other.sure | other.perhaps
        if mine & theirs or (self._unplaced and other._is_state) or (other._unplaced and self._is_state):
            return "unknown"
        return "apart"

    def includes(self, name: str) -> bool:
        return name in self.sure

    @property
    def _unplaced(self) -> bool:
        return "country" in self.perhaps

    @property
    def _is_state(self) -> bool:
        return self._unplaced or any(name.startswith("country ") for name in self.sure | self.perhaps)


def side_of(name: str, kind: str, country: str, role: str) -> Side:
    """What a source speaks for."""
    if kind in ("unnamed", "article", "medium"):
        return Side()
    parts = name.split(" and ") if kind != "person" else []
    if len(parts) > 1 and pieces_of(name) not in _known("organisations"):  # "NATO and the United States"
        return Side(frozenset(one for part in parts for one in _of_body(part).sure))
    own = f"{'person' if kind == 'person' else 'organisation'} {name.casefold()}"
    state = f"country {country}" if country else ""
    if kind in ("state", "office"):
        return Side(frozenset({own, state} if state else {own}), frozenset() if state or kind == "state" else frozenset({"country"}))
    if kind == "person":
        return _of_person(own, state, role)
    return _of_organisation(own, state, _known("organisations").get(pieces_of(name)))


def _of_body(name: str) -> Side:
    """What a name alone tells: a state, or an organisation."""
    plain = name.removeprefix("the ").strip()
    entry = _known("states").get(pieces_of(plain))
    country = entry.country if entry and entry.kind == "state" else ""
    return side_of(plain, "state" if country else "organisation", country, "")


def _of_organisation(own: str, state: str, entry: Entry | None) -> Side:
    if entry and entry.sort in OF_STATE and entry.country:
        return Side(frozenset({own, f"country {entry.country}"}))
    if entry:  # known, and no part of a government
        return Side(frozenset({f"organisation {entry.name.casefold()}", own}))
    return Side(frozenset({own}), frozenset({state} if state else ()))


def _of_person(own: str, state: str, role: str) -> Side:
    """A person speaks for the bodies that his role names, and, with a public office, for his country."""
    classes = frozenset(_classes(role))
    named_bodies = () if classes & SENT else _bodies(role)
    bodies = [_of_organisation(f"organisation {e.name.casefold()}", "", e) for e in named_bodies]
    sure = {own} | {name for body in bodies for name in body.sure}
    named = " ".join(POSSESSIVE.sub("", word) for word in CAPITALISED.findall(role) if not _is_office(word)).casefold()
    if named and classes & SPEAKING_FOR:
        sure.add(f"organisation {named}")
    foreign = any(not name.startswith(("country ", "person ")) for body in bodies for name in body.sure) and not any(
        name.startswith("country ") for name in sure
    )
    public = bool(classes - PRIVATE - ELECTED - EITHER - SPEAKING_FOR)
    if foreign:  # "NATO secretary general": for NATO, whatever his passport
        return Side(frozenset(sure))
    if public and not classes & (PRIVATE | ELECTED):
        return Side(frozenset(sure | {state} if state else sure), frozenset() if state else frozenset({"country"}))
    return Side(frozenset(sure), frozenset({state} if state else ()))


def doers(claim: Claim) -> Iterator[str]:
    """Who did what a claim says was done, as the names that a side has."""
    for event in claim.events[:1]:
        for role in event.agent if not event.presupposed else ():
            if role.country and role.kind in ("state", "group", "organisation", "office", "person"):
                yield f"country {role.country}"
            if role.name and role.kind in ("organisation", "person"):
                yield f"{role.kind} {role.name.casefold()}"


# Names


@lru_cache(maxsize=8)
def _known(list_of: str) -> dict[tuple[str, ...], Entry]:
    return {alias.pieces: alias.entry for alias in read(DATA / f"{list_of}.tsv")}


@lru_cache(maxsize=1 << 14)
def pieces_of(name: str) -> tuple[str, ...]:
    """The words of a name as names are compared."""
    return tuple(piece for word in name.split() for piece in pieces(word))


def _found(role: str, list_of: str) -> Iterator[Entry]:
    """The names of a list that stand in a role, longest first from left to right."""
    words, known = pieces_of(role), _known(list_of)
    at = 0
    while at < len(words):
        end = next((end for end in range(len(words), at, -1) if words[at:end] in known), at)
        if end > at:
            yield known[words[at:end]]
        at = max(end, at + 1)


def _classes(role: str) -> Iterator[str]:
    return (entry.sort for entry in _found(role, "offices") if entry.kind == "office")


def _bodies(role: str) -> Iterator[Entry]:
    return _found(role, "organisations")


def _is_office(word: str) -> bool:
    return pieces_of(word) in _known("offices")


@lru_cache(maxsize=1 << 14)
def outlet_key(name: str) -> str:
    """What tells a medium from others: the same for "AP" and "The Associated Press", and for an agency's tag and its own site."""
    domain = DOMAIN.fullmatch(name.strip().casefold())
    media = _known("media")
    for written in (name, domain[1] if domain else "", name.casefold().removeprefix("the ")):
        entry = media.get(pieces_of(written)) if written else None
        if entry:
            return f"medium {entry.name.casefold()}"
    plain = " ".join(pieces_of(name.casefold().removeprefix("the "))) or name.casefold()
    return f"medium {plain}" if name else ""
