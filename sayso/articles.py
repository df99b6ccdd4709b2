"""read: words and what is known of them -> Article, whose text is exact and never touched again.

The readers (one a format) cut a page, file or feed down to its words; here those words get their one canonical form, and
what the page says of itself at its top (a title, a date, an agency's tag) becomes metadata where nothing better is known.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sayso.claim import Article, make_id

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

HEAD = 6_000  # characters of a text in which its title, date and agency are looked for
TELLING_WORDS = 20  # fewer words than this do not tell their language
SURE = 0.9  # how sure the language must be to overrule what the page says


@dataclass(frozen=True, slots=True)
class Document:
    """An article beside the bytes it was read from."""

    article: Article
    raw: bytes


# The canonical text

BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
BLANKS = re.compile("[\u00a0\u2007\u202f]")
DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters
    "\u00ad\u200b\u2060\ufeff"  # soft hyphens and blanks without width
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"  # direction marks, which can show words in another order than they stand
)
BROKEN = re.compile("[\ud800-\udfff]")  # halves of a character, which no file can hold
ANY_OF_THESE = re.compile("[\r" + "".join(p.pattern.partition("[")[2][:-1] for p in (BREAKS, BLANKS, DROPPED, BROKEN)) + "]")
BLANK_ENDS = tuple(blank + "\n" for blank in " \t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000")


def canonical(text: str) -> str:
    """The one form of a text in which positions are counted: NFC, one kind of line end and blank, nothing invisible."""
    if ANY_OF_THESE.search(text):
        text = BREAKS.sub("\n", text)
        text = BLANKS.sub(" ", text)
        text = DROPPED.sub("", text)
        text = BROKEN.sub("\ufffd", text)
    text = re.sub(r"\n{3,}", "\n\n", unicodedata.normalize("NFC", text))
    if any(end in text for end in BLANK_ENDS):  # asked first: an endless text in one line is then not copied
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n")))
    return text.rstrip()


def make_article(
    text: str,
    *,
    path: str = "",
    title: str = "",
    publisher: str = "",
    published: str = "",
    url: str = "",
    language: str = "",
    agency: str = "",
    raw: str = "",
) -> Article:
    """An article from its words and what is known of it; what is not known is looked for at the top of the words."""
    found, text = cut_header(canonical(text))
    url = _one_line(url) or found.get("url", "")
    publisher = _one_line(publisher) or found.get("publisher", "") or domain(url)
    leading = LEADING_DATE.match(text)
    published = published_as(published) or found.get("published", "") or (published_as(leading[1]) if leading else "")
    return Article(
        id=make_id("article", text, publisher, url),
        text=text,
        path=path,
        title=_one_line(title) or found.get("title", "") or first_heading(text),
        publisher=publisher,
        published=published,
        url=url,
        language=language_of(text, language or found.get("language", "")),
        agency=_one_line(agency) or found.get("agency", "") or agency_of(text),
        raw=raw,
    )


def _one_line(words: str) -> str:
    return " ".join(canonical(words).split())[:1000]


def domain(url: str) -> str:
    """The host of an address, without "www."; nothing where it is no web address."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


# When it was published

LEADING_DATE = re.compile(r"\s*date:? (\d{4}-\d\d-\d\d)\b", re.I)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\.?"
_YEAR = r"(?P<year>[12]\d{3})(?!\d)"
_DAY = r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?"
DATES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"(?<!\d)(?P<year>[12]\d{3})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?!\d)",  # 2024-12-09
        r"(?<!\d)(?P<year>[12]\d{3})(?P<month>[01]\d)(?P<day>[0-3]\d)(?:T?\d{4,6}Z?)?(?!\d)",  # 20241209
        rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}",  # December 9, 2024
        rf"{_DAY}(?:\s+of)?[\s-]+{_MONTH},?[\s-]+{_YEAR}",  # 9 December 2024
        rf"(?<!\d)(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}",  # 9.12.2024
        rf"(?<!\d)(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})/{_YEAR}",  # 12/13/2024, and which is the month only if the other cannot be
        rf"\b{_MONTH},?[\s-]+{_YEAR}",  # March 2024
        r"(?<!\d)(?P<year>[12]\d{3})[-/](?P<month>\d{1,2})(?![-/\d])",  # 2024-03
        r"(?<![\d.,-])(?P<year>(?:1[5-9]|20)\d{2})(?![\d,]|\.\d)",  # 2024
    )
)


def published_as(words: str) -> str:
    """A date in ISO form, as precise as its words and no more: "March 2024" gives 2024-03; words without a date give ""."""
    words = words[:200]
    for pattern in DATES:
        if match := pattern.search(words):
            return _iso(match.groupdict())
    return ""


def _iso(parts: dict[str, str | None]) -> str:
    """Year, month and day as far as they exist: a 30 February is a February, a 12/05 some day of that year."""
    if parts.get("first"):
        first, second = int(parts["first"] or 0), int(parts["second"] or 0)
        if first == second or (first > 12) != (second > 12):
            month, day = (second, first) if first > 12 else (first, second)
            return _iso({"year": parts["year"], "month": str(month), "day": str(day)})
        return parts["year"] or ""
    year, month, day = int(parts["year"] or 0), _month(parts.get("month") or ""), int(parts.get("day") or 0)
    if not 1 <= month <= 12:
        return f"{year:04}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return f"{year:04}-{month:02}"


def _month(words: str) -> int:
    return int(words) if words.isdigit() else MONTHS.index(words[:3].lower()) + 1 if words else 0


# What a text says of itself in lines at its top

FIELDS = {
    "title": ("title", "headline"),
    "publisher": ("publisher", "source", "outlet", "publication", "site", "sitename", "site_name"),
    "agency": ("agency", "wire", "news_agency"),
    "published": ("date", "published", "published_time", "published_at", "published_on", "date_published", "publication_date",
                  "publish_date", "pubdate", "pub_date"),
    "url": ("url", "link", "source_url", "canonical_url", "original_url", "permalink"),
    "language": ("language", "lang"),
}  # fmt: skip
FIELD_OF = {key: field for field, keys in FIELDS.items() for key in keys}
UNUSED = frozenset(("author", "authors", "byline", "tags", "tag", "category", "categories", "section", "keywords", "updated", "modified"))
KEYED = re.compile(r"[*_]{0,2}([A-Za-z][A-Za-z _-]{1,24}?)[*_]{0,2}[ \t]*:[*_]{0,2}[ \t]*(.*)")
LONGEST_HEADER = 500  # characters of one header line


def cut_header(text: str) -> tuple[dict[str, str], str]:
    """What front matter and header lines say of an article, and the text below them."""
    found, rest = _front_matter(text)
    more, rest = _header_lines(rest)
    return {**more, **found}, rest


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The flat `key: value` lines between `---` and `---`; a text that opens otherwise is left as it is."""
    opening = re.match(r"\s*---\n", text)
    closing = re.compile(r"^(?:---|\.\.\.)$", re.M).search(text, opening.end(), opening.end() + HEAD) if opening else None
    if not opening or not closing:
        return {}, text
    lines = text[opening.end() : closing.start()].splitlines()
    pairs = [KEYED.fullmatch(line) for line in lines]
    nested = (not line.strip() or line[0] in " \t-#" for line in lines)
    if not any(pairs) or not all(pair or inner for pair, inner in zip(pairs, nested, strict=True)):
        return {}, text
    return _fields([(pair[1], pair[2]) for pair in pairs if pair]), text[closing.end() :].lstrip("\n")


def _header_lines(text: str) -> tuple[dict[str, str], str]:
    """The header lines a text opens with ("Title: …", "Date: …"), up to the first line that is none."""
    pairs: list[tuple[str, str]] = []
    end = 0
    for line in re.finditer(r"\n|.+\n", text[:HEAD]):  # a last line without an end is not a header: nothing would be left
        words = line.group().strip()
        pair = KEYED.fullmatch(words) if len(words) <= LONGEST_HEADER else None
        if not words:
            continue
        if not pair or not _is_header(_key(pair[1]), pair[2]):
            break
        pairs.append((pair[1], pair[2]))
        end = line.end()
    found = _fields(pairs)
    return (found, text[end:].lstrip("\n")) if found and text[end:].strip() else ({}, text)


def _key(words: str) -> str:
    return words.strip().lower().replace(" ", "_").replace("-", "_")


def _is_header(key: str, value: str) -> bool:
    """Whether a line says something of the article, and is not a sentence that happens to have a colon."""
    field = FIELD_OF.get(key)
    if field == "published":
        return len(value) <= 60 and bool(published_as(value))
    if field == "url":
        return bool(re.fullmatch(r"<?(?:https?://|www\.)\S+", value))
    if field == "language":
        return len(value) <= 20
    return bool(value) and (field == "title" or ((field is not None or key in UNUSED) and len(value) <= 150))


def _fields(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """The fields that keys and values name; the first of several wins, and a source beside a publisher is the agency."""
    found: dict[str, str] = {}
    keys = [_key(key) for key, _ in pairs]
    for key, (_, value) in zip(keys, pairs, strict=True):
        field, value = FIELD_OF.get(key, ""), _unquoted(value.strip())
        if key == "source" and "publisher" in keys:
            field = "agency"
        if field in ("publisher", "agency") and re.match(r"(?:https?://|www\.)", value):
            field = "url"
        if field == "published":
            value = published_as(value)
        if field and value:
            found.setdefault(field, value)
    return found


def _unquoted(value: str) -> str:
    """A value without quotation marks around it, its escapes (\\u2019) read where it has them."""
    if value[:1] == value[-1:] == '"' and "\\" in value:
        try:
            return str(json.loads(value))
        except ValueError:
            pass
    return value.strip("\"'*<>").strip()


# Title, agency and language from the words themselves

NO_TITLE = re.compile(
    r"(?:table of )?contents|advertisement|photos?|video|image|share.*|by\s.*|(?:file )?photo:.*|image:.*|key points?\W.*", re.I
)
ENDS_SENTENCE = re.compile(r"[.…:;,][\"”’')\]*_]*$")


def first_heading(text: str) -> str:
    """The headline a text opens with: a short line without a full stop and with longer lines below it."""
    if LEADING_DATE.match(text):
        return ""
    lines = [line.strip() for line in text[:HEAD].split("\n") if line.strip()]
    for i, line in enumerate(lines[:3]):
        words = line.lstrip("#").strip().rstrip("#").strip()
        if NO_TITLE.fullmatch(words) or (len(words.split()) < 2 and not line.startswith("#")):
            continue
        below = lines[i + 1] if i + 1 < len(lines) else ""
        is_wrapped = below[:1].islower()  # the sentence goes on in the next line
        is_heading = (
            not is_wrapped and len(words.split()) <= 20 and not ENDS_SENTENCE.search(words) and not re.match(r"[|>*•–—-]\s|\d+[.)]\s", line)
        )
        longer_below = any(len(later) > len(line) for later in lines[i + 1 :])
        return words if words and longer_below and (is_heading or line.startswith("# ")) else ""
    return ""


NAME = r"(?P<agency>[A-Z][\w&.’'-]*(?:[ /]+(?:[A-Z&][\w&.’'-]*|of|and|the|for))*)"
DATELINE = re.compile(
    rf"(?P<place>(?:[A-Z][\w.’'-]*(?:[ ,/]+[\w.’'-]+){{0,8}}?,?\s*)?)(?:\({NAME}\)|/{NAME.replace('agency', 'slashed')}/)"
    r"\s*(?:—|–|--|-)+\s*(?P<next>.?)"
)
CREDIT = re.compile(  # "Source: …" alone is no agency's tag: it credits a picture or a chart as often
    rf"(?:[Bb]y|BY|[Ff]rom|[Pp]ublished|[Pp]osted)\b(?:.*?\b[Vv]ia {NAME}|.*?[|·,;—–-]\s*(?:[Ss]ource|[Aa]gency)\s*:\s*(?P<stated>[^:|]{{2,60}}?))\.?"
)
LONGEST_BYLINE = 120  # characters


def agency_of(text: str) -> str:
    """The news agency whose tag a text carries, in its own words: in the dateline or the byline."""
    opening = [line for line in text[:HEAD].split("\n") if line.strip()][:8]
    for line in opening:
        if found := _dateline_agency(line[:200]) or _byline_agency(line):
            return found
    return ""


def _dateline_agency(line: str) -> str:
    """ "SEOUL (Example Wire) —": a place in capitals, or a short one after which a sentence begins."""
    match = DATELINE.match(line.strip())
    if not match:
        return ""
    place, follows = match["place"], match["next"]
    is_dateline = not place or re.search(r"[A-Z]{3,}|\d", place) or (len(place.split()) <= 3 and not follows.islower())
    return (match["agency"] or match["slashed"] or "") if is_dateline else ""


def _byline_agency(line: str) -> str:
    """ "By Jane Roe via Example Wire", "By Jane Roe | Source: Example Wire"."""
    match = CREDIT.fullmatch(line.strip()) if len(line) <= LONGEST_BYLINE else None
    named = (match["agency"] or match["stated"]) if match else ""
    return "" if re.match(r"https?:|www\.", named) else named.strip()


def language_of(text: str, given: str = "") -> str:
    """The language of a text as its ISO 639 code; what the page says counts only where the words do not tell."""
    code = re.match(r"[A-Za-z]{2,3}(?=[-_]|$)", given.strip())
    assumed = {"eng": "en"}.get(code.group().lower(), code.group().lower()) if code else "en"
    sample = text[:HEAD].lower()  # menus and headlines in capitals look like other languages
    if len(sample.split()) < TELLING_WORDS:
        return assumed
    found, probability = _identifier().classify(sample)
    return str(found) if probability >= SURE else assumed


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
