"""Promises of the ledger: what is read once is kept whole, in any order, and can be asked for."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from factory import Telling, make_reading, random_telling
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.claim import Gap, Reading, Refusal
from sayso.errors import BadLedger, BadRequest, LedgerBusy, NotFound
from sayso.ledger import Ledger, copies, partners, points, schema

OPENING = " ".join(f"The {n}th boat of the harbour at dawn carried word {n * 7} of it." for n in range(20))


@pytest.fixture
def ledger(tmp_path: Path):
    with Ledger(tmp_path / "a.db") as ledger:
        yield ledger


def exported(ledger: Ledger) -> dict[str, object]:
    """All that a ledger says to the outside."""
    return {
        "articles": list(ledger.articles(current=False)),
        "claims": list(ledger.claims(current=False)),
        "links": ledger.links(),
        "copies": ledger.copies(),
        "points": list(ledger.points()),
        "parties": ledger.parties(),
        "gaps": ledger.gaps(),
        "counts": ledger.counts(),
        "versions": ledger.versions(),
        "together": points.grouping(ledger._db),
    }


def fresh(path: Path, readings: list[Reading]) -> dict[str, object]:
    """What a new ledger says after these readings."""
    path.unlink(missing_ok=True)
    with Ledger(path) as ledger:
        for reading in readings:
            ledger.record(reading, reading.article.text.encode())
        assert ledger.check() == []
        return exported(ledger)


# Recording


def test_a_recorded_claim_comes_back_equal(ledger: Ledger) -> None:
    reading = make_reading(Telling(number=600), Telling("Ben Okoro", polarity="negative"))
    assert ledger.record(reading, b"raw") == "new"

    assert [replace(claim, point="") for claim in ledger.claims()] == list(reading.claims)


def test_the_raw_bytes_come_back_equal(ledger: Ledger) -> None:
    reading = make_reading(Telling())
    ledger.record(reading, b"\x00<html>\xff")

    assert ledger.raw(reading.article.id) == b"\x00<html>\xff"


def test_reading_the_same_again_changes_nothing(ledger: Ledger) -> None:
    reading = make_reading(Telling())
    ledger.record(reading, b"raw")
    before = exported(ledger)

    assert ledger.record(reading, b"raw") == "known"
    assert exported(ledger) == before


def test_an_edited_article_becomes_a_new_version_beside_the_old_one(ledger: Ledger) -> None:
    old = make_reading(Telling(number=600), path="report.txt")
    new = make_reading(Telling(number=900), path="report.txt")
    ledger.record(old)

    assert ledger.record(new) == "version"
    assert [a.id for a in ledger.articles()] == [new.article.id]
    assert {a.id for a in ledger.articles(current=False)} == {old.article.id, new.article.id}
    assert [claim.article.id for claim in ledger.claims()] == [new.article.id]
    assert [claim.article.id for claim in ledger.claims(article=old.article.id)] == [old.article.id]
    assert [(v.article, v.by, v.address) for v in ledger.versions()] == [(old.article.id, new.article.id, "report.txt")]


def test_of_two_versions_the_one_published_last_is_current_whichever_was_read_first(ledger: Ledger) -> None:
    new = make_reading(Telling(number=900), path="report.txt", published="2024-11-02")
    old = make_reading(Telling(number=600), path="report.txt", published="2024-10-18")
    ledger.record(new)

    assert ledger.record(old) == "version"
    assert [a.id for a in ledger.articles()] == [new.article.id]


def test_forgetting_the_newest_version_makes_the_one_before_current(ledger: Ledger) -> None:
    old, new = make_reading(Telling(number=600), path="report.txt"), make_reading(Telling(number=900), path="report.txt")
    ledger.record(old)
    before = exported(ledger)
    ledger.record(new)
    ledger.forget(new.article.id)

    assert exported(ledger) == before


def test_an_old_version_is_linked_with_nothing(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling("Ben Okoro", number=600), published="2024-10-01"))
    ledger.record(make_reading(Telling(number=600), path="report.txt"))
    assert len(ledger.links()) == 1
    ledger.record(make_reading(Telling(number=600, type="strike"), path="report.txt"))

    assert ledger.links() == []
    assert ledger.check() == []


def test_articles_from_standard_input_are_no_versions_of_each_other(ledger: Ledger) -> None:
    for number in (1, 2):
        ledger.record(make_reading(Telling(number=number), path="-"))

    assert ledger.counts()["articles"] == 2


def test_another_engine_replaces_the_claims_of_an_article(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(), engine="rules 1"))

    assert ledger.record(make_reading(Telling(), engine="rules 2")) == "again"
    assert [claim.engine for claim in ledger.claims()] == ["rules 2"]
    assert ledger.check() == []


def test_the_ledger_knows_what_an_engine_has_read_already(ledger: Ledger) -> None:
    reading = make_reading(Telling(), engine="rules 1", path="a.txt")
    ledger.record(reading)

    assert ledger.knows(reading.article.id, "rules 1")
    assert ledger.knows(reading.article, "rules 1")
    assert not ledger.knows(reading.article, "rules 2")
    assert not ledger.knows(replace(reading.article, path="b.txt"), "rules 1")


def test_an_article_without_claims_is_known_by_the_engine_given(ledger: Ledger) -> None:
    reading = make_reading(opening="Nothing was said today.")
    ledger.record(reading, engine="rules 1")

    assert ledger.knows(reading.article, "rules 1")


def test_one_text_at_two_paths_is_one_article_whichever_was_read_first(tmp_path: Path) -> None:
    here, there = make_reading(Telling(), path="a.txt"), make_reading(Telling(), path="b.txt")

    assert fresh(tmp_path / "1.db", [here, there]) == fresh(tmp_path / "2.db", [there, here])


def test_gaps_are_kept_with_their_article(ledger: Ledger) -> None:
    reading = make_reading(Telling())
    gap = Gap("cue", reading.article.text[:9], (0, 9), "no claim came of it")
    ledger.record(replace(reading, gaps=(gap, Gap("language", "la"))))

    assert ledger.gaps(reading.article.id) == [(reading.article.id, gap), (reading.article.id, Gap("language", "la"))]


def test_what_could_not_be_read_is_remembered_until_it_can(ledger: Ledger) -> None:
    refusal = Refusal("a.txt", "it is empty", "write something")
    ledger.refuse(refusal)
    ledger.refuse(refusal)
    assert ledger.refusals() == [refusal]
    ledger.record(make_reading(Telling(), path="a.txt"))

    assert ledger.refusals() == []


def test_forgetting_an_article_keeps_no_trace_of_it(tmp_path: Path) -> None:
    kept, gone = make_reading(Telling(number=600)), make_reading(Telling("Ben Okoro", number=900), published="2024-11-02")
    with Ledger(tmp_path / "a.db") as ledger:
        for reading in (kept, gone):
            ledger.record(reading, reading.article.text.encode())
        ledger.forget(gone.article.id)

        assert exported(ledger) == fresh(tmp_path / "b.db", [kept])
        assert ledger.check() == []
    db = sqlite3.connect(tmp_path / "a.db")
    assert db.execute("SELECT count(*) FROM raws").fetchone() == (1,)


# Order


@st.composite
def collections_of_readings(draw: st.DrawFn) -> list[Reading]:
    """A few articles on a few states, with copies, undated ones and ones of the same day among them."""
    random = Random(draw(st.integers(0, 10**6)))
    found = []
    for number in range(draw(st.integers(1, 9))):
        told = [random_telling(random, story=random.random() < 0.7) for _ in range(random.randint(0, 5))]
        published = random.choice(["2024-10", "2024-10-18", "2024-10-18", "2024-11-02", "2024-12-09", ""])
        opening = random.choice(["", "Some words first.", OPENING])
        agency = random.choice(["", "Example Wire"])
        found.append(
            make_reading(*told, published=published, path=f"{number}.txt", publisher=f"Outlet {number % 4}", opening=opening, agency=agency)
        )
    return found


ORDERLY = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("crowded", [2, 32])
@ORDERLY
@given(readings=collections_of_readings(), seed=st.integers(0, 1000))
def test_any_order_of_reading_gives_the_same_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, crowded: int, readings: list[Reading], seed: int
) -> None:
    monkeypatch.setattr(partners, "CROWDED", crowded)
    monkeypatch.setattr(copies, "CROWDED", crowded)
    monkeypatch.setattr(points, "CROWDED", min(crowded, points.CROWDED))
    shuffled = list(readings)
    Random(seed).shuffle(shuffled)

    assert fresh(tmp_path / "1.db", readings) == fresh(tmp_path / "2.db", shuffled)


@pytest.mark.parametrize("crowded", [2, 32])
@ORDERLY
@given(readings=collections_of_readings(), seed=st.integers(0, 1000))
def test_forgetting_leaves_what_reading_the_others_alone_would_give(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, crowded: int, readings: list[Reading], seed: int
) -> None:
    monkeypatch.setattr(partners, "CROWDED", crowded)
    monkeypatch.setattr(copies, "CROWDED", crowded)
    monkeypatch.setattr(points, "CROWDED", min(crowded, points.CROWDED))
    readings = list({r.article.id: r for r in readings}.values())
    gone = Random(seed).sample(readings, len(readings) // 2)
    (tmp_path / "1.db").unlink(missing_ok=True)
    with Ledger(tmp_path / "1.db") as ledger:
        for reading in readings:
            ledger.record(reading, reading.article.text.encode())
        for reading in gone:
            ledger.forget(reading.article.id)
        assert ledger.check() == []

        assert exported(ledger) == fresh(tmp_path / "2.db", [r for r in readings if r not in gone])


# Asking


@pytest.fixture
def asked(ledger: Ledger) -> Ledger:
    ledger.record(make_reading(Telling("Ana Ruiz", number=600), published="2024-10-18"))
    ledger.record(
        make_reading(
            Telling("Ben Okoro", speaker_country="KE", polarity="negative", certainty="probable"),
            Telling(
                "Carla Lund", stance="warns", status="planned", type="strike", agent=("Peru", "PE"), recipient=("Chile", "CL"), item=None
            ),
            published="2024-11",
        )
    )
    ledger.record(make_reading(Telling("Dan Mensah", type="train", agent=("Mali", "ML"), item=("jets", "fighter aircraft")), published=""))
    return ledger


@pytest.mark.parametrize(
    ("filters", "speakers"),
    [
        ({}, ["Ana Ruiz", "Ben Okoro", "Carla Lund", "Dan Mensah"]),
        ({"source": "okoro"}, ["Ben Okoro"]),
        ({"source": "Kenya"}, ["Ben Okoro"]),
        ({"about": "haiti"}, ["Ana Ruiz", "Ben Okoro", "Dan Mensah"]),
        ({"about": "fighter aircraft"}, ["Dan Mensah"]),
        ({"type": "strike"}, ["Carla Lund"]),
        ({"certainty": "probable"}, ["Ben Okoro"]),
        ({"status": "planned"}, ["Carla Lund"]),
        ({"polarity": "negative"}, ["Ben Okoro"]),
        ({"stance": "warns"}, ["Carla Lund"]),
        ({"since": "2024-10-19"}, ["Ben Okoro", "Carla Lund"]),
        ({"until": "2024-10"}, ["Ana Ruiz"]),
        ({"since": "2024-11-20", "until": "2024-12"}, ["Ben Okoro", "Carla Lund"]),
        ({"disputed": True}, ["Ana Ruiz", "Ben Okoro"]),
        ({"text": "kenya soldiers"}, ["Ana Ruiz", "Ben Okoro"]),
        ({"text": '"600 soldiers"'}, ["Ana Ruiz"]),
        ({"text": 'AND ("* NEAR'}, []),
        ({"limit": 1}, ["Ana Ruiz"]),
    ],
)
def test_claims_are_filtered(asked: Ledger, filters: dict[str, object], speakers: list[str]) -> None:
    assert [claim.source.name for claim in asked.claims(**filters)] == speakers  # type: ignore[arg-type]


def test_a_party_is_found_by_an_alias(ledger: Ledger) -> None:
    reading = make_reading(Telling("Ana Ruiz"))
    parties = tuple(replace(p, aliases=("the minister",)) for p in reading.parties if p.name == "Ana Ruiz")
    ledger.record(replace(reading, parties=parties))

    assert len(list(ledger.claims(source="The Minister"))) == 1


def test_the_beginning_of_an_id_is_enough(ledger: Ledger) -> None:
    reading = make_reading(Telling())
    ledger.record(reading)
    claim = next(ledger.claims())

    assert ledger.claim(claim.id[:14]) == claim
    assert ledger.claim(claim.id.split("-")[2][:6]) == claim
    assert ledger.article(reading.article.id[:16]).text == reading.article.text


def test_an_ambiguous_beginning_is_refused(asked: Ledger) -> None:
    with pytest.raises(BadRequest, match="more than one"):
        asked.claim("claim-1-")


def test_an_unknown_id_is_told_apart(ledger: Ledger) -> None:
    with pytest.raises(NotFound, match="claim-1-zz"):
        ledger.claim("claim-1-zz")


def test_a_filter_value_that_no_claim_can_have_is_refused(ledger: Ledger) -> None:
    with pytest.raises(BadRequest, match="choose one of certain, probable"):
        list(ledger.claims(certainty="sure"))


def test_a_filter_date_that_is_none_is_refused(ledger: Ledger) -> None:
    with pytest.raises(BadRequest, match="not a date"):
        list(ledger.claims(since="yesterday"))


def test_parties_gather_the_aliases_of_all_articles(ledger: Ledger) -> None:
    for alias, path in (("the minister", "a.txt"), ("Ms Ruiz", "b.txt")):
        reading = make_reading(Telling("Ana Ruiz"), opening=alias, path=path)
        ledger.record(replace(reading, parties=tuple(replace(p, aliases=(alias,)) for p in reading.parties if p.name == "Ana Ruiz")))

    assert [(p.name, p.aliases) for p in ledger.parties()] == [("Ana Ruiz", ("Ms Ruiz", "the minister"))]


# Copies, origins, points


def test_a_copied_text_is_recorded_with_its_original(ledger: Ledger) -> None:
    wire = make_reading(Telling(), opening=OPENING, published="2024-10-18", publisher="Example Wire")
    copy = make_reading(Telling(), opening="Another headline. " + OPENING, published="2024-10-19", publisher="Example Daily")
    other = make_reading(Telling("Ben Okoro"), published="2024-10-17", publisher="Example Post")
    for reading in (copy, other, wire):
        ledger.record(reading)

    assert [(c.article, c.of) for c in ledger.copies()] == [(copy.article.id, wire.article.id)]
    assert [link.kind for link in ledger.links(kind="copies")] == ["copies"]


def test_of_two_copies_of_one_day_the_one_with_the_agency_tag_is_the_original(ledger: Ledger) -> None:
    tagged = make_reading(Telling(), opening=OPENING, agency="Example Wire", publisher="Z")
    plain = make_reading(Telling(), opening=OPENING, publisher="A")
    for reading in (plain, tagged):
        ledger.record(reading)

    assert [(c.article, c.of) for c in ledger.copies()] == [(plain.article.id, tagged.article.id)]


def test_a_point_counts_origins_and_not_outlets(ledger: Ledger) -> None:
    unnamed = Telling("officials", "unnamed", "")
    ledger.record(make_reading(unnamed, opening=OPENING, publisher="Example Wire", published="2024-10-18"))
    ledger.record(make_reading(unnamed, opening="New headline. " + OPENING, publisher="Example Daily", published="2024-10-19"))
    ledger.record(make_reading(Telling("Ana Ruiz"), publisher="Example Post"))
    ledger.record(make_reading(Telling("Ana Ruiz"), publisher="Example News"))

    assert [(len(p.claims), p.origins, p.outlets, p.disputed) for p in ledger.points()] == [(4, 2, 4, False)]


def test_who_denies_a_point_or_leaves_it_open_is_no_origin_of_it(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling("Ana Ruiz"), publisher="Example Post"))
    ledger.record(make_reading(Telling("Ben Okoro", stance="denies", polarity="negative"), publisher="Example News"))
    ledger.record(make_reading(Telling("Eva Lund", stance="cannot confirm", certainty="uncommitted"), publisher="Example Daily"))

    assert [(len(p.claims), p.origins) for p in ledger.points()] == [(3, 1)]


# Damage, strangers, rights


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear all,\n" * 200)

    with pytest.raises(BadLedger, match="not an SQLite file"):
        Ledger(path)
    assert path.read_text() == "Dear all,\n" * 200
    assert sorted(p.name for p in tmp_path.iterdir()) == ["letter.txt"]


def test_another_program_s_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE claims (id)")
    db.commit()
    db.close()
    before = path.read_bytes()

    with pytest.raises(BadLedger, match="not a ledger"):
        Ledger(path)
    assert path.read_bytes() == before


def test_a_newer_ledger_is_refused_with_the_way_out(tmp_path: Path) -> None:
    Ledger(tmp_path / "a.db").close()
    db = sqlite3.connect(tmp_path / "a.db")
    db.execute("PRAGMA user_version = 99")
    db.close()

    with pytest.raises(BadLedger, match=r"newer version of sayso .* update sayso"):
        Ledger(tmp_path / "a.db")


def test_a_ledger_says_what_it_is_in_its_header(tmp_path: Path) -> None:
    Ledger(tmp_path / "a.db").close()
    head = (tmp_path / "a.db").read_bytes()[:100]

    assert head[68:72] == b"SAYS"
    assert int.from_bytes(head[60:64], "big") == len(schema.scripts())


def test_a_failing_migration_leaves_the_ledger_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Ledger(tmp_path / "a.db").close()
    scripts = schema.scripts()
    monkeypatch.setattr(schema, "scripts", lambda: [*scripts, "CREATE TABLE extra (id) STRICT;\nCREATE TABLE more (id TEXT) STRICT;"])
    with pytest.raises(BadLedger):
        Ledger(tmp_path / "a.db")
    monkeypatch.setattr(schema, "scripts", lambda: [*scripts, "CREATE TABLE extra (id TEXT) STRICT;"])

    with Ledger(tmp_path / "a.db") as ledger:
        assert ledger.check() == []


def test_who_is_named_in_a_ledger_of_the_former_schema_is_named_in_the_present_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = [("article-1-b", "party-1", "Ana Ruiz"), ("article-1-a", "party-2", "Soliana"), ("article-1-a", "party-1", "Ana Ruiz")]
    scripts = schema.scripts()
    with monkeypatch.context() as former:
        former.setattr(schema, "scripts", lambda: scripts[:7])
        db = schema.connect(tmp_path / "a.db", readonly=False)
        for ident in ("article-1-b", "article-1-a"):
            columns = (
                "id, title, publisher, published, earliest, latest, path, url, address, language, agency, engine, digest, text_sha256, text"
            )
            db.execute(f"INSERT INTO articles ({columns}) VALUES (?{', ?' * 14})", (ident, *[""] * 14))
        for article, party, name in named:
            db.execute("INSERT INTO mentions VALUES (?, ?, ?, 'person', '', '', '')", (article, party, name))
            db.execute("INSERT INTO aliases VALUES (?, ?, ?)", (article, party, name.upper()))
        db.close()

    db = schema.connect(tmp_path / "a.db", readonly=False)

    assert db.execute("SELECT article, party, name FROM mentions").fetchall() == [named[0], named[2], named[1]]
    assert db.execute("SELECT article, party, alias FROM aliases WHERE alias = 'Soliana'").fetchall() == [
        ("article-1-a", "party-2", "SOLIANA")
    ]
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    db.close()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadLedger, match=r"nowhere.*--ledger"):
        Ledger(tmp_path / "nowhere" / "a.db")


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(BadLedger, match="is a folder"):
        Ledger(tmp_path)


def test_there_is_nothing_to_ask_where_there_is_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(BadLedger, match="no ledger at"):
        Ledger(tmp_path / "a.db", readonly=True)
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_opened_for_asking_only_cannot_be_written(tmp_path: Path) -> None:
    Ledger(tmp_path / "a.db").close()

    with Ledger(tmp_path / "a.db", readonly=True) as ledger, pytest.raises(BadLedger, match="cannot be written"):
        ledger.record(make_reading(Telling()))


@pytest.fixture
def locked_folder() -> Iterator[Path]:
    """A folder with a ledger in it that this process may read and not write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Ledger(folder / "a.db") as ledger:
            ledger.record(make_reading(Telling()))
        (folder / "a.db").chmod(0o444)
        folder.chmod(0o555)
        was_root = os.geteuid() == 0
        if was_root:  # who may write everywhere
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if was_root:
                os.seteuid(0)
            folder.chmod(0o755)


def test_a_new_ledger_in_a_folder_without_rights_is_refused_with_the_way_out(locked_folder: Path) -> None:
    with pytest.raises(BadLedger, match=r"b\.db cannot be opened; check .* you may write there"):
        Ledger(locked_folder / "b.db")


def test_a_ledger_without_rights_cannot_be_written(locked_folder: Path) -> None:
    with pytest.raises(BadLedger, match=r"cannot be (written|opened)"), Ledger(locked_folder / "a.db") as ledger:
        ledger.record(make_reading(Telling(number=2)))


def test_a_ledger_in_a_folder_without_rights_can_still_be_asked(locked_folder: Path) -> None:
    with Ledger(locked_folder / "a.db", readonly=True) as ledger:
        assert ledger.counts()["claims"] == 1
        assert ledger.check() == []


def test_a_full_disk_loses_nothing_already_recorded(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling()))
    before = exported(ledger)
    pages = ledger._db.execute("PRAGMA page_count").fetchone()[0]
    ledger._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(BadLedger, match=r"no space left.*make room"):
        ledger.record(make_reading(Telling(), opening="word " * 50_000))
    ledger._db.execute("PRAGMA max_page_count = 1000000")

    assert exported(ledger) == before
    assert ledger.check() == []


def test_a_damaged_file_is_said_to_be_so(tmp_path: Path) -> None:
    with Ledger(tmp_path / "a.db") as ledger:
        ledger.record(make_reading(Telling(), opening=OPENING))
    path = tmp_path / "a.db"
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + bytes(len(whole) - 4096))

    with pytest.raises(BadLedger, match="damaged"), Ledger(path) as ledger:
        list(ledger.claims())


# Several processes, sudden deaths


def test_waiting_too_long_for_another_process_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "WAIT_SECONDS", 0.05)
    with Ledger(tmp_path / "a.db") as ledger:
        other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(LedgerBusy, match="try again"):
            ledger.record(make_reading(Telling()))
        other.close()


WRITER = """
import sys
sys.path.insert(0, {tests!r})
from random import Random
from factory import make_reading, random_telling
from sayso.ledger import Ledger
start, number, step = map(int, sys.argv[2:])
with Ledger(sys.argv[1]) as ledger:
    for n in range(start, number, step):
        random = Random(n)
        reading = make_reading(*[random_telling(random, story=n % 2 == 0) for _ in range(6)], path=f"{{n}}.txt", published=f"2024-10-{{n % 28 + 1:02}}")
        ledger.record(reading, reading.article.text.encode())
        print(n, flush=True)
"""


def writer(path: Path, *numbers: int) -> subprocess.Popen[str]:
    script = WRITER.format(tests=str(Path(__file__).parent))
    return subprocess.Popen([sys.executable, "-c", script, str(path), *map(str, numbers)], stdout=subprocess.PIPE, text=True)


def test_two_processes_can_read_into_one_ledger_at_once(tmp_path: Path) -> None:
    for process in [writer(tmp_path / "a.db", 0, 30, 2), writer(tmp_path / "a.db", 1, 30, 2)]:
        process.communicate(timeout=60)
        assert process.returncode == 0
    alone = writer(tmp_path / "b.db", 0, 30, 1)
    alone.communicate(timeout=60)

    with Ledger(tmp_path / "a.db") as both, Ledger(tmp_path / "b.db") as one:
        assert both.check() == []
        assert exported(both) == exported(one)


def test_a_killed_process_leaves_a_whole_ledger_and_the_next_run_finishes(tmp_path: Path) -> None:
    process = writer(tmp_path / "a.db", 0, 10_000, 1)
    assert process.stdout
    for _ in range(5):
        process.stdout.readline()
    time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with Ledger(tmp_path / "a.db") as ledger:
        assert ledger.check() == []
        assert ledger.counts()["articles"] >= 5
    for path in (tmp_path / "a.db", tmp_path / "b.db"):
        writer(path, 0, 20, 1).communicate(timeout=60)

    with Ledger(tmp_path / "a.db") as ledger, Ledger(tmp_path / "b.db") as fresh_one:
        if ledger.counts()["articles"] == 20:
            assert exported(ledger) == exported(fresh_one)
        assert ledger.check() == []


# Checking itself


def tampered(path: Path, sql: str) -> list[str]:
    db = sqlite3.connect(path)
    db.execute(sql)
    db.commit()
    db.close()
    with Ledger(path) as ledger:
        return ledger.check()


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    with Ledger(tmp_path / "a.db") as ledger:
        ledger.record(make_reading(Telling(number=600, polarity="negative")), b"raw")
    return tmp_path / "a.db"


def test_check_is_silent_when_all_is_well(recorded: Path) -> None:
    with Ledger(recorded) as ledger:
        assert ledger.check() == []


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("UPDATE articles SET text = replace(text, 'Kenya', 'Ghana')", "is not the one that was read"),
        ("UPDATE claims SET record = json_set(record, '$.source.text', 'Eva')", "source, 'Eva', do not stand"),
        ("UPDATE claims SET record = json_set(record, '$.cue.span[0]', 2)", "cue"),
        ("UPDATE claims SET record = json_set(record, '$.content.text', 'Kenya did')", "content"),
        ("UPDATE claims SET record = json_set(record, '$.because[0].text', 'never')", "polarity, 'never'"),
        ("UPDATE claims SET record = json_set(record, '$.events[0].agent[0].span[1]', 9999)", "agent"),
        ("UPDATE claims SET record = json_set(record, '$.events[0].trigger.text', 'x')", "trigger"),
        ("UPDATE claims SET record = json_set(record, '$.events[0].items[0].quantity.text', '700')", "quantity, '700'"),
        ("UPDATE claims SET record = json_set(record, '$.stance', 7)", "cannot be read"),
        ("UPDATE raws SET bytes = x'00'", "can no longer be unpacked"),
        ("UPDATE raws SET size = 7", "not those that were read"),
        ("UPDATE claims SET about = 'Norway'", "search index claims_fts"),
        ("INSERT INTO links VALUES ('claim-1-x', 'claim-1-y', 'same', '', '[]')", "points at a row"),
    ],
)
def test_check_finds_what_was_tampered_with(recorded: Path, sql: str, fault: str) -> None:
    faults = tampered(recorded, sql)

    assert any(fault in sentence for sentence in faults), faults


# The page about it


def documented(heading: str) -> dict[str, list[str]]:
    """The columns that docs/ledger.md tells of, by table or view."""
    page = (Path(__file__).parent.parent / "docs" / "ledger.md").read_text()
    part = page.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    sections = [section.split("\n") for section in part.split("\n### ")[1:]]
    return {lines[0].strip(): [line.split("`")[1] for line in lines if line.startswith("| `")] for lines in sections}


@pytest.mark.parametrize(("heading", "kind"), [("Tables", "table"), ("Views", "view")])
def test_every_table_view_and_column_is_documented_and_nothing_else(tmp_path: Path, heading: str, kind: str) -> None:
    Ledger(tmp_path / "a.db").close()
    db = sqlite3.connect(tmp_path / "a.db")
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = ? AND name NOT LIKE 'sqlite_%'", (kind,))]
    names = [name for name in names if "_fts_" not in name]  # what FTS5 keeps for itself
    columns = {name: [row[1] for row in db.execute(f"PRAGMA table_xinfo({name})")] for name in names}
    columns = {name: [c for c in found if c not in (name, "rank") or not name.endswith("_fts")] for name, found in columns.items()}

    assert documented(heading) == columns


def test_the_example_query_of_the_page_runs(recorded: Path) -> None:
    page = (Path(__file__).parent.parent / "docs" / "ledger.md").read_text()
    sql = page.split('sqlite3 sayso.db "')[1].split('"')[0]

    assert sqlite3.connect(recorded).execute(sql).fetchall() == [("2024-10-18", "Kenya", "Haiti", "600 soldiers", "Ana Ruiz", "actual")]
