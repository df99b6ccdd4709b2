"""Markdown: the dossier as one text, each claim with a footnote that holds its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from sayso.dossier import Dossier, Line, Shown
from sayso.exports import wording

T = TypeVar("T")
SPECIAL = re.compile(r"([\\`*_{}\[\]>#|~!$])")
STARTS_BLOCK = re.compile(r"^(\s*)([-+=]|\d+[.)])")


def plain(text: str) -> str:
    """Text that Markdown will print as it is, on one line."""
    flat = SPECIAL.sub(r"\\\1", " ".join(wording.harmless(text).split())).replace("&", "&amp;").replace("<", "&lt;")
    return STARTS_BLOCK.sub(r"\1\\\2", flat)


def render(dossier: Dossier, title: str = "") -> str:
    """A dossier as Markdown."""
    parts = [
        [f"# {plain(title or wording.title(dossier))}", "", "Nothing below is stated as a fact: every line is a claim that somebody made."],
        _basis(dossier),
        _points(dossier),
        _transfers(dossier),
        _disputes(dossier),
        _figures(dossier),
        _timeline(dossier),
        _voices(dossier),
        _gaps(dossier),
        _notes(dossier),
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _line(line: Line) -> str:
    claim = line.claim
    through = f", as told by {plain(wording.chain(claim))}" if claim.via else ""
    copy = ", a copy" if line.copy else ""
    said = f"**{plain(wording.speaker(claim))}**{through} ({wording.grade_line(claim)}): “{plain(wording.telling(line))}”"
    return f"{said} {plain(wording.dated(claim))}{copy}[^{line.number}]"


def _short(line: Line) -> str:
    return f"{plain(wording.speaker(line.claim))}, {plain(wording.dated(line.claim))}[^{line.number}]"


def _more(shown: Shown[T], command: str) -> list[str]:
    return ["", f"… and {shown.more:,} more (`{command}`)"] if shown.more else []


def _lines(lines: Shown[Line], command: str) -> list[str]:
    return [f"- {_line(line)}" for line in lines] + _more(lines, command)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    columns = list(head)
    return ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns), *("| " + " | ".join(row) + " |" for row in rows)]


def _basis(d: Dossier) -> list[str]:
    b = d.basis
    undated = f"; {wording.count(b.undated, 'article')} undated" if b.undated else ""
    out = [
        "## What this rests on",
        "",
        f"{wording.count(b.articles.total, 'article')} from {wording.count(b.outlets.total, 'outlet')}, {b.origins:,} of them copying no other, "
        f"published {wording.spread(d)}{undated}; {wording.count(b.claims, 'claim')}.",
        "",
    ]
    for word, groups in (("One text", b.copies), ("Edited", b.versions)):
        for group in groups:
            named = "; ".join(f"{a.publisher or a.path}: {a.title or a.path} ({wording.date(a.published)})" for a in group.articles)
            out += [f"- {word}: {plain(named)}. {plain(group.reason)}"]
    rows = ([wording.date(a.published), plain(a.publisher or "not stated"), plain(a.title or a.path), str(a.claims)] for a in b.articles)
    return [*out, "", *_table(("Date", "Outlet", "Title", "Claims"), rows), *_more(b.articles, "sayso claims")]


def _points(d: Dossier) -> list[str]:
    out = ["## Key points"]
    for point in d.points:
        flag = " · **disputed**" if point.disputed else ""
        out += ["", f"### {plain(wording.speaker(point.lead.claim))}: “{plain(wording.telling(point.lead))}”", ""]
        out += [f"{wording.support(point)}{flag}", "", *_lines(point.lines, "sayso claims --about …")]
    return out + _more(d.points, "sayso claims")


def _transfers(d: Dossier) -> list[str]:
    rows = (
        [
            plain(wording.parties(t.giver)),
            plain(wording.parties(t.taker)),
            plain(wording.goods(t)),
            f"{wording.standing(t)} ({', '.join(t.certainties)})",
            plain(t.exchange) + (f" ({t.exchange_certainty})" if t.exchange_certainty else "") if t.exchange else "nothing said",
            ", ".join(wording.date(w) for w in t.whens) or "not said",
            "; ".join(_short(line) for line in t.lines) + (f"; … and {t.lines.more:,} more" if t.lines.more else ""),
        ]
        for t in d.transfers
    )
    head = ("From", "To", "What", "Standing", "In exchange for", "When", "Who says so")
    return ["## Exchange and transfer", "", *_table(head, rows), *_more(d.transfers, "sayso claims --type transfer")]


def _disputes(d: Dossier) -> list[str]:
    out = ["## Disputes"]
    for dispute in d.disputes:
        out += ["", f"### {plain(wording.disputed_over(dispute))}"]
        for side in dispute.sides:
            out += ["", f"{side.name.capitalize()}:", "", *_lines(side.lines, "sayso claims --disputed")]
        out += ["", f"Why this counts as a dispute: {plain('; '.join(dispute.reasons))}."]
    return out + _more(d.disputes, "sayso claims --disputed")


def _figures(d: Dossier) -> list[str]:
    out = ["## Figures over time"]
    for series in d.figures:
        rows = (
            [
                wording.date(f.on),
                f"{wording.amount(f)} (“{plain(f.words)}”)",
                plain(f.where or "not said"),
                wording.standing(f),
                "; ".join(_short(line) for line in f.lines),
            ]
            for f in series.figures
        )
        out += ["", f"### {plain(wording.series_title(series))}", ""]
        out += _table(("Published", "Figure", "Where", "Standing", "Who says so"), rows)
    return out + _more(d.figures, "sayso claims")


def _timeline(d: Dossier) -> list[str]:
    out = ["## Timeline"]
    for moment in d.timeline:
        out += ["", f"**{plain(wording.moment(moment))}**", ""]
        out += _lines(moment.lines, f"sayso claims --type {moment.type}")
    return out + _more(d.timeline, "sayso claims")


def _voices(d: Dossier) -> list[str]:
    out = ["## Who says what"]
    for voice in d.voices:
        out += ["", f"### {plain(wording.voice_name(voice))}", "", plain(wording.voice_about(voice)), ""]
        out += _lines(voice.lines, "sayso claims --source …")
    return out + _more(d.voices, "sayso claims")


def _gaps(d: Dossier) -> list[str]:
    out = ["## What was not understood", ""]
    for kind in d.gaps.kinds:
        out.append(f"- {kind.count:,} × {wording.gap(kind.kind)}: " + "; ".join(f"“{plain(sample)}”" for sample in kind.samples))
    for refusal in d.gaps.refusals:
        remedy = f"; {plain(refusal.remedy)}" if refusal.remedy else ""
        out.append(f"- not read: {plain(refusal.where)}: {plain(refusal.what)}{remedy}")
    return out + _more(d.gaps.refusals, "sayso read")


def _notes(d: Dossier) -> Iterator[str]:
    for text in d.texts:
        for line in text.lines:
            where = f"{wording.dated(line.claim)}: {text.article.title or text.article.path}"
            yield f"[^{line.number}]: “{plain(line.sentence)}” {plain(where)} `{line.claim.id}`"
