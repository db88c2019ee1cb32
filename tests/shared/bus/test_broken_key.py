"""One person's key does not open: its facts wait, by name; all others go on, rebuilds too; then it is mended."""

import asyncio
import base64
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import pytest

from shared.bus.positions import Positions
from shared.eventlog.refusals import SecretIsWrong
from shared.people.keyring import Keyring
from shared.people.sealer import Sealer, wrap
from shared.readmodel.view import Op, Open, Put, View
from shared.vocabulary.facts import Delivered, Sealed
from tests.shared.bus.conftest import reached
from tests.shared.bus.town import HOUSES, HouseBuilt, HouseNamed, built, gateway, tell

RIGHT, WRONG, KEY = b"r" * 32, b"w" * 32, b"k" * 32
ANH, BINH, CHI = (built(number).house for number in (1, 2, 3))


def fold(delivered: Delivered, opener: Open) -> Iterable[Op]:
    fact: Any = delivered.fact
    yield Put("houses", {"house": fact.house}, {"name": opener(fact.house, "name", Sealed(fact.name)) or "-"})


def whose(delivered: Delivered) -> Iterable[UUID]:
    fact: Any = delivered.fact
    return (fact.house,)


SEALED = View(
    name="houses",
    version=1,
    ddl=HOUSES,
    on=(HouseBuilt, HouseNamed),
    fold=fold,
    person="house",
    personal=("name",),
    people=whose,
)


class Keeper:
    """Who hands out wrapped keys: those of `broken` under another deployment's key."""

    def __init__(self) -> None:
        self.broken: set[UUID] = {BINH}
        self.refuses = False
        self.refused = 0
        self.asked_again = asyncio.Event()
        self.now = 0.0

    async def __call__(self, persons: Sequence[UUID]) -> Mapping[UUID, str]:
        if self.refuses:
            self.refused += 1
            if self.refused > 1:
                self.asked_again.set()
            raise SecretIsWrong(secret="kek")
        keks = {person: WRONG if person in self.broken else RIGHT for person in persons}
        return {person: base64.b64encode(wrap(kek, person, KEY)).decode() for person, kek in keks.items()}


@pytest.fixture
def keeper() -> Keeper:
    return Keeper()


@pytest.fixture
async def following(town, keeper):
    """The log, its follower and how far that is; mirror and follower run."""
    log = await town.log()
    town.run(town.mirror(log, town.broker()).run())
    positions, ring = Positions(), Keyring(keeper, RIGHT, clock=lambda: keeper.now)
    (follower,) = await town.followers(gateway(SEALED), town.broker("gateway"), log, positions=positions, keyring=ring)
    town.run(follower.run())
    return log, follower, positions


def named(house: UUID, name: str) -> HouseNamed:
    return HouseNamed(house=house, name=Sealer(house, KEY).seal("name", name))


async def names(town) -> dict[UUID, str]:
    admin = await town.admin("gateway")
    return {row["house"]: row["name"] for row in await admin.fetch("select house, name from houses")}


async def test_a_broken_key_holds_up_its_person_alone(town, keeper, following):
    log, follower, positions = following
    await tell(log, named(ANH, "Anh"), named(BINH, "Bình"), named(CHI, "Chi"), named(BINH, "Bình nữa"))
    assert await reached(positions, log, seconds=20)
    assert await names(town) == {ANH: "Anh", CHI: "Chi"}
    waiting = await follower.parked()
    assert [fact.key for fact in waiting] == [str(BINH), str(BINH)]
    assert waiting[0].reason == f"a view cannot take sequence 2: PersonKeyIsBroken (person {BINH})"

    keeper.broken.clear()
    retried = await follower.retry()
    assert (retried.applied, retried.waiting) == (2, 0)
    assert await names(town) == {ANH: "Anh", BINH: "Bình nữa", CHI: "Chi"}


async def test_a_rebuild_goes_on_without_what_a_broken_key_sealed(town, keeper, following):
    log, follower, positions = following
    keeper.broken.clear()
    await tell(log, named(ANH, "Anh"), named(BINH, "Bình"), named(CHI, "Chi"))
    assert await reached(positions, log, seconds=20)

    keeper.broken.add(BINH)
    keeper.now = 1_000.0  # what was opened before is forgotten by then
    await follower.rebuild("houses", back=False)
    assert await names(town) == {ANH: "Anh", BINH: "-", CHI: "Chi"}

    keeper.broken.clear()
    await follower.rebuild("houses", back=False)
    assert await names(town) == {ANH: "Anh", BINH: "Bình", CHI: "Chi"}


async def test_a_follower_waits_while_the_key_of_all_is_wrong_and_parks_nothing(town, keeper, following):
    log, follower, positions = following
    keeper.broken.clear()
    keeper.refuses = True
    await tell(log, named(ANH, "Anh"))
    async with asyncio.timeout(20):
        await keeper.asked_again.wait()
    assert await follower.parked() == []
    assert await names(town) == {}

    keeper.refuses = False
    assert await reached(positions, log, seconds=20)
    assert await names(town) == {ANH: "Anh"}
