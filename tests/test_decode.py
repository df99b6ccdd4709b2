"""From tag scores and pointers to attributions, on figures made by hand."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sayso.engines.decode import TAGS, Seen, Settings, Sight, attributions, best_tags, log_softmax, stretches
from sayso.engines.pieces import Window

PLAIN = Settings(bias=(0.0,) * TAGS)
NONE, SB, SI, QB, QI, CB, CI = range(TAGS)


def figures(tags: list[int], sources: dict[int, int], cues: dict[int, int], begins: tuple[int, ...] = (0,)) -> Sight:
    """Scores that are sure of these tags, and pointers from word to word (-1: to none)."""
    count = len(tags)
    scores = np.full((count, TAGS), -5.0, np.float32)
    scores[np.arange(count), tags] = 0.0
    shares = []
    for pointers in (sources, cues):
        table = np.full((count + 1, count + 1), 0.01, np.float32)
        for asking, answer in pointers.items():
            table[asking + 1, answer + 1] = 0.9
        shares.append(table)
    seen = Seen(Window(0, count), log_softmax(scores), (shares[0], shares[1]))
    return Sight(seen.tags, [seen] * count, [n in begins for n in range(count)])


def test_a_content_finds_its_cue_and_the_cue_its_source() -> None:
    (found,) = attributions(figures([SB, SI, QB, CB, CI], {2: 0}, {3: 2, 4: 2}), PLAIN)

    assert (found.source, found.cue, found.contents) == ((0, 2), (2, 3), ((3, 5),))


def test_two_contents_of_one_cue_are_one_attribution() -> None:
    (found,) = attributions(figures([CB, CI, SB, QB, CB], {3: 2}, {0: 3, 1: 3, 4: 3}), PLAIN)

    assert found.contents == ((0, 2), (4, 5))


def test_a_cue_that_points_at_none_has_no_source() -> None:
    (found,) = attributions(figures([SB, QB, CB], {1: -1}, {2: 1}), PLAIN)

    assert found.source is None


def test_a_cue_without_content_is_left_out() -> None:
    assert attributions(figures([SB, QB, NONE], {1: 0}, {}), PLAIN) == []


def test_a_text_without_words_has_no_attributions() -> None:
    assert attributions(Sight(np.zeros((0, TAGS), np.float32), [], []), PLAIN) == []


def test_what_goes_on_must_have_begun() -> None:
    scores = np.log(np.array([[0.3, 0.05, 0.05, 0.05, 0.05, 0.1, 0.4], [0.1, 0.0, 0.0, 0.0, 0.0, 0.1, 0.8]]) + 1e-6).astype(np.float32)

    assert best_tags(scores) == [CB, CI]


@given(st.lists(st.lists(st.floats(-10, 10, width=32), min_size=TAGS, max_size=TAGS), max_size=20))
def test_stretches_never_overlap_and_hold_one_role(scores: list[list[float]]) -> None:
    found = stretches(best_tags(np.array(scores, np.float32).reshape(-1, TAGS)))

    assert all(before[1][1] <= after[1][0] for before, after in pairwise(found))


def test_what_is_likelier_wrong_than_helpful_is_left_out() -> None:
    strict = Settings(bias=(0.0,) * TAGS, least=1.0)

    assert attributions(figures([SB, QB, CB], {1: 0}, {2: 1}), strict) == []


def test_a_source_in_another_line_is_not_the_cue_s() -> None:
    (found,) = attributions(figures([SB, QB, CB], {1: 0}, {2: 1}, begins=(0, 1)), PLAIN)

    assert found.source is None


def test_a_source_does_not_run_on_into_the_next_line() -> None:
    (found,) = attributions(figures([SB, SI, QB, CB], {2: 1}, {3: 2}, begins=(0, 1)), PLAIN)

    assert found.source == (1, 2)
