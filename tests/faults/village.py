"""A service of two facts, one published fact and one view: enough for every invariant to be kept and broken."""

from typing import Any
from uuid import UUID, uuid4, uuid5

from shared.eventlog.append import Append, Write
from shared.eventlog.log import EventLog
from shared.readmodel.view import Patch, Put, View
from shared.runtime.service import Reaction, Service
from shared.testing.invariants import Acknowledged
from shared.vocabulary.facts import Delivered, Fact, Meta, PublishedFact, Stream


class HouseBuilt(Fact, frozen=True, kw_only=True):
    TOPIC = "test.village.own.HouseBuilt"
    name: str


class HousePainted(Fact, frozen=True, kw_only=True):
    TOPIC = "test.village.own.HousePainted"
    colour: str


class HouseShown(PublishedFact, frozen=True, kw_only=True):
    TOPIC = "test.village.HouseShown.v1"
    SERVICE = "village"
    AGGREGATE = "house"
    house: UUID
    look: str


def evolve(look: str, fact: Any) -> str:
    return fact.name if isinstance(fact, HouseBuilt) else f"{look}, {fact.colour}"


def fold(delivered: Delivered, _open: Any) -> list[Any]:
    house, fact = delivered.aggregate, delivered.fact
    if isinstance(fact, HouseBuilt):
        return [Put("houses", {"house": house}, {"name": fact.name})]
    assert isinstance(fact, HousePainted)
    return [Patch("houses", {"house": house}, {"colours": [fact.colour]})]


HOUSES = View(
    name="houses",
    version=1,
    ddl="create table houses (house uuid primary key, name text not null, colours text[] not null default '{}')",
    on=(HouseBuilt, HousePainted),
    fold=fold,
)
VILLAGE = Service(
    name="village",
    owns="houses",
    streams=(Stream("house", "", evolve, (HouseBuilt, HousePainted)),),
    publishes=(HouseShown,),
    publishing={HousePainted: lambda _fact, house, look: HouseShown(house=house, look=look)},
    reactions=(Reaction(name="village.houses", source="village", views=(HOUSES,)),),
)


async def live(log: EventLog, houses: int, acknowledged: list[Acknowledged] | None = None) -> list[Acknowledged]:
    """Build houses and paint each once; every command is acknowledged, and stands in the list as soon as it is."""
    acknowledged = [] if acknowledged is None else acknowledged
    for number in range(houses):
        house = uuid4()
        for version, fact in enumerate((HouseBuilt(name=f"Nhà {number}"), HousePainted(colour="vàng"))):
            committed = await log.append(_append(house, version, fact, f"Nhà {number}"))
            acknowledged.append(_acknowledged(house, version, committed.receipt.id))
    return acknowledged


def _append(house: UUID, version: int, fact: Fact, name: str) -> Append:
    command = uuid5(house, str(version))
    told = HouseShown(house=house, look=f"{name}, vàng") if isinstance(fact, HousePainted) else None
    return Append(
        command_id=command,
        actor="user:an",
        digest=b"d",
        meta=Meta(actor="user:an", command_id=command, correlation=command, causation=command),
        thing="house",
        answer=house,
        writes=(Write(stream=house, expected_version=version, facts=(fact,), province="79", published=(told,)),),
    )


def _acknowledged(house: UUID, version: int, thing: UUID) -> Acknowledged:
    return Acknowledged(service="village", command_id=uuid5(house, str(version)), thing=thing)
