"""The tree by date and policy rows over real views: chains as of a day, heirs, staged plans counted and taken back."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from shared.authority.dated_tree import Column, DatedTree, Told, dated_tree_view
from shared.authority.policy_rows import PolicyRows, policy_rows_view
from shared.authority.tree import Plans
from shared.readmodel.engine import Engine
from shared.testing import postgres
from shared.vocabulary.facts import Delivered, Fact, Meta
from shared.vocabulary.policy import resolve

ROOT, NORTH, SOUTH, HOUSE, ROOM, NEW = (UUID(int=n) for n in range(1, 7))
PLAN = UUID(int=50)
START, HALF, END = date(2025, 1, 1), date(2025, 7, 1), date(2025, 12, 31)


class Built(Fact, frozen=True, kw_only=True):
    TOPIC = "test.dated.Built"
    organization: UUID
    code: str
    type: str
    parent: UUID | None
    effective_on: date = START
    colour: str = "grey"


class Moved(Fact, frozen=True, kw_only=True):
    TOPIC = "test.dated.Moved"
    organization: UUID
    parent: UUID
    effective_on: date


class Closed(Fact, frozen=True, kw_only=True):
    TOPIC = "test.dated.Closed"
    organization: UUID
    effective_on: date
    successor: UUID | None = None


class Staged(Fact, frozen=True, kw_only=True):
    TOPIC = "test.dated.Staged"
    plan: UUID
    rows: tuple[Any, ...]


class Effected(Fact, frozen=True, kw_only=True):
    TOPIC = "test.dated.Effected"
    plan: UUID
    effective_on: date


class Reverted(Effected, frozen=True, kw_only=True):
    TOPIC = "test.dated.Reverted"


class RowSet(Fact, frozen=True, kw_only=True):
    TOPIC = "test.dated.RowSet"
    key: str
    organization: UUID
    organization_code: str
    valid_from: date
    value: Any
    valid_to: date | None = None
    source: str = "1-QĐ 1-1-2025"
    confirmed: bool = False


COLUMNS = (
    Column(name="colour", definition="text not null default ''", read=lambda fact: fact.colour, staged="colour"),
)
TOLD = Told(
    founded=Built, reparented=Moved, ended=Closed, plans=Plans(staged=Staged, effected=Effected, reverted=Reverted)
)
VIEWS = (
    dated_tree_view(TOLD, COLUMNS, version=1),
    policy_rows_view(RowSet, lambda key: key.startswith("paint.")),
)
TOWN = [
    Built(organization=ROOT, code="0", type="NATION", parent=None),
    Built(organization=NORTH, code="1", type="TOWN", parent=ROOT),
    Built(organization=SOUTH, code="2", type="TOWN", parent=ROOT),
    Built(organization=HOUSE, code="1.1", type="HOUSE", parent=NORTH, colour="red"),
    Built(organization=ROOM, code="1.1.1", type="ROOM", parent=HOUSE),
]


def row(kind: str, organization: UUID, **more: Any) -> dict[str, Any]:
    """A row of a plan, as its owner's facts have them."""
    plain = {"code": "9", "type": "HOUSE", "parent": None, "heir": None, "successors": (), "before": None}
    return {"kind": kind, "organization": organization, "colour": "blue", **plain, **more}


class Town:
    """The views in a schema of their own, told facts one by one."""

    def __init__(self, pool: Any) -> None:
        self.pool = pool
        self.tree, self.rules = DatedTree(pool, COLUMNS), PolicyRows(pool)

    async def told(self, *facts: Fact) -> None:
        engine = Engine("public", VIEWS)
        for fact in facts:
            async with self.pool.acquire() as connection, connection.transaction():
                await engine.learn(connection)
                folded = await engine.fold([delivered(fact)])
                assert folded.poison is None
                await engine.write(connection, folded)

    async def chain(self, organization: UUID, on: date, *, from_heir: bool = True) -> list[UUID]:
        rows = await self.tree.chain(organization, on, today=on, from_heir=from_heir)
        return [each["organization"] for each in rows]


def delivered(fact: Fact) -> Delivered:
    meta = Meta(actor="test", command_id=PLAN, correlation=PLAN, causation=PLAN)
    return Delivered(
        service="test", sequence=1, told_as=PLAN, aggregate=PLAN, version=1, province="00", fact=fact,
        stored_meta=meta.stored(), recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    with postgres.server() as server:
        yield server


@pytest.fixture
async def town(server: Any) -> AsyncIterator[Town]:
    pool = await asyncpg.create_pool(server.dsn(), min_size=1, max_size=2)
    await pool.execute("drop table if exists bodies, bodies_staged, bodies_parents, rules")
    for view in VIEWS:
        await pool.execute(view.ddl)
    town = Town(pool)
    await town.told(*TOWN)
    yield town
    await pool.close()


async def test_a_chain_is_of_its_day(town):
    await town.told(Moved(organization=HOUSE, parent=SOUTH, effective_on=HALF))
    assert await town.chain(ROOM, date(2025, 6, 30)) == [ROOM, HOUSE, NORTH, ROOT]
    assert await town.chain(ROOM, HALF) == [ROOM, HOUSE, SOUTH, ROOT]
    assert await town.chain(UUID(int=99), HALF) == []
    (first, *_) = await town.tree.chain(HOUSE, HALF, today=HALF, from_heir=True)
    assert (first["colour"], first["founded_on"], first["stands"]) == ("red", START, True)


async def test_who_has_ended_is_succeeded_from_its_last_day_on(town):
    await town.told(Closed(organization=HOUSE, effective_on=HALF, successor=SOUTH))
    assert await town.chain(HOUSE, date(2025, 6, 30)) == [HOUSE, NORTH, ROOT]
    assert await town.chain(HOUSE, HALF) == [SOUTH, ROOT]
    assert await town.chain(HOUSE, HALF, from_heir=False) == [HOUSE, NORTH, ROOT]
    assert await town.chain(ROOM, HALF) == [ROOM, SOUTH, ROOT]
    assert await town.tree.heirs([HOUSE, ROOM], HALF) == {HOUSE: (SOUTH, "TOWN"), ROOM: (ROOM, "ROOM")}
    before = await town.tree.chain(HOUSE, START, today=END, from_heir=False)
    assert not before[0]["stands"]


async def test_many_chains_are_those_of_each(town):
    rooms = [UUID(int=1_000 + number) for number in range(70)]
    await town.told(
        *(
            Built(organization=room, code=str(room.int), type="ROOM", parent=HOUSE if room.int % 2 else NORTH)
            for room in rooms
        ),
        Closed(organization=rooms[3], effective_on=HALF, successor=rooms[4]),
        Closed(organization=HOUSE, effective_on=HALF, successor=SOUTH),
    )
    asked = [*rooms, ROOT, UUID(int=99)]
    found = await town.tree.chains(asked, END, today=END, from_heir=True)
    assert UUID(int=99) not in found
    for room in asked[:-1]:
        assert [each["organization"] for each in found[room]] == await town.chain(room, END), room
        (one, *_) = await town.tree.chain(room, END, today=END, from_heir=True)
        assert (one["code"], one["stands"], one["colour"]) == tuple(
            found[room][0][name] for name in ("code", "stands", "colour")
        )


async def test_a_plan_counts_as_a_whole_and_is_taken_back_as_a_whole(town):
    before = {"type": "ROOM", "parent": HOUSE}
    rows = (
        row("FOUNDED", NEW, parent=SOUTH, heir=HOUSE),
        row("ENDED", HOUSE, successors=(NEW,), before={"type": "HOUSE", "parent": NORTH}, parent=NORTH),
        row("CHANGED", ROOM, type="HALL", parent=NEW, before=before),
    )
    await town.told(Staged(plan=PLAN, rows=rows))
    assert await town.chain(ROOM, END) == [ROOM, HOUSE, NORTH, ROOT]
    await town.told(Effected(plan=PLAN, effective_on=HALF))
    assert await town.chain(ROOM, END) == [ROOM, NEW, SOUTH, ROOT]
    assert await town.chain(HOUSE, END) == [NEW, SOUTH, ROOT]
    found = await town.tree.chain(NEW, END, today=END, from_heir=True)
    assert (found[0]["colour"], found[0]["founded_on"]) == ("blue", HALF)
    await town.told(Reverted(plan=PLAN, effective_on=HALF))
    assert await town.chain(ROOM, END) == [ROOM, HOUSE, NORTH, ROOT]
    assert await town.chain(NEW, END) == [HOUSE, NORTH, ROOT]


async def test_policy_rows_are_those_wanted_and_the_later_one_of_a_start_counts(town):
    await town.told(
        RowSet(key="paint.wall", organization=ROOT, organization_code="00", valid_from=START, value=1),
        RowSet(key="paint.wall", organization=ROOT, organization_code="00", valid_from=START, value=["2"]),
        RowSet(key="other.wall", organization=ROOT, organization_code="00", valid_from=START, value=3),
        RowSet(key="paint.wall", organization=NORTH, organization_code="1", valid_from=HALF, value=4, confirmed=True),
    )
    rows = await town.rules.rows()
    assert sorted(str(each.value) for each in rows) == ["4", "['2']"]
    nearest = resolve(rows, "paint.wall", ["1", "00"], END)
    assert nearest is not None
    assert (nearest.value, nearest.confirmed) == (4, True)
