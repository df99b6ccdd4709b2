"""Events in whole claims: what is only wanted is not done, who is marched upon is given nothing, and where it was."""

from __future__ import annotations

import pytest

from sayso.claim import Claim


@pytest.fixture(scope="module")
def claim_of(extract):
    def claim(text: str) -> Claim:
        """The claim with the longest content."""
        return max(extract(text).claims, key=lambda c: (len(c.content.text), c.cue is not None))

    return claim


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
