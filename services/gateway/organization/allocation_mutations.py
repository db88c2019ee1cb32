"""The mutation that takes a filled-in allocation sheet."""

from typing import Annotated

import strawberry

from services.gateway.membership.import_types import ImportInput, ImportPayload, lines_given, refused_whole
from services.gateway.organization.allocation_sheet import COLUMNS, ONWARD, allocations
from services.gateway.organization.mutations import Input
from services.gateway.organization.plan_sheets import command_of, plan_of, taken
from services.gateway.reading.asked import Info
from services.organization.contracts.requests import AllocateMembers
from shared.vocabulary.refusals import Refusal


@strawberry.type
class AllocationMutations:
    """Nhập bảng phân bổ."""

    @strawberry.mutation(
        description="Nhập bảng phân bổ đảng viên: Số lý lịch, Mã chi bộ đến (mã, hoặc new:<key>), với người vào chi bộ"
        " tạm quản lý thêm Mã nơi giới thiệu tiếp; một dòng sai thì không ghi dòng nào"
        " / Take a filled-in allocation sheet: file number, code of the cell (or new:<key>) and, for whoever goes to"
        " the holding cell, where to introduce them onward; with one wrong row nothing is recorded"
    )
    async def import_allocation(self, info: Info, input: Annotated[ImportInput, Input]) -> ImportPayload:
        """Kiểm tra mọi dòng, rồi ghi tất cả hoặc không gì cả."""
        asked = info.context
        try:
            await asked.reach(input.min_position)
            plan = plan_of(input)
            lines = await lines_given(input, COLUMNS | ONWARD, tuple(COLUMNS))
            pairs, wrong = await allocations(asked, plan, lines)
            request = (
                AllocateMembers(command_id=command_of(input), restructuring_id=plan, allocations=tuple(pairs))
                if pairs
                else None
            )
            said = [line for line in lines if "target" in line.cells or line.number in wrong]
            return await taken(asked, input, said, wrong, request)
        except Refusal as refusal:
            return refused_whole(asked, refusal)
