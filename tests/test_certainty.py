"""How firmly: each value has its words, and the four are never fused."""

from __future__ import annotations

import pytest

from sayso import modality, tables
from sayso.certainty import grade
from sayso.claim import Article, Claim
from sayso.modality import hedges
from sayso.pipeline import Extractor
from sayso.sentences import Parse


@pytest.fixture(scope="module")
def claim_of(extract):
    def claim(text: str) -> Claim:
        """The claim with the longest content."""
        return max(extract(text).claims, key=lambda c: (len(c.content.text), c.cue is not None))

    return claim


GRADES = [
    ("Norway said Denmark sent missiles to Sweden.", "says", "certain", "positive", "actual"),
    ("Norway said Denmark may have sent missiles to Sweden.", "says", "possible", "positive", "actual"),
    ("Norway said Denmark could send missiles to Sweden.", "says", "possible", "positive", "hypothetical"),
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
    ("Norway called on Denmark to send missiles to Sweden.", "urges", "certain", "positive", "requested"),
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
    ("Denmark is believed to have sent missiles to Sweden.", "believes", "probable", "positive", "actual"),
    ("Denmark is not believed to have attacked Sweden.", "believes", "probable", "negative", "actual"),
    ("Denmark is understood to have sent missiles to Sweden.", "says", "probable", "positive", "actual"),
    ("Denmark is said to have sent missiles to Sweden.", "says", "uncommitted", "positive", "actual"),
    ("Denmark appears to have sent missiles to Sweden.", "says", "probable", "positive", "actual"),
    ("Norway could not verify that Denmark had sent missiles to Sweden.", "cannot confirm", "uncommitted", "positive", "actual"),
    ("Norway did not say that Denmark had sent missiles to Sweden.", "says", "uncommitted", "positive", "actual"),
    ("Norway asked whether Denmark had sent missiles to Sweden.", "asks", "uncommitted", "positive", "actual"),
    ("It is unclear whether Denmark has sent missiles to Sweden.", "says", "uncommitted", "positive", "actual"),
    ("Denmark would not say whether it had sent missiles to Sweden.", "says", "uncommitted", "positive", "actual"),
    ("Norway does not doubt that Denmark sent missiles to Sweden.", "believes", "certain", "positive", "actual"),
    ("Norway has no doubt that Denmark sent missiles to Sweden.", "believes", "certain", "positive", "actual"),
    ("Norway does not recognize Denmark’s annexation of Sweden.", "refuses", "certain", "positive", "actual"),
    ("Norway did not recognize that Denmark had annexed Sweden.", "cannot confirm", "uncommitted", "positive", "actual"),
    ("Norway said there can be no truce without the withdrawal of Denmark’s troops.", "says", "certain", "positive", "hypothetical"),
    ("Norway said the talks cannot succeed without the withdrawal of Denmark’s troops.", "says", "certain", "positive", "hypothetical"),
    ("Norway said Denmark left Sweden without withdrawing its tanks.", "says", "certain", "negative", "actual"),
    ("The minister denied having supplied missiles to Sweden.", "denies", "certain", "negative", "actual"),
    ("Norway said there is no evidence that Denmark sent missiles to Sweden.", "says", "uncommitted", "positive", "actual"),
    ("Norway said there is no sign that Denmark is withdrawing its troops from Sweden.", "says", "uncommitted", "positive", "actual"),
    ("Norway said it was not true that Denmark had sent missiles to Sweden.", "says", "certain", "negative", "actual"),
    ("Norway said nobody had sent missiles to Sweden.", "says", "certain", "negative", "actual"),
    ("Norway said neither Denmark nor Finland had sent missiles to Sweden.", "says", "certain", "negative", "actual"),
    ("Denmark is no longer sending missiles to Sweden.", "says", "certain", "negative", "actual"),
    ("Norway said Denmark had failed to send missiles to Sweden.", "says", "certain", "negative", "actual"),
    ("Norway said Denmark had not failed to send missiles to Sweden.", "says", "certain", "positive", "actual"),
    ("Norway said Denmark did not refrain from sending missiles to Sweden.", "says", "certain", "positive", "actual"),
    ("Norway said Denmark had stopped short of sending missiles to Sweden.", "says", "certain", "negative", "actual"),
    ("Norway said Denmark was barred from sending missiles to Sweden.", "says", "certain", "negative", "actual"),
    ("Norway said Denmark could not send missiles to Sweden.", "says", "certain", "negative", "actual"),
    ("Norway said Denmark has yet to send missiles to Sweden.", "says", "certain", "negative", "actual"),
    ("Denmark refused to send missiles to Sweden.", "refuses", "certain", "negative", "actual"),
    ("Norway said Denmark had ruled out sending missiles to Sweden.", "says", "certain", "negative", "considered"),
    ("Norway said Denmark has no plans to send missiles to Sweden.", "says", "certain", "negative", "planned"),
    ("Norway said Denmark is unlikely to send missiles to Sweden.", "says", "probable", "negative", "planned"),
    ("Norway said Denmark is likely to send missiles to Sweden.", "says", "probable", "positive", "planned"),
    ("Norway said Denmark may not have sent missiles to Sweden.", "says", "possible", "negative", "actual"),
    ("Norway said Denmark must have sent missiles to Sweden.", "says", "probable", "positive", "actual"),
    ("Norway said Denmark should send missiles to Sweden.", "says", "certain", "positive", "requested"),
    ("Norway said Denmark should have sent missiles to Sweden.", "says", "certain", "positive", "hypothetical"),
    ("Norway said Denmark would send missiles to Sweden.", "says", "certain", "positive", "planned"),
    ("Norway said Denmark had planned to send missiles to Sweden.", "says", "certain", "positive", "planned"),
    ("Norway said Denmark is about to send missiles to Sweden.", "says", "certain", "positive", "planned"),
    ("Norway said Denmark is set to send missiles to Sweden.", "says", "certain", "positive", "planned"),
    ("Norway said Denmark is on the verge of sending missiles to Sweden.", "says", "certain", "positive", "planned"),
    ("Norway said Denmark was trying to send missiles to Sweden.", "says", "certain", "positive", "planned"),
    ("Denmark threatened to send missiles to Sweden.", "threatens", "certain", "positive", "planned"),
    ("Norway said Denmark was considering whether to send missiles to Sweden.", "says", "uncommitted", "positive", "considered"),
    ("Norway said Denmark is reconsidering its refusal to send missiles to Sweden.", "says", "certain", "positive", "considered"),
    ("Norway suggested that Denmark send missiles to Sweden.", "urges", "certain", "positive", "requested"),
    ("Norway hopes that Denmark will send missiles to Sweden.", "hopes", "possible", "positive", "hypothetical"),
    ("Sending missiles to Sweden would not be a mistake.", "says", "certain", "positive", "hypothetical"),
    ("Norway said it was possible that Denmark had attacked Sweden.", "says", "possible", "positive", "actual"),
    ("Norway said it was untrue that Denmark had attacked Sweden.", "says", "certain", "negative", "actual"),
    ("Norway expects Denmark to send missiles to Sweden.", "believes", "probable", "positive", "planned"),
    ("Norway said Denmark has to send missiles to Sweden.", "says", "certain", "positive", "requested"),
    ("Norway said Denmark never stopped sending missiles to Sweden.", "says", "certain", "positive", "actual"),
    ("Norway said Denmark cannot send missiles to Sweden.", "says", "certain", "negative", "actual"),
    ("Norway said the deal would allow Denmark to send missiles to Sweden.", "says", "certain", "positive", "hypothetical"),
    ("Norway said Denmark would have sent missiles to Sweden.", "says", "certain", "positive", "hypothetical"),
    ("Norway said Denmark did not try to attack Sweden.", "says", "certain", "negative", "actual"),
    ("Norway said Denmark is on track to send missiles to Sweden.", "says", "certain", "positive", "planned"),
    ("Norway said it was impossible for Denmark to attack Sweden.", "says", "certain", "negative", "actual"),
    ("It is alleged that Denmark has sent missiles to Sweden.", "alleges", "uncommitted", "positive", "actual"),
    ("Norway said the port seems likely to close.", "says", "probable", "positive", "planned"),
    ("Norway said the port is unlikely to close.", "says", "probable", "negative", "planned"),
    ("Norway said the cargo was likely “the same as before.”", "says", "probable", "positive", "actual"),
    ("Norway said the cargo was the same as before.", "says", "certain", "positive", "actual"),
    ("Norway said the port had failed to open.", "says", "certain", "negative", "actual"),
    ("Norway said the firm wants to close the port.", "says", "certain", "positive", "planned"),
    ("Norway said there was a chance that the port would close.", "says", "possible", "positive", "hypothetical"),
    ("Norway said the port will close only if it floods.", "says", "certain", "positive", "hypothetical"),
    ("Norway said the port will close if it floods.", "says", "certain", "positive", "planned"),
    ("Norway announced plans to close the port.", "announces", "certain", "positive", "planned"),
    ("“I think the port is closed,” the minister said.", "says", "probable", "positive", "actual"),
    ("“I hope that the port will open,” the minister said.", "says", "possible", "positive", "hypothetical"),
    ("“I don’t think the port is closed,” the minister said.", "says", "probable", "negative", "actual"),
    ("“I know the port is closed,” the minister said.", "says", "certain", "positive", "actual"),
    ("It has been claimed that the port is closed.", "alleges", "uncommitted", "positive", "actual"),
    ("The mayor claimed that the port was closed.", "alleges", "certain", "positive", "actual"),
    ("The premier issued instructions to close the port.", "urges", "certain", "positive", "requested"),
    ("The minister clarified, “No talks. We stay in the port.”", "says", "certain", "positive", "actual"),
    ("Will Denmark send missiles to Sweden?", "says", "uncommitted", "positive", "hypothetical"),
    ("Norway said the “withdrawal” of Danish troops from Sweden had begun.", "says", "uncommitted", "positive", "actual"),
    ("Denmark’s purported delivery of missiles to Sweden took a week.", "says", "uncommitted", "positive", "actual"),
    ("The so-called deployment of Danish missiles in Sweden began.", "says", "uncommitted", "positive", "actual"),
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


def test_no_doubt_leaves_none(extract) -> None:
    claims = extract("Norway said there was no doubt that Denmark had sent missiles to Sweden.").claims

    assert {c.certainty for c in claims} == {"certain"}


def test_an_if_clause_is_a_condition_and_no_event(extract) -> None:
    claims = extract("If Denmark sends missiles to Sweden, Norway will close its ports.").claims

    assert [c.status for c in claims if c.events and c.events[0].type == "transfer"] == ["hypothetical"]


def test_what_is_not_known_about_an_event_does_not_undo_it(parse_text) -> None:
    parse = parse_text("Norway does not know where Denmark deployed the missiles.")
    deployed = next(t for t in parse.tokens if t.text == "deployed")

    assert grade(parse, deployed, None).polarity == "positive"


def test_a_purpose_may_never_be_reached(parse_text) -> None:
    parse = parse_text("Denmark has the right to attack the port.")
    attack = next(t for t in parse.tokens if t.text == "attack")

    assert grade(parse, attack, None).status == "planned"


HEDGED = [
    ("Denmark may have left in May.", [("may", "epistemic")]),
    ("The fleet could not leave.", []),
    ("The fleet could leave soon.", [("could", "epistemic")]),
    ("If the fleet leaves, the port will close.", [("If", "condition"), ("will", "condition")]),
    ("Should the fleet leave, the port closes.", [("Should", "condition")]),
    ("The fleet should leave.", []),
    ("They wonder if the fleet left.", [("wonder", "doxastic"), ("if", "investigation")]),
    ("Officials are examining whether the fleet left.", [("examining", "investigation"), ("whether", "investigation")]),
    ("Officials examined the fleet.", []),
    ("He suggested that the fleet leave.", []),
    ("The photos suggest that the fleet left.", [("suggest", "epistemic")]),
    ("The fleet appeared off the coast.", []),
    ("The fleet appears to have left.", [("appears", "epistemic")]),
    ("It looks as though the fleet left.", [("looks as", "epistemic")]),
    ("He said the fleet would leave.", []),
    ("A strike would be a mistake.", [("would", "condition")]),
    ("The delays raise questions about the treaty.", [("raise questions", "epistemic")]),
    ("They left as soon as possible.", []),
    ("Officials believe a strike is possible.", [("believe", "doxastic"), ("possible", "epistemic")]),
    ("It is not clear who left.", [("not clear", "epistemic")]),
    ("They assumed command of the fleet.", []),
    ("They assumed that the fleet had left.", [("assumed", "doxastic")]),
]


@pytest.mark.parametrize(("text", "expected"), HEDGED, ids=[text for text, _ in HEDGED])
def test_a_word_is_a_hedge_only_where_it_makes_something_uncertain(parse_text, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(h.span.text, h.kind) for h in hedges(parse_text(text))] == expected


def test_every_entry_of_the_list_holds_in_its_own_example(parser) -> None:
    rows = tables.rows("modality.tsv")
    parses = parser.parse([Article(id=f"article-1-{n}", text=row["example"]) for n, row in enumerate(rows)])

    def stands(row: dict[str, str], parse: Parse) -> bool:
        needs = frozenset(filter(None, row["needs"].split(",")))
        found = [s for t in parse.tokens for s in modality.senses(t)]
        return any(
            (s.word, s.companion) == tuple(row["word"].partition(":")[::2]) and (s.place, s.needs) == (row["place"], needs) for s in found
        )

    assert [row["word"] for row, parse in zip(rows, parses, strict=True) if not stands(row, parse)] == []


def test_every_need_that_the_list_names_is_known() -> None:
    assert {need for row in tables.rows("modality.tsv") for need in row["needs"].split(",") if need} <= set(modality.NEEDS)


def test_a_picture_that_the_article_calls_unverified_commits_to_nothing(extract) -> None:
    reading = extract("A photo showing Danish flags over the port has gone round. The photo could not be verified.")

    assert [c.certainty for c in reading.claims if c.cue and c.cue.text == "showing"] == ["uncommitted"]


def test_what_is_said_about_an_event_does_not_negate_it(extract) -> None:
    (claim,) = [c for c in extract("Norway said the deployment of Danish troops does not worry anyone.").claims if c.cue]

    assert [(e.type, e.presupposed) for e in claim.events] == [("deploy", True)]


def test_a_question_states_nothing(extract) -> None:
    claims = extract("Has Denmark sent missiles to Sweden?").claims

    assert {(c.certainty, c.status) for c in claims} == {("uncommitted", "hypothetical")}


def test_the_engine_is_named_in_every_claim(extract) -> None:
    reading = extract("Norway said Denmark sent missiles to Sweden.")

    assert {c.engine for c in reading.claims} == {Extractor().engine.name}


TURNING = [  # what a claim turns on is its main word, not a phrase inside it
    ("Norway said there was no need to sink the ships.", "certain", "negative", "actual"),
    ("Norway said it saw no reason to sink the ships.", "certain", "negative", "actual"),
    ("Norway said the crew acted in response to calls to attack the ports.", "certain", "positive", "actual"),
    ("Norway said a plan to attack the ports exists.", "certain", "positive", "actual"),
    ("Norway said Denmark plans to attack the ports.", "certain", "positive", "planned"),
    ("Norway said no evidence suggested a link between the fire and the strike.", "certain", "negative", "actual"),
    ("Norway said no proof was given for the raid.", "certain", "negative", "actual"),
    ("Norway said there was no evidence of a Danish raid.", "uncommitted", "positive", "actual"),
    ("Norway said the army decided not to sink the boats.", "certain", "negative", "actual"),
    ("Norway said the army decided to sink the boats.", "certain", "positive", "planned"),
    ("Norway accused Denmark of failing to repair the dam.", "certain", "negative", "actual"),
    ("Norway accused Denmark of sinking the ship.", "certain", "positive", "actual"),
    ("Norway said its general had no choice but to retreat.", "certain", "positive", "actual"),
    ("Norway said neither Denmark nor Sweden had sent ships.", "certain", "negative", "actual"),
]


@pytest.mark.parametrize("row", TURNING, ids=[row[0] for row in TURNING])
def test_a_claim_is_graded_at_the_word_it_turns_on(claim_of, row: tuple[str, str, str, str]) -> None:
    claim = claim_of(row[0])

    assert (claim.certainty, claim.polarity, claim.status) == row[1:]


REQUESTS = [
    ("The president asked the navy to guard the strait.", "urges", "certain", "positive", "requested"),
    ("The company asked the court not to print the letters.", "urges", "certain", "negative", "requested"),
    ("Police warned residents to stay indoors.", "urges", "certain", "positive", "requested"),
    ("The ministry advised travellers not to visit the coast.", "urges", "certain", "negative", "requested"),
    ("The teacher told the children to leave the hall.", "urges", "certain", "positive", "requested"),
    ("The teacher told the children that the hall was empty.", "says", "certain", "positive", "actual"),
    ("The guard warned the boys that the ice was thin.", "warns", "certain", "positive", "actual"),
    ("The coach asked whether the players had left the ground.", "asks", "uncommitted", "positive", "actual"),
    ("The coach asked why the players had left the ground.", "asks", "uncommitted", "positive", "actual"),
    ("“Never swim alone after dark,” the lifeguard said.", "says", "certain", "negative", "requested"),
    ("“Keep the doors shut until the storm is over,” the mayor said.", "says", "certain", "positive", "requested"),
    ("“Thank you all for coming to the harbour,” the mayor said.", "says", "certain", "positive", "actual"),
    ("The envoy said it was vital that Denmark withdraw its ships.", "says", "certain", "positive", "requested"),
    ("The envoy said it was of great importance that the talks be resumed.", "says", "certain", "positive", "requested"),
    ("The envoy said it was clear that Denmark had withdrawn its ships.", "says", "certain", "positive", "actual"),
]


@pytest.mark.parametrize("row", REQUESTS, ids=[row[0] for row in REQUESTS])
def test_what_is_asked_of_somebody_is_requested(claim_of, row: tuple[str, str, str, str, str]) -> None:
    claim = claim_of(row[0])

    assert (claim.stance, claim.certainty, claim.polarity, claim.status) == row[1:]


def test_what_something_was_for_is_not_told_as_done(extract) -> None:
    claims = extract("Norway said the crew acted in response to calls to attack Denmark.").claims

    assert [e.presupposed for c in claims for e in c.events if e.type == "strike"] == [True]


WITHHELD = [
    "The police could not confirm the report.",
    "The ministry refused to confirm the attack.",
    "The ministry refused to confirm that Denmark had attacked the port.",
    "The ministry has not confirmed the attack.",
]


@pytest.mark.parametrize("text", WITHHELD)
def test_who_cannot_or_will_not_confirm_leaves_it_open_and_says_nothing_else(extract, text: str) -> None:
    claims = extract(text).claims

    assert [(c.stance, c.certainty, c.polarity) for c in claims] == [("cannot confirm", "uncommitted", "positive")]


def test_a_refusal_to_act_is_still_one(extract) -> None:
    (claim,) = extract("The ministry refused to leave the building.").claims

    assert (claim.stance, claim.polarity) == ("refuses", "negative")


HELD = [
    ("The tanker is believed to be the largest in Denmark.", "article", "probable"),
    ("The tanker was thought to be carrying 300 missiles.", "article", "probable"),
    ("The tanker is said to be carrying 300 missiles.", "unnamed", "uncommitted"),
    ("The tanker is believed by Norway to be carrying 300 missiles.", "state", "probable"),
]


@pytest.mark.parametrize("row", HELD, ids=[row[0] for row in HELD])
def test_what_is_held_to_be_so_by_nobody_is_the_articles(claim_of, row: tuple[str, str, str]) -> None:
    claim = claim_of(row[0])

    assert (claim.source.kind, claim.certainty) == row[1:]
