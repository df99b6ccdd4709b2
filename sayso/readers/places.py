"""What a person named -> the files there: folders walked in order, patterns spelled out, loops seen."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from sayso.claim import Refusal
from sayso.readers.formats import BY_EXTENSION

MEDIA = re.compile(
    r"\.(?:png|jpe?g|gif|webp|svg|ico|bmp|tiff?|avif|heic|mp[34]|m4a|wav|ogg|webm|mov|avi|mkv|css|m?js|map|woff2?|ttf|otf|eot|pyc|so|o"
    r"|db|sqlite3?)(?:-wal|-shm|-journal)?"
)
ABOUT = re.compile(r"README|LICEN[CS]E|NOTICE", re.I)  # what is written about a folder of reports is none of them


@dataclass(frozen=True, slots=True)
class File:
    """A file to be read, and how to call it."""

    path: Path
    shown: str
    named: bool  # by the person, not found in a folder


def files_at(named: str, exclude: Collection[Path] = ()) -> Iterator[File | Refusal]:
    """The files that a path, folder or pattern stands for, in one order on every machine."""
    left_out = frozenset(os.path.realpath(path) for path in exclude)
    path = Path(named).expanduser()
    if path.is_dir():
        yield from _folder(path, left_out, set())
    elif os.path.lexists(path) or not glob.has_magic(named):
        yield Refusal(shown(path), "is the ledger itself", "name the reports") if _real(path) in left_out else File(path, shown(path), True)
    else:
        yield from _pattern(named, left_out)


def shown(path: Path) -> str:
    """A path as seen from the working folder, in characters that any ledger can keep."""
    full, here = Path(os.path.normpath(path.absolute())), Path.cwd()
    text = (full.relative_to(here) if full.is_relative_to(here) else path).as_posix()
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _real(path: Path) -> str:
    return os.path.realpath(path)


def _pattern(named: str, left_out: frozenset[str]) -> Iterator[File | Refusal]:
    matches = sorted(glob.glob(str(Path(named).expanduser()), recursive=True))  # noqa: PTH207 (Path.glob takes no absolute pattern)
    seen: set[tuple[int, int]] = set()
    for match in matches:
        path = Path(match)
        if path.is_dir():
            if "**" not in named:  # which has walked every folder already
                yield from _folder(path, left_out, seen)
        elif found := _found(path, left_out):
            yield found
    if not matches:
        yield Refusal(named, "matches no file", "check the pattern, and quote it if the shell should leave it alone")


def _folder(folder: Path, left_out: frozenset[str], seen: set[tuple[int, int]]) -> Iterator[File | Refusal]:
    """All files below a folder, each folder once, however the links run; hidden ones are passed over."""
    pending = [folder]
    while pending:
        current = pending.pop()
        try:
            status = current.stat()
            paths = sorted(path for path in current.iterdir() if not path.name.startswith("."))
        except OSError as error:
            yield Refusal(shown(current), f"is a folder that cannot be opened ({error.strerror})", "check that you may read it")
            continue
        if (status.st_dev, status.st_ino) in seen:
            continue
        seen.add((status.st_dev, status.st_ino))
        pending.extend(path for path in reversed(paths) if path.is_dir())
        for path in paths:
            if not path.is_dir() and (found := _found(path, left_out)):
                yield found


def _found(path: Path, left_out: frozenset[str]) -> File | Refusal | None:
    """A file met in a folder: media and what is left out are passed over, an unknown kind is refused by name."""
    extension = path.suffix.lower()
    if ABOUT.fullmatch(path.stem):
        return None
    if MEDIA.fullmatch(extension) or (left_out and _real(path) in left_out):
        return None
    if extension in BY_EXTENSION or not extension or (path.exists() and not path.is_file()):
        return None if path.exists() and not path.is_file() else File(path, shown(path), False)
    return Refusal(shown(path), f"is of a kind that is not read ({extension})", "name the file itself to have it read as what it holds")
