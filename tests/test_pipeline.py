"""The story from page to ledger: what an article becomes, and what a run does."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sayso
from sayso import pipeline
from sayso.claim import Article, Attribution, Content, Reading, Span

REPORT = (
    "Norway said on Monday that Denmark had sent about 300 missiles to Sweden in exchange for grain.\n\n"
    "“We have sent nothing,” the Danish foreign minister, Ada Example, told Example Wire. She added that Norway was mistaken.\n\n"
    "According to Swedish officials, the missiles may have arrived in March 2023. Finland has allegedly trained the crews.\n"
)


def every_span(value: object) -> list[Span]:
    """All the words with a place that a record holds, however deep."""
    found: list[Span] = []
    if isinstance(value, tuple | list):
        for part in value:
            found += every_span(part)
    elif isinstance(value, Content):
        found += [Span("", extent) for extent in value.spans]
    elif is_dataclass(value):
        text, extent = getattr(value, "text", None), getattr(value, "span", None)
        if text and extent:
            found.append(Span(text, extent))
        for item in fields(value):
            found += every_span(getattr(value, item.name))
    return found


def test_every_span_of_every_claim_is_cut_from_the_article(extract) -> None:
    reading = extract(REPORT)
    spans = [s for claim in reading.claims for s in every_span(claim) if s.text]

    assert len(spans) > 20
    assert [s.text for s in spans] == [REPORT[s.start : s.end] for s in spans]


def test_reading_twice_gives_the_same_bytes(extract) -> None:
    assert msgspec.json.encode(extract(REPORT)) == msgspec.json.encode(extract(REPORT))


def test_what_nobody_is_credited_for_is_the_articles_own_claim(extract) -> None:
    claims = extract("Denmark has sent missiles to Sweden.", publisher="Example Daily").claims

    assert [(c.source.kind, c.source.name, c.cue, c.content.text) for c in claims] == [
        ("article", "Example Daily", None, "Denmark has sent missiles to Sweden")
    ]


def test_a_question_word_is_nothing_that_was_said(extract) -> None:
    reading = extract("What was said of the harbour, and why it was said\n\nThe mayor said on Monday that the harbour was closed.")

    assert [c.content.text for c in reading.claims if c.cue] == ["the harbour was closed"]


def test_a_credited_event_is_not_told_again_in_the_articles_voice(extract) -> None:
    claims = extract("Norway said Denmark has sent missiles to Sweden.").claims

    assert [c.source.name for c in claims] == ["Norway"]


def test_a_claim_about_a_claim_stands_within_it(extract) -> None:
    outer, inner = extract("Lawmakers said the spy agency believes that Denmark sent missiles to Sweden.").claims

    assert inner.within == outer.id


def test_an_event_belongs_to_the_innermost_claim(extract) -> None:
    outer, inner = extract("Lawmakers said the spy agency believes that Denmark sent missiles to Sweden.").claims

    assert ([e.type for e in outer.events], [e.type for e in inner.events]) == ([], ["transfer"])


def test_the_direction_of_a_transfer_is_kept(extract) -> None:
    (claim,) = extract("Norway said missiles had been sent to Sweden by Denmark.").claims
    (event,) = claim.events

    assert ([r.name for r in event.agent], [r.name for r in event.recipient]) == (["Denmark"], ["Sweden"])


def test_an_engines_words_that_are_not_in_the_text_are_refused_and_shown(extract, monkeypatch) -> None:
    class Inventive:
        name = "inventive"

        def foresee(self, articles: object) -> None: ...

        def attribute(self, parse: object) -> list[Attribution]:
            return [Attribution(Content("what nobody said", ((0, 6),)), Span("Norway", (0, 6)))]

    extractor = pipeline.Extractor()
    monkeypatch.setattr(extractor, "engine", Inventive())
    reading = extractor.extract(Article("article-1-test", "Norway said nothing of the kind."))

    assert [(g.kind, g.text) for g in reading.gaps if g.kind == "refused"] == [("refused", "what nobody said")]
    assert [c for c in reading.claims if c.cue] == []


def test_an_article_in_another_language_is_counted_as_not_understood(extract) -> None:
    reading = extract("Der Minister sagte, das Schiff sei gesunken.", language="de")

    assert (reading.claims, [g.kind for g in reading.gaps]) == ((), ["language"])


def test_one_article_that_trips_us_does_not_stop_the_rest(monkeypatch) -> None:
    extractor = pipeline.Extractor()
    whole = pipeline.names.resolve

    def stumble(parse, gazetteer):
        if parse.article.id == "article-1-bad":
            raise RecursionError("too deep")
        return whole(parse, gazetteer)

    monkeypatch.setattr(pipeline.names, "resolve", stumble)
    articles = [Article(f"article-1-{name}", "Norway said the ship had sunk.") for name in ("good", "bad", "fine")]

    assert [type(r) for r in extractor.extract_all(articles)] == [Reading, RecursionError, Reading]


def test_a_second_run_over_the_same_folder_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(REPORT)
    with sayso.open(str(tmp_path / "x.db")) as ledger:
        first = pipeline.read_into(ledger, [tmp_path])
        before = [msgspec.json.encode(c) for c in ledger.claims()]
        second = pipeline.read_into(ledger, [tmp_path])

        assert (first.new, second.new, second.known) == (1, 0, 1)
        assert [msgspec.json.encode(c) for c in ledger.claims()] == before


def test_a_broken_file_is_refused_by_name_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT)
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 broken")
    with sayso.open(str(tmp_path / "x.db")) as ledger:
        summary = pipeline.read_into(ledger, [tmp_path])

    assert (summary.new, [Path(r.where).name for r in summary.refusals]) == (1, ["b.pdf"])


words = st.sampled_from(["Norway", "said", "Denmark", "sent", "3,000", "“", "”", "troops", ",", ".", "to", "Sweden", "\n\n", "that", "may", "|", "not", "in", "May", "Kyiv’s", "deal", ":", "according", "—"])  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.lists(words, max_size=60).map(" ".join))
def test_whatever_the_words_every_span_is_in_the_text(extract, text: str) -> None:
    reading = extract(text)

    assert all(text[s.start : s.end] == s.text for c in reading.claims for s in every_span(c) if s.text)


def test_each_sentence_of_a_speech_is_a_claim_of_its_own(extract) -> None:
    claims = extract("“Denmark sent missiles to Sweden. It did not train the crews,” the minister said.").claims

    assert [(c.source.text, c.polarity) for c in claims] == [("the minister", "positive"), ("the minister", "negative")]


def test_joined_clauses_are_graded_each_for_itself(extract) -> None:
    claims = extract("Norway said that the soldiers are in the port, but that they have not yet entered combat.").claims

    assert [(c.content.text, c.polarity) for c in claims] == [
        ("the soldiers are in the port", "positive"),
        ("they have not yet entered combat", "negative"),
    ]


def test_who_denies_the_reports_denies_what_they_say(extract) -> None:
    claims = extract("Norway denied the reports that Denmark had sent missiles to Sweden.").claims

    assert [(c.source.name, c.polarity, [e.type for e in c.events]) for c in claims] == [
        ("Norway", "negative", ["transfer"]),
        ("reports", "positive", ["transfer"]),
    ]


def test_nobody_is_made_to_say_what_he_dismissed(extract) -> None:
    claims = extract("Norway dismissed the claims that Denmark had sent missiles to Sweden.").claims

    assert [c.polarity for c in claims if c.source.name == "Norway"] == ["negative"]


def test_who_neither_confirms_nor_denies_does_neither(extract) -> None:
    claims = extract("Norway neither confirmed nor denied that Denmark had sent missiles to Sweden.").claims

    assert {(c.source.name, c.certainty, c.polarity) for c in claims} == {("Norway", "uncommitted", "positive")}


def contents(reading: Reading, kind: str = "article") -> list[str]:
    return [c.content.text for c in reading.claims if c.source.kind == kind]


def test_a_plain_statement_is_the_articles_claim_where_it_tells_what_somebody_did_or_gives_a_figure(extract) -> None:
    found = extract("Some 190 girls remain in the camp. Ada Vik has made headlines before. Everything went wrong. It rained.")

    assert contents(found) == ["Some 190 girls remain in the camp", "Ada Vik has made headlines before"]


@pytest.mark.parametrize(
    "remark", ["Oslo is more cautious than before.", "Norway takes the opposite view.", "Much depends on Ada Vik and her friends."]
)
def test_a_remark_is_no_claim(extract, remark: str) -> None:
    assert contents(extract(remark)) == []


def test_what_an_outlet_says_of_itself_or_asks_is_no_claim(extract) -> None:
    assert contents(extract("We will bring you more from Oslo. Is Ada Vik tired? Tell your friends about Oslo.")) == []


def test_a_sentence_in_which_somebody_is_credited_is_not_told_again(extract) -> None:
    assert contents(extract("Ada Vik said that Oslo has 300 bridges.")) == []


def test_the_articles_own_part_of_a_sentence_is_cut_from_what_is_credited(extract) -> None:
    found = extract("Some 190 girls remain in the camp, although Ada Vik said that forty had fled.")

    assert "Some 190 girls remain in the camp" in contents(found)


def test_who_does_not_answer_says_nothing(extract) -> None:
    found = extract("The Norwegian foreign ministry did not immediately respond to a request for comment.")

    assert [(c.source.kind, c.polarity) for c in found.claims] == [("article", "negative")]


def test_what_reporters_ask_somebody_to_comment_on_is_no_claim(extract) -> None:
    found = extract("Asked by reporters to comment on the raid, Karl Ek said it was a mistake.")

    assert [(c.source.name, c.content.text) for c in found.claims] == [("Karl Ek", "it was a mistake")]


def test_a_name_that_nobody_gives_is_no_claim(extract) -> None:
    assert not [c for c in extract("It is a policy called detention.").claims if c.cue]
    assert [c.source.name for c in extract("Critics called the policy detention.").claims] == ["Critics"]


def test_a_question_of_who_knows_credits_nobody(extract) -> None:
    assert not [c for c in extract("Who knows what the bridge will cost.").claims if c.cue]
