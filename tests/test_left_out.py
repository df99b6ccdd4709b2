"""Promises of the short way: a view that leaves somebody out, or looks from an earlier day, shows what reckoning from scratch shows."""

from __future__ import annotations

from random import Random
from typing import Any

import msgspec
import numpy as np
from factory import Telling, make_reading
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_snapshot import drawn

from sayso.ledger import Ledger
from sayso.ledger.gathered import foremost
from sayso.ledger.keeper import Keeper
from sayso.ledger.standing import keep
from sayso.ledger.view import View
from sayso.web import story
from sayso.web.filters import Asked, chosen

DAYS = ("", "", "2024-10-02", "2024-10-18", "2024-11", "2024-12-08")
SECTIONS = (story.points, story.disputes, story.exchange, story.figures, story.timeline, story.sources, story.claims)


def parties(ledger: Ledger) -> list[str]:
    """Everybody who could be left out."""
    snapshot = ledger.snapshot()
    return sorted({*snapshot.names.values(), *snapshot.publishers.values(), *snapshot.agencies.values()})


def told(view: View) -> dict[str, Any]:
    """All that a view amounts to, in plain values."""
    groups = {"points": view.points(), "voices": view.voices(), "moments": view.moments(), "legs": [leg.whole for leg in view.legs()]}
    groups |= {f"leg {leg.key}": [group for _, group in leg.tellings] for leg in view.legs()}
    groups |= {f"series {one.key}": list(one.figures) for one in view.series()}
    groups |= {f"pair {pair}": [group] for pair, group in view.ties()}
    disputes = [[part.tolist() for part in (d.rows, d.links, d.unverified, d.open)] for d in view.disputes()]
    return {name: [plain(group) for group in found] for name, found in groups.items()} | {"disputes": disputes}


def plain(group: Any) -> tuple[Any, ...]:
    counts = group.origins, group.outlets, group.voices, group.certainties, group.disputed
    return group.id, group.rows.tolist(), group.events.tolist(), *counts


def from_scratch(ledger: Ledger, asked: Asked) -> story.Story:
    """The story that is reckoned of the claims that are left as if there had never been others."""
    base = View(ledger.snapshot(), keep(ledger, without=asked.without, as_of=asked.as_of or None).view.mask)
    return story._story(ledger, asked, base, chosen(ledger, asked, base))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    numbers=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 2)), min_size=1, max_size=9, unique=True),
    rejected=st.integers(0, 3),
    day=st.sampled_from(DAYS),
    seed=st.integers(0, 99),
)
def test_whoever_is_left_out_and_whatever_was_ruled_the_story_is_the_one_reckoned_from_scratch(
    numbers: list[tuple[int, int]], rejected: int, day: str, seed: int, tmp_path_factory: Any
) -> None:
    random = Random(seed)
    with Ledger(tmp_path_factory.mktemp("ledger") / "a.db") as ledger:
        for number, version in numbers:
            ledger.record(drawn(number, version=version))
        for _ in range(rejected + 1):
            asked = Asked(without=tuple(random.sample(parties(ledger), min(2, len(parties(ledger))))), as_of=day)
            kept = keep(ledger, without=asked.without, as_of=asked.as_of or None).view

            assert told(kept) == told(View(kept.snapshot, kept.mask))
            assert msgspec.json.encode(story.story(ledger, asked)) == msgspec.json.encode(from_scratch(ledger, asked))

            left = list(ledger.claims())
            if not left:
                break
            ledger.rule("reject", random.choice(left).id, who="Ines", when="2024-12-10T09:00:00Z")


def test_a_ruling_is_seen_on_every_page_that_leaves_somebody_out(tmp_path: Any) -> None:
    with Ledger(tmp_path / "a.db") as ledger:
        for number in range(8):
            ledger.record(drawn(number))
        asked = Asked(without=tuple(parties(ledger)[:1]))
        for page in SECTIONS:
            page(ledger, asked)
        ledger.rule("reject", story.claims(ledger, asked).claims.items[0].id, who="Ines", when="2024-12-10T09:00:00Z")
        after = [msgspec.json.encode(page(ledger, asked)) for page in SECTIONS]
        ledger._keeper = Keeper()  # as if the workbench had just been opened

        assert after == [msgspec.json.encode(page(ledger, asked)) for page in SECTIONS]


def test_a_point_of_many_claims_is_told_page_by_page(tmp_path: Any) -> None:
    with Ledger(tmp_path / "a.db") as ledger:
        for number in range(60):
            status = "actual" if number % 2 else "planned"
            ledger.record(make_reading(Telling(f"Speaker {number}", status=status), path=f"{number}.txt"))
        (point, *_) = story.points(ledger, Asked()).points.items
        leaves = [story.one_point(ledger, point.id, Asked(), number).point for number in (1, 2)]

        assert [len(leaf.lines.items) for leaf in leaves] == [40, 20]
        assert len({line.claim.id for leaf in leaves for line in leaf.lines.items}) == 60


@given(
    columns=st.lists(st.lists(st.integers(-2, 2), min_size=12, max_size=12), min_size=1, max_size=3),
    most=st.one_of(st.none(), st.integers(0, 14)),
)
def test_what_comes_first_is_what_sorting_all_puts_first(columns: list[list[int]], most: int | None) -> None:
    keys = (*map(np.array, columns), np.arange(12))

    assert foremost(most, *keys).tolist() == np.lexsort(keys[::-1])[:most].tolist()
