"""Một nơi sinh hoạt chính thức - every member has exactly one home at any position of membership's published history.

Folded from the facts, not from any view: a registration gives the first home, each admission moves it, and it must
move from where the member was. A transfer admits and confirms at most once.
"""

from collections import Counter
from uuid import UUID

import asyncpg

from services.membership.contracts.facts import MemberRegistered, TransferAdmitted, TransferConfirmed
from services.membership.domain.member import ACTIVE
from shared.eventlog.mapper import FactMapper
from shared.testing.violation import Violation

_HISTORY = "select sequence, topic, body from membership.outbox where topic = any($1) order by sequence"
_TOLD = [fact.TOPIC for fact in (MemberRegistered, TransferAdmitted, TransferConfirmed)]
_STRANDED = """
    with recursive standing as (
        select member, cell as at from organization_views.cell_members where state = any($1)
        union
        select member, tree.successor from standing join organization_views.authority_tree tree on organization = at
        where ended_on <= current_date and successor is not null
    )
    select count(distinct member) as members, min(at::text) as place
    from standing left join organization_views.authority_tree tree on organization = at
    where organization is null or (ended_on <= current_date and successor is null) having count(*) > 0
"""


async def ended_cell_violations(connection: asyncpg.Connection) -> list[Violation]:
    """Members whose cell, or what it has become in the end, stands no more: as organization counts them."""
    row = await connection.fetchrow(_STRANDED, sorted(ACTIVE))
    if row is None:
        return []
    detail = f"{row['members']} members, one of them in {row['place']}"
    return [Violation(invariant="members are in a cell that has ended", service="organization", detail=detail)]


async def homes_violations(dsn: str) -> list[Violation]:
    """Everyone who has no home, a second one, or one that he never moved to."""
    mapper, found, homes = FactMapper(), list[str](), dict[UUID, UUID]()
    ends: Counter[tuple[str, UUID]] = Counter()
    connection = await asyncpg.connect(dsn)
    try:
        for row in await connection.fetch(_HISTORY, _TOLD):
            match mapper.decode(row["topic"], row["body"]):
                case MemberRegistered(member=member, cell=cell):
                    if member in homes:
                        found.append(f"sequence {row['sequence']} registers {member} again")
                    homes[member] = cell
                case TransferAdmitted(member=member, from_cell=left, to_cell=entered, transfer=transfer):
                    if homes.get(member) != left:
                        found.append(f"sequence {row['sequence']} moves {member} from where he was not at home")
                    homes[member] = entered
                    ends["admitted", transfer] += 1
                case TransferConfirmed(transfer=transfer):
                    ends["confirmed", transfer] += 1
    finally:
        await connection.close()
    found += [f"transfer {transfer} was {end} {times} times" for (end, transfer), times in ends.items() if times > 1]
    return [Violation(invariant="not exactly one home", service="membership", detail=detail) for detail in found]
