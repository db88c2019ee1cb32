"""A dry run as the API shows it: what a plan would come to, and what it leaves to be settled."""

from typing import cast
from uuid import UUID

import strawberry

from services.gateway.organization.enums import ThresholdKind
from services.gateway.reading.ids import ORGANIZATION, global_id
from services.gateway.refusing.language import Language
from services.gateway.types.scalars import Position
from services.organization.contracts.refusals import REFUSALS
from services.organization.contracts.restructuring import Finding, PlanConflict, Report
from shared.vocabulary.position import Position as Vector

_TEXTS = {text.code: text for text in REFUSALS}


@strawberry.type(description="Một số đếm của phương án / One figure of a plan")
class ReportCount:
    """Một số đếm."""

    name: str = strawberry.field(description="Tên số đếm / Its name")
    count: int = strawberry.field(description="Số lượng / How many")


@strawberry.type(description="Tổ chức ngoài ngưỡng / An organisation outside a threshold of the rules")
class ThresholdFinding:
    """Tổ chức ngoài ngưỡng."""

    kind: ThresholdKind = strawberry.field(description="Loại ngưỡng / Which threshold")
    organization_id: strawberry.ID = strawberry.field(description="Tổ chức / The organisation")
    code: str = strawberry.field(description="Mã số / Its code")
    counted: int = strawberry.field(description="Đếm được / What was counted")
    limit: int = strawberry.field(description="Ngưỡng / The limit")
    consent: str | None = strawberry.field(
        description="Số văn bản đồng ý của cấp trên / The number of the superior's written consent"
    )


@strawberry.type(description="Người phụ trách một tổ chức thấy thêm, thấy bớt / Whose officers see more and fewer")
class AccessChange:
    """Thay đổi quyền xem."""

    organization_id: strawberry.ID = strawberry.field(description="Tổ chức / The organisation")
    code: str = strawberry.field(description="Mã số / Its code")
    gains: int = strawberry.field(description="Thấy thêm bao nhiêu tổ chức / How many more organisations")
    loses: int = strawberry.field(description="Không còn thấy bao nhiêu tổ chức / How many fewer organisations")


@strawberry.type(description="Chi bộ còn đảng viên chưa phân bổ riêng / A cell with members not allocated alone")
class LeftOverCell:
    """Chi bộ còn đảng viên chưa phân bổ."""

    organization_id: strawberry.ID = strawberry.field(description="Chi bộ / The cell")
    code: str = strawberry.field(description="Mã số / Its code")
    members: int = strawberry.field(description="Số đảng viên / How many members")


@strawberry.type(description="Điều còn vướng: duyệt lúc này sẽ bị từ chối / What an approval would refuse now")
class ReportConflict:
    """Điều còn vướng."""

    row: int | None = strawberry.field(
        description="Thao tác (hoặc dòng phân bổ) thứ mấy, theo path / The number of the operation, or allocation"
    )
    path: list[str] = strawberry.field(
        description="operations, allocations hoặc declared_counts / Which list the row is of"
    )
    code: str = strawberry.field(description="Mã lỗi, không đổi / The stable code of the refusal")
    message: str = strawberry.field(description="Điều gì vướng, vì sao / What is in the way, and why")
    next_step: str | None = strawberry.field(description="Việc cần làm tiếp / What to do next")
    legal_basis: str | None = strawberry.field(description="Căn cứ / The legal basis")


@strawberry.type(description="Kết quả tính thử / What a plan would come to; nothing has moved")
class DryRunReport:
    """Kết quả tính thử."""

    digest: str = strawberry.field(description="Mã đối chiếu, gửi lại khi duyệt / The digest, sent back to approve")
    counted_at: Position = strawberry.field(description="Đếm tại vị trí dữ liệu này / Counted at this position")
    counts: list[ReportCount] = strawberry.field(description="Các số đếm / The figures")
    conflicts: list[ReportConflict] = strawberry.field(
        description="Điều còn vướng, theo thao tác, tối đa 200 / What an approval would refuse, by row, at most 200"
    )
    redirected_transfers: int = strawberry.field(
        description="Hồ sơ đang chuyển sẽ theo tổ chức kế thừa / Open transfers that will follow the successors"
    )
    thresholds: list[ThresholdFinding] = strawberry.field(
        description="Tổ chức ngoài ngưỡng sau sắp xếp, tối đa 200"
        " / Organisations outside a threshold after it, at most 200"
    )
    access_changes: list[AccessChange] = strawberry.field(
        description="Ai thấy thêm, thấy bớt, tối đa 200 / Whose officers see more and fewer organisations, at most 200"
    )
    leftover_cells: list[LeftOverCell] = strawberry.field(
        description="Chi bộ còn đảng viên chưa phân bổ riêng, tối đa 200"
        " / Cells with members who are not allocated alone, at most 200"
    )
    leftovers: int = strawberry.field(
        description="Đảng viên chưa phân bổ riêng, theo chi bộ kế thừa"
        " / Members not allocated alone: they go with their cell's successor"
    )


def report_of(report: Report, language: Language) -> DryRunReport:
    """The API's form of a report."""
    return DryRunReport(
        digest=report.digest,
        counted_at=cast(Position, Vector(at={"membership": report.counted_at}).encode()),
        counts=[ReportCount(name=name, count=count) for name, count in report.counts.items()],
        conflicts=[_conflict(one, language) for one in report.conflicts],
        redirected_transfers=report.redirected_transfers,
        thresholds=[finding_of(one) for one in report.thresholds],
        access_changes=[
            AccessChange(organization_id=_place(one.organization), code=one.code, gains=one.gains, loses=one.loses)
            for one in report.access_changes
        ],
        leftover_cells=[
            LeftOverCell(organization_id=_place(one.cell), code=one.code, members=one.members)
            for one in report.leftover_cells
        ],
        leftovers=report.leftovers,
    )


def finding_of(one: Finding) -> ThresholdFinding:
    """The API's form of what is outside a threshold."""
    return ThresholdFinding(
        kind=ThresholdKind(one.kind),
        organization_id=_place(one.organization),
        code=one.code,
        counted=one.counted,
        limit=one.limit,
        consent=one.consent,
    )


def _conflict(one: PlanConflict, language: Language) -> ReportConflict:
    """Told in the reader's language; a refusal that nobody here knows is told by its code."""
    text = _TEXTS.get(one.refusal)
    english = language is Language.EN
    return ReportConflict(
        row=one.row or None,
        path=[one.path],
        code=one.refusal,
        message=(text.en if english else text.vi).format(**one.params) if text else one.refusal,
        next_step=(text.next_en if english else text.next_vi).format(**one.params) or None if text else None,
        legal_basis=text.legal_basis or None if text else None,
    )


def _place(organization: UUID) -> strawberry.ID:
    return strawberry.ID(global_id(ORGANIZATION, organization))
