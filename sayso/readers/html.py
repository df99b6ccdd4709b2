"""Web pages: the words of the article without the furniture around it, and what the page says of itself."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from sayso.articles import Document, canonical, domain
from sayso.readers.encoding import decode
from sayso.readers.markup import Facts, facts_of, parse, plain_text
from sayso.readers.page import Page

LARGEST_TREE = 50_000  # elements; a long report has a thousand, and the search for the article takes seconds beyond this
SHORTEST = 200  # characters: where the search finds less, the page is short and all its words are taken
CHARSET = re.compile(rb"""(?:<meta[^>]{0,300}?charset\s*=\s*["']?\s*|<\?xml[^>]{0,100}?encoding\s*=\s*["'])([\w.:-]{2,40})""", re.I)


def read(page: Page) -> Iterator[Document]:
    """A web page is one article."""
    declared = [page.charset, *(name.decode("ascii", "ignore") for name in CHARSET.findall(page.data[:8192])[:2])]
    source = decode(page.data, declared)
    facts = facts_of(parse(source), page.url)
    yield page.document(
        article_text(source),
        title=facts.title,
        publisher=facts.publisher,
        published=facts.published,
        url=_address(facts, page),
        language=facts.language,
    )


def _address(facts: Facts, page: Page) -> str:
    """The address the page gives itself, unless it was fetched from elsewhere: then the one it was fetched from."""
    is_own = domain(facts.url) and (not page.url or domain(facts.url) == domain(page.url))
    return facts.url if is_own else page.url


def article_text(source: str) -> str:
    """The article's own words, a line for each heading, paragraph, list item and table row."""
    tree = parse(source)
    plain = plain_text(tree)
    if sum(1 for _ in tree.iter()) > LARGEST_TREE:
        return plain
    found = _search(tree)
    return found if len(found) >= SHORTEST or len(found) >= len(plain) else plain


def fragment_text(source: str) -> str:
    """The words of a piece of HTML that has no furniture, such as a feed's entry."""
    return plain_text(parse(f"<html><body>{source}</body></html>"))


def _search(tree: Any) -> str:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it finds odd is said by our own refusals
    found: Any = trafilatura.bare_extraction(tree, include_comments=False, include_tables=True)
    text = canonical((found.text or "") if found is not None else "")
    return "\n".join(_row(line) if line.startswith("| ") else line for line in text.split("\n"))


def _row(line: str) -> str:
    """A table row in the form that all readers give: `a | b |`."""
    return line[2:] if set(line) - set("|- ") else ""
