"""Whether two claims are about one event, how surely, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from sayso.claim import Claim
from sayso.likeness.frames import SAME_EVENT_DAYS, frames
from sayso.likeness.sides import Side, days_apart, nested
from sayso.likeness.traits import Traits, traits

JOINED = 0.5  # score from which two claims are taken for one event
TELLING = 4.0  # weight from which a word in common is worth telling
KEY_WORDS = 4  # of a claim, the most telling, whose pairs are keys


@dataclass(frozen=True, slots=True)
class Likeness:
    """How surely two claims are about one event, and why."""

    score: float
    reasons: tuple[str, ...]


def same_event(a: Side, b: Side) -> Likeness | None:
    """The likeness of two claims that are about one event; None where they are not taken for one."""
    found = likeness(a, b)
    return found if found.score >= JOINED else None


def likeness(a: Side, b: Side) -> Likeness:
    """How surely two claims are about one event, and why; symmetric."""
    if a.rank > b.rank:
        a, b = b, a
    if a.id == b.id:
        return Likeness(1.0, ("the same claim",))
    if nested(a, b):
        return Likeness(0.0, ())
    score = _score(a, b)
    return Likeness(round(score, 4), tuple(_reasons(a, b)))


def _cosine(x: Traits, y: Traits) -> float:
    if not x.length or not y.length:
        return 0.0
    return sum(w * w for word, w in x.words.items() if word in y.words) / (x.length * y.length)


def _score(a: Side, b: Side) -> float:
    x, y = a.traits, b.traits
    score = _cosine(x, y)
    if x.types & y.types:
        score += 0.1
    if x.triggers & y.triggers:
        score += 0.1
    if x.parties and y.parties:
        score += 0.15 if x.parties & y.parties else -0.2
    if x.kinds and y.kinds:
        score += 0.1 if x.kinds & y.kinds else -0.1
    if x.places and y.places:
        score += 0.1 if x.places & y.places else -0.15
    if x.when and y.when and not (x.when[0] <= y.when[1] and y.when[0] <= x.when[1]):
        score -= 0.3
    apart = days_apart(a, b)
    if apart is not None and apart > SAME_EVENT_DAYS:
        score -= 0.3
    return min(max(score, 0.0), 1.0)


def _reasons(a: Side, b: Side) -> Iterator[str]:
    x, y = a.traits, b.traits
    if types := sorted(x.types & y.types):
        yield f"same kind of event: {', '.join(types)}"
    if parties := sorted(x.parties & y.parties):
        yield f"same parties: {', '.join(parties)}"
    if kinds := sorted(x.kinds & y.kinds):
        yield f"same things: {', '.join(kinds)}"
    if places := sorted(x.places & y.places):
        yield f"same place: {', '.join(places)}"
    if words := sorted((w for w in x.words if w in y.words and x.words[w] >= TELLING), key=lambda w: (-x.words[w], w)):
        yield f"telling words in common: {', '.join(words[:5])}"
    apart = days_apart(a, b)
    if apart is not None:
        yield "told on one day" if not apart else f"told {apart} day{'s' * (apart > 1)} apart"


def block_keys(claim: Claim) -> tuple[str, ...]:
    """The keys under which the likely partners of a claim are found: pairs of its most telling words and parties."""
    found = traits(claim, frames(claim))
    telling = sorted((w for w in found.words if found.words[w] >= TELLING), key=lambda w: (-found.words[w], w))[:KEY_WORDS]
    return tuple(f"{one}&{other}" for one, other in combinations(sorted(telling), 2))
