"""link: two claims -> how the later stands to the earlier, and why. Pure: no ledger, no clock, no order of reading.

A false dispute is worse than a missed one. So claims are only compared where they share a typed frame with at least two
parties or things in it (one is enough for types such as combat), or nearly all their words; and they only contradict each
other where both speak of the same time, and of what is or is not, not of a plan, a wish, a question or a condition.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from sayso import quantities
from sayso.claim import Claim, Event, Link, LinkKind, Quantity, Source
from sayso.likeness import RECURRING, RELATED, VAGUE, Frame, Pairs, Side, alike, countable, days_apart, nested, one_time, when_of
from sayso.likeness.words import WORD, term
from sayso.links import agreement, assertions, clashes, quoting
from sayso.links.clashes import Told
from sayso.names.gazetteer import Gazetteer

DENYING = frozenset({"denies", "disputes"})
WITHHOLDING = frozenset({"cannot confirm", "doubts"})  # neither says that it is so nor that it is not
REACTING = frozenset({"condemns", "welcomes", "regrets", "assesses"})  # may take for granted what is only named, and tells nothing of it
WISHING = frozenset({"want", "wants", "wanted", "wanting", "seek", "seeks", "sought", "seeking"})  # as the event's own word
SAME_NEWS_DAYS = 31  # told further apart, the same words may tell of another time
ONE_DAY = 1  # days between two publications that tell of one day: an evening's news is printed the next morning
OPEN = frozenset({"requested", "hypothetical"})  # what is asked for or supposed is so as little as it is not so
IN_COMMON = 1  # words that two articles are most about, from which they may be of one matter: a report may be a few lines
ONCE_ONLY = frozenset({"agree"})  # what is signed on one day was not signed on another


# The rules


def link(later: Claim, earlier: Claim, *, copied: bool = False) -> Link | None:
    """How the later claim stands to the earlier; `copied` tells that one's article copies the other's text."""
    a, b = Side(later), Side(earlier)
    pairs = comparable(a, b)
    return None if pairs is None else dispute(a, b, pairs) or agree(a, b, pairs, copied=copied)


def comparable(later: Side, earlier: Side) -> Pairs | None:
    """The frames of two claims that may be one event, best first; None where the claims are not to be compared at all."""
    if later.id == earlier.id or later.claim.status != earlier.claim.status:
        return None
    if nested(later, earlier) and not _speaks_of(later.claim, earlier.claim) and not _speaks_of(earlier.claim, later.claim):
        return None
    found = [(x, y) for x in later.frames for y in earlier.frames if x.enough(y) and _one_place(x, y) and one_time(later, x, earlier, y)]
    return sorted(found, key=lambda pair: -pair[0].shared(pair[1]))


def _speaks_of(claim: Claim, other: Claim) -> bool:
    """Whether a claim denies or leaves open what another within it tells: "denied reports that …"."""
    return other.within == claim.id and claim.stance in DENYING | WITHHOLDING


def _one_place(x: Frame, y: Frame) -> bool:
    return not x.places or not y.places or bool(x.places & y.places) or _holds(x, y) or _holds(y, x)


def _holds(wide: Frame, narrow: Frame) -> bool:
    """Whether one place is the state in which the other lies."""
    inside = {place.country for place in narrow.event.place if place.country}
    return any(place.country in inside and _is_state(place.name, place.country) for place in wide.event.place)


@lru_cache(maxsize=1024)
def _is_state(name: str, country: str) -> bool:
    return Gazetteer.load().states.get(country) == name


def dispute(later: Side, earlier: Side, pairs: Pairs) -> Link | None:
    """Whether one contradicts, denies or revises the other, or could not verify it."""
    return (
        _oppose(later, earlier, pairs)
        or _count(later, earlier, pairs)
        or _redate(later, earlier)
        or _withhold(later, earlier, pairs)
        or _clash(later, earlier)
    )


def agree(later: Side, earlier: Side, pairs: Pairs, *, copied: bool = False) -> Link | None:
    """The same said again, by the same source, in a copied text, or by another source; and what the later adds to it."""
    if later.claim.polarity != earlier.claim.polarity:
        return None
    near = alike(later, earlier) and not agreement.is_turned_round(*(assertions.read(side.claim.content.text) for side in (later, earlier)))
    fitting = next(((x, y) for x, y in pairs if _fit(later, x, earlier, y)), None)
    quoted = quoting.is_one_quotation(later.claim.content.text, earlier.claim.content.text)
    worded = _worded(later, earlier) if not near and fitting is None and not quoted else None
    if not near and fitting is None and worded is None and not quoted:
        return None
    words: tuple[str, ...] = _triggers(*fitting) if fitting and not near else (later.claim.content.text, earlier.claim.content.text)
    apart = quoted and _are_two(later.claim.source, earlier.claim.source)
    if near and copied and not apart:
        reason = "nearly the same words, in an article that shares most of the other's text"
        return Link(later.id, earlier.id, "copies", reason, words)
    if quoted and later.speaker != earlier.speaker:
        kind, reason = _quoted(later, earlier, apart)
        return Link(later.id, earlier.id, kind, reason, words)
    if not (later.committed and earlier.committed) and later.speaker != earlier.speaker:
        return None
    if fitting and not near and (added := _added(*fitting)):
        told, words = added
        reason = f"told by {later.name} as by {earlier.name}, with {told} that the earlier does not give"
        return Link(later.id, earlier.id, "details", reason, words)
    if worded == "more":
        reason = f"told by {later.name} as by {earlier.name}, in much the same words, and more"
        return Link(later.id, earlier.id, "details", reason, words)
    if later.speaker == earlier.speaker:
        reason = f"told again by {later.name}" + (" in nearly the same words" if near else "")
        return Link(later.id, earlier.id, "same", reason, words)
    return Link(later.id, earlier.id, "supports", _supporting(later, earlier), words)


def _quoted(later: Side, earlier: Side, apart: bool) -> tuple[LinkKind, str]:
    """What it means that both quote the same words: one voice, unless two are named."""
    if apart:
        return "supports", f"the same words are credited to {later.name} here, to {earlier.name} there: one of the two may be wrong"
    if _is_named(earlier.claim.source) and (later.name == earlier.name or not _is_named(later.claim.source)):
        return "same", f"the same quotation, credited to {earlier.name} there"
    return "same", f"the same quotation, credited to {later.name} here, to {earlier.name} there"


def _are_two(one: Source, other: Source) -> bool:
    """Whether two sources are somebody by name each, and not one called by a longer name, or by office, in one of the two."""
    return _is_named(one) and _is_named(other) and not (_goes_by(one, other) or _goes_by(other, one))


def _goes_by(source: Source, other: Source) -> bool:
    """Whether the other's name is part of this one's, or, if it is no person's, of what is told of this one."""
    known = source.name if other.kind == "person" else f"{source.name} {source.role}"
    return {*other.name.casefold().split()} <= {*known.casefold().split()}


def _is_named(source: Source) -> bool:
    return source.named and source.kind != "article" and source.name != source.name.lower()  # "director" names nobody


def _worded(later: Side, earlier: Side) -> str | None:
    """Where no typed event tells: whether one tells in its words all that the other tells; "more" where the later says more."""
    apart = days_apart(later, earlier)
    if apart is None or apart > SAME_NEWS_DAYS or not _may_meet(later, earlier):
        return None
    new, old = _told(later), _told(earlier)
    if agreement.told_in(old, new):
        return "more" if len(new.what.words) > len(old.what.words) else "same"
    return "same" if agreement.told_in(new, old) else None


def _supporting(later: Side, earlier: Side) -> str:
    """Why it supports, and what speaks against taking it for a second, independent voice."""
    reason = f"told by {later.name} as by {earlier.name}"
    if own := next((side for side in (later, earlier) if _of_itself(side.claim)), None):
        return f"{reason}; {own.name} speaks of its own doing"
    known = later.claim.source.named and earlier.claim.source.named
    return reason + ("" if known else "; whether they are independent is not established")


def _of_itself(claim: Claim) -> bool:
    """Whether somebody tells what they did themselves: "confirmed it did" is no second voice."""
    source = claim.source
    if source.kind not in ("state", "office", "person", "organisation"):
        return False
    agents = [role for event in claim.events[:1] for role in event.agent]
    return any(
        (source.party and role.party == source.party) or (source.kind == "state" and source.country == role.country) for role in agents
    )


# So and not so


def _oppose(later: Side, earlier: Side, pairs: Pairs) -> Link | None:
    """One says it is so, the other that it is not."""
    if later.claim.polarity == earlier.claim.polarity or later.speaker == earlier.speaker or not (later.committed and earlier.committed):
        return None
    if later.claim.status in OPEN or (later.claim.status == "planned" and (days_apart(later, earlier) or 0) > SAME_NEWS_DAYS):
        return None  # what was planned in August may be off in December
    for x, y in pairs:
        if x.type in VAGUE and not _related(later, earlier):
            continue
        positive, negative, said, unsaid = (later, earlier, x, y) if later.claim.polarity == "positive" else (earlier, later, y, x)
        if not x.agents & y.agents or not _full(x, y) or _differing(x, y) or not _is_told(positive, said.event):
            continue
        if unsaid is not _negated(negative) or not _had_happened(positive, said, negative):
            continue
        if said.places and unsaid.places and not said.places & unsaid.places and not _holds(unsaid, said):
            continue  # not in the town, but in the country
        if x.shared(y) < 2 and ((not unsaid.places and _is_at_home(said)) or not _one_setting(later, earlier)):
            continue  # troops that move within their own country are not those of which it is said that they were not sent
        words = (said.event.trigger.text, _earned(negative.claim, "polarity", unsaid.event.trigger.text))
        if negative.claim.stance in DENYING and (negative is later or negative.article == positive.article):
            return Link(later.id, earlier.id, "denies", f"told by {positive.name}, {_denied(negative)} by {negative.name}", words)
        reason = f"told as so by {positive.name}, as not so by {negative.name}"
        return Link(later.id, earlier.id, "contradicts", reason, words)
    return None


def _one_setting(later: Side, earlier: Side) -> bool:
    """Whether their articles are about one matter, as far as the words tell that each is most about: a train crash is not a camera."""
    mine, theirs = ({word.casefold() for word in side.claim.article.about} for side in (later, earlier))
    return not mine or not theirs or later.article == earlier.article or len(mine & theirs) >= IN_COMMON


def _is_at_home(frame: Frame) -> bool:
    """Whether all its places lie in the countries of those who act."""
    return bool(frame.places) and all(place.country in frame.agents for place in frame.event.place if place.name)


def _is_told(side: Side, event: Event) -> bool:
    """Whether a claim tells that this event is so, rather than that it is wished for, or condemned as something known."""
    if event.trigger.text.casefold() in WISHING:
        return False
    if side.claim.stance not in REACTING:
        return True
    content = side.claim.content
    before = content.text[: max(0, event.trigger.start - content.start)].split()
    return not (before and before[-1].casefold() in ("the", "this", "that", "its", "their", "any"))


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


def _had_happened(positive: Side, x: Frame, negative: Side) -> bool:
    """Whether what the positive claim says had happened by the day of the negative one: after it, both can be true."""
    if positive.article == negative.article:
        return True
    happened = when_of(x) or (positive.first_day, positive.last_day)
    return bool(negative.first_day) and bool(positive.first_day) and min(happened[1], positive.last_day) <= negative.first_day


# Could not verify


def _withhold(later: Side, earlier: Side, pairs: Pairs) -> Link | None:
    """One says that it cannot confirm, or doubts, what the other had told by then."""
    for doubter, teller in ((later, earlier), (earlier, later)):
        if doubter.claim.stance not in WITHHOLDING or not teller.committed or teller.claim.polarity == "negative":
            continue
        if doubter.speaker == teller.speaker or not _told_by_then(teller, doubter):
            continue
        for x, y in pairs:
            asked, told = (x, y) if doubter is later else (y, x)
            at_home = x.shared(y) < 2 and ((not asked.places and _is_at_home(told)) or not _one_setting(later, earlier))
            if x.agents & y.agents and _full(x, y) and _is_told(teller, told.event) and not at_home:
                does = "is doubted" if doubter.claim.stance == "doubts" else "could not be confirmed"
                words = (_withheld(doubter.claim, asked.event.trigger.text), told.event.trigger.text)
                reason = f"told by {teller.name}; it {does} by {doubter.name}"
                return Link(later.id, earlier.id, "unverified", reason, words if doubter is later else words[::-1])
    return None


def _withheld(claim: Claim, otherwise: str) -> str:
    """The words by which a source withholds its word: "could not confirm"."""
    cue, earned = claim.cue.text if claim.cue else "", _earned(claim, "certainty", "")
    return (cue if earned in cue else f"{earned} {cue}".strip()) or otherwise


def _told_by_then(teller: Side, doubter: Side) -> bool:
    return teller.article == doubter.article or (bool(teller.first_day) and teller.last_day <= doubter.first_day)


# Figures and dates


def _differing(x: Frame, y: Frame) -> tuple[Quantity, Quantity] | None:
    """The first figures for one thing, counted in both frames, that no number fits."""
    for i in filter(countable, x.event.items):
        for j in filter(countable, y.event.items):
            one_thing = i.kind == j.kind and (i.name.casefold() == j.name.casefold() or i.kind == "troops")
            if one_thing and i.quantity and j.quantity and i.quantity.unit == j.quantity.unit and not i.quantity.agrees(j.quantity):
                return i.quantity, j.quantity
    return None


def _count(later: Side, earlier: Side, pairs: Pairs) -> Link | None:
    """Both count the same thing and come to different figures."""
    if later.claim.polarity != "positive" or earlier.claim.polarity != "positive" or later.article == earlier.article:
        return None
    if later.claim.stance in WITHHOLDING or earlier.claim.stance in WITHHOLDING:
        return None  # the figure is somebody else's
    for x, y in pairs:
        differing = _differing(x, y)
        if not differing or not (x.agents & y.agents or x.recipients & y.recipients):
            continue
        if not (_is_told(later, x.event) and _is_told(earlier, y.event)):
            continue
        new, old = differing
        words = (new.text, old.text)
        one_place = x.places == y.places
        if earlier.first_day and earlier.last_day < later.first_day:
            if _least(new) < _least(old) and (later.speaker != earlier.speaker or not one_place):
                continue  # a lower figure from somebody else may be an older one told again
            if not one_place and quantities.sense(new.text) != "total":
                continue  # of another place, unless it counts them all
            told = (later.claim.article.published, earlier.claim.article.published)
            return Link(later.id, earlier.id, "revises", f"the figure changed: {words[0]} told {told[0]}, {words[1]} told {told[1]}", words)
        one_day = later.first_day == later.last_day == earlier.first_day == earlier.last_day
        if one_day and one_place and later.speaker != earlier.speaker and later.committed and earlier.committed:
            reason = f"figures differ as of one day: {words[0]} told by {later.name}, {words[1]} by {earlier.name}"
            return Link(later.id, earlier.id, "contradicts", reason, words)
    return None


def _redate(later: Side, earlier: Side) -> Link | None:
    """Both date what can only be on one day, and the days are different: a plan put off, or a date in dispute."""
    if later.claim.polarity != "positive" or earlier.claim.polarity != "positive" or later.article == earlier.article:
        return None
    for x in later.frames:
        for y in earlier.frames:
            new, old = x.event.when, y.event.when
            mine, theirs = when_of(x), when_of(y)
            if not (new and old and mine and theirs) or x.shared(y) < 2 or x.places != y.places or not _on_a_day(mine, theirs):
                continue
            if (x.type not in ONCE_ONLY and later.claim.status != "planned") or not _related(later, earlier):
                continue
            if later.claim.status != "planned" and _days_between(mine[0], theirs[0]) > SAME_NEWS_DAYS:
                continue  # another one, not the same one on another day
            if earlier.first_day and earlier.last_day < later.first_day:
                if x.type in RECURRING and theirs[1] < later.first_day:
                    continue  # the earlier one had come and gone: this is the next
                told = (later.claim.article.published, earlier.claim.article.published)
                reason = f"the date changed: {new.text} told {told[0]}, {old.text} told {told[1]}"
                return Link(later.id, earlier.id, "revises", reason, (new.text, old.text))
            if later.first_day == earlier.first_day and later.first_day and later.speaker != earlier.speaker:
                reason = f"dates differ as of one day: {new.text} told by {later.name}, {old.text} by {earlier.name}"
                return Link(later.id, earlier.id, "contradicts", reason, (new.text, old.text))
    return None


def _days_between(one: str, other: str) -> int:
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)


def _on_a_day(mine: tuple[str, str], theirs: tuple[str, str]) -> bool:
    """Whether both are single days, and different ones."""
    return mine[0] == mine[1] and theirs[0] == theirs[1] and mine != theirs


# What the words themselves rule out


def _clash(later: Side, earlier: Side) -> Link | None:
    """Where no typed event tells: the words of one, told on one day, rule out those of the other."""
    if later.speaker == earlier.speaker or later.article == earlier.article or not (later.committed and earlier.committed):
        return None
    apart = days_apart(later, earlier)
    if apart is None or apart > ONE_DAY or not _may_meet(later, earlier):
        return None
    found = clashes.clash(_told(later), _told(earlier))
    if found is None:
        return None
    reason = f"{found.reason}: {found.words[0]} told by {later.name}, {found.words[1]} by {earlier.name}, as of one day"
    return Link(later.id, earlier.id, "contradicts", reason, found.words)


def _may_meet(later: Side, earlier: Side) -> bool:
    """Whether they are worth reading: words in common, and no typed events that tell by themselves. This is asked of many pairs."""
    if len(later.words & earlier.words) < clashes.FEWEST or any(
        event.presupposed for side in (later, earlier) for event in side.claim.events
    ):
        return False
    return not {frame.type for frame in later.frames} & {frame.type for frame in earlier.frames}


def _told(side: Side) -> Told:
    """A claim's words, and what stands around them: who speaks, and whether they are denied as a whole."""
    claim = side.claim
    text, source = claim.content.text, claim.source
    outside = [b for b in claim.because if b.field == "polarity" and not any(s <= b.span[0] < e for s, e in claim.content.spans)]
    if claim.stance == "refuses" and claim.cue:  # "declined the prize": who declined what is told by source and cue
        cue = claim.cue.span
        text = f"{source.text or source.name} {claim.cue.text} {text}"
        outside = [b for b in outside if not cue[0] <= b.span[0] < cue[1]]
    names = frozenset() if source.kind == "article" else frozenset(map(term, WORD.findall(f"{source.name} {source.text}")))
    return Told(assertions.read(text), names, len(outside) % 2 == 1)


# Agreeing


def _added(x: Frame, y: Frame) -> tuple[str, tuple[str, ...]] | None:
    """What the later frame tells that the earlier leaves open: what it is called, and its words."""
    figure = next((i.quantity.text for i in filter(countable, x.event.items) if i.quantity and not any(map(countable, y.event.items))), "")
    when = x.event.when.text if x.event.when and x.event.when.edtf and when_of(y) is None else ""
    known = {r.name.casefold() for r in y.event.recipient} | y.places
    place = next((p.text for p in x.event.place if p.name and p.name.casefold() not in known), "") if not y.places else ""
    item = next((i.text for i in x.event.items if i.kind and i.kind not in y.kinds), "")
    party = next((r.text for r in x.event.recipient if r.name.casefold() not in known), "") if x.recipients and not y.recipients else ""
    found = [
        (f"a {name}", words)
        for name, words in (("figure", figure), ("date", when), ("place", place), ("thing", item), ("party", party))
        if words
    ]
    return (" and ".join(name for name, _ in found), tuple(words for _, words in found)) if found else None


def _fit(later: Side, x: Frame, earlier: Side, y: Frame) -> bool:
    """Whether both tell of one event, and no figure of it speaks against that."""
    told = _is_told(later, x.event) and _is_told(earlier, y.event)
    return told and _full(x, y) and _one_matter(later, x, earlier, y) and not _differing(x, y)


def _full(x: Frame, y: Frame) -> bool:
    """Whether two things at least are shared, or all that one of the two knows."""
    return x.shared(y) >= min(2, x.anchors(), y.anchors())


def _one_matter(a: Side, x: Frame, b: Side, y: Frame) -> bool:
    """Whether two fitting frames are also told in related words, where the frames alone tell too little."""
    if x.type not in VAGUE and (x.shared(y) >= 2 or x.places & y.places):
        return True
    return _related(a, b)


def _related(a: Side, b: Side) -> bool:
    return len(a.words & b.words) >= RELATED * len(a.words | b.words)


def _least(quantity: Quantity) -> float:
    return quantity.low if quantity.low is not None else quantity.high or 0.0


def _triggers(x: Frame, y: Frame) -> tuple[str, str]:
    return x.event.trigger.text, y.event.trigger.text


def _earned(claim: Claim, field: str, otherwise: str) -> str:
    """The words that earned a field its value."""
    return next((because.text for because in claim.because if because.field == field), otherwise)
