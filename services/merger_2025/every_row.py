"""So sánh: cập nhật từng đảng viên - one set-based UPDATE that writes every member's row, on a copy of the view.

The copy has the columns and indexes of the gateway's view of members; each row is given the cell that its own is said
to have become, from a table of cells, as a system would do it that keeps no lineage. What is timed is the UPDATE alone.
"""

import time

import asyncpg

from shared.runtime.settings import Settings

_COPY = """
set search_path = gateway_views;
drop table if exists merger_copy, merger_cells;
create table merger_copy (like members including all);
insert into merger_copy select * from members;
create table merger_cells (cell uuid primary key, became uuid not null);
insert into merger_cells select cell, gen_random_uuid() from (select distinct cell from members) cells;
analyze merger_copy, merger_cells;
checkpoint
"""
_UPDATE = """
update gateway_views.merger_copy member set cell = told.became
from gateway_views.merger_cells told where told.cell = member.cell
"""
_DROP = "drop table gateway_views.merger_copy, gateway_views.merger_cells"


async def seconds_to_update_every_member(settings: Settings) -> float:
    """The time of the one statement, with its commit."""
    connection = await asyncpg.connect(settings.admin_dsn(), timeout=60)
    try:
        await connection.execute(_COPY, timeout=3600)
        began = time.perf_counter()
        await connection.execute(_UPDATE, timeout=3600)
        took = time.perf_counter() - began
        await connection.execute(_DROP)
    finally:
        await connection.close()
    return took
