"""Promises of the dossier: nothing is a fact, copies are no confirmation, what is uncertain stays a range, and the order is always the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from factory import Telling, make_reading, random_telling

from sayso import dossier
from sayso.claim import Event, Gap, Item, Reading, Refusal, Source, When
from sayso.dossier import figures
from sayso.dossier.excerpt import sentence_of
from sayso.dossier.lines import LINES
from sayso.dossier.network import network
from sayso.exports.wording import disputed_over
from sayso.ledger import Ledger
from sayso.ledger.matters import standing

OPENING = " ".join(f"The {n}th boat of the harbour at dawn carried word {n * 7} of it." for n in range(20))
SAYS_SO = Telling("Ana Ruiz", type="combat", recipient=None, item=None)
SAYS_NOT = Telling("Ben Okoro", type="combat", recipient=None, item=None, polarity="negative")


@pytest.fixture
def compiled(tmp_path: Path):
    """The dossier of a new ledger with these readings."""

    def compile(*readings: Reading, refusals: tuple[Refusal, ...] = (), name: str = "a.db") -> dossier.Dossier:
        with Ledger(tmp_path / name) as ledger:
            for reading in readings:
                ledger.record(reading, reading.article.text.encode())
            for refusal in refusals:
                ledger.refuse(refusal)
            return dossier.compile(ledger)

    return compile


def dated(reading: Reading, edtf: str, words: str) -> Reading:
    """The reading, its first event dated by words of its article."""
    claim = reading.claims[0]
    at = reading.article.text.index(words)
    event = replace(claim.events[0], when=When(words, (at, at + len(words)), edtf))
    return replace(reading, claims=(replace(claim, events=(event,)), *reading.claims[1:]))


def exchanged(reading: Reading, words: str, certainty: str | None = None) -> Reading:
    """The reading, what its first event moves being given for something."""
    claim = reading.claims[0]
    at = reading.article.text.index(words)
    item = Item(words, (at, at + len(words)), words, "grain")
    back = Event("transfer", "AID", reading.article.cut(at, at + len(words)), items=(item,), certainty=certainty)  # type: ignore[arg-type]
    return replace(reading, claims=(replace(claim, events=(replace(claim.events[0], in_exchange_for=back),)), *reading.claims[1:]))


# What it rests on


def test_it_says_how_many_articles_outlets_and_claims_it_rests_on_and_from_when(compiled) -> None:
    found = compiled(
        make_reading(Telling(), published="2024-10-18"),
        make_reading(Telling("Ben Okoro"), published="2024-12", publisher="Example Wire"),
    ).basis

    assert (found.articles.total, found.outlets.total, found.claims, found.first, found.last) == (2, 2, 2, "2024-10-18", "2024-12-31")


def test_an_undated_article_is_counted_as_such(compiled) -> None:
    found = compiled(make_reading(Telling(), published="")).basis

    assert (found.undated, found.first, found.last) == (1, "", "")


def test_a_copied_text_is_one_origin_and_named_beside_its_original(compiled) -> None:
    told = Telling("officials", speaker_kind="unnamed")
    found = compiled(
        make_reading(told, opening=OPENING, publisher="Example Wire", published="2024-10-18"),
        make_reading(told, opening=OPENING, publisher="Example Herald", published="2024-10-19"),
    )

    assert found.basis.origins == 1
    assert [[a.publisher for a in group.articles] for group in found.basis.copies] == [["Example Wire", "Example Herald"]]
    assert [(p.origins, p.outlets) for p in found.points] == [(1, 2)]


def test_an_edited_article_is_named_beside_its_older_text(compiled) -> None:
    found = compiled(
        make_reading(Telling(number=600), url="https://a.example/1"), make_reading(Telling(number=700), url="https://a.example/1")
    )

    assert len(found.basis.versions) == 1
    assert found.basis.articles.total == 1


# Key points


def test_the_best_supported_point_comes_first(compiled) -> None:
    alone = make_reading(Telling("Carla Lund", agent=("Peru", "PE")), published="2024-10-01")
    first = make_reading(Telling("Ana Ruiz"), publisher="Example Wire", published="2024-10-18")
    second = make_reading(Telling("Ben Okoro"), publisher="Example Daily", published="2024-10-19")

    found = compiled(alone, first, second)

    assert [[line.claim.source.name for line in p.lines] for p in found.points] == [["Ana Ruiz", "Ben Okoro"], ["Carla Lund"]]


def test_a_point_is_told_by_the_words_that_were_printed_most_often(compiled) -> None:
    once = make_reading(Telling("Ana Ruiz", number=600), published="2024-10-17", publisher="Example Courier")
    twice = [make_reading(Telling("Ben Okoro"), published=f"2024-10-{n}", publisher=f"Outlet {n}") for n in (18, 19)]
    [point] = compiled(once, *twice).points

    assert point.lead.claim.source.name == "Ben Okoro"


def test_the_claims_of_a_point_stand_apart_by_how_they_say_that_it_stands(compiled) -> None:
    one, other = ("Peru", "PE"), ("Chile", "CL")
    tellings = [
        Telling("Ana Ruiz", agent=one, recipient=other),
        Telling("Ben Okoro", agent=one, recipient=other, status="planned"),
        Telling("Carla Lund", agent=one, recipient=other, status="planned", stance="promises"),
        Telling("Dora Mbeki", agent=one, recipient=other, status="requested"),
        Telling("Emil Novak", agent=one, recipient=other, stance="alleges"),
        Telling("Femi Adeyemi", agent=one, recipient=other, certainty="uncommitted", stance="cannot confirm"),
        Telling("Gita Rao", agent=one, recipient=other, polarity="negative", stance="denies"),
    ]
    found = compiled(*(make_reading(one, published=f"2024-11-{day:02}") for day, one in enumerate(tellings, 1)))
    told = {name.standing: [line.claim.source.name for line in name.lines] for point in found.points for name in point.tellings}

    assert told == {
        "done": ["Ana Ruiz"], "promised": ["Carla Lund"], "planned": ["Ben Okoro"], "asked for": ["Dora Mbeki"],
        "alleged": ["Emil Novak"], "left open": ["Femi Adeyemi"], "denied": ["Gita Rao"],
    }  # fmt: skip


def test_of_each_way_in_which_a_point_stands_the_first_are_shown_with_their_copies(compiled) -> None:
    speakers = [f"Ana {letter}ez" for letter in "ABCDEFGH"]
    tellings = [make_reading(Telling(name), published=f"2024-11-{day:02}") for day, name in enumerate(speakers, 1)]
    denial = make_reading(Telling("Ben Okoro", polarity="negative", stance="denies"), published="2024-12-01")
    (point,) = compiled(*tellings, denial).points

    assert [(told.standing, len(told.lines), told.lines.total, told.origins) for told in point.tellings] == [
        ("done", 5, 8, 8),
        ("denied", 1, 1, 1),
    ]


def test_every_line_holds_the_sentence_that_its_claim_stands_in(compiled) -> None:
    found = compiled(make_reading(Telling("Ana Ruiz"), Telling("Ben Okoro", type="strike")))

    assert [line.sentence for text in found.texts for line in text.lines] == [
        "Ana Ruiz says that Kenya did deploy soldiers to Haiti.",
        "Ben Okoro says that Kenya did strike soldiers to Haiti.",
    ]


def test_lines_are_numbered_by_date_article_and_place(compiled) -> None:
    late = make_reading(Telling("Ana Ruiz"), Telling("Ben Okoro", type="strike"), published="2024-12-01")
    early = make_reading(Telling("Carla Lund", type="train"), published="2024-10-01")

    found = compiled(late, early)

    assert [(line.number, line.claim.source.name) for text in found.texts for line in text.lines] == [
        (1, "Carla Lund"),
        (2, "Ana Ruiz"),
        (3, "Ben Okoro"),
    ]


def test_a_long_section_is_cut_and_says_how_much_is_left_out(compiled) -> None:
    found = compiled(*(make_reading(Telling(f"Speaker {n}"), published=f"2024-10-{n:02}", path=f"{n}.txt") for n in range(1, 13)))

    lines = found.points.items[0].lines
    assert (len(lines), lines.total, lines.more) == (LINES, 12, 12 - LINES)


def test_a_tree_grows_from_the_speaker_over_those_who_passed_the_word_on_to_the_outlets(compiled) -> None:
    told = Telling("officials", speaker_kind="unnamed")
    [point] = compiled(
        make_reading(told, opening=OPENING, publisher="Example Wire", published="2024-10-18"),
        make_reading(told, opening=OPENING, publisher="Example Herald", published="2024-10-19"),
        make_reading(told, opening=OPENING, publisher="Example Courier", published="2024-10-20"),
    ).points

    [root] = point.tree.roots
    assert (point.tree.outlets, point.tree.origins, root.name) == (3, 1, "officials (unnamed, in Example Wire)")
    assert [(b.name, [c.name for c in b.branches]) for b in root.branches] == [("Example Wire", ["Example Herald", "Example Courier"])]


def test_who_passed_a_word_on_stands_between_the_speaker_and_the_outlet(compiled) -> None:
    reading = make_reading(Telling())
    via = Source("Example Agency", None, "Example Agency", "medium", True)
    [point] = compiled(replace(reading, claims=(replace(reading.claims[0], via=(via,)),))).points

    assert [(root.name, [(b.name, [c.name for c in b.branches]) for b in root.branches]) for root in point.tree.roots] == [
        ("Ana Ruiz", [("Example Agency", ["Example Daily"])])
    ]


@pytest.mark.parametrize("publisher", ["Example Daily", "Example Wire", "Example Herald", "Example Courier"])
def test_it_is_the_unsure_one_that_could_not_verify_whoever_stands_first(compiled, publisher: str) -> None:
    unsure = replace(SAYS_SO, speaker="Carla Lund", stance="cannot confirm", certainty="uncommitted")
    [point] = compiled(make_reading(SAYS_SO, publisher="Example Post"), make_reading(unsure, publisher=publisher)).points
    speakers = {line.number: line.claim.source.name for line in point.lines}

    assert [(speakers[r.one], r.kind, speakers[r.other]) for r in point.relations] == [("Carla Lund", "unverified", "Ana Ruiz")]


def test_who_denies_a_point_or_leaves_it_open_stands_in_its_tree_as_such(compiled) -> None:
    unsure = replace(SAYS_SO, speaker="Carla Lund", stance="cannot confirm", certainty="uncommitted")
    [point] = compiled(
        make_reading(SAYS_SO, published="2024-10-18"),
        make_reading(SAYS_NOT, published="2024-10-20"),
        make_reading(unsure, published="2024-10-21"),
    ).points

    assert [(root.name, root.stand) for root in point.tree.roots] == [
        ("Ana Ruiz", ""),
        ("Ben Okoro", "says not"),
        ("Carla Lund", "leaves it open"),
    ]


def test_two_named_speakers_of_two_states_are_independent_and_it_says_why(compiled) -> None:
    told = [Telling(name, "person", country, type="strike") for name, country in (("Ana Ruiz", "CL"), ("Ben Okoro", "NG"))]
    [point] = compiled(*(make_reading(one, published=f"2024-10-{n + 10}") for n, one in enumerate(told))).points

    assert [(root.name, root.independent, bool(root.why)) for root in point.tree.roots] == [
        ("Ana Ruiz", "independent", True),
        ("Ben Okoro", "independent", True),
    ]


def test_a_point_says_what_none_of_its_sources_says(compiled) -> None:
    [point] = compiled(make_reading(Telling())).points

    assert point.absent == ("no source says how many soldiers", "no source dates it")


# Transfers


def test_an_exchange_shows_both_legs_and_who_ties_them(compiled) -> None:
    told = Telling(type="transfer", item=("drones", "drone"), number=600, status="planned")
    [found] = compiled(exchanged(make_reading(told, opening="Wheat is dear."), "Wheat", "probable")).exchanges

    assert (found.one, found.other) == (("Kenya",), ("Haiti",))
    assert [(leg.giver, leg.taker, [g.name for g in leg.goods], leg.returns) for leg in (*found.given, *found.returned)] == [
        (("Kenya",), ("Haiti",), ["drones"], ("Wheat",)),
        (("Haiti",), ("Kenya",), ["Wheat"], ("drones",)),
    ]
    assert [[(t.standing, t.certainties) for t in leg.tellings] for leg in (*found.given, *found.returned)] == [
        [("planned", ("certain",))],
        [("named as the return", ("probable",))],
    ]
    assert ([line.claim.source.name for line in found.tied], found.origins) == (["Ana Ruiz"], 1)


def test_a_leg_that_one_tells_alone_joins_the_exchange_that_another_tells_of(compiled) -> None:
    told = Telling(type="transfer", item=("drones", "drone"))
    alone = Telling("Ben Okoro", type="transfer", agent=("Haiti", "HT"), recipient=("Kenya", "KE"), item=("Wheat", "grain"))
    [found] = compiled(
        exchanged(make_reading(told, opening="Wheat is dear."), "Wheat"), make_reading(alone, published="2024-10-20")
    ).exchanges

    [back] = found.returned
    assert [(t.standing, [line.claim.source.name for line in t.lines]) for t in back.tellings] == [
        ("done", ["Ben Okoro"]),
        ("named as the return", ["Ana Ruiz"]),
    ]
    assert [line.claim.source.name for line in found.tied] == ["Ana Ruiz"]


def test_what_is_alleged_planned_or_denied_is_never_told_as_done(compiled) -> None:
    tellings = [
        Telling("Ana Ruiz", type="transfer"),
        Telling("Ben Okoro", type="transfer", status="planned"),
        Telling("Carla Lund", type="transfer", status="planned", stance="promises"),
        Telling("Dan Mensah", type="transfer", stance="alleges"),
        Telling("Eva Quist", type="transfer", polarity="negative"),
        Telling("Femi Adu", type="transfer", certainty="uncommitted"),
        Telling("Gil Castro", type="transfer", status="considered"),
    ]
    [leg] = compiled(*(make_reading(t, published=f"2024-10-{n + 10}") for n, t in enumerate(tellings))).transfers

    assert [(t.standing, [line.claim.source.name for line in t.lines]) for t in leg.tellings] == [
        ("done", ["Ana Ruiz"]),
        ("promised", ["Carla Lund"]),
        ("planned", ["Ben Okoro"]),
        ("considered", ["Gil Castro"]),
        ("alleged", ["Dan Mensah"]),
        ("left open", ["Femi Adu"]),
        ("denied", ["Eva Quist"]),
    ]


@pytest.mark.parametrize(
    ("words", "verb", "expected"),
    [
        ("Kenya is sending soldiers", "sending", "under way"),
        ("Kenya is now sending soldiers", "sending", "under way"),
        ("soldiers are being sent", "sent", "under way"),
        ("Kenya continues to send soldiers", "send", "under way"),
        ("Kenya has been sending soldiers", "sending", "under way"),
        ("Kenya sent soldiers", "sent", "done"),
        ("Kenya was sending soldiers", "sending", "done"),
        ("soldiers were sent", "sent", "done"),
    ],
)
def test_what_goes_on_is_told_from_what_is_done(words: str, verb: str, expected: str) -> None:
    reading = make_reading(Telling())
    article = replace(reading.article, text=words)
    at = words.index(verb)
    event = replace(reading.claims[0].events[0], trigger=article.cut(at, at + len(verb)))
    claim = replace(reading.claims[0], content=article.cut_pieces([(0, len(words))]))

    assert standing(claim, event) == expected


def test_a_leg_says_what_no_source_says(compiled) -> None:
    found = compiled(
        make_reading(Telling(type="transfer", item=("drones", "drone"))),
        make_reading(Telling(type="transfer", item=("jets", "fighter aircraft"), number=4), published="2024-10-19"),
    )

    assert {leg.goods[0].name: leg.absent for leg in found.transfers} == {
        "drones": ("no source says how many", "no source dates it"),
        "jets": ("no source dates it",),
    }


def test_two_who_tell_of_one_transfer_share_a_row(compiled) -> None:
    [row] = compiled(
        make_reading(Telling("Ana Ruiz", item=("soldiers", "troops"), number=600), published="2024-10-18"),
        make_reading(Telling("Ben Okoro", item=("troops", "troops"), number=900), published="2024-10-19"),
    ).transfers

    assert [line.claim.source.name for line in row.lines] == ["Ana Ruiz", "Ben Okoro"]
    assert [(g.name, g.amounts) for g in row.goods] == [("soldiers", ("600",)), ("troops", ("900",))]


def test_an_event_that_is_only_spoken_of_is_no_transfer(compiled) -> None:
    reading = make_reading(Telling(stance="condemns"))
    claim = reading.claims[0]
    spoken_of = replace(claim, events=(replace(claim.events[0], presupposed=True),))

    assert compiled(replace(reading, claims=(spoken_of,))).transfers.total == 0


def test_a_claim_with_two_transfers_of_one_kind_is_counted_once(compiled) -> None:
    reading = make_reading(Telling())
    claim = reading.claims[0]
    [row] = compiled(replace(reading, claims=(replace(claim, events=claim.events * 2),))).transfers

    assert (len(row.lines), row.lines.total) == (1, 1)


# Disputes


def test_a_dispute_puts_those_who_say_so_beside_those_who_say_not(compiled) -> None:
    [found] = compiled(make_reading(SAYS_SO, published="2024-10-18"), make_reading(SAYS_NOT, published="2024-10-20")).disputes

    assert [(side.name, [line.claim.source.name for line in side.lines]) for side in found.sides] == [
        ("says so", ["Ana Ruiz"]),
        ("says not", ["Ben Okoro"]),
    ]
    assert found.reasons


def test_a_dispute_is_titled_by_what_is_denied_and_not_by_more_than_that(compiled) -> None:
    counted = Telling("Ana Ruiz", number=600)
    plain = replace(counted, speaker="Carla Lund", number=None)
    [found] = compiled(
        make_reading(counted, published="2024-10-18"),
        make_reading(plain, published="2024-10-19"),
        make_reading(replace(plain, speaker="Ben Okoro", polarity="negative"), published="2024-10-20"),
    ).disputes

    assert [line.claim.source.name for line in found.sides[0].lines] == ["Ana Ruiz", "Carla Lund"]
    assert disputed_over(found) == "Whether “Kenya did deploy soldiers to Haiti”"


def test_a_dispute_over_a_figure_is_titled_with_the_figure(compiled) -> None:
    counted = Telling("Ana Ruiz", number=600)
    [found] = compiled(
        make_reading(counted, published="2024-10-18"),
        make_reading(replace(counted, speaker="Ben Okoro", polarity="negative"), published="2024-10-20"),
    ).disputes

    assert disputed_over(found) == "Whether “Kenya did deploy 600 soldiers to Haiti”"


def test_those_who_could_not_confirm_stand_in_a_dispute_as_a_side_of_their_own(compiled) -> None:
    unsure = replace(SAYS_SO, speaker="Carla Lund", stance="cannot confirm", certainty="uncommitted")
    silent = replace(SAYS_SO, speaker="Dan Mensah", certainty="uncommitted")
    [found] = compiled(
        make_reading(SAYS_SO, published="2024-10-18"),
        make_reading(SAYS_NOT, published="2024-10-20"),
        make_reading(unsure, published="2024-10-21"),
        make_reading(silent, published="2024-10-22"),
    ).disputes

    assert [(side.name, [line.claim.source.name for line in side.lines]) for side in found.sides] == [
        ("says so", ["Ana Ruiz"]),
        ("says not", ["Ben Okoro"]),
        ("could not verify", ["Carla Lund"]),
        ("leaves it open", ["Dan Mensah"]),
    ]


def test_who_could_not_confirm_before_a_dispute_arose_still_could_not(compiled) -> None:
    unsure = replace(SAYS_SO, speaker="Carla Lund", stance="cannot confirm", certainty="uncommitted")
    [found] = compiled(
        make_reading(unsure, published="2024-10-16"),
        make_reading(SAYS_SO, published="2024-10-18"),
        make_reading(SAYS_NOT, published="2024-10-20"),
    ).disputes

    assert [side.name for side in found.sides] == ["says so", "says not", "could not verify"]


def test_each_side_of_a_dispute_tells_what_it_goes_back_to(compiled) -> None:
    unnamed = replace(SAYS_NOT, speaker="officials", speaker_kind="unnamed")
    [found] = compiled(make_reading(SAYS_SO, published="2024-10-18"), make_reading(unnamed, published="2024-10-20")).disputes

    assert [[root.name for root in side.roots] for side in found.sides] == [["Ana Ruiz"], ["officials (unnamed, in Example Daily)"]]


def test_a_claim_that_nobody_contests_is_in_no_dispute(compiled) -> None:
    assert compiled(make_reading(SAYS_SO)).disputes.total == 0


# Figures


def test_a_figure_that_changes_is_a_series_by_day(compiled) -> None:
    [series] = compiled(
        make_reading(Telling(number=3000), published="2024-10-23"),
        make_reading(Telling(number=600), published="2024-10-18"),
    ).figures

    assert [(f.on, f.low, f.high) for f in series.figures] == [("2024-10-18", 600, 600), ("2024-10-23", 3000, 3000)]
    assert (series.what, series.whose, series.top) == ("troops", "Kenya", 3000)


def figure(on: str, low: float | None, high: float | None, who: str = "Ana Ruiz", **fields: str) -> dossier.Figure:
    line = dossier.Line(1, make_reading(Telling(who)).claims[0], "")
    told = dossier.Figure(on, "some", low, high, False, "", "", "actual", "positive", dossier.Shown((line,), 1))
    return replace(told, **fields)  # type: ignore[arg-type]


def test_a_band_runs_from_the_lowest_to_the_highest_that_each_source_last_said() -> None:
    told = (figure("2024-10-01", 100, 100), figure("2024-10-05", 300, 400, "Ben Okoro"), figure("2024-10-09", 250, 250))

    assert figures.steps(told) == (
        dossier.Step("2024-10-01", "2024-10-05", 100, 100),
        dossier.Step("2024-10-05", "2024-10-09", 100, 400),
        dossier.Step("2024-10-09", "2024-10-09", 250, 400),
    )


def test_an_open_end_stays_open_in_the_band() -> None:
    [step] = figures.steps((figure("2024-10-01", 250, None),))

    assert (step.low, step.high) == (250, None)


def test_plans_denials_and_parts_are_no_part_of_the_band() -> None:
    told = (
        figure("2024-10-01", 100, 100, status="planned"),
        figure("2024-10-02", 100, 100, polarity="negative"),
        figure("2024-10-03", 100, 100, sense="more"),
    )

    assert figures.steps(told) == ()


def test_one_figure_told_twice_is_no_series(compiled) -> None:
    found = compiled(make_reading(Telling(number=600), published="2024-10-18"), make_reading(Telling(number=600), published="2024-10-19"))

    assert found.figures.total == 0


def test_figures_of_different_things_are_never_one_series(compiled) -> None:
    found = compiled(make_reading(Telling(number=600)), make_reading(Telling(number=900, item=("drones", "drone")), published="2024-10-19"))

    assert found.figures.total == 0


# Time


def test_a_month_stays_a_month_on_the_timeline(compiled) -> None:
    reading = dated(make_reading(Telling(), opening="It was in March."), "2024-03", "March")
    [moment] = compiled(reading).timeline

    assert (moment.edtf, moment.first, moment.last, moment.words) == ("2024-03", "2024-03-01", "2024-03-31", "March")


def test_what_no_source_dates_lies_before_its_first_report(compiled) -> None:
    [moment] = compiled(make_reading(Telling(), published="2024-10-18")).timeline

    assert (moment.first, moment.last, moment.words) == ("", "2024-10-18", "")


def test_a_plan_that_no_source_dates_lies_after_its_first_report(compiled) -> None:
    [moment] = compiled(make_reading(Telling(status="planned"), published="2024-10-18")).timeline

    assert (moment.first, moment.last) == ("2024-10-18", "")


def test_what_is_denied_is_no_moment_in_time(compiled) -> None:
    assert compiled(make_reading(Telling(polarity="negative"))).timeline.total == 0


# Voices and gaps


def test_a_named_source_comes_before_the_outlets_own_voice_however_much_it_says(compiled) -> None:
    own = [Telling("Example Daily", speaker_kind="article", type=kind) for kind in ("strike", "train")]
    found = compiled(make_reading(*own, Telling("Ana Ruiz")))

    assert [(v.name, v.kind) for v in found.voices] == [("Ana Ruiz", "person"), ("Example Daily", "article")]


def test_what_was_not_understood_is_counted_by_kind_with_examples(compiled) -> None:
    gaps = (Gap("date", "the other day"), Gap("date", "soon"), Gap("cue", "mumbled"))
    found = compiled(replace(make_reading(Telling()), gaps=gaps), refusals=(Refusal("a.pdf", "is encrypted", "unlock it"),)).gaps

    assert [(k.kind, k.count, k.samples) for k in found.kinds] == [("date", 2, ("the other day", "soon")), ("cue", 1, ("mumbled",))]
    assert [r.where for r in found.refusals] == ["a.pdf"]


def test_an_empty_ledger_gives_an_empty_dossier(compiled) -> None:
    found = compiled()

    assert (found.basis.articles.total, found.points.total, found.texts) == (0, 0, ())


# The whole


def test_a_section_can_be_asked_for_alone(compiled, tmp_path: Path) -> None:
    compiled(make_reading(SAYS_SO, published="2024-10-18"), make_reading(SAYS_NOT, published="2024-10-20"))
    with Ledger(tmp_path / "a.db") as ledger:
        found = dossier.compile(ledger, sections=("disputes",), most=1)

    assert (len(found.disputes), len(found.points), len(found.voices), len(found.timeline), found.texts) == (1, 0, 0, 0, ())


def test_the_order_of_reading_changes_nothing(compiled) -> None:
    random = Random(7)
    readings = [
        make_reading(
            *(random_telling(random, story=True) for _ in range(3)),
            published=f"2024-10-{day:02}",
            path=f"{day}.txt",
            publisher=f"P{day % 4}",
        )
        for day in range(1, 20)
    ]

    forwards, backwards = compiled(*readings, name="a.db"), compiled(*reversed(readings), name="b.db")

    assert forwards == backwards


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("It rained. He said no. They left.", "no", "He said no."),
        ("Mr. Ruiz met Dr. Lund. It rained.", "met", "Mr. Ruiz met Dr. Lund."),
        ("Title\nThe U.S. said so. More.", "said", "The U.S. said so."),
        ('"Yes," he said. "No."', "No", '"No."'),
        ("| May 3 | Peru said so. |", "said", "May 3 | Peru said so."),
    ],
)
def test_a_sentence_is_cut_out_of_its_surroundings(text: str, words: str, expected: str) -> None:
    reading = make_reading(Telling())
    article = replace(reading.article, text=text)
    at = text.index(words)
    claim = replace(
        reading.claims[0],
        content=article.cut_pieces([(at, at + len(words))]),
        cue=None,
        source=replace(reading.claims[0].source, span=None),
    )

    start, end = sentence_of(article, claim)

    assert text[start:end] == expected


def test_what_is_left_out_is_left_out_everywhere_and_told_at_the_top(compiled, tmp_path: Path) -> None:
    compiled(make_reading(SAYS_SO, published="2024-10-18"), make_reading(SAYS_NOT, published="2024-10-20"))
    with Ledger(tmp_path / "a.db") as ledger:
        without, before = dossier.compile(ledger, without=["Ben Okoro"]), dossier.compile(ledger, as_of="2024-10-19")

    for found in (without, before):
        assert (found.disputes.total, [v.name for v in found.voices], found.basis.claims) == (0, ["Ana Ruiz"], 1)
    assert (without.left_out.without, without.left_out.claims, before.left_out.as_of) == (("Ben Okoro",), 1, "2024-10-19")


def test_a_view_without_claims_gives_an_empty_dossier(compiled, tmp_path: Path) -> None:
    compiled(make_reading(SAYS_SO), make_reading(Telling(number=600), published="2024-10-20"))
    with Ledger(tmp_path / "a.db") as ledger:
        everything = ledger.snapshot().everything
        found = dossier.compile(ledger, everything.where(~everything.mask))

    assert (found.basis.claims, found.basis.articles.total, found.points.total, found.timeline.total, found.texts) == (0, 0, 0, 0, ())


# Network


def test_the_network_tells_who_gives_what_to_whom_and_how_it_stands(compiled, tmp_path: Path) -> None:
    compiled(
        make_reading(Telling("Ana Ruiz", type="transfer", item=("drones", "drone"), number=600)),
        make_reading(Telling("Ben Okoro", type="transfer", item=("drones", "drone"), status="planned"), published="2024-10-19"),
    )
    with Ledger(tmp_path / "a.db") as ledger:
        found = network(ledger, ledger.snapshot().everything)

    [giving] = found.givings
    assert (found.name(giving.giver), found.name(giving.taker)) == ("Kenya", "Haiti")
    assert ([g.name for g in giving.goods], giving.standings, giving.origins) == (["drones"], ("done", "planned"), 2)


def test_the_network_tells_who_contradicts_whom(compiled, tmp_path: Path) -> None:
    compiled(make_reading(SAYS_SO, published="2024-10-18"), make_reading(SAYS_NOT, published="2024-10-20"))
    with Ledger(tmp_path / "a.db") as ledger:
        found = network(ledger, ledger.snapshot().everything)

    assert [(found.name(o.one), found.name(o.other), o.times) for o in found.opposings] == [("Ana Ruiz", "Ben Okoro", 1)]


def test_a_state_that_gives_and_denies_is_one_party(compiled, tmp_path: Path) -> None:
    told = Telling("Ana Ruiz", type="deploy")
    denied = Telling("Kenya", speaker_kind="state", speaker_country="KE", type="deploy", polarity="negative")
    compiled(make_reading(told, published="2024-10-18"), make_reading(denied, published="2024-10-20"))
    with Ledger(tmp_path / "a.db") as ledger:
        found = network(ledger, ledger.snapshot().everything)

    assert [(p.name, p.gives, p.opposes) for p in found.parties if p.name == "Kenya"] == [("Kenya", 1, 1)]


def test_the_tree_of_a_day_long_past_holds_the_texts_that_then_stood(compiled, tmp_path: Path) -> None:
    compiled(
        make_reading(Telling(number=600), published="2024-10-18", url="https://a.example/1"),
        make_reading(Telling(number=700), published="2024-10-20", url="https://a.example/1"),
    )
    with Ledger(tmp_path / "a.db") as ledger:
        [point] = dossier.compile(ledger, as_of="2024-10-19").points

    assert [root.name for root in point.tree.roots] == ["Ana Ruiz"]
