"""The ledger a page at a time: lists that go on from where the last page ended, however long they are.

A page is found by the place of its first row in an index, never by counting rows, so that the last page of a million is as near as the first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from sayso.claim import Claim, Party
from sayso.errors import NotFound
from sayso.ledger.partners import decode_claim
from sayso.ledger.query import COUNTRIES, PARTIES, Query

if TYPE_CHECKING:
    from sayso.ledger import Ledger

T = TypeVar("T")
decode_words = msgspec.json.Decoder(tuple[str, ...]).decode
COUNTED = 10_000  # rows counted at most; beyond, "more than" is answer enough and costs nothing
ROWS = 50  # on a page
SHORTEST_BEGINNING = 3  # letters of a word before it is taken for the beginning of one: fewer, alone, would begin half of all words
SORTED = 2_000  # claims of a party that are sorted to find its latest
NAMESAKES = 200  # mentions of one name that are looked through for different parties
AT_ONCE = 500  # numbers in one question
LONG = 10_000  # characters of a record from which it is not kept decoded


@dataclass(frozen=True, slots=True)
class Leaf(Generic[T]):
    """One page of a list."""

    items: tuple[T, ...] = ()
    total: int = 0  # of the whole list, as far as it was counted
    counted: bool = True  # False: there are more than `total`
    after: str = ""  # where the next page begins; "" at the end


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as a list names it."""

    id: str
    title: str
    publisher: str
    published: str
    url: str
    path: str
    agency: str
    language: str
    current: bool  # False: a newer text of it is here
    claims: int
    copy_of: str  # the id of the earlier article that its text mostly stands in


def articles(
    ledger: Ledger, *, text: str = "", publisher: str = "", since: str = "", until: str = "", after: str = "", rows: int = ROWS
) -> Leaf[Listed]:
    """The current articles, the newest first."""
    query = Query("articles")
    query.add("current = 1")
    if text:
        query.add("number IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)", phrases(text))
    if publisher:
        query.add("publisher = ? COLLATE NOCASE", publisher)
    if since:
        query.add("latest >= ?", days(since)[0])
    if until:
        query.add("earliest <= ? AND earliest <> ''", days(until)[1])
    total, counted = count(ledger, query)
    if after:
        earliest, _, ident = after.partition(" ")
        query.add("(earliest, id) < (?, ?)", earliest, ident)
    if not text:  # else the few that have the words are sorted sooner than all are gone through
        query.table = "articles INDEXED BY articles_published"
    sql, values = query.sql(LISTED, "earliest DESC, id DESC", rows + 1)
    return _leaf(ledger._all(sql, values), rows, _listed, lambda row: f"{row[0]} {row[1]}", total, counted)


def _listed(row: Sequence[Any]) -> Listed:
    _, ident, title, publisher, published, url, path, agency, language, current, claims, copy_of = row
    return Listed(ident, title, publisher, published, url, path, agency, language, bool(current), claims, copy_of)


LISTED = """earliest, id, title, publisher, published, url, path, agency, language, current,
  (SELECT count(*) FROM claims WHERE claims.article = articles.id), coalesce((SELECT of FROM copies WHERE copies.article = articles.id), '')"""


def count(ledger: Ledger, query: Query) -> tuple[int, bool]:
    """How many rows a question finds, and whether that is all of them."""
    sql, values = query.sql("1", "1", COUNTED + 1)
    (found,) = ledger._one(f"SELECT count(*) FROM ({sql.replace(' ORDER BY 1', '')})", values)
    return min(found, COUNTED), found <= COUNTED


def _leaf(rows: list[Any], most: int, make: Callable[[Any], T], place: Callable[[Any], str], total: int, counted: bool) -> Leaf[T]:
    shown = rows[:most]
    return Leaf(tuple(make(row) for row in shown), total, counted, place(shown[-1]) if len(rows) > most else "")


def clean(words: str) -> str:
    """Words of a search without what no search language can hold."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())


def phrases(words: str) -> str:
    """Words as a question in the search language: all of them, the last, unless it is very short, as the beginning of a word."""
    *whole, last = clean(words).replace('"', " ").split() or [""]
    beginning = "*" if len(last) >= SHORTEST_BEGINNING or (whole and len(last) > 1) else ""
    return " AND ".join([*(f'"{word}"' for word in whole), f'"{last}"{beginning}'])


def days(edtf: str) -> tuple[str, str]:
    """The first and last day of a date that a person gave."""
    from sayso.ledger import query

    return query._days(edtf)


# One article, a leaf at a time


def places(ledger: Ledger, article: str) -> list[tuple[int, int, int]]:
    """Each claim of an article by its number in the ledger, with the first and last place of its content, in text order."""
    found = ledger._all(
        """SELECT c.number, json_extract(c.record, '$.content.spans[0][0]') AS first, json_extract(c.record, '$.content.spans[#-1][1]')
           FROM claims c JOIN articles a ON a.id = c.article
           WHERE c.article = ? AND c.current >= a.current ORDER BY first, c.number""",
        (article,),
    )
    return [(number, start, end) for number, start, end in found]


def numbered(ledger: Ledger, numbers: Sequence[int]) -> list[Claim]:
    """The claims with these numbers, in text order."""
    marks = ", ".join("?" * len(numbers))
    return [
        decode_claim(record)
        for (record,) in ledger._all(f"SELECT record FROM claims WHERE number IN ({marks}) ORDER BY rank", tuple(numbers))
    ]


def versions(ledger: Ledger, article: str) -> list[Listed]:
    """The other texts read from an article's address, the oldest first."""
    rows = ledger._all(
        f"""SELECT {LISTED} FROM articles WHERE id <> ?1 AND address NOT IN ('', '-')
            AND address = (SELECT address FROM articles WHERE id = ?1) ORDER BY earliest, number""",
        (article,),
    )
    return [_listed(row) for row in rows]


def listed(ledger: Ledger, article: str) -> Listed:
    """One article as a list names it, by its id or the beginning of one."""
    return _listed(ledger._known("articles", article, LISTED))


def by_paths(ledger: Ledger, paths: Sequence[str], most: int = 200) -> list[tuple[str, str]]:
    """The ids and titles of the articles that were read from these paths or addresses, or from a line or entry of one."""
    found: dict[str, str] = {}
    for path in paths:
        sql = """SELECT a.id, coalesce(nullif(a.title, ''), a.path) FROM articles a
                 WHERE a.id IN (SELECT article FROM paths WHERE path = ?1 OR substr(path, 1, length(?1) + 1) = ?1 || '#') ORDER BY a.number LIMIT ?2"""
        found.update(ledger._all(sql, (path, most - len(found))))
    return list(found.items())


# What a page shows, by numbers that a snapshot gave


def stamp(ledger: Ledger) -> int:
    """The number of the last change, which tells whether a snapshot is the latest."""
    last: int = ledger._one("SELECT coalesce(max(stamp), 0) FROM changes")[0]
    return last


def by_numbers(ledger: Ledger, numbers: Sequence[int]) -> dict[int, Claim]:
    """The claims with these numbers, as far as they are still there."""
    found: dict[int, Claim] = {}
    for start in range(0, len(numbers), AT_ONCE):
        some = tuple(numbers[start : start + AT_ONCE])
        marks = ", ".join("?" * len(some))
        rows = ledger._all(f"SELECT number, record FROM claims WHERE number IN ({marks})", some)
        found.update((number, _decoded(record) if len(record) < LONG else decode_claim(record)) for number, record in rows)
    return found


@lru_cache(maxsize=4096)
def _decoded(record: str) -> Claim:
    """A claim that many pages show is decoded once."""
    return decode_claim(record)


def matching(ledger: Ledger, question: str) -> list[int]:
    """The numbers of the claims that a question in the search language finds."""
    return [number for (number,) in ledger._all("SELECT rowid FROM claims_fts WHERE claims_fts MATCH ?", (question,))]


def called(ledger: Ledger, name: str) -> tuple[list[str], list[str]]:
    """The ids of the parties, and the codes of the countries, that have a name."""
    parties, countries = (ledger._all(sql, (name,) * sql.count("?")) for sql in (PARTIES, COUNTRIES))
    return [party for (party,) in parties], [code for (code,) in countries]


# Parties


def parties(ledger: Ledger, *, name: str = "", after: str = "", rows: int = ROWS) -> Leaf[Party]:
    """Everyone that is named, by name: those whose name begins so, going on behind the last name of the page before."""
    begin, end = clean(name), clean(name) + "\U0010ffff"
    found: list[Party] = []
    names = ledger._all(distinct("mentions", "name", after=bool(after)), (after or begin, end, end, rows + 1))
    for (known,) in names[:rows]:
        mentioned = f"SELECT party, kind, country, role, wikidata FROM mentions WHERE name = ? COLLATE NOCASE LIMIT {NAMESAKES}"
        rows_of = ledger._all(f"SELECT DISTINCT * FROM ({mentioned})", (known,))
        found += [Party(row[0], known, row[1], row[2], row[3], (), row[4]) for row in {row[0]: row for row in rows_of}.values()]
    return Leaf(tuple(found), len(found), len(names) <= rows and not after, str(names[rows - 1][0]) if len(names) > rows else "")


def distinct(table: str, column: str, *, after: bool = False) -> str:
    """A question for the different words of a column from one on, jumping from word to word, so that a thousand mentions cost as much as one.

    Asked with the first word, the end (twice), and how many at most.
    """
    words = f"SELECT CAST({column} AS TEXT) COLLATE NOCASE FROM {table} WHERE {column}"
    ordered = f"AND {column} < ? COLLATE NOCASE ORDER BY {column} COLLATE NOCASE LIMIT 1"
    return f"""WITH RECURSIVE named (name) AS (
        SELECT * FROM ({words} {">" if after else ">="} ? COLLATE NOCASE {ordered})
        UNION ALL SELECT ({words} > named.name COLLATE NOCASE {ordered}) FROM named WHERE named.name IS NOT NULL)
      SELECT name FROM named WHERE name IS NOT NULL LIMIT ?"""


def party(ledger: Ledger, ident: str) -> tuple[Party, int]:
    """A party with its aliases, and in how many articles it is named."""
    known = ledger._party_of(ident)
    if known is None:
        raise NotFound(f"no party has the id {ident!r}", "look for its name with the search")
    ids = msgspec.json.encode(
        [known.id, *(p for (p,) in ledger._all("SELECT party FROM names WHERE becomes = ? AND alias = ''", (known.id,)))]
    )
    aliases = ledger._all(
        """SELECT DISTINCT CAST(a.alias AS TEXT) FROM (SELECT number, party FROM mentions WHERE party IN (SELECT value FROM json_each(?1)) LIMIT 2000) m
           JOIN aliases a ON a.number = m.number AND a.party = m.party ORDER BY 1""",
        (ids.decode(),),
    )
    (articles,) = ledger._one(
        "SELECT count(DISTINCT article) FROM mentions WHERE party IN (SELECT value FROM json_each(?))", (ids.decode(),)
    )
    return replace(known, aliases=tuple(alias for (alias,) in aliases)), articles


def said_by(ledger: Ledger, party: str, most: int = 20) -> Leaf[Claim]:
    """The latest claims that a party makes."""
    return _latest(ledger, f"SELECT number, rank FROM claims WHERE source_party = ? AND +current = 1 LIMIT {SORTED}", party, most)


def said_of(ledger: Ledger, party: str, most: int = 20) -> Leaf[Claim]:
    """The latest claims about an event in which a party takes part."""
    sql = f"""SELECT c.number, c.rank FROM (SELECT DISTINCT claim FROM roles WHERE party = ? LIMIT {SORTED}) r
              JOIN claims c ON c.id = r.claim WHERE c.current = 1"""
    return _latest(ledger, sql, party, most)


def _latest(ledger: Ledger, sql: str, party: str, most: int) -> Leaf[Claim]:
    """The last claims by rank, of as many as are worth sorting for it."""
    found = sorted(ledger._all(sql, (party,)), key=lambda row: str(row[1]), reverse=True)
    return Leaf(tuple(reversed(numbered(ledger, [number for number, _ in found[:most]]))), len(found), len(found) < SORTED)
