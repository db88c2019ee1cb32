"""A desk: two persons of one province who draft, count, approve, execute and undo plans on a real log."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from services.organization.contracts.enums import OrganizationType, Role
from services.organization.contracts.identity import organization_id
from services.organization.contracts.requests import (
    AddOperations,
    AllocateMembers,
    ApproveRestructuring,
    DraftRestructuring,
    DryRunRestructuring,
    ExecuteRestructuring,
    FoundOrganization,
    UndoRestructuring,
)
from services.organization.contracts.restructuring import Allocation, Operation
from services.organization.domain.restructuring.restructuring import RESTRUCTURING
from shared.authority.tree import WITH_PATHS
from shared.vocabulary.actor import Actor
from shared.vocabulary.position import Position

PROVINCE = organization_id("79")
WARD = organization_id("79.26740")
OTHER_WARD = organization_id("79.26743")
ON = date(2026, 1, 1)
SERVICE = Actor(subject="service:test", role="service")


class Desk:
    """Two persons of one province and their cells."""

    def __init__(self, office: Any) -> None:
        self.office = office
        self.drafter = self.approver = SERVICE

    async def open(self) -> "Desk":
        self.drafter = await self.office.officer("lan", Role.COMMITTEE_OFFICER, PROVINCE)
        self.approver = await self.office.officer("minh", Role.APPROVER, PROVINCE)
        return self

    async def cell(self, ward: UUID, name: str = "Chi bộ khu phố", since: date = date(2025, 8, 1)) -> UUID:
        request = FoundOrganization(
            command_id=uuid4(), parent_id=ward, name=name, type=OrganizationType.CELL, effective_on=since
        )
        return (await self.office.run(request, self.drafter)).id

    async def draft(self, *operations: Operation, on: date = ON, by: Actor | None = None, **counts: int) -> UUID:
        draft = DraftRestructuring(command_id=uuid4(), title="Sáp nhập", effective_on=on, declared_counts=counts)
        plan = (await self.office.run(draft, self.drafter)).id
        added = AddOperations(command_id=uuid4(), restructuring_id=plan, operations=operations)
        await self.office.run(added, by or self.drafter)
        return plan

    async def allocate(self, plan: UUID, *pairs: tuple[UUID, UUID]) -> None:
        allocations = tuple(Allocation(member=member, cell=cell) for member, cell in pairs)
        request = AllocateMembers(command_id=uuid4(), restructuring_id=plan, allocations=allocations)
        await self.office.run(request, self.drafter)

    async def people(self, cell: UUID, count: int, state: str = "FULL") -> list[UUID]:
        """Members as membership would tell of them."""
        members = [uuid4() for _ in range(count)]
        await self.office.pool.execute(
            """
            with told as (
                insert into cell_members (member, cell, card, registered, state)
                select unnest($1::uuid[]), $2, true, 1, $3 returning cell
            )
            insert into cell_members_sums as sums (cell, members, cards) select cell, count(*), count(*) from told
            group by cell on conflict (cell) do update
            set members = sums.members + excluded.members, cards = sums.cards + excluded.cards
            """,
            members,
            cell,
            state,
        )
        return members

    async def counted(self, plan: UUID) -> str:
        await self.office.run(DryRunRestructuring(command_id=uuid4(), restructuring_id=plan), self.drafter)
        report = (await self.state(plan)).report
        assert report is not None
        return report.digest

    async def approve(self, plan: UUID, digest: str | None = None, by: Actor | None = None) -> str:
        digest = digest or await self.counted(plan)
        request = ApproveRestructuring(command_id=uuid4(), restructuring_id=plan, digest=digest)
        await self.office.run(request, by or self.approver)
        return digest

    async def execute(self, plan: UUID) -> None:
        digest = await self.approve(plan)
        request = ExecuteRestructuring(command_id=uuid4(), restructuring_id=plan, digest=digest)
        await self.office.run(request, self.approver)
        for _ in range(100):
            if (await self.state(plan)).state == "EXECUTED":
                break
            await asyncio.sleep(0.05)
        await self.settled()

    async def undo(self, plan: UUID) -> None:
        await self.settled()
        request = UndoRestructuring(
            command_id=uuid4(), restructuring_id=plan, decision_number="9-QĐ/TU", decision_date=date(2026, 2, 1)
        )
        await self.office.run(request, self.approver)

    async def settled(self) -> None:
        sequence = self.office.log.head.sequence
        assert await self.office.positions.wait(Position(at={"organization": sequence}))

    async def state(self, plan: UUID) -> Any:
        state = RESTRUCTURING.initial
        for recorded in await self.office.log.read_stream(plan):
            state = RESTRUCTURING.evolve(state, recorded.fact)
        return state

    async def tree(self) -> list[tuple[Any, ...]]:
        rows = await self.office.pool.fetch(
            "select r.organization, r.name, r.type, t.path, r.ended_on, t.ended_on, t.successor"
            f" from register r join ({WITH_PATHS}) t using (organization) order by 1"
        )
        return [tuple(row) for row in rows]

    async def path(self, organization: UUID) -> list[UUID]:
        return await self.office.pool.fetchval(
            f"select path from ({WITH_PATHS}) t where organization = $1", organization
        )


def merge(source: UUID, target: UUID) -> Operation:
    return Operation(kind="MERGE_INTO", sources=(source,), target=str(target))
