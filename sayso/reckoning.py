"""One date expression by itself: its pattern, and how its words are reckoned to EDTF.

RULES is the table that dates.find goes through: a pattern, the rule that reads a match (EDTF; "" for words that stay words; None for
what is no date after all), and whether the value needed the article's date. `dates` joins what stands here into stretches.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
NUMBERS = {
    w: n
    for n, w in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
        ],
        1,
    )
}
NUMBERS |= {"a": 1, "an": 1, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "a couple of": 2}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "last": 0, "final": 0}
SOON = 92  # days: a day without a year this soon after the anchor, and long past otherwise, is yet to come
LONG_PAST = 214  # days: seven months

S = r"(?:[ \t\u00a0\u2009\u202f]{1,3}|[ \t]?\r?\n(?=[a-z0-9A-Z]))"
DASH = r"[-\u2010-\u2015]"
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[.,:]\d)"
YEAR = r"(?:1[4-9]|20)\d\d(?![\w%]|[.,]\d)"
PART = rf"(?i:early|mid|middle|late)(?:{DASH}|{S})(?:(?i:in){S})?|(?:(?i:the){S})?(?i:beginning|start|middle|end|close){S}(?i:of){S}"
UNIT = r"(?:day|week|weekend|month|quarter|year|decade|century)"
NUMBER = rf"(?:\d{{1,3}}|{'|'.join(sorted((n.replace(' ', S) for n in NUMBERS), key=len, reverse=True))})"
FEW = rf"(?:several|many|some|a{S}few|few|a{S}number{S}of)"
ABOUT = rf"(?:(?:about|around|roughly|approximately|nearly|almost|some|at{S}least|more{S}than|over|less{S}than){S})"
DAYTIME = rf"(?:{S}(?i:early{S}|late{S})?(?i:morning|afternoon|evening|night)\b)?"


@dataclass(frozen=True, slots=True)
class Anchor:
    """The date that relative words are reckoned from, as precise as it is."""

    edtf: str
    year: int
    month: int = 0  # 0: not known
    day: date | None = None

    @classmethod
    def read(cls, edtf: str) -> Anchor | None:
        """The anchor of an article's date; None where it has none that can be reckoned from."""
        m = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?", edtf)
        if not m or not 1 <= int(m[1]) <= 9998:
            return None
        month = int(m[2] or 0)
        if not m[3]:
            return cls(edtf, int(m[1]), month) if month <= 12 else None
        day = day_of(int(m[1]), month, int(m[3]))
        return cls(m.group()[:10], day.year, day.month, day) if day else None


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What a rule may look at beside its own words."""

    anchor: Anchor | None
    forward: bool  # the words before it point to what is to come ("by", "until")


Rule = Callable[[re.Match[str], Reckoning], "str | None"]  # EDTF, "" for words that stay words, None for no date at all


def day_of(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else None


def _month_number(word: str) -> int:
    return next(i for i, name in enumerate(MONTHS, 1) if name.startswith(word.lower().rstrip(".")[:3]))


def _number(word: str) -> int:
    word = " ".join(word.lower().split())
    return int(word) if word.isdigit() else NUMBERS[word]


def _about(edtf: str, part: str | None) -> str:
    """Early, mid, late March: within it, no day known."""
    whole = "/" in edtf or re.fullmatch(r"\d{4}-[2-4]\d", edtf)  # the notation knows no approximate season or quarter
    return edtf + "~" if part and edtf and not whole else edtf


def _year_of_month(month: int, r: Reckoning, direction: str) -> int | None:
    """The year of a month named without one; None where the anchor cannot tell."""
    a = r.anchor
    if a is None or not a.month:
        return None
    if direction == "next" or (r.forward and direction != "last" and (a.month - month) % 12 not in (1, 2)):
        later = month > a.month or (month == a.month and direction != "next")
        return a.year if later else a.year + 1
    earlier = month < a.month or (month == a.month and direction != "last")
    return a.year if earlier else a.year - 1


def _year_of_day(month: int, day: int, r: Reckoning, weekday: str) -> int | None:
    """The year of a day named without one: that of the weekday beside it if there is one, else by the anchor."""
    a = r.anchor
    if a is None or not a.month:
        return None
    if a.day is None:
        return _year_of_month(month, r, "")
    days = [d for d in (day_of(a.year + n, month, day) for n in (-1, 0, 1)) if d]
    if weekday and (right := [d for d in days if WEEKDAYS[d.weekday()] == weekday.lower()]):
        return min(right, key=lambda d: abs((d - _known(a.day)).days)).year
    past = [d for d in days if d <= a.day]
    coming = [d for d in days if d > a.day]
    if not past or not coming:
        return (past or coming)[-1].year if past or coming else None
    ago, ahead = (a.day - past[-1]).days, (coming[0] - a.day).days
    if (r.forward and ago > SOON) or (ahead <= SOON and ago >= LONG_PAST):
        return coming[0].year
    return past[-1].year


def _known(day: date | None) -> date:
    assert day is not None
    return day


def _named_days(m: re.Match[str], r: Reckoning) -> str | None:
    """19 June 2024, October 8–13, Friday, Oct. 23."""
    groups = m.groupdict()
    month = _month_number(m["month"])
    first, last = int(re.sub(r"\D", "", m["day"])), re.sub(r"\D", "", groups.get("last") or "")
    if not day_of(2024, month, first) or (last and not (day_of(2024, month, int(last)) and int(last) > first)):
        return None
    year = int(m["year"]) if m["year"] else _year_of_day(month, first, r, groups.get("weekday") or "")
    if year is None:
        return ""
    if not day_of(year, month, first):
        return None
    begin = f"{year:04}-{month:02}-{first:02}"
    if not last:
        return begin
    end = f"{year:04}-{month:02}-{int(last):02}"
    if m["listed"].strip().lower() in ("and", "or") and not m["between"]:
        return f"{{{begin},{end}}}" if "and" in m["listed"] else f"[{begin},{end}]"
    return f"{begin}/{end}"


def _across_months(m: re.Match[str], r: Reckoning) -> str | None:
    """28 October–3 November 2024, October 28 – November 3."""
    month, month2 = _month_number(m["month"]), _month_number(m["month2"])
    first, last = int(re.sub(r"\D", "", m["day"])), int(re.sub(r"\D", "", m["day2"]))
    year2 = int(m["year"]) if m["year"] else _year_of_day(month2, last, r, "")
    if year2 is None:
        return ""
    year = year2 if month <= month2 else year2 - 1
    if not day_of(year, month, first) or not day_of(year2, month2, last):
        return None
    return f"{year:04}-{month:02}-{first:02}/{year2:04}-{month2:02}-{last:02}"


def _month(m: re.Match[str], r: Reckoning) -> str | None:
    """June 2024, early March, last October, next June."""
    month, year = _month_number(m["month"]), m["year"]
    direction = (m["direction"] or "").lower()
    if not (year or m["part"] or direction) and not _is_month(m):
        return None
    if year:
        return _about(f"{int(year):04}-{month:02}", m["part"])
    if direction in ("this", "of this"):
        reckoned = r.anchor.year if r.anchor else None
    else:
        reckoned = _year_of_month(
            month, r, "next" if direction in ("next", "coming", "this coming") else "last" if direction == "last" else ""
        )
    if reckoned is not None and (relative := (m["of"] or "").lower()):
        reckoned = r.anchor.year + {"last": -1, "this": 0, "next": 1}[relative] if r.anchor else None
    return "" if reckoned is None else _about(f"{reckoned:04}-{month:02}", m["part"])


NAME_AFTER = re.compile(rf"{S}?[-’'](?!s\b)|{S}(?:[A-Z][a-z]+|\d+\.\d|\d{{4,}})")
MONTH_BEFORE = re.compile(
    rf"\b(?:(?P<firm>in|since|by|until|till|during|between|before|after)|of|from|to|through|for|and|or|around|about|each|every|than){S}$",
    re.I,
)


def _is_month(m: re.Match[str]) -> bool:
    """Whether a month's name by itself is the month, not the verb "march", the modal "may", the adjective, or a person."""
    text, start, word = m.string, m.start("month"), m["month"]
    if word.rstrip(".").lower() not in ("march", "may", "august", "april", "june", "mar", "jan", "dec"):
        return True
    before = MONTH_BEFORE.search(text, max(0, start - 24), start)
    if word in ("April", "June"):
        return bool(before and before["firm"]) or not NAME_AFTER.match(text, m.end())
    if len(word.rstrip(".")) == 3 and word.lower() != "may":
        return word.endswith(".") or bool(before and before["firm"] and not NAME_AFTER.match(text, m.end()))
    if word.isupper():
        return False
    return bool(before) and not re.compile(rf"{S}[A-Z]").match(text, m.end("month"))


TITLE_AFTER = re.compile(rf"{S}(?:Times|Mail|Telegraph|Express|Post|Herald|Mirror|School|Night{S}Live|Agreement|Accords?)\b")
TITLE_BEFORE = re.compile(r"\b(?:Black|Super|Bloody|Good)\s$")


def _weekday(m: re.Match[str], r: Reckoning) -> str | None:
    """On Tuesday, last Friday, next Monday night, Thursday of last week."""
    if TITLE_AFTER.match(m.string, m.end()) or TITLE_BEFORE.search(m.string[max(0, m.start() - 8) : m.start()]):
        return None
    if r.anchor is None or r.anchor.day is None:
        return ""
    today, wanted = r.anchor.day, WEEKDAYS.index(m["weekday"].lower())
    direction = " ".join((m["direction"] or "").lower().split())
    monday = today - timedelta(days=today.weekday())
    if m["week"]:
        return (monday + timedelta(days=wanted + 7 * {"last": -1, "this": 0, "next": 1}[m["week"].lower()])).isoformat()
    back = (today.weekday() - wanted) % 7
    if direction == "this":
        return (monday + timedelta(days=wanted)).isoformat()
    if direction in ("next", "coming", "this coming") or (r.forward and not direction):
        return (today + timedelta(days=(7 - back) if back or direction else 0)).isoformat()
    return (today - timedelta(days=back or (7 if direction else 0))).isoformat()


def _deictic(m: re.Match[str], r: Reckoning) -> str | None:
    """Yesterday, today, tonight, tomorrow, overnight, the day after tomorrow."""
    if r.anchor is None or r.anchor.day is None:
        return ""
    words = " ".join(m.group().lower().split())
    today = r.anchor.day
    if words == "overnight":
        return f"{(today - timedelta(days=1)).isoformat()}/{today.isoformat()}"
    shift = -1 if words.startswith(("yesterday", "last")) else 1 if words.startswith("tomorrow") else 0
    shift = -2 if "before yesterday" in words else 2 if "after tomorrow" in words else shift
    return (today + timedelta(days=shift)).isoformat()


def _shifted(unit: str, shift: int, a: Anchor | None) -> str:
    """The day, week, month … so many before or after the anchor's own; "" where the anchor is too coarse."""
    if a is None or not 100 <= a.year + (shift if unit == "year" else 0) * 1 <= 9900:
        return ""
    if unit in ("day", "week", "weekend"):
        if a.day is None:
            return ""
        if unit == "day":
            return (a.day + timedelta(days=shift)).isoformat()
        monday = a.day - timedelta(days=a.day.weekday()) + timedelta(weeks=shift)
        first = monday + timedelta(days=5 if unit == "weekend" else 0)
        return f"{first.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
    if unit in ("month", "quarter"):
        if not a.month:
            return ""
        size = 1 if unit == "month" else 3
        count = (a.year * 12 + a.month - 1) // size + shift
        return f"{count * size // 12:04}-{count * size % 12 + 1:02}" if size == 1 else f"{count // 4:04}-{33 + count % 4}"
    if unit == "year":
        return f"{a.year + shift:04}"
    if unit == "decade":
        return f"{a.year // 10 + shift:03}X"
    return f"{(a.year - 1) // 100 + shift:02}XX"


SHIFTS = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "this": 0,
    "current": 0,
    "the current": 0,
    "next": 1,
    "coming": 1,
    "the coming": 1,
    "this coming": 1,
}


def _unit(m: re.Match[str], r: Reckoning) -> str | None:
    """Last week, this month, earlier this year, late last year, the end of next month."""
    direction = " ".join(m["direction"].lower().split())
    unit = m["unit"].lower()
    if unit == "day":
        return "" if direction in ("next", "the next") else None
    shift = SHIFTS[direction.removeprefix("the ")]
    if unit == "weekend" and direction == "last" and r.anchor and r.anchor.day and r.anchor.day.weekday() >= 5:
        shift = -1
    edtf = _shifted(unit, shift, r.anchor)
    return _about(edtf, m["part"])


def _end_of(m: re.Match[str], r: Reckoning) -> str | None:
    """The end of the year, by the end of the month, by year-end: the anchor's own."""
    return _about(_shifted((m["unit"] or "year").lower(), 0, r.anchor), "end")


def _weekend(m: re.Match[str], r: Reckoning) -> str | None:
    """The weekend: this one if it has begun, else the last."""
    if r.anchor is None or r.anchor.day is None:
        return ""
    return _shifted("weekend", 0 if r.anchor.day.weekday() >= 5 or r.forward else -1, r.anchor)


def _ago(m: re.Match[str], r: Reckoning) -> str | None:
    """Two days ago, three months ago, more than a decade ago, several weeks ago."""
    unit = m["unit"].lower()
    if m["few"]:
        return f"../{r.anchor.edtf}" if r.anchor else ""
    number = _number(m["number"])
    if unit == "decade":
        unit, number, vague = "year", 10 * number, True
    else:
        vague = bool(m["about"])
    if number > 900:
        return ""
    edtf = _shifted(unit, -number, r.anchor)
    if not vague:
        return edtf
    return "/".join(end + "~" for end in edtf.split("/")) if edtf else ""


def _stretch(m: re.Match[str], r: Reckoning) -> str | None:
    """In recent weeks, over the past few months, the last two years, in the coming days."""
    if r.anchor is None:
        return ""
    ahead = " ".join(m["direction"].lower().split()) in ("next", "coming")
    open_end = f"{r.anchor.edtf}/.." if ahead else f"../{r.anchor.edtf}"
    if not m["number"] or m["unit"].lower() in ("decade", "century"):
        return open_end
    far = _shifted(m["unit"].lower(), _number(m["number"]) * (1 if ahead else -1), r.anchor)
    if not far:
        return ""
    far = (far.split("/")[-1] if ahead else far.split("/")[0]) + "~"
    return f"{r.anchor.edtf}/{far}" if ahead else f"{far}/{r.anchor.edtf}"


def _stays(m: re.Match[str], r: Reckoning) -> str | None:
    """For two years, three weeks later, the following day: a length, or reckoned from an event."""
    return ""


def _iso(m: re.Match[str], r: Reckoning) -> str | None:
    """2024-12-09, 2024-12."""
    year, month, day = int(m[1]), int(m[2]), int(m[3] or 1)
    return m.group() if day_of(year, month, day) else None


def _numeric(m: re.Match[str], r: Reckoning) -> str | None:
    """12/25/2024 and 25.12.2024; 12/09/2024 could be either and stays words."""
    one, two, year = int(m[1]), int(m[3]), int(m[4])
    readings = {d for d in (day_of(year, one, two), day_of(year, two, one)) if d}
    if not readings:
        return None
    return readings.pop().isoformat() if len(readings) == 1 else ""


YEAR_BEFORE = re.compile(
    rf"(?:\b(?:in|since|until|till|by|from|of|during|before|after|for|through|to|and|or|the|late|early|mid|year|around|about|than|between|as|on|spring|summer|autumn"
    rf"|fall|winter|election|elections|circa|late|a|this|its|his|her|their|our){S}|[(,;:–—\[]{S}?|^|\n|-)$",
    re.I,
)
COUNTED_AFTER = re.compile(
    rf"{S}(?:more{S})?(?:people|troops|soldiers|men|women|fighters|personnel|rounds|shells|drones|missiles|tanks|jets|aircraft|fighters|civilians|miles|km|kilomet\w+|met(?:er|re)s|feet"
    rf"|tons|tonnes|barrels|pounds|dollars|euros|won|yen|rubles|yuan|million|billion|percent|per{S}cent|hours|days|weeks|months|years|homes|workers|jobs|times|votes|points|GMT|UTC)\b|%",
    re.I,
)
COUNT_BEFORE = re.compile(
    rf"\b(?:at{S}least|more{S}than|fewer{S}than|less{S}than|up{S}to|some|nearly|almost|over|another|total{S}of|only|no\.|number){S}$", re.I
)


CAPITAL_BEFORE = re.compile(r"[A-Z][\w.’'-]*\s?$")  # "Mirage 2000"
LIKELY = 2060  # a later year needs a word that says it is one
FAR_BEFORE = re.compile(rf"\b(?:in|by|until|since|of|through|year|before|after){S}$", re.I)


def _year(m: re.Match[str], r: Reckoning) -> str | None:
    """In 2024, mid-2023, early 1999, (1998): four digits that no count or designation explains."""
    text, start = m.string, m.start()
    if COUNTED_AFTER.match(text, m.end()) or COUNT_BEFORE.search(text, max(0, start - 20), start):
        return None
    if not m["part"]:
        year, before = int(m["year"]), text[max(0, start - 16) : start]
        named = YEAR_BEFORE.search(before)
        if (not named and (year < 1900 or CAPITAL_BEFORE.search(before))) or (year > LIKELY and not FAR_BEFORE.search(before)):
            return None
    return _about(m["year"], m["part"])


def _years(m: re.Match[str], r: Reckoning) -> str | None:
    """2022-2024, 2023/24."""
    first, last = m[1], m[2] if len(m[2]) == 4 else m[1][:2] + m[2]
    if first >= last or COUNTED_AFTER.match(m.string, m.end()):
        return None
    return f"{first}/{last}"


def _decade(m: re.Match[str], r: Reckoning) -> str | None:
    """The 1990s, the early 1980s, the '60s."""
    digits = m["decade"] if len(m["decade"]) == 4 else "19" + m["decade"][-2:]
    return _about(digits[:3] + "X", m["part"])


def _century(m: re.Match[str], r: Reckoning) -> str | None:
    """The 19th century."""
    return _about(f"{int(re.sub(r'[^0-9]', '', m['century'])) - 1:02}XX", m["part"])


def _season(m: re.Match[str], r: Reckoning) -> str | None:
    """Summer 2024, the spring of 2023, last fall, this winter."""
    code = SEASONS[m["season"].lower()]
    if m["year"]:
        return _about(f"{m['year']}-{code}", m["part"])
    if r.anchor is None or not r.anchor.month:
        return ""
    a, direction = r.anchor, (m["direction"] or m["of"] or "").lower()
    if m["of"]:
        return f"{a.year + SHIFTS[direction]:04}-{code}"
    starts = 3 * (code - 20)  # the month it begins in, in the northern year
    if direction == "this":
        return f"{a.year - (code == 24 and a.month < 3):04}-{code}"
    if direction == "last":
        return f"{a.year if starts + 2 < a.month else a.year - 1 - (code == 24 and a.month < 3):04}-{code}"
    return f"{a.year if starts > a.month else a.year + 1:04}-{code}"


def _part_of_year(m: re.Match[str], r: Reckoning) -> str | None:
    """Q3 2024, the third quarter of last year, the first half of 2025."""
    which = m["which"].lower()
    number = ORDINALS.get(which) if not which.isdigit() else int(which)
    of = " ".join((m["of"] or "").lower().split())
    year = m["year"] or _shifted("year", {"last": -1, "next": 1}.get(of, 0), r.anchor)
    if number is None or not year:
        return ""
    if m["unit"].lower() in ("q", "quarter"):
        return f"{year}-{32 + (number or 4)}" if number <= 4 else None
    return None if number > 2 else f"{year}-01/{year}-06" if number == 1 else f"{year}-07/{year}-12"


def _always(m: re.Match[str]) -> bool:
    return True


def _never(m: re.Match[str]) -> bool:
    return False


def _without_year(m: re.Match[str]) -> bool:
    return not m["year"]


def _holiday(m: re.Match[str], r: Reckoning) -> str | None:
    """Thanksgiving, Christmas Day, New Year's Eve."""
    day = " ".join(m["holiday"].lower().replace("’", "'").split())
    month, number = {"christmas day": (12, 25), "christmas eve": (12, 24), "new year's eve": (12, 31), "new year's day": (1, 1)}.get(
        day, (11, 25)
    )
    near = _year_of_day(month, number, r, "") if not m["year"] else int(m["year"])
    if near is None:
        return ""
    if month == 11:
        number = 28 - (date(near, 11, 1).weekday() + 3) % 7  # the fourth Thursday
    return f"{near:04}-{month:02}-{number:02}"


Entry = tuple["re.Pattern[str]", Rule, Callable[["re.Match[str]"], bool]]
W = r"(?<![\w/$€£.-])"  # where an expression may begin
TO_DAY = rf"(?:{S}?{DASH}{S}?|{S}(?:to|through|until|and|or){S})"
WEEK_NAME = rf"(?:(?P<weekday>{WEEKDAY}),?{S})?(?P<between>(?i:between|from){S}(?:the{S})?(?=(?:{MONTH}{S})?{DAY}{TO_DAY}{DAY}))?(?:(?P<direction>last|this|next){S})?"
TAIL_DAY = rf"(?:(?P<listed>{TO_DAY})(?P<last>{DAY}))?"
RULES: list[Entry] = [
    (re.compile(r"(?<![\w/.-])(\d{4})-(\d\d)(?:-(\d\d))?(?=T\d\d|[^\w-]|-\W|$)"), _iso, _never),
    (re.compile(r"(?<![\w/.-])(\d{1,2})([/.])(\d{1,2})\2(\d{4})(?![\w/]|\.\d)"), _numeric, _never),
    (re.compile(rf"{W}{WEEK_NAME}(?P<month>{MONTH}){S}(?P<day>{DAY}){TAIL_DAY}(?:,?{S}(?P<year>{YEAR}))?"), _named_days, _without_year),
    (
        re.compile(rf"{W}{WEEK_NAME}(?:the{S})?(?P<day>{DAY}){TAIL_DAY}{S}(?:of{S})?(?P<month>{MONTH})(?!\w)(?:,?{S}(?P<year>{YEAR}))?"),
        _named_days,
        _without_year,
    ),
    (
        re.compile(
            rf"{W}(?P<month>{MONTH}){S}(?P<day>{DAY}){S}?(?:{DASH}|to|through|until){S}?(?P<month2>{MONTH}){S}(?P<day2>{DAY})(?:,?{S}(?P<year>{YEAR}))?"
        ),
        _across_months,
        _without_year,
    ),
    (
        re.compile(
            rf"{W}(?P<day>{DAY}){S}(?P<month>{MONTH}){S}?(?:{DASH}|to|through|until){S}?(?P<day2>{DAY}){S}(?P<month2>{MONTH})(?:,?{S}(?P<year>{YEAR}))?"
        ),
        _across_months,
        _without_year,
    ),
    (
        re.compile(
            rf"(?<![\w/$€£.])(?P<part>{PART})?(?:(?P<direction>(?i:last|next|coming|this{S}coming|this|past)){S})?(?P<month>{MONTH})(?!\w)"
            rf"(?:,?{S}(?:of{S})?(?P<year>{YEAR})|{S}(?:of{S})?(?P<of>last|this|next){S}year\b)?"
        ),
        _month,
        _without_year,
    ),
    (
        re.compile(
            rf"\b(?:(?P<direction>(?i:last|next|this{S}coming|coming|this|past)){S})?(?P<weekday>{WEEKDAY})\b{DAYTIME}(?:{S}(?:of{S})?(?P<week>last|this|next){S}week\b)?"
        ),
        _weekday,
        _always,
    ),
    (
        re.compile(
            rf"\b(?:the{S}day{S}before{S}yesterday|the{S}day{S}after{S}tomorrow|(?:yesterday|tomorrow){DAYTIME}|today|tonight|overnight"
            rf"|last{S}night|this{S}(?:morning|afternoon|evening))\b",
            re.I,
        ),
        _deictic,
        _always,
    ),
    (
        re.compile(
            rf"\b(?:(?:earlier|later|sometime){S})?(?P<part>{PART}|(?:early|late){S})?(?P<direction>last|this{S}coming|this|next|(?:the{S})?(?:coming|current|previous)|the{S}(?:last|past|next))"
            rf"{S}(?P<unit>{UNIT})\b",
            re.I,
        ),
        _unit,
        _always,
    ),
    (
        re.compile(
            rf"\b(?:the{S})?(?:end|beginning|start|middle|close){S}of{S}the{S}(?P<unit>week|month|quarter|year|decade|century)\b|\byear-?end\b",
            re.I,
        ),
        _end_of,
        _always,
    ),
    (
        re.compile(
            rf"\b(?:last{S})?(?P<holiday>(?:Christmas{S}(?:Day|Eve))|New{S}Year['’]s{S}(?:Day|Eve)|Thanksgiving)(?:{S}Day)?\b(?!{S}(?:dinner|turkey|table|Parade))(?:,?{S}(?P<year>{YEAR}))?"
        ),
        _holiday,
        _without_year,
    ),
    (re.compile(rf"\bthe{S}weekend\b", re.I), _weekend, _always),
    (re.compile(rf"\b(?P<about>{ABOUT})?(?:(?P<number>{NUMBER})|(?P<few>{FEW})){S}(?P<unit>{UNIT})s?{S}ago\b", re.I), _ago, _always),
    (
        re.compile(
            rf"\b(?:(?:the|these){S})?(?P<direction>past|last|previous|recent|coming|next){S}(?:(?P<number>{NUMBER}){S}|{FEW}{S}|couple{S}of{S})?(?P<unit>{UNIT})s\b",
            re.I,
        ),
        _stretch,
        _always,
    ),
    (
        re.compile(
            rf"\b(?:for|within|after|in){S}(?:the{S})?{ABOUT}?(?:{NUMBER}|{FEW}|decades|centuries)(?:{S}more)?{S}(?:{UNIT}|hour|minute)s?\b(?:{S}(?:later|earlier|after|before)\b)?"
            rf"|\b{ABOUT}?(?:{NUMBER}|{FEW}){S}(?:{UNIT}|hour|minute)s?{S}(?:later|earlier|after|before|ago)\b|\b(?:days|weeks|months|years|hours){S}(?:later|earlier|after|before|ago)\b"
            rf"|\b(?:the|that){S}(?:(?:following|next|previous|same){S}(?:{UNIT}|morning|evening|night)|day{S}(?:before|after))\b|\bthat{S}(?:same{S})?(?:day|week|month|year)\b"
            rf"|\b(?:later|earlier){S}that{S}(?:day|week|month|year)\b",
            re.I,
        ),
        _stays,
        _always,
    ),
    (re.compile(rf"{W}({YEAR}){S}?(?:{DASH}|/){S}?((?:1[4-9]|20)?\d\d)(?![\w/.-]\d|\w)"), _years, _never),
    (re.compile(rf"(?:(?<![\w/$€£.,:#&-])|(?<=[a-z]-))(?P<part>{PART})?(?P<year>{YEAR})(?![/:-]\d)"), _year, _never),
    (
        re.compile(rf"(?<![\w'’‘])(?:the{S})?(?P<part>{PART})?(?:the{S})?(?P<decade>(?:1[4-9]|20)\d0|['’‘][2-9]0)(?:['’])?s\b", re.I),
        _decade,
        _never,
    ),
    (re.compile(rf"\b(?:the{S})?(?P<part>{PART})?(?:the{S})?(?P<century>[12]?\d(?:st|nd|rd|th)){S}century\b", re.I), _century, _never),
    (
        re.compile(
            rf"\b(?P<part>{PART})?(?:(?P<direction>last|this|next){S}|the{S})?(?P<season>(?-i:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter))"
            rf"(?:{S}(?:of{S})?(?P<year>{YEAR})|{S}(?:of{S})?(?P<of>last|this|next){S}year\b|(?(direction)\b|(?!)))",
            re.I,
        ),
        _season,
        _without_year,
    ),
    (
        re.compile(
            rf"\b(?:the{S})?(?P<which>first|second|third|fourth|last|final|1st|2nd|3rd|4th){S}(?P<unit>quarter|half){S}of{S}(?:(?P<year>{YEAR})|(?P<of>this|last|next|the){S}year\b)",
            re.I,
        ),
        _part_of_year,
        _without_year,
    ),
    (re.compile(rf"\b(?P<unit>Q|H)(?P<which>[1-4])(?:{S}|,{S}|{S}of{S})(?P<year>{YEAR})(?P<of>)"), _part_of_year, _never),
]
