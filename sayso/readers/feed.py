"""RSS and Atom: each entry is an article, with the full text where the feed carries it."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from typing import Any

from sayso.articles import Document
from sayso.claim import Refusal
from sayso.errors import Unreadable
from sayso.readers.html import fragment_text
from sayso.readers.page import Page

ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf|html)\b", re.I)
TAG = re.compile(rb"<(/?)[A-Za-z][^<>]*?(/?)>")
DEEPEST = 200  # elements within elements; a feed has about ten


def read(page: Page) -> Iterator[Document | Refusal]:
    """Every entry of a feed is an article."""
    _check(page.data)
    import feedparser

    headers = {"content-type": f"application/xml; charset={page.charset}"} if page.charset else {}
    feed = feedparser.parse(io.BytesIO(page.data), response_headers=headers)
    if not feed.version and not feed.entries:
        raise Unreadable("is XML, but no RSS or Atom feed", "export its articles as text, HTML or JSON Lines and read those")
    if not feed.entries:
        raise Unreadable("is a feed without entries", _cut_short(feed) or "fetch it again later")
    for number, entry in enumerate(feed.entries, 1):
        yield _entry(page, feed.feed, entry, number)
    if remedy := _cut_short(feed):
        yield Refusal(page.path, f"breaks off or is faulty after entry {len(feed.entries)}", remedy)


def _check(data: bytes) -> None:
    """Refuse what no feed needs and what would blow up in reading: entities of its own, endless nesting."""
    if not data.strip():
        raise Unreadable("is empty", "leave it out, or fetch it again")
    root = ROOT.search(data)
    if b"<!ENTITY" in data[: root.start() if root else len(data)].upper():
        raise Unreadable("declares XML entities of its own, as no feed needs to", "fetch it again from its publisher")
    first, *quoted = data.split(b"<![CDATA[")
    depth = 0
    for tag in (tag for piece in (first, *(q.partition(b"]]>")[2] for q in quoted)) for tag in TAG.finditer(piece)):
        depth += 0 if tag[2] else -1 if tag[1] else 1
        if depth > DEEPEST:
            raise Unreadable(f"is nested more than {DEEPEST} deep, as no feed is", "fetch it again from its publisher")


def _cut_short(feed: Any) -> str:
    """What to do about a feed whose XML ends too early; other slips are mended by the parser."""
    error = str(feed.get("bozo_exception", "")) if feed.bozo else ""
    return "fetch it again" if re.search(r"no element found|unclosed|premature|EOF", error, re.I) else ""


def _entry(page: Page, feed: Any, entry: Any, number: int) -> Document | Refusal:
    identity = entry.get("id") or entry.get("link") or ""
    name = hashlib.sha256(identity.encode()).hexdigest()[:12] if identity else str(number)
    content, is_html = _content(entry)
    source = entry.get("source") or {}
    try:
        return page.document(
            fragment_text(content) if is_html and content else content,
            entry=name,
            raw=content.encode("utf-8", "replace"),
            title=_plain(entry.get("title", "")),
            publisher=_plain(source.get("title", "") or feed.get("title", "")),
            published=entry.get("published") or entry.get("created") or entry.get("updated") or "",
            url=entry.get("link", ""),
            language=entry.get("language") or feed.get("language") or "",
        )
    except Unreadable:
        where = f"; fetch the page itself: {entry.link}" if entry.get("link") else ""
        return Refusal(f"{page.path}#{name}", "is an entry that holds no text", f"the feed gives only its headline{where}")


def _content(entry: Any) -> tuple[str, bool]:
    """The longest full text of an entry, else its summary, and whether it is HTML."""
    found = [(part.get("value") or "", part.get("type") or "") for part in entry.get("content") or ()]
    if not any(value for value, _ in found):
        detail = entry.get("summary_detail") or {}
        found = [(entry.get("summary") or "", detail.get("type") or "text/html")]
    value, kind = max(found, key=lambda part: len(part[0]))
    return value, kind != "text/plain" or bool(re.search(r"</?(?:p|br|div|a|b|i|em|strong|ul|li)\b", value))


def _plain(words: str) -> str:
    return fragment_text(words) if re.search(r"[<&]", words) else words
