"""A page: bytes to be read, and what is known of them from outside."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sayso.articles import Document, canonical, make_article
from sayso.errors import Unreadable

LARGEST = 64 * 1024 * 1024  # bytes of one file: some thousand times a long report


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of one file, web page or archive record, and where they came from."""

    path: str
    data: bytes
    url: str = ""
    charset: str = ""  # as the web server named it

    def document(self, text: str, *, entry: str = "", raw: bytes | None = None, **facts: str) -> Document:
        """An article made from this page, or from one entry of it whose bytes are given."""
        if not canonical(text).strip():
            raise Unreadable("holds no text", "open it elsewhere to see whether it is empty, and save the text as .txt")
        kept = self.data if raw is None else raw
        path = f"{self.path}#{entry}" if entry else self.path
        article = make_article(text, path=path, raw=hashlib.sha256(kept).hexdigest(), **{"url": self.url, **facts})
        return Document(article, kept)
