"""PDF: the words that a document carries, its broken lines joined to paragraphs again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sayso.articles import Document
from sayso.errors import Unreadable
from sayso.readers.page import Page

NEEDS_PASSWORD = 4  # PDFium's error number
MOST_PAGES = 5_000
DAMAGED = "fetch it again, or print it to a new PDF and read that"
HYPHEN = "\ufffe"  # what PDFium puts where a word is broken at a line's end
MOST_FURNITURE = 2  # lines at either end of a page: a running head and a page number
COLUMN = 40  # points within which lines begin in the same column
SENTENCE_END = re.compile(r"[.!?:…][\"”’')\]]*$")
PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*", re.I)
NO_TITLE = re.compile(r"untitled.*|microsoft word\b.*|.*\.(?:docx?|indd|qxd|pdf|tex|rtf)|document\d*", re.I)
KEEPS_HYPHEN = re.compile(  # first halves that are mostly joined by a hyphen, where the document itself shows neither form
    "anti|pro|non|long|short|mid|self|well|high|low|all|cross|counter|ex|post|pre|two|three|so|semi|multi|half|co|air|surface|ground|sea"
    "|ship|medium|inter|north|south|east|west|much|ill|full|first|second|third",
    re.I,
)


def read(page: Page) -> Iterator[Document]:
    """A PDF is one article."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(page.data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == NEEDS_PASSWORD:
            raise Unreadable("is encrypted", "open it with its password, save it without one, and read that") from error
        raise Unreadable("is a damaged PDF", DAMAGED) from error
    try:
        if len(pdf) > MOST_PAGES:
            raise Unreadable(f"has {len(pdf)} pages", f"cut it into parts of at most {MOST_PAGES}")
        pages = [_lines(pdf, i) for i in range(len(pdf))]
        title = pdf.get_metadata_value("Title").strip()
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"is a damaged PDF ({error})", DAMAGED) from error
    finally:
        pdf.close()
    text = joined(pages)
    if not text.strip():
        raise Unreadable("holds no text, only pictures", "run it through OCR")
    yield page.document(text, title="" if NO_TITLE.fullmatch(title) else title)


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line and where it stands on its page, in points; zeros where the document does not say."""

    text: str
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    first: float = 0.0  # how wide its first word is


def _lines(pdf: Any, number: int) -> list[Line]:
    page = pdf[number]
    try:
        words = page.get_textpage()
        try:
            return list(_measured(words))
        finally:
            words.close()
    finally:
        page.close()


def _measured(words: Any) -> Iterator[Line]:
    text = words.get_text_range().replace("\x02", HYPHEN)
    for match in re.finditer(r"[^\r\n]+", text):
        bare = match.group().strip()
        if not bare:
            continue
        start = match.start() + match.group().index(bare)
        head = words.get_charbox(start)  # left, bottom, right, top
        tail = words.get_charbox(start + len(bare) - 1)
        word = words.get_charbox(start + len(bare.split()[0]) - 1)
        yield Line(bare, head[0], tail[2], head[3], tail[1], max(0.0, word[2] - head[0]))


def joined(pages: list[list[Line]]) -> str:
    """The text of a document: broken lines joined, running heads and page numbers left out, a line for each paragraph."""
    running = _running(pages)
    bodies = [_without_furniture(lines, running) for lines in pages]
    whole = Counter(re.findall(r"\w+(?:-\w+)*", " ".join(line.text for lines in bodies for line in lines).lower()))
    paragraphs: list[list[str]] = []
    for lines in bodies:
        goes_on = _continuations(lines)
        for i, line in enumerate(lines):
            if paragraphs and (goes_on[i] if i else _turns_page(paragraphs[-1][-1], line.text)):
                paragraphs[-1].append(line.text)
            else:
                paragraphs.append([line.text])
    return "\n".join(_mend(_one_line(lines), whole) for lines in paragraphs)


def _turns_page(before: str, after: str) -> bool:
    """Whether the first line of a page goes on with the last of the page before."""
    return not SENTENCE_END.search(before) and after[0].islower()


def _one_line(lines: list[str]) -> str:
    """Printed lines as one; a hyphen at the end of one is left for `_mend` to decide on."""
    words = "\n".join(lines)
    words = re.sub(r"(?<=\w)-\n(?=\w)", HYPHEN, words)
    return words.replace(HYPHEN + "\n", HYPHEN).replace("\n", " ")


def _mend(text: str, whole: Counter[str]) -> str:
    """Words broken at a line's end made whole again, with their hyphen where it is their own."""

    def mended(match: re.Match[str]) -> str:
        before, after = match[1], match[2]
        bare, hyphened = (before + after).lower(), f"{before}-{after}".lower()
        if whole[bare] or whole[hyphened]:
            keeps = whole[hyphened] > whole[bare]
        else:
            keeps = bool(KEEPS_HYPHEN.fullmatch(before)) or before[0].isupper() or not (before + after).isalpha() or after[0].isupper()
        return f"{before}-{after}" if keeps else before + after

    return re.sub(rf"(\w+){HYPHEN}(\w+)", mended, text).replace(HYPHEN, "-")


def _continuations(lines: list[Line]) -> list[bool]:
    """For each line of a page, whether it goes on with the paragraph of the line before: that was full, and no gap lies between."""
    steps = sorted(step for a, b in pairwise(lines) if 0 < (step := a.bottom - b.bottom) < 5 * max(a.top - a.bottom, 1.0))
    widest = 1.35 * steps[len(steps) // 2] if steps else 0.0
    edges: dict[int, float] = {}  # how far right the lines of a column reach
    for line in lines:
        edges[_column(line)] = max(edges.get(_column(line), 0.0), line.right)
    return [i > 0 and _continues(lines[i - 1], line, edges, widest) for i, line in enumerate(lines)]


def _column(line: Line) -> int:
    return round(line.left / COLUMN)


def _continues(before: Line, line: Line, edges: dict[int, float], widest: float) -> bool:
    if re.match(r"[•▪●◦■*–-]\s|\(?\d{1,2}[.)]\s", line.text):
        return False
    if before.text.endswith(HYPHEN):
        return True
    if widest and before.bottom - line.bottom > widest:
        return False
    edge = max(edges.get(_column(before) + near, 0.0) for near in (-1, 0, 1))
    return before.right + line.first > edge - 0.12 * (edge - before.left)


def _running(pages: list[list[Line]]) -> frozenset[str]:
    """First and last lines that stand on most pages, figures aside: running heads and feet."""
    if len(pages) < 3:
        return frozenset()
    edges = Counter(mask for lines in pages if lines for mask in {_masked(lines[0]), _masked(lines[-1])})
    return frozenset(mask for mask, count in edges.items() if count > len(pages) / 2)


def _masked(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.lower())


def _without_furniture(lines: list[Line], running: frozenset[str]) -> list[Line]:
    def is_furniture(line: Line) -> bool:
        return _masked(line) in running or bool(PAGE_NUMBER.fullmatch(line.text))

    start, end = 0, len(lines)
    while start < min(end, MOST_FURNITURE) and is_furniture(lines[start]):
        start += 1
    while end > max(start, len(lines) - MOST_FURNITURE) and is_furniture(lines[end - 1]):
        end -= 1
    return lines[start:end]
