"""The names sayso knows beforehand: states, places, organisations, media, offices, equipment, given names.

They stand in readable files under sayso/data, one entry a line; a user's own files in the same form are read after
them. Names are matched over the words of a text, longest first, so that a long list costs no more than a short one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Entry:
    """A known name: what it is called, what it is, and whose."""

    name: str
    kind: str  # state, capital, seat, demonym, place, organisation, medium, equipment, item, office, given
    sort: str = ""  # within the kind: "fighter aircraft", "intelligence service", "defence minister", "f"
    country: str = ""  # ISO 3166-1 alpha-2


class Gazetteer:
    """Known names, ready to be found in a text."""

    @classmethod
    def load(cls, extra: tuple[Path, ...] = ()) -> Gazetteer:
        """The built-in files and a user's own ones; read once."""
        return cls()
