"""One self-contained page: inline style, no script, no network, readable on paper, on a phone and without colour."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import Any

from sayso.claim import Article
from sayso.dossier.values import Dossier, Line, Text
from sayso.exports import pictures, wording

FEW_ARTICLES = 12  # up to which their list is open; a longer one would hide what they say
WHOLE_TEXTS = 500_000  # characters of all articles up to which they are shown whole; beyond, only the paragraphs that hold claims
SHOWN_CHARACTERS = 20_000  # of one article; a longer one is cut after the last claim that is listed


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of an article's paragraph over which the same marks run."""

    text: str
    classes: str = ""  # s source, c cue, k1..k3 contents lying over each other, m12 belongs to claim 12
    opens: tuple[int, ...] = ()  # numbers of the claims whose content begins here


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of an article, cut into segments."""

    segments: tuple[Segment, ...]
    heading: bool = False
    left_out: bool = False  # stands for paragraphs without a claim that are not shown


@dataclass(frozen=True, slots=True)
class MarkedText:
    """An article with its claims marked."""

    article: Article
    lines: tuple[Line, ...]
    paragraphs: tuple[Paragraph, ...]
    cut: int  # characters at the end that are not shown


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    role: str  # s, c or k
    number: int


def _marks(lines: Sequence[Line]) -> list[_Mark]:
    """The stretches of text that claims mark."""
    found = []
    for line in lines:
        claim = line.claim
        if claim.source.span:
            found.append(_Mark(*claim.source.span, "s", line.number))
        if claim.cue:
            found.append(_Mark(*claim.cue.span, "c", line.number))
        found += [_Mark(start, end, "k", line.number) for start, end in claim.content.spans]
    return sorted(found, key=lambda m: (m.start, m.end, m.role, m.number))


def _classes(marks: Sequence[_Mark]) -> str:
    """The classes of a stretch that these marks cover: each role once, contents by how many lie over each other."""
    depth = min(3, len({m.number for m in marks if m.role == "k"}))
    roles = [role for role in "sc" if any(m.role == role for m in marks)]
    numbers = sorted({m.number for m in marks})
    return " ".join([*roles, *([f"k{depth}"] if depth else []), *(f"m{n}" for n in numbers)])


def _segments(text: str, start: int, end: int, marks: Sequence[_Mark], opens: dict[int, list[int]]) -> tuple[Segment, ...]:
    """One paragraph, cut wherever a mark begins or ends."""
    here = [m for m in marks if m.start < end and m.end > start]
    edges = {start, end, *(p for p in opens if start <= p < end)}
    edges.update(p for m in here for p in (m.start, m.end) if start < p < end)
    ordered = sorted(edges)
    return tuple(
        Segment(text[a:b], _classes([m for m in here if m.start <= a and b <= m.end]), tuple(opens.get(a, ())))
        for a, b in pairwise(ordered)
    )


def _abridged(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Only the paragraphs that hold words of a claim, with a sign where others are left out."""
    kept: list[Paragraph] = []
    for paragraph in paragraphs:
        if any(segment.classes for segment in paragraph.segments):
            kept.append(paragraph)
        elif not kept or not kept[-1].left_out:
            kept.append(Paragraph((), left_out=True))
    return kept


def mark(text: Text, whole_text: bool = True) -> MarkedText:
    """An article's paragraphs with source, cue and content of its claims marked; all of them, or those that hold a claim."""
    from sayso.sentences import blocks

    article, whole = text.article, text.article.text
    marks = _marks(text.lines)
    last = max((m.end for m in marks), default=0)
    stop = len(whole) if len(whole) <= SHOWN_CHARACTERS else max(last, SHOWN_CHARACTERS)
    newline = whole.find("\n", stop)
    stop = len(whole) if newline < 0 or newline - stop > SHOWN_CHARACTERS else newline
    opens: dict[int, list[int]] = {}
    for line in text.lines:
        opens.setdefault(line.claim.content.start, []).append(line.number)
    headings = {b.start for b in blocks(whole) if b.kind == "heading"}
    paragraphs, start = [], 0
    for row in whole[:stop].split("\n"):
        end = start + len(row)
        if row.strip():
            begins = start + len(row) - len(row.lstrip())
            paragraphs.append(Paragraph(_segments(whole, start, end, marks, opens), begins in headings))
        start = end + 1
    return MarkedText(article, text.lines, tuple(paragraphs if whole_text else _abridged(paragraphs)), len(whole) - stop)


# Pieces of the page


def _escape(text: object) -> Any:
    from markupsafe import escape

    return escape(text)


def _markup(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)


def _to_words(line: Line) -> str:
    return f"#c{line.number}"


class _Anchors:
    """Gives each claim's number one place in the dossier to come back to: the first."""

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def first(self, number: int) -> bool:
        new = number not in self._seen
        self._seen.add(number)
        return new


def _in_sentence(line: Line) -> Any:
    """A claim's sentence with its content underlined."""
    at = line.sentence.find(line.claim.content.text)
    if at < 0:
        return _markup(f"<bdi>{_escape(line.sentence)}</bdi>")
    before, inside, after = line.sentence[:at], line.claim.content.text, line.sentence[at + len(line.claim.content.text) :]
    return _markup(f'<bdi>{_escape(before)}<mark class="k1">{_escape(inside)}</mark>{_escape(after)}</bdi>')


def _style(numbers: Sequence[int]) -> str:
    """The style sheet, with one rule a claim so that its words light up when a link leads to it."""
    templates = files("sayso.exports") / "templates"
    sheet = "".join((templates / name).read_text("utf-8") for name in ("dossier.css", "pictures.css"))
    lit = ",".join(f".text:has(#c{n}:target) .m{n}" for n in numbers)
    return sheet + (lit + "{background:var(--target)}\n" if lit else "")


def _reach(dossier: Dossier) -> tuple[str, str]:
    """The first and last day of the timeline."""
    known = [day for m in dossier.timeline for day in (m.first, m.last) if day]
    return (min(known), max(known)) if known else ("", "")


def _sections(d: Dossier) -> list[tuple[str, str, int]]:
    return [
        ("What this rests on", "basis", d.basis.articles.total),
        ("Key points", "points", d.points.total),
        ("Exchange and transfer", "transfers", d.exchanges.total + d.transfers.total),
        ("Disputes", "disputes", d.disputes.total),
        ("Figures over time", "figures", d.figures.total),
        ("Timeline", "timeline", d.timeline.total),
        ("Who says what", "voices", d.voices.total),
        ("Not understood", "gaps", sum(g.count for g in d.gaps.kinds) + d.gaps.refusals.total),
        ("The articles", "texts", len(d.texts)),
    ]


def render(dossier: Dossier, title: str = "") -> str:
    """A dossier as one HTML page."""
    from jinja2 import Environment, StrictUndefined

    from sayso import __version__

    first, last = _reach(dossier)
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=False)
    for name in ("speaker", "chain", "grade", "outlet", "date", "quoted", "support", "parties", "goods", "standing", "amount", "count",
                 "spread", "series_title", "disputed_over", "voice_name", "voice_about", "gap", "tells_little", "telling", "moment", "told",
                 "what_differs", "told_as", "exchange_title", "tree_title", "independence", "root_notes", "related", "rests_on_one", "left_out",
                 "stands", "voiced"):  # fmt: skip
        environment.filters[name] = getattr(wording, name)
    environment.filters.update(
        band=lambda series, ident: _markup(pictures.figures(series, ident, _to_words)),
        tree=lambda tree, ident: _markup(pictures.tree(tree, ident)),
        bar=lambda moment: _markup(pictures.span(moment, first, last)),
        in_sentence=_in_sentence,
        once=lambda points: [point.lead for point in points if point.lines.total == 1],
        linkable=lambda url: url.startswith(("http://", "https://")),
        side_class=lambda name: {"says not": "not", "leaves it open": "unsure", "could not verify": "unsure"}.get(name, "so"),
        timeline_span=lambda d: f"The bars run from {wording.date(first)} to {wording.date(last)}",
    )
    style = _style(sorted(line.number for text in dossier.texts for line in text.lines))
    whole = sum(len(text.article.text) for text in dossier.texts) <= WHOLE_TEXTS
    template = environment.from_string((files("sayso.exports") / "templates" / "dossier.html.j2").read_text("utf-8"))
    return template.render(
        d=dossier,
        title=title or wording.title(dossier),
        sections=_sections(dossier),
        texts=[mark(text, whole) for text in dossier.texts],
        shown_texts={text.article.id for text in dossier.texts},
        anchors=_Anchors(),
        style=_markup(style),
        style_hash="sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        few=FEW_ARTICLES,
        meanings=wording.MEANINGS,
        version=__version__,
    )
