"""A small service of its own for benchmarks: build a house with a unique name; paint a house that is 20 facts old.

Everything that a real service's command has: token, commandId, claim, published fact, seal, receipt.
"""

from uuid import UUID

import msgspec

from shared.eventlog.work import Work
from shared.runtime.service import Service
from shared.vocabulary.facts import Fact, PublishedFact, Stream
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Request

NAME = "houses"


class NameIsTaken(Refusal):
    """Another house has the name."""

    vi = "Tên nhà đã có."
    en = "Another house has the name."


class HouseIsThatColour(Refusal):
    """Nothing to paint."""

    vi = "Nhà đã có màu ấy."
    en = "The house has that colour."


class HouseBuilt(Fact, frozen=True, kw_only=True):
    """The own fact."""

    TOPIC = "vn.lienthong.benchmark.HouseBuilt.v1"
    name: str
    owner: UUID


class HousePainted(Fact, frozen=True, kw_only=True):
    """The own fact of which a house has many."""

    TOPIC = "vn.lienthong.benchmark.HousePainted.v1"
    colour: str
    painted_by: UUID


class HouseToldOf(PublishedFact, frozen=True, kw_only=True):
    """What others are told of either."""

    TOPIC = "vn.lienthong.benchmark.HouseToldOf.v1"
    SERVICE = NAME
    AGGREGATE = "house"
    name: str
    paintings: int


class House(msgspec.Struct, frozen=True):
    """The state."""

    name: str = ""
    colours: tuple[str, ...] = ()


class BuildHouse(Request, frozen=True, kw_only=True):
    """A new stream."""

    name: str
    owner: UUID


class PaintHouse(Request, frozen=True, kw_only=True):
    """One more fact of an old one."""

    house: UUID
    colour: str


def evolve(house: House, fact: HouseBuilt | HousePainted) -> House:
    """State after a fact."""
    if isinstance(fact, HouseBuilt):
        return House(fact.name)
    return House(house.name, (*house.colours, fact.colour))


HOUSE = Stream(name="house", initial=House(), evolve=evolve, facts=(HouseBuilt, HousePainted))


def tell(_fact: Fact, _house: UUID, state: House) -> HouseToldOf:
    """The published fact."""
    return HouseToldOf(name=state.name, paintings=len(state.colours))


async def build(request: BuildHouse, work: Work, _look: object) -> None:
    """Decide: the name must be free."""
    house = work.new_id("house")
    work.claim("name", request.name, holder=house, refusal=NameIsTaken())
    work.record(HOUSE, house, HouseBuilt(name=request.name, owner=request.owner), province="79")
    work.answer("house", house)


async def paint(request: PaintHouse, work: Work, _look: object) -> None:
    """Decide: by the colour that the house has now."""
    house, _ = await work.load(HOUSE, request.house)
    if house.colours[-1:] == (request.colour,):
        raise HouseIsThatColour
    work.record(HOUSE, request.house, HousePainted(colour=request.colour, painted_by=request.house), province="79")
    work.answer("house", request.house)


SERVICE = Service(
    name=NAME,
    owns="houses, for benchmarks only",
    streams=(HOUSE,),
    handlers={BuildHouse: build, PaintHouse: paint},
    publishes=(HouseToldOf,),
    publishing={HouseBuilt: tell, HousePainted: tell},
)
