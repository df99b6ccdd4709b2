"""Rulings as lines for a terminal or a pipe: what was decided, on what, by whom, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sayso.claim import Assessment, Claim, Content, Event, Ruling, Source
from sayso.rulings import SHAPING, Orphan, Suggestion

SAID = {
    "accept": "accepted",
    "reject": "rejected",
    "fix": "fixed",
    "split": "split",
    "join": "joined",
    "same": "the same as",
    "different": "not the same as",
    "part": "parted",
    "merge": "merged",
    "rate": "rated",
    "note": "noted",
    "undo": "taken back",
}
MEANING = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
}


def change(ruling: Ruling) -> str:
    """What a ruling says in its own words: "certainty possible; content “…”"."""
    made = ruling.change
    if ruling.kind == "fix":
        parts = [f"{name} {_value(getattr(made, name))}" for name in SHAPING if getattr(made, name) is not None]
        return "; ".join([*parts, *(f"no {name}" for name in made.without)])
    if ruling.kind == "rate":
        return f"{made.mark}: {MEANING[made.mark]}"
    if ruling.kind == "split":
        return " / ".join(f"“{content.text}”" for content in made.pieces)
    if ruling.kind == "merge" and made.party:
        return f"all are {made.words or made.party.name}"
    if ruling.kind == "part" and made.party:
        return f"“{made.words}” is {made.party.name}"
    return ""


def _value(value: object) -> str:
    if isinstance(value, Source):
        return f"{value.name}" + (f" (“{value.text}”)" if value.text and value.text != value.name else "")
    if isinstance(value, Content):
        return f"“{value.text}”"
    if isinstance(value, tuple):
        return ", ".join(_event(event) if isinstance(event, Event) else _value(event) for event in value) or "none"
    return f"“{value.text}”" if hasattr(value, "text") else str(value)


def _event(event: Event) -> str:
    who = ", ".join(role.name for role in event.agent)
    whom = ", ".join(role.name for role in event.recipient)
    return " ".join(filter(None, (event.type, f"by {who}" if who else "", f"to {whom}" if whom else "")))


def line(ruling: Ruling) -> str:
    """One ruling in columns parted by tabs: id, when, who, what, on what, how, why."""
    cells = (ruling.id, ruling.when, ruling.who, SAID[ruling.kind], " ".join(ruling.on), change(ruling), ruling.why)
    return "\t".join(_flat(cell) for cell in cells)


def lines(log: Iterable[Ruling]) -> Iterator[str]:
    """Rulings in their order, one a line."""
    return map(line, log)


def orphan(found: Orphan, ruling: Ruling) -> str:
    """A ruling that holds on to nothing: the ruling, then why."""
    return f"{line(ruling)}\t{found.why}"


def struck(claim: Claim) -> str:
    """A claim that a ruling took out, with the rulings that did."""
    return "\t".join(
        _flat(cell) for cell in (claim.id, claim.article.published, claim.source.name, claim.content.text, " ".join(claim.rulings))
    )


def assessment(found: Assessment) -> str:
    """A mark with what it means, who gave it, when and why."""
    given = f", by {found.who} on {found.when[:10]}" if found.who else "; nobody has judged"
    return f"{found.mark}: {MEANING[found.mark]}{given}" + (f": {_flat(found.why)}" if found.why else "")


def suggestion(found: Suggestion) -> str:
    """What a person might make of a point, or why nothing is suggested."""
    said = f"might be {found.mark}, {MEANING[found.mark]}" if found.mark else "nothing is suggested"
    return f"{said}: {_flat('; '.join(found.reasons))}"


def _flat(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
