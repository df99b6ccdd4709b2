"""Whether two claims are about one event, how surely, and why.

What speaks for and against it is weighed by a dozen and a half weights (data/likeness.tsv), learnt from articles in which people
marked what is one event; train/likeness.py tells how. On top of them stand a few rules that no weight overrules: events of
different days are two, and so are undated ones that are told more than half a year apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations

from sayso import tables
from sayso.claim import Claim
from sayso.likeness.frames import RECURRING, SAME_EVENT_DAYS, VAGUE, Frame, frame_keys, frames, moved_kinds
from sayso.likeness.sides import Side, days_apart, nested, when_of
from sayso.likeness.traits import TELLING, Traits, traits
from sayso.likeness.words import WEEKDAYS
from sayso.names.gazetteer import Gazetteer

JOINED = 0.7  # score from which two claims are taken for one event: a false merge is worse than a missed one
KEY_WORDS = 5  # of a claim, the most telling, whose pairs are keys
KEY_SUBJECTS = 4  # words of its article that are keys beside its type
# By hand, since ECB+ marks but the first sentences of each article, where nearly everything is about one event, and has few parties
# that sayso knows: what being told in one article weighs, and a frame in common.
ONE_ARTICLE = 1.0
ONE_FRAME = 1.0
NEWS = 3  # days for which an event is told as news
FADING = 30  # days further apart that weigh 1 against one event, of what recurs
LEAST = 3.2  # weight of the words that two claims must share where one of them has no event: two telling ones
OF_THINGS = frozenset(
    {"transfer", "deploy", "withdraw", "test", "train", "mobilize", "aid"}
)  # told apart by the things that are moved or used
ANY_ARMS = frozenset({"weapons", "military equipment"})  # words for arms of any kind
NO_ARMS = frozenset(
    {"troops", "pilots", "advisers", "workers", "people", "money", "oil", "gas", "food", "medicine", "agreement", "document"}
)
WORDS_TOLD = 5  # in a reason
TYPE_BYTES = 3  # of the hash of a type, in an outline


@dataclass(frozen=True, slots=True)
class Likeness:
    """How surely two claims are about one event, from 0 to 1, and why."""

    score: float
    reasons: tuple[str, ...]


def same_event(a: Side, b: Side) -> Likeness | None:
    """The likeness of two claims that are about one event; None where they are not taken for one."""
    score = likeness(a, b)
    return Likeness(score, reasons(a, b)) if score >= JOINED else None


def likeness(a: Side, b: Side) -> float:
    """How surely two claims are about one event, from 0 to 1; the same whichever comes first."""
    if nested(a, b) or not _may_be_one(a, b):
        return 0.0
    weights = _weights()
    total = weights["always"] + sum(weights[name] * value for name, value in evidence(a, b).items())
    if a.article == b.article:
        total += ONE_ARTICLE
    if _one_frame(a, b):
        total += ONE_FRAME
    total -= _faded(a, b)
    return round(1 / (1 + math.exp(-total)), 4)


def _faded(a: Side, b: Side) -> float:
    """What speaks against one event of a kind that recurs, where the reports of it lie days or months apart."""
    recurring = bool(a.frames and b.frames) and a.frames[0].type in RECURRING and b.frames[0].type in RECURRING
    apart = days_apart(a, b) if recurring else None
    return max(0, apart - NEWS) / FADING if apart is not None else 0.0


def _one_frame(a: Side, b: Side) -> bool:
    """Whether their main events have a type that tells something, and enough known parties and things in common."""
    return bool(a.frames and b.frames) and a.frames[0].type not in VAGUE and a.frames[0].enough(b.frames[0])


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    return {row["evidence"]: float(row["weight"]) for row in tables.rows("likeness.tsv")}


# What no weight overrules


def _may_be_one(a: Side, b: Side) -> bool:
    """Whether nothing forbids it: the times, the things and parties of the main events, or too little that both tell."""
    if not _times_fit(a, b):
        return False
    if a.frames and b.frames:
        return _frames_fit(a.frames[0], b.frames[0])
    x, y = a.traits, b.traits
    return sum(weight for word, weight in x.words.items() if word in y.words) >= LEAST


def _times_fit(a: Side, b: Side) -> bool:
    """By the days told of the events themselves, else by the days on which they are told."""
    dated = [[when for frame in side.frames if (when := when_of(frame))] for side in (a, b)]
    if dated[0] and dated[1]:
        return any(x[0] <= y[1] and y[0] <= x[1] for x in dated[0] for y in dated[1])
    apart = days_apart(a, b)
    return apart is None or apart <= SAME_EVENT_DAYS


def _frames_fit(x: Frame, y: Frame) -> bool:
    """Whether two main events can be one: no other country on either side, and no other kind of thing where things are moved.

    Events of other types may be one in other words ("sent", "stationed"), so that this holds across the types that move things.
    """
    of_things = x.type in OF_THINGS and y.type in OF_THINGS
    if x.type != y.type and not of_things:
        return True
    if of_things and (mine := moved_kinds(x)) and (theirs := moved_kinds(y)) and not any(_one_kind(i, j) for i in mine for j in theirs):
        return False
    return not any(_other_countries(mine, theirs) for mine, theirs in ((x.agents, y.agents), (x.recipients, y.recipients)))


def outline(found: Sequence[Frame]) -> int:
    """What of a claim's main event can be held against another's without knowing either: its type, and the country on each side; 0 for none."""
    if not found:
        return 0
    main = found[0]
    kind = int.from_bytes(blake2b(main.type.encode(), digest_size=TYPE_BYTES).digest(), "big")
    return (kind << 1 | (main.type in OF_THINGS)) << 20 | _country_number(main.agents) << 10 | _country_number(main.recipients)


def outlines_fit(x: int, y: int) -> bool:
    """Whether nothing in the outlines of two main events tells that they are two (see _frames_fit)."""
    if not x or not y or (x >> 20 != y >> 20 and not x >> 20 & y >> 20 & 1):
        return True
    return not any(mine and theirs and mine != theirs for mine, theirs in ((x >> 10 & 1023, y >> 10 & 1023), (x & 1023, y & 1023)))


def _country_number(tokens: frozenset[str]) -> int:
    """The two letters of a country that stands alone as a number below 1,024; 0 where it does not."""
    if len(tokens) != 1 or not _is_country(next(iter(tokens))):
        return 0
    first, second = next(iter(tokens)).encode()
    return (first - 64) * 32 + second - 64


def _is_country(token: str) -> bool:
    return len(token) == 2 and token.isupper() and token.isascii() and token.isalpha()


def _one_kind(x: str, y: str) -> bool:
    """Whether two kinds of things are one, or one takes in the other: a ballistic missile is a missile, and a weapon."""
    if x == y or x.endswith(" " + y) or y.endswith(" " + x):
        return True
    return (x in ANY_ARMS and y not in NO_ARMS) or (y in ANY_ARMS and x not in NO_ARMS)


def _other_countries(x: frozenset[str], y: frozenset[str]) -> bool:
    """Whether both are countries alone, and not the same."""
    return bool(x and y) and not x & y and all(map(_is_country, x | y))


# What speaks for and against


def evidence(a: Side, b: Side) -> dict[str, float]:
    """Everything that is weighed, each between 0 and 1."""
    x, y = a.traits, b.traits
    common = [word for word in x.words if word in y.words]
    shared = sum(x.words[word] for word in common)
    names = sum(x.words[word] for word in common if word in x.names or word in y.names or word[0] == "@")
    doing = (_matched(x, y) + _matched(y, x)) / 2
    one_article = a.article == b.article
    background = 0.0 if one_article else _cosine(x.background, x.background_length, y.background, y.background_length)
    one_type = bool(x.main and x.main == y.main)
    moved = _one_frame(a, b) and x.main in OF_THINGS  # then the frame tells that it is one doing, whatever its words
    deeds = float(moved or not x.deed.isdisjoint(y.deed) or not x.deed_classes.isdisjoint(y.deed_classes))
    within, not_within = _deed_within(x, y)
    parties, no_party = _fit(x.parties, y.parties)
    no_country = _fit(x.countries, y.countries)[1]
    weekdays, no_weekday = _fit(x.weekdays, y.weekdays)
    return {
        "words alike": _cosine(x.words, x.length, y.words, y.length),
        "words in common": _risen(shared, 5.5),
        "no name in common": float(bool(x.names and y.names and not names)),
        "doings differ": 0.0 if moved else _fit(x.classes, y.classes)[1],
        "main types alike": float(one_type),
        "main types differ": float(bool(x.main and y.main and x.main != y.main)),
        "main deeds alike": deeds,
        "main deeds differ": 0.0 if moved else _fit(x.deed_classes, y.deed_classes)[1],
        "main deeds and articles alike": deeds * background,
        "deed within": within,
        "deed not within": not_within,
        "deed within and articles alike": within * background,
        "parties in common": parties,
        "parties differ": no_party,
        "parties differ in one type": no_party * one_type,
        "roles differ": float(_clash(a, b)),
        "places in common": _fit(x.places, y.places)[0],
        "figures in common": _fit(x.figures, y.figures)[0],
        "countries differ": no_country,
        "weekdays in common": weekdays,
        "weekdays differ": no_weekday,
        "articles alike": background,
        "words in the other article": 0.0 if one_article else _elsewhere(x, y),
        "strange names": 0.0 if one_article else _strange(x, y) * _strange(y, x),
        "doings and articles alike": doing * background,
    }


def _cosine(x: Mapping[str, float], x_length: float, y: Mapping[str, float], y_length: float) -> float:
    if not x_length or not y_length:
        return 0.0
    return min(1.0, sum(weight * y[word] for word, weight in x.items() if word in y) / (x_length * y_length))


def _risen(amount: float, half: float) -> float:
    """An amount brought between 0 and 1; at `half` it is a half."""
    return amount / (amount + half)


def _fit(x: frozenset[str], y: frozenset[str]) -> tuple[float, float]:
    """Whether two sets have something in common, and whether they differ although both are known."""
    if not x or not y:
        return 0.0, 0.0
    return (1.0, 0.0) if x & y else (0.0, 1.0)


def _matched(x: Traits, y: Traits) -> float:
    """The share of one claim's doings that the other tells too, in the same or another word."""
    total = sum(x.words[word] for word in x.doings)
    return sum(x.words[word] for word, classes in x.doings.items() if classes & y.classes) / total if total else 0.0


def _deed_within(x: Traits, y: Traits) -> tuple[float, float]:
    """Where only one has an event: whether the other tells of its deed somewhere in its words, and whether it does not."""
    if bool(x.main) == bool(y.main):
        return 0.0, 0.0
    one, other = (x, y) if x.main else (y, x)
    told = not one.deed_classes.isdisjoint(other.classes) or any(word in other.words for word in one.deed)
    return (1.0, 0.0) if told else (0.0, 1.0)


def _clash(a: Side, b: Side) -> bool:
    """Whether they tell of one type of event with others in its roles."""
    found = [x.shared(y) for x in a.frames for y in b.frames if x.type == y.type]
    return bool(found) and max(found) <= 0 and min(found) < 0


def _elsewhere(x: Traits, y: Traits) -> float:
    """The share of the words of both that are telling in the other's article: "he" is mostly named there."""
    found = sum(w for word, w in x.words.items() if word in y.background) + sum(w for word, w in y.words.items() if word in x.background)
    return found / (x.total + y.total) if x.total + y.total else 0.0


def _strange(x: Traits, y: Traits) -> float:
    """The share of one claim's names that neither the other claim nor its article tells."""
    names = x.names - WEEKDAYS
    total = sum(x.words[word] for word in names)
    return sum(x.words[word] for word in names if word not in y.words and word not in y.background) / total if total else 0.0


# Why


def reasons(a: Side, b: Side) -> tuple[str, ...]:
    """What two claims have in common, as one would say it; the same whichever comes first."""
    first, second = (a, b) if a.rank <= b.rank else (b, a)
    return tuple(_reasons(first, second))


def _reasons(a: Side, b: Side) -> Iterator[str]:
    x, y = a.traits, b.traits
    pairs = [(p.shared(q), p, q) for p in a.frames for q in b.frames if p.shared(q) > 0]
    if pairs:
        _, p, q = max(pairs, key=lambda pair: pair[0])
        yield "same frame: " + _told(p, q)
    elif common := sorted(x.classes & y.classes):
        yield f"both tell of: {', '.join(common[:WORDS_TOLD])}"
    common = sorted((w for w in x.words if w in y.words), key=lambda w: (-x.words[w], w))
    names = [x.surface[w] for w in common if w in x.names or w[0] == "@"]
    if names:
        yield f"both name {', '.join(names[:WORDS_TOLD])}"
    if places := sorted(x.places & y.places):
        yield f"one place: {', '.join(places)}"
    if words := [x.surface[w] for w in common if w not in x.names and w[0] != "@" and x.words[w] >= TELLING]:
        count = f"{len(words)} telling words" if len(words) > 1 else "a telling word"
        yield f"{count} in common: {', '.join(words[:WORDS_TOLD])}"
    if a.article == b.article:
        yield "told in one article"
    elif background := [w for w in x.background if w in y.background]:
        yield f"their articles share {len(background)} of their most telling words"
    if (apart := days_apart(a, b)) is not None:
        yield "told on one day" if not apart else f"told {apart} day{'s' * (apart > 1)} apart"


def _told(x: Frame, y: Frame) -> str:
    """What two frames share, in words: "deploy, North Korea -> Russia, troops"."""
    agents, recipients = (" and ".join(_name(token) for token in sorted(s)) for s in (x.agents & y.agents, x.recipients & y.recipients))
    parties = f"{agents} -> {recipients}" if recipients else agents
    return ", ".join(part for part in (x.type, parties, *sorted(x.kinds & y.kinds)) if part)


def _name(token: str) -> str:
    """How a party's token is told: a country by its name."""
    return Gazetteer.load().states.get(token, token)


# Where partners are found


def block_keys(claim: Claim, told: Traits | None = None) -> tuple[str, ...]:
    """The keys under which the likely partners of a claim are found, a dozen mostly: two that share none are not compared.

    Pairs of its most telling words; its main event's frame; and what its article is about beside the type of that event or, where
    it has none, beside its most telling word.
    """
    found = frames(claim)[:1]
    told = told or traits(claim, found)
    words = _telling(told.words)[:KEY_WORDS]
    keys = dict.fromkeys(f"{one}&{other}" for one, other in combinations(sorted(words), 2))
    keys |= dict.fromkeys(key for frame in found for key in frame_keys(frame))
    subjects = [word for word in _telling(told.background) if word[0] != "@"][:KEY_SUBJECTS]
    keys |= dict.fromkeys(f"{what}~{subject}" for what in ([told.main] if told.main else words[:1]) for subject in subjects)
    return tuple(keys)


def _telling(words: Mapping[str, float]) -> list[str]:
    """The telling words, most telling first."""
    return sorted((word for word in words if words[word] >= TELLING), key=lambda word: (-words[word], word))
