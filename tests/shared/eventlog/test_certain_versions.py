"""What a process wrote or looked up itself is not looked up again, until somebody else writes."""

import asyncio
from collections.abc import Callable
from uuid import uuid4

import asyncpg
import pytest

from shared.eventlog.lifeline import lock_key
from shared.eventlog.log import EventLog
from shared.eventlog.refusals import VersionIsStale
from tests.shared.eventlog.conftest import OpenLog
from tests.shared.eventlog.village import NAME, HousePainted, a_write, an_append

RED = HousePainted(colour="đỏ", coats=2)
_CHECKS = 8
Looked = Callable[[], int]


@pytest.fixture
def looked_up(log: EventLog, monkeypatch: pytest.MonkeyPatch) -> Looked:
    """How many versions were looked up since one last asked."""
    numbers: list[int] = []
    for line in log._lifelines:

        async def counted(arguments, call=line.call):
            numbers.append(arguments[_CHECKS].number)
            return await call(arguments)

        monkeypatch.setattr(line, "call", counted)

    def taken() -> int:
        number = sum(numbers)
        numbers.clear()
        return number

    return taken


async def test_what_was_written_here_is_certain(log: EventLog, looked_up: Looked):
    house, imported = uuid4(), uuid4()
    await log.append(an_append(a_write(house)))
    await log.append_many([an_append(a_write(imported))])
    await log.append(an_append(a_write(house, 1, RED)))
    await log.append(an_append(a_write(), guards=((house, 2), (imported, 1))))
    assert looked_up() == 0


async def test_what_was_looked_up_is_certain(log: EventLog, open_log: OpenLog, looked_up: Looked):
    house, nobody = uuid4(), uuid4()
    await (await open_log()).append(an_append(a_write(house)))
    await log.append(an_append())  # finds that the log has moved
    assert looked_up() == 0
    await log.append(an_append(a_write(), guards=((house, 1), (nobody, 0))))
    assert looked_up() == 2
    await log.append(an_append(a_write(house, 1, RED), guards=((nobody, 0),)))
    assert looked_up() == 0


async def test_what_a_refusal_found_is_certain(log: EventLog, open_log: OpenLog, looked_up: Looked):
    house = uuid4()
    await (await open_log()).append(an_append(a_write(house)))
    with pytest.raises(VersionIsStale):
        await log.append(an_append(a_write(house, 7, RED)))
    looked_up()
    await log.append(an_append(a_write(house, 1, RED)))
    assert looked_up() == 0


@pytest.mark.parametrize("wish", ["write", "guard", "guard without facts"])
async def test_nothing_is_certain_once_another_process_has_written(log: EventLog, open_log: OpenLog, wish: str):
    house, other = uuid4(), await open_log()
    await log.append(an_append(a_write(house)))
    await other.append(an_append(a_write(house, 1, RED)))
    offender = {
        "write": an_append(a_write(house, 1, RED)),
        "guard": an_append(a_write(), guards=((house, 1),)),
        "guard without facts": an_append(nothing=True, guards=((house, 1),)),
    }[wish]
    for _ in range(2):
        with pytest.raises(VersionIsStale) as refused:
            await log.append(offender)
        assert refused.value.params == {"expected": 1, "actual": 2}
    await log.append(an_append(a_write(house, 2, RED), guards=((uuid4(), 0),)))
    await other.append(an_append(a_write(house, 3, RED)))
    assert log.newest_version(house) == 3
    with pytest.raises(VersionIsStale):
        await log.append(an_append(a_write(), guards=((house, 3),)))


async def test_a_refused_batch_before_another_takes_no_certainty_away(
    log: EventLog, admin: asyncpg.Connection, looked_up: Looked
):
    house = uuid4()
    await log.append(an_append(a_write(house)))
    async with admin.transaction():
        await admin.execute("select pg_advisory_xact_lock($1)", lock_key(NAME))
        calls = [asyncio.create_task(log.append(an_append(a_write(uuid4(), 4))))]
        async with asyncio.timeout(10):
            while not log._writer._under_way:  # noqa: ASYNC110 - the writer has no event for it
                await asyncio.sleep(0)
        calls.append(asyncio.create_task(log.append(an_append())))
        await asyncio.sleep(0)
    refused, _ = await asyncio.gather(*calls, return_exceptions=True)
    assert isinstance(refused, VersionIsStale)
    looked_up()
    await log.append(an_append(a_write(), guards=((house, 1),)))
    assert looked_up() == 0


async def test_what_is_known_is_bounded(log: EventLog, looked_up: Looked, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("shared.eventlog.versions._MOST", 10)
    houses = [uuid4() for _ in range(30)]
    for house in houses:
        await log.append(an_append(a_write(house)))
    assert len(log._writer.versions._certain) <= 11
    await log.append(an_append(a_write(), guards=((houses[0], 1),)))
    assert looked_up() == 1
