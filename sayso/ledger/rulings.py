"""rule: the log of what persons decided, and how the ledger follows it.

A ruling is written to the log and applied in one transaction. Only the claims that it touches are taken out, rewritten and put back, so that
links and points are what a fresh reading with the same rulings would give. The log is only ever added to.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from sayso import rulings
from sayso.claim import Article, ArticleRef, Assessment, Claim, Party, Ruling, RulingKind
from sayso.errors import BadRequest, NotFound, Overtaken
from sayso.ledger.drafts import Drafts, decode_ruling
from sayso.ledger.partners import Partners, decode_claim
from sayso.ledger.points import Grouping
from sayso.rulings import Entry, Names, Naming, Orphan, Outcome, Suggestion, Verdict

if TYPE_CHECKING:
    from sayso.ledger.origins import Origin

encode = msgspec.json.encode

KINDS: tuple[RulingKind, ...] = ("accept", "reject", "fix", "split", "join", "same", "different", "part", "merge", "rate", "note")


UNRATED = {"letter": "F", "digit": "6"}  # the scale's own words for what nobody has judged
NO_ADDRESS = ("", "-")
EARLIEST = "SELECT number FROM claims INDEXED BY claims_point WHERE current = 1 AND point IN (SELECT value FROM json_each(?)) ORDER BY rank LIMIT ?"
LOOKED_AT = 1_000  # claims of one point that a suggestion rests on at most: what so many say is not confirmed by counting
AT_ONCE = 200  # articles rewritten at a time: more and memory grows with the story


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of rulings that were brought in."""

    new: int
    known: int
    orphans: tuple[Orphan, ...]


@dataclass(frozen=True, slots=True)
class Rewriting:
    """What rulings change in an article: claims that go, and claims that stand in their place."""

    article: str
    current: bool
    gone: tuple[int, ...]  # their numbers
    counting: tuple[tuple[int, Claim], ...]  # those of them that were not struck
    entries: tuple[Entry, ...]
    signed: tuple[tuple[int, Entry], ...]  # claims of which only the list of their rulings changes, by number: no likeness asks for that
    machine: tuple[Claim, ...]


class Rulings(Drafts):
    """What a ledger does with rulings: the part of Ledger that keeps the log and follows it."""

    _db: sqlite3.Connection
    _writing: Callable[..., AbstractContextManager[None]]
    _partners: Partners
    _write_claim: Callable[..., Any]
    grouping: Callable[[], Grouping]
    _admit: Callable[[list[tuple[int, Claim]]], None]
    _dismiss: Callable[[list[tuple[int, Claim]]], None]

    # Ruling

    def rule(
        self, kind: RulingKind, on: str | Sequence[str], *, who: str, why: str = "", when: str = "", seen: str | None = None, **change: Any
    ) -> Ruling:
        """Decide something, and have the ledger follow it at once.

        `on` are ids of claims, points, parties or (to rate and to note) the name of a source. `seen` is the id of the last ruling that was seen on
        them, "" for none: if there is another by now, this one is refused. What `change` may hold depends on the kind: for "fix" see
        fixes.Fix.change; "split" takes `pieces`, "merge" and "part" of names `name` (and for part `words`), "rate" a `mark`.
        """
        if kind not in KINDS:
            raise BadRequest(f"{kind!r} is no kind of ruling", f"choose one of {', '.join(KINDS)}; undo and redo take back")
        if not who.strip():
            raise BadRequest("a ruling without a name", "say who rules")
        subjects = [on] if isinstance(on, str) else list(on)
        with self._writing():
            drafted = self._draft(kind, subjects, change)
            return self._enter(drafted, who, why, when, seen)

    def undo(self, ruling_id: str, *, who: str, why: str = "", when: str = "", seen: str | None = None) -> Ruling:
        """Take back a ruling, or take back the taking back; both stay in the log."""
        with self._writing():
            target = self.ruling(ruling_id)
            if target.id in self._undone():
                raise BadRequest(f"{target.id} is undone already", "redo it, or undo another")
            return self._enter(Ruling("", "undo", (target.id,), "", "", article=target.article), who, why, when, seen)

    def redo(self, ruling_id: str, *, who: str, why: str = "", when: str = "") -> Ruling:
        """Let a ruling that was undone count again."""
        target = self.ruling(ruling_id)
        log = [r for r in self._log("kind = 'undo'") if target.id in r.on]
        gone = self._undone()
        standing = [r for r in log if r.id not in gone]
        if not standing:
            raise BadRequest(f"{target.id} is not undone", "there is nothing to redo")
        return self.undo(standing[-1].id, who=who, why=why, when=when)

    # Asking

    def ruling(self, ruling_id: str) -> Ruling:
        """The ruling with this id, or whose id begins so."""
        return decode_ruling(self._known("rulings", ruling_id, "record")[0])

    def rulings(self, on: str | None = None, *, kind: str | None = None, who: str | None = None, effective: bool = False) -> list[Ruling]:
        """The rulings in their order: on a claim, point, party or source, of one kind, of one person, or only those that are not undone."""
        log = self._history(on) if on else self._log()
        if effective:
            kept = {r.id for r in rulings.in_effect(log)}
            log = [r for r in log if r.id in kept]
        return [r for r in log if kind in (None, r.kind) and who in (None, r.who)]

    def machine(self, claim_id: str) -> Claim | None:
        """A claim as the machine had made it; None where a ruling made it."""
        root, record, touched = self._subject(claim_id)
        if not touched:
            return decode_claim(record)
        row = self._one("SELECT record FROM machine WHERE id = ?", (root,))
        return decode_claim(row[0]) if row else None

    def struck(self) -> Iterator[Claim]:
        """The claims of current articles that rulings have taken out: rejected, split or joined into others."""
        rows = self._all(
            "SELECT record FROM claims WHERE struck = 1 AND article IN (SELECT id FROM articles WHERE current = 1) ORDER BY rank"
        )
        return (decode_claim(record) for (record,) in rows)

    def orphans(self) -> list[Orphan]:
        """The rulings in effect that hold on to nothing in the current articles, and why."""
        found = []
        for ruling in rulings.in_effect(self._log()):
            why = self._orphaned(ruling)
            if why:
                found.append(Orphan(ruling.id, why))
        return found

    def assessments(self, on: str) -> list[Assessment]:
        """Every mark that persons gave a source or point and did not take back, the first one first."""
        subject = self._rated(on)
        return [
            Assessment(subject, r.change.mark, r.who, r.when, r.why, r.id)
            for r in rulings.in_effect(self._history(subject))
            if r.kind == "rate"
        ]

    def assessment(self, on: str) -> Assessment:
        """What a source or point is judged to be now; F or 6, cannot be judged, where nobody has."""
        given = self.assessments(on)
        subject = self._rated(on)
        return given[-1] if given else Assessment(subject, UNRATED["digit" if subject.startswith("point-") else "letter"])

    def has_marks(self) -> bool:
        """Whether anything has ever been rated."""
        return self._one("SELECT 1 FROM rulings WHERE kind = 'rate' LIMIT 1") is not None

    def suggestion(self, point: str) -> Suggestion:
        """Whether a person might call a point confirmed by other sources, and why; nothing is ever set by it."""
        ident = self._rated(point)
        claims = self.claims_about(ident, LOOKED_AT + 1)
        if len(claims) > LOOKED_AT:
            return Suggestion(ident, "", (f"more than {LOOKED_AT:,} claims are about it, too many to be weighed one against the other",))
        return rulings.suggest(ident, claims, self._origins_of(claims))

    def claims_about(self, point: str, most: int = -1) -> list[Claim]:
        """The current claims of a point, the earliest first; no more than so many if told."""
        cells = encode(self._cells_of(point)).decode()
        rows = self._all(f"SELECT record FROM claims WHERE number IN ({EARLIEST}) ORDER BY rank", (cells, most))
        return [decode_claim(record) for (record,) in rows]

    def _cells_of(self, point: str) -> list[str]:
        """The cells that stand together in a point, or in the point that a cell stands in."""
        known = self.grouping()
        members = known.members.get(known.points.get(point, point), ())
        return [member.cell for member in members] or [point]

    def _origins_of(self, claims: list[Claim]) -> dict[str, Origin]:
        from sayso.ledger.origins import origins, texts_of

        return origins(self._db, claims, texts_of(self._db, (claim.article.id for claim in claims)))

    def export_rulings(self, out: BinaryIO) -> int:
        """Write the whole log as JSON Lines, and say how many rulings it holds."""
        log = self._all("SELECT record FROM rulings ORDER BY number")
        for (record,) in log:
            out.write(record.encode() + b"\n")
        return len(log)

    def import_rulings(self, lines: Iterable[bytes]) -> Imported:
        """Bring in rulings that were exported: those that are here already change nothing."""
        new: list[Ruling] = []
        known = 0
        with self._writing():
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                ruling = _decoded(line, number)
                if self._db.execute("SELECT 1 FROM rulings WHERE id = ?", (ruling.id,)).fetchone():
                    known += 1
                    continue
                self._write(ruling, self._subjects(ruling))
                new.append(ruling)
            self._follow(new)
        mine = {ruling.id for ruling in new}
        return Imported(len(new), known, tuple(orphan for orphan in self.orphans() if orphan.ruling in mine))

    # The log

    def _log(self, where: str = "1", *values: object) -> list[Ruling]:
        rows = self._all(f"SELECT record FROM rulings WHERE {where} ORDER BY number", values)
        return [decode_ruling(record) for (record,) in rows]

    def _log_of(self, article: str, address: str) -> list[Ruling]:
        """The rulings on an article's claims and on those of its other versions."""
        if address in NO_ADDRESS:
            return self._log("article = ?", article)
        return self._log("article = ? OR address = ?", article, address)

    def _history(self, on: str) -> list[Ruling]:
        """All that was ruled on a thing, undoings among it."""
        if self._is_claim(on):
            return self._history_of_claim(on)
        if on.startswith("point-"):
            subjects = self._judged_cells(on) or [on]
        elif on.startswith(("party-", "article-")) or self._ruled_on(on):
            subjects = [on]
        else:
            subjects = [self._rated(on)]
        subjects += [party for subject in subjects for (party,) in self._all("SELECT party FROM names WHERE becomes = ?", (subject,))]
        marks = ", ".join("?" * len(subjects))
        return self._log(f"number IN (SELECT ruling FROM ruled WHERE subject IN ({marks}))", *subjects)

    def _judged_cells(self, point: str) -> list[str]:
        """Of the cells of a point, those that somebody ruled on: a mark stays with its claims, whichever cell gives the point its id."""
        known = {s for (s,) in self._all("SELECT DISTINCT subject FROM ruled WHERE subject >= 'point-' AND subject < 'point.'")}
        return sorted(known.intersection(self._cells_of(point))) if known else []

    def _ruled_on(self, subject: str) -> bool:
        return self._one("SELECT 1 FROM ruled WHERE subject = ? LIMIT 1", (subject,)) is not None

    def _history_of_claim(self, claim_id: str) -> list[Ruling]:
        """The rulings on a claim, on what it was in other versions of its article, and on the names in it."""
        direct = "number IN (SELECT ruling FROM ruled WHERE subject = ?)"
        try:
            root, record, _ = self._subject(claim_id)
        except NotFound:  # its article is gone, or the ruling that made it is undone
            if not self._ruled_on(claim_id):
                raise
            return self._log(direct, claim_id)
        claim = decode_claim(record)
        whole = self.article(claim.article.id)
        (address,) = self._one("SELECT address FROM articles WHERE id = ?", (whole.id,))
        found = {ruling.id: ruling for ruling in self._log(direct, root)}
        for ruling in self._log_of(whole.id, address):
            here = rulings.placed(ruling, whole) if ruling.claims else None
            carried = here is not None and any(snapshot.id == root for snapshot in here.claims)
            if carried or ruling.id in claim.rulings or not found.keys().isdisjoint(ruling.on):
                found[ruling.id] = ruling
        of_names = self._log("kind IN ('merge', 'part') AND id IN (SELECT value FROM json_each(?))", encode(claim.rulings).decode())
        found |= {ruling.id: ruling for ruling in of_names}
        return self._log("id IN (SELECT value FROM json_each(?))", encode(list(found)).decode())

    def _undone(self) -> set[str]:
        return rulings.undone(self._log("kind = 'undo'"))

    def _subjects(self, ruling: Ruling) -> tuple[str, ...]:
        if ruling.kind != "undo":
            return ruling.on
        rows = self._all("SELECT subject FROM ruled WHERE ruling = (SELECT number FROM rulings WHERE id = ?) ORDER BY subject", ruling.on)
        return tuple(subject for (subject,) in rows)

    def _enter(self, drafted: Ruling, who: str, why: str, when: str, seen: str | None) -> Ruling:
        """Sign a ruling, write it to the log and follow it; refused where another came in between."""
        subjects = self._subjects(drafted)
        last = self._last(subjects)
        if seen is not None and seen != (last.id if last else ""):
            by = f"{last.who} on {last.when}: {told(last)}" if last else "the last ruling seen is not one on this"
            raise Overtaken(f"somebody ruled meanwhile: {by}", "look at it again, then rule")
        when = when or datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        signed = replace(drafted, who=who.strip(), when=when, why=why.strip(), after=last.id if last else "")
        ruling = rulings.identified(decode_ruling(encode(signed)))
        self._write(ruling, subjects)
        self._follow([ruling])
        return ruling

    def _last(self, subjects: Iterable[str]) -> Ruling | None:
        """The last ruling on any of these things."""
        ids = encode([ruling.id for subject in subjects for ruling in self._history(subject)]).decode()
        found = self._log("id IN (SELECT value FROM json_each(?))", ids)
        return found[-1] if found else None

    def _write(self, ruling: Ruling, subjects: Iterable[str]) -> None:
        ref = ruling.article
        address = (ref.url or ref.path) if ref else ""
        cursor = self._db.execute("INSERT INTO rulings (address, record) VALUES (?, ?)", (address, encode(ruling).decode()))
        rows = [(subject, cursor.lastrowid) for subject in dict.fromkeys(subjects)]
        self._db.executemany("INSERT INTO ruled VALUES (?, ?)", rows)

    # Following

    def _follow(self, new: list[Ruling]) -> None:
        """Bring the ledger in line with rulings just written."""
        concerned = [self._target(ruling) for ruling in new]
        articles: dict[str, None] = {}
        of_names = [r for r in concerned if r.kind == "merge" or (r.kind == "part" and not r.claims)]
        if of_names:
            articles.update(dict.fromkeys(self._articles_of(of_names)))
            self._rewrite_names()
        for ruling in concerned:
            if ruling.claims and ruling.article:
                articles.update(dict.fromkeys(self._versions_of(ruling.article)))
        changed = self._rewrite_verdicts() if any(r.kind in ("same", "different", "part") for r in concerned) else []
        for some in batched(sorted(articles), AT_ONCE):
            self._carry_out([self._rewriting(article) for article in some])
        self._relink_cells(changed)

    def _target(self, ruling: Ruling) -> Ruling:
        """The ruling that an undoing, or an undoing of an undoing, comes down to."""
        while ruling.kind == "undo":
            found = self._log("id = ?", ruling.on[0])
            if not found:
                return ruling
            ruling = found[0]
        return ruling

    def _versions_of(self, ref: ArticleRef) -> list[str]:
        address = ref.url or ref.path
        rows = self._all("SELECT id FROM articles WHERE id = ?1 OR (address = ?2 AND address NOT IN ('', '-'))", (ref.id, address))
        return [ident for (ident,) in rows]

    def _articles_of(self, log: list[Ruling]) -> list[str]:
        """The articles that speak of the parties that rulings merge or part."""
        parties = {ident for r in log for ident in (*r.on, r.change.party.id if r.change.party else "")}
        parties |= {becomes for ident in parties for (becomes,) in self._all("SELECT becomes FROM names WHERE party = ?", (ident,))}
        found: set[str] = set()
        for party in parties:
            for sql in MENTIONING:
                found.update(ident for (ident,) in self._all(sql, (party,)))
        return sorted(found)

    def _rewriting(self, article: str) -> Rewriting:
        """What comes out otherwise when all rulings are applied to the machine's claims of an article."""
        whole = self.article(article)
        address, current = self._one("SELECT address, current FROM articles WHERE id = ?", (article,))
        rows = self._all("SELECT id, number, record, root, struck FROM claims WHERE article = ? ORDER BY rank", (article,))
        there = {ident: (number, record, root, bool(struck)) for ident, number, record, root, struck in rows}
        outcome = self._outcome(whole, address, self._machine_claims(article))
        wanted = {e.claim.id: (encode(e.claim).decode(), e.root if e.touched else None, e.struck) for e in outcome.entries}
        signed = {e.claim.id: e for e in outcome.entries if e.claim.id in there and _only_signed(e, *there[e.claim.id][1:])}
        gone = {ident: row for ident, row in there.items() if wanted.get(ident) != row[1:] and ident not in signed}
        return Rewriting(
            article,
            bool(current),
            tuple(number for number, _, _, _ in gone.values()),
            tuple((number, decode_claim(record)) for number, record, _, struck in gone.values() if not struck),
            tuple(entry for entry in outcome.entries if entry.claim.id in gone or entry.claim.id not in there),
            tuple((there[ident][0], entry) for ident, entry in signed.items()),
            outcome.machine,
        )

    def _carry_out(self, rewritings: list[Rewriting]) -> None:
        """Take out, rewrite and put back what comes out otherwise: together, so that neighbours are compared once."""
        counting = [one for r in rewritings for one in r.counting]
        self._db.executemany("UPDATE claims SET current = 0 WHERE number = ?", [(number,) for number, _ in counting])
        self._dismiss([one for r in rewritings if r.current for one in r.counting])
        self._db.executemany("DELETE FROM claims WHERE number = ?", [(number,) for r in rewritings for number in r.gone])
        admitted: list[tuple[int, Claim]] = []
        for r in rewritings:
            self._keep_machine(r.article, r.machine)
            self._db.executemany(
                "UPDATE claims SET record = ?, root = ? WHERE number = ?",
                [(encode(entry.claim).decode(), entry.root if entry.touched else None, number) for number, entry in r.signed],
            )
            for entry in r.entries:
                counts = r.current and not entry.struck
                root = entry.root if entry.touched else None
                number = self._write_claim(entry.claim, root=root, struck=entry.struck, current=counts)
                admitted += [(number, entry.claim)] if counts else []
        self._admit(admitted)

    def _keep_machine(self, article: str, claims: Iterable[Claim]) -> None:
        self._db.execute("DELETE FROM machine WHERE article = ?", (article,))
        self._db.executemany("INSERT INTO machine VALUES (?, ?, ?)", [(c.id, article, encode(c).decode()) for c in claims])

    def _ruled_claims(self, article: Article, address: str, claims: Iterable[Claim]) -> tuple[Entry, ...]:
        """What rulings make of the claims of an article that is being recorded; the machine's are kept beside them."""
        if not self._one("SELECT 1 FROM rulings LIMIT 1"):
            return tuple(Entry(claim.id, claim, claim) for claim in claims)
        outcome = self._outcome(article, address, claims)
        self._keep_machine(article.id, outcome.machine)
        return outcome.entries

    def _outcome(self, article: Article, address: str, claims: Iterable[Claim]) -> Outcome:
        return rulings.apply(self._log_of(article.id, address), article, claims, self._names())

    def _names(self) -> Names:
        merged: dict[str, Naming] = {}
        parted: dict[tuple[str, str], Naming] = {}
        for party, alias, *row, ruling in self._all("SELECT party, alias, becomes, name, kind, country, role, wikidata, ruling FROM names"):
            ident, name, kind, country, role, wikidata = row
            naming = Naming(Party(ident, name, kind, country, role, (), wikidata), ruling)
            if alias:
                parted[party, alias] = naming
            else:
                merged[party] = naming
        return Names(merged, parted)

    def _rewrite_names(self) -> None:
        known = rulings.names(self._log("kind IN ('merge', 'part', 'undo')"))
        self._db.execute("DELETE FROM names")
        named = [((party, ""), naming) for party, naming in known.merged.items()] + list(known.parted.items())
        for (party, alias), naming in named:
            p = naming.party
            self._db.execute(
                "INSERT INTO names VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (party, alias, p.id, p.name, p.kind, p.country, p.role, p.wikidata, naming.ruling),
            )

    def _rewrite_verdicts(self) -> list[Verdict]:
        """Bring the verdicts in line with the log; those that came or went."""
        wanted = set(rulings.verdicts(self._log("kind IN ('same', 'different', 'part', 'undo')")))
        there = {Verdict(*row) for row in self._all("SELECT one, other, verdict, ruling FROM verdicts")}
        gone, come = there - wanted, wanted - there
        self._db.executemany("DELETE FROM verdicts WHERE one = ? AND other = ?", [(v.one, v.other) for v in gone])
        self._db.executemany("INSERT INTO verdicts VALUES (?, ?, ?, ?)", [(v.one, v.other, v.verdict, v.ruling) for v in come])
        self._partners.forget_all()
        return sorted(gone | come, key=lambda v: (v.one, v.other, v.verdict))

    def _relink_cells(self, changed: Iterable[Verdict]) -> None:
        """Compare the claims of two cells anew that a verdict parts or no longer parts; placing those of the smaller one again is enough."""
        for one, other in sorted({(v.one, v.other) for v in changed if v.other}):
            sizes = {cell: self._one("SELECT count(*) FROM claims WHERE current = 1 AND point = ?", (cell,))[0] for cell in (one, other)}
            cell = min(sizes, key=lambda c: (sizes[c], c))
            rows = self._all("SELECT number, record FROM claims WHERE current = 1 AND point = ? ORDER BY rank", (cell,))
            claims = [(number, decode_claim(record)) for number, record in rows]
            self._partners.remove(claims)
            self._partners.add(claims)

    # Checking

    def _check_rulings(self) -> Iterator[str]:
        """Every way in which the ledger does not follow its rulings."""
        log = self._log()
        ids = {ruling.id for ruling in log}
        yield from (f"{r.id} takes back {r.on[0]}, which is not in the log" for r in log if r.kind == "undo" and r.on[0] not in ids)
        concerned = {ident for r in log if r.article for ident in self._versions_of(r.article)}
        concerned |= {
            article for (article,) in self._all("SELECT article FROM machine UNION SELECT article FROM claims WHERE root IS NOT NULL")
        }
        for article in sorted(concerned):
            whole = self.article(article)
            (address,) = self._one("SELECT address FROM articles WHERE id = ?", (article,))
            for ruling in log:
                if ruling.article and ruling.article.id == article and rulings.placed(ruling, whole) is None:
                    yield f"the words that {ruling.id} rests on do not stand in {article}"
            outcome = self._outcome(whole, address, self._machine_claims(article))
            wanted = {entry.claim.id: (encode(entry.claim).decode(), int(entry.struck)) for entry in outcome.entries}
            there = {ident: row for ident, *row in self._all("SELECT id, record, struck FROM claims WHERE article = ?", (article,))}
            for ident in sorted(wanted.keys() | there.keys()):
                if wanted.get(ident) != tuple(there.get(ident, ())):
                    yield f"{ident} in {article} is not what the rulings make of it"
        if self._names() != rulings.names(log):
            yield "the names of parties are not what the rulings make of them"
        verdicts = [Verdict(*row) for row in self._all("SELECT one, other, verdict, ruling FROM verdicts ORDER BY one, other")]
        if verdicts != rulings.verdicts(log):
            yield "what is joined and parted is not what the rulings say"

    # Orphans

    def _orphaned(self, ruling: Ruling) -> str:
        """Why a ruling holds on to nothing; "" if it does."""
        if ruling.claims and ruling.article:
            return self._orphaned_on_claims(ruling, ruling.article)
        if ruling.kind in ("same", "different"):
            lost = [c for c in ruling.on if not self._one("SELECT 1 FROM claims WHERE point = ? AND current = 1 LIMIT 1", (c,))]
            return f"no claim is about {', '.join(lost)} any more" if lost else ""
        if ruling.kind in ("merge", "part"):
            lost = [p for p in ruling.on if not self._one("SELECT 1 FROM mentions WHERE party = ? LIMIT 1", (p,))]
            return f"no article names {', '.join(lost)}" if lost else ""
        return ""

    def _orphaned_on_claims(self, ruling: Ruling, ref: ArticleRef) -> str:
        rows = self._all(
            "SELECT id, address FROM articles WHERE current = 1 AND (id = ? OR (address = ? AND address NOT IN ('', '-')))",
            (ref.id, ref.url or ref.path),
        )
        if not rows:
            return "its article is not in the ledger"
        if any(ident == ref.id for ident, _ in rows) and not any(claim.rulings for claim in ruling.claims):
            return ""  # the very text that it was ruled on, and claims that no other ruling made
        said = ""
        for ident, address in rows:
            outcome = self._outcome(self.article(ident), address, self._machine_claims(ident))
            if ruling.id in outcome.applied:
                return ""
            said = said or next((orphan.why for orphan in outcome.orphans if orphan.ruling == ruling.id), "")
        return said

    def _machine_claims(self, article: str) -> list[Claim]:
        """An article's claims as the machine made them."""
        records = self._all("SELECT record FROM claims WHERE article = ? AND root IS NULL", (article,))
        records += self._all("SELECT record FROM machine WHERE article = ?", (article,))
        return [decode_claim(record) for (record,) in records]


def _only_signed(entry: Entry, record: str, root: str | None, struck: bool) -> bool:
    """Whether of a claim that stands nothing changes but the list of its rulings."""
    if entry.struck != struck:
        return False
    there = decode_claim(record)
    if there == entry.claim:
        return root != (entry.root if entry.touched else None)
    return replace(there, rulings=entry.claim.rulings) == entry.claim


MENTIONING = (
    "SELECT article FROM mentions WHERE party = ?",
    "SELECT article FROM claims WHERE source_party = ?",
    "SELECT c.article FROM roles r JOIN claims c ON c.id = r.claim WHERE r.party = ?",
)


def batched(names: list[str], size: int) -> Iterator[list[str]]:
    """A list some at a time."""
    found = iter(names)
    while some := list(islice(found, size)):
        yield some


def told(ruling: Ruling) -> str:
    """A ruling in a few words."""
    said = {"undo": "took a ruling back", "rate": f"rated it {ruling.change.mark}"}.get(ruling.kind, ruling.kind)
    return f"{said} ({ruling.why})" if ruling.why else said


def _decoded(line: bytes, number: int) -> Ruling:
    try:
        return decode_ruling(line)
    except msgspec.DecodeError as error:
        raise BadRequest(
            f"line {number} is no ruling ({error})", "give a file that sayso rulings --export wrote; nothing was brought in"
        ) from error
