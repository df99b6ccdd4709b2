"""Markdown: the dossier as one text, each claim with a footnote that holds its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from sayso.dossier.values import Branch, Dossier, Exchange, Leg, Line, Told
from sayso.exports import wording
from sayso.shown import Shown

T = TypeVar("T")
SPECIAL = re.compile(r"([\\`*_{}\[\]>#|~!$])")
LEG_COLUMNS = ("What", "How it stands, and who says so", "In return for", "When", "Origins")
STARTS_BLOCK = re.compile(r"^(\s*)([-+=]|\d+[.)])")


def plain(text: str) -> str:
    """Text that Markdown will print as it is, on one line."""
    flat = SPECIAL.sub(r"\\\1", " ".join(wording.harmless(text).split())).replace("&", "&amp;").replace("<", "&lt;")
    return STARTS_BLOCK.sub(r"\1\\\2", flat)


def render(dossier: Dossier, title: str = "") -> str:
    """A dossier as Markdown."""
    parts = [
        [f"# {plain(title or wording.title(dossier))}", "", "Nothing below is stated as a fact: every line is a claim that somebody made."],
        *([[f"> **{plain(wording.left_out(dossier.left_out))}.**"]] if dossier.left_out else []),
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
        marks = [*(["disputed"] if point.disputed else []), *filter(None, [wording.rests_on_one(point)])]
        flags = "".join(f" · **{mark}**" for mark in marks) + "".join(f" · *{plain(words)}*" for words in point.absent)
        out += ["", f"### {plain(wording.speaker(point.lead.claim))}: “{plain(wording.telling(point.lead))}”", ""]
        out += [f"{wording.support(point)}{flags}", ""]
        for kind in point.tellings:
            if len(point.tellings) > 1 or kind.standing != "done":
                counted = f"{wording.count(kind.lines.total, 'claim')}, {wording.count(kind.origins, 'origin')}"
                out += ["", f"**{wording.stands(kind)}** ({counted}):", ""]
            out += _lines(kind.lines, "sayso claims --about …")
        if point.relations:
            told = (f"[^{r.one}] {wording.relation(r.kind)} [^{r.other}] ({plain(r.reason)})" for r in point.relations)
            out += ["", "; ".join(told) + "."]
        if point.tree and point.lines.total > 1:
            out += [
                "",
                f"Where it comes from: {wording.tree_title(point.tree)}. {wording.independence(point.tree)}".rstrip(),
                "",
                *_branches(point.tree.roots),
            ]
            out += [f"- … and {wording.count(point.tree.more, 'more origin')}"] if point.tree.more else []
    return out + _more(d.points, "sayso claims")


def _branches(branches: Iterable[Branch], depth: int = 0) -> Iterator[str]:
    """A source tree as a list within a list."""
    for branch in branches:
        note = f" ({plain('; '.join(wording.root_notes(branch)))})" if wording.root_notes(branch) else ""
        cited = "".join(f"[^{n}]" for n in branch.numbers)
        yield f"{'  ' * depth}- {'in ' if depth else ''}{plain(branch.name)}{note}{cited}"
        yield from _branches(branch.branches, depth + 1)


def _transfers(d: Dossier) -> list[str]:
    out = ["## Exchange and transfer"]
    for x in d.exchanges:
        out += ["", f"### {plain(wording.exchange_title(x))}", "", f"That the one is for the other is said by {_support(x)}:", ""]
        out += _lines(x.tied, "sayso claims --type transfer")
        for legs, giver, taker in ((x.given, x.one, x.other), (x.returned, x.other, x.one)):
            out += ["", f"{plain(wording.parties(giver))} to {plain(wording.parties(taker))}:", ""]
            out += _table(
                LEG_COLUMNS,
                ([_what(g), _tellings(g), plain("; ".join(g.returns)) or "no source says so", _whens(g), str(g.origins)] for g in legs),
            )
    rows = (
        [plain(wording.parties(t.giver)), plain(wording.parties(t.taker)), _what(t), _tellings(t), _whens(t), str(t.origins)]
        for t in d.transfers
    )
    head = ("From", "To", "What", "How it stands, and who says so", "When", "Origins")
    if d.exchanges.items and d.transfers.items:
        out += ["", "### Other transfers"]
    return [*out, *(["", *_table(head, rows)] if d.transfers.items else []), *_more(d.transfers, "sayso claims --type transfer")]


def _support(x: Exchange) -> str:
    return f"{wording.count(x.tied.total, 'claim')} from {wording.count(x.origins, 'origin')} ({', '.join(x.certainties)})"


def _what(leg: Leg) -> str:
    return plain(wording.goods(leg)) + "".join(f"; *{plain(words)}*" for words in leg.absent)


def _whens(leg: Leg) -> str:
    return ", ".join(wording.date(w) for w in leg.whens) or "not said"


def _tellings(leg: Leg) -> str:
    return "; ".join(_telling(told) for told in leg.tellings)


def _telling(told: Told) -> str:
    more = f"; … and {told.lines.more:,} more" if told.lines.more else ""
    return f"**{wording.told_as(told)}**, {wording.count(told.origins, 'origin')}: " + "; ".join(map(_short, told.lines)) + more


def _disputes(d: Dossier) -> list[str]:
    out = ["## Disputes"]
    for dispute in d.disputes:
        out += ["", f"### {plain(wording.disputed_over(dispute))}"]
        for side in dispute.sides:
            back = f" (goes back to {plain('; '.join(root.name for root in side.roots))})" if side.roots else ""
            out += ["", f"{plain(side.name.capitalize())}{back}:", "", *_sentences(side.lines, "sayso claims --disputed")]
        out += ["", f"Why this counts as a dispute: {plain('; '.join(dispute.reasons))}."]
    return out + _more(d.disputes, "sayso claims --disputed")


def _sentences(lines: Shown[Line], command: str) -> list[str]:
    """Lines with the exact sentence each stands in."""
    return [
        f"- **{plain(wording.speaker(line.claim))}** ({wording.grade_line(line.claim)}): “{plain(line.sentence)}” "
        f"{plain(wording.dated(line.claim))}{', a copy' if line.copy else ''}[^{line.number}]"
        for line in lines
    ] + _more(lines, command)


def _figures(d: Dossier) -> list[str]:
    out = ["## Figures over time"]
    for series in d.figures:
        rows = (
            [
                wording.date(f.day) + (f" (told {wording.date(f.on)})" if f.as_of else ""),
                f"{wording.amount(f)} (“{plain(f.words)}”)",
                plain(f.where or "not said"),
                wording.standing(f),
                "; ".join(_short(line) for line in f.lines),
            ]
            for f in series.figures
        )
        out += ["", f"### {plain(wording.series_title(series))}", ""]
        out += _table(("As of", "Figure", "Where", "Standing", "Who says so"), rows)
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
