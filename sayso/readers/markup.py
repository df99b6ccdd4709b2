"""What stands in the source of a page: all its words, and what it says of itself in its head."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sayso.articles import published_as
from sayso.errors import Unreadable

SKIPPED = frozenset(("script", "style", "noscript", "template", "svg", "math", "head", "nav", "footer", "form", "button", "select",
                     "textarea", "iframe", "object", "audio", "video", "canvas"))  # fmt: skip
BLOCKS = frozenset(("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "figcaption",
                    "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "summary",
                    "table", "tbody", "tfoot", "thead", "tr", "ul", "caption"))  # fmt: skip
CELLS = frozenset(("td", "th"))
XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
EMBEDDED = re.compile(r"\bdata:[\w/+.;=-]{0,100},[A-Za-z0-9+/=%_-]{500,}")  # pictures and fonts written into the page


def parse(source: str) -> Any:
    """The tree of a page; refused where the parser gave up before its end, so that no words are lost in silence."""
    from lxml import etree, html

    source = EMBEDDED.sub("", XML_DECLARATION.sub("", source, count=1))
    parser = html.HTMLParser(huge_tree=False, remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = html.document_fromstring(source, parser=parser)
    except etree.ParserError as error:
        raise Unreadable("holds no text", "open it in a browser to see what it shows") from error
    if any(fault.type_name == "ERR_RESOURCE_LIMIT" for fault in parser.error_log):
        raise Unreadable(
            "is nested more than 256 deep, or has one piece of over 10 MB", "open it in a browser, save it as text and read that"
        )
    return tree


def plain_text(tree: Any) -> str:
    """All the words of a page, a line for each block, `a | b |` for a table row; scripts, menus and forms left out."""
    from lxml import etree

    pieces: list[str] = []
    cells = 0  # how many table cells we are in: their blocks do not break the row
    walker = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        skipped = tag in SKIPPED or not tag
        if event == "start" and skipped:
            walker.skip_subtree()
        elif event == "start":
            cells += tag in CELLS
            pieces += [_break(tag, cells), "- " if tag == "li" and not cells else "", _blanks(element.text)]
        else:
            pieces.append(" | " if tag in CELLS else "" if skipped else _break(tag, cells))
            cells -= tag in CELLS
            pieces.append(_blanks(element.tail))
    lines = (re.sub(" {2,}", " ", line).strip() for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line.strip("|- "))


def _break(tag: str, cells: int) -> str:
    return ("\n" if not cells else " ") if tag in BLOCKS or tag == "br" else ""


def _blanks(words: str | None) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", words) if words else ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says of itself."""

    title: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""
    language: str = ""


DATE_KEYS = ("article:published_time", "og:published_time", "article:published", "datepublished", "dc.date.issued", "dcterms.issued",
             "dc.date.created", "dcterms.created", "dc.date", "dcterms.date", "citation_publication_date", "parsely-pub-date",
             "sailthru.date", "cxenseparse:recs:publishtime", "publish-date", "publish_date", "publishdate", "publication_date",
             "pubdate", "published", "published_time", "date")  # fmt: skip
TITLE_KEYS = ("og:title", "citation_title", "dc.title", "dcterms.title", "twitter:title", "headline")
PUBLISHER_KEYS = ("og:site_name", "citation_publisher", "dc.publisher", "dcterms.publisher", "publisher", "application-name")
DATED = re.compile(r"(?:^|[^a-z])(?:date|published|pubdate|timestamp|publish-date|entry-date|post-date|dateline)(?:$|[^a-z])", re.I)
IN_ADDRESS = re.compile(r"/([12]\d{3})/(\d{1,2})(?:/(\d{1,2}))?/")
REPORTS = ("NewsArticle", "ReportageNewsArticle", "Article", "AnalysisNewsArticle", "OpinionNewsArticle", "Report", "BlogPosting")


def facts_of(tree: Any, address: str = "") -> Facts:
    """Title, publisher, date, address and language, each as the page gives it."""
    metas = _metas(tree)
    linked = _linked_data(tree)
    publisher = _first(metas, PUBLISHER_KEYS) or _name(linked.get("publisher"))
    url = _url(tree, metas) or address
    return Facts(
        title=_without_outlet(_first(metas, TITLE_KEYS) or _name(linked.get("headline")) or _title(tree), publisher),
        publisher=publisher,
        published=_published(tree, metas, linked, url),
        url=url,
        language=_blanks(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or metas.get("language", "")).strip(),
    )


def _metas(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = _blanks(meta.get("content")).strip()
        for key in ("property", "name", "itemprop"):
            if content and meta.get(key):
                found.setdefault(meta.get(key).strip().lower(), content)
    return found


def _first(metas: dict[str, str], keys: tuple[str, ...]) -> str:
    return next((metas[key] for key in keys if key in metas), "")


def _linked_data(tree: Any) -> dict[str, Any]:
    """The page's schema.org record of its article, if it carries one."""
    records: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json":
            try:
                records.extend(_records(json.loads(script.text or "")))
            except (ValueError, RecursionError):
                continue
    ranked = [record for kind in REPORTS for record in records if kind in _kinds(record)]
    return ranked[0] if ranked else next((record for record in records if "datePublished" in record), {})


def _records(value: Any) -> Iterator[dict[str, Any]]:
    for record in value if isinstance(value, list) else [value]:
        if isinstance(record, dict):
            yield record
            yield from (inner for inner in record.get("@graph") or () if isinstance(inner, dict))


def _kinds(record: dict[str, Any]) -> list[Any]:
    kinds = record.get("@type")
    return kinds if isinstance(kinds, list) else [kinds]


def _name(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name")
    return value.strip() if isinstance(value, str) else ""


def _url(tree: Any, metas: dict[str, str]) -> str:
    links = (link.get("href") or "" for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    return next((url.strip() for url in (*links, metas.get("og:url", "")) if re.match(r"https?://", url.strip())), "")


def _title(tree: Any) -> str:
    """The page's one main heading, else the title of its window."""
    headings = [heading for heading in (_words(h) for h in tree.iter("h1")) if heading]
    if len(headings) == 1:
        return headings[0]
    return next((words for words in (_words(t) for t in tree.iter("title")) if words), "")


def _without_outlet(title: str, publisher: str) -> str:
    cut = re.match(rf"(.+?)\s*[|–—-]\s*{re.escape(publisher)}$", title, re.S) if publisher else None
    return cut[1] if cut else title


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _published(tree: Any, metas: dict[str, str], linked: dict[str, Any], url: str) -> str:
    """The date of publication, as precise as the page gives it; a date that only a guess would give is left out."""
    stated = (published_as(metas[key]) for key in DATE_KEYS if key in metas)
    found = next((date for date in stated if date), "") or published_as(_name(linked.get("datePublished")))
    return found or _shown_date(tree) or _address_date(url)


def _shown_date(tree: Any) -> str:
    """The date that the page shows beside its article: marked as one, and outside menus and margins."""
    for element in tree.iter("time", "p", "span", "div", "li"):
        is_time = element.tag == "time" or element.get("itemprop") == "datePublished"
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        if not is_time and not DATED.search(marks):
            continue
        if any(outer.tag in ("nav", "aside", "footer") for outer in element.iterancestors()):
            continue
        words = element.get("datetime") or element.get("content") or _words(element)
        if len(words) <= 80 and (found := published_as(words)):
            return found
    return ""


def _address_date(url: str) -> str:
    match = IN_ADDRESS.search(url)
    return published_as("-".join(part for part in match.groups() if part)) if match else ""
