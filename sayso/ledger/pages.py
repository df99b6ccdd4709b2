"""The ledger a page at a time: lists that go on from where the last page ended, however long they are.

A page is found by the place of its first row in an index, never by counting rows, so that the last page of a million is as near as the first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sayso.claim import Claim
from sayso.ledger.partners import decode_claim
from sayso.ledger.query import Query

if TYPE_CHECKING:
    from sayso.ledger import Ledger

T = TypeVar("T")
COUNTED = 10_000  # rows counted at most; beyond, "more than" is answer enough and costs nothing
ROWS = 50  # on a page
OPPOSED = "kind IN ('contradicts', 'denies')"


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
    sql, values = query.sql(LISTED, "earliest DESC, id DESC", rows + 1)
    return _leaf(ledger._all(sql, values), rows, _listed, lambda row: f"{row[0]} {row[1]}", total, counted)


def _listed(row: Sequence[Any]) -> Listed:
    _, ident, title, publisher, published, url, path, agency, language, current, claims, copy_of = row
    return Listed(ident, title, publisher, published, url, path, agency, language, bool(current), claims, copy_of)


LISTED = """earliest, id, title, publisher, published, url, path, agency, language, current,
  (SELECT count(*) FROM claims WHERE claims.article = articles.id), coalesce((SELECT of FROM copies WHERE copies.article = articles.id), '')"""


def claims(
    ledger: Ledger,
    *,
    source: str = "",
    about: str = "",
    type: str = "",
    certainty: str = "",
    status: str = "",
    polarity: str = "",
    stance: str = "",
    since: str = "",
    until: str = "",
    text: str = "",
    disputed: bool = False,
    after: str = "",
    rows: int = ROWS,
) -> Leaf[Claim]:
    """The claims that fit, by date of publication, article and place in it."""
    query = Query()
    query.add("current = 1")
    for name, value in (("certainty", certainty), ("polarity", polarity), ("status", status), ("stance", stance)):
        query.equal(name, value or None)
    query.source(clean(source))
    query.about(clean(about))
    query.text(clean(text))
    query.published(since or None, until or None)
    if type:
        query.add("EXISTS (SELECT 1 FROM events WHERE events.claim = claims.id AND events.type = ?)", type)
    if disputed:
        query.add(f"id IN (SELECT later FROM links WHERE {OPPOSED} UNION SELECT earlier FROM links WHERE {OPPOSED})")
    total, counted = count(ledger, query)
    if after:
        query.add("rank > ?", after)
    sql, values = query.sql("rank, record", "rank", rows + 1)
    return _leaf(ledger._all(sql, values), rows, lambda row: decode_claim(row[1]), lambda row: str(row[0]), total, counted)


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
    """Words as a question in the search language: all of them, the last as the beginning of a word."""
    found = clean(words).replace('"', " ").split()
    return " AND ".join([f'"{word}"' for word in found[:-1]] + [f'"{found[-1]}"*']) if found else '""'


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
