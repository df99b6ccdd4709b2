"""Promises of possible disputes: what speaks for two passages ruling each other out, what does not, and that it says why."""

from __future__ import annotations

import pytest

from sayso.claim import Article
from sayso.links import disputes, propositions
from sayso.links.laying import Laid
from sayso.links.meanings import alike, rules_out, turns
from sayso.sentences import Parser, Sentence


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def read(parser: Parser, text: str) -> list[Sentence]:
    return parser.parse_article(Article("article-1", text)).sentences


def weigh(parser: Parser, one: str, other: str) -> disputes.Dispute:
    found = disputes.weigh(read(parser, one), read(parser, other))
    assert found is not None
    return found


def told(parser: Parser, text: str) -> set[tuple[str, str, str]]:
    """Each place of each proposition: the deed or description, the place, what fills it."""
    found = propositions.read(read(parser, text))
    return {(p.at.lemma, name, filler.head.text) for p in found.propositions for name, filler in p.places}


# What is possible


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("The council rejected the harbour plan.", "After a long night the council of Alta approved the harbour plan.", "an opposite"),
        ("Voters are unsatisfied with the mayor.", "Most voters told us that they are satisfied with the mayor.", "an opposite"),
        ("The mill has closed.", "The mill has not closed, whatever is said in the valley.", "negated"),
        ("The guild failed to pay the masons.", "The guild paid the masons in full before the feast.", "negated"),
        (
            "The ferry carried 240 passengers.",
            "On Sunday the ferry carried 180 passengers and a dozen cars.",
            "another figure for the same",
        ),
        ("The bell sold for €9,000.", "The old bell was sold for €4,500 to a dealer.", "another figure for the same"),
        ("Anna Lund is the mayor of Alta.", "Anna Lund sent a letter to the mayor of Alta about the bridge.", "two parties"),
        ("The Alta lighthouse is the tallest tower.", "The Alta lighthouse is the second tallest tower.", "another rank"),
    ],
    ids=["opposites", "un-", "not", "failed to", "figures", "prices", "two parties", "rank"],
)
def test_what_cannot_both_be_so_is_a_possible_dispute(parser: Parser, one: str, other: str, reason: str) -> None:
    found = weigh(parser, one, other)

    assert (found.possible, found.reason) == (True, reason)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The council approved the harbour plan.", "After a long night the council of Alta approved the harbour plan."),
        ("Lund is the mayor of Alta.", "Lund, the mayor of Alta, sent a letter about the bridge."),
        ("Lund is the mayor of Alta.", "The letter was sent by Alta mayor Lund in May."),
        ("The mill was bought by Berg.", "Berg bought the mill from Lund."),
        ("The mill was bought by Berg.", "Lund sold the mill to Berg."),
        ("The ferry carried 240 passengers.", "On Sunday the ferry carried 240 passengers and a dozen cars."),
        ("The ferry carried 240 passengers.", "On Sunday the ferry to Narvik carried some 238 passengers."),
        ("Berg was detained.", "Berg was detained in May and released in June."),
        ("Grain prices rose.", "The choir of Narvik sang in the old church."),
        ("The guild did not pay the masons.", "The guild failed to pay the masons before the feast."),
    ],
    ids=["same", "apposition", "title", "passive", "converse", "figure", "rounded", "both", "elsewhere", "both negated"],
)
def test_what_can_both_be_so_is_none(parser: Parser, one: str, other: str) -> None:
    assert not weigh(parser, one, other).possible


def test_the_words_stand_on_the_side_they_come_from(parser: Parser) -> None:
    one, other = "After a long night the council of Alta approved the harbour plan.", "The council rejected the harbour plan."

    assert weigh(parser, one, other).words == ("approved", "rejected")
    assert weigh(parser, other, one).words == ("rejected", "approved")


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (
            "Anna Lund is the mayor of Alta.",
            "Anna Lund sent a letter to the mayor of Alta about the bridge.",
            ("Lund … mayor", "Lund … mayor"),
        ),
        ("The Alta lighthouse is the tallest tower.", "The Alta lighthouse is the second tallest tower.", ("tower", "second … tower")),
        ("Anna Lund is the mayor of Alta.", "Anna Lund is the former mayor of Alta.", ("mayor", "former mayor")),
    ],
    ids=["two parties", "rank", "former"],
)
def test_the_words_are_those_of_the_texts(parser: Parser, one: str, other: str, words: tuple[str, str]) -> None:
    assert weigh(parser, one, other).words == words


def test_which_comes_first_does_not_change_the_score(parser: Parser) -> None:
    one, other = "The mill has closed.", "The mill has not closed, whatever is said in the valley."

    assert weigh(parser, one, other).score == weigh(parser, other, one).score


def test_what_the_ledger_calls_a_contradiction_is_always_possible(parser: Parser) -> None:
    one, other = read(parser, "Grain prices rose."), read(parser, "The choir of Narvik sang in the old church.")
    found = disputes.weigh(one, other, strict=True)

    assert found and found.possible


def test_an_empty_passage_disputes_nothing(parser: Parser) -> None:
    assert disputes.weigh([], read(parser, "Grain prices rose.")) is None


def test_every_piece_of_evidence_has_a_weight(parser: Parser) -> None:
    brief, full = (propositions.read(read(parser, text)) for text in ("The mill has closed.", "The mill has not closed at all."))
    found = disputes.Weighing(Laid(brief, full)).evidence()

    assert set(found) | {"strict", "always"} == set(disputes._weights())


# Propositions


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Berg bought the mill.", ("buy", "subject", "Berg")),
        ("The mill was bought by Berg.", ("buy", "subject", "Berg")),
        ("The mill was bought by Berg.", ("buy", "object", "mill")),
        ("The mill bought by Berg burnt down.", ("buy", "object", "mill")),
        ("Berg, who bought the mill, is ill.", ("buy", "subject", "Berg")),
        ("Berg wants to buy the mill.", ("buy", "subject", "Berg")),
        ("Berg is the owner of the mill.", ("owner", "subject", "Berg")),
        ("Berg, the owner of the mill, is ill.", ("owner", "subject", "Berg")),
        ("Berg, the owner of the mill, is ill.", ("owner", "of", "mill")),
        ("They spoke of Berg's death.", ("death", "of", "Berg")),
    ],
)
def test_what_fills_a_place_is_found_however_it_is_put(parser: Parser, text: str, place: tuple[str, str, str]) -> None:
    assert place in told(parser, text)


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("The mill closed.", False),
        ("The mill did not close.", True),
        ("The mill refused to close.", True),
        ("No mill closed.", True),
        ("The guild denied that the mill closed.", True),
        ("Not only the mill closed.", False),
    ],
)
def test_a_deed_is_negated_by_what_governs_it(parser: Parser, text: str, negated: bool) -> None:
    closing = next(p for p in propositions.read(read(parser, text)).propositions if p.at.lemma == "close")

    assert closing.negated == negated


@pytest.mark.parametrize("text", ["The mill may close.", "They plan to close the mill.", "Berg fears that the mill will close."])
def test_what_is_only_planned_or_feared_is_open(parser: Parser, text: str) -> None:
    closing = next(p for p in propositions.read(read(parser, text)).propositions if p.at.lemma == "close")

    assert closing.open


# Words


def test_words_that_rule_each_other_out_are_not_alike() -> None:
    assert rules_out("open", "clos")
    assert not alike("open", "clos")


def test_two_views_of_one_deed_do_not_rule_each_other_out() -> None:
    assert not rules_out("buy", "sell")


def test_a_negating_beginning_turns_a_word_and_a_likeness_does_not() -> None:
    assert turns("unsatisf", "satisfact")
    assert not turns("disband", "band")
