import asyncio
from uuid import uuid4

import asyncpg
import pytest

from shared.eventlog.append import Claim
from shared.eventlog.log import EventLog
from shared.eventlog.refusals import ClaimIsTaken, VersionIsStale
from tests.shared.eventlog.conftest import OpenLog
from tests.shared.eventlog.village import HousePainted, a_write, an_append

RED = HousePainted(colour="đỏ", coats=2)


@pytest.fixture
async def only_at_once(admin: asyncpg.Connection) -> None:
    """What would find out who is at fault is not there."""
    await admin.execute("alter function append_batch rename to append_batch_elsewhere")


@pytest.mark.usefixtures("only_at_once")
async def test_what_collides_with_nothing_is_written_without_being_looked_up(log: EventLog):
    house, name = uuid4(), Claim(kind="name", value="Đình làng", holder=uuid4())
    await log.append(an_append(a_write(house), claims=(name,)))
    wishes = [an_append(a_write(), guards=((house, 1),)) for _ in range(20)]
    await asyncio.gather(*map(log.append, wishes))
    await log.append(an_append(a_write(house, 1, RED), releases=(name,)))
    await log.append(an_append(a_write(), claims=(name,)))
    assert (log.head.position, log.alarms) == (23, 0)


@pytest.mark.usefixtures("only_at_once")
@pytest.mark.parametrize("offence", ["commandId", "claim", "stream", "guard", "version"])
async def test_what_collides_is_looked_up(log: EventLog, open_log: OpenLog, offence: str):
    house, name = uuid4(), Claim(kind="name", value="Đình làng", holder=uuid4())
    first = an_append(a_write(house), claims=(name,))
    await log.append(first)
    offender = {
        "commandId": first,
        "claim": an_append(a_write(), claims=(Claim(kind="name", value="Đình làng", holder=uuid4()),)),
        "stream": an_append(a_write(house, 0)),
        "guard": an_append(a_write(), guards=((house, 0),)),
        "version": an_append(a_write(house, 7, RED)),
    }[offence]
    with pytest.raises(asyncpg.UndefinedFunctionError):
        await (await open_log()).append(offender)  # which has heard of no version yet
    assert log.head.position == 1


async def test_whoever_stands_beside_an_offender_is_written_all_the_same(log: EventLog, open_log: OpenLog):
    house, name = uuid4(), Claim(kind="name", value="Đình làng", holder=uuid4())
    known = an_append(a_write(house), claims=(name,))
    await log.append(known)
    other = await open_log()
    wishes = [
        *(an_append(a_write()) for _ in range(9)),
        known,
        an_append(a_write(house, 0)),
        an_append(a_write(), claims=(Claim(kind="name", value="Đình làng", holder=uuid4()),)),
        *(an_append(a_write()) for _ in range(9)),
    ]
    outcomes = await asyncio.gather(*map(other.append, wishes), return_exceptions=True)
    assert [type(one) for one in outcomes if isinstance(one, Exception)] == [VersionIsStale, ClaimIsTaken]
    assert outcomes[9].replayed
    assert (other.head.position, other.alarms) == (19, 0)
