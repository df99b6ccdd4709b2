"""hold: words of an article that a ruling rests on, found again when the article is edited; never a look-alike in their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from sayso.claim import Anchor, Article, ArticleRef, Because, Content, Extent, Span

V = TypeVar("V")
AROUND = 32  # characters kept on either side of a passage: enough to tell two like sentences apart


def anchor(article: Article, start: int, end: int) -> Anchor:
    """The words from start to end with what stands around them."""
    text = article.text
    return Anchor(text[start:end], (start, end), text[max(0, start - AROUND) : start], text[end : end + AROUND])


def locate(anchored: Anchor, text: str) -> int | None:
    """How far the words have moved: exact at their place, else exact and unique by what stands around them; None if neither."""
    start, end = anchored.span
    if text[start:end] == anchored.text:
        return 0
    places = list(_places(anchored.text, text))
    for fits in (_both_sides, _one_side):
        found = [at for at in places if fits(anchored, text, at)]
        if found:
            return found[0] - start if len(found) == 1 else None
    return None


def _places(words: str, text: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _both_sides(anchored: Anchor, text: str, at: int) -> bool:
    before, behind = _sides(anchored, text, at)
    return before and behind


def _one_side(anchored: Anchor, text: str, at: int) -> bool:
    before, behind = _sides(anchored, text, at)
    return (before and len(anchored.prefix) == AROUND) or (behind and len(anchored.suffix) == AROUND)


def _sides(anchored: Anchor, text: str, at: int) -> tuple[bool, bool]:
    end = at + len(anchored.text)
    return text[:at].endswith(anchored.prefix), text.startswith(anchored.suffix, end)


def extents(value: object) -> Iterator[Extent]:
    """Where all the words stand that a value leans on; those that only earned a field its value are left out."""
    if isinstance(value, Because | str) or value is None:
        return
    if isinstance(value, tuple | list):
        for part in value:
            yield from extents(part)
    elif is_dataclass(value):
        if isinstance(value, Content):
            yield from value.spans
        span = getattr(value, "span", None)
        if span is not None:
            yield span
        for part in (getattr(value, f.name) for f in fields(value) if f.name not in ("span", "spans")):
            yield from extents(part)


def passage(article: Article, *values: object) -> Anchor:
    """The stretch of text that holds every word of these values."""
    found = [extent for value in values for extent in extents(value)]
    return anchor(article, min(start for start, _ in found), max(end for _, end in found))


def misquoted(article: Article, value: object) -> str:
    """The first words of a value that do not stand in the article where it says; "" if all do."""
    if isinstance(value, tuple | list):
        return next(filter(None, (misquoted(article, part) for part in value)), "")
    if not is_dataclass(value) or isinstance(value, ArticleRef):
        return ""
    if isinstance(value, Content):
        whole = bool(value.spans) and all(0 <= s < e <= len(article.text) for s, e in value.spans)
        apart = all(one[1] <= two[0] for one, two in zip(value.spans, value.spans[1:], strict=False))
        return "" if whole and apart and article.cut_pieces(list(value.spans)) == value and value.text.strip() else value.text or "nothing"
    span, words = getattr(value, "span", None), getattr(value, "text", "")
    if span is not None and not article.holds(Span(words, span)):
        return words or "nothing"
    parts = (getattr(value, f.name) for f in fields(value) if f.name not in ("span", "spans"))
    return next(filter(None, (misquoted(article, part) for part in parts)), "")


def moved(value: V, by: int) -> V:
    """The value with all its places so many characters further on."""
    if by == 0:
        return value
    if isinstance(value, tuple):
        return tuple(moved(part, by) for part in value)  # type: ignore[return-value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    new: dict[str, Any] = {}
    for f in fields(value):
        part = getattr(value, f.name)
        if f.name == "span" and part is not None:
            new[f.name] = (part[0] + by, part[1] + by)
        elif f.name == "spans":
            new[f.name] = tuple((start + by, end + by) for start, end in part)
        else:
            new[f.name] = moved(part, by)
    return replace(value, **new)


def merged(found: list[Extent]) -> list[Extent]:
    """Stretches of text in order, those that touch or overlap as one."""
    whole: list[Extent] = []
    for start, end in sorted(found):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole
