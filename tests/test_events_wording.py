"""Events told in roundabout ways: asides, displaced objects, joined nouns, what is aimed at somebody, and who is drawing near."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sayso import names
from sayso.claim import Event
from sayso.events import describe
from sayso.names.gazetteer import Gazetteer
from sayso.sentences import Parse

Told = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture
def told(parse_text: Callable[[str], Parse], gazetteer: Gazetteer) -> Told:
    """The events of a text, each in one line: type: agent > recipient (items)."""

    def line(event: Event) -> str:
        items = ", ".join(f"{i.quantity.text} {i.text}" if i.quantity and i.quantity.text != i.text else i.text for i in event.items)
        ends = f"{event.type}: {', '.join(a.name for a in event.agent)} > {', '.join(r.name for r in event.recipient)}"
        return f"{ends} ({items})" if items else ends

    def told(text: str) -> list[str]:
        parse = parse_text(text)
        return [line(frame.event) for frame in describe(parse, names.resolve(parse, gazetteer))]

    return told


SIDES = [
    ("Ukraine's losses in the war with Russia have grown.", "combat: Ukraine > Russia"),
    ("Peru's toll has grown in the dispute with Bolivia.", "reject: Peru > Bolivia"),
    ("Peru's economy has shrunk during the conflict with Chile.", "combat: Peru > Chile"),
    ("Kenya's injury toll rose in the clash with Somalia.", "combat: Kenya > Somalia"),
    ("The Chadian army lost 300 men in its fight against the rebels.", "combat: Chad > rebels"),
    ("Niger's setbacks in the struggle against the militants worried Mali.", "combat: Niger > militants"),
    ("Serbia is on the brink of war with Kosovo.", "combat: Serbia > Kosovo"),
    ("Prices rose in the war with Chile.", "combat:  > Chile"),
    ("The row between Peru and Chile went on.", "reject: Peru, Chile > "),
]


@pytest.mark.parametrize(("text", "expected"), SIDES)
def test_a_joint_matter_has_its_other_side_from_whose_matter_it_is(told: Told, text: str, expected: str) -> None:
    assert expected in told(text)


JOINED = [
    ("Chad has begun a bombing and shelling offensive against Niger.", ["combat: Chad > Niger"]),
    ("Chad began a bombing and shelling campaign against the rebels.", ["combat: Chad > rebels"]),
    ("Turkey mounted an air and ground offensive against the militants.", ["combat: Turkey > militants"]),
    ("Iran mounted a rocket and artillery assault on Iraq.", ["strike: Iran > Iraq (rocket, artillery)"]),
    ("Chad stopped the bombing and shelling of Niger.", ["strike: Chad > Niger", "strike: Chad > Niger"]),
]


@pytest.mark.parametrize(("text", "expected"), JOINED)
def test_what_qualifies_an_event_is_no_event_of_its_own(told: Told, text: str, expected: list[str]) -> None:
    assert told(text) == expected


DISPLACED = [
    ("Chad received, to its surprise, rifles from Turkey.", "transfer: Turkey > Chad (rifles)"),
    ("Mali has acquired, according to the paper, new helicopters from Russia.", "transfer: Russia > Mali (new helicopters)"),
    ("Chad is set to sign, officials say, a treaty with Niger.", "agree: Chad > Niger (treaty)"),
    ("Peru is about to restore, it seems, full diplomatic ties with Chile.", "cooperate: Peru > Chile"),
    ("Peru is said to be about to resume, it appears, full trade with Chile.", "cooperate: Peru > Chile"),
    ("Chad is likely, analysts say, to send tanks to Niger.", "transfer: Chad > Niger (tanks)"),
    ("Chad has received by ship rifles from Turkey.", "transfer: Turkey > Chad (rifles)"),
    ("Chad has received by courier money from Libya.", "transfer: Libya > Chad (money)"),
    ("Norway sent to Peru two frigates.", "transfer: Norway > Peru (two frigates)"),
    ("Norway sold last year to Peru two frigates.", "transfer: Norway > Peru (two frigates)"),
]


@pytest.mark.parametrize(("text", "expected"), DISPLACED)
def test_an_object_is_found_behind_what_stands_before_it(told: Told, text: str, expected: str) -> None:
    assert told(text) == [expected]


def test_a_quotation_is_no_aside(told: Told) -> None:
    assert told("“Chad will buy,” said the minister, a man of few words.") == []


def test_the_subject_of_the_next_clause_is_no_displaced_object(told: Told) -> None:
    assert told("When Peru attacked, as feared, Chile signed a treaty with Bolivia.") == ["agree: Chile > Bolivia (treaty)"]


ALONGSIDE = [
    ("The lions and Peru welcomed the deal with Chile.", "support: Peru > Chile"),
    ("Farmers and Poland objected to the deal with Ukraine.", "reject: Farmers, Poland > Ukraine"),
    ("Gangs and the Haitian police clashed with Kenya.", "combat: Gangs, Haitian police > Kenya"),
    ("The Islamist group al-Shabab attacked Kenya.", "strike: Al-Shabaab > Kenya"),
]


@pytest.mark.parametrize(("text", "expected"), ALONGSIDE)
def test_who_acts_beside_others_is_not_lost(told: Told, text: str, expected: str) -> None:
    assert expected in told(text)


AIMED = [
    ("Thousands joined an anti-Chinese march.", "protest:  > China"),
    ("Students staged an anti-Russia rally in Riga.", "protest: Students > Russia"),
    ("The opposition led an anti-government demonstration.", "protest: opposition > government"),
    ("Police say that anti-Israel protests went on in Paris.", "protest:  > Israel"),
    ("Students abandoned an anti-Peruvian parade on Saturday.", "protest: Students > Peru"),
    ("Students organised an anti-Chinese boycott.", "sanction: Students > China"),
    ("Protesters staged a pro-Palestinian rally in Paris.", "support: Protesters > Palestine"),
    ("A pro-Russian march was held in Riga.", "support:  > Russia"),
]


@pytest.mark.parametrize(("text", "expected"), AIMED)
def test_what_is_anti_somebody_is_against_him_and_what_is_pro_somebody_for_him(told: Told, text: str, expected: str) -> None:
    assert told(text) == [expected]


def test_what_is_against_a_law_or_for_a_cause_has_no_party_at_its_other_end(told: Told) -> None:
    assert told("Students staged an anti-war rally.") == told("Students staged a pro-democracy rally.") == ["protest: Students > "]


def test_whoever_breaks_up_a_rally_is_not_against_whom_the_rally_was_against(told: Told) -> None:
    assert told("Police broke up an anti-China rally.") == ["coerce: Police > anti-China rally", "protest:  > China"]


WANTED = [
    ("The king appealed for calm in Sudan.", "request: king > Sudan"),
    ("Egypt called for restraint in Libya.", "request: Egypt > Libya"),
    ("The bishop pleaded for peace in Goma.", "request: bishop > Goma"),
    ("Two Afghan pilots sought asylum in Tajikistan.", "request: Afghanistan > Tajikistan"),
    ("The minister asked for asylum in Peru.", "request: minister > Peru"),
    ("The general will bargain for asylum in Spain.", "request: general > Spain"),
    ("Three dissidents applied for asylum in Norway.", "request: Three dissidents > Norway"),
    ("Egypt called for a truce in Libya.", "request: Egypt > "),  # who is to agree on it is not said
]


@pytest.mark.parametrize(("text", "expected"), WANTED)
def test_calm_is_asked_of_those_where_it_is_wanted_and_asylum_of_whoever_may_give_it(told: Told, text: str, expected: str) -> None:
    assert told(text) == [expected]


NEAR = [
    ("Russia massed troops on the border with Ukraine.", "mobilize: Russia > Ukraine (troops)"),
    ("Chadian soldiers marched to the border with Niger.", "mobilize: Chad > Niger (Chadian soldiers)"),
    ("The rebel leader marched very close to the border with Mali.", "mobilize: rebel leader > Mali"),
    ("Chad moved its army up to the Niger border.", "mobilize: Chad > Niger (army)"),
    ("Serbia has amassed tanks near its border with Kosovo.", "mobilize: Serbia > Kosovo (tanks)"),
    ("Serbia has massed troops near the border.", "mobilize: Serbia >  (troops)"),
    ("Kenyan soldiers moved to the border.", "deploy: Kenya >  (Kenyan soldiers)"),
    ("Serbia is edging closer to a deal with Kosovo.", "agree: Serbia > Kosovo (deal)"),
    ("Iran is inching towards a truce with Iraq.", "agree: Iran > Iraq (truce)"),
    ("Iran is nearing an agreement with Iraq.", "agree: Iran > Iraq (agreement)"),
    ("Peru is close to a pact with Chile.", "agree: Peru > Chile (pact)"),
    ("Israel is on the verge of a truce with Hamas.", "agree: Israel > Hamas (truce)"),
]


@pytest.mark.parametrize(("text", "expected"), NEAR)
def test_who_draws_near_has_somebody_before_him(told: Told, text: str, expected: str) -> None:
    assert told(text) == [expected]


GIVING = [
    ("Norway chipped in $4 million for Ukraine.", "transfer: Norway > Ukraine ($4 million)"),
    ("Two million shillings were contributed to Haiti by Kenya.", "transfer: Kenya > Haiti (Two million shillings)"),
    ("Iran plied the rebels with rifles.", "transfer: Iran > rebels (rifles)"),
    ("Qatar bestowed ten million dollars on Lebanon.", "transfer: Qatar > Lebanon (ten million dollars)"),
    ("Qatar has pumped money into Lebanon.", "transfer: Qatar > Lebanon (money)"),
    ("Chad took delivery of drones from Turkey.", "transfer: Turkey > Chad (drones)"),
    ("Drones were sourced from Turkey by Chad.", "transfer: Turkey > Chad (Drones)"),
    ("The rebels were kitted out with rifles by Iran.", "transfer: Iran > rebels (rifles)"),
    ("Bahrain stripped two activists of their citizenship.", "coerce: Bahrain > two activists"),
    ("Two Libyan diplomats were kicked out by Malta.", "coerce: Malta > Libya"),
]


@pytest.mark.parametrize(("text", "expected"), GIVING)
def test_whoever_chips_in_gives_and_whoever_is_kitted_out_receives(told: Told, text: str, expected: str) -> None:
    assert [line.lower() for line in told(text)] == [expected.lower()]


BLAMED = [
    ("Kyiv blamed the attack on Russia.", ["accuse: Ukraine > Russia", "strike:  > "]),
    ("Ukraine blamed the strike on the dam on Russia.", ["accuse: Ukraine > Russia", "strike:  > dam"]),
    ("The bombing of the market was pinned on the rebels.", ["strike:  > market", "accuse:  > rebels"]),
]


@pytest.mark.parametrize(("text", "expected"), BLAMED)
def test_whoever_an_attack_is_blamed_on_was_not_attacked(told: Told, text: str, expected: list[str]) -> None:
    assert told(text) == expected


TARGETS = [
    ("The mosque attack shocked the town.", "strike:  > mosque"),
    ("Five people died in an attack on the Christmas market.", "strike:  > Christmas market"),
    ("The embassy bombing was condemned.", "strike:  > embassy"),
    ("The convoy came under fire from rebels.", "strike: rebels > convoy"),
    ("Four children were killed in Israeli tank shelling.", "strike: Israel >  (Israeli tank)"),
    ("Rebels detonated a bomb at a checkpoint.", "strike: Rebels >  (bomb)"),
]


@pytest.mark.parametrize(("text", "expected"), TARGETS)
def test_what_was_hit_stands_before_the_attack_or_under_it(told: Told, text: str, expected: str) -> None:
    assert expected in told(text)


WITH = [
    ("Turkey will act on two programmes with Pakistan.", ["cooperate: Turkey > Pakistan"]),
    ("Norway is working on a frigate with Britain.", ["cooperate: Norway > United Kingdom"]),
    ("The council adopted a resolution against Niger.", ["accuse: council > Niger"]),
    ("Ghana and Togo tabled a resolution against Niger.", ["accuse: Ghana, Togo > Niger"]),
    ("The minister warned in Geneva of the rebels.", ["threaten: minister > rebels"]),
    ("The rebels halted their advance on Gao.", ["withdraw: rebels > Gao"]),
    ("Russian troops stopped their march towards Kyiv.", ["withdraw: Russia > Kyiv"]),
    ("Niger halted the rebels' advance on Gao.", ["combat: Niger > rebels"]),
    ("Police stopped an anti-Chinese rally.", ["coerce: Police > anti-Chinese rally", "protest:  > China"]),
]


@pytest.mark.parametrize(("text", "expected"), WITH)
def test_with_whom_and_against_whom_is_found_below_what_it_is_about(told: Told, text: str, expected: list[str]) -> None:
    assert told(text) == expected


FOUGHT = [
    ("Chad is waging brutal assaults on the rebels in Gao.", "waging brutal assaults"),
    ("Turkey launched an offensive against the militants.", "launched an offensive"),
    ("The battle for Gao went on.", "battle"),
]


@pytest.mark.parametrize(("text", "expected"), FOUGHT)
def test_a_fight_is_stated_by_its_verb_and_its_noun(
    parse_text: Callable[[str], Parse], gazetteer: Gazetteer, text: str, expected: str
) -> None:
    parse = parse_text(text)

    assert [f.event.trigger.text for f in describe(parse, names.resolve(parse, gazetteer))] == [expected]
