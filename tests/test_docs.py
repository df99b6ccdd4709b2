"""Promises of the documentation: what there is, is described, and what is described, is there."""

from __future__ import annotations

import dataclasses
import json
import re
from importlib.resources import files
from pathlib import Path

import click
import pytest

from sayso import claim
from sayso.cli import main
from sayso.exports import jsonl

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def walk(command: click.Command, name: str = "sayso"):
    """Every command that does something, with its whole name."""
    if isinstance(command, click.Group):
        for sub, below in sorted(command.commands.items()):
            yield from walk(below, f"{name} {sub}")
    else:
        yield name, command


COMMANDS = dict(walk(main))
RECORD = ("Claim", "ArticleRef", "Source", "Content", "Span", "Because", "Event", "Role", "Item", "Quantity", "When")


def section(page: str, heading: str) -> str:
    """What stands under a heading, up to the next of its level."""
    text = (DOCS / page).read_text("utf-8")
    found = re.search(rf"^## {re.escape(heading)}\b.*?(?=^## |\Z)", text, re.M | re.S)
    assert found, f"docs/{page} has no section {heading!r}"
    return found.group()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_documented(name: str) -> None:
    told = section("commands.md", name)

    options = [o for p in COMMANDS[name].params if isinstance(p, click.Option) for o in p.opts]
    assert [o for o in options if not re.search(rf"`{o}[ `]", told)] == []


def test_no_command_is_documented_that_does_not_exist() -> None:
    headings = re.findall(r"^## (sayso(?: [a-z]+)+)", (DOCS / "commands.md").read_text("utf-8"), re.M)

    assert sorted(headings) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_no_option_is_documented_that_does_not_exist(name: str) -> None:
    told = re.findall(r"`(--?[a-z-]+)[ `]", section("commands.md", name))

    assert set(told) <= {o for p in COMMANDS[name].params for o in p.opts}


@pytest.mark.parametrize("name", RECORD)
def test_every_field_of_the_record_is_documented_and_no_other(name: str) -> None:
    told = re.findall(r"^\| `([a-z_]+)` \|", section("record.md", name), re.M)

    assert told == [f.name for f in dataclasses.fields(getattr(claim, name))]


def test_the_schema_in_the_docs_is_the_one_that_the_classes_make() -> None:
    assert (DOCS / "record.schema.json").read_bytes() == jsonl.schema()


def test_every_class_in_the_schema_has_a_section() -> None:
    assert sorted(json.loads(jsonl.schema())["$defs"]) == sorted(RECORD)


def test_every_event_type_is_documented() -> None:
    if not (DOCS / "events.md").exists():
        pytest.skip("docs/events.md is not written yet")
    rows = (files("sayso") / "data" / "frames" / "types.tsv").read_text("utf-8").splitlines()
    types = [row.split("\t")[0] for row in rows if row and not row.startswith(("#", "type\t"))]
    told = (DOCS / "events.md").read_text("utf-8")

    assert [t for t in types if f"`{t}`" not in told] == []


def test_every_table_and_view_of_the_ledger_is_documented() -> None:
    if not (DOCS / "ledger.md").exists():
        pytest.skip("docs/ledger.md is not written yet")
    scripts = sorted((files("sayso") / "data" / "schema").iterdir(), key=lambda f: f.name)
    made = re.findall(r"^CREATE (?:VIRTUAL )?(?:TABLE|VIEW) (\w+)", "\n".join(s.read_text("utf-8") for s in scripts), re.M)
    told = (DOCS / "ledger.md").read_text("utf-8")

    assert [name for name in made if not re.search(rf"^### {name}$|`{name}`", told, re.M)] == []


def test_every_link_between_pages_leads_somewhere() -> None:
    pages = [*DOCS.glob("*.md"), ROOT / "README.md", ROOT / "examples" / "README.md"]
    broken = [
        f"{page.name}: {target}"
        for page in pages
        if page.exists()
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text("utf-8"))
        if not (page.parent / target).exists() and target not in ("events.md",)
    ]

    assert broken == []


def test_every_example_is_listed_with_what_there_is_to_see_in_it() -> None:
    told = (ROOT / "examples" / "README.md").read_text("utf-8")
    reports = sorted(p.name for p in (ROOT / "examples").iterdir() if p.name.startswith("20"))

    assert sorted(re.findall(r"^\| `(20[^`]+)` \|", told, re.M)) == reports
