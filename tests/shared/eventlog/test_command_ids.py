import asyncio
from uuid import uuid4

import msgspec
import pytest

from shared.eventlog.append import Tracking
from shared.eventlog.log import EventLog
from shared.eventlog.refusals import CheckpointHasMoved, CommandIdWasReused
from tests.shared.eventlog.conftest import OpenLog
from tests.shared.eventlog.village import a_write, an_append


async def test_a_replay_gets_the_first_receipt_and_writes_nothing(log: EventLog):
    append = an_append()
    first = await log.append(append)
    await log.append(an_append())
    again = await log.append(append)
    assert again.replayed
    assert (again.first, again.last, again.sequence, again.receipt) == (1, 1, 1, first.receipt)
    assert log.head.position == 2


async def test_the_same_command_twice_at_once_is_done_once(log: EventLog, open_log: OpenLog):
    append, other = an_append(), await open_log()
    outcomes = await asyncio.gather(*(one.append(append) for one in [log, other] * 5))
    assert len({outcome.receipt.position for outcome in outcomes}) == 1
    assert sum(not outcome.replayed for outcome in outcomes) == 1


@pytest.mark.parametrize("change", [{"digest": b"another body"}, {"actor": "somebody else"}])
async def test_another_body_or_actor_is_refused(log: EventLog, change):
    append = an_append()
    await log.append(append)
    with pytest.raises(CommandIdWasReused):
        await log.append(msgspec.structs.replace(append, **change))


async def test_a_command_without_facts_is_remembered(log: EventLog):
    append = an_append(nothing=True)
    done = await log.append(append)
    assert (done.first, done.last, log.head.position) == (1, 0, 0)
    assert (await log.append(append)).replayed


async def test_what_was_never_accepted_has_no_receipt(log: EventLog):
    assert await log.receipt_of(uuid4()) is None


async def test_a_checkpoint_moves_in_the_commit_and_fences_the_second_follower(log: EventLog):
    def step(expected: int | None, sequence: int) -> Tracking:
        return Tracking(follower="imports", epoch="e1", expected=expected, sequence=sequence)

    await log.append(an_append(tracking=step(None, 5)))
    await log.append(an_append(tracking=step(5, 9)))
    with pytest.raises(CheckpointHasMoved):
        await log.append(an_append(a_write(), tracking=step(5, 9)))
    assert log.head.position == 2
