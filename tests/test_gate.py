"""The quality gate: a figure that falls is seen, and so are other data, missing figures and missing corpora."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "evals"))

import attribution
import gate
import peers

ROOT = Path(__file__).parent.parent
TIMEML = """<TimeML>
<DCT><TIMEX3 tid="t0" type="DATE" value="2021-03-04" functionInDocument="CREATION_TIME">2021-03-04</TIMEX3></DCT>
<TEXT>The ferry sank on <TIMEX3 tid="t1" type="DATE" value="2021-03-01">March 1</TIMEX3>. A new one will come in
<TIMEX3 tid="t2" type="DATE" value="2022">2022</TIMEX3>.</TEXT>
</TimeML>"""


def two_figures(folder: Path) -> gate.Figures:
    """A corpus of numbers: the figures are what stands in its files."""
    for path in sorted(folder.glob("*.num")):
        yield path.stem, float(path.read_text())


NUMBERS = gate.Corpus("numbers", ("*.num",), two_figures, "made for this test")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "numbers").mkdir()
    for name, value in (("red", "70.5"), ("blue", "81")):
        (tmp_path / "numbers" / f"{name}.num").write_text(value)
    return tmp_path


@pytest.fixture
def run(data: Path):
    """The gate over the numbers, with floors of its own."""
    return lambda *options: gate.main([str(data), "--floors", str(data / "floors.json"), *options], [NUMBERS])


def floors(data: Path) -> dict[str, float]:
    return json.loads((data / "floors.json").read_text())["corpora"]["numbers"]["floors"]


@pytest.fixture
def pinned(data: Path, run):
    """The numbers, pinned, and then measured as something else on the same files."""

    def measure_as(**figures: float):
        assert run("--pin") == 0
        other = gate.Corpus("numbers", ("*.num",), lambda _: iter(figures.items()), "made for this test")
        return lambda *options: gate.main([str(data), "--floors", str(data / "floors.json"), *options], [other])

    return measure_as


def test_figures_at_their_floors_pass(run) -> None:
    run("--pin")

    assert run() == 0


def test_a_figure_below_its_floor_fails_by_name(pinned, capsys) -> None:
    again = pinned(red=70.5, blue=80.9)

    assert again() == 1
    assert "below the floor: numbers: blue" in capsys.readouterr().out


def test_less_than_half_an_item_is_no_fall(pinned) -> None:
    assert pinned(red=70.49, blue=81)() == 0


def test_a_figure_that_is_no_longer_measured_fails(pinned, capsys) -> None:
    again = pinned(red=70.5)

    assert again() == 1
    assert re.search(r"blue +81\.00 +- +GONE", capsys.readouterr().out)


def test_a_new_figure_passes_and_asks_for_a_floor(pinned, capsys) -> None:
    again = pinned(red=70.5, blue=81, green=3)

    assert again() == 0
    assert "new figures have no floor yet; give them one with --pin" in capsys.readouterr().out


def test_other_data_fail_whatever_the_figures(data: Path, run, capsys) -> None:
    run("--pin")
    (data / "numbers" / "green.num").write_text("90")

    assert run() == 1
    assert "numbers: the data are others: 3 files, digest" in capsys.readouterr().out


def test_a_renamed_file_is_other_data(data: Path, run) -> None:
    before = gate.identify(NUMBERS.read_files(data), data / "numbers")
    (data / "numbers" / "red.num").rename(data / "numbers" / "rose.num")

    assert gate.identify(NUMBERS.read_files(data), data / "numbers") != before


def test_pinning_raises_a_floor(pinned, data: Path) -> None:
    pinned(red=71, blue=81)("--pin")

    assert floors(data) == {"red": 71, "blue": 81}


def test_pinning_lowers_nothing_and_saves_nothing_without_a_reason(pinned, data: Path, capsys) -> None:
    again = pinned(red=99, blue=12)

    assert again("--pin") == 1
    assert floors(data) == {"red": 70.5, "blue": 81}
    assert "it would lower numbers: blue" in capsys.readouterr().out


def test_a_floor_that_is_lowered_keeps_its_reason(pinned, data: Path) -> None:
    pinned(red=70.5, blue=12)("--pin", "--lower", "blue was counted twice")

    assert floors(data) == {"red": 70.5, "blue": 12}
    assert json.loads((data / "floors.json").read_text())["lowered"] == [
        {"figure": "numbers: blue", "from": 81.0, "to": 12, "reason": "blue was counted twice"}
    ]


def test_a_missing_corpus_is_named_and_left_out(data: Path, capsys) -> None:
    other = gate.Corpus("letters", ("*.txt",), two_figures, "the post office")

    assert gate.main([str(data), "--floors", str(data / "floors.json")], [NUMBERS, other]) == 0
    assert "letters: not there, left out; it is the post office" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], [""], ["/nowhere"]])
def test_with_no_corpus_there_is_nothing_to_measure(arguments: list[str], capsys) -> None:
    assert gate.main(arguments) == 2
    assert "unpack a corpus there under its name above: make eval DATA=FOLDER" in capsys.readouterr().out


def test_the_figures_are_put_between_the_marks_of_a_page(data: Path, run) -> None:
    page = data / "page.md"
    page.write_text("Before.\n<!-- figures: begin (a note) -->\nold\n<!-- figures: end -->\nAfter.\n")
    run("--write", str(page))

    told = page.read_text()
    assert told.startswith("Before.\n<!-- figures: begin (a note) -->\nMeasured on ")
    assert "| red | 70.5 |\n<!-- figures: end -->\nAfter.\n" in told
    assert "old" not in told


def test_a_page_is_never_written_with_a_part_of_the_figures(data: Path) -> None:
    page = data / "page.md"
    page.write_text("<!-- figures: begin -->\nold\n<!-- figures: end -->\n")
    other = gate.Corpus("letters", ("*.txt",), two_figures, "the post office")

    assert gate.main([str(data), "--floors", str(data / "floors.json"), "--write", str(page)], [NUMBERS, other]) == 1
    assert "old" in page.read_text()


def test_dates_are_measured_on_timeml(tmp_path: Path, capsys) -> None:
    (tmp_path / "aquaint").mkdir()
    (tmp_path / "aquaint" / "ferry.tml").write_text(TIMEML)
    gate.main([str(tmp_path), "--floors", str(tmp_path / "floors.json")])

    assert re.search(r"date value F1 +- +100\.00 +new", capsys.readouterr().out)


def test_attributions_are_measured_on_standoff_annotations(tmp_path: Path, capsys) -> None:
    for folder in ("text", "attributions"):
        (tmp_path / "polnear" / "dev" / folder).mkdir(parents=True)
    text = "The harbour master said the ferry was late."
    (tmp_path / "polnear" / "dev" / "text" / "ferry.txt").write_text(text)
    (tmp_path / "polnear" / "dev" / "attributions" / "ferry_ann.ann").write_text(
        "T1\tSource 0 18\tThe harbour master\nT2\tCue 19 23\tsaid\nT3\tContent 24 42\tthe ferry was late\n"
        "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3\n"
    )
    gate.main([str(tmp_path), "--floors", str(tmp_path / "floors.json")])

    assert re.search(r"rules: attribution F1 +- +100\.00 +new", capsys.readouterr().out)


def test_people_are_measured_against_each_other_and_us_against_each(tmp_path: Path) -> None:
    text = "The mayor said the port was closed."
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "a.txt").write_text(text)
    full = "T1\tSource 0 9\tThe mayor\nT2\tCue 10 14\tsaid\nT3\tContent 15 34\tthe port was closed\nE1\tAttribution:T2 Cue:T2 Source:T1 Content:T3\n"
    (tmp_path / "attributions" / "a_one.ann").write_text(full)
    (tmp_path / "attributions" / "a_two.ann").write_text(full)
    (tmp_path / "attributions" / "a_three.ann").write_text("")

    several, people, ours = attribution.among_people(tmp_path, {"a": [{"source": [(0, 9)], "cue": [(10, 14)], "content": [(15, 34)]}]})

    assert (several, round(people, 2), round(ours, 2)) == (1, 0.5, 0.8)


def test_every_pinned_figure_stands_on_the_page_as_high_as_its_floor() -> None:
    told = re.findall(r"^\| (\w+) \| \d+ \| `\w+` \| (.+?) \| ([\d.]+) \|$", (ROOT / "docs" / "accuracy.md").read_text("utf-8"), re.M)
    page = {(corpus, figure): float(value) for corpus, figure, value in told}
    pins = {(c, f): v for c, p in gate.Floors.load(gate.FLOORS).corpora.items() for f, v in p["floors"].items()}

    assert page.keys() == pins.keys()
    assert [figure for figure, floor in pins.items() if page[figure] < floor - 0.05] == []  # the page rounds to tenths


def test_words_of_a_prepared_text_are_found_again_in_the_article() -> None:
    text = "  “Late,”he said.\n\nThe boats' crew agreed."
    prepared = "“Late,\" he said.\nThe boats'x crew agreed."
    place = peers.places(prepared, text)

    for word in ("Late", "he", "said", "crew"):
        at = place[prepared.index(word)]
        assert text[at : at + len(word)] == word


def test_the_table_of_tools_is_markdown() -> None:
    figures = dict.fromkeys(peers.KEYS, 12.345)

    lines = peers.table([("a tool", figures, "1 of 2")]).splitlines()
    assert [re.sub(r" +", " ", line) for line in lines[::2]] == [
        "| | attribution F1 | source | cue | content | fully quoted | stopped on articles |",
        "| a tool | 12.3 | 12.3 | 12.3 | 12.3 | 12.3 | 1 of 2 |",
    ]
