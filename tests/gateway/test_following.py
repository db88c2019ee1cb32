"""transferChanged and visitAssigned: each thing that happens is told once, in order, to whom it then concerns."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from services.gateway.reading import streams
from services.gateway.reading.ids import HOME_SERVICE, ORGANIZATION, TRANSFER, global_id
from services.gateway.reading.reader import Reader
from services.gateway.reading.streams import events
from services.membership.contracts.home_facts import HomeVisitScheduled
from shared.vocabulary.position import Position
from tests.gateway.test_home_services import COURIER, asked, courier, done, planned

AN, MOVE = uuid4(), uuid4()
CHANGED = """subscription($place: ID, $after: Position) { transferChanged(organization: $place, after: $after) {
  transfer { id state member { fullName } } entry { step state } position } }"""
ASSIGNED = """subscription($officer: ID!, $after: Position) {
  visitAssigned(officer: $officer, after: $after) { id address visit { number } position } }"""


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "__kwdefaults__", {"longest": 2.0, "pause": 0.0})


async def happen(gateway: Any, *facts: Any) -> None:
    await gateway.told(*facts)
    gateway.positions.place("views", "membership", "e", gateway.sequence)


@asynccontextmanager
async def following(gateway: Any, asked: Any, document: str, **variables: Any) -> AsyncIterator[Any]:
    answers = await gateway.schema.subscribe(document, variable_values=variables, context_value=asked)
    async with aclosing(answers):
        yield answers


async def told(answers: Any) -> Any:
    result = await asyncio.wait_for(anext(answers), 5)
    assert not result.errors, result.errors
    (event,) = result.data.values()
    return event


async def nothing_more(answers: Any) -> None:
    waiting = asyncio.create_task(anext(answers))
    ended, _ = await asyncio.wait({waiting}, timeout=0.3)
    assert not ended
    waiting.cancel()
    await asyncio.wait({waiting})


async def moving(gateway: Any, facts: Any) -> None:
    person = facts.registered(AN, facts.place("79.26740.001"), "Nguyễn Văn An")
    await happen(gateway, person, facts.requested(MOVE, AN))


def origin(sequence: int) -> str:
    return Position(at={"membership": sequence}).encode()


async def test_each_step_is_told_once_in_order_with_the_transfer_as_it_is_now(gateway: Any, facts: Any):
    await moving(gateway, facts)
    officer = await gateway.asked("committee_officer", facts.place("79"))
    async with following(gateway, officer, CHANGED) as answers:
        waiting = asyncio.create_task(told(answers))
        await asyncio.sleep(0.05)
        await happen(gateway, facts.introduced(MOVE, AN), facts.admitted(MOVE, AN))
        first, second = await waiting, await told(answers)
    assert [each["entry"]["step"] for each in (first, second)] == ["ENDORSE", "ADMIT"]
    assert [each["entry"]["state"] for each in (first, second)] == ["INTRODUCED", "ADMITTED"]
    assert {each["transfer"]["id"] for each in (first, second)} == {global_id(TRANSFER, MOVE)}
    assert first["transfer"]["state"] == second["transfer"]["state"] == "ADMITTED"
    assert officer.streams.count() == 0


async def test_it_is_read_on_from_the_last_position_and_what_was_before_is_not_told(gateway: Any, facts: Any):
    await moving(gateway, facts)
    begun = origin(gateway.sequence)
    await happen(gateway, facts.introduced(MOVE, AN), facts.admitted(MOVE, AN))
    officer = await gateway.asked("committee_officer", facts.place("79"))
    async with following(gateway, officer, CHANGED, after=begun) as answers:
        first = await told(answers)
    async with following(gateway, officer, CHANGED, after=first["position"]) as answers:
        assert (await told(answers))["entry"]["step"] == "ADMIT"
    async with following(gateway, officer, CHANGED) as answers:
        await nothing_more(answers)


@pytest.mark.parametrize(
    ("role", "at", "place", "heard"),
    [
        ("committee_officer", "79", "79.26740", True),
        ("committee_officer", "79", "79.26743", False),
        ("committee_officer", "82", None, True),
        ("committee_officer", "79.26743", None, False),
        ("committee_officer", "00", None, False),
        ("integration", "79", None, False),
    ],
)
async def test_only_bodies_on_the_route_are_told(
    gateway: Any, facts: Any, role: str, at: str, place: str | None, heard: bool
):
    await moving(gateway, facts)
    officer = await gateway.asked(role, facts.place(at))
    where = global_id(ORGANIZATION, facts.place(place)) if place else None
    async with following(gateway, officer, CHANGED, place=where, after=origin(1)) as answers:
        if heard:
            assert (await told(answers))["entry"]["step"] == "REQUEST"
        else:
            await nothing_more(answers)


async def test_each_event_is_answered_by_the_scope_of_its_moment_and_looks_are_on_record(gateway: Any, facts: Any):
    await moving(gateway, facts)
    await happen(gateway, facts.introduced(MOVE, AN))
    officer = await gateway.asked("committee_officer", facts.place("79"))
    outside = await gateway.asked("committee_officer", facts.place("79.26743"))
    now = [officer]

    async def again() -> Any:
        return msgspec.structs.replace(now[0], reader=Reader(gateway.reading, now[0].viewer))

    follower = msgspec.structs.replace(officer, again=again)
    async with following(gateway, follower, CHANGED, after=origin(1)) as answers:
        assert (await told(answers))["transfer"]["member"]["fullName"] == "Nguyễn Văn An"
        now[0] = outside
        await nothing_more(answers)
    looks = await gateway.pool.fetch("select reader, fields from read_audit")
    assert [(each["reader"], each["fields"]) for each in looks] == [(officer.viewer.actor.subject, ["fullName"])]


def visit(facts: Any, service: UUID, number: int, officer: str = COURIER, **more: Any) -> HomeVisitScheduled:
    return planned(facts, officer=officer, visit=number, service=service, **more)


async def test_an_officer_is_told_each_visit_that_is_given_and_nothing_of_others(gateway: Any, facts: Any):
    one, two, three = (UUID(int=n) for n in (1, 2, 3))
    person = facts.registered(AN, facts.place("79.26740.001"), "Nguyễn Văn An")
    await happen(gateway, person, *(asked(facts, service) for service in (one, two, three)))
    officer, begun = await courier(gateway, facts), origin(gateway.sequence)
    async with following(gateway, officer, ASSIGNED, officer=COURIER, after=begun) as answers:
        waiting = asyncio.create_task(told(answers))
        await asyncio.sleep(0.05)
        await happen(gateway, visit(facts, one, 1), visit(facts, two, 1, "giao@2"), visit(facts, three, 1))
        first, second = await waiting, await told(answers)
    assert [each["id"] for each in (first, second)] == [global_id(HOME_SERVICE, each) for each in (one, three)]
    assert first["address"] == "12 ngõ 3"
    await happen(gateway, visit(facts, one, 2), done(facts, service=three))
    async with following(gateway, officer, ASSIGNED, officer=COURIER, after=second["position"]) as answers:
        again = await told(answers)
        assert (again["id"], again["visit"]["number"]) == (global_id(HOME_SERVICE, one), 2)
        await nothing_more(answers)
    stranger = await courier(gateway, facts, subject="giao@2")
    async with following(gateway, stranger, ASSIGNED, officer=COURIER, after=begun) as answers:
        await nothing_more(answers)


async def test_a_long_way_behind_is_read_in_stretches(gateway: Any, facts: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(streams, "STRETCH", 2)
    await moving(gateway, facts)
    officer = await gateway.asked("committee_officer", facts.place("79"))
    async with following(gateway, officer, CHANGED, after=origin(1)) as answers:
        assert (await told(answers))["entry"]["step"] == "REQUEST"
        await nothing_more(answers)


async def test_a_reading_that_finds_nothing_is_not_made_from_the_start_again(gateway: Any, facts: Any):
    outside = await gateway.asked("committee_officer", facts.place("79.26743"))
    await moving(gateway, facts)
    asked_for: asyncio.Queue[int] = asyncio.Queue()

    class Noting(Reader):
        async def row(self, query: Any) -> Any:
            found = await super().row(query)
            asked_for.put_nowait(query.where[0].arguments[0])
            return found

    outside.reader = Noting(gateway.reading, outside.viewer)
    async with following(gateway, outside, CHANGED, after=origin(0)) as answers:
        waiting = asyncio.create_task(anext(answers))
        assert await asyncio.wait_for(asked_for.get(), 5) == 0
        seen = gateway.positions.current()["membership"]
        await happen(gateway, facts.introduced(MOVE, AN))
        assert await asyncio.wait_for(asked_for.get(), 5) == seen
        waiting.cancel()
        await asyncio.wait({waiting})
