"""A small service with facts of its own, to have something to mirror and to follow."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from shared.eventlog.append import Append, Committed, Write
from shared.eventlog.log import EventLog
from shared.readmodel.view import Op, Open, Patch, Put, Remove, Run, View
from shared.runtime.service import Reaction, Service
from shared.vocabulary.facts import Delivered, Fact, Meta, PublishedFact


class HouseStood(Fact, frozen=True, kw_only=True):
    TOPIC = "test.organization.own.HouseStood"
    house: UUID
    name: str


class HouseBuilt(PublishedFact, frozen=True, kw_only=True):
    TOPIC = "test.organization.HouseBuilt.v1"
    SERVICE = "organization"
    AGGREGATE = "house"
    house: UUID
    name: str
    built_on: date = date(2025, 7, 1)


class HouseNamed(PublishedFact, frozen=True, kw_only=True):
    TOPIC = "test.organization.HouseNamed.v1"
    SERVICE = "organization"
    AGGREGATE = "house"
    house: UUID
    name: str


class HouseTornDown(PublishedFact, frozen=True, kw_only=True):
    TOPIC = "test.organization.HouseTornDown.v1"
    SERVICE = "organization"
    AGGREGATE = "house"
    house: UUID


class HouseForgotten(PublishedFact, frozen=True, kw_only=True):
    """As an erasure of a person: whatever was called by that name has none any more."""

    TOPIC = "test.organization.HouseForgotten.v1"
    SERVICE = "organization"
    AGGREGATE = "house"
    ERASES = "house"
    house: UUID


class GuestArrived(PublishedFact, frozen=True, kw_only=True):
    TOPIC = "test.membership.GuestArrived.v1"
    SERVICE = "membership"
    AGGREGATE = "guest"
    guest: UUID
    house: UUID


FACTS: tuple[type[Fact], ...] = (HouseStood, HouseBuilt, HouseNamed, HouseTornDown, HouseForgotten, GuestArrived)

HOUSES = """
create table houses (house uuid primary key, name text not null, built_on date, changes int not null default 0);
create index on houses (name);
"""


def fold_houses(delivered: Delivered, _open: Open) -> Iterable[Op]:
    fact: Any = delivered.fact
    match fact:
        case HouseBuilt():
            yield Put("houses", {"house": fact.house}, {"name": fact.name, "built_on": fact.built_on})
        case HouseNamed():
            yield Patch("houses", {"house": fact.house}, {"name": fact.name})
        case HouseTornDown():
            yield Remove("houses", {"house": fact.house})
        case HouseForgotten():
            yield Patch("houses", {"house": fact.house}, {"name": ""})


def houses_view(version: int = 1, ddl: str = HOUSES, fold: Any = fold_houses) -> View:
    return View(
        name="houses",
        version=version,
        ddl=ddl,
        on=(HouseBuilt, HouseNamed, HouseTornDown, HouseForgotten),
        fold=fold,
        person="house",
        personal=("name",),
    )


def guests_view() -> View:
    return View(
        name="guests",
        version=1,
        ddl="create table guests (guest uuid primary key, house uuid not null references houses)",
        on=(GuestArrived,),
        fold=lambda delivered, _open: [Put("guests", {"guest": delivered.fact.guest}, {"house": delivered.fact.house})],
    )


def told(fact: PublishedFact, *, stream: UUID | None = None, version: int = 0, basis: dict[str, int] | None = None):
    command = uuid4()
    write = Write(
        stream=stream or uuid4(),
        expected_version=version,
        facts=(HouseStood(house=uuid4(), name="-"),),
        province="79",
        published=(fact,),
    )
    meta = Meta(actor="user:an", command_id=command, correlation=command, causation=command, basis=basis or {})
    return Append(command_id=command, actor="user:an", digest=b"d", meta=meta, thing="house", writes=(write,))


async def tell(log: EventLog, *facts: PublishedFact, basis: dict[str, int] | None = None) -> list[Committed]:
    return await log.append_many([told(fact, basis=basis) for fact in facts])


def built(number: int) -> HouseBuilt:
    return HouseBuilt(house=UUID(int=number), name=f"Nhà {number}")


def gateway(*views: View, halt: bool = False) -> Service:
    """A service without a log that follows one other; a house that cannot be shown holds up itself, or everything."""
    shown = views or (houses_view(),)
    reaction = Reaction(name="gateway.organization", source="organization", views=shown, key="house", halt=halt)
    return Service(name="gateway", owns="views", keeps_log=False, reactions=(reaction,))


COUNTED = "create table counted (id int primary key, times int not null)"


def counting_view() -> View:
    """One more for every fact: any fact applied twice, or not at all, shows."""
    count = "insert into counted values (1, 1) on conflict (id) do update set times = counted.times + 1"
    return View(name="counted", version=1, ddl=COUNTED, on=(HouseBuilt,), fold=lambda _d, _o: [Run(count)])
