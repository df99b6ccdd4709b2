"""An article's claims as rows of fixed width: what a snapshot is put together from, without decoding a single record.

`pack` makes the rows of one article, the ledger keeps them in its table `columns`, and a snapshot lays those of all articles end to
end. Names and words stand in the rows as `token`s, 64-bit hashes; the words themselves are kept beside them, once an article.
Nothing here depends on which other articles there are.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b

import msgspec

from sayso.claim import Certainty, Claim, Event, Item, Polarity, Role, Source, Status
from sayso.dates import bounds
from sayso.ledger import matters
from sayso.ledger.origins import root_by_name

FORMAT = 4  # to be raised with every change to what the rows hold: older ones are then made again
CERTAINTIES: tuple[Certainty, ...] = ("certain", "probable", "possible", "uncommitted")
POLARITIES: tuple[Polarity, ...] = ("positive", "negative")
STATUSES: tuple[Status, ...] = ("actual", "planned", "considered", "requested", "hypothetical")
KINDS = ("person", "office", "organisation", "state", "medium", "unnamed", "article")
ROLES = ("agent", "recipient", "place", "via", "through")  # "through": of the claim itself, who passed it on, from the speaker outwards
NAMED, OUTLET, UNNAMED = range(3)  # what tells where a claim comes from: a name, the text it stands in, or both, of an unnamed source
NO_DAY = 0  # before the first and after the last: an open end
OTHER = 255  # a value that is none of those listed above

# Each column: name, how struct writes it, how numpy reads it.
CLAIM = (
    ("number", "q", "<i8"),  # claims.number
    ("ident", "Q", "<u8"),  # the id, its first 16 hexadecimal digits
    ("ident_end", "H", "<u2"),  # and the last four
    ("cell", "Q", "<u8"),  # the point that the claim alone gives, likewise
    ("cell_end", "H", "<u2"),
    ("within", "Q", "<u8"),  # the claim that this one is part of: the first digits of its id; 0 for none
    ("speaker", "Q", "<u8"),  # a token: of the named one that it goes back to (origins.Root.key), or of an unnamed source's name
    ("voice", "Q", "<u8"),  # a token: who speaks, as one voice across articles
    ("name", "Q", "<u8"),  # tokens of the source's name and role, and of its party's id
    ("role", "Q", "<u8"),
    ("party", "Q", "<u8"),
    ("stance", "Q", "<u8"),
    ("start", "i", "<i4"),  # where its content begins and ends
    ("end", "i", "<i4"),
    ("confidence", "f", "<f4"),  # NaN where the engine gives none
    ("country", "H", "<u2"),  # of the source: two letters, see country()
    ("speaking", "B", "u1"),  # NAMED, OUTLET or UNNAMED
    ("kind", "B", "u1"),  # of the source, in KINDS
    ("certainty", "B", "u1"),
    ("polarity", "B", "u1"),
    ("status", "B", "u1"),
    ("eventful", "?", "?"),
    ("doubting", "?", "?"),  # leaves the matter open
)
EVENT = (
    ("claim", "I", "<u4"),  # which claim of the article; in a snapshot, which of all
    ("event", "H", "<u2"),  # which of its events
    ("returned", "?", "?"),  # given in exchange
    ("presupposed", "?", "?"),
    ("certainty", "B", "u1"),  # of the event where the text hedges it by itself, else of the claim
    ("standing", "B", "u1"),  # how the claim says that it stands, in matters.STANDINGS
    ("type", "Q", "<u8"),
    ("leg", "Q", "<u8"),  # what makes two transfers one leg: who, to whom, what; 0 if it moves nothing
    ("pair", "Q", "<u8"),  # the two sides of what is given and what is given for it; 0 where nothing is said to be given in return
    ("when", "Q", "<u8"),  # the token of its EDTF date; 0 where none is given
    ("first", "i", "<i4"),  # days as ordinals; NO_DAY where open
    ("last", "i", "<i4"),
)
ITEM = (
    ("claim", "I", "<u4"),
    ("event", "H", "<u2"),
    ("returned", "?", "?"),
    ("position", "H", "<u2"),
    ("presupposed", "?", "?"),
    ("counted", "?", "?"),  # a figure that was understood is given
    ("approximate", "?", "?"),
    ("certainty", "B", "u1"),  # as of its event
    ("day", "i", "<i4"),  # the first that the figure speaks of, else on which it was published; NO_DAY where neither is known
    ("low", "d", "<f8"),  # NaN where open
    ("high", "d", "<f8"),
    ("country", "H", "<u2"),
    ("name", "Q", "<u8"),
    ("kind", "Q", "<u8"),
    ("unit", "Q", "<u8"),
    ("amount", "Q", "<u8"),  # the words of the figure
    ("series", "Q", "<u8"),  # the thing counted: its kind, whose, in which unit; 0 where not counted
    ("figure", "Q", "<u8"),  # one figure in the series: as of a day, for a place
)
ROLE = (
    ("claim", "I", "<u4"),
    ("event", "H", "<u2"),
    ("returned", "?", "?"),
    ("role", "B", "u1"),  # in ROLES
    ("position", "H", "<u2"),
    ("kind", "B", "u1"),  # in KINDS, else OTHER
    ("country", "H", "<u2"),
    ("name", "Q", "<u8"),
    ("party", "Q", "<u8"),
)
decode_claim = msgspec.json.Decoder(Claim).decode

Layout = tuple[tuple[str, str, str], ...]


def _writer(layout: Layout) -> struct.Struct:
    return struct.Struct("<" + "".join(code for _, code, _ in layout))


WRITE_CLAIM, WRITE_EVENT, WRITE_ITEM, WRITE_ROLE = map(_writer, (CLAIM, EVENT, ITEM, ROLE))


@dataclass(frozen=True, slots=True)
class Packed:
    """The rows of one article, and every word that they stand for."""

    claims: bytes
    events: bytes
    items: bytes
    roles: bytes
    words: str  # one a line


@lru_cache(maxsize=50_000)
def token(words: str) -> int:
    """What stands for words in a row; 0 for none."""
    return int.from_bytes(blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") if words else 0


@lru_cache(maxsize=512)
def country(code: str) -> int:
    """Two letters as a number; 0 for none."""
    return int.from_bytes(code.encode("ascii", "replace")[:2], "big")


def digits(ident: str) -> tuple[int, int]:
    """An id as two numbers; see claim.make_id."""
    tail = ident[-20:]
    return int(tail[:16], 16), int(tail[16:], 16)


def ordinal(day: str) -> int:
    """An ISO day as a number; NO_DAY where there is none."""
    try:
        return date.fromisoformat(day).toordinal() if day else NO_DAY
    except ValueError:  # a year 0000 or the like
        return NO_DAY


class _Words(dict[str, None]):
    """Every word that was turned into a token."""

    def __call__(self, words: str) -> int:
        if words:
            self[words.replace("\n", " ")] = None
            return token(words.replace("\n", " "))
        return 0


def pack(rows: Iterable[tuple[int, Claim]]) -> Packed:
    """An article's claims, with their numbers, as rows in text order."""
    words = _Words()
    claims, events, items, roles = bytearray(), bytearray(), bytearray(), bytearray()
    ordered = sorted(rows, key=lambda row: (row[1].content.start, row[1].id[-20:]))
    for place, (number, claim) in enumerate(ordered):
        claims += _claim_row(number, claim, words)
        roles += b"".join(_role_rows(place, 0, False, "through", claim.via, words))
        for n, main in enumerate(claim.events):
            for event, legs in matters.legs(claim, main):
                returned = event is not main
                events += _event_row(place, n, legs, main.presupposed, claim, event, words)
                for role, parties in (("agent", event.agent), ("recipient", event.recipient), ("place", event.place), ("via", event.via)):
                    roles += b"".join(_role_rows(place, n, returned, role, parties, words))
                for position, item in enumerate(event.items):
                    items += _item_row(place, n, returned, main.presupposed, position, claim, event, item, words)
    return Packed(bytes(claims), bytes(events), bytes(items), bytes(roles), "\n".join(words))


def _index(values: tuple[str, ...], value: str) -> int:
    return values.index(value) if value in values else OTHER


def _claim_row(number: int, claim: Claim, words: _Words) -> bytes:
    source = claim.source
    root = root_by_name(claim)
    speaking = NAMED if root else OUTLET if source.kind == "article" else UNNAMED
    return WRITE_CLAIM.pack(
        number, *digits(claim.id), *digits(claim.point), digits(claim.within)[0] if claim.within else 0,
        token(root.key if root else source.name.casefold()), token(matters.voice_key(claim)),
        words(source.name), words(source.role), token(source.party), words(claim.stance),
        claim.content.start, claim.content.end, float("nan") if claim.confidence is None else claim.confidence, country(source.country), speaking,
        _index(KINDS, source.kind), CERTAINTIES.index(claim.certainty), POLARITIES.index(claim.polarity), STATUSES.index(claim.status),
        bool(claim.events), claim.certainty == "uncommitted" or claim.stance in matters.DOUBTING,
    )  # fmt: skip


def _event_row(place: int, n: int, legs: matters.Legs, presupposed: bool, claim: Claim, event: Event, words: _Words) -> bytes:
    edtf = event.when.edtf if event.when else ""
    first, last = bounds(edtf) if edtf else ("", "")
    leg, pair, standing = legs
    return WRITE_EVENT.pack(
        place, n, standing == matters.RETURN, presupposed, CERTAINTIES.index(event.certainty or claim.certainty),
        matters.STANDINGS.index(standing), words(event.type), token(repr(leg)) if leg else 0, token(repr(pair)) if pair else 0,
        words(edtf), ordinal(first), ordinal(last),
    )  # fmt: skip


def _item_row(
    place: int, n: int, returned: bool, presupposed: bool, position: int, claim: Claim, event: Event, item: Item, words: _Words
) -> bytes:
    q = item.quantity
    counted = q is not None and (q.low is not None or q.high is not None)
    low, high = (_number(q.low), _number(q.high)) if q else (float("nan"), float("nan"))
    series = token(repr(matters.series_key(event, item, q))) if q and counted else 0
    figure = token(repr(matters.figure_key(claim, event, q))) if q and counted else 0
    day = _day(event.when.edtf if event.when and event.when.edtf else claim.article.published)
    return WRITE_ITEM.pack(
        place, n, returned, position, presupposed, counted, bool(q and q.approximate), CERTAINTIES.index(event.certainty or claim.certainty),
        day, low, high, country(item.country), words(item.name), words(item.kind), words(q.unit if q else ""), words(q.text if q else ""),
        series, figure,
    )  # fmt: skip


def _day(edtf: str) -> int:
    """The first day that a date may mean; of one open at that end, the last."""
    first, last = bounds(edtf) if edtf else ("", "")
    return ordinal(first) or ordinal(last)


def _number(value: float | None) -> float:
    return float("nan") if value is None else value


def _role_rows(place: int, n: int, returned: bool, role: str, parties: Iterable[Role | Source], words: _Words) -> Iterator[bytes]:
    for position, party in enumerate(parties):
        yield WRITE_ROLE.pack(
            place, n, returned, ROLES.index(role), position, _index(KINDS, party.kind), country(party.country),
            words(party.name or party.text), token(party.party),
        )  # fmt: skip


# In the ledger


def stamp(db: sqlite3.Connection) -> int:
    """The number of the last change."""
    last: int = db.execute("SELECT coalesce(max(stamp), 0) FROM changes").fetchone()[0]
    return last


def packed_anew(db: sqlite3.Connection, article: str) -> Packed:
    """An article's rows, made from its records."""
    rows = db.execute("SELECT number, record FROM claims WHERE article = ?", (article,)).fetchall()
    return pack((number, claim) for number, record in rows if (claim := _decoded(record)))


def _decoded(record: str) -> Claim | None:
    try:
        return decode_claim(record)
    except msgspec.DecodeError:  # tampered with: `sayso check` tells of it
        return None


def complete(db: sqlite3.Connection, since: int | None = None) -> None:
    """Make the rows that are missing: of the articles changed since, or of all."""
    there = f"SELECT 1 FROM columns c WHERE c.article = a.number AND c.format = {FORMAT}"
    where = "" if since is None else "a.number IN (SELECT CAST(ident AS INTEGER) FROM changes WHERE stamp > ?1 AND kind = 'article') AND"
    missing = db.execute(
        f"SELECT a.number, a.id FROM articles a WHERE {where} NOT EXISTS ({there})", () if since is None else (since,)
    ).fetchall()
    for number, article in missing:
        packed = packed_anew(db, article)
        values = (number, FORMAT, packed.claims, packed.events, packed.items, packed.roles, packed.words)
        db.execute("INSERT OR REPLACE INTO columns VALUES (?, ?, ?, ?, ?, ?, ?)", values)


def lacking(db: sqlite3.Connection) -> bool:
    """Whether any article is without its rows."""
    sql = f"SELECT EXISTS (SELECT 1 FROM articles WHERE number NOT IN (SELECT article FROM columns WHERE format = {FORMAT}))"
    return bool(db.execute(sql).fetchone()[0])
