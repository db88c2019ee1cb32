"""An older database is put back behind its stream and written past it: noticed, a new epoch, everyone agrees again."""

import asyncio
import json
from collections.abc import Callable

import asyncpg

from shared.runtime.settings import Settings
from shared.testing.stack import Stack, running_stack
from tests.faults.files import copied
from tests.faults.health import findings
from tests.faults.ledger import Ledger
from tests.faults.positions import answered, position_now
from tests.faults.settling import everything_holds
from tests.faults.theatre import Theatre
from tests.faults.travelling import travel

GONE = "POSITION_IS_OF_ANOTHER_EPOCH"
_FIRST = {"kept": 1_000, "lost": 2_000, "new": 3_000}  # no member travels twice


async def test_a_restored_database_opens_a_new_epoch_and_followers_converge(many: Callable[[str, int], int]) -> None:
    journeys = many("FAULT_FORKED", 3)
    with running_stack() as stack:
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
