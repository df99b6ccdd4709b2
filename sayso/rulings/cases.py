"""check: which rulings an engine now agrees with, and what it still gets wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sayso.claim import Article, Claim, Content, Event, Item, Role, Ruling, Source, Span
from sayso.rulings.anchors import merged
from sayso.rulings.docket import SHAPING, Docket, placed

ON_CLAIMS = frozenset({"accept", "reject", "fix", "split", "join"})


def disagreement(ruling: Ruling, article: Article, claims: Iterable[Claim]) -> str | None:
    """What an engine's claims still get wrong by a ruling, in words; "" if nothing, None if the ruling says nothing of engines."""
    if ruling.kind not in ON_CLAIMS or not ruling.claims:
        return None
    here = placed(ruling, article)
    if here is None:
        return None
    docket = Docket(article, claims)
    return WRONG[ruling.kind](docket, here)


def _wrongly_found(docket: Docket, ruling: Ruling) -> str:
    return "it is still found" if any(docket.find(claim) for claim in ruling.claims) else ""


def _wrongly_told(docket: Docket, ruling: Ruling) -> str:
    change = ruling.change
    wanted = {name: getattr(change, name) for name in SHAPING if getattr(change, name) is not None} | dict.fromkeys(change.without)
    said = []
    for claim in ruling.claims:
        right = replace(claim, **wanted)
        target = docket.find(right) or docket.find(claim)
        if target is None:
            return "it is not found"
        said += [name for name in wanted if _judged(getattr(target.claim, name)) != _judged(wanted[name])]
    return f"differs in {', '.join(said)}" if said else ""


def _wrongly_parted(docket: Docket, ruling: Ruling) -> str:
    wanted = ruling.change.pieces or (
        docket.article.cut_pieces(merged([extent for claim in ruling.claims for extent in claim.content.spans])),
    )
    there = {standing.claim.content.spans for standing in docket.standings.values()}
    missing = [content.text for content in wanted if content.spans not in there]
    return f"no claim says just {missing[0]!r}" if missing else ""


WRONG = {"reject": _wrongly_found, "accept": _wrongly_told, "fix": _wrongly_told, "split": _wrongly_parted, "join": _wrongly_parted}


def _judged(value: object) -> object:
    """What of a field a person judges: who and which words, not how the engine writes them down."""
    if isinstance(value, tuple):
        return tuple(map(_judged, value))
    if isinstance(value, Source):
        return (value.span, value.name)
    if isinstance(value, Span):
        return value.span
    if isinstance(value, Content):
        return value.spans
    if isinstance(value, Role | Item):
        return value.span
    if isinstance(value, Event):
        when = value.when.span if value.when else None
        returned = _judged(value.in_exchange_for) if value.in_exchange_for else None
        return (value.type, *map(_judged, (value.agent, value.recipient, value.items, value.place)), when, returned)
    return value
