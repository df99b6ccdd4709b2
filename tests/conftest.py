"""What the tests share: one parser and one extractor, loaded once, and articles made from a few words."""

from __future__ import annotations

import pytest

from sayso.claim import Article, Reading
from sayso.sentences import Parse, Parser


@pytest.fixture(scope="session")
def parser() -> Parser:
    return Parser()


@pytest.fixture(scope="session")
def parse_text(parser: Parser):
    """Parse a text as an article published on 9 December 2024 (or as told)."""

    def parse(text: str, published: str = "2024-12-09", **fields: str) -> Parse:
        return parser.parse_article(Article(id="article-1-test", text=text, published=published, **fields))

    return parse


@pytest.fixture(scope="session")
def extract():
    """Read a text as an article published on 9 December 2024 (or as told)."""
    from sayso.pipeline import Extractor

    extractor = Extractor()

    def read(text: str, published: str = "2024-12-09", **fields: str) -> Reading:
        return extractor.extract(Article(id="article-1-test", text=text, published=published, **fields))

    return read
