"""Promises about what two people at one ledger see of each other, and that neither waits for the other's figures to be reckoned."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest
from factory import Telling, make_reading

from sayso.errors import BadLedger
from sayso.ledger import Ledger
from sayso.web.desk import VISITOR, Desk
from sayso.web.latest import REST, Latest
from sayso.web.memory import remembered

T = TypeVar("T")
SLOW = 0.15  # seconds: more than anybody waits for another's figures


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Ledger(tmp_path / "two.db") as ledger:
        ledger.record(make_reading(Telling(number=600)))
    return tmp_path / "two.db"


@pytest.fixture
def desk(path: Path) -> Iterator[Desk]:
    """A desk whose ledger takes long to be reckoned anew."""
    desk = Desk(path, warm=(lambda ledger: time.sleep(SLOW),))
    yield desk
    desk.close()


def claims(ledger: Ledger) -> int:
    return len(ledger.snapshot().everything)


def one_more(ledger: Ledger) -> None:
    ledger.record(make_reading(Telling("Ben Okoro", number=700), path="second.txt"))


def run(asked: Coroutine[object, object, T]) -> T:
    """What is asked of the desk, in a thread of its own: the browser's tests keep a loop going in this one."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, asked).result()


async def as_visitor(name: str, asked: object) -> object:
    VISITOR.set(name)
    return await asked  # type: ignore[misc]


def test_who_writes_sees_it_on_the_next_page_however_long_that_takes(desk: Desk) -> None:
    async def walk() -> tuple[int, int]:
        before = await desk.read(claims)
        await desk.write(one_more)
        return before, await desk.read(claims)

    assert run(walk()) == (1, 2)


def test_who_writes_while_the_ledger_is_being_read_anew_for_somebody_does_not_wait_till_it_is_time_again(desk: Desk) -> None:
    async def walk() -> tuple[int, bool]:
        await desk.read(claims)
        await asyncio.create_task(as_visitor("first", desk.write(one_more)))
        being_read = asyncio.create_task(as_visitor("first", desk.read(claims)))
        await asyncio.sleep(SLOW / 3)
        third = make_reading(Telling("Carla Lund", type="strike"), path="third.txt")
        await asyncio.create_task(as_visitor("second", desk.write(lambda ledger: ledger.record(third))))
        started = time.monotonic()
        seen = await asyncio.create_task(as_visitor("second", desk.read(claims)))
        await being_read
        return int(str(seen)), time.monotonic() - started < SLOW * REST

    assert run(walk()) == (3, True)


def test_another_reader_is_shown_the_ledger_as_it_was_rather_than_wait(desk: Desk) -> None:
    async def walk() -> tuple[int, float, int]:
        await asyncio.create_task(as_visitor("reader", desk.read(claims)))
        await asyncio.sleep(SLOW * (REST + 2))  # it is time to look again
        await asyncio.create_task(as_visitor("writer", desk.write(one_more)))
        started = time.monotonic()
        seen = await asyncio.create_task(as_visitor("reader", desk.read(claims)))
        waited = time.monotonic() - started
        await asyncio.sleep(SLOW * 6)
        return int(str(seen)), waited, int(str(await asyncio.create_task(as_visitor("reader", desk.read(claims)))))

    seen, waited, later = run(walk())

    assert (seen, later) == (1, 2)
    assert waited < SLOW


def test_what_is_soon_reckoned_the_second_sees_at_once_when_the_first_has_written_it(path: Path) -> None:
    desk = Desk(path, patience=10)

    async def walk() -> object:
        await asyncio.create_task(as_visitor("second", desk.read(claims)))
        await asyncio.create_task(as_visitor("first", desk.write(one_more)))
        return await asyncio.create_task(as_visitor("second", desk.read(claims)))

    seen = run(walk())
    desk.close()

    assert seen == 2


def test_what_trips_over_a_write_is_tried_once_more(path: Path) -> None:
    desk, tries = Desk(path), []

    def trips(ledger: Ledger) -> int:
        tries.append(ledger)
        if len(tries) == 1:
            raise BadLedger("the file is damaged (database disk image is malformed)")
        return claims(ledger)

    found = run(desk.read(trips))
    desk.close()

    assert (found, len(tries), tries[0] is tries[1]) == (1, 2, False)


def test_what_goes_wrong_while_reading_is_told_to_who_waits(path: Path) -> None:
    def trips(ledger: Ledger) -> None:
        raise ValueError("no figures today")

    desk = Desk(path, warm=(trips,))
    with pytest.raises(ValueError, match="no figures today"):
        run(desk.read(claims))
    desk.close()


def test_a_desk_that_was_closed_opens_again(path: Path) -> None:
    desk = Desk(path)
    first = run(desk.read(claims))
    desk.close()
    second = run(desk.read(claims))
    desk.close()

    assert (first, second) == (1, 1)


def test_what_is_asked_by_several_at_once_is_reckoned_once(path: Path) -> None:
    desk, made = Desk(path), []

    def reckon(ledger: Ledger) -> int:
        return remembered(ledger.snapshot(), "slow", lambda: (time.sleep(0.05), made.append(1), 7)[-1])

    async def walk() -> list[int]:
        return list(await asyncio.gather(*[desk.read(reckon) for _ in range(8)]))

    found = run(walk())
    desk.close()

    assert (found, made) == ([7] * 8, [1])


def test_another_process_that_closes_the_ledger_does_not_clear_its_log_away_under_us(path: Path) -> None:
    with Ledger(path) as writing, Ledger(path, readonly=True) as reading:
        one_more(writing)
        subprocess.run(
            [sys.executable, "-c", "import sys; from sayso.ledger import Ledger; Ledger(sys.argv[1]).close()", str(path)], check=True
        )
        log_is_there = path.with_name(path.name + "-wal").exists()
        writing.record(make_reading(Telling("Carla Lund", type="strike"), path="third.txt"))
        seen = len(list(reading.claims()))

    with Ledger(path, readonly=True) as later:
        kept = len(list(later.claims()))
    assert (log_is_there, seen, kept) == (True, 3, 3)


def test_the_ledger_is_read_before_the_first_page_is_asked_for(path: Path) -> None:
    latest = Latest(path)
    try:
        latest.begin()
        until = time.monotonic() + 20
        while latest._snapshot is None and time.monotonic() < until:
            time.sleep(0.01)

        assert latest._snapshot is not None
    finally:
        latest.close()
