"""What a claim is compared by: the frames of its events, the keys under which its partners are found, its place in time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from sayso.claim import Claim, Event, Item, Role, make_id
from sayso.dates import bounds
from sayso.names.gazetteer import Gazetteer

FEWEST_WORDS = 4  # carrying words from which a wording is telling
ALIKE = 0.75  # share of content words in common from which two wordings say the same
SAME_EVENT_DAYS = 183  # undated events told further apart than half a year are not taken for one
EVENTS_COMPARED = 4  # of one claim; a longer list is an enumeration, and would be compared with everything
UNDATED = "9999-12-31"  # sorts after every date

ONE_PARTY_IS_ENOUGH = frozenset({"combat", "deploy", "withdraw", "mobilize", "train", "casualty", "detain"})
OF_TROOPS = ONE_PARTY_IS_ENOUGH  # that it is troops goes without saying, and so tells two such events not apart
VAGUE = frozenset({"cooperate", "support", "aid", "accuse", "request", "reject", "threaten", "protest", "concede", "coerce"})
RELATED = 0.3  # share of words in common from which claims about a vague event, or one of which little is known, are taken for one
EITHER_WAY_ROUND = frozenset({"meet", "agree", "cooperate"})  # "Peru met Chile" is "Chile met Peru"
# What happens again and again between the same parties, so that a month tells more than a year does.
RECURRING = frozenset({"test", "strike", "casualty", "meet", "mobilize", "protest", "threaten"})
PARTY_KINDS = frozenset({"person", "office", "organisation", "state", "medium"})
PART_OF_A_FIGURE = re.compile(r"\b(?:another|more|additional|further|extra|first|second|some of|each|per|remaining|other)\b", re.I)

WORD = re.compile(r"\w+(?:[-’'.,]\w+)*")
STOP_WORDS = (
    "a about an and are as at be been being but by can could did do does for from had has have he her his i in is it its may might of on or our "
    "she should so some than that the their them these they this those to was we were what which who will with would you your"
)
STOP = frozenset(STOP_WORDS.split())
TURNING = frozenset({"no", "not", "never", "nor", "neither", "without", "none", "nobody", "nothing", "yet", "cannot"})


# What a claim is compared by


@dataclass(frozen=True, slots=True)
class Frame:
    """An event boiled down to what can be compared: its type, who, to whom, what kinds of things, where."""

    event: Event
    type: str
    agents: frozenset[str]
    recipients: frozenset[str]
    kinds: frozenset[str]
    places: frozenset[str]

    def anchors(self) -> int:
        """How many of who, to whom and what are known."""
        kinds = bool(self._telling(self.kinds))
        if self.type in EITHER_WAY_ROUND:
            return min(len(self.agents), 2) + kinds
        return bool(self.agents) + bool(self.recipients) + kinds

    def _telling(self, kinds: frozenset[str]) -> frozenset[str]:
        """The kinds of things that tell one event of this type from another."""
        return kinds - {"troops"} if self.type in OF_TROOPS else kinds

    def shared(self, other: Frame) -> int:
        """How many of who, to whom and what are known in both frames and agree; -1 where something speaks against it."""
        if self.type != other.type or self.event.plover != other.event.plover:
            return -1
        for mine, theirs in ((self.agents, other.agents), (self.recipients, other.recipients), (self.kinds, other.kinds)):
            if mine and theirs and not mine & theirs:
                return -1
        common = self.agents & other.agents
        count = bool(self.recipients & other.recipients) + bool(self._telling(self.kinds & other.kinds))
        if self.type in EITHER_WAY_ROUND:
            return count + min(len(common), 2)
        return count + bool(common)

    def enough(self, other: Frame) -> bool:
        """Whether they share enough to be about one event."""
        shared = self.shared(other)
        return shared >= 2 or (shared == 1 and self.type in ONE_PARTY_IS_ENOUGH and bool(self.agents & other.agents))


def _token(role: Role) -> str:
    """What stands for a party when compared: its country if it has one, so that Kyiv and Ukraine's president are one side."""
    if role.country:
        return role.country
    if role.party:
        return role.party
    return role.name.casefold() if role.kind in PARTY_KINDS else ""


def _tokens(roles: tuple[Role, ...]) -> frozenset[str]:
    return frozenset(token for token in map(_token, roles) if token)


def _frame(event: Event) -> Frame:
    agents, recipients = _tokens(event.agent), _tokens(event.recipient)
    if event.type in EITHER_WAY_ROUND:
        agents, recipients = agents | recipients, frozenset()
    kinds = frozenset(item.kind for item in event.items if item.kind)
    places = frozenset(place.name.casefold() for place in event.place if place.name)
    return Frame(event, event.type, agents, recipients, kinds, places)


def frames(claim: Claim) -> tuple[Frame, ...]:
    """The frames of the events that a claim asserts.

    What it only presupposes ("the transfer alarms Peru"), and what is given in return, has a certainty and status of its own
    that the claim's would misstate: neither is compared.
    """
    return tuple(_frame(event) for event in [e for e in claim.events if not e.presupposed][:EVENTS_COMPARED])


def content_words(text: str) -> frozenset[str]:
    """The words that carry what a text says, lower-case, numbers and negations among them."""
    return frozenset(word for word in WORD.findall(text.casefold()) if word not in STOP)


def frame_keys(frame: Frame) -> Iterator[str]:
    """Every pair of things known about the event; and the agent alone where one party is enough."""
    agents, recipients, kinds = sorted(frame.agents)[:3], sorted(frame.recipients)[:3], sorted(frame.kinds)[:3]
    if frame.type in EITHER_WAY_ROUND:
        yield from (f"{frame.type}|{a}+{b}" for a in agents for b in agents if a < b)
    yield from (f"{frame.type}|{a}>{r}" for a in agents for r in recipients)
    yield from (f"{frame.type}|{a}:{k}" for a in agents for k in kinds)
    yield from (f"{frame.type}|>{r}:{k}" for r in recipients for k in kinds)
    if frame.type in ONE_PARTY_IS_ENOUGH:
        yield from (f"{frame.type}|{a}" for a in agents)


def keys(claim: Claim) -> tuple[str, ...]:
    """What likely partners have in common with a claim: two that share no key are never compared."""
    found = dict.fromkeys(key for frame in frames(claim) for key in frame_keys(frame))
    words = content_words(claim.content.text)
    if len(words) >= FEWEST_WORDS:
        found["text|" + " ".join(sorted(words))] = None
    return tuple(found)


def countable(item: Item) -> bool:
    quantity = item.quantity
    if quantity is None or not item.kind or (quantity.low is None and quantity.high is None):
        return False
    return not PART_OF_A_FIGURE.search(f"{quantity.text} {item.text}")


def key_number(key: str) -> int:
    """A key as the ledger indexes it: six bytes, which stand in a row as such."""
    return int.from_bytes(blake2b(key.encode(), digest_size=6).digest(), "big", signed=True)


def point_key(claim: Claim) -> str:
    """What claims about the same thing have in common for certain: their main event's frame, else their words; and the year, or of what recurs the month.

    Where troops are sent to is told as the other party or as the place they are in; both count, and a place by its country. A place
    within it, such as a region, has a cell of its own.
    """
    for frame in frames(claim)[:1]:
        if frame.anchors() >= 2 or (frame.type in ONE_PARTY_IS_ENOUGH and frame.agents):
            parts = (frame.agents, _destinations(frame), moved_kinds(frame), _spots(frame))
            return "|".join([frame.type, *("+".join(sorted(part)) for part in parts), _period(claim, frame)])
    words = content_words(claim.content.text)
    told = "text|" + " ".join(sorted(words)) + "|" + _period(claim, None)
    return told if len(words) >= FEWEST_WORDS else f"{told}|{claim.article.id}" if words else "claim|" + claim.id


def moved_kinds(frame: Frame) -> frozenset[str]:
    """The kinds of things in an event; where troops go without saying, troops."""
    return frame.kinds or (frozenset({"troops"}) if frame.type in OF_TROOPS else frozenset())


def _destinations(frame: Frame) -> frozenset[str]:
    if frame.recipients or frame.type not in ONE_PARTY_IS_ENOUGH:
        return frame.recipients
    return frozenset(place.country for place in frame.event.place if place.country) - frame.agents


def _spots(frame: Frame) -> frozenset[str]:
    """The places within a country that are named; a country is told as a destination."""
    return frozenset(p.name.casefold() for p in frame.event.place if p.country and p.name.casefold() not in _countries())


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    return frozenset(name.casefold() for name in Gazetteer.load().states.values())


def _period(claim: Claim, frame: Frame | None) -> str:
    """The year of the event, else that of the report, of what recurs the month if it is told; "" where neither is."""
    when = frame.event.when.edtf if frame and frame.event.when else ""
    first, last = days(when if days(when)[0] else claim.article.published)
    one_month = frame is not None and frame.type in RECURRING and first[:7] == last[:7]
    return first[:7] if one_month else first[:4]


def point_id(claim: Claim) -> str:
    """The id of the point a claim belongs to."""
    return make_id("point", point_key(claim))


# Order in time


@lru_cache(maxsize=20_000)
def days(edtf: str) -> tuple[str, str]:
    """The first and last day an EDTF date may mean, as ISO days; undated is any day."""
    if not edtf:
        return "", UNDATED
    first, last = bounds(edtf)
    return first, last or UNDATED


def rank(claim: Claim) -> str:
    """A text that sorts claims by date of publication, article and place: the order in which they are compared and listed."""
    first = days(claim.article.published)[0] or UNDATED
    return f"{first} {claim.article.id[-20:]} {claim.content.start:09d} {claim.id[-20:]}"


def order(a: Claim, b: Claim) -> tuple[Claim, Claim]:
    """The two claims, the later one first."""
    return (a, b) if rank(a) > rank(b) else (b, a)


def speaker(claim: Claim) -> str:
    """Who speaks, as far as that can be told apart: unnamed groups are only the same within one article."""
    source = claim.source
    if source.kind == "article":
        return "outlet " + (claim.article.publisher.casefold() or claim.article.id)
    if source.kind == "unnamed" or not source.named:
        return f"unnamed {claim.article.id} {source.name.casefold()}"
    return source.party or source.name.casefold()
