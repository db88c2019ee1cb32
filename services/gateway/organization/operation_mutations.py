"""The mutation that takes the operations of a plan as a sheet."""

from typing import Annotated
from uuid import UUID, uuid5

import strawberry

from services.gateway.membership import sheets
from services.gateway.membership.import_refusals import SheetIsNotReadable
from services.gateway.organization import restructurings
from services.gateway.organization.allocation_mutations import ImportAllocationPayload, outcome_of
from services.gateway.organization.inputs import COMMAND_ID, MIN_POSITION
from services.gateway.organization.mutations import Input
from services.gateway.organization.operation_sheet import COLUMNS, REQUIRED, operations
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import RESTRUCTURING, uuid_of
from services.gateway.refusing.refusals import IdIsNotReadable
from services.gateway.types.scalars import Position
from services.organization.contracts.requests import AddOperations
from shared.vocabulary.refusals import Refusal


@strawberry.input(description="Nhập bảng thao tác, nhiều nhất 1.000 dòng / A sheet of operations, at most 1,000 rows")
class ImportOperationsInput:
    """Bảng thao tác."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    restructuring_id: strawberry.ID = strawberry.field(description="Phương án / The restructuring")
    csv: str = strawberry.field(
        description="CSV: Thao tác, Mã tổ chức, Mã nơi đến ...; nhiều mã cách nhau bằng dấu cách; mã đọc vào ngày trước"
        " hiệu lực, hoặc mã@ngày / CSV: several codes with blanks between; a code is read on the day before the plan"
        " counts, or as code@date"
    )
    dry_run: bool = strawberry.field(default=True, description="Chỉ kiểm tra / Only check the rows")
    first_row: int = strawberry.field(
        default=1, description="Dòng đầu của phần này trong cả bảng / Where in the whole sheet this part begins"
    )
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.type
class OperationMutations:
    """Nhập bảng thao tác."""

    @strawberry.mutation(description="Nhập bảng thao tác của phương án / Take a sheet of operations")
    async def import_operations(
        self, info: Info, input: Annotated[ImportOperationsInput, Input]
    ) -> ImportAllocationPayload:
        """Kiểm tra mọi dòng, rồi ghi tất cả hoặc không gì cả."""
        asked = info.context
        try:
            await asked.reach(input.min_position)
            plan = uuid_of(input.restructuring_id, RESTRUCTURING, "input", "restructuringId")
            known = await asked.reader.row(restructurings.by_id([plan]))
            if known is None:
                raise IdIsNotReadable("input", "restructuringId", expected=RESTRUCTURING)
            lines = sheets.lines_of(input.csv, COLUMNS, REQUIRED, first_row=input.first_row)
            if not lines:
                raise SheetIsNotReadable("input", "csv")
            made, wrong = await operations(asked, lines, known["effective_on"])
            position = None
            if not wrong and not input.dry_run:
                command = uuid5(input.command_id, f"row/{input.first_row}")
                request = AddOperations(command_id=command, restructuring_id=plan, operations=tuple(made))
                position = Position((await asked.sender.send("organization", request)).position)
        except Refusal as refusal:
            return outcome_of(asked, 0, {}, whole=refusal)
        return outcome_of(asked, len(made), wrong, position=position)
