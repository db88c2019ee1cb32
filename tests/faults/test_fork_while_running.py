"""A fork meets a running deployment: its mirror stops alone, and `republish` is the way out that works by hand."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator

import nats
import pytest

from services.organization.contracts.enums import OrganizationType
from services.organization.contracts.identity import organization_id
from shared.runtime.settings import Settings
from shared.testing.stack import Stack, running_stack
from tests.faults.files import copied
from tests.faults.health import findings, until_well
from tests.faults.settling import everything_holds, still_behind
from tests.faults.theatre import COMMUNES, Theatre

_PATIENCE = 30.0


@pytest.fixture(scope="module")
def deployment() -> Iterator[Stack]:
    """One stack for all that happens here: each test leaves it well."""
    with running_stack() as stack:
        yield stack


@pytest.fixture
async def theatre(deployment: Stack) -> AsyncIterator[Theatre]:
    theatre = Theatre(deployment.data, deployment.url("gateway"))
    yield theatre
    await theatre.close()


async def test_a_forked_service_goes_on_and_republish_heals_it(deployment: Stack, theatre: Theatre) -> None:
    stack, before = deployment, deployment.pid("organization")
    await _found(theatre, 1)
    await _write_into_the_stream(stack)
    await _found(theatre, 2)
    forked = await _forked(stack, "organization")
    assert "forked at sequence" in forked["mirror:organization"]
    await _found(theatre, 3)  # commands go on, and followers read page by page
    assert await still_behind(stack.data) == []
    with pytest.raises(AssertionError, match=r"FORK[\s\S]*lienthong republish organization"):
        stack.run("doctor")
    assert any("FORK" in note for process in stack.status()["processes"] for note in process["notes"])
    assert stack.pid("organization") == before

    stack.run("republish", "organization", "--yes")
    await until_well(stack, _PATIENCE)
    await _found(theatre, 4)
    assert stack.pid("organization") != before
    assert await everything_holds(stack.data, theatre.ledger) == []
    assert json.loads(stack.run("log", "verify", "--json"))[0]["breaches"] == []


async def test_files_put_back_without_their_checkpoints_are_published_again(
    deployment: Stack, theatre: Theatre
) -> None:
    """The streams run ahead of the logs, and nothing shows that something was put back."""
    stack, put_back = deployment, ("postgres", "log")
    await _found(theatre, 10)
    await asyncio.to_thread(stack.down)
    for name in put_back:
        await asyncio.to_thread(copied, stack.data / name, stack.data / f"{name}.backup")
    await asyncio.to_thread(stack.up)
    lost = Theatre(stack.data, stack.url("gateway"))
    for number in (11, 12, 13):
        await _found(lost, number)
    await lost.close()
    assert await still_behind(stack.data) == []
    await asyncio.to_thread(stack.down)
    for name in put_back:
        await asyncio.to_thread(copied, stack.data / f"{name}.backup", stack.data / name)

    await asyncio.to_thread(stack.up)
    assert await _forked(stack, "organization")
    again = Theatre(stack.data, stack.url("gateway"))
    await _found(again, 14)
    assert await still_behind(stack.data) == []
    stack.run("republish", "organization", "--yes")
    await until_well(stack, _PATIENCE)
    await _found(again, 15)
    await again.close()
    for ledger in (theatre.ledger, again.ledger):
        assert await everything_holds(stack.data, ledger) == []
    assert all(one["breaches"] == [] for one in json.loads(stack.run("log", "verify", "--json")))


async def _found(theatre: Theatre, number: int) -> None:
    code = f"{COMMUNES[0]}.8{number:02}"
    await theatre.found(code, organization_id(COMMUNES[0]), OrganizationType.GRASSROOTS_CELL)


async def _write_into_the_stream(stack: Stack) -> None:
    """Something that no mirror wrote, by whoever has the service's password."""
    settings = Settings.load(stack.data)
    client = await nats.connect(
        settings.nats,
        user="organization",
        password=settings.secrets.nats_password("organization"),
        inbox_prefix="_INBOX_organization",
    )
    try:
        await client.jetstream().publish("evt.00.organization.organization.x.v1.0", b"{}")
    finally:
        await client.close()


async def _forked(stack: Stack, service: str) -> dict[str, str]:
    """The parts of a service that say FORK, each with its reason; waits for the first."""
    async with asyncio.timeout(_PATIENCE):
        while True:
            found = {one["name"]: one["reason"] for one in await findings(stack, service) if one["kind"] == "FORK"}
            if found:
                return found
            await asyncio.sleep(0.1)
