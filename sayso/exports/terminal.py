"""The terminal: a dossier, a list of claims and one claim, in colour where there is any and as plain lines in a pipe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import IO, TYPE_CHECKING

from sayso.claim import Article, Claim, Extent, Link
from sayso.dossier.excerpt import sentence_of
from sayso.dossier.values import Branch, Dossier, KeyPoint, Leg, Line
from sayso.exports import wording
from sayso.shown import Shown

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

PLAIN_WIDTH = 100  # columns where the output is no terminal
SURROUNDINGS = 400  # characters shown on either side of a claim's sentence
UNEARNED = {
    "certainty": "nothing in the text makes it less than certain",
    "polarity": "nothing in the text negates it",
    "status": "nothing in the text makes it a plan, a wish or a condition",
}


def console(out: IO[str], width: int | None = None) -> Console:
    """A console that never reads markup in what it prints, and colours nothing in a pipe."""
    from rich.console import Console

    return Console(file=out, markup=False, highlight=False, emoji=False, width=width or (None if out.isatty() else PLAIN_WIDTH))


def _text(*parts: str | tuple[str, str]) -> Text:
    """Styled text, harmless whatever it holds."""
    from rich.text import Text

    return Text.assemble(*((wording.harmless(p), "") if isinstance(p, str) else (wording.harmless(p[0]), p[1]) for p in parts))


# A dossier


class _Page:
    """Prints a dossier, section by section."""

    def __init__(self, screen: Console) -> None:
        self.screen = screen

    def heading(self, words: str, total: int | None = None) -> None:
        count = "" if total is None else f"  ({total:,})"
        self.screen.print()
        self.screen.print(_text((words.upper(), "bold cyan"), (count, "dim")))

    def indented(self, words: Text | str, by: int = 2) -> None:
        text = _text(words) if isinstance(words, str) else words
        for row in text.wrap(self.screen, max(20, self.screen.width - by)):
            row.rstrip()
            self.screen.print(_text(" " * by), row, sep="", soft_wrap=True)

    def line(self, line: Line, by: int = 2, *, again: Sequence[Line] = (), sentence: bool = False) -> None:
        claim = line.claim
        through = f", as told by {wording.chain(claim)}" if claim.via else ""
        self.indented(_text((wording.speaker(claim), "bold"), through, (f"  {wording.grade_line(claim)}", "dim")), by)
        self.indented(_text(f"“{' '.join(line.sentence.split()) if sentence else wording.telling(line)}”"), by + 2)
        for one in (line, *again):
            copy = ", a copy" if one.copy else ""
            self.indented(_text((f"{wording.dated(one.claim)}{copy}  {wording.short_id(one.claim.id)}", "dim")), by + 2)

    def lines(self, lines: Shown[Line], command: str, by: int = 2, *, sides: bool = False) -> None:
        """Claims, those in which one source says the same in the same words together; of the side of a dispute with their sentences."""
        for line, again in wording.voiced(lines) if sides else wording.told(lines):
            self.line(line, by, again=again, sentence=sides)
        self.more(lines.more, command, by)

    def more(self, number: int, command: str, by: int = 2) -> None:
        if number:
            self.indented(_text((f"… and {number:,} more ({command})", "dim")), by)

    def names(self, lines: Shown[Line], by: int) -> None:
        named = ((line, "; ".join(wording.dated(one.claim) for one in (line, *again))) for line, again in wording.told(lines))
        told = "; ".join(f"{wording.speaker(line.claim)} ({where})" for line, where in named)
        self.indented(_text(("said by ", "dim"), told + (f"; … and {lines.more:,} more" if lines.more else "")), by)


def dossier(found: Dossier, out: IO[str], width: int | None = None) -> None:
    """Print a dossier."""
    page = _Page(console(out, width))
    page.screen.print(_text((wording.title(found), "bold")))
    page.screen.print(_text(("Nothing below is stated as a fact: every line is a claim that somebody made.", "dim")))
    if found.left_out:
        page.indented(_text((wording.left_out(found.left_out), "bold yellow")), 0)
    for section in (_basis, _points, _transfers, _disputes, _figures, _timeline, _voices, _gaps):
        section(found, page)


def _basis(d: Dossier, page: _Page) -> None:
    b = d.basis
    page.heading("What this rests on")
    undated = f"; {wording.count(b.undated, 'article')} undated" if b.undated else ""
    page.indented(
        f"{wording.count(b.articles.total, 'article')} from {wording.count(b.outlets.total, 'outlet')}, {b.origins:,} of them copying no other, "
        f"published {wording.spread(d)}{undated}."
    )
    for word, groups in (("one text", b.copies), ("edited", b.versions)):
        for group in groups:
            named = "; ".join(f"{a.publisher or a.path}: {a.title or a.path} ({wording.date(a.published)})" for a in group.articles)
            page.indented(_text((f"{word}: ", "bold"), named))
        page.more(groups.more, "sayso dossier --html FILE")


def _points(d: Dossier, page: _Page) -> None:
    page.heading("Key points", d.points.total)
    for point in d.points:
        page.screen.print()
        marks = [*(["disputed"] if point.disputed else []), *filter(None, [wording.rests_on_one(point)])]
        absent = (f"  {'; '.join(point.absent)}", "dim") if point.absent else ""
        title = f"{wording.speaker(point.lead.claim)}: “{wording.telling(point.lead)}”"
        page.indented(_text((title, "bold")))
        page.indented(_text((wording.support(point), "cyan"), (f"  {', '.join(marks)}" if marks else "", "bold magenta"), absent))
        _standings(point, page)
        for reason, kind, _ in wording.related(point.relations):
            page.indented(_text((f"one {kind} another: ", "dim"), reason))
        if point.tree and point.lines.total > 1:
            page.indented(_text((f"where it comes from: {wording.tree_title(point.tree)}. {wording.independence(point.tree)}", "dim")))
            _branches(point.tree.roots, page)
    page.more(d.points.more, "sayso claims")


def _standings(point: KeyPoint, page: _Page) -> None:
    """The claims of a point by how they say that it stands; one alone stands in its title."""
    for told in point.tellings:
        if point.lines.total == 1:
            line = told.lines.items[0]
            place = f"{wording.dated(line.claim)}  {wording.short_id(line.claim.id)}"
            page.indented(_text((f"{wording.grade_line(line.claim)}  {place}", "dim")), 4)
            continue
        if len(point.tellings) > 1 or told.standing != "done":
            counted = f"  {wording.count(told.lines.total, 'claim')}, {wording.count(told.origins, 'origin')}"
            page.indented(_text((f"{wording.stands(told)}:", "magenta"), (counted, "dim")), 4)
        page.lines(told.lines, "sayso claims --about …", 6)


def _branches(branches: Iterable[Branch], page: _Page, by: int = 4) -> None:
    """A source tree, each on a row of its own below the one it hangs on."""
    for branch in branches:
        note = f"  {'; '.join(wording.root_notes(branch))}" if wording.root_notes(branch) else ""
        page.indented(_text(("└ " if by > 4 else "", "dim"), branch.name, (note, "dim")), by)
        _branches(branch.branches, page, by + 2)


def _transfers(d: Dossier, page: _Page) -> None:
    page.heading("Exchange and transfer", d.exchanges.total + d.transfers.total)
    for x in d.exchanges:
        page.screen.print()
        page.indented(_text((wording.exchange_title(x), "bold")))
        said = f"{wording.count(x.tied.total, 'claim')} from {wording.count(x.origins, 'origin')} ({', '.join(x.certainties)})"
        page.indented(_text(("that the one is for the other is said by ", "dim"), said), 4)
        page.lines(x.tied, "sayso claims --type transfer", 4)
        for leg in (*x.given, *x.returned):
            _leg(leg, page, 4)
    for leg in d.transfers:
        page.screen.print()
        _leg(leg, page, 2)
    page.more(d.transfers.more, "sayso claims --type transfer")


def _leg(leg: Leg, page: _Page, by: int) -> None:
    who = f"{wording.parties(leg.giver)} → {wording.parties(leg.taker)}: "
    absent = (f"  {'; '.join(leg.absent)}", "dim") if leg.absent else ""
    page.indented(_text((who, "bold"), wording.goods(leg), absent), by)
    if leg.returns:
        page.indented(f"in return for {'; '.join(leg.returns)}", by + 2)
    if leg.whens:
        page.indented(", ".join(wording.date(w) for w in leg.whens), by + 2)
    for told in leg.tellings:
        page.indented(_text((wording.told_as(told), "cyan"), f", {wording.count(told.origins, 'origin')}"), by + 2)
        page.names(told.lines, by + 4)


def _disputes(d: Dossier, page: _Page) -> None:
    page.heading("Disputes", d.disputes.total)
    for dispute in d.disputes:
        page.screen.print()
        page.indented(_text((wording.disputed_over(dispute), "bold")))
        for side in dispute.sides:
            back = f"  goes back to {'; '.join(root.name for root in side.roots)}" if side.roots else ""
            page.indented(_text((f"{side.name}:", "magenta"), (back, "dim")), 4)
            page.lines(side.lines, "sayso claims --disputed", 6, sides=True)
        page.indented(_text(("why: " + "; ".join(dispute.reasons), "dim")), 4)
    page.more(d.disputes.more, "sayso claims --disputed")


def _figures(d: Dossier, page: _Page) -> None:
    page.heading("Figures over time", d.figures.total)
    for series in d.figures:
        page.screen.print()
        page.indented(_text((wording.series_title(series), "bold")))
        for f in series.figures:
            where = f", {f.where}" if f.where else ""
            page.indented(_text((f"{wording.date(f.day)}: ", "dim"), wording.amount(f), f" (“{f.words}”{where}; {wording.standing(f)})"), 4)
            page.names(f.lines, 6)
    page.more(d.figures.more, "sayso dossier --html FILE")


def _timeline(d: Dossier, page: _Page) -> None:
    page.heading("Timeline", d.timeline.total)
    for moment in d.timeline:
        page.screen.print()
        page.indented(_text((wording.moment(moment), "bold")))
        page.lines(moment.lines, f"sayso claims --type {moment.type}", 4)
    page.more(d.timeline.more, "sayso claims")


def _voices(d: Dossier, page: _Page) -> None:
    page.heading("Who says what", d.voices.total)
    for voice in d.voices:
        page.screen.print()
        page.indented(_text((wording.voice_name(voice), "bold"), (f"  {wording.voice_about(voice)}", "dim")))
        for line, _ in wording.told(voice.lines):
            page.indented(_text((f"{wording.grade_line(line.claim)}: ", "dim"), f"“{wording.telling(line)}”"), 4)
        page.more(voice.lines.more, "sayso claims --source …", 4)
    page.more(d.voices.more, "sayso claims")


def _gaps(d: Dossier, page: _Page) -> None:
    page.heading("What was not understood")
    for kind in d.gaps.kinds:
        page.indented(f"{kind.count:,} × {wording.gap(kind.kind)}: " + "; ".join(f"“{sample}”" for sample in kind.samples))
    for refusal in d.gaps.refusals:
        page.indented(f"not read: {refusal.where}: {refusal.what}" + (f"; {refusal.remedy}" if refusal.remedy else ""))
    page.more(d.gaps.refusals.more, "sayso dossier --html FILE")
    if not d.gaps.kinds and not d.gaps.refusals:
        page.indented("Nothing of the kinds that are counted.")


# Claims


def claims(found: Iterable[Claim], out: IO[str]) -> int:
    """Print claims as they come, and say how many: paragraphs on a terminal, one line of tabbed columns each in a pipe."""
    number = 0
    screen = console(out) if out.isatty() else None
    for claim in found:
        number += 1
        if screen is None:
            columns = (claim.id, claim.article.published, wording.outlet(claim), wording.speaker(claim))
            flat = (
                " ".join(wording.harmless(c).split())
                for c in (*columns, *(value for _, value, _ in wording.four(claim)), claim.content.text)
            )
            out.write("\t".join(flat) + "\n")
            continue
        through = f", as told by {wording.chain(claim)}" if claim.via else ""
        screen.print(_text((wording.speaker(claim), "bold"), through, (f"  {wording.grade_line(claim)}", "dim")))
        screen.print(_text(f"  “{wording.quoted(claim)}”"))
        screen.print(_text((f"  {wording.dated(claim)}  {wording.short_id(claim.id)}\n", "dim")))
    return number


# One claim


def show(claim: Claim, article: Article, links: Sequence[tuple[Link, Claim]], out: IO[str], width: int | None = None) -> None:
    """Print a claim in its surroundings, and why each of its fields is what it is."""
    screen = console(out, width)
    screen.print(_text((article.title or article.path or article.id, "bold")))
    screen.print(
        _text((f"{wording.dated(claim)}{'  ' + article.url if article.url else ''}{'  ' + article.path if article.path else ''}", "dim"))
    )
    screen.print()
    for row, marks in _marked_rows(article, claim, min(screen.width, 110) - 2):
        screen.print(_text("  "), row, sep="", end="\n", soft_wrap=True)
        if marks.strip():
            screen.print(_text((f"  {marks.rstrip()}", "cyan")), soft_wrap=True)
    screen.print(_text(("  s source   c cue   k what is claimed", "dim")))
    screen.print()
    _fields(claim, screen)
    for link, other in links:
        now = "this claim" if link.later == claim.id else "it"
        screen.print(_text((f"{link.kind}: ", "bold"), f"{wording.speaker(other)}, {wording.dated(other)}: “{wording.quoted(other)}”"))
        screen.print(_text((f"  {link.reason} ({now} is the later; {wording.short_id(other.id)})", "dim")))


def _fields(claim: Claim, screen: Console) -> None:
    """The fields with the words that earned them."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for style in ("bold", "", "dim"):
        table.add_column(style=style, overflow="fold")
    for field, value, why in explained(claim):
        table.add_row(_text(field), _text(value), _text(why))
    screen.print(table)


def explained(claim: Claim) -> list[tuple[str, str, str]]:
    """Each field, its value, and why it is so."""
    because: dict[str, list[str]] = {}
    for reason in claim.because:
        because.setdefault(reason.field, []).append(f"“{reason.text}”")
    source, words = claim.source, claim.source.text
    sure = "" if claim.confidence is None else f", {claim.confidence:.0%} sure of who says what"
    rows = [("claim", claim.id, f"engine {claim.engine}{sure}" if claim.engine else "")]
    named = f"named in the text: “{words}”" if words == source.name else f"from “{words}”"
    about = ", ".join(part for part in (source.kind, source.role, source.country) if part)
    rows.append(
        (
            "source",
            f"{wording.source_name(source, claim.article.publisher)} ({about})",
            named if words else "nobody is credited in the text",
        )
    )
    rows += [("via", wording.source_name(via, claim.article.publisher), f"from “{via.text}”") for via in claim.via]
    for field, value, _ in wording.four(claim):
        rows.append((field, value, "because of " + ", ".join(because[field]) if field in because else UNEARNED.get(field, "")))
    for event in claim.events:
        parts = [
            f"{name}: {', '.join(r.name for r in roles)}"
            for name, roles in (("agent", event.agent), ("recipient", event.recipient))
            if roles
        ]
        parts += [f"items: {', '.join(i.text for i in event.items)}"] if event.items else []
        parts += [f"place: {', '.join(r.name for r in event.place)}"] if event.place else []
        parts += [f"when: {event.when.edtf or event.when.text}"] if event.when else []
        parts += [f"in exchange for: {event.in_exchange_for.trigger.text}"] if event.in_exchange_for else []
        rows.append(("event", "; ".join([event.type, *parts]), f"because of “{event.trigger.text}”"))
    rows += [("within", claim.within, "it stands in what that claim says")] if claim.within else []
    return rows


def _marked_rows(article: Article, claim: Claim, width: int) -> Iterable[tuple[Text, str]]:
    """The text around a claim in rows, each with a row of marks below that tell source, cue and content without colour."""
    start, end = sentence_of(article, claim)
    start, end = _surroundings(article.text, start, end)
    roles = _roles(claim)
    for first, last in _wrap(article.text, start, end, width):
        row, marks = _text(), ""
        for at in range(first, last):
            role = roles(at)
            letter = wording.harmless(article.text[at])
            row.append(letter, style={"s": "bold yellow", "c": "italic magenta", "k": "underline"}.get(role, ""))
            marks += (role or " ") * _cells(letter)
        yield row, marks


def _surroundings(text: str, start: int, end: int) -> tuple[int, int]:
    """The paragraph around a sentence, or as much of it as fits."""
    first = max(text.rfind("\n", 0, start) + 1, start - SURROUNDINGS)
    last = text.find("\n", end)
    last = min(len(text) if last < 0 else last, end + SURROUNDINGS)
    while first > 0 and first < start and not text[first - 1].isspace():
        first += 1
    while last < len(text) and last > end and not text[last].isspace():
        last -= 1
    return first, last


def _roles(claim: Claim) -> Callable[[int], str]:
    """Tells what a place in the text is to a claim: s, c, k or nothing."""

    def at(place: int) -> str:
        if claim.source.span and claim.source.span[0] <= place < claim.source.span[1]:
            return "s"
        if claim.cue and claim.cue.start <= place < claim.cue.end:
            return "c"
        return "k" if any(s <= place < e for s, e in claim.content.spans) else ""

    return at


def _cells(letter: str) -> int:
    from rich.cells import cell_len

    return cell_len(letter)


def _wrap(text: str, start: int, end: int, width: int) -> Iterable[Extent]:
    """Rows of at most so many columns, broken at blanks."""
    while start < end:
        used, at, blank = 0, start, 0
        while at < end and text[at] != "\n" and used + _cells(text[at]) <= width:
            used += _cells(text[at])
            blank = at if text[at].isspace() else blank
            at += 1
        if at < end and text[at] != "\n" and blank > start and not text[at].isspace():
            at = blank
        at = max(at, start + 1) if text[start] != "\n" else at
        if text[start:at].strip():
            yield start, at
        start = at
        while start < end and text[start].isspace():
            start += 1
