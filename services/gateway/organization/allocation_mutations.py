"""The mutation that takes a filled-in allocation sheet."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID, uuid5

import strawberry

from services.gateway.membership import sheets
from services.gateway.organization.allocation_sheet import COLUMNS, ONWARD, allocations
from services.gateway.organization.inputs import COMMAND_ID, MIN_POSITION
from services.gateway.organization.mutations import Input, OrganizationError
from services.gateway.reading.asked import Asked, Info
from services.gateway.reading.ids import RESTRUCTURING, uuid_of
from services.gateway.refusing.user_error import error_of
from services.gateway.types.scalars import Position
from services.organization.contracts.requests import AllocateMembers
from shared.vocabulary.refusals import Refusal


@strawberry.input(description="Nhập bảng phân bổ, nhiều nhất 1.000 dòng / An allocation sheet, at most 1,000 rows")
class ImportAllocationInput:
    """Bảng phân bổ."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    restructuring_id: strawberry.ID = strawberry.field(description="Phương án / The restructuring")
    csv: str = strawberry.field(
        description="CSV với cột Số lý lịch, Mã chi bộ đến (mã, hoặc new:<key>), với người vào chi bộ tạm quản lý"
        " thêm Mã nơi giới thiệu tiếp / CSV with the columns Số lý lịch, Mã chi bộ đến (a code, or new:<key>) and, for"
        " whoever goes to the holding cell, Mã nơi giới thiệu tiếp"
    )
    dry_run: bool = strawberry.field(default=True, description="Chỉ kiểm tra / Only check the rows")
    first_row: int = strawberry.field(
        default=1, description="Dòng đầu của phần này trong cả bảng / Where in the whole sheet this part begins"
    )
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.type(description="Dòng sai của bảng phân bổ, bảng thao tác / A wrong row of a sheet of a plan")
class AllocationRowError:
    """Dòng sai."""

    row: int = strawberry.field(description="Dòng thứ mấy / Its number")
    errors: list[OrganizationError] = strawberry.field(description="Lỗi / Errors")


@strawberry.type(description="Kết quả nhập bảng phân bổ, bảng thao tác / What became of a sheet of a plan")
class ImportAllocationPayload:
    """Kết quả; một dòng sai thì không dòng nào được ghi."""

    accepted: int = strawberry.field(description="Số dòng đúng / Rows that are right")
    refused: list[AllocationRowError] = strawberry.field(
        description="Các dòng sai; còn dòng sai thì không ghi gì / Wrong rows; with one of them nothing is recorded"
    )
    errors: list[OrganizationError] = strawberry.field(description="Lỗi của cả bảng / Errors of the whole sheet")
    position: Position | None = strawberry.field(description="Vị trí của điều vừa ghi / Where it was written")


@strawberry.type
class AllocationMutations:
    """Nhập bảng phân bổ."""

    @strawberry.mutation(description="Nhập bảng phân bổ đảng viên / Take a filled-in allocation sheet")
    async def import_allocation(
        self, info: Info, input: Annotated[ImportAllocationInput, Input]
    ) -> ImportAllocationPayload:
        """Kiểm tra mọi dòng, rồi ghi tất cả hoặc không gì cả."""
        asked = info.context
        try:
            await asked.reach(input.min_position)
            plan = uuid_of(input.restructuring_id, RESTRUCTURING, "input", "restructuringId")
            lines = sheets.lines_of(input.csv, COLUMNS | ONWARD, tuple(COLUMNS), first_row=input.first_row)
            pairs, wrong = await allocations(asked, plan, lines)
            position = None
            if pairs and not wrong and not input.dry_run:
                command = uuid5(input.command_id, f"row/{input.first_row}")
                request = AllocateMembers(command_id=command, restructuring_id=plan, allocations=tuple(pairs))
                position = Position((await asked.sender.send("organization", request)).position)
        except Refusal as refusal:
            return outcome_of(asked, 0, {}, whole=refusal)
        return outcome_of(asked, len(pairs), wrong, position=position)


def outcome_of(
    asked: Asked,
    accepted: int,
    wrong: Mapping[int, Refusal],
    *,
    whole: Refusal | None = None,
    position: Position | None = None,
) -> ImportAllocationPayload:
    """Each wrong row with its error, or the error of the whole sheet."""

    def told(refusal: Refusal) -> list[OrganizationError]:
        return [error_of(refusal, asked.language, list(refusal.wire()["path"]))]

    rows = [AllocationRowError(row=row, errors=told(one)) for row, one in sorted(wrong.items())]
    errors = told(whole) if whole is not None else []
    return ImportAllocationPayload(accepted=accepted, refused=rows, errors=errors, position=position)
