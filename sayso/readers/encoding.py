"""Bytes -> words: by byte order mark, as UTF-8, as the page declares, and only then by guessing."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from sayso.errors import Unreadable

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE = 64 * 1024  # bytes that are guessed from
CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\x0b\f\r\x1a\x1b")
MOST_CONTROLS = 0.02  # of the bytes: prose has next to none
SPARSE = 0.15  # of the bytes: in Western languages accents are few, in others nearly every letter lies beyond ASCII
NOT_WESTERN = re.compile(
    "[A-Za-z][\u00a1-\u00ac\u00ae-\u00b6\u00b8-\u00bfƒ†‡ˆ‰‹›¤×÷][A-Za-z]"
)  # a sign inside a word: a letter in another code page
CANDIDATES = ["cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "shift_jis", "euc_jp", "gb18030",
              "big5", "euc_kr"]  # fmt: skip
NO_CHARSETS = frozenset(("utf-8", "utf-7", "unicode_escape", "raw-unicode-escape", "punycode", "idna", "undefined"))  # tried, or notations
WRONG = "save it as UTF-8 and read it again"


def decode(data: bytes, declared: Iterable[str] = ()) -> str:
    """The words of some bytes; refused where they are no text, or where their encoding cannot be told."""
    for mark, name in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    if wide := _wide(data):
        return data.decode(wide, "replace")
    if not data.strip():
        raise Unreadable("is empty", "leave it out, or save it again")
    if b"\0" in data or len(data) - len(data.translate(None, CONTROLS)) > MOST_CONTROLS * len(data):
        raise Unreadable("is binary, not text", "export it as text, HTML or PDF and read that")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for name in declared:
        if (words := _as_declared(data, name)) is not None:
            return words
    return _guess(data)


def _wide(data: bytes) -> str:
    """UTF-16 without a mark, which gives itself away by a NUL beside every letter."""
    sample = data[: SAMPLE & ~1]
    if b"\0" not in sample:
        return ""
    even, odd, half = sample[::2].count(0), sample[1::2].count(0), len(sample) / 2
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * half and odd < 0.05 * half else ""


def _as_declared(data: bytes, name: str) -> str | None:
    """The words in an encoding that the page names, if there is such an encoding and they are in it."""
    try:
        encoding = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        return None
    if encoding in ("iso8859-1", "ascii"):
        encoding = "cp1252"  # as every browser does: pages that say Latin-1 mean Windows
    if encoding in NO_CHARSETS:
        return None
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):  # the latter for codecs that make no text, such as hex
        return None


def _guess(data: bytes) -> str:
    """Damaged UTF-8 with the damage marked, Western text with its few accents, or what the bytes look most like."""
    mended = data.decode("utf-8", "replace")
    wrong = mended.count("\ufffd")
    right = sum(1 for _ in re.finditer(r"[^\x00-\x7f\ufffd]", mended))
    if wrong <= 0.1 * right:
        return mended
    first = next(match.start() for match in re.finditer(rb"[\x80-\xff]", data))
    start = max(0, first - SAMPLE // 2)
    sample = data[start : start + SAMPLE]
    beyond = len(re.findall(rb"[\x80-\xff]", sample))
    western = _as_declared(data, "cp1252") if beyond < SPARSE * len(sample) else None
    if western is not None and not NOT_WESTERN.search(western):
        return western
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=CANDIDATES).best()
    if best is not None:
        try:
            return data.decode(best.encoding)
        except UnicodeError:
            pass
    raise Unreadable("is in an encoding that cannot be told", WRONG)
