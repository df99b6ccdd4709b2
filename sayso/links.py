"""link: two claims -> how the later stands to the earlier, and why. Pure: no ledger, no clock, no order of reading.

A false dispute is worse than a missed one. So claims are only compared where they share a typed frame with at least two
parties or things in it (one is enough for types such as combat), or nearly all their words; and they only contradict each
other where both speak of the same time, and of what is or is not, not of a plan.
"""

from __future__ import annotations

from sayso.claim import Claim, Link, Quantity
from sayso.likeness import RELATED, VAGUE, Frame, Pairs, Side, alike, countable, nested, pairs_of, when_of

DENYING = frozenset({"denies", "disputes"})


def _had_happened(positive: Side, x: Frame, negative: Side) -> bool:
    """Whether what the positive claim says had happened by the day of the negative one: after it, both can be true."""
    if positive.article == negative.article:
        return True
    happened = when_of(x) or (positive.first_day, positive.last_day)
    return bool(negative.first_day) and bool(positive.first_day) and min(happened[1], positive.last_day) <= negative.first_day


def _differing(x: Frame, y: Frame) -> tuple[Quantity, Quantity] | None:
    """The first figures for one thing, counted in both frames, that no number fits."""
    for i in filter(countable, x.event.items):
        for j in filter(countable, y.event.items):
            one_thing = i.kind == j.kind and (i.name.casefold() == j.name.casefold() or i.kind == "troops")
            if one_thing and i.quantity and j.quantity and i.quantity.unit == j.quantity.unit and not i.quantity.agrees(j.quantity):
                return i.quantity, j.quantity
    return None


# The rules


def link(later: Claim, earlier: Claim, *, copied: bool = False) -> Link | None:
    """How the later claim stands to the earlier; `copied` tells that one's article copies the other's text."""
    a, b = Side(later), Side(earlier)
    pairs = comparable(a, b)
    return None if pairs is None else dispute(a, b, pairs) or agree(a, b, pairs, copied=copied)


def comparable(later: Side, earlier: Side) -> Pairs | None:
    """The frames of two claims that may be one event, best first; None where the claims are not to be compared at all."""
    if later.id == earlier.id or later.claim.status != earlier.claim.status or nested(later, earlier):
        return None
    return pairs_of(later, earlier)


def dispute(later: Side, earlier: Side, pairs: Pairs) -> Link | None:
    """Whether one contradicts, denies or revises the other."""
    return _oppose(later, earlier, pairs) or _count(later, earlier, pairs)


def _oppose(later: Side, earlier: Side, pairs: Pairs) -> Link | None:
    """One says it is so, the other that it is not."""
    if later.claim.polarity == earlier.claim.polarity or later.speaker == earlier.speaker or not (later.committed and earlier.committed):
        return None
    for x, y in pairs:
        positive, negative, said, unsaid = (later, earlier, x, y) if later.claim.polarity == "positive" else (earlier, later, y, x)
        if not x.agents & y.agents or not _full(x, y) or _differing(x, y):
            continue
        if unsaid is not _negated(negative) or not _had_happened(positive, said, negative):
            continue
        words = (said.event.trigger.text, _earned(negative.claim, "polarity", unsaid.event.trigger.text))
        if negative is later and negative.claim.stance in DENYING:
            return Link(later.id, earlier.id, "denies", f"told by {positive.name}, {_denied(negative)} by {negative.name}", words)
        reason = f"told as so by {positive.name}, as not so by {negative.name}"
        return Link(later.id, earlier.id, "contradicts", reason, words)
    return None


def _denied(side: Side) -> str:
    return "disputed" if side.claim.stance == "disputes" else "denied"


def _negated(negative: Side) -> Frame | None:
    """The event that a negative claim says is not so: the only one, or the one nearest to the words that turn it."""
    if len(negative.frames) == 1:
        return negative.frames[0]
    turned = next((because.span[0] for because in negative.claim.because if because.field == "polarity"), None)
    if turned is None:
        return None
    return min(negative.frames, key=lambda frame: abs(frame.event.trigger.start - turned))


def _count(later: Side, earlier: Side, pairs: Pairs) -> Link | None:
    """Both count the same thing and come to different figures."""
    if later.claim.polarity != "positive" or earlier.claim.polarity != "positive":
        return None
    for x, y in pairs:
        differing = _differing(x, y)
        if (
            not differing
            or later.article == earlier.article
            or x.places != y.places
            or not (x.agents & y.agents or x.recipients & y.recipients)
        ):
            continue
        words = (differing[0].text, differing[1].text)
        if earlier.first_day and earlier.last_day < later.first_day:
            if later.speaker != earlier.speaker and _least(differing[0]) < _least(differing[1]):
                continue  # a lower figure from somebody else may be an older one told again
            told = (later.claim.article.published, earlier.claim.article.published)
            return Link(later.id, earlier.id, "revises", f"the figure changed: {words[0]} told {told[0]}, {words[1]} told {told[1]}", words)
        one_day = later.first_day == later.last_day == earlier.first_day == earlier.last_day
        if one_day and later.speaker != earlier.speaker and later.committed and earlier.committed:
            reason = f"figures differ as of one day: {words[0]} told by {later.name}, {words[1]} by {earlier.name}"
            return Link(later.id, earlier.id, "contradicts", reason, words)
    return None


def agree(later: Side, earlier: Side, pairs: Pairs, *, copied: bool = False) -> Link | None:
    """The same said again: by the same source, in a copied text, or by another source."""
    if later.claim.polarity != earlier.claim.polarity:
        return None
    near = alike(later, earlier)
    fitting = next(((x, y) for x, y in pairs if _full(x, y) and _one_matter(later, x, earlier, y) and not _differing(x, y)), None)
    if not near and fitting is None:
        return None
    words = (later.claim.content.text, earlier.claim.content.text) if near or fitting is None else _triggers(*fitting)
    if near and copied:
        reason = "nearly the same words, in an article that shares most of the other's text"
        return Link(later.id, earlier.id, "copies", reason, words)
    if later.speaker == earlier.speaker:
        reason = f"told again by {later.name}" + (" in nearly the same words" if near else "")
        return Link(later.id, earlier.id, "same", reason, words)
    if not (later.committed and earlier.committed):
        return None
    known = later.claim.source.named and earlier.claim.source.named
    reason = f"told by {later.name} as by {earlier.name}" + ("" if known else "; whether they are independent is not established")
    return Link(later.id, earlier.id, "supports", reason, words)


def _full(x: Frame, y: Frame) -> bool:
    """Whether two things at least are shared, or all that one of the two knows."""
    return x.shared(y) >= min(2, x.anchors(), y.anchors())


def _one_matter(a: Side, x: Frame, b: Side, y: Frame) -> bool:
    """Whether two fitting frames are also told in related words, where the frames alone tell too little."""
    if x.type not in VAGUE and (x.shared(y) >= 2 or x.places & y.places):
        return True
    return len(a.words & b.words) >= RELATED * len(a.words | b.words)


def _least(quantity: Quantity) -> float:
    return quantity.low if quantity.low is not None else quantity.high or 0.0


def _triggers(x: Frame, y: Frame) -> tuple[str, str]:
    return x.event.trigger.text, y.event.trigger.text


def _earned(claim: Claim, field: str, otherwise: str) -> str:
    """The words that earned a field its value."""
    return next((because.text for because in claim.because if because.field == field), otherwise)
