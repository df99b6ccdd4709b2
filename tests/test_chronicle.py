"""What a careful reader lists in the example chronicle is there, and nothing is shown as a dispute that is none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso import pipeline
from sayso.claim import Claim
from sayso.ledger import Ledger

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
SPIES = "South Korea's spies"
SPELLED = {"National Intelligence Service": SPIES, "South Korea's spy agency": SPIES}  # one source under the names that the reports give it

Row = tuple[str, str, str, str]  # who, the day of the report, of whom, the day of that report

# Who says that it is not so, against whom who said by then that it is.
DISPUTES: set[Row] = {
    *(("North Korea", "10-22", SPIES, day) for day in ("10-18", "10-19")),
    ("North Korea", "10-22", "claims", "10-22"),
    *(("Vassily Nebenzia", "10-30", SPIES, day) for day in ("10-18", "10-19", "10-24")),
    ("Vassily Nebenzia", "10-30", "claims", "10-22"),
    ("Vassily Nebenzia", "10-30", "Reports", "10-24"),
    ("Vassily Nebenzia", "10-30", "Lloyd Austin", "10-24"),
    ("Vassily Nebenzia", "10-30", "Mark Rutte", "10-28"),
    ("Vassily Nebenzia", "10-30", "Sabrina Singh", "10-28"),
    ("Vassily Nebenzia", "10-30", "Mark Rutte", "10-30"),
    ("Vassily Nebenzia", "10-30", "reports", "10-30"),
    ("Samuel Paparo", "12-08", "reports", "11-05"),
    ("Samuel Paparo", "12-08", "South Korean lawmakers", "11-21"),
    ("Samuel Paparo", "12-08", "Volodymyr Zelenskyy", "12-08"),
}
# Whose later figure takes the place of whose.
REVISIONS: set[Row] = {
    *((SPIES, "10-24", SPIES, day) for day in ("10-18", "10-19")),
    ("Pat Ryder", "11-05", SPIES, "10-24"),
    ("Pentagon", "11-05", "Reports", "10-24"),
}
# Who could not confirm what whom had told.
UNVERIFIED: set[Row] = {
    ("NATO and United States", "10-18", SPIES, "10-18"),
    ("NATO and United States", "10-19", SPIES, "10-18"),
    ("NATO and United States", "10-19", SPIES, "10-19"),
    ("Russia", "10-22", SPIES, "10-18"),
    ("Russia", "10-22", SPIES, "10-19"),
    ("Russia", "10-22", "claims", "10-22"),
    ("Pentagon", "11-05", "reports", "11-05"),
    ("Sabrina Singh", "11-21", "reports", "11-05"),
    ("Sabrina Singh", "11-21", "South Korean lawmakers", "11-21"),
}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger(tmp_path_factory.mktemp("chronicle") / "ledger.db") as made:
        pipeline.read_into(made, sorted(EXAMPLES.glob("2024*")))
        yield made


def linked(ledger: Ledger, *kinds: str) -> list[tuple[str, Claim, Claim]]:
    found = (link for link in ledger.links() if link.kind in kinds)
    return [(link.kind, ledger.claim(link.later), ledger.claim(link.earlier)) for link in found]


def row(one: Claim, other: Claim) -> Row:
    def who(claim: Claim) -> str:
        return SPELLED.get(claim.source.name, claim.source.name)

    return who(one), one.article.published[5:], who(other), other.article.published[5:]


def test_every_dispute_is_there_and_no_other(ledger: Ledger) -> None:
    pairs = [(b, a) if a.polarity == "positive" else (a, b) for _, a, b in linked(ledger, "contradicts", "denies")]

    assert {row(*pair) for pair in pairs} == DISPUTES


def test_every_revised_figure_is_there_and_no_other(ledger: Ledger) -> None:
    assert {row(a, b) for _, a, b in linked(ledger, "revises")} == REVISIONS


def test_every_report_that_somebody_could_not_confirm_is_there_and_no_other(ledger: Ledger) -> None:
    pairs = [(a, b) if a.stance == "cannot confirm" else (b, a) for _, a, b in linked(ledger, "unverified")]

    assert {row(*pair) for pair in pairs} == UNVERIFIED


def test_the_wire_text_under_another_headline_and_its_shortened_rewrite_are_copies(ledger: Ledger) -> None:
    copied = {frozenset((a.article.publisher, b.article.publisher)) for _, a, b in linked(ledger, "copies")}

    assert copied == {
        frozenset(pair)
        for pair in (("Example Wire", "Example Herald"), ("Example Wire", "Example Courier"), ("Example Herald", "Example Courier"))
    }


def test_both_exchanges_are_there(ledger: Ledger) -> None:
    swaps = {
        (claim.source.name, item.kind, leg.type)
        for claim in ledger.claims()
        for event in claim.events
        if (leg := event.in_exchange_for) is not None
        for item in event.items
    }

    assert swaps == {("Shin Won-sik", "air-defence missile system", "deploy"), ("Samuel Paparo", "fighter aircraft", "deploy")}


def test_a_wish_and_a_plan_are_in_no_dispute(ledger: Ledger) -> None:
    sides = [claim for _, *pair in linked(ledger, "contradicts", "denies") for claim in pair]

    assert [c.content.text for c in sides if c.status != "actual" or "wants" in c.content.text] == []
