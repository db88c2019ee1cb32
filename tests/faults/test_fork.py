"""Two histories of one log: an older database behind its stream, noticed or not, and a stranger in a running one.

What is noticed heals by itself. Otherwise the mirror stops alone, and `republish` is the way out that works by hand.
"""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable, Iterator

import asyncpg
import nats
import pytest

from services.organization.contracts.enums import OrganizationType
from services.organization.contracts.identity import organization_id
from shared.runtime.settings import Settings
from shared.testing.stack import Stack, running_stack
from tests.faults.files import copied
from tests.faults.health import findings, until_well
from tests.faults.ledger import Ledger
from tests.faults.positions import answered, position_now
from tests.faults.settling import everything_holds, still_behind
from tests.faults.theatre import COMMUNES, Theatre
from tests.faults.travelling import travel
from tests.signing_stack import SigningStack

GONE = "POSITION_IS_OF_ANOTHER_EPOCH"
_FIRST = {"kept": 1_000, "lost": 2_000, "new": 3_000}  # no member travels twice


_PATIENCE = 30.0


@pytest.fixture(scope="module")
def deployment() -> Iterator[Stack]:
    """One stack for all that happens here: each test leaves it well."""
    with running_stack(SigningStack) as stack:
        yield stack


@pytest.fixture
async def theatre(deployment: Stack) -> AsyncIterator[Theatre]:
    theatre = Theatre(deployment.data, deployment.url("gateway"))
    yield theatre
    await theatre.close()


async def test_a_restored_database_opens_a_new_epoch_and_followers_converge(
    deployment: Stack, many: Callable[[str, int], int]
) -> None:
    journeys = many("FAULT_FORKED", 3)
    stack = deployment
    kept = await _live(stack, "kept", journeys)
    before, still = await _epoch(stack), await position_now(stack, "membership")
    await asyncio.to_thread(stack.down)
    await asyncio.to_thread(copied, stack.data / "postgres", stack.data / "backup")
    await asyncio.to_thread(stack.up)
    lost = await _live(stack, "lost", journeys)
    gone = await position_now(stack, "membership")
    await asyncio.to_thread(stack.down)
    await asyncio.to_thread(copied, stack.data / "backup", stack.data / "postgres")
    await asyncio.to_thread(stack.up)
    new = await _live(stack, "new", journeys)
    assert await answered(stack, gone) == (GONE, GONE), "the new history has come as far as the lost one"
    assert await answered(stack, still) == ("", "TRANSFER_IS_UNKNOWN")
    assert await answered(stack, await position_now(stack, "membership")) == ("", "TRANSFER_IS_UNKNOWN")

    after, violations = await _epoch(stack), await everything_holds(stack.data, _both(kept, new))
    known, found = await _still_known(stack, lost), await findings(stack)
    unwell = [one["name"] for one in found if one["reason"]]
    print(f"{len(kept)} commands; of {len(lost)} more the older database knows {known}; {len(new)} written past: "
          f"epoch {before} → {after}, {len(found) - len(unwell)} of {len(found)} parts well, "
          f"{len(violations)} violations")  # fmt: skip
    assert after != before
    assert violations == []
    assert known == 0
    assert unwell == []
    logs = json.loads(stack.run("log", "verify", "--json"))
    assert not any(log["breaches"] for log in logs)
    taken_back = [one for log in logs if log["service"] == "membership" for one in log["restores"]]
    assert [(one["epoch"], one["until"] > one["continues"]) for one in taken_back] == [(after, True)]
    assert not any(json.loads(stack.run("parked", "list", "--json"))["gateway"]["parked"].values())


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
    violations = await everything_holds(stack.data, theatre.ledger)
    print(f"a stranger in the stream of a running service; published again: {len(theatre.ledger)} commands "
          f"acknowledged before, beside and after it, {len(violations)} violations")  # fmt: skip
    assert violations == []
    assert json.loads(stack.run("log", "verify", "--json"))[0]["breaches"] == []


@pytest.mark.skipif(
    "FAULT_FORKED" not in os.environ, reason="make proof-fork; its rules: tests/shared/bus/test_stale_streams.py"
)
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
    violations = await everything_holds(stack.data, _both(theatre.ledger, again.ledger))
    print(
        f"3 commands lost with files put back, the stream ahead of its log; republished: {len(violations)} violations"
    )
    assert violations == []
    assert all(one["breaches"] == [] for one in json.loads(stack.run("log", "verify", "--json")))


async def _live(stack: Stack, run: str, journeys: int) -> Ledger:
    """Members travel; what was acknowledged is in the ledger."""
    theatre = Theatre(stack.data, stack.url("gateway"))
    try:
        await theatre.build()
        await travel(theatre.journeys(run, journeys, first=_FIRST[run]))
    finally:
        await theatre.close()
    return theatre.ledger


async def _epoch(stack: Stack) -> str:
    return await _asked(stack, "select epoch from membership.epoch order by opened desc limit 1")


async def _still_known(stack: Stack, ledger: Ledger) -> int:
    own = [entry.command_id for entry in ledger.entries() if entry.service == "membership"]
    return await _asked(stack, "select count(*) from membership.commands where command_id = any($1)", own)


async def _asked(stack: Stack, question: str, *arguments: object):
    connection = await asyncpg.connect(Settings.load(stack.data).admin_dsn())
    try:
        return await connection.fetchval(question, *arguments)
    finally:
        await connection.close()


def _both(*ledgers: Ledger) -> Ledger:
    both = Ledger()
    for ledger in ledgers:
        for entry in ledger.entries():
            both.note(entry.service, entry.command_id, entry.thing)
    return both


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
