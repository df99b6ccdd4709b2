"""Promises of laying two reports side by side: what the rules say, in whose words, and that nothing is recorded."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from sayso import cli
from sayso.articles import make_article
from sayso.compare import Compared, Desk, Report, compare, only_article
from sayso.errors import BadRequest, NotFound, Unreadable
from sayso.exports import compared
from sayso.ledger import Ledger
from sayso.pipeline import Extractor

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
    return Report(parse.article, extractor.extract_parsed(parse).claims)


# What the rules say


def test_what_the_rules_say_is_shown_with_its_reason(found: Compared) -> None:
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


# Printing


def test_both_claims_are_printed_with_who_says_so(found: Compared) -> None:
    told = printed(found)

    assert re.search(r"one(, the later)?: Ana Ruiz: “Kenya deployed 600 soldiers to Haiti”", told)
    assert re.search(r"other(, the later)?: Ben Okoro: “Kenya did not deploy soldiers to Haiti”", told)


def test_reports_with_nothing_in_common_say_so(extractor: Extractor) -> None:
    told = printed(compare(report(extractor, "A choir from Narvik sang in the church."), report(extractor, "Grain prices rose.")))

    assert "No two of them agree or speak against each other" in told


def test_the_words_of_a_report_cannot_move_the_cursor(extractor: Extractor) -> None:
    one = report(extractor, "Kenya deployed 600 soldiers \x1b[31mto Haiti, Ana Ruiz said.", "Example\x1b[2J Herald")
    told = printed(compare(one, report(extractor, "Kenya did not deploy soldiers to Haiti, Ben Okoro said.")))

    assert "\x1b" not in told


def test_the_same_reports_are_told_in_the_same_bytes(found: Compared) -> None:
    again = compare(found.one, found.other)

    assert (lines(again), printed(again)) == (lines(found), printed(found))


# JSON


def test_every_place_in_json_cuts_its_words_exactly(found: Compared) -> None:
    told = lines(found)
    texts = {line["side"]: line["text"] for line in told if line["kind"] == "report"}
    claims = [(side, line[side]) for line in told if line["kind"] == "link" for side in ("one", "other")]

    assert claims
    for side, claim in claims:
        assert " ".join(texts[side][s:e] for s, e in claim["spans"]) == claim["text"]


def test_json_tells_each_kind_of_line(found: Compared) -> None:
    assert list(dict.fromkeys(line["kind"] for line in lines(found))) == ["report", "texts", "link"]


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
