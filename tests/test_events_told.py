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
