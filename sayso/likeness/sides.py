"""Two claims: made ready to be compared, and what speaks for and against their being about one event."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from sayso.claim import Claim
from sayso.likeness.frames import (
    ALIKE,
    FEWEST_WORDS,
    SAME_EVENT_DAYS,
    TURNING,
    Frame,
    content_words,
    days,
    frames,
    rank,
    speaker,
)
from sayso.likeness.traits import Traits, traits

Pairs = list[tuple[Frame, Frame]]


class Side:
    """A claim made ready to be compared; what is dear to reckon is only reckoned once asked for."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.id = claim.id
        self.article = claim.article.id
        self.first_day, self.last_day = days(claim.article.published)  # of publication; the first is "" if undated
        self.committed = claim.certainty != "uncommitted"

    @cached_property
    def rank(self) -> str:
        return rank(self.claim)

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        return frames(self.claim)

    @cached_property
    def words(self) -> frozenset[str]:
        return content_words(self.claim.content.text)

    @cached_property
    def speaker(self) -> str:
        return speaker(self.claim)

    @cached_property
    def traits(self) -> Traits:
        """What it is compared by where no exact frame is shared."""
        return traits(self.claim, self.frames)

    @property
    def name(self) -> str:
        source = self.claim.source
        return self.claim.article.publisher or "the article" if source.kind == "article" else source.name


def alike(a: Side, b: Side) -> bool:
    """Whether two contents say the same in nearly the same words, with the same numbers and negations."""
    if min(len(a.words), len(b.words)) < FEWEST_WORDS or len(a.words & b.words) < ALIKE * len(a.words | b.words):
        return False
    return not any(word in TURNING or word[0].isdigit() for word in a.words ^ b.words)


def days_apart(a: Side, b: Side) -> int | None:
    """Days between two publications; None where one is undated."""
    if not a.first_day or not b.first_day:
        return None
    return abs((date.fromisoformat(a.first_day) - date.fromisoformat(b.first_day)).days)


def when_of(frame: Frame) -> tuple[str, str] | None:
    when = frame.event.when
    return days(when.edtf) if when and when.edtf else None


def one_time(a: Side, x: Frame, b: Side, y: Frame) -> bool:
    """Whether two events may be one by their dates, or, undated, by being told within half a year."""
    mine, theirs = when_of(x), when_of(y)
    if mine and theirs:
        return mine[0] <= theirs[1] and theirs[0] <= mine[1]
    apart = days_apart(a, b)
    return a.article == b.article or (apart is not None and apart <= SAME_EVENT_DAYS)


def nested(a: Side, b: Side) -> bool:
    """Whether one stands within the other, so that they are one telling, not two."""
    if a.article != b.article:
        return False
    if a.claim.within == b.id or b.claim.within == a.id:
        return True
    return any(s < e2 and s2 < e for s, e in a.claim.content.spans for s2, e2 in b.claim.content.spans)


def pairs_of(a: Side, b: Side) -> Pairs:
    """The frames of two claims that may be one event, best first."""
    found = [(x, y) for x in a.frames for y in b.frames if x.enough(y) and _places_fit(x, y) and one_time(a, x, b, y)]
    return sorted(found, key=lambda pair: -pair[0].shared(pair[1]))


def _places_fit(x: Frame, y: Frame) -> bool:
    return not x.places or not y.places or bool(x.places & y.places)
