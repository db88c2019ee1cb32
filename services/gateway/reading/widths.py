"""Widths: below which organisations so many members are at home that a page of them is not gathered, but tested.

A page of a small place is found by its cells and sorted; a page of a province is read along the names, each row tested.
Gathering reads every member of the place, testing about `all members / members of the place` for each row of the page:
both cost the same where the square of a place's members is a page's rows times all members.
"""

import asyncio
import time
from uuid import UUID

import asyncpg
import structlog

from shared.authority.tree import PATHS, TABLE
from shared.readmodel.remembered import Reads

SECONDS = 300.0
"""Sizes change slowly, and an old answer costs time only."""
PAGE = 100
_WIDE = f"""
with homes as (
    select seat.place, sum(sums.members) as members
    from homes_sums sums join {TABLE} seat on seat.organization = sums.cell group by seat.place
)
select step as place from homes join {PATHS} reach on reach.organization = homes.place
    cross join unnest(reach.path) as step
group by step having sum(homes.members) ^ 2 >= $1 * (select sum(members) from homes)
"""  # noqa: S608 - names of tables only
_log = structlog.get_logger()


async def wide_places(pool: Reads) -> frozenset[UUID]:
    """The places that are wide just now."""
    return frozenset(row["place"] for row in await pool.fetch(_WIDE, PAGE))


class Widths:
    """Remembers what is wide; learns it anew beside the requests, so that none waits for it."""

    def __init__(self, pool: Reads) -> None:
        self._pool = pool
        self._wide: frozenset[UUID] = frozenset()
        self._next = 0.0
        self._learning: asyncio.Task[None] | None = None

    def known(self) -> frozenset[UUID]:
        """What was wide when it was looked at last; nothing at first."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + SECONDS
            self._learning = asyncio.create_task(self._learn(), name="widths")
        return self._wide

    async def _learn(self) -> None:
        try:
            self._wide = await wide_places(self._pool)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            _log.warning("widths are not known", error=error)
            self._next = 0.0
