"""restructuringProgress: told whenever the plan moves, until it is proved; the scope is asked anew each time."""

import asyncio
from contextlib import aclosing
from typing import Any
from uuid import UUID

import msgspec
import pytest

from services.gateway.costing.budgets import Allowance, Budgets
from services.gateway.reading import streams
from services.gateway.reading.ids import RESTRUCTURING, global_id
from services.gateway.reading.streams import Streams, events
from services.organization.contracts.facts import RestructuringExecutionStarted, RestructuringProved
from services.organization.contracts.restructuring import Proof
from shared.http.tokens import Tokens, new_key
from tests.gateway.test_http import app, calling
from tests.gateway.test_restructurings import EFFECT, ON, PLAN, drafted

FOLLOW = """subscription($id: ID!, $after: Position) {
  restructuringProgress(id: $id, after: $after) { parts staged state proved position } }"""
STARTED = RestructuringExecutionStarted(plan=PLAN, effective_on=ON, digest="d1", parts=1)
PROVED = RestructuringProved(plan=PLAN, proof=Proof(before=EFFECT.before, after=EFFECT.before, digest="x"))


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "__kwdefaults__", {"longest": 2.0, "pause": 0.0})


async def happen(gateway: Any, *facts: Any) -> None:
    await gateway.told(*facts)
    gateway.positions.place("views", "organization", "e", gateway.sequence)


async def opened(gateway: Any, asked: Any, plan: UUID = PLAN) -> Any:
    return await gateway.schema.subscribe(
        FOLLOW, variable_values={"id": global_id(RESTRUCTURING, plan)}, context_value=asked
    )


async def told(answers: Any) -> Any:
    result = await asyncio.wait_for(anext(answers), 5)
    assert not result.errors, result.errors
    return result.data["restructuringProgress"]


async def refused(answers: Any) -> str:
    result = await asyncio.wait_for(anext(answers), 5)
    return result.errors[0].extensions["code"]


async def test_it_is_told_at_once_and_whenever_the_plan_moves_until_it_is_proved(gateway: Any, facts: Any):
    await happen(gateway, *drafted(facts))
    asked = await gateway.asked("committee_officer", facts.place("79"))
    async with aclosing(await opened(gateway, asked)) as answers:
        first = await told(answers)
        assert (first["state"], first["staged"], first["proved"]) == ("DRAFT", 1, False) and first["position"]
        for fact, state in ((STARTED, "EXECUTING"), (EFFECT, "EXECUTED")):
            waiting = asyncio.create_task(told(answers))
            await asyncio.sleep(0.05)
            await happen(gateway, fact)
            assert (await waiting)["state"] == state
        waiting = asyncio.create_task(told(answers))
        await happen(gateway, PROVED)
        assert (await waiting)["proved"]
        with pytest.raises(StopAsyncIteration):
            await anext(answers)
    assert asked.streams.count() == 0


async def test_whoever_does_not_reach_the_plan_is_told_what_is_told_of_no_plan(gateway: Any, facts: Any):
    await happen(gateway, *drafted(facts))
    stranger = await gateway.asked("committee_officer", facts.place("82"))
    for plan in (PLAN, UUID(int=7)):
        async with aclosing(await opened(gateway, stranger, plan)) as answers:
            assert await refused(answers) == "ID_IS_NOT_READABLE"


async def test_a_scope_that_is_lost_ends_the_stream(gateway: Any, facts: Any):
    await happen(gateway, *drafted(facts))
    asked = await gateway.asked("committee_officer", facts.place("79"))
    stranger = await gateway.asked("committee_officer", facts.place("82"))
    now = [asked]

    async def again() -> Any:
        return now[0]

    async with aclosing(await opened(gateway, msgspec.structs.replace(asked, again=again))) as answers:
        await told(answers)
        now[0] = stranger
        waiting = asyncio.create_task(refused(answers))
        await happen(gateway, STARTED)
        assert await waiting == "ID_IS_NOT_READABLE"
        with pytest.raises(StopAsyncIteration):
            await anext(answers)


async def test_an_account_has_so_many_streams_and_so_many_points(gateway: Any, facts: Any):
    await happen(gateway, *drafted(facts))
    asked = await gateway.asked("committee_officer", facts.place("79"))
    asked = msgspec.structs.replace(asked, streams=Streams(of_one=1))
    async with aclosing(await opened(gateway, asked)) as answers, aclosing(await opened(gateway, asked)) as more:
        await told(answers)
        assert await refused(more) == "TOO_MANY_STREAMS"
    poor = Budgets(lambda _role: Allowance(most=4 * streams.COST + 2, rate=1), now=lambda: 0.0)
    async with aclosing(await opened(gateway, msgspec.structs.replace(asked, budgets=poor))) as answers:
        await told(answers)
        await told_or_refused(gateway, answers)


async def told_or_refused(gateway: Any, answers: Any) -> None:
    """The account's points are used up by what is asked and told, not by what waits."""
    for fact, last in ((STARTED, False), (EFFECT, True)):
        waiting = asyncio.create_task(refused(answers) if last else told(answers))
        await happen(gateway, fact)
        if last:
            assert await waiting == "QUERY_BUDGET_IS_SPENT"
        else:
            await waiting


async def test_a_stream_ends_after_its_time(gateway: Any, facts: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(events, "__kwdefaults__", {"longest": 0.1, "pause": 0.0})
    await happen(gateway, *drafted(facts))
    asked = await gateway.asked("committee_officer", facts.place("79"))
    async with aclosing(await opened(gateway, asked)) as answers:
        await told(answers)
        with pytest.raises(StopAsyncIteration):
            await asyncio.wait_for(anext(answers), 5)


async def test_over_http_it_is_server_sent_events_and_only_subscriptions_are(gateway: Any, facts: Any):
    tokens = Tokens(new_key(), issuer="lienthong")
    await happen(gateway, *drafted(facts), STARTED, EFFECT, PROVED)
    await gateway.asked("committee_officer", facts.place("79"), subject="lan")
    body = {"query": FOLLOW, "variables": {"id": global_id(RESTRUCTURING, PLAN)}}
    async with calling(app(gateway, tokens, demo=False)) as client:
        client.headers["authorization"] = f"Bearer {tokens.mint('lan', 'committee_officer')}"
        events = {"accept": "text/event-stream"}
        answer = await client.post("/graphql", json=body, headers=events)
        assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, "text/event-stream")
        assert "event: next" in answer.text and '"proved":true' in answer.text and "event: complete" in answer.text
        plain = await client.post("/graphql", json=body)
        assert plain.json()["errors"][0]["extensions"]["code"] == "SUBSCRIPTIONS_ARE_STREAMED", plain.text
        query = await client.post("/graphql", json={"query": "{ viewer { subject } }"}, headers=events)
        assert '"data":{' not in query.text and "errors" in query.text
        client.headers["authorization"] = "Bearer none"
        assert (await client.post("/graphql", json=body, headers=events)).status_code == 401
