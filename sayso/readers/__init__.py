"""A page, file or feed -> articles. One file here for each family of formats.

`read` takes what a person names (files, folders, patterns, addresses, "-" for standard input) and gives, one by one, each
article beside its bytes, or a refusal that names the file, says what is wrong with it and what to do.
"""

from __future__ import annotations

import gzip
import io
import os
import re
import stat
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path, PurePath
from typing import BinaryIO, cast

from sayso.articles import Document
from sayso.claim import Refusal
from sayso.errors import Unreadable
from sayso.readers import feed, html, jsonlines, pdf, text, warc, web
from sayso.readers.formats import HEAD, format_of
from sayso.readers.page import LARGEST, Page
from sayso.readers.places import File, files_at

__all__ = ["Document", "read"]

Found = Iterator[Document | Refusal]

WHOLE: dict[str, Callable[[Page], Found]] = {
    "text": text.read_text,
    "markdown": text.read_markdown,
    "html": html.read,
    "pdf": pdf.read,
    "feed": feed.read,
    "json": jsonlines.read_object,
}
STREAMED: dict[str, Callable[[BinaryIO, str], Found]] = {"jsonl": jsonlines.read_lines, "warc": warc.read}  # of any length


def read(
    inputs: Iterable[str | Path], *, allow_private: bool = False, stdin: BinaryIO | None = None, exclude: Collection[Path] = ()
) -> Iterator[Document | Refusal]:
    """Read what was named, in that order; one bad input never ends the rest."""
    for given in inputs:
        named = os.fspath(given)
        if named == "-":
            yield from _guarded("-", lambda: _standard_input(stdin))
        elif re.match(r"https?://", named, re.I):
            yield from _guarded(web.shown_address(named), lambda named=named: _address(named, allow_private))  # type: ignore[misc]
        else:
            yield from _guarded(named, lambda named=named: _place(named, exclude))  # type: ignore[misc]


def _guarded(where: str, reading: Callable[[], Found]) -> Found:
    """A reading whose failure, of whatever kind, becomes a refusal."""
    try:
        yield from reading()
    except Unreadable as error:
        yield Refusal(where, error.found, error.remedy)
    except FileNotFoundError:
        yield Refusal(where, "is not there", "check the name; it may have been moved or removed while reading")
    except PermissionError:
        yield Refusal(where, "may not be read", "give yourself permission to read it")
    except (EOFError, gzip.BadGzipFile) as error:
        yield Refusal(where, f"breaks off ({error})", "fetch it again")
    except zlib.error as error:
        yield Refusal(where, f"is damaged inside its compression ({error})", "fetch it again")
    except OSError as error:
        yield Refusal(where, f"cannot be read ({error.strerror or error})", "check the disk or the name and try again")
    except (Exception, RecursionError, MemoryError) as error:
        yield Refusal(where, f"cannot be read ({type(error).__name__}: {str(error)[:200]})", "save its text as .txt and read that")


def _standard_input(stdin: BinaryIO | None) -> Found:
    import sys

    return _open(stdin or sys.stdin.buffer, "-", "-")


def _address(named: str, allow_private: bool) -> Found:
    page = web.fetch(named, allow_private)
    name = PurePath(re.sub(r"[?#].*", "", page.url)).name
    return _open(io.BytesIO(page.data), name, page.path, page)


def _place(named: str, exclude: Collection[Path]) -> Found:
    for found in files_at(named, exclude):
        if isinstance(found, Refusal):
            yield found
        else:
            yield from _guarded(found.shown, lambda found=found: _file(found))  # type: ignore[misc]


def _file(file: File) -> Found:
    with file.path.open("rb") as stream:
        if not file.named and not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            return
        yield from _open(stream, file.path.name, file.shown)


def _open(stream: BinaryIO, name: str, path: str, page: Page | None = None, packed: bool = False) -> Found:
    """Tell the format by the first bytes and read on from there."""
    head = _fully(stream, HEAD)
    if not head:
        raise Unreadable("is empty", "leave it out, or save it again")
    format = format_of(name, head)
    if _is_seekable(stream):
        stream.seek(0)
    else:
        stream = io.BytesIO(head + _limited(stream, LARGEST - len(head)))
    if format == "gzip":
        yield from _unpacked(stream, name, path, page, packed)
    elif format in STREAMED:
        yield from STREAMED[format](stream, path)
    else:
        data = _limited(stream, LARGEST)
        yield from WHOLE[format](Page(path, data, page.url if page else "", page.charset if page else ""))


def _unpacked(stream: BinaryIO, name: str, path: str, page: Page | None, packed: bool) -> Found:
    if packed:
        raise Unreadable("is compressed twice", "unpack it once and read that")
    inner = cast(BinaryIO, gzip.GzipFile(fileobj=stream))
    if inner.read(5) == b"WARC/":
        stream.seek(0)
        yield from warc.read(stream, path)
        return
    inner.seek(0)
    yield from _open(inner, re.sub(r"\.gz$", "", name, flags=re.I), path, page, packed=True)


def _is_seekable(stream: BinaryIO) -> bool:
    try:
        return stream.seekable()
    except (AttributeError, ValueError):
        return False


def _fully(stream: BinaryIO, size: int) -> bytes:
    """As many bytes as asked for, though a pipe gives them in pieces."""
    parts: list[bytes] = []
    while size > 0 and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _limited(stream: BinaryIO, most: int) -> bytes:
    data = _fully(stream, most + 1)
    if len(data) > most:
        raise Unreadable(f"is larger than {LARGEST // 2**20} MB", "cut it into one file a report, or make it JSON Lines, one report a line")
    return data
