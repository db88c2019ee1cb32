"""Reads over a province's members, through a gateway of its own."""

import asyncio
import sys

import asyncpg

from shared.runtime.settings import Settings
from tests.benchmarks.deployment import deployment, pids, seconds_to_ready
from tests.benchmarks.figures import Figures
from tests.scale import authority_cost, compiled, reading
from tests.scale.accounts import accounts
from tests.scale.crowd import fill

MEMBERS = 450_000


def measure(members: int = MEMBERS) -> Figures:
    """A deployment of its own, filled, read, and gone."""
    with deployment() as stack:
        seconds_to_ready(stack)
        figures = asyncio.run(_measured(Settings.load(stack.data), stack.url("gateway"), members))
        return figures | reading.memory(pids(stack)["gateway"])


async def _measured(settings: Settings, url: str, members: int) -> Figures:
    connection = await asyncpg.connect(settings.admin_dsn())
    try:
        print(f"writing {members:,} synthetic members into the views …", file=sys.stderr, flush=True)
        await fill(connection, members)
        made = await accounts(settings, connection)
        figures = await reading.measure(url, made, connection, settings.secrets.cursor_key)
        figures |= await authority_cost.measure(settings, made)
        return figures | await compiled.measure(settings, made)
    finally:
        await connection.close()
