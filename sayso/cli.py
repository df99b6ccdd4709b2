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
from sayso.errors import BadRequest, NotFound, SaysoError

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


def standing_options(command: F) -> F:
    """To do without somebody, and to look from an earlier day."""
    command = click.option(
        "--as-of", metavar="DATE", help="Only what had been published by the end of that day, month or year; undated articles are left out."
    )(command)
    return click.option(
        "--without", multiple=True, metavar="NAME", help="Leave out a source, outlet, agency or country, and what is only known through it."
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
@standing_options
def dossier(path: Path, html: str | None, markdown: str | None, title: str, without: tuple[str, ...], as_of: str | None) -> None:
    """Tell what the ledger holds: key points, transfers, disputes, figures, a timeline, who says what."""
    from sayso import dossier as dossiers
    from sayso.exports import html as html_page
    from sayso.exports import markdown as markdown_text
    from sayso.exports import terminal
    from sayso.ledger.standing import keep

    with _existing(path) as ledger:
        kept = keep(ledger, without=without, as_of=as_of)
        left_out = dossiers.LeftOut(without, kept.as_of, kept.missing_claims, kept.missing_articles)
        found = dossiers.compile(ledger, kept.view, left_out=left_out)
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
@standing_options
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
@ledger_option
@standing_options
@click.option("--json", "as_json", is_flag=True, help="The comparison as one JSON object.")
def stands(path: Path, without: tuple[str, ...], as_of: str | None, as_json: bool) -> None:
    """Tell what still stands without somebody, or stood as of a day: which points lose their support, which disputes vanish."""
    from sayso.exports import standing as told
    from sayso.ledger import standing

    if not without and not as_of:
        raise BadRequest("nothing was named to do without", "name somebody with --without, or a day with --as-of")
    with _existing(path) as ledger:
        found = standing.compare(ledger, without=without, as_of=as_of)
        if as_json:
            _print_json(found)
        else:
            told.comparison(found, ledger.claim, sys.stdout)


@main.command()
@ledger_option
@click.option("--since", metavar="MOMENT", help="From then on: a day, month or year, or a run such as 'run 3'; the last run unless told.")
@click.option("--until", metavar="MOMENT", help="Up to then, the day or run included.")
@click.option("--json", "as_json", is_flag=True, help="All that changed as one JSON object.")
def changed(path: Path, since: str | None, until: str | None, as_json: bool) -> None:
    """Tell what changed: new points, new sides in disputes, revised figures, edited articles."""
    from sayso.exports import standing as told
    from sayso.ledger import changes

    with _existing(path) as ledger:
        found = changes.changed(ledger, since=changes.moment(since), until=changes.moment(until))
        if as_json:
            _print_json(found)
        else:
            told.changed(found, ledger.claim, sys.stdout)


@main.command()
@ledger_option
@click.option("--json", "as_json", is_flag=True, help="All runs as a JSON list.")
def runs(path: Path, as_json: bool) -> None:
    """List when something was read, and what it brought."""
    from sayso.exports import standing as told
    from sayso.ledger import changes

    with _existing(path) as ledger:
        found = changes.runs(ledger)
    if as_json:
        _print_json(found)
    else:
        told.runs(found, sys.stdout)


@main.command()
@click.argument("one")
@click.argument("other")
@ledger_option
@click.option("--engine", default="model", show_default=True, metavar="NAME", help="What finds who says what in a file: model or rules.")
@click.option("--json", "as_json", is_flag=True, help="One pair of claims a line.")
def compare(one: str, other: str, path: Path, engine: str, as_json: bool) -> None:
    """Lay two reports side by side: how their claims stand to each other.

    ONE and OTHER are files, or articles of the ledger by their ids or the beginnings of those. Nothing is recorded.
    """
    from sayso import compare as comparing
    from sayso.exports import compared

    desk = comparing.Desk(path, engine)
    found = comparing.compare(desk.report(one), desk.report(other))
    if as_json:
        compared.write(found, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    else:
        compared.told(found, sys.stdout)


def _print_json(value: object) -> None:
    """One JSON object on standard output."""
    import msgspec

    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")
    sys.stdout.buffer.flush()


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


SPAN = "START:END in the article, or the words if they stand near the claim just once"
ROLES = ("agent", "recipient", "place", "item")


def signed(command: F) -> F:
    """Every command that rules is signed in the same way."""
    who = click.option(
        "--who", envvar="SAYSO_WHO", default="", metavar="NAME", help="Who rules; SAYSO_WHO names it too. [default: your login]"
    )
    return ledger_option(who(click.option("--why", default="", metavar="TEXT", help="Why.")(command)))


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise BadRequest("a ruling without a name", "say who rules with --who") from error


def _place(words: str) -> tuple[int, int] | str:
    start, colon, end = words.partition(":")
    return (int(start), int(end)) if colon and start.isdigit() and end.isdigit() else words


@main.command()
@click.argument(
    "kind",
    type=click.Choice(["accept", "reject", "fix", "split", "join", "same", "different", "part", "merge", "note", "undo", "redo"]),
    metavar="KIND",
)
@click.argument("on", nargs=-1, required=True, metavar="ON...")
@signed
@click.option("--seen", metavar="RULING", help="The last ruling you have seen on it; refused if there is another by now.")
@click.option("--source", metavar="NAME", help="fix: who is credited.")
@click.option("--source-kind", metavar="KIND", help="fix, part: person, office, organisation, state, medium, unnamed or article.")
@click.option("--source-span", metavar="SPAN", help=f"fix: the words that name the source: {SPAN}.")
@click.option("--cue", metavar="SPAN", help="fix: the word of saying.")
@click.option("--no-cue", is_flag=True, help="fix: there is none.")
@click.option("--content", multiple=True, metavar="SPAN", help="fix: what is claimed; more than once for more than one piece.")
@click.option("--stance", metavar="STANCE", help="fix: what the source does.")
@click.option("--certainty", type=click.Choice(CERTAINTIES), help="fix: how certain its source presents it.")
@click.option("--polarity", type=click.Choice(POLARITIES), help="fix: said to be so, or not to be so.")
@click.option("--status", type=click.Choice(STATUSES), help="fix: whether it is told as done, planned ...")
@click.option("--event", type=click.IntRange(min=0), metavar="N", help="fix: which event, 0 for the first; the next number makes one.")
@click.option("--event-type", metavar="TYPE", help='fix: its type; "" takes the event out.')
@click.option("--trigger", metavar="SPAN", help="fix: the word for it.")
@click.option("--agent", multiple=True, metavar="SPAN", help='fix: who does it; "" for nobody.')
@click.option("--recipient", multiple=True, metavar="SPAN", help="fix: to whom.")
@click.option("--place", multiple=True, metavar="SPAN", help="fix: where.")
@click.option("--item", multiple=True, metavar="SPAN", help="fix: with what.")
@click.option("--piece", multiple=True, metavar="SPAN", help="split: one of the pieces.")
@click.option("--name", metavar="NAME", help="merge: the name to go by; part: whose name it is.")
@click.option("--words", metavar="NAME", help="part: the name that is somebody else's.")
def rule(kind: str, on: tuple[str, ...], path: Path, who: str, why: str, seen: str | None, **given: Any) -> None:
    """Decide what the machine got wrong or right. ON are ids of claims, points, parties or, to undo and redo, of a ruling.

    accept, reject, fix, split, join claims; same, different of points or claims; part a claim out of its point, or a name from its party;
    merge parties; note on anything; undo and redo rulings.
    """
    from sayso.exports import rulings as told
    from sayso.ledger import Ledger

    with Ledger(path) as ledger:
        who = who or _login()
        if kind in ("undo", "redo"):
            if any(value not in (None, (), False) for value in given.values()) or len(on) > 1:
                raise BadRequest(f"{kind} takes one ruling and nothing else", f"sayso rule {kind} RULING")
            made = ledger.undo(on[0], who=who, why=why, seen=seen) if kind == "undo" else ledger.redo(on[0], who=who, why=why)
        else:
            made = ledger.rule(kind, on, who=who, why=why, seen=seen, **_change(given))  # type: ignore[arg-type]
    click.echo(told.line(made))


def _change(given: dict[str, Any]) -> dict[str, Any]:
    """What was given, as the ledger takes it."""
    change: dict[str, Any] = {
        name: given[name] for name in ("source", "source_kind", "event", "event_type", "name", "words") if given[name] is not None
    }
    change |= {name: given[name] for name in ("stance", "certainty", "polarity", "status") if given[name]}
    change |= {name: _place(given[name]) for name in ("source_span", "cue", "trigger") if given[name] is not None}
    change |= {"cue": None} if given["no_cue"] else {}
    change |= {name: [_place(words) for words in given[name]] for name in ("content",) if given[name]}
    change |= {"pieces": [_place(words) for words in given["piece"]]} if given["piece"] else {}
    change |= {"items" if role == "item" else role: [_place(w) for w in given[role] if w] for role in ROLES if given[role]}
    return change


@main.command()
@click.argument("on", metavar="SOURCE|POINT")
@click.argument("mark", required=False, metavar="[MARK]")
@signed
def assess(on: str, mark: str | None, path: Path, who: str, why: str) -> None:
    """Rate a source from A to F or a point from 1 to 6 (the Admiralty scale); without MARK, show what it is rated and why.

    Nothing else ever sets a mark: without one, a source is F and a point 6, cannot be judged.
    """
    from sayso.exports import rulings as told
    from sayso.ledger import Ledger

    if mark:
        with Ledger(path) as ledger:
            ledger.rule("rate", on, who=who or _login(), why=why, mark=mark)
            click.echo(told.assessment(ledger.assessment(on)))
        return
    with _existing(path) as ledger:
        click.echo(told.assessment(ledger.assessment(on)))
        for former in reversed(ledger.assessments(on)[:-1]):
            click.echo(f"before: {told.assessment(former)}")
        if ledger.assessment(on).on.startswith("point-"):
            click.echo(told.suggestion(ledger.suggestion(on)))


@main.command()
@click.argument("on", required=False, metavar="[ON]")
@ledger_option
@click.option("--kind", metavar="KIND", help="Only of this kind.")
@click.option("--by", "who", metavar="NAME", help="Only of this person.")
@click.option("--effective", is_flag=True, help="Only those that are not taken back.")
@click.option("--json", "as_json", is_flag=True, help="The ruling record, one a line.")
@click.option("--orphans", is_flag=True, help="Those that hold on to nothing, and why.")
@click.option("--struck", is_flag=True, help="The claims that rulings took out.")
@click.option("--export", "out", metavar="FILE", help="Write the whole log as JSON Lines; - for standard output.")
@click.option("--import", "source", metavar="FILE", help="Bring in a log that was exported; what is here already changes nothing.")
@click.option(
    "--check", "engine", is_flag=False, flag_value="model", metavar="[ENGINE]", help="Say what an engine gets right and wrong by them."
)
def rulings(path: Path, on: str | None, **options: Any) -> None:
    """List what persons decided, in its order; ON narrows it to a claim, point, party or source."""
    from sayso.exports import jsonl
    from sayso.exports import rulings as told

    if options["source"]:
        return _bring_in(path, options["source"])
    with _existing(path) as ledger:
        if options["out"]:
            with _writing(options["out"]) as out:
                ledger.export_rulings(out)
        elif options["engine"]:
            sys.exit(FAULTY if _regressions(ledger, options["engine"]) else 0)
        elif options["orphans"]:
            for found in ledger.orphans():
                click.echo(told.orphan(found, ledger.ruling(found.ruling)))
        elif options["struck"]:
            for claim in ledger.struck():
                click.echo(told.struck(claim))
        else:
            log = ledger.rulings(on, kind=options["kind"], who=options["who"], effective=options["effective"])
            if options["as_json"]:
                jsonl.write(log, sys.stdout.buffer)
                sys.stdout.buffer.flush()
                return
            for line in told.lines(log):
                click.echo(line)


def _bring_in(path: Path, source: str) -> None:
    from sayso.ledger import Ledger

    try:
        lines = sys.stdin.buffer.readlines() if source == "-" else Path(source).read_bytes().splitlines()
    except OSError as error:
        raise BadRequest(f"{source} cannot be read ({error.strerror})", "give a file that sayso rulings --export wrote") from error
    with Ledger(path) as ledger:
        done = ledger.import_rulings(lines)
    click.echo(
        f"{done.new:,} rulings brought in, {done.known:,} known already; {len(done.orphans):,} of the new ones hold on to nothing here"
    )


def _regressions(ledger: Ledger, engine: str) -> int:
    """Read the articles that were ruled upon again, with no regard to the rulings; tell what comes out wrong, and how much."""
    from sayso.exports import rulings as told
    from sayso.pipeline import Extractor
    from sayso.rulings import disagreement

    extractor = Extractor(engine)
    by_article: dict[str, list[Any]] = {}
    for ruling in ledger.rulings(effective=True):
        if ruling.article:
            by_article.setdefault(ruling.article.id, []).append(ruling)
    right = wrong = 0
    for article, log in sorted(by_article.items()):
        try:
            reading = extractor.extract(ledger.article(article))
        except NotFound:
            continue  # the orphans tell of it
        for ruling in log:
            said = disagreement(ruling, reading.article, reading.claims)
            if said:
                click.echo(f"wrong\t{said}\t{told.line(ruling)}")
            elif said == "":
                click.echo(f"right\t\t{told.line(ruling)}")
            right, wrong = right + (said == ""), wrong + bool(said)
    click.echo(f"{extractor.engine.name} agrees with {right:,} of {right + wrong:,} rulings", err=True)
    return wrong


if __name__ == "__main__":
    main()
