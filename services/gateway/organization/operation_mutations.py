"""The mutation that takes the operations of a plan as a sheet."""

from typing import Annotated

import strawberry

from services.gateway.membership.import_types import ImportInput, ImportPayload, lines_given, refused_whole
from services.gateway.organization import restructurings
from services.gateway.organization.mutations import Input
from services.gateway.organization.operation_sheet import COLUMNS, REQUIRED, operations
from services.gateway.organization.plan_sheets import command_of, plan_of, refuse_no_rows, taken
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import RESTRUCTURING
from services.gateway.refusing.refusals import IdIsNotReadable
from services.organization.contracts.requests import AddOperations
from shared.vocabulary.refusals import Refusal


@strawberry.type
class OperationMutations:
    """Nhập bảng thao tác."""

    @strawberry.mutation(
        description="Nhập bảng thao tác của phương án: Thao tác, Mã tổ chức, Mã nơi đến ...; nhiều mã cách nhau bằng"
        " dấu cách; mã đọc vào ngày trước hiệu lực, hoặc mã@ngày; một dòng sai thì không ghi dòng nào"
        " / Take a sheet of operations: several codes with blanks between; a code is read on the day before the plan"
        " counts, or as code@date; with one wrong row nothing is recorded"
    )
    async def import_operations(self, info: Info, input: Annotated[ImportInput, Input]) -> ImportPayload:
        """Kiểm tra mọi dòng, rồi ghi tất cả hoặc không gì cả."""
        asked = info.context
        try:
            await asked.reach(input.min_position)
            plan = plan_of(input)
            known = await asked.reader.row(restructurings.by_id([plan]))
            if known is None:
                raise IdIsNotReadable("input", "restructuringId", expected=RESTRUCTURING)
            lines = await lines_given(input, COLUMNS, REQUIRED)
            refuse_no_rows(lines)
            made, wrong = await operations(asked, lines, known["effective_on"])
            request = AddOperations(command_id=command_of(input), restructuring_id=plan, operations=tuple(made))
            return await taken(asked, input, lines, wrong, request)
        except Refusal as refusal:
            return refused_whole(asked, refusal)
