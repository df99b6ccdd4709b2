"""A question to the ledger as conditions gathered one by one: who, about whom, which words, from when to when."""

from __future__ import annotations

import re

from sayso import likeness
from sayso.errors import BadRequest

VALUES = {
    "certainty": ("certain", "probable", "possible", "uncommitted"),
    "polarity": ("positive", "negative"),
    "status": ("actual", "planned", "considered", "requested", "hypothetical"),
}


class Query:
    """The conditions of a question, gathered one by one."""

    def __init__(self, table: str = "claims") -> None:
        self.table = table
        self.conditions: list[str] = []
        self.values: list[object] = []

    def add(self, condition: str, *values: object) -> None:
        self.conditions.append(condition)
        self.values.extend(values)

    def equal(self, column: str, value: str | None) -> None:
        """Keep the rows with this value, if one is given; a value that no row can have is an error."""
        if value is None:
            return
        if column in VALUES and value not in VALUES[column]:
            raise BadRequest(f"{value!r} is no {column}", f"choose one of {', '.join(VALUES[column])}")
        self.add(f"{column} = ?", value)

    def source(self, name: str | None) -> None:
        """Keep the claims of a source by its name or a part of it, an alias, a role or its country."""
        if name:
            self.add(
                f"(number IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH ?) OR source_party IN ({PARTIES}) OR source_country IN ({COUNTRIES}))",
                as_source(name), *[name] * 6,
            )  # fmt: skip

    def about(self, name: str | None) -> None:
        """Keep the claims about a party, place, thing or country, by any of its names, or that have the words in their content."""
        if name:
            self.add(
                f"""(number IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH ?)
                OR id IN (SELECT claim FROM roles WHERE party IN ({PARTIES})) OR id IN (SELECT claim FROM roles WHERE country IN ({COUNTRIES})))""",
                as_subject(name), *[name] * 6,
            )  # fmt: skip

    def text(self, words: str | None) -> None:
        """Keep the claims that hold all these words; those in quotation marks, in a row."""
        if words:
            self.add("number IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH ?)", holding(words))

    def published(self, since: str | None, until: str | None) -> None:
        """Keep what may have been published from one date to another, both included.

        Claims stand in order of the first day (likeness.rank), undated ones last: only those between are gone through.
        """
        if since:
            day = _days(since)[0]
            self.add("rank >= (SELECT coalesce(min(earliest), '~') FROM articles WHERE latest >= ?)", day)
            self.add("(SELECT latest FROM articles WHERE id = article) >= ?", day)
        if until:
            self.add("rank < ?", min(_days(until)[1] + "~", likeness.UNDATED))

    def sql(self, columns: str, order: str, limit: int | None = None) -> tuple[str, tuple[object, ...]]:
        where = f" WHERE {' AND '.join(self.conditions)}" if self.conditions else ""
        capped = "" if limit is None else f" LIMIT {int(limit)}"
        return f"SELECT {columns} FROM {self.table}{where} ORDER BY {order}{capped}", tuple(self.values)


PARTIES = """SELECT coalesce(n.becomes, p.party) FROM (
    SELECT party FROM aliases WHERE alias = ? UNION SELECT party FROM mentions WHERE name = ? COLLATE NOCASE
  ) p LEFT JOIN names n ON n.party = p.party AND n.alias = ''
  UNION SELECT becomes FROM names WHERE alias = ? UNION SELECT becomes FROM names WHERE name = ? COLLATE NOCASE"""
COUNTRIES = """SELECT country FROM mentions WHERE name = ? COLLATE NOCASE AND kind = 'state' AND country <> ''
  UNION SELECT m.country FROM aliases s JOIN mentions m ON m.number = s.number AND m.party = s.party
  WHERE s.alias = ? AND m.kind = 'state' AND m.country <> ''"""


# Questions in the language of the full-text search


def as_source(name: str) -> str:
    """Who speaks is called so, or holds such an office."""
    return f"{{source source_role}} : {_phrase(name)}"


def as_subject(name: str) -> str:
    """The content, or what it is about, has these words in a row."""
    return f"{{content about}} : {_phrase(name)}"


def holding(words: str) -> str:
    """Content and source hold all these words; those in quotation marks, in a row."""
    phrases = [_phrase(part.strip('"')) for part in re.findall(r'"[^"]+"|[^\s"]+', words)] or ['""']  # signs alone stand nowhere
    return "{content source} : (" + " AND ".join(phrases) + ")"


def _phrase(words: str) -> str:
    """Words as a phrase of the search language, whatever signs they hold."""
    return '"' + words.replace('"', " ") + '"'


def _days(edtf: str) -> tuple[str, str]:
    first, last = likeness.days(edtf)
    if not first and last == likeness.UNDATED:
        raise BadRequest(f"{edtf!r} is not a date", "write it as 2024, 2024-10 or 2024-10-18")
    return first, last
