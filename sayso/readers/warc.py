"""Web archives: each page that was answered with HTML or text is an article."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from sayso.articles import Document
from sayso.claim import Refusal
from sayso.errors import Unreadable
from sayso.readers import html, text
from sayso.readers.page import Page

LARGEST_RECORD = 16 * 1024 * 1024  # bytes of one page
READABLE = ("text/html", "application/xhtml+xml", "text/plain")
TAIL = 64 * 1024


def read(stream: BinaryIO, path: str) -> Iterator[Document | Refusal]:
    """The pages of an archive; where it breaks off, what was whole is read and the rest refused."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    last = number = 0
    broken: str | None = None
    try:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.any_type, parse_http=False):
            number, last = number + 1, record.stream_pos
            if record.record_type != WarcRecordType.response:
                continue
            if record.content_length > LARGEST_RECORD:
                yield from _oversized(record, path, number)
                continue
            block = record.reader.read()
            if len(block) < record.content_length:
                broken = f"breaks off in record {number}, {last:,} bytes in"
                break
            yield from _record(record, block, path, number)
    except (OSError, EOFError, ValueError) as error:
        broken = f"breaks off after record {number}, {last:,} bytes in ({error})"
    if not number:
        raise Unreadable("is a WARC archive without a whole record", "fetch it again")
    if broken is None and not _is_whole(stream, last):
        broken = f"breaks off after record {number}, {last:,} bytes in"
    if broken:
        yield Refusal(path, broken, "what was whole is read; fetch the archive again for the rest")


def _oversized(record: Any, path: str, number: int) -> Iterator[Refusal]:
    """A page too large to read is refused; a film or picture is no page and is passed over."""
    record.parse_http()
    if record.http_content_type in READABLE:
        size = record.content_length // 2**20
        remedy = f"save the page by itself; records are read up to {LARGEST_RECORD // 2**20} MB"
        yield Refusal(f"{path}#{number}", f"is a page of {size} MB", remedy)


def _record(record: Any, block: bytes, path: str, number: int) -> Iterator[Document | Refusal]:
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    where = f"{path}#{number}"
    try:
        record.set_bytes_content(block)
        record.parse_http(auto_decode="all")
        if record.http_headers is None or record.http_headers.status_code != 200 or record.http_content_type not in READABLE:
            return
        payload = record.reader.read(LARGEST_RECORD + 1)
        if len(payload) > LARGEST_RECORD:
            yield Refusal(where, f"unpacks to more than {LARGEST_RECORD // 2**20} MB", "save the page by itself")
            return
        page = Page(where, payload, url, record.http_charset or "")
        yield from (text.read_text if record.http_content_type == "text/plain" else html.read)(page)
    except Unreadable as error:
        yield Refusal(where, f"({url}) {error.found}", error.remedy)
    except Exception as error:  # one page must not end the archive
        yield Refusal(where, f"({url}) cannot be read ({type(error).__name__}: {error})", "save the page by itself and read that")


def _is_whole(stream: BinaryIO, last: int) -> bool:
    """Whether the archive ends where its last record ends: a cut just between two records leaves no half record to see."""
    try:
        stream.seek(last)
        head = stream.read(2)
        stream.seek(last)
    except (OSError, ValueError, io.UnsupportedOperation):
        return True  # a stream that cannot be looked at again
    return _members_end(stream) if head == b"\x1f\x8b" else _ends_in_blank_line(stream)


def _ends_in_blank_line(stream: BinaryIO) -> bool:
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - 4))
    return stream.read(4).endswith(b"\n\r\n") or size < 4


def _members_end(stream: BinaryIO) -> bool:
    """Whether the last gzip members are complete."""
    unpack = zlib.decompressobj(31)
    rest = b""
    while chunk := rest or stream.read(TAIL):
        try:
            unpack.decompress(chunk, 0)
        except zlib.error:
            return False
        rest = unpack.unused_data
        if unpack.eof:
            unpack = zlib.decompressobj(31)
            if not rest and not (rest := stream.read(TAIL)):
                return True
            if not rest.strip(b"\0"):
                return True
    return False
