"""sayso reads reports and keeps who said what, on whose word, how firmly and in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sayso.ledger import Ledger

__version__ = "0.1.0"


def open(path: str) -> Ledger:
    """Open the ledger at a path, making it if there is none."""
    from sayso.ledger import Ledger

    return Ledger(path)
