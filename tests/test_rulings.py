"""Promises of rulings: what a person decided wins, lasts, can be taken back, and is never erased."""

from __future__ import annotations

import io
import sqlite3
import tempfile
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner
from factory import Telling, make_reading, random_telling
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso import rulings
from sayso.claim import Article, Claim, Reading, Ruling, claim_id
from sayso.cli import main
from sayso.errors import BadRequest, NotFound, Overtaken
from sayso.ledger import Ledger, points

WHEN = "2024-12-10T09:00:00Z"


@pytest.fixture
def ledger(tmp_path: Path):
    with Ledger(tmp_path / "a.db") as ledger:
        yield ledger


def exported(ledger: Ledger) -> dict[str, object]:
    """All that a ledger says to the outside, the log of rulings aside."""
    return {
        "articles": list(ledger.articles(current=False)),
        "claims": list(ledger.claims(current=False)),
        "struck": list(ledger.struck()),
        "links": ledger.links(),
        "points": list(ledger.points()),
        "parties": ledger.parties(),
        "counts": ledger.counts(),
    }


def first(ledger: Ledger, **filters: Any) -> Claim:
    return next(ledger.claims(**filters))


def rule(ledger: Ledger, kind: Any, on: Any, **change: Any) -> Ruling:
    return ledger.rule(kind, on, **({"who": "Ines", "when": WHEN} | change))


# One ruling after the other


def test_a_rejected_claim_is_kept_and_listed_but_counts_nowhere(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(number=600)))
    ledger.record(make_reading(Telling("Ben Okoro", polarity="negative"), published="2024-10-20"))
    assert ledger.counts()["disputes"] == 1
    wrong = first(ledger)
    rule(ledger, "reject", wrong.id, why="a caption, not a claim")

    assert wrong.id not in {claim.id for claim in ledger.claims()}
    assert [claim.id for claim in ledger.struck()] == [wrong.id]
    assert ledger.claim(wrong.id).content == wrong.content
    assert (ledger.counts()["disputes"], ledger.counts()["claims"]) == (0, 1)
    assert ledger.check() == []


def test_a_fixed_field_wins_and_the_machine_s_own_record_stays_beside_it(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(certainty="certain")))
    before = first(ledger)
    ruling = rule(ledger, "fix", before.id, certainty="possible", stance="suggests")

    after = first(ledger)
    assert (after.certainty, after.stance, after.rulings) == ("possible", "suggests", (ruling.id,))
    assert ledger.machine(after.id) == before


def test_words_that_earned_a_field_do_not_stay_behind_when_the_field_is_fixed(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(polarity="negative")))
    assert first(ledger).because
    rule(ledger, "fix", first(ledger).id, polarity="positive")

    assert first(ledger).because == ()


def test_a_claim_with_another_span_is_found_by_its_new_id_and_by_the_machine_s(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(number=600)))
    before = first(ledger)
    rule(ledger, "fix", before.id, content="Kenya did deploy 600 soldiers")

    after = first(ledger)
    assert after.content.text == "Kenya did deploy 600 soldiers"
    assert after.id == claim_id(after.article.id, after.cue, after.content)
    assert ledger.claim(before.id) == ledger.claim(after.id) == after
    assert ledger.check() == []


def test_a_fix_whose_words_are_not_in_the_article_is_refused(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling()))

    with pytest.raises(BadRequest, match="'Kenya has sent' are not in the article"):
        rule(ledger, "fix", first(ledger).id, content="Kenya has sent")
    with pytest.raises(BadRequest, match="no words at 3:900"):
        rule(ledger, "fix", first(ledger).id, content=(3, 900))
    assert ledger.rulings() == []


def test_words_that_stand_twice_near_a_claim_need_their_place(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(agent=("Haiti", "HT"))))

    with pytest.raises(BadRequest, match="more than once"):
        rule(ledger, "fix", first(ledger).id, content="Haiti")


def test_of_words_that_stand_in_the_claim_and_elsewhere_those_in_the_claim_are_meant(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(), Telling("Ben Okoro")))
    second = list(ledger.claims())[1]
    rule(ledger, "fix", second.id, content="Kenya did deploy")

    assert [claim.content.start for claim in ledger.claims()] == [first(ledger).content.start, second.content.start]


def test_a_source_is_fixed_by_a_name_that_the_ledger_knows(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(), Telling("Ben Okoro", speaker_country="NG", type="strike")))
    rule(ledger, "fix", first(ledger).id, source="Ben Okoro")

    source = first(ledger).source
    assert (source.name, source.country, source.party) == (
        "Ben Okoro",
        "",
        ledger.claim(list(ledger.claims())[1].id).source.party,
    ) or source.country == "NG"
    assert source.text == "Ana Ruiz"


def test_a_source_that_nobody_knows_needs_its_kind(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling()))

    with pytest.raises(BadRequest, match="no party called 'Lea Holm' is known"):
        rule(ledger, "fix", first(ledger).id, source="Lea Holm")
    rule(ledger, "fix", first(ledger).id, source="Lea Holm", source_kind="person")
    assert first(ledger).source.name == "Lea Holm"


def test_an_event_is_fixed_role_by_role(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(type="deploy")))
    rule(ledger, "fix", first(ledger).id, event_type="train", recipient=[], agent=["Haiti"])

    event = first(ledger).events[0]
    assert (event.type, event.plover, [r.name for r in event.agent], event.recipient) == ("train", "COOPERATE", ["Haiti"], ())
    assert [claim.id for claim in ledger.claims(type="train")] == [first(ledger).id]
    assert list(ledger.claims(type="deploy")) == []


def test_a_claim_is_split_into_pieces_with_the_events_they_tell_of(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(number=600)))
    whole = first(ledger)
    rule(ledger, "split", whole.id, pieces=["Kenya did deploy", "600 soldiers to Haiti"])

    pieces = list(ledger.claims())
    assert [claim.content.text for claim in pieces] == ["Kenya did deploy", "600 soldiers to Haiti"]
    assert [len(claim.events) for claim in pieces] == [1, 0]
    assert [claim.id for claim in ledger.struck()] == [whole.id]
    assert ledger.check() == []


def test_two_claims_are_joined_into_one_with_all_their_words_and_events(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(number=600), Telling("Ben Okoro", type="strike")))
    both = [claim.id for claim in ledger.claims()]
    rule(ledger, "join", both)

    (joined,) = ledger.claims()
    assert joined.content.text == "Kenya did deploy 600 soldiers to Haiti Kenya did strike soldiers to Haiti"
    assert [event.type for event in joined.events] == ["deploy", "strike"]
    assert {claim.id for claim in ledger.struck()} == set(both)


def test_a_claim_taken_out_of_its_point_has_one_of_its_own(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(number=600)))
    ledger.record(make_reading(Telling("Ben Okoro", number=600), published="2024-10-20"))
    assert len(list(ledger.points())) == 1
    rule(ledger, "part", first(ledger).id)

    assert len(list(ledger.points())) == 2


def test_two_names_of_one_party_become_one(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling("Ana Ruiz")))
    ledger.record(make_reading(Telling("Anna Ruiz-Soto"), published="2024-10-20"))
    rule(ledger, "merge", ["Ana Ruiz", "Anna Ruiz-Soto"], why="the same minister")

    assert {claim.source.name for claim in ledger.claims()} == {"Ana Ruiz"}
    assert len({claim.source.party for claim in ledger.claims()}) == 1
    assert [(p.name, p.aliases) for p in ledger.parties() if p.kind == "person"] == [("Ana Ruiz", ("Ruiz", "Ruiz-Soto"))]
    assert len(list(ledger.claims(source="Anna Ruiz-Soto"))) == 2
    assert ledger.check() == []


def test_a_merger_holds_for_reports_that_come_later(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling("Ana Ruiz"), Telling("Anna Ruiz-Soto", type="strike")))
    rule(ledger, "merge", ["Ana Ruiz", "Anna Ruiz-Soto"])
    ledger.record(make_reading(Telling("Anna Ruiz-Soto", type="train"), published="2024-11-20"))

    assert {claim.source.name for claim in ledger.claims()} == {"Ana Ruiz"}


def test_a_name_is_parted_from_the_party_it_was_taken_for(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling("Ana Ruiz")))
    rule(ledger, "part", "Ana Ruiz", words="Ana Ruiz", name="Ana Ruiz Vega")

    assert first(ledger).source.name == "Ana Ruiz Vega"


def test_a_ruling_needs_a_name(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling()))

    with pytest.raises(BadRequest, match="without a name"):
        rule(ledger, "reject", first(ledger).id, who=" ")


def test_a_note_changes_nothing_but_the_history(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling()))
    before = exported(ledger)
    rule(ledger, "note", first(ledger).id, why="see the annex")

    assert exported(ledger) == before
    assert [r.why for r in ledger.rulings(first(ledger).id)] == ["see the annex"]


# Taking back


def test_undo_gives_exactly_what_was_before_and_redo_what_was_after(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(number=600), Telling("Ben Okoro", type="strike")))
    before = exported(ledger)
    ruling = rule(ledger, "fix", first(ledger).id, content="Kenya did deploy 600 soldiers")
    after = exported(ledger)
    ledger.undo(ruling.id, who="Ines")

    assert exported(ledger) == before
    ledger.redo(ruling.id, who="Ines")
    assert exported(ledger) == after
    assert [r.kind for r in ledger.rulings()] == ["fix", "undo", "undo"]


def test_an_older_ruling_can_be_undone_and_the_later_one_stays(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling()))
    older = rule(ledger, "fix", first(ledger).id, certainty="possible")
    rule(ledger, "fix", first(ledger).id, status="planned")
    ledger.undo(older.id, who="Ines")

    assert (first(ledger).certainty, first(ledger).status) == ("certain", "planned")


def test_a_ruling_is_undone_only_once(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling()))
    ruling = rule(ledger, "reject", first(ledger).id)
    ledger.undo(ruling.id, who="Ines")

    with pytest.raises(BadRequest, match="is undone already"):
        ledger.undo(ruling.id, who="Ines")


def test_a_ruling_on_a_piece_is_an_orphan_once_the_split_is_undone(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(number=600)))
    split = rule(ledger, "split", first(ledger).id, pieces=["Kenya did deploy", "600 soldiers to Haiti"])
    on_piece = rule(ledger, "fix", list(ledger.claims())[1].id, status="planned")
    ledger.undo(split.id, who="Ines")

    assert [(o.ruling, o.why) for o in ledger.orphans()] == [(on_piece.id, "the claim that it is about came of a ruling that is undone")]
    ledger.redo(split.id, who="Ines")
    assert ledger.orphans() == []
    assert [claim.status for claim in ledger.claims()] == ["actual", "planned"]


def test_no_ruling_can_be_erased_or_altered(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling()))
    rule(ledger, "reject", first(ledger).id)

    for sql in ("DELETE FROM rulings", "UPDATE rulings SET record = '{}'"):
        with sqlite3.connect(ledger.path) as db, pytest.raises(sqlite3.IntegrityError, match="a ruling is never"):
            db.execute(sql)


# What lasts


def test_a_rejected_claim_stays_out_when_another_engine_reads_the_article(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(number=600), engine="rules 1"))
    rule(ledger, "reject", first(ledger).id)
    ledger.record(make_reading(Telling(number=600), engine="rules 2"))

    assert list(ledger.claims()) == []
    assert [claim.engine for claim in ledger.struck()] == ["rules 2"]


def test_a_claim_that_a_person_fixed_stands_even_if_another_engine_does_not_find_it(ledger: Ledger) -> None:
    reading = make_reading(Telling(number=600), engine="rules 1")
    ledger.record(reading)
    rule(ledger, "fix", first(ledger).id, certainty="probable")
    blind = replace(reading, claims=())
    ledger.record(blind, engine="rules 2")

    assert [claim.certainty for claim in ledger.claims()] == ["probable"]
    assert ledger.check() == []


def test_an_accepted_claim_keeps_all_its_fields_whatever_another_engine_makes_of_it(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(number=600), engine="rules 1"))
    rule(ledger, "accept", first(ledger).id)
    other = make_reading(Telling(number=600), engine="rules 2")
    ledger.record(replace(other, claims=tuple(replace(c, certainty="possible", events=()) for c in other.claims)))

    assert (first(ledger).certainty, len(first(ledger).events)) == ("certain", 1)


def test_a_ruling_holds_in_an_edited_article_where_its_words_stand_further_on(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(number=600), path="report.txt"))
    rule(ledger, "fix", first(ledger).id, content="Kenya did deploy 600 soldiers", certainty="possible")
    ledger.record(make_reading(Telling(number=600), path="report.txt", opening="Corrected on Friday."))

    claim = first(ledger)
    assert (claim.content.text, claim.content.start, claim.certainty) == ("Kenya did deploy 600 soldiers", 41, "possible")
    assert ledger.orphans() == []
    assert [r.kind for r in ledger.rulings(claim.id)] == ["fix"]
    assert ledger.check() == []


def test_a_ruling_whose_words_were_edited_is_an_orphan_and_applied_to_nothing(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(number=600), path="report.txt"))
    ruling = rule(ledger, "reject", first(ledger).id)
    ledger.record(make_reading(Telling(number=900), path="report.txt"))

    assert len(list(ledger.claims())) == 1
    assert [o.ruling for o in ledger.orphans()] == [ruling.id]


def test_words_that_moved_and_stand_there_twice_are_not_taken_for_either(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(number=600), path="report.txt"))
    ruling = rule(ledger, "reject", first(ledger).id)
    ledger.record(make_reading(Telling(number=600), Telling(number=600), path="report.txt", opening="Twice."))

    assert len(list(ledger.claims())) == 2
    assert [o.ruling for o in ledger.orphans()] == [ruling.id]


def test_rulings_outlast_their_article(ledger: Ledger) -> None:
    reading = make_reading(Telling(number=600))
    ledger.record(reading)
    ruling = rule(ledger, "reject", first(ledger).id)
    ledger.forget(reading.article.id)
    assert [o.why for o in ledger.orphans()] == ["its article is not in the ledger"]
    ledger.record(reading)

    assert (list(ledger.claims()), ledger.orphans()) == ([], [])
    ledger.undo(ruling.id, who="Ines")
    assert len(list(ledger.claims())) == 1


@given(st.text("ab .", min_size=1, max_size=40), st.text("ab .", max_size=20), st.text("ab .", max_size=20))
def test_an_anchor_holds_words_of_their_own_or_nothing(text: str, before: str, behind: str) -> None:
    start, end = len(text) // 3, max(len(text) // 3 + 1, 2 * len(text) // 3)
    anchored = rulings.anchor(Article("a", text), start, end)
    edited = before + text + behind

    by = rulings.locate(anchored, edited)
    assert by is None or edited[start + by : end + by] == text[start:end]


# Two at once


def test_a_ruling_on_what_has_been_ruled_meanwhile_is_refused(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling()))
    claim = first(ledger)
    rule(ledger, "fix", claim.id, certainty="possible", who="Jon", why="a guess")

    with pytest.raises(Overtaken, match=r"somebody ruled meanwhile: Jon on 2024-12-10T09:00:00Z: fix \(a guess\)"):
        rule(ledger, "reject", claim.id, seen="")
    seen = ledger.rulings(claim.id)[-1].id
    assert rule(ledger, "reject", claim.id, seen=seen).after == seen


def test_two_who_rule_at_once_lose_nothing(ledger: Ledger) -> None:
    for number in range(12):
        ledger.record(make_reading(Telling(number=600 + number), published=f"2024-10-{number + 1:02}"))
    claims = [claim.id for claim in ledger.claims()]

    def work(who: str, mine: list[str]) -> None:
        with Ledger(ledger.path) as other:
            for ident in mine:
                rule(other, "fix", ident, certainty="possible", who=who)

    workers = [threading.Thread(target=work, args=(who, claims[n::2])) for n, who in enumerate(("Ines", "Jon"))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(ledger.rulings()) == 12
    assert {claim.certainty for claim in ledger.claims()} == {"possible"}
    assert ledger.check() == []


# Marks


def test_a_source_is_rated_f_and_a_point_6_until_somebody_judges(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling()))

    assert (ledger.assessment("Ana Ruiz").mark, ledger.assessment(first(ledger).point).mark) == ("F", "6")


def test_marks_have_a_history_with_who_when_and_why(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling()))
    rule(ledger, "rate", "Ana Ruiz", mark="C", why="twice wrong")
    again = rule(ledger, "rate", "Ana Ruiz", mark="B", who="Jon", when="2024-12-11T09:00:00Z")

    assert [(a.mark, a.who, a.why) for a in ledger.assessments("Ana Ruiz")] == [("C", "Ines", "twice wrong"), ("B", "Jon", "")]
    ledger.undo(again.id, who="Jon")
    assert ledger.assessment("Ana Ruiz").mark == "C"


@pytest.mark.parametrize(("on", "mark"), [("Ana Ruiz", "1"), ("Ana Ruiz", "G"), ("point", "A"), ("point", "7")])
def test_a_mark_of_the_other_scale_is_refused(ledger: Ledger, on: str, mark: str) -> None:
    ledger.record(make_reading(Telling()))

    with pytest.raises(BadRequest, match="is no mark"):
        rule(ledger, "rate", first(ledger).point if on == "point" else on, mark=mark)


def test_a_group_that_nobody_names_cannot_be_mistaken_for_a_source(ledger: Ledger) -> None:
    with pytest.raises(NotFound, match="no source is called"):
        rule(ledger, "rate", "analysts", mark="B")


def test_a_mark_on_a_point_stays_with_its_claims_when_an_earlier_one_gives_the_point_its_name(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(), published="2024-10-20"))
    later = first(ledger)
    rule(ledger, "rate", later.point, mark="2")
    ledger.record(make_reading(Telling("Ben Okoro", type="strike"), published="2024-10-02"))
    rule(ledger, "same", [later.id, first(ledger).id])
    cells = {decoded(ledger, claim.id) for claim in ledger.claims()}

    assert len(cells) == 2
    assert {ledger.assessment(cell).mark for cell in cells} == {"2"}


def test_what_very_many_say_is_not_weighed_but_said_to_be_too_many(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.ledger.rulings.LOOKED_AT", 1)
    ledger.record_all([(make_reading(Telling(name, number=600), path=f"{name}.txt"), b"") for name in ("Ana Ruiz", "Ben Okoro")])
    found = ledger.suggestion(first(ledger).point)

    assert (found.mark, found.reasons) == ("", ("more than 1 claims are about it, too many to be weighed one against the other",))


def test_two_independent_reports_let_the_ledger_suggest_and_set_nothing(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling("Ana Ruiz", speaker_country="CL"), publisher="Example Daily"))
    ledger.record(make_reading(Telling("Ben Okoro", speaker_country="NG"), publisher="Example Herald", published="2024-10-20"))
    found = ledger.suggestion(first(ledger).point)

    assert found.mark in ("", "1")
    assert found.reasons
    assert ledger.assessment(first(ledger).point).mark == "6"


# Out and in again


def test_exported_rulings_make_the_same_ledger_elsewhere_and_a_second_time_change_nothing(ledger: Ledger, tmp_path: Path) -> None:
    readings = [
        make_reading(Telling(number=600), Telling("Ben Okoro", type="strike")),
        make_reading(Telling("Eva Quist"), published="2024-11-01"),
    ]
    for reading in readings:
        ledger.record(reading)
    rule(ledger, "fix", first(ledger).id, content="Kenya did deploy 600 soldiers")
    undone = rule(ledger, "reject", list(ledger.claims())[1].id)
    ledger.undo(undone.id, who="Ines")
    rule(ledger, "merge", ["Ana Ruiz", "Eva Quist"])
    out = io.BytesIO()
    assert ledger.export_rulings(out) == 4

    with Ledger(tmp_path / "b.db") as other:
        other.record(readings[0])
        lines = out.getvalue().splitlines()
        assert other.import_rulings(lines).new == 4
        other.record(readings[1])
        assert other.import_rulings(lines).known == 4
        assert exported(other) == exported(ledger)
        assert other.rulings() == ledger.rulings()


def test_a_line_that_is_no_ruling_brings_in_nothing(ledger: Ledger) -> None:
    with pytest.raises(BadRequest, match="line 1 is no ruling"):
        ledger.import_rulings([b'{"kind": "reject"}'])
    assert ledger.rulings() == []


def test_a_ruling_tells_what_an_engine_still_gets_wrong(ledger: Ledger) -> None:
    reading = make_reading(Telling(number=600), Telling("Ben Okoro", type="strike"))
    ledger.record(reading)
    one, two = ledger.claims()
    fix = rule(ledger, "fix", one.id, certainty="possible")
    reject = rule(ledger, "reject", two.id)

    better = [replace(one, certainty="possible")]
    assert rulings.disagreement(fix, reading.article, reading.claims) == "differs in certainty"
    assert rulings.disagreement(reject, reading.article, reading.claims) == "it is still found"
    assert rulings.disagreement(fix, reading.article, better) == ""
    assert rulings.disagreement(reject, reading.article, better) == ""
    assert rulings.disagreement(fix, reading.article, []) == "it is not found"


# Whatever the order


def draw_ruling(random: Random, ledger: Ledger) -> None:
    """Rule something at random on a claim at random."""
    claims = list(ledger.claims())
    done = ledger.rulings(effective=True)
    if done and random.random() < 0.25:
        ledger.undo(random.choice(done).id, who="Ines", when=WHEN)
        return
    if not claims:
        return
    claim = random.choice(claims)
    words = claim.content.text
    kind = random.choice(["accept", "reject", "fix", "fix", "content", "split", "part", "merge", "join", "same", "different"])
    start = claim.content.start
    if kind == "content":
        rule(ledger, "fix", claim.id, content=(start, start + len(words.rsplit(" ", 1)[0])))
    elif kind == "fix":
        rule(ledger, "fix", claim.id, certainty=random.choice(["possible", "probable"]), polarity=random.choice(["positive", "negative"]))
    elif kind == "split" and len(claim.content.spans) == 1 and words.count(" ") > 2:
        at = start + words.index(" ", 6)
        rule(ledger, "split", claim.id, pieces=[(start, at), (at + 1, claim.content.end)])
    elif kind == "join":
        others = [c for c in ledger.claims(article=claim.article.id) if c.id != claim.id]
        if others:
            rule(ledger, "join", [claim.id, others[0].id])
    elif kind == "merge":
        parties = [p for p in ledger.parties() if p.kind == "person"]
        if len(parties) > 1:
            rule(ledger, "merge", [p.id for p in random.sample(parties, 2)])
    elif kind in ("same", "different"):
        others = [c for c in claims if decoded(ledger, c.id) != decoded(ledger, claim.id)]
        if others:
            rule(ledger, kind, [claim.id, random.choice(others).id])
    elif kind in ("accept", "reject", "part"):
        rule(ledger, kind, claim.id)


def readings_of(random: Random, engine: str = "made") -> list[Reading]:
    """Some reports about one story, two of them versions of one address."""
    made = []
    for number in range(5):
        told = [random_telling(random, story=random.random() < 0.6) for _ in range(random.randint(1, 3))]
        path = "same.txt" if number < 2 else f"{number}.txt"
        made.append(
            make_reading(
                *told, published=f"2024-10-{10 + number}", path=path, opening="Words of an opening." * (number == 1), engine=engine
            )
        )
    return made


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**6))
def test_any_order_of_reading_and_the_same_rulings_give_the_same_ledger(seed: int) -> None:
    random = Random(seed)
    readings = readings_of(random)
    with tempfile.TemporaryDirectory() as folder:
        with Ledger(Path(folder) / "a.db") as one:
            for reading in readings:
                one.record(reading)
            for _ in range(6):
                draw_ruling(random, one)
            assert one.check() == []
            out = io.BytesIO()
            one.export_rulings(out)
            expected = exported(one)
        lines = out.getvalue().splitlines()
        shuffled = random.sample(readings, len(readings))
        cut = random.randint(0, len(readings))
        with Ledger(Path(folder) / "b.db") as other:
            for reading in shuffled[:cut]:
                other.record(reading)
            other.import_rulings(lines)
            for reading in shuffled[cut:]:
                other.record(reading)
            assert other.check() == []
            assert exported(other) == expected


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**6))
def test_undoing_everything_gives_exactly_what_was_before(seed: int) -> None:
    random = Random(seed)
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "a.db") as ledger:
        for reading in readings_of(random):
            ledger.record(reading)
        before = exported(ledger)
        for _ in range(5):
            draw_ruling(random, ledger)
        done = ledger.rulings(effective=True)
        for ruling in random.sample(done, len(done)):
            ledger.undo(ruling.id, who="Ines", when=WHEN)
        assert ledger.check() == []
        assert exported(ledger) == before


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**6))
def test_ruling_and_reading_anew_is_reading_anew_and_ruling(seed: int) -> None:
    random = Random(seed)
    state = random.getstate()
    readings = readings_of(random)
    random.setstate(state)
    again = readings_of(random, engine="another")
    with tempfile.TemporaryDirectory() as folder:
        with Ledger(Path(folder) / "a.db") as one:
            for reading in readings:
                one.record(reading)
            for _ in range(5):
                draw_ruling(random, one)
            out = io.BytesIO()
            one.export_rulings(out)
            for reading in again:
                one.record(reading)
            expected = exported(one)
        with Ledger(Path(folder) / "b.db") as other:
            for reading in again:
                other.record(reading)
            other.import_rulings(out.getvalue().splitlines())
            assert exported(other) == expected


# What might be called confirmed


@dataclass(frozen=True)
class From:
    """An origin as the ledger might have established it."""

    key: str
    name: str
    established: str = "independent"


def told_by(*tellings: Telling) -> list[Claim]:
    return [make_reading(telling, publisher=f"Paper {n}").claims[0] for n, telling in enumerate(tellings)]


def test_a_point_might_be_confirmed_where_two_independent_origins_say_so() -> None:
    claims = told_by(Telling("Ana Ruiz"), Telling("Ben Okoro", speaker_country="NG"))
    origins = {claim.id: From(claim.source.name, claim.source.name) for claim in claims}

    found = rulings.suggest("point-1-x", claims, origins)
    assert found.mark == "1"
    assert found.reasons == ("2 origins, established as independent of each other, say so: Ana Ruiz, Ben Okoro",)


@pytest.mark.parametrize(
    ("tellings", "established", "why"),
    [
        ((Telling("Ana Ruiz"), Telling("Ana Ruiz")), "independent", "1 origins are established"),
        ((Telling("Ana Ruiz"), Telling("Ben Okoro")), "not established", "of Ana Ruiz, Ben Okoro independence is not established"),
        ((Telling("Ana Ruiz"), Telling("Ben Okoro"), Telling("Eva Quist", polarity="negative")), "independent", "Eva Quist say otherwise"),
        ((Telling("Ana Ruiz"), Telling("Ben Okoro", speaker_country="KE")), "independent", "Ben Okoro speaks of its own doing"),
        (
            (Telling("Ana Ruiz", status="planned"), Telling("Ben Okoro", status="planned")),
            "independent",
            "nobody says that it has happened",
        ),
    ],
)
def test_nothing_is_suggested_without_two_independent_origins(tellings: tuple[Telling, ...], established: str, why: str) -> None:
    claims = told_by(*tellings)
    origins = {claim.id: From(claim.source.name, claim.source.name, established) for claim in claims}

    found = rulings.suggest("point-1-x", claims, origins)
    assert found.mark == ""
    assert why in "; ".join(found.reasons)


# The command line


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, list(words), env={"SAYSO_WHO": "Ines"})
    return done.exit_code, done.output


def test_the_command_line_rules_lists_and_takes_back(ledger: Ledger, tmp_path: Path) -> None:
    ledger.record(make_reading(Telling(number=600)))
    ident, file = first(ledger).id, str(tmp_path / "a.db")

    code, told = run(
        "rule", "fix", ident[8:14], "--ledger", file, "--certainty", "possible", "--content", "Kenya did deploy", "--why", "a guess"
    )
    assert (code, told.split("\t")[2:4]) == (0, ["Ines", "fixed"])
    ruling = told.split("\t")[0]
    assert run("rulings", ident, "--ledger", file)[1] == told
    assert first(ledger).certainty == "possible"
    assert run("rule", "undo", ruling, "--ledger", file)[0] == 0
    assert first(ledger).certainty == "certain"
    assert run("rulings", "--effective", "--ledger", file) == (0, "")
    assert run("rule", "redo", ruling, "--ledger", file)[0] == 0
    assert first(ledger).certainty == "possible"


def test_the_command_line_exports_imports_and_lists_orphans(ledger: Ledger, tmp_path: Path) -> None:
    ledger.record(make_reading(Telling(number=600)))
    file, other, log = str(tmp_path / "a.db"), str(tmp_path / "b.db"), str(tmp_path / "log.jsonl")
    run("rule", "reject", first(ledger).id, "--ledger", file)
    assert run("rulings", "--struck", "--ledger", file)[1].count("\n") == 1

    assert run("rulings", "--export", log, "--ledger", file)[0] == 0
    told = "1 rulings brought in, 0 known already; 1 of the new ones hold on to nothing here\n"
    assert run("rulings", "--import", log, "--ledger", other) == (0, told)
    assert "its article is not in the ledger" in run("rulings", "--orphans", "--ledger", other)[1]


def test_the_command_line_rates_and_tells_the_history(ledger: Ledger, tmp_path: Path) -> None:
    ledger.record(make_reading(Telling()))
    file = str(tmp_path / "a.db")
    assert run("assess", "Ana Ruiz", "--ledger", file) == (0, "F: reliability cannot be judged; nobody has judged\n")
    run("assess", "Ana Ruiz", "c", "--ledger", file, "--why", "wrong twice")

    assert run("assess", "Ana Ruiz", "B", "--ledger", file)[1].startswith("B: usually reliable, by Ines on ")
    assert run("assess", "Ana Ruiz", "--ledger", file)[1].splitlines()[1].startswith("before: C: fairly reliable, by Ines on ")


def test_an_engine_is_checked_by_rulings(ledger: Ledger, tmp_path: Path) -> None:
    text = "Ana Ruiz said that Kenya sent 600 soldiers to Haiti.\n"
    (tmp_path / "report.txt").write_text(text)
    ledger.read(tmp_path / "report.txt", engine="rules")
    run("rule", "accept", first(ledger).id, "--ledger", str(ledger.path))
    run("rule", "fix", first(ledger).id, "--status", "planned", "--ledger", str(ledger.path))

    code, told = run("rulings", "--check=rules", "--ledger", str(ledger.path))
    assert code == 1
    assert [row.split("\t")[:2] for row in told.splitlines()[:2]] == [["right", ""], ["wrong", "differs in status"]]


# Points


def two_tellings(ledger: Ledger) -> list[Claim]:
    """Two reports of one deployment, told as so and as not so."""
    ledger.record(make_reading(Telling(number=600)))
    ledger.record(make_reading(Telling("Ben Okoro", polarity="negative", number=600), published="2024-10-20"))
    return list(ledger.claims())


def test_a_claim_taken_out_of_its_point_disputes_it_no_more(ledger: Ledger) -> None:
    one, _ = two_tellings(ledger)
    before = exported(ledger)
    assert ledger.counts()["disputes"] == 1
    ruling = rule(ledger, "part", one.id)

    assert ledger.counts()["disputes"] == 0
    ledger.undo(ruling.id, who="Ines")
    assert exported(ledger) == before


def test_two_points_ruled_the_same_are_one_until_that_is_undone(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(), Telling("Ben Okoro", type="strike", agent=("Peru", "PE"), recipient=("Chile", "CL"))))
    one, two = ledger.claims()
    before = exported(ledger)
    ruling = rule(ledger, "same", [one.id, two.id])

    assert points.grouped(ledger._db) == dict.fromkeys((decoded(ledger, one.id), decoded(ledger, two.id)), decoded(ledger, one.id))
    ledger.undo(ruling.id, who="Ines")
    assert exported(ledger) == before


def test_two_claims_of_one_frame_are_parted_by_taking_one_out(ledger: Ledger) -> None:
    one, two = two_tellings(ledger)

    with pytest.raises(BadRequest, match="take a claim out of its point with part"):
        rule(ledger, "different", [one.id, two.id])


def test_points_ruled_different_are_neither_joined_nor_linked(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling(number=600, polarity="negative")))
    ledger.record(make_reading(Telling("Ben Okoro", number=600, recipient=None), published="2024-10-20"))
    before = exported(ledger)
    one, two = ledger.claims()
    assert one.point != two.point or len(list(ledger.points())) == 1
    if decoded(ledger, one.id) == decoded(ledger, two.id):
        pytest.skip("these share a cell")
    ruling = rule(ledger, "different", [one.id, two.id])

    assert len(list(ledger.points())) == 2
    assert ledger.links() == []
    assert ledger.check() == []
    ledger.undo(ruling.id, who="Ines")
    assert exported(ledger) == before


def decoded(ledger: Ledger, ident: str) -> str:
    """The cell that a claim stands in."""
    return str(ledger._one("SELECT point FROM claims WHERE id = ?", (ident,))[0])
