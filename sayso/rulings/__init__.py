"""rule: what persons decided, and what becomes of the machine's claims by it. Pure: no ledger, no clock.

    outcome = rulings.apply(log, article, claims)

A ruling keeps the claims that it is about as the machine had made them, and the words they rest on with what stood around them.
So it holds when the article is read again, by another engine, or in an edited version: where its words stand exactly in their
place, or else exactly and only once with their surroundings. Where they do not, it is an orphan: listed, and applied to nothing.
"""

from sayso.rulings.anchors import anchor, extents, locate, merged, misquoted, passage
from sayso.rulings.cases import disagreement
from sayso.rulings.docket import SHAPING, Entry, Orphan, Outcome, apply, placed
from sayso.rulings.log import Verdict, alone, identified, in_effect, undone, verdicts
from sayso.rulings.naming import Names, Naming, names
from sayso.rulings.suggesting import Suggestion, suggest

LETTERS = "ABCDEF"  # Admiralty: how reliable a source is; F: cannot be judged
DIGITS = "123456"  # Admiralty: how credible an information is; 6: cannot be judged

__all__ = [
    "DIGITS", "LETTERS", "SHAPING", "Entry", "Names", "Naming", "Orphan", "Outcome", "Suggestion", "Verdict", "alone", "anchor", "apply", "disagreement", "extents",
    "identified", "in_effect", "locate", "merged", "misquoted", "names", "passage", "placed", "suggest", "undone", "verdicts",
]  # fmt: skip
