"""How texts are cut for the trained engine."""

from hypothesis import given
from hypothesis import strategies as st

from sayso.engines.pieces import Vocabulary, home, rows, windows, words

VOCABULARY = Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "said", "the", "mini", "##ster", "##s", ".", "“", "”", '"', "cafe"])


def look(text: str, number: int) -> int:
    return words(text, VOCABULARY).looks[number]


def test_a_word_is_cut_into_the_longest_known_pieces() -> None:
    assert VOCABULARY.cut("Ministers") == (6, 7, 8)


def test_accents_and_capitals_do_not_hide_a_word() -> None:
    assert VOCABULARY.cut("CAFÉ") == (13,)


def test_a_word_of_unknown_letters_is_unknown() -> None:
    assert VOCABULARY.cut("Ωmega") == (1,)


def test_words_in_quotation_marks_look_quoted_and_the_next_do_not() -> None:
    found = words("“The minister” said", VOCABULARY)

    assert [each % 2 for each in found.looks] == [1, 1, 1, 1, 0]


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    assert look("“The minister\n\nsaid", 3) % 2 == 0


def test_a_capitalised_word_looks_different_from_a_small_one() -> None:
    assert look("said Said", 0) // 6 != look("said Said", 1) // 6


@given(st.text(max_size=300))
def test_words_stand_where_they_say(text: str) -> None:
    found = words(text, VOCABULARY)

    assert all(0 <= start < end <= len(text) and not text[start:end].isspace() for start, end in found.extents)
    assert all(before[1] <= after[0] for before, after in zip(found.extents, found.extents[1:], strict=False))


PARAGRAPHS = st.lists(st.integers(1, 20), max_size=20).map(lambda lengths: "\n".join("ministers " * n for n in lengths))
SHARED = st.tuples(st.integers(0, 11), st.integers(0, 11)).map(sorted)


@given(PARAGRAPHS, st.integers(12, 60), SHARED)
def test_windows_cover_every_word_and_keep_their_size(text: str, size: int, shared: list[int]) -> None:
    found = words(text, VOCABULARY)
    cover = windows(found, size, *shared)

    assert all(3 * (w.last - w.first) <= size for w in cover)
    assert sorted({i for w in cover for i in range(w.first, w.last)}) == list(range(len(found)))


@given(PARAGRAPHS, st.integers(12, 60), SHARED)
def test_every_word_is_at_home_in_a_window_that_holds_it(text: str, size: int, shared: list[int]) -> None:
    found = words(text, VOCABULARY)
    cover = windows(found, size, *shared)

    assert all(cover[k].first <= i < cover[k].last for i, k in enumerate(home(cover, found.begins())))


def test_a_window_begins_with_a_line_where_one_begins_near_enough() -> None:
    found = words("said " * 20 + "\n" + "said " * 20, VOCABULARY)

    assert [w.first for w in windows(found, 25, 2, 6)] == [0, 20]
    assert [w.first for w in windows(found, 25, 2, 4)] == [0, 23]


def test_a_line_is_read_in_one_window_where_both_hold_its_beginning() -> None:
    found = words("said " * 10 + "\n" + "said " * 22, VOCABULARY)

    assert home(windows(found, 25, 16), found.begins()) == [0] * 10 + [1] * 22


def test_a_window_begins_with_the_start_mark_and_points_at_first_pieces() -> None:
    found = words("The ministers said.", VOCABULARY)
    ids, _, firsts = rows(found, windows(found, 50, 0)[0], VOCABULARY)

    assert (ids, firsts) == ([2, 5, 6, 7, 8, 4, 9, 3], [0, 1, 2, 5, 6])
