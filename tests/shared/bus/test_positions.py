"""Waiting for a position is woken by the follower that reaches it."""

import asyncio

import pytest

from shared.bus.positions import Positions
from shared.eventlog.opening import open_epoch
from shared.vocabulary.position import Epochs, Position, PositionIsOfAnotherEpoch
from tests.shared.bus.town import built, tell


def at(**sequences: int) -> Position:
    return Position(at=sequences)


def two_followers() -> Positions:
    positions = Positions()
    positions.place("a", "organization", "feed", 5)
    positions.place("b", "organization", "feed", 3)
    return positions


def test_what_every_follower_has_applied_is_current():
    assert two_followers().current() == {"organization": 3}


def test_what_any_follower_may_show_is_seen():
    positions = two_followers()
    positions.showing("b", 9)
    assert positions.seen() == {"organization": 9}
    assert positions.current() == {"organization": 3}


def test_the_vector_names_its_epochs():
    assert two_followers().vector() == Position(at={"organization": 3}, epochs={"organization": "feed"})


async def test_a_reached_position_is_answered_at_once():
    assert await two_followers().wait(at(organization=3), 0.01)


async def test_a_position_that_is_not_reached_in_time_is_answered_with_no():
    assert not await two_followers().wait(at(organization=4), 0.01)


async def test_whoever_waits_is_woken_by_the_follower():
    positions = two_followers()
    waiting = asyncio.create_task(positions.wait(at(organization=4), 5))
    await asyncio.sleep(0)
    positions.place("b", "organization", "feed", 4)
    assert await asyncio.wait_for(waiting, 0.1)


async def test_a_log_that_nobody_here_follows_does_not_count():
    assert await two_followers().wait(at(evaluation=1_000), 0.01)


def of(epoch: str, sequence: int) -> Position:
    return Position(at={"organization": sequence}, epochs={"organization": epoch})


def whose_owner_says(epochs: Epochs, at: int) -> Positions:
    """A follower in the epoch "feed"; its owner was restored after sequence 5 of it, or after what `epochs` say."""

    async def ask(source: str) -> Epochs:
        assert source == "organization"
        return epochs

    positions = Positions(ask_epochs=ask)
    positions.place("a", "organization", "feed", at)
    return positions


RESTORED = Epochs(current="deed", earlier={"feed": 5, "bead": 2})


async def test_a_position_of_another_epoch_is_refused_for_good_where_nobody_can_be_asked():
    with pytest.raises(PositionIsOfAnotherEpoch):
        await two_followers().wait(of("other", 1), 5)


@pytest.mark.parametrize(("epoch", "sequence"), [("bead", 3), ("lost", 1)], ids=["cut off", "an epoch nobody has"])
async def test_a_position_that_its_owner_has_lost_is_refused_for_good(epoch: str, sequence: int):
    with pytest.raises(PositionIsOfAnotherEpoch) as refused:
        await whose_owner_says(RESTORED, 9).wait(of(epoch, sequence), 5)
    assert refused.value.status == 410


async def test_a_position_of_an_earlier_epoch_that_still_stands_is_reached_as_any_other():
    positions = whose_owner_says(RESTORED, 1)
    assert not await positions.wait(of("bead", 2), 0.01)
    positions.place("a", "organization", "feed", 2)
    assert await positions.wait(of("bead", 2), 0.01)


async def test_a_position_of_the_new_epoch_waits_for_followers_of_the_old_one():
    """They have come further, in a history that is no more."""
    positions = whose_owner_says(RESTORED, 9)
    waiting = asyncio.create_task(positions.wait(of("deed", 6), 5))
    await asyncio.sleep(0.01)
    positions.place("a", "organization", "deed", 5)
    await asyncio.sleep(0.01)
    assert not waiting.done()
    positions.place("a", "organization", "deed", 6)
    assert await asyncio.wait_for(waiting, 1)


async def test_a_follower_at_the_origin_does_not_take_a_lost_position_for_one_to_come():
    positions = whose_owner_says(RESTORED, 0)
    positions.place("a", "organization", "", 0)
    with pytest.raises(PositionIsOfAnotherEpoch):
        await positions.wait(of("feed", 6), 5)


async def test_what_nobody_here_follows_is_not_asked_for():
    assert await whose_owner_says(RESTORED, 9).wait(Position(at={"evaluation": 1}, epochs={"evaluation": "x"}), 0.01)


async def test_the_own_log_knows_its_epochs(town):
    """Renewed twice: what stood at the second time stands, whatever an epoch that was lost had published is unknown."""
    log, renewed = await town.log(), []
    for _ in range(2):
        await tell(log, built(1), built(2))
        async with log.pool.acquire() as connection:
            renewed.append((log.epoch, await open_epoch(connection, "organization")))
        log = await town.log()
    assert log.epochs == Epochs(current=renewed[1][1], earlier={renewed[0][0]: 2, renewed[1][0]: 4})
    positions = Positions("organization", log)
    assert await positions.wait(of(renewed[0][0], 2), 1)
    with pytest.raises(PositionIsOfAnotherEpoch):
        await positions.wait(of(renewed[0][0], 3), 1)
    assert not await positions.wait(of(log.epoch, 5), 0.05)


async def test_the_own_log_counts_by_its_head(town):
    log = await town.log()
    positions = Positions("organization", log)
    assert await positions.wait(at(organization=0), 0.01)
    assert not await positions.wait(at(organization=1), 0.05)
    assert positions.vector().epochs == {"organization": log.epoch}
