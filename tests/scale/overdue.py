"""The overdue list of a province of 450,000 members: p50 and p95, with and without its total, page 1 and the last."""

import asyncio
import uuid
from collections.abc import Iterator
from datetime import date, timedelta

import asyncpg
import httpx

from shared.runtime.settings import Settings
from tests.benchmarks.deployment import deployment, seconds_to_ready
from tests.benchmarks.figures import Figures, at_most
from tests.scale.accounts import accounts
from tests.scale.crowd import IN_A_CELL, cell_id, fill, member_id
from tests.scale.reading import Asking

MEMBERS = 450_000
GOAL_MS = 50
_MOVING = 30
"""Every so many-th member is on the way; of those every tenth letter is overdue."""
_LATE = 10
_TODAY = date(2026, 11, 20)
_SPACE = uuid.UUID("5e0f7a64-6a2c-5e6e-9a6e-0d8c7f6b1a11")
_COLUMNS = (
    "transfer", "ordinal", "version", "member", "kind", "reason", "origin", "destination", "effective_on", "start_by",
    "started_late", "pull", "consented", "state", "holder", "route", "bodies", "hop", "origin_hops", "allowed_steps",
    "letter_number", "letter_issuer", "introduced_on", "present_by", "overdue", "paper_lost", "on_hold",
)  # fmt: skip
_PAGE = """query($at: ID!) { transfers(organization: $at, overdue: true, first: 50) {
  nodes { id presentBy member { fullName } origin { name } destination { name } currentHolder { name } letter { number }
    allowedSteps } pageInfo { hasNextPage } } }"""
_COUNTED = _PAGE.replace("pageInfo", "totalCount pageInfo")


def measure(members: int = MEMBERS) -> Figures:
    """A deployment of its own, filled, read, and gone."""
    with deployment() as stack:
        seconds_to_ready(stack)
        return asyncio.run(_measured(Settings.load(stack.data), stack.url("gateway"), members))


async def _measured(settings: Settings, url: str, members: int) -> Figures:
    connection = await asyncpg.connect(settings.admin_dsn())
    try:
        await fill(connection, members)
        await _on_the_way(connection, members)
        made = [account for account in await accounts(settings, connection) if account.scope in ("commune", "province")]
        figures: Figures = {}
        async with httpx.AsyncClient(base_url=url, timeout=30) as http:
            for asking in (Asking(http, account) for account in made):
                for what, query in (("overdue list", _PAGE), ("overdue list with its total", _COUNTED)):
                    figures |= await asking.figures(what, query, {"at": asking.place})
        goals = {name: at_most(one.value, "ms", GOAL_MS) for name, one in figures.items() if name.endswith("p95")}
        return figures | goals
    finally:
        await connection.close()


async def _on_the_way(connection: asyncpg.Connection, members: int) -> None:
    """Letters between cells of the province, from the commune of one to the commune of the other."""
    communes = {
        row["organization"]: row["parent"]
        for row in await connection.fetch(
            "select organization, parent from gateway_views.authority_tree where organization = any($1::uuid[])",
            [cell_id(n) for n in range(members // IN_A_CELL)],
        )
    }
    rows = _transfers(members, communes)
    await connection.copy_records_to_table("transfers", schema_name="gateway_views", columns=_COLUMNS, records=rows)
    await connection.execute("vacuum analyze gateway_views.transfers")


def _transfers(members: int, communes: dict[uuid.UUID, uuid.UUID]) -> Iterator[tuple[object, ...]]:
    cells = members // IN_A_CELL
    for n, number in enumerate(range(0, members, _MOVING)):
        origin, destination = cell_id(number % cells), cell_id((number + 7) % cells)
        here, there = communes[origin], communes[destination]
        route, late = [origin, here, there, destination], n % _LATE == 0
        introduced = _TODAY - timedelta(days=60 if late else 5)
        steps = ["RECEIVE", "RETURN", "REFUSE", "REISSUE", "CANCEL", *(["DECIDE_OVERDUE"] if late else [])]
        stated = (2, member_id(number), "OFFICIAL", "CHANGE_OF_WORK", origin, destination, introduced, introduced)
        standing = (False, False, True, "INTRODUCED", there, route, list(dict.fromkeys(route)), 2, 2, steps)
        letter = (f"{n}-GTSHĐ/ĐU", here, introduced, introduced + timedelta(days=42), late, False, False)
        yield uuid.uuid5(_SPACE, str(n)), 10**9 + n, *stated, *standing, *letter
