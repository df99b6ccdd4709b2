"""What stands without somebody, and what changed, in the terminal: sentences and short lists, each line with the ids to look it up by."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import IO, TYPE_CHECKING, Any

from sayso.exports import wording
from sayso.exports.terminal import _text as text
from sayso.exports.terminal import console
from sayso.exports.wording import count
from sayso.shown import Shown

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from sayso.claim import Claim
    from sayso.ledger.changes import Changed, Disputed, Edited, Revised, Run
    from sayso.ledger.standing import Comparison, Counted, Kept, LeftOut, Narrowed, Support, Vanished, Weighed

Find = Callable[[str], "Claim"]


class Sheet:
    """Prints headings and indented lines."""

    def __init__(self, out: IO[str], width: int | None = None) -> None:
        self.screen: Console = console(out, width)

    def line(self, *parts: str | tuple[str, str], by: int = 2) -> None:
        """One paragraph, wrapped and indented."""
        words: Text = text(*parts)
        for row in words.wrap(self.screen, max(20, self.screen.width - by)):
            row.rstrip()
            self.screen.print(text(" " * by), row, sep="", soft_wrap=True)

    def heading(self, words: str, total: int) -> None:
        self.screen.print()
        self.screen.print(text((words, "bold cyan"), (f"  ({total:,})", "dim")))

    def section(self, words: str, found: Shown[Any], print_one: Callable[[Any], None]) -> None:
        """A heading and what stands under it; nothing where there is nothing."""
        if not found.total:
            return
        self.heading(words, found.total)
        for one in found:
            print_one(one)
        if found.more:
            self.line((f"… and {found.more:,} more", "dim"))

    def claim(self, claim: Claim, by: int = 4) -> None:
        self.line(
            (wording.speaker(claim), "bold"),
            f": “{wording.quoted(claim)}”",
            (f"  {wording.dated(claim)}  {wording.short_id(claim.id)}", "dim"),
            by=by,
        )


def left_out(kept: Kept | Comparison) -> list[str]:
    """What was left out, in sentences."""
    said = [_left_out(one) for one in kept.left_out]
    if kept.as_of:
        said.append(f"As of {wording.date(kept.as_of)}: {count(kept.later, 'article')} published later left out")
    if kept.undated:
        said.append(f"{count(kept.undated, 'undated article')} left out, since nobody knows when they were published")
    if kept.unsure:
        said.append(f"{count(kept.unsure, 'article')} left out, since they may have been published before that day or after it")
    return said


def _left_out(one: LeftOut) -> str:
    return f"Without “{one.asked}” ({', '.join(one.found)}): {count(one.claims, 'claim')} left out"


def comparison(found: Comparison, find: Find, out: IO[str], width: int | None = None) -> None:
    """Print what stands without somebody, or stood as of a day."""
    page = Sheet(out, width)
    for sentence in left_out(found):
        page.line((sentence + ".", "bold"), by=0)
    before, after = found.before, found.after
    kept = (("claims", before.claims, after.claims), ("articles", before.articles, after.articles), ("points", before.points, after.points))
    page.line("Of " + ", ".join(f"{was:,} {name} {now:,}" for name, was, now in kept) + " stand.", by=0)
    page.line(f"Of {count(before.disputes, 'dispute')} {after.disputes:,} remain{'s' if after.disputes == 1 else ''}.", by=0)
    page.section("Points that nobody else speaks of", found.lost, lambda one: _point(page, one))
    page.section("Points that rest on one source then", found.alone, lambda one: _point(page, one))
    page.section("Points with fewer sources", found.weaker, lambda one: _point(page, one))
    page.section("Points that stood then, and were edited out since", found.stood, lambda one: _point(page, one))
    page.section("Disputes that vanish", found.vanished, lambda one: _dispute(page, one, find))
    page.section("Figures that do not stand", found.narrowed, lambda one: _figures(page, one))
    if not (
        found.lost.total or found.alone.total or found.weaker.total or found.stood.total or found.vanished.total or found.narrowed.total
    ):
        page.line("Nothing loses support.", by=0)


def _point(page: Sheet, point: Weighed) -> None:
    page.line(f"“{point.title}”")
    after = f" → {_support(point.after)}" if point.after.claims else ""
    page.line(
        (f"{_support(point.before) if point.before.claims else 'nobody now'}{after}  {wording.short_id(point.claims[0])}", "dim"), by=4
    )


def _support(support: Support) -> str:
    return f"{count(support.origins, 'source')}, {count(support.outlets, 'outlet')}, {count(support.claims, 'claim')}"


def _dispute(page: Sheet, dispute: Vanished, find: Find) -> None:
    for name, ids in dispute.sides:
        page.line((f"{name}:", "magenta"))
        for ident in ids[:3]:
            page.claim(find(ident))
        if len(ids) > 3:
            page.line((f"… and {len(ids) - 3:,} more", "dim"), by=4)
    if dispute.left:
        page.line((f"{count(len(dispute.left), 'claim')} of it stand, opposed by nobody", "dim"))


def _figures(page: Sheet, narrowed: Narrowed) -> None:
    unit = f" in {narrowed.unit}" if narrowed.unit else ""
    page.line((f"{narrowed.what}{unit}: ", "bold"), f"{_counted(narrowed.before)} → {_counted(narrowed.after)}")


def _counted(counted: Counted) -> str:
    if not counted.figures:
        return "no figure"
    ends = [wording.number(end) for end in (counted.low, counted.high) if end is not None]
    return f"{count(counted.figures, 'figure')}, {'–'.join(dict.fromkeys(ends))}"


# What changed


FIELDS = {"source": "who is credited"}


def changed(found: Changed, find: Find, out: IO[str], width: int | None = None) -> None:
    """Print what changed between two moments."""
    page = Sheet(out, width)
    since = f"since {_moment(found.since)}" if found.since else "since the beginning"
    until = f" until {_moment(found.until)}" if found.until and found.until != found.since else ""
    page.line((f"What changed {since}{until}: {count(found.articles, 'article')} came.", "bold"), by=0)
    if found.undated:
        page.line(f"{count(found.undated, 'undated article')} left out, since nobody knows when they were published.", by=0)
    page.section("New points", found.points, lambda one: _new_point(page, one))
    page.section("Points with more sources than before", found.gained, lambda one: _point(page, one))
    page.section("Points with fewer sources, or none", found.lost, lambda one: _point(page, one))
    page.section("Disputes", found.disputes, lambda one: _disputed(page, one, find))
    page.section("Disputes that are gone", found.vanished, lambda one: _dispute(page, one, find))
    page.section("Revised", found.revised, lambda one: _revised(page, one, find))
    page.section("Figures that reach further, or less far", found.figures, lambda one: _figures(page, one))
    page.section("Edited articles", found.edited, lambda one: _edited(page, one, find))
    if not found:
        page.line("Nothing else changed.", by=0)


def _moment(name: str) -> str:
    return name if name.startswith("run ") else wording.date(name)


def _new_point(page: Sheet, point: Weighed) -> None:
    page.line(f"“{point.title}”")
    page.line((f"{_support(point.after)}  {wording.short_id(point.claims[0])}", "dim"), by=4)


def _disputed(page: Sheet, dispute: Disputed, find: Find) -> None:
    page.line((f"{'new' if dispute.new else 'somebody joined'}:", "bold"))
    for side in dispute.sides:
        page.line((f"{side.name} ({count(len(side.claims), 'claim')}, {len(side.new):,} new):", "magenta"), by=4)
        for ident in (side.new or side.claims)[:3]:
            page.claim(find(ident), by=6)


def _revised(page: Sheet, revised: Revised, find: Find) -> None:
    page.line(revised.reason)
    for ident in (revised.later, revised.earlier):
        page.claim(find(ident))


def _edited(page: Sheet, edited: Edited, find: Find) -> None:
    page.line((edited.title or edited.address, "bold"), (f"  {wording.short_id(edited.new)}", "dim"))
    for change in edited.reworded:
        field = FIELDS.get(change.field, change.field)
        page.line(
            f"{field} {change.direction}: {_valued(change.before, change.before_words)} → {_valued(change.after, change.after_words)}", by=4
        )
        page.claim(find(change.new), by=6)
    for name, ids in (("no longer in it", edited.dropped), ("new in it", edited.added)):
        for ident in ids[:5]:
            page.line((f"{name}:", "dim"), by=4)
            page.claim(find(ident), by=6)
        if len(ids) > 5:
            page.line((f"… and {len(ids) - 5:,} more {name}", "dim"), by=4)


def _valued(value: str, words: tuple[str, ...]) -> str:
    return f"{value} ({', '.join(f'“{word}”' for word in words)})" if words else value


def runs(found: Iterable[Run], out: IO[str], width: int | None = None) -> None:
    """Print what was read when."""
    page = Sheet(out, width)
    for run in found:
        brought = f"{count(run.articles, 'article')}, {count(run.claims, 'claim')}"
        page.line((f"run {run.number}", "bold"), f"  {run.began}  {brought}", (f"  {run.engine}  {' '.join(run.inputs)}", "dim"), by=0)
