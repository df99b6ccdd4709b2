"""Which format some bytes are in: by what they begin with, then by the file's extension."""

from __future__ import annotations

import codecs
import json
import re
from pathlib import PurePath
from typing import Literal

from sayso.errors import Unreadable

Format = Literal["text", "markdown", "html", "pdf", "feed", "jsonl", "json", "warc", "gzip"]

HEAD = 4096  # bytes that tell a format
BY_EXTENSION: dict[str, Format] = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".pdf": "pdf", ".xml": "feed", ".rss": "feed", ".atom": "feed", ".rdf": "feed", ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".json": "json", ".warc": "warc", ".gz": "gzip",
}  # fmt: skip
BY_MAGIC: tuple[tuple[bytes, Format], ...] = ((b"%PDF-", "pdf"), (b"\x1f\x8b", "gzip"), (b"WARC/", "warc"))
BINARY = (
    (b"PK\x03\x04", "a ZIP archive or office document", "unpack it, or save the document as PDF or text, and read that"),
    (b"\xd0\xcf\x11\xe0", "an old office document", "save it as PDF or text and read that"),
    (b"{\\rtf", "a rich text document", "save it as text or HTML and read that"),
    (b"\x89PNG", "a picture", "run it through OCR and read the text"),
    (b"\xff\xd8\xff", "a picture", "run it through OCR and read the text"),
    (b"GIF8", "a picture", "run it through OCR and read the text"),
    (b"SQLite format 3\0", "a database", "export its articles as JSON Lines and read those"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd", "unpack it and read what is inside"),
    (b"\xfd7zXZ", "compressed with xz", "unpack it and read what is inside"),
    (b"BZh", "compressed with bzip2", "unpack it and read what is inside"),
)
HTML = re.compile(r"(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S)
XML = re.compile(r"<\?xml\b|<(?:rss|feed|rdf:RDF)\b", re.I)


def format_of(name: str, head: bytes) -> Format:
    """The format of a file of this name that begins with these bytes; what the bytes say beats what the name says."""
    for magic, found, remedy in BINARY:
        if head.startswith(magic):
            raise Unreadable(f"is {found}", remedy)
    for magic, format in BY_MAGIC:
        if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(magic):
            return format
    named = BY_EXTENSION.get(PurePath(name).suffix.lower())
    start = _words(head).lstrip()
    if HTML.match(start):
        return "html"
    if XML.match(start) and named not in ("text", "markdown"):
        return "feed"
    if named in ("text", "markdown", "jsonl", "json"):
        return named
    if named is None and re.match(r"\{\s*\"|\[\s*\{", start):
        return _json_kind(start)
    if named == "html" and "<" in start:
        return "html"
    if named is None and re.match(r"<(?:head|body|div|p|article|h1|meta|title)\b[^>]*>", start, re.I):
        return "html"
    return "text" if named in (None, "html") else _refuse(named)


def _words(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head[: len(head) & ~1].decode("utf-16", "ignore")
    return head.decode("utf-8-sig", "ignore")


def _json_kind(start: str) -> Format:
    """JSON Lines if the first line is an object by itself and another follows (or it is too long to see its end)."""
    line, _, rest = start.partition("\n")
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return "jsonl" if not rest and start.startswith("{") and len(start) > HEAD // 2 else "json"
    return "jsonl" if rest.strip() and line.startswith("{") else "json"


def _refuse(named: Format) -> Format:
    what = {"pdf": "no PDF", "gzip": "not compressed with gzip", "warc": "no WARC archive", "feed": "no XML"}
    raise Unreadable(
        f"is {what.get(named, 'not ' + named)}, whatever its name says", "fetch it again, or give it the extension of what it is"
    )
