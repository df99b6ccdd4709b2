"""apply: the claims of one article as the machine made them -> as rulings leave them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sayso import likeness
from sayso.claim import Article, ArticleRef, Claim, Content, Ruling, Span, claim_id
from sayso.rulings.anchors import locate, merged, moved
from sayso.rulings.log import alone, in_effect
from sayso.rulings.naming import Names, names, renamed

SHAPING = ("source", "via", "cue", "content", "stance", "certainty", "polarity", "status", "events")


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim as rulings leave it, and as the machine had made it (None: it had not)."""

    root: str  # the id under which rulings know it
    claim: Claim
    machine: Claim | None
    struck: bool = False  # kept, but counts nowhere

    @property
    def touched(self) -> bool:
        return self.struck or self.claim != self.machine


@dataclass(frozen=True, slots=True)
class Orphan:
    """A ruling that found nothing to hold on to, and why."""

    ruling: str
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What rulings make of an article's claims: in the order of the text; the struck ones are not among `claims`."""

    entries: tuple[Entry, ...]
    unlisted: tuple[Claim, ...] = ()  # machine claims in whose place another stands under the same id
    orphans: tuple[Orphan, ...] = ()
    applied: tuple[str, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(entry.claim for entry in self.entries if not entry.struck)

    @property
    def machine(self) -> tuple[Claim, ...]:
        """The machine's records of the claims that are no longer as it made them."""
        return tuple(e.machine for e in self.entries if e.machine and e.touched) + self.unlisted


def placed(ruling: Ruling, article: Article) -> Ruling | None:
    """The ruling as it holds in this article; None where its words do not stand there any more."""
    if ruling.passage is None or ruling.article is None:
        return ruling
    by = locate(ruling.passage, article.text)
    if by is None:
        return None
    if ruling.article.id == article.id:
        return ruling if by == 0 else None
    ref = ArticleRef(article.id, article.path, article.title, article.publisher, article.published, article.url, ruling.article.about)
    return replace(
        ruling, article=ref, change=moved(ruling.change, by), claims=tuple(_rehoused(c, article, ref, by) for c in ruling.claims)
    )


def _rehoused(claim: Claim, article: Article, ref: ArticleRef, by: int) -> Claim:
    claim = moved(claim, by)
    because = tuple(b for b in claim.because if article.holds(Span(b.text, b.span)))
    return replace(claim, id=claim_id(article.id, claim.cue, claim.content), article=ref, because=because, within=None)


@dataclass(slots=True, eq=False)
class Standing:
    """A claim on its way from what the machine made of it to what rulings make of it."""

    root: str
    machine: Claim | None
    claim: Claim
    struck: bool = False
    became: tuple[Standing, ...] = ()  # what it was split or joined into
    alone: str = ""  # the ruling that took it out of its point
    by: tuple[str, ...] = ()

    @property
    def original(self) -> Claim:
        return self.machine or self.claim

    def change(self, ruling: Ruling, *, struck: bool = False) -> None:
        self.struck = struck
        self.by = (*self.by, ruling.id)


class Docket:
    """The claims of one article, and what is ruled on them one after the other."""

    def __init__(self, article: Article, claims: Iterable[Claim]) -> None:
        self.article = article
        claims = list(claims)
        self.ref = claims[0].article if claims else None  # how the article's claims speak of it
        self.standings: dict[str, Standing] = {claim.id: Standing(claim.id, claim, claim) for claim in claims}
        self.orphans: list[Orphan] = []
        self.applied: list[str] = []

    def hear(self, ruling: Ruling) -> None:
        """Apply one ruling, or list it as an orphan."""
        here = placed(ruling, self.article)
        if here is None:
            self.orphans.append(Orphan(ruling.id, "its words do not stand in this version any more, or in more than one place"))
            return
        targets = [self.find(claim) for claim in here.claims]
        lost = [claim for claim, target in zip(here.claims, targets, strict=True) if target is None and claim.rulings]
        if lost:
            self.orphans.append(Orphan(ruling.id, "the claim that it is about came of a ruling that is undone"))
            return
        HEARD[ruling.kind](self, here, targets)
        self.applied.append(ruling.id)

    def find(self, claim: Claim) -> Standing | None:
        """The claim that a ruling speaks of: of this id, else of these words, else the only one of this cue with most of the words."""
        if claim.id in self.standings:
            return self.standings[claim.id]
        if claim.rulings:  # made by a ruling: nothing else is it
            return None
        made = [s for s in self.standings.values() if s.machine is not None]
        cue = claim.cue.span if claim.cue else None
        like = [s for s in made if (s.original.cue.span if s.original.cue else None) == cue]
        exact = [s for s in like if s.original.content.spans == claim.content.spans]
        near = exact or [s for s in like if _overlap(s.original.content, claim.content) >= 0.5]
        return near[0] if len(near) == 1 else None

    def revive(self, claim: Claim, target: Standing | None) -> Standing:
        """The claim as it stands; one that this engine did not find stands as it was found when it was ruled upon."""
        if target is not None:
            return target
        self.standings[claim.id] = Standing(claim.id, None, replace(claim, article=self.ref or claim.article))
        return self.standings[claim.id]

    def make(self, claim: Claim, ruling: Ruling) -> Standing:
        """A claim that only a ruling makes."""
        ident = claim_id(self.article.id, claim.cue, claim.content)
        if ident in self.standings:
            standing = self.standings[ident]
            standing.claim = replace(claim, id=ident)
        else:
            standing = self.standings[ident] = Standing(ident, None, replace(claim, id=ident))
        standing.change(ruling)
        return standing

    # One method a kind of ruling

    def accept(self, ruling: Ruling, targets: list[Standing | None]) -> None:
        for claim, target in zip(ruling.claims, targets, strict=True):
            self._put(self.revive(claim, target), ruling)

    def reject(self, ruling: Ruling, targets: list[Standing | None]) -> None:
        for target in filter(None, targets):
            target.change(ruling, struck=True)

    def _put(self, standing: Standing, ruling: Ruling) -> None:
        change = ruling.change
        new = {name: getattr(change, name) for name in SHAPING if getattr(change, name) is not None} | dict.fromkeys(change.without)
        claim = replace(standing.claim, **new)
        because = tuple(b for b in claim.because if b.field not in new or getattr(standing.claim, b.field) == new[b.field])
        same = claim.cue == standing.original.cue and claim.content == standing.original.content
        ident = standing.root if same else claim_id(self.article.id, claim.cue, claim.content)
        standing.claim = replace(claim, id=ident, because=because)
        standing.change(ruling)

    def split(self, ruling: Ruling, targets: list[Standing | None]) -> None:
        whole = self.revive(ruling.claims[0], targets[0])
        pieces = [self.make(_piece(whole.claim, content, ruling.change.pieces), ruling) for content in ruling.change.pieces]
        if whole not in pieces:
            whole.change(ruling, struck=True)
            whole.became = tuple(pieces)

    def join(self, ruling: Ruling, targets: list[Standing | None]) -> None:
        parts = [self.revive(claim, target) for claim, target in zip(ruling.claims, targets, strict=True)]
        first = parts[0].claim
        content = self.article.cut_pieces(merged([e for part in parts for e in part.claim.content.spans]))
        events = tuple(dict.fromkeys(event for part in parts for event in part.claim.events))
        because = tuple(dict.fromkeys(b for part in parts for b in part.claim.because))
        whole = self.make(replace(first, content=content, events=events, because=because), ruling)
        for part in parts:
            if part is not whole:
                part.change(ruling, struck=True)
                part.became = (whole,)

    def part(self, ruling: Ruling, targets: list[Standing | None]) -> None:
        for claim, target in zip(ruling.claims, targets, strict=True):
            standing = self.revive(claim, target)
            standing.alone = ruling.id
            standing.by = (*standing.by, ruling.id)

    def note(self, ruling: Ruling, targets: list[Standing | None]) -> None:
        """A note changes nothing."""

    # The end

    def outcome(self, known: Names) -> Outcome:
        """What stands now; where two would have one id, the one that was ruled upon stands for both."""
        entries: dict[str, Entry] = {}
        unlisted = []
        for standing in sorted(self.standings.values(), key=lambda s: (s.struck, not s.by)):
            entry = Entry(standing.root, self._finished(standing, known), standing.machine, standing.struck)
            if entries.setdefault(entry.claim.id, entry) is not entry and standing.machine:
                unlisted.append(standing.machine)
        ordered = sorted(entries.values(), key=lambda e: (likeness.rank(e.claim), e.root))
        return Outcome(tuple(ordered), tuple(sorted(unlisted, key=likeness.rank)), tuple(self.orphans), tuple(self.applied))

    def _finished(self, standing: Standing, known: Names) -> Claim:
        claim = replace(standing.claim, within=self._holder(standing), rulings=standing.by)
        claim = renamed(claim, known)
        if standing.alone:
            return replace(claim, point=alone(standing.alone))
        return claim if claim == standing.machine else replace(claim, point=likeness.point_id(claim))

    def _holder(self, standing: Standing) -> str | None:
        """The claim within which this one stands now: what became of the one that the machine said, or the next one outside it."""
        within = standing.claim.within
        if within is not None and within not in self.standings:
            return within if standing.machine else None
        holder = self.standings.get(within or "")
        for _ in range(len(self.standings)):
            if holder is None or not holder.struck:
                break
            pieces = [Span("", extent) for extent in standing.claim.content.spans]
            heirs = [heir for heir in holder.became if all(piece.within(heir.claim.content) for piece in pieces)]
            holder = heirs[0] if heirs else self.standings.get(holder.claim.within or "")
        return holder.claim.id if holder is not None and holder is not standing else None


HEARD = {
    "accept": Docket.accept,
    "reject": Docket.reject,
    "fix": Docket.accept,  # who accepts a claim puts all its fields as they stand; who fixes one, some
    "split": Docket.split,
    "join": Docket.join,
    "part": Docket.part,
    "note": Docket.note,
}


def apply(log: Iterable[Ruling], article: Article, claims: Iterable[Claim], known: Names | None = None) -> Outcome:
    """What rulings make of the machine's claims of an article; `known` are the names as all rulings have them."""
    heard = in_effect(log)
    docket = Docket(article, claims)
    for ruling in heard:
        if ruling.kind in HEARD and ruling.claims:
            docket.hear(ruling)
    return docket.outcome(names(heard) if known is None else known)


def _overlap(one: Content, other: Content) -> float:
    """Share of the characters of two contents that both have."""
    common = sum(max(0, min(e, e2) - max(s, s2)) for s, e in one.spans for s2, e2 in other.spans)
    return common / max(1, sum(e - s for s, e in (*one.spans, *other.spans)) - common)


def _piece(whole: Claim, content: Content, contents: tuple[Content, ...]) -> Claim:
    """One of the claims into which another is split: with the events that its words tell of."""
    mine = tuple(event for event in whole.events if event.trigger.within(content))
    orphaned = tuple(e for e in whole.events if not any(e.trigger.within(c) for c in contents)) if content == contents[0] else ()
    return replace(whole, content=content, events=mine + orphaned)
