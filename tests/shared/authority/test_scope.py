"""Scope over real views: roles, roots, ancestors; a moved subtree takes its authority along, a stranger sees nobody."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from shared.authority.grants import grants_view
from shared.authority.scope import Scope, under
from shared.authority.tree import tree_view
from shared.readmodel.engine import Engine
from shared.testing import postgres
from shared.vocabulary.actor import Actor
from shared.vocabulary.facts import Delivered, Fact, Meta

TODAY = date(2026, 11, 21)
ROOT, NORTH, SOUTH, TOWN, HOUSE, ROOM = (UUID(int=n) for n in range(1, 7))
NOWHERE = UUID(int=99)


class Built(Fact, frozen=True, kw_only=True):
    TOPIC = "test.Built"
    organization: UUID
    code: str
    parent: UUID | None


class Moved(Fact, frozen=True, kw_only=True):
    TOPIC = "test.Moved"
    organization: UUID
    parent: UUID


class Closed(Fact, frozen=True, kw_only=True):
    TOPIC = "test.Closed"
    organization: UUID
    effective_on: date
    successor: UUID | None = None


class Given(Fact, frozen=True, kw_only=True):
    TOPIC = "test.Given"
    grant: UUID
    subject: str
    role: str
    organization: UUID
    valid_from: date = date(2026, 1, 1)
    valid_to: date | None = None


class Taken(Fact, frozen=True, kw_only=True):
    TOPIC = "test.Taken"
    grant: UUID
    valid_to: date


_MORE = ", {0}_staged, {0}_paths, {0}_hanging"
VIEWS = (tree_view(Built, Moved, Closed), grants_view(Given, Taken))
TREE = [
    Built(organization=ROOT, code="00", parent=None),
    Built(organization=NORTH, code="01", parent=ROOT),
    Built(organization=SOUTH, code="79", parent=ROOT),
    Built(organization=TOWN, code="79.00001", parent=SOUTH),
    Built(organization=HOUSE, code="79.00001.001", parent=TOWN),
    Built(organization=ROOM, code="79.00001.002", parent=HOUSE),
]
LAN = Actor(subject="lan", role="keeper")


class StandingClock:
    def now(self) -> datetime:
        return datetime(2026, 11, 21, 3, tzinfo=UTC)

    def today(self) -> date:
        return TODAY


class Place:
    """The two views in a schema of their own."""

    def __init__(self, pool: "asyncpg.Pool[Any]") -> None:
        self.pool = pool
        self.scope = Scope(pool, StandingClock())

    async def happened(self, *facts: Fact) -> None:
        engine = Engine("public", VIEWS)
        async with self.pool.acquire() as connection, connection.transaction():
            await engine.learn(connection)
            folded = await engine.fold([delivered(fact) for fact in facts])
            assert folded.poison is None
            await engine.write(connection, folded)

    async def codes_above(self, organization: UUID) -> list[str]:
        return [node.code for node in await self.scope.ancestors(organization)]


def delivered(fact: Fact) -> Delivered:
    nobody = UUID(int=0)
    meta = Meta(actor="test", command_id=nobody, correlation=nobody, causation=nobody)
    now = datetime(2026, 11, 21, tzinfo=UTC)
    return Delivered(
        service="test",
        sequence=1,
        told_as=nobody,
        aggregate=nobody,
        version=1,
        province="00",
        fact=fact,
        stored_meta=meta.stored(),
        recorded_at=now,
    )


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    with postgres.server() as server:
        yield server


@pytest.fixture
async def place(server: Any) -> AsyncIterator[Place]:
    pool = await asyncpg.create_pool(server.dsn(), min_size=1, max_size=2)
    for view in VIEWS:
        await pool.execute(f"drop table if exists {view.name}{_MORE.format(view.name)}; {view.ddl}")
    place = Place(pool)
    await place.happened(*TREE)
    yield place
    await pool.close()


def grant(organization: UUID, n: int = 1, **changes: Any) -> Given:
    return Given(**{"grant": UUID(int=n), "subject": "lan", "role": "keeper", "organization": organization} | changes)


async def test_ancestors_run_from_the_place_to_the_root(place: Place):
    assert await place.codes_above(ROOM) == ["79.00001.002", "79.00001.001", "79.00001", "79", "00"]
    assert await place.codes_above(NOWHERE) == []


async def test_the_order_of_arrival_does_not_matter(place: Place):
    attic, box = UUID(int=10), UUID(int=11)
    await place.happened(Built(organization=box, code="79.00001.009", parent=attic))
    assert await place.codes_above(box) == []
    await place.happened(Built(organization=attic, code="79.00001.008", parent=HOUSE))
    assert (await place.codes_above(box))[:2] == ["79.00001.009", "79.00001.008"]


@pytest.mark.parametrize(
    ("seat", "here", "over", "below_root", "at_root"),
    [
        (ROOM, True, True, True, False),
        (HOUSE, False, True, True, False),
        (SOUTH, False, True, True, False),
        (ROOT, False, True, False, True),
        (NORTH, False, False, False, False),
    ],
)
async def test_roles_here_over_and_at_the_root(
    place: Place, seat: UUID, here: bool, over: bool, below_root: bool, at_root: bool
):
    await place.happened(grant(seat))
    held = await place.scope.held(LAN, ROOM)
    assert [bool(roles) for roles in (held.here, held.over, held.below_root, held.at_root)] == [
        here,
        over,
        below_root,
        at_root,
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "an"},
        {"role": "guest"},
        {"valid_from": date(2026, 11, 22)},
        {"valid_to": TODAY},
        {"organization": NOWHERE},
    ],
)
async def test_a_grant_that_does_not_count(place: Place, changes: dict[str, Any]):
    await place.happened(grant(**{"organization": ROOM} | changes))
    held = await place.scope.held(LAN, ROOM)
    assert (held.over, await place.scope.roots(LAN)) == (frozenset(), [])


async def test_a_token_acts_as_one_role_though_its_account_has_two(place: Place):
    await place.happened(grant(ROOM), grant(SOUTH, 2, role="guest"))
    held = await place.scope.held(LAN, ROOM)
    assert held.over == {"keeper"}
    assert [root.code for root in await place.scope.roots(LAN)] == ["79.00001.002"]


async def test_an_end_takes_the_role_away_and_leaves_an_earlier_end_alone(place: Place):
    later, earlier = date(2027, 1, 1), date(2026, 6, 1)
    await place.happened(grant(ROOM), grant(ROOM, valid_from=date(2025, 1, 1), valid_to=earlier))
    await place.happened(Taken(grant=UUID(int=1), valid_to=later))
    ends = await place.pool.fetch("select valid_to from authority_grants order by valid_from")
    assert [row["valid_to"] for row in ends] == [earlier, later]


async def test_a_moved_subtree_comes_under_other_roles(place: Place):
    await place.happened(grant(SOUTH), grant(NORTH, 2, subject="an"))
    await place.happened(Moved(organization=TOWN, parent=NORTH))
    assert await place.codes_above(ROOM) == ["79.00001.002", "79.00001.001", "79.00001", "01", "00"]
    an = Actor(subject="an", role="keeper")
    held = [bool((await place.scope.held(actor, ROOM)).over) for actor in (LAN, an)]
    assert held == [False, True]


async def test_a_tree_that_bites_its_tail_gives_nobody_anything(place: Place):
    await place.happened(grant(SOUTH))
    await place.happened(Moved(organization=TOWN, parent=ROOM))
    assert await place.codes_above(ROOM) == []
    assert not (await place.scope.held(LAN, ROOM)).over


async def test_a_seat_ends_with_its_place_and_the_seats_above_it_do_not(place: Place):
    await place.happened(grant(TOWN), grant(SOUTH, 2, subject="an"))
    await place.happened(Closed(organization=TOWN, effective_on=TODAY))
    an = Actor(subject="an", role="keeper")
    held = [bool((await place.scope.held(actor, TOWN)).over) for actor in (LAN, an)]
    assert held == [False, True]


async def test_what_has_ended_is_led_by_what_succeeds_it(place: Place):
    new_town = UUID(int=20)
    await place.happened(Built(organization=new_town, code="79.00002", parent=NORTH), grant(new_town))
    await place.happened(Closed(organization=TOWN, effective_on=TODAY, successor=new_town))
    held = await place.scope.held_at(LAN, [new_town, TOWN, HOUSE, ROOM, SOUTH])
    assert {place_ for place_, it in held.items() if it.over} == {new_town, TOWN, HOUSE, ROOM}


async def test_many_places_in_one_question(place: Place):
    await place.happened(grant(TOWN))
    held = await place.scope.held_at(LAN, [ROOM, TOWN, NORTH, NOWHERE])
    assert {place_: bool(it.over) for place_, it in held.items()} == {
        ROOM: True,
        TOWN: True,
        NORTH: False,
        NOWHERE: False,
    }


async def test_the_lowest_place_over_both(place: Place):
    scope = place.scope
    assert await scope.common_superior(ROOM, TOWN) == TOWN
    assert await scope.common_superior(ROOM, NORTH) == ROOT
    assert await scope.common_superior(ROOM, NOWHERE) is None
    assert await scope.is_below(ROOM, SOUTH)
    assert not await scope.is_below(SOUTH, ROOM)


async def test_a_code_means_its_bearer_of_today_else_its_last(place: Place):
    new_town = UUID(int=20)
    await place.happened(Closed(organization=TOWN, effective_on=date(2026, 1, 1)))
    last = await place.scope.by_code("79.00001")
    await place.happened(Built(organization=new_town, code="79.00001", parent=SOUTH))
    today = await place.scope.by_code("79.00001")
    assert [last and last.organization, today and today.organization] == [TOWN, new_town]
    assert await place.scope.by_code("79.00002") is None


async def test_lists_show_what_stands_under_the_roots_and_nothing_without_any(place: Place):
    query = f"select code from authority_tree node where {under('node.organization', '$1')} order by code"
    shown = [[row["code"] for row in await place.pool.fetch(query, roots)] for roots in ([HOUSE], [NORTH, HOUSE], [])]
    house = ["79.00001.001", "79.00001.002"]
    assert shown == [house, house, []], "nothing is below a leaf; whoever may see a leaf alone compares its id"


async def test_only_what_something_hangs_under_has_a_path_and_its_children_go_where_it_goes(place: Place):
    shelf = UUID(int=21)

    async def with_paths() -> set[UUID]:
        return {row["organization"] for row in await place.pool.fetch("select organization from authority_tree_paths")}

    await place.happened(Given(grant=UUID(int=30), subject="lan", role="keeper", organization=ROOM))
    assert await with_paths() == {ROOT, SOUTH, TOWN, HOUSE}
    assert [root.is_leaf for root in await place.scope.roots(LAN)] == [True]
    await place.happened(Built(organization=shelf, code="79.00001.003", parent=ROOM))
    assert await with_paths() == {ROOT, SOUTH, TOWN, HOUSE, ROOM}
    assert [root.is_leaf for root in await place.scope.roots(LAN)] == [False]
    await place.happened(Moved(organization=HOUSE, parent=NORTH))
    above = [node.organization for node in await place.scope.ancestors(shelf)]
    assert above == [shelf, ROOM, HOUSE, NORTH, ROOT]
    assert "keeper" in (await place.scope.held(LAN, shelf)).over
