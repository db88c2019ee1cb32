"""Lệnh nội bộ - what membership's own policies and timers ask of it; refused to everyone else."""

from datetime import date
from uuid import UUID

import msgspec

from services.membership.domain.plan import PlannedCell, PlannedMove
from services.membership.domain.refusals import ActIsForServicesOnly
from shared.eventlog.work import Work
from shared.vocabulary.requests import Request


class FoundedCell(msgspec.Struct, frozen=True, kw_only=True):
    """Một chi bộ, hoặc một tổ chức ngoài hệ thống."""

    organization_id: UUID
    code: str
    type: str
    effective_on: date
    external: bool = False


class ImportCells(Request, frozen=True, kw_only=True):
    """Ghi nhận những chi bộ do organization thành lập; those known already stay as they are."""

    cells: tuple[FoundedCell, ...]


class CloseCell(Request, frozen=True, kw_only=True):
    """Ghi nhận chi bộ đã kết thúc hoạt động."""

    organization_id: UUID
    effective_on: date
    successor_id: UUID | None = None


class ImportPlan(Request, frozen=True, kw_only=True):
    """Ghi nhận một phần phương án sắp xếp."""

    plan_id: UUID
    part: int
    cells: tuple[PlannedCell, ...]
    moves: tuple[PlannedMove, ...] = ()


class EnactPlan(Request, frozen=True, kw_only=True):
    """Thi hành phương án đã có hiệu lực."""

    plan_id: UUID
    effective_on: date
    decision_number: str | None = None
    decision_date: date | None = None


class StateAllocations(Request, frozen=True, kw_only=True):
    """Ghi việc phân bổ, or its undoing, for the members of one part of a plan; `last`: then all of them are stated."""

    BULK = True
    plan_id: UUID
    part: int
    last: bool = False


class IntroduceOnward(Request, frozen=True, kw_only=True):
    """Giới thiệu tiếp từ chi bộ tạm quản lý: open the transfer of a member whose cell a plan dissolved."""

    plan_id: UUID
    member_id: UUID
    destination_id: UUID


class TakePlanBack(Request, frozen=True, kw_only=True):
    """Thu hồi phương án."""

    plan_id: UUID


class ReaddressTransfer(Request, frozen=True, kw_only=True):
    """Đổi nơi nhận của hồ sơ theo tổ chức kế thừa."""

    transfer_id: UUID


class ConfirmAdmittedTransfer(Request, frozen=True, kw_only=True):
    """Xác nhận hồ sơ đã được tiếp nhận."""

    transfer_id: UUID


class MarkTransferOverdue(Request, frozen=True, kw_only=True):
    """Ghi nhận quá hạn nộp giấy, if it is late by today's calendar."""

    transfer_id: UUID


class RemindOfTransfer(Request, frozen=True, kw_only=True):
    """Nhắc hạn của hồ sơ, if a limit is near or over by today's calendar."""

    transfer_id: UUID


def services_only(work: Work) -> None:
    """Refuse a command of this file to a person."""
    if work.actor.role != "service":
        raise ActIsForServicesOnly()
