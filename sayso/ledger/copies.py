"""Which articles copy another's text: word 5-grams, hashed and sampled, and how much of one stands in the other."""

from __future__ import annotations

import re
import sqlite3
from array import array
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from sayso.likeness import UNDATED

WORDS_IN_SHINGLE = 5
SAMPLE = 4  # one shingle in four is kept: enough to tell a half from a quarter in a text of 200 words
SHORT = 200  # shingles up to which all are kept
COPIED = 0.5  # share of the shorter text that stands in the longer from which it is a copy
LIKELY = 0.3  # of the sample: from here the whole texts are compared
FEWEST = 8  # shingles below which a text is too short to be told apart
SMALL_SAMPLE = 12  # sampled shingles below which the share among them says too little to rule a pair out
REMEMBERED = 4096  # articles whose samples are kept in memory, some 20 MB
CROWDED = 32  # articles with one shingle, above which only neighbours are compared

WORD = re.compile(r"\w+")


@lru_cache(maxsize=512)
def shingles(text: str) -> frozenset[int]:
    """Hashes of every five words in a row."""
    words = WORD.findall(text.casefold())
    rows = {" ".join(words[i : i + WORDS_IN_SHINGLE]) for i in range(len(words) - WORDS_IN_SHINGLE + 1)}
    return frozenset(int.from_bytes(blake2b(row.encode(), digest_size=8).digest(), "big", signed=True) for row in rows)


def sample(text: str) -> frozenset[int]:
    """Every fourth shingle, as its hash falls: the same ones in every text."""
    return frozenset(s for s in shingles(text) if s % SAMPLE == 0)


def kept(text: str) -> frozenset[int]:
    """The shingles that the ledger indexes: the sample, or all of a short text."""
    return shingles(text) if len(shingles(text)) <= SHORT else sample(text)


def containment(a: str, b: str) -> float:
    """How much of the shorter text stands in the longer, word for word, 0..1."""
    mine, theirs = shingles(a), shingles(b)
    shorter = min(len(mine), len(theirs))
    return len(mine & theirs) / shorter if shorter >= FEWEST else 0.0


def packed(numbers: frozenset[int]) -> bytes:
    """Shingles as the ledger keeps them beside a text."""
    return array("q", sorted(numbers)).tobytes()


@dataclass(frozen=True, slots=True)
class Indexed:
    """An article as far as copies are concerned."""

    number: int
    id: str
    rank: str  # sorts an original before its copies: published first, then tagged by an agency, then by id
    sample: frozenset[int]


class Copies:
    """The shingles and copies tables of a ledger, kept as a function of the current articles.

    Each copy is recorded once, with the first article whose text it shares. Articles are compared if they share a shingle;
    where a shingle stands in many (a wire text that everyone runs, an outlet's closing lines), only with the ones before and after.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self._known: OrderedDict[int, Indexed] = OrderedDict()

    def add(self, number: int) -> None:
        """Index an article's text, and note whose copy it is and which are copies of it."""
        article = self._article(number)
        unsettled: set[int] = set()
        for shingle in sorted(kept(self._text(article.number))):
            there = self._having(shingle)
            if len(there) == CROWDED:
                unsettled.update(n for n in there if self._original(n) in there)
            elif len(there) > CROWDED:
                before, after = self._around(shingle, article.rank)
                unsettled.update(n for n in after if self._original(n) in before)
            self.db.execute("INSERT INTO shingles VALUES (?, ?, ?)", (shingle, article.rank, number))
        for other, share in self._sharing(article):
            if other.rank > article.rank and other.number not in unsettled:
                self._note(other, article, share)
        self._settle({number, *unsettled})

    def remove(self, number: int) -> None:
        """Take an article out; its copies become copies of the next in line, if there is one."""
        article = self._article(number)
        rows = self.db.execute("SELECT a.number FROM copies c JOIN articles a ON a.id = c.article WHERE c.of = ?", (article.id,))
        unsettled = {copy for (copy,) in rows.fetchall()}
        self.db.execute("DELETE FROM copies WHERE article = ?1 OR of = ?1", (article.id,))
        self.db.execute("DELETE FROM shingles WHERE article = ?", (number,))
        for shingle in sorted(kept(self._text(article.number))):
            there = self._having(shingle)
            if len(there) == CROWDED:
                unsettled.update(there)
            elif len(there) > CROWDED:
                unsettled.update(self._around(shingle, article.rank)[1])
        self._settle(unsettled)

    def _settle(self, numbers: set[int]) -> None:
        """Find the originals of these articles afresh."""
        for number in sorted(numbers):
            article = self._article(number)
            self.db.execute("DELETE FROM copies WHERE article = ?", (article.id,))
            for other, share in self._sharing(article):
                if other.rank < article.rank:
                    self._note(article, other, share)

    def _note(self, copy: Indexed, of: Indexed, share: float) -> None:
        """Record a copy, unless one with an earlier original is recorded already."""
        original = self._original(copy.number)
        if original is None or of.rank < self._article(original).rank:
            reason = f"{share:.0%} of the shorter text stands word for word in the other"
            self.db.execute("INSERT OR REPLACE INTO copies VALUES (?, ?, ?, ?)", (copy.id, of.id, round(share, 4), reason))

    def _original(self, number: int) -> int | None:
        """Whose copy an article is, as recorded."""
        row = self.db.execute(
            "SELECT o.number FROM articles a JOIN copies c ON c.article = a.id JOIN articles o ON o.id = c.of WHERE a.number = ?", (number,)
        ).fetchone()
        return row[0] if row else None

    def _sharing(self, article: Indexed) -> list[tuple[Indexed, float]]:
        """The articles that share more than half of the shorter text, with that share."""
        found = []
        for number in sorted(self._candidates(article)):
            other = self._article(number)
            smaller = min(len(article.sample), len(other.sample))
            if smaller >= SMALL_SAMPLE and len(article.sample & other.sample) < LIKELY * smaller:
                continue
            share = containment(self._text(article.number), self._text(other.number))
            if share > COPIED:
                found.append((other, share))
        return found

    def _candidates(self, article: Indexed) -> set[int]:
        found: set[int] = set()
        for shingle in sorted(kept(self._text(article.number))):
            there = self._having(shingle)
            if len(there) <= CROWDED:
                found.update(there)
            else:
                before, after = self._around(shingle, article.rank)
                found.update(before + after)
        return found - {article.number}

    def _having(self, shingle: int) -> list[int]:
        """The articles that have a shingle, at most one more than makes it crowded."""
        return [n for (n,) in self.db.execute("SELECT article FROM shingles WHERE shingle = ? LIMIT ?", (shingle, CROWDED + 1))]

    def _around(self, shingle: int, rank: str) -> tuple[list[int], list[int]]:
        """The last article before a place under a shingle, and the first after it; each a list of at most one."""
        before = "SELECT article FROM shingles WHERE shingle = ? AND rank < ? ORDER BY rank DESC LIMIT 1"
        after = "SELECT article FROM shingles WHERE shingle = ? AND rank > ? ORDER BY rank LIMIT 1"
        return [n for (n,) in self.db.execute(before, (shingle, rank))], [n for (n,) in self.db.execute(after, (shingle, rank))]

    def _article(self, number: int) -> Indexed:
        if number not in self._known:
            row = self.db.execute("SELECT id, earliest, agency, sample FROM articles WHERE number = ?", (number,)).fetchone()
            ident, earliest, agency, sampled = row
            rank = f"{earliest or UNDATED} {0 if agency else 1} {ident[-20:]}"
            self._known[number] = Indexed(number, ident, rank, frozenset(array("q", sampled)))
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return self._known[number]

    def _text(self, number: int) -> str:
        text: str = self.db.execute("SELECT text FROM articles WHERE number = ?", (number,)).fetchone()[0]
        return text

    def forget_all(self) -> None:
        """Forget what is kept in memory: another process, or a rollback, may have changed it."""
        self._known.clear()
