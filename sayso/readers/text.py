"""Plain text and Markdown. Text stays as it is; Markdown loses the marks that are for a renderer, not for a reader."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.articles import Document, canonical
from sayso.readers.encoding import decode
from sayso.readers.page import Page


def read_text(page: Page) -> Iterator[Document]:
    """A plain text is one article."""
    yield page.document(decode(page.data, (page.charset,)))


def read_markdown(page: Page) -> Iterator[Document]:
    """A Markdown file is one article."""
    yield page.document(unmarked(canonical(decode(page.data, (page.charset,)))))


FRONT_MATTER = re.compile(r"\s*---\n(?:.*\n){0,200}?(?:---|\.\.\.)\n")
BEGINS_BLOCK = re.compile(r"\s*(?:#{1,6}\s|[-*+•]\s|\d{1,3}[.)]\s|\||>|```|~~~|<!--|\[[^\]]+\]:\s)")
HEADER_LINE = re.compile(r"[*_]{0,2}[A-Z][A-Za-z -]{1,24}[*_]{0,2}:[*_]{0,2}\s")
UNDERLINE = re.compile(r"\s*(?:=+|-{2,}|\*{3,}|_{3,}|(?:[-*_] ){2,}[-*_])\s*")
DEFINITION = re.compile(r"\s{0,3}\[[^\]\n]{1,200}\]:\s+\S+.*")

MARKS = tuple(
    (re.compile(pattern, re.S), replacement)
    for pattern, replacement in (
        (r"!\[[^\[\]]*\](?:\([^()\n]{0,2000}\)|\[[^\[\]]{0,200}\])", ""),  # pictures
        (r"\[([^\[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*){0,5}(?:\s+[\"'][^\"']{0,500}[\"'])?\s*\)", r"\1"),  # links
        (r"\[([^\[\]]+)\]\[[^\[\]]{0,200}\]", r"\1"),
        (r"<(https?://[^\s<>]+)>", r"\1"),
        (r"</?[A-Za-z][A-Za-z0-9]{0,15}(?:\s[^<>]{0,1000})?/?>", ""),
        (r"(?<![\w*\\])\*+(?=[^\s*])", ""),  # emphasis, where it opens
        (r"(?<=[^\s*\\])\*+(?![\w*])", ""),  # and where it closes
        (r"(?<![\w_\\])_+(?=[^\s_])", ""),
        (r"(?<=[^\s_\\])_+(?![\w_])", ""),
        (r"`+", ""),
        (r"\\([\\`*_{}\[\]()#+.!>|~-])", r"\1"),
    )
)


def unmarked(text: str) -> str:
    """Markdown without links, emphasis and tags, each paragraph on one line; headings, list items and tables keep their marks."""
    matter = FRONT_MATTER.match(text)
    start = matter.end() if matter else 0
    shown, *hidden = text[start:].split("<!--")
    shown += "".join(comment.partition("-->")[2] for comment in hidden)
    return text[:start] + "\n".join(_plain(paragraph) for paragraph in _paragraphs(shown))


def _plain(paragraph: str) -> str:
    for pattern, replacement in MARKS:
        paragraph = pattern.sub(replacement, paragraph)
    return paragraph


def _paragraphs(text: str) -> Iterator[str]:
    """The lines of a text with wrapped paragraphs and list items joined, as a renderer would join them."""
    current: list[str] = []
    fenced = False
    for line in text.split("\n"):
        is_fence = line.lstrip().startswith(("```", "~~~"))
        line = re.sub(r"^\s*(?:>\s?)+", "", line)
        alone = fenced or is_fence or not line.strip() or UNDERLINE.fullmatch(line) or DEFINITION.fullmatch(line)
        heading = bool(current) and current[0].lstrip().startswith(("#", "|"))
        if current and (alone or heading or BEGINS_BLOCK.match(line) or HEADER_LINE.match(line)):
            yield " ".join(current)
            current = []
        fenced ^= is_fence
        if not alone:
            current.append(line.strip() if current else re.sub(r"\s*\\$", "", line.rstrip()))
        elif not (is_fence or UNDERLINE.fullmatch(line) or DEFINITION.fullmatch(line)):
            yield line
    if current:
        yield " ".join(current)
