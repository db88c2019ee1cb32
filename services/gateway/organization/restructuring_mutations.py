"""Mutations about restructurings: posted to the organization service with the user's own token."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

import strawberry

from services.gateway.commanding.inputs import request_of
from services.gateway.commanding.settling import settle
from services.gateway.organization import restructurings
from services.gateway.organization.dry_run_type import DryRunReport
from services.gateway.organization.mutations import Input, OrganizationError
from services.gateway.organization.restructuring_inputs import (
    AddOperationsInput,
    AllocateMembersInput,
    AllocationInput,
    AppointmentInput,
    DraftRestructuringInput,
    NewBodyInput,
    OperationInput,
    RestructuringStepInput,
    UndoRestructuringInput,
)
from services.gateway.organization.restructuring_type import Restructuring, shown
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import MEMBER, ORGANIZATION, RESTRUCTURING, uuid_of
from services.gateway.types.scalars import Position
from services.organization.contracts import requests
from services.organization.contracts.restructuring import Allocation, Appointment, NewBody, Operation
from shared.vocabulary.requests import Request

_IDS = {"restructuring_id": RESTRUCTURING}
_NEW = "new:"


@strawberry.type(description="Kết quả của một lệnh về phương án / What became of a command about a restructuring")
class RestructuringPayload:
    """Kết quả về phương án."""

    restructuring: Restructuring | None = strawberry.field(description="Phương án / The restructuring")
    errors: list[OrganizationError] = strawberry.field(description="Lỗi; rỗng là đã xong / Errors; empty means done")
    position: Position | None = strawberry.field(description="Vị trí của điều vừa ghi / Where it was written")


@strawberry.type(description="Kết quả của lệnh tính thử / What became of a dry run")
class DryRunPayload:
    """Kết quả tính thử."""

    restructuring: Restructuring | None = strawberry.field(description="Phương án / The restructuring")
    report: DryRunReport | None = strawberry.field(description="Kết quả tính thử / The report")
    errors: list[OrganizationError] = strawberry.field(description="Lỗi; rỗng là đã xong / Errors; empty means done")
    position: Position | None = strawberry.field(description="Vị trí của điều vừa ghi / Where it was written")


@strawberry.type
class RestructuringMutations:
    """Lệnh về sắp xếp tổ chức."""

    @strawberry.mutation(description="Lập phương án sắp xếp / Draft a restructuring")
    async def draft_restructuring(
        self, info: Info, input: Annotated[DraftRestructuringInput, Input]
    ) -> RestructuringPayload:
        """Lập phương án."""
        declared = {one.name: one.count for one in input.declared_counts or ()}
        return await _done(info, lambda: request_of(requests.DraftRestructuring, input, {}, declared_counts=declared))

    @strawberry.mutation(description="Thêm thao tác vào phương án / Add operations to a restructuring")
    async def add_operations(self, info: Info, input: Annotated[AddOperationsInput, Input]) -> RestructuringPayload:
        """Thêm thao tác."""

        def make() -> Request:
            operations = tuple(_operation(one) for one in input.operations)
            return request_of(requests.AddOperations, input, _IDS, operations=operations)

        return await _done(info, make)

    @strawberry.mutation(description="Phân bổ từng đảng viên / Allocate members one by one")
    async def allocate_members(self, info: Info, input: Annotated[AllocateMembersInput, Input]) -> RestructuringPayload:
        """Phân bổ đảng viên."""

        def make() -> Request:
            pairs = tuple(
                _allocation(one, uuid_of(input.restructuring_id, RESTRUCTURING, "input", "restructuringId"))
                for one in input.allocations
            )
            return request_of(requests.AllocateMembers, input, _IDS, allocations=pairs)

        return await _done(info, make)

    @strawberry.mutation(description="Tính thử; không gì thay đổi / Run it dry; nothing moves")
    async def dry_run_restructuring(self, info: Info, input: Annotated[RestructuringStepInput, Input]) -> DryRunPayload:
        """Tính thử."""
        done = await _done(info, lambda: request_of(requests.DryRunRestructuring, input, _IDS))
        report = done.restructuring.report(info) if done.restructuring else None  # pyright: ignore[reportCallIssue]
        return DryRunPayload(
            restructuring=done.restructuring, report=report, errors=done.errors, position=done.position
        )

    @strawberry.mutation(description="Duyệt, không phải người lập / Approve; never by whoever drafted it")
    async def approve_restructuring(
        self, info: Info, input: Annotated[RestructuringStepInput, Input]
    ) -> RestructuringPayload:
        """Duyệt."""
        return await _done(info, lambda: request_of(requests.ApproveRestructuring, input, _IDS))

    @strawberry.mutation(description="Thực hiện; có hiệu lực đúng ngày / Execute; it counts from its day")
    async def execute_restructuring(
        self, info: Info, input: Annotated[RestructuringStepInput, Input]
    ) -> RestructuringPayload:
        """Thực hiện."""
        return await _done(info, lambda: request_of(requests.ExecuteRestructuring, input, _IDS))

    @strawberry.mutation(description="Bên nhận tiếp nhận tổ chức / The receiving side takes the organisations over")
    async def accept_handover(
        self, info: Info, input: Annotated[RestructuringStepInput, Input]
    ) -> RestructuringPayload:
        """Tiếp nhận."""
        return await _done(info, lambda: request_of(requests.AcceptHandover, input, _IDS))

    @strawberry.mutation(description="Bên nhận từ chối; phương án bị hủy / The receiving side refuses: revoked")
    async def refuse_handover(
        self, info: Info, input: Annotated[RestructuringStepInput, Input]
    ) -> RestructuringPayload:
        """Không tiếp nhận."""
        return await _done(info, lambda: request_of(requests.RefuseHandover, input, _IDS))

    @strawberry.mutation(description="Thu hồi: trước hiệu lực thì hủy, sau thì trả về như cũ / Revoke, or undo")
    async def undo_restructuring(
        self, info: Info, input: Annotated[UndoRestructuringInput, Input]
    ) -> RestructuringPayload:
        """Thu hồi."""
        return await _done(info, lambda: request_of(requests.UndoRestructuring, input, _IDS))


async def _done(info: Info, make: Callable[[], Request]) -> RestructuringPayload:
    async def load(plan: UUID) -> Restructuring | None:
        row = await info.context.reader.row(restructurings.by_id([plan]))
        return shown(row) if row else None

    settled = await settle(info.context, "organization", make, load)
    return RestructuringPayload(restructuring=settled.thing, errors=settled.errors, position=settled.position)


def _operation(given: OperationInput) -> Operation:
    return Operation(
        kind=given.kind.value,
        sources=_places(given.sources),
        target=_ref(given.target) if given.target else None,
        targets=tuple(_ref(one) for one in given.targets or ()),
        new=_new(given.new) if given.new else None,
        children=_places(given.children),
        type=given.type.value if given.type else None,
        name=given.name,
        holding=_ref(given.holding) if given.holding else None,
        seats=tuple(_seat(one) for one in given.seats or ()),
        consent_number=given.consent_number,
        consent_date=given.consent_date,
    )


def _allocation(given: AllocationInput, plan: UUID) -> Allocation:
    path = ("input", "allocations")
    new = given.cell.startswith(_NEW)
    return Allocation(
        member=uuid_of(given.member_id, MEMBER, *path),
        cell=restructurings.founded_as(plan, given.cell.removeprefix(_NEW))
        if new
        else uuid_of(given.cell, ORGANIZATION, *path),
        onward=uuid_of(given.onward, ORGANIZATION, *path) if given.onward else None,
    )


def _seat(given: AppointmentInput) -> Appointment:
    member = uuid_of(given.member_id, MEMBER, "input", "operations")
    return Appointment(member=member, position=given.position.value, way=given.way.value)


def _new(given: NewBodyInput) -> NewBody:
    return NewBody(
        key=given.key,
        code=given.code,
        name=given.name,
        type=given.type.value,
        parent=_ref(given.parent),
        setting=given.setting.value if given.setting else None,
    )


def _places(given: list[strawberry.ID] | None) -> tuple[UUID, ...]:
    return tuple(uuid_of(one, ORGANIZATION, "input", "operations") for one in given or ())


def _ref(given: str) -> str:
    return given if given.startswith(_NEW) else str(uuid_of(given, ORGANIZATION, "input", "operations"))
