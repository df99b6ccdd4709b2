"""Who did what to whom, with what, when and where, and in exchange for what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso import names
from sayso.claim import Article, Event, Item, Quantity, Role, Span, When
from sayso.events import Frame, describe, frames
from sayso.names.gazetteer import Gazetteer
from sayso.sentences import Parse, Parser

DOCS = Path(__file__).parent.parent / "docs" / "events.md"
Describe = Callable[[str], list[Frame]]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture
def frames_of(parse_text: Callable[[str], Parse], gazetteer: Gazetteer) -> Describe:
    """The events of a text, dated 9 December 2024."""

    def frames_of(text: str) -> list[Frame]:
        parse = parse_text(text)
        return describe(parse, names.resolve(parse, gazetteer))

    return frames_of


def told(event: Event) -> str:
    """An event in one line: type: agent > recipient (items)."""
    items = ", ".join(i.text for i in event.items)
    return f"{event.type}: {', '.join(a.name for a in event.agent)} > {', '.join(r.name for r in event.recipient)}" + (
        f" ({items})" if items else ""
    )


def only(found: list[Frame], type: str) -> Event:
    events = [f.event for f in found if f.event.type == type]
    assert len(events) == 1, [told(f.event) for f in found]
    return events[0]


DIRECTIONS = [
    # the giver is the agent, whatever the verb
    ("Norway sent forty drones to Peru.", "transfer: Norway > Peru (drones)"),
    ("Peru received two submarines from France.", "transfer: France > Peru (submarines)"),
    ("Poland has acquired howitzers from South Korea.", "transfer: South Korea > Poland (howitzers)"),
    ("Chad is seeking radar technology from Turkey.", "transfer: Turkey > Chad (radar technology)"),
    ("Chad gained access to Turkish satellite technology.", "transfer: Turkey > Chad (Turkish satellite technology)"),
    ("Chad asked Turkey for drones.", "transfer: Turkey > Chad (drones)"),
    # passives
    ("The tanks were sent to Peru by Norway.", "transfer: Norway > Peru (tanks)"),
    ("Ukraine was given six howitzers by Norway.", "transfer: Norway > Ukraine (howitzers)"),
    ("Seoul has been supplied with howitzers by Norway.", "transfer: Norway > South Korea (howitzers)"),
    ("Rifles were sold to Niger.", "transfer:  > Niger (Rifles)"),
    # relatives, whole and reduced
    ("The jets that Sweden sent to Chad were old.", "transfer: Sweden > Chad (jets)"),
    ("The jets supplied by Sweden were old.", "transfer: Sweden >  (jets)"),
    ("Kenya, which has sold rifles to Ghana, denied it.", "transfer: Kenya > Ghana (rifles)"),
    # unspoken subjects
    ("Norway plans to send tanks to Peru.", "transfer: Norway > Peru (tanks)"),
    ("Norway is considering providing tanks to Peru.", "transfer: Norway > Peru (tanks)"),
    ("Norway has refrained from supplying weapons to Peru.", "transfer: Norway > Peru (weapons)"),
    ("Norway is believed to have sold weapons to Peru.", "transfer: Norway > Peru (weapons)"),
    ("Chile accused Norway of sending weapons to Peru.", "transfer: Norway > Peru (weapons)"),
    ("Chile called on Norway to send weapons to Peru.", "transfer: Norway > Peru (weapons)"),
    ("Norway has no plans to send weapons to Peru.", "transfer: Norway > Peru (weapons)"),
    ("Norway trained soldiers and shipped rifles to Peru.", "transfer: Norway > Peru (rifles)"),
    # two objects
    ("Germany gave Poland two radars.", "transfer: Germany > Poland (radars)"),
    ("Germany provided Poland with radars.", "transfer: Germany > Poland (radars)"),
    ("Germany provided radars to Poland.", "transfer: Germany > Poland (radars)"),
    ("Germany gave Poland K9 and K2 howitzers.", "transfer: Germany > Poland (K9, K2 howitzers)"),
    # nouns
    ("Arms transfers from Iran to Yemen went on.", "transfer: Iran > Yemen (Arms)"),
    ("Peru's purchase of jets from France was signed.", "transfer: France > Peru (jets)"),
    ("Turkish deliveries of drones to Mali went on.", "transfer: Turkey > Mali (drones)"),
]


@pytest.mark.parametrize(("text", "expected"), DIRECTIONS)
def test_a_transfer_runs_from_the_giver_to_the_receiver(frames_of: Describe, text: str, expected: str) -> None:
    found = only(frames_of(text), "transfer")

    assert told(found) == expected


DEPLOYMENTS = [
    ("Kenya sent 600 soldiers to Haiti.", "deploy: Kenya > Haiti (soldiers)"),
    ("Kenyan soldiers have been deployed near the border.", "deploy: Kenya >  (Kenyan soldiers)"),
    ("Kenyan soldiers are positioned in the capital.", "deploy: Kenya >  (Kenyan soldiers)"),
    ("About 300 Kenyan soldiers have arrived in Haiti.", "deploy: Kenya >  (Kenyan soldiers)"),
    ("The deployment of Kenyan soldiers worried Cuba.", "deploy: Kenya >  (Kenyan soldiers)"),
    ("Kenya's contribution of fresh troops to Haiti was praised.", "deploy: Kenya > Haiti (fresh troops)"),
    ("There is evidence of Chadian troops in Sudan.", "deploy: Chad >  (Chadian troops)"),
    ("Kenya sent soldiers to help Haiti.", "deploy: Kenya > Haiti (soldiers)"),
    # carried, fetched, expected, present
    ("Togolese ships took 600 Ghanaian soldiers to Tonga.", "deploy: Ghana > Tonga (Ghanaian soldiers)"),
    ("Chad plans to bring in 900 soldiers from Niger.", "deploy: Niger > Chad (soldiers)"),
    ("Chad wants 900 soldiers from Niger.", "deploy: Niger > Chad (soldiers)"),
    ("Kenyan soldiers are expected in Haiti on Friday.", "deploy: Kenya >  (Kenyan soldiers)"),
    ("About 300 Kenyan soldiers are now in Haiti.", "deploy: Kenya >  (Kenyan soldiers)"),
    ("Some 300 Kenyan soldiers remain in Haiti.", "deploy: Kenya >  (Kenyan soldiers)"),
    ("The sending of Kenyan soldiers to the front was criticized.", "deploy: Kenya >  (Kenyan soldiers)"),
    ("Chile denied the reports that Kenyan soldiers are being sent to the war.", "deploy: Kenya >  (Kenyan soldiers)"),
]


@pytest.mark.parametrize(("text", "expected"), DEPLOYMENTS)
def test_troops_are_deployed_by_the_state_whose_they_are(frames_of: Describe, text: str, expected: str) -> None:
    assert told(only(frames_of(text), "deploy")) == expected


OTHERS = [
    ("Jordan urged Syria to withdraw its troops.", "withdraw: Syria >  (troops)"),
    ("Peruvian pilots travelled to Spain for training.", "train: Peru >  (Peruvian pilots)"),
    ("Chad may be providing military training to Niger.", "train: Chad > Niger"),
    ("Chadian soldiers have taken part in the fighting.", "combat: Chad > "),
    ("Rebels carried out a missile strike on a depot.", "strike: Rebels > depot (missile)"),
    ("A depot was shelled by rebels.", "strike: rebels > depot"),
    ("The strike on the port was carried out by Norway.", "strike: Norway > port"),
    ("Nine workers died in a bombardment by Norway.", "casualty: Norway > Nine workers (workers)"),
    ("A treaty signed by Peru and Chile was published.", "agree: Peru, Chile >  (treaty)"),
    ("Peru signed a deal with Chile.", "agree: Peru > Chile (deal)"),
    ("Talks between Iran and Iraq were held in Oman.", "meet: Iran, Iraq > "),
    ("Peru, Chile and Bolivia met yesterday.", "meet: Peru, Chile, Bolivia > "),
    ("Canada imposed sanctions on Belarus.", "sanction: Canada > Belarus"),
    ("Belarus faces sanctions from Canada.", "sanction: Canada > Belarus"),
    ("Chad's support for Niger is growing.", "cooperate: Chad > Niger"),
    ("Chad received support from Niger.", "cooperate: Niger > Chad"),
    ("India conducted a missile test on Tuesday.", "test: India >  (missile)"),
    ("Three Chilean smugglers were arrested by Peru.", "detain: Peru > Three Chilean smugglers"),
    ("Chile was heavily and unjustly criticized by Peru.", "accuse: Peru > Chile"),
    ("Chile was accused by Peru of sending weapons to rebels.", "accuse: Peru > Chile"),
    ("Peru welcomed the resumption of ties between Iran and Iraq.", "support: Peru > Iran, Iraq"),
    ("Canada has promised to lift its sanctions on Belarus.", "concede: Canada > Belarus"),
]


@pytest.mark.parametrize(("text", "expected"), OTHERS)
def test_each_type_has_its_agent_and_recipient(frames_of: Describe, text: str, expected: str) -> None:
    assert told(only(frames_of(text), expected.split(":")[0])) == expected


EXCHANGES = [
    ("Chad sold rifles to Niger in exchange for oil.", "transfer: Chad > Niger (rifles)", "transfer: Niger > Chad (oil)"),
    ("Chad gave Niger jets in return for troops being sent to Chad.", "transfer: Chad > Niger (jets)", "deploy: Niger > Chad (troops)"),
    ("Chad will give Niger jets in return for troops.", "transfer: Chad > Niger (jets)", "deploy: Niger > Chad (troops)"),
    (
        "Chad gave Niger jets in exchange for the involvement of Nigerien troops.",
        "transfer: Chad > Niger (jets)",
        "deploy: Niger > Chad (Nigerien troops)",
    ),
    (
        "Chad seeks drones from Turkey in exchange for troop deployments.",
        "transfer: Turkey > Chad (drones)",
        "deploy: Chad > Turkey (troop)",
    ),
    ("Peru swapped fuel for rice with Chile.", "transfer: Peru > Chile (fuel)", "transfer: Chile > Peru (rice)"),
    ("Chad received jets and, in return, sent soldiers to Niger.", "deploy: Chad > Niger (soldiers)", "transfer: Niger > Chad (jets)"),
]


@pytest.mark.parametrize(("text", "one", "other"), EXCHANGES)
def test_an_exchange_has_both_its_legs(frames_of: Describe, text: str, one: str, other: str) -> None:
    found = frames_of(text)

    assert [told(f.event) for f in found] == [one]
    assert found[0].event.in_exchange_for is not None
    assert told(found[0].event.in_exchange_for) == other


@pytest.mark.parametrize(
    ("hedge", "expected"),
    [
        ("likely in return for", "probable"),
        ("possibly in return for", "possible"),
        ("reportedly in return for", "uncommitted"),
        ("in return for", None),
    ],
)
def test_an_exchange_is_as_certain_as_its_own_hedge(frames_of: Describe, hedge: str, expected: str | None) -> None:
    found = only(frames_of(f"Chad sent jets to Niger, {hedge} soldiers."), "transfer")

    assert found.in_exchange_for is not None
    assert found.in_exchange_for.certainty == expected


def test_a_hedge_inside_the_leg_is_the_leg_s_own(frames_of: Describe) -> None:
    found = only(frames_of("Chad gave Niger jets in exchange for the thousands of soldiers that Niger reportedly sent."), "transfer")

    assert found.in_exchange_for is not None
    assert (found.in_exchange_for.certainty, found.in_exchange_for.items[0].quantity.text) == ("uncommitted", "thousands")  # type: ignore[union-attr]


def test_who_only_carries_the_soldiers_of_another_is_the_way_they_went(frames_of: Describe) -> None:
    found = only(frames_of("Togolese ships took Ghanaian soldiers to Lomé between 2 and 5 December."), "deploy")

    assert ([a.name for a in found.agent], [v.name for v in found.via]) == (["Ghana"], ["Togo"])
    assert found.when is not None
    assert found.when.edtf == "2024-12-02/2024-12-05"


def test_a_noun_that_begins_the_next_clause_is_no_receiver(frames_of: Describe) -> None:
    found = [told(f.event) for f in frames_of("Kenyan troops have been sent to Haiti and units have been deployed near the port.")]

    assert found == ["deploy: Kenya > Haiti (Kenyan troops)", "deploy: Kenya >  (units)"]


def test_soldiers_in_combat_fight_and_are_not_stationed(frames_of: Describe) -> None:
    assert [f.event.type for f in frames_of("Kenyan soldiers have been in combat.")] == ["combat"]


def test_several_designations_before_one_noun_are_several_items(frames_of: Describe) -> None:
    items = only(frames_of("Peru will receive Leopard 1 and Leopard 2 tanks."), "transfer").items

    assert [(i.text, i.kind) for i in items] == [("Leopard 1", "tank"), ("Leopard 2 tanks", "tank")]


def test_one_number_before_several_designations_counts_them_together(frames_of: Describe) -> None:
    items = only(frames_of("Peru will receive 24 MiG-29 and Su-27 fighters."), "transfer").items

    assert [(i.text, i.quantity and i.quantity.low) for i in items] == [("MiG-29 and Su-27 fighters", 24)]


def test_the_place_of_a_fight_is_the_place_of_taking_part_in_it(frames_of: Describe) -> None:
    found = only(frames_of("Kenyan soldiers took part in combat near Mopti."), "combat")

    assert [p.name for p in found.place] == ["Mopti"]


def test_places_in_a_row_are_all_places(frames_of: Describe) -> None:
    found = only(frames_of("The soldiers boarded near the towns of Gao, Mopti and Kayes."), "deploy")

    assert [p.text for p in found.place] == ["Gao", "Mopti", "Kayes"]


FIGURES = [
    ("Chad sent 300 soldiers, of whom 50 were killed.", "of whom 50"),
    ("Kenya sent 900 soldiers to Haiti. Another 600 were sent in May.", "Another 600"),
    ("Kenya sent 900 soldiers to Haiti. That makes about 1,500 in all.", "about 1,500 in all"),
    ("There are 900 Kenyan soldiers in Haiti. The number will reach about 1,500.", "about 1,500"),
    ("Kenya sent another 600 soldiers to Haiti, bringing the total to 1,500.", "bringing the total to 1,500"),
]


@pytest.mark.parametrize(("text", "words"), FIGURES)
def test_a_bare_number_counts_what_was_counted_before(frames_of: Describe, text: str, words: str) -> None:
    item = frames_of(text)[-1].event.items[0]

    assert (item.kind, item.quantity and item.quantity.text) == ("troops", words)


def test_a_plural_pronoun_for_soldiers_is_soldiers(frames_of: Describe) -> None:
    found = frames_of("Kenyan soldiers went to Haiti. Some of them have moved to Jacmel.")[-1].event

    assert (told(found), found.items[0].name) == ("deploy: Kenya >  (them)", "Kenyan soldiers")


def test_a_date_is_no_number_of_things(frames_of: Describe) -> None:
    item = only(frames_of("Peru sent in May 2024 tanks to Chile."), "transfer").items[0]

    assert item.quantity is None


def test_how_long_after_a_deed_something_came_does_not_date_the_deed(frames_of: Describe) -> None:
    found = only(frames_of("His visit came four months after Peru signed a treaty with Chile."), "agree")

    assert found.when is None


MORE = [
    ("The court in Lima issued a warrant for two Brazilian traders.", "accuse: court > two Brazilian traders"),
    ("Rebels claimed responsibility for an attack on the port.", "strike: Rebels > port"),
    ("Ghana presented evidence against Togo.", "accuse: Ghana > Togo"),
    ("Ghana expressed gratitude for Togo's help.", "support: Ghana > Togo"),
    ("Togolese soldiers cordoned off the roads leading into Benin.", "coerce: Togo > Benin"),
    ("The ambassador of Peru presented his credentials to the king of Jordan.", "meet: ambassador of Peru > king of Jordan"),
]


@pytest.mark.parametrize(("text", "expected"), MORE)
def test_words_that_stand_for_a_deed_state_it(frames_of: Describe, text: str, expected: str) -> None:
    assert told(only(frames_of(text), expected.split(":")[0])) == expected


TOGETHER = [
    # several states before one noun, or behind it
    ("US and British warplanes bombed a depot.", "strike: United States, United Kingdom > depot"),
    ("Chinese and Russian officials criticised Japan.", "accuse: China, Russia > Japan"),
    ("Leaders of Kenya and Somalia agreed on a plan.", "agree: Kenya, Somalia > "),
    # one upon the other
    ("India and Pakistan accused each other of lying.", "accuse: India, Pakistan > India, Pakistan"),
    # the other side of a joint matter is whoever acts in its clause
    ("Norway held joint naval drills with Finland.", "mobilize: Norway > Finland"),
    ("Peru lost a frigate in the war with Chile.", "combat: Peru > Chile"),
]


@pytest.mark.parametrize(("text", "expected"), TOGETHER)
def test_those_who_act_together_are_all_there(frames_of: Describe, text: str, expected: str) -> None:
    assert told(only(frames_of(text), expected.split(":")[0])) == expected


ADDRESSED = [
    ("Jordan wants Syria to release the pilot.", "request: Jordan > Syria"),
    ("Jordan demanded that Syria release the pilot.", "request: Jordan > Syria"),
    ("Jordan called for sanctions against Syria.", "request: Jordan > Syria"),
    ("Jordan called for a ceasefire in Syria.", "request: Jordan > "),  # where it is to be is not who is asked
    ("Ghana alleged that Togo had hidden weapons.", "accuse: Ghana > Togo"),
    ("Ghana alleged that a boat was sunk by Togo.", "accuse: Ghana > Togo"),
    ("Ghana holds Togo responsible for the attack.", "accuse: Ghana > Togo"),
    ("Ghana called the mayor of Togo a liar.", "accuse: Ghana > mayor of Togo"),
    ("Chad threatened to expel the envoys of Niger.", "threaten: Chad > Niger"),
    ("Peru refused to extradite a smuggler to Chile.", "reject: Peru > Chile"),
    ("Estonia agreed to help Ukraine rebuild its army.", "agree: Estonia > Ukraine"),
    ("Students protested outside the embassy of Chile.", "protest: Students > Chile"),
    ("Peru postponed its talks with Chile.", "reject: Peru > Chile"),
]


@pytest.mark.parametrize(("text", "expected"), ADDRESSED)
def test_speech_that_is_a_deed_has_whom_it_is_aimed_at(frames_of: Describe, text: str, expected: str) -> None:
    assert told(only(frames_of(text), expected.split(":")[0])) == expected


def test_to_claim_that_somebody_won_accuses_nobody(frames_of: Describe) -> None:
    assert [f.event.type for f in frames_of("Ghana claimed that Togo had won the cup.")] == []


DOERS = [
    ("A bomb planted by separatists killed two guards.", "casualty: separatists > two guards (guards)"),
    ("The Peruvian army was accused of burning villages by Chile.", "accuse: Chile > Peru"),
    ("It was Togo that attacked Benin.", "strike: Togo > Benin"),
    ("Togo came under attack by rebels.", "strike: rebels > Togo"),
    ("Togo raised tariffs on goods from Benin.", "sanction: Togo > goods"),
    ("Togo gave Benin a week to withdraw its troops.", "withdraw: Benin >  (troops)"),
    ("Chad offered Niger help.", "aid: Chad > Niger"),
    ("The vessel Aurora attacked a convoy.", "strike: Aurora > convoy"),
    ("A Peruvian government statement condemned Chile.", "accuse: Peru > Chile"),
    ("Canada froze the assets of three Peruvian banks.", "sanction: Canada > Peru"),
]


@pytest.mark.parametrize(("text", "expected"), DOERS)
def test_the_doer_is_found_wherever_the_clause_has_put_him(frames_of: Describe, text: str, expected: str) -> None:
    assert told(only(frames_of(text), expected.split(":")[0])) == expected


def test_a_spokesman_is_of_the_country_whose_government_he_speaks_for(frames_of: Describe) -> None:
    found = only(frames_of("A spokesman for the Peruvian government met the president of Chile."), "meet")

    assert ([a.country for a in found.agent], [r.country for r in found.recipient]) == (["PE"], ["CL"])


def test_her_turkish_counterpart_is_turkish(frames_of: Describe) -> None:
    found = only(frames_of("The German chancellor telephoned her Turkish counterpart."), "meet")

    assert ([a.country for a in found.agent], [r.country for r in found.recipient]) == (["DE"], ["TR"])


def test_whoever_is_kept_from_a_deed_suffers_no_deed_of_its_own(frames_of: Describe) -> None:
    assert [told(f.event) for f in frames_of("Ghana was barred from sending tanks to Togo.")] == ["transfer: Ghana > Togo (tanks)"]


def test_two_who_put_off_their_meeting_still_have_one(frames_of: Describe) -> None:
    assert told(only(frames_of("Peru and Chile postponed their meeting."), "meet")) == "meet: Peru, Chile > "


def test_who_is_given_leave_is_who_may_do_it(frames_of: Describe) -> None:
    assert told(only(frames_of("Chad gave permission to Niger to help Mali."), "aid")) == "aid: Niger > Mali"


def test_who_harms_himself_harms_no_other(frames_of: Describe) -> None:
    assert told(only(frames_of("Peru said that Chile had attacked itself."), "strike")) == "strike: Chile > "


def test_some_of_the_soldiers_are_soldiers_and_so_many(frames_of: Describe) -> None:
    item = only(frames_of("Peru reported that 10 of its soldiers were killed."), "casualty").items[0]

    assert (item.text, item.kind, item.quantity and item.quantity.low) == ("soldiers", "troops", 10)


def test_a_dateline_is_nobody_in_the_sentence(frames_of: Describe) -> None:
    found = only(frames_of("BAMAKO, Mali: Four children were killed on Friday."), "casualty")

    assert [i.text for i in found.items] == ["children"]


def test_an_institution_is_of_the_state_it_sits_in(frames_of: Describe) -> None:
    found = only(frames_of("A court in Guyana sentenced three smugglers."), "detain")

    assert [a.country for a in found.agent] == ["GY"]


def test_people_are_of_the_country_whose_adjective_they_bear(frames_of: Describe) -> None:
    found = only(frames_of("Three Chilean smugglers were arrested by a Peruvian trader."), "detain")

    assert ([a.country for a in found.agent], [r.country for r in found.recipient]) == (["PE"], ["CL"])


def test_the_kind_of_item_tells_a_deployment_from_a_transfer(frames_of: Describe) -> None:
    found = [told(f.event) for text in ("Peru sent tanks to Chile.", "Peru sent soldiers to Chile.") for f in frames_of(text)]

    assert found == ["transfer: Peru > Chile (tanks)", "deploy: Peru > Chile (soldiers)"]


def test_what_is_sent_but_can_not_be_moved_is_no_transfer(frames_of: Describe) -> None:
    assert frames_of("The news sent alarm bells around the world.") == []


def test_an_item_has_its_number(frames_of: Describe) -> None:
    item = only(frames_of("Kenya sent about 600 soldiers to Haiti."), "deploy").items[0]

    assert item.quantity is not None
    assert (item.quantity.low, item.quantity.high, item.quantity.approximate) == (600, 600, True)


def test_examples_of_an_item_are_items_too(frames_of: Describe) -> None:
    found = only(frames_of("Peru may send weapons, such as K9 howitzers and K2 tanks, to Chile."), "transfer")

    assert [i.text for i in found.items] == ["weapons", "K9 howitzers", "K2 tanks"]


def test_money_is_an_item_in_its_own_words(frames_of: Describe) -> None:
    item = only(frames_of("Ghana paid $4 million to Turkey."), "transfer").items[0]

    assert (item.text, item.kind, item.quantity and item.quantity.unit) == ("$4 million", "money", "USD")


def test_troops_sent_to_fight_someone_are_not_sent_to_him(frames_of: Describe) -> None:
    assert told(only(frames_of("Kenya sent soldiers to fight rebels."), "deploy")) == "deploy: Kenya >  (soldiers)"


def test_a_town_before_an_attack_is_not_who_did_it(frames_of: Describe) -> None:
    found = only(frames_of("The Paris attacks shocked Chile."), "strike")

    assert ([a.name for a in found.agent], [p.name for p in found.place]) == ([], ["Paris"])


def test_a_joined_verb_keeps_the_subject_of_its_own_tense(frames_of: Describe) -> None:
    assert told(only(frames_of("Chile accused Peru of lying and urged Bolivia to act."), "request")) == "request: Chile > Bolivia"


def test_who_uses_what_was_supplied_has_received_it(frames_of: Describe) -> None:
    assert told(only(frames_of("Chad relies on helicopters supplied by Turkey."), "transfer")) == "transfer: Turkey > Chad (helicopters)"


def test_a_route_is_via(frames_of: Describe) -> None:
    found = only(frames_of("Iran sent rifles to the rebels through Jordan."), "transfer")

    assert ([v.name for v in found.via], [r.name for r in found.recipient]) == (["Jordan"], ["rebels"])


def test_a_place_is_followed_by_where_it_lies(frames_of: Describe) -> None:
    found = only(frames_of("Rebels shelled an airfield near Mopti in the region of Gao."), "strike")

    assert [p.text for p in found.place] == ["Mopti", "Gao"]


def test_a_date_belongs_to_its_own_clause(frames_of: Describe) -> None:
    found = frames_of("Peru, which sent tanks to Chile in May 2023, signed a treaty with Bolivia in June 2024.")

    assert [(f.event.type, f.event.when and f.event.when.edtf) for f in found] == [("transfer", "2023-05"), ("agree", "2024-06")]


def test_a_light_verb_and_its_noun_are_one_event(frames_of: Describe) -> None:
    found = frames_of("Peru imposed sanctions on Chile.")

    assert [(f.event.trigger.text, f.head.text, f.nominal) for f in found] == [("imposed sanctions", "imposed", False)]


def test_a_clause_does_not_hold_the_attribution_around_it(frames_of: Describe) -> None:
    text = "Officials said that Norway plans to send tanks to Peru, according to reports."
    start, end = frames_of(text)[0].clause

    assert text[start:end] == "Norway plans to send tanks to Peru"


def test_a_pronoun_is_not_whoever_its_own_object_names(frames_of: Describe) -> None:
    found = [f.event for f in frames_of("Chad met Niger. It will provide Niger's jets.") if f.event.type == "transfer"]

    assert [a.name for e in found for a in e.agent] != ["Niger"]


def spans(value: object) -> list[tuple[str, tuple[int, int]]]:
    """Every piece of text in an event with where it is said to stand."""
    if isinstance(value, (Role, Item, Quantity, Span, When)):
        own = [(value.text, value.span)]
        return own + (spans(value.quantity) if isinstance(value, Item) else [])
    if isinstance(value, Event):
        return [s for f in fields(value) for s in spans(getattr(value, f.name))]
    return [s for v in value for s in spans(v)] if isinstance(value, tuple) else []


VOCABULARY = """
    Norway Peru North Korea Russian the a its troops tanks 3,000 jets sent received from to by in exchange return for and which , . “ ” was been likely swapped
    of Kursk support sanctions on imposed signed treaty said that they he is giving thousands F-16 in May 2024 not killed “secret” strike
"""
WORDS = st.sampled_from(VOCABULARY.split())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, min_size=3, max_size=40))
def test_every_role_stands_in_the_text_to_the_character(parser: Parser, gazetteer: Gazetteer, words: list[str]) -> None:
    article = Article(id="article-1-test", text=" ".join(words), published="2024-12-09")
    parse = parser.parse_article(article)
    found = describe(parse, names.resolve(parse, gazetteer))

    assert [text for f in found for text, (s, e) in spans(f.event) if article.text[s:e] != text] == []
    assert all(0 <= f.clause[0] < f.clause[1] <= len(article.text) for f in found)


def test_the_same_text_gives_the_same_events(frames_of: Describe) -> None:
    text = "Chad and Niger sold rifles and jets to Peru in May 2024 in exchange for oil. Troops of both states fought rebels."

    assert [f.event for f in frames_of(text)] == [f.event for f in frames_of(text)]


def test_every_word_of_the_lexicon_states_its_event_in_its_example(parser: Parser, gazetteer: Gazetteer) -> None:
    lexicon = frames.load()
    uses = [use for table in (lexicon.verbs, lexicon.nouns) for same in table.values() for use in same]
    uses += list(lexicon.types.values())  # type: ignore[arg-type]
    parses = parser.parse(Article(id=str(i), text=use.example, published="2024-12-09") for i, use in enumerate(uses))
    silent = []
    for use, parse in zip(uses, parses, strict=True):
        types = {f.event.type for f in describe(parse, names.resolve(parse, gazetteer))}
        if not types if use.type == frames.LIGHT else use.type not in types:
            silent.append((use.type, use.example))

    assert silent == []


def test_every_type_maps_to_a_plover_type() -> None:
    plover = """
        AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT
    """

    assert {t.plover for t in frames.load().types.values()} == set(plover.split())


def test_every_use_names_a_type() -> None:
    lexicon = frames.load()
    named = {use.type for table in (lexicon.verbs, lexicon.nouns) for same in table.values() for use in same}

    assert named == set(lexicon.types) | {frames.LIGHT}


def test_the_docs_list_every_type_as_the_data_has_it() -> None:
    rows = [f"| `{t.type}` | {t.plover} | {t.meaning} | {t.example} |" for t in frames.load().types.values()]

    assert [row for row in DOCS.read_text("utf-8").splitlines() if row.startswith("| `")] == rows
