"""A fact that cannot be taken holds up its own key alone; after the fix what waited is applied in order."""

from uuid import UUID

import pytest

from shared.bus.arrival import Arrival
from shared.bus.parking import Parking
from shared.bus.positions import Positions
from shared.bus.retrying import OwnerIsAway
from shared.eventlog.mapper import FactMapper
from shared.readmodel.view import View
from shared.vocabulary.facts import Fact
from tests.shared.bus.conftest import ended, reached
from tests.shared.bus.town import (
    HOUSES,
    HouseForgotten,
    HouseNamed,
    HouseTornDown,
    built,
    fold_houses,
    gateway,
    houses_view,
    tell,
)

NARROW = HOUSES.replace("name text not null", "name text not null check (name <> 'Nhà 4')")


def picky(*unbearable: str) -> View:
    """A view whose code stumbles over some names."""

    def fold(delivered, opener):
        if getattr(delivered.fact, "name", "") in unbearable:
            raise ValueError("personal words that must not get out")
        return fold_houses(delivered, opener)

    return houses_view(fold=fold)


class NewerProgram(FactMapper):
    """Writes a second version of the names: the fields are as before, what they mean may not be."""

    def encode(self, fact: Fact) -> tuple[str, bytes]:
        topic, state = super().encode(fact)
        return topic, (b'{"class_version":2,' + state[1:] if isinstance(fact, HouseNamed) else state)


@pytest.fixture
async def mirrored(town):
    log = await town.log()
    town.run(town.mirror(log, town.broker()).run())
    return log


async def following(town, view, log, **parts):
    positions = Positions()
    broker = town.broker("gateway")
    (follower,) = await town.followers(gateway(view), broker, log, positions=positions, **parts)
    return follower, town.run(follower.run()), positions


async def names(town) -> dict[UUID, str]:
    admin = await town.admin("gateway")
    return {row["house"]: row["name"] for row in await admin.fetch("select house, name from houses")}


async def test_its_key_waits_and_all_others_go_on(town, mirrored):
    log = mirrored
    houses = [built(number) for number in range(1, 6)]
    follower, _, positions = await following(town, picky("Nhà 3"), log)
    await tell(log, *houses)
    await tell(log, HouseNamed(house=houses[2].house, name="sau"), HouseNamed(house=houses[3].house, name="sau"))
    assert await reached(positions, log)
    assert list((await names(town)).values()).count("sau") == 1
    assert houses[2].house not in await names(town)
    assert [(fact.sequence, fact.key, fact.kind) for fact in await follower.parked()] == [
        (3, str(houses[2].house), "house"),
        (6, str(houses[2].house), "house"),
    ]
    reasons = [fact.reason for fact in await follower.parked()]
    assert reasons == ["a view cannot take sequence 3: ValueError", "it waits for an earlier fact of its key"]
    assert follower.finding().ok
    assert (follower.finding().reason, follower.finding().kind) == ("parked facts: 2", "PARKED")
    assert follower.held_up == {str(houses[2].house): "house"}


async def test_after_the_fix_everything_is_applied_in_order(town, mirrored):
    log, houses = mirrored, [built(number) for number in range(1, 6)]
    _, task, positions = await following(town, picky("Nhà 3", "Nhà 5"), log)
    await tell(log, *houses)
    await tell(log, *(HouseNamed(house=house.house, name=f"{house.name} mới") for house in houses))
    await tell(log, HouseTornDown(house=houses[4].house))
    assert await reached(positions, log)
    await ended(task)
    follower, _, positions = await following(town, houses_view(), log)
    retried = await follower.retry(limit=2)
    assert (retried.applied, retried.waiting) == (2, 3)
    retried = await follower.retry(after=retried.after or 0)
    assert (retried.applied, retried.waiting, retried.after) == (3, 0, None)
    assert await names(town) == {house.house: f"{house.name} mới" for house in houses[:4]}
    assert follower.held_up == {}
    await tell(log, HouseNamed(house=houses[2].house, name="cuối"))
    assert await reached(positions, log)
    assert (await names(town))[houses[2].house] == "cuối"


async def test_what_a_newer_version_published_waits_for_the_update(town, monkeypatch):
    """A rolling update whose owner goes first, or a follower that was rolled back."""
    log = await town.log(mapper=NewerProgram())
    town.run(town.mirror(log, town.broker()).run())
    house, other = built(3), built(4)
    follower, task, positions = await following(town, houses_view(), log)
    await tell(log, house, other, HouseNamed(house=house.house, name="sau"), built(5))
    assert await reached(positions, log)
    assert sorted((await names(town)).values()) == ["Nhà 3", "Nhà 4", "Nhà 5"]
    (waiting,) = await follower.parked()
    assert (waiting.sequence, waiting.key) == (3, str(house.house))
    assert waiting.reason == "the decoder cannot take sequence 3: FactIsUnreadable (newer than this program)"
    assert (await follower.retry()).applied == 0
    await ended(task)
    monkeypatch.setattr(HouseNamed, "class_version", 2)
    follower, _, positions = await following(town, houses_view(), log)
    assert (await follower.retry()).applied == 1
    assert (await names(town))[house.house] == "sau"


async def test_a_retry_without_a_fix_changes_nothing(town, mirrored):
    log, house = mirrored, built(3)
    follower, _, positions = await following(town, picky("Nhà 3"), log)
    await tell(log, house, HouseNamed(house=house.house, name="sau"), built(4))
    assert await reached(positions, log)
    retried = await follower.retry()
    assert (retried.applied, retried.waiting) == (0, 2)
    assert len(await names(town)) == 1


async def test_a_row_that_the_database_refuses_is_parked_alone(town, mirrored):
    log = mirrored
    await tell(log, *map(built, range(1, 9)))
    follower, _, positions = await following(town, houses_view(ddl=NARROW), log)
    assert await reached(positions, log)
    assert len(await names(town)) == 7
    assert [fact.reason for fact in await follower.parked()] == ["a table cannot take sequence 4: CheckViolationError"]


async def test_it_is_still_parked_after_a_restart(town, mirrored):
    log, house = mirrored, built(3)
    _, task, positions = await following(town, picky("Nhà 3"), log)
    await tell(log, house)
    assert await reached(positions, log)
    await ended(task)
    follower, _, positions = await following(town, houses_view(), log)
    await tell(log, HouseNamed(house=house.house, name="sau"))
    assert await reached(positions, log)
    assert await names(town) == {}
    assert [fact.sequence for fact in await follower.parked()] == [1, 2]


async def test_an_owner_that_is_away_leaves_all_as_it_is(town, mirrored):
    log, away = mirrored, False

    async def fetch(source, after, limit):
        if away:
            raise ConnectionError
        return await pages(source, after, limit)

    from tests.shared.bus.conftest import pages_of

    pages = pages_of(log)
    follower, _, positions = await following(town, picky("Nhà 3"), log, fetch_facts=fetch)
    await tell(log, built(3))
    assert await reached(positions, log)
    away = True
    with pytest.raises(OwnerIsAway):
        await follower.retry()
    assert len(await follower.parked()) == 1


async def test_an_erasure_does_not_wait_and_nothing_comes_back_after_it(town, mirrored):
    log, house = mirrored, built(4)
    _, task, positions = await following(town, picky("xấu"), log)
    await tell(log, house, HouseNamed(house=house.house, name="xấu"), HouseForgotten(house=house.house))
    assert await reached(positions, log)
    assert await names(town) == {house.house: ""}
    await ended(task)
    follower, _, positions = await following(town, houses_view(), log)
    assert (await follower.retry()).applied == 2
    assert await names(town) == {house.house: ""}


def test_what_names_a_key_is_the_field_else_the_aggregate_else_nothing():
    def keyed(body: bytes, field: str = "house") -> str | None:
        arrival = Arrival(1, "e", b"", b"", {}, lambda: None, topic="-", aggregate=UUID(int=7), body=body)
        return Parking("f", field).key_of(arrival)

    assert keyed(b'{"house":"a","name":5}') == "a"
    assert keyed(b'{"other":1}') == str(UUID(int=7))
    assert keyed(b"{") is None
    assert keyed(b"{", field="") == str(UUID(int=7))
