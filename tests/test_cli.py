"""Promises of the command line: what went wrong and the way out in one line, nothing heavy until it is needed, plain text in a pipe."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from factory import Telling, make_reading

from sayso import cli, pipeline
from sayso.claim import Refusal
from sayso.ledger import Ledger
from sayso.pipeline import Summary

HEAVY = ("spacy", "lxml", "rich", "trafilatura", "feedparser", "msgspec", "jinja2", "httpx", "pypdfium2", "sqlite3")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger with a dispute, a transfer and a figure."""
    path = tmp_path / "a.db"
    with Ledger(path) as found:
        for reading in (
            make_reading(
                Telling("Ana Ruiz", number=600), Telling("Ana Ruiz", type="combat", recipient=None, item=None), published="2024-10-18"
            ),
            make_reading(
                Telling("Ben Okoro", type="combat", recipient=None, item=None, polarity="negative"),
                Telling(
                    "Ben Okoro", agent=("Peru", "PE"), type="transfer", item=("drones", "drone"), status="planned", certainty="probable"
                ),
                published="2024-11-02",
                publisher="Example Wire",
            ),
        ):
            found.record(reading, reading.article.text.encode())
    return path


def run(*arguments: str | Path, **options: object):
    return CliRunner().invoke(cli.main, [str(a) for a in arguments], **options)  # type: ignore[arg-type]


def listed(ledger: Path, *options: str) -> list[dict]:
    """The claims that these options leave."""
    result = run("claims", "--ledger", ledger, "--json", *options)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


# Help


def test_help_imports_nothing_heavy() -> None:
    code = f"import sys; from click.testing import CliRunner; from sayso.cli import main; CliRunner().invoke(main, ['--help']); print([m for m in {HEAVY} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "[]"


def test_every_command_that_needs_a_ledger_takes_it_in_the_same_three_ways() -> None:
    def commands(group: click.Group):
        for command in group.commands.values():
            yield from commands(command) if isinstance(command, click.Group) else [command]

    options = {c.name: next((p for p in c.params if "--ledger" in p.opts), None) for c in commands(cli.main)}
    assert [name for name, option in options.items() if option is None] == ["schema"]
    assert {(o.envvar, str(o.default)) for o in options.values() if o} == {("SAYSO_LEDGER", "sayso.db")}


# What goes wrong


@pytest.mark.parametrize("command", [["dossier"], ["claims"], ["show", "claim-1-x"], ["export", "jsonl"], ["check"]])
def test_a_ledger_that_is_not_there_is_told_with_the_way_out(command: list[str], tmp_path: Path) -> None:
    result = run(*command, "--ledger", tmp_path / "none.db")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"sayso: there is no ledger at {tmp_path / 'none.db'}; make one with: sayso read FOLDER\n"
    assert not (tmp_path / "none.db").exists()


def test_an_unknown_claim_is_told_in_one_line(ledger: Path) -> None:
    result = run("show", "claim-1-0000", "--ledger", ledger)

    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "'claim-1-0000'" in result.stderr


def test_a_date_that_is_none_is_told_with_what_would_be_right(ledger: Path) -> None:
    result = run("claims", "--since", "soon", "--ledger", ledger)

    assert (result.exit_code, result.stderr) == (2, "sayso: 'soon' is not a date; write it as 2024, 2024-10 or 2024-10-18\n")


def test_a_certainty_that_does_not_exist_is_told_with_those_that_do(ledger: Path) -> None:
    result = run("claims", "--certainty", "likely", "--ledger", ledger)

    assert result.exit_code == 2
    assert "'certain', 'probable', 'possible', 'uncommitted'" in result.stderr


def test_a_file_that_cannot_be_written_is_told_in_one_line(ledger: Path, tmp_path: Path) -> None:
    result = run("dossier", "--html", tmp_path / "no" / "such" / "folder.html", "--ledger", ledger)

    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "No such file or directory" in result.stderr


def test_an_engine_that_does_not_exist_is_told_with_those_that_do(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ana Ruiz said that it rained.")
    result = run("read", tmp_path / "a.txt", "--engine", "oracle", "--ledger", tmp_path / "a.db")

    assert result.exit_code == 2
    assert "'oracle'" in result.stderr and "rules" in result.stderr


def test_a_pipe_that_closes_early_is_no_error(ledger: Path) -> None:
    command = f"{sys.executable} -m sayso.cli export jsonl --ledger {ledger} | true; echo ${{PIPESTATUS[0]}}"
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True)

    assert (result.stdout.strip() in ("0", "1"), result.stderr) == (True, "")


# Reading


def test_reading_says_what_was_read_refused_and_not_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = Summary(2, 1, 1, 7, (Refusal("b.pdf", "is encrypted", "unlock it"),), {"date": 3})
    monkeypatch.setattr(pipeline, "read_into", lambda *args, **options: summary)
    result = run("read", tmp_path, "--ledger", tmp_path / "a.db")

    assert result.exit_code == 0
    assert result.output.splitlines() == [
        f"2 articles read, 1 newer version of articles known, 1 known already, 1 input refused; 7 claims recorded in {tmp_path / 'a.db'}",
        "refused: b.pdf: is encrypted; unlock it",
        "not understood: 3 dates that could not be placed",
    ]


def test_a_long_list_of_refusals_is_cut_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = Summary(1, refusals=tuple(Refusal(f"{n}.ann", "is of a kind that is not read") for n in range(25)))
    monkeypatch.setattr(pipeline, "read_into", lambda *args, **options: summary)
    lines = run("read", tmp_path, "--ledger", tmp_path / "a.db").output.splitlines()

    assert (len(lines), lines[-1]) == (22, "… and 5 more refused; sayso dossier lists them")


def test_reading_nothing_at_all_is_a_fault(tmp_path: Path) -> None:
    result = run("read", tmp_path / "nothing.txt", "--ledger", tmp_path / "a.db")

    assert result.exit_code == 1
    assert "nothing.txt" in result.output


def test_ctrl_c_says_what_is_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(ledger: Ledger, paths: object, *, progress, **options: object) -> None:
        progress(3, "c.txt")
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "read_into", stopped)
    result = run("read", tmp_path, "--ledger", tmp_path / "a.db")

    assert result.exit_code == 130
    assert f"stopped after 3; what was read is saved in {tmp_path / 'a.db'}" in result.stderr


def test_a_report_is_read_listed_shown_and_checked(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Title: Rain\nPublisher: Example Daily\nDate: 2024-05-03\n\nThe mayor, Ana Ruiz, said that Kenya sent 600 soldiers to Haiti.\n"
    )
    ledger = tmp_path / "ledger.db"

    assert run("read", tmp_path / "a.txt", "--ledger", ledger).output.startswith("1 article read; ")
    assert run("read", tmp_path / "a.txt", "--ledger", ledger).output.startswith("0 articles read, 1 known already; 0 claims")
    assert [c["source"]["name"] for c in listed(ledger)] == ["Ana Ruiz"]
    assert run("check", "--ledger", ledger).output == ""


def test_standard_input_is_read(tmp_path: Path) -> None:
    result = run("read", "-", "--ledger", tmp_path / "a.db", input="Ana Ruiz said on Monday that Kenya sent 600 soldiers to Haiti.\n")

    assert (result.exit_code, result.output[:14]) == (0, "1 article read")


# Listing


@pytest.mark.parametrize(
    ("options", "speakers"),
    [
        ([], ["Ana Ruiz", "Ana Ruiz", "Ben Okoro", "Ben Okoro"]),
        (["--source", "Okoro"], ["Ben Okoro", "Ben Okoro"]),
        (["--about", "Peru"], ["Ben Okoro"]),
        (["--type", "transfer"], ["Ben Okoro"]),
        (["--certainty", "probable"], ["Ben Okoro"]),
        (["--status", "planned"], ["Ben Okoro"]),
        (["--polarity", "negative"], ["Ben Okoro"]),
        (["--stance", "denies"], []),
        (["--since", "2024-11"], ["Ben Okoro", "Ben Okoro"]),
        (["--until", "2024-10"], ["Ana Ruiz", "Ana Ruiz"]),
        (["--disputed"], ["Ana Ruiz", "Ben Okoro"]),
        (["--text", '"600 soldiers"'], ["Ana Ruiz"]),
        (["--limit", "1"], ["Ana Ruiz"]),
        (["--source", "Okoro", "--disputed"], ["Ben Okoro"]),
    ],
)
def test_each_option_narrows_the_list(ledger: Path, options: list[str], speakers: list[str]) -> None:
    assert [claim["source"]["name"] for claim in listed(ledger, *options)] == speakers


def test_an_empty_list_says_so_on_standard_error(ledger: Path) -> None:
    result = run("claims", "--source", "Nobody", "--ledger", ledger)

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "no claim fits\n")


def test_the_environment_names_the_ledger(ledger: Path) -> None:
    result = run("claims", env={"SAYSO_LEDGER": str(ledger)})

    assert len(result.output.splitlines()) == 4


# Showing and writing


def test_a_claim_is_found_by_the_beginning_of_its_id_and_shown_with_what_disputes_it(ledger: Path) -> None:
    claim = next(c for c in listed(ledger) if c["polarity"] == "negative")
    result = run("show", claim["id"][:20], "--ledger", ledger)

    assert result.exit_code == 0
    assert "because of “not”" in result.output
    assert "contradicts: Ana Ruiz" in result.output


def test_the_page_and_the_markdown_are_written_where_one_says(ledger: Path, tmp_path: Path) -> None:
    result = run("dossier", "--html", tmp_path / "d.html", "--markdown", tmp_path / "d.md", "--title", "Kenya & Peru", "--ledger", ledger)

    assert result.output.splitlines() == [f"wrote {tmp_path / 'd.html'}", f"wrote {tmp_path / 'd.md'}"]
    assert "<h1>Kenya &amp; Peru</h1>" in (tmp_path / "d.html").read_text("utf-8")
    assert (tmp_path / "d.md").read_text("utf-8").startswith("# Kenya &amp; Peru\n")


def test_the_page_goes_to_standard_output_if_one_says_so(ledger: Path) -> None:
    result = run("dossier", "--html", "-", "--ledger", ledger)

    assert result.output.startswith("<!DOCTYPE html>") and result.output.rstrip().endswith("</html>")


def test_the_dossier_is_printed_without_colour_in_a_pipe(ledger: Path) -> None:
    result = run("dossier", "--ledger", ledger)

    assert "KEY POINTS" in result.output
    assert "\x1b" not in result.output


def test_an_export_is_the_same_to_a_file_and_to_standard_output(ledger: Path, tmp_path: Path) -> None:
    run("export", "jsonl", "-o", tmp_path / "a.jsonl", "--ledger", ledger)

    assert (tmp_path / "a.jsonl").read_text("utf-8") == run("export", "jsonl", "--ledger", ledger).output
    assert len((tmp_path / "a.jsonl").read_text("utf-8").splitlines()) == 4


def test_nothing_that_only_reads_changes_the_ledger(ledger: Path) -> None:
    before = ledger.read_bytes()
    for command in (["dossier"], ["claims"], ["export", "jsonl"], ["check"]):
        run(*command, "--ledger", ledger)

    assert ledger.read_bytes() == before


def test_a_check_that_finds_a_fault_prints_it_and_exits_with_one(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ledger, "check", lambda self: ["the words of a claim are not where they should be"])
    result = run("check", "--ledger", ledger)

    assert (result.exit_code, result.output) == (1, "the words of a claim are not where they should be\n")


def test_names_of_ones_own_win_and_have_the_articles_read_anew(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("Zubrowka said on Monday that it had sent 12 Grommets to Kenya.")
    names = tmp_path / "names.tsv"
    names.write_text("Zubrowka\tstate\t\tZB\t\nGrommet\tequipment\tarmoured vehicle\tZB\tGrommets\n")
    ledger = tmp_path / "ledger.db"
    run("read", str(report), "--ledger", str(ledger))

    told = run("read", str(report), "--ledger", str(ledger), "--names", str(names))

    with Ledger(ledger, readonly=True) as found:
        items = [item.kind for claim in found.claims() for event in claim.events for item in event.items]
    assert (told.exit_code, items) == (0, ["armoured vehicle"])


def test_a_file_of_names_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("Norway said on Monday that the ship had left.")

    told = run("read", report, "--ledger", tmp_path / "a.db", "--names", tmp_path / "none.tsv")

    assert (told.exit_code, "none.tsv" in told.output, "UTF-8" in told.output) == (2, True, True)
