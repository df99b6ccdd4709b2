"""Promises of laying two reports side by side: what the strict rules say, what may be at odds, in whose words, and that nothing is recorded."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from sayso import cli
from sayso.articles import make_article
from sayso.claim import Article
from sayso.compare import Compared, Desk, Report, compare, only_article, passages
from sayso.errors import BadRequest, NotFound, Unreadable
from sayso.exports import compared
from sayso.ledger import Ledger
from sayso.links import across
from sayso.pipeline import Extractor
from sayso.sentences import Parser

HERALD = """Title: Council backs the harbour
Publisher: Example Herald
Date: 2024-05-03

After a long night the council of Alta approved the harbour plan, the mayor, Anna Lund, said on Friday.

The guild has repaired the old mill. A choir from Narvik sang in the church.

Kenya deployed 600 soldiers to Haiti, Ana Ruiz said.
"""
WIRE = """Title: Council turns the harbour down
Publisher: Example Wire
Date: 2024-05-03

The council of Alta rejected the harbour plan, Nils Berg, a councillor, said on Friday.

The guild has not repaired the old mill, whatever is said in the valley. Grain prices rose by a tenth in the spring.

Kenya did not deploy soldiers to Haiti, Ben Okoro said.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two reports that speak against each other."""
    path = tmp_path_factory.mktemp("reports")
    (path / "herald.txt").write_text(HERALD, "utf-8")
    (path / "wire.txt").write_text(WIRE, "utf-8")
    return path


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor("rules")


@pytest.fixture(scope="module")
def found(folder: Path) -> Compared:
    desk = Desk(folder / "none.db", "rules")
    return compare(desk.report(str(folder / "herald.txt")), desk.report(str(folder / "wire.txt")))


def run(*arguments: str | Path, **options: object):
    return CliRunner().invoke(cli.main, ["compare", "--engine", "rules", *(str(a) for a in arguments)], **options)  # type: ignore[arg-type]


def lines(found: Compared) -> list[dict]:
    out = io.BytesIO()
    compared.write(found, out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def printed(found: Compared) -> str:
    """What is printed, without regard to where lines are broken."""
    out = io.StringIO()
    compared.told(found, out)
    return " ".join(out.getvalue().split())


def report(extractor: Extractor, text: str, publisher: str = "Example Herald") -> Report:
    parse = extractor.parser.parse_article(make_article(text, publisher=publisher, published="2024-05-03"))
    claims = extractor.extract_parsed(parse).claims
    return Report(parse.article, claims, passages(extractor.parser, parse, claims))


# What may be at odds


@pytest.mark.parametrize(
    ("one", "other", "reason", "words"),
    [
        ("the council of Alta approved", "The council of Alta rejected", "an opposite", ("approved", "rejected")),
        ("The guild has repaired", "The guild has not repaired", "negated", ("repaired", "not … repaired")),
    ],
)
def test_a_dispute_is_found_with_its_words(found: Compared, one: str, other: str, reason: str, words: tuple[str, str]) -> None:
    told = [p for p in found.possible if one in p.one.sentence.text and other in p.other.sentence.text]

    assert [(p.dispute.reason, p.dispute.words) for p in told] == [(reason, words)]


def test_the_words_of_a_dispute_stand_in_the_sentence_of_their_side(found: Compared) -> None:
    for pair in found.possible:
        for passage, words in zip((pair.one, pair.other), pair.dispute.words, strict=True):
            assert [w for w in words.split(" … ") if w not in passage.sentence.text] == []


def test_sentences_of_different_things_are_not_at_odds(found: Compared) -> None:
    shown = {p.one.sentence.text for p in found.possible} | {p.other.sentence.text for p in found.possible}

    assert not [text for text in shown if text.startswith(("A choir", "Grain prices"))]


def test_the_likeliest_comes_first(found: Compared) -> None:
    scores = [p.dispute.score for p in found.possible]

    assert scores == sorted(scores, reverse=True)


def test_no_more_are_shown_than_asked_for_and_the_rest_is_counted(found: Compared) -> None:
    fewer = compare(found.one, found.other, limit=1)

    assert (len(fewer.possible), fewer.possible.total) == (1, found.possible.total)
    assert lines(fewer)[-1] == {"kind": "left out", "possible": found.possible.total - 1}


def test_a_sentence_that_stands_in_both_is_not_at_odds_with_itself(extractor: Extractor) -> None:
    told = "The guild has not repaired the old mill, whatever is said in the valley."
    side_by_side = compare(report(extractor, f"{told} It rained."), report(extractor, f"Snow fell in May. {told}"))

    assert side_by_side.possible.total == 0


def test_who_says_so_is_not_weighed_with_what_is_said(extractor: Extractor) -> None:
    one = report(extractor, "The ferry carried 240 passengers on Thursday, the harbour master said.")
    other = report(extractor, "On Thursday the ferry carried 180 passengers and a dozen cars, the police told reporters in Narvik.")

    assert [p.dispute.words for p in compare(one, other).possible] == [("240", "180")]


def test_a_denial_is_weighed_with_the_words_that_deny(extractor: Extractor) -> None:
    denying = report(extractor, "Nils Berg denied that the guild had repaired the old mill in the valley.")

    assert "denied" in [t.text for p in denying.passages for s in p.weighed for t in s.tokens]


def test_headings_are_not_weighed(extractor: Extractor) -> None:
    told = report(extractor, "# Guild repairs mill\n\nThe guild has repaired the old mill.")

    assert [p.sentence.text for p in told.passages] == ["The guild has repaired the old mill."]


def test_only_sentences_with_enough_in_common_are_weighed() -> None:
    one = [{"mill": 2.0, "guild": 2.0, "repair": 1.0}]
    other = [{"mill": 2.0}, {"mill": 2.0, "guild": 2.0, "burn": 1.0}, {"mill": 0.1, "guild": 0.1, "grain": 30.0}]

    assert list(across.meeting(one, other)) == [(0, 1), (0, 2)]
    assert list(across.meeting([{"a": 0.1, "b": 0.1, "c": 30.0}], [{"a": 0.1, "b": 0.1, "d": 30.0}])) == []


# What the strict rules say


def test_what_the_strict_rules_say_is_shown_with_its_reason(found: Compared) -> None:
    told = {(r.link.kind, r.one.source.name, r.other.source.name) for r in found.related}

    assert ("contradicts", "Ana Ruiz", "Ben Okoro") in told
    assert "contradicts: told as so by Ana Ruiz, as not so by Ben Okoro" in printed(found)


def test_they_say_all_that_a_ledger_of_both_reports_says(found: Compared, folder: Path, tmp_path: Path) -> None:
    with Ledger(tmp_path / "a.db") as ledger:
        ledger.read([folder], engine="rules")
        articles = {claim.id: claim.article.id for claim in ledger.claims()}
        between = {(link.later, link.earlier, link.kind) for link in ledger.links() if articles[link.later] != articles[link.earlier]}

    assert between
    assert between <= {(r.link.later, r.link.earlier, r.link.kind) for r in found.related}


def test_passages_whose_claims_contradict_each_other_are_marked(found: Compared) -> None:
    assert {p.strict for p in found.possible if "Kenya" in p.one.sentence.text} == {True}
    assert {p.strict for p in found.possible if "guild" in p.one.sentence.text} == {False}


# Printing


def test_it_says_plainly_that_most_are_no_disputes(found: Compared) -> None:
    assert "Passages that may be at odds: most of these are no disputes" in printed(found)


def test_both_sentences_are_printed_with_who_is_credited(found: Compared) -> None:
    told = printed(found)

    assert "“The council of Alta rejected the harbour plan, Nils Berg, a councillor, said on Friday.” credited to: Nils Berg" in told
    assert "“The guild has repaired the old mill.” credited to nobody" in told


def test_reports_with_nothing_in_common_say_so(extractor: Extractor) -> None:
    told = printed(compare(report(extractor, "A choir from Narvik sang in the church."), report(extractor, "Grain prices rose.")))

    assert "None was found." in told


def test_the_words_of_a_report_cannot_move_the_cursor(extractor: Extractor) -> None:
    one = report(extractor, "The guild has repaired the old mill \x1b[31min Alta.", "Example\x1b[2J Herald")
    told = printed(compare(one, report(extractor, "The guild has not repaired the old mill in Alta.")))

    assert "\x1b" not in told


def test_the_same_reports_are_told_in_the_same_bytes(found: Compared) -> None:
    again = compare(found.one, found.other)

    assert (lines(again), printed(again)) == (lines(found), printed(found))


# JSON


def test_every_place_in_json_cuts_its_words_exactly(found: Compared) -> None:
    told = lines(found)
    texts = {line["side"]: line["text"] for line in told if line["kind"] == "report"}
    pairs = [(side, line[side]) for line in told if line["kind"] in ("link", "possible") for side in ("one", "other")]

    for side, said in pairs:
        if "span" in said:
            assert texts[side][slice(*said["span"])] == said["text"]
        for claim in said.get("claims", [said]):
            assert " ".join(texts[side][s:e] for s, e in claim["spans"]) == claim["text"]
    assert {side for side, _ in pairs} == {"one", "other"}


def test_json_tells_each_kind_of_line(found: Compared) -> None:
    assert list(dict.fromkeys(line["kind"] for line in lines(found))) == ["report", "texts", "link", "possible"]


def test_the_command_writes_json_lines(folder: Path) -> None:
    told = run(folder / "herald.txt", folder / "wire.txt", "--json", "--ledger", folder / "none.db")

    assert told.exit_code == 0
    assert [json.loads(line)["publisher"] for line in told.stdout.splitlines()[:2]] == ["Example Herald", "Example Wire"]


# Which reports


def test_one_text_twice_is_told_as_such(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "again.txt").write_text(HERALD.replace("Example Herald", "Example Gazette"), "utf-8")
    told = run(folder / "herald.txt", tmp_path / "again.txt")

    assert (told.exit_code, told.stdout.splitlines()[-1]) == (
        0,
        "Both are the same text, word for word: there is nothing to compare.",
    )


def test_articles_of_a_ledger_are_compared_by_their_ids_and_nothing_is_written(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Ledger(path) as ledger:
        ledger.read([folder], engine="rules")
        ids = [article.id for article in ledger.articles()]
    before = path.read_bytes()
    told = run(ids[0][:20], ids[1].removeprefix("article-1-")[:8], "--json", "--ledger", path)

    assert told.exit_code == 0
    assert [json.loads(line)["id"] for line in told.stdout.splitlines()[:2]] == ids
    assert path.read_bytes() == before


def test_a_file_beside_an_article_of_a_ledger_tells_the_same(found: Compared, folder: Path, tmp_path: Path) -> None:
    with Ledger(tmp_path / "a.db") as ledger:
        ledger.read([folder / "wire.txt"], engine="rules")
        (article,) = ledger.articles()
    desk = Desk(tmp_path / "a.db", "rules")
    mixed = compare(desk.report(str(folder / "herald.txt")), desk.report(article.id))

    assert lines(mixed) == lines(found)


def test_what_a_person_put_right_in_the_ledger_counts(folder: Path, tmp_path: Path) -> None:
    with Ledger(tmp_path / "a.db") as ledger:
        ledger.read([folder], engine="rules")
        okoro = next(claim for claim in ledger.claims(source="Okoro"))
        ledger.rule("reject", okoro.id, who="Ada")
    kept = Desk(tmp_path / "a.db").report(okoro.article.id)

    assert okoro.id not in {claim.id for claim in kept.claims}


def test_comparing_files_makes_no_ledger(folder: Path, tmp_path: Path) -> None:
    run(folder / "herald.txt", folder / "wire.txt", "--ledger", tmp_path / "new.db")

    assert list(tmp_path.iterdir()) == []


# What goes wrong


def test_a_file_that_is_not_there_is_told_in_one_line_with_the_way_out(folder: Path) -> None:
    told = run(folder / "herald.txt", "missing.txt", "--ledger", folder / "none.db")

    assert (told.exit_code, told.stdout, told.stderr.count("\n")) == (2, "", 1)
    assert re.search(r"no file 'missing.txt', and no ledger at .*none.db.*; check the name", told.stderr)


def test_an_article_that_is_not_in_the_ledger_is_told_by_name(tmp_path: Path) -> None:
    Ledger(tmp_path / "a.db").close()

    with pytest.raises(NotFound, match=r"no file 'article-1-00', and no article of .*a\.db has an id that begins so; check the name"):
        Desk(tmp_path / "a.db").report("article-1-00")


def test_a_name_longer_than_any_file_is_told_like_one_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no file"):
        Desk(tmp_path / "none.db").report("x" * 5000)


def test_a_file_with_several_articles_is_refused_with_the_way_out(folder: Path) -> None:
    with pytest.raises(BadRequest, match=r"holds more than one article; .* by their ids"):
        only_article(str(folder))


def test_a_file_that_cannot_be_read_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")

    with pytest.raises(Unreadable, match=r"empty\.txt is empty; leave it out"):
        only_article(str(tmp_path / "empty.txt"))


def test_another_language_is_refused_by_name(tmp_path: Path) -> None:
    told = "Der Rat der Stadt hat den Plan für den Hafen nach langer Nacht abgelehnt, sagte der Bürgermeister am Freitag. " * 3
    (tmp_path / "rat.txt").write_text(told, "utf-8")

    with pytest.raises(BadRequest, match=r"rat\.txt is in 'de'; only English is read"):
        Desk(tmp_path / "none.db").report(str(tmp_path / "rat.txt"))


# Cost


def test_each_passage_is_boiled_down_at_most_once(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    read = across.propositions.read
    monkeypatch.setattr(across.propositions, "read", lambda passage: asked.append(id(passage)) or read(passage))
    told = [f"The guild of Alta repaired {n} old mills in the valley." for n in range(10, 30)]
    one, other = report(extractor, " ".join(told)), report(extractor, " ".join(told[::-1]), "Example Wire")
    compare(one, other)

    assert 0 < len(asked) <= len(one.passages) + len(other.passages)


def test_what_was_read_beforehand_is_weighed_like_the_sentences_themselves() -> None:
    parser = Parser()
    one, other = (
        parser.parse_article(Article("article-1", text)).sentences for text in ("The mill has closed.", "The mill has not closed.")
    )
    read = [across.propositions.read(side) for side in (one, other)]

    assert across.disputes.weigh(*read) == across.disputes.weigh(one, other)
