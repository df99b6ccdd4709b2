"""The one reader for the word lists under sayso/data: a line an entry, columns parted by tabs, # for comments."""

from __future__ import annotations

from importlib.resources import files


def rows(name: str) -> list[dict[str, str]]:
    """The entries of a built-in list; its first line that is no comment names the columns."""
    return read((files("sayso") / "data" / name).read_text("utf-8"))


def read(text: str) -> list[dict[str, str]]:
    """The entries of a list; a line with too few columns has empty ones at its end."""
    lines = [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    header = [name.strip() for name in lines[0]]
    return [dict(zip(header, [cell.strip() for cell in line] + [""] * (len(header) - len(line)), strict=False)) for line in lines[1:]]
