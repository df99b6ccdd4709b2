"""draft: what a person rules, checked against the ledger before it is signed: the things it is about, and the words it gives."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec

from sayso import rulings
from sayso.claim import Article, Change, Claim, Party, Ruling, RulingKind
from sayso.errors import BadRequest, NotFound
from sayso.ledger.fixes import Fix, named_party
from sayso.ledger.partners import decode_claim

BEGINNING = re.compile("[0-9a-f]{4,20}")  # of a claim's id, without what all ids begin with
decode_ruling = msgspec.json.Decoder(Ruling).decode


class Drafts:
    """The part of Ledger that understands what a ruling is about."""

    _all: Callable[..., list[Any]]
    _one: Callable[..., Any]
    _known: Callable[[str, str, str], Any]
    _log: Callable[..., list[Ruling]]
    article: Callable[[str], Article]

    def _draft(self, kind: RulingKind, on: list[str], given: dict[str, Any]) -> Ruling:
        """A ruling without a name or date, its words checked against the article."""
        if not on:
            raise BadRequest("a ruling about nothing", "name what it is about")
        if kind == "rate":
            return self._draft_rating(on, given)
        if kind in ("same", "different"):
            return self._draft_verdict(kind, on, given)
        if kind == "merge" or (kind == "part" and not self._is_claim(on[0])):
            return self._draft_names(kind, on, given)
        if kind == "note" and not self._is_claim(on[0]):
            _nothing_more(given)
            return Ruling("", kind, (self._noted(on[0]),), "", "")
        return self._draft_on_claims(kind, on, given)

    def _draft_on_claims(self, kind: RulingKind, on: list[str], given: dict[str, Any]) -> Ruling:
        found = [self._standing(ident) for ident in dict.fromkeys(on)]
        article = self.article(found[0][2].article.id)
        if any(claim.article.id != article.id for _, _, claim in found):
            raise BadRequest("these claims stand in different articles", "rule on each by itself")
        if (len(found) < 2) == (kind == "join"):
            raise BadRequest(f"{len(found)} claims to {kind}", "join takes two or more claims of one article, any other kind one")
        claim = found[0][2]
        fix = Fix(article, claim, self._called)
        change = Change()
        if kind == "fix":
            change = fix.change(**given)
        elif kind == "split":
            change = fix.pieces(given.pop("pieces", ()))
            _nothing_more(given)
        else:
            _nothing_more(given)
        if kind == "accept":
            change = Change(**{n: getattr(claim, n) for n in rulings.SHAPING}, without=() if claim.cue else ("cue",))
        snapshots = tuple(snapshot for _, snapshot, _ in found)
        wrong = rulings.misquoted(article, (change, snapshots))
        if wrong:
            raise BadRequest(
                f"the words {wrong!r} do not stand in {article.id} at the place given", "mark them again in the article as it is kept"
            )
        ref = claim.article
        roots = tuple(root for root, _, _ in found)
        return Ruling(
            "", kind, roots, "", "", change=change, article=ref, claims=snapshots, passage=rulings.passage(article, snapshots, change)
        )

    def _draft_verdict(self, kind: RulingKind, on: list[str], given: dict[str, Any]) -> Ruling:
        _nothing_more(given)
        cells = list(dict.fromkeys(self._cell(ident) for ident in on))
        if len(on) < 2:
            raise BadRequest(f"one thing cannot be {kind} by itself", "name two points or claims")
        if len(cells) < 2:
            remedy = "there is nothing to rule" if kind == "same" else "take a claim out of its point with part"
            raise BadRequest("these are one point by their frame and words", remedy)
        return Ruling("", kind, tuple(cells), "", "")

    def _draft_names(self, kind: RulingKind, on: list[str], given: dict[str, Any]) -> Ruling:
        parties = list({party.id: party for party in map(self._party, on)}.values())
        name = str(given.pop("name", "")).strip()
        if kind == "merge":
            _nothing_more(given)
            if len(parties) < 2 and not name:
                raise BadRequest("one party cannot be merged with itself", "name another, or the name that it is to go by")
            ids = tuple(party.id for party in parties)
            return Ruling("", kind, ids, "", "", change=Change(party=parties[0], words=name))
        words = str(given.pop("words", name)).strip()
        kind_of_party = str(given.pop("source_kind", parties[0].kind))
        _nothing_more(given)
        if not words:
            raise BadRequest("a party to part and no name to take from it", "say which of its names is somebody else")
        party = named_party(name or words, kind_of_party, parties[0].country)
        if party.id == parties[0].id:
            raise BadRequest(f"{name or words!r} is the name of that very party", "give the name that is somebody else's")
        return Ruling("", kind, (parties[0].id,), "", "", change=Change(party=party, words=words))

    def _draft_rating(self, on: list[str], given: dict[str, Any]) -> Ruling:
        mark = str(given.pop("mark", "")).upper()
        _nothing_more(given)
        subject = self._rated(on[0])
        allowed = rulings.DIGITS if subject.startswith("point-") else rulings.LETTERS
        if len(mark) != 1 or mark not in allowed:
            raise BadRequest(f"{mark!r} is no mark for {on[0]!r}", f"sources are rated {rulings.LETTERS[0]} to F, points 1 to 6")
        return Ruling("", "rate", (subject,), "", "", change=Change(mark=mark))

    # What a ruling is about

    def _is_claim(self, ident: str) -> bool:
        if ident.startswith("claim-"):
            return True
        if not BEGINNING.fullmatch(ident):
            return False
        return self._one("SELECT 1 FROM claims WHERE id >= ?1 AND id < ?1 || 'g' LIMIT 1", (f"claim-1-{ident}",)) is not None

    def _subject(self, claim_id: str) -> tuple[str, str, bool]:
        """The id under which rulings know a claim, its record, and whether a ruling touched it; found by what it was called before, too."""
        row = self._one("SELECT id, root, record FROM claims WHERE root = ?1 ORDER BY id <> ?1", (claim_id,))
        ident, root, record = row or self._known("claims", claim_id, "id, root, record")
        return root or ident, record, root is not None

    def _standing(self, claim_id: str) -> tuple[str, Claim, Claim]:
        """A claim's id for rulings, what is kept of it with one, and the claim as it stands."""
        root, record, touched = self._subject(claim_id)
        claim = decode_claim(record)
        if not touched:
            return root, claim, claim
        row = self._one("SELECT record FROM machine WHERE id = ?", (root,))
        if row:
            return root, decode_claim(row[0]), claim
        before = (c for r in self._log("article = ?", claim.article.id) for c in r.claims if c.id == root)
        return root, next(before, replace(claim, id=root)), claim

    def _cell(self, ident: str) -> str:
        if self._is_claim(ident):
            return decode_claim(self._subject(ident)[1]).point
        return str(self._known_point(ident))

    def _known_point(self, ident: str) -> str:
        if self._one("SELECT 1 FROM ruled WHERE subject = ?", (ident,)):
            return ident
        start = ident if "-" in ident else f"point-1-{ident}"
        rows = self._all("SELECT DISTINCT point FROM claims WHERE current = 1 AND point >= ? AND point < ? LIMIT 2", (start, start + "g"))
        if len(rows) == 1 or (rows and rows[0][0] == start):
            return str(rows[0][0])
        raise NotFound(
            f"no point has the id {ident!r}" if not rows else f"more than one point begins with {ident!r}",
            "sayso claims --json tells the point of each claim",
        )

    def _party(self, ident: str) -> Party:
        """A party by its id or its name."""
        found = [ident] if ident.startswith("party-") else self._parties_named(ident)
        if len(found) > 1:
            raise BadRequest(f"{len(found)} parties are called {ident!r}", "name one by its id: " + ", ".join(found))
        party = self._party_of(found[0]) if found else None
        if party is None:
            raise NotFound(f"no party is called {ident!r}", "give the name in full, or an id")
        return party

    def _parties_named(self, name: str) -> list[str]:
        """The ids of the parties of this name, as rulings have them."""
        rows = self._all(
            """SELECT coalesce(n.becomes, m.party) FROM (SELECT DISTINCT party FROM mentions WHERE name = ?1 COLLATE NOCASE) m
               LEFT JOIN names n ON n.party = m.party AND n.alias = ''
               UNION SELECT becomes FROM names WHERE name = ?1 COLLATE NOCASE ORDER BY 1""",
            (name,),
        )
        return [ident for (ident,) in rows]

    def _party_of(self, ident: str) -> Party | None:
        """The party of this id, or the one that it was merged into."""
        columns = "name, kind, country, role, wikidata"
        row = self._one(f"SELECT becomes, {columns} FROM names WHERE (party = ?1 AND alias = '') OR becomes = ?1 LIMIT 1", (ident,))
        row = row or self._one(
            "SELECT party, min(name), min(kind), max(country), max(role), max(wikidata) FROM mentions WHERE party = ? GROUP BY party",
            (ident,),
        )
        if row is None:
            return None
        ident, name, kind, country, role, wikidata = row
        return Party(ident, name, kind, country, role, (), wikidata)

    def _called(self, name: str) -> Party | None:
        """The one party of this name, else of this alias; None if there is none, or more than one."""
        found = self._parties_named(name) or [
            ident for (ident,) in self._all("SELECT DISTINCT party FROM aliases WHERE alias = ?", (name,))
        ]
        return self._party_of(found[0]) if len(found) == 1 else None

    def _rated(self, on: str) -> str:
        """What a rating is kept under: a point, a party, or who speaks where nobody is known."""
        if on.startswith("point-"):
            return self._known_point(on)
        if self._is_claim(on):
            return self._cell(on)
        if on.startswith("outlet "):
            return on
        if on.startswith("party-") or self._parties_named(on):
            return self._party(on).id
        rows = self._all(
            "SELECT DISTINCT speaker FROM claims WHERE source = ?1 OR speaker = ?1 OR speaker = 'outlet ' || lower(?1) ORDER BY 1", (on,)
        )
        if len(rows) == 1:
            return str(rows[0][0])
        if rows:
            raise BadRequest(
                f"{len(rows)} sources are called {on!r}", "only one that is named can be rated; a group differs from report to report"
            )
        raise NotFound(f"no source is called {on!r}", "give the name as sayso claims shows it")

    def _noted(self, on: str) -> str:
        if on.startswith("article-"):
            return str(self._known("articles", on, "id")[0])
        return self._rated(on)


def _nothing_more(given: dict[str, Any]) -> None:
    if given:
        raise BadRequest(f"this kind of ruling takes no {', '.join(sorted(given))}", "leave it out, or choose the kind fix")
