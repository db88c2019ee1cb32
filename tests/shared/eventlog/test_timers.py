"""Timers: what cannot be done for one thing keeps no other thing from being done, and is told until it is done."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid5

import asyncpg
import pytest
from structlog.testing import capture_logs

from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.eventlog.refusals import LogIsBusy
from shared.runtime.clock import SystemClock
from shared.runtime.due import of_each
from shared.runtime.service import Timer
from shared.runtime.timers import run_timer
from shared.runtime.undone import Undone, undone_finding
from tests.shared.eventlog import village
from tests.shared.eventlog.test_loads import built
from tests.shared.eventlog.village import PaintHouse

LEFT = "a timer left something undone"


class Rounds:
    """A timer that has houses painted, round by round, and whatever is told to go wrong with one of them."""

    def __init__(self, log: EventLog) -> None:
        self.houses: list[UUID] = []
        self.wrong: dict[UUID, Exception] = {}
        self.untold: dict[UUID, Exception] = {}  # where not even what is due can be told
        self.asked: list[UUID] = []
        self.undone = Undone("village.paint")
        handlers = {**village.SERVICE.handlers, PaintHouse: self._paint}
        commands = Commands(replace(village.SERVICE, handlers=handlers), log, SystemClock(), None)
        self._running: Any = SimpleNamespace(commands=commands, look=None, clock=None)
        self._left = 0

    async def run(self, times: int = 1) -> list[dict[str, Any]]:
        """So many rounds; what the log told of them."""
        self._left = times
        self.asked.clear()
        timer = Timer(name="village.paint", every_seconds=0.0, due=self._due)
        with capture_logs() as lines, suppress(asyncio.CancelledError):
            await run_timer(timer, self._running, self.undone)
        return [line for line in lines if line["log_level"] == "error"]

    async def _due(self, _look: Any, _clock: Any) -> Iterable[Any]:
        if self._left == 0:
            raise asyncio.CancelledError
        self._left -= 1
        return await of_each(self.houses, lambda house: house, self._wanted)

    async def _wanted(self, house: UUID) -> PaintHouse:
        if house in self.untold:
            raise self.untold[house]
        return PaintHouse(command_id=uuid5(house, "paint"), house=house, colour="xanh")

    async def _paint(self, request: PaintHouse, work: Any, look: Any) -> None:
        self.asked.append(request.house)
        if request.house in self.wrong:
            raise self.wrong[request.house]
        await village.paint(request, work, look)

    def said(self) -> tuple[bool, str, str]:
        """What health says of it."""
        finding = undone_finding([self.undone])
        return finding.ok, finding.kind, finding.reason


@pytest.fixture
async def rounds(log: EventLog, commands: Commands) -> Rounds:
    """Five houses, all of them due."""
    made = Rounds(log)
    made.houses = [await built(commands, f"Nhà {n}") for n in range(5)]
    return made


async def painted(admin: asyncpg.Connection) -> set[UUID]:
    return {row[0] for row in await admin.fetch("select stream from facts where version = 2")}


@pytest.mark.parametrize("error", [RuntimeError("words"), ValueError("words"), asyncpg.DataError("words")])
async def test_the_others_are_done_and_the_one_is_named_until_it_is_done(
    rounds: Rounds, admin: asyncpg.Connection, error: Exception
):
    first, *others = rounds.houses
    rounds.wrong[first] = error
    lines = await rounds.run(3)
    assert await painted(admin) == set(others)
    (line,) = lines
    assert (line["event"], line["timer"], line["request"]) == (LEFT, "village.paint", "PaintHouse")
    assert (line["name"], line["code"]) == (str(first), type(error).__name__)
    why = f"village.paint leaves 1 undone, as PaintHouse {first}: {type(error).__name__}"
    assert rounds.said() == (True, "UNDONE", why)
    rounds.wrong.clear()
    assert await rounds.run() == []
    assert await painted(admin) == set(rounds.houses)
    assert rounds.said() == (True, "", "")


async def test_a_fact_that_does_not_decode_is_one_things_trouble(rounds: Rounds, admin: asyncpg.Connection):
    first, *others = rounds.houses
    await admin.execute("update facts set state = '{\"name\":5}' where stream = $1", first)
    lines = await rounds.run(2)
    assert await painted(admin) == set(others)
    assert [line["name"] for line in lines if line["event"] == LEFT] == [str(first)]
    assert rounds.said()[2].endswith(f"PaintHouse {first}: FACT_IS_UNREADABLE")


async def test_a_thing_of_which_nobody_can_tell_what_is_due_holds_up_no_other(
    rounds: Rounds, admin: asyncpg.Connection
):
    rounds.untold[rounds.houses[0]] = ValueError("words")
    (line,) = await rounds.run(2)
    assert await painted(admin) == set(rounds.houses[1:])
    assert (line["event"], line["name"], line["code"]) == (LEFT, str(rounds.houses[0]), "ValueError")


@pytest.mark.parametrize("error", [ConnectionRefusedError(), asyncpg.CannotConnectNowError(), LogIsBusy()])
async def test_an_outage_ends_the_round_at_once_and_is_told_once(rounds: Rounds, error: Exception):
    rounds.wrong = dict.fromkeys(rounds.houses, error)
    lines = await rounds.run()
    assert len(rounds.asked) == 1
    lines += await rounds.run(4)
    assert len(rounds.asked) == 4
    assert [line["event"] for line in lines].count("timer failed") == 1
    rounds.wrong.clear()
    await rounds.run()
    assert rounds.said() == (True, "", "")


async def test_who_always_ends_the_round_comes_last_in_the_next(rounds: Rounds, admin: asyncpg.Connection):
    """A thing that others write to all the time is no outage: it looks like one, but only to whoever asks for it."""
    rounds.wrong[rounds.houses[0]] = LogIsBusy()
    await rounds.run(2)
    assert await painted(admin) == set(rounds.houses[1:])


async def test_a_round_that_cannot_begin_is_told_and_not_every_time(rounds: Rounds):
    async def due(_look: Any, _clock: Any) -> Iterable[Any]:
        if rounds._left == 0:
            raise asyncio.CancelledError
        rounds._left -= 1
        raise KeyError("words")

    rounds._due = due  # type: ignore[method-assign]
    lines = await rounds.run(5)
    assert [line["event"] for line in lines] == ["timer failed"]
    assert rounds.said() == (True, "UNDONE", "village.paint cannot tell what is due: KeyError")


async def test_what_is_no_longer_due_is_not_undone(rounds: Rounds):
    rounds.wrong[rounds.houses[0]] = RuntimeError()
    await rounds.run()
    del rounds.houses[0]
    await rounds.run()
    assert rounds.said()[1] == ""


async def test_of_very_many_the_log_names_a_hundred_and_health_counts_all(rounds: Rounds):
    rounds.houses = [uuid5(rounds.houses[0], str(n)) for n in range(250)]
    rounds.untold = dict.fromkeys(rounds.houses, ValueError())
    assert len(await rounds.run(3)) == 100
    assert "leaves 250 undone" in rounds.said()[2]
