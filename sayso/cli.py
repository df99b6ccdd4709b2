"""The command line. Everything heavy is imported inside the command that needs it: `sayso --help` must answer at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import click

from sayso import __version__
from sayso.errors import BadRequest, SaysoError

if TYPE_CHECKING:
    from sayso.ledger import Ledger
    from sayso.pipeline import Summary

F = TypeVar("F", bound=Callable[..., Any])
CERTAINTIES = ("certain", "probable", "possible", "uncommitted")
STATUSES = ("actual", "planned", "considered", "requested", "hypothetical")
POLARITIES = ("positive", "negative")
REFUSALS = 20  # told one by one at the end of a run
FAULTY, REFUSED, INTERRUPTED = 1, 2, 130  # exit codes


class Commands(click.Group):
    """Commands whose refusals end in one line that says what was found and what to do."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SaysoError as error:
            click.echo(f"sayso: {error}", err=True)
            ctx.exit(REFUSED)
        except KeyboardInterrupt:
            click.echo("sayso: stopped", err=True)
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:  # whoever read our output has seen enough
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


def ledger_option(command: F) -> F:
    """Every command names its ledger in the same three ways."""
    return click.option(
        "--ledger",
        "path",
        metavar="FILE",
        default="sayso.db",
        envvar="SAYSO_LEDGER",
        show_default=True,
        type=click.Path(path_type=Path),
        help="The ledger; SAYSO_LEDGER names it too.",
    )(command)


@contextmanager
def _existing(path: Path) -> Iterator[Ledger]:
    """Open a ledger that must be there, for reading only."""
    from sayso.ledger import Ledger

    with Ledger(path, readonly=True) as ledger:
        yield ledger


@contextmanager
def _writing(path: str) -> Iterator[BinaryIO]:
    """Open a file for what is exported; "-" is standard output. A disk that refuses is told in one line."""
    if path == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        with Path(path).open("wb") as out:
            yield out
    except OSError as error:
        raise BadRequest(f"{path} cannot be written ({error.strerror})", "name another file, or make room for this one") from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="sayso")
def main() -> None:
    """Reads reports and keeps who said what, on whose word, how firmly and in which words.

    Begin with `sayso read FOLDER`, then `sayso dossier`.
    """


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@ledger_option
@click.option("--engine", default="model", show_default=True, metavar="NAME", help="What finds who says what: model or rules.")
@click.option(
    "--names",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A file of your own names (docs/commands.md); may be repeated.",
)
@click.option("--allow-private", is_flag=True, help="Let an address lead into a private network.")
def read(paths: tuple[str, ...], path: Path, engine: str, names: tuple[Path, ...], allow_private: bool) -> None:
    """Read files, folders, patterns, feeds, archives, web addresses or standard input (-) into the ledger."""
    from sayso.ledger import Ledger
    from sayso.pipeline import read_into

    done = 0
    with Ledger(path) as ledger, _progress() as advance:

        def progress(number: int, name: str) -> None:
            nonlocal done
            done = number
            advance(number, name)

        try:
            summary = read_into(ledger, paths, engine=engine, gazetteers=names, progress=progress, allow_private=allow_private)
        except KeyboardInterrupt:
            click.echo(
                f"\nsayso: stopped after {done:,}; what was read is saved in {path}, and the same command goes on from there", err=True
            )
            sys.exit(INTERRUPTED)
    _report(summary, path)
    if summary.refusals and not (summary.new or summary.known or summary.versions):
        sys.exit(FAULTY)


@contextmanager
def _progress() -> Iterator[Callable[[int, str], None]]:
    """A line on standard error that tells what is being read; nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield lambda number, name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("reading"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda number, name: bar.update(task, completed=number, description=_printable(name)[-50:])


def _printable(name: str) -> str:
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)


def _report(summary: Summary, path: Path) -> None:
    """What was read, refused and not understood."""
    from sayso.exports.wording import count, gap

    parts = [f"{count(summary.new, 'article')} read"]
    parts += [f"{count(summary.versions, 'newer version')} of articles known"] if summary.versions else []
    parts += [f"{summary.known:,} known already"] if summary.known else []
    parts += [f"{count(len(summary.refusals), 'input')} refused"] if summary.refusals else []
    click.echo(f"{', '.join(parts)}; {count(summary.claims, 'claim')} recorded in {path}")
    for refusal in summary.refusals[:REFUSALS]:
        remedy = f"; {refusal.remedy}" if refusal.remedy else ""
        click.echo(f"refused: {_printable(refusal.where)}: {_printable(refusal.what)}{_printable(remedy)}")
    if len(summary.refusals) > REFUSALS:
        click.echo(f"… and {len(summary.refusals) - REFUSALS:,} more refused; sayso dossier lists them")
    if summary.gaps:
        click.echo("not understood: " + "; ".join(f"{number:,} {gap(kind)}" for kind, number in sorted(summary.gaps.items())))


@main.command()
@ledger_option
@click.option("--html", metavar="FILE", help="Write one self-contained page; - for standard output.")
@click.option("--markdown", metavar="FILE", help="Write Markdown; - for standard output.")
@click.option("--title", default="", help="What to call it.")
def dossier(path: Path, html: str | None, markdown: str | None, title: str) -> None:
    """Tell what the ledger holds: key points, transfers, disputes, figures, a timeline, who says what."""
    from sayso import dossier as dossiers
    from sayso.exports import html as html_page
    from sayso.exports import markdown as markdown_text
    from sayso.exports import terminal

    with _existing(path) as ledger:
        found = dossiers.compile(ledger)
    for file, render in ((html, html_page.render), (markdown, markdown_text.render)):
        if file:
            with _writing(file) as out:
                out.write(render(found, title).encode())
            if file != "-":
                click.echo(f"wrote {file}")
    if not (html or markdown):
        terminal.dossier(found, sys.stdout)


@main.command()
@ledger_option
@click.option("--source", metavar="NAME", help="Who says it: a name or a part of it, an alias, a role, a country.")
@click.option("--about", metavar="NAME", help="What it is about: a party, place, thing or word.")
@click.option("--type", "event_type", metavar="TYPE", help="The type of an event in it: transfer, deploy, combat ...")
@click.option("--certainty", type=click.Choice(CERTAINTIES), help="How certain its source presents it.")
@click.option("--status", type=click.Choice(STATUSES), help="Whether it is told as done, planned ...")
@click.option("--polarity", type=click.Choice(POLARITIES), help="Whether it is said to be so or not to be so.")
@click.option("--stance", metavar="STANCE", help="What the source does: says, denies, estimates ...")
@click.option("--since", metavar="DATE", help="Published then or later: 2024, 2024-10 or 2024-10-18.")
@click.option("--until", metavar="DATE", help="Published then or earlier.")
@click.option("--disputed", is_flag=True, help="Only what another claim contradicts or denies.")
@click.option("--text", metavar="WORDS", help="With all these words; those in quotation marks in a row.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="No more than so many.")
@click.option("--json", "as_json", is_flag=True, help="The claim record, one a line.")
def claims(path: Path, as_json: bool, event_type: str | None, **filters: Any) -> None:
    """List claims, by date of publication; all options narrow the list."""
    with _existing(path) as ledger:
        found = ledger.claims(type=event_type, **filters)
        if as_json:
            from sayso.exports import jsonl

            jsonl.write(found, sys.stdout.buffer)
            sys.stdout.buffer.flush()
            return
        from sayso.exports import terminal

        if not terminal.claims(found, sys.stdout):
            click.echo("no claim fits", err=True)
        sys.stdout.flush()


@main.command()
@click.argument("claim")
@ledger_option
def show(claim: str, path: Path) -> None:
    """Show one claim in its surroundings, and why each of its fields is what it is. CLAIM is an id or the beginning of one."""
    from sayso.exports import terminal

    with _existing(path) as ledger:
        found = ledger.claim(claim)
        links = [(link, ledger.claim(link.earlier if link.later == found.id else link.later)) for link in ledger.links(found.id)]
        terminal.show(found, ledger.article(found.article.id), links, sys.stdout)


@main.command()
@ledger_option
@click.option(
    "--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to answer; elsewhere than here only with a password."
)
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), metavar="N", help="0 takes any that is free.")
@click.option(
    "--password",
    "--token",
    "password",
    default="",
    envvar="SAYSO_PASSWORD",
    metavar="TEXT",
    help="Ask for it; SAYSO_PASSWORD gives it too.",
)
@click.option("--name", "names", multiple=True, metavar="NAME", help="A further name to answer to, of a proxy that stands before it.")
def serve(path: Path, host: str, port: int, password: str, names: tuple[str, ...]) -> None:
    """Open the workbench: the ledger in the browser, to read, check and correct. Only this machine can reach it unless told."""
    from sayso.web.serving import access_for
    from sayso.web.serving import serve as answer

    answer(
        path,
        access_for(host, port, password, names),
        lambda address: click.echo(f"The workbench of {path} is open at {address}  (Ctrl-C closes it)"),
    )


@main.group()
def export() -> None:
    """Write the claims in another format."""


@export.command()
@ledger_option
@click.option("-o", "--output", metavar="FILE", default="-", help="Where to; standard output unless told.")
def jsonl(path: Path, output: str) -> None:
    """The claim record as JSON Lines: all other formats come from it."""
    from sayso.exports import jsonl as lines

    with _existing(path) as ledger, _writing(output) as out:
        lines.write(ledger.claims(), out)


@export.command()
@click.option("-o", "--output", metavar="FILE", default="-", help="Where to; standard output unless told.")
def schema(output: str) -> None:
    """The JSON Schema of the claim record."""
    from sayso.exports import jsonl as lines

    with _writing(output) as out:
        out.write(lines.schema())


@main.command()
@ledger_option
def check(path: Path) -> None:
    """Cut every span out of its text again and hash every text again: silent when all is well."""
    with _existing(path) as ledger:
        faults = ledger.check()
    for fault in faults:
        click.echo(fault)
    if faults:
        sys.exit(FAULTY)


if __name__ == "__main__":
    main()
