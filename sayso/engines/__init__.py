"""Several ways to find attributions; each turns a Parse into a list of Attribution."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from sayso.claim import Article, Attribution
from sayso.errors import NotFound
from sayso.sentences import Parse

DEFAULT = "model"


class Engine(Protocol):
    """What an engine is: a name with a version, and `attribute`."""

    name: str  # stands in every claim it finds; changes whenever its answers do

    def foresee(self, articles: Iterable[Article]) -> None:
        """Begin on articles that will be asked about next, if the engine can do so while the parser works."""
        ...

    def attribute(self, parse: Parse) -> list[Attribution]:
        """Who says what in this article, in text order."""
        ...


def get(name: str = DEFAULT) -> Engine:
    """The engine of that name."""
    if name == "rules":
        from sayso.engines.rules import Rules

        return Rules()
    if name == "model":
        from sayso.engines.joint import Joint

        return Joint()
    raise NotFound(f"no engine called {name!r}", "installed: model, rules")
