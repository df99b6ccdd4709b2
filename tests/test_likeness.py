"""Promises of likeness: when two claims are about one event, why, and where the partners of a claim are found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from factory import Telling, make_article, make_claim, sentence
from hypothesis import given
from hypothesis import strategies as st

from sayso.claim import Claim, Content, Role, When
from sayso.likeness import JOINED, Side, about, block_keys, evidence, likeness, point_id, same_event
from sayso.likeness.words import doings, term, weight

SENT = Telling("Ana Ruiz", number=600)
STORY = (
    "Kenya sent soldiers to Haiti, Port-au-Prince said; the gangs of Cité Soleil and the Nairobi parliament waited. Ruto and Conille met."
)
OTHER_STORY = "The Norwegian trawler Havbris sank off Tromsø; the coastguard of Finnmark saved Ola Lie and nine fishermen from the ice."


def claim(told: Telling, published: str = "2024-10-18", publisher: str = "Example Daily", story: str = STORY) -> Claim:
    """The claim of a telling, in an article that is about a story."""
    made = make_claim(make_article(sentence(told), published, publisher=publisher), 0, told)
    return replace(made, article=replace(made.article, about=about(story)))


def said(words: str, published: str = "2024-10-18", publisher: str = "Example Daily", story: str = STORY) -> Claim:
    """A claim of words in which no event was found."""
    made = claim(replace(SENT, speaker=f"{publisher} speaker"), published, publisher, story)
    return replace(made, id=f"claim-1-{publisher}-{words}", content=Content(words, ((0, len(words)),)), events=())


def score(a: Claim, b: Claim) -> float:
    return likeness(Side(a), Side(b))


def with_event(made: Claim, **changes: object) -> Claim:
    return replace(made, events=(replace(made.events[0], **changes),))  # type: ignore[arg-type]


# One event


def test_one_frame_told_by_two_outlets_is_one_event() -> None:
    assert same_event(Side(claim(SENT)), Side(claim(replace(SENT, speaker="Ben Okoro"), "2024-10-20", "Example Post")))


def test_troops_sent_without_a_destination_are_those_sent_with_one() -> None:
    without = claim(replace(SENT, recipient=None, number=None), "2024-10-20", "Example Post")

    assert point_id(without) != point_id(claim(SENT))
    assert same_event(Side(claim(SENT)), Side(without))


def test_a_plan_and_a_denial_are_about_the_event_they_plan_and_deny() -> None:
    planned = claim(replace(SENT, status="planned"), "2024-10-15", "Example Post")
    denied = claim(replace(SENT, polarity="negative"), "2024-10-20", "Example Tribune")

    assert same_event(Side(planned), Side(denied))


def test_words_without_an_event_are_one_where_they_and_their_articles_tell_the_same() -> None:
    one = said("the gunman of Cité Soleil was killed by a Kenyan sniper near the harbour")
    other = said("a sniper from Kenya shot dead the Cité Soleil gunman", "2024-10-19", "Example Post")

    assert same_event(Side(one), Side(other))


def test_the_reasons_are_told_in_words() -> None:
    found = same_event(Side(claim(SENT)), Side(claim(replace(SENT, speaker="Ben Okoro"), "2024-10-20", "Example Post")))

    assert found
    assert found.reasons[0] == "same frame: deploy, Kenya -> Haiti, troops"
    assert found.reasons[1] == "both name Haiti, Kenya"
    assert found.reasons[-1] == "told 2 days apart"


# Not one event


@pytest.mark.parametrize(
    "other",
    [
        replace(SENT, recipient=("Mali", "ML")),
        replace(SENT, agent=("Ghana", "GH")),
        replace(SENT, type="transfer", item=("drones", "drone")),
        replace(SENT, item=("pilots", "pilots")),
    ],
    ids=["another receiver", "another sender", "another type", "other things"],
)
def test_what_differs_in_type_party_or_thing_is_another_event(other: Telling) -> None:
    assert same_event(Side(claim(SENT)), Side(claim(other, "2024-10-19", "Example Post"))) is None


def test_a_missile_of_a_kind_is_a_missile_and_a_weapon_but_no_tank() -> None:
    def sent(name: str, kind: str, publisher: str) -> Side:
        return Side(claim(Telling("Ana Ruiz", type="transfer", item=(name, kind)), "2024-10-18", publisher))

    ballistic = sent("rockets", "ballistic missile", "Example Daily")

    assert likeness(ballistic, sent("missiles", "missile", "Example Post")) > 0
    assert likeness(ballistic, sent("arms", "weapons", "Example Post")) > 0
    assert likeness(ballistic, sent("tanks", "tank", "Example Post")) == 0


def test_events_of_different_days_are_two_though_told_in_the_same_words() -> None:
    def dated(day: str, publisher: str) -> Side:
        return Side(with_event(claim(SENT, "2024-10-18", publisher), when=When("then", (0, 4), day)))

    assert same_event(dated("2024-10-01", "Example Daily"), dated("2024-10-01", "Example Post"))
    assert likeness(dated("2024-10-01", "Example Daily"), dated("2024-10-09", "Example Post")) == 0


def test_undated_events_told_more_than_half_a_year_apart_are_two() -> None:
    assert score(claim(SENT), claim(SENT, "2025-10-18", "Example Post")) == 0
    assert point_id(claim(SENT)) != point_id(claim(SENT, "2025-10-18", "Example Post"))


def test_a_word_or_two_in_common_is_too_little_where_there_is_no_event() -> None:
    assert score(said("the report"), said("the report", "2024-10-19", "Example Post")) == 0


def test_few_words_mean_what_their_article_is_about() -> None:
    here, there = said("they could not confirm the report"), said("they could not confirm the report", publisher="Example Post")
    elsewhere = said("they could not confirm the report", publisher="Example Tribune", story=OTHER_STORY)

    assert same_event(Side(here), Side(there))
    assert same_event(Side(here), Side(elsewhere)) is None
    assert len({point_id(replace(c, article=replace(c.article, id=c.id))) for c in (here, there, elsewhere)}) == 3


def test_a_claim_within_another_is_no_second_telling() -> None:
    outer = said("the agency believes that 600 soldiers landed in Haiti")
    inner = replace(said("600 soldiers landed in Haiti"), within=outer.id)

    assert score(outer, inner) == 0


# Cells


def test_a_place_tells_the_destination_by_its_country_and_is_a_cell_of_its_own_within_it() -> None:
    def at(*places: Role) -> Claim:
        return with_event(claim(SENT), recipient=(), place=places)

    country = at(Role("Haiti", (0, 5), "Haiti", "place", "HT"))
    town = at(Role("Jacmel", (0, 6), "Jacmel", "place", "HT"))

    assert point_id(country) == point_id(claim(SENT))
    assert point_id(town) not in (point_id(country), point_id(at()))


# What it rests on


def test_what_an_article_is_about_are_its_most_telling_words_as_they_stand_there() -> None:
    told = about(OTHER_STORY)

    assert set(told) >= {"Havbris", "Tromsø", "Norwegian", "trawler"}
    assert all(word in OTHER_STORY for word in told)
    assert not {"the", "of", "and"} & set(told)


def test_forms_of_a_word_are_one_and_words_for_one_doing_share_a_class() -> None:
    assert term("deployed") == term("deployment") == term("Deploys")
    assert term("sent") == term("sending") == term("sends")
    assert doings(term("slain")) & doings(term("murder"))
    assert weight(term("Havbris")) > weight(term("government")) > weight("the")


def test_a_country_is_one_however_it_is_named() -> None:
    one, other = Side(said("Pyongyang praised the harvest")), Side(said("North Koreans praised the harvest", publisher="Example Post"))

    assert one.traits.words.keys() == other.traits.words.keys()


def test_claims_of_one_event_share_a_block_key_across_wordings() -> None:
    one, other = claim(SENT), claim(replace(SENT, recipient=None, number=None), publisher="Example Post")

    assert set(block_keys(one)) & set(block_keys(other))
    assert not set(block_keys(said("six fishermen were saved from the ice", story=OTHER_STORY))) & set(block_keys(one))


tellings = st.builds(
    Telling,
    speaker=st.sampled_from(["Ana Ruiz", "Ben Okoro"]),
    polarity=st.sampled_from(["positive", "negative"]),
    status=st.sampled_from(["actual", "planned"]),
    type=st.sampled_from(["deploy", "transfer", "strike", "meet"]),
    agent=st.sampled_from([("Kenya", "KE"), ("Peru", "PE")]),
    recipient=st.sampled_from([None, ("Haiti", "HT"), ("Chile", "CL")]),
    item=st.sampled_from([None, ("soldiers", "troops"), ("drones", "drone")]),
    number=st.sampled_from([None, 600]),
)
days = st.sampled_from(["", "2024-10", "2024-10-18", "2025-03-01"])


@given(tellings, tellings, days, days)
def test_likeness_is_the_same_whichever_comes_first_and_every_reason_is_told(a: Telling, b: Telling, day: str, other_day: str) -> None:
    one, other = Side(claim(a, day)), Side(claim(b, other_day, "Example Post"))

    assert 0 <= likeness(one, other) == likeness(other, one) <= 1
    assert same_event(one, other) == same_event(other, one)
    found = same_event(one, other)
    assert (found is not None) == (likeness(one, other) >= JOINED)
    assert found is None or (found.reasons and all(found.reasons))
    assert all(0 <= value <= 1 for value in evidence(one, other).values())


def test_what_recurs_is_told_apart_by_the_month_and_by_how_far_apart_it_is_told() -> None:
    def struck(day: str, publisher: str) -> Claim:
        return claim(replace(SENT, type="strike", item=None, number=None), day, publisher)

    first, next_day, next_month = (
        struck(day, publisher) for day, publisher in (("2024-10-18", "Daily"), ("2024-10-19", "Post"), ("2024-12-12", "Star"))
    )

    assert point_id(first) == point_id(next_day) != point_id(next_month)
    assert score(first, next_day) > score(first, next_month)
