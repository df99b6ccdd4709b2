"""Promises of origins: whoever prints it, a word goes back to who said it; nobody is called independent without a reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from factory import Telling, make_reading

from sayso.claim import Claim, Reading, Source, make_id
from sayso.ledger import Ledger, origins
from sayso.ledger.origins import Root, Voice, standings
from sayso.ledger.sides import Side, outlet_key, side_of

OPENING = " ".join(f"The {n}th boat of the harbour at dawn carried word {n * 7} of it." for n in range(20))
OFFICIALS = Telling("officials", "unnamed", "")


@pytest.fixture
def ledger(tmp_path: Path):
    with Ledger(tmp_path / "a.db") as ledger:
        yield ledger


def put(ledger: Ledger, *readings: Reading) -> list[Claim]:
    for reading in readings:
        ledger.record(reading)
    return list(ledger.claims())


def said(telling: Telling, publisher: str, published: str = "2024-10-18", **more: str) -> Reading:
    return make_reading(telling, publisher=publisher, published=published, **more)


def with_source(reading: Reading, **changes: object) -> Reading:
    """The reading with another source or chain of its one claim."""
    from dataclasses import replace

    [claim] = reading.claims
    via = changes.pop("via", claim.via)
    return replace(reading, claims=(replace(claim, source=replace(claim.source, **changes), via=via),))


def person(name: str, role: str = "", country: str = "", kind: str = "person") -> Source:
    return Source(name, (0, 1), name, kind, True, role, country, make_id("party", kind, name))  # type: ignore[arg-type]


def names(ledger: Ledger) -> list[str]:
    return list(dict.fromkeys(root.name for root in origins.roots(ledger._db).values()))


def voice(name: str, kind: str = "person", country: str = "", role: str = "", of_itself: bool = False) -> Voice:
    return Voice(Root(name, name, kind), side_of(name, kind, country, role), of_itself)


def established(*voices: Voice) -> list[str]:
    return [standing for standing, _ in standings(voices)]


# What a claim goes back to


def test_a_named_speaker_is_one_origin_whoever_prints_it(ledger: Ledger) -> None:
    put(ledger, said(Telling("Ana Ruiz"), "Example Daily"), said(Telling("Ana Ruiz"), "Example Post", opening="More."))

    assert names(ledger) == ["Ana Ruiz"]


def test_an_unnamed_source_heard_through_a_named_one_goes_back_to_that(ledger: Ledger) -> None:
    inner, outer = person("Ben Okoro"), person("Yonhap", kind="medium")
    put(ledger, with_source(said(OFFICIALS, "Example Daily"), via=(inner, outer)))

    assert names(ledger) == ["Yonhap"]


def test_what_an_agency_sends_goes_back_to_the_agency(ledger: Ledger) -> None:
    outlet = {"kind": "article", "named": False, "span": None, "text": "", "name": "Example Daily", "party": ""}
    put(ledger, with_source(said(Telling(), "Example Daily", agency="Example Wire"), **outlet))

    assert [(r.name, r.kind) for r in origins.roots(ledger._db).values()] == [("Example Wire", "agency")]


def test_an_agency_and_its_own_site_are_one_origin(ledger: Ledger) -> None:
    own = {"kind": "article", "named": False, "span": None, "text": "", "name": "x", "party": ""}
    put(
        ledger,
        with_source(said(Telling(), "Example Daily", agency="AP"), **own),
        with_source(said(Telling(number=7), "The Associated Press"), **own),
    )

    assert len({root.key for root in origins.roots(ledger._db).values()}) == 1


def test_unnamed_sources_of_a_copied_text_are_one_origin(ledger: Ledger) -> None:
    put(
        ledger,
        said(OFFICIALS, "Example Wire", "2024-10-18", opening=OPENING),
        said(OFFICIALS, "Example Daily", "2024-10-19", opening="New headline. " + OPENING),
        said(Telling("officials", "unnamed", "", agent=("Peru", "PE")), "Example Post", "2024-10-19"),
    )

    assert names(ledger) == ["officials (unnamed, in Example Wire)", "officials (unnamed, in Example Post)"]


def test_what_stands_in_a_copied_passage_goes_back_to_where_it_first_stood(ledger: Ledger) -> None:
    told = Telling("officials", "unnamed", "", number=600, place="Lapland", when="Monday", recipient=("Haiti", "HT"))
    lead = "The boats of the harbour had gone out long before anybody thought of it."
    own = " ".join(f"On the {n}th day the baker of Oster sold {n * 3} loaves to the people." for n in range(15))
    put(
        ledger,
        said(told, "Example Wire", "2024-10-18", opening=lead),
        said(told, "Example Post", "2024-10-20", opening=f"{own} {lead}"),
    )

    assert ledger.copies()[0].containment > 0.5  # of the shorter text; but the longer is mostly its own
    assert names(ledger) == ["officials (unnamed, in Example Wire)"]


def test_what_an_outlet_adds_to_a_copied_passage_is_its_own(ledger: Ledger) -> None:
    lead = "The boats of the harbour had gone out long before anybody thought of it, the keeper of the light wrote in his book that day."
    own = " ".join(f"On the {n}th day the baker of Oster sold {n * 3} loaves to the people." for n in range(15))
    put(
        ledger,
        said(Telling("Ana Ruiz"), "Example Wire", "2024-10-18", opening=lead),
        said(OFFICIALS, "Example Post", "2024-10-20", opening=f"{lead} {own}"),
    )

    assert names(ledger) == ["Ana Ruiz", "officials (unnamed, in Example Post)"]


def test_one_claim_and_all_claims_are_told_the_same_origins(ledger: Ledger) -> None:
    claims = put(
        ledger,
        said(OFFICIALS, "Example Wire", "2024-10-18", opening=OPENING),
        said(OFFICIALS, "Example Daily", "2024-10-19", opening="New headline. " + OPENING),
        said(Telling("Ana Ruiz"), "Example Post"),
    )
    known = origins.texts(ledger._db)

    assert {claim.id: origins.root(claim, known) for claim in claims} == origins.roots(ledger._db)


# Who is independent


def test_two_named_speakers_of_different_sides_are_independent() -> None:
    assert established(voice("Ana Ruiz", country="CL", role="foreign minister"), voice("Ben Okoro", country="KE", role="president")) == [
        "independent",
        "independent",
    ]


def test_a_ministry_and_its_spokesman_are_one_side() -> None:
    assert established(voice("Pentagon", "organisation", "US"), voice("Ida Ek", country="US", role="Pentagon spokeswoman")) == [
        "not established",
        "not independent",
    ]


def test_two_officials_of_one_government_are_one_side() -> None:
    assert established(
        voice("Ana Ruiz", country="CL", role="defence minister"), voice("Chile", "state", "CL"), voice("Mali", "state", "ML")
    ) == [
        "independent",
        "not independent",
        "independent",
    ]


def test_two_of_one_organisation_are_one_side() -> None:
    assert established(voice("NATO", "organisation"), voice("Gil Castro", role="NATO secretary general", country="NO")) == [
        "not established",
        "not independent",
    ]


def test_a_company_and_its_spokesman_are_one_side() -> None:
    assert established(voice("Lund Harbour Works", "organisation"), voice("Eva Quist", role="spokeswoman for Lund Harbour Works")) == [
        "not established",
        "not independent",
    ]


def test_an_ambassador_speaks_for_who_sent_him() -> None:
    assert (
        Side.stands_to(
            side_of("Femi Adu", "person", "GH", "Ghana's ambassador to the United Nations"),
            side_of("United Nations", "organisation", "", ""),
        )
        == "apart"
    )


def test_a_member_of_parliament_may_or_may_not_speak_for_the_government() -> None:
    assert established(voice("Ana Ruiz", country="CL", role="senator"), voice("Chile", "state", "CL")) == [
        "not established",
        "not established",
    ]


def test_an_official_of_nobody_knows_which_state_is_not_called_independent_of_one() -> None:
    assert established(voice("Chile", "state", "CL"), voice("Ana Ruiz", role="foreign minister")) == ["not established", "not established"]


@pytest.mark.parametrize("kind", ["unnamed", "medium", "agency", "outlet"])
def test_who_does_not_say_where_he_has_it_from_is_not_established(kind: str) -> None:
    assert established(Voice(Root("x", "x", kind), Side(), False), voice("Mali", "state", "ML")) == ["not established", "not established"]


def test_who_confirms_his_own_deed_corroborates_nothing() -> None:
    assert established(voice("Mali", "state", "ML"), voice("Ghana", "state", "GH", of_itself=True)) == [
        "not established",
        "not independent",
    ]


def test_each_standing_says_why() -> None:
    told = standings([voice("Mali", "state", "ML"), voice("Ghana", "state", "GH"), voice("Ana Ruiz", country="GH", role="president")])

    assert [why for _, why in told] == ["another side than Ghana", "another side than Mali", "of one side with Ghana"]


@pytest.mark.parametrize(
    ("name", "key"),
    [("AP", "medium associated press"), ("www.reuters.com", "medium reuters"), ("The Lund Post", "medium lund post"), ("", "")],
)
def test_a_medium_has_one_key_however_it_is_written(name: str, key: str) -> None:
    assert outlet_key(name) == key


# The tree


def test_denials_are_counted_apart_from_support(ledger: Ledger) -> None:
    claims = put(
        ledger,
        said(Telling("Ana Ruiz", certainty="uncommitted"), "Example Daily"),
        said(Telling("Ben Okoro", polarity="negative"), "Example Daily"),
        said(Telling("Carla Lund"), "Example Post"),
    )
    tree = origins.tree(ledger._db, claims)

    assert [[stem.origin.name for stem in stems] for stems in (tree.supports, tree.opposes, tree.leaves_open)] == [
        ["Carla Lund"],
        ["Ben Okoro"],
        ["Ana Ruiz"],
    ]


def test_a_tree_grows_from_the_speaker_over_the_agency_to_the_outlets(ledger: Ledger) -> None:
    claims = put(
        ledger,
        said(Telling(), "Example Wire", "2024-10-18", opening=OPENING, agency="Example Wire"),
        said(Telling(), "Example Daily", "2024-10-19", opening="New headline. " + OPENING),
        said(Telling(agent=("Peru", "PE")), "Example Post", "2024-10-19"),
    )
    tree = origins.tree(ledger._db, claims)

    assert str(tree) == "3 outlets, 1 origin"
    [stem] = tree.supports
    assert [(n.name, n.kind, len(n.claims), [m.name for m in n.nodes]) for n in stem.nodes] == [
        ("Example Wire", "agency", 1, ["Example Daily"]),
        ("Example Post", "outlet", 1, []),
    ]


def test_the_doer_who_says_so_too_makes_no_second_independent_origin(ledger: Ledger) -> None:
    kenya = with_source(said(Telling("Kenya", "state", "KE"), "Example Post"), name="Kenya", kind="state", country="KE")
    tree = origins.tree(ledger._db, put(ledger, said(Telling("Ana Ruiz"), "Example Daily"), kenya))

    assert {stem.origin.name: stem.origin.established for stem in tree.supports} == {
        "Kenya": "not independent",
        "Ana Ruiz": "not established",
    }
    assert tree.independent == 0


def test_the_origin_of_each_claim_has_its_own_path(ledger: Ledger) -> None:
    claims = put(
        ledger,
        said(OFFICIALS, "Example Wire", "2024-10-18", opening=OPENING),
        said(OFFICIALS, "Example Daily", "2024-10-19", opening="New headline. " + OPENING),
    )
    found = origins.origins(ledger._db, claims)

    assert [[step.name for step in found[claim.id].path] for claim in claims] == [["Example Wire"], ["Example Wire", "Example Daily"]]


# The example chronicle


@pytest.fixture(scope="module")
def chronicle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    folder = Path(__file__).parent.parent / "examples"
    with Ledger(tmp_path_factory.mktemp("chronicle") / "a.db") as ledger:
        ledger.read(sorted(folder.glob("2024-10-*")), engine="rules")
        yield ledger


def test_the_wire_text_its_twin_and_its_short_version_are_one_text(chronicle: Ledger) -> None:
    published = {article.id: article.publisher for article in chronicle.articles()}

    assert sorted((published[one.article], published[one.of]) for one in chronicle.copies()) == [
        ("Example Courier", "Example Wire"),
        ("Example Herald", "Example Wire"),
    ]


def test_who_cites_only_reports_has_no_origin_that_is_established(chronicle: Ledger) -> None:
    claims = [claim for claim in chronicle.claims() if claim.article.publisher == "Example Gazette" and claim.source.kind != "article"]
    found = [chronicle.origins([claim])[claim.id] for claim in claims]

    assert {(origin.kind, origin.established) for origin in found} == {("unnamed", "not established")}
