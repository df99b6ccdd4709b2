"""What the built-in lists and a user's own ones promise."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.errors import BadRequest
from sayso.names.gazetteer import DATA, FILES, Gazetteer, pieces, read
from sayso.sentences import Parse


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("U.S.", ("us",)),
        ("MiG-29s", ("mig", "29")),
        ("Ukraine’s", ("ukraine",)),
        ("Élysée", ("elysee",)),
        ("-", ()),
    ],
)
def test_words_are_compared_by_letters_and_digits(words: str, expected: tuple[str, ...]) -> None:
    assert pieces(words) == expected


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("DPRK", "North Korea", "KP"),
        ("the ROK", "", ""),
        ("ROK", "South Korea", "KR"),
        ("UAE", "United Arab Emirates", "AE"),
        ("USSR", "Soviet Union", "SU"),
        ("Taiwan", "Taiwan", "TW"),
        ("Holy See", "Holy See", "VA"),
        ("Palestine", "Palestine", "PS"),
    ],
)
def test_a_state_is_known_by_its_names_and_abbreviations(gazetteer: Gazetteer, text: str, name: str, country: str) -> None:
    entry = gazetteer.lookup("name", text)

    assert (entry.name, entry.country) == (name, country) if name else entry is None


def test_every_member_of_the_united_nations_has_a_name_and_a_code(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.states) >= 193 + 4  # and Taiwan, Palestine, Kosovo, the Holy See


@pytest.mark.parametrize(
    ("capital", "state"),
    [("Kyiv", "Ukraine"), ("Kiev", "Ukraine"), ("Pyongyang", "North Korea"), ("Kremlin", "Russia"), ("Elysee", "France")],
)
def test_a_capital_or_seat_of_power_tells_its_state(gazetteer: Gazetteer, capital: str, state: str) -> None:
    entry = gazetteer.lookup("name", capital)

    assert entry is not None
    assert entry.sort == state


@pytest.mark.parametrize(
    ("written", "name", "sort", "country"),
    [
        ("F-16s", "F-16", "fighter aircraft", "US"),
        ("F16", "F-16", "fighter aircraft", "US"),
        ("Mig-31", "MiG-31", "fighter aircraft", "RU"),
        ("K9s", "K9", "howitzer", "KR"),
        ("Patriots", "Patriot", "air-defence missile system", "US"),
        ("Shahed-136", "Shahed-136", "drone", "IR"),
        ("IRIS-T", "IRIS-T", "air-defence missile system", "DE"),
        ("Bayraktar TB2", "Bayraktar TB2", "drone", "TR"),
    ],
)
def test_a_weapon_is_known_however_it_is_written(gazetteer: Gazetteer, written: str, name: str, sort: str, country: str) -> None:
    entry = gazetteer.lookup("equipment", written)

    assert entry is not None
    assert (entry.name, entry.sort, entry.country) == (name, sort, country)


def test_an_abbreviation_counts_only_in_capitals(gazetteer: Gazetteer, parse_text) -> None:
    parse: Parse = parse_text("They told us who it was, and the US and the WHO agreed.")

    found = [m.entry.name for m in gazetteer.matches("name", parse.tokens)]

    assert found == ["United States", "World Health Organization"]


def test_the_longest_name_wins(gazetteer: Gazetteer, parse_text) -> None:
    parse: Parse = parse_text("Officers of the U.S. Indo-Pacific Command met in South Sudan.")

    found = [m.entry.name for m in gazetteer.matches("name", parse.tokens)]

    assert found == ["U.S. Indo-Pacific Command", "South Sudan"]


def test_two_classes_of_one_office_are_the_same_office(gazetteer: Gazetteer) -> None:
    names = ("defense chief", "defence minister", "Secretary of Defense")

    sorts = {entry.sort for name in names if (entry := gazetteer.lookup("office", name))}

    assert sorts == {"defence minister"}


def test_a_users_own_file_is_read_and_wins(tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("# ours\nBlue Heron\tequipment\tdrone\tNL\tBH-7; Heron Blue\nKyiv\tplace\t\tUA\t\n", encoding="utf-8")

    gazetteer = Gazetteer.load((own,))

    heron, kyiv = gazetteer.lookup("equipment", "BH-7"), gazetteer.lookup("name", "Kyiv")
    assert heron is not None and kyiv is not None
    assert (heron.name, heron.country, kyiv.kind) == ("Blue Heron", "NL", "place")


def test_a_line_that_is_no_entry_is_refused_with_its_number(tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("Blue Heron\tbird\n", encoding="utf-8")

    with pytest.raises(BadRequest, match=r"own\.tsv, line 1 is no entry.*kinds are"):
        Gazetteer.load((own,))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match=r"nowhere\.tsv"):
        Gazetteer.load((tmp_path / "nowhere.tsv",))


@pytest.mark.parametrize("name", FILES)
def test_every_list_states_its_origin_and_every_line_is_an_entry(name: str) -> None:
    path = DATA / f"{name}.tsv"

    head = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]

    assert any(word in " ".join(head) for word in ("Compiled by hand", "From GeoNames", "census"))
    assert list(read(path))
