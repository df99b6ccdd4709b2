"""How firmly: each value has its words, and the four are never fused."""

from __future__ import annotations

import pytest

from sayso.claim import Claim
from sayso.pipeline import Extractor


@pytest.fixture(scope="module")
def claim_of(extract):
    def claim(text: str) -> Claim:
        """The claim with the longest content."""
        return max(extract(text).claims, key=lambda c: (len(c.content.text), c.cue is not None))

    return claim


GRADES = [
    ("Norway said Denmark sent missiles to Sweden.", "says", "certain", "positive", "actual"),
    ("Norway said Denmark may have sent missiles to Sweden.", "says", "possible", "positive", "actual"),
    ("Norway said Denmark had probably sent missiles to Sweden.", "says", "probable", "positive", "actual"),
    ("Norway said Denmark did not send missiles to Sweden.", "says", "certain", "negative", "actual"),
    ("Norway said Denmark has not yet sent missiles to Sweden.", "says", "certain", "negative", "actual"),
    ("Norway said Denmark had never sent missiles to Sweden.", "says", "certain", "negative", "actual"),
    ("Norway said Denmark will send missiles to Sweden.", "says", "certain", "positive", "planned"),
    ("Norway said Denmark plans to send missiles to Sweden.", "says", "certain", "positive", "planned"),
    ("Norway said Denmark is considering sending missiles to Sweden.", "says", "certain", "positive", "considered"),
    ("Norway said Denmark may consider sending missiles to Sweden.", "says", "possible", "positive", "considered"),
    ("Norway said Denmark had refrained from sending missiles to Sweden.", "says", "certain", "negative", "actual"),
    ("Norway urged Denmark to send missiles to Sweden.", "urges", "certain", "positive", "requested"),
    ("Norway denied that Denmark had sent missiles to Sweden.", "denies", "certain", "negative", "actual"),
    ("Norway suggested that Denmark had sent missiles to Sweden.", "suggests", "probable", "positive", "actual"),
    ("Norway fears that Denmark will send missiles to Sweden.", "fears", "possible", "positive", "hypothetical"),
    ("Norway could not confirm that Denmark had sent missiles to Sweden.", "cannot confirm", "uncommitted", "positive", "actual"),
    ("Norway did not confirm that Denmark had sent missiles to Sweden.", "cannot confirm", "uncommitted", "positive", "actual"),
    ("Norway does not believe that Denmark sent missiles to Sweden.", "believes", "probable", "negative", "actual"),
    ("Norway said Denmark would send missiles to Sweden if it had any.", "says", "certain", "positive", "hypothetical"),
    ("Norway said Denmark had not only sent missiles to Sweden but trained its crews.", "says", "certain", "positive", "actual"),
    ("Denmark allegedly sent missiles to Sweden.", "says", "uncommitted", "positive", "actual"),
    ("Denmark has pledged to send missiles to Sweden.", "promises", "certain", "positive", "planned"),
]  # fmt: skip


@pytest.mark.parametrize("row", GRADES, ids=[row[0] for row in GRADES])
def test_the_four_are_told_apart(claim_of, row: tuple[str, str, str, str, str]) -> None:
    claim = claim_of(row[0])

    assert (claim.stance, claim.certainty, claim.polarity, claim.status) == row[1:]


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        ("Norway said Denmark may have sent missiles to Sweden.", "certainty", "may"),
        ("Norway said Denmark has not yet sent missiles to Sweden.", "polarity", "not yet"),
        ("Norway said Denmark is considering sending missiles to Sweden.", "status", "considering"),
        ("Norway urged Denmark to send missiles to Sweden.", "stance", "urged"),
    ],
)
def test_each_value_names_the_words_that_earned_it(claim_of, text: str, field: str, words: str) -> None:
    assert words in [b.text for b in claim_of(text).because if b.field == field]


def test_a_picture_that_the_article_calls_unverified_commits_to_nothing(extract) -> None:
    reading = extract("A photo showing Danish flags over the port has gone round. The photo could not be verified.")

    assert [c.certainty for c in reading.claims if c.cue and c.cue.text == "showing"] == ["uncommitted"]


def test_what_is_said_about_an_event_does_not_negate_it(extract) -> None:
    (claim,) = [c for c in extract("Norway said the deployment of Danish troops does not worry anyone.").claims if c.cue]

    assert [(e.type, e.presupposed) for e in claim.events] == [("deploy", True)]


def test_a_question_states_nothing(extract) -> None:
    assert all(c.certainty == "uncommitted" for c in extract("Has Denmark sent missiles to Sweden?").claims)


def test_the_engine_is_named_in_every_claim(extract) -> None:
    reading = extract("Norway said Denmark sent missiles to Sweden.")

    assert {c.engine for c in reading.claims} == {Extractor().engine.name}
