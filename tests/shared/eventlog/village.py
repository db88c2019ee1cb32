"""A small made-up service for the log's tests: houses, their neighbours and what is told of them."""

import asyncio
from uuid import UUID, uuid4

import msgspec

from shared.eventlog.append import Append, Claim, Write
from shared.eventlog.log import EventLog
from shared.eventlog.prepared import Prepared
from shared.runtime.service import Service
from shared.vocabulary.facts import Fact, Meta, PublishedFact, Stream
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Request

NAME = "village"


class HouseBuilt(Fact, frozen=True, kw_only=True):
    TOPIC = "village.HouseBuilt"
    name: str


class HousePainted(Fact, frozen=True, kw_only=True):
    TOPIC = "village.HousePainted"
    class_version = 3
    colour: str
    coats: int

    @staticmethod
    def upcast_v1_v2(state: dict) -> None:
        state["colour"] = state.pop("color")

    @staticmethod
    def upcast_v2_v3(state: dict) -> None:
        state["coats"] = 1


class HouseToldOf(PublishedFact, frozen=True, kw_only=True):
    TOPIC = "village.HouseToldOf"
    SERVICE = NAME
    AGGREGATE = "house"
    name: str
    paintings: int


class House(msgspec.Struct, frozen=True):
    name: str = ""
    colours: tuple[str, ...] = ()


def evolve(house: House, fact: HouseBuilt | HousePainted) -> House:
    match fact:
        case HouseBuilt():
            return House(fact.name)
        case HousePainted():
            return House(house.name, (*house.colours, fact.colour))


HOUSE = Stream(name="house", initial=House(), evolve=evolve, facts=(HouseBuilt, HousePainted))


def tell(fact: Fact, house: UUID, state: House) -> HouseToldOf:
    return HouseToldOf(name=state.name, paintings=len(state.colours))


class BuildHouse(Request, frozen=True, kw_only=True):
    name: str


class PaintHouse(Request, frozen=True, kw_only=True):
    house: UUID
    colour: str


class PaintLike(Request, frozen=True, kw_only=True):
    house: UUID
    neighbour: UUID


class RenameSign(Request, frozen=True, kw_only=True):
    house: UUID
    old: str
    new: str


class HouseIsUnknown(Refusal):
    vi = "Không có ngôi nhà này."
    en = "There is no such house."
    status = 404


class NameIsTaken(Refusal):
    vi = "Tên đã dùng."
    en = "The name is taken."


class HouseHasThatColour(Refusal):
    vi = "Nhà đã có màu này."
    en = "The house has that colour already."


async def build(request: BuildHouse, work, look) -> None:
    house = work.new_id("house")
    work.claim("name", request.name, holder=house, refusal=NameIsTaken("input", "name"))
    work.record(HOUSE, house, HouseBuilt(name=request.name), province="79")
    work.answer("house", house)


async def paint(request: PaintHouse, work, look) -> None:
    house, version = await work.load(HOUSE, request.house)
    if version == 0:
        raise HouseIsUnknown("input", "house")
    if house.colours[-1:] == (request.colour,):
        raise HouseHasThatColour("input", "colour")
    work.answer("house", request.house)
    work.record(HOUSE, request.house, HousePainted(colour=request.colour, coats=1), province="79")


async def paint_like(request: PaintLike, work, look) -> None:
    neighbour, _ = await work.load(HOUSE, request.neighbour)
    await work.load(HOUSE, request.house)
    if look is not None:
        await look()
    work.answer("house", request.house)
    work.record(HOUSE, request.house, HousePainted(colour=neighbour.colours[-1], coats=1), province="79")


async def rename(request: RenameSign, work, look) -> None:
    work.release("name", request.old, request.house)
    work.claim("name", request.new, holder=request.house, refusal=NameIsTaken("input", "new"))
    work.answer("house", request.house)


SERVICE = Service(
    name=NAME,
    owns="houses",
    streams=(HOUSE,),
    handlers={BuildHouse: build, PaintHouse: paint, PaintLike: paint_like, RenameSign: rename},
    publishes=(HouseToldOf,),
    publishing={HouseBuilt: tell, HousePainted: tell},
)


def a_write(stream: UUID | None = None, expected: int = 0, *facts: Fact, told: bool = True) -> Write:
    """One house built, and told of."""
    facts = facts or (HouseBuilt(name="Nhà số một"),)
    published = tuple(HouseToldOf(name="Nhà", paintings=0) if told else None for _ in facts)
    return Write(stream=stream or uuid4(), expected_version=expected, facts=facts, province="79", published=published)


def an_append(*writes: Write, command_id: UUID | None = None, **more) -> Append:
    """A command's outcome; without writes, one new house."""
    id = command_id or uuid4()
    writes = writes or (() if more.pop("nothing", False) else (a_write(),))
    return Append(
        command_id=id,
        actor=more.pop("actor", "officer"),
        digest=more.pop("digest", b"body"),
        meta=Meta(actor="officer", command_id=id, correlation=id, causation=id),
        thing="house",
        answer=writes[0].stream if writes else None,
        writes=writes,
        **more,
    )


def prepared(log: EventLog, append: Append) -> Prepared:
    """An append as it stands in the log's queue."""
    return Prepared(append, log._encoder, asyncio.get_running_loop().create_future())


def a_claim(value: str, holder: UUID) -> Claim:
    return Claim("name", value, holder)
