"""Events in whole claims: what is only wanted is not done, who is marched upon is given nothing, and where it was."""

from __future__ import annotations

import pytest

from sayso.claim import Claim
from sayso.events import Frame, describe
from sayso.names import resolve
from sayso.names.gazetteer import Gazetteer


@pytest.fixture(scope="module")
def claim_of(extract):
    def claim(text: str) -> Claim:
        """The claim with the longest content."""
        return max(extract(text).claims, key=lambda c: (len(c.content.text), c.cue is not None))

    return claim


@pytest.fixture(scope="module")
def frames_of(parse_text):
    gazetteer = Gazetteer.load()

    def frames(text: str) -> list[Frame]:
        parse = parse_text(text)
        return describe(parse, resolve(parse, gazetteer))

    return frames


WISHES = [
    ("Oman wants 900 Togolese soldiers.", "deploy", "positive", "planned"),
    ("Oman needs 900 soldiers from Togo.", "deploy", "positive", "requested"),
    ("Oman is seeking fuel from Togo.", "transfer", "positive", "planned"),
    ("Oman asked Togo for two frigates.", "transfer", "positive", "requested"),
    ("Oman requested two frigates from Togo.", "transfer", "positive", "requested"),
    ("Oman hopes for frigates.", "transfer", "positive", "planned"),
    ("Oman planned shipments of rifles to Togo.", "transfer", "positive", "planned"),
    ("Oman has approved shipments of rifles to Togo.", "transfer", "positive", "planned"),
    ("Oman offered two frigates to Togo.", "transfer", "positive", "planned"),
    ("Oman sought support from Togo.", "cooperate", "positive", "planned"),
    ("Togolese soldiers are expected in Oman.", "deploy", "positive", "planned"),
    ("Oman halted shipments of rifles to Togo.", "transfer", "negative", "actual"),
    ("Oman did not seek fuel from Togo.", "transfer", "negative", "actual"),
    ("Oman received two frigates from Togo.", "transfer", "positive", "actual"),
    ("Oman rushed 900 soldiers to the border.", "deploy", "positive", "actual"),
    ("Oman carried out shipments of rifles to Togo.", "transfer", "positive", "actual"),
    ("Oman resumed shipments of rifles to Togo.", "transfer", "positive", "actual"),
    ("Oman urged Togo to return the frigates.", "request", "positive", "actual"),
]


@pytest.mark.parametrize("text, type, polarity, status", WISHES)
def test_what_a_verb_only_wants_asks_for_or_stops_is_not_told_as_done(claim_of, text, type, polarity, status):
    claim = claim_of("Denmark said that " + text)
    assert (claim.events[0].type, claim.polarity, claim.status) == (type, polarity, status)


FACED = [
    "Chad moved its soldiers closer to Niger.",
    "Chad moved 400 soldiers nearer to the front in Niger.",
    "Chad sent 400 soldiers towards Niger.",
    "Chad stationed 400 soldiers close to Niger.",
    "Chad redeployed its tanks closer to Niger.",
    "Chad dispatched 400 soldiers to the border with Niger.",
    "Chad deployed 400 soldiers near Niger.",
    "Chad deployed 400 soldiers against Niger.",
    "The deployment of Chadian soldiers closer to Niger went on.",
    "Chadian soldiers moved closer to Niger.",
]
SENT = [
    ("Chad sent 400 soldiers to Niger.", ["Niger"]),
    ("Chad sent 400 soldiers to Niger to help the army.", ["Niger"]),
    ("Chad deployed 400 soldiers near Gao.", []),
    ("Chad sent 400 soldiers to the Nigerien front.", []),
    ("Chad moved 400 soldiers into Niger.", []),
]


@pytest.mark.parametrize("text", FACED)
def test_troops_that_only_come_closer_to_a_state_are_massed_and_handed_to_nobody(claim_of, text):
    event = claim_of("Togo said that " + text).events[0]
    assert (event.type, [a.country for a in event.agent]) == ("mobilize", ["TD"])


@pytest.mark.parametrize("text, receivers", SENT)
def test_troops_sent_to_a_state_are_deployed(claim_of, text, receivers):
    event = claim_of("Togo said that " + text).events[0]
    assert (event.type, [r.name for r in event.recipient]) == ("deploy", receivers)


PLACES = [
    ("Iran fired two rockets into the sea near the island of Masirah.", ["sea", "Masirah"]),
    ("Iran launched a missile from near the capital, Tehran.", ["Tehran"]),
    ("Iran test-fired a missile near the town of Zmiivka.", ["Zmiivka"]),
    ("The missile fell into the sea 200 km off the coast of Crete.", ["sea", "coast", "Crete"]),
    ("Rebels shelled a village 20 km north of Gao.", ["Gao"]),
    ("Iran tested a rocket at a site in the desert east of Shiraz.", ["site", "Shiraz", "desert"]),
    ("Rebels shot down a helicopter over the Gulf of Aden.", ["Gulf of Aden"]),
    ("Rebels attacked a convoy on a road outside Gao in northern Mali.", ["road", "Gao", "northern Mali"]),
    ("Italy withdrew its soldiers from a camp near the capital, Niamey.", ["camp", "Niamey"]),
]


@pytest.mark.parametrize("text, places", PLACES)
def test_the_narrowest_place_of_a_phrase_is_told(frames_of, text, places):
    assert [p.text for p in frames_of(text)[0].event.place] == places


def test_who_fires_into_a_sea_strikes_no_state(claim_of):
    event = claim_of("Togo said that Iran fired a missile into the Sea of Japan.").events[0]
    assert (event.type, event.recipient) == ("test", ())


TESTS = [
    ("Iran tested a missile on Sunday. Oman condemned the launch.", 2),
    ("Iran tested a missile on Sunday. The test came after a summit.", 2),
    ("Iran carried out a test on Sunday.", 1),
    ("Iran tested a missile on Sunday. The blood test took a day.", 1),
    ("Pupils carried out a test on Sunday. The test was hard.", 0),
]


@pytest.mark.parametrize("text, count", TESTS)
def test_the_test_is_one_told_of_before(frames_of, text, count):
    assert [frame.event.type for frame in frames_of(text)].count("test") == count


def test_an_anti_march_is_against_its_state_and_nobody_is_called_anti(frames_of, parse_text):
    text = "Anti-Chile marches spread to Cusco."
    named = [m.name for m in resolve(parse_text(text), Gazetteer.load()).mentions]
    assert ([r.name for f in frames_of(text) for r in f.event.recipient], [n for n in named if "Anti" in n]) == (["Chile"], [])


def test_who_is_against_a_state_is_not_of_it(frames_of):
    assert [a.country for a in frames_of("Anti-Chile groups condemned the march.")[0].event.agent] == [""]


DESCRIBED = [
    ("A woman linked to Hamas who shot at officers was caught.", "woman"),
    ("Soldiers loyal to Chad who shelled the town were caught.", "Soldiers"),
    ("A gang backed by Chad that shelled the town was caught.", "gang"),
    ("Chad, which shelled the town, was condemned.", "Chad"),
]


@pytest.mark.parametrize("text, doer", DESCRIBED)
def test_a_clause_right_behind_a_name_tells_of_those_whom_the_name_describes(frames_of, text, doer):
    assert [a.name for f in frames_of(text) if f.event.type == "strike" for a in f.event.agent] == [doer]


ITEMS = [
    ("Iran moved two Hwasong-12 missiles to Shiraz.", "Hwasong-12", "ballistic missile"),
    ("Oman deployed a Thaad battery in Muscat.", "THAAD", "air-defence missile system"),
    ("Oman discussed deploying Thaad in Muscat.", "THAAD", "air-defence missile system"),
    ("Oman received Himars from Peru.", "HIMARS", "multiple rocket launcher"),
]


@pytest.mark.parametrize("text, name, kind", ITEMS)
def test_a_system_is_known_however_its_letters_are_written(frames_of, text, name, kind):
    assert [(i.name, i.kind) for f in frames_of(text) for i in f.event.items] == [(name, kind)]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Two missiles were fired from Sur, near the capital, Muscat.", ("test", [], ["Sur", "Muscat"])),
        ("Rebels fired rockets near the airport.", ("strike", ["airport"], [])),
        ("Oman deployed bombers to the Korean peninsula.", ("deploy", [], ["Korean peninsula"])),
        ("Oman protested the arrest of its envoy.", ("accuse", [], [])),
        ("Togolese jets struck targets near Gao.", ("strike", ["targets"], ["Gao"])),
    ],
)
def test_a_mere_place_is_neither_struck_nor_given_troops(frames_of, text, expected):
    event = frames_of(text)[0].event
    assert (event.type, [r.name for r in event.recipient], [p.text for p in event.place]) == expected


@pytest.mark.parametrize(
    "text, told",
    [
        ("Peru and Chile agreed on deploying 90 soldiers to Haiti.", ["agree"]),
        ("Peru and Chile agreed on the sale of jets to Mali.", ["agree"]),
        ("Peru sent jets to Mali and will send tanks to Chad.", ["transfer"]),
        ("Peru sent jets to Mali and shipped tanks to Chad.", ["transfer", "transfer"]),
    ],
)
def test_what_is_yet_to_come_is_not_told_as_done_beside_what_has(claim_of, text, told):
    claim = claim_of("Denmark said that " + text)
    assert (claim.status, [e.type for e in claim.events if not e.presupposed]) == ("actual", told)


def test_what_is_talked_about_is_considered(claim_of):
    assert claim_of("Denmark said that Peru and Chile talked about the sale of jets to Mali.").status == "considered"
