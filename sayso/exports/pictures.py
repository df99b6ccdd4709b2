"""Pictures: values -> SVG, drawn for a phone's width and readable there; colours come from the style sheet, so that light and dark both work.

Each has a title and a description that say the same, and stands beside a table or list for those who would rather read. Nothing in a
picture is told by colour alone, nothing is averaged, and an end that no source closes is drawn open.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

from sayso.dossier.days import days
from sayso.dossier.network import Giving, Network
from sayso.dossier.values import Branch, Figure, Line, Moment, Series, Tree
from sayso.exports import wording

Link = Callable[[Line], str]  # the address of a claim's words
WIDTH = 360  # units; about the pixels of a phone held upright, so that letters keep their size there
LETTER = 11.5  # units
ROW = 14  # from one row of letters to the next
NARROW, BROAD = frozenset("fijlrtI.,:;'’!|()[] "), frozenset("mwMW@%—…")


# Words in a picture


def said(text: object) -> str:
    """Text as it may stand between tags and in attributes."""
    harmless = wording.harmless(str(text))
    return harmless.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def tag(name: str, *content: str, **attributes: object) -> str:
    """An element; what stands in its attributes is made harmless, its content is markup already."""
    pairs = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{f"{v:.1f}".removesuffix(".0") if isinstance(v, float) else v if isinstance(v, int) else said(v)}"'
        for key, v in attributes.items()
        if v is not None
    )
    inner = "".join(content)
    return f"<{name}{pairs}>{inner}</{name}>" if content else f"<{name}{pairs}/>"


@lru_cache(4096)
def _units(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if unicodedata.combining(letter):
        return 0.0
    return 0.37 if letter in NARROW else 0.95 if letter in BROAD else 0.73 if letter.isupper() else 0.61


def wide(text: str, size: float = LETTER) -> float:
    """About how wide a text is, rather a little too wide than too narrow."""
    return sum(map(_units, text)) * size


def cut(text: str, room: float, size: float = LETTER) -> str:
    """As much of a text as there is room for."""
    if wide(text, size) <= room:
        return text
    while text and wide(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def rows_of(text: str, room: float, most: int = 3) -> list[str]:
    """A text broken into rows, the last one cut where there are too many."""
    rows, taken, blank = [""], 0.0, wide(" ")
    for word in text.split():
        needed = wide(word)
        if rows[-1] and taken + blank + needed > room:
            rows.append(word)
            taken = needed
        else:
            taken += blank + needed if rows[-1] else needed
            rows[-1] = f"{rows[-1]} {word}".strip()
    if len(rows) > most:
        rows = [*rows[: most - 1], " ".join(rows[most - 1 :])]
    return [cut(row, room) for row in rows]


def _picture(kind: str, ident: str, tall: float, title: str, about: str, *content: str, role: str = "img") -> str:
    """The frame of every picture. One that holds links is a group, for the content of an image cannot be reached."""
    named = f"{ident}-t {ident}-d"
    head = tag("title", said(title), id=f"{ident}-t") + tag("desc", said(about), id=f"{ident}-d")
    attributes = {"class_": f"picture {kind}", "viewBox": f"0 0 {WIDTH} {math.ceil(tall)}", "role": role, "aria_labelledby": named}
    return tag("svg", head, *content, **attributes)


def alone(picture: str) -> str:
    """A picture as a file of its own, with the style it needs."""
    opening, rest = picture.split(">", 1)
    tall = opening.split('viewBox="0 0 ')[1].split('"')[0].split(" ")[1]
    head = f'{opening} xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{tall}">'
    ground = tag("rect", class_="ground", width="100%", height="100%")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}<style>{said(style())}</style>{ground}{rest}\n'


@cache
def style() -> str:
    """The colours of the dossier by day, and how pictures use them."""
    templates = files("sayso.exports") / "templates"
    colours = (templates / "dossier.css").read_text("utf-8").split("}", 1)[0].replace("color-scheme: light dark;", "")
    return colours + "}\n" + (templates / "pictures.css").read_text("utf-8")


# A source tree


COLUMNS = 4  # more would leave no room for names
GAP = 22.0
PADDING = 5.0


@dataclass(frozen=True, slots=True)
class _Box:
    """A branch with its place."""

    branch: Branch
    rows: tuple[str, ...]
    notes: tuple[str, ...]
    x: float
    y: float  # of its middle
    wide: float
    children: tuple[_Box, ...]

    @property
    def tall(self) -> float:
        return len(self.rows) * ROW + 2 * PADDING - 2

    def moved(self, by: float) -> _Box:
        return replace(self, y=self.y + by, children=tuple(child.moved(by) for child in self.children))


def tree(found: Tree, ident: str) -> str:
    """Where a point's claims come from: on the left who spoke, on the right the outlets, between them who passed it on."""
    roots = [_shallow(root, COLUMNS) for root in found.roots]
    columns = max((root.depth for root in roots), default=1)
    room = (WIDTH - (columns - 1) * GAP - 2) / columns
    boxes, top = [], 1.0
    for root in roots:
        box, tall = _placed(
            root, 1.0, room, ((root.independent,) if found.origins > 1 and root.independent else ()) + ((root.stand,) if root.stand else ())
        )
        boxes.append(box.moved(top))
        top += tall + 8
    title = f"Where it comes from: {wording.tree_title(found)}"
    return _picture("tree", ident, top, title, wording.tree_told(found), *(part for box in boxes for part in _drawn(box)))


def _shallow(branch: Branch, depth: int) -> Branch:
    """A branch of at most so many generations: those in the middle of a longer one are told in the list only."""
    if branch.depth <= depth:
        return branch
    if depth > 2:
        return replace(branch, branches=tuple(_shallow(child, depth - 1) for child in branch.branches))
    ends: list[Branch] = []
    queue = list(branch.branches)
    while queue:
        child = queue.pop(0)
        ends += [replace(child, branches=())] if child.numbers or not child.branches else []
        queue = [*child.branches, *queue]
    return replace(branch, branches=tuple(ends))


def _placed(branch: Branch, x: float, room: float, notes: tuple[str, ...] = ()) -> tuple[_Box, float]:
    """A branch and all that hangs on it, placed from the top down, and how tall that is."""
    rows = tuple(rows_of(branch.name, room - 2 * PADDING))
    own = len(rows) * ROW + 2 * PADDING + ROW * len(notes)
    children, top = [], 0.0
    for child in branch.branches:
        box, tall = _placed(child, x + room + GAP, room)
        children.append(box.moved(top))
        top += tall + 5
    below = max(0.0, top - 5)
    tall = max(own, below)
    shifted = tuple(child.moved((tall - below) / 2) for child in children)
    return _Box(branch, rows, notes, x, tall / 2 - ROW / 2 * len(notes), room, shifted), tall


def _drawn(box: _Box) -> Iterable[str]:
    for child in box.children:
        start, end, middle = box.x + box.wide, child.x, (box.x + box.wide + child.x) / 2
        yield tag(
            "path", d=f"M{start:.1f} {box.y:.1f}C{middle:.1f} {box.y:.1f} {middle:.1f} {child.y:.1f} {end:.1f} {child.y:.1f}", class_="way"
        )
    kind = " ".join(filter(None, ("box", box.branch.kind, box.branch.independent.replace(" ", "-"), "against" if box.branch.stand else "")))
    top = box.y - box.tall / 2
    yield tag("rect", class_=kind, x=box.x, y=top, width=box.wide, height=box.tall, rx=3)
    for number, row in enumerate(box.rows):
        yield tag("text", said(row), x=box.x + PADDING, y=top + PADDING + 9 + number * ROW)
    for number, note in enumerate(box.notes):
        yield tag("text", said(cut(note, box.wide, 10)), class_="note", x=box.x + PADDING, y=top + box.tall + 11 + ROW * number)
    for child in box.children:
        yield from _drawn(child)


# Figures over time


LEFT, RIGHT, TOP, BOTTOM, TALL = 46.0, 10.0, 40.0, 26.0, 226.0
LEAST = 1e-6  # what is smaller counts as nought
LOGARITHMIC = 40  # times the smallest number from which the largest would press it to the ground
BAR = 9.0
THIN = 9.0  # tall at most is a bar that stands for one number, more or less
STACKED = 4  # bars of one number above it, and as many below


def ordinal(day: str) -> int:
    """A day's number; a day that no calendar has counts as the first of all."""
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return 1


@dataclass(frozen=True, slots=True)
class _Axis:
    """Numbers from the bottom to the top of a picture."""

    low: float
    high: float
    logarithmic: bool

    def at(self, value: float) -> float:
        if self.logarithmic:
            share = (math.log10(max(value, self.low)) - math.log10(self.low)) / (math.log10(self.high) - math.log10(self.low))
        else:
            share = (value - self.low) / (self.high - self.low)
        return TALL - BOTTOM - min(1.0, max(0.0, share)) * (TALL - TOP - BOTTOM)

    def marks(self) -> list[float]:
        """The numbers that are written beside it."""
        if not self.logarithmic:
            size = _step(self.high - self.low)
            first = math.ceil(self.low / size)
            return [n * size for n in range(first, math.floor(self.high / size) + 1)]
        powers = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        parts = (1, 2, 5) if len(powers) <= 3 else (1,)
        return [m * 10.0**p for p in powers for m in parts if self.low <= m * 10.0**p <= self.high]


def _step(reach: float) -> float:
    """The distance of the grid's lines: 1, 2 or 5 times a power of ten, so that there are up to five."""
    size = 10.0 ** math.floor(math.log10(reach))
    return next(size * m for m in (0.2, 0.5, 1, 2, 5, 10) if reach / (size * m) <= 5)


def _axis(numbers: Sequence[float]) -> _Axis:
    """From nought, unless the numbers lie so far apart that only their sizes can be told."""
    least, most = min(numbers), max(numbers)
    if least >= LEAST and most / least >= LOGARITHMIC:
        return _Axis(10.0 ** math.floor(math.log10(least)), most * 1.6, True)
    low, high = min(0.0, least), max(0.0, most)
    return _Axis(low * 1.1, high * 1.12 if high - low >= LEAST else 1.0, False)


def figures(series: Series, ident: str, link: Link | None = None) -> str:
    """A series as a band: for each day the lowest and highest that was last said, and each figure as a bar; "" where two cannot be drawn."""
    known = [(f, days(f.day)) for f in series.figures if f.low is not None or f.high is not None]
    known = [(f, (first or last, last or first)) for f, (first, last) in known if first or last]
    if len(known) < 2:
        return ""
    start, stop = min(ordinal(first) for _, (first, _) in known), max(ordinal(last) for _, (_, last) in known)
    axis = _axis([end for f, _ in known for end in (f.low, f.high) if end is not None])

    def x(day: str) -> float:
        return LEFT + BAR + (ordinal(day) - start) / max(1, stop - start) * (WIDTH - LEFT - RIGHT - 2 * BAR)

    title = wording.series_title(series) + (", on a logarithmic scale" if axis.logarithmic else "")
    told = "; ".join(wording.figure_told(f) for f, _ in known)
    parts = [*_grid(axis), *_band(series, axis, x)]
    bars = _stacked([_bar(figure, axis, x(first), x(last)) for figure, (first, last) in known])
    parts += [_figure(figure, bar, link) for (figure, _), bar in zip(known, bars, strict=True)]
    parts += _dates(sorted({day for _, reach in known for day in reach}), x)
    if link:
        parts.insert(0, tag("text", "Point at a bar, or tap it, to see who says so; it leads to the words", class_="hint", x=0, y=12))
    return _picture("figures", ident, TALL, title, told, *parts, role="group" if link else "img")


def _grid(axis: _Axis) -> Iterable[str]:
    for mark in axis.marks():
        yield tag("line", class_="grid", x1=LEFT, x2=WIDTH - RIGHT, y1=axis.at(mark), y2=axis.at(mark))
        yield tag("text", said(short(mark)), x=LEFT - 6, y=axis.at(mark) + 4, text_anchor="end")


def short(number: float) -> str:
    """A number in little room: 10,000, 250k, 3.4m."""
    for size, sign in ((1e12, "tn"), (1e9, "bn"), (1e6, "m")):
        if abs(number) >= size:
            return f"{number / size:.3g}{sign}"
    return f"{number / 1e3:.3g}k" if abs(number) >= 1e5 else wording.number(number)


def _band(series: Series, axis: _Axis, x: Callable[[str], float]) -> Iterable[str]:
    """What had last been said, from day to day; an edge is drawn only where somebody drew one."""
    top, bottom = TOP, TALL - BOTTOM
    for step in series.steps:
        a, b = x(step.first), x(step.last)
        upper = top if step.high is None else axis.at(step.high)
        lower = bottom if step.low is None else axis.at(step.low)
        yield tag("rect", class_="reach", x=a, y=upper, width=max(b - a, 0.5), height=max(lower - upper, 1.5))
        for edge, place in ((step.high, upper), (step.low, lower)):
            if edge is not None:
                yield tag("line", class_="edge", x1=a, x2=b, y1=place, y2=place)


@dataclass(frozen=True, slots=True)
class _Bar:
    """Where a figure is drawn."""

    left: float
    upper: float
    across: float
    tall: float

    def hits(self, other: _Bar) -> bool:
        """Whether they lie over each other."""
        beside = self.left >= other.left + other.across or other.left >= self.left + self.across
        return not beside and self.upper < other.upper + other.tall and other.upper < self.upper + self.tall


def _bar(figure: Figure, axis: _Axis, first: float, last: float) -> _Bar:
    """A figure at its days and between its ends; what is too small to be seen is drawn larger."""
    across = max(last - first, BAR)
    left = min(max((first + last - across) / 2, LEFT + 1), WIDTH - RIGHT - across)
    low = figure.low if figure.low is not None else figure.high
    high = figure.high if figure.high is not None else figure.low
    assert low is not None and high is not None
    upper, lower = axis.at(high), axis.at(low)
    tall = max(lower - upper, 5.0)
    return _Bar(left, min((upper + lower - tall) / 2, TALL - BOTTOM - tall), across, tall)


def _stacked(bars: Sequence[_Bar]) -> list[_Bar]:
    """Bars of one number that would hide each other, stacked around it at their day; one that is a range shows what lies on it."""
    placed: list[_Bar] = []
    for bar in bars:
        steps = (step * (bar.tall + 1.5) for away in range(1, STACKED + 1) for step in (-away, away))
        choices = [bar, *(replace(bar, upper=bar.upper + by) for by in steps)] if bar.tall <= THIN else [bar]
        inside = [one for one in choices if one.upper >= TOP - 10 and one.upper + one.tall <= TALL - BOTTOM]
        thin = [one for one in placed if one.tall <= THIN]
        placed.append(next((one for one in inside if not any(one.hits(other) for other in thin)), bar))
    return placed


def _figure(figure: Figure, bar: _Bar, link: Link | None) -> str:
    """One figure with who says so, as a bar: broken where approximate, hollow where not told as so, with an arrow where it is open."""
    left, upper, across, tall = bar.left, bar.upper, bar.across, bar.tall
    kinds = {"range": tall > THIN, "about": figure.approximate, "hollow": not figure.counts}
    kind = " ".join(("bar", *(name for name, so in kinds.items() if so)))
    shape = [tag("rect", class_=kind, x=left, y=upper, width=across, height=tall, rx=1.5)]
    middle = left + across / 2
    if figure.high is None:
        tip = max(upper - 24, TOP - 4)
        shape.append(tag("path", class_="arrow", d=f"M{middle:.1f} {upper - 1:.1f}V{tip:.1f}m-4 5l4 -5l4 5"))
    if figure.low is None:
        tip = min(upper + tall + 24, TALL - BOTTOM)
        shape.append(tag("path", class_="arrow", d=f"M{middle:.1f} {upper + tall + 1:.1f}V{tip:.1f}m-4 -5l4 5l4 -5"))
    if figure.polarity == "negative":
        shape.append(tag("path", class_="cross", d=f"M{left - 2:.1f} {upper + tall + 3:.1f}L{left + across + 2:.1f} {upper - 3:.1f}"))
    told = wording.figure_told(figure)
    line = next(iter(figure.lines), None)
    if link is None or line is None:
        return tag("g", tag("title", said(told)), *shape, class_="told")
    words = rows_of(told, WIDTH - 2, 2)
    shown = [tag("tspan", said(row), x=0, y=12 + 14 * n) for n, row in enumerate(words)]
    reader = tag("text", *shown, class_="says", aria_hidden="true")
    return tag("g", tag("a", *shape, href=link(line), aria_label=told), reader, class_="told")


def _dates(known: Sequence[str], x: Callable[[str], float]) -> list[str]:
    """Days below a picture, as many as do not run into each other; the first with its year, and all where there is more than one."""
    out: list[str] = []
    free = 0.0
    years = len({day[:4] for day in known}) > 1
    for day in known:
        words = wording.short_day(day, year=years or not out)
        half = wide(words, 10.5) / 2
        at = min(max(x(day), half), WIDTH - half)
        if at - half >= free:
            out.append(tag("text", said(words), class_="day", x=at, y=TALL - 8, text_anchor="middle"))
            free = at + half + 6
    return out


# Time


def span(moment: Moment, first: str, last: str) -> str:
    """A bar as long as a date is uncertain, within the stretch from first to last; the row it stands in says the same."""
    start = ordinal(first) if first else 0
    whole = max(1, (ordinal(last) if last else 0) - start + 1)

    def place(day: str, end: int, default: float) -> float:
        return default if not day else min(100.0, max(0.0, (ordinal(day) + end - start) / whole * 100))

    left, right = place(moment.first, 0, 0.0), place(moment.last, 1, 100.0)
    across = max(right - left, 1.2)
    left = min(left, 100 - across)
    shape = (
        tag("rect", class_="bar", x=left, y=3, width=across, height=6)
        if moment.first and moment.last
        else tag("line", class_="reach", x1=left, x2=right, y1=6, y2=6)
    )
    track = tag("line", class_="track", x1=0, x2=100, y1=6, y2=6)
    return tag("svg", track, shape, class_="span", viewBox="0 0 100 12", preserveAspectRatio="none", aria_hidden="true")


def timeline(moments: Sequence[Moment], ident: str, link: Link | None = None) -> str:
    """Moments one below the other, each with a bar as long as its date is uncertain; an open end is a broken line."""
    known = sorted(day for moment in moments for day in (moment.first, moment.last) if day)
    if not known:
        return ""
    start, whole = ordinal(known[0]), max(1, ordinal(known[-1]) + 1 - ordinal(known[0]))

    def x(day: str, end: int = 0) -> float:
        return (ordinal(day) + end - start) / whole * WIDTH

    parts, top = [], 22.0
    for moment in moments:
        words = wording.moment_told(moment)
        rows = rows_of(words, WIDTH, 3)
        text = tag("text", *(tag("tspan", said(row), x=0, y=top + 11 + ROW * n) for n, row in enumerate(rows)))
        line = next(iter(moment.lines), None)
        parts.append(tag("a", text, href=link(line), aria_label=words) if link and line else text)
        top += ROW * len(rows) + 3
        parts += _stretch(moment, x, top + 5)
        top += 20
    ends = [tag("text", said(wording.short_day(known[0], year=True)), class_="day", x=0, y=11)]
    ends.append(tag("text", said(wording.short_day(known[-1], year=True)), class_="day", x=WIDTH, y=11, text_anchor="end"))
    told = "; ".join(wording.moment_told(moment) for moment in moments)
    title = f"Timeline from {wording.date(known[0])} to {wording.date(known[-1])}"
    return _picture("timeline", ident, top, title, told, *ends, *parts, role="group" if link else "img")


def _stretch(moment: Moment, x: Callable[..., float], y: float) -> Iterable[str]:
    yield tag("line", class_="track", x1=0, x2=WIDTH, y1=y, y2=y)
    left, right = x(moment.first) if moment.first else 0.0, x(moment.last, 1) if moment.last else float(WIDTH)
    if moment.first and moment.last:
        across = max(right - left, 5.0)
        yield tag("rect", class_="bar", x=min(left, WIDTH - across), y=y - 4, width=across, height=8, rx=2)
        return
    yield tag("line", class_="reach", x1=left, x2=right, y1=y, y2=y)
    at = left if moment.first else right
    yield tag("line", class_="end", x1=at, x2=at, y1=y - 5, y2=y + 5)


# Parties and what runs between them


NAMES = 132.0  # room for names, left of what runs between them
PARTIES = 28  # drawn; a longer list is for the table
APART = 26.0
HIGH = 14.0  # of the first


def network(found: Network, ident: str) -> str:
    """Parties one below the other and what runs between them as arcs: an arrow gives, a crossed line contradicts."""
    rows = {party.id: HIGH + place * APART for place, party in enumerate(found.parties[:PARTIES])}
    tall = HIGH + len(rows) * APART
    parts = []
    for party in found.parties[:PARTIES]:
        y = rows[party.id]
        parts.append(tag("text", said(cut(party.name, NAMES)), x=NAMES, y=y + 4, text_anchor="end"))
        parts.append(tag("circle", class_="dot", cx=NAMES + 8, cy=y, r=3.5))
    arcs: list[tuple[float, float, str, str]] = []
    for (giver, taker), givings in _between(found).items():
        if giver in rows and taker in rows:
            kind = "gives" if any(g.told_as_done for g in givings) else "gives unsure"
            arcs.append((rows[giver], rows[taker], kind, wording.givings_told(found, givings)))
    for opposing in found.opposings:
        if opposing.one in rows and opposing.other in rows and opposing.one != opposing.other:
            arcs.append((rows[opposing.one], rows[opposing.other], "opposes", wording.opposing_told(found, opposing)))
    furthest = max((abs(one - other) for one, other, *_ in arcs), default=APART)
    parts += [_arc(one, other, kind, told, abs(one - other) / furthest) for one, other, kind, told in arcs]
    told = "; ".join(wording.givings_told(found, givings) for givings in _between(found).values())
    opposed = "; ".join(wording.opposing_told(found, opposing) for opposing in found.opposings)
    title = "Who is said to give what to whom, and who contradicts whom"
    return _picture("network", ident, tall, title, "; ".join(filter(None, (told, opposed))) or "nobody", *parts)


def _between(found: Network) -> dict[tuple[str, str], list[Giving]]:
    pairs: dict[tuple[str, str], list[Giving]] = {}
    for giving in found.givings:
        pairs.setdefault((giving.giver, giving.taker), []).append(giving)
    return pairs


def _arc(y1: float, y2: float, kind: str, told: str, far: float) -> str:
    """A line from one to another, the wider the further; what is given ends in an arrow, a contradiction is crossed."""
    left, gives = NAMES + 14, kind.startswith("gives")
    out = left + 36 + (WIDTH - left - 46) * far * 1.22  # a curve goes three quarters of the way to its handles
    shift = 0.0 if not gives else -4.0 if y1 < y2 else 4.0
    start, end, middle = y1 + shift, y2 + shift, (y1 + y2) / 2
    line = f"M{left:.1f} {start:.1f}C{out:.1f} {y1:.1f} {out:.1f} {y2:.1f} {left:.1f} {end:.1f}"
    at = left + (out - left) * 0.75
    sign = (
        f"M{left + 8:.1f} {end - 4:.1f}L{left:.1f} {end:.1f}L{left + 8:.1f} {end + 4:.1f}"
        if gives
        else f"M{at - 4:.1f} {middle - 4:.1f}l8 8m0 -8l-8 8"
    )
    return tag("g", tag("title", said(told)), tag("path", class_="line", d=line), tag("path", class_="sign", d=sign), class_=kind)
