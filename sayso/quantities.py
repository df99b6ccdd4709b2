"""how many: "at least 250", "thousands", "$3.4 billion" -> a range and its words.

A quantity's words take in what changes its meaning: "at least 10,000", "another 1,500", "20 billion won"; what is counted
stays outside. How words become a range:

    about, nearly, just over N      N..N, approximate (which side it lies on is in the words)
    at least, more than, over N     N..     ("more than 250" keeps 250: the next number is not in the text)
    up to, as many as, under N        ..N
    hundreds, thousands             200..999, 2000..9999, approximate: a convention, not a fact
    tens of, hundreds of thousands  20,000..99,999, 200,000..999,999, approximate
    several, a few thousand         as the plural; several dozen 24..119, approximate
    a dozen, two dozen, a couple    12, 24, 2, approximate
    dozens, a few, large quantities, two-thirds, three times, tenfold: words only, no range

Dates, years, clock times, ordinals, designations ("Su-27", "Resolution 1718"), scores and the pronoun "one" are no quantities.
Every pattern looks at a bounded stretch beside a number, so that the time is linear whatever the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Literal

from sayso.claim import Quantity

Sense = Literal["", "total", "more", "part"]

WINDOW = 48  # characters looked at before a number: the longest modifier has 34
GAP = r"(?:[ \t\u00a0\u2009\u202f]{1,3}|[ \t]?\r?\n(?=[a-z0-9$€£¥]))"  # between words of one quantity; a line break only inside a wrapped line
DASH = "[-\u2010-\u2015]"

ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
ONE_WORDS = {word: n for n, word in enumerate(ONES.split())}
TEN_WORDS = {word: 10 * n for n, word in enumerate(TENS.split(), 2)}
SCALES = {"hundred": 100, "thousand": 10**3, "lakh": 10**5, "million": 10**6, "crore": 10**7, "billion": 10**9, "trillion": 10**12}
SHORT_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "bln": 10**9, "b": 10**9, "tn": 10**12, "trn": 10**12}
NEEDS_MONEY = ("k", "m", "b")  # "12m" may be metres and "10k" a race: only beside a currency

WORD = rf"(?:{'|'.join([*ONE_WORDS, *TEN_WORDS])})"
SCALE = rf"(?:{'|'.join(SCALES)}|dozen)"
NEXT_WORD = re.compile(rf"(-|{GAP}(?:and{GAP})?)({'|'.join([*ONE_WORDS, *TEN_WORDS, *SCALES])}|dozen)\b(?!-?fold)", re.I)
AND_A_HALF = re.compile(rf"{GAP}and{GAP}a{GAP}half\b", re.I)
HALF = re.compile(rf"(?:(half)|(a{GAP}quarter{GAP}of)){GAP}an?{GAP}({SCALE})\b|an?{GAP}({SCALE})\b", re.I)
DIGITS = re.compile(
    r"\d{1,3}(?:([,\u00a0\u2009\u202f ])\d{3}(?!\d))(?:\1\d{3}(?!\d)){0,4}(?:\.\d{1,9})?(?!\d|[,.]\d)|\d{1,15}(?:\.\d{1,9})?(?!\d|[,.]\d)"
)
MAGNITUDE = re.compile(rf"(?:{GAP}|-)?({'|'.join(SCALES)})\b|{GAP}?({'|'.join(sorted(SHORT_SCALES, key=len, reverse=True))})\b", re.I)
FIRST_WORD = re.compile(rf"{WORD}\b", re.I)

VAGUE = re.compile(
    rf"\b(?:(?P<of>tens|hundreds|thousands|dozens|scores){GAP}of{GAP}(?P<what>hundreds|thousands|millions|billions|trillions)"
    rf"|(?:(?:several|many|a{GAP}few){GAP})?(?P<plural>hundreds|thousands|millions|billions|trillions)"
    rf"|(?P<few>several|(?:a{GAP})?few|a{GAP}couple{GAP}of|a{GAP}couple){GAP}(?P<scale>dozen|hundred|thousand|million|billion|trillion)"
    rf"|(?P<couple>a{GAP}couple)(?={GAP}of\b)"
    rf"|(?P<times>(?:two|three|four|five|six|seven|eight|nine|ten|twenty|hundred)-?fold|\d{{1,4}}-?fold)"
    rf"|(?P<words>dozens|scores(?={GAP}of\b)|several|a{GAP}few|a{GAP}handful(?={GAP}of\b)"
    rf"|(?:(?:large|small|huge|vast|significant|substantial|unknown|unspecified|limited|massive){GAP}(?:quantities|numbers|amounts))"
    rf"|an?{GAP}(?:large|small|huge|vast|significant|substantial|unknown|unspecified|limited|massive){GAP}(?:quantity|number|amount)(?={GAP}of\b)"
    rf"|(?:one|two|three|four|five|six|seven|eight|nine)[- ](?:third|half|quarter|fifth|sixth|seventh|eighth|ninth|tenth|halve)s?"
    rf"|half(?={GAP}(?:of|the|its|their|his|her|our)\b)|an?{GAP}(?:third|quarter|fifth|tenth|fraction)(?={GAP}of\b)))\b",
    re.I,
)
ATOM = re.compile(
    rf"(?<![\w.,/\\#§&@+-])(?=[\d$€£¥₩₽₴₹₪₺₱₦])|(?<![^\s(])(?=[-−]\d)|\b(?<![\w./'’-])(?=(?:{WORD}|half|an?|{'|'.join(['several', 'many', 'few'])}"
    rf"|tens|hundreds|thousands|millions|billions|trillions|dozens|scores|large|small|huge|vast|significant|substantial|unknown"
    rf"|unspecified|limited|massive|twofold|threefold|fourfold|fivefold|tenfold)\b|[A-Z]{{1,3}}\.?[A-Z]?\.?[$¥]|[A-Z]{{3}}{GAP}?\d|Rs|CN¥)",
    re.I,
)
RANGE = re.compile(rf"{GAP}?{DASH}{GAP}?|{GAP}to{GAP}")
BETWEEN_AND = re.compile(rf"{GAP}and{GAP}")
BETWEEN = re.compile(r"\bbetween\s+$", re.I)
FROM = re.compile(r"\b(?<!ranging )(?<!ranges )(?<!ranged )(?<!range )(?<!anywhere )(?<!estimates )from\s+$", re.I)
OF = re.compile(rf"{GAP}of{GAP}|{GAP}|-")
COUNTED = re.compile(r"-(?:strong|member|man|woman|person|people|seat|ship|vehicle|aircraft|page|nation|point)\b", re.I)
TIMES = re.compile(rf"{GAP}times\b", re.I)
CONTEST = re.compile(rf"{GAP}(?:vote|win|loss|defeat|victory|draw|lead|majority|tie)\b", re.I)

MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)"
)
DAYS = rf"\d{{1,2}}(?:st|nd|rd|th)?(?:(?:{GAP}?{DASH}{GAP}?|{GAP}(?:and|to|or|through|until){GAP}|,{GAP})\d{{1,2}}(?:st|nd|rd|th)?(?![\d,.]\d|\d))?"
NO_QUANTITY = re.compile(
    rf"\b{MONTH}{GAP}(?:{DAYS}(?![\d,.]\d|\d)(?:,?{GAP}\d{{4}}\b)?|\d{{4}}\b)"  # October 8–13, 2024
    rf"|\b{DAYS}{GAP}(?:of{GAP})?{MONTH}(?!\w)(?:,?{GAP}\d{{4}}\b)?"  # 8 and 13 October
    r"|\b\d{4}-\d\d(?:-\d\d)?(?:[T ]\d\d:\d\d[\d:.]*Z?)?(?!\d)"  # 2024-12-09
    r"|\b\d{1,4}/\d{1,4}(?:/\d{2,4})?(?!\w)"  # 12/09/2024, 9/11, 24/7
    r"|\b\d{1,4}(?:\.\d{1,5}){2,6}\b"  # 9.12.2024, version 3.5.1
    rf"|\b\d{{1,2}}(?:[:.]\d\d){{0,2}}{GAP}?[ap]\.?m\b|\b\d{{1,2}}:\d\d(?::\d\d)?\b"  # 6 p.m., 14:30
    rf"|\b\d{{1,2}}(?:[:.]?\d\d)?{GAP}(?:GMT|UTC|EST|EDT|CET|KST|BST|hrs|o['’]clock)\b"
    rf"|\b(?:\w{{3,6}}){GAP}o['’]clock\b"
    rf"|\b(?:1[5-9]|20)\d\d(?:{DASH}|/)(?:(?:1[5-9]|20)\d\d|\d\d)\b|\b(?:1[5-9]|20)\d0s\b"  # 2022-2024, 1990s
    r"|(?<!\w)\+\d[\d ()-]{6,20}\d|\(?\b\d{3}\)?[-. ]\d{3}[-.]\d{4}\b"  # telephone numbers
    r"|^[ \t]*\(?\d{1,3}[.)](?=\s)|\(\d{1,2}\)|\[\d{1,3}\]"  # markers of lists and notes
    r"|\b\d{1,5}(?=\([a-z0-9]{1,3}\))|\b\d{1,3} (?:U\.?S\.?C|C\.?F\.?R|Stat)\b\.?(?:[\s§]{1,3}\d{1,5})?"  # sections of laws
    r"|\b[A-Z][a-z]{1,20},\s[1-9]\d(?=,\s|\.(?:\s|$))"  # ages: James, 43, and Anna, 41.
    r"|\b(?:Group|Big) of \d{1,3}\b"
    r"|(?:https?://|www\.)\S+"
    r"|\b[Aa]ged?\s\d{1,3}\b|(?<=[A-Za-z],\s)\d{1,2}(?=,\s(?:who|said|an?|the|was|is|of|from|told|has|had)\b)",  # her age
    re.M,
)
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
YEAR_BEFORE = re.compile(
    rf"\b(?:in|since|until|till|by|from|circa|year|of|during|early|late|mid|before|after|through|spring|summer|autumn|fall|winter|{MONTH}|\(|and|to)[\s-]+$",
    re.I,
)
COUNTABLE = re.compile(
    rf"{GAP}(?:(?:North|South|Russian|Ukrainian|Chinese|American|new|more|additional|foreign|armed|[a-z]+ing){GAP})?"
    r"(?:people|troops|soldiers|men|women|children|fighters|personnel|rounds|shells|drones|missiles|rockets|vehicles|tanks|workers|civilians|"
    r"refugees|prisoners|homes|houses|jobs|families|students|members|victims|migrants|containers|aircraft|artillery|police|protesters|officers|copies|pieces)\b",
    re.I,
)
PRONOUN_AFTER = (
    "of another can could would might must should may who whose that which is was has had in on at to by for and or as day days time thing side way "
    "hand point such with from but where when than will if it he she they we i you about also can't isn't wasn't the this these not needs wants"
)
PRONOUN_BEFORE = frozenset(
    [
        "no",
        "any",
        "every",
        "each",
        "some",
        "this",
        "that",
        "the",
        "which",
        "only",
        "last",
        "next",
        "first",
        "second",
        "other",
        "another",
        "good",
        "bad",
        "big",
        "new",
        "old",
        "same",
        "right",
        "wrong",
    ]
)
FOLLOWING = re.compile(r"[ \t\u00a0\n]{1,2}([A-Za-z’']+)|(.?)", re.S)
NAMES_LIST = re.compile(rf"(?:(?:,|,?{GAP}(?:and|or|through|to)){GAP}\d{{1,6}}(?![\w%]|[.,]\d))*+")
PRECEDING = re.compile(r"([A-Za-z][A-Za-z.]*)[ \t\u00a0\n]{1,2}$")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written: where it ends and what it is worth."""

    end: int
    low: float | None
    high: float | None
    approximate: bool = False
    unit: str = ""
    scaled: bool = False  # a magnitude stands beside it: "3.4 billion"
    bare: bool = False  # digits alone, without comma or point: may be a year or a designation
    words: bool = False  # in letters

    def times(self, factor: float) -> Number:
        """The same with the magnitude of its neighbour: the 10 of "10 to 15 million"."""
        return replace(self, low=_whole((self.low or 0) * factor), high=_whole((self.high or 0) * factor), scaled=True, bare=False)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the data files say, as patterns."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    effect: dict[str, str]
    money_before: re.Pattern[str]
    money_after: re.Pattern[str]
    money: dict[str, tuple[str, str]]  # words -> code, place
    unit: re.Pattern[str]
    symbol: re.Pattern[str]
    units: dict[str, str]
    designators: frozenset[str]


def _rows(name: str) -> Iterator[list[str]]:
    with resources.files("sayso").joinpath("data", name).open(encoding="utf-8") as lines:
        yield from (line.rstrip("\n").split("\t") for line in lines if line.strip() and not line.startswith("#"))


def _any(words: list[str]) -> str:
    """One pattern for any of these words, the longest first, any blank for a blank."""
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", GAP) for w in ordered) + ")"


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    modifiers = list(_rows("modifiers.tsv"))
    money = list(_rows("currencies.tsv"))
    units, symbols = _units()
    codes = sorted({code for code, _, _ in money})
    prefixes = [words for _, words, place in money if place == "before"] + codes
    suffixes = [words for _, words, place in money if place != "before"]
    return Lexicon(
        before=re.compile(rf"(?<![\w-]){_any([w for _, w, p in modifiers if p == 'before'])}[ \t\u00a0\n]{{1,2}}$", re.I),
        after=re.compile(rf"(?:{GAP}|,{GAP})?({_any([w for _, w, p in modifiers if p == 'after'])})(?!\w)", re.I),
        effect={" ".join(words.lower().split()): effect for effect, words, _ in modifiers},
        money_before=re.compile(rf"({_any(prefixes)}){GAP}?(?=\d)"),
        money_after=re.compile(rf"((?i:{_any(suffixes)})|{_any(codes)})(?!\w)"),
        money={words.lower(): (code, place) for code, words, place in money} | {code.lower(): (code, "") for code in codes},
        unit=re.compile(rf"(?:{GAP}|-)({_any(list(units))})(?!\w)", re.I),
        symbol=re.compile(rf"(?:{GAP}|-)?({_any(list(symbols))})(?!\w)"),
        units=units | symbols,
        designators=frozenset(row[0] for row in _rows("designators.tsv")),
    )


def _units() -> tuple[dict[str, str], dict[str, str]]:
    """Units in words (with their singulars) and in symbols."""
    words: dict[str, str] = {}
    symbols: dict[str, str] = {}
    for row in _rows("units.tsv"):
        if len(row) > 2:
            symbols[row[1]] = row[0]
            continue
        words[row[1]] = row[0]
        first, _, rest = row[1].partition(" per ")
        singular = first.removesuffix("s") + (f" per {rest}" if rest else "")
        words.setdefault(singular, row[0])
    return words, symbols


def _whole(value: float) -> float:
    """3400000000 for 3.4 × 10⁹, without the crumbs of binary fractions."""
    return float(round(value)) if abs(value - round(value)) < 1e-6 * max(1.0, abs(value)) else round(value, 9)


def find(text: str, offset: int = 0) -> list[Quantity]:
    """The quantities of a text, in its order and without overlap; their spans begin at the offset."""
    return [replace(q, span=(q.span[0] + offset, q.span[1] + offset)) for q in _found(text)] if offset else list(_found(text))


@lru_cache(maxsize=1024)  # several rooms ask about the same sentence
def _found(text: str) -> tuple[Quantity, ...]:
    found: list[Quantity] = []
    past = 0
    masked: list[tuple[int, int]] | None = None  # most sentences have no number, and need not be searched for what is none
    for m in ATOM.finditer(text):
        if m.start() < past:
            continue
        if masked is None:
            masked = [m.span() for m in NO_QUANTITY.finditer(text)]
            starts = [start for start, _ in masked]
        if (i := bisect_right(starts, m.start())) and masked[i - 1][1] > m.start():
            continue
        read = _read(text, m.start(), past)
        if isinstance(read, Quantity):
            past = read.span[1]
            found.append(read)
        else:
            past = max(past, read)
    return tuple(found)


def parse(words: str) -> Quantity | None:
    """The quantity that these words are, if they are one from end to end."""
    found = find(words)
    return found[0] if len(found) == 1 and found[0].text == words else None


def sense(words: str) -> Sense:
    """How a quantity's words stand to other figures: a "total", "more" (an addition), a "part" of one, or "" by itself."""
    lexicon = _lexicon()
    effects = {lexicon.effect.get(w) for w in _modifiers_of(words)}
    return "total" if "total" in effects else "more" if "more" in effects else "part" if "part" in effects else ""


def _modifiers_of(words: str) -> Iterator[str]:
    """The modifiers at either end of a quantity's words."""
    quantity_words = " ".join(words.lower().split())
    lexicon = _lexicon()
    pieces = quantity_words.split(" ")
    for i in range(len(pieces) - 1, 0, -1):
        if m := lexicon.before.search(" ".join(pieces[:i]) + " "):
            yield m.group().strip()
    for i in range(1, len(pieces)):
        if (tail := " ".join(pieces[i:])) in lexicon.effect:
            yield tail


def _read(text: str, start: int, past: int) -> Quantity | int:
    """The quantity whose number starts here; where there is none, the position up to which there is nothing to find."""
    lexicon = _lexicon()
    at, code = start, ""
    if money := lexicon.money_before.match(text, start):
        at, code = money.end(), lexicon.money[money.group(1).lower()][0]
    number = _number(text, at, bool(code))
    if number is None:
        return past
    first_end = number.end
    number = _ranged(text, start, number, code)
    if number is None:
        return first_end + 2  # past the hyphen and into the second number, which cannot stand alone
    number = _with_unit(text, number, code)
    begin, effects = _look_back(text, start, past)
    end, later = _look_ahead(text, number)
    if not effects and not later and not number.unit and _is_name_or_pronoun(text, start, number):
        return _end_of_names(text, start, number)
    if number.bare and not number.unit and not later and _is_year(text, start, number, effects):
        return number.end
    if end < len(text) and (text[end].isalnum() or text[end] == "_" or (text[end] in "-‐" and text[end + 1 : end + 2].isalnum())):
        return number.end
    return _quantity(text, begin, end, number, effects + later)


def _quantity(text: str, start: int, end: int, number: Number, effects: list[str]) -> Quantity:
    """The number with what its modifiers make of it."""
    low, high, approximate = number.low, number.high, number.approximate
    for effect in effects:
        if effect == "about":
            approximate = True
        elif effect == "floor":
            low, high = (low if low is not None else high), None
        elif effect == "ceiling":
            low, high = None, (high if high is not None else low)
    if number.low is None and number.high is None:
        low, high, approximate = None, None, False
    return Quantity(text[start:end], (start, end), low, high, approximate, number.unit)


def _number(text: str, at: int, money: bool) -> Number | None:
    """The number that starts here: in digits, in words, or vague."""
    if at < len(text) and text[at] in "-−":
        positive = _digits(text, at + 1, money)
        return replace(positive, low=-(positive.high or 0), high=-(positive.low or 0), bare=False) if positive else None
    if half := _half(text, at):
        return half
    if vague := VAGUE.match(text, at):
        return _vague(vague)
    return _digits(text, at, money) or _in_words(text, at)


def _digits(text: str, at: int, money: bool) -> Number | None:
    m = DIGITS.match(text, at)
    if not m:
        return None
    digits = re.sub(r"[,\s]", "", m.group())
    value, end, scaled = float(digits), m.end(), False
    if (scale := MAGNITUDE.match(text, end)) and (factor := _scale(scale, text, money)):
        value, end, scaled = _whole(value * factor), scale.end(), True
    elif dozen := re.compile(rf"{GAP}dozen\b").match(text, end):
        return Number(dozen.end(), value * 12, value * 12, approximate=True, scaled=True)
    return Number(end, value, value, scaled=scaled, bare=not scaled and m.group().isdigit())


def _scale(m: re.Match[str], text: str, money: bool) -> int:
    """What a magnitude is worth; 0 where it is a unit or a designation instead."""
    if m.group(1):
        return SCALES[m.group(1).lower()]
    short = m.group(2).lower()
    if short == "m" and COUNTABLE.match(text, m.end()):
        return SCALES["million"]  # "1.2m people"
    if short in NEEDS_MONEY and not money and not _lexicon().money_after.match(text, m.end() + 1):
        return 0
    return SHORT_SCALES[short]


def _half(text: str, at: int) -> Number | None:
    """A dozen, a hundred, half a million, a quarter of a billion."""
    m = HALF.match(text, at)
    if not m:
        return None
    scale = (m.group(3) or m.group(4)).lower()
    value = float(12 if scale == "dozen" else SCALES[scale]) * (0.5 if m.group(1) else 0.25 if m.group(2) else 1)
    return Number(m.end(), value, value, approximate=scale == "dozen", scaled=True, words=True)


def _in_words(text: str, at: int) -> Number | None:
    """A number in words, read as long as it stays one: "two hundred and fifty", but only the five of "five and six"."""
    m = FIRST_WORD.match(text, at)
    if not m:
        return None
    word, end = m.group().lower(), m.end()
    total, group, scaled, approximate = 0.0, float(ONE_WORDS.get(word, TEN_WORDS.get(word, 0))), False, False
    room: float = 10 if word in TEN_WORDS else 0  # the next word must be smaller than this, unless it is a scale
    ceiling = float("inf")  # scales only fall: "two million three thousand"
    if half := AND_A_HALF.match(text, end):
        group, end, room = group + 0.5, half.end(), 0
    while m := NEXT_WORD.match(text, end):
        joint, word = m.group(1).lower(), m.group(2).lower()
        if word == "dozen":
            return None if joint == "-" else Number(m.end(), group * 12, group * 12, approximate=True, scaled=True, words=True)
        if "and" in joint and not (scaled and word not in SCALES):
            break
        if word in SCALES:
            scale = SCALES[word]
            if scale >= ceiling or not group:
                break
            if scale == 100:
                group, room = group * 100, 100
            else:
                total, group, room, ceiling = total + group * scale, 0.0, 1000, scale
            scaled = True
        else:
            step = ONE_WORDS.get(word, TEN_WORDS.get(word, 0))
            if not 0 < step < room:
                break
            group, room = group + step, 10 if word in TEN_WORDS else 0
        end = m.end()
    value = _whole(total + group)
    return Number(end, value, value, approximate, scaled=scaled, words=True)


def _vague(m: re.Match[str]) -> Number:
    """Hundreds, tens of thousands, several hundred, a few, dozens."""
    if m["times"]:
        return Number(m.end(), None, None, unit="times", words=True)
    if m["couple"]:
        return Number(m.end(), 2, 2, approximate=True, words=True)
    if m["scale"]:
        scale = 12 if m["scale"].lower() == "dozen" else SCALES[m["scale"].lower()]
        return Number(m.end(), 2.0 * scale, 10.0 * scale - 1, approximate=True, scaled=True, words=True)
    if m["plural"] or (m["of"] and m["of"].lower() in ("tens", "hundreds")):
        scale = SCALES[(m["plural"] or m["what"]).lower()[:-1]]
        many = {"tens": 10, "hundreds": 100}.get((m["of"] or "").lower(), 1)
        return Number(m.end(), 2.0 * many * scale, 10.0 * many * scale - 1, approximate=True, scaled=True, words=True)
    return Number(m.end(), None, None, words=True)


def _ranged(text: str, start: int, first: Number, code: str) -> Number | None:
    """The number, or the range it opens; None for a score, a vote or a span of years."""
    if first.low is None or first.low != first.high:
        return first
    window = text[max(0, start - WINDOW) : start]
    joint = BETWEEN_AND.match(text, first.end) if BETWEEN.search(window) else RANGE.match(text, first.end)
    if joint is None:
        return first
    hyphen = joint.group().strip() not in ("to", "and")
    at = joint.end()
    if money := _lexicon().money_before.match(text, at):
        at = money.end()
    second = _number(text, at, bool(code))
    if second is None or second.low is None or second.low != second.high:
        return first
    if not hyphen and FROM.search(window):
        return first  # "rose from 500 to 3,000" is a change, not a range
    if second.scaled and not first.scaled:
        factor = _factor(text, at, second)
        if (first.low or 0) * factor < (second.low or 0):
            first = first.times(factor)
    if hyphen and first.words and not second.scaled and joint.group() == "-":
        return first  # "a one-two punch"
    if first.bare and second.bare and _is_year_number(first) and _is_year_number(second) and not COUNTABLE.match(text, second.end):
        return None
    if (first.low or 0) >= (second.low or 0) or (hyphen and CONTEST.match(text, second.end)):
        return None if hyphen else first
    return replace(second, low=first.low, approximate=first.approximate or second.approximate, bare=False)


def _factor(text: str, at: int, second: Number) -> float:
    """The magnitude that a number was written with: 10⁶ for "15 million"."""
    m = DIGITS.match(text, at) or FIRST_WORD.match(text, at)
    if m is None:
        return 1.0
    word = m.group().lower()
    plain = float(re.sub(r"[,\s]", "", word)) if word[0].isdigit() else float(ONE_WORDS.get(word, TEN_WORDS.get(word, 0)))
    return (second.high or 0) / plain if plain else 1.0


def _with_unit(text: str, number: Number, code: str) -> Number:
    """The number with its currency or unit and the end of that word."""
    lexicon = _lexicon()
    if code:
        return replace(number, unit=code, bare=False)
    if number.unit:
        return number
    joint = (
        OF.match(text, number.end)
        if (number.words and number.approximate) or number.low is None
        else re.compile(rf"{GAP}|-|").match(text, number.end)
    )
    if joint and (money := lexicon.money_after.match(text, joint.end())) and _is_money(money.group(1), number):
        return replace(number, unit=lexicon.money[" ".join(money.group(1).lower().split())][0], end=money.end(), bare=False)
    if times := TIMES.match(text, number.end):
        return replace(number, low=None, high=None, unit="times", end=times.end())
    if unit := lexicon.symbol.match(text, number.end) or lexicon.unit.match(text, number.end) or _of_unit(text, number):
        words = " ".join(unit.group(1).split())
        name = lexicon.units.get(words) or lexicon.units[words.lower()]
        return replace(number, unit=name, end=unit.end(), bare=False)
    if counted := COUNTED.match(text, number.end):
        return replace(number, end=counted.end(), bare=False)
    return number


def _of_unit(text: str, number: Number) -> re.Match[str] | None:
    """The unit of "thousands of tons" and "several kilometers"."""
    of = re.compile(rf"{GAP}of(?={GAP})").match(text, number.end) if number.words else None
    return _lexicon().unit.match(text, of.end()) if of else None


def _is_money(words: str, number: Number) -> bool:
    """Whether a word that also means other things ("won", "pounds") is a currency here."""
    place = _lexicon().money[" ".join(words.lower().split())][1]
    return place != "large" or number.scaled or ((number.high or 0) >= 100 and "pound" not in words.lower())


def _look_back(text: str, start: int, past: int) -> tuple[int, list[str]]:
    """Where the modifiers before a number begin, and their effects, the nearest first."""
    lexicon = _lexicon()
    effects: list[str] = []
    if between := BETWEEN.search(text, max(past, start - WINDOW), start):
        start = between.start()
    for _ in range(3):  # "bringing the total to at least about"
        m = lexicon.before.search(text[max(past, start - WINDOW) : start])
        if not m:
            break
        effects.append(lexicon.effect[" ".join(m.group().lower().split())])
        start -= len(m.group())
    return start, effects


def _look_ahead(text: str, number: Number) -> tuple[int, list[str]]:
    """Where the modifier behind a number ends, and its effect."""
    m = _lexicon().after.match(text, number.end)
    if not m or (m.group(1).lower() == "more" and re.compile(rf"{GAP}than\b").match(text, m.end())):
        return number.end, []
    return m.end(), [_lexicon().effect[" ".join(m.group(1).lower().split())]]


def _is_name_or_pronoun(text: str, start: int, number: Number) -> bool:
    """Whether a number without modifier or unit is part of a name ("Flight 370", "Group of Seven") or the pronoun "one"."""
    if number.low is None or number.low != number.high or not (number.bare or number.words):
        return False
    before = PRECEDING.search(text, max(0, start - 24), start)
    word = before.group(1) if before else ""
    designators = _lexicon().designators
    if designators & {word, word.lower(), word.removesuffix("s"), word.lower().removesuffix("s")}:
        return True
    after = FOLLOWING.match(text, number.end)
    following = (after.group(1) or "") if after else ""
    if number.words and text[start].isupper() and word and word[-1] != "." and not following[:1].isupper():
        return True
    if text[start : number.end].lower() != "one":
        return False
    return not following or following.lower() in PRONOUN_AFTER.split() or word.lower() in PRONOUN_BEFORE


def _is_year_number(number: Number) -> bool:
    return number.low is not None and 1900 <= number.low < 2100


def _end_of_names(text: str, start: int, number: Number) -> int:
    """The end of "Resolutions 1718, 1874 and 2087": in the plural, all the numbers that follow are names."""
    before = PRECEDING.search(text, max(0, start - 24), start)
    more = NAMES_LIST.match(text, number.end) if before and before.group(1).endswith("s") else None
    return more.end() if more else number.end


def _is_year(text: str, start: int, number: Number, effects: list[str]) -> bool:
    """Whether four bare digits are a year: not where a count is plainly meant."""
    words = text[start : number.end]
    if not YEAR.fullmatch(words) or COUNTABLE.match(text, number.end):
        return False
    if any(effect in ("floor", "ceiling", "total", "more") for effect in effects):
        return False
    return _is_year_number(number) or bool(YEAR_BEFORE.search(text, max(0, start - 16), start))
