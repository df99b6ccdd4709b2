"""Which articles copy another's text: word 5-grams, hashed and sampled, and how much of one stands in the other."""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

WORDS_IN_SHINGLE = 5
SAMPLE = 4  # one shingle in four is kept: enough to tell a half from a quarter in a text of 200 words
SHORT = 200  # shingles up to which all are kept
COPIED = 0.5  # share of the shorter text that stands in the longer from which it is a copy
LIKELY = 0.3  # of the sample: from here the whole texts are compared
FEWEST = 8  # shingles below which a text is too short to be told apart
SMALL_SAMPLE = 12  # sampled shingles below which the share among them says too little to rule a pair out

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


Precedence = tuple[bool, str, bool, str]


@dataclass(frozen=True, slots=True)
class Indexed:
    """An article as far as copies are concerned."""

    number: int
    id: str
    text: str
    precedence: Precedence  # sorts an original before its copies: published first, then tagged by an agency, then by id


class Copies:
    """The shingles and copies tables of a ledger, kept as a function of the current articles.

    Each copy is recorded once, with the first article whose text it shares.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def add(self, number: int) -> None:
        """Index an article's text, and note whose copy it is and which are copies of it."""
        article = self._article(number)
        self.db.executemany("INSERT INTO shingles VALUES (?, ?)", [(s, number) for s in sorted(kept(article.text))])
        for other, share in self._sharing(article):
            copy, of = (article, other) if article.precedence > other.precedence else (other, article)
            self._note(copy, of, share)

    def remove(self, number: int) -> None:
        """Take an article out; its copies become copies of the next in line, if there is one."""
        article = self._article(number)
        orphans = self.db.execute(
            "SELECT a.number FROM copies c JOIN articles a ON a.id = c.article WHERE c.of = ?", (article.id,)
        ).fetchall()
        self.db.execute("DELETE FROM copies WHERE article = ?1 OR of = ?1", (article.id,))
        self.db.execute("DELETE FROM shingles WHERE article = ?", (number,))
        for (orphan,) in orphans:
            copy = self._article(orphan)
            for other, share in self._sharing(copy):
                if other.precedence < copy.precedence:
                    self._note(copy, other, share)

    def _note(self, copy: Indexed, of: Indexed, share: float) -> None:
        """Record a copy, unless one with an earlier original is recorded already."""
        row = self.db.execute("SELECT a.number FROM copies c JOIN articles a ON a.id = c.of WHERE c.article = ?", (copy.id,)).fetchone()
        if row is None or of.precedence < self._article(row[0]).precedence:
            reason = f"{share:.0%} of the shorter text stands word for word in the other"
            self.db.execute("INSERT OR REPLACE INTO copies VALUES (?, ?, ?, ?)", (copy.id, of.id, round(share, 4), reason))

    def _sharing(self, article: Indexed) -> list[tuple[Indexed, float]]:
        """The articles that share more than half of the shorter text, with that share."""
        rows = self.db.execute(
            """SELECT a.number FROM (
                 SELECT s.article, count(*) AS common, sum(s.shingle % ?1 = 0) AS common_sample
                 FROM json_each(?2) j JOIN shingles s ON s.shingle = j.value WHERE s.article <> ?3 GROUP BY s.article
               ) c JOIN articles a ON a.number = c.article
               WHERE c.common_sample >= ?4 * min(a.sampled, ?5) OR (min(a.sampled, ?5) < ?6 AND c.common > 1) ORDER BY a.id""",
            (SAMPLE, json.dumps(sorted(kept(article.text))), article.number, LIKELY, len(sample(article.text)), SMALL_SAMPLE),
        ).fetchall()
        shared = ((other, containment(article.text, other.text)) for other in (self._article(n) for (n,) in rows))
        return [(other, share) for other, share in shared if share > COPIED]

    def _article(self, number: int) -> Indexed:
        row = self.db.execute("SELECT id, text, earliest, agency FROM articles WHERE number = ?", (number,)).fetchone()
        ident, text, earliest, agency = row
        return Indexed(number, ident, text, (not earliest, earliest, not agency, ident))
