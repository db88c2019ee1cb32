"""Waiting for a position is woken by the follower that reaches it."""

import asyncio

from shared.bus.positions import Positions
from shared.vocabulary.position import Position


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


async def test_a_position_of_another_epoch_is_never_reached():
    assert not await two_followers().wait(Position(at={"organization": 1}, epochs={"organization": "other"}), 0.01)


async def test_the_own_log_counts_by_its_head(town):
    log = await town.log()
    positions = Positions("organization", log)
    assert await positions.wait(at(organization=0), 0.01)
    assert not await positions.wait(at(organization=1), 0.05)
    assert positions.vector().epochs == {"organization": log.epoch}
