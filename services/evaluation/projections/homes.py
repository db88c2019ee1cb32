"""Nơi sinh hoạt theo thời gian - in which cell a member was at home when: who rates, and who must remark."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import asyncpg

from services.evaluation.application.lookups import Stay
from services.membership.contracts.facts import MemberRegistered, MemberRehomed, TransferAdmitted
from shared.readmodel.view import Op, Open, Put, View
from shared.vocabulary.facts import Delivered

_DDL = """
create table homes (
    member uuid not null,
    since date not null,
    cell uuid not null,
    primary key (member, since)
);
"""
_STAYS = """
select cell, since, lead(since) over (order by since) as until from homes where member = $1 order by since
"""


def _fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    match delivered.fact:
        case MemberRegistered() as fact:
            yield Put("homes", {"member": fact.member, "since": fact.home_since}, {"cell": fact.cell})
        case TransferAdmitted() as fact:
            yield Put("homes", {"member": fact.member, "since": fact.admitted_on}, {"cell": fact.to_cell})
        case MemberRehomed() as fact:
            yield Put("homes", {"member": fact.member, "since": fact.on}, {"cell": fact.to_cell})
        case _:
            return


HOMES = View(
    name="homes",
    version=1,
    ddl=_DDL,
    on=(MemberRegistered, MemberRehomed, TransferAdmitted),
    fold=_fold,
    key=lambda delivered: delivered.fact.member,  # pyright: ignore[reportAttributeAccessIssue] - all name it
)


class HomesByMember:
    """The look-up over the view."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def stays(self, member: UUID) -> list[Stay]:
        """Every home of a member in order; until admission the origin keeps it."""
        rows = await self._pool.fetch(_STAYS, member)
        return [Stay(cell=row["cell"], since=row["since"], until=row["until"] or date.max) for row in rows]
