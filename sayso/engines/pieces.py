"""Words of a text as a small encoder reads them: pieces of a vocabulary, and what the letters alone do not tell.

The encoder knows lower-case letters only, so capitals, line breaks and quotation marks are told to it beside the pieces.
The training scripts cut texts with these same functions: what the model learned on is what it is given.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
TAIL = 8  # words: a line that begins nearer than this to a window's end is read in the next one
LONGEST = 12  # pieces of one word; what is longer is no word
UNKNOWN, START, STOP = "[UNK]", "[CLS]", "[SEP]"

SHAPES, BREAKS, QUOTES = 6, 3, 2


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: where they stand, their pieces, and their looks."""

    extents: tuple[tuple[int, int], ...]
    pieces: tuple[tuple[int, ...], ...]
    looks: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.extents)

    def begins(self) -> list[bool]:
        """Whether a line begins with each word."""
        return [look // QUOTES % BREAKS > 0 for look in self.looks]


@dataclass(frozen=True, slots=True)
class Window:
    """The words from first to last (not included) that the encoder sees at once."""

    first: int
    last: int


class Vocabulary:
    """The pieces that the encoder knows; each word is cut once and remembered."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self._ids = {piece: i for i, piece in enumerate(pieces)}
        self._unknown = (self._ids[UNKNOWN],)
        self.start, self.stop = self._ids[START], self._ids[STOP]
        self._known: dict[str, tuple[int, ...]] = {}

    def cut(self, word: str) -> tuple[int, ...]:
        """The longest known beginning, then the longest known beginning of the rest, and so on."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) > 200_000:  # memory stays flat however much is read
                self._known.clear()
            found = self._known[word] = self._cut(_plain(word))
        return found

    def _cut(self, word: str) -> tuple[int, ...]:
        found: list[int] = []
        at = 0
        while at < len(word):
            end = len(word)
            while end > at and (("##" if at else "") + word[at:end]) not in self._ids:
                end -= 1
            if end == at or len(found) == LONGEST:
                return self._unknown
            found.append(self._ids[("##" if at else "") + word[at:end]])
            at = end
        return tuple(found) or self._unknown


def _plain(word: str) -> str:
    """Lower case without accents, as the vocabulary has it."""
    if word.isascii():
        return word.lower()
    parted = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in parted if unicodedata.category(c) != "Mn")


def words(text: str, vocabulary: Vocabulary) -> Words:
    """Cut a text into words, with pieces and looks."""
    extents: list[tuple[int, int]] = []
    pieces: list[tuple[int, ...]] = []
    looks: list[int] = []
    quoted, before = False, 0
    for match in WORD.finditer(text):
        start, end = match.span()
        word = match.group()
        lines = 2 if not extents else min(text.count("\n", before, start), 2)
        if lines:
            quoted = False  # a quotation that goes on in the next paragraph opens there again
        mark = word in '“”"'
        looks.append((_shape(word) * BREAKS + lines) * QUOTES + (quoted or mark))
        if mark:
            quoted = word == "“" or (word == '"' and not quoted)
        extents.append((start, end))
        pieces.append(vocabulary.cut(word))
        before = end
    return Words(tuple(extents), tuple(pieces), tuple(looks))


def _shape(word: str) -> int:
    """0 lower case, 1 capitalised, 2 all capitals, 3 mixed, 4 with a digit, 5 a mark."""
    if word.islower():
        return 0 if word.isalpha() else 4
    if not word[0].isalnum():
        return 5
    if not word.isalpha():
        return 4
    if word.istitle():
        return 1
    return 2 if word.isupper() else 3


def windows(found: Words, size: int, overlap: int, longest: int = 0) -> list[Window]:
    """Cover the words with windows of at most `size` pieces, each beginning about `overlap` pieces before the last one's end.

    Where a line begins between that place and `longest` pieces before the end, the window begins with the line, as it did in training.
    """
    ends = [0, *accumulate(len(p) for p in found.pieces)]
    begins = found.begins()
    cover: list[Window] = []
    first = 0
    while first < len(found):
        last = bisect_right(ends, ends[first] + size) - 1
        cover.append(Window(first, last))
        if last == len(found):
            break
        after = max(first + 1, bisect_left(ends, ends[last] - overlap))
        farthest = max(first + 1, bisect_left(ends, ends[last] - longest))
        first = next((i for i in range(after, farthest - 1, -1) if begins[i]), after)
    return cover


def home(cover: Sequence[Window], begins: Sequence[bool]) -> list[int]:
    """For each word the number of the window in which it is read.

    From one window to the next it changes in the middle of what they share, or rather with the line that begins nearest to it, so that what is
    said and who says it are read in the same window.
    """
    best = [0] * len(begins)
    for (k, left), right in zip(enumerate(cover[:-1]), cover[1:], strict=True):
        middle = (right.first + left.last) // 2
        lines = [i for i in range(right.first, left.last - TAIL + 1) if begins[i]]
        change = min(lines, key=lambda i: abs(i - middle), default=middle)
        best[change:] = [k + 1] * (len(begins) - change)
    return best


def rows(found: Words, window: Window, vocabulary: Vocabulary) -> tuple[list[int], list[int], list[int]]:
    """What the encoder is given for a window: piece ids, looks, and where each word's first piece stands (the start mark first)."""
    ids, looks, firsts = [vocabulary.start], [0], [0]
    for piece, look in _window_words(found, window):
        firsts.append(len(ids))
        ids.extend(piece)
        looks.extend([look] * len(piece))
    ids.append(vocabulary.stop)
    looks.append(0)
    return ids, looks, firsts


def _window_words(found: Words, window: Window) -> Iterator[tuple[tuple[int, ...], int]]:
    return zip(found.pieces[window.first : window.last], found.looks[window.first : window.last], strict=True)
