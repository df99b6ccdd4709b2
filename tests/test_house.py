"""The house stands as its plan says: imports run one way, each outside library has one door, nothing is left lying about."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "sayso"

# From the ground up: a room may lean on rooms of lower floors, and on rooms of its own house (names/, ledger/ …), on nothing else.
FLOORS = [
    ["claim", "errors", "shown", "tables"],
    ["articles", "sentences", "reckoning"],
    ["readers", "quantities", "dates", "phrases", "quotes", "cues"],
    ["names"],
    ["events"],
    ["modality", "voice", "statements", "engines"],
    ["certainty"],
    ["likeness"],
    ["links", "rulings"],
    ["ledger"],
    ["pipeline"],
    ["dossier", "compare"],
    ["exports"],
    ["web"],
    ["cli"],
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
DOWNSTAIRS_ON_REQUEST = {("ledger", "pipeline")}  # ledger.read(…) is a convenience that asks the story to be told
DOORS = {
    "spacy": {"sentences"},
    "trafilatura": {"readers"},
    "pypdfium2": {"readers"},
    "feedparser": {"readers"},
    "fastwarc": {"readers"},
    "charset_normalizer": {"readers"},
    "httpx": {"readers"},
    "py3langid": {"articles"},
    "click": {"cli"},
    "jinja2": {"exports", "web"},
    "fastapi": {"web"},
    "starlette": {"web"},
    "uvicorn": {"web"},
    "rapidfuzz": {"likeness"},
    "sqlite3": {"ledger"},
}


def modules() -> Iterator[tuple[Path, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if room != "__init__":
            yield path, room


def imported(path: Path) -> set[str]:
    """Every module that a file imports, at its top or inside a function; not what only the type checker sees."""
    tree = ast.parse(path.read_text("utf-8"))
    hidden = {
        id(n) for block in ast.walk(tree) if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.dump(block.test) for n in ast.walk(block)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "sayso":
            found |= {f"sayso.{alias.name}" for alias in node.names if alias.name != "__version__"}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize(("path", "room"), list(modules()), ids=lambda value: value.stem if isinstance(value, Path) else value)
def test_imports_run_one_way(path: Path, room: str) -> None:
    leaned_on = {name.split(".")[1] for name in imported(path) if name.startswith("sayso.")} - {room}
    wrong = {other for other in leaned_on if FLOOR[other] >= FLOOR[room] and (room, other) not in DOWNSTAIRS_ON_REQUEST}

    assert wrong == set()


@pytest.mark.parametrize("library", sorted(DOORS))
def test_each_outside_library_has_one_door(library: str) -> None:
    rooms = {room for path, room in modules() if any(name.split(".")[0] == library for name in imported(path))}

    assert rooms <= DOORS[library]


def test_no_room_is_called_by_what_it_is_not() -> None:
    assert [path.name for path, _ in modules() if path.stem in {"utils", "helpers", "core", "manager", "misc", "common"}] == []


def test_every_word_list_says_where_its_facts_come_from() -> None:
    silent = [p.name for p in sorted((PACKAGE / "data").rglob("*.tsv")) if not p.read_text("utf-8").startswith("#")]

    assert silent == []
