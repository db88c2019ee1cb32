"""Dissolve and distribute: cells whose members are allocated one by one, against the bulk lane's own rate.

python -m tests.scale --only distributed
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4, uuid5

import asyncpg

from services.membership.contracts.enums import MemberState
from services.membership.contracts.requests import NewMember, RegisterMembers
from services.merger_2025.weight import Weight
from services.organization.contracts import requests
from services.organization.contracts.enums import CellSetting, OrganizationType
from services.organization.contracts.identity import organization_id
from services.organization.contracts.restructuring import Allocation, Operation
from services.signing_in import SignIn
from shared.http.client import ServiceClient
from shared.runtime.settings import Settings
from shared.testing.stack import Stack
from shared.vocabulary.requests import Request, new_id
from tests.benchmarks.figures import Figures, at_most, faster_than

COMMUNE = organization_id("79.26740")
IN_A_CELL = 25
_SPACE = UUID("f2c0a0e7-56e4-5d6b-8a52-5b5d3f6a2025")
_AT_ONCE, _PART = 8, 500
_DAY = date(2025, 7, 15)
_LIMIT_MB = 1024
_PATIENCE = 1800.0
_STATED = "select count(*) from membership.facts where position > $1 and topic like 'membership.AllocationsStated%'"
_TOLD = """
select count(*), extract(epoch from max(recorded_at) - (
    select max(recorded_at) from organization.facts where topic like 'organization.RestructuringTookEffect%'
))::float8
from membership.facts where topic like 'membership.MemberPlacedByPlan%'
"""


class Distributing:
    """One plan on a stack with the tree of 1 July 2025."""

    def __init__(self, stack: Stack) -> None:
        self.settings = Settings.load(stack.data)
        self._sign_in = SignIn(self.settings)
        self._client = ServiceClient(self.settings.urls(), self._sign_in.service, patience=900.0)

    async def measure(self, members: int, bulk: float) -> Figures:
        """Facts a second from the day on which the plan counts, and until every view shows all of it."""
        cells = await self._found(members // IN_A_CELL)
        await self._all("membership", _lists(cells[0], members))
        await self._settled()
        drafter = await self._sign_in("committee_officer", "00", user="scale.drafter")
        approver = await self._sign_in("approver", "00", user="scale.approver")
        plan, digest = await self._planned(cells, drafter)
        await self._send(requests.ApproveRestructuring, approver, restructuring_id=plan, digest=digest)
        head = await self._head()
        began = time.perf_counter()
        async with Weight(self.settings.data) as weight:
            await self._send(requests.ExecuteRestructuring, approver, restructuring_id=plan, digest=digest)
            placed = await self._placed(head)
            await self._settled()
        took = time.perf_counter() - began
        await self._client.close()
        await self._sign_in.close()
        return {
            f"facts a second of {members:,} members placed, from the effect to their commit": faster_than(
                placed, "/s", "the bulk lane", bulk
            ),
            "facts a second from the execution to every view": faster_than(members / took, "/s", "the bulk lane", bulk),
            "largest process": at_most(max(weight.peak_mb.values()), "MB", _LIMIT_MB),
        }

    async def _found(self, count: int) -> tuple[list[UUID], list[UUID]]:
        """Cells that will be dissolved, and as many that take their members."""
        sides: list[list[UUID]] = []
        for side in (1, 5):
            ids: list[UUID] = []
            for start in range(0, count, 400):
                command = uuid5(_SPACE, f"{side}/{start}")
                lines = tuple(_cell(f"79.26740.{side}{n:04d}") for n in range(start, min(count, start + 400)))
                founding = requests.FoundOrganizations(command_id=command, effective_on=_DAY, organizations=lines)
                await self._client.command("organization", founding, token=self._sign_in.service())
                ids += [new_id(command, f"organization/{n}") for n in range(len(lines))]
            sides.append(ids)
        await self._settled()
        return sides[0], sides[1]

    async def _planned(self, cells: tuple[Sequence[UUID], Sequence[UUID]], drafter: str) -> tuple[UUID, str]:
        drafted = await self._send(requests.DraftRestructuring, drafter, title="Phân bổ thử", effective_on=_DAY)
        for start in range(0, len(cells[0]), 100):
            one = Operation(kind="DISSOLVE", sources=tuple(cells[0][start : start + 100]))
            await self._send(requests.AddOperations, drafter, restructuring_id=drafted.id, operations=(one,))
        goes = dict(zip(*cells, strict=True))
        async with asyncpg.create_pool(self.settings.admin_dsn(), min_size=1, max_size=1) as pool:
            rows = await pool.fetch("select member, cell from organization_views.cell_members order by cell, member")
        pairs = [Allocation(member=row["member"], cell=goes[row["cell"]]) for row in rows if row["cell"] in goes]
        for start in range(0, len(pairs), _PART):
            part = tuple(pairs[start : start + _PART])
            await self._send(requests.AllocateMembers, drafter, restructuring_id=drafted.id, allocations=part)
        counted = await self._send(requests.DryRunRestructuring, drafter, restructuring_id=drafted.id)
        return drafted.id, await self._digest(counted.id)

    async def _digest(self, plan: UUID) -> str:
        async with asyncpg.create_pool(self.settings.admin_dsn(), min_size=1, max_size=1) as pool:
            await self._settled()
            said = "select report::json->>'digest' from gateway_views.restructurings where plan = $1"
            return await pool.fetchval(said, plan)

    async def _head(self) -> int:
        async with asyncpg.create_pool(self.settings.admin_dsn(), min_size=1, max_size=1) as pool:
            return await pool.fetchval("select max(position) from membership.facts")

    async def _placed(self, head: int) -> float:
        """Whoever counted all of them again and again would be most of what is measured."""
        async with asyncpg.create_pool(self.settings.admin_dsn(), min_size=1, max_size=1) as pool:

            async def all_placed() -> bool:
                return bool(await pool.fetchval(_STATED, head))

            await _until(all_placed)
            count, seconds = await pool.fetchrow(_TOLD)
        return count / max(seconds, 0.001)

    async def _all(self, service: str, commands: Iterator[Request]) -> None:
        async def work() -> None:
            for command in commands:
                await self._client.command(service, command, token=self._sign_in.service())

        await asyncio.gather(*(work() for _ in range(_AT_ONCE)))

    async def _send(self, kind: type[Request], token: str, **fields: Any) -> Any:
        return await self._client.command("organization", kind(command_id=uuid4(), **fields), token=token)

    async def _settled(self) -> None:
        heads = {name: (await self._client.positions(name)).at[name] for name in ("organization", "membership")}

        async def shown() -> bool:
            for service in ("organization", "membership", "evaluation", "gateway"):
                at = (await self._client.positions(service)).at
                if any(at.get(source, head) < head for source, head in heads.items()):
                    return False
            return True

        await _until(shown)


async def _until(reached: Callable[[], Awaitable[bool]]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not await reached():
        if time.monotonic() > deadline:
            raise TimeoutError
        await asyncio.sleep(0.5)


def _cell(code: str) -> requests.NewOrganization:
    return requests.NewOrganization(
        code=code,
        name="Chi bộ thử (tổng hợp)",
        type=OrganizationType.CELL,
        parent_id=COMMUNE,
        setting=CellSetting.VILLAGE,
    )


def _lists(cells: Sequence[UUID], members: int) -> Iterator[RegisterMembers]:
    for number, cell in enumerate(cells):
        people: Iterable[int] = range(number * IN_A_CELL, min(members, (number + 1) * IN_A_CELL))
        command = uuid5(_SPACE, f"members/{number}")
        lines = tuple(_person(n) for n in people)
        yield RegisterMembers(command_id=command, organization_id=cell, members=lines, synthetic=True)


def _person(number: int) -> NewMember:
    return NewMember(
        full_name="Nguyễn Văn Mẫu",
        personal_id=f"997{number:09d}",
        date_of_birth=date(1970, 1, 1),
        state=MemberState.FULL,
        card_number=f"97.{number:07d}",
        admitted_on=date(1995, 1, 1),
        full_member_on=date(1996, 1, 1),
        home_since=_DAY,
    )
