"""Promises of linking: what is the same, what supports, revises, contradicts or denies, and above all what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from factory import Telling, make_article, make_claim, make_reading, sentence

from sayso.claim import Because, Claim, Content, Link, PartyKind, Quantity, Role, When
from sayso.likeness import keys, order, point_id, rank
from sayso.links import link


def claim(told: Telling, published: str = "2024-10-18", publisher: str = "Example Daily") -> Claim:
    return make_claim(make_article(sentence(told), published, publisher=publisher), 0, told)


def linked(a: Claim, b: Claim, *, copied: bool = False) -> Link | None:
    return link(*order(a, b), copied=copied)


def kind(a: Claim, b: Claim) -> str | None:
    found = linked(a, b)
    return found.kind if found else None


SENT = Telling("Ana Ruiz", number=600)
SENT_TOO = Telling("Ben Okoro", number=600)
NOT_SENT = Telling("Carla Lund", polarity="negative")


# Agreeing


def test_the_same_source_saying_it_again_is_the_same() -> None:
    found = linked(claim(SENT), claim(SENT, "2024-11-02", "Example Post"))

    assert found and (found.kind, found.reason) == ("same", "told again by Ana Ruiz in nearly the same words")


def test_the_same_source_saying_it_twice_in_an_article_is_the_same() -> None:
    reading = make_reading(SENT, SENT)

    assert kind(*reading.claims) == "same"


def test_another_source_saying_it_supports_it() -> None:
    found = linked(claim(SENT), claim(replace(SENT_TOO, number=None), "2024-10-19"))

    assert found and (found.kind, found.reason) == ("supports", "told by Ben Okoro as by Ana Ruiz")
    assert found.words == ("deploy", "deploy")


def test_vague_events_are_only_linked_where_the_words_are_related() -> None:
    vague = replace(SENT, type="support", item=None, number=None)
    asked = claim(vague)
    other = replace(
        claim(replace(vague, speaker="Ben Okoro"), "2024-10-19"), content=replace(asked.content, text="warm words for an old friend")
    )

    assert kind(asked, claim(replace(vague, speaker="Ben Okoro"), "2024-10-19")) == "supports"
    assert kind(asked, other) is None


def test_that_unnamed_sources_are_independent_is_never_said() -> None:
    unnamed = Telling("officials", "unnamed", "")
    found = linked(claim(unnamed), claim(unnamed, "2024-10-19", "Example Post"))

    assert found and found.kind == "supports" and found.reason.endswith("whether they are independent is not established")


def test_nearly_the_same_words_in_a_copied_article_are_a_copy() -> None:
    assert linked(claim(SENT), claim(SENT, "2024-10-19", "Example Post"), copied=True).kind == "copies"  # type: ignore[union-attr]


def test_a_claim_within_another_is_no_second_telling() -> None:
    reading = make_reading(SENT, SENT_TOO)
    outer, inner = reading.claims

    assert kind(outer, replace(inner, within=outer.id)) is None


def test_a_claim_is_not_linked_with_itself() -> None:
    assert kind(claim(SENT), claim(SENT)) is None


def test_another_source_that_says_more_adds_detail() -> None:
    found = linked(claim(replace(SENT, number=None)), claim(replace(SENT_TOO, place="Lapland"), "2024-10-19"))

    assert found and found.kind == "details" and found.words == ("600", "Lapland")
    assert found.reason == "told by Ben Okoro as by Ana Ruiz, with a figure and a place that the earlier does not give"


def test_who_confirms_what_they_did_themselves_is_no_second_voice() -> None:
    itself = replace(SENT_TOO, speaker="Kenya", speaker_kind="state", speaker_country="KE", stance="confirms")
    found = linked(claim(SENT), claim(itself, "2024-10-19"))

    assert found and found.reason == "told by Kenya as by Ana Ruiz; Kenya speaks of its own doing"


def test_what_is_only_wished_for_is_not_what_another_tells() -> None:
    wished = replace(SENT, type="wants")

    assert kind(claim(wished), claim(replace(wished, speaker="Ben Okoro", place="Lapland", when="Friday"), "2024-10-19")) is None
    assert kind(claim(wished), claim(replace(wished, speaker="Carla Lund", polarity="negative"))) is None


# Could not verify


UNSURE = replace(SENT_TOO, number=None, stance="cannot confirm", certainty="uncommitted")


def test_who_cannot_confirm_what_was_told_leaves_it_unverified() -> None:
    found = linked(claim(SENT), claim(UNSURE, "2024-10-20"))

    assert found and (found.kind, found.reason) == ("unverified", "told by Ana Ruiz; it could not be confirmed by Ben Okoro")
    assert found.words == ("cannot confirm", "deploy")


def test_who_could_not_confirm_it_before_it_was_told_says_nothing_of_it() -> None:
    assert kind(claim(UNSURE, "2024-10-10"), claim(SENT)) is None


def test_a_doubt_about_a_denial_is_not_unverified() -> None:
    assert kind(claim(NOT_SENT), claim(UNSURE, "2024-10-20")) is None


# Contradicting


def test_so_and_not_so_contradict() -> None:
    found = linked(claim(SENT), claim(NOT_SENT))

    assert found and found.kind == "contradicts"
    assert found.words == ("deploy", "not")


def test_a_denial_of_what_was_said_before_denies_it() -> None:
    found = linked(claim(SENT), claim(replace(NOT_SENT, stance="denies"), "2024-10-20"))

    assert found and (found.kind, found.reason) == ("denies", "told by Ana Ruiz, denied by Carla Lund")


def test_not_yet_in_december_does_not_contradict_done_in_january() -> None:
    assert kind(claim(NOT_SENT, "2024-12-07"), claim(SENT, "2025-01-11")) is None


def test_not_yet_in_december_contradicts_done_in_november() -> None:
    assert kind(claim(SENT, "2024-11-20"), claim(NOT_SENT, "2024-12-07")) == "contradicts"


def test_not_yet_contradicts_what_a_later_report_dates_before_it() -> None:
    told = claim(SENT, "2025-01-11")
    event = replace(told.events[0], when=When("in November", (0, 11), "2024-11"))

    assert kind(claim(NOT_SENT, "2024-12-07"), replace(told, events=(event,))) == "contradicts"


@pytest.mark.parametrize("status", ["planned", "considered", "requested", "hypothetical"])
def test_what_is_planned_does_not_contradict_what_is_not_done(status: str) -> None:
    assert kind(claim(replace(SENT, status=status)), claim(NOT_SENT)) is None


@pytest.mark.parametrize("status", ["requested", "hypothetical"])
def test_what_is_asked_for_or_supposed_contradicts_nothing(status: str) -> None:
    assert kind(claim(replace(SENT, status=status, number=None)), claim(replace(NOT_SENT, status=status))) is None


def test_a_vague_event_that_is_not_so_does_not_contradict_another_told_in_other_words() -> None:
    vague = replace(SENT, type="support", item=None, number=None)
    told, denied = claim(vague), claim(replace(vague, speaker="Ben Okoro", polarity="negative"))
    other = replace(denied, content=replace(denied.content, text="never a good word for an old friend"))

    assert kind(told, denied) == "contradicts"
    assert kind(told, other) is None


def test_a_planned_thing_and_that_it_is_not_planned_contradict() -> None:
    assert kind(claim(replace(SENT, status="planned", number=None)), claim(replace(NOT_SENT, status="planned"))) == "contradicts"


@pytest.mark.parametrize(
    "other",
    [
        replace(NOT_SENT, agent=("Peru", "PE")),
        replace(NOT_SENT, recipient=("Chile", "CL")),
        replace(NOT_SENT, item=("drones", "drone")),
        replace(NOT_SENT, type="withdraw"),
    ],
    ids=["another agent", "another recipient", "another thing", "another type"],
)
def test_claims_about_different_events_do_not_contradict(other: Telling) -> None:
    assert kind(claim(SENT), claim(other)) is None


def test_claims_about_different_places_do_not_contradict() -> None:
    assert kind(claim(replace(SENT, place="Lapland")), claim(replace(NOT_SENT, place="Cyprus"))) is None


def test_events_of_different_dates_do_not_contradict() -> None:
    def dated(told: Telling, edtf: str) -> Claim:
        made = claim(told, "2024-12-07")
        return replace(made, events=(replace(made.events[0], when=When(edtf, (0, 3), edtf)),))

    assert kind(dated(SENT, "2024-03"), dated(NOT_SENT, "2024-11")) is None


def test_what_is_only_presupposed_is_not_disputed() -> None:
    made = claim(SENT)

    assert kind(replace(made, events=(replace(made.events[0], presupposed=True),)), claim(NOT_SENT)) is None


def test_of_two_events_in_a_negative_claim_only_the_one_nearest_to_the_negation_is_denied() -> None:
    negative = claim(NOT_SENT)
    event = negative.events[0]
    train = replace(event, type="train", trigger=replace(event.trigger, span=(900, 905)))
    both = replace(negative, events=(train, event))

    assert kind(claim(SENT), both) == "contradicts"
    assert kind(claim(replace(SENT, type="train")), both) is None


def test_what_articles_on_other_matters_tell_of_one_party_does_not_contradict() -> None:
    def about(told: Telling, *words: str) -> Claim:
        made = claim(replace(told, recipient=None, item=None, number=None))
        return replace(made, article=replace(made.article, about=words))

    assert kind(about(SENT, "ferry", "Narvik", "crash"), about(NOT_SENT, "Narvik", "ferry", "inquiry")) == "contradicts"
    assert kind(about(SENT, "ferry", "Narvik", "crash"), about(NOT_SENT, "camera", "lens", "light")) is None


def test_what_was_planned_in_summer_may_be_off_in_winter() -> None:
    plan, no_plan = replace(SENT, status="planned", number=None), replace(NOT_SENT, status="planned")

    assert kind(claim(plan, "2024-08-18"), claim(no_plan, "2024-12-07")) is None


def test_a_question_contradicts_nothing() -> None:
    assert kind(claim(SENT), claim(replace(NOT_SENT, certainty="uncommitted"))) is None


def test_a_source_does_not_contradict_itself() -> None:
    assert kind(claim(SENT), claim(replace(NOT_SENT, speaker="Ana Ruiz"))) is None


def test_told_more_than_half_a_year_apart_they_do_not_contradict() -> None:
    assert kind(claim(SENT, "2024-01-05"), claim(NOT_SENT, "2024-12-07")) is None


# Figures


def test_a_later_figure_revises_an_earlier_one() -> None:
    found = linked(claim(SENT), claim(replace(SENT_TOO, number=900), "2024-10-23"))

    assert found and (found.kind, found.words) == ("revises", ("900", "600"))
    assert found.reason == "the figure changed: 900 told 2024-10-23, 600 told 2024-10-18"


def test_figures_of_two_sources_as_of_one_day_are_a_dispute() -> None:
    found = linked(claim(SENT), claim(replace(SENT_TOO, number=900)))

    assert found and found.kind == "contradicts" and found.reason.startswith("figures differ as of one day")


def test_figures_of_one_source_on_one_day_are_no_dispute() -> None:
    assert kind(claim(SENT), claim(replace(SENT, number=900), publisher="Example Post")) is None


def test_figures_that_one_article_sets_side_by_side_are_no_dispute() -> None:
    reading = make_reading(SENT, replace(SENT_TOO, number=900))

    assert kind(*reading.claims) is None


def test_a_lower_figure_from_somebody_else_is_no_revision() -> None:
    assert kind(claim(SENT), claim(replace(SENT_TOO, number=200), "2024-10-23")) is None


def test_a_lower_figure_from_the_same_source_is_a_revision() -> None:
    assert kind(claim(SENT), claim(replace(SENT, number=200), "2024-10-23")) == "revises"


def test_figures_whose_order_in_time_is_unknown_are_no_dispute() -> None:
    assert kind(claim(SENT, "2024-10"), claim(replace(SENT_TOO, number=900), "2024-10-18")) is None


def test_figures_for_different_places_are_no_dispute() -> None:
    assert kind(claim(replace(SENT, place="Lapland")), claim(replace(SENT_TOO, number=900))) is None


def test_another_so_many_is_a_part_and_no_other_figure() -> None:
    part = claim(replace(SENT_TOO, number=900))
    quantity = Quantity("another 900", (0, 11), 900.0, 900.0)
    event = replace(part.events[0], items=(replace(part.events[0].items[0], quantity=quantity),))

    assert kind(claim(SENT), replace(part, events=(event,))) != "contradicts"


def test_figures_that_overlap_support_each_other() -> None:
    at_least = claim(SENT_TOO, "2024-10-20")
    quantity = Quantity("at least 500", (0, 12), 500.0, None)
    event = replace(at_least.events[0], items=(replace(at_least.events[0].items[0], quantity=quantity),))

    assert kind(claim(SENT), replace(at_least, events=(event,))) == "supports"


def test_a_total_of_all_places_revises_the_figure_of_one() -> None:
    total = claim(replace(SENT, number=900), "2024-10-23")
    quantity = Quantity("900 in all", (0, 10), 900.0, 900.0)
    event = replace(total.events[0], items=(replace(total.events[0].items[0], quantity=quantity),))

    assert kind(claim(replace(SENT, place="Lapland")), replace(total, events=(event,))) == "revises"


def on(day: str, edtf: str, told: Telling, published: str) -> Claim:
    made = claim(replace(told, when=day), published)
    return replace(made, events=(replace(made.events[0], when=When(f"on {day}", (0, 9), edtf)),))


def test_the_next_meeting_is_no_other_date_of_the_last() -> None:
    visit = replace(SENT, type="meet", item=None, number=None, status="planned")
    first = on("Monday", "2024-10-21", visit, "2024-10-18")

    assert kind(first, on("Friday", "2024-10-25", visit, "2024-10-20")) == "revises"
    assert kind(first, on("Friday", "2024-11-15", visit, "2024-11-10")) is None


def test_a_plan_put_off_is_a_revision() -> None:
    plan = replace(SENT, status="planned", number=None)
    found = linked(on("Monday", "2024-10-21", plan, "2024-10-18"), on("Friday", "2024-10-25", plan, "2024-10-20"))

    assert found and found.kind == "revises"
    assert found.reason == "the date changed: on Friday told 2024-10-20, on Monday told 2024-10-18"


def test_what_happened_on_two_days_may_have_happened_twice() -> None:
    assert kind(on("Monday", "2024-10-14", SENT, "2024-10-18"), on("Friday", "2024-10-18", SENT_TOO, "2024-10-20")) is None


def test_what_was_signed_years_apart_are_two_treaties() -> None:
    signed, too = (replace(told, type="agree", item=None, number=None) for told in (SENT, SENT_TOO))

    assert kind(on("Monday", "2024-10-14", signed, "2024-10-18"), on("Friday", "2024-10-18", too, "2024-10-20")) == "revises"
    assert kind(on("Monday", "2004-10-18", signed, "2024-10-18"), on("Friday", "2024-10-18", too, "2024-10-20")) is None


# Words alone


def worded(words: str, speaker: str = "Ana Ruiz", published: str = "2024-10-18", **change: str) -> Claim:
    """A claim without a typed event."""
    made = claim(Telling(speaker), published, f"Example {speaker}")
    return replace(made, content=Content(words, ((0, len(words)),)), events=(), because=(), **change)  # type: ignore[arg-type]


def told(one: str, other: str, published: str = "2024-10-18") -> str | None:
    return kind(worded(one), worded(other, "Ben Okoro", published))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The mill accepts the new stamp as proof of payment",
            "After long talks the mill does not accept the new stamp as proof of any payment",
        ),
        ("Grain prices rose", "Grain prices in the harbour towns fell for the third week"),
        ("Lund got the harbour medal", "He declined both the harbour medal and another prize"),
        ("The ferry carried 240 passengers", "The ferry carried 180 passengers and a dozen cars"),
        ("The bridge at Alta was finished in 1931", "The bridge at Alta was finished in 1954 by masons from the valley"),
        ("Weavers can easily obtain licences", "It is not easy for weavers to obtain licences"),
        ("The council voted against the harbour treaty", "The council has approved the harbour treaty"),
        ("The dam leaked", "There is no truth in it: the dam never leaked"),
        ("The court cleared Berg of theft", "Berg was convicted of theft by the court after two hearings"),
        ("Lund survived the avalanche", "Lund died in the avalanche near the upper huts"),
        ("The guild repaired the town clock", "The guild failed to repair the town clock in time for the fair"),
        ("The fair had no visitors on Sunday", "The fair had visitors on Sunday from as far as Bergen"),
        ("Norway ratified the herring treaty", "The Norwegian parliament never ratified the herring treaty"),
    ],
    ids=[
        "negated",
        "opposites",
        "refused",
        "figures",
        "dates",
        "not easy",
        "a phrase",
        "never",
        "court",
        "life",
        "failed",
        "no",
        "country",
    ],
)
def test_words_that_rule_each_other_out_contradict(one: str, other: str) -> None:
    assert told(one, other) == "contradicts"
    assert told(other, one) == "contradicts"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The mill accepts the new stamp", "It is not only the mill that accepts the new stamp"),
        ("The mill accepts the new stamp", "They have not shown that the mill accepts the new stamp"),
        ("The mill accepts the new stamp", "If the mill does not accept the new stamp, it will close"),
        ("The mill stopped grinding rye", "The mill does not grind rye any longer"),
        ("Grain prices rose in Narvik", "Coal prices fell in Lisbon"),
        ("Grain prices rose", "The end of low grain prices"),
        ("The ferry carried 240 passengers", "The ferry carried about 250 passengers"),
        ("Lund arrived in Oslo on 3 May 1931", "Niece of the late Lund, Berg left for Oslo on 7 June 1954"),
        ("The bag held pipes packed with powder", "He never touched the bag that held pipes packed with powder"),
        ("The mill accepts the new stamp", "The mill might not accept the new stamp"),
        ("Lund praised the harbour council", "Berg blasted Lund and the harbour council over the ferry"),
        ("The ferry's rivals did not dock at Alta", "The ferry docked at Alta"),
        ("The surviving sailor left Narvik on foot", "The sailor saw his brother's death in Narvik"),
        ("Most of the town's bread has no salt", "Salt is added to the town's bread by ten of the bakers"),
        ("Alta lost six of the last nine matches", "Alta won three of the last nine matches"),
        ("No crane had stood in Alta before May", "The first crane stood in Alta in May"),
        ("Twelve ships besides the ferry docked at Alta", "Thirteen ships docked at Alta"),
        ("I left the harbour at dawn", "I reached the harbour at dawn"),
        ("The guild never paid a mason more than it paid Lund", "The guild paid Lund"),
        ("The cat comes to Narvik market", "Trade ceased at Narvik market"),
        ("Berg was tried in Alta", "Berg is to be tried in Alta and has not been tried yet"),
        ("The ferry has not sunk for thirty years", "The ferry sunk twice on the way to Alta"),
        ("Lund resigned in May 1931", "Lund was elected in April 1930, and resigned the following May"),
        ("Norway's mills closed", "Known in Norway, but not in Peru, the mills stay open"),
    ],
    ids=[
        *("not only", "not shown", "condition", "stopped", "elsewhere", "a mere phrase", "rounded", "another's date", "another deed"),
        *(
            "may",
            "about another",
            "another's deed",
            "which one",
            "of some",
            "so many",
            "before",
            "besides",
            "I",
            "more than",
            "a like word",
        ),
        *("yet to come", "for so long", "counted from", "a part"),
    ],
)
def test_words_that_can_both_be_so_do_not(one: str, other: str) -> None:
    assert told(one, other) != "contradicts"


def test_a_word_that_both_tell_rules_nothing_out() -> None:
    assert told("Berg was detained in Narvik, then released", "Berg was released in Narvik after being detained for a day") != "contradicts"


def test_words_of_two_weeks_apart_may_both_have_been_so() -> None:
    assert told("Grain prices rose", "Grain prices in the harbour towns fell", "2024-11-01") is None


def test_what_is_denied_as_a_whole_contradicts_what_another_tells_in_those_words() -> None:
    denial = worded("the mill sold its river meadows", "Ben Okoro", stance="denies", polarity="negative")
    because = (Because("polarity", "denied", (900, 906)),)

    assert kind(worded("The mill sold its river meadows in spring"), replace(denial, because=because)) == "contradicts"


def test_one_who_tells_all_that_another_tells_and_more_adds_detail() -> None:
    assert told("The mill accepts the new stamp", "The mill in Alta accepts the new stamp as proof of payment", "2024-10-20") == "details"
    assert told("The mill in Alta accepts the new stamp as proof of payment", "The mill accepts the new stamp", "2024-10-20") == "supports"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The guild sold the river meadows", "In spring the guild sold the river meadows to a farmer"),
        ("The river meadows were sold by the guild", "The guild sold the river meadows after a long quarrel"),
        ("Lund was killed in the avalanche", "Lund died in the avalanche near the upper huts"),
        ("Berg is the mayor of Narvik", "Ana Berg, the mayor of Narvik, opened the fair"),
        ("The ferry carried 240 passengers", "The ferry carried 240 passengers and a dozen cars"),
        ("Norway sent three ships to Alta", "The Norwegian navy had sent three ships to Alta by Sunday"),
    ],
    ids=["the same deed", "passive", "killed is dead", "without a deed", "figures", "country"],
)
def test_one_tells_what_the_other_tells(one: str, other: str) -> None:
    assert told(one, other) in ("supports", "details")
    assert told(other, one) in ("supports", "details")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lund survived the avalanche at Alta", "The avalanche at Alta that killed Lund came at dawn"),
        ("Berg was charged with theft in Narvik", "Berg escaped a charge of theft in Narvik"),
        ("The guild sued the harbour council", "The harbour council sued the guild over the meadows"),
        ("Berg beat Lund at Narvik", "Berg was beaten by Lund at Narvik"),
        ("The rebels took nine farms from the army", "The army retook nine farms from the rebels"),
        ("Lund sold the mill", "Berg said that he plans to sell the mill to Lund"),
        ("Lund sold the mill in Alta", "The council urged Lund to sell the mill in Alta"),
        ("Lund owns more boats than Berg", "Berg owns more boats than Lund and his brothers"),
        ("Only Lund opened the lock", "Lund and his men opened the lock"),
        ("Lund built the largest mill in Narvik", "Lund built a mill in Narvik beside the salt store"),
        ("The ferry carried 240 passengers", "The ferry carried a dozen passengers and 240 cars"),
        ("Berg was born in Narvik in 1931", "Berg was born in Narvik in 1928"),
        ("The bridge fell after the flood", "The bridge fell before the flood reached the town"),
        ("The guild bought the mill", "The guild and its mill stood by the river. A farmer bought the meadows"),
        ("Lund was hurt by the driver", "The driver killed Berg and hurt the mate of Lund"),
        ("Berg is the father of Lund", "Berg, whose father was a mason, taught Lund"),
        ("The council rejected the treaty on herring", "The council signed the treaty on herring"),
        ("Berg went from Narvik to Alta by ship", "Berg went from Alta to Narvik by ship"),
    ],
    ids=[
        *("survived", "escaped", "who did it", "passive turned", "took back", "planned", "urged", "more than", "only", "largest"),
        *("what is counted", "year", "before", "gathered from all over", "another's deed", "whose father", "opposites", "from and to"),
    ],
)
def test_the_same_words_may_tell_something_else(one: str, other: str) -> None:
    for found in (told(one, other), told(other, one)):
        assert found in (None, "contradicts")


def test_nearly_the_same_words_with_the_parties_turned_round_are_not_the_same() -> None:
    one = "The herring guild of Narvik sued the salt council of Alta over the meadows"
    other = "The salt council of Alta sued the herring guild of Narvik over the meadows"

    assert told(one, other) is None
    assert told(one, one) == "supports"


def test_typed_events_tell_more_than_words() -> None:
    one, other = claim(SENT), claim(NOT_SENT)
    elsewhere = replace(other, events=(replace(other.events[0], recipient=(Role("Chile", (0, 5), "Chile", "state", "CL"),)),))

    assert kind(one, elsewhere) is None
    assert kind(replace(one, events=()), elsewhere) == "contradicts"


# One quotation

QUOTED = "“We will not sell the river meadows to anybody in this valley,”"


def quoted(words: str, speaker: str, kind: PartyKind = "person", named: bool = True) -> Claim:
    made = worded(words, speaker)
    return replace(made, source=replace(made.source, name=speaker, party=speaker if named else "", kind=kind, named=named))


def test_a_quotation_credited_to_nobody_by_name_is_no_second_voice() -> None:
    found = linked(quoted(QUOTED, "Ana Lund"), quoted(f"the guild would wait: {QUOTED}", "a spokesman", "unnamed", named=False))

    assert found and found.kind == "same"
    assert found.reason.startswith("the same quotation, credited to ") and "Ana Lund" in found.reason


def test_a_quotation_credited_to_an_office_and_to_who_holds_it_is_one_voice() -> None:
    assert kind(quoted(QUOTED, "Ana Lund"), quoted(QUOTED, "director", "office")) == "same"
    assert kind(quoted(QUOTED, "Ana Lund"), quoted(QUOTED, "Lund")) == "same"


def test_a_quotation_of_a_minister_and_of_the_minister_s_own_spokesman_is_credited_to_two() -> None:
    spoken = quoted(QUOTED, "Ben Okoro")

    assert kind(quoted(QUOTED, "Ana Lund"), replace(spoken, source=replace(spoken.source, role="spokesman of Ana Lund"))) == "supports"


def test_the_same_words_credited_to_two_persons_are_told_as_such() -> None:
    found = linked(quoted(QUOTED, "Ana Lund"), quoted(QUOTED, "Ben Okoro"))

    assert found and found.kind == "supports"
    assert "Ana Lund" in found.reason and "Ben Okoro" in found.reason
    assert found.reason.startswith("the same words are credited to ")


def test_a_few_quoted_words_in_common_are_no_quotation_printed_twice() -> None:
    other = "“We will not sell the mill, and whoever says so has never been to Alta in his life”"

    assert linked(quoted(QUOTED, "Ana Lund"), quoted(other, "a spokesman", "unnamed", named=False)) is None


# What holds what


def placed(told: Telling, name: str, country: str, published: str = "2024-10-18") -> Claim:
    made = claim(told, published)
    return replace(made, events=(replace(made.events[0], place=(Role(name, (0, len(name)), name, "place", country),)),))


def test_who_denies_it_for_a_state_denies_it_for_its_towns() -> None:
    assert kind(placed(SENT, "Tromsø", "NO"), placed(NOT_SENT, "Norway", "NO")) == "contradicts"


def test_who_denies_it_for_a_town_does_not_deny_it_for_the_state() -> None:
    assert kind(placed(SENT, "Norway", "NO"), placed(NOT_SENT, "Tromsø", "NO")) is None


def test_a_denial_is_linked_with_what_it_denies_within_itself() -> None:
    outer, inner = make_reading(replace(NOT_SENT, stance="denies"), SENT).claims

    found = linked(outer, replace(inner, within=outer.id))
    assert found and (found.kind, found.reason) == ("denies", "told by Ana Ruiz, denied by Carla Lund")


# Keys, points, order


def test_claims_that_are_linked_share_a_key() -> None:
    for a, b in [(SENT, SENT_TOO), (SENT, NOT_SENT), (SENT, replace(SENT_TOO, recipient=None)), (SENT, replace(SENT_TOO, item=None))]:
        assert kind(claim(a), claim(b, "2024-10-19"))
        assert set(keys(claim(a))) & set(keys(claim(b, "2024-10-19")))


def test_claims_about_one_event_are_one_point_whoever_says_it_and_whether_it_is_denied() -> None:
    assert point_id(claim(SENT)) == point_id(claim(NOT_SENT, "2024-12-07"))


def test_claims_about_different_things_are_different_points() -> None:
    assert point_id(claim(SENT)) != point_id(claim(replace(SENT, item=("drones", "drone"))))


def test_claims_without_an_event_are_one_point_only_in_the_same_words() -> None:
    made = replace(claim(SENT), events=())

    assert point_id(made) == point_id(replace(claim(SENT, "2024-12-07"), events=()))
    assert point_id(made) != point_id(replace(claim(NOT_SENT), events=()))


def test_undated_claims_come_last() -> None:
    assert order(claim(SENT, ""), claim(SENT, "2024-12-07"))[0].article.published == ""


def test_the_order_of_claims_is_by_date_then_article_then_place() -> None:
    reading = make_reading(SENT, SENT_TOO, NOT_SENT)

    assert sorted([reading.claims[i] for i in (2, 0, 1)], key=rank) == list(reading.claims)
