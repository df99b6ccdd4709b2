"""JSON and JSON Lines: articles as records, under the names that the usual collectors give their fields."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO

from sayso.articles import Document, domain
from sayso.claim import Refusal
from sayso.errors import Unreadable
from sayso.readers.encoding import decode
from sayso.readers.html import article_text, fragment_text
from sayso.readers.page import Page

TEXT = ("text", "maintext", "body", "content", "articleBody", "article_text", "article_body", "full_text", "fulltext", "body_text",
        "bodyText", "content_text", "article", "story")  # fmt: skip
MARKED_UP = ("content_html", "body_html", "html", "raw_html")
TITLE = ("title", "headline", "webTitle", "title_page", "title_rss")
PUBLISHER = ("publisher", "sitename", "site_name", "source_name", "source", "outlet", "source_domain", "domain", "hostname")
PUBLISHED = ("published", "date", "date_publish", "published_at", "publishedAt", "datePublished", "date_published", "publish_date",
             "publication_date", "published_date", "pub_date", "pubDate", "pubdate", "published_time", "webPublicationDate", "datetime")  # fmt: skip
URL = ("url", "link", "canonical_url", "source_url", "webUrl", "permalink", "external_url", "uri")
LANGUAGE = ("language", "lang", "inLanguage")
LISTS = ("articles", "items", "documents", "entries", "results", "records", "data", "stories")
TAGS = re.compile(r"</?(?:p|br|div|article|span|h[1-6]|ul|li|table|a|strong|em)\b[^<>]*>", re.I)
LONGEST_LINE = 16 * 1024 * 1024  # bytes of one record
EXPECTED = "give each record its words as text, body, content or maintext"


def read_lines(stream: BinaryIO, path: str) -> Iterator[Document | Refusal]:
    """Every line is an article; a bad line is refused by its number and the rest is read."""
    number = found = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            yield Refusal(
                f"{path}#{number}", f"is a line of more than {LONGEST_LINE // 2**20} MB", "break the file into one article a line"
            )
            while line and not line.endswith(b"\n"):
                line = stream.readline(LONGEST_LINE)
            found += 1
        elif line.strip(b"\xef\xbb\xbf \t\r\n"):
            found += 1
            yield _line(line, path, number)
    if not found:
        raise Unreadable("is empty", "leave it out, or save it again")


def _line(line: bytes, path: str, number: int) -> Document | Refusal:
    where = f"{path}#{number}"
    try:
        record = json.loads(decode(line.strip()))
    except (ValueError, RecursionError) as error:
        return Refusal(where, f"line {number} is not JSON ({_fault(error)})", "correct or remove that line")
    except Unreadable as error:
        return Refusal(where, f"line {number} {error.found}", error.remedy)
    return _record(Page(path, line), record, str(number), line, "")


def read_object(page: Page) -> Iterator[Document | Refusal]:
    """One record, a list of them, or a list inside an envelope, as news interfaces send them."""
    text = decode(page.data).strip()
    try:
        whole = json.loads(text)
    except RecursionError as error:
        raise Unreadable("is JSON that is nested too deeply", "flatten it to one record an article") from error
    except ValueError as error:
        if text.startswith("{") and "\n" in text and _is_json(text.partition("\n")[0]):
            import io

            yield from read_lines(io.BytesIO(page.data), page.path)
            return
        raise Unreadable(f"is not JSON ({_fault(error)})", "fetch or save it again") from error
    if isinstance(whole, dict) and _words(whole):
        yield _record(page, whole, "", page.data, "")
        return
    records = list(_elements(text, whole))
    if not records:
        keys = ", ".join(list(whole)[:8]) if isinstance(whole, dict) else type(whole).__name__
        raise Unreadable(f"is JSON without an article (it has {keys[:200] or 'nothing'})", EXPECTED)
    home = _string(whole.get("title")) if isinstance(whole, dict) else ""
    for number, (record, source) in enumerate(records, 1):
        yield _record(page, record, str(number), source.encode(), home)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _fault(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg}, line {error.lineno} column {error.colno}"
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)


def _elements(text: str, whole: Any) -> Iterator[tuple[Any, str]]:
    """The records of a list, or of the first list in an envelope, each with its own characters."""
    at = 0
    if isinstance(whole, dict):
        at = _list_in(text)
    if at < 0 or not text.startswith("[", at):
        return
    at += 1
    decoder = json.JSONDecoder()
    while (start := _past(text, at, " \t\r\n,")) < len(text) and text[start] != "]":
        value, at = decoder.raw_decode(text, start)
        yield value, text[start:at]


def _list_in(text: str) -> int:
    """Where in an envelope the list of its articles begins; -1 if there is none."""
    decoder = json.JSONDecoder()
    at = 1
    while (start := _past(text, at, " \t\r\n,")) < len(text) and text[start] == '"':
        key, at = decoder.raw_decode(text, start)
        start = _past(text, at, " \t\r\n:")
        if key in LISTS and text.startswith("[", start):
            return start
        if key in ("response", *LISTS) and text.startswith("{", start):
            return _inner(text, start)
        _, at = decoder.raw_decode(text, start)
    return -1


def _inner(text: str, start: int) -> int:
    inner = _list_in(text[start:])
    return start + inner if inner >= 0 else -1


def _past(text: str, at: int, characters: str) -> int:
    while at < len(text) and text[at] in characters:
        at += 1
    return at


def _record(page: Page, record: Any, entry: str, raw: bytes, home: str) -> Document | Refusal:
    """One record as an article, or why it is none."""
    where = f"{page.path}#{entry}" if entry else page.path
    if not isinstance(record, dict):
        return Refusal(where, f"is a record that holds no article but a {type(record).__name__}", EXPECTED)
    url = _first(record, URL)
    try:
        return page.document(
            _words(record),
            entry=entry,
            raw=raw,
            title=_first(record, TITLE),
            publisher=_publisher(record) or home,
            published=_published(record),
            url=url if domain(url) else "",
            language=_first(record, LANGUAGE),
            agency=_first(record, ("agency",)),
        )
    except Unreadable:
        keys = ", ".join(str(key) for key in list(record)[:8])
        return Refusal(where, f"is a record without an article's words (it has {keys[:200] or 'nothing'})", EXPECTED)


def _words(record: dict[str, Any]) -> str:
    words = _first(record, TEXT)
    if words:
        return fragment_text(words) if TAGS.search(words) else words
    marked = _first(record, MARKED_UP)
    return (article_text(marked) if re.search(r"<(?:html|body)\b", marked[:5000], re.I) else fragment_text(marked)) if marked else ""


def _first(record: dict[str, Any], keys: tuple[str, ...]) -> str:
    return next((words for key in keys if (words := _string(record.get(key)))), "")


def _string(value: Any) -> str:
    """A string, the name in an object, or a list of paragraphs as one string."""
    if isinstance(value, dict):
        value = next((value[key] for key in ("name", "title", "domain") if isinstance(value.get(key), str)), "")
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        value = "\n".join(value)
    return value.strip("\n") if isinstance(value, str) and value.strip() else ""


def _publisher(record: dict[str, Any]) -> str:
    found = _first(record, PUBLISHER)
    return domain(found) or found.removeprefix("www.")


def _published(record: dict[str, Any]) -> str:
    """The record's date; a number is the seconds (or thousandths) since 1970 that machines write."""
    for key in PUBLISHED:
        value = record.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool) and 1e8 < value < 1e13:
            seconds = value / 1000 if value > 1e11 else value
            return datetime.fromtimestamp(seconds, UTC).date().isoformat()
        if words := _string(value):
            return words
    return ""
