"""Đảng viên mẫu viết thẳng vào các bảng đọc - for a whole nation of members on a small machine, in minutes.

What a merger is measured against is how many rows stand in the views: those of the gateway (lists, homes, figures), of
organization (the proof counts them) and of evaluation. The facts and keys of these members are not written: membership
does not know them. Ids follow one another, which is kind to whoever updates them all.
"""

import asyncpg

from services.merger_2025.members import NAMES
from shared.runtime.settings import Settings
from shared.vocabulary.text import fold, person_sort_key

_MEMBER = "('00000000-0000-5000-8000-' || lpad(to_hex(n), 12, '0'))::uuid"
_PEOPLE = f"""
insert into organization_views.merger_people (member, n, cell)
with cells as materialized (
    select organization, row_number() over (order by parent, code) - 1 as number
    from organization_views.register where type in ('CELL', 'GRASSROOTS_CELL') and ended_on is null
)
select {_MEMBER} as member, n, cells.organization as cell
from generate_series(0, $1::bigint - 1) n join cells on cells.number = n * (select count(*) from cells) / $1
"""  # noqa: S608 - constants
_FROM = "from organization_views.merger_people"
_ROWS = (
    f"""
insert into gateway_views.homes (member, valid_from, sequence, cell, state, full_member_on, known_from)
select member, '2024-01-01', 1, cell, 'FULL', '1996-01-01', now() {_FROM}
""",
    f"""
insert into gateway_views.homes_sums (cell, members, full_members, unsettled_until)
select cell, count(*), count(*), '2024-01-01' {_FROM} group by cell
""",
    f"""
insert into organization_views.cell_members (member, cell, card, registered, state)
select member, cell, true, 1, 'FULL' {_FROM}
""",
    f"""
insert into organization_views.cell_members_sums (cell, members, cards)
select cell, count(*), count(*) {_FROM} group by cell
""",
    f"insert into evaluation_views.homes (member, since, cell) select member, '2024-01-01', cell {_FROM}",
    f"""
insert into evaluation_views.homes_states (member, since, state, exempt)
select member, '-infinity', 'FULL', false {_FROM}
""",
)
_VACUUM = """
vacuum (analyze) gateway_views.members, gateway_views.homes, gateway_views.homes_sums, organization_views.cell_members,
    organization_views.cell_members_sums, evaluation_views.homes, evaluation_views.homes_states
"""
_MEMBERS = f"""
insert into gateway_views.members
    (member, version, cell, state, admitted_on, full_member_on, synthetic, full_name, folded, sort_key, card_number)
select member, 1, cell, 'FULL', '1995-01-01', '1996-01-01', true,
    ($1::text[])[(1 + n % $4)::int], ($2::text[])[(1 + n % $4)::int],
    ($3::text[])[(1 + n % $4)::int], '98.' || lpad(n::text, 7, '0') {_FROM}
"""


async def write(settings: Settings, members: int) -> None:
    """So many members, spread evenly over the cells that stand."""
    connection = await asyncpg.connect(settings.admin_dsn(), timeout=60)
    try:
        await connection.execute("create table organization_views.merger_people (member uuid, n bigint, cell uuid)")
        await connection.execute(_PEOPLE, members, timeout=3600)
        names = ([*NAMES], [fold(name) for name in NAMES], [person_sort_key(name) for name in NAMES])
        await connection.execute(_MEMBERS, *names, len(NAMES), timeout=3600)
        for rows in _ROWS:
            await connection.execute(rows, timeout=3600)
        await connection.execute("drop table organization_views.merger_people")
        await connection.execute(_VACUUM, timeout=3600)
    finally:
        await connection.close()
