"""when: "early March", "between 8 and 13 October", "last Friday" -> EDTF, reckoned from the article's date.

The value is never more precise than the words. In short (anchored on 2024-12-09, a Monday):

    June 2024, 19 June 2024          2024-06, 2024-06-19
    October 8–13                     2024-10-08/2024-10-13
    early March, mid-2023            2024-03~, 2023~
    Q3 2024, summer 2024             2024-35, 2024-22 (EDTF's codes for quarters and seasons)
    the first half of 2025           2025-01/2025-06
    the 1990s, the 19th century      199X, 18XX
    last week                        2024-12-02/2024-12-08 (Monday to Sunday)
    earlier this year, late 2023     2024, 2023~
    since August, by December        2024-08/.., ../2024-12
    in recent weeks, two decades ago ../2024-12-09, 2004~
    for two years, three days later  "" (the words stay): a length, or reckoned from an event

A weekday is the last one up to the anchor, a month or day without a year the last one up to the anchor, unless the words
point forward ("next", "coming", "by", "until"). A day soon after the anchor ("January 5" in a December article) is that day.
Where the article has no date, or one too coarse for the words, the value is "".
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from sayso.claim import When
from sayso.reckoning import DASH, RULES, Anchor, Reckoning, S, day_of


@dataclass(frozen=True, slots=True)
class Point:
    """One date expression by itself: "early March" of "since early March"."""

    start: int
    end: int
    edtf: str
    relative: bool  # whether the anchor was needed


def find(text: str, anchor: str = "", offset: int = 0) -> list[When]:
    """The dates and stretches of time of a text, in its order and without overlap; their spans begin at the offset."""
    return list(_found(text, anchor, offset)) if TIMELY.search(text) else []


@lru_cache(maxsize=4096)  # several rooms ask about the same sentence
def _found(text: str, anchor: str, offset: int) -> tuple[When, ...]:
    base = Anchor.read(anchor)
    return tuple(
        When(text[p.start : p.end], (p.start + offset, p.end + offset), p.edtf, base.edtf if base and p.relative and p.edtf else "")
        for p in _join(text, _points(text, base))
    )


# Every date expression holds a digit or one of these: most sentences need not be gone through at all.
TIMELY = re.compile(
    r"\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tues|wednes|thurs|fri|satur|sun)|year|decade|centur|month|week|day|night"
    r"|morning|noon|evening|hour|minute|moment|thanksgiving|\beve\b|spring|summer|autumn|fall|winter|season|quarter|half|tomorrow|ago|recent|now|later|earlier|fortnight",
    re.I,
)
BEFORE_FORWARD = re.compile(
    rf"\b(?:by|until|till|before|through|starting|beginning|as{S}(?:early|soon|late){S}as|no{S}later{S}than|(?:scheduled|planned|set|due|expected){S}(?:for|on|in|by)){S}(?:(?:on|the|about|around|early|late|mid){S})?$",
    re.I,
)


def _points(text: str, anchor: Anchor | None) -> list[Point]:
    """The date expressions of the text, each by itself; where two overlap, the one that begins first, then the longer."""
    candidates: list[tuple[int, int, int]] = []
    matches: list[re.Match[str]] = []
    for rank, (pattern, _, _) in enumerate(RULES):
        for m in pattern.finditer(text):
            candidates.append((m.start(), -m.end(), rank))
            matches.append(m)
    order = sorted(range(len(candidates)), key=candidates.__getitem__)
    points: list[Point] = []
    past = 0
    for i in order:
        start, negative_end, rank = candidates[i]
        if start < past:
            continue
        forward = bool(BEFORE_FORWARD.search(text, max(0, start - 24), start))
        edtf = RULES[rank][1](matches[i], Reckoning(anchor, forward))
        if edtf is not None:
            points.append(Point(start, -negative_end, edtf, RULES[rank][2](matches[i])))
            past = -negative_end
    return points


# Stretches between points

SINCE = re.compile(rf"\b(?:ever{S})?since{S}(?:about{S}|around{S}|at{S}least{S}|the{S})?$", re.I)
UNTIL = re.compile(
    rf"\b(?:by|until|till|up{S}to|no{S}later{S}than|not{S}later{S}than|before|prior{S}to|through){S}(?:about{S}|around{S}|the{S})?$", re.I
)
AFTER = re.compile(rf"\b(?:after|starting|beginning)(?:{S}(?:in|on|from))?{S}(?:about{S}|around{S}|the{S})?$", re.I)
WEEK_OF = re.compile(rf"\b(?:the{S})?week{S}(?:of|beginning|starting){S}$", re.I)
BETWEEN = re.compile(rf"\bbetween{S}(?:the{S})?$", re.I)
FROM = re.compile(rf"\bfrom{S}(?:the{S})?$", re.I)
AND = re.compile(rf"{S}and{S}(?:the{S})?")
TO = re.compile(rf"{S}?{DASH}{S}?|{S}(?:to|until|till|through|up{S}to){S}(?:the{S})?")


def _join(text: str, points: list[Point]) -> list[Point]:
    """The points with the words that make stretches of them: since, by, between … and, from … to."""
    joined: list[Point] = []
    i = 0
    while i < len(points):
        point = points[i]
        floor = joined[-1].end if joined else 0
        low = max(floor, point.start - 28)
        if i + 1 < len(points) and (pair := _pair(text, low, point, points[i + 1])):
            joined.append(pair)
            i += 2
            continue
        joined.append(_open(text, low, point))
        i += 1
    return joined


def _pair(text: str, low: int, first: Point, second: Point) -> Point | None:
    """Between March and June, from 2019 to 2021, June–August 2024."""
    if not first.edtf or not second.edtf or first.edtf[0] in "{[" or second.edtf[0] in "{[" or second.start - first.end > 16:
        return None
    if "X" in first.edtf + second.edtf or ".." in first.edtf + second.edtf:
        return None  # the notation has no stretch of decades
    between, origin = BETWEEN.search(text, low, first.start), FROM.search(text, low, first.start)
    joint = text[first.end : second.start]
    if not ((between and AND.fullmatch(joint)) or TO.fullmatch(joint)):
        return None
    start_edtf = first.edtf
    if first.relative and not second.relative and len(first.edtf) in (7, 8):  # "between March and June 2023" is one year
        start_edtf = second.edtf[:4] + first.edtf[4:]
        if start_edtf > second.edtf:
            start_edtf = f"{int(second.edtf[:4]) - 1:04}" + first.edtf[4:]
    ends = _ends(start_edtf)[0], _ends(second.edtf)[1]
    if not all(ends) or bounds(ends[0])[0] > bounds(ends[1])[1]:
        return None
    opening = between or origin
    start = opening.start() if opening else first.start
    return Point(start, second.end, "/".join(ends), first.relative or second.relative)


def _ends(edtf: str) -> tuple[str, str]:
    """The first and last part of a stretch; a quarter or half as its months, as it cannot end a stretch in the notation."""
    first, last = edtf.split("/")[0], edtf.split("/")[-1]
    if m := re.fullmatch(r"(\d{4})-([34]\d)", edtf):
        months = SPANS[int(m[2])]
        return f"{m[1]}-{months[0]:02}", f"{m[1]}-{months[1]:02}"
    return first, last


def _open(text: str, low: int, point: Point) -> Point:
    """Since August, by December, until 2025, after Friday."""
    if not point.edtf or "X" in point.edtf or ".." in point.edtf or point.edtf[0] in "{[":
        return point
    first, last = _ends(point.edtf)
    if len(point.edtf) == 10 and (m := WEEK_OF.search(text, low, point.start)):
        day = date.fromisoformat(point.edtf)
        monday = day - timedelta(days=day.weekday())
        return Point(m.start(), point.end, f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}", point.relative)
    if m := SINCE.search(text, low, point.start) or AFTER.search(text, low, point.start):
        return Point(m.start(), point.end, f"{first}/..", point.relative)
    if m := UNTIL.search(text, low, point.start):
        return Point(m.start(), point.end, f"../{last.removesuffix('~')}", point.relative)
    return point


# Bounds

SPANS = {
    21: (3, 5),
    22: (6, 8),
    23: (9, 11),
    33: (1, 3),
    34: (4, 6),
    35: (7, 9),
    36: (10, 12),
    40: (1, 6),
    41: (7, 12),
}  # months of seasons, quarters, halves


@lru_cache(maxsize=4096)  # a story has few dates, told over and over
def bounds(edtf: str) -> tuple[str, str]:
    """The earliest and latest day that a date can mean, "" where it is open.

    Approximate dates keep the ends of what they approximate. Seasons are the northern ones; as a winter may be named after
    either of its years, it reaches over both.
    """
    if edtf[:1] in ("{", "["):  # all of these, one of these
        edtf = edtf[1:-1].replace(",", "/")
    if "/" in edtf:
        first, last = edtf.split("/", 1)
        return bounds(first)[0], bounds(last)[1]
    plain = edtf.strip("~?%")
    if not (m := re.fullmatch(r"([\dX]{4})(?:-([\dX]{2})(?:-([\dX]{2}))?)?", plain)):
        return "", ""
    low, high = m[1].replace("X", "0"), m[1].replace("X", "9")
    month = int(m[2]) if m[2] and m[2].isdigit() else 0
    if low == "0000" or month == 0:
        return f"{low}-01-01", f"{high}-12-31"
    if month == 24:
        return f"{int(low) - 1:04}-12-01", f"{int(high) + 1:04}-02-{monthrange(int(high) + 1, 2)[1]}"
    first_month, last_month = SPANS.get(month, (month, month))
    if not 1 <= first_month <= 12:
        return "", ""
    if m[3] and m[3].isdigit():
        return (f"{low}-{month:02}-{m[3]}", f"{high}-{month:02}-{m[3]}") if day_of(int(low), month, int(m[3])) else ("", "")
    return f"{low}-{first_month:02}-01", f"{high}-{last_month:02}-{monthrange(int(high), last_month)[1]:02}"
