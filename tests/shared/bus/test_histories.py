"""The owner's history is another one: after a restore it is followed anew, without a new epoch nobody guesses."""

from uuid import uuid4

import pytest

from tests.shared.bus.conftest import ended, reached, started
from tests.shared.bus.town import built, counting_view, gateway, houses_view, tell


async def test_a_new_epoch_of_the_same_history_is_entered_without_a_fact(town, mirrored, until):
    log, _ = mirrored
    _, task, positions = await started(town, gateway(counting_view()), log)
    await tell(log, *map(built, range(4)))
    assert await reached(positions, log)
    await ended(task)
    admin = await town.admin("gateway")
    await admin.execute("update checkpoints set epoch = 'before'")
    _, _, positions = await started(town, gateway(counting_view()), log)
    await until(lambda: positions.vector().epochs["organization"] == log.epoch)
    assert await admin.fetchval("select times from counted") == 4


async def test_another_history_halts(town, mirrored, until):
    log, _ = mirrored
    follower, task, positions = await started(town, gateway(), log)
    await tell(log, *map(built, range(3)))
    assert await reached(positions, log)
    await ended(task)
    admin = await town.admin("gateway")
    await admin.execute("update checkpoints set digest = '\\x00'")
    await tell(log, built(4))
    follower, _, _ = await started(town, gateway(), log)
    await until(lambda: "digest" in follower.finding().reason)


async def test_an_owner_that_fell_back_without_a_new_epoch_halts_its_followers(town, until):
    log = await town.log()
    await tell(log, *map(built, range(3)))
    admin = await town.admin("gateway")
    await admin.execute("insert into checkpoints values ('gateway.organization', $1, 7, '\\x01')", log.epoch)
    follower, _, _ = await started(town, gateway(), log)
    await until(lambda: "ends at 3" in follower.finding().reason)
    assert not follower.finding().ok


@pytest.mark.parametrize("sequence", [2, 4, 7], ids=["behind the owner's head", "at its head", "ahead of it"])
async def test_an_owner_that_was_restored_is_followed_anew(town, mirrored, until, sequence):
    """What was followed is no more: nothing of it stays, everything of the new history comes."""
    log, _ = mirrored
    _, task, positions = await started(town, gateway(counting_view(), houses_view()), log)
    await tell(log, *map(built, range(4)))
    assert await reached(positions, log)
    await ended(task)
    admin = await town.admin("gateway")
    await admin.execute("update checkpoints set epoch = 'before', sequence = $1, digest = '\\x01'", sequence)
    await admin.execute("insert into houses values ($1, 'lost in the restore')", uuid4())
    follower, _, positions = await started(town, gateway(counting_view(), houses_view()), log)
    await until(lambda: positions.vector().epochs.get("organization") == log.epoch)
    assert await reached(positions, log)
    assert follower.finding().ok
    assert await admin.fetchval("select times from counted") == 4
    assert await admin.fetchval("select count(*) from houses") == 4
    assert await admin.fetchval("select epoch from checkpoints") == log.epoch
